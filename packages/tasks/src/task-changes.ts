import type { NewTask, Task, TaskOperation, TaskPatch, TaskReplacement } from '@todo/contracts';
import { type Queryable, Rollback } from './database.js';
import { type DueInput, NO_DUE, resolveDue } from './due.js';
import { notFound, unauthenticated, versionMismatch } from './errors.js';
import { type TaskRow, toTask } from './task-row.js';
import {
  type Actor,
  insertTask,
  type LockedTask,
  lockTask,
  type TaskValues,
  updateTask,
} from './task-writes.js';

/** The versions that a change may start from (If-Match); left out, any. */
export type Expected = readonly number[] | undefined;

/**
 * What changes one task. A change that changes nothing gives the task back as it is, without a new version and
 * without an event. All throw ProblemError: not_found for another user's task as for none, version_mismatch,
 * validation_failed, unauthenticated when the account is gone.
 */
export interface TaskChanges {
  /** Sets title and description and leaves the rest. */
  replace(actor: Actor, id: number, input: TaskReplacement, expected?: Expected): Promise<Task>;
  update(actor: Actor, id: number, patch: TaskPatch, expected?: Expected): Promise<Task>;
  setCompleted(actor: Actor, id: number, completed: boolean, expected?: Expected): Promise<Task>;
  toggle(actor: Actor, id: number, expected?: Expected): Promise<Task>;
  /** Moves a task to the trash. */
  remove(actor: Actor, id: number, expected?: Expected): Promise<Task>;
  /** Takes a task out of the trash; one that is not there stays as it is, so that a retry is safe. */
  restore(actor: Actor, id: number, expected?: Expected): Promise<Task>;
}

/** What a change does to a task: its name and the values it sets. */
export interface Decision {
  op: TaskOperation;
  values: Partial<TaskValues>;
}

export const readTimeZone = async (database: Queryable, userId: string): Promise<string> => {
  const { rows } = await database.query<{ time_zone: string }>('SELECT time_zone FROM users WHERE id = $1', [
    userId,
  ]);
  const [row] = rows;
  if (row === undefined) throw unauthenticated();
  return row.time_zone;
};

/** Whether a time is given without saying where. */
export const meansUserZone = (input: DueInput): boolean =>
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

/** Runs one change by itself: in a transaction, or in a part of one. What is rolled back leaves nothing behind. */
export type Run = <T>(work: (client: Queryable) => Promise<T | Rollback<T>>) => Promise<T>;

/** Changes one task, in the trash or not, as `decide` says. */
export type Change = (
  actor: Actor,
  id: number,
  expected: Expected,
  decide: (locked: LockedTask, client: Queryable) => Decision | Promise<Decision>,
) => Promise<Task>;

/** @param onChanged called after each change that made an event */
export const createChange =
  (run: Run, onChanged: (userId: string) => void): Change =>
  async (actor, id, expected, decide) => {
    const { task, changed } = await run(async (client) => {
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
    if (changed) onChanged(actor.userId);
    return task;
  };

export const createTaskChanges = (change: Change): TaskChanges => {
  /** A change of a task that is not in the trash. */
  const edit: Change = (actor, id, expected, decide) =>
    change(actor, id, expected, (locked, client) => {
      if (locked.task.deleted_at !== null) throw notFound(id);
      return decide(locked, client);
    });

  return {
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
  };
};

/** Adds a task. `lookup` is where the user's time zone is read. */
export const addTask = async (
  lookup: Queryable,
  actor: Actor,
  input: NewTask,
): Promise<(client: Queryable) => Promise<Task>> => {
  const zone = meansUserZone(input) ? await readTimeZone(lookup, actor.userId) : 'UTC';
  const due = resolveDue(NO_DUE, input, zone);
  return (client) => insertTask(client, actor, input, due);
};
