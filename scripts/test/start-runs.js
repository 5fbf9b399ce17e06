import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A data folder and four ports for runs of `npm start` beside whatever else runs on this machine.
 */
export async function createPlace() {
  const dataDir = await mkdtemp(join(tmpdir(), 'todo-start-'));
  // Open to the user that root's PostgreSQL runs as.
  await chmod(dataDir, 0o755);
  const [frontendPort = 0, backendPort = 0, mcpPort = 0, postgresPort = 0] = await freePorts(4);
  const env = {
    DATA_DIR: dataDir,
    FRONTEND_PORT: String(frontendPort),
    BACKEND_PORT: String(backendPort),
    MCP_PORT: String(mcpPort),
    POSTGRES_PORT: String(postgresPort),
  };
  return {
    dataDir,
    frontendPort,
    backendPort,
    mcpPort,
    postgresPort,
    /** @param {NodeJS.ProcessEnv} [more] @param {string[]} [nodeArgs] */
    start: (more = {}, nodeArgs = []) => startRun('start.mjs', { ...env, ...more }, nodeArgs),
    dev: () => startRun('dev.mjs', env, []),
    /** What a run notes about its processes. @returns {Promise<{ owner: { pid: number }, processes: { pid: number }[] }>} */
    async running() {
      return JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8'));
    },
    async databaseUrl() {
      const password = await readFile(join(dataDir, 'postgres', 'password'), 'utf8');
      return `postgres://postgres:${password}@127.0.0.1:${postgresPort}/todo`;
    },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/**
 * Starts a command as a terminal does: at the head of a process group of its own.
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} nodeArgs
 */
function startRun(script, env, nodeArgs) {
  const child = spawn(
    process.execPath,
    [...nodeArgs, fileURLToPath(new URL(`../${script}`, import.meta.url))],
    {
      env: { ...process.env, DATABASE_URL: '', JWT_SECRET: '', PUBLIC_URL: '', MCP_PUBLIC_URL: '', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  /** @type {(() => void)[]} */
  const listeners = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once('close', resolve));
  const pid = /** @type {number} */ (child.pid);
  return {
    pid,
    /** The exit code; null after a SIGKILL. */
    exited,
    output: () => output,
    /** Resolves when the output has this text, rejects when the run ends without it. @param {string} text @returns {Promise<void>} */
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        listeners.push(look);
        look();
        exited.then((code) => reject(new Error(`ended with ${code} before it said "${text}":\n${output}`)));
      }),
    /** Ctrl-C: the terminal signals the whole group. */
    interrupt: () => process.kill(-pid, 'SIGINT'),
  };
}

/** @param {number} count @returns {Promise<number[]>} */
async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      return server;
    }),
  );
  const ports = servers.map(
    (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
