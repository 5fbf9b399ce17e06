import { spawnSync } from 'node:child_process';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuTime } from '../machine.js';

/** What the spec gives each service. */
export const LIMITS = ['--cpus=0.5', '--memory=512m'];
/** As an orchestrator runs them. */
const LOCKED_UP = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
const START_MS = 60_000;

/** What a docker command wrote to stdout. @throws with what it wrote to stderr */
export const docker = (args: string[], input?: string): string => {
  const { status, stdout, stderr, error } = spawnSync('docker', args, {
    input,
    env: { DOCKER_BUILDKIT: '1', ...process.env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error || status !== 0)
    throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${error?.message ?? stderr}`);
  return stdout.trim();
};

export const inspect = <Result>(name: string, format: string): Result =>
  JSON.parse(docker(['inspect', '--format', `{{json ${format}}}`, name])) as Result;

const statusOf = (host: string, port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const request = get({ host, port, path, agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });

export interface Container {
  name: string;
  origin: string;
  /** On this machine. */
  pid: number;
  /** Milliseconds from `docker start` to the first 200. */
  readyAfterMs: number;
  /** Milliseconds of CPU that its process has used until then. */
  cpuMs: number;
  remove(): void;
}

export interface Program {
  image: string;
  port: number;
  /** Answers 200 when it is ready. */
  path?: string;
  env?: Record<string, string>;
  command?: string[];
}

/** Containers with a network of their own, reached by their addresses, without a proxy in between. */
export const createEngine = () => {
  const network = `todo-bench-${process.pid}`;
  const made = new Set<string>();
  let count = 0;
  docker(['network', 'create', network]);

  const create = (args: string[], { image, env = {}, command = [] }: Omit<Program, 'port'>): string => {
    count += 1;
    const name = `${network}-${count}`;
    const variables = Object.entries(env).map(([key, value]) => `--env=${key}=${value}`);
    docker(['create', `--name=${name}`, `--network=${network}`, ...args, ...variables, image, ...command]);
    made.add(name);
    return name;
  };
  const remove = (name: string): void => {
    docker(['rm', '--force', '--volumes', name]);
    made.delete(name);
  };

  return {
    /** Starts a service within the limits and waits until it is ready. */
    async start(program: Program): Promise<Container> {
      const { port, path = '/health' } = program;
      // Whoever asks for a health check is not part of the service.
      const name = create([...LIMITS, ...LOCKED_UP, '--no-healthcheck'], program);
      const start = performance.now();
      docker(['start', name]);
      const { IPAddress: address } = inspect<{ IPAddress: string }>(
        name,
        `(index .NetworkSettings.Networks "${network}")`,
      );
      while ((await statusOf(address, port, path)) !== 200) {
        if (performance.now() - start > START_MS)
          throw new Error(`${program.image} is not ready:\n${docker(['logs', '--tail=20', name])}`);
        await delay(5);
      }
      const readyAfterMs = performance.now() - start;
      const pid = inspect<number>(name, '.State.Pid');
      return {
        name,
        origin: `http://${address}:${port}`,
        pid,
        readyAfterMs,
        cpuMs: cpuTime(pid),
        remove: () => remove(name),
      };
    },
    /** Runs a program of the network to its end. */
    run: (image: string, env: Record<string, string>, command: string[]): void => {
      const name = create(LOCKED_UP, { image, env, command });
      docker(['start', '--attach', name]);
      remove(name);
    },
    /** Starts a server that is not measured, under a name in the network. */
    serve: (alias: string, image: string, env: Record<string, string>): string => {
      const name = create([`--network-alias=${alias}`], { image, env });
      docker(['start', name]);
      return inspect<{ IPAddress: string }>(name, `(index .NetworkSettings.Networks "${network}")`).IPAddress;
    },
    close(): void {
      for (const name of made) remove(name);
      docker(['network', 'rm', network]);
    },
  };
};

export type Engine = ReturnType<typeof createEngine>;
