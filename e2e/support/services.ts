import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Exit, type RunningProcess, startProcess, waitUntil } from '@todo/processes';

const root = fileURLToPath(new URL('../../', import.meta.url));
const backendFolder = join(root, 'apps', 'backend');
const mcpFolder = join(root, 'apps', 'mcp');
const frontendFolder = join(root, 'apps', 'frontend');
const HEALTHY_WITHIN = 30_000;
/** Above the 25 s after which a service ends itself. */
const GRACE_MS = 27_000;

/** A process of the build that is healthy, on a free port of 127.0.0.1. */
export interface Service {
  port: number;
  url: string;
  /** Everything that it wrote so far. */
  output(): Promise<string>;
  pid: number;
  /** Sends SIGTERM; resolves when it is gone. */
  stop(): Promise<Exit>;
}

export interface Services {
  migrate(): Promise<void>;
  startMcp(): Promise<Service>;
  startBackend(env: NodeJS.ProcessEnv & { PUBLIC_URL: string }): Promise<Service>;
  startFrontend(env: { BACKEND_URL: string; MCP_PUBLIC_URL?: string; PORT?: string }): Promise<Service>;
  /** Stops what still runs. */
  stop(): Promise<void>;
}

/** A port that nobody has at an address of this machine; rejects where the address is another's. */
export const freePort = (address = '127.0.0.1'): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0));
    });
  });

/** Starts the built services in production mode, over one database. */
export const createServices = async (options: {
  databaseUrl: string;
  drainDelayMs?: number;
}): Promise<Services> => {
  const logs = await mkdtemp(join(tmpdir(), 'todo-e2e-'));
  const running: RunningProcess[] = [];
  let started = 0;
  const common = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DRAIN_DELAY_MS: String(options.drainDelayMs ?? 0),
    NEXT_TELEMETRY_DISABLED: '1',
  };

  const run = async (name: string, cwd: string, args: string[], env: NodeJS.ProcessEnv) => {
    started += 1;
    const file = join(logs, `${name}-${started}.log`);
    const child = await startProcess({
      command: process.execPath,
      args,
      cwd,
      env: { ...common, ...env },
      output: file,
      graceMs: GRACE_MS,
    });
    running.push(child);
    return { ...child, output: () => readFile(file, 'utf8') };
  };

  const serve = async (
    name: string,
    cwd: string,
    args: string[],
    env: NodeJS.ProcessEnv,
  ): Promise<Service> => {
    const port = Number(env.PORT ?? (await freePort()));
    const url = `http://127.0.0.1:${port}`;
    const { output, stop, pid } = await run(name, cwd, args, { ...env, PORT: String(port) });
    const isHealthy = () =>
      fetch(`${url}/health`).then(
        (response) => response.ok,
        () => false,
      );
    if (!(await waitUntil(isHealthy, HEALTHY_WITHIN)))
      throw new Error(`the ${name} did not become healthy:\n${await output()}`);
    return { port, url, output, pid, stop };
  };

  return {
    migrate: async () => {
      const { exited, output } = await run('migration', backendFolder, [join('dist', 'migrate.js')], {
        DATABASE_URL: options.databaseUrl,
        JWT_SECRET: SECRET,
      });
      const { code } = await exited;
      if (code !== 0) throw new Error(`the migration failed:\n${await output()}`);
    },
    startBackend: (env) =>
      serve('backend', backendFolder, [join('dist', 'main.js')], {
        HOST: '127.0.0.1',
        DATABASE_URL: options.databaseUrl,
        JWT_SECRET: SECRET,
        TRUSTED_PROXIES: '127.0.0.1',
        AUTH_ATTEMPTS_PER_MINUTE: '100000',
        ...env,
      }),
    startMcp: () =>
      serve('MCP server', mcpFolder, [join('dist', 'main.js')], {
        HOST: '127.0.0.1',
        DATABASE_URL: options.databaseUrl,
        JWT_SECRET: SECRET,
      }),
    startFrontend: (env) =>
      serve(
        'frontend',
        frontendFolder,
        ['--import', '@todo/health/next', join('.next', 'standalone', 'apps', 'frontend', 'server.js')],
        { HOSTNAME: '127.0.0.1', ...env },
      ),
    stop: async () => {
      await Promise.all(running.splice(0).map((child) => child.stop()));
      await rm(logs, { recursive: true, force: true });
    },
  };
};

const SECRET = 'a secret of the browser tests only, long enough';
