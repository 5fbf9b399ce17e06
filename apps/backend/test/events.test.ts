import { type TaskEvent, taskEvent } from '@todo/contracts';
import pg from 'pg';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { type EventStream, openStream } from './support/events.js';
import { expectProblem, send } from './support/http.js';
import { arrive, type Person, person } from './support/person.js';
import { type BackendProcess, startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
const streams: EventStream[] = [];

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url, {}, { recheckMs: 100 });
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});

const open = async (
  who: Person,
  options: { url?: string; query?: string; headers?: Record<string, string> } = {},
): Promise<EventStream> => {
  const { url = backend.url, query = '', headers = {} } = options;
  const stream = await openStream(`${url}${who.path('/events')}${query}`, {
    authorization: `Bearer ${who.token}`,
    ...headers,
  });
  streams.push(stream);
  return stream;
};

const ids = (stream: EventStream): number[] => stream.events.map(({ id }) => Number(id));
const dataOf = (stream: EventStream, index: number): TaskEvent =>
  taskEvent.parse(JSON.parse(stream.events[index]?.data ?? ''));

describe('the event stream', () => {
  it('is one that proxies pass on at once', async () => {
    const stream = await open(await arrive(backend));
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      // Who comes back comes on a new connection: to another instance, when this one leaves.
      connection: 'close',
    });
  });

  it('tells what happens to a task, with the task as it is', async () => {
    const ada = await arrive(backend);
    const stream = await open(ada, { query: '?after=0' });
    await ada.add('milk');
    await ada.patch('/tasks/1', { title: 'oat milk' }).expect(200);
    await ada.patch('/tasks/1/complete', { completed: true }).expect(200);
    await ada.patch('/tasks/1/complete', { completed: false }).expect(200);
    await ada.delete('/tasks/1').expect(204);
    await ada.post('/tasks/1/restore').expect(200);
    await ada.delete('/tasks/1').expect(204);
    await ada.delete('/trash/1').expect(204);
    await stream.atLeast(8);
    expect(ids(stream)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const told = stream.events.map((_, index) => dataOf(stream, index));
    expect(told.map(({ op }) => op)).toEqual([
      'created',
      'updated',
      'completed',
      'reopened',
      'deleted',
      'restored',
      'deleted',
      'purged',
    ]);
    expect(told.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(told[7]?.task).toBeNull();
    expect(stream.events.every(({ event }) => event === 'task')).toBe(true);
  });

  it('goes on after X-Event-Id of a list, and after Last-Event-ID, which wins', async () => {
    const ada = await arrive(backend);
    await ada.add('before');
    const stood = (await ada.get('/tasks').expect(200)).headers['x-event-id'];
    await ada.add('between');
    const stream = await open(ada, { query: `?after=${stood}` });
    await stream.atLeast(1);
    expect(dataOf(stream, 0).task?.title).toBe('between');
    await ada.add('after');
    await stream.atLeast(2);
    expect(ids(stream)).toEqual([2, 3]);
    const resumed = await open(ada, { query: '?after=0', headers: { 'last-event-id': '2' } });
    await resumed.atLeast(1);
    expect(ids(resumed)).toEqual([3]);
  });

  it.each(['99', 'abc', '-1', '999999999999999999999', '1; DROP TABLE events'])(
    'says reset to Last-Event-ID %s, which was never given out, and goes on from there',
    async (lastId) => {
      const ada = await arrive(backend);
      await ada.add('one');
      await ada.add('two');
      const stream = await open(ada, { headers: { 'last-event-id': lastId } });
      await stream.atLeast(1);
      expect(stream.events[0]).toMatchObject({ event: 'reset', id: '2', data: '{"event_id":2}' });
      await ada.add('three');
      await stream.atLeast(2);
      expect(stream.events[1]).toMatchObject({ event: 'task', id: '3' });
    },
  );

  it('says reset when what was missed has been swept', async () => {
    const ada = await arrive(backend);
    for (const title of ['one', 'two', 'three']) await ada.add(title);
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    await pool.query('DELETE FROM events WHERE user_id = $1 AND id <= 2', [ada.user.id]);
    await pool.end();
    const stream = await open(ada, { headers: { 'last-event-id': '1' } });
    await stream.atLeast(1);
    expect(stream.events[0]).toMatchObject({ event: 'reset', id: '3' });
    const fresh = await open(ada, { headers: { 'last-event-id': '2' } });
    await fresh.atLeast(1);
    expect(fresh.events[0]).toMatchObject({ event: 'task', id: '3' });
  });

  it("tells nothing of other people's tasks", async () => {
    const [ada, bob] = [await arrive(backend), await arrive(backend)];
    const stream = await open(ada, { query: '?after=0' });
    await bob.add('of bob');
    await ada.add('of ada');
    await stream.atLeast(1);
    expect(dataOf(stream, 0).task?.title).toBe('of ada');
    const foreign = await send(`${backend.url}${bob.path('/events')}`, {
      headers: { authorization: `Bearer ${ada.token}` },
    });
    expectProblem(foreign, 403);
  });

  it('can be open twenty times by one person, and again when one has ended', async () => {
    const ada = await arrive(backend);
    const opened: EventStream[] = [];
    for (let count = 0; count < 20; count += 1) opened.push(await open(ada));
    const refused = await send(`${backend.url}${ada.path('/events')}`, {
      headers: { authorization: `Bearer ${ada.token}` },
    });
    expectProblem(refused, 429);
    expect(refused.headers['retry-after']).toBeDefined();
    expect((await open(await arrive(backend))).status).toBe(200);
    opened[0]?.close();
    await expect.poll(async () => (await open(ada)).status).toBe(200);
  });

  it.each(['after=-1', 'after=x', 'after=1.5', 'after=99999999999999999', 'after=1&after=2', 'since=1'])(
    'refuses ?%s',
    async (query) => {
      const ada = await arrive(backend);
      const answer = await send(`${backend.url}${ada.path('/events')}?${query}`, {
        headers: { authorization: `Bearer ${ada.token}` },
      });
      expectProblem(answer, 400);
    },
  );

  it('is not offered to HEAD, which would open it for nobody', async () => {
    const ada = await arrive(backend);
    const answer = await send(`${backend.url}${ada.path('/events')}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ada.token}` },
    });
    expect(answer.status).toBe(404);
  });

  it('ends when its session is ended, its access token expires or its account is gone', async () => {
    const ada = await arrive(backend);
    const stream = await open(ada);
    await ada.as(request(backend.url).post('/api/auth/logout')).expect(204);
    await stream.ended;
    expect(stream.events.at(-1)).toMatchObject({ event: 'end' });

    const bob = await arrive(backend);
    const { accessTokens } = backend.services;
    const token = accessTokens.mint({ userId: bob.user.id, scopes: ['tasks:read'] }, 'api');
    const byToken = await open(person(backend.url, bob.user, token, []));
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    await pool.query('DELETE FROM users WHERE id = $1', [bob.user.id]);
    await pool.end();
    await byToken.ended;
    expect(byToken.events.at(-1)).toMatchObject({ event: 'end' });
  });

  it('with a heartbeat, keeps nothing behind when its reader goes', async () => {
    const ada = await arrive(backend);
    for (let round = 0; round < 30; round += 1) (await open(ada)).close();
    await expect.poll(async () => (await open(ada)).status).toBe(200);
  });
});

