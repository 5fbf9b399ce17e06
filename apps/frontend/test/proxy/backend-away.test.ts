import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type Frontend, startFrontend } from '../support/frontend';
import { open, send } from '../support/http';
import { startUpstream, type Upstream } from '../support/upstream';

const running: (Frontend | Upstream)[] = [];
const keep = <Started extends Frontend | Upstream>(started: Started): Started => {
  running.push(started);
  return started;
};

afterEach(async () => {
  for (const started of running.splice(0).reverse()) await started.stop();
});

it('a backend that is down is a 502 in words, without its address, and the next one is used at once', async () => {
  const gone = await startUpstream();
  await gone.stop();
  const frontend = keep(await startFrontend({ BACKEND_URL: gone.url }));
  const answer = await send(frontend.port, { path: '/api/u1/tasks?q=private' });
  expect(answer.status).toBe(502);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toMatchObject({
    status: 502,
    error: 'bad_gateway',
    detail: 'The backend cannot be reached.',
  });
  const { host, port } = new URL(gone.url);
  expect(answer.rawHeaders + answer.text).not.toContain(host);
  expect(answer.rawHeaders + answer.text).not.toContain(port);
  expect(frontend.output()).not.toContain('private');
});

it('a request that finds no backend yet is sent once one is there, whole and once, whatever its method', async () => {
  const gone = await startUpstream();
  await gone.stop();
  const frontend = keep(await startFrontend({ BACKEND_URL: gone.url }));
  const body = JSON.stringify({ title: 'x'.repeat(200_000) });
  const headers = { 'content-type': 'application/json' };
  const answered = send(frontend.port, { method: 'POST', path: '/api/u1/tasks', body, headers });
  await delay(500);
  const received: string[] = [];
  const upstream = keep(await startUpstream(Number(new URL(gone.url).port)));
  upstream.answer(async (request, response) => {
    received.push((await buffer(request)).toString());
    response.writeHead(201).end();
  });
  expect((await answered).status).toBe(201);
  expect(received).toEqual([body]);
});

it('a page for which the backend is too busy asks once more, when it was told to, and not again', async () => {
  const upstream = keep(await startUpstream());
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  const visit = async (busy: number) => {
    const asked: number[] = [];
    upstream.answer((_request, response) => {
      asked.push(performance.now());
      if (asked.length <= busy) response.writeHead(503, { 'retry-after': '1' }).end();
      // Nobody is signed in: the page says where to.
      else response.writeHead(401).end();
    });
    const { status } = await send(frontend.port, { path: '/tasks', headers: { cookie: 'session=1' } });
    return { status, waits: asked.slice(1).map((at, index) => at - (asked[index] ?? 0)) };
  };
  const { status, waits } = await visit(1);
  expect(status).toBe(307);
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(900);
  expect(await visit(2)).toMatchObject({ status: 500, waits: [expect.any(Number)] });
});

it('a page whose backend is down says so and leaks nothing', async () => {
  const gone = await startUpstream();
  await gone.stop();
  const frontend = keep(await startFrontend({ BACKEND_URL: gone.url }));
  const answer = await send(frontend.port, { path: '/settings', headers: { cookie: 'session=s' } });
  expect(answer.status).toBe(500);
  expect(answer.rawHeaders + answer.text).not.toContain(new URL(gone.url).host);
  expect((await send(frontend.port, { path: '/health' })).status).toBe(200);
});

it('a backend that stays silent for longer than PROXY_TIMEOUT_MS is a 504 in words', async () => {
  const upstream = keep(await startUpstream());
  upstream.answer(() => undefined);
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url, PROXY_TIMEOUT_MS: '300' }));
  const answer = await send(frontend.port, { path: '/api/x' });
  expect(answer.status).toBe(504);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toMatchObject({ error: 'gateway_timeout' });
  expect(answer.rawHeaders + answer.text).not.toContain(new URL(upstream.url).host);
});

it('a stream that stays silent for longer than PROXY_TIMEOUT_MS is cut', async () => {
  const upstream = keep(await startUpstream());
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  });
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url, PROXY_TIMEOUT_MS: '300' }));
  const [answer] = (await once(open(frontend.port, { path: '/api/u1/events' }), 'response')) as [
    IncomingMessage,
  ];
  await expect(buffer(answer)).rejects.toThrow();
});

