import { expect } from 'vitest';
import { newTalker } from '../support/chat.js';
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

/** Somebody signs up, adds a task, and finds it again. */
export const expectUsable = (namespace: Namespace): Promise<void> =>
  throughFrontend(namespace, async (url) => {
    const person = await newTalker(url);
    await person.add('Buy milk');
    expect(await person.list()).toEqual(['Buy milk']);
  });
