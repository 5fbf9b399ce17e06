/** The backend's own statements, word for word; `sameStatements` holds them against what PostgreSQL logs. */

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
];
const columns = (table: string): string => COLUMNS.map((column) => `${table}.${column}`).join(', ');

export const LIST = `SELECT counter.last_event_id, page.* FROM user_counters AS counter
  LEFT JOIN (
    SELECT ${columns('tasks')}, created_at AS sort_key FROM tasks
    WHERE tasks.user_id = $1 AND deleted_at IS NULL
    ORDER BY created_at desc, id desc LIMIT 51
  ) AS page ON true WHERE counter.user_id = $1`;

export const GET = `SELECT ${columns('tasks')} FROM tasks
  WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL`;

export const CREATE = `WITH counter AS (
    UPDATE user_counters SET last_task_id = last_task_id + 1, last_event_id = last_event_id + 1
    WHERE user_id = $1 RETURNING last_task_id, last_event_id, clock_timestamp() AS now
  ), added AS (
    INSERT INTO tasks (user_id, id, title, description, priority, due_on, due_time, due_zone, due_at,
      tags, tag_keys, created_at, updated_at)
    SELECT $1, last_task_id, $2, $3, $4, $5::date, $6::time, $7, $8::timestamptz, $9::text[], $10::text[], now, now
    FROM counter RETURNING ${columns('tasks')}
  ), change AS (
    INSERT INTO changes (user_id, turn_id, actor, token_id, task_id, op, version_after, created_at)
    SELECT $1, $11::bigint, $12, $13, last_task_id, 'created', 1, now FROM counter
  ), event AS (
    INSERT INTO events (user_id, id, op, task_id, version, created_at)
    SELECT $1, last_event_id, 'created', last_task_id, 1, now FROM counter
  )
  SELECT * FROM added`;

export const LOCK = `WITH counter AS (
    UPDATE user_counters SET last_event_id = last_event_id + 1
    WHERE user_id = $1 RETURNING user_id, last_event_id, clock_timestamp() AS now
  )
  SELECT counter.last_event_id AS event_id, counter.now, ${columns('task')} FROM counter
  JOIN tasks AS task ON task.user_id = counter.user_id AND task.id = $2 FOR UPDATE OF task`;

export const COMPLETE = `WITH changed AS (
    UPDATE tasks SET version = version + 1, updated_at = $4::timestamptz, completed = $5, completed_at = $6
    WHERE user_id = $1 AND id = $2 AND version = $3 RETURNING ${columns('tasks')}
  ), change AS (
    INSERT INTO changes (user_id, turn_id, undoes_turn_id, actor, token_id, task_id, op, before, version_before,
      version_after, created_at)
    SELECT $1, $7::bigint, $8::bigint, $9, $10::text, id, $11::text, $12::jsonb, $3, version, $4::timestamptz
    FROM changed
  ), event AS (
    INSERT INTO events (user_id, id, op, task_id, version, created_at)
    SELECT $1, $13::bigint, $14::text, id, version, $4::timestamptz FROM changed
  )
  SELECT * FROM changed`;

export const NOTIFY = 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload';
