import { once, setMaxListeners } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabaseCopy, TEST_SECRET, testEnvironment } from './support/backend.js';
import { openStream } from './support/events.js';
import { send, sendJson } from './support/http.js';
import { PASSWORD, person, signUp } from './support/person.js';
import { type BackendProcess, run, startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
beforeAll(async () => {
  database = await createDatabaseCopy();
});
afterAll(() => database?.drop());

const healthy = (backend: BackendProcess): Promise<void> =>
  expect
    .poll(async () => (await send(`${backend.url}/health`)).status, { timeout: 5000, interval: 25 })
    .toBe(200);

describe('the process with settings that are wrong', () => {
  it.each([
    ['DATABASE_URL', undefined],
    ['JWT_SECRET', 'hunter2'],
    ['DRAIN_DELAY_MS', '60000'],
  ])('names %s (%s), exits 1, and shows neither a secret nor a stack', async (name, value) => {
    const { [name]: _, ...rest } = testEnvironment(database.url);
    const exit = await run('dist/main.js', { ...rest, ...(value === undefined ? {} : { [name]: value }) })
      .exited;
    expect(exit.code).toBe(1);
    expect(exit.stdout).toBe('');
    expect(exit.stderr).toContain(`${name} ${value === undefined ? 'is missing' : ''}`);
    expect(exit.stderr).not.toContain('hunter2');
    expect(exit.stderr).not.toMatch(/^ +at /m);
  });

  it('starts with nothing but what must be set, and says that cookies are not Secure', async () => {
    const { DATABASE_URL, JWT_SECRET } = testEnvironment(database.url);
    const running = run('dist/main.js', { DATABASE_URL, JWT_SECRET, HOST: '127.0.0.1', PORT: '0' });
    await running.line(/Server listening/);
    expect(await running.line(/PUBLIC_URL/)).toContain('not marked Secure');
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    expect((await running.exited).code).toBe(0);
  }, 15_000);

  it('says which port is taken, and exits 1', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as net.AddressInfo;
    const exit = await run('dist/main.js', {
      ...testEnvironment(database.url),
      HOST: '127.0.0.1',
      PORT: String(port),
    }).exited;
    taken.close();
    expect(exit.code).toBe(1);
    expect(exit.stdout + exit.stderr).toContain(`EADDRINUSE`);
    expect(exit.stdout + exit.stderr).toContain(String(port));
  });
});

