import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEngine } from '../containers.js';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'todo-containers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A machine whose only commands are these shell scripts. @param {Record<string, string>} commands */
const machine = (commands) => {
  for (const [name, script] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder };
};
const ENGINE = 'case "$1" in version) echo 20.10.24;; *) echo "no such command" >&2; exit 1;; esac';

test('a machine without docker says so', () => {
  expect(findEngine(machine({}))).toEqual({ missing: 'there is no docker command' });
});

test('an engine that does not answer is not there, in its own words', () => {
  const env = machine({ docker: 'echo "Client: 27"; echo "Is the docker daemon running?" >&2; exit 1' });
  expect(findEngine(env)).toEqual({ missing: 'no Docker engine answers: Is the docker daemon running?' });
});

test.each([
  ['the plugin', { docker: 'echo 2.40.3' }, ['docker', 'compose']],
  ['the program', { docker: ENGINE, 'docker-compose': 'echo v2.40.3' }, ['docker-compose']],
])('Compose is found as %s', (_name, commands, compose) => {
  expect(findEngine(machine(commands))).toEqual({ compose });
});

test.each([
  ['none', {}],
  ['the first', { 'docker-compose': 'echo 1.29.2' }],
])('Compose 2 is missing where there is %s', (_name, commands) => {
  const env = machine({ docker: ENGINE, ...commands });
  expect(findEngine(env)).toMatchObject({ missing: expect.stringContaining('no Docker Compose 2') });
});
