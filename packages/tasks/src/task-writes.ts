import { type NewTask, type Task, type TaskOperation, tagKey } from '@todo/contracts';
import type { Queryable } from './database.js';
import type { Due } from './due.js';
import { unauthenticated, versionMismatch } from './errors.js';
import { type TaskRow, taskColumns, toTask } from './task-row.js';

/** Who changes something: the user at a browser, the assistant in one of its turns, or a program with a token. */
export interface Actor {
  userId: string;
  actor: 'user' | 'assistant' | 'token';
  /** The turn of the assistant, with which its changes can be taken back. */
  turnId?: number | undefined;
  /** The personal access token of a program. */
  tokenId?: string | undefined;
  /** The turn that a change takes back. */
  undoesTurnId?: number | undefined;
}

/** The columns of a task that a change can set. */
export type TaskValues = Pick<Task, 'title' | 'description' | 'completed' | 'priority' | 'tags'> &
  Due & {
    deleted_at: string | null /** Only to give it back: else it follows `completed`. */;
    completed_at: string | null;
  };

/**
 * Adds a task with the user's next number, its change and its event. One statement and so one transaction; it takes
 * the counters first, and their clock is read only then, so that times are in the order of the numbers.
 */
export const insertTask = async (
  database: Queryable,
  actor: Actor,
  input: Pick<NewTask, 'title' | 'description' | 'priority' | 'tags'>,
  due: Due,
): Promise<Task> => {
  const { rows } = await database.query<TaskRow>(
    `WITH counter AS (
       UPDATE user_counters SET last_task_id = last_task_id + 1, last_event_id = last_event_id + 1
       WHERE user_id = $1 RETURNING last_task_id, last_event_id, clock_timestamp() AS now
     ), added AS (
       INSERT INTO tasks (user_id, id, title, description, priority, due_on, due_time, due_zone, due_at,
         tags, tag_keys, created_at, updated_at)
       SELECT $1, last_task_id, $2, $3, $4, $5::date, $6::time, $7, $8::timestamptz, $9::text[], $10::text[], now, now
       FROM counter RETURNING ${taskColumns('tasks')}
     ), change AS (
       INSERT INTO changes (user_id, turn_id, actor, token_id, task_id, op, version_after, created_at)
       SELECT $1, $11::bigint, $12, $13, last_task_id, 'created', 1, now FROM counter
     ), event AS (
       INSERT INTO events (user_id, id, op, task_id, version, created_at)
       SELECT $1, last_event_id, 'created', last_task_id, 1, now FROM counter
     )
     SELECT * FROM added`,
    [
      actor.userId,
      input.title,
      input.description,
      input.priority,
      due.due_on,
      due.due_time,
      due.due_zone,
      due.due_at,
      input.tags,
      input.tags.map(tagKey),
      actor.turnId ?? null,
      actor.actor,
      actor.tokenId ?? null,
    ],
  );
  const [row] = rows;
  if (row === undefined) throw unauthenticated();
  return toTask(row);
};

/** A task, also one in the trash, under the lock of its change, with what the change is to be written with. */
export interface LockedTask {
  task: TaskRow;
  eventId: number;
  /** When the lock was had: in the order of the events. */
  now: string;
}

/**
 * Begins a change of one task: takes the user's next event and reads the task. The task's row is locked as well,
 * because that reads its newest version and not the one from before the wait for the counters. Undefined when
 * there is no such task.
 */
export const lockTask = async (
  client: Queryable,
  userId: string,
  id: number,
): Promise<LockedTask | undefined> => {
  const { rows } = await client.query<TaskRow & { event_id: number; now: string }>(
    `WITH counter AS (
       UPDATE user_counters SET last_event_id = last_event_id + 1
       WHERE user_id = $1 RETURNING user_id, last_event_id, clock_timestamp() AS now
     )
     SELECT counter.last_event_id AS event_id, counter.now, ${taskColumns('task')} FROM counter
     JOIN tasks AS task ON task.user_id = counter.user_id AND task.id = $2 FOR UPDATE OF task`,
    [userId, id],
  );
  const [row] = rows;
  if (row !== undefined) return { task: row, eventId: row.event_id, now: row.now };
  await requireUser(client, userId);
  return undefined;
};

