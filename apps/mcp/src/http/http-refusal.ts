import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { InvalidTokenError } from '@todo/auth';
import { LIMITS } from '@todo/contracts';
import { isUnavailable } from '@todo/tasks';
import { challenge, HOW_TO_GET_A_TOKEN } from './access.js';
import { BodyTooLargeError } from './body.js';

/** Codes of JSON-RPC 2.0, section 5.1; `server` is the SDK's own for what HTTP itself refuses. */
export const RPC = { parse: -32700, invalidRequest: -32600, internal: -32603, server: -32000 } as const;

/** A request that reaches no server of the protocol. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal';
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly code: number;

  constructor(status: number, message: string, headers: OutgoingHttpHeaders = {}, code: number = RPC.server) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.code = code;
  }
}

/** Seconds after which a client should try again. */
const RETRY_AFTER = { 'retry-after': '1' };

/** Made once: what is sent away must cost next to nothing. */
export const TOO_BUSY = new HttpRefusal(503, 'Too busy at the moment. Try again shortly.', RETRY_AFTER);

/** What an error means to a client; null for one that nobody has thought of. */
export const asHttpRefusal = (error: unknown): HttpRefusal | null => {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof InvalidTokenError)
    return new HttpRefusal(401, `The token is not valid, or not any more. ${HOW_TO_GET_A_TOKEN}.`, {
      'www-authenticate': challenge('invalid_token'),
    });
  if (error instanceof BodyTooLargeError)
    // What comes after it is not read, so nothing else can come over this connection.
    return new HttpRefusal(413, `The body is longer than ${LIMITS.body.max} bytes.`, { connection: 'close' });
  if (isUnavailable(error))
    return new HttpRefusal(503, 'Not available at the moment. Try again shortly.', RETRY_AFTER);
  return null;
};

/** Answers with a JSON value. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void => {
  const body = JSON.stringify(value);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    .end(body);
};

/** Answers with a refusal in the form of the protocol. */
export const sendRefusal = (
  response: ServerResponse,
  { status, code, message, headers }: HttpRefusal,
): void => sendJson(response, status, { jsonrpc: '2.0', error: { code, message }, id: null }, headers);
