import { getEventListeners, once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { expect, onTestFinished, test } from 'vitest';
import { handleMcp } from '../src/mcp.js';
import { type Service, send, startService } from './service.js';

type McpService = Service & { port: number };

async function startMcpService(program: string, options: object): Promise<McpService> {
  const service = startService(program, { env: { OPTIONS: JSON.stringify(options) } });
  const { port } = (await service.message()) as { port: number };
  return { ...service, port };
}

async function connect(port: number, fetch = globalThis.fetch): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  onTestFinished(() => client.close());
  // The types of the SDK are not made for exactOptionalPropertyTypes.
  const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), { fetch });
  await client.connect(transport as Parameters<Client['connect']>[0]);
  return client;
}

const ANSWERS = [
  { as: 'JSON', enableJsonResponse: true },
  { as: 'events', enableJsonResponse: false },
];
const answerOf = (name: string) => ({ content: [{ type: 'text', text: name }] });

/** Calls the tool that answers when it is told to, and waits until it has begun. */
async function holdCall(service: McpService, client: Client) {
  const progress: number[] = [];
  const begun = service.logged('call begun');
  const result = client.callTool({ name: 'held' }, undefined, {
    onprogress: (step) => progress.push(step.progress),
  });
  await begun;
  return { result, progress };
}

const JSON_RPC = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};

/** Posts a call of a tool that needs no session, and resolves with its response when that has begun. */
async function postCall(port: number, name: string, agent?: http.Agent) {
  const request = http.request({
    host: '127.0.0.1',
    port,
    path: '/mcp',
    method: 'POST',
    headers: JSON_RPC,
    agent: agent ?? false,
  });
  onTestFinished(() => {
    request.destroy();
  });
  request.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } }));
  const response = once(request, 'response').then(([message]) => message as http.IncomingMessage);
  return { request, response };
}

/** Opens an event stream with GET and resolves when it has begun. */
async function openStream(port: number, agent?: http.Agent): Promise<http.IncomingMessage> {
  const headers = { accept: 'text/event-stream' };
  const request = http.get({ host: '127.0.0.1', port, path: '/mcp', headers, agent: agent ?? false });
  onTestFinished(() => {
    request.destroy();
  });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return response;
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

test.each(ANSWERS)(
  'a call in flight at SIGTERM delivers its result, and while draining a new client is served ($as)',
  async ({ enableJsonResponse }) => {
    const service = await startMcpService('mcp-stateless.mjs', {
      drainDelayMs: 3_000,
      idleTimeoutMs: 200,
      enableJsonResponse,
    });
    const held = await holdCall(service, await connect(service.port));

    service.child.kill('SIGTERM');
    await service.logged('draining');

    expect((await send(service.port, '/health')).statusCode).toBe(503);
    const headers: (string | null)[] = [];
    const newcomer = await connect(service.port, async (...args) => {
      const response = await fetch(...args);
      headers.push(response.headers.get('connection'));
      return response;
    });
    expect(await newcomer.callTool({ name: 'quick' })).toEqual(answerOf('quick'));
    expect(new Set(headers)).toEqual(new Set(['close']));
    await newcomer.close();
    await service.logged('closing');
    await expect(send(service.port, '/health', { agent: false })).rejects.toThrow('ECONNREFUSED');
    service.child.send('release');

    expect(await held.result).toEqual(answerOf('held'));
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(await service.logged('closed')).toMatchObject({ cut: 0 });
  },
);

test('a call that streams its progress goes on doing so, and delivers its result', async () => {
  const service = await startMcpService('mcp-stateless.mjs', { drainDelayMs: 0 });
  const { result, progress } = await holdCall(service, await connect(service.port));
  service.child.send({ progress: 1 });
  await expect.poll(() => progress).toEqual([1]);

  service.child.kill('SIGTERM');
  await service.logged('closing');
  service.child.send({ progress: 2 });
  await expect.poll(() => progress).toEqual([1, 2]);
  service.child.send('release');

  expect(await result).toEqual(answerOf('held'));
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test('a session delivers its call and closes before what it needs, and its client looks for another replica', async () => {
  const service = await startMcpService('mcp-sessions.mjs', { drainDelayMs: 0 });
  let asked = 0;
  const streams: Response[] = [];
  const client = await connect(service.port, async (url, init) => {
    if (init?.method !== 'GET') return fetch(url, init);
    asked += 1;
    const response = await fetch(url, init);
    streams.push(response.clone());
    return response;
  });
  await expect.poll(() => streams).toHaveLength(1);
  const held = await holdCall(service, client);

  service.child.kill('SIGTERM');
  await service.logged('closing');
  expect(await streams[0]?.text()).toMatch(/^retry: \d+\n\n$/);
  service.child.send('release');

  expect(await held.result).toEqual(answerOf('held'));
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.map(({ msg }) => msg)).toEqual([
    'ready',
    'call begun',
    'draining',
    'closing',
    'call done',
    'session closed',
    'pool ended',
    'closed',
  ]);
  await expect.poll(() => asked).toBeGreaterThan(1);
});

test('a call whose client has lost its stream and come back for the result delivers it', async () => {
  const service = await startMcpService('mcp-sessions.mjs', { drainDelayMs: 0 });
  const resumed: Response[] = [];
  const client = await connect(service.port, async (url, init) => {
    const response = await fetch(url, init);
    if (new Headers(init?.headers).has('last-event-id')) resumed.push(response);
    return response;
  });
  const held = await holdCall(service, client);
  service.child.send('close stream');
  await expect.poll(() => resumed).toHaveLength(1);

  service.child.kill('SIGTERM');
  await service.logged('closing');
  service.child.send('release');

  expect(await held.result).toEqual(answerOf('held'));
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(await service.logged('closed')).toMatchObject({ cut: 0 });
});

test('event streams end when nothing new is accepted, each with a time of its own to come back', async () => {
  const service = await startMcpService('mcp-stateless.mjs', { drainDelayMs: 0, closeTimeoutMs: 20_000 });
  const streams = await Promise.all(Array.from({ length: 12 }, () => openStream(service.port)));

  service.child.kill('SIGTERM');
  const ends = await Promise.all(streams.map(textOf));

  const times = ends.map((text) => Number(text.match(/^retry: (\d+)\n\n$/)?.[1]));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...times)).toBeLessThanOrEqual(2_500);
  expect(new Set(times).size).toBeGreaterThan(1);
  expect(await service.exited).toEqual({ code: 0, signal: null });
  expect(service.log.map(({ msg }) => msg)).toEqual(['ready', 'draining', 'closing', 'closed']);
});

