import type { AddressInfo } from 'node:net';
import { createHealth } from '@todo/health';
import { createDatabaseCheck } from '@todo/health/pg';
import { createTestDatabase } from '@todo/postgres';
import { inject } from 'vitest';
import { buildApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/logger.js';
import { createServices } from '../../src/services.js';

export const TEST_SECRET = 'a secret for tests of more than 32 bytes';

/** A database of its own for a test file, migrated. */
export const createDatabaseCopy = () =>
  createTestDatabase(inject('postgresUrl'), { template: inject('postgresTemplate') });

/** The whole backend on a free port of 127.0.0.1, in this process, without signals. */
export const startBackend = async (databaseUrl: string, env: NodeJS.ProcessEnv = {}) => {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    JWT_SECRET: TEST_SECRET,
    AUTH_ATTEMPTS_PER_MINUTE: '100000',
    LOG_LEVEL: 'silent',
    ...env,
  });
  const logger = createLogger(config.LOG_LEVEL);
  const health = createHealth({
    service: 'backend',
    checks: { database: createDatabaseCheck({ connectionString: databaseUrl }) },
    logger,
  });
  const services = await createServices(config, logger);
  const app = await buildApp({ config, logger, services, health });
  health.start();
  services.feed.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    app,
    services,
    config,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await services.feed.close();
      await app.close();
      await health.stop();
      await services.authPool.end();
      await services.database.end();
    },
  };
};

export type Backend = Awaited<ReturnType<typeof startBackend>>;
