import type { Server } from 'node:http';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connections, trackConnections } from './connections.js';
import type { Health, LifecycleState } from './health.js';
import { createJsonLogger, type Logger } from './logger.js';

export interface LifecycleOptions {
  /** Its checks are started now and stopped with the service. */
  health: Health;
  /** Default: JSON lines on stdout. */
  logger?: Logger;
  /**
   * How long everything is still served after the signal, ms. It covers the time until load balancers
   * have heard that this instance leaves. Default 5000; 0 where nothing balances.
   */
  drainDelayMs?: number;
  /** How long requests in flight may take once nothing new is accepted, ms. Default 10,000. */
  closeTimeoutMs?: number;
  /**
   * The whole time from the signal to the exit, ms. Default 25,000, inside the 30 s that
   * Kubernetes leaves (terminationGracePeriodSeconds).
   */
  budgetMs?: number;
}

export interface Lifecycle {
  readonly state: LifecycleState;
  /** Aborts when nothing new is accepted any more: event streams must end then, and start-up must stop. */
  readonly signal: AbortSignal;
  /** Drains and closes this server with the service. Call it before the server listens. */
  attach(server: Server): void;
  /** Start-up is done: the service is ready as far as its checks are. Without effect in a shutdown. */
  ready(): void;
  /**
   * Registers a step of the shutdown. The steps run after the last request, the newest first.
   * @param timeoutMs the longest that it may take; default 2000
   * @throws {RangeError} when the phases no longer fit the budget
   */
  onClose(name: string, hook: () => unknown, timeoutMs?: number): void;
  /** Drains, closes and exits 0, as SIGTERM does. */
  shutdown(reason: string): void;
}

/** A second signal this soon, ms, is the same Ctrl-C, which a shell and its job both pass on. */
const SAME_SIGNAL_MS = 500;
/** A process in an unknown state serves no longer than this, ms, so that others can take over. */
const DRAIN_AFTER_EXCEPTION_MS = 1_000;
const HOOK_TIMEOUT_MS = 2_000;

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
 * @throws {RangeError} when the phases do not fit the budget
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { health, drainDelayMs = 5_000, closeTimeoutMs = 10_000, budgetMs = 25_000 } = options;
  const { logger = createJsonLogger(health.service) } = options;
  const servers: Connections[] = [];
  const hooks: Hook[] = [];
  const stopping = new AbortController();
  const stopChecks: Hook = { name: 'health checks', run: () => health.stop(), timeoutMs: HOOK_TIMEOUT_MS };
  let shuttingDown = false;
  let exitCode = 0;
  let signalledAt: number | undefined;

  function refuseOverBudget(): void {
    const phases = [
      { name: 'drain', timeoutMs: drainDelayMs },
      { name: 'requests in flight', timeoutMs: closeTimeoutMs },
      stopChecks,
      ...hooks,
    ];
    const sum = phases.reduce((total, phase) => total + phase.timeoutMs, 0);
    if (sum <= budgetMs) return;
    const parts = phases.map((phase) => `${phase.name} ${phase.timeoutMs}`).join(' + ');
    throw new RangeError(`shutdown takes up to ${parts} = ${sum} ms, over its budget of ${budgetMs} ms`);
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

  async function stop(reason: string, drainMs: number): Promise<void> {
    if (shuttingDown) return;
    shuttingDown = true;
    setTimeout(() => {
      logger.error({ budgetMs }, 'shutdown did not end within its budget');
      process.exit(1);
    }, budgetMs);
    const wasReady = health.state === 'ready';
    logger.info({ reason, drainMs: wasReady ? drainMs : 0 }, 'shutting down');
    health.enter('draining');
    for (const server of servers) server.drain();
    // Nobody sends requests to an instance that was never ready.
    if (wasReady) await delay(drainMs);
    const closing = servers.map((server) => server.close(closeTimeoutMs));
    // Only now: a client whose stream ends comes back at once, and must not find this instance.
    stopping.abort();
    const cuts = await Promise.all(closing);
    const cut = cuts.reduce((total, count) => total + count, 0);
    if (cut > 0) logger.warn({ cut, closeTimeoutMs }, 'cut connections that were still open');
    health.enter('closed');
    await runHook(stopChecks);
    // A start-up that is being aborted may still register some.
    for (let hook = hooks.pop(); hook !== undefined; hook = hooks.pop()) await runHook(hook);
    logger.info({ exitCode }, 'stopped');
    process.exit(exitCode);
  }

  function onSignal(signal: 'SIGTERM' | 'SIGINT'): void {
    const now = performance.now();
    signalledAt ??= now;
    if (!shuttingDown) {
      void stop(signal, drainDelayMs);
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
    void stop('uncaught exception', Math.min(drainDelayMs, DRAIN_AFTER_EXCEPTION_MS));
  }

  refuseOverBudget();
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', onUncaughtException);
  health.start();

  return {
    get state() {
      return health.state;
    },
    signal: stopping.signal,
    attach(server) {
      const connections = trackConnections(server);
      servers.push(connections);
      if (shuttingDown) connections.drain();
    },
    ready() {
      if (health.state === 'starting') health.enter('ready');
    },
    onClose(name, run, timeoutMs = HOOK_TIMEOUT_MS) {
      hooks.push({ name, run, timeoutMs });
      refuseOverBudget();
    },
    shutdown(reason) {
      void stop(reason, drainDelayMs);
    },
  };
}