test('an event stream that is asked for after that ends as soon as it has begun', async () => {
  const service = await startMcpService('mcp-stateless.mjs', { drainDelayMs: 100, idleTimeoutMs: 10_000 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  await textOf(await (await postCall(service.port, 'quick', agent)).response);

  service.child.kill('SIGTERM');
  await service.logged('closing');

  expect(await textOf(await openStream(service.port, agent))).toMatch(/^retry: \d+\n\n$/);
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test.each(ANSWERS)(
  'a client that goes away in the middle of a call leaves nothing behind ($as)',
  async ({ enableJsonResponse }) => {
    const service = await startMcpService('mcp-stateless.mjs', { drainDelayMs: 0, enableJsonResponse });
    const { request, response } = await postCall(service.port, 'held');
    response.catch(() => {});
    await service.logged('call begun');

    request.destroy();
    await service.logged('call aborted');

    // By the same server, which is free again.
    const next = await postCall(service.port, 'quick');
    expect(await textOf(await next.response)).toContain('"quick"');
    service.child.kill('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  },
);

/** What Promise.withResolvers() gives, which Node 20 does not have. */
function deferred() {
  let resolve = () => {};
  let reject = (_reason: unknown) => {};
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

type HttpArguments = [http.IncomingMessage, http.ServerResponse];

/** A server in this process, at which a call of the tool `held` is answered when `release` is called. */
async function listenHere(
  enableJsonResponse: boolean,
  listener: (transport: StreamableHTTPServerTransport, ...args: HttpArguments) => void,
) {
  const begun = deferred();
  const released = deferred();
  const transports: StreamableHTTPServerTransport[] = [];
  const server = http.createServer(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse });
    transports.push(transport);
    const tools = new McpServer({ name: 'test', version: '1' });
    tools.registerTool('held', {}, async () => {
      begun.resolve();
      await released.promise;
      return { content: [] };
    });
    await tools.connect(transport as Parameters<McpServer['connect']>[0]);
    listener(transport, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, begun: begun.promise, release: released.resolve, transports };
}

test('an event stream that its client has left is not held on to', async () => {
  const shutdown = new AbortController();
  const over = deferred();
  const { port } = await listenHere(false, (transport, request, response) => {
    handleMcp(shutdown, transport, request, response).then(over.resolve, over.reject);
  });
  const stream = await openStream(port);
  expect(getEventListeners(shutdown.signal, 'abort')).toHaveLength(1);

  stream.destroy();
  await over.promise;

  expect(getEventListeners(shutdown.signal, 'abort')).toHaveLength(0);
});

test('why: the SDK turns a call whose transport is closed into an empty 200, or never answers it as JSON', async () => {
  const unwrapped = (transport: StreamableHTTPServerTransport, ...args: HttpArguments) => {
    transport.handleRequest(...args);
  };
  const events = await listenHere(false, unwrapped);
  const call = await postCall(events.port, 'held');
  await events.begun;
  await events.transports[0]?.close();
  events.release();
  const response = await call.response;
  expect(response.statusCode).toBe(200);
  expect(await textOf(response)).toBe('');

  const json = await listenHere(true, unwrapped);
  const { response: never } = await postCall(json.port, 'held');
  never.catch(() => {});
  await json.begun;
  await json.transports[0]?.close();
  json.release();
  const later = (await postCall(json.port, 'held')).response;
  expect(await Promise.race([never.then(() => 'the first'), later.then(() => 'the second')])).toBe(
    'the second',
  );
});
