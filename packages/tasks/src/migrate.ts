import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Log } from './log.js';
import { isUnavailable } from './unavailable.js';

export interface MigrateOptions {
  connectionString: string;
  /** Milliseconds to wait for a database that is not there yet; 0 when left out. */
  waitMs?: number;
  log?: Log;
}

/** Any number will do, as long as nobody else locks it in the same database. */
const LOCK = 7_281_935_046_112;
const RETRY_MS = 250;
/** How often it says that it is still waiting, ms. */
const SAY_MS = 5_000;
const DIRECTORY = fileURLToPath(new URL('../migrations', import.meta.url));

const connect = async (options: MigrateOptions, deadline: number): Promise<pg.Client> => {
  let sayAt = 0;
  for (;;) {
    const client = new pg.Client({
      connectionString: options.connectionString,
      application_name: 'todo-migrate',
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', (error) =>
      options.log?.warn({ err: error }, 'the connection for migrations was lost'),
    );
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!isUnavailable(error) || Date.now() + RETRY_MS > deadline) throw error;
      if (Date.now() >= sayAt) {
        // Where and why: a wrong address looks like a database that is still starting.
        const { host, port } = client;
        options.log?.warn({ host, port, reason: (error as Error).message }, 'waiting for the database');
        sayAt = Date.now() + SAY_MS;
      }
      await delay(RETRY_MS);
    }
  }
};

/**
 * Brings the schema up to date and returns the names of the migrations applied now. All of it is one transaction
 * that begins with an advisory lock: whoever comes second waits, then finds nothing to do. A lock of the session
 * would not survive a pooler in transaction mode, and one way for both is simpler.
 */
export const migrate = async (options: MigrateOptions): Promise<string[]> => {
  // Loaded here, because it brings a command line along that a running service does not need.
  const { runner } = await import('node-pg-migrate');
  const client = await connect(options, Date.now() + (options.waitMs ?? 0));
  const failures: string[] = [];
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const applied = await runner({
      dbClient: client,
      dir: DIRECTORY,
      direction: 'up',
      migrationsTable: 'schema_migrations',
      noLock: true,
      // Its BEGIN falls into ours, and its COMMIT ends both.
      singleTransaction: true,
      logger: {
        info: () => undefined,
        warn: () => undefined,
        error: (message: string) => failures.push(message),
      },
    });
    await client.query('COMMIT');
    const names = applied.map(({ name }) => name);
    options.log?.info({ applied: names }, names.length === 0 ? 'the schema is up to date' : 'migrated');
    return names;
  } catch (error) {
    for (const message of failures) options.log?.error({ err: error }, message);
    throw error;
  } finally {
    await client.end();
  }
};
