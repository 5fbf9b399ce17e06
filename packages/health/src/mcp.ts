import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import type { Lifecycle } from './lifecycle.js';

/** What is needed of a transport: the SDK's `StreamableHTTPServerTransport`, from 1.24 on. */
export interface McpTransport {
  /** Undefined without sessions, and before a session has begun. */
  readonly sessionId: string | undefined;
  handleRequest(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void>;
  /** Ends the event stream that a client opened with GET, and no other. */
  closeStandaloneSSEStream(): void;
  close(): Promise<void>;
}

/** How soon a client comes back whose event stream has been ended, ms. */
const RETRY_MS = { min: 500, max: 2_500 };
/** How often it is looked whether an event stream that must end has begun, ms. */
const OPENING_MS = 10;

/**
 * Passes a request on to the transport of an MCP server, so that a shutdown loses no tool call: a call in flight
 * delivers its progress and its result, as JSON or as events, before its transport closes. Event streams that
 * clients opened with GET end when `lifecycle.signal` aborts, each with a `retry:` of its own, so that the
 * clients do not come back as one.
 *
 * It closes a transport without a session after its one response, also when the client has gone in the middle of
 * it: its tools see their `extra.signal` abort. Sessions are the caller's to keep, and to close in
 * `lifecycle.onClose()`.
 *
 * @param lifecycle of the process; in a test any object with an AbortSignal
 * @param transport connected to its server
 * @param body the parsed body, where a framework has read it
 * @returns when the response is over and a transport without a session is closed: its server is free again
 * @throws what the transport throws; it answers bad requests by itself
 */
export async function handleMcp(
  lifecycle: Pick<Lifecycle, 'signal'>,
  transport: McpTransport,
  request: IncomingMessage,
  response: ServerResponse,
  body?: unknown,
): Promise<void> {
  const { signal } = lifecycle;
  let opening: NodeJS.Timeout | undefined;

  function endEventStream(): void {
    if (!response.headersSent) {
      opening = setTimeout(endEventStream, OPENING_MS);
    } else if (!response.writableEnded) {
      const { min, max } = RETRY_MS;
      response.write(`retry: ${Math.round(min + Math.random() * (max - min))}\n\n`);
      // It leaves a resumed stream open over which the result of a call is still to come.
      transport.closeStandaloneSSEStream();
    }
  }

  try {
    await new Promise<void>((resolve, reject) => {
      // Not the transport's own promise: it stays pending for a client that has gone.
      finished(response, () => resolve());
      transport.handleRequest(request, response, body).catch(reject);
      if (request.method !== 'GET') return;
      signal.addEventListener('abort', endEventStream);
      if (signal.aborted) endEventStream();
    });
  } finally {
    clearTimeout(opening);
    signal.removeEventListener('abort', endEventStream);
    if (transport.sessionId === undefined) await transport.close();
  }
}
