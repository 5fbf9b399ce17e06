import { type BackgroundCheck, type Check, type CheckFunction, createBackgroundCheck } from './check.js';
import { createJsonLogger, type Logger } from './logger.js';
import { createMetrics, type Metrics } from './metrics.js';
import { refuseBadTime, refuseUnknown } from './options.js';
import { addProcessMetrics } from './process-metrics.js';
import { createShedding, type Shedding } from './shedding.js';

const STATES = ['starting', 'ready', 'draining', 'closed'] as const;

/** `starting → ready → draining → closed`; only `ready` is healthy. */
export type LifecycleState = (typeof STATES)[number];

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
  checks?: Record<string, Check | CheckFunction> | undefined;
  /** From the start of one run of a check to the start of the next, ms; after a failure 1000 at most. Default 2000. */
  intervalMs?: number | undefined;
  /** The longest one run may take, ms; below `intervalMs`. Default 1000. */
  timeoutMs?: number | undefined;
  /** An outcome older than this counts as failed, ms. Default: two intervals and a time-out, 5000. */
  maxAgeMs?: number | undefined;
  /** Hears of a check only when it starts to fail or to pass. Default: JSON lines on stdout. */
  logger?: Logger | undefined;
}

export interface Health {
  readonly service: string;
  readonly state: LifecycleState;
  /** What the service and this package count and measure. */
  readonly metrics: Metrics;
  /** Where requests that are turned away are counted, by admission and by what the service has of its own. */
  readonly shedding: Shedding;
  /**
   * Adds a check, for what is known only later than the health itself.
   * @throws {TypeError} when there is a check of that name
   */
  addCheck(name: string, check: Check | CheckFunction): void;
  /** Moves the state; a lifecycle does this. */
  enter(state: LifecycleState): void;
  /** Begins to run the checks in the background; a lifecycle does this. */
  start(): void;
  /** Ends the checks and gives back what they hold; a lifecycle does this. */
  stop(): Promise<void>;
  /** The answer right now, from memory: no probe ever waits for a dependency. */
  probe(probe: Probe): ProbeAnswer;
}

/** As the other names in JSON and in Prometheus. */
const CHECK_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const OPTIONS = ['service', 'checks', 'intervalMs', 'timeoutMs', 'maxAgeMs', 'logger'];

/**
 * The health of one service: checks that run in the background, and what the probes answer.
 * @throws {RangeError} when a time is none or the times contradict each other
 * @throws {TypeError} for an option that it does not know, and for a bad name of a check
 */
export function createHealth(options: HealthOptions): Health {
  refuseUnknown('createHealth', options, OPTIONS);
  const { service, intervalMs = 2_000, timeoutMs = 1_000 } = options;
  const { maxAgeMs = 2 * intervalMs + timeoutMs, logger = createJsonLogger(service) } = options;
  refuseBadTime('timeoutMs', timeoutMs, 1);
  refuseBadTime('intervalMs', intervalMs, 1);
  refuseBadTime('maxAgeMs', maxAgeMs, 1);
  if (timeoutMs >= intervalMs) {
    throw new RangeError(`timeoutMs (${timeoutMs}) must be below intervalMs (${intervalMs}): lower it`);
  }
  if (maxAgeMs < intervalMs + timeoutMs) {
    throw new RangeError(
      `maxAgeMs (${maxAgeMs}) must be at least intervalMs + timeoutMs (${intervalMs + timeoutMs}): raise it, ` +
        'or every check is too old just before its next run',
    );
  }
  const times = { intervalMs, timeoutMs, maxAgeMs };
  const checks = new Map<string, BackgroundCheck>();
  const metrics = createMetrics();
  let state: LifecycleState = 'starting';
  let running = false;

  function addCheck(name: string, check: Check | CheckFunction): void {
    if (!CHECK_NAME.test(name)) {
      throw new TypeError(`"${name}" is no name for a check: use letters, digits, "-" and "_"`);
    }
    if (checks.has(name)) throw new TypeError(`there are two checks named "${name}": rename one`);
    const background = createBackgroundCheck(
      name,
      typeof check === 'function' ? { run: check } : check,
      times,
      logger,
    );
    checks.set(name, background);
    if (running) background.start();
  }

  function answer(healthy: boolean, results: HealthReport['checks']): ProbeAnswer {
    const status = healthy ? 'healthy' : 'unhealthy';
    const timestamp = new Date().toISOString().replace(/\.\d+/, '');
    return { statusCode: healthy ? 200 : 503, body: { status, service, timestamp, checks: results } };
  }

  function readiness(): ProbeAnswer {
    let healthy = state === 'ready';
    const results: HealthReport['checks'] = {};
    for (const [name, check] of checks) {
      const ok = check.ok();
      results[name] = ok ? 'ok' : 'failed';
      if (!ok && check.critical) healthy = false;
    }
    return answer(healthy, results);
  }

  for (const [name, check] of Object.entries(options.checks ?? {})) addCheck(name, check);

  metrics.gauge({
    name: 'health_check_up',
    help: '1 when the check passes',
    labelNames: ['check'],
    collect: () => Array.from(checks, ([check, background]) => [{ check }, background.ok() ? 1 : 0] as const),
  });
  metrics.gauge({
    name: 'health_check_duration_seconds',
    help: 'How long the last run of the check took',
    labelNames: ['check'],
    collect: () =>
      Array.from(checks, ([check, background]) => [{ check }, background.durationSeconds()] as const).filter(
        (entry): entry is [{ check: string }, number] => entry[1] !== undefined,
      ),
  });
  metrics.gauge({
    name: 'lifecycle_state',
    help: '1 for the state that the service is in',
    labelNames: ['state'],
    collect: () => STATES.map((name) => [{ state: name }, name === state ? 1 : 0] as const),
  });
  addProcessMetrics(metrics);

  return {
    service,
    metrics,
    shedding: createShedding(metrics, logger),
    get state() {
      return state;
    },
    addCheck,
    enter(next) {
      state = next;
    },
    start() {
      running = true;
      for (const check of checks.values()) check.start();
    },
    async stop() {
      running = false;
      await Promise.all(Array.from(checks.values(), (check) => check.stop()));
    },
    probe(probe) {
      if (probe === 'livez') return answer(true, {});
      if (probe === 'startupz') return answer(state !== 'starting', {});
      return readiness();
    },
  };
}
