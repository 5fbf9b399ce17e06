import { setMaxListeners } from 'node:events';
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable, Transform } from 'node:stream';
import {
  createProblem,
  endOfStream,
  PROBLEM_CONTENT_TYPE,
  PROBLEMS,
  type ProblemCode,
  REQUEST_ID,
} from '@todo/contracts';
import type { Logger } from 'pino';
import { RAW_TARGET_HEADER } from './raw-request';
import { untilConnected } from './until-connected';

export interface BackendProxyDeps {
  /** An origin. It never shows in an answer. */
  backendUrl: string;
  /** Milliseconds that the backend may be silent, before its answer and within it. */
  timeoutMs: number;
  logger: Pick<Logger, 'warn'>;
  requestId: () => string;
  /** Aborts when this server must end its event streams; their clients open them anew elsewhere. */
  closing: AbortSignal;
}

/** Passes one request on to the backend and streams its answer back. Never rejects. */
export type BackendProxy = (request: Request) => Promise<Response>;

/** Headers of one connection, not of the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Next takes orders from headers of these names: none may come from outside. */
const INTERNAL = /^x-(middleware|nextjs|next|matched-path|invoke|todo)(-|$)/;
/** Milliseconds to open a connection: a pod that is gone does not answer the SYN. */
const CONNECT_LIMIT = 5_000;
/** Milliseconds that a connection may rest: shorter than a backend drains, so that it is we who close it. */
const IDLE_LIMIT = 1_000;
const WITHOUT_BODY = new Set([204, 205, 304]);

const isPassedOn = (headers: Headers): ((name: string) => boolean) => {
  const named =
    headers
      .get('connection')
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  const dropped = new Set([...HOP_BY_HOP, ...named]);
  return (name) => !dropped.has(name) && !INTERNAL.test(name);
};

/**
 * `host` is the backend's own; `expect` has been answered by this server; compressing is this server's part,
 * and Next would compress once more what is compressed.
 */
const NOT_SENT = new Set(['host', 'expect', 'accept-encoding']);

/** Whether a message of these headers has a body (RFC 9112, section 6.3). */
const announcesBody = (headers: Headers): boolean =>
  headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;

const isEventStream = (headers: Headers): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') ?? false;

const requestHeaders = (headers: Headers, requestId: string): Record<string, string> => {
  const passedOn = isPassedOn(headers);
  const sent: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (passedOn(name) && !NOT_SENT.has(name)) sent[name] = value;
  });
  sent['x-request-id'] = requestId;
  if (!announcesBody(headers)) delete sent['content-length'];
  else if (sent['content-length'] === undefined) sent['transfer-encoding'] = 'chunked';
  return sent;
};

const responseHeaders = (answer: IncomingMessage, backendUrl: string, requestId: string): Headers => {
  const received = new Headers();
  for (let index = 0; index < answer.rawHeaders.length; index += 2)
    received.append(answer.rawHeaders[index] ?? '', answer.rawHeaders[index + 1] ?? '');
  const passedOn = isPassedOn(received);
  const sent = new Headers();
  // Iteration gives each Set-Cookie by itself. An address of the backend becomes one of this origin.
  for (const [name, value] of received)
    if (passedOn(name)) sent.append(name, value.replaceAll(backendUrl, ''));
  if (isEventStream(sent)) {
    // Without these gzip and the ingress hold events back.
    sent.set('cache-control', 'no-cache, no-transform');
    sent.set('x-accel-buffering', 'no');
  }
  sent.set('x-request-id', requestId);
  return sent;
};

/** The target to ask the backend for, as the client wrote it; null when it would lead out of `/api/`. */
const targetOf = (request: Request): string | null => {
  const { pathname, search } = new URL(request.url);
  const target = request.headers.get(RAW_TARGET_HEADER) ?? pathname + search;
  const [path = ''] = target.split(/[?#]/, 1);
  const leadsOut = path
    .replaceAll(/%2e/gi, '.')
    .split(/[\\/]|%2f|%5c/i)
    .some((part) => part === '.' || part === '..');
  return path.startsWith('/api/') && !leadsOut ? target : null;
};

const problemResponse = (code: ProblemCode, requestId: string): Response =>
  Response.json(createProblem(code), {
    status: PROBLEMS[code].status,
    headers: {
      'content-type': PROBLEM_CONTENT_TYPE,
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(code === 'bad_gateway' || code === 'gateway_timeout' ? { 'retry-after': '1' } : {}),
    },
  });

/** How the backend ends each event. */
const END_OF_EVENT = '\n\n';

/**
 * A stream of events that ends with a last event, rather than breaks off, when the server closes. Events are
 * passed on whole, so that the last one never comes in the middle of another.
 */
const endingWith = (closing: AbortSignal, answer: IncomingMessage): Readable => {
  let begun: Buffer = Buffer.alloc(0);
  let ending = false;
  const passed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const received = Buffer.concat([begun, chunk]);
      const last = received.lastIndexOf(END_OF_EVENT);
      const whole = last === -1 ? 0 : last + END_OF_EVENT.length;
      begun = received.subarray(whole);
      done(null, received.subarray(0, whole));
    },
    // What was begun comes again at the server that the client goes on with.
    flush: (done) => done(null, ending ? endOfStream() : begun),
  });
  const end = () => {
    ending = true;
    answer.unpipe(passed);
    passed.end();
  };
  answer.on('error', (error) => {
    if (!ending) passed.destroy(error);
  });
  passed.on('close', () => {
    closing.removeEventListener('abort', end);
    answer.destroy();
  });
  answer.pipe(passed);
  if (closing.aborted) end();
  else closing.addEventListener('abort', end, { once: true });
  return passed;
};

