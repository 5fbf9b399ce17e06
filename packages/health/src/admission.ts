import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Health } from './health.js';
import { refuseBadTime, refuseUnknown } from './options.js';
import { isOperational } from './probe.js';

export interface AdmissionOptions {
  /** How long a request may wait, ms: leaves time to be answered within a second. Default 800. */
  maxWaitMs?: number | undefined;
  /**
   * How long a queue may stand, ms, before only `standingMs` of work may be in it: a page's worth of everybody at
   * once is no overload, and a queue that is there to stay adds nothing but delay. Default 300.
   */
  burstMs?: number | undefined;
  /** How long one would wait at the end of a queue that is there to stay, ms. Default 100. */
  standingMs?: number | undefined;
  /** How many may wait, whatever they cost. Default 511, as many connections as the kernel keeps for Node.js. */
  maxWaiting?: number | undefined;
  /** What is answered to who is turned away, beside the 503 and `Retry-After: 1`. Default: a line of plain text. */
  body?: { contentType: string; text: string } | undefined;
}

/** Starts a request now or later, or answers it 503. */
export type Admit = (request: IncomingMessage, response: ServerResponse, start: () => void) => void;

interface Waiting {
  /** On the clock of `performance.now()`. */
  since: number;
  request: IncomingMessage;
  response: ServerResponse;
  start: () => void;
}

const OPTIONS = ['maxWaitMs', 'burstMs', 'standingMs', 'maxWaiting', 'body'];
const BODY = { contentType: 'text/plain; charset=utf-8', text: 'Too busy at the moment. Try again.\n' };
/** After this much work in one turn of the event loop, ms, what else has come waits for a later turn. */
const TURN_MS = 5;
/** What is started in one turn when there is a queue, ms of work by the average; one request at least. */
const START_MS = 1;
/** A flood of connections keeps requests from being started for no longer, ms, or for as long as two of them take. */
const MAX_PAUSE_MS = 1;
/** How long work is measured for the average, ms. */
const WINDOW_MS = 100;
/** Starts for which the loop was late, or had no processor, are made up for, so many ms of them. */
const CATCH_UP_MS = 20;
/** The loop is not kept idle for longer than this while requests wait, ms. */
const MAX_IDLE_MS = 1;

/**
 * Has requests wait while the event loop is busy, so that its turns stay short: libuv accepts one connection in each
 * of them, and whoever connects, such as a kubelet's probe, waits for as many turns as others connected before.
 *
 * A request is started at once unless others wait or the turn has accepted a connection or worked for `TURN_MS`.
 * The queue is started from once per turn, in one that accepted nobody, and no faster than requests have taken on
 * average: work that is done later, in callbacks, does not show in the turn that starts it. It is the loop's time that
 * is shared out, not places, so an open stream and a slow upstream hold nobody up.
 * @throws {TypeError} for an option that it does not know
 * @throws {RangeError} when a time is none, and for a bad `maxWaiting`
 */
