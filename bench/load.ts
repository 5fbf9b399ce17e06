import { Client, Pool } from 'undici';

export interface Request {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const SHED = 503;

/** An answer that was not the expected one makes the whole run worthless. */
const expectStatus = (request: Request, expected: number, status: number, body: string): void => {
  if (status !== expected)
    throw new Error(`${request.method} ${request.path} answered ${status}: ${body.slice(0, 500)}`);
};

/** Sends one request and gives back what came. */
export const sendOnce = async (origin: string, request: Request) => {
  const client = new Client(origin);
  try {
    const response = await client.request(request);
    return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
  } finally {
    await client.close();
  }
};

/**
 * Sends `count` requests over `connections` that are kept alive, each as soon as the one before is answered.
 * Gives back how many were shed, which happens when the machine does something else for too long.
 */
export const sendMany = async (
  origin: string,
  options: { connections: number; count: number; expected: number; request: (index: number) => Request },
): Promise<number> => {
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  let next = 0;
  let shed = 0;
  const work = async (): Promise<void> => {
    while (next < options.count) {
      const request = options.request(next++);
      const { statusCode, body } = await pool.request(request);
      const text = await body.text();
      if (statusCode === SHED) shed += 1;
      else expectStatus(request, options.expected, statusCode, text);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.connections }, work));
    return shed;
  } finally {
    await pool.close();
  }
};

/** Sends all requests at the same moment, a connection each. Gives back the statuses and the time, ms. */
export const sendAtOnce = async (origin: string, requests: Request[]) => {
  const pool = new Pool(origin, { connections: requests.length, pipelining: 1, headersTimeout: 120_000 });
  const start = performance.now();
  try {
    const statuses = await Promise.all(
      requests.map(async (request) => {
        const { statusCode, body } = await pool.request(request);
        await body.dump();
        return statusCode;
      }),
    );
    return { statuses, ms: performance.now() - start };
  } finally {
    await pool.close();
  }
};

const PROBE_INTERVAL_MS = 10;

/** Asks /health every 10 ms, whether or not the one before is answered, for as long as `work` takes. */
export const probeDuring = async (origin: string, work: () => Promise<unknown>) => {
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  const latencies: number[] = [];
  const pending: Promise<void>[] = [];
  let failed = 0;
  const timer = setInterval(() => {
    const start = performance.now();
    const probe = pool.request({ method: 'GET', path: '/health' }).then(async ({ statusCode, body }) => {
      await body.dump();
      latencies.push(performance.now() - start);
      if (statusCode !== 200) failed += 1;
    });
    pending.push(probe);
  }, PROBE_INTERVAL_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await Promise.all(pending);
    await pool.close();
  }
  return { latencies, failed };
};
