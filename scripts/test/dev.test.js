import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@todo/processes';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../lib/settings.mjs';
import { createPlace } from './start-runs.js';

test('dev serves all apps, starts one again when it was compiled, and ends by Ctrl-C', async () => {
  const place = await createPlace();
  const run = place.dev();
  onTestFinished(async () => {
    if (isAlive(run.pid)) run.interrupt();
    await run.exited;
    await place.remove();
  });
  await run.said('ready: http');
  /** A service is away for a moment whenever the compilers have written. @param {number} port @param {string} path */
  const answers = (port, path) =>
    expect
      .poll(() => fetch(`http://127.0.0.1:${port}${path}`).then(({ status }) => status), { timeout: 20_000 })
      .toBe(200);
  await answers(place.backendPort, '/health');
  await answers(place.mcpPort, '/health');
  await answers(place.frontendPort, '/');
  const now = new Date();
  await utimes(join(root, 'apps', 'backend', 'dist', 'main.js'), now, now);
  await run.said('Restarting');
  run.interrupt();
  expect(await run.exited).toBe(0);
});
