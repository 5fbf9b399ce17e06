import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, processIdentity, startProcess, waitUntil } from '../processes.js';

/** @type {string} */
let folder;
/** @type {import('../processes.js').RunningProcess[]} */
const started = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'todo-processes-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.kill()));
  await rm(folder, { recursive: true });
});

const output = () => join(folder, 'output.log');

/** Runs a script of one's own on a leash. @param {string} script @param {Partial<import('../processes.js').ProcessOptions>} [options] */
async function run(script, options = {}) {
  const child = await startProcess({
    command: process.execPath,
    args: ['--input-type=module', '--eval', script],
    output: output(),
    ...options,
  });
  started.push(child);
  return child;
}

/** @param {string} text */
async function said(text) {
  const found = await waitUntil(async () => (await readFile(output(), 'utf8')).includes(text), 10_000);
  expect(found, `output has "${text}"`).toBe(true);
}

const obedient = `
  process.on('SIGTERM', () => { console.log('asked'); process.exit(7); });
  setInterval(() => {}, 1000);
  console.log('up');`;
const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');`;

test('a process that ends by itself reports its code, and its output is in the file', async () => {
  const child = await run(`console.log('out'); console.error('err'); process.exitCode = 3;`);
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(await readFile(output(), 'utf8')).toBe('out\nerr\n');
});

test('a process ended by a signal reports the signal', async () => {
  const child = await run(stubborn);
  await said('up');
  process.kill(child.pid, 'SIGKILL');
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('stop() asks with the signal and waits for the end', async () => {
  const child = await run(obedient);
  await said('up');
  expect(await child.stop()).toEqual({ code: 7, signal: null });
  await said('asked');
  expect(isAlive(child.leashPid)).toBe(false);
});

test('stop() kills what has not ended within the time of grace', async () => {
  const child = await run(stubborn, { graceMs: 100 });
  await said('up');
  await child.stop();
  expect(await waitUntil(() => !isAlive(child.pid), 1000)).toBe(true);
});

test('what a process has started goes with it', async () => {
  const child = await run(`
    import { spawn } from 'node:child_process';
    const grandchild = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    console.log('grandchild ' + grandchild.pid + ';');
    process.on('SIGTERM', () => process.exit(0));`);
  await said(';');
  const pid = Number(/grandchild (\d+);/.exec(await readFile(output(), 'utf8'))?.[1]);
  await child.stop();
  expect(await waitUntil(() => !isAlive(pid), 1000)).toBe(true);
});

test('a signal to our process group, as Ctrl-C sends it, does not reach the process', async () => {
  const holder = await run(
    `import { startProcess } from ${JSON.stringify(new URL('../processes.js', import.meta.url).href)};
     process.on('SIGINT', () => {});
     const child = await startProcess({
       command: process.execPath,
       args: ['--eval', 'process.on("SIGINT", () => console.log("reached")); setInterval(() => {}, 1000)'],
       output: ${JSON.stringify(output())},
     });
     console.log('inner ' + child.pid + ';');`,
  );
  await said(';');
  const pid = Number(/inner (\d+);/.exec(await readFile(output(), 'utf8'))?.[1]);
  process.kill(-holder.leashPid, 'SIGINT');
  await holder.stop();
  expect(await waitUntil(() => !isAlive(pid), 10_000)).toBe(true);
  expect(await readFile(output(), 'utf8')).not.toContain('reached');
});

test('a process ends, asked politely, when the one that started it is killed', async () => {
  const holder = await run(
    `import { startProcess } from ${JSON.stringify(new URL('../processes.js', import.meta.url).href)};
     const child = await startProcess({
       command: process.execPath,
       args: ['--input-type=module', '--eval', ${JSON.stringify(obedient)}],
       output: ${JSON.stringify(output())},
     });
     console.log('inner ' + child.pid + ';');`,
  );
  await said(';');
  await said('up');
  const pid = Number(/inner (\d+);/.exec(await readFile(output(), 'utf8'))?.[1]);
  process.kill(holder.pid, 'SIGKILL');
  await said('asked');
  expect(await waitUntil(() => !isAlive(pid), 10_000)).toBe(true);
});

test('a command that is not there is an error', async () => {
  await expect(startProcess({ command: join(folder, 'nothing'), output: output() })).rejects.toThrow(
    'ENOENT',
  );
});

test('a process has an identity, and one that is gone has none', async () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(process.pid)).not.toBeUndefined();
  const child = await run('');
  await child.exited;
  expect(processIdentity(child.pid)).toBeUndefined();
});
