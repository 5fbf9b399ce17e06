import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHealth, createLifecycle } from '@todo/health';
import { createDatabaseCheck } from '@todo/health/pg';
import { ConfigError, createLogger, LISTEN_BACKLOG } from '@todo/service';
import { buildServer } from './app.js';
import { type Config, readConfig } from './config.js';
import { createServices } from './services.js';

const start = async (config: Config): Promise<void> => {
  const logger = createLogger('mcp', config.LOG_LEVEL);
  const health = createHealth({
    service: 'mcp',
    checks: {
      database: createDatabaseCheck({
        connectionString: config.DATABASE_URL,
        query: 'SELECT FROM tasks LIMIT 0',
      }),
    },
    intervalMs: config.HEALTH_CHECK_INTERVAL_MS,
    logger,
  });
  const lifecycle = createLifecycle({
    health,
    logger,
    drainDelayMs: config.DRAIN_DELAY_MS,
    budgetMs: config.SHUTDOWN_BUDGET_MS,
  });
  const services = createServices(config, logger);
  // The last to go, after the last call.
  lifecycle.onClose('database', () => services.close());

  const server = buildServer({ config, logger, services, health, lifecycle });
  lifecycle.attach(server, { admission: {} });
  server.listen(config.PORT, config.HOST, LISTEN_BACKLOG);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  logger.info({ host: config.HOST, port }, 'listening');
  lifecycle.ready();
};

try {
  await start(readConfig(process.env));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
