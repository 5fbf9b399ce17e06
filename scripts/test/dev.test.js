import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '@todo/processes';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../lib/settings.mjs';
import { createPlace } from './start-runs.js';

test('dev serves both apps, starts the backend again when it was compiled, and ends by Ctrl-C', async () => {
  const place = await createPlace();
  const run = place.dev();
  onTestFinished(async () => {
    if (isAlive(run.pid)) run.interrupt();
    await run.exited;
    await place.remove();
  });
  await run.said('ready: http');
  expect((await fetch(`http://127.0.0.1:${place.backendPort}/health`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${place.frontendPort}/`)).status).toBe(200);
  const now = new Date();
  await utimes(join(root, 'apps', 'backend', 'dist', 'main.js'), now, now);
  await run.said('Restarting');
  run.interrupt();
  expect(await run.exited).toBe(0);
});
