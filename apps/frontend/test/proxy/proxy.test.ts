import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Frontend, startFrontend } from '../support/frontend';
import { open, send } from '../support/http';
import { startUpstream, type Upstream } from '../support/upstream';

let upstream: Upstream;
let frontend: Frontend;

beforeAll(async () => {
  upstream = await startUpstream();
  frontend = await startFrontend({ BACKEND_URL: upstream.url });
});

afterAll(async () => {
  await frontend.stop();
  await upstream.stop();
});

/** Answers with what arrived. */
const echo = async (request: IncomingMessage, response: ServerResponse) => {
  const body = await buffer(request);
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      method: request.method,
      url: request.url,
      headers: request.headers,
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
      text: body.length < 10_000 ? body.toString() : '',
    }),
  );
};

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  bytes: number;
  sha256: string;
  text: string;
}

const sendEcho = async (sent: Parameters<typeof send>[1]): Promise<Echo> => {
  upstream.answer(echo);
  return (await send(frontend.port, sent)).json() as unknown as Echo;
};

describe('what goes to the backend', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s keeps its path and query',
    async (method) => {
      const got = await sendEcho({ method, path: '/api/u1/tasks?q=a%20b&tag=%C3%A9&q=2' });
      expect(got).toMatchObject({ method, url: '/api/u1/tasks?q=a%20b&tag=%C3%A9&q=2' });
    },
  );

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s keeps its body, sent with a length or in chunks',
    async (method) => {
      const headers = { 'content-type': 'application/json' };
      const withLength = await sendEcho({
        method,
        path: '/api/x',
        headers: { ...headers, 'content-length': '7' },
        body: '{"a":1}',
      });
      expect(withLength.text).toBe('{"a":1}');
      const chunked = await sendEcho({
        method,
        path: '/api/x',
        headers: { ...headers, 'transfer-encoding': 'chunked' },
        body: '{"b":2}',
      });
      expect(chunked.text).toBe('{"b":2}');
    },
  );

  it('a request without a body announces none', async () => {
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const { headers } = await sendEcho({ method, path: '/api/x' });
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(headers['content-length'] ?? '0').toBe('0');
    }
  });

  it('a body of 12 MB arrives whole', async () => {
    const body = randomBytes(12 * 1024 * 1024);
    const got = await sendEcho({ method: 'POST', path: '/api/import', body });
    expect(got.bytes).toBe(body.length);
    expect(got.sha256).toBe(createHash('sha256').update(body).digest('hex'));
  });

  it('cookies, authorization and conditions are passed on, headers of the connection are not', async () => {
    const { headers } = await sendEcho({
      path: '/api/x',
      headers: {
        cookie: 'a=1; b=2',
        authorization: 'Bearer t',
        'if-none-match': '"3"',
        'last-event-id': '7',
        connection: 'keep-alive, x-secret-hop',
        'x-secret-hop': '1',
        te: 'trailers',
        'proxy-authorization': 'Basic x',
        'x-middleware-subrequest': 'src/proxy',
        'x-nextjs-data': '1',
      },
    });
    expect(headers).toMatchObject({
      cookie: 'a=1; b=2',
      authorization: 'Bearer t',
      'if-none-match': '"3"',
      'last-event-id': '7',
    });
    for (const name of [
      'x-secret-hop',
      'te',
      'proxy-authorization',
      'x-middleware-subrequest',
      'x-nextjs-data',
    ])
      expect(headers, name).not.toHaveProperty(name);
  });

  it('the address of the peer stands last in X-Forwarded-For, whatever the client claims', async () => {
    const honest = await sendEcho({ path: '/api/x' });
    expect(honest.headers['x-forwarded-for']).toBe('127.0.0.1');
    const spoofed = await sendEcho({ path: '/api/x', headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(spoofed.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
    const twice = await sendEcho({
      path: '/api/x',
      headers: { 'x-forwarded-for': ['203.0.113.9', '203.0.113.8'] },
    });
    expect(twice.headers['x-forwarded-for']).toBe('203.0.113.9, 203.0.113.8, 127.0.0.1');
  });

  it('the backend learns which address the browser asked', async () => {
    const { headers } = await sendEcho({ path: '/api/x', headers: { host: 'todo.example' } });
    expect(headers).toMatchObject({ 'x-forwarded-host': 'todo.example', 'x-forwarded-proto': 'http' });
    expect(headers.host).toBe(new URL(upstream.url).host);
  });

  it('a request id is made when there is none or a bad one, and comes back', async () => {
    upstream.answer(echo);
    const made = await send(frontend.port, { path: '/api/x' });
    const { headers } = made.json() as unknown as Echo;
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.headers['x-request-id']).toBe(headers['x-request-id']);
    const given = await send(frontend.port, { path: '/api/x', headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers['x-request-id']).toBe('abc-1');
    const bad = await send(frontend.port, { path: '/api/x', headers: { 'x-request-id': 'a b {}' } });
    expect(bad.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    '/api/../docs',
    '/api/%2e%2e/docs',
    '/api/%2E./docs',
    '/api/..%2fdocs',
    '/api/..%5cdocs',
    '//127.0.0.1/api/x',
    '/api/a/./b',
    '/api//evil.test/..%2f..',
    '/apis/x',
    'http://evil.test/api/../x',
    '/api/x%2f..%2f..%2fdocs',
  ])('%s does not lead out of /api/', async (path) => {
    const asked: string[] = [];
    upstream.answer((request, response) => {
      asked.push(request.url ?? '');
      response.end('reached');
    });
    const { text } = await send(frontend.port, { path });
    for (const url of asked) expect(url).toMatch(/^\/api\//);
    for (const url of asked) expect(decodeURIComponent(url)).not.toMatch(/(^|[\\/])\.\.?([\\/]|$)/);
    if (asked.length === 0) expect(text).not.toBe('reached');
  });
});

describe('what comes back', () => {
  it('status, headers, and each of several cookies', async () => {
    upstream.answer((_request, response) => {
      response.writeHead(
        201,
        [
          ['Location', '/api/u1/tasks/1'],
          ['ETag', '"1"'],
          ['Link', '</api/u1/tasks?cursor=x>; rel="next"'],
          ['X-Event-Id', '5'],
          ['Set-Cookie', 'a=1; Path=/; HttpOnly; Expires=Wed, 21 Oct 2099 07:28:00 GMT'],
          ['Set-Cookie', 'b=2; Path=/; HttpOnly'],
          ['Keep-Alive', 'timeout=77'],
          ['X-Middleware-Rewrite', `${upstream.url}/elsewhere`],
          ['X-Middleware-Next', '1'],
        ].flat(),
      );
      response.end('{}');
    });
    const answer = await send(frontend.port, { method: 'POST', path: '/api/x' });
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      location: '/api/u1/tasks/1',
      etag: '"1"',
      link: '</api/u1/tasks?cursor=x>; rel="next"',
      'x-event-id': '5',
      'set-cookie': ['a=1; Path=/; HttpOnly; Expires=Wed, 21 Oct 2099 07:28:00 GMT', 'b=2; Path=/; HttpOnly'],
    });
    expect(answer.rawHeaders).not.toContain('timeout=77');
    expect(answer.rawHeaders.toLowerCase()).not.toContain('x-middleware');
  });

  it('a redirect is passed on, not followed, and an address of the backend in it becomes a path', async () => {
    upstream.answer((request, response) => {
      response.writeHead(request.url === '/api/from' ? 307 : 200, { location: `${upstream.url}/api/to` });
      response.end();
    });
    const answer = await send(frontend.port, { path: '/api/from' });
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe('/api/to');
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
    ['DELETE', 204],
  ])('%s answered %i has no body, and the connection goes on', async (method, status) => {
    upstream.answer((_request, response) => {
      response.writeHead(status, { etag: '"4"' });
      response.end();
    });
    const answer = await send(frontend.port, { method, path: '/api/x' });
    expect(answer.status).toBe(status);
    expect(answer.headers.etag).toBe('"4"');
    expect(answer.body).toHaveLength(0);
  });

  it('a long answer is compressed once, here', async () => {
    const asked: IncomingMessage[] = [];
    const long = JSON.stringify({ text: 'long '.repeat(1_000) });
    upstream.answer((request, response) => {
      asked.push(request);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': long.length });
      response.end(long);
    });
    const answer = await send(frontend.port, { path: '/api/x', headers: { 'accept-encoding': 'gzip' } });
    expect(asked[0]?.headers).not.toHaveProperty('accept-encoding');
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(answer.body).toString()).toBe(long);
  });

  it('an event stream arrives event by event at a client that accepts gzip', async () => {
    let response: ServerResponse | undefined;
    upstream.answer((_request, opened) => {
      response = opened;
      opened.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      opened.write('id: 1\ndata: first\n\n');
    });
    const sent = open(frontend.port, {
      path: '/api/u1/events',
      headers: { 'accept-encoding': 'gzip, br', accept: 'text/event-stream', connection: 'keep-alive' },
    });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(answer.headers['cache-control']).toBe('no-cache, no-transform');
    expect(answer.headers['x-accel-buffering']).toBe('no');
    // Who comes back comes on a new connection: to another instance, when this one leaves.
    expect(answer.headers.connection).toBe('close');
    expect(answer.headers['content-encoding']).toBeUndefined();
    for (const event of ['id: 1\ndata: first\n\n', 'id: 2\ndata: second\n\n', ': comment\n\n']) {
      if (!event.includes('first')) response?.write(event);
      const [chunk] = (await once(answer, 'data')) as [Buffer];
      expect(chunk.toString()).toBe(event);
    }
    sent.destroy();
  });
});

