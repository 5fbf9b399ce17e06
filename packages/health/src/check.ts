import type { Logger } from './logger.js';

/**
 * Looks at one dependency: resolves when it is fine, throws or rejects when it is not.
 * After its time limit the signal aborts and the outcome no longer counts: let go of everything then.
 */
export type CheckFunction = (signal: AbortSignal) => unknown;

/** A check that holds something open between runs, or that must not turn the status. */
export interface Check {
  run: CheckFunction;
  /** Gives back what the check holds; called once, when the checks stop. */
  close?: () => unknown;
  /** `false`: reported, but the service is healthy without it. Default `true`. */
  critical?: boolean;
}

export interface CheckTimes {
  /** From the start of one run to the start of the next, ms. */
  intervalMs: number;
  /** The longest a run may take before it has failed, ms. */
  timeoutMs: number;
  /** An outcome older than this counts as failed, ms. */
  maxAgeMs: number;
}

export interface BackgroundCheck {
  readonly critical: boolean;
  /** Whether the last run succeeded, recently enough. */
  ok(): boolean;
  /** How long the last run took, seconds; undefined before the first has ended. */
  durationSeconds(): number | undefined;
  start(): void;
  stop(): Promise<void>;
}

/** A time-out that is noticed this much too late, ms, is the event loop's fault and not the dependency's. */
const LATE_MS = 500;

/** The interval after a failure, ms, however long it is otherwise: a database that sleeps is awake at the second try. */
const RETRY_MS = 1_000;

/** Runs a check again and again, never twice at once, and remembers how the last run ended. */
export function createBackgroundCheck(
  name: string,
  check: Check,
  times: CheckTimes,
  logger: Logger,
): BackgroundCheck {
  let outcome: { ok: boolean; at: number } | undefined;
  let durationSeconds: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let current: AbortController | undefined;
  let stopped = false;

  function record(ok: boolean, err?: unknown): void {
    if (outcome?.ok !== ok) {
      if (ok) logger.info({ check: name }, 'health check passes');
      else logger.warn({ check: name, err }, 'health check fails');
    }
    outcome = { ok, at: performance.now() };
  }

  async function run(): Promise<void> {
    const startedAt = performance.now();
    const limit = new AbortController();
    current = limit;
    const expired = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
    });
    const timeout = setTimeout(() => {
      limit.abort(new Error(`no result within ${times.timeoutMs} ms`));
    }, times.timeoutMs);
    let failure: { err: unknown } | undefined;
    try {
      await Promise.race([expired, (async () => check.run(limit.signal))()]);
    } catch (err) {
      failure = { err };
    } finally {
      clearTimeout(timeout);
    }
    if (stopped) return;
    const elapsed = performance.now() - startedAt;
    durationSeconds = elapsed / 1e3;
    // The answer may have been there all the time that the event loop was blocked. The age of the last
    // outcome still counts, so a loop that is always late does not stay healthy.
    const inconclusive = failure !== undefined && elapsed > times.timeoutMs + LATE_MS;
    if (!inconclusive) record(failure === undefined, failure?.err);
    const intervalMs = failure ? Math.min(times.intervalMs, RETRY_MS) : times.intervalMs;
    timer = setTimeout(run, inconclusive ? 0 : Math.max(0, intervalMs - elapsed)).unref();
  }

  return {
    critical: check.critical ?? true,
    ok() {
      const age = outcome === undefined ? 0 : performance.now() - outcome.at;
      if (outcome?.ok && age > times.maxAgeMs) {
        record(false, new Error(`no result for ${Math.round(age)} ms`));
      }
      return outcome?.ok === true;
    },
    durationSeconds: () => durationSeconds,
    start() {
      if (current === undefined) void run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      current?.abort(new Error('the checks have stopped'));
      await check.close?.();
    },
  };
}
