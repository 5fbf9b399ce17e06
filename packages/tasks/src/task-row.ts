import type { Task, TrashedTask } from '@todo/contracts';

/** A row of `tasks` with the columns below; values as `createDatabase` parses them. */
export type TaskRow = TrashedTask | (Task & { deleted_at: null });

/** The members of a task in the order of the contract, and whether it is in the trash. */
const COLUMNS = [
  'id',
  'user_id',
  'title',
  'description',
  'completed',
  'priority',
  'due_on',
  'due_time',
  'due_zone',
  'due_at',
  'tags',
  'version',
  'created_at',
  'updated_at',
  'completed_at',
  'deleted_at',
] as const satisfies readonly (keyof TaskRow)[];

/** The select list of a task; `table` is the name or alias that it is read from. */
export const taskColumns = (table: string): string =>
  COLUMNS.map((column) => `${table}.${column}`).join(', ');

/** A task as the contract has it, out of a row that may have more columns. */
export const toTask = (row: TaskRow): Task => ({
  id: row.id,
  user_id: row.user_id,
  title: row.title,
  description: row.description,
  completed: row.completed,
  priority: row.priority,
  due_on: row.due_on,
  due_time: row.due_time,
  due_zone: row.due_zone,
  due_at: row.due_at,
  tags: row.tags,
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
  completed_at: row.completed_at,
});
