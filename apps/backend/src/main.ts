import { createHealth, createLifecycle } from '@todo/health';
import { ConfigError, LISTEN_BACKLOG } from '@todo/service';
import { buildApp } from './app.js';
import { type Config, readConfig } from './config.js';
import { createLogger } from './logger.js';
import { createSchemaCheck } from './schema-check.js';
import { createServices } from './services.js';

/** Every hour, and shortly after the start. */
const HOUSEKEEPING_MS = 60 * 60 * 1000;

const start = async (config: Config): Promise<void> => {
  const logger = createLogger(config.LOG_LEVEL);
  const health = createHealth({
    service: 'backend',
    checks: {
      database: createSchemaCheck({
        connectionString: config.DATABASE_URL,
        directConnectionString: config.DATABASE_DIRECT_URL ?? config.DATABASE_URL,
        log: logger,
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

  const services = await createServices(
    config,
    logger,
    () => !['starting', 'ready'].includes(lifecycle.state),
  );
  // The last to go, after the last request.
  lifecycle.onClose('database', () => services.close());

  const tidy = () =>
    services.housekeeping
      .run()
      .catch((err: unknown) => logger.warn({ err }, 'housekeeping failed, will be tried again'));
  const housekeeping = setInterval(tidy, HOUSEKEEPING_MS);
  lifecycle.signal.addEventListener('abort', () => clearInterval(housekeeping));

  const app = await buildApp({ config, logger, services, health, lifecycle });
  if (!config.PUBLIC_URL.startsWith('https:'))
    logger.warn('PUBLIC_URL is plain http: cookies are not marked Secure, which is for local use only');
  services.feed.start();
  services.assistant.start();
  lifecycle.signal.addEventListener('abort', () => void services.assistant.close());
  await app.listen({ host: config.HOST, port: config.PORT, backlog: LISTEN_BACKLOG });
  lifecycle.ready();
  void tidy();
};

try {
  await start(readConfig(process.env));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
