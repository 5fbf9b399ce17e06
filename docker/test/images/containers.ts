import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import { theBuilt } from './built.js';
import { docker, logs } from './docker.js';
import { PORTS, type Service } from './services.js';

export interface Container {
  name: string;
  /** Its published port on this machine. */
  origin: string;
  /** What a shell in it writes, as the user that the service runs as. */
  shell(command: string): Promise<string>;
}

/** Containers with a network of their own, and a PostgreSQL in it. */
export interface Surroundings {
  /** Starts a service as locked up as an orchestrator would, and waits until it is ready. */
  start(service: Service): Promise<Container>;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** What the spec gives each of them, and all that can be taken from a container. */
const LOCKED_UP = [
  ...['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'],
  ...['--cpus=0.5', '--memory=512m', '--pids-limit=128'],
];

const secret = () => randomBytes(36).toString('base64url');

export const createSurroundings = async (): Promise<Surroundings> => {
  const id = `todo-images-${process.pid}`;
  const names: string[] = [];
  await docker('network', 'create', id);

  const run = async (role: string, ...args: string[]): Promise<string> => {
    const name = `${id}-${role}`;
    names.push(name);
    await docker('run', '--detach', `--name=${name}`, `--network=${id}`, `--network-alias=${role}`, ...args);
    return name;
  };

  const remove = async (): Promise<void> => {
    if (names.length > 0) await docker('rm', '--force', '--volumes', ...names);
    await docker('network', 'rm', id);
  };

  try {
    const password = secret();
    await run('postgres', `--env=POSTGRES_PASSWORD=${password}`, 'postgres:18-alpine');
    const settings = [
      `--env=DATABASE_URL=postgres://postgres:${password}@postgres:5432/postgres`,
      `--env=JWT_SECRET=${secret()}`,
    ];
    const environment: Record<Service, string[]> = {
      backend: [...settings, '--env=MCP_URL=http://mcp:8001/mcp'],
      mcp: [...settings, '--env=MCP_ALLOWED_HOSTS=mcp'],
      frontend: ['--env=BACKEND_URL=http://backend:8000'],
    };
    await docker(
      ...['run', '--rm', `--network=${id}`, ...LOCKED_UP, ...environment.backend],
      ...[theBuilt().images.backend, 'node', 'migrate.js'],
    );

    const start = async (service: Service): Promise<Container> => {
      const port = PORTS[service];
      const name = await run(
        service,
        ...[...LOCKED_UP, `--publish=127.0.0.1::${port}`, '--health-interval=1s'],
        ...[...environment[service], theBuilt().images[service]],
      );
      const address = await docker('port', name, `${port}/tcp`);
      const origin = `http://${address}`;
      // Until the service listens, the engine's proxy closes what it has accepted, and one fetch in many never ends then.
      const probe = () => fetch(`${origin}/health`, { signal: AbortSignal.timeout(1000) });
      const isReady = () =>
        probe().then(
          ({ ok }) => ok,
          () => false,
        );
      await vi.waitUntil(isReady, { timeout: 30_000, interval: 50 }).catch(async () => {
        throw new Error(`the ${service} did not become ready:\n${await logs(name)}`);
      });
      return { name, origin, shell: (command) => docker('exec', name, 'sh', '-c', command) };
    };
    return { start, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
