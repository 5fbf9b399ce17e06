import type { Metrics } from '@todo/health';
import { measurePool } from '@todo/health/pg';
import type { EventFeed } from '@todo/tasks';
import type { Pool } from 'pg';
import type { Assistant } from './assistant/assistant.js';

/** What only this service knows, for its `/metrics`; requests and checks are measured by @todo/health. */
export const measureServices = (
  metrics: Metrics,
  services: { database: Pool; feed: EventFeed; assistant: Assistant },
): void => {
  measurePool(metrics, services.database);
  metrics.gauge({
    name: 'event_feed_listening',
    help: '1 when changes arrive by LISTEN, 0 when by polling',
    collect: () => (services.feed.mode() === 'listen' ? 1 : 0),
  });
  metrics.gauge({
    name: 'assistant_turns_running',
    help: 'Turns of the assistant that this replica works on',
    collect: () => services.assistant.running(),
  });
  const turns = metrics.counter({
    name: 'assistant_turns_total',
    help: 'Turns of the assistant by how they ended on this replica',
    labelNames: ['status'],
  });
  services.assistant.onOver((status) => turns.inc({ status }));
};
