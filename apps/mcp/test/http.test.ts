import http, { type OutgoingHttpHeaders } from 'node:http';
import net from 'node:net';
import { createAccessTokens } from '@todo/auth';
import { LIMITS } from '@todo/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connect,
  createDatabaseCopy,
  createPeople,
  type People,
  type Person,
  startMcp,
  TEST_SECRET,
} from './support/mcp.js';

let mcp: Awaited<ReturnType<typeof startMcp>>;
let people: People;
let person: Person;
let databaseUrl: string;
let release: () => Promise<void>;

beforeAll(async () => {
  const { url, drop } = await createDatabaseCopy();
  databaseUrl = url;
  mcp = await startMcp(url);
  people = createPeople(url);
  person = await people.arrive();
  release = async () => {
    await mcp.close();
    await people.close();
    await drop();
  };
});
afterAll(() => release());

interface Message {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
  port?: number;
}

/** One request exactly as it is described: `fetch` sets Host and Origin itself. */
const send = ({ method = 'POST', path = '/mcp', headers = {}, body, port = mcp.port }: Message = {}) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const request = http.request(
      { port, path, method, headers, host: '127.0.0.1', agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const ACCEPT = 'application/json, text/event-stream';
const rpcHeaders = (token = person.token): OutgoingHttpHeaders => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  accept: ACCEPT,
});
const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
const call = (name: string, args: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

const WORDS = 'Create a token in Settings, Access tokens, and send it as Authorization: Bearer';

describe('who may call', () => {
  it('a caller without a token is told how to get one', async () => {
    const { authorization: _none, ...headers } = rpcHeaders();
    const { status, headers: answered, text } = await send({ headers, body: LIST });
    expect(status).toBe(401);
    expect(answered['www-authenticate']).toBe(
      `Bearer realm="todo", scope="tasks:read tasks:write", error_description="${WORDS}"`,
    );
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0', id: null, error: { message: `${WORDS}.` } });
  });

  it.each([
    ['nonsense', 'Bearer nonsense'],
    ['a password', 'Basic dXNlcjpwYXNz'],
    ['a personal token that never was', `Bearer todo_pat_${'0'.repeat(13)}_${'0'.repeat(39)}`],
  ])('%s is an invalid token', async (_what, authorization) => {
    const { status, headers } = await send({ headers: { ...rpcHeaders(), authorization }, body: LIST });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      `Bearer realm="todo", error="invalid_token", scope="tasks:read tasks:write", error_description="${WORDS}"`,
    );
  });

  it('a token for the REST API, one of another installation and one that has expired are invalid', async () => {
    const grant = { userId: person.userId, scopes: ['tasks:read'] } as const;
    const tokens = [
      people.accessTokens.mint(grant, 'api'),
      createAccessTokens({ secret: 'another secret of more than 32 bytes' }).mint(grant, 'mcp'),
      createAccessTokens({ secret: TEST_SECRET, now: () => Date.now() - 301_000 }).mint(grant, 'mcp'),
    ];
    for (const token of tokens)
      expect((await send({ headers: rpcHeaders(token), body: LIST })).status).toBe(401);
  });

  it('a token of the secret before is accepted while it is being rotated', async () => {
    const before = 'the secret before, of more than 32 bytes';
    const rotated = await startMcp(databaseUrl, { JWT_SECRET_PREVIOUS: before });
    const token = createAccessTokens({ secret: before }).mint({ userId: 'x', scopes: ['tasks:read'] }, 'mcp');
    const { status } = await send({ port: rotated.port, headers: rpcHeaders(token), body: LIST });
    await rotated.close();
    expect(status).toBe(200);
  });

  it('a personal token is accepted until it is revoked', async () => {
    const token = await person.personalToken();
    expect((await send({ headers: rpcHeaders(token), body: LIST })).status).toBe(200);
    await people.database.query('DELETE FROM personal_tokens WHERE user_id = $1', [person.userId]);
    expect((await send({ headers: rpcHeaders(token), body: LIST })).status).toBe(401);
  });

  it('a token that may only read sees no tool that writes, and is refused each of them', async () => {
    const all = await (await connect(mcp.url, person.token)).toolNames();
    const token = await person.personalToken(['tasks:read']);
    const { toolNames } = await connect(mcp.url, token);
    const readable = await toolNames();
    expect(readable).toEqual(['list_tasks', 'get_task', 'search_tasks', 'task_stats']);
    for (const name of all.filter((tool) => !readable.includes(tool))) {
      const { status, headers } = await send({
        headers: rpcHeaders(token),
        body: call(name, { title: 'x' }),
      });
      expect(status, name).toBe(403);
      expect(headers['www-authenticate']).toBe(
        `Bearer realm="todo", error="insufficient_scope", scope="tasks:write", error_description="${WORDS}"`,
      );
    }
    expect((await send({ headers: rpcHeaders(token), body: call('task_stats') })).status).toBe(200);
  });

  it('a token that may only write does not read', async () => {
    const { toolNames } = await connect(mcp.url, person.mint(['tasks:write']));
    expect(await toolNames()).not.toContain('list_tasks');
    const headers = rpcHeaders(person.mint(['tasks:write']));
    expect((await send({ headers, body: call('list_tasks') })).status).toBe(403);
  });
});

