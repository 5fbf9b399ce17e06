import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from '../load.js';
import type { Contestant, Instance, World } from './contestants.js';
import { createJudge, type Tally } from './judge.js';
import { type Link, startLink } from './link.js';

/** From one end of the wire to the other, ms: a round trip of 10. */
export const ONE_WAY_MS = 5;
/** From SIGTERM until new connections no longer come, ms. */
export const ENDPOINT_MS = 2_000;
/** What Kubernetes leaves a pod from SIGTERM to SIGKILL, ms (terminationGracePeriodSeconds). */
const GRACE_MS = 30_000;
/** How long resting connections rest, ms. */
export const REST_MS = { min: 200, max: 7_000 };
/** How long all of it may take, ms. */
const LIMIT_MS = 120_000;
/**
 * A load that pauses for longer, ms, rests longer than it is meant to and delays the wire: what is lost then says
 * nothing of the server.
 */
export const MAX_PAUSE_MS = 200;
/** How often the event loop's delay is sampled, ms. */
const RESOLUTION_MS = 5;

export interface Restart {
  busy: Tally;
  resting: Tally;
  /** From SIGTERM to the end of the process, seconds. */
  exitSeconds: number;
  /** The code or the signal that it ended with; `killed` when it was still there after the grace period. */
  exit: string;
  /** How late the load's own event loop was, ms. */
  late: { p99: number; max: number };
}

export interface RestartOptions {
  /** Answers that there must have been at the least. */
  requests: number;
  /** How long the busy connections have the server for themselves, ms. */
  warmMs: number;
  /** 0 to 1. */
  random: () => number;
}

const end = async ({ exited, kill }: Instance): Promise<string> => {
  const grace = new AbortController();
  const limit = delay(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined);
  const exit = await Promise.race([exited, limit]);
  grace.abort();
  if (exit) return String(exit.code ?? exit.signal);
  await kill();
  return 'killed';
};

const roll = async (
  contestant: Contestant,
  { leaving, staying, link }: { leaving: Instance; staying: Instance; link: Link },
  { request, requests, warmMs, random }: RestartOptions & { request: () => Request },
): Promise<Restart> => {
  link.route([leaving.port]);
  const load = { port: link.port, request, refused: link.refused };
  const busy = createJudge({ ...load, connections: contestant.connections.busy });
  // Code that is new to the process is slow: no crowd of connections before that is over.
  await busy.warm;
  await delay(warmMs);
  const resting = createJudge({
    ...load,
    connections: contestant.connections.resting,
    restMs: () => REST_MS.min + random() * (REST_MS.max - REST_MS.min),
  });
  await resting.warm;

  const late = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  late.enable();
  link.route([leaving.port, staying.port]);
  process.kill(leaving.pid, 'SIGTERM');
  const signalled = performance.now();
  const removed = delay(ENDPOINT_MS).then(() => link.route([staying.port]));
  const exit = await end(leaving);
  const exitSeconds = (performance.now() - signalled) / 1e3;
  await removed;
  await busy.answered(requests - resting.tally.answered);
  late.disable();
  await Promise.all([busy.stop(), resting.stop()]);
  const lateness = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  return {
    busy: busy.tally,
    resting: resting.tally,
    exitSeconds,
    exit,
    late: { p99: lateness(late.percentile(99)), max: lateness(late.max) },
  };
};

/**
 * One pod of a rolling update: the new instance is ready and takes its share of new connections, the old one gets
 * SIGTERM and new connections for 2 s more. Established connections stay where they are, as kube-proxy has it.
 * @throws {Error} when it is not over in two minutes
 */
export const restart = async (
  contestant: Contestant,
  world: World,
  options: RestartOptions,
): Promise<Restart> => {
  const [leaving, staying] = await Promise.all([contestant.start(world), contestant.start(world)]);
  const link = await startLink(ONE_WAY_MS);
  const over = new AbortController();
  const limit = delay(LIMIT_MS, undefined, { signal: over.signal }).then(
    () => Promise.reject(new Error(`the restart of ${contestant.name} did not end`)),
    // It ended in time.
    () => new Promise<never>(() => {}),
  );
  try {
    const rolled = roll(
      contestant,
      { leaving, staying, link },
      { ...options, request: contestant.write(world) },
    );
    return await Promise.race([rolled, limit]);
  } finally {
    over.abort();
    await Promise.all([link.close(), leaving.kill(), staying.kill()]);
  }
};
