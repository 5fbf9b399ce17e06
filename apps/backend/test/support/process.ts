import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testEnvironment } from './backend.js';

const DIRECTORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** What it has written to stdout. */
  lines: string[];
  /** The first line that matches, also one that was written already. Rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  exited: Promise<Exit>;
}

/** Starts a program of the build, with nothing of our environment but PATH. */
export const run = (script: string, env: NodeJS.ProcessEnv, args: string[] = []): Running => {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: DIRECTORY,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    for (const watcher of watchers) watcher();
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const orphaned = (): void => void child.kill('SIGKILL');
  process.once('exit', orphaned);
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    process.off('exit', orphaned);
    return { code, signal, stdout: lines.join('\n'), stderr };
  });
  return {
    child,
    lines,
    exited,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        exited.then((exit) => reject(new Error(`it ended: ${exit.stdout}\n${exit.stderr}`)));
        look();
      }),
  };
};

/** The backend as it is shipped: a process of its own on a free port. */
export const startBackendProcess = async (
  databaseUrl: string,
  env: Record<string, string> = {},
  script = 'dist/main.js',
) => {
  const running = run(script, {
    ...testEnvironment(databaseUrl),
    HOST: '127.0.0.1',
    PORT: '0',
    DRAIN_DELAY_MS: '0',
    ...env,
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await running.line(/Server listening at/))?.[0] ?? '';
  return {
    ...running,
    url,
    port: Number(new URL(url).port),
    stop: (): Promise<Exit> => {
      running.child.kill('SIGTERM');
      return running.exited;
    },
  };
};

export type BackendProcess = Awaited<ReturnType<typeof startBackendProcess>>;
