import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Service, send, startService } from './service.js';

const preload = ['--import', fileURLToPath(new URL('../dist/next.js', import.meta.url))];
const appFolder = fileURLToPath(new URL('fixtures/next-app', import.meta.url));

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startNext(env: NodeJS.ProcessEnv): Promise<Service & { port: number }> {
  const port = await freePort();
  const service = startService('next-app/.next/standalone/packages/health/test/fixtures/next-app/server.js', {
    env: { PORT: String(port), HOSTNAME: '127.0.0.1', ...env },
    execArgv: preload,
  });
  await expect.poll(() => send(port, '/startupz').catch(() => undefined)).toMatchObject({ statusCode: 200 });
  return { ...service, port };
}

test('without Next.js: probes come first, are unready until the server listens, and name the service', async () => {
  const service = startService('next-stand-in.cjs', {
    env: { SERVICE_NAME: 'web', DRAIN_DELAY_MS: '0' },
    execArgv: preload,
  });
  const other = (await service.message()) as number;
  expect((await send(other, '/health')).text).toBe('another server');
  service.child.send('listen');
  const port = (await service.message()) as number;
  const health = await send(port, '/health?deep=1');
  expect(health.statusCode).toBe(200);
  expect(JSON.parse(health.text)).toMatchObject({ status: 'healthy', service: 'web', checks: {} });
  expect(health.headers['cache-control']).toBe('no-store');
  expect(await send(port, '/health', { method: 'HEAD' })).toMatchObject({ statusCode: 200, text: '' });
  expect((await send(port, '/health', { method: 'POST' })).text).toBe('app POST /health');
  expect((await send(port, '/healthy')).text).toBe('app GET /healthy');

  service.child.kill('SIGTERM');
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('a DRAIN_DELAY_MS that is no number stops the start and is named', async () => {
  const service = startService('next-stand-in.cjs', { env: { DRAIN_DELAY_MS: 'soon' }, execArgv: preload });
  expect((await service.exited).code).toBe(1);
  const message = 'RangeError: DRAIN_DELAY_MS must be a whole number of milliseconds';
  expect(service.log).toContainEqual({ msg: message });
});

describe('the standalone server of Next.js', () => {
  beforeAll(async () => {
    const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
    const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
    await promisify(execFile)(process.execPath, [next, 'build', appFolder], { env });
  }, 120_000);

  test('serves its pages and the probes, and drains without losing what is in flight', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '1500' });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const page = await send(service.port, '/', { agent });
    expect(page.text).toContain('a page');
    expect(page.headers['keep-alive']).toBe('timeout=72');
    expect(JSON.parse((await send(service.port, '/health')).text)).toMatchObject({
      status: 'healthy',
      service: 'frontend',
      checks: {},
    });
    const arrived = service.message();
    const held = send(service.port, '/held', { agent: false });
    await arrived;

    service.child.kill('SIGTERM');
    await service.logged('shutting down');
    const draining = await send(service.port, '/health');
    expect(draining.statusCode).toBe(503);
    expect(JSON.parse(draining.text)).toMatchObject({ status: 'unhealthy', checks: {} });
    const reused = await send(service.port, '/', { agent });
    expect(reused).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
    service.child.send('release');
    expect(await held).toMatchObject({ statusCode: 200, text: 'held' });

    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  test('lets after() callbacks finish', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '0' });
    const arrived = service.message();
    expect((await send(service.port, '/after')).text).toBe('answered');
    await arrived;

    service.child.kill('SIGTERM');
    await service.logged('shutting down');
    await expect.poll(() => send(service.port, '/').catch(({ code }) => code)).toBe('ECONNREFUSED');
    service.child.send('release');

    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.log.map(({ msg }) => msg)).toContain('after() is done');
  });
});
