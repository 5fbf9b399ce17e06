import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../lib/settings.mjs';
import { toolEnv, turbo } from '../lib/tools.mjs';

test('a second build takes everything from the cache', () => {
  const [command, ...args] = turbo(['run', 'build', '--ui=stream', '--output-logs=errors-only']);
  const build = () => spawnSync(command, args, { cwd: root, env: toolEnv(), encoding: 'utf8' });
  expect(build().status).toBe(0);
  expect(build().stdout).toContain('FULL TURBO');
});
