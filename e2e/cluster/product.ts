import type { CreatedPersonalToken } from '@todo/contracts';
import { expect, vi } from 'vitest';
import { newTalker, type Talker } from '../support/chat.js';
import { send } from '../support/http.js';
import type { Namespace } from './namespace.js';

/** What the frontends that serve now say: a port-forward ends with the pod that it leads to. */
export const throughFrontend = async <Answer>(
  namespace: Namespace,
  ask: (url: string) => Promise<Answer>,
): Promise<Answer> => {
  const frontend = await namespace.forward('service/frontend', 3000);
  try {
    return await ask(`http://127.0.0.1:${frontend.port}`);
  } finally {
    await frontend.close();
  }
};

/** Milliseconds until busy nodes have heard of pods that are ready: a Service refuses connections meanwhile. */
const HEARD_OF_WITHIN = 15_000;

/** Somebody signs up, adds a task, and finds it again. */
export const expectUsable = (namespace: Namespace): Promise<void> =>
  vi.waitFor(
    () =>
      throughFrontend(namespace, async (url) => {
        const person = await newTalker(url);
        await person.add('Buy milk');
        expect(await person.list()).toEqual(['Buy milk']);
      }),
    { timeout: HEARD_OF_WITHIN, interval: 1_000 },
  );

/** An access token of somebody, as Settings makes them. */
export const personalToken = async (url: string, { authorization }: Talker): Promise<string> => {
  const made = await send(`${url}/api/auth/tokens`, {
    method: 'POST',
    headers: { ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Laptop' }),
  });
  expect(made.status, made.text).toBe(201);
  return (JSON.parse(made.text) as CreatedPersonalToken).token;
};
