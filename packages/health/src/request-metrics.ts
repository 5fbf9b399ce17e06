import type { Histogram, Metrics } from './metrics.js';

/** Seconds: from an answer out of memory to one that people give up on. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The route of a request that matches none: the path itself would make a series of each one. */
export const UNMATCHED_ROUTE = 'unmatched';

/**
 * `http_request_duration_seconds` by `method`, `route` and `status`. The route is the pattern
 * (`/tasks/:id`), never the path.
 */
export function createRequestDurations(metrics: Metrics): Histogram {
  return metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its response, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
  });
}