export function createAdmission(server: Server, health: Health, options: AdmissionOptions): Admit {
  refuseUnknown('admission', options, OPTIONS);
  const { maxWaitMs = 800, burstMs = 300, standingMs = 100, maxWaiting = 511, body = BODY } = options;
  for (const [name, value] of Object.entries({ maxWaitMs, burstMs, standingMs })) refuseBadTime(name, value);
  if (!Number.isInteger(maxWaiting) || maxWaiting < 1) {
    throw new RangeError(`maxWaiting is ${maxWaiting}; it must be a number of requests, 1 or more`);
  }
  const payload = Buffer.from(body.text);
  const headers = {
    'content-type': body.contentType,
    'content-length': payload.length,
    'cache-control': 'no-store',
    'retry-after': '1',
  };

  /** First come, first served. */
  const queue = new Set<Waiting>();
  health.shedding.watch(queue);
  /** Since when somebody has been waiting. */
  let standingSince = 0;

  /** When the last turn ended that had to do with requests, and how long the loop had been idle until then. */
  let turnEnd = performance.now();
  let idleAtTurnEnd = idleMs();
  /** When this turn's work began, by a clock that stands while the loop is idle. Known from its first request on. */
  let turnStart: number | undefined;
  let hasAccepted = false;
  let turnEndIsDue = false;
  let isAsleep = false;

  /** When the queue was started from for the last time, and how long the loop had been idle until then. */
  let startedAt = 0;
  let idleAtStart = 0;
  /** When it is started from again; earlier, if the loop idles. */
  let nextAt = 0;
  /** What a request takes on average, ms of processor time, with all that is done besides; 0: not known yet. */
  let cost = 0;
  /** From one start to the next on average, ms; 0: not known yet. */
  let interval = 0;
  let window = openWindow(0);

  server.on('connection', () => {
    hasAccepted = true;
    turnEndsSoon();
  });

  function admit(request: IncomingMessage, response: ServerResponse, start: () => void): void {
    const now = performance.now();
    if (turnStart === undefined) {
      turnStart = turnEnd + idleMs() - idleAtTurnEnd;
      turnEndsSoon();
    }
    const isCalm = queue.size === 0 && !hasAccepted && now - turnStart < TURN_MS;
    // Before it is ready, a service may be busy with its start for long, and nobody is sent to it.
    if (isCalm || isOperational(request) || health.state === 'starting') {
      start();
      return;
    }
    if (queue.size === 0) {
      standingSince = now;
      nextAt = 0;
      cost = 0;
      interval = 0;
      window = openWindow(now);
    } else if (isFull(now)) {
      shed(response);
      return;
    }
    // Later, it runs as if it had been started now.
    const origin = new AsyncResource('WaitingRequest');
    queue.add({ since: now, request, response, start: () => origin.runInAsyncScope(start) });
  }

  function isFull(now: number): boolean {
    const limit = now - standingSince < burstMs ? maxWaitMs : standingMs;
    return queue.size >= maxWaiting || queue.size * interval > limit;
  }

  function shed(response: ServerResponse): void {
    health.shedding.shed();
    response.writeHead(503, headers).end(payload);
  }

  function turnEndsSoon(): void {
    if (turnEndIsDue) return;
    turnEndIsDue = true;
    setImmediate(endTurn);
  }

  function endTurn(): void {
    turnEndIsDue = false;
    try {
      if (queue.size > 0) serveQueue(performance.now());
    } finally {
      // Also when a handler has thrown and the process goes on for a while: the others are still to be served.
      hasAccepted = false;
      turnStart = undefined;
      turnEnd = performance.now();
      idleAtTurnEnd = idleMs();
      if (queue.size > 0) {
        if (nextAt <= turnEnd) turnEndsSoon();
        else sleep();
      }
    }
  }

  function sleep(): void {
    if (isAsleep) return;
    isAsleep = true;
    setTimeout(wake, MAX_IDLE_MS);
  }

  function wake(): void {
    isAsleep = false;
    turnEndsSoon();
  }

  function serveQueue(now: number): void {
    estimate(now);
    for (const waiting of queue) {
      if (now - waiting.since <= maxWaitMs) break;
      queue.delete(waiting);
      shed(waiting.response);
    }
    if (hasAccepted && now - startedAt < Math.max(MAX_PAUSE_MS, 2 * cost)) return;
    if (now < nextAt && idleMs() - idleAtStart < MAX_IDLE_MS) return;
    idleAtStart = idleMs();
    let spent = 0;
    for (const waiting of queue) {
      if (spent > 0 && (now < nextAt || spent + cost > START_MS)) return;
      queue.delete(waiting);
      // Its client has gone.
      if (waiting.request.socket.destroyed) continue;
      nextAt = Math.min(Math.max(nextAt, now - CATCH_UP_MS), now) + cost;
      window.started += 1;
      waiting.start();
      startedAt = performance.now();
      if (cost === 0) return;
      spent += cost;
    }
  }

  function estimate(now: number): void {
    const elapsed = now - window.since;
    if (elapsed < WINDOW_MS || window.started === 0) return;
    // What another process had of the processor is no work, and what other threads had is none of the loop's.
    const worked = Math.min(elapsed - (idleMs() - window.idle), cpuMs() - window.cpu);
    cost = average(cost, worked / window.started);
    interval = average(interval, elapsed / window.started);
    window = openWindow(now);
  }

  return admit;
}

/** How long the event loop has waited for something to do, ms in all. */
function idleMs(): number {
  return performance.nodeTiming.idleTime;
}

/** How long this process has had a processor, all threads together, ms. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** A stretch of time in which work is measured. */
function openWindow(since: number) {
  return { since, idle: idleMs(), cpu: cpuMs(), started: 0 };
}

/** Of what was measured lately, the latest counting most; 0 is nothing. */
function average(before: number, latest: number): number {
  return before === 0 ? latest : (before + latest) / 2;
}
