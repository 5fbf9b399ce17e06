import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateIn } from './evaluate.js';
import { createNamespace, isReady, type Namespace } from './namespace.js';
import { podOf, VISITOR } from './pod-manifest.js';
import { CHART, install, rollBack, TEST_VALUES } from './release.js';

const OUTAGE_MS = 60_000;

let namespace: Namespace;
beforeAll(async () => {
  namespace = await createNamespace('recovery');
  await install(namespace, TEST_VALUES);
  const container = { command: ['node', '--eval', 'setInterval(() => {}, 1000)'] };
  await namespace.create(podOf('visitor', { container, labels: VISITOR }));
  await namespace.kubectl(['wait', '--for=condition=Ready', 'pod/visitor', '--timeout=60s']);
});
afterAll(() => namespace?.remove());

const readiness = async (service: string): Promise<boolean[]> => (await namespace.pods(service)).map(isReady);

/** Restarts of each pod by name. */
const restarts = async (...services: string[]): Promise<Record<string, number>> => {
  const pods = (await Promise.all(services.map((service) => namespace.pods(service)))).flat();
  return Object.fromEntries(
    pods.map(({ metadata, status }) => [
      metadata.name,
      (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
    ]),
  );
};

/** The status of an attempt to make an account, through the frontend's Service; 0 where nobody answered. */
const signUp = (): Promise<number> =>
  namespace.inPod(
    'visitor',
    `import { randomUUID } from 'node:crypto';
     const person = { email: randomUUID() + '@example.com', password: randomUUID(), name: 'Ada', time_zone: 'UTC' };
     const answer = await fetch('http://frontend:3000/api/auth/signup', {
       method: 'POST',
       headers: { 'content-type': 'application/json' },
       body: JSON.stringify(person),
       signal: AbortSignal.timeout(5000),
     }).catch(() => ({ status: 0 }));
     console.log(JSON.stringify(answer.status));`,
  );

test('a process that hangs is restarted, and the others serve meanwhile', async () => {
  const [pod] = await namespace.pods('backend');
  const name = pod?.metadata.name ?? '';
  await evaluateIn(namespace, name, 'for (;;) {}');
  await expect.poll(async () => (await readiness('backend')).includes(false), { timeout: 30_000 }).toBe(true);
  expect(await signUp()).toBe(201);
  await expect.poll(async () => (await restarts('backend'))[name], { timeout: 120_000 }).toBe(1);
  await expect.poll(() => readiness('backend'), { timeout: 30_000 }).toEqual([true, true]);
});

test('while the database is away for a minute nothing is restarted; readiness goes, and comes back by itself', async () => {
  const before = await restarts('frontend', 'backend', 'mcp');
  await namespace.kubectl(['scale', 'deployment/postgres', '--replicas=0']);
  for (const service of ['backend', 'mcp'])
    await expect.poll(() => readiness(service), { timeout: 40_000 }).toEqual([false, false]);
  await delay(OUTAGE_MS);
  expect(await readiness('frontend')).toEqual([true, true]);
  await namespace.kubectl(['scale', 'deployment/postgres', '--replicas=1']);
  await expect.poll(() => readiness('postgres'), { timeout: 60_000 }).toEqual([true]);
  for (const service of ['backend', 'mcp'])
    await expect.poll(() => readiness(service), { timeout: 40_000 }).toEqual([true, true]);
  expect(await restarts('frontend', 'backend', 'mcp')).toEqual(before);
});

test('when the pod of the development database is deleted, people can sign up again within 30 s', async () => {
  await namespace.kubectl(['delete', 'pod', '--selector=app.kubernetes.io/name=postgres', '--wait=false']);
  const start = performance.now();
  await expect.poll(() => readiness('postgres'), { timeout: 30_000 }).not.toEqual([true]);
  await expect.poll(signUp, { timeout: 30_000 - (performance.now() - start) }).toBe(201);
  console.log(
    `sign-up worked ${((performance.now() - start) / 1000).toFixed(1)} s after the database was deleted`,
  );
});

test('an image that is not there holds up its own rollout alone, and is taken back', async () => {
  const before = (await namespace.pods('backend')).map(({ metadata }) => metadata.name).toSorted();
  const command = ['upgrade', 'todo-app', CHART, '--reset-then-reuse-values', '--wait', '--timeout=20s'];
  await expect(namespace.helm([...command, '--set-string=backend.image.tag=nowhere'])).rejects.toThrow();
  expect(await signUp()).toBe(201);
  const reasons = ['get', 'pods', '--output=jsonpath={..state.waiting.reason}'];
  expect(await namespace.kubectl(reasons)).toMatch(/ErrImage|ImagePullBackOff/);
  await rollBack(namespace);
  await expect
    .poll(async () => (await namespace.pods('backend')).map(({ metadata }) => metadata.name).toSorted())
    .toEqual(before);
});
