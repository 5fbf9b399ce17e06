import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createProblem, PROBLEM_CONTENT_TYPE } from '@todo/contracts';
import { afterEach, expect, it } from 'vitest';
import { ApiProblem, createApi, Unreachable } from '@/lib/api';
import { failureInWords } from '@/lib/words';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The client against a real server. */
const against = async (listener: RequestListener) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return createApi((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
};

const failing = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('sends JSON and query, leaves out what is not set, and gives data, status and headers', async () => {
  const seen: unknown[] = [];
  const api = await against(async (request, response) => {
    const body: Buffer[] = await request.toArray();
    seen.push(request.method, request.url, request.headers['content-type'], Buffer.concat(body).toString());
    response.writeHead(201, { 'content-type': 'application/json', etag: '"1"' }).end('{"id":1}');
  });
  const answer = await api('POST', '/api/x', {
    body: { a: 1 },
    query: { q: 'a b', tag: undefined, cursor: null, limit: 5 },
  });
  expect(seen).toEqual(['POST', '/api/x?q=a+b&limit=5', 'application/json', '{"a":1}']);
  expect(answer.data).toEqual({ id: 1 });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('etag')).toBe('"1"');
});

it('sends a file as it is, with its own type', async () => {
  const api = await against(async (request, response) => {
    const body: Buffer[] = await request.toArray();
    response.end(JSON.stringify([request.headers['content-type'], Buffer.concat(body).toString()]));
  });
  const { data } = await api('POST', '/api/x', { body: new Blob(['title\nA'], { type: 'text/csv' }) });
  expect(data).toEqual(['text/csv', 'title\nA']);
});

it.each([204, 304])('an answer of %i has no data and is no error', async (status) => {
  const api = await against((_request, response) => response.writeHead(status).end());
  expect((await api('DELETE', '/api/x')).data).toBeUndefined();
});

it('a problem becomes an error with its words, its code and what is wrong with which field', async () => {
  const api = await against((_request, response) =>
    response.writeHead(400, { 'content-type': PROBLEM_CONTENT_TYPE }).end(
      JSON.stringify(
        createProblem('validation_failed', {
          detail: 'Mend it.',
          errors: [{ field: 'title', message: 'must not be empty' }],
        }),
      ),
    ),
  );
  const error = await failing(api('POST', '/api/x', { body: {} }));
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({
    message: 'Mend it.',
    code: 'validation_failed',
    status: 400,
    fields: { title: 'must not be empty' },
    retryAfter: null,
  });
});

it('a refusal for a while says for how long', async () => {
  const api = await against((_request, response) =>
    response
      .writeHead(429, { 'content-type': PROBLEM_CONTENT_TYPE, 'retry-after': '150' })
      .end(JSON.stringify(createProblem('rate_limited'))),
  );
  const error = await failing(api('POST', '/api/auth/login', { body: {} }));
  expect(error).toMatchObject({ code: 'rate_limited', retryAfter: 150 });
  expect(failureInWords(error)).toBe('Too many attempts. Try again in 3 minutes.');
});

it.each([
  ['text/html', '<h1>502</h1>'],
  [PROBLEM_CONTENT_TYPE, 'not json'],
])('an error page of somebody in between (%s) is an error in our words', async (type, body) => {
  const api = await against((_request, response) =>
    response.writeHead(502, { 'content-type': type }).end(body),
  );
  const error = await failing(api('GET', '/api/x'));
  expect(error).toMatchObject({ name: 'ApiProblem', code: 'unexpected', status: 502 });
  expect(failureInWords(error)).not.toContain('<');
});

it('no answer is Unreachable, an abort stays an abort', async () => {
  const gone = await against((request) => request.socket.destroy());
  expect(await failing(gone('GET', '/api/x'))).toBeInstanceOf(Unreachable);
  const controller = new AbortController();
  const silent = await against(() => controller.abort());
  expect(await failing(silent('GET', '/api/x', { signal: controller.signal }))).toMatchObject({
    name: 'AbortError',
  });
});
