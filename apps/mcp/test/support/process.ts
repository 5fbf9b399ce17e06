import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess, waitUntil } from '@todo/processes';
import { testEnvironment } from './mcp.js';

const FOLDER = fileURLToPath(new URL('../..', import.meta.url));
const HEALTHY_WITHIN_MS = 20_000;

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** The server as it is shipped: a process of its own, healthy, on a free port of 127.0.0.1. */
export const startMcpProcess = async (databaseUrl: string, env: Record<string, string> = {}) => {
  const logs = await mkdtemp(join(tmpdir(), 'todo-mcp-'));
  const port = await freePort();
  const output = join(logs, 'mcp.log');
  const child = await startProcess({
    command: process.execPath,
    args: [join('dist', 'main.js')],
    cwd: FOLDER,
    env: {
      PATH: process.env.PATH,
      ...testEnvironment(databaseUrl),
      HOST: '127.0.0.1',
      PORT: String(port),
      DRAIN_DELAY_MS: '0',
      ...env,
    },
    output,
    graceMs: 27_000,
  });
  const log = (): Promise<string> => readFile(output, 'utf8');
  const origin = `http://127.0.0.1:${port}`;
  const isHealthy = () =>
    fetch(`${origin}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  let hasEnded = false;
  void child.exited.then(() => {
    hasEnded = true;
  });
  await waitUntil(async () => hasEnded || (await isHealthy()), HEALTHY_WITHIN_MS);
  if (!(await isHealthy())) throw new Error(`the MCP server did not become healthy:\n${await log()}`);
  return {
    port,
    origin,
    url: `${origin}/mcp`,
    /** Sends SIGTERM alone: `stop` would kill it after a while. */
    terminate: () => process.kill(child.pid, 'SIGTERM'),
    exited: child.exited,
    kill: child.kill,
    log,
    /** Ends it, if it still runs, and its log. */
    remove: async () => {
      await child.kill();
      await rm(logs, { recursive: true, force: true });
    },
  };
};

export type McpProcess = Awaited<ReturnType<typeof startMcpProcess>>;
