import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cores } from './machine.js';
import { ROOT } from './root.js';
import { answers, type Place, type RunningServer as Started, startServer } from './start.js';

const PEER = fileURLToPath(new URL('./peer/server.js', import.meta.url));
const MCP_PEER = fileURLToPath(new URL('./peer/mcp.js', import.meta.url));
const BACKEND = join(ROOT, 'apps', 'backend');
const MCP = join(ROOT, 'apps', 'mcp');

export const SECRET = 'a secret for measuring, of more than 32 bytes';
/** As many as the backend has when nothing is set. */
const POOL_SIZE = 10;

export type RunningServer = Started<'backend' | 'peer'>;

export interface ServerOptions {
  databaseUrl: string;
  cores: Cores;
  /** Where the logs go. */
  folder: string;
}

/** What an app's start script runs: the flags of V8 belong to what is measured. */
const startCommand = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts
    .start;

const argumentsOf = (folder: string): string[] =>
  startCommand(folder)
    .split(' ')
    .slice(1)
    .map((argument) => (argument.startsWith('-') ? argument : join(folder, argument)));

export const BACKEND_COMMAND = startCommand(BACKEND);
export const MCP_COMMAND = startCommand(MCP);

const settings = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: String(POOL_SIZE),
  JWT_SECRET: SECRET,
  // Every sign-in here comes from one address.
  AUTH_ATTEMPTS_PER_MINUTE: '100000',
});

const healthy = answers('/health', 200);

/**
 * Our backend as its image runs it, LOG_LEVEL=info, its log going to a file. Ready when start-up work is over.
 * @param env settings beyond those; without any it is not used after SIGTERM, and so it does not drain
 */
export const startBackendAt = (
  place: Place,
  databaseUrl: string,
  env: Record<string, string> = { DRAIN_DELAY_MS: '0' },
): Promise<Started<'backend'>> =>
  startServer(place, {
    name: 'backend',
    args: argumentsOf(BACKEND),
    env: { ...settings(databaseUrl), ...env },
    isUp: async (server) => {
      if (!(await healthy(server))) return false;
      const log = readFileSync(server.logFile, 'utf8');
      return log.includes('housekeeping done') && log.includes('live events arrive by LISTEN');
    },
  });

const measured = ({ cores, folder }: ServerOptions): Place => ({ pin: cores.forServer, folder });

export const startBackend = (options: ServerOptions): Promise<RunningServer> =>
  startBackendAt(measured(options), options.databaseUrl);

export const startPeer = (options: ServerOptions): Promise<RunningServer> =>
  startServer(measured(options), {
    name: 'peer',
    args: [PEER],
    env: settings(options.databaseUrl),
    isUp: answers('/', 401),
  });

export type RunningMcp = Started<'mcp' | 'mcp-peer'>;

/** Our MCP server as its image runs it, its log going to a file. */
export const startMcp = (options: ServerOptions): Promise<RunningMcp> =>
  startServer(measured(options), {
    name: 'mcp',
    args: argumentsOf(MCP),
    env: { ...settings(options.databaseUrl), DRAIN_DELAY_MS: '0' },
    isUp: healthy,
  });

export const startMcpPeer = (options: ServerOptions): Promise<RunningMcp> =>
  startServer(measured(options), {
    name: 'mcp-peer',
    args: [MCP_PEER],
    env: settings(options.databaseUrl),
    isUp: answers('/', 401),
  });
