import underPressure from '@fastify/under-pressure';
import { ProblemError } from '@todo/contracts';
import fp from 'fastify-plugin';

/** Mean over a second: half a core, used up, makes pauses of 50 ms by itself. */
const MAX_EVENT_LOOP_DELAY_MS = 200;

/**
 * Sheds load before the event loop drowns. Registered where the API is, so that probes are never shed,
 * and without its own status route and health check: those are what @todo/health is for.
 */
export const loadShedding = fp<{ maxEventLoopDelayMs?: number | undefined }>(
  async (app, { maxEventLoopDelayMs = MAX_EVENT_LOOP_DELAY_MS }) => {
    await app.register(underPressure, {
      // A loop that is busy all the time may still answer everybody in milliseconds; one that is late does not.
      maxEventLoopDelay: maxEventLoopDelayMs,
      pressureHandler: () => {
        throw new ProblemError('unavailable', {
          detail: 'Too busy at the moment. Try again.',
          retryAfter: 1,
        });
      },
    });
  },
  { name: 'load-shedding' },
);
