import {
  type Priority,
  type SortOrder,
  type Task,
  type TaskListQuery,
  type TaskSort,
  type TaskStats,
  type TrashedTask,
  type TrashQuery,
  tagKey,
} from '@todo/contracts';
import { type CursorKey, decodeCursor, encodeCursor, type Position } from './cursor.js';
import type { Queryable } from './database.js';
import { addDays, instantOf, wallClock } from './due.js';
import { unauthenticated } from './errors.js';
import { type TaskRow, taskColumns, toTask } from './task-row.js';

export interface TaskPage {
  tasks: Task[];
  nextCursor: string | null;
  /** Where the user's event stream stood when the list was read. */
  eventId: number;
  /** How many tasks match on all pages; null unless asked for. */
  total: number | null;
}

export interface TrashPage {
  tasks: TrashedTask[];
  nextCursor: string | null;
  eventId: number;
}

/** What a list is sorted by. Each has its index (user_id, column, id), read forwards or backwards, and one of what is pending. */
interface Sort {
  column: string;
  type: string;
  key: CursorKey;
  nullable: boolean;
  order: SortOrder;
}

const SORTS: Record<TaskSort, Sort> = {
  created: { column: 'created_at', type: 'timestamptz', key: 'timestamp', nullable: false, order: 'desc' },
  title: { column: 'title', type: 'text', key: 'text', nullable: false, order: 'asc' },
  due: { column: 'due_sort', type: 'timestamptz', key: 'timestamp', nullable: true, order: 'asc' },
  priority: { column: 'priority_rank', type: 'smallint', key: 'rank', nullable: true, order: 'asc' },
};
const TRASH_SORT: Sort = {
  column: 'deleted_at',
  type: 'timestamptz',
  key: 'timestamp',
  nullable: false,
  order: 'desc',
};

/** Collects the values of a statement and gives back their placeholders. */
const createParameters = (): { values: unknown[]; add: (value: unknown) => string } => {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
};
type Parameters = ReturnType<typeof createParameters>;

/** Where "now" and "today" are: an instant in milliseconds and an IANA time zone. */
export interface Here {
  now: number;
  zone: string;
}

/** The bounds of `due_sort` say the same less exactly: for the index, which a choice between two columns can't use. */
const overdue = ({ now, zone }: Here, parameters: Parameters): string => {
  const today = wallClock(now, zone).day;
  const last = parameters.add(new Date(Math.max(now, Date.parse(today))));
  const [day, instant] = [parameters.add(today), parameters.add(new Date(now))];
  return `NOT completed AND due_sort <= ${last} AND (due_at < ${instant} OR due_at IS NULL AND due_on < ${day})`;
};

const dueWithin = (days: number, { now, zone }: Here, parameters: Parameters): string => {
  const today = wallClock(now, zone).day;
  const end = addDays(today, days);
  const [from, to] = [today, end].map((day) => instantOf(day, '00:00', zone)) as [number, number];
  const [firstDay, endDay] = [today, end].map(parameters.add);
  const [start, stop] = [from, to].map((instant) => parameters.add(new Date(instant)));
  const first = parameters.add(new Date(Math.min(from, Date.parse(addDays(today, 1)))));
  const last = parameters.add(new Date(Math.max(to, Date.parse(end))));
  return `due_sort BETWEEN ${first} AND ${last} AND (due_at >= ${start} AND due_at < ${stop}
    OR due_at IS NULL AND due_on >= ${firstDay} AND due_on < ${endDay})`;
};

/** What `priority_rank` is, which has an index. A test holds it against the column. */
const PRIORITY_RANK: Record<Priority, number> = { high: 1, medium: 2, low: 3 };

const conditions = (query: TaskListQuery, here: Here, parameters: Parameters): string[] => {
  const all = ['deleted_at IS NULL'];
  if (query.status !== 'all') all.push(query.status === 'completed' ? 'completed' : 'NOT completed');
  if (query.q) all.push(`search @@ prefix_query(${parameters.add(query.q)})`);
  if (query.tag !== undefined) all.push(`tag_keys @> ARRAY[${parameters.add(tagKey(query.tag))}]`);
  if (query.priority !== undefined) all.push(`priority_rank = ${PRIORITY_RANK[query.priority]}`);
  if (query.due === 'overdue') all.push(overdue(here, parameters));
  if (query.due === 'today') all.push(dueWithin(1, here, parameters));
  if (query.due === 'week') all.push(dueWithin(7, here, parameters));
  if (query.due === 'none') all.push('due_sort IS NULL');
  return all;
};

/**
 * The rows after a position, sorted, rows without a key last in both directions. Those are read apart, and only
 * when the others do not fill the page, so that one index serves both directions.
 */
