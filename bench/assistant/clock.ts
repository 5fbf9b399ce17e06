import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../root.js';

/** Built, because Node.js reads no TypeScript. */
const PRELOAD = pathToFileURL(join(ROOT, 'bench', 'dist', 'assistant', 'clock-preload.js')).href;

/** A clock of a server that this process sets. */
export interface Clock {
  /** What the server is started with: arguments of Node.js, and its environment. */
  args: string[];
  env: Record<string, string>;
  /** Resolves when the server believes it. */
  set(instant: Date): Promise<void>;
  close(): void;
}

/** @param folder for the socket over which the clock is set */
export const createClock = (folder: string, name: string): Clock => {
  const path = join(folder, `${name}.clock`);
  let socket: ReturnType<typeof connect> | undefined;
  return {
    args: ['--import', PRELOAD],
    env: { BENCH_CLOCK: path },
    set: async (instant) => {
      socket ??= connect(path);
      const set = once(socket, 'data');
      socket.write(`${instant.getTime()}\n`);
      await set;
    },
    close: () => socket?.destroy(),
  };
};
