import pg from 'pg';
import type { Check } from './check.js';
import type { Metrics } from './metrics.js';
import { refuseBadTime, refuseUnknown } from './options.js';

export interface DatabaseCheckOptions {
  connectionString: string | undefined;
  /**
   * The longest that connecting, and then the query, may take, ms. Default 800: with a run every 2 s
   * a database that hangs is seen within 3 s, and the driver's own error comes before the limit of 1 s.
   */
  timeoutMs?: number | undefined;
  /** What is asked; it has to be cheap. Default `SELECT 1`; `SELECT FROM a_table LIMIT 0` fails without that table. */
  query?: string | undefined;
}

/**
 * A check that PostgreSQL answers a query, over one connection of its own: a hung database then
 * costs the application's pool nothing, and an exhausted pool does not look like a dead database.
 */
export function createDatabaseCheck(options: DatabaseCheckOptions): Check {
  refuseUnknown('createDatabaseCheck', options, ['connectionString', 'timeoutMs', 'query']);
  const { connectionString, timeoutMs = 800, query = 'SELECT 1' } = options;
  refuseBadTime('timeoutMs', timeoutMs, 1);
  if (!connectionString) throw new TypeError('createDatabaseCheck needs a connectionString: it is empty');
  const pool = new pg.Pool({
    connectionString,
    application_name: 'health check',
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    keepAlive: true,
    // query_timeout alone does not bound connecting.
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // The next run reports what happened to an idle connection; unheard, the event would end the process.
  pool.on('error', () => {});
  // So would one that breaks in the middle of a query: the query's own error is the one that counts.
  pool.on('connect', (client) => client.on('error', () => {}));

  return {
    async run(signal) {
      const client = await pool.connect();
      try {
        signal.throwIfAborted();
        await client.query(query);
        client.release();
      } catch (err) {
        client.release(true);
        throw err;
      }
    },
    close: () => pool.end(),
  };
}

/** The connections of a pool, as `database_pool_*`: a queue that stays is a pool too small or a database too slow. */
export function measurePool(metrics: Metrics, pool: pg.Pool): void {
  metrics.gauge({
    name: 'database_pool_waiting',
    help: 'Requests that wait for a database connection',
    collect: () => pool.waitingCount,
  });
  metrics.gauge({
    name: 'database_pool_connections',
    help: 'Database connections of the pool',
    labelNames: ['state'],
    collect: () => [
      [{ state: 'idle' }, pool.idleCount],
      [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    ],
  });
}
