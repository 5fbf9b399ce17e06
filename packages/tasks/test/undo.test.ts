import { taskPatch } from '@todo/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../src/task-writes.js';
import { createTasks, type Tasks } from '../src/tasks.js';
import { add, addUser, openTestDatabase, query, refusal } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
const committed: string[] = [];
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database, onCommitted: (userId) => committed.push(userId) });
});
afterAll(() => open.close());

/** The assistant in one of the turns of a conversation. */
const inTurn = async (user: Actor, turnId: number, conversationId = 1): Promise<Actor> => {
  await open.database.query(
    `INSERT INTO conversations (user_id, id, title, created_at, updated_at)
     VALUES ($1, $2, '', now(), now()) ON CONFLICT DO NOTHING`,
    [user.userId, conversationId],
  );
  await open.database.query(
    `INSERT INTO turns (user_id, id, conversation_id, status, model, created_at)
     VALUES ($1, $2, $3, 'done', 'built-in', now())`,
    [user.userId, turnId, conversationId],
  );
  return { userId: user.userId, actor: 'assistant', turnId };
};
const all = async (user: Actor) => (await tasks.list(user.userId, query({ order: 'asc' }))).tasks;
const visible = (list: Awaited<ReturnType<typeof all>>) =>
  list.map(({ version: _version, updated_at: _updated, ...rest }) => rest);

test('a turn that did everything is taken back, every value as it was, and told again the second time', async () => {
  const user = await addUser(open.database, 'Europe/Vienna');
  for (const title of ['changed', 'done', 'deleted', 'open again', 'untouched'])
    await add(tasks, user, title);
  await tasks.update(
    user,
    1,
    taskPatch.parse({ due_on: '2026-07-01', due_time: '09:00', tags: ['Home'], priority: 'high' }),
  );
  await tasks.setCompleted(user, 4, true);
  const before = visible(await all(user));

  const assistant = await inTurn(user, 1);
  await tasks.update(assistant, 1, taskPatch.parse({ title: 'new', due_on: null, tags: ['x', 'y'] }));
  await tasks.update(assistant, 1, taskPatch.parse({ title: 'newer', priority: null }));
  await tasks.setCompleted(assistant, 2, true);
  await tasks.remove(assistant, 3);
  await tasks.setCompleted(assistant, 4, false);
  await add(tasks, assistant, 'added');
  await add(tasks, assistant, 'added and deleted');
  await tasks.remove(assistant, 7);
  committed.length = 0;

  const undone = await tasks.undoTurn(user, 1);

  expect(undone).toEqual([
    { task_id: 1, title: 'changed', now: 'changed' },
    { task_id: 2, title: 'done', now: 'changed' },
    { task_id: 3, title: 'deleted', now: 'restored' },
    { task_id: 4, title: 'open again', now: 'changed' },
    { task_id: 6, title: 'added', now: 'deleted' },
  ]);
  expect(visible(await all(user))).toEqual(before);
  expect(committed).toEqual([user.userId]);
  const { rows } = await open.database.query(
    'SELECT op, task_id FROM events WHERE user_id = $1 ORDER BY id DESC LIMIT 5',
    [user.userId],
  );
  expect(rows.reverse().map(({ op, task_id }) => `${op} ${task_id}`)).toEqual([
    'updated 1',
    'reopened 2',
    'restored 3',
    'completed 4',
    'deleted 6',
  ]);

  expect(await tasks.undoTurn(user, 1)).toEqual(undone);
  expect(visible(await all(user))).toEqual(before);
});

test('a task that was changed since is named, and nothing at all is taken back', async () => {
  const user = await addUser(open.database);
  const assistant = await inTurn(user, 1);
  await add(tasks, assistant, 'one');
  await add(tasks, assistant, 'two');
  await tasks.update(user, 2, taskPatch.parse({ title: 'mine now' }));
  await expect(tasks.undoTurn(user, 1)).rejects.toThrow('Task 2 (“mine now”) has been changed since');
  expect(await all(user)).toHaveLength(2);

  await tasks.remove(user, 2);
  await tasks.purge(user, 2);
  // What is gone for good has no history either: the rest can be taken back.
  expect(await tasks.undoTurn(user, 1)).toEqual([{ task_id: 1, title: 'one', now: 'deleted' }]);
});

