import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Health, PROBE_PATHS, type Probe } from './health.js';
import type { Metrics } from './metrics.js';

/** A probe's answer as it goes over the wire. */
export function renderProbe(health: Health, probe: Probe) {
  const { statusCode, body } = health.probe(probe);
  const payload = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(payload),
    'cache-control': 'no-store',
  };
  return { statusCode, headers, payload };
}

/** The path of a request, when it only reads; a query string does not matter. */
function pathRead(request: IncomingMessage): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  return (request.url ?? '').split('?', 1)[0];
}

/**
 * Answers a probe route, and returns whether the request was for one.
 * Call it first in a request listener; requests other than GET and HEAD are left alone.
 */
export function answerProbe(health: Health, request: IncomingMessage, response: ServerResponse): boolean {
  const probe = PROBE_PATHS.get(pathRead(request) ?? '');
  if (probe === undefined) return false;
  const { statusCode, headers, payload } = renderProbe(health, probe);
  // Node leaves the payload out of the answer to a HEAD request.
  response.writeHead(statusCode, headers).end(payload);
  return true;
}

/** Where Prometheus looks when it is told nothing else. */
export const METRICS_PATH = '/metrics';

/** Whether a request is for a probe route or `/metrics`, which never wait. */
export function isOperational(request: IncomingMessage): boolean {
  const path = pathRead(request);
  return path === METRICS_PATH || PROBE_PATHS.has(path ?? '');
}

/** Answers `/metrics`, and returns whether the request was for it. Whoever may ask sees routes and counts. */
export function answerMetrics(metrics: Metrics, request: IncomingMessage, response: ServerResponse): boolean {
  if (pathRead(request) !== METRICS_PATH) return false;
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
  response.writeHead(200, headers).end(metrics.render());
  return true;
}
