import type { Check } from '@todo/health';
import { createDatabaseCheck } from '@todo/health/pg';
import { type MigrateOptions, migrate } from '@todo/tasks';

/** undefined_table, of PostgreSQL's error codes. */
const UNDEFINED_TABLE = '42P01';

/**
 * A check that the database answers and has the tables. Where it has none they are made again: a database for
 * development that lost its data with its pod is usable without a restart of anything.
 */
export const createSchemaCheck = (options: {
  connectionString: string;
  /** The same database without a pooler, for the migrations. */
  directConnectionString: string;
  log: NonNullable<MigrateOptions['log']>;
}): Check => {
  const { connectionString, directConnectionString, log } = options;
  const check = createDatabaseCheck({ connectionString, query: 'SELECT FROM tasks LIMIT 0' });
  let isMigrating = false;

  const bringBack = async (): Promise<void> => {
    isMigrating = true;
    log.warn({}, 'the database has no tables: making them');
    try {
      await migrate({ connectionString: directConnectionString, log });
    } catch (err) {
      log.error({ err }, 'the migration failed');
    } finally {
      isMigrating = false;
    }
  };
  return {
    ...check,
    run: async (signal) => {
      try {
        await check.run(signal);
      } catch (error) {
        if ((error as { code?: unknown }).code === UNDEFINED_TABLE && !isMigrating) void bringBack();
        throw error;
      }
    },
  };
};
