import type { NewTaskInput, Task, TaskStats } from '@todo/contracts';
import { instantOf } from './calendar';
import type { Moment } from './match';

/** A name for a row that outlives the change from a temporary id to the server's. */
export type RowKey = string;

/** What of a task a person can change in one step; the outcome of each field. */
export type TaskChange = Partial<
  Pick<Task, 'title' | 'description' | 'priority' | 'due_on' | 'due_time' | 'due_zone' | 'tags'>
>;

/** What a person has done to one task and the server has not answered yet. */
export type TaskOperation =
  | { kind: 'create'; key: RowKey; task: Task; input: NewTaskInput; idempotencyKey: string }
  | { kind: 'edit'; key: RowKey; base: Task; change: TaskChange }
  | { kind: 'complete'; key: RowKey; task: Task; completed: boolean }
  | { kind: 'delete'; key: RowKey; task: Task }
  | { kind: 'restore'; key: RowKey; task: Task }
  | { kind: 'purge'; key: RowKey; task: Task };

export type Creation = Extract<TaskOperation, { kind: 'create' }>;
export type Edit = Extract<TaskOperation, { kind: 'edit' }>;

/** What can be done to several tasks at once. */
export type BulkItem = Extract<TaskOperation, { kind: 'edit' | 'complete' | 'delete' | 'restore' }>;

/** The same done to several tasks: sent together, answered one by one. */
export interface BulkOperation {
  kind: 'bulk';
  /** A name for the toast that speaks of it. */
  key: RowKey;
  items: readonly BulkItem[];
  idempotencyKey: string;
}

export type Operation = TaskOperation | BulkOperation;

/** What an operation does to each of its tasks. */
export const itemsOf = (operation: Operation): readonly TaskOperation[] =>
  operation.kind === 'bulk' ? operation.items : [operation];

/** The same operation on rows of other names. */
export const withKeys = (operation: Operation, keyOf: (key: RowKey) => RowKey): Operation =>
  operation.kind === 'bulk'
    ? { ...operation, items: operation.items.map((item) => ({ ...item, key: keyOf(item.key) })) }
    : { ...operation, key: keyOf(operation.key) };

/** A task as it will be after a change, as far as that can be told here. */
export const changeTask = (task: Task, change: TaskChange): Task => {
  const next = { ...task, ...change };
  const dueChanged = 'due_on' in change || 'due_time' in change || 'due_zone' in change;
  return dueChanged ? { ...next, due_at: localDueAt(next) } : next;
};

/** When something is due, until the answer says it. */
export const localDueAt = ({
  due_on,
  due_time,
  due_zone,
}: Pick<Task, 'due_on' | 'due_time' | 'due_zone'>): string | null =>
  due_on === null || due_time === null || due_zone === null
    ? null
    : new Date(instantOf(due_on, due_time, due_zone)).toISOString();

const apply = (current: Task | null | undefined, operation: TaskOperation): Task | null | undefined => {
  switch (operation.kind) {
    case 'create':
    case 'restore':
      // The answer may be there already, while its operation is about to end.
      return current ?? operation.task;
    case 'delete':
    case 'purge':
      return null;
    case 'edit':
      return current && changeTask(current, operation.change);
    case 'complete':
      return current && { ...current, completed: operation.completed };
  }
};

/**
 * How each task that someone is working on will look when everything has gone well; null: in the trash.
 * `lookUp` says how a task is known to the server.
 */
export const foldOperations = (
  operations: readonly Operation[],
  lookUp: (key: RowKey) => Task | undefined,
): Map<RowKey, Task | null> => {
  const changed = new Map<RowKey, Task | null>();
  for (const operation of operations.flatMap(itemsOf)) {
    const current = changed.has(operation.key) ? changed.get(operation.key) : lookUp(operation.key);
    const next = apply(current, operation);
    if (next !== undefined) changed.set(operation.key, next);
  }
  return changed;
};

/** The fields of a change that someone else has set to something different since `base`. */
export const conflictingFields = (base: Task, theirs: Task, change: TaskChange): (keyof TaskChange)[] => {
  const text = (value: unknown): string => JSON.stringify(value);
  return (Object.keys(change) as (keyof TaskChange)[]).filter(
    (field) => text(base[field]) !== text(theirs[field]) && text(theirs[field]) !== text(change[field]),
  );
};

const countOf = (task: Task | null, { now, calendar }: Moment) => ({
  total: task === null ? 0 : 1,
  completed: task?.completed ? 1 : 0,
  overdue: task !== null && !task.completed && calendar.isPast(task, now) ? 1 : 0,
});

/** The counts after one task went from one state to another (null: not there). */
export const moveStats = (
  stats: TaskStats,
  from: Task | null,
  to: Task | null,
  moment: Moment,
): TaskStats => {
  const [before, after] = [countOf(from, moment), countOf(to, moment)];
  const atLeastZero = (count: number): number => Math.max(0, count);
  const total = atLeastZero(stats.total + after.total - before.total);
  const completed = Math.min(total, atLeastZero(stats.completed + after.completed - before.completed));
  return {
    total,
    completed,
    pending: total - completed,
    overdue: atLeastZero(stats.overdue + after.overdue - before.overdue),
    percentage: total === 0 ? 0 : Math.round((completed / total) * 100),
  };
};
