import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Health, PROBE_PATHS, type Probe } from './health.js';

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

/**
 * Answers a probe route, and returns whether the request was for one.
 * Call it first in a request listener; requests other than GET and HEAD are left alone.
 */
export function answerProbe(health: Health, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const [path = ''] = (request.url ?? '').split('?', 1);
  const probe = PROBE_PATHS.get(path);
  if (probe === undefined) return false;
  const { statusCode, headers, payload } = renderProbe(health, probe);
  // Node leaves the payload out of the answer to a HEAD request.
  response.writeHead(statusCode, headers).end(payload);
  return true;
}
