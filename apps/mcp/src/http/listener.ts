import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isJsonContentType } from '@modelcontextprotocol/sdk/shared/mediaType.js';
import { DEFAULT_NEGOTIATED_PROTOCOL_VERSION } from '@modelcontextprotocol/sdk/types.js';
import { LIMITS, REQUEST_ID, SCOPES, type Scope } from '@todo/contracts';
import {
  answerMetrics,
  answerProbe,
  createRequestDurations,
  type Health,
  type Lifecycle,
  type Logger,
} from '@todo/health';
import { handleMcp } from '@todo/health/mcp';
import pLimit from 'p-limit';
import { type Caller, challenge, HOW_TO_GET_A_TOKEN } from './access.js';
import { readBody } from './body.js';
import { createHostCheck } from './hosts.js';
import { asHttpRefusal, HttpRefusal, RPC, sendJson, sendRefusal, TOO_BUSY } from './http-refusal.js';

const MCP_PATH = '/mcp';
/** RFC 9728, section 3.1: with the path of the resource behind it, or alone. */
const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** What the log says about a request beside its status and time: filled in as it becomes known. */
export interface Note {
  /** The method of the protocol, if it is one that we know. */
  rpc?: string;
  tool?: string;
  outcome?: 'done' | 'refused' | 'failed';
}

export interface ListenerDeps {
  health: Health;
  lifecycle: Pick<Lifecycle, 'signal'>;
  logger: Logger;
  /** See `createIdentify`. */
  identify(authorization: string | undefined): Promise<Caller | null>;
  /** A server for one request. */
  createServer(caller: Caller, note: Note): Server;
  /** The scope that a message needs, if any. */
  scopeOf(message: unknown): Scope | undefined;
  /** Where clients outside find the server; undefined where they say it with Host. */
  publicUrl: string | undefined;
  /** Names of the server beside those of the loopback and of `publicUrl`. */
  allowedHosts: readonly string[];
  /** Where a person makes a token. */
  documentation: string;
  /** Messages worked on at the same time: enough to keep the database and the processor busy. */
  concurrent: number;
  /** Requests that may be here at the same time, most of them waiting; more are sent away at once. */
  maxRequests: number;
}

/** Methods of the protocol that are named in the log; anything else there would be a stranger's own words. */
const KNOWN_METHODS = new Set([
  'initialize',
  'notifications/initialized',
  'ping',
  'tools/list',
  'tools/call',
]);

const methodOf = (message: unknown): string | undefined => {
  const { method } = (message ?? {}) as { method?: unknown };
  return typeof method === 'string' && KNOWN_METHODS.has(method) ? method : undefined;
};

/**
 * For a client that asks for no revision at all, and could refuse the newest, which is what it would get: kubectl-ai v0.0.28 and
 * others on the same library. The one that the protocol takes for a request without MCP-Protocol-Version, and every client knows.
 */
const withRevision = (message: unknown): unknown => {
  const { method, params } = (message ?? {}) as { method?: unknown; params?: { protocolVersion?: unknown } };
  return method === 'initialize' && params?.protocolVersion === ''
    ? { ...(message as object), params: { ...params, protocolVersion: DEFAULT_NEGOTIATED_PROTOCOL_VERSION } }
    : message;
};

const requestIdOf = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

/**
 * MCP over streamable HTTP without sessions: each request is served by a server and a transport of its own, so any
 * replica can answer any request. Beside it the probes and metrics, which stand outside of every check, and what
 * tells a client how to get a token.
 */
