import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface LogLine {
  msg: string;
  [field: string]: unknown;
}

export interface Service {
  readonly child: ChildProcess;
  /** What it has written to stdout and stderr; a line that is no JSON becomes a `msg`. */
  readonly log: LogLine[];
  /** Settles when the process has ended. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Resolves with the first line of the log that says `msg`, past or to come. */
  logged(msg: string): Promise<LogLine>;
  /** Resolves with the next message that the process sends. */
  message(): Promise<unknown>;
}

export interface ServiceOptions {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
}

const fixtures = new URL('./fixtures/', import.meta.url);

/** Starts a program of `fixtures/`, or at an absolute path, for the length of one test. */
export function startService(program: string, { execArgv = [], ...options }: ServiceOptions = {}): Service {
  return startCommand([process.execPath, ...execArgv, fileURLToPath(new URL(program, fixtures))], options);
}

interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  /** In `fixtures/`. */
  cwd?: string;
  /** In a process group of its own, as a shell starts a job. */
  detached?: boolean;
}

/** Starts any command for the length of one test. */
export function startCommand([command = '', ...args]: string[], options: CommandOptions = {}): Service {
  const { env, cwd = '.', detached = false } = options;
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    cwd: fileURLToPath(new URL(cwd, fixtures)),
    detached,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  for (const input of [child.stdout, child.stderr]) {
    if (!input) throw new Error('the output of the process is not piped');
    createInterface({ input }).on('line', (line) => {
      log.push(line.startsWith('{') ? JSON.parse(line) : { msg: line.trim() });
      for (const look of waiting) look();
    });
  }
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  onTestFinished(async () => {
    if (detached && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
    await exited;
  });
  return {
    child,
    log,
    exited,
    logged: (msg) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = log.find((candidate) => candidate.msg === msg);
          if (line) resolve(line);
        };
        waiting.add(look);
        look();
        exited.then(() => reject(new Error(`the process ended and never said "${msg}"`)));
      }),
    message: async () => (await once(child, 'message'))[0],
  };
}

/** Starts `http-server.mjs` and waits until it listens. */
export async function startHttpService(options: object = {}): Promise<Service & { port: number }> {
  const service = startService('http-server.mjs', { env: { OPTIONS: JSON.stringify(options) } });
  const { port } = (await service.message()) as { port: number };
  return { ...service, port };
}

export interface Answer {
  statusCode: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Sends one request and reads the whole answer. */
export function send(port: number, path: string, options: http.RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject).end();
  });
}

/** An event stream of `http-server.mjs` that has begun: its end shows that the service stops listening. */
export async function openEvents(
  port: number,
  agent: http.Agent | false = false,
): Promise<{ ended: Promise<string> }> {
  const request = http.get({ host: '127.0.0.1', port, path: '/events', agent });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const ended = once(response, 'end').then(() => text);
  // A test that does not ask for its end has ended before.
  ended.catch(() => {});
  return { ended };
}
