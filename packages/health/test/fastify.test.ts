import underPressure from '@fastify/under-pressure';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { healthPlugin } from '../src/fastify.js';
import { createHealth } from '../src/health.js';
import { send, startService } from './service.js';

const PROBES = ['/health', '/readyz', '/livez', '/startupz'];

async function buildApp() {
  const lines: string[] = [];
  const app = fastify({ logger: { stream: { write: (line: string) => lines.push(line) } } });
  onTestFinished(() => app.close());
  const health = createHealth({ service: 'backend' });
  await app.register(healthPlugin, { health });
  return { app, health, lines };
}

test('the probes are ahead of authentication and load shedding, and not in the log', async () => {
  const { app, health, lines } = await buildApp();
  // Everything is too much for it.
  await app.register(underPressure, { maxHeapUsedBytes: 1, sampleInterval: 5 });
  app.addHook('onRequest', async (_request, reply) => reply.code(401).send());
  app.get('/', async () => 'ok');
  health.enter('ready');
  await app.ready();

  await expect.poll(async () => (await app.inject('/')).statusCode).toBe(503);
  lines.length = 0;
  for (const url of PROBES) {
    const answer = await app.inject(`${url}?from=kubelet`);
    expect(answer.statusCode, url).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'healthy', service: 'backend' });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    const head = await app.inject({ method: 'HEAD', url });
    expect(head).toMatchObject({ statusCode: 200, body: '' });
  }
  expect(lines).toEqual([]);
  expect((await app.inject({ method: 'POST', url: '/health' })).statusCode).not.toBe(200);
});

test('requests are measured by route pattern, and neither probes nor the scrape are', async () => {
  const { app, lines } = await buildApp();
  app.get('/tasks/:id', async (_request, reply) => reply.code(201).send('ok'));
  await app.inject('/tasks/1');
  await app.inject('/tasks/2?verbose');
  await app.inject('/nowhere/at/all');
  await app.inject('/health');
  await app.inject('/metrics');
  lines.length = 0;
  const answer = await app.inject('/metrics');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
  });
  const counts = answer.payload.split('\n').filter((line) => line.includes('_seconds_count{'));
  expect(counts).toEqual([
    'http_request_duration_seconds_count{method="GET",route="/tasks/:id",status="201"} 2',
    'http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1',
  ]);
  expect(lines).toEqual([]);
});

test('a Fastify that listens on two addresses is stopped with what to change', async () => {
  const service = startService('naive/fastify-localhost.mjs');
  expect(await service.logged('listening')).toMatchObject({ addresses: 2 });
  expect((await service.exited).code).toBe(1);
  expect(await service.logged('uncaught exception')).toMatchObject({
    err: {
      message:
        'Fastify listens on two addresses and one can be drained: give a host such as 0.0.0.0 or 127.0.0.1',
    },
  });
});

test('SIGTERM while an app is still being loaded ends it with exit 0', async () => {
  const service = startService('fastify-loading.mjs');
  expect(await service.message()).toBe('loading');
  service.child.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('HEAD is answered in an app that has none by itself', async () => {
  const app = fastify({ exposeHeadRoutes: false });
  onTestFinished(() => app.close());
  await app.register(healthPlugin, { health: createHealth({ service: 'backend' }) });
  expect((await app.inject({ method: 'HEAD', url: '/livez' })).statusCode).toBe(200);
});

test('the probes follow the state', async () => {
  const { app, health } = await buildApp();
  const codes = async () => {
    const answers = await Promise.all(PROBES.map((url) => app.inject(url)));
    return answers.map(({ statusCode }) => statusCode);
  };
  expect(await codes()).toEqual([503, 503, 200, 503]);
  health.enter('ready');
  expect(await codes()).toEqual([200, 200, 200, 200]);
  health.enter('draining');
  expect(await codes()).toEqual([503, 503, 200, 200]);
});

test('a Fastify service answers everything while draining, then closes, the pool last', async () => {
  const service = startService('fastify-server.mjs', { env: { DRAIN_DELAY_MS: '1500' } });
  const { port } = (await service.message()) as { port: number };
  expect((await send(port, '/health')).statusCode).toBe(200);
  const arrived = service.message();
  const held = send(port, '/held', { agent: false });
  await arrived;

  service.child.kill('SIGTERM');
  await service.logged('draining');
  expect((await send(port, '/health')).statusCode).toBe(503);
  expect(await send(port, '/')).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
  await expect.poll(() => send(port, '/').catch(({ code }) => code)).toBe('ECONNREFUSED');
  service.child.send('release');

  expect(await held).toMatchObject({ statusCode: 200, text: 'held' });
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.map(({ msg }) => msg)).toEqual([
    'ready',
    'draining',
    'closing',
    'app closed',
    'pool ended',
    'closed',
  ]);
});
