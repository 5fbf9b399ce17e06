import { readFileSync } from 'node:fs';
import { Problem } from './problem.mjs';

/** npm and the terminal both pass a Ctrl-C on, so two signals within this time are one. */
const sameSignalMs = 500;
const shownLogLines = 20;

/**
 * @typedef {object} Supervised
 * @property {string} name
 * @property {string} [logFile]
 * @property {() => Promise<{ code: number | null, signal: string | null }>} exited of what runs now
 * @property {() => Promise<unknown>} stop
 * @property {() => Promise<unknown>} kill
 */

/**
 * @typedef {object} Supervision
 * @property {AbortSignal} signal aborts when all is to end
 * @property {(child: Supervised) => void} add takes over a process: ended in reverse order, its death ends all
 */

/**
 * Does `work`, then keeps what it added running until Ctrl-C (SIGTERM, SIGHUP) or until one of them dies;
 * then ends them in reverse order. A second Ctrl-C kills them. Returns our exit code.
 * @param {import('./progress.mjs').Progress} progress
 * @param {(supervision: Supervision) => Promise<void>} work
 * @returns {Promise<number>}
 */
export async function supervise(progress, work) {
  const end = new AbortController();
  /** @type {Supervised[]} */
  const children = [];
  let asked = 0;

  const onSignal = async () => {
    const now = performance.now();
    if (asked === 0) {
      asked = now;
      progress.say('stopping … (Ctrl-C again to kill)');
      end.abort();
    } else if (now - asked > sameSignalMs) {
      await Promise.all(children.map((child) => child.kill()));
      process.exit(130);
    }
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, onSignal);
  // The terminal may be gone; that must not cut the stopping short.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  /** @param {Supervised} child */
  const add = (child) => {
    children.push(child);
    child.exited().then(({ code, signal }) => {
      if (end.signal.aborted) return;
      const how = signal ?? `exit code ${code}`;
      end.abort(new Problem(`${child.name} ended unexpectedly (${how}).${lastLines(child.logFile)}`));
    });
  };

  try {
    await work({ signal: end.signal, add });
    await aborted(end.signal);
  } catch (error) {
    if (!end.signal.aborted) end.abort(error);
  }
  const failed = asked === 0;
  if (failed) console.error(`\n${describe(end.signal.reason)}\n`);
  for (const child of children.toReversed()) await child.stop();
  for (const signal of signals) process.off(signal, onSignal);
  if (!failed) progress.say('stopped');
  return failed ? 1 : 0;
}

/** @param {AbortSignal} signal @returns {Promise<void>} */
function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** @param {string | undefined} logFile */
export function lastLines(logFile) {
  if (!logFile) return '';
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-shownLogLines);
  return ` The end of ${logFile}:\n${lines.join('\n')}`;
}