describe('two processes on one database', () => {
  let one: BackendProcess;
  let two: BackendProcess;
  let ada: Person;

  beforeAll(async () => {
    const start = () => startBackendProcess(database.url, { DATABASE_DIRECT_URL: database.directUrl });
    [one, two] = await Promise.all([start(), start()]);
    await Promise.all([one, two].map((replica) => replica.line(/live events arrive by LISTEN/)));
  });
  afterAll(async () => {
    await Promise.all([one?.stop(), two?.stop()]);
  });

  const at = (who: Person, replica: BackendProcess): Person => person(replica.url, who.user, who.token, []);

  it('what one changes, a client of the other sees at once', async () => {
    ada = await arrive(backend);
    const stream = await open(ada, { url: two.url, query: '?after=0' });
    const latencies: number[] = [];
    for (let count = 1; count <= 9; count += 1) {
      await at(ada, one).add(`task ${count}`);
      const answered = performance.now();
      await stream.atLeast(count);
      latencies.push(performance.now() - answered);
    }
    // By polling it would be half a second on average.
    expect(latencies.sort((a, b) => a - b)[4]).toBeLessThan(250);
  });

  it('a client that reconnects misses nothing and sees nothing twice while both write at full speed', async () => {
    const bob = await arrive(backend);
    const total = 400;
    let written = 0;
    const writer = async (replica: BackendProcess): Promise<void> => {
      const there = at(bob, replica);
      while (written < total) {
        written += 1;
        await there.add('x');
      }
    };
    const writing = Promise.all([one, one, one, two, two, two].map(writer));

    const seen: number[] = [];
    const versions: string[] = [];
    for (let turn = 0; seen.length < total; turn += 1) {
      const url = turn % 2 === 0 ? one.url : two.url;
      const headers = seen.length === 0 ? {} : { 'last-event-id': String(seen.at(-1)) };
      const stream = await open(bob, { url, headers, query: seen.length === 0 ? '?after=0' : '' });
      await stream.atLeast(Math.min(1 + (turn % 17), total - seen.length));
      stream.close();
      for (const { id, event, data } of stream.events) {
        expect(event).toBe('task');
        seen.push(Number(id));
        const told = taskEvent.parse(JSON.parse(data));
        versions.push(`${told.task_id}:${told.version}`);
      }
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
    expect(new Set(versions).size).toBe(versions.length);
    expect(seen.length).toBeGreaterThanOrEqual(total);
  });

  it('one that stops says so on its streams, with a time to come back, and the client goes on at the other', async () => {
    const stream = await open(ada, { url: one.url, query: '?after=0' });
    await stream.atLeast(9);
    const exit = one.stop();
    await stream.ended;
    expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: `{"retry":${stream.retry}}` });
    expect(stream.retry).toBeGreaterThanOrEqual(1000);
    expect(stream.retry).toBeLessThanOrEqual(4000);
    expect((await exit).code).toBe(0);
    const last = stream.events.filter(({ event }) => event === 'task').at(-1)?.id ?? '';
    const resumed = await open(ada, { url: two.url, headers: { 'last-event-id': last } });
    await at(ada, two).add('later');
    await resumed.atLeast(1);
    expect(ids(resumed)).toEqual([10]);
  });
});
