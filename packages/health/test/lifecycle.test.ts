import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { trackConnections } from '../src/connections.js';
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
  await service.logged('draining');

  const readiness = await send(service.port, '/readyz?from=kubelet', { agent: keepAliveAgent() });
  expect(readiness.statusCode).toBe(503);
  expect(JSON.parse(readiness.text)).toMatchObject({ status: 'unhealthy', checks: { always: 'ok' } });
  expect((await send(service.port, '/livez')).statusCode).toBe(200);
  expect((await send(service.port, '/startupz')).statusCode).toBe(200);
  for (const path of ['/', '/proxied', '/proxied-raw', '/proxied-pairs', '/null']) {
    const answer = await send(service.port, path, { agent: keepAliveAgent() });
    expect(answer.statusCode, path).toBe(200);
    expect(answer.headers.connection, path).toBe('close');
    expect(answer.headers['keep-alive'], path).toBeUndefined();
    if (path.startsWith('/proxied')) expect(answer.headers['set-cookie'], path).toEqual(['a=1', 'b=2']);
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
  const [old, next] = await Promise.all([startHttpService({ drainDelayMs: 5_000 }), startHttpService()]);
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
  await old.logged('draining');
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
  expect(await service.logged('closed')).toMatchObject({ exitCode: 0, cut: 0 });
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

  service.child.kill('SIGTERM');

  await once(silent, 'close');
  expect((await service.exited).code).toBe(0);
  const closed = await service.logged('closed');
  expect(closed.afterMs).toBeLessThan(5_000);
  expect(closed.cut).toBe(0);
});

test('a connection that was idle during the whole drain is answered when it is used after it', async () => {
  const service = await startHttpService({ drainDelayMs: 300, idleTimeoutMs: 9_000 });
  const agent = keepAliveAgent();
  await send(service.port, '/', { agent });

  service.child.kill('SIGTERM');
  await service.logged('closing');

  const late = await send(service.port, '/', { agent });
  expect(late).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
  // It was the last one.
  expect((await service.exited).code).toBe(0);
  expect((await service.logged('closed')).afterMs).toBeLessThan(8_000);
});

test('a connection that nobody uses is closed when it has been idle for longer than clients keep theirs', async () => {
  const service = await startHttpService({ drainDelayMs: 400, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  const agent = keepAliveAgent();
  await send(service.port, '/', { agent });

  service.child.kill('SIGTERM');

  expect((await service.exited).code).toBe(0);
  const closed = await service.logged('closed');
  // 1.5 times the drain, and not at its end.
  expect(closed.afterMs).toBeGreaterThan(500);
  expect(closed.afterMs).toBeLessThan(5_000);
  expect(closed.cut).toBe(0);
});

test('a connection made in the last moment may bring its request after the drain', async () => {
  const service = await startHttpService({ drainDelayMs: 3_000 });
  service.child.kill('SIGTERM');
  await service.logged('draining');
  // Late enough to be young when the drain is over.
  await sleep(2_300);
  const late = await connect(service.port);
  await service.logged('closing');

  late.write('GET / HTTP/1.1\r\nHost: fixture\r\n\r\n');

  const [answer] = await once(late.setEncoding('utf8'), 'data');
  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\nConnection: close\r\n/);
  expect((await service.exited).code).toBe(0);
});

test('an idle connection that is still open at the deadline does not count as cut', async () => {
  const times = { drainDelayMs: 100, idleTimeoutMs: 1_000, closeTimeoutMs: 900 };
  const service = await startHttpService(times);
  const agent = keepAliveAgent();
  const events = await openEvents(service.port, agent);
  service.child.kill('SIGTERM');
  // Its response had begun before the drain: its connection is idle from now on, and for 900 ms at the deadline.
  expect(await events.ended).toContain('event: bye');
  expect(Object.values(agent.freeSockets)).toHaveLength(1);
  expect((await service.exited).code).toBe(0);
  const closed = await service.logged('closed');
  expect(closed).toMatchObject({ cut: 0 });
  expect(closed.afterMs).toBeGreaterThan(950);
});

test('a request that expects what nobody offers gets 417, and holds nothing up', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  const headers = { expect: 'the unexpected' };
  expect((await send(service.port, '/', { agent: keepAliveAgent(), headers })).statusCode).toBe(417);
  service.child.kill('SIGTERM');
  expect((await service.exited).code).toBe(0);
  expect((await service.logged('closed')).afterMs).toBeLessThan(5_000);
});

test('pipelined requests whose client has gone are no longer in flight', async () => {
  const service = await startHttpService();
  const socket = await connect(service.port);
  const held = service.message();
  socket.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3));
  await held;
  const inFlight = async () =>
    /^http_requests_in_flight (\d+)$/m.exec((await send(service.port, '/metrics')).text)?.[1];
  await expect.poll(inFlight).toBe('4');
  socket.destroy();
  // The scrape itself.
  await expect.poll(inFlight).toBe('1');
});

