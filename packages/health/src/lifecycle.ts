import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type AdmissionOptions, createAdmission } from './admission.js';
import { type Connections, trackConnections } from './connections.js';
import type { Health, LifecycleState } from './health.js';
import { createJsonLogger, type Logger } from './logger.js';
import { refuseBadTime, refuseUnknown } from './options.js';

export interface LifecycleOptions {
  /** Its checks are started now and stopped with the service. */
  health: Health;
  /** Default: JSON lines on stdout. */
  logger?: Logger | undefined;
  /**
   * How long everything is still served after the signal, ms. It covers the time until load balancers
   * have heard that this instance leaves. Default 5000; 0 where nothing balances.
   */
  drainDelayMs?: number | undefined;
  /**
   * How long a kept-alive connection must have been idle before it is closed, ms, once nothing new is
   * accepted: longer than your clients keep theirs, so that none sends a request into a close.
   * Default 1.5 × the drain, 7500; without a drain such connections are closed at once.
   */
  idleTimeoutMs?: number | undefined;
  /** How long requests in flight may take once nothing new is accepted, ms. Default 10,000. */
  closeTimeoutMs?: number | undefined;
  /**
   * The whole time from the signal to the exit, ms. Default 25,000, inside the 30 s that
   * Kubernetes leaves (terminationGracePeriodSeconds).
   */
  budgetMs?: number | undefined;
}

export interface AttachOptions {
  /**
   * Has requests wait while the event loop is busy and answers 503 to those that would wait for too long, so that
   * probes get through. Off by default; `{}` is on with the defaults.
   */
  admission?: AdmissionOptions | undefined;
}

export interface Lifecycle {
  readonly state: LifecycleState;
  /** Aborts when nothing new is accepted any more: event streams must end then, and start-up must stop. */
  readonly signal: AbortSignal;
  /**
   * Drains and closes this server with the service. Call it before the server listens. It also raises Node's
   * `keepAliveTimeout` of 5 s to 72 s, above that of the proxies in front; set another afterwards.
   * @throws {TypeError} when it is no server of `node:http`, listens already, or was attached before, and for an
   * option that it does not know
   * @throws {RangeError} when a time of the admission is none
   */
  attach(server: Server, options?: AttachOptions): void;
  /** Start-up is done: the service is ready as far as its checks are. Without effect in a shutdown. */
  ready(): void;
  /**
   * Registers a step of the shutdown. The steps run after the last request, the newest first.
   * @param timeoutMs the longest that it may take; default 2000
   * @throws {RangeError} when `timeoutMs` is no time or the phases no longer fit the budget
   */
  onClose(name: string, hook: () => unknown, timeoutMs?: number): void;
  /** Drains, closes and exits 0, as SIGTERM does. */
  shutdown(reason: string): void;
}

/** A second signal this soon, ms, is the same Ctrl-C, which a shell and its job both pass on. */
const SAME_SIGNAL_MS = 500;
/** A process in an unknown state serves no longer than this, ms, so that others can take over. */
const AFTER_EXCEPTION_MS = { drain: 1_000, close: 2_000 };
const HOOK_TIMEOUT_MS = 2_000;
/** Clients keep idle connections for a few seconds; those whose drain is longer are told to be more patient. */
const IDLE_PER_DRAIN = 1.5;

const OPTIONS = ['health', 'logger', 'drainDelayMs', 'idleTimeoutMs', 'closeTimeoutMs', 'budgetMs'];

interface Hook {
  name: string;
  run: () => unknown;
  timeoutMs: number;
}

