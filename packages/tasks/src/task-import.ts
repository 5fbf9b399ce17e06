import { setImmediate as othersFirst } from 'node:timers/promises';
import { type ImportAnswer, type ImportTask, tagKey } from '@todo/contracts';
import type { Queryable } from './database.js';
import { NO_DUE, resolveDue } from './due.js';
import { fingerprintOf } from './idempotency.js';
import { meansUserZone, readTimeZone } from './task-changes.js';
import type { Actor } from './task-writes.js';

/** Tasks per statement: each is some hundred milliseconds, below every limit on the silence of a connection. */
const BATCH = 500;

/** What a task without a number is known by: what it says, and which of those in the file that say the same it is. */
const createContentKey = (): ((task: ImportTask) => string) => {
  const seen = new Map<string, number>();
  return ({ title, description, priority, due_on, due_time, due_zone, due_at, tags }) => {
    const digest = fingerprintOf([title, description, priority, due_on, due_time, due_zone, due_at, tags]);
    const ordinal = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, ordinal);
    return `${digest} ${ordinal}`;
  };
};

/** The tasks of a file by what they are known by; of two with the same number the first counts. */
const byKey = async (tasks: readonly ImportTask[]): Promise<Map<string, ImportTask>> => {
  const contentKey = createContentKey();
  const found = new Map<string, ImportTask>();
  for (const [index, task] of tasks.entries()) {
    // A digest of each takes some hundred milliseconds: others have the event loop in between.
    if (index % BATCH === 0) await othersFirst();
    const { user_id, id } = task;
    const key = user_id !== undefined && id !== undefined ? `${user_id}/${id}` : contentKey(task);
    if (!found.has(key)) found.set(key, task);
  }
  return found;
};

/** What of a file is there: imported before, or the user's own since ever. */
const findKnown = async (client: Queryable, userId: string, keyed: Map<string, ImportTask>) => {
  const ids = [...keyed.values()].flatMap(({ user_id, id }) => (user_id === userId ? (id ?? []) : []));
  const { rows } = await client.query<{ key: string }>(
    `SELECT import_key AS key FROM tasks WHERE user_id = $1 AND import_key = ANY ($2::text[])
     UNION ALL
     SELECT user_id || '/' || id FROM tasks WHERE user_id = $1 AND id = ANY ($3::integer[])`,
    [userId, [...keyed.keys()], ids],
  );
  return new Set(rows.map(({ key }) => key));
};

/** The columns of a task, with its place in its batch. */
const toRow = (key: string, task: ImportTask, place: number, userZone: string) => {
  // Beside a day it is derived.
  const due = resolveDue(NO_DUE, task.due_on == null ? task : { ...task, due_at: undefined }, userZone);
  return {
    place,
    import_key: key,
    title: task.title,
    description: task.description,
    priority: task.priority,
    ...due,
    tags: task.tags,
    tag_keys: task.tags.map(tagKey),
    completed: task.completed,
    created_at: task.created_at ?? null,
    completed_at: task.completed_at ?? null,
    deleted: task.deleted_at != null,
  };
};

/**
 * Adds the tasks of a file that are not there yet, in its order, with the user's next numbers. Call it under the
 * user's lock. Times that lie ahead become now; what the file has in its trash comes into the trash, now. Their one
 * event has a number and no row: whoever reads on finds the gap and is told to fetch again, which costs less than
 * thousands of events.
 */
export const importTasks = async (
  client: Queryable,
  actor: Actor,
  tasks: readonly ImportTask[],
): Promise<ImportAnswer> => {
  const { userId } = actor;
  const keyed = await byKey(tasks);
  const known = await findKnown(client, userId, keyed);
  const missing = [...keyed].filter(([key]) => !known.has(key));
  const userZone = missing.some(([, task]) => meansUserZone(task))
    ? await readTimeZone(client, userId)
    : 'UTC';
  for (let start = 0; start < missing.length; start += BATCH) {
    const batch = missing
      .slice(start, start + BATCH)
      .map(([key, task], index) => toRow(key, task, index + 1, userZone));
    await client.query(
      `WITH counter AS (
         UPDATE user_counters SET last_task_id = last_task_id + $3, last_event_id = last_event_id + $4
         WHERE user_id = $1 RETURNING last_task_id - $3 AS before, clock_timestamp() AS now
       ), added AS (
         INSERT INTO tasks (user_id, id, import_key, title, description, priority, due_on, due_time, due_zone, due_at,
           tags, tag_keys, completed, created_at, updated_at, completed_at, deleted_at)
         SELECT $1, before + place, import_key, title, description, priority, due_on, due_time, due_zone, due_at,
           tags, tag_keys, completed, least(created_at, now), now,
           CASE WHEN completed THEN least(completed_at, now) END, CASE WHEN deleted THEN now END
         FROM counter, json_to_recordset($2::json) AS row (
           place integer, import_key text, title text, description text, priority text, due_on date, due_time time,
           due_zone text, due_at timestamptz, tags text[], tag_keys text[], completed boolean,
           created_at timestamptz, completed_at timestamptz, deleted boolean
         )
         RETURNING id, updated_at
       )
       INSERT INTO changes (user_id, turn_id, actor, token_id, task_id, op, version_after, created_at)
       SELECT $1, $5::bigint, $6, $7, id, 'created', 1, updated_at FROM added`,
      [
        userId,
        JSON.stringify(batch),
        batch.length,
        start === 0 ? 1 : 0,
        actor.turnId ?? null,
        actor.actor,
        actor.tokenId ?? null,
      ],
    );
  }
  return { added: missing.length, skipped: tasks.length - missing.length };
};
