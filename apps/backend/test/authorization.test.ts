import { createPersonalTokens } from '@todo/auth';
import { newPersonalToken, SCOPES, type Scope, task } from '@todo/contracts';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { openStream } from './support/events.js';
import { type Answer, expectProblem, send } from './support/http.js';
import { arrive, type Person } from './support/person.js';

const PUBLIC_URL = 'https://todo.example.com';
const ORIGIN = 'https://todo.example.com';
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** The routes that ask nobody who they are. Whoever adds one must say so here. */
const OPEN = new Set([
  'GET /health',
  'GET /livez',
  'GET /readyz',
  'GET /startupz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/',
  'GET /docs/json',
  'GET /docs/yaml',
  'GET /docs/static/index.html',
  'GET /docs/static/swagger-initializer.js',
  'GET /docs/static/*',
  'POST /api/auth/signup',
  'POST /api/auth/login',
]);

/** What a token for programs can reach. Everything else wants a session. */
const forPrograms = (url: string): boolean => /^\/api\/:user_id\/(tasks|trash|events)(\/|$)/.test(url);

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let ada: Person;
let bob: Person;
let routes: { method: string; url: string; name: string }[];

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url, { PUBLIC_URL });
  ada = await arrive(backend);
  bob = await arrive(backend);
  await ada.add('the secret of ada');
  await ada.add('the trash of ada');
  await ada.delete('/tasks/2').expect(204);
  routes = backend.routes.flatMap(({ method, url }) =>
    [method].flat().map((one) => ({ method: one, url, name: `${one} ${url}` })),
  );
});
afterAll(async () => {
  await backend?.close();
  await database?.drop();
});

const closed = () => routes.filter(({ name }) => !OPEN.has(name.replace(/^HEAD /, 'GET ')));
const unsafe = () => routes.filter(({ method }) => !SAFE.includes(method));

const pathOf = (url: string, userId: string, id = '1'): string =>
  backend.url + url.replace(':user_id', userId).replace(/:(\w+_)?id\b/, id);

const ask = (route: { method: string; url: string }, headers: Record<string, string>, userId = ada.user.id) =>
  send(pathOf(route.url, userId), { method: route.method, headers });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const DAY = 24 * 60 * 60 * 1000;
/** A personal access token; `age` in ms. */
const issue = (who: Person, scopes: readonly Scope[] = SCOPES, age = 0) =>
  createPersonalTokens({ database: backend.services.database, now: () => Date.now() - age }).issue(
    who.user.id,
    newPersonalToken.parse({ name: 'test', scopes, expires_in_days: 1 }),
  );
const mint = (scopes: Scope[]) => backend.services.accessTokens.mint({ userId: ada.user.id, scopes }, 'api');

/** A refusal; an answer to HEAD has no body to look at. */
const expectRefused = (answer: Answer, method: string, ...statuses: number[]): void => {
  if (method === 'HEAD') expect(statuses).toContain(answer.status);
  else expectProblem(answer, ...statuses);
  expect(answer.text).not.toContain('of ada');
  expect(answer.text).not.toContain(ada.user.email);
};

const untouched = async (): Promise<void> => {
  const { body } = await ada.get('/tasks').expect(200);
  expect(task.array().parse(body)).toMatchObject([{ id: 1, title: 'the secret of ada', version: 1 }]);
  expect((await ada.get('/trash').expect(200)).body).toHaveLength(1);
};