describe('the process', () => {
  it('answers its probes in the words of the specification', async () => {
    const backend = await startBackendProcess(database.url);
    await healthy(backend);
    for (const path of ['/health', '/readyz', '/health?verbose']) {
      const answer = await send(backend.url + path);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({
        status: 'healthy',
        service: 'backend',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        checks: { database: 'ok' },
      });
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect((await send(`${backend.url}/livez`)).status).toBe(200);
    expect((await send(`${backend.url}/startupz`)).status).toBe(200);
    expect((await send(`${backend.url}/health`, { method: 'HEAD' })).status).toBe(200);
    const metrics = await send(`${backend.url}/metrics`);
    expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(metrics.text).toMatch(/^event_feed_listening [01]$/m);
    expect((await backend.stop()).code).toBe(0);
  });

  it('lets a thousand clients connect while it does nothing, instead of having them try again', async () => {
    const backend = await startBackendProcess(database.url);
    await healthy(backend);
    backend.child.kill('SIGSTOP');
    const sockets = Array.from({ length: 1000 }, () => net.connect(backend.port, '127.0.0.1'));
    try {
      // A second later the kernel would begin to repeat what it could not keep.
      const limit = AbortSignal.timeout(900);
      setMaxListeners(sockets.length, limit);
      await Promise.all(sockets.map((socket) => once(socket, 'connect', { signal: limit })));
    } finally {
      for (const socket of sockets) socket.destroy();
      backend.child.kill('SIGCONT');
    }
    await healthy(backend);
    expect((await backend.stop()).code).toBe(0);
  });

  it('answers every request that was sent when SIGTERM comes in the middle of load, and exits 0', async () => {
    const backend = await startBackendProcess(database.url, { DRAIN_DELAY_MS: '4000' });
    await healthy(backend);
    const ada = await signUp(backend.url);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    const statuses: number[] = [];
    const lost: unknown[] = [];
    let removed = false;
    const worker = async (index: number): Promise<void> => {
      const headers = { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' };
      while (!removed) {
        try {
          const message = index % 2 === 0 ? { method: 'POST', body: '{"title":"x"}' } : {};
          const answer = await send(backend.url + ada.path('/tasks'), { ...message, agent, headers });
          statuses.push(answer.status);
        } catch (error) {
          lost.push(error);
        }
      }
    };
    const stream = await openStream(backend.url + ada.path('/events'), {
      authorization: `Bearer ${ada.token}`,
    });
    const load = Promise.all(Array.from({ length: 8 }, (_, index) => worker(index)));
    await expect.poll(() => statuses.length).toBeGreaterThan(50);
    backend.child.kill('SIGTERM');
    await expect.poll(async () => (await send(`${backend.url}/health`)).status).toBe(503);
    const draining = await send(`${backend.url}/health`);
    expect(JSON.parse(draining.text)).toMatchObject({ status: 'unhealthy', checks: { database: 'ok' } });
    expect(draining.headers.connection).toBe('close');
    expect((await send(`${backend.url}/livez`)).status).toBe(200);
    // A load balancer hears of it a little later, and what it sent till then is served.
    const heard = statuses.length;
    await expect.poll(() => statuses.length).toBeGreaterThan(heard + 20);
    removed = true;
    await load;
    agent.destroy();
    await stream.ended;
    expect(await backend.exited).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(lost).toEqual([]);
    // 503: on a machine that is busy with something else the backend sheds load.
    expect(statuses.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(stream.events.at(-1)).toMatchObject({ event: 'end' });
  });

  it('takes nothing new after the drain, and still answers a request that is half way in', async () => {
    const backend = await startBackendProcess(database.url);
    const ada = await signUp(backend.url);
    const socket = net.connect(backend.port, '127.0.0.1').setEncoding('utf8');
    socket.write(
      `POST ${ada.path('/tasks')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 13\r\nExpect: 100-continue\r\n\r\n',
    );
    // It has been heard.
    expect(String(await once(socket, 'data'))).toContain('100 Continue');
    backend.child.kill('SIGTERM');
    await expect
      .poll(() => send(`${backend.url}/livez`).catch((error: NodeJS.ErrnoException) => error.code))
      .toBe('ECONNREFUSED');
    socket.write('{"title":"x"}');
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 201 /);
    socket.destroy();
    expect((await backend.exited).code).toBe(0);
  });

  it('logs one JSON line per request, with its id, none per probe, and nothing that is secret', async () => {
    const backend = await startBackendProcess(database.url, { LOG_LEVEL: 'trace' });
    await healthy(backend);
    const email = 'Private.Person@example.com';
    const first = await signUp(backend.url, { email });
    const url = backend.url;
    // A session of use, with what goes wrong in it.
    const requests: PromiseLike<unknown>[] = [
      request(url).post('/api/auth/signup').send({ email, password: PASSWORD }),
      request(url).post('/api/auth/signup').send({ email: 'Twice.At.Once@example.com', password: PASSWORD }),
      request(url).post('/api/auth/signup').send({ email: 'twice.at.once@example.com', password: PASSWORD }),
      request(url).post('/api/auth/login').send({ email, password: 'Wrong-Pass-Word' }),
      request(url).post('/api/auth/login').send({ email: 'not.an.address', password: PASSWORD }),
      request(url)
        .post('/api/auth/login')
        .set('content-type', 'application/json')
        .send(`{"email":"${email}","password":"${PASSWORD}"`),
      first.post('/tasks', { title: 'Confidential-Title', description: 'Confidential-Text' }),
      first.get('/tasks?q=Confidential-Query'),
      first.get('/tasks?tag=Confidential-Query&colour=red'),
      send(`${url}/api/auth/me`, { headers: { cookie: first.cookie } }),
      send(`${url}/api/auth/me`, { headers: { authorization: `Bearer ${first.token}x` } }),
      send(`${url}${first.path('/tasks/999')}`, { headers: { authorization: `Bearer ${first.token}` } }),
    ];
    await Promise.all(requests);
    const login = await request(url).post('/api/auth/login').send({ email, password: PASSWORD }).expect(200);
    const second = person(url, first.user, login.body.token, []);
    const minted = await second.as(request(url).post('/api/auth/access-token')).expect(200);
    const changed = await second
      .as(request(url).post('/api/auth/password'))
      .send({ current_password: PASSWORD, new_password: 'Another-Secret-Word' })
      .expect(200);
    const third = person(url, first.user, changed.body.token, []);
    await third.as(request(url).get('/api/auth/sessions')).expect(200);
    await third.as(request(url).delete('/api/auth/me')).send({ password: 'Another-Secret-Word' }).expect(204);
    const marked = await sendJson(
      `${url}/api/auth/login`,
      'POST',
      {},
      { 'x-request-id': 'the-id-of-the-proxy' },
    );
    expect(marked.headers['x-request-id']).toBe('the-id-of-the-proxy');
    for (let probe = 0; probe < 20; probe += 1) await send(`${url}/health`);
    await backend.line(/the-id-of-the-proxy/);
    const exit = await backend.stop();
    expect(exit).toMatchObject({ code: 0, stderr: '' });

    const log = exit.stdout.toLowerCase();
    const tokens = [first, second, third].map(({ token }) => token);
    const secrets = [
      'private.person',
      'twice.at.once',
      'not.an.address',
      PASSWORD,
      'wrong-pass-word',
      'another-secret-word',
      'confidential',
      TEST_SECRET,
      minted.body.access_token,
      minted.body.access_token.split('.')[1],
      first.cookie,
      new URL(database.url).password,
      ...tokens,
      ...tokens.map((token) => token.split('.')[0] ?? ''),
      ...tokens.map((token) => token.split('.')[1] ?? ''),
    ];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5);
      expect(log, secret).not.toContain(secret.toLowerCase());
    }

    const written = exit.stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const told = written.filter(({ msg }) => msg === 'request');
    expect(told).toHaveLength(requests.length + 7);
    expect(new Set(told.map(({ reqId }) => reqId)).size).toBe(told.length);
    for (const line of told)
      expect(line).toMatchObject({
        service: 'backend',
        method: expect.any(String),
        route: expect.stringMatching(/^\/api\//),
        status: expect.any(Number),
        ms: expect.any(Number),
        time: expect.stringMatching(/Z$/),
      });
    // As a value: the stack of a check that failed has them in its paths.
    expect(exit.stdout).not.toMatch(/"\/(health|livez)/);
    expect(written.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
