import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, startProcess, waitUntil } from '@todo/processes';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createTestDatabase, ensureDatabase, startPostgres } from '../postgres.js';

/** @type {(() => Promise<unknown>)[]} */
const cleanUps = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** @param {string} url @param {string} sql @returns {Promise<any>} */
async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('the server of a run', () => {
  test('is PostgreSQL 18 with UTF-8, UTC, full Unicode case mapping and the ICU root collation', async () => {
    const row = await query(
      inject('postgresUrl'),
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_encoding') AS encoding,
       current_setting('TimeZone') AS zone, lower('ÄΩ') AS lower,
       (SELECT string_agg(x, '' ORDER BY x COLLATE "und-x-icu") FROM unnest(ARRAY['b', 'Ä', 'a', 'C']) x) AS sorted`,
    );
    expect(row).toEqual({ major: 18, encoding: 'UTF8', zone: 'UTC', lower: 'äω', sorted: 'aÄbC' });
  });

  test('refuses a wrong password', async () => {
    const url = new URL(inject('postgresUrl'));
    url.password = 'wrong';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });
});

describe("a server of one's own", () => {
  /** @type {import('../postgres.js').PostgresServer} */
  let server;
  beforeAll(async () => {
    server = await startPostgres({ durable: false });
    await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS answer');
  });
  afterAll(() => server.remove());

  const expectKept = async () =>
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual({ answer: 7 });

  test('keeps its data and its port when it is stopped and started', async () => {
    const url = await ensureDatabase(server.url, 'product');
    await server.stop();
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(await ensureDatabase(server.url, 'product')).toBe(url);
    await expectKept();
  });

  test('recovers what was committed when it was killed', async () => {
    await query(server.url, 'CREATE TABLE last AS SELECT 8 AS answer');
    await server.kill();
    await server.start();
    await expectKept();
    expect(await query(server.url, 'SELECT answer FROM last')).toEqual({ answer: 8 });
  });

  test('recovers when only its first process was killed and an orphan holds its memory', async () => {
    const client = new pg.Client({ connectionString: server.url, application_name: 'orphan' });
    client.on('error', () => {});
    await client.connect();
    // Busy for half a second or more: an idle connection would end at once.
    const busy = client.query('SELECT count(*) FROM generate_series(1, 5000000)').catch(() => {});
    const active = "SELECT FROM pg_stat_activity WHERE application_name = 'orphan' AND state = 'active'";
    await waitUntil(async () => (await query(server.url, active)) !== undefined, 5000);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    await server.start();
    await expectKept();
    await busy;
  });

  test('starts where a killed one left its lock and another process has got its pid', async () => {
    await server.stop();
    await writeFile(join(server.dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n`);
    await server.start();
    await expectKept();
  });

  test('says why it did not start', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'todo-postgres-test-'));
    cleanUps.push(() => rm(dataDir, { recursive: true }));
    await expect(startPostgres({ dataDir, port: server.port, durable: false })).rejects.toThrow(
      /Address already in use/,
    );
  });
});

describe('a throwaway server', () => {
  test('deletes its folder when it is removed', async () => {
    const server = await startPostgres({ durable: false });
    await server.remove();
    await expect(stat(server.dataDir)).rejects.toThrow('ENOENT');
  });

  test('ends with the process that started it, even by SIGKILL, and the folder can be used at once', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'todo-postgres-test-'));
    cleanUps.push(() => rm(dataDir, { recursive: true }));
    const script = `
      import { startPostgres } from ${JSON.stringify(new URL('../postgres.js', import.meta.url).href)};
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
      process.kill(process.pid, 'SIGKILL');`;
    const holder = await startProcess({
      command: process.execPath,
      args: ['--input-type=module', '--eval', script],
      output: join(tmpdir(), 'todo-postgres-test.log'),
    });
    expect((await holder.exited).signal).toBe('SIGKILL');
    const server = await startPostgres({ dataDir, durable: false });
    cleanUps.push(() => server.stop());
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
    await server.stop();
    expect(isAlive(server.leashPid)).toBe(false);
  });
});

describe('a test database', () => {
  test('is a copy of its template, and gone once dropped, open connections or not', async () => {
    const admin = inject('postgresUrl');
    const template = await createTestDatabase(admin);
    await query(template.url, 'CREATE TABLE copied AS SELECT 7 AS answer');
    const copy = await createTestDatabase(admin, { template: new URL(template.url).pathname.slice(1) });
    const client = new pg.Client({ connectionString: copy.url });
    const closed = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    expect((await client.query('SELECT answer FROM copied')).rows).toEqual([{ answer: 7 }]);
    await copy.drop();
    await closed;
    await template.drop();
    await expect(query(copy.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});

describe.runIf(process.getuid?.() === 0)('as root, in a folder that is closed to others', () => {
  test('the data lies elsewhere, behind a link, and is found again; deleting the link forgets it', async () => {
    const home = await mkdtemp(join(tmpdir(), 'todo-closed-'));
    cleanUps.push(() => rm(home, { recursive: true }));
    await chmod(home, 0o700);
    const dataDir = join(home, 'clone', '.data', 'postgres');
    await mkdir(join(home, 'clone'));
    /** @type {string[]} */
    const lines = [];
    const server = await startPostgres({ dataDir, durable: false, log: (line) => lines.push(line) });
    cleanUps.push(() => server.remove());
    expect(server.dataDir).toMatch(/^\/var\/lib\/todo-postgres\/data-/);
    expect(lines.join('\n')).toContain(server.dataDir);
    await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    await server.stop();
    const again = await startPostgres({ dataDir, durable: false });
    cleanUps.push(() => again.remove());
    expect(again.dataDir).toBe(server.dataDir);
    expect(await query(again.url, 'SELECT answer FROM kept')).toEqual({ answer: 7 });
    await again.remove();
    expect(await readdir(join(home, 'clone', '.data'))).toEqual([]);
    expect(await waitUntil(() => !isAlive(again.leashPid), 5000)).toBe(true);
  });
});
