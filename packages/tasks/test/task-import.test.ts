import { type ImportTask, importTask } from '@todo/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Actor } from '../src/task-writes.js';
import { createTasks, type Tasks } from '../src/tasks.js';
import { add, addUser, listAll, openTestDatabase, query, refusal } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
const committed: string[] = [];
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database, onCommitted: (userId) => committed.push(userId) });
});
afterAll(() => open.close());

const file = (...inputs: z.input<typeof importTask>[]): ImportTask[] =>
  inputs.map((input) => importTask.parse(input));

const importInto = async (actor: Actor, content: readonly ImportTask[]) =>
  (await tasks.import(actor, content)).result;

/** Everything of a user, as an export has it. */
const exportOf = async ({ userId }: Actor) => {
  const found = [];
  for await (const piece of tasks.all(userId)) found.push(...piece);
  return found;
};

test('a task comes in as the file has it, with the next number, and its change is kept', async () => {
  const actor = await addUser(open.database, 'Europe/Vienna');
  await add(tasks, actor, 'mine');
  const content = file(
    { title: 'plain' },
    {
      title: 'full',
      description: 'two\nlines, "quoted" \\ {x}',
      priority: 'low',
      due_on: '2026-07-01',
      due_time: '09:00',
      tags: ['Home', 'a,b', '"q"', 'NULL', '{}', '\\'],
      completed: true,
      created_at: '2020-01-02T03:04:05.678901Z',
      completed_at: '2021-01-02T03:04:05+01:00',
    },
    { title: 'instant', due_at: '2026-01-01T23:30:00Z' },
  );
  expect(await importInto(actor, content)).toEqual({ added: 3, skipped: 0 });
  const found = await listAll(tasks, actor.userId, { sort: 'title' });
  expect(found).toMatchObject([
    {
      id: 3,
      title: 'full',
      description: 'two\nlines, "quoted" \\ {x}',
      priority: 'low',
      due_at: '2026-07-01T07:00:00Z',
      due_zone: 'Europe/Vienna',
      tags: ['Home', 'a,b', '"q"', 'NULL', '{}', '\\'],
      completed: true,
      created_at: '2020-01-02T03:04:05.678901Z',
      completed_at: '2021-01-02T02:04:05Z',
      version: 1,
    },
    { id: 4, title: 'instant', due_on: '2026-01-02', due_time: '00:30' },
    { id: 1, title: 'mine' },
    { id: 2, title: 'plain', description: '', due_on: null, tags: [], completed_at: null },
  ]);
  expect((await tasks.list(actor.userId, query({ q: 'lin' }))).tasks).toHaveLength(1);
  const { rows } = await open.database.query(
    'SELECT task_id, op, version_after FROM changes WHERE user_id = $1 ORDER BY task_id',
    [actor.userId],
  );
  expect(rows).toMatchObject([1, 2, 3, 4].map((task_id) => ({ task_id, op: 'created', version_after: 1 })));
  expect(await add(tasks, actor, 'next')).toMatchObject({ id: 5 });
});

test('the same file adds nothing a second time, whatever was done to its tasks, and those that say the same stay apart', async () => {
  const actor = await addUser(open.database);
  const content = file(
    { title: 'Milk' },
    { title: 'Milk' },
    { title: 'Milk', tags: ['home'] },
    { title: 'x' },
  );
  expect(await importInto(actor, content)).toEqual({ added: 4, skipped: 0 });
  await tasks.setCompleted(actor, 1, true);
  await tasks.update(actor, 2, { title: 'Oat milk' });
  await tasks.remove(actor, 3);
  committed.length = 0;
  expect(await importInto(actor, content)).toEqual({ added: 0, skipped: 4 });
  expect(committed).toEqual([]);
  await tasks.purge(actor, 3);
  expect(await importInto(actor, content)).toEqual({ added: 1, skipped: 3 });
  expect(await importInto(actor, file({ title: 'Milk' }, { title: 'Milk' }, { title: 'Milk' }))).toEqual({
    added: 1,
    skipped: 2,
  });
});