/**
 * The backend closed an idle connection in the moment in which it was used again. Without a body the request
 * is as it was; a method that changes something may have been carried out.
 */
const mayBeRepeated = (upstream: ClientRequest, method: string, error: NodeJS.ErrnoException): boolean =>
  upstream.reusedSocket && error.code === 'ECONNRESET' && (method === 'GET' || method === 'HEAD');

class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * The same-origin way to the backend. Over `node:http` because it neither follows redirects nor decompresses,
 * and because the time-out of `fetch` in Node (300 s) is shorter than the longest turn.
 */
export const createBackendProxy = ({
  backendUrl,
  timeoutMs,
  logger,
  requestId,
  closing,
}: BackendProxyDeps): BackendProxy => {
  const target = new URL(backendUrl);
  const secure = target.protocol === 'https:';
  const agentOptions = { keepAlive: true, timeout: IDLE_LIMIT };
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const open = secure ? httpsRequest : httpRequest;
  // Each open stream listens to it.
  setMaxListeners(0, closing);

  const attempt = (
    request: Request,
    path: string,
    id: string,
    answered: (response: Response) => void,
    failed: (error: unknown) => void,
  ): void => {
    const upstream = open(target, {
      agent,
      method: request.method,
      path,
      headers: requestHeaders(request.headers, id),
      signal: request.signal,
      timeout: timeoutMs,
    });
    upstream.on('timeout', () => upstream.destroy(new TimedOut('the backend stayed silent')));
    const sendBody = (): void => {
      if (request.body === null || !announcesBody(request.headers)) {
        upstream.end();
        return;
      }
      const sent = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
      sent.on('error', (error) => upstream.destroy(error));
      sent.pipe(upstream);
    };
    upstream.on('socket', (socket) => {
      if (!socket.connecting) {
        sendBody();
        return;
      }
      // Not before: of a refused connection's request nothing may be used up.
      socket.once(secure ? 'secureConnect' : 'connect', sendBody);
      const limit = Math.min(CONNECT_LIMIT, timeoutMs);
      const timer = setTimeout(() => upstream.destroy(new TimedOut('the backend did not connect')), limit);
      socket.once('connect', () => clearTimeout(timer));
      socket.once('close', () => clearTimeout(timer));
    });
    const onError = (error: NodeJS.ErrnoException): void => {
      if (mayBeRepeated(upstream, request.method, error)) attempt(request, path, id, answered, failed);
      else failed(error);
    };
    upstream.on('error', onError);
    upstream.on('response', (answer) => {
      // From here on an error is the answer's: what was not sent of the request no longer matters.
      upstream.off('error', onError).on('error', () => undefined);
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 599) {
        upstream.destroy();
        failed(new Error('the backend answered with an unknown status'));
        return;
      }
      const headers = responseHeaders(answer, backendUrl, id);
      if (request.method === 'HEAD' || WITHOUT_BODY.has(status)) {
        answer.resume();
        answered(new Response(null, { status, headers }));
        return;
      }
      // A stream that answers a POST can't be opened anew: it is one long answer.
      const resumable = request.method === 'GET' && isEventStream(headers);
      // Kept, the connection would bring the client back to an instance that leaves.
      if (resumable) headers.set('connection', 'close');
      const body = resumable ? endingWith(closing, answer) : answer;
      answered(new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers }));
    });
  };

  return async (request) => {
    const given = request.headers.get('x-request-id');
    const id = given !== null && REQUEST_ID.test(given) ? given : requestId();
    const path = targetOf(request);
    if (path === null) return problemResponse('not_found', id);
    try {
      return await untilConnected(
        () => new Promise((answered, failed) => attempt(request, path, id, answered, failed)),
        request.signal,
      );
    } catch (error) {
      if (!request.signal.aborted)
        logger.warn(
          { err: error, request_id: id, method: request.method, path: path.split('?', 1)[0] },
          'the backend gave no answer',
        );
      return problemResponse(error instanceof TimedOut ? 'gateway_timeout' : 'bad_gateway', id);
    }
  };
};
