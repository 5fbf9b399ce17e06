import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const watcher = fileURLToPath(new URL('../watch.js', import.meta.url));

/** An app that imports a package of the workspace and one of somebody else, being watched. */
async function watchedApp() {
  const root = mkdtempSync(join(tmpdir(), 'todo-watch-'));
  /** As editors do: under another name first. @param {string} path @param {string} text */
  const save = (path, text) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  save('package.json', '{ "type": "module" }');
  save('words/package.json', '{ "name": "@todo/words", "type": "module", "exports": "./dist/index.js" }');
  save('words/dist/index.js', 'export const word = "compiled long ago";');
  save('words/src/index.ts', 'export const word: string = "first";');
  save('app/node_modules/other/package.json', '{ "name": "other", "exports": "./index.js" }');
  save('app/node_modules/other/index.js', 'module.exports = { mark: "!" };');
  mkdirSync(join(root, 'app/node_modules/@todo'));
  symlinkSync('../../../words', join(root, 'app/node_modules/@todo/words'), 'dir');
  save(
    'app/src/main.ts',
    `import { word } from '@todo/words';\nimport other from 'other';\nconsole.log('it says ' + word + other.mark);
    process.on('SIGTERM', () => { console.log('it ends'); process.exit(); });\nsetInterval(() => undefined, 1000);`,
  );
  mkdirSync(join(root, 'app/bundle/dist'), { recursive: true });

  const child = spawn(process.execPath, [watcher, 'src/main.ts'], { cwd: join(root, 'app') });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
    rmSync(root, { recursive: true });
  });
  const says = (/** @type {string} */ text) => expect.poll(() => output, { timeout: 20_000 }).toContain(text);
  return { save, says, child, output: () => output };
}

test('what is saved in a package of the workspace runs, from its source', async () => {
  const { save, says, output } = await watchedApp();
  await says('it says first!');
  save('words/src/index.ts', 'export const word: string = "second";');
  await says('it says second!');
  expect(output()).toBe('it says first!\nit ends\nit says second!\n');
});

test('what does not compile is said, and leaves running what runs', async () => {
  const { save, says, output } = await watchedApp();
  await says('it says first!');
  save('words/src/index.ts', 'export const word = ;');
  await says('Unexpected ";"');
  expect(output()).not.toContain('it ends');
  save('words/src/index.ts', 'export const word: string = "mended";');
  await says('it says mended!');
});

test('SIGTERM ends the program first', async () => {
  const { says, child, output } = await watchedApp();
  await says('it says first!');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(output()).toMatch(/it ends\n$/);
});
