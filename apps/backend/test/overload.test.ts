import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import pg from 'pg';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { openStream } from './support/events.js';
import { type Answer, expectProblem, send } from './support/http.js';
import { arrive, PASSWORD, type Person, signUp } from './support/person.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let locker: pg.Client;
beforeAll(async () => {
  database = await createDatabaseCopy();
  locker = new pg.Client(database.url);
  await locker.connect();
});
afterAll(async () => {
  await locker?.end();
  await database?.drop();
});

const metric = async (url: string, name: string): Promise<number> => {
  const { text } = await send(`${url}/metrics`);
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

describe('with two places to work and three to wait', () => {
  let backend: Backend;
  let ada: Person;
  let log: { msg: string; shed?: number }[];

  const start = async (maxWaitMs: number): Promise<void> => {
    // A backend of a test before this one may still write its last line, to the log of that test.
    const lines: typeof log = [];
    log = lines;
    const settings = { concurrent: 2, waiting: 3, maxWaitMs };
    backend = await startBackend(
      database.url,
      { LOG_LEVEL: 'info' },
      { loadShedding: settings, log: { write: (line) => void lines.push(JSON.parse(line)) } },
    );
    ada = await arrive(backend);
  };
  beforeEach(() => start(60_000));
  afterEach(async () => {
    await letGo();
    await backend.close();
  });

  /** Nobody reads or writes a task until `letGo`. */
  const hold = () => locker.query('BEGIN; LOCK TABLE tasks');
  const letGo = () => locker.query('ROLLBACK');
  const list = (): Promise<Answer> =>
    send(backend.url + ada.path('/tasks'), { headers: { authorization: `Bearer ${ada.token}` } });
  const lists = (count: number): Promise<Answer>[] => Array.from({ length: count }, list);
  const waiting = (count: number) =>
    expect.poll(() => metric(backend.url, 'http_requests_waiting')).toBe(count);
  /** So many have got as far as the database. */
  const atWork = (count: number) =>
    expect
      .poll(async () => {
        const { rowCount } = await locker.query(
          `SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid
           WHERE datname = current_database() AND relation = 'tasks'::regclass AND NOT granted`,
        );
        return rowCount;
      })
      .toBe(count);
  const statuses = async (answers: Promise<Answer>[]): Promise<number[]> =>
    (await Promise.all(answers)).map(({ status }) => status);
  /** A request whose client can go away. */
  const abortable = (): http.ClientRequest =>
    http
      .get(backend.url + ada.path('/tasks'), { headers: { authorization: `Bearer ${ada.token}` } })
      .on('error', () => undefined);

  it('answers the sixth request 503 at once, and all others when their turn comes', async () => {
    await hold();
    const held = lists(5);
    await waiting(3);
    const shed = await list();
    const { error } = expectProblem(shed, 503);
    expect(error).toBe('unavailable');
    expect(shed.headers['retry-after']).toBe('1');
    expect(shed.headers['x-request-id']).toEqual(expect.any(String));
    await letGo();
    expect(await statuses(held)).toEqual([200, 200, 200, 200, 200]);
    expect((await list()).status).toBe(200);
    expect(await metric(backend.url, 'http_requests_shed_total')).toBe(1);
  });

  it('answers its probes and /metrics all the same', async () => {
    await hold();
    const held = lists(5);
    await waiting(3);
    for (const path of ['/livez', '/metrics'])
      expect((await send(backend.url + path)).status, path).toBe(200);
    expect((await send(`${backend.url}/health`)).text).toContain('"service":"backend"');
    await letGo();
    await Promise.all(held);
  });

  it('writes one line when it begins to shed and one when it ends, with the count, none per request', async () => {
    await hold();
    const held = lists(5);
    await waiting(3);
    expect(await statuses(lists(10))).toEqual(Array(10).fill(503));
    await expect.poll(() => log.map(({ msg }) => msg)).toContain('load shedding ended');
    const told = log.filter(({ msg }) => msg.startsWith('load shedding') || msg === 'request');
    expect(told).toMatchObject([
      { level: 40, msg: 'load shedding began' },
      { level: 30, msg: 'load shedding ended', shed: 10 },
    ]);
    await letGo();
    await Promise.all(held);
  });

  it('sends away who has waited too long', async () => {
    await backend.close();
    await start(50);
    await hold();
    const held = lists(3);
    const first = await Promise.race(held);
    expectProblem(first, 503);
    expect(first.headers['retry-after']).toBe('1');
    expect(first.milliseconds).toBeGreaterThanOrEqual(49);
    await waiting(0);
    await letGo();
    expect((await statuses(held)).sort()).toEqual([200, 200, 503]);
    expect((await list()).status).toBe(200);
  });

  it('gives the places of clients that went away to others', async () => {
    await hold();
    const [worked, workedToo] = [abortable(), abortable()];
    await atWork(2);
    const waited = [abortable(), abortable(), abortable()];
    await waiting(3);
    for (const gone of waited) gone.destroy();
    await waiting(0);
    const held = lists(3);
    await waiting(3);
    worked.destroy();
    workedToo.destroy();
    await waiting(1);
    await letGo();
    expect(await statuses(held)).toEqual([200, 200, 200]);
    expect(await statuses(lists(5))).toEqual([200, 200, 200, 200, 200]);
  });

  it('keeps no place for open event streams, nor for a body that is still on its way', async () => {
    const headers = { authorization: `Bearer ${ada.token}` };
    const after = (await list()).headers['x-event-id'];
    const streams = [];
    for (let count = 0; count < 5; count += 1)
      streams.push(await openStream(backend.url + ada.path(`/events?after=${after}`), headers));
    const sockets = [];
    for (let count = 0; count < 5; count += 1) {
      const socket = net.connect(backend.port, '127.0.0.1').setEncoding('utf8');
      socket.write(
        `POST ${ada.path('/tasks')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 13\r\nExpect: 100-continue\r\n\r\n',
      );
      // It has been heard.
      await once(socket, 'data');
      sockets.push(socket);
    }
    expect((await list()).status).toBe(200);
    for (const socket of sockets) {
      socket.write('{"title":"x"}');
      expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 201 /);
      socket.destroy();
    }
    for (const stream of streams) expect((await stream.atLeast(5)).length).toBe(5);
    for (const stream of streams) stream.close();
  });

  it('keeps no place for people who sign in, who have a queue of their own', async () => {
    const grace = await signUp(backend.url);
    await hold();
    const held = lists(2);
    await atWork(2);
    await request(backend.url)
      .post('/api/auth/login')
      .send({ email: grace.user.email, password: PASSWORD })
      .expect(200);
    await letGo();
    expect(await statuses(held)).toEqual([200, 200]);
  });
});
