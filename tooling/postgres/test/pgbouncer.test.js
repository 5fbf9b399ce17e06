import { waitUntil } from '@todo/processes';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findPgBouncer } from '../find-pgbouncer.js';
import { startPgBouncer, startTestServer } from '../pgbouncer.js';
import { createTestDatabase } from '../postgres.js';

const program = findPgBouncer(process.env) ?? '';
const why = 'there is no PgBouncer: install it, or name the program in TEST_PGBOUNCER';

/** @param {string} connectionString */
async function connect(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** @param {pg.Client} client @returns {Promise<number>} */
const serverOf = async (client) => (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;

test.runIf(process.env.CI === 'true')('there is a PgBouncer', () => {
  expect(program, why).not.toBe('');
});

describe.skipIf(program === '')(program === '' ? why : 'PgBouncer', () => {
  /** @type {import('../pgbouncer.js').PgBouncer} */
  let pooler;
  beforeAll(async () => {
    pooler = await startPgBouncer(program, inject('postgresUrl'));
  });
  afterAll(() => pooler?.stop());

  test('gives one connection of the server to one client after the other, and another one in a transaction', async () => {
    const database = await createTestDatabase(inject('postgresUrl'), { poolerUrl: pooler.url });
    const [one, other] = await Promise.all([connect(database.url), connect(database.url)]);
    expect(await serverOf(one)).toBe(await serverOf(other));
    await one.query('BEGIN');
    const held = await serverOf(one);
    expect(await serverOf(other)).not.toBe(held);
    expect(await serverOf(one)).toBe(held);
    await Promise.all([one.end(), other.end()]);
    const direct = await connect(database.directUrl);
    expect(await serverOf(direct)).not.toBe(held);
    await direct.end();
    await database.drop();
  });

  test('refuses what a session would have to keep', async () => {
    const url = new URL(pooler.url);
    url.searchParams.set('options', '-c search_path=other');
    await expect(connect(url.href)).rejects.toThrow('unsupported startup parameter');
  });

  test('is there again when its server is', async () => {
    const { server, url, remove } = await startTestServer(program);
    const one = async () => {
      const client = await connect(url);
      return client.query('SELECT 1 AS one').finally(() => client.end());
    };
    await one();
    await server.stop();
    await server.start();
    const isBack = () =>
      one().then(
        () => true,
        () => false,
      );
    expect(await waitUntil(isBack, 3000)).toBe(true);
    await remove();
  });

  test('says why it did not start', async () => {
    await expect(startPgBouncer('/bin/false', inject('postgresUrl'))).rejects.toThrow(
      'PgBouncer did not start',
    );
  });
});
