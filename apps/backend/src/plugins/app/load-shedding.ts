import { createProblem, PROBLEM_CONTENT_TYPE } from '@todo/contracts';
import type { Shedding } from '@todo/health';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its requests wait in a queue of their own that has a bound, so they take no place in this one. */
    ownQueue?: true;
  }
  interface FastifyRequest {
    /** Answered 503 because there was too much to do. */
    shed?: boolean;
  }
}

export interface LoadSheddingOptions {
  /** Where it is told. */
  shedding: Shedding;
  /**
   * Requests worked on at the same time: enough to keep the database and the processor busy. With more, each
   * costs more, because what they hold outlives V8's young generation: twice the CPU time with 128.
   * Also how many may wait when the queue is there to stay.
   */
  concurrent: number;
  /** Requests that may wait for a while: a page's worth of everybody at once is no overload. */
  waiting?: number;
  /** How long so many may wait, ms. A queue that is there for longer adds nothing but delay. */
  burstMs?: number;
  /** How long one may wait, ms, also when nothing gets done: leaves time to be answered within a second. */
  maxWaitMs?: number;
}

/** Seconds after which a client that was sent away should come again. */
const RETRY_AFTER = '1';
/** Made once: what is shed must cost next to nothing. */
export const TOO_BUSY = JSON.stringify(
  createProblem('unavailable', { detail: 'Too busy at the moment. Try again.' }),
);

/**
 * Lets a few requests work at a time and a bounded number wait, and answers the rest 503 at once. Registered
 * where the API is, so that probes never wait. A place is held from the moment when the request has come in
 * whole until its answer begins: neither a slow body nor an open event stream holds one.
 *
 * Not `@fastify/under-pressure`: it looks at samples of the event loop, so for a whole interval it sheds
 * everything or nothing. No library of queues knows a bound that depends on how long the queue has stood.
 */
export const loadShedding = fp<LoadSheddingOptions>(
  async (app, { shedding, concurrent, waiting: maxWaiting = 200, burstMs = 300, maxWaitMs = 800 }) => {
    const working = new Set<FastifyRequest>();
    /** First come, first served; with what starts each of them. */
    const waiting = new Map<FastifyRequest, () => void>();
    let waitingSince = 0;
    const isFull = (): boolean =>
      waiting.size >= (performance.now() - waitingSince < burstMs ? maxWaiting : concurrent);

    const startNext = (): void => {
      const [next] = waiting;
      if (next === undefined || working.size >= concurrent) return;
      const [request, start] = next;
      waiting.delete(request);
      working.add(request);
      start();
    };
    const leave = (request: FastifyRequest): void => {
      waiting.delete(request);
      if (working.delete(request)) setImmediate(startNext);
    };

    shedding.watch(waiting);
    const shed = (request: FastifyRequest, reply: FastifyReply): void => {
      shedding.shed();
      request.shed = true;
      reply.code(503).type(PROBLEM_CONTENT_TYPE).header('retry-after', RETRY_AFTER).send(TOO_BUSY);
    };

    app.decorateRequest('shed', false);
    app.addHook('onRequest', (request, reply, done) => {
      if (isFull()) shed(request, reply);
      else done();
    });
    app.addHook('preValidation', (request, reply, done) => {
      if (request.routeOptions.config.ownQueue) return done();
      // The client has gone already, and nobody would say that it leaves.
      if (reply.raw.destroyed) return;
      const isFree = waiting.size === 0 && working.size < concurrent;
      if (!isFree && isFull()) return shed(request, reply);
      reply.raw.once('close', () => leave(request));
      if (isFree) {
        working.add(request);
        return done();
      }
      if (waiting.size === 0) waitingSince = performance.now();
      const tooLate = setTimeout(() => {
        if (waiting.delete(request)) shed(request, reply);
      }, maxWaitMs);
      waiting.set(request, () => {
        clearTimeout(tooLate);
        done();
      });
    });
    app.addHook('onSend', (request, _reply, payload, done) => {
      leave(request);
      done(null, payload);
    });
  },
  { name: 'load-shedding' },
);
