/** Asks probes as a kubelet does, in a thread of its own, so that no load delays what it sees. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** Longer than any timeoutSeconds that people give a probe, ms. */
export const PROBE_LIMIT_MS = 5_000;

export interface ProbePlan {
  times: number;
  everyMs: number;
  /** How many at the same moment, each time. */
  atOnce: number;
}

export interface ProbeAnswer {
  /** Infinity when there was no answer in time. */
  ms: number;
  /** 0 without an answer. */
  status: number;
}

/** One probe on a new connection, as the kubelet's are. Never rejects. */
const ask = (url: string): Promise<ProbeAnswer> =>
  new Promise((resolve) => {
    const start = performance.now();
    const none = () => resolve({ ms: Number.POSITIVE_INFINITY, status: 0 });
    const request = httpRequest(url, { agent: false }, (response) => {
      response.on('error', none);
      response.on('end', () => resolve({ ms: performance.now() - start, status: response.statusCode ?? 0 }));
      response.resume();
    });
    const limit = setTimeout(() => request.destroy(), PROBE_LIMIT_MS);
    request.on('error', none);
    request.on('close', () => clearTimeout(limit));
    request.end();
  });

const carryOut = async (url: string, { times, everyMs, atOnce }: ProbePlan): Promise<ProbeAnswer[]> => {
  const asked: Promise<ProbeAnswer>[] = [];
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    await delay(Math.max(0, start + time * everyMs - performance.now()));
    for (let probe = 0; probe < atOnce; probe += 1) asked.push(ask(url));
  }
  return Promise.all(asked);
};

parentPort?.on('message', async (plan: ProbePlan) =>
  parentPort?.postMessage(await carryOut(workerData as string, plan)),
);

/** What is compiled and loaded for the first probes, here and in the server, is no part of what a probe takes. */
const WARM_UP: ProbePlan = { times: 300, everyMs: 2, atOnce: 1 };

export interface Prober {
  /** Carries out the plan; resolves when the last probe is answered or given up. One plan at a time. */
  probe(plan: ProbePlan): Promise<ProbeAnswer[]>;
  stop(): Promise<unknown>;
}

/** A thread that probes one address, warmed up; so is what answers there. */
export const startProber = async (url: string): Promise<Prober> => {
  const worker = new Worker(new URL(import.meta.url), { workerData: url });
  const probe = async (plan: ProbePlan): Promise<ProbeAnswer[]> => {
    worker.postMessage(plan);
    const [answers] = await once(worker, 'message');
    return answers;
  };
  await probe(WARM_UP);
  return { probe, stop: () => worker.terminate() };
};
