import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { TOOLS, type ToolName } from '@todo/contracts';

/** What a call that changes something comes to instead of what it would: nothing is changed. */
export type Failure =
  | { kind: 'refusal'; words: string }
  /** Of several tasks each is refused, and the call itself is not. */
  | { kind: 'each refused'; words: string }
  | { kind: 'unreadable' }
  /** The server answers nobody. */
  | { kind: 'away' };

export interface RefusingTools {
  url: string;
  /** From now on; null lets everything through. */
  fail(failure: Failure | null): void;
  close(): Promise<void>;
}

interface Message {
  id?: unknown;
  method?: string;
  params?: { name?: string; arguments?: { task_ids?: number[]; task_id?: number } };
}

const isChange = ({ method, params }: Message): boolean => {
  const tool = TOOLS[params?.name as ToolName] as { scope: string } | undefined;
  return method === 'tools/call' && tool?.scope === 'tasks:write';
};

const resultOf = ({ params }: Message, failure: Exclude<Failure, { kind: 'away' }>): object => {
  if (failure.kind === 'unreadable') return { content: [{ type: 'text', text: 'ok' }] };
  const wordsFor = (id: number | undefined) => failure.words.replaceAll('{id}', String(id ?? 1));
  const ids = params?.arguments?.task_ids;
  if (failure.kind === 'refusal' || ids === undefined)
    return { content: [{ type: 'text', text: wordsFor(params?.arguments?.task_id) }], isError: true };
  const results = ids.map((task_id) => ({ task_id, status: 'failed', error: wordsFor(task_id) }));
  return { content: [], structuredContent: { results } };
};

const read = async (request: IncomingMessage): Promise<string> => text(request);

/** A way to an MCP server on which calls that change something fail when they are told to; all others arrive. */
export const startRefusingTools = async (mcpUrl: string): Promise<RefusingTools> => {
  let failure: Failure | null = null;
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const message = (body === '' ? {} : JSON.parse(body)) as Message;
    if (failure !== null && isChange(message)) {
      if (failure.kind === 'away') return void request.socket.destroy();
      const answer = { jsonrpc: '2.0', id: message.id, result: resultOf(message, failure) };
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(mcpUrl, {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      ...(body === '' ? {} : { body }),
    });
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type === null ? {} : { 'content-type': type }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    fail: (next) => {
      failure = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
