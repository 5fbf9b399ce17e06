import { setTimeout as delay } from 'node:timers/promises';
import { createAccessTokens } from '@todo/auth';
import { SCOPES } from '@todo/contracts';
import { type Request, sendAtOnce, sendMany } from '../load.js';
import { peakMemory, residentMemory } from '../machine.js';
import { type Person, signIn, signUp, withToken } from '../people.js';
import { SECRET } from '../servers.js';
import type { Container } from './engine.js';

/** V8 gives back what a start has left behind when nothing was done for 8 s, in two steps; ms. */
const SETTLE_MS = 20_000;
const CONNECTIONS = 16;
const REQUESTS = 1500;
const PEOPLE = 20;

export interface Memory {
  what: string;
  /** MiB resident. */
  measured: number;
  bar: number;
  /** What happened meanwhile. */
  note: string;
}

const load = (origin: string, request: () => Request): Promise<number> =>
  sendMany(origin, { connections: CONNECTIONS, count: REQUESTS, expected: 200, request });

const loadNote = (shed: number): string => `${REQUESTS} requests, ${CONNECTIONS} connections, ${shed} shed`;

const idle = async ({ pid }: Container): Promise<number> => {
  await delay(SETTLE_MS);
  return residentMemory(pid);
};

/** Resident memory of a service that has just started: idle, and the peak while a request is repeated. */
const underLoad = async (
  container: Container,
  service: string,
  bars: { idle: number; load: number },
  request: () => Request,
): Promise<Memory[]> => {
  const resting = await idle(container);
  let shed = 0;
  const peak = await peakMemory(container.pid, async () => {
    shed = await load(container.origin, request);
  });
  return [
    {
      what: `${service}, idle`,
      measured: resting,
      bar: bars.idle,
      note: `${SETTLE_MS / 1000} s after the start`,
    },
    { what: `${service}, under load, peak`, measured: peak, bar: bars.load, note: loadNote(shed) },
  ];
};

export const measureBackend = async (container: Container, reader: Person): Promise<Memory[]> => {
  const rows = await underLoad(container, 'backend', { idle: 100, load: 150 }, () => ({
    method: 'GET',
    path: `/api/${reader.userId}/tasks?limit=50`,
    headers: withToken(reader),
  }));
  const people: Person[] = [];
  for (let number = 1; number <= PEOPLE; number += 1)
    people.push(await signUp(container.origin, `person-${number}@example.com`));
  let answered = 0;
  const measured = await peakMemory(container.pid, async () => {
    const { statuses } = await sendAtOnce(container.origin, people.map(signIn));
    answered = statuses.filter((status) => status === 200).length;
  });
  const note = `${answered} of ${PEOPLE} at once answered 200`;
  return [...rows, { what: 'backend, in a burst of sign-ins, peak', measured, bar: 200, note }];
};

export const measureMcp = (container: Container, reader: Person): Promise<Memory[]> => {
  const token = createAccessTokens({ secret: SECRET }).mint({ userId: reader.userId, scopes: SCOPES }, 'mcp');
  const headers = {
    // The container's address is none of its names.
    host: 'mcp',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
  };
  const params = { name: 'list_tasks', arguments: { limit: 50 } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  return underLoad(container, 'mcp', { idle: 80, load: 140 }, () => ({
    method: 'POST',
    path: '/mcp',
    headers,
    body,
  }));
};

export const measureFrontend = (container: Container): Promise<Memory[]> =>
  underLoad(container, 'frontend', { idle: 120, load: 200 }, () => ({
    method: 'GET',
    path: '/sign-in',
    headers: { accept: 'text/html' },
  }));
