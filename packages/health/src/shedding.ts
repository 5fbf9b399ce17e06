import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

/** Shedding is over when nothing was shed for so long, ms. */
const CALM_MS = 5_000;

/** What is told about requests that were turned away, whoever does it. */
export interface Shedding {
  /** Counts a request that was answered 503 because there was too much to do. */
  shed(): void;
  /** Adds a queue to `http_requests_waiting`. */
  watch(queue: { readonly size: number }): void;
}

/**
 * Tells of shed requests: `http_requests_shed_total`, `http_requests_waiting`, one line of the log when shedding
 * begins and one when it has ended, none per request.
 */
export function createShedding(metrics: Metrics, logger: Logger, calmMs = CALM_MS): Shedding {
  const queues: { readonly size: number }[] = [];
  const waiting = () => queues.reduce((total, { size }) => total + size, 0);
  const shedTotal = metrics.counter({
    name: 'http_requests_shed_total',
    help: 'Requests answered 503 because there was too much to do',
  });
  metrics.gauge({
    name: 'http_requests_waiting',
    help: 'Requests that wait until others are answered',
    collect: waiting,
  });
  let ofLate = 0;
  let calm: NodeJS.Timeout | undefined;
  const end = () => {
    logger.info({ shed: ofLate }, 'load shedding ended');
    ofLate = 0;
    calm = undefined;
  };
  return {
    shed() {
      shedTotal.inc();
      if (ofLate === 0) logger.warn({ waiting: waiting() }, 'load shedding began');
      ofLate += 1;
      if (calm === undefined) calm = setTimeout(end, calmMs).unref();
      else calm.refresh();
    },
    watch(queue) {
      queues.push(queue);
    },
  };
}