it('a connection that the backend closed while it was idle costs no request', async () => {
  const upstream = keep(await startUpstream());
  const sockets: Socket[] = [];
  upstream.answer(({ socket, method }, response) => {
    // The second request on a connection finds it closed.
    if (sockets.includes(socket)) socket.resetAndDestroy();
    else response.end(method);
    sockets.push(socket);
  });
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  for (let count = 0; count < 4; count += 1)
    expect(await send(frontend.port, { path: '/api/x' })).toMatchObject({ status: 200, text: 'GET' });
});

/** What the last event of a stream looks like; the time to come back is in it. */
const END = /^event: end\nretry: (\d{4})\ndata: \{"retry":\1\}\n\n$/;

it('a server that stops ends its event streams with a last event, never within another one, and goes', async () => {
  const upstream = keep(await startUpstream());
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('id: 1\ndata: 1\n\nid: 2\nda');
  });
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  // More than the ten listeners at which Node suspects a leak.
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const [answer] = await once(open(frontend.port, { path: '/api/u1/events' }), 'response');
      await once(answer as IncomingMessage, 'readable');
      return answer as IncomingMessage;
    }),
  );
  const [code, ...bodies] = await Promise.all([frontend.stop(), ...answers.map((answer) => buffer(answer))]);
  const begin = 'id: 1\ndata: 1\n\n';
  const retries = bodies.map((body) => {
    expect(body.toString().slice(0, begin.length)).toBe(begin);
    return Number(END.exec(body.toString().slice(begin.length))?.[1]);
  });
  for (const retry of retries) expect(retry).toSatisfy((ms: number) => ms >= 1000 && ms < 4000);
  expect(new Set(retries).size).toBeGreaterThan(1);
  expect(code).toBe(0);
  expect(frontend.output()).not.toContain('Warning');
});

it('an event stream that arrives in pieces, or ends within an event, is passed on as it is', async () => {
  const upstream = keep(await startUpstream());
  const pieces = ['id: 1\n', 'data: ü', '\n', '\n: still here\n\nid: 2\ndata: 2\n\nid: 3\n', 'data: 3'];
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const byte of Buffer.from(pieces.join(''))) response.write(Buffer.of(byte));
    response.end();
  });
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  expect((await send(frontend.port, { path: '/api/u1/events' })).text).toBe(pieces.join(''));
});

it('a server that stops lets a stream that answers a POST come to its own end', async () => {
  const upstream = keep(await startUpstream());
  const streaming = new Promise<ServerResponse>((resolve) =>
    upstream.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      resolve(response);
    }),
  );
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  const sent = open(frontend.port, { method: 'POST', path: '/api/u1/chat', body: '{}' });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer, 'readable');
  const stopped = frontend.stop();
  await expect
    .poll(() => send(frontend.port, { path: '/livez' }).catch((error: NodeJS.ErrnoException) => error.code))
    .toBe('ECONNREFUSED');
  (await streaming).end('data: 2\n\n');
  expect((await buffer(answer)).toString()).toBe('data: 1\n\ndata: 2\n\n');
  expect(await stopped).toBe(0);
});

it('a connection to the backend is closed by the frontend, soon, and not by the backend', async () => {
  const upstream = keep(await startUpstream());
  upstream.server.keepAliveTimeout = 60_000;
  const frontend = keep(await startFrontend({ BACKEND_URL: upstream.url }));
  const connected = once(upstream.server, 'connection') as Promise<[Socket]>;
  await send(frontend.port, { path: '/api/x' });
  const [socket] = await connected;
  await once(socket, 'end');
});

it('a setting that makes no sense stops the start with its name', async () => {
  await expect(startFrontend({ BACKEND_URL: 'ftp://user:secret@backend' })).rejects.toThrow(
    /BACKEND_URL: must be/,
  );
  await expect(startFrontend({ BACKEND_URL: 'ftp://user:secret@backend' })).rejects.not.toThrow(/secret/);
});
