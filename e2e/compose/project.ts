import { type ExecFileException, execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findEngine, removeProjects } from '@todo/containers';
import { freePort } from '../support/services.js';
import type { Replica } from '../support/stack.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const COMPOSE_FILE = '../../docker/docker-compose.yml';
const LOGS = path('../test-results/compose');
/** Seconds that a project may take until it is healthy. */
const HEALTHY_WITHIN_S = 120;

/** In which the product of the tests differs from what a user gets: all of their people come from one address. */
export const TEST_SETTINGS = { AUTH_ATTEMPTS_PER_MINUTE: '100000' };

/** Those of docker/services.yml that keep running, and what tests put beside them. */
export type Service = 'frontend' | 'backend' | 'mcp' | 'postgres' | 'elsewhere';

/** What `docker inspect` says of a container, as far as tests ask. */
export interface Container {
  Id: string;
  Config: { Labels: Record<string, string> };
  State: { Running: boolean; ExitCode: number; StartedAt: string };
  RestartCount: number;
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[] | null;
    CapAdd: string[] | null;
    SecurityOpt: string[] | null;
    Privileged: boolean;
    Tmpfs?: Record<string, string>;
  };
  Mounts: { Type: string; Name?: string }[];
  NetworkSettings: {
    Networks: Record<string, { IPAddress: string }>;
    Ports: Record<string, { HostIp: string }[] | null>;
  };
}

/** A Compose project of the product, with a name and host ports of its own. */
export interface Project {
  name: string;
  /** The frontend, as the browser finds it. */
  replica: Replica;
  backendUrl: string;
  mcpUrl: string;
  /** Runs Compose with the project's files and settings; what it printed. */
  compose(...args: string[]): Promise<string>;
  /** Starts what does not run; resolves when all of it is healthy. */
  up(...services: string[]): Promise<void>;
  /** Every container there is, also those that have ended. */
  containers(): Promise<Container[]>;
  container(service: Service): Promise<Container>;
  /** Runs a JavaScript program inside a container; what it printed, which is JSON. */
  run<Result>(service: Service, program: string): Promise<Result>;
  /** Asks the database itself; one line per row, fields separated by `|`. */
  query(sql: string, database?: 'postgres' | 'elsewhere'): Promise<string>;
  /** The lines of JSON that a container wrote, oldest first. */
  logged(service: Service): Promise<LogLine[]>;
  /** Writes down what the containers said, then ends them and deletes everything. */
  remove(): Promise<void>;
}

/** What tests look at in a line of a service's log. */
export interface LogLine {
  /** RFC 3339, or milliseconds since 1970. */
  time: string | number;
  msg: string;
  reqId?: string;
  drainMs?: number;
  cut?: number;
  exitCode?: number;
}

const execute = promisify(execFile);

/** What it printed, stdout and stderr; rejects with all of that when it fails. */
const run = async (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ stdout: string; stderr: string }> => {
  try {
    return await execute(command, args, { env, maxBuffer: 256 * 1024 * 1024 });
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException;
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  }
};

/** Our environment without anything that the product could take for a setting. */
const surroundings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|USERPROFILE|TMP|TEMP|TMPDIR|SYSTEMROOT|DOCKER_.*|BUILDKIT_.*|XDG_.*)$/i.test(name),
    ),
  );

/** What makes a project, so that whoever knows it can work with the same one. */
export interface ProjectPlan {
  name: string;
  /** The file that everything is in, relative to this folder; by default docker/docker-compose.yml. */
  file?: string | undefined;
  /** Over that one, relative to this folder. */
  files: readonly string[];
  ports: { frontend: number; backend: number; mcp: number };
  /** Variables as in `.env.example`. */
  settings: Record<string, string>;
}

/** A plan with free ports. */
export const planProject = async (
  name: string,
  { file, files = [], settings = {} }: Partial<Pick<ProjectPlan, 'file' | 'files' | 'settings'>> = {},
): Promise<ProjectPlan> => {
  const [frontend, backend, mcp] = await Promise.all([freePort(), freePort(), freePort()]);
  return { name, file, files, ports: { frontend, backend, mcp }, settings };
};

