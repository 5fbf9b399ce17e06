import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startProcess } from '../../tooling/processes/processes.js';
import { failuresOf } from './vitest-reports.mjs';

/** @typedef {import('./test-stages.mjs').Result} Result */

/** For tests and what they started to end by themselves when we are interrupted, ms. */
const graceMs = 5_000;

/**
 * Runs vitest with one configuration, its output going to our terminal; a row for each test file.
 * @param {{
 *   stage: string,
 *   folder: string,
 *   config: string,
 *   results: string,
 *   filters: string[],
 *   env: NodeJS.ProcessEnv,
 *   signal: AbortSignal,
 *   graceMs?: number,
 * }} options `results`: where its report goes; `filters`: which files, by parts of their names
 * @returns {Promise<Result[]>} rejects when it is interrupted
 */
export async function runVitest({ stage, folder, config, results, filters, env, signal, ...rest }) {
  const output = join(results, `${stage}.json`);
  const child = await startProcess({
    command: process.execPath,
    args: [
      ...[join(folder, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', config],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${output}`],
      ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
    ],
    cwd: folder,
    env,
    output: 'inherit',
    graceMs: rest.graceMs ?? graceMs,
  });
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop);
  const { code } = await child.exited;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return readRows(stage, folder, output, code === 0);
}

/**
 * A row for each test file. A file whose hooks failed counts as one failure, and so does a run that failed in no test.
 * @param {string} stage
 * @param {string} folder
 * @param {string} file vitest's report
 * @param {boolean} ok whether vitest was content
 * @returns {Result[]}
 */
function readRows(stage, folder, file, ok) {
  /** @type {{ startTime: number, testResults: import('./vitest-reports.mjs').FileReport[] }} */
  let run;
  try {
    run = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [row(stage, 'vitest wrote no report', { failed: 1 })];
  }
  let before = run.startTime;
  const rows = run.testResults
    .toSorted((one, other) => one.endTime - other.endTime)
    .map((report) => {
      const { name, status, endTime, assertionResults } = report;
      const count = (/** @type {string} */ wanted) =>
        assertionResults.filter((result) => result.status === wanted).length;
      const failed = status === 'failed' ? Math.max(1, count('failed')) : 0;
      const passed = count('passed');
      // Since the one before ended, preparation included: also when two run at a time the sum is the run's.
      const seconds = (endTime - before) / 1000;
      before = endTime;
      const skipped = assertionResults.length - passed - count('failed');
      return row(stage, relative(folder, name), {
        passed,
        failed,
        skipped,
        seconds,
        failures: failuresOf(report, folder),
      });
    });
  if (!ok && rows.every(({ failed }) => failed === 0))
    rows.push(row(stage, 'failed outside the tests', { failed: 1 }));
  return rows;
}

/** @param {string} stage @param {string} what @param {Partial<Result>} counts @returns {Result} */
export const row = (stage, what, counts) => ({
  stage,
  what,
  passed: 0,
  failed: 0,
  skipped: 0,
  seconds: 0,
  failures: [],
  ...counts,
});
