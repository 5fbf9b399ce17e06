import { importTask } from '@todo/contracts';
import { createTestDatabase } from '@todo/postgres';
import { startTestServer } from '@todo/postgres/pgbouncer';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type Database, inTransaction } from '../src/database.js';
import { createEventFeed, type EventFeed, type EventFeedDeps, type FeedItem } from '../src/event-feed.js';
import { migrate } from '../src/migrate.js';
import { createTasks, type Tasks } from '../src/tasks.js';
import { isUnavailable } from '../src/unavailable.js';
import { add, addUser, openTestDatabase, silent } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  open = await openTestDatabase();
});
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});
afterAll(() => open.close());

interface Replica {
  database: Database;
  feed: EventFeed;
  tasks: Tasks;
}

/** A process of its own in all that matters here: its own pool, its own feed. */
const startReplica = (url: string, deps: Partial<EventFeedDeps> = {}): Replica => {
  const database = createDatabase({ connectionString: url, max: 4, log: silent });
  const feed = createEventFeed({
    database,
    listenConnectionString: open.directUrl,
    log: silent,
    probeTimeoutMs: 300,
    retryMs: 50,
    ...deps,
  });
  feed.start();
  cleanUp.push(async () => {
    await feed.close();
    await database.end();
  });
  return { database, feed, tasks: createTasks({ database, onCommitted: feed.notify }) };
};

/** What a client does: takes items until it has enough, then hangs up. */
const take = async (
  feed: EventFeed,
  userId: string,
  after: number | null,
  count: number,
): Promise<FeedItem[]> => {
  const items: FeedItem[] = [];
  const hangUp = new AbortController();
  for await (const item of feed.subscribe(userId, after, hangUp.signal)) {
    items.push(item);
    if (items.length === count) hangUp.abort();
  }
  return items;
};

const lines = (items: FeedItem[]): string[] =>
  items.map((item) =>
    item.kind === 'reset' ? `${item.id} reset` : `${item.id} ${item.event.op} ${item.event.task_id}`,
  );

const listening = (feed: EventFeed): Promise<void> =>
  expect.poll(feed.mode, { timeout: 5_000 }).toBe('listen');

describe.each([
  ['listening', {}],
  ['polling', { listenConnectionString: undefined, pollIntervalMs: 50 }],
] satisfies [string, Partial<EventFeedDeps>][])('%s', (mode, deps) => {
  test('what one replica changes, a reader at another sees, with the task as it is', async () => {
    // With polling out of the picture, only LISTEN can bring it.
    const slowPoll = mode === 'listening' ? { pollIntervalMs: 60_000 } : {};
    const [one, other] = [startReplica(open.url, deps), startReplica(open.url, { ...deps, ...slowPoll })];
    if (mode === 'listening') await listening(other.feed);
    const actor = await addUser(open.database);
    const reading = take(other.feed, actor.userId, 0, 3);
    await add(one.tasks, actor, 'a');
    await one.tasks.toggle(actor, 1);
    await one.tasks.remove(actor, 1);
    const items = await reading;
    expect(lines(items)).toEqual(['1 created 1', '2 completed 1', '3 deleted 1']);
    expect(items.at(-1)).toMatchObject({ event: { version: 3, task: null } });
    expect(other.feed.mode()).toBe(mode === 'listening' ? 'listen' : 'poll');
  });

  test('two replicas write at full speed, a reader that reconnects all the time misses and repeats nothing', async () => {
    const [one, other] = [startReplica(open.url, deps), startReplica(open.url, deps)];
    const actor = await addUser(open.database);
    const each = 150;
    const write = async ({ tasks }: Replica): Promise<void> => {
      await Promise.all(
        Array.from({ length: 3 }, async () => {
          for (let count = 0; count < each / 3; count += 1) await add(tasks, actor, 'a');
        }),
      );
    };
    const reading = (async () => {
      const seen: FeedItem[] = [];
      for (let turn = 0; seen.length < 2 * each; turn += 1) {
        const { feed } = turn % 2 === 0 ? one : other;
        const wanted = Math.min(1 + (turn % 5), 2 * each - seen.length);
        seen.push(...(await take(feed, actor.userId, seen.at(-1)?.id ?? 0, wanted)));
      }
      return seen;
    })();
    await Promise.all([write(one), write(other)]);
    const ids = (await reading).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 2 * each }, (_, index) => index + 1));
  });
});