const sortedRows = (
  where: string[],
  { column, type, nullable }: Sort,
  order: SortOrder,
  after: Position | undefined,
  limit: number,
  parameters: Parameters,
): string => {
  const beyond = order === 'asc' ? '>' : '<';
  const select = `SELECT ${taskColumns('tasks')}, ${column} AS sort_key FROM tasks`;
  const id = after && parameters.add(after.id);
  const keyed = [...where];
  if (nullable) keyed.push(`${column} IS NOT NULL`);
  if (after && after.key !== null)
    keyed.push(`(${column}, id) ${beyond} (${parameters.add(after.key)}::${type}, ${id}::integer)`);
  const withKey = `${select} WHERE ${keyed.join(' AND ')} ORDER BY ${column} ${order}, id ${order} LIMIT ${limit}`;
  if (!nullable) return withKey;

  const keyless = [...where, `${column} IS NULL`];
  if (after?.key === null) keyless.push(`id ${beyond} ${id}::integer`);
  const withoutKey = (rest: string): string =>
    `${select} WHERE ${keyless.join(' AND ')} ORDER BY ${column} ${order}, id ${order} LIMIT ${rest}`;
  if (after?.key === null) return withoutKey(`${limit}`);
  return `WITH keyed AS (${withKey}),
    keyless AS (${withoutKey(`${limit} - (SELECT count(*) FROM keyed)`)})
    SELECT * FROM (SELECT * FROM keyed UNION ALL SELECT * FROM keyless) AS both_parts
    ORDER BY sort_key ${order} NULLS LAST, id ${order}`;
};

interface ListRow {
  last_event_id: number;
  sort_key: string | number | null;
}

/**
 * A page and where the event stream stood, in one snapshot, so that nothing falls between list and stream. `rows` names
 * the user by the same parameter and not by the counter: else the planner takes everybody for an average user.
 */
const readPage = async (
  database: Queryable,
  user: string,
  parameters: Parameters,
  rows: string,
): Promise<(TaskRow & ListRow)[]> => {
  const { rows: found } = await database.query<TaskRow & ListRow>(
    `SELECT counter.last_event_id, page.* FROM user_counters AS counter
     LEFT JOIN (${rows}) AS page ON true WHERE counter.user_id = ${user}`,
    parameters.values,
  );
  return found;
};

const pageOf = <T>(
  found: (TaskRow & ListRow)[],
  limit: number,
  query: readonly unknown[],
  toItem: (row: TaskRow & ListRow) => T,
): { tasks: T[]; nextCursor: string | null; eventId: number } => {
  const [first] = found;
  if (first === undefined) throw unauthenticated();
  // The outer join gives one row of nulls for an empty page.
  const rows = first.id === null ? [] : found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    tasks: rows.map(toItem),
    nextCursor: more ? encodeCursor(query, { key: last.sort_key, id: last.id }) : null,
    eventId: first.last_event_id,
  };
};

/** A page of a user's tasks. `here.zone` matters only with a `due` filter. */
export const listTasks = async (
  database: Queryable,
  userId: string,
  query: TaskListQuery,
  here: Here,
): Promise<TaskPage> => {
  const sort = SORTS[query.sort];
  const order = query.order ?? sort.order;
  const described = [
    query.status,
    query.q ?? '',
    query.tag === undefined ? null : tagKey(query.tag),
    query.priority ?? null,
    query.due ?? null,
    query.due === undefined ? null : here.zone,
    query.sort,
    order,
  ];
  const after =
    query.cursor === undefined ? undefined : decodeCursor(described, query.cursor, sort.key, sort.nullable);
  const parameters = createParameters();
  const user = parameters.add(userId);
  const where = [`tasks.user_id = ${user}`, ...conditions(query, here, parameters)];
  const rows = sortedRows(where, sort, order, after, query.limit + 1, parameters);
  const page = pageOf(await readPage(database, user, parameters, rows), query.limit, described, toTask);
  return { ...page, total: query.count ? await countTasks(database, userId, query, here) : null };
};

const countTasks = async (
  database: Queryable,
  userId: string,
  query: TaskListQuery,
  here: Here,
): Promise<number> => {
  const parameters = createParameters();
  const where = [`user_id = ${parameters.add(userId)}`, ...conditions(query, here, parameters)];
  const { rows } = await database.query<{ total: number }>(
    `SELECT count(*) AS total FROM tasks WHERE ${where.join(' AND ')}`,
    parameters.values,
  );
  return rows[0]?.total ?? 0;
};

/** A page of a user's trash, deleted last first. */
export const listTrash = async (
  database: Queryable,
  userId: string,
  query: TrashQuery,
): Promise<TrashPage> => {
  const described = ['trash'];
  const after =
    query.cursor === undefined ? undefined : decodeCursor(described, query.cursor, TRASH_SORT.key, false);
  const parameters = createParameters();
  const user = parameters.add(userId);
  const where = [`tasks.user_id = ${user}`, 'deleted_at IS NOT NULL'];
  const rows = sortedRows(where, TRASH_SORT, TRASH_SORT.order, after, query.limit + 1, parameters);
  return pageOf(await readPage(database, user, parameters, rows), query.limit, described, (row) => ({
    ...toTask(row),
    deleted_at: String(row.deleted_at),
  }));
};

/** Counts over a user's tasks outside the trash. */
export const countStats = async (database: Queryable, userId: string, here: Here): Promise<TaskStats> => {
  const parameters = createParameters();
  const { rows } = await database.query<Omit<TaskStats, 'percentage'>>(
    `SELECT count(*) AS total,
       count(*) FILTER (WHERE completed) AS completed,
       count(*) FILTER (WHERE NOT completed) AS pending,
       count(*) FILTER (WHERE ${overdue(here, parameters)}) AS overdue
     FROM tasks WHERE user_id = ${parameters.add(userId)} AND deleted_at IS NULL`,
    parameters.values,
  );
  const {
    total,
    completed,
    pending,
    overdue: late,
  } = rows[0] ?? { total: 0, completed: 0, pending: 0, overdue: 0 };
  const percentage = total === 0 ? 0 : Math.round((100 * completed) / total);
  return { total, completed, pending, overdue: late, percentage };
};
