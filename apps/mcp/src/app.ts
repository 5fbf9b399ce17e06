import { createServer, type Server } from 'node:http';
import type { Health, Lifecycle, Logger } from '@todo/health';
import { measurePool } from '@todo/health/pg';
import type { Config } from './config.js';
import { createIdentify } from './http/access.js';
import { createListener } from './http/listener.js';
import type { createServices } from './services.js';
import { createToolServers, scopeOf } from './tools/server.js';

/** Milliseconds for a whole request to arrive; the longest is a body of 128 KiB over a bad line. */
const REQUEST_TIMEOUT_MS = 20_000;
/** While one half waits for the database, the other is being read and answered. */
const CONCURRENT_PER_CONNECTION = 2;
/** At a millisecond or two each, the last of them waits a quarter of a second. */
const REQUESTS_PER_CONNECTION = 20;

/** The server, without a port and without signals: those are main.ts's. */
export const buildServer = (deps: {
  config: Config;
  logger: Logger;
  services: ReturnType<typeof createServices>;
  health: Health;
  lifecycle: Pick<Lifecycle, 'signal'>;
}): Server => {
  const { config, logger, services, health, lifecycle } = deps;
  measurePool(health.metrics, services.database);
  const listener = createListener({
    health,
    lifecycle,
    logger,
    identify: createIdentify(services),
    createServer: createToolServers({ tasks: services.tasks, logger, metrics: health.metrics }),
    scopeOf,
    publicUrl: config.MCP_PUBLIC_URL,
    allowedHosts: config.MCP_ALLOWED_HOSTS,
    documentation: new URL('/settings', config.PUBLIC_URL).href,
    concurrent: CONCURRENT_PER_CONNECTION * config.DATABASE_POOL_SIZE,
    maxRequests: REQUESTS_PER_CONNECTION * config.DATABASE_POOL_SIZE,
  });
  return createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Node swaps the two when this one, 60 s by default, is the longer one.
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: REQUEST_TIMEOUT_MS / 10,
    },
    listener,
  );
};