describe('how a client learns about tokens', () => {
  it.each(['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])(
    '%s names no authorization server',
    async (path) => {
      const { status, text } = await send({ method: 'GET', path });
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({
        resource: mcp.url,
        resource_name: 'todo',
        scopes_supported: ['tasks:read', 'tasks:write'],
        bearer_methods_supported: ['header'],
        resource_documentation: 'http://localhost:3000/settings',
      });
    },
  );

  it('says the public address where there is one', async () => {
    const MCP_PUBLIC_URL = 'https://todo.example.com/mcp';
    const { port, close } = await startMcp(databaseUrl, { MCP_PUBLIC_URL });
    const path = '/.well-known/oauth-protected-resource';
    const { text } = await send({ port, method: 'GET', path, headers: { host: 'todo.example.com' } });
    await close();
    expect(JSON.parse(text)).toMatchObject({ resource: MCP_PUBLIC_URL });
  });

  it('who tries to register reads the same words', async () => {
    const { status, text } = await send({ path: '/register', body: '{}' });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({ error: 'access_denied', error_description: WORDS });
  });
});

describe('DNS rebinding', () => {
  const withHost = (headers: OutgoingHttpHeaders, port?: number) =>
    send({ headers: { ...rpcHeaders(), ...headers }, body: LIST, ...(port === undefined ? {} : { port }) });

  it.each([
    { host: 'localhost' },
    { host: 'localhost:8001' },
    { host: '127.0.0.1:1' },
    { host: '[::1]:8001' },
    { host: 'LOCALHOST' },
    { host: 'localhost', origin: 'http://localhost:3000' },
    { host: 'localhost', origin: 'http://[::1]' },
  ])('%j is served', async (headers) => {
    expect((await withHost(headers)).status).toBe(200);
  });

  it.each([
    { host: 'evil.example' },
    { host: 'localhost.evil.example' },
    { host: 'evil@localhost' },
    { host: 'localhost:80:80' },
    { host: 'localhost', origin: 'http://evil.example' },
    { host: 'localhost', origin: 'http://localhost.evil.example' },
    { host: 'localhost', origin: 'http://localhost@evil.example' },
    { host: 'localhost', origin: 'null' },
    { host: 'localhost', origin: '' },
  ])('%j is refused, on every path but the probes', async (headers) => {
    expect((await withHost(headers)).status).toBe(403);
    for (const path of ['/register', '/.well-known/oauth-protected-resource'])
      expect((await send({ path, headers })).status).toBe(403);
    for (const path of ['/health', '/livez', '/readyz', '/startupz', '/metrics'])
      expect((await send({ path, method: 'GET', headers })).status).toBe(200);
  });

  it('every name that the Service has can be allowed, whatever the port', async () => {
    const { port, close } = await startMcp(databaseUrl, {
      MCP_ALLOWED_HOSTS: 'mcp, mcp.todo.svc.cluster.local',
      MCP_PUBLIC_URL: 'https://todo.example.com/mcp',
    });
    const names = ['mcp', 'mcp:8001', 'mcp.todo.svc.cluster.local:8001', 'todo.example.com', 'localhost'];
    for (const host of names) expect((await withHost({ host }, port)).status, host).toBe(200);
    for (const origin of ['https://todo.example.com', 'http://mcp:8001'])
      expect((await withHost({ host: 'mcp', origin }, port)).status).toBe(200);
    expect((await withHost({ host: 'mcp.other' }, port)).status).toBe(403);
    await close();
  });
});

describe('what is no message', () => {
  it.each(['GET', 'DELETE', 'PUT', 'OPTIONS'])('%s is answered 405 with what is allowed', async (method) => {
    const { status, headers } = await send({ method, headers: rpcHeaders() });
    expect(status).toBe(405);
    expect(headers.allow).toBe('POST');
  });

  it.each([
    ['{"jsonrpc"', 400, -32700],
    ['', 400, -32700],
    ['null', 400, -32700],
    ['7', 400, -32700],
    ['{"method":"tools/list"}', 400, -32700],
    [`[${LIST}]`, 400, -32600],
    ['[]', 400, -32600],
  ])('%s is answered %i with the code of JSON-RPC', async (body, status, code) => {
    const answer = await send({ headers: rpcHeaders(), body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ jsonrpc: '2.0', id: null, error: { code } });
  });

  it('another content type, and a client that takes no JSON', async () => {
    const form = { ...rpcHeaders(), 'content-type': 'text/plain; a=application/json' };
    expect((await send({ headers: form, body: LIST })).status).toBe(415);
    const picky = { ...rpcHeaders(), accept: 'text/html' };
    expect((await send({ headers: picky, body: LIST })).status).toBe(406);
  });

  it('a revision of the protocol that nobody knows', async () => {
    const headers = { ...rpcHeaders(), 'mcp-protocol-version': '1999-01-01' };
    expect((await send({ headers, body: LIST })).status).toBe(400);
  });

  it('a method that is not there is an error of the protocol', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'resources/list' });
    const { status, text } = await send({ headers: rpcHeaders(), body });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ id: 7, error: { code: -32601 } });
  });

  it('a body that is too long, whether or not it says so', async () => {
    const body = call('add_task', { title: 'x', description: 'x'.repeat(LIMITS.body.max) });
    const length = Buffer.byteLength(body);
    const declared = await send({ headers: { ...rpcHeaders(), 'content-length': length }, body });
    expect(declared.status).toBe(413);
    const chunked = await send({ headers: { ...rpcHeaders(), 'transfer-encoding': 'chunked' }, body });
    expect(chunked.status).toBe(413);
    expect(JSON.parse(chunked.text)).toMatchObject({ error: { code: -32000 } });
  });

  it('an address without anything', async () => {
    expect((await send({ method: 'GET', path: '/' })).status).toBe(404);
  });

  it('a client that goes away in the middle of its body leaves the server well', async () => {
    const socket = net.connect(mcp.port, '127.0.0.1');
    const head = Object.entries({ host: 'localhost', ...rpcHeaders(), 'content-length': 1000 })
      .map(([name, value]) => `${name}: ${String(value)}\r\n`)
      .join('');
    await new Promise<void>((resolve) =>
      socket.write(`POST /mcp HTTP/1.1\r\n${head}\r\n{"half`, () => resolve()),
    );
    socket.destroy();
    expect((await send({ headers: rpcHeaders(), body: LIST })).status).toBe(200);
  });
});

