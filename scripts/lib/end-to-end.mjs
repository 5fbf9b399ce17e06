import { isAlive } from '../../tooling/processes/processes.js';
import { Problem } from './problem.mjs';
import { createProgress } from './progress.mjs';
import { report } from './test-stages.mjs';
import { row } from './vitest-stage.mjs';

/** @typedef {import('./test-stages.mjs').Result} Result */
/**
 * What the stages of a run are given. `timed` does a piece of preparation and adds its row.
 * @typedef {{
 *   rows: Result[],
 *   timed: <T>(what: string, work: () => Promise<T>) => Promise<T>,
 *   signal: AbortSignal,
 *   progress: import('./progress.mjs').Progress,
 * }} Run
 */

const PREPARE = 'prepare';

/**
 * Says what a test could not be run for want of, which is a failure where CI=true.
 * @param {string} name
 * @param {string} missing a sentence
 * @returns {never}
 */
export function notRun(name, missing) {
  const ci = process.env.CI === 'true';
  report([row(name, `not run: ${missing}`, ci ? { failed: 1 } : { skipped: 1 })]);
  process.exit(ci ? 1 : 0);
}

/**
 * An end-to-end test as a command: the stages, what they have left removed whatever happens, then a table and the sum as
 * the last line. Ends the process.
 * @param {{
 *   runStages: (run: Run) => Promise<void>,
 *   removeLeftovers: (ofRun: (pid: number) => boolean) => void,
 * }} options `removeLeftovers`: of the runs, by process, that it is asked about
 */
export async function endToEnd({ runStages, removeLeftovers }) {
  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => interrupted.abort());
  }
  const progress = createProgress();
  /** @type {Result[]} */
  const rows = [];
  /** @template T @param {string} what @param {() => Promise<T>} work */
  const timed = async (what, work) => {
    const start = performance.now();
    const result = await progress.during(what, work);
    rows.push(row(PREPARE, what, { passed: 1, seconds: (performance.now() - start) / 1000 }));
    return result;
  };
  let ok = false;
  try {
    // Of a run that was killed, too.
    removeLeftovers((pid) => !isAlive(pid));
    await runStages({ rows, timed, signal: interrupted.signal, progress });
    report(rows);
    const tested = rows.some(({ stage, passed }) => stage !== PREPARE && passed > 0);
    ok = tested && rows.every(({ failed }) => failed === 0);
  } catch (error) {
    if (!interrupted.signal.aborted) {
      console.error(error instanceof Problem ? error.message : error);
      console.log('0 passed, 1 failed');
    }
  }
  removeLeftovers((pid) => pid === process.pid);
  process.exit(interrupted.signal.aborted ? 130 : ok ? 0 : 1);
}