test('a log that nobody reads any more does not keep the process from ending in order', async () => {
  const service = await startHttpService({ drainDelayMs: 200 });
  service.child.stdout?.destroy();
  service.child.kill('SIGTERM');
  await expect.poll(() => service.child.exitCode).toBe(0);
});

test('a request that expects 100-continue is told to close its connection as well', async () => {
  const service = await startHttpService({ drainDelayMs: 1_000 });
  service.child.kill('SIGTERM');
  await service.logged('draining');
  const headers = { expect: '100-continue', 'content-length': 0 };
  const answer = await send(service.port, '/', { agent: keepAliveAgent(), method: 'POST', headers });
  expect(answer).toMatchObject({ statusCode: 200, text: 'continued', headers: { connection: 'close' } });
});

test('an upgraded connection is left to the application, which ends it at its signal', async () => {
  const service = await startHttpService({ drainDelayMs: 0 });
  const socket = await connect(service.port);
  socket
    .setEncoding('utf8')
    .write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  expect(String(await once(socket, 'data'))).toContain('101');

  service.child.kill('SIGTERM');

  expect(await once(socket, 'data')).toEqual(['bye']);
  socket.end();
  expect((await service.exited).code).toBe(0);
  expect(await service.logged('closed')).toMatchObject({ cut: 0 });
});

test('idle connections are kept longer than proxies keep them, unless the service says otherwise', () => {
  const server = http.createServer();
  trackConnections(server);
  expect(server.keepAliveTimeout).toBe(72_000);
  const other = http.createServer({ keepAliveTimeout: 9_000 });
  trackConnections(other);
  expect(other.keepAliveTimeout).toBe(9_000);
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
  await service.logged('draining');
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
    'draining',
    'closing',
    'check closed',
    'given back',
    'closed',
  ]);
  // Nobody has sent it anything yet.
  expect(await service.logged('draining')).toMatchObject({ drainMs: 0 });
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
  await service.logged('draining');
  expect((await send(service.port, '/health')).statusCode).toBe(503);
  expect((await send(service.port, '/')).statusCode).toBe(200);

  expect((await service.exited).code).toBe(1);
  expect(await service.logged('draining')).toMatchObject({ drainMs: 1_000 });
  expect(await service.logged('uncaught exception')).toMatchObject({ err: { message: 'a bug' } });
  expect(service.log).toContainEqual(expect.objectContaining({ hook: 'fine' }));
});

test('an exception in a request does not wait long for its answer', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  await expect(send(service.port, '/throw', { agent: false })).rejects.toThrow('socket hang up');
  expect((await service.exited).code).toBe(1);
  expect(await service.logged('closed')).toMatchObject({ exitCode: 1, cut: 1 });
  expect((await service.logged('closed')).afterMs).toBeLessThan(5_000);
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

/** What a program with these options says when it is started. */
async function refusal(options: object): Promise<unknown> {
  const service = startService('http-server.mjs', { env: { OPTIONS: JSON.stringify(options) } });
  expect((await service.exited).code).toBe(1);
  const text = service.log.map(({ msg, err }) => (err as Error | undefined)?.message ?? msg);
  return text.find((line) => /^(Range|Type)Error: |^the (time-out|shutdown)|^attach/.test(line));
}

test.each([
  [
    { drainDelayMs: 20_000 },
    'RangeError: the shutdown takes up to drain 20000 + requests in flight 10000 + health checks 2000 = 32000 ms, ' +
      'over budgetMs (25000): shorten a phase, or raise the budget and the time that the platform leaves',
  ],
  [{ hooks: [['fine', 9_000]] }, expect.stringContaining('+ fine 9000 = 26000 ms, over budgetMs (25000)')],
  [
    { drainDelay: 5 },
    'TypeError: createLifecycle has no option "drainDelay"; it knows health, logger, drainDelayMs, ' +
      'idleTimeoutMs, closeTimeoutMs, budgetMs',
  ],
  [{ drainDelayMs: -1 }, 'RangeError: drainDelayMs is -1; it must be a number of milliseconds, 0 or more'],
  [{ closeTimeoutMs: '5s' }, expect.stringContaining('closeTimeoutMs is 5s')],
  [{ budgetMs: 2 ** 31 }, expect.stringContaining('budgetMs is 2147483648')],
  [
    { idleTimeoutMs: 15_001 },
    'RangeError: idleTimeoutMs (15001) must not be above drainDelayMs + closeTimeoutMs (15000): ' +
      'idle connections end with them',
  ],
  [{ hooks: [['fine', -5]] }, 'the time-out of "fine" is -5; it must be a number of milliseconds, 0 or more'],
])('%j stops the start with what to change', async (options, message) => {
  expect(await refusal(options)).toEqual(message);
});

test('a server that listens already is refused, and one that was attached before', async () => {
  const server = http.createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  expect(() => trackConnections(server)).toThrow('attach() comes before listen(): move it up');
  expect(await refusal({ attachTwice: true })).toBe('attach() was called twice for one server: call it once');
});

test('a server of another kind is refused', () => {
  expect(() => trackConnections(https.createServer() as never)).toThrow(
    'attach() takes a server of node:http: leave TLS and HTTP/2 to the proxy in front',
  );
});
