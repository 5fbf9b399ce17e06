import type {
  NewTask,
  Task,
  TaskListQuery,
  TaskOperation,
  TaskPatch,
  TaskReplacement,
  TaskStats,
  TrashQuery,
} from '@todo/contracts';
import { type Database, inTransaction, type Queryable, Rollback } from './database.js';
import { type DueInput, NO_DUE, resolveDue } from './due.js';
import { notFound, notInTrash, unauthenticated, versionMismatch } from './errors.js';
import { type Idempotency, readAnswer, storeAnswer } from './idempotency.js';
import { countStats, type Here, listTasks, listTrash, type TaskPage, type TrashPage } from './task-list.js';
import { type TaskRow, taskColumns, toTask } from './task-row.js';
import {
  type Actor,
  insertTask,
  type LockedTask,
  lockTask,
  purgeTasks,
  type TaskValues,
  updateTask,
} from './task-writes.js';

/** The versions that a change may start from (If-Match); left out, any. */
export type Expected = readonly number[] | undefined;

/**
 * What can be done with a user's tasks. A change that changes nothing gives the task back as it is, without a new
 * version and without an event. All throw ProblemError: not_found for another user's task as for none,
 * version_mismatch, validation_failed, unauthenticated when the account is gone; see `isUnavailable` for the rest.
 */
export interface Tasks {
  list(userId: string, query: TaskListQuery): Promise<TaskPage>;
  get(userId: string, id: number): Promise<Task>;
  /** `replayed`: the key was used before, and this is the task as that request answered it. */
  create(actor: Actor, input: NewTask, idempotency?: Idempotency): Promise<{ task: Task; replayed: boolean }>;
  /** Sets title and description and leaves the rest. */
  replace(actor: Actor, id: number, input: TaskReplacement, expected?: Expected): Promise<Task>;
  update(actor: Actor, id: number, patch: TaskPatch, expected?: Expected): Promise<Task>;
  setCompleted(actor: Actor, id: number, completed: boolean, expected?: Expected): Promise<Task>;
  toggle(actor: Actor, id: number, expected?: Expected): Promise<Task>;
  /** Moves a task to the trash. */
  remove(actor: Actor, id: number, expected?: Expected): Promise<Task>;
  /** Takes a task out of the trash; one that is not there stays as it is, so that a retry is safe. */
  restore(actor: Actor, id: number, expected?: Expected): Promise<Task>;
  trash(userId: string, query: TrashQuery): Promise<TrashPage>;
  /** Removes a task from the trash, for good. */
  purge(actor: Actor, id: number): Promise<void>;
  /** Removes all tasks from the trash, for good, and returns how many. */
  emptyTrash(actor: Actor): Promise<number>;
  /** `tz`: where "today" is; the user's own time zone when left out. */
  stats(userId: string, options?: { tz?: string | undefined }): Promise<TaskStats>;
}

export interface TasksDeps {
  database: Database;
  /** What "now" and "today" are for filters. Timestamps come from the database, which is one clock for all replicas. */
  clock?: () => Date;
  /** Called after each commit that made an event. Must not throw. */
  onCommitted?: (userId: string) => void;
}

/** What a change does to a task: its name and the values it sets. */
interface Decision {
  op: TaskOperation;
  values: Partial<TaskValues>;
}

const readTimeZone = async (database: Queryable, userId: string): Promise<string> => {
  const { rows } = await database.query<{ time_zone: string }>('SELECT time_zone FROM users WHERE id = $1', [
    userId,
  ]);
  const [row] = rows;
  if (row === undefined) throw unauthenticated();
  return row.time_zone;
};

/** Whether a time is given without saying where. */
const meansUserZone = (input: DueInput): boolean =>
  input.due_zone === null || (input.due_zone === undefined && (input.due_time ?? input.due_at) != null);

const equal = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value, index) => value === other[index])
    : one === other;

/** The values that are not what the task has already; those left out stay. */
const differences = (task: TaskRow, values: Partial<TaskValues>): Partial<TaskValues> => {
  const current: Partial<Record<string, unknown>> = { ...task };
  return Object.fromEntries(
    Object.entries(values).filter(([column, value]) => value !== undefined && !equal(current[column], value)),
  );
};

const completion = (completed: boolean): Decision => ({
  op: completed ? 'completed' : 'reopened',
  values: { completed },
});

const patched = (task: TaskRow, patch: TaskPatch, userZone: string): Decision => {
  const { due_on, due_time, due_zone, due_at } = resolveDue(task, patch, userZone);
  const values: Partial<TaskValues> = { due_on, due_time, due_zone, due_at };
  if (patch.title !== undefined) values.title = patch.title;
  if (patch.description !== undefined) values.description = patch.description ?? '';
  if (patch.priority !== undefined) values.priority = patch.priority;
  if (patch.tags !== undefined) values.tags = patch.tags ?? [];
  if (patch.completed === undefined || patch.completed === task.completed) return { op: 'updated', values };
  const { op } = completion(patch.completed);
  return { op, values: { ...values, completed: patch.completed } };
};