describe('every route', () => {
  it('is known to these tests', () => {
    expect(closed().length).toBeGreaterThan(25);
    const names = routes.map(({ name }) => name.replace(/^HEAD /, 'GET '));
    for (const name of OPEN) expect(names).toContain(name);
  });

  it('refuses who has no credentials, or some that are not ours, or not any more', async () => {
    const revoked = await issue(ada);
    await ada.as(request(backend.url).delete(`/api/auth/tokens/${revoked.id}`)).expect(204);
    const { token } = await issue(ada);
    const strangers: Record<string, string>[] = [
      {},
      { cookie: 'todo.session_token=' },
      { cookie: '__Secure-todo.session_token=abc.def', origin: ORIGIN },
      { cookie: `__Secure-todo.session_token=${bob.token.split('.')[0]}`, origin: ORIGIN },
      { authorization: '' },
      { authorization: 'Basic YWRhOmFkYQ==' },
      bearer('abc'),
      bearer('a.b.c'),
      bearer(`${ada.token.slice(0, -3)}AA=`),
      bearer(ada.token.split('.')[0] ?? ''),
      bearer(backend.services.accessTokens.mint({ userId: ada.user.id, scopes: SCOPES }, 'mcp')),
      bearer((await issue(ada, SCOPES, DAY)).token),
      bearer(revoked.token),
      bearer(token.slice(0, -1)),
      bearer(token.toLowerCase()),
      bearer('todo_pat_'),
      { authorization: `Basic ${Buffer.from(`ada:${token}`).toString('base64')}` },
      { cookie: `__Secure-todo.session_token=${token}`, origin: ORIGIN },
    ];
    for (const route of closed())
      for (const headers of strangers) {
        const answer = await ask(route, { ...headers, ...(headers.cookie ? { origin: ORIGIN } : {}) });
        expectRefused(answer, route.method, 401);
        expect(answer.headers['www-authenticate'], route.name).toContain('Bearer');
      }
    await untouched();
  });

  it("refuses a second user's token, and does not tell who exists", async () => {
    const credentials = [
      bearer(bob.token),
      bearer((await issue(bob)).token),
      { cookie: bob.cookie, origin: ORIGIN },
    ];
    for (const route of closed().filter(({ url }) => url.includes(':user_id')))
      for (const headers of credentials) {
        const real = await ask(route, headers);
        const made = await ask(route, headers, 'nobody');
        expectRefused(real, route.method, 403, 404);
        expect({ status: made.status, text: made.text }, route.name).toEqual({
          status: real.status,
          text: real.text,
        });
      }
    await untouched();
  });

  it("finds nothing under a second user's own path that is not theirs", async () => {
    for (const route of closed().filter(({ url }) => /:user_id.*:(\w+_)?id\b/.test(url))) {
      const answer = await send(pathOf(route.url, bob.user.id), {
        method: route.method,
        headers: { ...bearer(bob.token), 'content-type': 'application/json' },
        body: ['PUT', 'PATCH'].includes(route.method)
          ? JSON.stringify(route.url.endsWith('complete') ? { completed: true } : { title: 'taken over' })
          : undefined,
      });
      expectRefused(answer, route.method, 404);
    }
    const sessions = await ada.as(request(backend.url).get('/api/auth/sessions'));
    const foreign = await send(`${backend.url}/api/auth/sessions/${sessions.body[0].id}`, {
      method: 'DELETE',
      headers: bearer(bob.token),
    });
    expectRefused(foreign, 'DELETE', 404);
    const { id, token } = await issue(ada);
    const foreignToken = await send(`${backend.url}/api/auth/tokens/${id}`, {
      method: 'DELETE',
      headers: bearer(bob.token),
    });
    expectRefused(foreignToken, 'DELETE', 404);
    expect((await send(`${backend.url}${ada.path('/tasks')}`, { headers: bearer(token) })).status).toBe(200);
    await untouched();
  });

  it('asks for its scope: reading to read, writing to write, a session for the account', async () => {
    const both = await issue(ada);
    const reading = await issue(ada, ['tasks:read']);
    const writing = await issue(ada, ['tasks:write']);
    for (const route of closed()) {
      if (!forPrograms(route.url)) {
        for (const token of [mint([...SCOPES]), both.token])
          expectRefused(await ask(route, bearer(token)), route.method, 403);
        continue;
      }
      const [missing, personal] = SAFE.includes(route.method)
        ? (['tasks:read', writing] as const)
        : (['tasks:write', reading] as const);
      const tooLittle = mint(SCOPES.filter((scope) => scope !== missing));
      for (const token of [tooLittle, personal.token, mint([])])
        expectRefused(await ask(route, bearer(token)), route.method, 403);
    }
    await untouched();
  });

  it('that is for programs lets a personal token with its scope through, and such a token alone', async () => {
    const both = await issue(ada);
    for (const route of closed().filter(({ url }) => forPrograms(url))) {
      const one = await issue(ada, [SAFE.includes(route.method) ? 'tasks:read' : 'tasks:write']);
      for (const { token } of [both, one]) {
        const headers = { ...bearer(token), cookie: bob.cookie, 'content-type': 'application/json' };
        const url = pathOf(route.url, ada.user.id, '999');
        if (route.url.endsWith('/events')) {
          const stream = await openStream(url, headers);
          stream.close();
          expect(stream.status, route.name).toBe(200);
          continue;
        }
        const unsafeBody = route.url.endsWith('/trash') ? '{' : '{"unknown":1}';
        const body = SAFE.includes(route.method) ? undefined : unsafeBody;
        const { status, text } = await send(url, { method: route.method, headers, body });
        // A task that is not there or a body that means nothing, so that nothing happens.
        expect([200, 400, 404], `${route.name}: ${text}`).toContain(status);
      }
      await backend.services.personalTokens.revoke(ada.user.id, one.id);
    }
    await untouched();
  });
});

