import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../e2e-compose.mjs', import.meta.url));

/** @param {NodeJS.ProcessEnv} env the whole environment of the command */
const run = (env) => {
  const { status, stdout } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n') };
};

describe('npm run e2e:compose on a machine without an engine', () => {
  const nowhere = { PATH: '/nowhere' };

  test('says so, and that nothing was tested', () => {
    const { status, lines } = run(nowhere);
    expect(lines.join('\n')).toContain('not run: there is no docker command');
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
    expect(status).toBe(0);
  });

  test('fails where everything has to be there', () => {
    const { status, lines } = run({ ...nowhere, CI: 'true' });
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(status).toBe(1);
  });
});
