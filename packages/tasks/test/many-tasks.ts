import pg from 'pg';

export interface ManyTasks {
  /** Whose lists are looked at. */
  userId: string;
  /** How many of the tasks are theirs; the others have 100 each. */
  own: number;
  /** In the whole table. */
  total: number;
}

/** When the oldest task was made, and over how many days the others follow. */
const FIRST_DAY = '2024-01-01';
const DAYS = 700;
/** "Now" for a list: the day after the newest task was made. */
export const NOW = new Date('2025-12-01T12:00:00Z');

/**
 * Fills the table as years of use would: most of what is old is done and due days lie near the day on which a task was
 * made, so that sorts and filters go together; some tags and words are everybody's, some are rare. The same each time.
 * `directUrl` is an administrator's, past any pooler.
 */
export const fillTasks = async (directUrl: string, { userId, own, total }: ManyTasks): Promise<void> => {
  const client = new pg.Client({ connectionString: directUrl });
  await client.connect();
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'tasks' AND indexname <> 'tasks_pkey'`,
  );
  await client.query(
    `INSERT INTO users (id, name, email, email_verified)
     SELECT id, '', id || '@example.test', false
     FROM (SELECT '${userId}' AS id UNION ALL SELECT 'other-' || n FROM generate_series(0, ${(total - own) / 100 - 1}) AS n) AS people`,
  );
  // Made afterwards an index takes a tenth of the time.
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  await client.query('BEGIN');
  // No look-up of the user for each row: they are there.
  await client.query('SET LOCAL session_replication_role = replica');
  await client.query(
    `INSERT INTO tasks (user_id, id, title, description, completed, completed_at, priority, due_on, due_time, due_zone,
       due_at, tags, tag_keys, created_at, updated_at, deleted_at)
     SELECT owner.user_id, owner.id, 'Task ' || dice[9] || ' ' || substr(md5(n::text), 1, 6)
         || CASE WHEN n % 10000 = 17 THEN ' needle' ELSE '' END,
       'About ' || dice[9] % 40 || ' and ' || dice[10] % 2000 || ' with ' || dice[11],
       done, CASE WHEN done THEN made END,
       CASE WHEN dice[3] < 5 THEN 'high' WHEN dice[3] < 105 THEN 'medium' WHEN dice[3] < 200 THEN 'low' END,
       due_on, CASE WHEN timed THEN time '09:00' END, CASE WHEN timed THEN 'UTC' END,
       CASE WHEN timed THEN (due_on + time '09:00') AT TIME ZONE 'UTC' END,
       tags, tags, made, made, CASE WHEN dice[8] < 20 THEN made END
     FROM generate_series(1, ${total}) AS n,
     LATERAL (SELECT ARRAY(SELECT abs(hashint4extended(n, seed) % 1000)::integer FROM generate_series(1, 11) AS seed) AS dice) AS thrown,
     LATERAL (SELECT
       CASE WHEN n <= ${own} THEN '${userId}' ELSE 'other-' || (n - ${own} - 1) / 100 END AS user_id,
       CASE WHEN n <= ${own} THEN n ELSE (n - ${own} - 1) % 100 + 1 END AS id,
       CASE WHEN n <= ${own} THEN n / ${own}::float ELSE ((n - ${own} - 1) % 100 + 1) / 100.0 END AS age) AS owner,
     LATERAL (SELECT timestamptz '${FIRST_DAY}Z' + owner.age * interval '${DAYS} days' AS made,
       dice[1] < CASE WHEN owner.age < 0.9 THEN 980 ELSE 300 END AS done) AS life,
     LATERAL (SELECT CASE WHEN dice[2] < 600 THEN made::date + dice[4] % 60 END AS due_on) AS due,
     LATERAL (SELECT due_on IS NOT NULL AND dice[5] < 200 AS timed,
       CASE WHEN dice[6] < 100 THEN '{home}'::text[] WHEN dice[6] < 101 THEN '{rare}' WHEN dice[6] < 300 THEN '{office,work}' ELSE '{}' END AS tags) AS more`,
  );
  await client.query(
    'UPDATE user_counters SET last_task_id = (SELECT max(id) FROM tasks WHERE tasks.user_id = user_counters.user_id)',
  );
  await client.query('COMMIT');
  await client.query("SET maintenance_work_mem = '256MB'");
  for (const { definition } of indexes) await client.query(definition);
  await client.query('VACUUM ANALYZE tasks');
  await client.end();
};
