import type { Metrics } from '@todo/health';
import { measurePool } from '@todo/health/pg';
import type { EventFeed } from '@todo/tasks';
import type { Pool } from 'pg';

/** What only this service knows, for its `/metrics`; requests and checks are measured by @todo/health. */
export const measureServices = (metrics: Metrics, services: { database: Pool; feed: EventFeed }): void => {
  measurePool(metrics, services.database);
  metrics.gauge({
    name: 'event_feed_listening',
    help: '1 when changes arrive by LISTEN, 0 when by polling',
    collect: () => (services.feed.mode() === 'listen' ? 1 : 0),
  });
};
