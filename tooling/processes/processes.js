import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const leash = fileURLToPath(new URL('./leash.js', import.meta.url));

/** @type {typeof import('./processes.js').startProcess} */
export async function startProcess({ output, env = process.env, cwd = process.cwd(), ...spec }) {
  const log = output === 'inherit' ? 'inherit' : openSync(output, 'a', 0o600);
  const holder = spawn(
    process.execPath,
    [leash, JSON.stringify({ args: [], stopSignal: 'SIGTERM', graceMs: 5000, ...spec })],
    { cwd, env, detached: true, windowsHide: true, stdio: ['ignore', log, log, 'ipc'] },
  );
  if (log !== 'inherit') closeSync(log);

  /** @type {import('./processes.js').Exit | undefined} */
  let exit;
  /** @type {Promise<import('./processes.js').Exit>} */
  const exited = new Promise((resolve) => {
    holder.once('exit', (code, signal) => {
      const end = () => resolve(exit ?? { code, signal });
      // What it told last may still be in the channel, which closes after the last message.
      if (holder.connected) holder.once('disconnect', end);
      else end();
    });
  });
  /** @type {number} */
  const pid = await new Promise((resolve, reject) => {
    holder.on('message', (/** @type {any} */ message) => {
      if (message.type === 'started') resolve(message.pid);
      else if (message.type === 'failed') reject(new Error(`${spec.command}: ${message.message}`));
      else exit = { code: message.code, signal: message.signal };
    });
    holder.once('error', reject);
    holder.once('exit', () => reject(new Error(`${spec.command} was not started`)));
  });

  /** @param {'stop' | 'kill'} message */
  const tell = (message) => {
    if (holder.connected) holder.send(message, () => {});
    return exited;
  };
  return {
    pid,
    leashPid: /** @type {number} */ (holder.pid),
    exited,
    stop: () => tell('stop'),
    kill: () => tell('kill'),
  };
}

/** @type {typeof import('./processes.js').processIdentity} */
export function processIdentity(pid) {
  if (process.platform === 'linux') return linuxStat(pid)?.startTime;
  if (process.platform === 'win32') return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** @type {typeof import('./processes.js').isAlive} */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  // A container's first process may never collect orphans that have ended: those are not alive.
  return process.platform !== 'linux' || linuxStat(pid)?.state !== 'Z';
}

/** @param {number} pid */
function linuxStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startTime: fields[19] };
  } catch {
    return undefined;
  }
}

/** @type {typeof import('./processes.js').waitUntil} */
export async function waitUntil(condition, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