const requireUser = async (client: Queryable, userId: string): Promise<void> => {
  const { rowCount } = await client.query('SELECT FROM user_counters WHERE user_id = $1', [userId]);
  if (rowCount === 0) throw unauthenticated();
};

/** Writes the values that differ, the change with what they were, and its event. */
export const updateTask = async (
  client: Queryable,
  actor: Actor,
  { task, eventId, now }: LockedTask,
  op: TaskOperation,
  values: Partial<TaskValues>,
): Promise<Task> => {
  const parameters: unknown[] = [task.user_id, task.id, task.version, now];
  const add = (value: unknown): string => `$${parameters.push(value)}`;
  const columns: Record<string, unknown> = { ...values };
  if (values.tags !== undefined) columns.tag_keys = values.tags.map(tagKey);
  if (values.completed !== undefined)
    columns.completed_at = values.completed ? (values.completed_at ?? now) : null;
  const set = Object.entries(columns).map(([column, value]) => `${column} = ${add(value)}`);
  const before = Object.fromEntries(
    Object.entries(task).filter(([column]) => column !== 'user_id' && column in columns),
  );
  const { rows } = await client.query<TaskRow>(
    `WITH changed AS (
       UPDATE tasks SET version = version + 1, updated_at = $4::timestamptz, ${set.join(', ')}
       WHERE user_id = $1 AND id = $2 AND version = $3 RETURNING ${taskColumns('tasks')}
     ), change AS (
       INSERT INTO changes (user_id, turn_id, undoes_turn_id, actor, token_id, task_id, op, before, version_before,
         version_after, created_at)
       SELECT $1, ${add(actor.turnId ?? null)}::bigint, ${add(actor.undoesTurnId ?? null)}::bigint,
         ${add(actor.actor)}, ${add(actor.tokenId ?? null)}::text, id, ${add(op)}::text,
         ${add(JSON.stringify(before))}::jsonb, $3, version, $4::timestamptz FROM changed
     ), event AS (
       INSERT INTO events (user_id, id, op, task_id, version, created_at)
       SELECT $1, ${add(eventId)}::bigint, ${add(op)}::text, id, version, $4::timestamptz FROM changed
     )
     SELECT * FROM changed`,
    parameters,
  );
  const [row] = rows;
  if (row === undefined) throw versionMismatch(task.id, task.version);
  return toTask(row);
};

/** Begins a transaction that does several things to a user's tasks: everybody else's writes of them wait. */
export const lockUser = async (client: Queryable, userId: string): Promise<void> => {
  const lock = await client.query('SELECT FROM user_counters WHERE user_id = $1 FOR NO KEY UPDATE', [userId]);
  if (lock.rowCount === 0) throw unauthenticated();
};

/** Which tasks of the trash to remove for good: one, or those that were deleted before a time. */
export interface PurgeFilter {
  id?: number;
  deletedBefore?: Date;
}

/** Removes tasks from the trash with the history of their changes. Call it in a transaction. Returns how many. */
export const purgeTasks = async (client: Queryable, userId: string, filter: PurgeFilter): Promise<number> => {
  await lockUser(client, userId);
  const { rowCount } = await client.query(
    `WITH gone AS (
       DELETE FROM tasks WHERE user_id = $1 AND deleted_at IS NOT NULL
         AND ($2::integer IS NULL OR id = $2) AND ($3::timestamptz IS NULL OR deleted_at < $3)
       RETURNING id, version
     ), history AS (
       DELETE FROM changes USING gone WHERE changes.user_id = $1 AND changes.task_id = gone.id
     ), counter AS (
       UPDATE user_counters SET last_event_id = last_event_id + (SELECT count(*) FROM gone)
       WHERE user_id = $1 RETURNING last_event_id, clock_timestamp() AS now
     )
     INSERT INTO events (user_id, id, op, task_id, version, created_at)
     SELECT $1, last_event_id - row_number() OVER (ORDER BY gone.id DESC) + 1, 'purged', gone.id, version + 1, now
     FROM gone, counter`,
    [userId, filter.id ?? null, filter.deletedBefore ?? null],
  );
  return rowCount ?? 0;
};
