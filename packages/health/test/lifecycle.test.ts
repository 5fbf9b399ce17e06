import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHealth } from '../src/health.js';
import { createLifecycle } from '../src/lifecycle.js';
import { openEvents, type Service, send, startHttpService, startService } from './service.js';

function keepAliveAgent(maxSockets = 1): http.Agent {
  const agent = new http.Agent({ keepAlive: true, maxSockets });
  onTestFinished(() => agent.destroy());
  return agent;
}

async function connect(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** Sends a request that is answered when the service is told to, and waits until it has arrived. */
async function holdRequest(service: Service & { port: number }) {
  const arrived = service.message();
  const answer = send(service.port, '/held', { agent: keepAliveAgent() });
  await arrived;
  return { answer };
}

test('while draining, readiness says 503 and everything is still served, with Connection: close', async () => {
  const service = await startHttpService({ drainDelayMs: 2_000 });
  const idle = keepAliveAgent();
  const before = await send(service.port, '/', { agent: idle });
  expect(before.headers.connection).toBe('keep-alive');
  const held = await holdRequest(service);

  service.child.kill('SIGTERM');
  await service.logged('shutting down');

  const readiness = await send(service.port, '/readyz?from=kubelet', { agent: keepAliveAgent() });
  expect(readiness.statusCode).toBe(503);
  expect(JSON.parse(readiness.text)).toMatchObject({ status: 'unhealthy', checks: {} });
  expect((await send(service.port, '/livez')).statusCode).toBe(200);
  expect((await send(service.port, '/startupz')).statusCode).toBe(200);
  for (const path of ['/', '/proxied', '/proxied-raw']) {
    const answer = await send(service.port, path, { agent: keepAliveAgent() });
    expect(answer.statusCode, path).toBe(200);
    expect(answer.headers.connection, path).toBe('close');
    if (path !== '/') expect(answer.headers['x-kept']).toBe('yes');
  }
  const reused = await send(service.port, '/', { agent: idle });
  expect(reused.headers.connection).toBe('close');
  service.child.send('release');
  expect(await held.answer).toMatchObject({
    statusCode: 200,
    text: 'held',
    headers: { connection: 'close' },
  });

  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('a restart under keep-alive load loses no request', async () => {
  const [old, next] = await Promise.all([startHttpService({ drainDelayMs: 1_500 }), startHttpService()]);
  let target = old.port;
  let stop = false;
  let sentWhileDraining = 0;
  const failures: unknown[] = [];
  const clients = Array.from({ length: 8 }, async () => {
    const agent = keepAliveAgent();
    while (!stop) {
      try {
        const answer = await send(target, '/', { agent, method: 'POST' });
        if (answer.statusCode !== 200) failures.push(answer.statusCode);
        if (target === old.port && answer.headers.connection === 'close') sentWhileDraining += 1;
      } catch (err) {
        failures.push(err);
      }
    }
  });

  old.child.kill('SIGTERM');
  await old.logged('shutting down');
  while (sentWhileDraining < 100) await send(target, '/');
  target = next.port;
  const { code } = await old.exited;
  stop = true;
  await Promise.all(clients);

  expect(failures).toEqual([]);
  expect(code).toBe(0);
});

test('a request in flight gets its answer after the service has stopped listening', async () => {
  const service = await startHttpService({ drainDelayMs: 0 });
  const events = await openEvents(service.port);
  const held = await holdRequest(service);
  const idle = keepAliveAgent();
  await send(service.port, '/', { agent: idle });

  service.child.kill('SIGTERM');
  expect(await events.ended).toBe('data: hello\n\nevent: bye\n\n');
  await expect(send(service.port, '/', { agent: false })).rejects.toThrow('ECONNREFUSED');
  service.child.send('release');

  expect(await held.answer).toMatchObject({ statusCode: 200, text: 'held' });
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.some(({ cut }) => cut !== undefined)).toBe(false);
});

test('a request of which only a part had arrived is answered', async () => {
  const service = await startHttpService({ drainDelayMs: 0 });
  const events = await openEvents(service.port);
  const slow = await connect(service.port);
  slow.write('GET / HTTP/1.1\r\nHost: fixture\r\n');
  // Served after the bytes above have been read.
  await send(service.port, '/', { agent: false });

  service.child.kill('SIGTERM');
  await events.ended;
  slow.write('\r\n');

  const [answer] = await once(slow.setEncoding('utf8'), 'data');
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\nConnection: close\r\n/);
  expect((await service.exited).code).toBe(0);
});

test('a response that a slow client is still reading arrives whole', async () => {
  const service = await startHttpService({ drainDelayMs: 0 });
  const events = await openEvents(service.port);
  const download = http.get({ host: '127.0.0.1', port: service.port, path: '/big', agent: false });
  const [response] = (await once(download, 'response')) as [http.IncomingMessage];

  service.child.kill('SIGTERM');
  await events.ended;
  let received = 0;
  for await (const chunk of response) received += chunk.length;

  expect(received).toBe(32 * 1024 * 1024);
  expect((await service.exited).code).toBe(0);
});

test('sockets that never sent a byte and idle ones do not hold the exit up', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  const silent = await connect(service.port);
  const agent = keepAliveAgent();
  await send(service.port, '/', { agent });
  const startedAt = performance.now();

  service.child.kill('SIGTERM');

  await once(silent, 'close');
  expect((await service.exited).code).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a request body that nobody read does not make its connection look busy', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  const socket = await connect(service.port);
  socket
    .setEncoding('utf8')
    .write('POST /proxied HTTP/1.1\r\nHost: fixture\r\nContent-Length: 10\r\n\r\n12345');
  await once(socket, 'data');
  socket.write('67890');
  // Served after the bytes above have been read.
  await send(service.port, '/', { agent: false });
  const startedAt = performance.now();

  service.child.kill('SIGTERM');

  expect((await service.exited).code).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('what is still open at the deadline is cut, counted and logged', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 200 });
  const held = await holdRequest(service);
  const outcome = expect(held.answer).rejects.toThrow('socket hang up');
  service.child.kill('SIGTERM');

  await outcome;
  expect((await service.exited).code).toBe(0);
  expect(service.log).toContainEqual(expect.objectContaining({ cut: 1, closeTimeoutMs: 200 }));
});

