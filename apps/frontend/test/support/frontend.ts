import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.next/standalone/apps/frontend', import.meta.url));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

export interface Frontend {
  port: number;
  origin: string;
  /** Everything that it wrote so far. */
  output: () => string;
  /** Sends SIGTERM and waits; gives the exit code. */
  stop: () => Promise<number | null>;
}

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts the production build as the container does, and waits until it says that it is ready. */
export const startFrontend = async (env: Record<string, string>): Promise<Frontend> => {
  if (!existsSync(`${folder}/server.js`)) throw new Error('Build the frontend first: pnpm build');
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', '@todo/health/next', 'server.js'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      DRAIN_DELAY_MS: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      if (line.includes('frontend configured')) resolve();
    });
    child.once('exit', () => reject(new Error(`the frontend ended:\n${output}`)));
  });
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    output: () => output,
    stop: async () => {
      if (!exited(child)) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
};