/** The rules of a user's tasks, over PostgreSQL. */
export const createTasks = ({
  database,
  clock = () => new Date(),
  onCommitted = () => undefined,
}: TasksDeps): Tasks => {
  const here = async (userId: string, tz: string | undefined): Promise<Here> => ({
    now: clock().getTime(),
    zone: tz ?? (await readTimeZone(database, userId)),
  });

  const change = async (
    actor: Actor,
    id: number,
    expected: Expected,
    decide: (locked: LockedTask, client: Queryable) => Decision | Promise<Decision>,
  ): Promise<Task> => {
    const { task, changed } = await inTransaction(database, async (client) => {
      const locked = await lockTask(client, actor.userId, id);
      if (locked === undefined) throw notFound(id);
      const { op, values } = await decide(locked, client);
      if (expected !== undefined && !expected.includes(locked.task.version))
        throw versionMismatch(id, locked.task.version);
      const different = differences(locked.task, values);
      if (Object.keys(different).length === 0)
        return new Rollback({ task: toTask(locked.task), changed: false });
      return { task: await updateTask(client, actor, locked, op, different), changed: true };
    });
    if (changed) onCommitted(actor.userId);
    return task;
  };

  /** A change of a task that is not in the trash. */
  const edit = (
    actor: Actor,
    id: number,
    expected: Expected,
    decide: (locked: LockedTask, client: Queryable) => Decision | Promise<Decision>,
  ): Promise<Task> =>
    change(actor, id, expected, (locked, client) => {
      if (locked.task.deleted_at !== null) throw notFound(id);
      return decide(locked, client);
    });

  const createOnce = async (
    actor: Actor,
    idempotency: Idempotency,
    insert: (client: Queryable) => Promise<Task>,
  ): Promise<{ task: Task; replayed: boolean }> => {
    const task = await inTransaction<Task | undefined>(database, async (client) => {
      const added = await insert(client);
      const stored = await storeAnswer(client, actor.userId, idempotency, added);
      return stored ? added : new Rollback(undefined);
    });
    if (task !== undefined) {
      onCommitted(actor.userId);
      return { task, replayed: false };
    }
    const answer = await readAnswer(database, actor.userId, idempotency);
    // It was there a moment ago: it has just been swept, so the key is free.
    if (answer === undefined) return createOnce(actor, idempotency, insert);
    return { task: answer as Task, replayed: true };
  };

  return {
    async list(userId, query) {
      const where = query.due === undefined ? { now: 0, zone: 'UTC' } : await here(userId, query.tz);
      return listTasks(database, userId, query, where);
    },

    async get(userId, id) {
      const { rows } = await database.query<TaskRow>(
        `SELECT ${taskColumns('tasks')} FROM tasks WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL`,
        [userId, id],
      );
      const [row] = rows;
      if (row === undefined) throw notFound(id);
      return toTask(row);
    },

    async create(actor, input, idempotency) {
      const zone = meansUserZone(input) ? await readTimeZone(database, actor.userId) : 'UTC';
      const due = resolveDue(NO_DUE, input, zone);
      const insert = (client: Queryable): Promise<Task> => insertTask(client, actor, input, due);
      if (idempotency !== undefined) return createOnce(actor, idempotency, insert);
      const task = await insert(database);
      onCommitted(actor.userId);
      return { task, replayed: false };
    },

    replace: (actor, id, { title, description }, expected) =>
      edit(actor, id, expected, () => ({ op: 'updated', values: { title, description } })),

    update: (actor, id, patch, expected) =>
      edit(actor, id, expected, async ({ task }, client) =>
        patched(task, patch, meansUserZone(patch) ? await readTimeZone(client, actor.userId) : 'UTC'),
      ),

    setCompleted: (actor, id, completed, expected) => edit(actor, id, expected, () => completion(completed)),

    toggle: (actor, id, expected) => edit(actor, id, expected, ({ task }) => completion(!task.completed)),

    remove: (actor, id, expected) =>
      edit(actor, id, expected, ({ now }) => ({ op: 'deleted', values: { deleted_at: now } })),

    restore: (actor, id, expected) =>
      change(actor, id, expected, () => ({ op: 'restored', values: { deleted_at: null } })),

    trash: (userId, query) => listTrash(database, userId, query),

    async purge(actor, id) {
      await inTransaction(database, async (client) => {
        if ((await purgeTasks(client, actor.userId, { id })) === 0) throw notInTrash(id);
      });
      onCommitted(actor.userId);
    },

    async emptyTrash(actor) {
      const count = await inTransaction(database, (client) => purgeTasks(client, actor.userId, {}));
      if (count > 0) onCommitted(actor.userId);
      return count;
    },

    stats: async (userId, options = {}) => countStats(database, userId, await here(userId, options.tz)),
  };
};
