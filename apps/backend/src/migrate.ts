import { ConfigError, readSettings } from '@todo/service';
import { migrate } from '@todo/tasks';
import { environment } from './config.js';
import { createLogger } from './logger.js';

/** Milliseconds to wait for a database that is just starting. */
const WAIT_MS = 60_000;

/** Brings the database up to date and ends. Safe to start several times at once. */
const run = async (): Promise<void> => {
  const settings = environment.pick({ DATABASE_URL: true, DATABASE_DIRECT_URL: true, LOG_LEVEL: true });
  const { DATABASE_URL, DATABASE_DIRECT_URL, LOG_LEVEL } = readSettings(settings, process.env);
  const log = createLogger(LOG_LEVEL);
  const applied = await migrate({
    connectionString: DATABASE_DIRECT_URL ?? DATABASE_URL,
    waitMs: WAIT_MS,
    log,
  });
  log.info(
    { applied },
    applied.length === 0 ? 'the database is up to date' : 'the database has been migrated',
  );
};

try {
  await run();
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