test('an export adds nothing where it is from but what is gone, and everything elsewhere, once', async () => {
  const [actor, other] = [await addUser(open.database), await addUser(open.database)];
  for (const title of ['a', 'b', 'c']) await add(tasks, actor, title);
  await add(tasks, actor, { title: 'd', due_on: '2026-07-01', due_time: '09:00', due_zone: 'Asia/Tokyo' });
  await tasks.remove(actor, 3);
  const content = file(...(await exportOf(actor)));
  expect(await importInto(actor, content)).toEqual({ added: 0, skipped: 4 });
  expect(await importInto(other, content)).toEqual({ added: 4, skipped: 0 });
  expect(await importInto(other, content)).toEqual({ added: 0, skipped: 4 });
  const copies = await exportOf(other);
  expect(copies.map(({ title, deleted_at }) => [title, deleted_at !== null])).toEqual([
    ['a', false],
    ['b', false],
    ['c', true],
    ['d', false],
  ]);
  expect(copies[3]).toMatchObject({ due_at: '2026-07-01T00:00:00Z', due_zone: 'Asia/Tokyo' });
  await tasks.purge(actor, 3);
  expect(await importInto(actor, content)).toEqual({ added: 1, skipped: 3 });
  expect(await importInto(actor, content)).toEqual({ added: 0, skipped: 4 });
});

test('times that lie ahead become now, and what was in the trash is there for all its days', async () => {
  const actor = await addUser(open.database);
  const content = file(
    { title: 'from tomorrow', created_at: '2999-01-01T00:00:00Z', completed: true, completed_at: null },
    { title: 'long gone', deleted_at: '2001-01-01T00:00:00Z' },
  );
  await importInto(actor, content);
  const [first, second] = await exportOf(actor);
  expect(first?.created_at).toBe(first?.updated_at);
  expect(first?.completed_at).toBe(first?.updated_at);
  expect(second?.deleted_at).toBe(second?.updated_at);
});

test('two imports of one file at once add it once; with a key the second is told what the first was', async () => {
  const actor = await addUser(open.database);
  const content = file(...Array.from({ length: 1_200 }, (_, index) => ({ title: `task ${index}` })));
  const both = await Promise.all([importInto(actor, content), importInto(actor, content)]);
  expect(both.map(({ added }) => added).sort()).toEqual([0, 1_200]);
  expect(await exportOf(actor)).toHaveLength(1_200);

  const other = await addUser(open.database);
  const idempotency = { route: 'import', key: 'k', fingerprint: 'f' };
  const run = () => tasks.import(other, content, idempotency);
  const answers = await Promise.all([run(), run()]);
  expect(answers.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
  expect(new Set(answers.map(({ result }) => result.added))).toEqual(new Set([1_200]));
  expect(await refusal(tasks.import(other, [], { ...idempotency, fingerprint: 'g' }))).toBe(
    'idempotency_key_reused',
  );
});

test('one event stands for all of it: a reader that stood before it is told to fetch again', async () => {
  const actor = await addUser(open.database);
  await add(tasks, actor, 'a');
  await importInto(actor, file(...Array.from({ length: 700 }, (_, index) => ({ title: `task ${index}` }))));
  await add(tasks, actor, 'b');
  const { rows } = await open.database.query<{ id: number }>(
    'SELECT id FROM events WHERE user_id = $1 ORDER BY id',
    [actor.userId],
  );
  expect(rows.map(({ id }) => id)).toEqual([1, 3]);
});

test('a due time that its zone does not have in range adds nothing of the file', async () => {
  const actor = await addUser(open.database);
  const content = file(
    { title: 'fine' },
    { title: 'beyond', due_at: '2999-12-31T23:30:00Z', due_zone: 'Asia/Tokyo' },
  );
  expect(await refusal(importInto(actor, content))).toBe('validation_failed');
  expect(await exportOf(actor)).toEqual([]);
});

test('everything is read in pieces, and only what is the user’s own', async () => {
  const [actor, other] = [await addUser(open.database), await addUser(open.database)];
  await importInto(actor, file(...Array.from({ length: 1_001 }, (_, index) => ({ title: `task ${index}` }))));
  await add(tasks, other, 'of another');
  const sizes: number[] = [];
  for await (const piece of tasks.all(actor.userId)) sizes.push(piece.length);
  expect(sizes).toEqual([500, 500, 1]);
  expect((await exportOf(actor)).map(({ id }) => id)).toEqual(Array.from({ length: 1_001 }, (_, i) => i + 1));
});