test('a signal that comes twice at once is one Ctrl-C', async () => {
  const service = await startHttpService({ drainDelayMs: 0 });
  const held = await holdRequest(service);

  service.child.kill('SIGINT');
  await service.logged('shutting down');
  service.child.kill('SIGINT');
  service.child.send('release');

  expect(await held.answer).toMatchObject({ statusCode: 200, text: 'held' });
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('a second signal ends the process at once', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000 });
  const held = await holdRequest(service);
  const outcome = expect(held.answer).rejects.toThrow();

  service.child.kill('SIGTERM');
  const repeat = setInterval(() => service.child.kill('SIGTERM'), 100);
  onTestFinished(() => clearInterval(repeat));

  expect(await service.exited).toEqual({ code: 143, signal: null });
  expect(await service.logged('a second signal: exiting at once')).toBeDefined();
  await outcome;
});

test('SIGTERM during start-up gives back what was opened and exits 0', async () => {
  const service = startService('starting.mjs');
  expect(await service.message()).toBe('starting');

  service.child.kill('SIGTERM');

  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.map(({ msg }) => msg)).toEqual([
    'health check passes',
    'shutting down',
    'check closed',
    'given back',
    'stopped',
  ]);
});

test('the steps run in reverse order, each within its limit, and a failed one makes the exit 1', async () => {
  const hooks = [['fine'], ['hang', 100], ['fail'], ['strayRejection']];
  const service = await startHttpService({ drainDelayMs: 0, hooks });

  service.child.kill('SIGINT');

  expect((await service.exited).code).toBe(1);
  const steps = service.log.filter(({ msg }) => msg === 'step').map(({ hook }) => hook);
  expect(steps).toEqual(['strayRejection', 'fail', 'hang', 'fine']);
  const failed = service.log.filter(({ msg }) => msg === 'a step of the shutdown failed');
  expect(failed).toMatchObject([
    { hook: 'fail', err: { message: 'this step fails' } },
    { hook: 'hang', err: { message: 'not done within 100 ms' } },
  ]);
});

test('a stray rejection during shutdown is logged and the exit stays 0', async () => {
  const service = await startHttpService({ drainDelayMs: 0, hooks: [['fine'], ['strayRejection']] });

  service.child.kill('SIGTERM');

  expect((await service.exited).code).toBe(0);
  expect(service.log).toContainEqual(expect.objectContaining({ hook: 'fine' }));
  expect(await service.logged('uncaught exception')).toMatchObject({
    err: { message: 'nobody waits for this' },
  });
});

test('an uncaught exception turns readiness, drains shortly and exits 1', async () => {
  const service = await startHttpService({ drainDelayMs: 9_000, hooks: [['fine']] });

  service.child.send('throw');
  await service.logged('shutting down');
  expect((await send(service.port, '/health')).statusCode).toBe(503);
  expect((await send(service.port, '/')).statusCode).toBe(200);

  expect((await service.exited).code).toBe(1);
  expect(await service.logged('shutting down')).toMatchObject({ drainMs: 1_000 });
  expect(await service.logged('uncaught exception')).toMatchObject({ err: { message: 'a bug' } });
  expect(service.log).toContainEqual(expect.objectContaining({ hook: 'fine' }));
});

test('a shutdown that outlives its budget is ended with exit 1', async () => {
  const hooks = [
    ['hang', 100],
    ['block', 100],
  ];
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 100, budgetMs: 2_300, hooks });

  service.child.kill('SIGTERM');

  expect((await service.exited).code).toBe(1);
  expect(await service.logged('shutdown did not end within its budget')).toMatchObject({ budgetMs: 2_300 });
});

test('phases that do not fit the budget are refused, with the sum', async () => {
  const health = createHealth({ service: 'fixture' });
  expect(() => createLifecycle({ health, drainDelayMs: 20_000 })).toThrow(
    'shutdown takes up to drain 20000 + requests in flight 10000 + health checks 2000 = 32000 ms, ' +
      'over its budget of 25000 ms',
  );
  const service = startService('http-server.mjs', {
    env: { OPTIONS: JSON.stringify({ hooks: [['fine', 9_000]] }) },
  });
  expect((await service.exited).code).toBe(1);
  expect(await service.logged('uncaught exception')).toMatchObject({
    err: { message: expect.stringContaining('fine 9000 = 26000 ms') },
  });
});
