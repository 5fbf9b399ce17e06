import { spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { Problem } from './problem.mjs';

/**
 * Throws a Problem that names each port that is taken, its holder and the setting that changes it.
 * @param {{ setting: string, port: number, use: string }[]} wanted
 */
export async function refuseTakenPorts(wanted) {
  const lines = [];
  for (const { setting, port, use } of wanted) {
    const twin = wanted.find((other) => other.port === port && other.setting !== setting);
    if (twin) lines.push(`${setting} and ${twin.setting} are both ${port}.`);
    else if (await isTaken(port)) {
      lines.push(
        `Port ${port} for ${use} is taken${holder(port)}. Free it, or choose another: ${setting}=${port + 1}`,
      );
    }
  }
  if (lines.length > 0) throw new Problem(lines.join('\n'));
}

/**
 * Someone answers there, on either loopback address (browsers try both for localhost), or listening fails.
 * @param {number} port
 */
export async function isTaken(port) {
  const answers = await Promise.all([canConnect(port, '127.0.0.1'), canConnect(port, '::1')]);
  return answers.includes(true) || !(await canListen(port));
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
function canConnect(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** @param {number} port @returns {Promise<boolean>} */
function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @param {number} port " by node (process 123)", or nothing where it is not cheap to know */
function holder(port) {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
  });
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(stdout ?? '') ?? [];
  return pid ? ` by ${name} (process ${pid})` : '';
}
