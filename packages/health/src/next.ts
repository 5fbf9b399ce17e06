/**
 * A preload for the server that Next.js builds with `output: 'standalone'`:
 * `node --import @todo/health/next server.js`. It answers the probes before Next.js sees the request
 * and drains on SIGTERM. Settings, from the environment: `SERVICE_NAME` (default `frontend`) and
 * `DRAIN_DELAY_MS` (default 5000); it sets Next.js's own `NEXT_MANUAL_SIG_HANDLE`, and
 * `KEEP_ALIVE_TIMEOUT` where that is not set. The application finds the signal at which it must end its event
 * streams as `globalThis[Symbol.for('@todo/health/closing')]`: what a preload makes cannot be imported.
 */
import http, { type RequestListener, type ServerOptions } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { createHealth } from './health.js';
import { createLifecycle } from './lifecycle.js';
import { createJsonLogger } from './logger.js';
import { answerProbe } from './probe.js';

// Worker threads inherit --import; the server lives in the main thread.
if (isMainThread) preload(process.env);

function preload(env: NodeJS.ProcessEnv): void {
  // Next.js would otherwise close at once and exit 143.
  env.NEXT_MANUAL_SIG_HANDLE = 'true';
  // As Fastify has it: longer than proxies keep an idle connection, so that they are the ones to close it.
  env.KEEP_ALIVE_TIMEOUT ||= '72000';
  const service = env.SERVICE_NAME || 'frontend';
  const logger = createJsonLogger(service);
  const health = createHealth({ service, logger });
  const drainDelayMs = milliseconds('DRAIN_DELAY_MS', env.DRAIN_DELAY_MS || '5000');
  const lifecycle = createLifecycle({ health, logger, drainDelayMs });

  Object.assign(globalThis, { [Symbol.for('@todo/health/closing')]: lifecycle.signal });

  const pending = trackAfterCallbacks();
  lifecycle.onClose('after() callbacks', async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
  });

  const { createServer } = http;
  http.createServer = ((...args: [ServerOptions, RequestListener?] | [RequestListener?]) => {
    // Only the first server is the one that Next.js listens with.
    http.createServer = createServer;
    const [options, listener] = typeof args[0] === 'object' ? [args[0], args[1]] : [{}, args[0]];
    const server = createServer(options, (request, response) => {
      if (!answerProbe(health, request, response)) listener?.(request, response);
    });
    lifecycle.attach(server);
    server.once('listening', () => lifecycle.ready());
    return server;
  }) as typeof createServer;
}

/** The promises that after() has given to the platform, through the interface Next.js has for platforms. */
function trackAfterCallbacks(): Set<Promise<unknown>> {
  const pending = new Set<Promise<unknown>>();
  const waitUntil = (promise: Promise<unknown>) => {
    pending.add(promise);
    const settled = () => pending.delete(promise);
    promise.then(settled, settled);
  };
  Object.assign(globalThis, { [Symbol.for('@next/request-context')]: { get: () => ({ waitUntil }) } });
  return pending;
}

function milliseconds(name: string, value: string): number {
  if (!/^\d{1,5}$/.test(value)) throw new RangeError(`${name} must be a whole number of milliseconds`);
  return Number(value);
}
