import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess, waitUntil } from '@todo/processes';

const root = fileURLToPath(new URL('../../', import.meta.url));
const backendFolder = join(root, 'apps', 'backend');
const frontendFolder = join(root, 'apps', 'frontend');
const HEALTHY_WITHIN = 30_000;

/** A name that the browser is told to find on this machine: over plain http it is no secure context. */
export const PLAIN_HTTP_HOST = 'todo.test';

/** One backend with its frontend, as production has them. */
export interface Replica {
  /** Where a browser finds it. */
  origin: string;
  /** The same frontend for what a test prepares behind the browser's back: names of the browser's own don't count there. */
  address: string;
}

export interface Stack {
  replicas: Replica[];
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/**
 * Migrates the database and starts, for each host, a backend and a frontend on free ports of 127.0.0.1, in
 * production mode. `host` is the name in the browser's address.
 */
export const startStack = async (options: {
  databaseUrl: string;
  hosts: readonly string[];
}): Promise<Stack> => {
  const logs = await mkdtemp(join(tmpdir(), 'todo-e2e-'));
  const running: RunningProcess[] = [];
  const common = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DRAIN_DELAY_MS: '0',
    NEXT_TELEMETRY_DISABLED: '1',
  };

  const run = async (name: string, cwd: string, args: string[], env: NodeJS.ProcessEnv) => {
    const output = join(logs, `${name}.log`);
    const child = await startProcess({
      command: process.execPath,
      args,
      cwd,
      env: { ...common, ...env },
      output,
      graceMs: 5_000,
    });
    return { ...child, output };
  };

  const service = async (name: string, cwd: string, args: string[], env: NodeJS.ProcessEnv, port: number) => {
    const child = await run(name, cwd, args, { ...env, PORT: String(port) });
    running.push(child);
    const healthy = await waitUntil(
      () =>
        fetch(`http://127.0.0.1:${port}/health`).then(
          (response) => response.ok,
          () => false,
        ),
      HEALTHY_WITHIN,
    );
    if (!healthy)
      throw new Error(`the ${name} did not become healthy:\n${await readFile(child.output, 'utf8')}`);
  };

  const stop = async () => {
    // The frontends were started last and go first.
    for (const child of running.splice(0).reverse()) await child.stop();
    await rm(logs, { recursive: true, force: true });
  };

  try {
    const migration = await run('migration', backendFolder, [join('dist', 'migrate.js')], {
      DATABASE_URL: options.databaseUrl,
      JWT_SECRET: SECRET,
    });
    const { code } = await migration.exited;
    if (code !== 0) throw new Error(`the migration failed:\n${await readFile(migration.output, 'utf8')}`);

    const replicas = await Promise.all(
      options.hosts.map(async (host, index): Promise<Replica> => {
        const [backendPort, frontendPort] = await Promise.all([freePort(), freePort()]);
        const origin = `http://${host}:${frontendPort}`;
        const address = `http://127.0.0.1:${frontendPort}`;
        await service(
          `backend-${index}`,
          backendFolder,
          [join('dist', 'main.js')],
          {
            HOST: '127.0.0.1',
            DATABASE_URL: options.databaseUrl,
            JWT_SECRET: SECRET,
            PUBLIC_URL: origin,
            TRUSTED_PROXIES: '127.0.0.1',
            AUTH_ATTEMPTS_PER_MINUTE: '100000',
          },
          backendPort,
        );
        await service(
          `frontend-${index}`,
          frontendFolder,
          ['--import', '@todo/health/next', join('.next', 'standalone', 'apps', 'frontend', 'server.js')],
          { HOSTNAME: '127.0.0.1', BACKEND_URL: `http://127.0.0.1:${backendPort}`, PUBLIC_URL: origin },
          frontendPort,
        );
        return { origin, address };
      }),
    );
    return { replicas, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const SECRET = 'a secret of the browser tests only, long enough';
