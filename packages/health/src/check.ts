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
  close?: () => Promise<void>;
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
  start(): void;
  stop(): Promise<void>;
}

/** Runs a check again and again, never twice at once, and remembers how the last run ended. */
export function createBackgroundCheck(
  name: string,
  check: Check,
  times: CheckTimes,
  logger: Logger,
): BackgroundCheck {
  let outcome: { ok: boolean; at: number } | undefined;
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
    record(failure === undefined, failure?.err);
    const elapsed = performance.now() - startedAt;
    timer = setTimeout(run, Math.max(0, times.intervalMs - elapsed)).unref();
  }

  return {
    critical: check.critical ?? true,
    ok: () => outcome?.ok === true && performance.now() - outcome.at <= times.maxAgeMs,
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
