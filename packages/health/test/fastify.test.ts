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
  await service.logged('shutting down');
  expect((await send(port, '/health')).statusCode).toBe(503);
  expect(await send(port, '/')).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
  await expect.poll(() => send(port, '/').catch(({ code }) => code)).toBe('ECONNREFUSED');
  service.child.send('release');

  expect(await held).toMatchObject({ statusCode: 200, text: 'held' });
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.map(({ msg }) => msg)).toEqual(['shutting down', 'app closed', 'pool ended', 'stopped']);
});