test('with one global sequence such a reader would miss what commits late', async () => {
  await open.database.query('CREATE TABLE sequenced (id bigserial PRIMARY KEY)');
  const [slow, quick] = [new pg.Client(open.url), new pg.Client(open.url)];
  await Promise.all([slow.connect(), quick.connect()]);
  const readAfter = async (last: number): Promise<number[]> => {
    const { rows } = await open.database.query<{ id: number }>(
      'SELECT id FROM sequenced WHERE id > $1 ORDER BY id',
      [last],
    );
    return rows.map(({ id }) => id);
  };
  await slow.query('BEGIN; INSERT INTO sequenced DEFAULT VALUES');
  await quick.query('INSERT INTO sequenced DEFAULT VALUES');
  const seen = await readAfter(0);
  await slow.query('COMMIT');
  seen.push(...(await readAfter(seen.at(-1) ?? 0)));
  expect(seen).toEqual([2]);

  // The same with our counters: the second waits for the first, and its number comes after.
  const actor = await addUser(open.database);
  const { feed, tasks } = startReplica(open.url);
  await slow.query('BEGIN');
  const slowTasks = createTasks({
    database: Object.assign(Object.create(open.database), { query: slow.query.bind(slow) }),
  });
  await add(slowTasks, actor, 'slow');
  const second = add(tasks, actor, 'quick');
  await expect
    .poll(async () => (await open.database.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
    .toBe(1);
  await slow.query('COMMIT');
  expect(await second).toMatchObject({ id: 2 });
  expect(lines(await take(feed, actor.userId, 0, 2))).toEqual(['1 created 1', '2 created 2']);
  await Promise.all([slow.end(), quick.end()]);
});

describe('where a stream begins', () => {
  test('null is now', async () => {
    const { feed, tasks } = startReplica(open.url);
    const actor = await addUser(open.database);
    await add(tasks, actor, 'before');
    const stream = feed.subscribe(actor.userId, null, AbortSignal.timeout(10_000));
    const next = stream.next();
    // Whatever is added before its first read is not for it, so some are added until it has one.
    await expect
      .poll(async () => {
        await add(tasks, actor, 'after');
        return Promise.race([next, null]);
      })
      .not.toBeNull();
    expect(await next).toMatchObject({ value: { event: { op: 'created', task: { title: 'after' } } } });
    await stream.return();
  });

  test('a number that was swept, or that never was, gets one reset and goes on from there', async () => {
    const { feed, tasks } = startReplica(open.url);
    const actor = await addUser(open.database);
    for (const title of ['a', 'b', 'c', 'd']) await add(tasks, actor, title);
    await open.database.query('DELETE FROM events WHERE user_id = $1 AND id <= 2', [actor.userId]);
    for (const after of [0, 1, 99, Number.MAX_SAFE_INTEGER]) {
      const stream = feed.subscribe(actor.userId, after, AbortSignal.timeout(10_000));
      const { value: reset } = await stream.next();
      const { id } = await add(tasks, actor, 'next');
      const { value: next } = await stream.next();
      expect(lines([reset, next].filter((item) => item !== undefined))).toEqual([
        `${id - 1} reset`,
        `${id} created ${id}`,
      ]);
      await stream.return();
    }
    expect(lines(await take(feed, actor.userId, 2, 1))).toEqual(['3 created 3']);
  });

  test('a number without a row in the middle is a reset at its place, after what came before', async () => {
    const { feed, tasks } = startReplica(open.url);
    const actor = await addUser(open.database);
    for (const title of ['a', 'b']) await add(tasks, actor, title);
    await tasks.import(actor, [importTask.parse({ title: 'c' })]);
    expect(lines(await take(feed, actor.userId, 0, 3))).toEqual(['1 created 1', '2 created 2', '3 reset']);
    await add(tasks, actor, 'd');
    expect(lines(await take(feed, actor.userId, 0, 3))).toEqual(['1 created 1', '2 created 2', '4 reset']);
    expect(lines(await take(feed, actor.userId, 3, 1))).toEqual(['4 created 4']);
  });

  test('a long absence is caught up in batches', async () => {
    const { feed, tasks } = startReplica(open.url);
    const actor = await addUser(open.database);
    await add(tasks, actor, 'a');
    for (let count = 0; count < 450; count += 1) await tasks.toggle(actor, 1);
    const items = await take(feed, actor.userId, 0, 451);
    expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 451 }, (_, index) => index + 1));
  });
});

describe('where a stream ends', () => {
  test('when the feed closes, when the client leaves, and when the account is gone', async () => {
    const { feed } = startReplica(open.url, { pollIntervalMs: 50 });
    const [one, two, three] = [
      await addUser(open.database),
      await addUser(open.database),
      await addUser(open.database),
    ];
    const leave = new AbortController();
    const end = { done: true, value: undefined };
    const left = feed.subscribe(one.userId, 0, leave.signal).next();
    leave.abort();
    expect(await left).toEqual(end);
    const deleted = feed.subscribe(two.userId, 0, AbortSignal.timeout(10_000)).next();
    await open.database.query('DELETE FROM users WHERE id = $1', [two.userId]);
    expect(await deleted).toEqual(end);
    const closed = feed.subscribe(three.userId, 0, AbortSignal.timeout(10_000)).next();
    await feed.close();
    expect(await closed).toEqual(end);
    expect(await feed.subscribe(one.userId, 0, AbortSignal.timeout(10_000)).next()).toEqual(end);
  });
});

