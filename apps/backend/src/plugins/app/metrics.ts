import type { EventFeed } from '@todo/tasks';
import fp from 'fastify-plugin';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** `/metrics`, Prometheus text. It is not under /api, so the frontend passes nobody on to it. */
export const metrics = fp<{ pool: Pool; feed: EventFeed }>(
  async (app, { pool, feed }) => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const seconds = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    });
    new Gauge({
      name: 'database_pool_waiting',
      help: 'Requests that wait for a database connection',
      registers: [registry],
      collect() {
        this.set(pool.waitingCount);
      },
    });
    new Gauge({
      name: 'event_feed_listening',
      help: '1 when changes arrive by LISTEN, 0 when by polling',
      registers: [registry],
      collect() {
        this.set(feed.mode() === 'listen' ? 1 : 0);
      },
    });

    app.addHook('onResponse', (request, reply, done) => {
      const { config, url } = request.routeOptions;
      if (config.probe === undefined && url !== undefined)
        seconds.observe(
          { method: request.method, route: url, status: reply.statusCode },
          reply.elapsedTime / 1000,
        );
      done();
    });
    app.get('/metrics', { logLevel: 'silent' }, async (_request, reply) => {
      reply.type(registry.contentType);
      return registry.metrics();
    });
  },
  { name: 'metrics' },
);
