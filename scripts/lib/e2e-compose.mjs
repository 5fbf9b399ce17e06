import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findEngine, removeImages, removeProjects } from '../../tooling/containers/containers.js';
import { isAlive } from '../../tooling/processes/processes.js';
import { findBrowser } from './browser.mjs';
import { Problem } from './problem.mjs';
import { createProgress } from './progress.mjs';
import { root } from './settings.mjs';
import { report } from './test-stages.mjs';
import { install, runTool, toolEnv, turbo } from './tools.mjs';
import { row, runVitest } from './vitest-stage.mjs';

/** @typedef {import('./test-stages.mjs').Result} Result */

/** Reports, and what the containers said. */
const results = join(root, 'e2e', 'test-results', 'compose');
/** What the Compose projects of this run are called, and its images: nobody else's are touched. */
const projects = `todo-e2e-${process.pid}-`;
const tag = `e2e-${process.pid}`;
const PREPARE = 'prepare';

/**
 * `npm run e2e:compose`: builds the images, and tests them and the product in containers; then a table and the sum as
 * the last line. Without an engine it says so, and that is a failure where CI=true.
 * @param {string[]} filters passed on to vitest
 */
export async function e2eCompose(filters) {
  const engine = findEngine();
  const browser = findBrowser(process.env);
  if (engine.missing !== undefined || browser === undefined) {
    const ci = process.env.CI === 'true';
    const why = engine.missing ?? 'no Chromium was found: install one, or set CHROMIUM_PATH';
    report([row('compose', `not run: ${why}`, ci ? { failed: 1 } : { skipped: 1 })]);
    process.exit(ci ? 1 : 0);
  }

  const interrupted = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => interrupted.abort());
  }
  let ok = false;
  try {
    removeLeftovers((pid) => !isAlive(pid));
    const surroundings = { signal: interrupted.signal, progress: createProgress() };
    const rows = await runStages({ ...surroundings, compose: engine.compose, browser, filters });
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

/**
 * @param {{
 *   compose: [string, ...string[]],
 *   browser: string,
 *   filters: string[],
 *   signal: AbortSignal,
 *   progress: import('./progress.mjs').Progress,
 * }} options
 */
async function runStages({ compose, browser, filters, signal, progress }) {
  rmSync(results, { recursive: true, force: true });
  const surroundings = { logFile: join(results, 'prepare.log'), signal, progress };
  const env = {
    ...toolEnv(),
    // Engines before 23 have it, and use it when told.
    DOCKER_BUILDKIT: '1',
    TODO_TAG: tag,
    E2E_PROJECTS: projects,
    CHROMIUM_PATH: browser,
  };
  /** @type {Result[]} */
  const rows = [];
  /** @param {string} what @param {() => Promise<void>} work */
  const timed = async (what, work) => {
    const start = performance.now();
    await progress.during(what, work);
    rows.push(row(PREPARE, what, { passed: 1, seconds: (performance.now() - start) / 1000 }));
  };

  await timed('building the packages', async () => {
    await install(surroundings);
    const built = ['@todo/contracts', '@todo/model-stub'].map((name) => `--filter=${name}...`);
    await runTool(turbo(['run', 'build', '--ui=stream', ...built]), surroundings);
  });
  await timed('building the images', () => {
    const file = join(root, 'docker', 'docker-compose.yml');
    const [command, ...args] = compose;
    return runTool([command, ...args, '--file', file, '--progress', 'plain', 'build'], surroundings, env);
  });

  /** @param {string} stage @param {string} folder @param {string} config */
  const vitest = async (stage, folder, config) => {
    progress.say(`${stage}: ${relative(root, folder)}`);
    rows.push(...(await runVitest({ stage, folder, config, results, filters, env, signal })));
  };
  await vitest('images', join(root, 'docker'), 'vitest.images.config.js');
  await vitest('compose', join(root, 'e2e'), 'vitest.compose.config.ts');
  return rows;
}

/** Removes what runs have left; one that was killed could not do it itself. @param {(pid: number) => boolean} ofRun */
function removeLeftovers(ofRun) {
  const isLeft = (/** @type {RegExp} */ pattern) => (/** @type {string} */ name) => {
    const [, pid] = pattern.exec(name) ?? [];
    return pid !== undefined && ofRun(Number(pid));
  };
  removeProjects(isLeft(/^todo-e2e-(\d+)-/));
  removeImages(isLeft(/^todo-[a-z]+:e2e-(\d+)/));
}
