import { taskPatch } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/task-writes.js';
import { createTasks, type Tasks } from '../src/tasks.js';
import { add, addUser, allDigits, openTestDatabase, query, refusal } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
const committed: string[] = [];
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database, onCommitted: (userId) => committed.push(userId) });
});
afterAll(() => open.close());

/** What the event stream of a user says happened. */
const eventsOf = async ({ userId }: Actor): Promise<string[]> => {
  const { rows } = await open.database.query<{ line: string }>(
    `SELECT format('%s %s %s v%s', id, op, task_id, version) AS line FROM events WHERE user_id = $1 ORDER BY id`,
    [userId],
  );
  return rows.map(({ line }) => line);
};

describe('one task', () => {
  test('a patch changes what it names, and nothing of the next task that is patched, whoever has it', async () => {
    const [one, other] = [await addUser(open.database), await addUser(open.database)];
    await add(tasks, one, 'mine');
    await add(tasks, other, 'theirs');
    await tasks.update(one, 1, taskPatch.parse({ title: 'renamed', priority: 'high', tags: ['secret'] }));
    const patched = await tasks.update(other, 1, taskPatch.parse({ description: 'words' }));
    expect(patched).toMatchObject({ title: 'theirs', description: 'words', priority: null, tags: [] });
    expect(await tasks.get(other.userId, 1)).toEqual(patched);

    const timed = { due_on: '2026-07-01', due_time: '09:00', due_zone: 'Europe/Vienna' };
    await add(tasks, one, { title: 'timed', ...timed });
    const renamed = await tasks.update(one, 2, taskPatch.parse({ title: 'still timed' }));
    expect(renamed).toMatchObject({ title: 'still timed', version: 2, ...timed });
  });

  test('numbers count per user from 1, and values come back as they went in', async () => {
    const [one, other] = [await addUser(open.database, 'Europe/Vienna'), await addUser(open.database)];
    await add(tasks, one, 'first');
    await add(tasks, other, 'of another');
    const task = await add(tasks, one, {
      title: ' Ünïcode "quoted" {braces}, 日本 ',
      description: 'two\nlines',
      priority: 'high',
      due_on: '2026-07-01',
      due_time: '09:00',
      tags: ['Home', 'home', 'a,b', '"q"', 'NULL', '{}', '\\'],
    });
    expect(task).toEqual({
      id: 2,
      user_id: one.userId,
      title: 'Ünïcode "quoted" {braces}, 日本',
      description: 'two\nlines',
      completed: false,
      priority: 'high',
      due_on: '2026-07-01',
      due_time: '09:00',
      due_zone: 'Europe/Vienna',
      due_at: '2026-07-01T07:00:00Z',
      tags: ['Home', 'a,b', '"q"', 'NULL', '{}', '\\'],
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/),
      updated_at: task.created_at,
      completed_at: null,
    });
    expect(await tasks.get(one.userId, 2)).toEqual(task);
    expect(await refusal(tasks.get(other.userId, 2))).toBe('not_found');
  });

  test('a patch sets what it names, null clears, the rest stays', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, {
      title: 'a',
      description: 'd',
      priority: 'low',
      tags: ['x'],
      due_on: '2026-07-01',
    });
    const patch = (input: unknown) => tasks.update(actor, 1, taskPatch.parse(input));
    expect(await patch({ title: 'b' })).toMatchObject({ title: 'b', description: 'd', version: 2 });
    expect(await patch({ description: null, tags: null, priority: null })).toMatchObject({
      description: '',
      tags: [],
      priority: null,
      due_on: '2026-07-01',
      version: 3,
    });
    expect(await patch({ due_time: '10:00' })).toMatchObject({ due_at: '2026-07-01T10:00:00Z', version: 4 });
    expect(await refusal(patch({ due_on: null, due_time: '11:00' }))).toBe('validation_failed');
    const done = await patch({ completed: true, title: 'c' });
    expect(done).toMatchObject({ completed: true, completed_at: done.updated_at, version: 5 });
    expect(await patch({ completed: false })).toMatchObject({ completed_at: null, version: 6 });
    expect(await eventsOf(actor)).toEqual([
      '1 created 1 v1',
      '2 updated 1 v2',
      '3 updated 1 v3',
      '4 updated 1 v4',
      '5 completed 1 v5',
      '6 reopened 1 v6',
    ]);
  });

  test('a replacement clears the description and leaves the rest', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, { title: 'a', description: 'd', priority: 'low', tags: ['x'] });
    expect(await tasks.replace(actor, 1, { title: 'b', description: '' })).toMatchObject({
      title: 'b',
      description: '',
      priority: 'low',
      tags: ['x'],
    });
  });

  test('a change that changes nothing makes no version and no event', async () => {
    const actor = await addUser(open.database);
    const task = await add(tasks, actor, {
      title: 'a',
      tags: ['x'],
      due_on: '2026-07-01',
      due_time: '10:00',
      due_zone: 'Europe/Vienna',
    });
    const before = committed.length;
    const { title, description, priority, due_on, due_time, due_zone, due_at, tags } = task;
    expect(await tasks.update(actor, 1, {})).toEqual(task);
    expect(
      await tasks.update(actor, 1, { title, description, priority, due_on, due_time, due_zone, tags }),
    ).toEqual(task);
    expect(await tasks.update(actor, 1, { due_at })).toEqual(task);
    expect(await tasks.replace(actor, 1, { title, description })).toEqual(task);
    expect(await tasks.setCompleted(actor, 1, false)).toEqual(task);
    expect(await tasks.restore(actor, 1)).toEqual(task);
    expect(committed.length).toBe(before);
    expect(await eventsOf(actor)).toEqual(['1 created 1 v1']);
    expect(await refusal(tasks.update(actor, 1, {}, [7]))).toBe('version_mismatch');
  });

  test('deleted, it is in the trash and nowhere else, until it is restored', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, 'kept');
    await add(tasks, actor, 'thrown away');
    const removed = await tasks.remove(actor, 2);
    expect(removed.version).toBe(2);
    expect((await tasks.list(actor.userId, query())).tasks.map(({ id }) => id)).toEqual([1]);
    for (const attempt of [
      () => tasks.get(actor.userId, 2),
      () => tasks.remove(actor, 2),
      () => tasks.toggle(actor, 2),
      () => tasks.update(actor, 2, { title: 'x' }),
    ])
      expect(await refusal(attempt())).toBe('not_found');
    const { tasks: trash, nextCursor, eventId } = await tasks.trash(actor.userId, { limit: 10 });
    expect(trash).toEqual([{ ...removed, deleted_at: removed.updated_at }]);
    expect({ nextCursor, eventId }).toEqual({ nextCursor: null, eventId: 3 });
    expect(await tasks.restore(actor, 2)).toMatchObject({ title: 'thrown away', version: 3 });
    expect(await tasks.get(actor.userId, 2)).toMatchObject({ version: 3 });
    expect(await eventsOf(actor)).toEqual([
      '1 created 1 v1',
      '2 created 2 v1',
      '3 deleted 2 v2',
      '4 restored 2 v3',
    ]);
  });

  test('purged, it is gone with the history of its changes, and its number is not given again', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, 'a');
    expect(await refusal(tasks.purge(actor, 1))).toBe('not_found');
    await tasks.remove(actor, 1);
    await tasks.purge(actor, 1);
    expect(await refusal(tasks.restore(actor, 1))).toBe('not_found');
    const { rowCount } = await open.database.query('SELECT FROM changes WHERE user_id = $1', [actor.userId]);
    expect(rowCount).toBe(0);
    expect(await add(tasks, actor, 'b')).toMatchObject({ id: 2 });
    expect(await eventsOf(actor)).toEqual([
      '1 created 1 v1',
      '2 deleted 1 v2',
      '3 purged 1 v3',
      '4 created 2 v1',
    ]);
  });

  test('the trash is listed in pages, deleted last first, and emptied with an event for each', async () => {
    const actor = await addUser(open.database);
    for (const title of ['a', 'b', 'c', 'kept']) await add(tasks, actor, title);
    for (const id of [2, 3, 1]) await tasks.remove(actor, id);
    const first = await tasks.trash(actor.userId, { limit: 2 });
    expect(first.tasks.map(({ id }) => id)).toEqual([1, 3]);
    const second = await tasks.trash(actor.userId, { limit: 2, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ tasks: [{ id: 2 }], nextCursor: null });
    expect(await tasks.emptyTrash(actor)).toBe(3);
    expect(await tasks.emptyTrash(actor)).toBe(0);
    expect((await eventsOf(actor)).slice(7)).toEqual(['8 purged 1 v3', '9 purged 2 v3', '10 purged 3 v3']);
    expect(await tasks.get(actor.userId, 4)).toMatchObject({ title: 'kept' });
  });

  test('a change keeps what it overwrote, and who made it', async () => {
    const actor: Actor = { ...(await addUser(open.database)), actor: 'assistant', turnId: 7 };
    await add(tasks, actor, { title: 'a', tags: ['x'] });
    await tasks.update(actor, 1, { title: 'b', tags: ['y'] });
    await tasks.toggle(actor, 1);
    const { rows } = await open.database.query(
      `SELECT turn_id, actor, op, before, version_before, version_after FROM changes WHERE user_id = $1 ORDER BY id`,
      [actor.userId],
    );
    const made = { turn_id: 7, actor: 'assistant' };
    expect(rows).toEqual([
      { ...made, op: 'created', before: null, version_before: null, version_after: 1 },
      { ...made, op: 'updated', before: { title: 'a', tags: ['x'] }, version_before: 1, version_after: 2 },
      {
        ...made,
        op: 'completed',
        before: { completed: false, completed_at: null },
        version_before: 2,
        version_after: 3,
      },
    ]);
  });

  test('nothing can be written for an account that is gone', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, { title: 'a', due_on: '2026-07-01', due_time: '10:00' });
    await open.database.query('DELETE FROM users WHERE id = $1', [actor.userId]);
    for (const attempt of [
      () => add(tasks, actor, 'b'),
      () => tasks.toggle(actor, 1),
      () => tasks.purge(actor, 1),
      () => tasks.emptyTrash(actor),
      () => tasks.trash(actor.userId, { limit: 1 }),
      () => tasks.stats(actor.userId),
    ])
      expect(await refusal(attempt())).toBe('unauthenticated');
  });
});

