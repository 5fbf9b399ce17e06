import { type Check, type CheckFunction, createBackgroundCheck } from './check.js';
import { createJsonLogger, type Logger } from './logger.js';

/** `starting → ready → draining → closed`; only `ready` is healthy. */
export type LifecycleState = 'starting' | 'ready' | 'draining' | 'closed';

/** `health` and `readyz` are readiness, `livez` liveness, `startupz` whether start-up work is done. */
export type Probe = 'health' | 'readyz' | 'livez' | 'startupz';

/** Where each probe is answered. */
export const PROBE_PATHS: ReadonlyMap<string, Probe> = new Map([
  ['/health', 'health'],
  ['/readyz', 'readyz'],
  ['/livez', 'livez'],
  ['/startupz', 'startupz'],
]);

/** The body of every probe. It names no host, no user and no driver message: those go to the log. */
export interface HealthReport {
  status: 'healthy' | 'unhealthy';
  service: string;
  /** RFC 3339, UTC, whole seconds. */
  timestamp: string;
  checks: Record<string, 'ok' | 'failed'>;
}

export interface ProbeAnswer {
  statusCode: 200 | 503;
  body: HealthReport;
}

export interface HealthOptions {
  /** The name that the body carries. */
  service: string;
  /** What the service cannot do without, by the name that the body carries. Default: nothing. */
  checks?: Record<string, Check | CheckFunction>;
  /** From the start of one run of a check to the start of the next, ms. Default 2000. */
  intervalMs?: number;
  /** The longest one run may take, ms; below `intervalMs`. Default 1000. */
  timeoutMs?: number;
  /** An outcome older than this counts as failed, ms. Default: two intervals and a time-out, 5000. */
  maxAgeMs?: number;
  /** Hears of a check only when it starts to fail or to pass. Default: JSON lines on stdout. */
  logger?: Logger;
}

export interface Health {
  readonly service: string;
  readonly state: LifecycleState;
  /** Moves the state; a lifecycle does this. */
  enter(state: LifecycleState): void;
  /** Begins to run the checks in the background; a lifecycle does this. */
  start(): void;
  /** Ends the checks and gives back what they hold; a lifecycle does this. */
  stop(): Promise<void>;
  /** The answer right now, from memory: no probe ever waits for a dependency. */
  probe(probe: Probe): ProbeAnswer;
}

/**
 * The health of one service: checks that run in the background, and what the probes answer.
 * @throws {RangeError} when the times contradict each other
 */
export function createHealth(options: HealthOptions): Health {
  const { service, intervalMs = 2_000, timeoutMs = 1_000 } = options;
  const { maxAgeMs = 2 * intervalMs + timeoutMs, logger = createJsonLogger(service) } = options;
  if (timeoutMs <= 0 || timeoutMs >= intervalMs) {
    throw new RangeError(`timeoutMs (${timeoutMs}) must be above 0 and below intervalMs (${intervalMs})`);
  }
  if (maxAgeMs < intervalMs + timeoutMs) {
    throw new RangeError(`maxAgeMs (${maxAgeMs}) must not be below intervalMs + timeoutMs`);
  }
  const times = { intervalMs, timeoutMs, maxAgeMs };
  const checks = Object.entries(options.checks ?? {}).map(([name, check]) => {
    const whole = typeof check === 'function' ? { run: check } : check;
    return { name, background: createBackgroundCheck(name, whole, times, logger) };
  });
  let state: LifecycleState = 'starting';

  function answer(healthy: boolean, results: HealthReport['checks']): ProbeAnswer {
    const status = healthy ? 'healthy' : 'unhealthy';
    const timestamp = new Date().toISOString().replace(/\.\d+/, '');
    return { statusCode: healthy ? 200 : 503, body: { status, service, timestamp, checks: results } };
  }

  function readiness(): ProbeAnswer {
    let healthy = state === 'ready';
    const results: HealthReport['checks'] = {};
    for (const { name, background } of checks) {
      const ok = background.ok();
      results[name] = ok ? 'ok' : 'failed';
      if (!ok && background.critical) healthy = false;
    }
    return answer(healthy, results);
  }

  return {
    service,
    get state() {
      return state;
    },
    enter(next) {
      state = next;
    },
    start() {
      for (const { background } of checks) background.start();
    },
    async stop() {
      await Promise.all(checks.map(({ background }) => background.stop()));
    },
    probe(probe) {
      if (probe === 'livez') return answer(true, {});
      if (probe === 'startupz') return answer(state !== 'starting', {});
      return readiness();
    },
  };
}
