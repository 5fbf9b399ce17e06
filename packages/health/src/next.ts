/**
 * A preload for the server that Next.js builds with `output: 'standalone'`:
 * `node --import @todo/health/next server.js`. It answers the probes and `/metrics` before Next.js sees the
 * request, keeps the event loop's turns short, and drains on SIGTERM. Settings, from the environment: `SERVICE_NAME`
 * (default `frontend`), `DRAIN_DELAY_MS` (default 5000), `SHUTDOWN_BUDGET_MS` (default 25000: the lifecycle's `budgetMs`)
 * and `ADMISSION` (`on`, the default, or `off`); it sets Next.js's own `NEXT_MANUAL_SIG_HANDLE`. The application finds
 * the signal at which it must end its event streams as `globalThis[Symbol.for('@todo/health/closing')]`: what a preload
 * makes cannot be imported.
 */
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { createHealth } from './health.js';
import { createLifecycle } from './lifecycle.js';
import { createJsonLogger } from './logger.js';
import { answerMetrics, answerProbe } from './probe.js';
import { createRequestDurations, UNMATCHED_ROUTE } from './request-metrics.js';

/**
 * A page whose script is refused is broken, and one that is slow is not: its files wait for as long as people do. As many
 * as twenty browsers ask for at once; with a longer queue the probes become slower.
 */
const PATIENT = { maxWaitMs: 10_000, burstMs: 10_000, maxWaiting: 128 };

// Worker threads inherit --import; the server lives in the main thread.
if (isMainThread) preload(process.env, process.argv[1] ?? '');

function preload(env: NodeJS.ProcessEnv, program: string): void {
  // Next.js would otherwise close at once and exit 143.
  env.NEXT_MANUAL_SIG_HANDLE = 'true';
  const service = env.SERVICE_NAME || 'frontend';
  const logger = createJsonLogger(service);
  const health = createHealth({ service, logger });
  const drainDelayMs = milliseconds('DRAIN_DELAY_MS', env.DRAIN_DELAY_MS || '5000');
  const budgetMs = milliseconds('SHUTDOWN_BUDGET_MS', env.SHUTDOWN_BUDGET_MS || '25000');
  const admission = isOn('ADMISSION', env.ADMISSION || 'on') ? PATIENT : undefined;
  const lifecycle = createLifecycle({ health, logger, drainDelayMs, budgetMs });

  Object.assign(globalThis, { [Symbol.for('@todo/health/closing')]: lifecycle.signal });

  const pending = trackAfterCallbacks();
  lifecycle.onClose('after() callbacks', async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
  });

  const durations = createRequestDurations(health.metrics);
  const routeOf = createRouteFinder(join(dirname(program), '.next', 'routes-manifest.json'));

  const { createServer } = http;
  http.createServer = ((...args: [ServerOptions, RequestListener?] | [RequestListener?]) => {
    // Only the first server is the one that Next.js listens with.
    http.createServer = createServer;
    const [options, listener] = typeof args[0] === 'object' ? [args[0], args[1]] : [{}, args[0]];
    const server = createServer(options, (request, response) => {
      if (answerProbe(health, request, response)) return;
      if (request.headers['user-agent'] === USER_AGENT) return listener?.(request, response);
      // A server of pages is open to the world: who comes through its proxy does not see what it counts.
      if (!isForwarded(request) && answerMetrics(health.metrics, request, response)) return;
      const startedAt = performance.now();
      const { method = '', url = '' } = request;
      response.once('close', () => {
        const labels = { method, route: routeOf(url), status: response.statusCode };
        durations.observe(labels, (performance.now() - startedAt) / 1e3);
      });
      listener?.(request, response);
    });
    lifecycle.attach(server, { admission });
    server.on('upgrade', (_request, socket) => {
      // Next.js leaves those open that nothing in the app takes.
      const end = () => socket.destroy();
      lifecycle.signal.addEventListener('abort', end);
      socket.once('close', () => lifecycle.signal.removeEventListener('abort', end));
    });
    server.once('listening', () => whenAnswering(server, () => lifecycle.ready()));
    return server;
  }) as typeof createServer;
}

const USER_AGENT = '@todo/health';

/** Next.js listens before it is loaded, and has what comes wait: it is ready when it has answered a request. */
function whenAnswering(server: Server, ready: () => void): void {
  const address = server.address();
  // A path instead of a port: Next.js does not listen on one.
  if (address === null || typeof address === 'string') {
    ready();
    return;
  }
  const host = address.address === '::' ? '::1' : address.address.replace(/^0\.0\.0\.0$/, '127.0.0.1');
  // Of a page: files are answered before the app has started.
  const headers = { 'user-agent': USER_AGENT };
  const request = http.request({
    method: 'HEAD',
    host,
    port: address.port,
    path: '/',
    headers,
    agent: false,
  });
  request.once('response', (response) => {
    response.resume();
    ready();
  });
  request.once('error', ready).end();
}

/** The headers by which proxies say that a request is somebody else's. */
const FORWARDING_HEADERS = new Set(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']);

/** As it came over the wire: to `headers` the application may have added the client's address by itself. */
function isForwarded({ rawHeaders }: IncomingMessage): boolean {
  // Names and values by turns.
  return rawHeaders.some((name, index) => index % 2 === 0 && FORWARDING_HEADERS.has(name.toLowerCase()));
}

interface ManifestRoute {
  /** The pattern, as in the file system: `/tasks/[id]`. */
  page: string;
  regex: string;
}

/**
 * Finds the route pattern of a path in the manifest that Next.js writes for platforms. A Next.js that writes
 * it differently costs the route label, and nothing else.
 */
function createRouteFinder(manifest: string): (url: string) => string {
  const routes = readRoutes(manifest);
  return (url) => {
    const [path = ''] = url.split('?', 1);
    // One name for all files of a build.
    if (path.startsWith('/_next/')) return '/_next/*';
    return routes.find(({ regex }) => regex.test(path))?.page ?? UNMATCHED_ROUTE;
  };
}

function readRoutes(manifest: string): { page: string; regex: RegExp }[] {
  try {
    const { staticRoutes, dynamicRoutes } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      staticRoutes: ManifestRoute[];
      dynamicRoutes: ManifestRoute[];
    };
    return [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  } catch {
    return [];
  }
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
  if (!/^\d{1,6}$/.test(value)) throw new RangeError(`${name} must be a whole number of milliseconds`);
  return Number(value);
}

function isOn(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw new RangeError(`${name} must be on or off`);
  return value === 'on';
}
