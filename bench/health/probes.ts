import { setTimeout as delay } from 'node:timers/promises';
import { coreWait } from '../machine.js';
import { percentile } from '../numbers.js';
import type { RunningServer } from '../start.js';
import type { Contestant, World } from './contestants.js';
import { startLink } from './link.js';
import { type Capacity, measureCapacity, type Overload, overload } from './overload.js';
import { type ProbeAnswer, type ProbePlan, startProber } from './prober.js';

export const SITUATIONS = ['idle', 'overload', 'database hung', '100 at once'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** What a probe's p99 must be below, ms. */
export const LIMIT_MS: Record<Situation, number> = {
  idle: 5,
  overload: 100,
  'database hung': 100,
  '100 at once': 100,
};

export interface Probes {
  situation: Situation;
  /** Infinity when there was no answer in time. */
  p50: number;
  p99: number;
  max: number;
  /** How many answers of each status; 0 is none. */
  statuses: Map<number, number>;
  /** Part of the time that the server waited for its core, which others had, 0 to 1. */
  waited: number;
  /** With overload. */
  load?: { capacity: Capacity; overload: Overload };
}

/** Above this part the machine was not the server's: the situation is measured again. */
export const MAX_WAITED = 0.1;
const MAX_ATTEMPTS = 3;

const summarize = (situation: Situation, answers: ProbeAnswer[], waited: number): Probes => {
  const times = answers.map(({ ms }) => ms);
  const statuses = new Map<number, number>();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  return {
    situation,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: Math.max(...times),
    statuses,
    waited,
  };
};

/** Asks, and asks again when others had the server's core meanwhile. */
const calmly = async (
  situation: Situation,
  { pid }: RunningServer,
  ask: () => Promise<{ answers: ProbeAnswer[]; load?: NonNullable<Probes['load']> }>,
): Promise<Probes> => {
  for (let attempt = 1; ; attempt += 1) {
    const [start, waitBefore] = [performance.now(), coreWait(pid)];
    const { answers, ...load } = await ask();
    const waited = (coreWait(pid) - waitBefore) / (performance.now() - start);
    if (waited > MAX_WAITED && attempt < MAX_ATTEMPTS) continue;
    return { ...summarize(situation, answers, waited), ...load };
  }
};

/** Twice what it can carry. */
const OVERLOAD = 2;
export interface ProbeTimes {
  /** How long each part takes, ms. */
  warmMs: number;
  capacityMs: number;
  /** How long probes are asked in each situation but the idle one. */
  askMs: number;
  /** Probes of the idle server: enough that one of them in a hundred says something. */
  idleProbes: number;
}
const EVERY_MS = 10;
const BURST = 100;
const BURST_EVERY_MS = 400;

/**
 * Readiness of one contestant, each in its own way, in each situation. Nothing is said of a database for those that
 * do not ask it.
 */
export const measureProbes = async (
  contestant: Contestant,
  world: World,
  { warmMs, capacityMs, askMs, idleProbes }: ProbeTimes,
): Promise<Probes[]> => {
  const results: Probes[] = [];
  const steadily = { times: Math.round(askMs / EVERY_MS), everyMs: EVERY_MS, atOnce: 1 };
  const inBursts = { times: Math.round(askMs / BURST_EVERY_MS), everyMs: BURST_EVERY_MS, atOnce: BURST };

  const instance = await contestant.start(world);
  const prober = await startProber(instance.probe.href);
  try {
    // The first requests load and compile.
    await measureCapacity(instance, contestant.work(world), warmMs);
    const ask = async (plan: ProbePlan) => ({ answers: await prober.probe(plan) });
    const atLength = { ...steadily, times: idleProbes };
    results.push(await calmly('idle', instance, () => ask(atLength)));
    results.push(await calmly('100 at once', instance, () => ask(inBursts)));
    const overloaded = async () => {
      const request = contestant.work(world);
      const capacity = await measureCapacity(instance, request, capacityMs);
      // What is answered before the load is felt is no answer of an overloaded server.
      const leadMs = askMs / 4;
      const loaded = overload(instance, request, {
        perSecond: OVERLOAD * capacity.perSecond,
        ms: leadMs + askMs,
      });
      await delay(leadMs);
      const { answers } = await ask(steadily);
      return { answers, load: { capacity, overload: await loaded } };
    };
    results.push(await calmly('overload', instance, overloaded));
  } finally {
    await prober.stop();
    await instance.kill();
  }

  if (!contestant.asksDatabase) return results;
  const link = await startLink(0);
  try {
    const databaseUrl = new URL(world.databaseUrl);
    link.route([Number(databaseUrl.port)]);
    databaseUrl.port = String(link.port);
    const behind = await contestant.start({ ...world, databaseUrl: databaseUrl.href });
    const prober = await startProber(behind.probe.href);
    try {
      link.stall();
      const hung = await calmly('database hung', behind, async () => ({
        answers: await prober.probe(steadily),
      }));
      results.push(hung);
    } finally {
      await prober.stop();
      await behind.kill();
    }
  } finally {
    await link.close();
  }
  return results;
};