test('another user can take nothing back, and a turn that changed nothing gives nothing', async () => {
  const [user, stranger] = [await addUser(open.database), await addUser(open.database)];
  await add(tasks, await inTurn(user, 1), 'mine');
  expect(await tasks.undoTurn(stranger, 1)).toEqual([]);
  expect(await tasks.undoTurn(user, 99)).toEqual([]);
  expect(await all(user)).toHaveLength(1);
});

test('the last turn of the same conversation is meant; a second time the one before; then none', async () => {
  const user = await addUser(open.database);
  await add(tasks, await inTurn(user, 1), 'first');
  await add(tasks, await inTurn(user, 2, 2), 'of another conversation');
  await add(tasks, await inTurn(user, 3), 'second');
  await inTurn(user, 4);

  expect(await tasks.undoLast(await inTurn(user, 5))).toMatchObject({ turnId: 3 });
  expect(await tasks.undoLast(await inTurn(user, 6))).toMatchObject({ turnId: 1 });
  expect(await tasks.undoLast(await inTurn(user, 7))).toBeNull();
  expect((await all(user)).map(({ title }) => title)).toEqual(['of another conversation']);

  // An undo is a change like any other, and its own turn can be taken back.
  expect(await tasks.undoTurn(user, 6)).toEqual([{ task_id: 1, title: 'first', now: 'restored' }]);
});

test('a turn that left nothing behind is passed over, and a call that is repeated undoes nothing more', async () => {
  const user = await addUser(open.database);
  await add(tasks, await inTurn(user, 1), 'first');
  await add(tasks, await inTurn(user, 2), 'second');
  const fickle = await inTurn(user, 3);
  await add(tasks, fickle, 'for a moment');
  await tasks.remove(fickle, 3);
  const undoing = await inTurn(user, 4);
  expect(await tasks.undoLast(undoing)).toMatchObject({ turnId: 2 });
  expect(await tasks.undoLast(undoing)).toMatchObject({ turnId: 2 });
  expect((await all(user)).map(({ title }) => title)).toEqual(['first']);
});

test('several changes together: one that is refused leaves the others, a key makes them happen once', async () => {
  const user = await addUser(open.database);
  for (const title of ['one', 'two']) await add(tasks, user, title);
  const key = { route: 'test', key: 'k', fingerprint: 'f' };
  const work = () =>
    tasks.together(user, key, async (writes) => {
      const done = [];
      for (const id of [1, 7, 2])
        done.push(
          await writes.remove(id).then(
            ({ id }) => id,
            (error: Error) => error.message,
          ),
        );
      return done;
    });
  const [one, other] = await Promise.all([work(), work()]);
  expect(one.result).toEqual([1, 'There is no task 7.', 2]);
  expect(other.result).toEqual(one.result);
  expect([one.replayed, other.replayed].sort()).toEqual([false, true]);
  expect(await refusal(tasks.together(user, { ...key, fingerprint: 'g' }, async () => 1))).toBe(
    'idempotency_key_reused',
  );
  const { rows } = await open.database.query(
    `SELECT count(*) AS count, max(id) AS last, (SELECT last_event_id FROM user_counters WHERE user_id = $1) AS counter
     FROM events WHERE user_id = $1`,
    [user.userId],
  );
  expect(rows).toEqual([{ count: 4, last: 4, counter: 4 }]);
});

test('what the work throws undoes all of it', async () => {
  const user = await addUser(open.database);
  await add(tasks, user, 'stays');
  await expect(
    tasks.together(user, undefined, async (writes) => {
      await writes.remove(1);
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await all(user)).toHaveLength(1);
});