describe('the protocol', () => {
  it.each([
    ...['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'].map((revision) => [revision, revision]),
    // As kubectl-ai asks.
    ['', '2025-03-26'],
  ])('asked for in revision "%s" is spoken in %s', async (asked, revision) => {
    const params = { protocolVersion: asked, capabilities: {}, clientInfo: { name: 't', version: '1' } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const { text, headers } = await send({ headers: rpcHeaders(), body });
    expect(JSON.parse(text).result).toMatchObject({
      protocolVersion: revision,
      serverInfo: { name: 'todo' },
      capabilities: { tools: {} },
    });
    expect(headers['mcp-session-id']).toBeUndefined();
    expect(headers['content-type']).toContain('application/json');
  });

  it('takes a notification without an answer', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const { status, text } = await send({ headers: rpcHeaders(), body });
    expect([status, text]).toEqual([202, '']);
  });
});

describe('metrics', () => {
  it('count requests by route, and calls by tool and what became of them', async () => {
    const { call: use } = await connect(mcp.url, person.token);
    await use('task_stats');
    await use('get_task', { task_id: 4711 });
    const { text } = await send({ method: 'GET', path: '/metrics' });
    expect(text).toMatch(/^http_request_duration_seconds_count\{.*route="\/mcp",status="200"\}/m);
    expect(text).toMatch(/^mcp_tool_duration_seconds_count\{tool="task_stats",outcome="done"\}/m);
    expect(text).toMatch(/^mcp_tool_duration_seconds_count\{tool="get_task",outcome="refused"\}/m);
    expect(text).toContain('database_pool_waiting');
  });
});
