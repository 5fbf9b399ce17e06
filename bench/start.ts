import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Exit, startProcess, waitUntil } from '@todo/processes';

const START_MS = 20_000;

export interface RunningServer<Name extends string = string> {
  readonly name: Name;
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process is gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Asks it to end; kills it when it takes long. */
  stop(): Promise<unknown>;
  kill(): Promise<unknown>;
}

/** Where servers run and where their logs go. */
export interface Place {
  /** See `layOutCores`; a server of which nothing is measured runs without, beside the load. */
  pin?: (command: string, args: string[]) => { command: string; args: string[] };
  /** Where the logs go. */
  folder: string;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Whether a GET of the path gives this status. */
export const answers = (path: string, status: number) => (server: { origin: string }) =>
  fetch(`${server.origin}${path}`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === status;
    },
    () => false,
  );

/**
 * Starts a program of Node.js on a free port of 127.0.0.1 and waits until it is up. It gets nothing of our
 * own environment: what is measured is the production default.
 */
export const startServer = async <Name extends string>(
  { pin = (command, args) => ({ command, args }), folder }: Place,
  program: {
    name: Name;
    args: string[];
    env: Record<string, string>;
    cwd?: string;
    isUp: (server: RunningServer<Name>) => boolean | Promise<boolean>;
  },
): Promise<RunningServer<Name>> => {
  const { name, args, env, cwd, isUp } = program;
  const port = await freePort();
  const logFile = join(folder, `${name}-${port}.log`);
  const { pid, exited, stop, kill } = await startProcess({
    ...pin(process.execPath, args),
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      ...env,
    },
    output: logFile,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const server = { name, origin: `http://127.0.0.1:${port}`, port, pid, logFile, exited, stop, kill };
  if (await waitUntil(() => isUp(server), START_MS)) return server;
  await kill();
  throw new Error(`the ${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
};