export const createListener = (deps: ListenerDeps): RequestListener => {
  const { health, lifecycle, logger } = deps;
  const isForeign = createHostCheck([
    ...(deps.publicUrl === undefined ? [] : [new URL(deps.publicUrl).hostname]),
    ...deps.allowedHosts,
  ]);
  const durations = createRequestDurations(health.metrics);
  const places = pLimit(deps.concurrent);
  let here = 0;

  const readMessage = async (request: IncomingMessage): Promise<unknown> => {
    if (!isJsonContentType(request.headers['content-type'] ?? null))
      throw new HttpRefusal(415, 'Content-Type must be application/json.');
    let message: unknown;
    try {
      message = JSON.parse(await readBody(request, LIMITS.body.max));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new HttpRefusal(400, 'The body is not JSON.', {}, RPC.parse);
    }
    // Revisions from 2025-06-18 on have no batches.
    if (Array.isArray(message))
      throw new HttpRefusal(400, 'Send one message at a time, not a batch.', {}, RPC.invalidRequest);
    return withRevision(message);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse, note: Note): Promise<void> => {
    if (request.method !== 'POST')
      throw new HttpRefusal(405, 'There are no sessions and no streams here: send each message with POST.', {
        allow: 'POST',
      });
    const caller = await deps.identify(request.headers.authorization);
    if (caller === null)
      throw new HttpRefusal(401, `${HOW_TO_GET_A_TOKEN}.`, { 'www-authenticate': challenge() });
    const message = await readMessage(request);
    const rpc = methodOf(message);
    if (rpc !== undefined) note.rpc = rpc;
    const scope = deps.scopeOf(message);
    if (scope !== undefined && !caller.scopes.includes(scope))
      throw new HttpRefusal(403, `The token lacks the scope ${scope}. ${HOW_TO_GET_A_TOKEN}.`, {
        'www-authenticate': challenge('insufficient_scope', [scope]),
      });

    // Only now, so that a slow body holds no place.
    await places(async () => {
      // The client has gone while it waited.
      if (response.destroyed) return;
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      // The types of the SDK are not made for exactOptionalPropertyTypes.
      await deps.createServer(caller, note).connect(transport as Parameters<Server['connect']>[0]);
      await handleMcp(lifecycle, transport, request, response, message);
    });
  };

  const answerError = (error: unknown, response: ServerResponse, reqId: string): void => {
    // The client has gone, in the middle of its body or of the answer.
    if (response.destroyed) return;
    const refusal = asHttpRefusal(error);
    if (refusal === null) logger.error({ reqId, err: error }, 'request failed');
    else if (refusal !== error && refusal.status === 503)
      logger.warn({ reqId, err: error }, 'database unavailable');
    if (response.headersSent) response.destroy();
    else
      sendRefusal(
        response,
        refusal ?? new HttpRefusal(500, 'Something went wrong on our side.', {}, RPC.internal),
      );
  };

  const routeOf = (request: IncomingMessage): string => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path === METADATA_PATH || path === `${METADATA_PATH}${MCP_PATH}`) return METADATA_PATH;
    return path === MCP_PATH || path === '/register' ? path : 'unmatched';
  };

  const handle = async (
    route: string,
    request: IncomingMessage,
    response: ServerResponse,
    note: Note,
  ): Promise<void> => {
    const foreign = isForeign(request.headers);
    if (foreign !== undefined) throw new HttpRefusal(403, `${foreign} is not a name of this server.`);
    if (route === MCP_PATH) return serve(request, response, note);
    if (route === METADATA_PATH && (request.method === 'GET' || request.method === 'HEAD'))
      return void sendJson(response, 200, {
        resource: deps.publicUrl ?? `http://${request.headers.host}${MCP_PATH}`,
        resource_name: 'todo',
        scopes_supported: SCOPES,
        bearer_methods_supported: ['header'],
        resource_documentation: deps.documentation,
      });
    // A client that looks for an authorization server tries to register here, and shows these words.
    if (route === '/register' && request.method === 'POST')
      return void sendJson(response, 400, { error: 'access_denied', error_description: HOW_TO_GET_A_TOKEN });
    sendJson(response, 404, { error: 'not_found', error_description: `The server is at ${MCP_PATH}.` });
  };

  return async (request, response) => {
    if (answerProbe(health, request, response) || answerMetrics(health.metrics, request, response)) return;
    if (here >= deps.maxRequests) {
      health.shedding.shed();
      return sendRefusal(response, TOO_BUSY);
    }
    here += 1;
    const started = performance.now();
    const reqId = requestIdOf(request);
    const route = routeOf(request);
    const note: Note = {};
    response.setHeader('x-request-id', reqId);
    response.once('close', () => {
      here -= 1;
      const ms = performance.now() - started;
      const { method = '' } = request;
      const status = response.statusCode;
      durations.observe({ method, route, status }, ms / 1000);
      const line = { reqId, method, route, status, ...note, ms: Math.round(ms * 10) / 10 };
      if (response.writableFinished) logger.info(line, 'request');
      else logger.warn(line, 'request broke off');
    });
    try {
      await handle(route, request, response, note);
    } catch (error) {
      answerError(error, response, reqId);
    }
  };
};
