import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from '../load.js';
import { cpuTime } from '../machine.js';
import type { RunningServer } from '../start.js';

/** Connections that find out what the server can carry. */
const CONNECTIONS = 16;
const TICK_MS = 5;

/** Sends one request; its status, or 0 without an answer. Never rejects. */
const send = (agent: Agent, port: number, { method, path, headers, body }: Request): Promise<number> =>
  new Promise((resolve) => {
    const sent = httpRequest({ host: '127.0.0.1', port, agent, method, path, headers }, (response) => {
      response.on('error', () => resolve(0));
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
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
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const start = performance.now();
  const cpuBefore = cpuTime(pid);
  let answered = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - start < ms) if (served(await send(agent, port, request()))) answered += 1;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const elapsed = performance.now() - start;
  agent.destroy();
  return { perSecond: (answered * 1e3) / elapsed, busy: (cpuTime(pid) - cpuBefore) / elapsed };
};

export interface Overload {
  /** Answered with 2xx, per second of the load. */
  servedPerSecond: number;
  /** What was really sent, per second. */
  sentPerSecond: number;
}

/**
 * Sends requests at a rate, whether or not earlier ones are answered, on as many connections as that takes. What
 * is not answered at the end is given up.
 */
export const overload = async (
  { port }: RunningServer,
  request: () => Request,
  { perSecond, ms }: { perSecond: number; ms: number },
): Promise<Overload> => {
  const agent = new Agent({ keepAlive: true });
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  let over = false;
  let sent = 0;
  let answered = 0;
  while (elapsed() < ms) {
    for (const due = (elapsed() / 1e3) * perSecond; sent < due; sent += 1)
      void send(agent, port, request()).then((status) => {
        if (!over && served(status)) answered += 1;
      });
    await delay(TICK_MS);
  }
  over = true;
  const seconds = elapsed() / 1e3;
  agent.destroy();
  return { servedPerSecond: answered / seconds, sentPerSecond: sent / seconds };
};
