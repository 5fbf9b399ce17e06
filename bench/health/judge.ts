import { setMaxListeners } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as delay, setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Request } from '../load.js';

/** How long an answer may take, ms; a request without one by then is lost. */
const PATIENCE_MS = 10_000;
/**
 * Between an answer and the next request on its connection, ms: a FIN that the server sent with the answer may
 * come a little later through the link, and must not count as one that the request crossed.
 */
const BREATH_MS = 5;
/** Over how long connections that rest are opened, ms. */
const OPENING_MS = 3_000;

/** What became of requests. One is lost when it got no complete answer of 2xx, for whatever reason. */
export interface Tally {
  answered: number;
  /** How many, by what their client saw: a status, the code of an error, or `no answer`. */
  lost: Record<string, number>;
}

export const lostOf = ({ lost }: Tally): number =>
  Object.values(lost).reduce((total, count) => total + count, 0);

export interface Judge {
  readonly tally: Tally;
  /** Resolves when each connection has had an answer. */
  readonly warm: Promise<void>;
  /** Resolves when this many requests have been answered, at once where they have. */
  answered(count: number): Promise<void>;
  /** Sends nothing more and resolves when the last request is answered or lost. */
  stop(): Promise<void>;
}

export interface JudgeOptions {
  port: number;
  connections: number;
  /** The next request to send; it is never sent twice. */
  request: () => Request;
  /** How long a connection rests between an answer and its next request, ms. Default: hardly. */
  restMs?: () => number;
  /** Whether the connection from this port of ours was refused, where a link hides that. */
  refused?: (port: number) => boolean;
}

const nameOf = (error: NodeJS.ErrnoException): string =>
  // Node gives a connection that was closed and one that was reset the same code.
  error.message === 'socket hang up' ? error.message : (error.code ?? error.message);

/**
 * Sends one request over the agent's connection, or a new one where it has none. Resolves with the kind of loss,
 * undefined when it was answered. Never rejects.
 */
const send = (agent: Agent, options: JudgeOptions): Promise<string | undefined> =>
  new Promise((resolve) => {
    const { method, path, headers, body } = options.request();
    const sent = httpRequest({ host: '127.0.0.1', port: options.port, agent, method, path, headers });
    let localPort = 0;
    sent.on('socket', (socket) => {
      if (!socket.connecting) localPort = socket.localPort ?? 0;
      else
        socket.once('connect', () => {
          localPort = socket.localPort ?? 0;
        });
    });
    sent.on('error', (error) => resolve(options.refused?.(localPort) ? 'ECONNREFUSED' : nameOf(error)));
    sent.on('response', (response) => {
      const { statusCode = 0 } = response;
      response.on('error', (error) => resolve(nameOf(error)));
      response.on('end', () =>
        resolve(statusCode >= 200 && statusCode < 300 ? undefined : String(statusCode)),
      );
      response.resume();
    });
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error('no answer')));
    sent.end(body);
  });

/**
 * A fixed number of clients, each with one connection of Node's own `http.Agent`, which send unretried
 * requests and count what became of them. A connection that the server has closed, and whose FIN has arrived, is
 * not used again: that costs a new connection, and is no loss.
 */
export const createJudge = (options: JudgeOptions): Judge => {
  const tally: Tally = { answered: 0, lost: {} };
  const stopping = new AbortController();
  // Each connection listens to it while it rests.
  setMaxListeners(0, stopping.signal);
  const waiting = new Set<() => void>();
  let cold = options.connections;

  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!reached()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  const rest = (ms: number) =>
    delay(ms, undefined, { signal: stopping.signal }).catch(() => {
      // Woken to stop.
    });

  const client = async (index: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let answeredBefore = false;
    if (options.restMs) await rest((index / options.connections) * OPENING_MS);
    while (!stopping.signal.aborted) {
      const loss = await send(agent, options);
      if (loss === undefined) tally.answered += 1;
      else tally.lost[loss] = (tally.lost[loss] ?? 0) + 1;
      if (loss === undefined && !answeredBefore) {
        answeredBefore = true;
        cold -= 1;
      }
      for (const look of waiting) look();
      await rest(options.restMs?.() ?? BREATH_MS);
      // Timers come before what has arrived: however late we are, a FIN that is there is seen first.
      await turnOfTheLoop();
    }
    agent.destroy();
  };

  const clients = Array.from({ length: options.connections }, (_, index) => client(index));
  return {
    tally,
    warm: until(() => cold === 0),
    answered: (count) => until(() => tally.answered >= count),
    async stop() {
      stopping.abort();
      await Promise.all(clients);
    },
  };
};