describe('idempotency', () => {
  const key = { route: 'POST /tasks', key: 'one', fingerprint: 'f' };
  const input = { title: 'once', description: '', priority: null, tags: [] };

  test('ten at once make one task and ten equal answers', async () => {
    const actor = await addUser(open.database);
    const answers = await Promise.all(Array.from({ length: 10 }, () => tasks.create(actor, input, key)));
    expect(new Set(answers.map(({ task }) => JSON.stringify(task))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await eventsOf(actor)).toEqual(['1 created 1 v1']);
    expect(await add(tasks, actor, 'next')).toMatchObject({ id: 2 });
  });

  test('a replay is the answer as it was, also when the task has changed since', async () => {
    const actor = await addUser(open.database);
    const { task } = await tasks.create(actor, input, key);
    await tasks.update(actor, task.id, { title: 'changed' });
    expect(await tasks.create(actor, input, key)).toEqual({ task, replayed: true });
  });

  test('another body is refused, another user or route is another key', async () => {
    const [one, other] = [await addUser(open.database), await addUser(open.database)];
    await tasks.create(one, input, key);
    expect(await refusal(tasks.create(one, input, { ...key, fingerprint: 'g' }))).toBe(
      'idempotency_key_reused',
    );
    expect(await tasks.create(other, input, key)).toMatchObject({ replayed: false });
    expect(await tasks.create(one, input, { ...key, route: 'POST /other' })).toMatchObject({
      replayed: false,
    });
  });

  test('after a day the key is free', async () => {
    const actor = await addUser(open.database);
    await tasks.create(actor, input, key);
    await open.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE user_id = $1`,
      [actor.userId],
    );
    expect(await tasks.create(actor, input, { ...key, fingerprint: 'g' })).toMatchObject({
      task: { id: 2 },
      replayed: false,
    });
  });
});

describe('at the same time', () => {
  test('of two edits of the same version one is refused', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, 'a');
    const edits = await Promise.all(
      ['b', 'c'].map((title) => refusal(tasks.update(actor, 1, { title }, [1]))),
    );
    expect(edits.sort()).toEqual(['none', 'version_mismatch']);
    expect(await tasks.get(actor.userId, 1)).toMatchObject({ version: 2 });
  });

  test('100 toggles are 100 versions', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, 'a');
    const toggled = await Promise.all(Array.from({ length: 100 }, () => tasks.toggle(actor, 1)));
    expect(toggled.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 2),
    );
    for (const { version, completed } of toggled) expect(completed).toBe(version % 2 === 0);
    expect(await tasks.get(actor.userId, 1)).toMatchObject({ version: 101, completed: false });
  });

  test('whatever is mixed, numbers have no gaps and times are in their order', async () => {
    const actor = await addUser(open.database);
    for (const title of ['a', 'b', 'c']) await add(tasks, actor, title);
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const id = 1 + (Math.floor(index / 6) % 4);
        const kinds = [
          () => add(tasks, actor, `new ${index}`),
          () => tasks.toggle(actor, id),
          () => tasks.remove(actor, id),
          () => tasks.restore(actor, id),
          () => tasks.update(actor, id, { title: 'x' }, [index]),
          () => tasks.emptyTrash(actor),
        ];
        return refusal(kinds[index % kinds.length]?.() ?? Promise.resolve());
      }),
    );
    expect(['none', 'not_found', 'version_mismatch']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
    expect(outcomes).toContain('none');
    const { rows } = await open.database.query<{ id: number; created_at: string }>(
      'SELECT id, created_at FROM events WHERE user_id = $1 ORDER BY id',
      [actor.userId],
    );
    expect(rows.map(({ id }) => id)).toEqual(rows.map((_, index) => index + 1));
    const times = rows.map(({ created_at }) => allDigits(created_at));
    expect(times).toEqual([...times].sort());
    expect((await tasks.list(actor.userId, query())).eventId).toBe(rows.length);
  });

  test('an account can be deleted while it is written to', async () => {
    const actor = await addUser(open.database);
    await add(tasks, actor, 'a');
    const writes = Array.from({ length: 40 }, (_, index) =>
      refusal(index % 2 === 0 ? add(tasks, actor, 'b') : tasks.toggle(actor, 1)),
    );
    await writes[0];
    await open.database.query('DELETE FROM users WHERE id = $1', [actor.userId]);
    expect(['none', 'unauthenticated']).toEqual(
      expect.arrayContaining([...new Set(await Promise.all(writes))]),
    );
    const { rowCount } = await open.database.query('SELECT FROM tasks WHERE user_id = $1', [actor.userId]);
    expect(rowCount).toBe(0);
  });
});
