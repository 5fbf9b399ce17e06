import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess, waitUntil } from '@todo/processes';
import type { Cores } from './machine.js';

const PEER = fileURLToPath(new URL('./peer/server.js', import.meta.url));
const BACKEND = fileURLToPath(new URL('../../apps/backend/', import.meta.url));
const START_MS = 20_000;

export const SECRET = 'a secret for measuring, of more than 32 bytes';
/** As many as the backend has when nothing is set. */
const POOL_SIZE = 10;

export interface RunningServer {
  readonly name: 'backend' | 'peer';
  readonly origin: string;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<unknown>;
}

export interface ServerOptions {
  databaseUrl: string;
  cores: Cores;
  /** Where the logs go. */
  folder: string;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** What the backend's start script runs: the flags of V8 belong to what is measured. */
export const BACKEND_COMMAND = (
  JSON.parse(readFileSync(join(BACKEND, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start;

const backendArguments = BACKEND_COMMAND.split(' ')
  .slice(1)
  .map((argument) => (argument.startsWith('-') ? argument : join(BACKEND, argument)));

const start = async (
  name: RunningServer['name'],
  args: string[],
  { cores, folder, databaseUrl }: ServerOptions,
  isUp: (server: RunningServer) => boolean | Promise<boolean>,
): Promise<RunningServer> => {
  const port = await freePort();
  const logFile = join(folder, `${name}-${port}.log`);
  const child: RunningProcess = await startProcess({
    ...cores.forServer(process.execPath, args),
    // Nothing of our own environment: what is measured is the production default.
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      JWT_SECRET: SECRET,
      // Every sign-in here comes from one address.
      AUTH_ATTEMPTS_PER_MINUTE: '100000',
      DRAIN_DELAY_MS: '0',
    },
    output: logFile,
  });
  const server = { name, origin: `http://127.0.0.1:${port}`, pid: child.pid, logFile, stop: child.stop };
  if (await waitUntil(() => isUp(server), START_MS)) return server;
  await child.stop();
  throw new Error(`the ${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
};

const answers = (path: string, status: number) => (server: RunningServer) =>
  fetch(`${server.origin}${path}`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === status;
    },
    () => false,
  );

const healthy = answers('/health', 200);

/** Our backend as its image runs it, LOG_LEVEL=info, its log going to a file. Ready when start-up work is over. */
export const startBackend = (options: ServerOptions): Promise<RunningServer> =>
  start('backend', backendArguments, options, async (server) => {
    if (!(await healthy(server))) return false;
    const log = readFileSync(server.logFile, 'utf8');
    return log.includes('housekeeping done') && log.includes('live events arrive by LISTEN');
  });

export const startPeer = (options: ServerOptions): Promise<RunningServer> =>
  start('peer', [PEER], options, answers('/', 401));
