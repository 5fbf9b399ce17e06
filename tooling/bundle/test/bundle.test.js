import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle } from '../bundle.js';

let workspace = '';
// Not written out in the sources below, since this very file is looked at too.
const packages = '../../../packages';
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'todo-bundle-')));
});
afterEach(() => {
  rmSync(workspace, { recursive: true });
});

/** @param {Record<string, string | object>} files */
function write(files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** An app with two programs over one package that reads a file beside itself. @param {string} [readPath] */
function writeWorkspace(readPath = '../migrations/1.sql') {
  write({
    'packages/tasks/package.json': { name: 'tasks', type: 'module', files: ['dist', 'migrations'] },
    'packages/tasks/migrations/1.sql': 'SELECT 1',
    'packages/tasks/dist/index.js': `
      import { readFileSync } from 'node:fs';
      export class TaskError extends Error { words = 'written once'; }
      export const migration = () => readFileSync(new URL('${readPath}', import.meta.url), 'utf8');`,
    'packages/old/package.json': { name: 'old' },
    'packages/old/dist/index.js': `module.exports = { platform: require('os').platform() };`,
    'apps/backend/package.json': { name: 'backend', type: 'module' },
    'apps/backend/dist/main.js': `
      import { TaskError } from '${packages}/tasks/dist/index.js';
      import old from '${packages}/old/dist/index.js';
      console.log(old.platform, new TaskError('').constructor.name);
      console.log(new Error('stack').stack);`,
    'apps/backend/dist/migrate.js': `
      import { migration } from '${packages}/tasks/dist/index.js';
      console.log(migration());`,
  });
  return {
    folder: join(workspace, 'apps', 'backend'),
    programs: { main: 'dist/main.js', migrate: 'dist/migrate.js' },
  };
}

/** What a program of the bundle writes once the bundle is all there is. @param {string} program */
function run(program) {
  const moved = mkdtempSync(join(tmpdir(), 'todo-image-'));
  cpSync(join(workspace, 'apps', 'backend', 'bundle'), moved, { recursive: true });
  const { stdout, stderr } = spawnSync(process.execPath, [program], {
    cwd: join(moved, 'dist'),
    encoding: 'utf8',
  });
  rmSync(moved, { recursive: true });
  return stdout + stderr;
}

test('programs run without node_modules, CommonJS in them too, with names and a stack that can be read', async () => {
  await bundle(writeWorkspace());
  const [first, ...stack] = run('main.js').split('\n');
  expect(first).toBe(`${process.platform} TaskError`);
  expect(stack.join('\n')).toMatch(/Error: stack\n +at .*main\.js:\d+:\d+/);
});

test('what packages publish beside their code comes along, and is where the code looks for it', async () => {
  await bundle(writeWorkspace());
  expect(run('migrate.js')).toBe('SELECT 1\n');
});

test('what programs share is written once, and nothing is left of the bundle before', async () => {
  const options = writeWorkspace();
  write({ 'apps/backend/bundle/dist/old.js': '' });
  await bundle(options);
  const dist = join(options.folder, 'bundle', 'dist');
  const files = readdirSync(dist);
  expect(existsSync(join(dist, 'old.js'))).toBe(false);
  const holders = files.filter((file) => readFileSync(join(dist, file), 'utf8').includes('written once'));
  expect(holders).toEqual([expect.stringMatching(/^chunk-/)]);
});

test('a file that would not be found any more stops it', async () => {
  const missing = bundle(writeWorkspace('../elsewhere/1.sql'));
  await expect(missing).rejects.toThrow(/looks for \.\.\/elsewhere\/1\.sql/);
});

test('an import that cannot be resolved stops it', async () => {
  const options = writeWorkspace();
  write({ 'apps/backend/dist/main.js': `import 'not-installed';` });
  await expect(bundle(options)).rejects.toThrow(/not-installed/);
});
