import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findPgBouncer } from '../../tooling/postgres/find-pgbouncer.js';
import { findBrowser } from './browser.mjs';
import { Problem } from './problem.mjs';
import { createProgress } from './progress.mjs';
import { loadDotEnv, root } from './settings.mjs';
import { biome, install, toolEnv, turbo } from './tools.mjs';
import { readReport, removeReports, reportPath, testedPackages } from './vitest-reports.mjs';

/** Their tests start or look at the whole product, so each runs when nothing else does. */
const alone = ['@todo/scripts', '@todo/e2e'];

/** Their tests run a second time with PgBouncer in transaction mode in front of every database. */
const pooled = ['@todo/tasks', '@todo/backend'];

/**
 * @typedef {object} Result
 * @property {string} stage
 * @property {string} what
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} seconds
 * @property {string[]} [failures] which tests failed and why, a line each
 */

/**
 * `npm test`: every stage, also after one that failed, then a table and the sum as the last line.
 * @param {string[]} filters passed on to vitest
 */
export async function test(filters) {
  const progress = createProgress();
  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => interrupted.abort());
  }
  try {
    loadDotEnv();
    const logFile = join(root, 'test-results', 'install.log');
    await install({ logFile, signal: interrupted.signal, progress });
    const results = await runStages({ filters, progress, signal: interrupted.signal });
    report(results);
    const ok = results.every(({ failed }) => failed === 0) && results.some(({ passed }) => passed > 0);
    process.exit(ok ? 0 : 1);
  } catch (error) {
    if (interrupted.signal.aborted) process.exit(130);
    console.error(error instanceof Problem ? error.message : error);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}

/** @param {{ filters: string[], progress: import('./progress.mjs').Progress, signal: AbortSignal }} options */
async function runStages({ filters, progress, signal }) {
  const ci = process.env.CI === 'true';
  const env = toolEnv();
  /** @type {Result[]} */
  const results = [];

  /** @param {string} stage @param {string} what @param {[string, ...string[]]} command */
  const check = async (stage, what, command) => {
    progress.say(`${stage}: ${what}`);
    const start = performance.now();
    const ok = await succeeds(command, { env, signal });
    signal.throwIfAborted();
    const seconds = (performance.now() - start) / 1000;
    results.push({ stage, what, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds });
    return ok;
  };

  await check(
    'lint',
    'Biome: rules and format',
    biome(['check', ...(ci ? ['--error-on-warnings'] : []), '.']),
  );
  await check('types', 'TypeScript in every package', turbo(['run', 'typecheck', ...quiet]));
  const built = await check('build', 'all packages and apps', turbo(['run', 'build', ...quiet]));

  const packages = testedPackages();
  const { startPostgres } = await import('../../tooling/postgres/postgres.js');
  const server = process.env.TEST_DATABASE_URL ? undefined : await startPostgres({ durable: false });
  const testEnv = { ...env, ...(server ? { TEST_DATABASE_URL: server.url } : {}) };

  /**
   * @param {string} stage
   * @param {string} what
   * @param {(name: string) => boolean} wanted
   * @param {{ script?: string, more?: NodeJS.ProcessEnv }} [options]
   */
  const vitest = async (stage, what, wanted, { script = 'test', more = {} } = {}) => {
    const tested = packages.filter(({ name }) => wanted(name));
    removeReports(tested);
    progress.say(`${stage}: ${what}`);
    const start = performance.now();
    const ok = await succeeds(
      turbo([
        'run',
        script,
        ...tested.map(({ name }) => `--filter=${name}`),
        '--continue',
        '--concurrency=2',
        '--ui=stream',
        '--output-logs=new-only',
        '--',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportPath}`,
        ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : []),
      ]),
      { env: { ...testEnv, ...more }, signal },
    );
    signal.throwIfAborted();
    const reports = tested.map((found) => ({ stage, what: found.name, ...readReport(found.folder) }));
    results.push(...reports);
    if (!ok && reports.every(({ failed }) => failed === 0)) {
      const seconds = (performance.now() - start) / 1000;
      results.push({
        stage,
        what: `${what}: failed outside the tests`,
        passed: 0,
        failed: 1,
        skipped: 0,
        seconds,
      });
    }
  };

  await vitest('tests', 'unit, integration and process tests', (name) => !alone.includes(name));
  /** @param {string} stage @param {string} why @param {boolean} isFailure */
  const notRun = (stage, why, isFailure = false) => {
    const counts = { passed: 0, failed: isFailure ? 1 : 0, skipped: isFailure ? 0 : 1 };
    results.push({ stage, what: `not run: ${why}`, ...counts, seconds: 0 });
  };

  const pgbouncer = findPgBouncer(process.env);
  const browser = findBrowser(process.env);
  if (!built) {
    notRun('pooler', 'the build failed');
    notRun('load', 'the build failed');
    notRun('commands', 'the build failed');
    notRun('browser', 'the build failed');
  } else {
    if (pgbouncer) {
      await vitest('pooler', pgbouncer, (name) => pooled.includes(name), {
        script: 'test:pooler',
        more: { TEST_PGBOUNCER: pgbouncer },
      });
    } else {
      notRun('pooler', 'no PgBouncer was found: install one, or set TEST_PGBOUNCER', ci);
    }
    // Beside other tests it would measure them.
    await vitest('load', 'the backend under twice its load', (name) => name === '@todo/backend', {
      script: 'test:load',
    });
    await vitest('commands', 'npm start and dev, with real signals', (name) => name === '@todo/scripts');
    if (browser) {
      await vitest('browser', browser, (name) => name === '@todo/e2e', {
        more: { CHROMIUM_PATH: browser },
      });
    } else {
      notRun('browser', 'no Chromium was found: install one, or set CHROMIUM_PATH', ci);
    }
  }
  await server?.remove();
  return results;
}

const quiet = ['--continue', '--ui=stream', '--output-logs=errors-only'];

/**
 * Runs a command to its end, its output going to our terminal.
 * @param {[string, ...string[]]} command
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<boolean>}
 */
function succeeds([command, ...args], options) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** The table, what failed, and the sum as the last line. @param {Result[]} results */
export function report(results) {
  const rows = results.map(({ stage, what, passed, failed, skipped, seconds }) => [
    stage,
    failed > 0 ? 'FAILED' : passed > 0 ? 'passed' : 'skipped',
    String(passed),
    String(failed),
    String(skipped),
    `${seconds.toFixed(1)} s`,
    what,
  ]);
  const table = [['stage', 'result', 'passed', 'failed', 'skipped', 'time', 'what'], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ what) =>
    results.reduce((sum, result) => sum + result[what], 0);
  const skipped = total('skipped');
  console.log(`\n${lines.join('\n')}\n`);
  const failures = results.flatMap(({ stage, failures }) =>
    (failures ?? []).map((line) => `${stage} ${line}`),
  );
  if (failures.length > 0) console.log(`${failures.map((line) => `FAILED ${line}`).join('\n')}\n`);
  console.log(
    `${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
}