describe('when something breaks', () => {
  /** Behind a pooler, which accepts LISTEN and stays silent; as another database is, of whose events nothing is heard. */
  const deafUrl = async (): Promise<string> => {
    if (inject('poolerUrl') !== '') return open.url;
    const elsewhere = await createTestDatabase(inject('postgresUrl'));
    cleanUp.push(() => elsewhere.drop());
    return elsewhere.url;
  };

  test('a connection that is deaf, as behind a pooler, leaves polling', async () => {
    const warnings: string[] = [];
    const { feed, tasks } = startReplica(open.url, {
      listenConnectionString: await deafUrl(),
      pollIntervalMs: 50,
      log: { ...silent, warn: (_details, message) => warnings.push(message) },
    });
    await expect
      .poll(() => warnings, { timeout: 5_000 })
      .toContain('LISTEN does not work here: live events arrive by polling');
    expect(feed.mode()).toBe('poll');
    const actor = await addUser(open.database);
    const reading = take(feed, actor.userId, 0, 1);
    await createTasks({ database: open.database }).create(actor, {
      title: 'a',
      description: '',
      priority: null,
      tags: [],
    });
    expect(lines(await reading)).toEqual(['1 created 1']);
    expect(tasks).toBeDefined();
  });

  test.skipIf(inject('poolerUrl') === '')(
    'a pooler that is deaf is asked once, and keeps nothing of it',
    async () => {
      const said: string[] = [];
      const { database, feed } = startReplica(open.url, {
        listenConnectionString: open.url,
        log: { ...silent, warn: (_details, message) => said.push(message) },
      });
      await expect.poll(() => said, { timeout: 5_000 }).toHaveLength(1);
      // Each connection of the pooler at once, so that every one of them is asked.
      const channels = await Promise.all(
        Array.from({ length: 4 }, () =>
          inTransaction(database, (client) =>
            client.query<{ channel: string }>('SELECT pg_listening_channels() AS channel, pg_sleep(0.1)'),
          ),
        ),
      );
      expect(channels.flatMap(({ rows }) => rows)).toEqual([]);
      expect(feed.mode()).toBe('poll');
    },
  );

  test('the listener killed: it listens again, and nothing is lost', async () => {
    const [one, other] = [startReplica(open.url), startReplica(open.url)];
    await listening(one.feed);
    await listening(other.feed);
    const actor = await addUser(open.database);
    const reading = take(other.feed, actor.userId, 0, 2);
    await add(one.tasks, actor, 'a');
    await open.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'todo-events' AND datname = current_database()`,
    );
    await expect.poll(other.feed.mode).toBe('poll');
    await add(one.tasks, actor, 'b');
    expect(lines(await reading)).toEqual(['1 created 1', '2 created 2']);
    await listening(other.feed);
  });

  test('the database restarts under load: only refusals that say so, then all goes on by itself within 3 s', async () => {
    const { server, url, remove } = await startTestServer(inject('pgbouncer'));
    cleanUp.push(remove);
    await migrate({ connectionString: url });
    const { database, feed, tasks } = startReplica(url, {
      listenConnectionString: server.url,
      pollIntervalMs: 200,
    });
    const actor = await addUser(database);
    await listening(feed);
    const created: number[] = [];
    const failures: unknown[] = [];
    const stop = new AbortController();
    const writing = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!stop.signal.aborted) {
          try {
            created.push((await add(tasks, actor, 'a')).id);
          } catch (error) {
            failures.push(error);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      }),
    );
    const hangUp = new AbortController();
    const seen: FeedItem[] = [];
    const reading = (async () => {
      for await (const item of feed.subscribe(actor.userId, 0, hangUp.signal)) seen.push(item);
    })();
    await expect.poll(() => created.length).toBeGreaterThan(20);
    await server.stop();
    await expect.poll(() => failures.length, { timeout: 10_000 }).toBeGreaterThan(4);
    await server.start();
    const back = Date.now();
    const before = created.length;
    await expect.poll(() => created.length, { timeout: 3_000 }).toBeGreaterThan(before + 20);
    await expect.poll(() => seen.length, { timeout: 3_000 }).toBeGreaterThan(before + 10);
    expect(Date.now() - back).toBeLessThan(3_000);
    stop.abort();
    await writing;
    expect(failures.filter((error) => !isUnavailable(error))).toEqual([]);
    const { rows } = await database.query<{ last: number }>(
      'SELECT last_event_id AS last FROM user_counters',
    );
    await expect.poll(() => seen.at(-1)?.id).toBe(rows[0]?.last);
    expect(seen.map(({ id }) => id)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.every(({ kind }) => kind === 'task')).toBe(true);
    // What was answered is there; what was refused may be, when only its answer was lost.
    expect(seen.length).toBeGreaterThanOrEqual(created.length);
    await listening(feed);
    hangUp.abort();
    await reading;
  });
});
