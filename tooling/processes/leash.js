// Holds one process for another one (see processes.js): starts it, passes on what it is told over the IPC
// channel, and ends it when that channel closes, which is what the death of the holder looks like.
import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';

const windows = process.platform === 'win32';
/** @type {Required<Pick<import('./processes.js').ProcessOptions, 'command' | 'args' | 'stopSignal' | 'graceMs'>> & import('./processes.js').ProcessOptions} */
const spec = JSON.parse(process.argv[2] ?? '');

const child = spawn(spec.command, spec.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  windowsHide: true,
  ...(spec.uid === undefined ? {} : { uid: spec.uid }),
  ...(spec.gid === undefined ? {} : { gid: spec.gid }),
});

/** @param {object} message @param {() => void} [then] */
const tell = (message, then = () => {}) => {
  if (process.connected) process.send?.(message, then);
  else then();
};

/** Ends everything in our process group, ourselves included. */
const killAll = () => {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    process.exit(1);
  }
  process.kill(-process.pid, 'SIGKILL');
};

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  if (windows && spec.stopCommand)
    spawn(spec.stopCommand[0], spec.stopCommand.slice(1), { windowsHide: true });
  else child.kill(spec.stopSignal);
  setTimeout(killAll, spec.graceMs);
};

child.once('spawn', () => tell({ type: 'started', pid: child.pid }));
child.once('error', (error) => tell({ type: 'failed', message: error.message }, () => process.exit(1)));
child.once('exit', (code, signal) => tell({ type: 'exit', code, signal }, killAll));
process.on('message', (message) => (message === 'kill' ? killAll() : stop()));
process.on('disconnect', stop);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
