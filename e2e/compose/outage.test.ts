import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTalker } from '../support/chat.js';
import { send } from '../support/http.js';
import { newEmail, PASSWORD } from '../support/people.js';
import { newProject } from './own-containers.js';
import { type Container, type Project, TEST_SETTINGS } from './project.js';

/** How soon an outage must be seen, and how soon its end, ms. */
const SEEN_WITHIN_MS = 3_000;
/** For a probe while the database is gone, ms: the kubelet gives up after a second. */
const PROBE_WITHIN_MS = 1_000;
/** How long the database is away, ms: longer than every time-out on the way to it. */
const OUTAGE_MS = 12_000;

let project: Project;
beforeAll(async () => {
  project = await newProject('outage', { settings: TEST_SETTINGS });
  await project.up();
});
afterAll(() => project?.remove());

interface Probe {
  status: number;
  at: number;
  ms: number;
}

/** Probes the backend as a kubelet in a hurry does, until it is told to end. */
const startProbing = () => {
  const probes: Probe[] = [];
  let ending = false;
  const probing = (async () => {
    while (!ending) {
      const at = performance.now();
      const { status } = await send(`${project.backendUrl}/health`);
      probes.push({ status, at, ms: performance.now() - at });
      await delay(50);
    }
  })();
  return {
    probes,
    end: async () => {
      ending = true;
      await probing;
    },
  };
};

const signIn = async (how: 'signup' | 'login', email: string): Promise<number> => {
  const { status } = await send(`${project.replica.address}/api/auth/${how}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email,
      password: PASSWORD,
      ...(how === 'signup' ? { name: 'Ada', time_zone: 'UTC' } : {}),
    }),
  });
  return status;
};

/** Which lives of the containers these are. */
const lives = () =>
  Promise.all(
    (['frontend', 'backend', 'mcp'] as const).map(async (service) => {
      const { Id, State, RestartCount }: Container = await project.container(service);
      return { Id, startedAt: State.StartedAt, RestartCount };
    }),
  );

test('the database is killed and comes back: said within 3 s, over within 3 s, and nothing is restarted', async () => {
  const email = newEmail();
  expect(await signIn('signup', email)).toBe(201);
  const person = await newTalker(project.replica.address);
  await person.add('Buy milk');
  const before = await lives();

  const { probes, end } = startProbing();
  const killedAt = performance.now();
  await project.compose('kill', '--signal', 'SIGKILL', 'postgres');
  await expect.poll(() => probes.at(-1)?.status).toBe(503);
  await delay(OUTAGE_MS);
  expect((await person.call('GET', '/tasks')).status).toBe(503);
  const startedAt = performance.now();
  await project.compose('up', '--detach', '--wait', '--no-recreate', 'postgres');
  const backAt = performance.now();
  await expect.poll(() => probes.at(-1)?.status).toBe(200);
  await end();

  const first = (status: number, after: number): number =>
    probes.find((probe) => probe.status === status && probe.at > after)?.at ?? Number.POSITIVE_INFINITY;
  expect(first(503, 0)).toBeGreaterThan(killedAt);
  expect(first(503, killedAt) - killedAt).toBeLessThan(SEEN_WITHIN_MS);
  // Once it was seen, nothing else is said until the database comes back.
  expect(first(200, first(503, killedAt))).toBeGreaterThan(startedAt);
  expect(first(200, startedAt) - backAt).toBeLessThan(SEEN_WITHIN_MS);
  expect(Math.max(...probes.map(({ ms }) => ms))).toBeLessThan(PROBE_WITHIN_MS);

  await person.add('Call mom');
  expect(await person.list()).toEqual(['Buy milk', 'Call mom']);
  expect(await signIn('login', email)).toBe(200);
  expect(await lives()).toEqual(before);
});