describe('when something ends early', () => {
  it('a client that goes away before the answer ends the request at the backend', async () => {
    const arrived = new Promise<IncomingMessage>((resolve) => upstream.answer((request) => resolve(request)));
    const sent = open(frontend.port, { path: '/api/slow' });
    sent.on('error', () => undefined);
    const request = await arrived;
    const closed = once(request.socket, 'close');
    sent.destroy();
    await closed;
  });

  it('a client that goes away within a stream ends it at the backend', async () => {
    const arrived = new Promise<IncomingMessage>((resolve) =>
      upstream.answer((request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
        resolve(request);
      }),
    );
    const sent = open(frontend.port, { path: '/api/u1/events' });
    sent.on('error', () => undefined);
    const request = await arrived;
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    const closed = once(request.socket, 'close');
    sent.destroy();
    await closed;
  });

  it('an answer that breaks off is broken off for the client too', async () => {
    upstream.answer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"half":');
      response.write(' ', () => request.socket.destroy());
    });
    const sent = open(frontend.port, { path: '/api/x' });
    sent.on('error', () => undefined);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await expect(buffer(answer)).rejects.toThrow();
  });

  it('a backend that answers before it has read the body is heard', async () => {
    upstream.answer((_request, response) => {
      response.writeHead(413, { 'content-type': 'application/problem+json', connection: 'close' });
      response.end('{"error":"body_too_large"}');
    });
    const socket = connect(frontend.port, '127.0.0.1');
    socket.write('POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly the beginning');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });
});

