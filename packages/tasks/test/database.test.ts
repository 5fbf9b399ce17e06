import { startTestServer } from '@todo/postgres/pgbouncer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type Database, inTransaction } from '../src/database.js';
import { isUnavailable } from '../src/unavailable.js';
import { openTestDatabase, silent } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  open = await openTestDatabase();
});
afterAll(() => open.close());

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The next statement works; behind a pooler, as soon as that has noticed. */
const backAgain = async (database: Database): Promise<void> => {
  if (inject('pgbouncer') === '') expect(await failure(database.query('SELECT 1'))).toBeUndefined();
  else await expect.poll(() => failure(database.query('SELECT 1')), { timeout: 3_000 }).toBeUndefined();
};

test('values come as the contract has them, in whatever zone the session is', async () => {
  const { database } = open;
  const select = `SELECT '2026-01-01T10:00:00.123456Z'::timestamptz AS instant, '2026-01-01'::date AS day,
    '10:30'::time(0) AS time, 9007199254740991::bigint AS big, '{}'::text[] AS none, '{"a,b",NULL}'::text[] AS some`;
  const expected = {
    instant: '2026-01-01T10:00:00.123456Z',
    day: '2026-01-01',
    time: '10:30',
    big: Number.MAX_SAFE_INTEGER,
    none: [],
    some: ['a,b', null],
  };
  expect((await database.query(select)).rows).toEqual([expected]);
  const client = await database.connect();
  await client.query(`SET TIME ZONE 'Asia/Kathmandu'`);
  expect((await client.query(select)).rows).toEqual([expected]);
  client.release(true);
});

describe('the database is unavailable, and that is said', () => {
  test('when a statement takes too long, and its connection is not used again', async () => {
    const database = createDatabase({
      connectionString: open.url,
      max: 1,
      statementTimeoutMs: 200,
      log: silent,
    });
    expect(isUnavailable(await failure(database.query('SELECT pg_sleep(5)')))).toBe(true);
    const slow = inTransaction(database, (client) => client.query('SELECT pg_sleep(5)'));
    expect(isUnavailable(await failure(slow))).toBe(true);
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await database.end();
  });

  test('when all connections are taken', async () => {
    const database = createDatabase({ connectionString: open.url, max: 1, log: silent });
    const taken = await database.connect();
    expect(isUnavailable(await failure(database.query('SELECT 1')))).toBe(true);
    taken.release();
    await database.end();
  });

  test('when the connection is killed in a transaction, also between two statements', async () => {
    const { database } = open;
    const killed = inTransaction(database, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const { rows: gone } = await database.query('SELECT pg_terminate_backend($1, 5000) AS gone', [
        rows[0]?.pid,
      ]);
      expect(gone).toEqual([{ gone: true }]);
      return client.query('SELECT 1');
    });
    expect(isUnavailable(await failure(killed))).toBe(true);
  });

  test('when the server is not there, hangs, or is there again', async () => {
    const { server, url, remove } = await startTestServer(inject('pgbouncer'));
    const database = createDatabase({ connectionString: url, statementTimeoutMs: 500, log: silent });
    await database.query('SELECT 1');
    await server.stop();
    expect(isUnavailable(await failure(database.query('SELECT 1')))).toBe(true);
    await server.start();
    await backAgain(database);
    const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const hung = [server.pid, rows[0]?.pid ?? 0];
    for (const pid of hung) process.kill(pid, 'SIGSTOP');
    // The open connection first, then a new one.
    expect(isUnavailable(await failure(database.query('SELECT 1')))).toBe(true);
    expect(isUnavailable(await failure(database.query('SELECT 1')))).toBe(true);
    for (const pid of hung) process.kill(pid, 'SIGCONT');
    await backAgain(database);
    await database.end();
    await remove();
  });

  test('and a mistake of ours is not taken for it', async () => {
    expect(isUnavailable(await failure(open.database.query('SELECT nonsense')))).toBe(false);
    expect(isUnavailable(new Error('anything'))).toBe(false);
    expect(isUnavailable('text')).toBe(false);
  });
});

test('a transaction that throws leaves nothing', async () => {
  const { database } = open;
  await database.query('CREATE TABLE kept (n integer)');
  await failure(
    inTransaction(database, async (client) => {
      await client.query('INSERT INTO kept VALUES (1)');
      throw new Error('no');
    }),
  );
  expect((await database.query('SELECT * FROM kept')).rows).toEqual([]);
});
