import diagnostics from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { createHealth } from '@todo/health';
import { createDatabaseCheck } from '@todo/health/pg';
import { createTestDatabase } from '@todo/postgres';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { DestinationStream } from 'pino';
import { inject } from 'vitest';
import { buildApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/logger.js';
import { createServices } from '../../src/services.js';

export const TEST_SECRET = 'a secret for tests of more than 32 bytes';

/** A database of its own for a test file, migrated. */
export const createDatabaseCopy = () =>
  createTestDatabase(inject('postgresUrl'), {
    template: inject('postgresTemplate'),
    poolerUrl: inject('poolerUrl'),
  });

/** The settings that tests start from. */
export const testEnvironment = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  JWT_SECRET: TEST_SECRET,
  AUTH_ATTEMPTS_PER_MINUTE: '100000',
});

/** The whole backend on a free port of 127.0.0.1, in this process, without signals. */
export const startBackend = async (
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
  options: Pick<Parameters<typeof buildApp>[0], 'requestTimeoutMs' | 'recheckMs' | 'loadShedding'> & {
    /** Where the log goes. */
    log?: DestinationStream;
  } = {},
) => {
  const config = readConfig({ ...testEnvironment(databaseUrl), LOG_LEVEL: 'silent', ...env });
  const logger = createLogger(config.LOG_LEVEL, options.log);
  const health = createHealth({
    service: 'backend',
    checks: { database: createDatabaseCheck({ connectionString: databaseUrl }) },
    logger,
  });
  const services = await createServices(config, logger);
  const routes: RouteOptions[] = [];
  const collect = (message: unknown): void => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => {
      routes.push(route);
    });
  };
  diagnostics.subscribe('fastify.initialization', collect);
  const app = await buildApp({ config, logger, services, health, ...options });
  diagnostics.unsubscribe('fastify.initialization', collect);
  health.start();
  services.feed.start();
  services.assistant.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    app,
    services,
    config,
    /** Every route of the app, as it was registered. */
    routes,
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await services.feed.close();
      await app.close();
      await health.stop();
      await services.close();
    },
  };
};

export type Backend = Awaited<ReturnType<typeof startBackend>>;
