import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type Service, send, startCommand } from './service.js';

const env = { DRAIN_DELAY_MS: '500' };

/** Lets a request be in flight, has the signal sent, and sees it answered in the drain. */
async function expectAnswered(service: Service, sendSignal: () => void): Promise<void> {
  const { port } = await service.logged('listening');
  const held = send(Number(port), '/held', { agent: false });
  await service.logged('held');
  sendSignal();
  await service.logged('draining');
  await send(Number(port), '/release', { agent: false });
  expect(await held).toMatchObject({ statusCode: 200, text: 'held' });
}

test('SIGTERM for npm reaches the server that its script executes', async () => {
  const npm = startCommand(['npm', 'start'], { cwd: 'npm-package', env });
  await expectAnswered(npm, () => npm.child.kill('SIGTERM'));
  expect(await npm.exited).toEqual({ code: 0, signal: null });
  expect(await npm.logged('closed')).toMatchObject({ exitCode: 0 });
});

test('Ctrl-C, which a terminal sends to npm and server both and npm passes on, is one signal', async () => {
  const npm = startCommand(['npm', 'start'], { cwd: 'npm-package', env, detached: true });
  await expectAnswered(npm, () => process.kill(-(npm.child.pid ?? Number.NaN), 'SIGINT'));
  await npm.exited;
  expect(await npm.logged('closed')).toMatchObject({ exitCode: 0 });
});

test('a fact: a shell between npm and server keeps SIGTERM for itself, and the server lives on', async () => {
  const npm = startCommand(['npm', 'run', 'start-in-shell'], { cwd: 'npm-package', env });
  const { pid, port } = await npm.logged('listening');
  // Nobody else ends it: its output stays open, so `exited` waits for it.
  onTestFinished(() => void process.kill(Number(pid), 'SIGKILL'));
  const gone = new Promise((resolve) => npm.child.once('exit', resolve));
  npm.child.kill('SIGTERM');
  await gone;
  expect((await send(Number(port), '/health')).statusCode).toBe(200);
  process.kill(Number(pid), 'SIGKILL');
});

/** A process namespace of its own, where this machine lets us make one. */
const namespace = ['unshare', '--pid', '--fork', '--kill-child'];
if (process.getuid?.() !== 0) namespace.push('--map-root-user');
const canUnshare = spawnSync('unshare', [...namespace.slice(1), 'true']).status === 0;

/** What `unshare` has started: PID 1 in there. */
const init = ({ child }: Service): number =>
  Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());

test.runIf(canUnshare)('as PID 1, SIGTERM drains and closes', async () => {
  const service = startCommand([...namespace, process.execPath, 'plain-server.mjs'], { env });
  expect(await service.logged('listening')).toMatchObject({ pid: 1 });
  await expectAnswered(service, () => process.kill(init(service), 'SIGTERM'));
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test.runIf(canUnshare)('a fact: PID 1 without a handler ignores SIGTERM', async () => {
  const program = 'console.log("up"); setInterval(() => console.log("still here"), 50)';
  const service = startCommand([...namespace, process.execPath, '-e', program]);
  await service.logged('up');
  process.kill(init(service), 'SIGTERM');
  service.log.length = 0;
  await service.logged('still here');
  expect(service.child.exitCode).toBeNull();
});