/**
 * Carries the process from start to exit: takes SIGTERM, SIGINT and uncaught exceptions, and ends
 * without losing a request. Call it first in the program, so that a signal during start-up is heard.
 * The process exits 0 when all went well, 1 after an uncaught exception, a failed step or when the
 * budget is used up, and with 128 + the signal's number on a second signal.
 * @throws {RangeError} when a time is none or the phases do not fit the budget
 * @throws {TypeError} for an option that it does not know
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  refuseUnknown('createLifecycle', options, OPTIONS);
  const { health, drainDelayMs = 5_000, closeTimeoutMs = 10_000, budgetMs = 25_000 } = options;
  const { logger = createJsonLogger(health.service) } = options;
  for (const [name, value] of Object.entries({ drainDelayMs, closeTimeoutMs, budgetMs })) {
    refuseBadTime(name, value);
  }
  if (options.idleTimeoutMs !== undefined) {
    refuseBadTime('idleTimeoutMs', options.idleTimeoutMs);
    if (options.idleTimeoutMs > drainDelayMs + closeTimeoutMs) {
      throw new RangeError(
        `idleTimeoutMs (${options.idleTimeoutMs}) must not be above drainDelayMs + closeTimeoutMs ` +
          `(${drainDelayMs + closeTimeoutMs}): idle connections end with them`,
      );
    }
  }
  const servers: Connections[] = [];
  const attached = new WeakSet<Server>();
  const hooks: Hook[] = [];
  const stopping = new AbortController();
  // Each open event stream is one.
  setMaxListeners(0, stopping.signal);
  const stopChecks: Hook = { name: 'health checks', run: () => health.stop(), timeoutMs: HOOK_TIMEOUT_MS };
  const inOrder = { drainMs: drainDelayMs, closeTimeoutMs };
  let shuttingDown = false;
  let exitCode = 0;
  let signalledAt: number | undefined;
  let connectionsCut = 0;
  const createdAt = performance.now();
  const inFlight = () => servers.reduce((total, server) => total + server.inFlight(), 0);

  function refuseOverBudget(steps: readonly Hook[]): void {
    const phases = [
      { name: 'drain', timeoutMs: drainDelayMs },
      { name: 'requests in flight', timeoutMs: closeTimeoutMs },
      stopChecks,
      ...steps,
    ];
    const sum = phases.reduce((total, phase) => total + phase.timeoutMs, 0);
    if (sum <= budgetMs) return;
    const parts = phases.map((phase) => `${phase.name} ${phase.timeoutMs}`).join(' + ');
    throw new RangeError(
      `the shutdown takes up to ${parts} = ${sum} ms, over budgetMs (${budgetMs}): ` +
        'shorten a phase, or raise the budget and the time that the platform leaves',
    );
  }

  async function runHook({ name, run, timeoutMs }: Hook): Promise<void> {
    const limit = new AbortController();
    const expired = delay(timeoutMs, undefined, { signal: limit.signal }).then(() => {
      throw new Error(`not done within ${timeoutMs} ms`);
    });
    try {
      await Promise.race([expired, (async () => run())()]);
    } catch (err) {
      exitCode = 1;
      logger.error({ err, hook: name }, 'a step of the shutdown failed');
    } finally {
      expired.catch(() => {});
      limit.abort();
    }
  }

  async function stop(reason: string, times: typeof inOrder): Promise<void> {
    if (shuttingDown) return;
    shuttingDown = true;
    setTimeout(() => {
      logger.error({ budgetMs }, 'shutdown did not end within its budget');
      process.exit(1);
    }, budgetMs);
    const startedAt = performance.now();
    const afterMs = () => Math.round(performance.now() - startedAt);
    // Nobody sends requests to an instance that was never ready.
    const drainMs = health.state === 'ready' ? times.drainMs : 0;
    const idleTimeoutMs = drainMs === 0 ? 0 : (options.idleTimeoutMs ?? IDLE_PER_DRAIN * drainMs);
    health.enter('draining');
    logger.info({ reason, drainMs }, 'draining');
    for (const server of servers) server.drain();
    if (drainMs > 0) await delay(drainMs);

    const waitedFor = inFlight();
    const closing = servers.map((server) =>
      server.close({ idleTimeoutMs, closeTimeoutMs: times.closeTimeoutMs }),
    );
    logger.info({ afterMs: afterMs(), inFlight: waitedFor }, 'closing');
    // Only now: a client whose stream ends comes back at once, and must not find this instance.
    stopping.abort();
    for (const cut of await Promise.all(closing)) connectionsCut += cut;
    if (connectionsCut > 0) {
      logger.warn(
        { cut: connectionsCut, closeTimeoutMs: times.closeTimeoutMs },
        'cut connections that were still open',
      );
    }
    await runHook(stopChecks);
    // A start-up that is being aborted may still register some.
    for (let hook = hooks.pop(); hook !== undefined; hook = hooks.pop()) await runHook(hook);
    health.enter('closed');
    logger.info({ exitCode, afterMs: afterMs(), cut: connectionsCut }, 'closed');
    process.exit(exitCode);
  }

  function onSignal(signal: 'SIGTERM' | 'SIGINT'): void {
    const now = performance.now();
    signalledAt ??= now;
    if (!shuttingDown) {
      void stop(signal, inOrder);
    } else if (now - signalledAt > SAME_SIGNAL_MS) {
      logger.warn({ signal }, 'a second signal: exiting at once');
      process.exit(128 + constants.signals[signal]);
    }
  }

  function onUncaughtException(err: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
    logger.error({ err, origin }, 'uncaught exception');
    // A stray rejection of something that is being torn down says nothing about how the shutdown went.
    if (shuttingDown && origin === 'unhandledRejection') return;
    exitCode = 1;
    // What failed may never be answered.
    void stop('uncaught exception', {
      drainMs: Math.min(drainDelayMs, AFTER_EXCEPTION_MS.drain),
      closeTimeoutMs: Math.min(closeTimeoutMs, AFTER_EXCEPTION_MS.close),
    });
  }

  refuseOverBudget([]);
  health.metrics.gauge({
    name: 'http_requests_in_flight',
    help: 'Requests whose response has not ended, event streams included',
    collect: inFlight,
  });
  health.metrics.counter({
    name: 'http_connections_cut_total',
    help: 'Connections cut off in the middle of something at the end of the shutdown',
    collect: () => connectionsCut,
  });
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', onUncaughtException);
  health.start();

  return {
    get state() {
      return health.state;
    },
    signal: stopping.signal,
    attach(server, options = {}) {
      refuseUnknown('attach', options, ['admission']);
      if (attached.has(server)) throw new TypeError('attach() was called twice for one server: call it once');
      attached.add(server);
      const { admission } = options;
      const connections = trackConnections(server, admission && createAdmission(server, health, admission));
      servers.push(connections);
      if (shuttingDown) connections.drain();
    },
    ready() {
      if (health.state !== 'starting') return;
      health.enter('ready');
      logger.info({ afterMs: Math.round(performance.now() - createdAt) }, 'ready');
    },
    onClose(name, run, timeoutMs = HOOK_TIMEOUT_MS) {
      refuseBadTime(`the time-out of "${name}"`, timeoutMs);
      const hook = { name, run, timeoutMs };
      refuseOverBudget([...hooks, hook]);
      hooks.push(hook);
    },
    shutdown(reason) {
      void stop(reason, inOrder);
    },
  };
}
