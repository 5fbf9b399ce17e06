import { readdirSync } from 'node:fs';
import { LIMITS } from '@todo/contracts';
import { createTestDatabase } from '@todo/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrate } from '../src/migrate.js';
import type { Actor } from '../src/task-writes.js';
import { addUser, openTestDatabase } from './support.js';

const MIGRATIONS = readdirSync(new URL('../migrations', import.meta.url))
  .map((file) => file.replace('.sql', ''))
  .sort();

const emptyDatabase = () => createTestDatabase(inject('postgresUrl'), { poolerUrl: inject('poolerUrl') });

describe('migrations', () => {
  test('three processes at once on an empty database, then once more', async () => {
    const { url, drop } = await emptyDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => migrate({ connectionString: url })));
    expect(runs.map((names) => names.length).sort()).toEqual([0, 0, MIGRATIONS.length]);
    expect(runs.flat()).toEqual(MIGRATIONS);
    expect(await migrate({ connectionString: url })).toEqual([]);
    await drop();
  });

  test('one that fails leaves nothing behind', async () => {
    const { url, drop } = await emptyDatabase();
    const client = new pg.Client(url);
    await client.connect();
    await client.query('CREATE TABLE changes ()');
    await expect(migrate({ connectionString: url })).rejects.toThrow('already exists');
    const { rows } = await client.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(rows).toEqual([{ table_name: 'changes' }]);
    await client.query('DROP TABLE changes');
    expect(await migrate({ connectionString: url })).toHaveLength(MIGRATIONS.length);
    await client.end();
    await drop();
  });

  test('a database that is not there is an error, after the wait; the log says where it is looked for, without the password', async () => {
    const said: string[] = [];
    const say = (details: object, message: string) => void said.push(JSON.stringify({ ...details, message }));
    const log = { info: say, warn: say, error: say };
    const started = Date.now();
    await expect(
      migrate({ connectionString: 'postgres://nobody:hunter2@127.0.0.1:1/none', waitMs: 600, log }),
    ).rejects.toThrow('ECONNREFUSED');
    expect(Date.now() - started).toBeGreaterThan(300);
    // Once, although it was tried more often.
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('"host":"127.0.0.1","port":1,"reason":"connect ECONNREFUSED 127.0.0.1:1"');
    expect(said[0]).not.toContain('hunter2');
  });
});

describe('constraints are the limits of the contract', () => {
  let open: Awaited<ReturnType<typeof openTestDatabase>>;
  let actor: Actor;
  beforeAll(async () => {
    open = await openTestDatabase(2);
    actor = await addUser(open.database);
  });
  afterAll(() => open.close());

  const insert = async (columns: Record<string, unknown>): Promise<string> => {
    const row: Record<string, unknown> = {
      title: 'a title',
      description: '',
      tags: [],
      ...columns,
    };
    const names = Object.keys(row);
    try {
      await open.database.query(
        `WITH counter AS (
           UPDATE user_counters SET last_task_id = last_task_id + 1 WHERE user_id = $1 RETURNING last_task_id
         )
         INSERT INTO tasks (user_id, id, created_at, updated_at, tag_keys, ${names.join(', ')})
         SELECT $1, last_task_id, now(), now(), $2, ${names.map((_, index) => `$${index + 3}`).join(', ')} FROM counter`,
        [actor.userId, row.tags, ...Object.values(row)],
      );
      return 'accepted';
    } catch (error) {
      return error instanceof pg.DatabaseError ? String(error.constraint) : 'another error';
    }
  };
  const letters = (count: number): string => '𝒳'.repeat(count);

  test.each([
    ['title', letters(LIMITS.title.max), 'accepted'],
    ['title', letters(LIMITS.title.max + 1), 'tasks_title_length'],
    ['title', letters(LIMITS.title.min - 1), 'tasks_title_length'],
    ['description', letters(LIMITS.description.max), 'accepted'],
    ['description', letters(LIMITS.description.max + 1), 'tasks_description_length'],
    ['tags', Array.from({ length: LIMITS.tags.max }, (_, index) => `${index}`), 'accepted'],
    ['tags', Array.from({ length: LIMITS.tags.max + 1 }, (_, index) => `${index}`), 'tasks_tags_fit'],
    ['tags', [letters(LIMITS.tag.max)], 'accepted'],
    ['tags', [letters(LIMITS.tag.max + 1)], 'tasks_tags_fit'],
    ['tags', [letters(LIMITS.tag.min - 1)], 'tasks_tags_fit'],
    ['due_on', LIMITS.due.min, 'accepted'],
    ['due_on', LIMITS.due.max, 'accepted'],
    ['due_on', '1899-12-31', 'tasks_due_range'],
    ['due_on', '3000-01-01', 'tasks_due_range'],
    ['priority', 'high', 'accepted'],
    ['priority', 'urgent', 'tasks_priority_known'],
    ['due_time', '10:00', 'tasks_due_complete'],
    ['completed', true, 'tasks_completed_at'],
  ])('%s %#', async (column, value, expected) => {
    expect(await insert({ [column]: value })).toBe(expected);
  });

  test('every user has counters, and every foreign key an index', async () => {
    const { rows } = await open.database.query(
      `SELECT conrelid::regclass::text AS table_name FROM pg_constraint WHERE contype = 'f' AND NOT EXISTS (
         SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1])`,
    );
    expect(rows).toEqual([]);
    const counters = await open.database.query('SELECT last_event_id FROM user_counters WHERE user_id = $1', [
      actor.userId,
    ]);
    expect(counters.rowCount).toBe(1);
  });
});
