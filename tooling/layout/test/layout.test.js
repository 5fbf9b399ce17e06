import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { findViolations, importedBy, workspacePackages } from '../layout.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** @type {string[]} */
const made = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A workspace in miniature. @param {Record<string, object | string>} files */
function workspace(files) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-layout-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const contracts = { name: '@todo/contracts' };
const workspaceVersion = 'workspace:*';
// Not written out in the sources below, since this very file is looked at too.
const backend = '@todo/backend';
const postgres = '@todo/postgres';
const otherApp = '../../frontend';

describe('this workspace', () => {
  test('has no import against the arrows', () => {
    expect(findViolations(root)).toEqual([]);
  });

  test('is looked at as a whole: what is known to be there is found', () => {
    const names = workspacePackages(root).map(({ manifest }) => manifest.name);
    expect(names).toEqual(
      expect.arrayContaining([
        '@todo/backend',
        '@todo/frontend',
        '@todo/contracts',
        '@todo/health',
        '@todo/scripts',
      ]),
    );
  });

  test('takes every version from the catalog', () => {
    const manifests = [
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
      ...workspacePackages(root).map(({ manifest }) => manifest),
    ];
    const strays = manifests.flatMap(({ name, dependencies, devDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !['catalog:', workspaceVersion].includes(version))
        .map(([dependency, version]) => `${name}: ${dependency} ${version}`),
    );
    expect(strays).toEqual([]);
  });

  test('has a lockfile that names no host, so that any registry serves it', () => {
    expect(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')).not.toMatch(/https?:\/\//);
  });
});

describe('refused is', () => {
  test('a package that depends on another, other than on the contracts', () => {
    const folder = workspace({
      'packages/contracts/package.json': contracts,
      'packages/tasks/package.json': {
        name: '@todo/tasks',
        dependencies: { '@todo/contracts': workspaceVersion, '@todo/auth': workspaceVersion },
      },
      'packages/auth/package.json': { name: '@todo/auth' },
    });
    expect(findViolations(folder)).toEqual([
      `${join('packages', 'tasks', 'package.json')}: ${join('packages', 'tasks')} may not import @todo/auth (${join('packages', 'auth')})`,
    ]);
  });

  test('an app that imports another by name, even only its types', () => {
    const folder = workspace({
      'apps/backend/package.json': { name: '@todo/backend' },
      'apps/frontend/package.json': { name: '@todo/frontend' },
      'apps/frontend/src/page.tsx': `import type { Task } from '${backend}';`,
    });
    expect(findViolations(folder)).toEqual([
      `${join('apps', 'frontend', 'src', 'page.tsx')}: @todo/backend is not in its dependencies`,
    ]);
  });

  test('a path that leaves the package, whatever the file behind it is called', () => {
    const folder = workspace({
      'apps/backend/package.json': { name: '@todo/backend' },
      'apps/backend/src/main.ts': `export { secret } from './inside.js';\nawait import('${otherApp}/src/a.js');`,
      'apps/frontend/package.json': { name: '@todo/frontend' },
      'apps/frontend/src/a.ts': '',
    });
    expect(findViolations(folder)).toEqual([
      `${join('apps', 'backend', 'src', 'main.ts')}: ../../frontend/src/a.js leaves the package`,
    ]);
  });

  test('health on anything of ours, the contracts included', () => {
    const folder = workspace({
      'packages/contracts/package.json': contracts,
      'packages/health/package.json': {
        name: '@todo/health',
        devDependencies: { '@todo/contracts': workspaceVersion },
      },
    });
    expect(findViolations(folder)).toHaveLength(1);
  });

  test('a package that needs an app', () => {
    const folder = workspace({
      'apps/backend/package.json': { name: '@todo/backend' },
      'packages/tasks/package.json': {
        name: '@todo/tasks',
        devDependencies: { '@todo/backend': workspaceVersion },
      },
    });
    expect(findViolations(folder)).toHaveLength(1);
  });

  test('tooling in what is shipped, but not in its tests', () => {
    const folder = workspace({
      'tooling/postgres/package.json': { name: '@todo/postgres' },
      'packages/tasks/package.json': {
        name: '@todo/tasks',
        devDependencies: { '@todo/postgres': workspaceVersion },
      },
      'packages/tasks/src/tasks.ts': `import { startPostgres } from '${postgres}';`,
      'packages/tasks/test/tasks.test.ts': `import { startPostgres } from '${postgres}';`,
      'packages/auth/package.json': {
        name: '@todo/auth',
        dependencies: { '@todo/postgres': workspaceVersion },
      },
    });
    expect(findViolations(folder)).toEqual([
      expect.stringContaining('belongs into devDependencies'),
      `${join('packages', 'tasks', 'src', 'tasks.ts')}: @todo/postgres is not in its dependencies`,
    ]);
  });
});

test('imports are found in each of their forms', () => {
  const text = `
    import a, { b } from 'one';
    import 'two';
    export * from "three";
    const c = await import('four');
    const d = require('five');
    type E = import('six').E;
    import {
      f,
    } from 'seven';
    const from = 'not one';`;
  expect(importedBy(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
});