describe('the pages', () => {
  it('carry a policy with a nonce of their own on every script, and name no framework', async () => {
    const policies = new Set<string>();
    for (const path of ['/', '/sign-in', '/sign-up', '/no-such-page']) {
      const { headers, text } = await send(frontend.port, { path });
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      policies.add(policy);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const scripts = text.match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      expect(text).not.toMatch(/<[^>]+ style="/);
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toContain('camera=()');
    }
    expect(policies.size).toBe(4);
  });

  it('a visitor who asks for the tasks is sent to sign in, and told where to go on', async () => {
    upstream.answer((_request, response) => response.writeHead(401).end());
    const answer = await send(frontend.port, { path: '/settings?a=1', headers: { cookie: 'session=old' } });
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe('/sign-in?next=%2Fsettings%3Fa%3D1');
  });

  it('asking who is signed in passes on the cookie and the visitor’s address', async () => {
    const asked: IncomingMessage[] = [];
    upstream.answer((request, response) => {
      asked.push(request);
      response.writeHead(401).end();
    });
    await send(frontend.port, {
      path: '/',
      headers: { cookie: 'session=s', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('/api/auth/me');
    expect(asked[0]?.headers).toMatchObject({
      cookie: 'session=s',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    });
  });

  it('the first paint has the chosen theme', async () => {
    upstream.answer((_request, response) => response.writeHead(401).end());
    const { text } = await send(frontend.port, { path: '/', headers: { cookie: 'theme=dark' } });
    expect(text).toContain('data-theme="dark"');
  });
});

describe('/metrics', () => {
  it('counts requests by their route, for who asks the server itself', async () => {
    upstream.answer((_request, response) => response.end('{}'));
    await send(frontend.port, { path: '/api/u1/tasks?q=metrics' });
    const { status, text } = await send(frontend.port, { path: '/metrics' });
    expect(status).toBe(200);
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="\/api\/\[\.\.\.path\]",status="200"\} \d+$/m,
    );
    expect(text).toMatch(/^lifecycle_state\{state="ready"\} 1$/m);
  });

  it('is not there for who comes through a proxy', async () => {
    const { status, text } = await send(frontend.port, {
      path: '/metrics',
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    expect(status).toBe(404);
    expect(text).not.toContain('lifecycle_state');
  });
});
