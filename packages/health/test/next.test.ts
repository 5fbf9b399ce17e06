import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { openEvents, type Service, send, startCommand, startService } from './service.js';

const preload = ['--import', fileURLToPath(new URL('../dist/next.js', import.meta.url))];
const standalone = fileURLToPath(
  new URL(
    'fixtures/next-app/.next/standalone/packages/health/test/fixtures/next-app/server.js',
    import.meta.url,
  ),
);
const appFolder = fileURLToPath(new URL('fixtures/next-app', import.meta.url));

async function startNext(env: NodeJS.ProcessEnv, execArgv = preload): Promise<Service & { port: number }> {
  const port = await freePort();
  const service = startService(standalone, {
    env: { PORT: String(port), HOSTNAME: '127.0.0.1', ...env },
    execArgv,
  });
  await expect.poll(() => send(port, '/').catch(() => undefined)).toMatchObject({ statusCode: 200 });
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
  await service.logged('ready');
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

test('a drain that the budget has no room for stops the start, and fits a larger one', async () => {
  const env = { DRAIN_DELAY_MS: '20000' };
  const refused = startService('next-stand-in.cjs', { env, execArgv: preload });
  expect((await refused.exited).code).toBe(1);
  expect(refused.log.map(({ msg }) => msg).join('\n')).toContain('drain 20000 + requests in flight 10000');
  const service = startService('next-stand-in.cjs', {
    env: { ...env, SHUTDOWN_BUDGET_MS: '40000' },
    execArgv: preload,
  });
  await service.message();
  service.child.kill('SIGKILL');
});

test('admission is on: a page of files waits and none is refused; ADMISSION=off has nobody wait', async () => {
  const waitingWith = async (env: NodeJS.ProcessEnv): Promise<number> => {
    const service = startService('next-stand-in.cjs', {
      env: { DRAIN_DELAY_MS: '0', ...env },
      execArgv: preload,
    });
    await service.message();
    service.child.send('listen');
    const port = (await service.message()) as number;
    await service.logged('ready');
    // 2 s of work, at once.
    const files = Promise.all(Array.from({ length: 50 }, () => send(port, '/busy')));
    let most = 0;
    let areServed = false;
    files.then(() => {
      areServed = true;
    });
    while (!areServed) {
      const { text } = await send(port, '/metrics');
      most = Math.max(most, Number(/^http_requests_waiting (\d+)$/m.exec(text)?.[1]));
    }
    expect(new Set((await files).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    return most;
  };
  expect(await waitingWith({})).toBeGreaterThan(5);
  expect(await waitingWith({ ADMISSION: 'off' })).toBe(0);
  const service = startService('next-stand-in.cjs', { env: { ADMISSION: 'no' }, execArgv: preload });
  expect((await service.exited).code).toBe(1);
  expect(service.log).toContainEqual({ msg: 'RangeError: ADMISSION must be on or off' });
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
    await service.logged('draining');
    const draining = await send(service.port, '/health');
    expect(draining.statusCode).toBe(503);
    expect(JSON.parse(draining.text)).toMatchObject({ status: 'unhealthy', checks: {} });
    const reused = await send(service.port, '/', { agent });
    expect(reused).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
    service.child.send('release');
    expect(await held).toMatchObject({ statusCode: 200, text: 'held' });

    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  test('runs by the command of the README', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const command = /^(.*) server\.js$/m.exec(readme)?.[1];
    const port = await freePort();
    // As in a script: by name, and with the shell out of the way of signals.
    const service = startCommand(['sh', '-c', `exec env ${command} ${standalone}`], {
      cwd: '../..',
      env: { PORT: String(port), HOSTNAME: '127.0.0.1' },
    });
    await expect.poll(() => send(port, '/health').catch(() => undefined)).toMatchObject({ statusCode: 200 });
    service.child.kill('SIGTERM');
    expect(await service.logged('draining')).toMatchObject({ name: 'frontend', drainMs: 5_000 });
    expect((await send(port, '/')).text).toContain('a page');
  });

  test('lets after() callbacks finish', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '0' });
    const arrived = service.message();
    expect((await send(service.port, '/after')).text).toBe('answered');
    await arrived;

    service.child.kill('SIGTERM');
    await service.logged('draining');
    await expect.poll(() => send(service.port, '/').catch(({ code }) => code)).toBe('ECONNREFUSED');
    service.child.send('release');

    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.log.map(({ msg }) => msg)).toContain('after() is done');
  });

  test('lets after() callbacks finish that follow an event stream, which ends with its last event', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '0' });
    const events = await openEvents(service.port);
    const inCallback = service.message();

    service.child.kill('SIGTERM');
    expect(await events.ended).toBe('data: hello\n\nevent: bye\n\n');
    expect(await inCallback).toBe('after');
    service.child.send('release');

    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.log.map(({ msg }) => msg)).toContain('after() is done');
  });

  test('measures its requests by route, for those who ask it directly', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '0' });
    for (const path of ['/people/ada', '/people/grace?born=1906', '/nowhere', '/_next/static/x.js']) {
      await send(service.port, path);
    }
    const metrics = await send(service.port, '/metrics');
    expect(metrics).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    });
    const counts = metrics.text.split('\n').filter((line) => line.includes('_seconds_count{'));
    expect(counts).toContain(
      'http_request_duration_seconds_count{method="GET",route="/people/[name]",status="200"} 2',
    );
    expect(counts).toContain(
      'http_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1',
    );
    expect(counts).toContain(
      'http_request_duration_seconds_count{method="GET",route="/_next/*",status="404"} 1',
    );
    // Through a proxy it is a page that does not exist.
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      const forwarded = await send(service.port, '/metrics', { headers: { [header]: 'anything' } });
      expect(forwarded.statusCode, header).toBe(404);
      expect(forwarded.text).not.toContain('http_request_duration');
    }
  });

  test('is ready when it answers, and not when it listens', async () => {
    const port = await freePort();
    const service = startService(standalone, {
      env: { PORT: String(port), HOSTNAME: '127.0.0.1', HOLD_START: 'yes' },
      execArgv: preload,
    });
    expect(await service.message()).toBe('starting');
    for (const path of ['/startupz', '/health']) expect((await send(port, path)).statusCode, path).toBe(503);
    expect((await send(port, '/livez')).statusCode).toBe(200);
    service.child.send('go on');
    await service.logged('ready');
    expect((await send(port, '/health')).statusCode).toBe(200);
    expect((await send(port, '/')).statusCode).toBe(200);
  });

  test('an upgrade that nothing takes holds nothing up', async () => {
    const service = await startNext({ DRAIN_DELAY_MS: '0' });
    const socket = net.connect(service.port, '127.0.0.1');
    socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    // Served after the bytes above have been read.
    await send(service.port, '/');
    service.child.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect((await service.logged('closed')).afterMs).toBeLessThan(5_000);
  });

  test('a fact: left to itself it stops listening at once, whoever still sends requests, and exits 143', async () => {
    const service = await startNext({}, []);
    const arrived = service.message();
    const held = send(service.port, '/held', { agent: false });
    await arrived;

    service.child.kill('SIGTERM');
    await expect.poll(() => send(service.port, '/').catch(({ code }) => code)).toBe('ECONNREFUSED');
    service.child.send('release');

    expect(await held).toMatchObject({ text: 'held' });
    expect(await service.exited).toEqual({ code: 143, signal: null });
  });

  test('a fact: with NEXT_MANUAL_SIG_HANDLE and no handler the signal ends it', async () => {
    const service = await startNext({ NEXT_MANUAL_SIG_HANDLE: 'true' }, []);
    service.child.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });
});