describe('every unsafe route', () => {
  it('refuses a page of another site, and a cookie that does not say where it comes from', async () => {
    const foreign: Record<string, string>[] = [
      { cookie: ada.cookie, origin: 'https://evil.example' },
      { cookie: ada.cookie, origin: 'null' },
      { cookie: ada.cookie, origin: 'https://todo.example.com.evil.example' },
      { cookie: ada.cookie, origin: 'https://todo.example.com:8443' },
      { cookie: ada.cookie, origin: 'http://todo.example.com' },
      { cookie: ada.cookie, origin: 'not an origin' },
      { cookie: ada.cookie, 'sec-fetch-site': 'cross-site' },
      { cookie: ada.cookie, 'sec-fetch-site': 'same-site' },
      { cookie: ada.cookie, 'sec-fetch-site': 'none' },
      { cookie: ada.cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      // The browser knows better than the name: our host, but over plain http.
      { cookie: ada.cookie, origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
      { cookie: ada.cookie },
      // Nor may another site sign somebody in or up.
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const route of unsafe())
      for (const headers of foreign) {
        const answer = await ask(route, headers);
        expectRefused(answer, route.method, 403);
        expect(JSON.parse(answer.text).error, `${route.name} ${JSON.stringify(headers)}`).toBe(
          'foreign_origin',
        );
      }
    await untouched();
  });

  it('lets our own pages through', async () => {
    for (const route of unsafe().filter(({ name }) => name !== 'POST /api/auth/logout'))
      for (const headers of [
        { origin: ORIGIN },
        { 'sec-fetch-site': 'same-origin' },
        { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
      ]) {
        // A task that is not there, so that nothing happens.
        const answer = await send(pathOf(route.url, ada.user.id, '999'), {
          method: route.method,
          headers: { ...headers, cookie: ada.cookie, 'content-type': 'application/json' },
          body: route.url === '/api/:user_id/trash' ? '{' : '{"unknown":1}',
        });
        expect([401, 403], `${route.name}: ${answer.text}`).not.toContain(answer.status);
        expect(answer.status).toBeLessThan(500);
      }
    await untouched();
  });

  it('ignores the cookie when there is an Authorization header', async () => {
    for (const route of unsafe().filter(({ name }) => !OPEN.has(name)))
      for (const authorization of ['Bearer abc', 'Basic abc', '']) {
        const answer = await ask(route, { cookie: ada.cookie, origin: ORIGIN, authorization });
        expectRefused(answer, route.method, 401);
      }
    await untouched();
  });
});

describe('the host that the browser asked for', () => {
  it('is an origin of ours without being PUBLIC_URL, a forwarded one only from a trusted proxy', async () => {
    const add = (url: string, headers: Record<string, string>) =>
      send(`${url}/api/auth/logout`, { method: 'POST', headers });
    const host = '192.168.49.2:30080';
    expect((await add(backend.url, { origin: `http://${host}`, host })).status).toBe(401);
    const forwarded = { origin: `http://${host}`, 'x-forwarded-host': host, cookie: ada.cookie };
    expectProblem(await add(backend.url, forwarded), 403);
    const behind = await startBackend(database.url, { TRUSTED_PROXIES: '127.0.0.1' });
    try {
      expectProblem(await add(behind.url, { ...forwarded, cookie: 'none=1' }), 401);
    } finally {
      await behind.close();
    }
  });
});
