import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findEngine, removeImages, removeProjects } from '../../tooling/containers/containers.js';
import { findBrowser } from './browser.mjs';
import { endToEnd, notRun } from './end-to-end.mjs';
import { root } from './settings.mjs';
import { install, runTool, toolEnv, turbo } from './tools.mjs';
import { runVitest } from './vitest-stage.mjs';

/** Reports, and what the containers said. */
const results = join(root, 'e2e', 'test-results', 'compose');
/** What the Compose projects of this run are called, and its images: nobody else's are touched. */
const projects = `todo-e2e-${process.pid}-`;
const tag = `e2e-${process.pid}`;

/**
 * `npm run e2e:compose`: builds the images, and tests them and the product in containers; then a table and the sum as
 * the last line. Without an engine it says so, and that is a failure where CI=true.
 * @param {string[]} filters passed on to vitest
 */
export async function e2eCompose(filters) {
  const engine = findEngine();
  const browser = findBrowser(process.env);
  if (engine.missing !== undefined) return notRun('compose', engine.missing);
  if (browser === undefined)
    return notRun('compose', 'no Chromium was found: install one, or set CHROMIUM_PATH');
  const { compose } = engine;
  await endToEnd({
    runStages: (run) => runStages({ ...run, compose, browser, filters }),
    removeLeftovers,
  });
}

/**
 * @param {import('./end-to-end.mjs').Run & {
 *   compose: [string, ...string[]],
 *   browser: string,
 *   filters: string[],
 * }} options
 */
async function runStages({ rows, timed, compose, browser, filters, signal, progress }) {
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
