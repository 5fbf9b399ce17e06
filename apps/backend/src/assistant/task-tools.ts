import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { AccessTokens } from '@todo/auth';
import { SCOPES, TOOL_META } from '@todo/contracts';

export interface ToolDefinition {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}

export interface ToolOutcome {
  /** Structured content, or the words of a refusal. */
  result: unknown;
  isError: boolean;
}

export interface CallOptions {
  /** The same key does the same call once. */
  key: string;
  /** Versions that tasks must still have, by their number. */
  versions?: Record<string, number> | undefined;
  /** Gives the call up: whether it was made is not known, and its key makes it safe to make it again. */
  signal: AbortSignal;
}

/** The tools of the MCP server, in the name of one user and one turn. */
export interface TaskTools {
  /** Begins to connect, so that the first call need not wait for it. */
  prepare(signal: AbortSignal): void;
  list(signal: AbortSignal): Promise<ToolDefinition[]>;
  /** Throws when the server can't be reached; a refusal is an outcome. */
  call(name: string, input: Record<string, unknown>, options: CallOptions): Promise<ToolOutcome>;
  close(): Promise<void>;
}

export type OpenTaskTools = (user: { userId: string; turnId: number }, requestId: string) => TaskTools;

/** The MCP server or the way to it has failed: nothing that was asked of it is known to be done. */
export class ToolsUnavailableError extends Error {
  override name = 'ToolsUnavailableError';
}

/** The server has heard the call and will never take it: to make it again changes nothing. */
const isRefusal = (error: unknown): boolean =>
  error instanceof StreamableHTTPError
    ? [400, 403, 404, 413, 415, 422].includes(error.code ?? 0)
    : error instanceof McpError &&
      [ErrorCode.InvalidParams, ErrorCode.InvalidRequest, ErrorCode.MethodNotFound].includes(error.code);

/** How long a call may take, ms: above what a statement of the database may. */
const CALL_TIMEOUT_MS = 15_000;
/** How often a call is made that got no answer: its key makes that safe. */
const TRIES = 3;
const RETRY_MS = 200;
/** How long what the server said about itself is believed, ms: an update of it adds tools at most. */
const REMEMBER_MS = 60_000;

const textOf = (content: unknown): string =>
  Array.isArray(content)
    ? content.flatMap((part: { type?: string; text?: string }) => part.text ?? []).join('\n')
    : '';

/**
 * Opens the MCP server's tools for a turn of the assistant. It acts with a token of the user's own rights that
 * carries the turn, minted anew for each request, since one lives for minutes only.
 * @param url of the MCP server, with its path
 */
export const createOpenTaskTools = ({
  url,
  accessTokens,
}: {
  url: string;
  accessTokens: AccessTokens;
}): OpenTaskTools => {
  // Made once: each makes an Ajv.
  const jsonSchemaValidator = new AjvJsonSchemaValidator();
  /** What the last handshake and the list after it said: the same for everybody, since the server keeps no sessions. */
  let known: { definitions: ToolDefinition[]; protocolVersion: string; until: number } | undefined;
  const remembered = () => (known !== undefined && performance.now() < known.until ? known : undefined);
  return ({ userId, turnId }, requestId) => {
    const client = new Client({ name: 'todo-assistant', version: '1' }, { jsonSchemaValidator });
    let connected: Promise<string | undefined> | undefined;
    /** Resolves with the protocol version that was agreed upon. */
    const connect = async (signal: AbortSignal): Promise<string | undefined> => {
      const last = remembered();
      const transport = new StreamableHTTPClientTransport(new URL(url), {
        // The SDK makes no handshake in a session that there is: this one has no name, and the server none at all.
        ...(last === undefined ? {} : { sessionId: '' }),
        fetch: async (input, init) => {
          // The SDK asks for a stream of the server's own messages: one without sessions has none.
          if (init?.method === 'GET') return new Response(null, { status: 405 });
          const headers = new Headers(init?.headers);
          headers.set(
            'authorization',
            `Bearer ${accessTokens.mint({ userId, scopes: SCOPES, turnId }, 'mcp')}`,
          );
          headers.set('x-request-id', requestId);
          return fetch(input, { ...init, headers });
        },
      });
      if (last !== undefined) transport.setProtocolVersion(last.protocolVersion);
      // The types of the SDK are not made for exactOptionalPropertyTypes.
      await client.connect(transport as Parameters<Client['connect']>[0], {
        timeout: CALL_TIMEOUT_MS,
        signal,
      });
      return transport.protocolVersion;
    };
    const ready = async (signal: AbortSignal): Promise<string | undefined> => {
      connected ??= connect(signal);
      try {
        return await connected;
      } catch (error) {
        connected = undefined;
        throw error;
      }
    };
    const attempt = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
      for (let tries = 1; ; tries += 1) {
        try {
          await ready(signal);
          return await work();
        } catch (error) {
          if (isRefusal(error)) throw error;
          if (tries === TRIES || signal.aborted)
            throw new ToolsUnavailableError('the MCP server can not be reached', { cause: error });
          await delay(RETRY_MS * tries, undefined, { signal }).catch(() => undefined);
        }
      }
    };
    return {
      // A failure is met again by whoever needs the connection.
      prepare: (signal) => {
        ready(signal).catch(() => undefined);
      },
      list: async (signal) => {
        const last = remembered();
        if (last !== undefined) return last.definitions;
        const { tools } = await attempt(signal, () =>
          client.listTools(undefined, { timeout: CALL_TIMEOUT_MS, signal }),
        );
        const definitions = tools.map(({ name, description = '', inputSchema }) => ({
          name,
          description,
          inputSchema,
        }));
        // The same for everybody: the assistant always has all of a user's rights.
        const protocolVersion = await ready(signal);
        if (protocolVersion !== undefined)
          known = { definitions, protocolVersion, until: performance.now() + REMEMBER_MS };
        return definitions;
      },
      call: async (name, input, { key, versions, signal }) => {
        const _meta = {
          [TOOL_META.key]: key,
          ...(versions === undefined ? {} : { [TOOL_META.versions]: versions }),
        };
        try {
          const outcome = await attempt(signal, () =>
            client.callTool({ name, arguments: input, _meta }, undefined, {
              timeout: CALL_TIMEOUT_MS,
              signal,
            }),
          );
          const isError = outcome.isError === true;
          const { structuredContent, content } = outcome;
          return { result: isError ? textOf(content) : (structuredContent ?? textOf(content)), isError };
        } catch (error) {
          if (!isRefusal(error)) throw error;
          return { result: 'The tool can not be called like that.', isError: true };
        }
      },
      close: () => client.close(),
    };
  };
};