const docker = (...args: string[]) => run('docker', args, surroundings());

/** The names of all volumes that the engine has. */
export const volumeNames = async (): Promise<string[]> =>
  (await docker('volume', 'ls', '--quiet')).stdout.split('\n').filter((name) => name !== '');

/**
 * The project of a plan, whether anything of it runs or not.
 * @throws {Error} where there is no engine
 */
export const openProject = ({ name, file = COMPOSE_FILE, files, ports, settings }: ProjectPlan): Project => {
  const engine = findEngine();
  if (engine.missing !== undefined) throw new Error(engine.missing);
  const [command, ...composeArgs] = engine.compose;
  const env = {
    ...surroundings(),
    TODO_TAG: process.env.TODO_TAG ?? 'local',
    FRONTEND_PORT: String(ports.frontend),
    BACKEND_PORT: String(ports.backend),
    MCP_PORT: String(ports.mcp),
    // A network to each project: a port is nobody else's.
    FRONT_NETWORK: `10.${ports.frontend >> 8}.${ports.frontend & 255}`,
    ...settings,
  };
  const fileArgs = [file, ...files].flatMap((file) => ['--file', path(file)]);
  // Not the `.env` of whoever runs this.
  const common = ['--project-name', name, '--env-file', devNull, '--progress', 'plain', ...fileArgs];

  const compose: Project['compose'] = async (...args) => {
    const { stdout, stderr } = await run(command, [...composeArgs, ...common, ...args], env);
    return stdout + stderr;
  };
  const containers: Project['containers'] = async () => {
    const ours = `label=com.docker.compose.project=${name}`;
    const listed = await docker('ps', '--all', '--quiet', '--filter', ours);
    const ids = listed.stdout.split('\n').filter((id) => id !== '');
    return ids.length === 0 ? [] : (JSON.parse((await docker('inspect', ...ids)).stdout) as Container[]);
  };
  const container: Project['container'] = async (service) => {
    const all = await containers();
    const found = all.find(({ Config }) => Config.Labels['com.docker.compose.service'] === service);
    if (found === undefined) throw new Error(`${name} has no container ${service}`);
    return found;
  };
  const writeLogs = async () => {
    await mkdir(LOGS, { recursive: true });
    await writeFile(`${LOGS}/${name}.log`, await compose('logs', '--no-color', '--timestamps'));
  };

  return {
    name,
    replica: {
      origin: `http://localhost:${ports.frontend}`,
      address: `http://127.0.0.1:${ports.frontend}`,
    },
    backendUrl: `http://127.0.0.1:${ports.backend}`,
    mcpUrl: `http://localhost:${ports.mcp}/mcp`,
    compose,
    containers,
    container,
    up: async (...services) => {
      try {
        await compose('up', '--detach', '--wait', '--wait-timeout', String(HEALTHY_WITHIN_S), ...services);
      } catch (error) {
        throw new Error(
          `${error}\n${await compose('ps', '--all')}\n${await compose('logs', '--tail', '50')}`,
        );
      }
    },
    run: async (service, program) => {
      const { Id } = await container(service);
      return JSON.parse((await docker('exec', Id, 'node', '--input-type=module', '--eval', program)).stdout);
    },
    query: async (sql, database = 'postgres') => {
      const { Id } = await container(database);
      const program =
        'psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --tuples-only --no-align --command "$1"';
      return (await docker('exec', Id, 'sh', '-c', program, 'sh', sql)).stdout;
    },
    logged: async (service) => {
      const { stdout } = await docker('logs', (await container(service)).Id);
      return stdout
        .split('\n')
        .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as LogLine] : []));
    },
    remove: async () => {
      try {
        await writeLogs();
      } finally {
        removeProjects((project) => project === name);
      }
    },
  };
};
