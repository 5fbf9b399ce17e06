import { setTimeout as delay } from 'node:timers/promises';
import { probeDuring, sendAtOnce, sendMany } from './load.js';
import { limitToHalfCore, peakMemory, residentMemory } from './machine.js';
import { percentile } from './numbers.js';
import { type Person, signIn, signUp, withCookie, withToken } from './people.js';
import type { createRows } from './rows.js';
import type { RunningServer } from './servers.js';

const PEOPLE = 50;
const HALF_CORE_SIGN_INS = 20;
/** V8 gives back what a start has left behind when nothing was done for 8 s, in two steps; ms. */
const SETTLE_MS = 20_000;

interface Burst {
  what: string;
  answered: number;
  of: number;
  ms: number;
  healthP99: number;
  healthMax: number;
  probes: number;
  probesFailed: number;
}

const burst = async (what: string, { origin }: RunningServer, people: Person[]): Promise<Burst> => {
  let answered = 0;
  let ms = 0;
  const { latencies, failed } = await probeDuring(origin, async () => {
    const outcome = await sendAtOnce(origin, people.map(signIn));
    answered = outcome.statuses.filter((status) => status === 200).length;
    ms = outcome.ms;
  });
  return {
    what,
    answered,
    of: people.length,
    ms,
    healthP99: percentile(latencies, 0.99),
    healthMax: Math.max(...latencies),
    probes: latencies.length,
    probesFailed: failed,
  };
};

export interface ServiceResult {
  bursts: Burst[];
  /** MiB resident. */
  memory: { idle: number; load: number; signIns: number };
}

/** Memory and sign-ins of a backend that has just started. */
export const measureService = async (
  backend: RunningServer,
  rows: ReturnType<typeof createRows>,
  say: (line: string) => void,
): Promise<ServiceResult> => {
  say('memory: idle');
  await delay(SETTLE_MS);
  const idle = residentMemory(backend.pid);

  say('memory: under load');
  const load = await peakMemory(backend.pid, async () => {
    for (const row of rows)
      for (const headers of [withToken(row.person), withCookie(row.person)])
        await sendMany(backend.origin, {
          connections: 64,
          count: row.count,
          expected: row.expected,
          request: (number) => row.request(headers, number),
        });
  });

  say(`sign-ins: ${PEOPLE} people sign up`);
  const people: Person[] = [];
  for (let number = 1; number <= PEOPLE; number += 1)
    people.push(await signUp(backend.origin, `person-${number}@example.com`));

  const bursts: Burst[] = [];
  const signIns = await peakMemory(backend.pid, async () => {
    say(`sign-ins: ${PEOPLE} at once`);
    bursts.push(await burst(`${PEOPLE} at once, one core`, backend, people));
    const half = limitToHalfCore(backend.pid);
    if (half === null) return say('sign-ins: no writable cgroup, so half a core is not measured');
    say(`sign-ins: ${HALF_CORE_SIGN_INS} at once with half a core`);
    try {
      const some = people.slice(0, HALF_CORE_SIGN_INS);
      bursts.push(await burst(`${some.length} at once, half a core (${half.description})`, backend, some));
    } finally {
      half.release();
    }
  });
  return { bursts, memory: { idle, load, signIns } };
};

const MAX_HEALTH_MS = 100;
const verdict = (held: boolean): string => (held ? 'yes' : 'NO');

export const burstTable = (bursts: Burst[]): string[][] => [
  ['sign-ins', 'answered 200', 'in all', 'each', '`/health` p99', '`/health` max', 'held'],
  ...bursts.map(({ what, answered, of, ms, healthP99, healthMax, probes, probesFailed }) => [
    what,
    `${answered} of ${of}`,
    `${(ms / 1000).toFixed(1)} s`,
    `${(ms / of).toFixed(0)} ms`,
    `${healthP99.toFixed(0)} ms (of ${probes}, ${probesFailed} failed)`,
    `${healthMax.toFixed(0)} ms`,
    verdict(answered === of && probesFailed === 0 && healthP99 < MAX_HEALTH_MS),
  ]),
];

const MEMORY = [
  ['idle', 'idle', 100],
  ['under load, 64 connections, peak', 'load', 150],
  ['in a burst of sign-ins, peak', 'signIns', 200],
] as const;

export const memoryTable = (memory: ServiceResult['memory']): string[][] => [
  ['memory (RSS)', 'MB', 'bar', 'held'],
  ...MEMORY.map(([what, key, bar]) => [
    what,
    memory[key].toFixed(0),
    `≤ ${bar}`,
    verdict(memory[key] <= bar),
  ]),
];
