import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Request } from '../load.js';
import { cpuTime } from '../machine.js';
import type { RunningServer } from '../start.js';

/** Connections that find out what the server can carry. */
const CONNECTIONS = 16;
const TICK_MS = 5;
/**
 * What came due while this process had no processor is made up for as far as this, ms. Many clients that know nothing
 * of each other do not send a tenth of a second's requests at the same moment.
 */
export const MAKE_UP_MS = 50;

/** Sends one request; its status, or 0 without an answer. Never rejects. */
const send = (pool: Pool, { method, path, headers, body }: Request): Promise<number> =>
  new Promise((resolve) => {
    let status = 0;
    // Costs the core that it shares with the database half of what a request of node:http does.
    pool.dispatch(
      { method, path, headers, body: body ?? null },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(status),
        onResponseError: () => resolve(0),
      },
    );
  });

const served = (status: number): boolean => status >= 200 && status < 300;

export interface Capacity {
  perSecond: number;
  /** Part of its core that the server used, 0 to 1. */
  busy: number;
}

/** What the server answers in a second when each of 16 clients waits for its answer. */
export const measureCapacity = async (
  { port, pid }: RunningServer,
  request: () => Request,
  ms: number,
): Promise<Capacity> => {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS, pipelining: 1 });
  const start = performance.now();
  const cpuBefore = cpuTime(pid);
  let answered = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - start < ms) if (served(await send(pool, request()))) answered += 1;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const elapsed = performance.now() - start;
  await pool.destroy();
  return { perSecond: (answered * 1e3) / elapsed, busy: (cpuTime(pid) - cpuBefore) / elapsed };
};

export interface Overload {
  /** Answered with 2xx, per second of the load. */
  servedPerSecond: number;
  /** What was really sent, per second. */
  sentPerSecond: number;
}

/**
 * Sends requests at a rate, whether or not earlier ones are answered, on as many connections as that takes, all of them
 * kept. What is not answered at the end is given up.
 */
export const overload = async (
  { port }: RunningServer,
  request: () => Request,
  { perSecond, ms }: { perSecond: number; ms: number },
): Promise<Overload> => {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: null, pipelining: 1 });
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  let over = false;
  let sent = 0;
  let answered = 0;
  for (let sentUntil = 0; elapsed() < ms; ) {
    const now = elapsed();
    const due = ((now - Math.max(sentUntil, now - MAKE_UP_MS)) / 1e3) * perSecond;
    for (let count = 0; count < due; count += 1) {
      sent += 1;
      void send(pool, request()).then((status) => {
        if (!over && served(status)) answered += 1;
      });
    }
    sentUntil = now;
    await delay(TICK_MS);
  }
  over = true;
  const seconds = elapsed() / 1e3;
  await pool.destroy();
  return { servedPerSecond: answered / seconds, sentPerSecond: sent / seconds };
};
