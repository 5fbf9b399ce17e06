import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Whether a program is there. In CI everything has to be, so that nothing is left out in silence. */
export const has = (program: string): boolean =>
  process.env.CI === 'true' ||
  (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => ['', '.exe'].some((end) => existsSync(join(folder, program + end))));

/** `describe` for tests that need programs; says which one is missing when they are skipped. */
export const describeWith = (...programs: string[]) => {
  const missing = programs.filter((program) => !has(program));
  if (missing.length > 0) console.log(`skipped: needs ${missing.join(' and ')} in PATH`);
  return describe.skipIf(missing.length > 0);
};

/** Runs a program to its end, with `input` on its stdin. */
export const run = (program: string, args: string[], input = '') => {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input });
  if (error) throw error;
  return { status, stdout, output: stdout + stderr };
};
