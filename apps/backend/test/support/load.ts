import { readFileSync } from 'node:fs';
import net from 'node:net';

export interface Outcome {
  /** 0 when there was no answer. */
  status: number;
  headers: string;
  /** When it was to be sent, ms after the start. */
  dueMs: number;
  /** From then on until the last byte of its answer. */
  milliseconds: number;
}

type Answered = (status: number, headers: string) => void;

/** A client of HTTP/1.1 that costs little beside the server: GET only, answers with Content-Length only. */
export const createClient = (port: number, requestHeaders: Record<string, string> = {}) => {
  const head = Object.entries({ host: 'localhost', ...requestHeaders }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const sockets = new Set<net.Socket>();
  const idle: ((path: string, answered: Answered) => void)[] = [];

  const connect = (): ((path: string, answered: Answered) => void) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.add(socket);
    let settle: Answered = () => undefined;
    let received = Buffer.alloc(0);
    const send = (path: string, answered: Answered): void => {
      settle = answered;
      socket.write(`GET ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    };
    socket.on('data', (part) => {
      received = received.length === 0 ? part : Buffer.concat([received, part]);
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const headers = received.toString('latin1', 0, end);
      const length = Number(/^content-length: (\d+)/im.exec(headers)?.[1]);
      if (received.length < end + 4 + length) return;
      received = Buffer.alloc(0);
      idle.push(send);
      settle(Number(headers.slice(9, 12)), headers);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      settle(0, '');
    });
    return send;
  };

  return {
    /** Over a connection that is idle, or a new one. */
    get: (path: string, answered: Answered): void => (idle.pop() ?? connect())(path, answered),
    close: (): void => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

export type Client = ReturnType<typeof createClient>;

/** Sends the next request as soon as one is answered. Gives back how many were answered 200. */
export const closedLoop = (client: Client, path: string, connections: number, ms: number): Promise<number> =>
  new Promise((resolve) => {
    const start = performance.now();
    let answered = 0;
    let open = connections;
    const next = (): void => {
      if (performance.now() < start + ms)
        client.get(path, (status) => {
          if (status === 200) answered += 1;
          next();
        });
      else if (--open === 0) resolve(answered);
    };
    for (let connection = 0; connection < connections; connection += 1) next();
  });

/** Sends so many requests a second, whether or not those before are answered, as the world does. */
export const openLoop = async (client: () => Client, path: string, perSecond: number, ms: number) => {
  const start = performance.now();
  const pending: Promise<Outcome>[] = [];
  /** How late this process was with each, ms: then it is itself what is overloaded. */
  const lateness: number[] = [];
  await new Promise<void>((sent) => {
    const tick = (): void => {
      for (;;) {
        const dueMs = (pending.length * 1000) / perSecond;
        if (dueMs >= ms) {
          sent();
          return;
        }
        const late = performance.now() - start - dueMs;
        if (late < 0) break;
        lateness.push(late);
        const outcome = new Promise<Outcome>((resolve) => {
          client().get(path, (status, headers) =>
            resolve({ status, headers, dueMs, milliseconds: performance.now() - start - dueMs }),
          );
        });
        pending.push(outcome);
      }
      setTimeout(tick, 1);
    };
    tick();
  });
  return { outcomes: await Promise.all(pending), lateness };
};

/** The value below which the share `p` (0 to 1) of the numbers lies. */
export const percentile = (numbers: number[], p: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
};

/** Seconds that the main thread of a process spent waiting for a processor that others had; 0 where nobody knows. */
const waitedForProcessor = (pid: number): number => {
  try {
    const [, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waited) / 1e9;
  } catch {
    return 0;
  }
};

/** Seconds that pass, and those of them in which a process could have worked because no other had its processor. */
export const stopwatch = (pid: number): (() => { passed: number; available: number }) => {
  const started = performance.now();
  const waited = waitedForProcessor(pid);
  return () => {
    const passed = (performance.now() - started) / 1000;
    return { passed, available: passed - (waitedForProcessor(pid) - waited) };
  };
};
