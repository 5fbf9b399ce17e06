import type { OutgoingHttpHeaders } from 'node:http';
import { LIMITS, type NewTaskInput, PRIORITIES, task } from '@todo/contracts';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { type Answer, expectProblem, type Message, parseAnswer, send, sendRaw } from './support/http.js';
import { arrive, type Person } from './support/person.js';

const LONGEST_MS = 5000;

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let pool: pg.Pool;
let ada: Person;

beforeAll(async () => {
  database = await createDatabaseCopy();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  backend = await startBackend(database.url);
  ada = await arrive(backend);
  await ada.add('one', { tags: ['home'], due_on: '2026-03-01', priority: 'high' });
  await ada.add('two');
  await ada.add('three');
  await ada.delete('/tasks/3').expect(204);
});
afterAll(async () => {
  await backend?.close();
  await pool?.end();
  await database?.drop();
});

/** All that there is about everybody, but for the counts of attempts. */
const everything = async (): Promise<string> => {
  const tables = [
    'users',
    'sessions',
    'accounts',
    'user_counters',
    'tasks',
    'changes',
    'events',
    'idempotency_keys',
    'personal_tokens',
    'conversations',
    'turns',
  ];
  const rows = await Promise.all(
    tables.map((table) =>
      pool.query(`SELECT coalesce(json_agg(t ORDER BY t::text), '[]') AS rows FROM ${table} AS t`),
    ),
  );
  return JSON.stringify(rows.map((result) => result.rows[0].rows));
};

/** Runs what must not change anything. */
const changesNothing = async (work: () => Promise<void>): Promise<void> => {
  const before = await everything();
  await work();
  expect(await everything()).toBe(before);
};

const authorized = (headers: OutgoingHttpHeaders = {}): OutgoingHttpHeaders => ({
  authorization: `Bearer ${ada.token}`,
  ...headers,
});

const ask = (method: string, path: string, message: Message = {}): Promise<Answer> =>
  send(backend.url + path, { method, ...message, headers: authorized(message.headers) });

const askJson = (method: string, path: string, body: unknown, headers: OutgoingHttpHeaders = {}) =>
  ask(method, path, {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });

const refused = (answer: Answer, ...statuses: number[]) => {
  expect(answer.milliseconds).toBeLessThan(LONGEST_MS);
  return expectProblem(answer, ...statuses);
};

/** The routes that read a body, with one that they would take. */
const withBody = (): [method: string, path: string, body: Record<string, unknown>][] => [
  ['POST', ada.path('/tasks'), { title: 'x' }],
  ['PUT', ada.path('/tasks/1'), { title: 'x' }],
  ['PATCH', ada.path('/tasks/1'), { title: 'x' }],
  ['PATCH', ada.path('/tasks/1/complete'), { completed: true }],
  ['POST', '/api/auth/signup', { email: 'new@example.com', password: 'long enough' }],
  ['POST', '/api/auth/login', { email: 'new@example.com', password: 'long enough' }],
  ['PATCH', '/api/auth/me', { name: 'x' }],
  ['DELETE', '/api/auth/me', { password: 'long enough' }],
  ['POST', '/api/auth/password', { current_password: 'long enough', new_password: 'long enough' }],
  ['POST', '/api/auth/access-token', { audience: 'api' }],
  ['POST', '/api/auth/tokens', { name: 'x' }],
  ['POST', ada.path('/tasks/bulk'), { operations: [{ op: 'complete', id: 1 }] }],
  ['POST', ada.path('/chat'), { message: 'x' }],
];

it('the routes that read a body are all in these tests', () => {
  const listed = withBody().map(([method, path]) => `${method} ${path}`);
  const routes = backend.routes.filter(({ schema }) => schema?.body !== undefined);
  for (const { method, url } of routes)
    expect(listed).toContain(`${method} ${url.replace(':user_id', ada.user.id).replace(':id', '1')}`);
  expect(routes).toHaveLength(listed.length);
});

describe('a body that is not what it should be', () => {
  it.each([
    ['malformed JSON', '{"title":'],
    ['no JSON', 'title=x'],
    ['JSON and more', '{"title":"x"}{"title":"y"}'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ],
    ['UTF-16', Buffer.from('{"title":"x"}', 'utf16le')],
    ['null', 'null'],
    ['a list', '[]'],
    ['a string', '"x"'],
    ['a number', '1e999'],
    ['true', 'true'],
    ['a prototype', '{"__proto__":{"admin":true},"title":"x"}'],
    ['a constructor', '{"constructor":{"prototype":{"admin":true}},"title":"x"}'],
    ['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('is refused by every route: %s', async (_name, body) => {
    await changesNothing(async () => {
      for (const [method, path] of withBody()) refused(await askJson(method, path, body), 400);
    });
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it('is refused in another content type, or in none', async () => {
    await changesNothing(async () => {
      for (const [method, path, good] of withBody()) {
        const body = JSON.stringify(good);
        for (const type of [
          'text/plain',
          'application/xml',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
          'application/jsonp',
          'x',
          '/',
          ';',
        ])
          refused(await ask(method, path, { body, headers: { 'content-type': type } }), 415, 400);
        refused(await ask(method, path, { body: Buffer.from(body) }), 415);
      }
    });
  });

  it('is refused with 413 when it is too large, announced or in chunks, and read no further', async () => {
    const large = Buffer.from(JSON.stringify({ title: 'x'.repeat(2 * 1024 * 1024) }));
    const chunks = Array.from({ length: 32 }, (_, at) => large.subarray(at * 65_536, (at + 1) * 65_536));
    await changesNothing(async () => {
      for (const [method, path] of withBody())
        for (const body of [large, chunks])
          refused(await ask(method, path, { body, headers: { 'content-type': 'application/json' } }), 413);
      // Announced and never sent.
      const head = `POST ${ada.path('/tasks')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2000000\r\n\r\n`;
      const { text, milliseconds } = await sendRaw(backend.port, [head]);
      expectProblem(parseAnswer(text), 413);
      expect(milliseconds).toBeLessThan(LONGEST_MS);
    });
  });

  it('names each field that is unknown', async () => {
    await changesNothing(async () => {
      for (const [method, path, good] of withBody()) {
        const { errors } = refused(await askJson(method, path, { ...good, colour: 'red', id: 7 }), 400);
        expect(errors).toEqual([
          { field: 'colour', message: 'is not known' },
          { field: 'id', message: 'is not known' },
        ]);
      }
    });
  });

  it('names the field that is wrong', async () => {
    const cases: [field: string, value: unknown][] = [
      ['title', ''],
      ['title', ' \t '],
      ['title', 'x'.repeat(201)],
      ['title', 'a\0b'],
      ['title', 'a\nb'],
      ['title', '\ud800'],
      ['title', 'x\udc00y'],
      ['title', 5],
      ['title', null],
      ['title', ['x']],
      ['description', 'x'.repeat(1001)],
      ['description', '\0'],
      ['description', '\udfff'],
      ['priority', 'urgent'],
      ['priority', ''],
      ['priority', 1],
      ['due_on', '2026-02-30'],
      ['due_on', '2025-02-29'],
      ['due_on', '0000-01-01'],
      ['due_on', '9999-12-31'],
      ['due_on', '1899-12-31'],
      ['due_on', '3000-01-01'],
      ['due_on', '+020260-01-01'],
      ['due_on', '2026-13-01'],
      ['due_on', '2026-1-1'],
      ['due_on', '2026-01-01T00:00:00Z'],
      ['due_on', 'infinity'],
      ['due_on', 20260101],
      ['due_at', '2026-02-30T10:00:00Z'],
      ['due_at', '0000-01-01T00:00:00Z'],
      ['due_at', '9999-12-31T23:59:59Z'],
      ['due_at', '2026-01-01T25:00:00Z'],
      ['due_at', '2026-01-01T10:00:00'],
      ['due_at', '2026-01-01T10:00:00+99:99'],
      ['due_at', 'tomorrow'],
      ['tags', 'home'],
      ['tags', Array.from({ length: 1000 }, (_, number) => `tag ${number}`)],
      ['tags', ['x'.repeat(51)]],
      ['tags', ['']],
      ['tags', ['a\0']],
      ['tags', ['\ud83d']],
      ['tags', [null]],
      ['tags', [['x']]],
    ];
    await changesNothing(async () => {
      for (const [field, value] of cases)
        for (const [method, path] of [
          ['POST', '/tasks'],
          ['PATCH', '/tasks/1'],
        ] as const) {
          const body = { ...(method === 'POST' && field !== 'title' ? { title: 'x' } : {}), [field]: value };
          const { errors } = refused(await askJson(method, ada.path(path), body), 400);
          expect(errors?.[0]?.field.split('.')[0], JSON.stringify(body)).toBe(field);
        }
    });
  });

  it.each([
    ['due_time', { due_on: '2026-01-01', due_time: '24:00' }],
    ['due_time', { due_on: '2026-01-01', due_time: '9:00' }],
    ['due_time', { due_on: '2026-01-01', due_time: '09:00:00' }],
    ['due_time', { due_time: '09:00' }],
    ['due_zone', { due_on: '2026-01-01', due_time: '09:00', due_zone: 'Mars/Olympus' }],
    ['due_zone', { due_on: '2026-01-01', due_time: '09:00', due_zone: '../../etc/passwd' }],
    ['due_zone', { due_on: '2026-01-01', due_time: '09:00', due_zone: '+02:00' }],
    ['due_at', { due_on: '2026-01-01', due_at: '2026-01-01T10:00:00Z' }],
  ])('names the field that does not fit the others: %s of %o', async (field, fields) => {
    await changesNothing(async () => {
      const { errors } = refused(await askJson('POST', ada.path('/tasks'), { title: 'x', ...fields }), 400);
      expect(errors?.[0]?.field).toBe(field);
    });
  });

  it('of somebody who signs up or in is refused just so', async () => {
    const email = 'new@example.com';
    const password = 'long enough';
    const bodies: [string, object][] = [
      ['email', { email: 'no address', password }],
      ['email', { email: '', password }],
      ['email', { email: `${'x'.repeat(250)}@example.com`, password }],
      ['email', { email: 'a\0@example.com', password }],
      ['email', { email: '\ud800@example.com', password }],
      ['email', { email: { $ne: null }, password }],
      ['password', { email, password: 'short' }],
      ['password', { email, password: 'x'.repeat(129) }],
      ['password', { email, password: `\udc00${password}` }],
      ['password', { email, password: 12345678 }],
      ['name', { email, password, name: 'x'.repeat(101) }],
      ['name', { email, password, name: 'a\0b' }],
      ['time_zone', { email, password, time_zone: 'Nowhere' }],
    ];
    await changesNothing(async () => {
      for (const [field, body] of bodies) {
        const { errors } = refused(await askJson('POST', '/api/auth/signup', body), 400);
        expect(errors?.[0]?.field, JSON.stringify(body)).toBe(field);
      }
      refused(await askJson('POST', '/api/auth/login', { email, password: 'a\0b' }), 401);
      refused(await askJson('POST', '/api/auth/login', { email, password: 'x'.repeat(129) }), 400);
    });
  });

  it('sent one byte a second gets 408 when its time is over', async () => {
    const quick = await startBackend(database.url, {}, { requestTimeoutMs: 1000 });
    const head = `POST ${ada.path('/tasks')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
    try {
      await changesNothing(async () => {
        const answers = await Promise.all([
          sendRaw(quick.port, [head, ...'{"title":"slow"}'], 250),
          sendRaw(quick.port, `GET ${ada.path('/tasks')} HTTP/1.1\r\nHost: slow`, 250),
        ]);
        for (const { text, milliseconds } of answers) {
          expectProblem(parseAnswer(text), 408);
          expect(milliseconds).toBeLessThan(LONGEST_MS);
        }
      });
    } finally {
      await quick.close();
    }
    expect(backend.app.server.requestTimeout).toBe(20_000);
    expect(backend.app.server.headersTimeout).toBeLessThanOrEqual(20_000);
  });
});

describe('an address that is not what it should be', () => {
  it.each([
    '0',
    '-1',
    '2147483648',
    '9007199254740993',
    `1${'0'.repeat(30)}`,
    '1.5',
    '1e3',
    'abc',
    '%00',
    '%ED%A0%80',
    '%',
    '..%2F1',
    '1%20',
    '+1',
    '0x1',
    'NaN',
    'x'.repeat(200),
    "1'--",
  ])('gets 400 or 404, as a number of a task: %s', async (id) => {
    await changesNothing(async () => {
      for (const [method, path] of [
        ['GET', `/tasks/${id}`],
        ['PUT', `/tasks/${id}`],
        ['PATCH', `/tasks/${id}`],
        ['PATCH', `/tasks/${id}/complete`],
        ['DELETE', `/tasks/${id}`],
        ['POST', `/tasks/${id}/restore`],
        ['DELETE', `/trash/${id}`],
      ] as const) {
        const body = ['PUT', 'PATCH'].includes(method)
          ? path.endsWith('complete')
            ? { completed: true }
            : { title: 'x' }
          : undefined;
        refused(
          await (body === undefined ? ask(method, ada.path(path)) : askJson(method, ada.path(path), body)),
          400,
          404,
        );
      }
    });
  });

  it('gets 404 where there is no route, and for a method that the route has not', async () => {
    for (const path of [
      '/',
      '/api',
      '/api/',
      '/api/tasks',
      '/api/auth/signup/',
      '/api//tasks',
      '/%00',
      '/api/%',
      '//evil.example/x',
    ])
      refused(await ask('GET', path), 400, 403, 404);
    refused(await ask('POST', ada.path('/tasks/1')), 404);
    refused(await ask('DELETE', ada.path('/tasks')), 404);
    refused(await ask('PUT', '/api/auth/me'), 404);
    refused(await ask('PROPFIND', ada.path('/tasks')), 400, 404);
  });

  it.each([
    ['status', 'status=done'],
    ['priority', 'priority=urgent'],
    ['due', 'due=yesterday'],
    ['tz', 'due=today&tz=Nowhere'],
    ['sort', 'sort=colour'],
    ['order', 'order=up'],
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['limit', 'limit=-1'],
    ['limit', 'limit=1e2'],
    ['limit', 'limit=99999999999999999999'],
    ['limit', 'limit='],
    ['limit', 'limit=1&limit=2'],
    ['status', 'status=all&status=all'],
    ['q', 'q=a%00b'],
    ['q', `q=${'x'.repeat(201)}`],
    ['q', 'q[]=x&q=1&q=2'],
    ['tag', 'tag='],
    ['tag', `tag=${'x'.repeat(51)}`],
    ['count', 'count=yes'],
    ['colour', 'colour=red'],
    ['__proto__', '__proto__=x'],
    ['constructor', 'constructor=x'],
    ['cursor', 'cursor='],
    ['cursor', 'cursor=abc'],
    ['cursor', `cursor=${'x'.repeat(3000)}`],
  ])('names %s in a list with ?%s', async (field, query) => {
    const { errors } = refused(await ask('GET', `${ada.path('/tasks')}?${query}`), 400);
    expect(errors?.map((error) => error.field)).toContain(field);
  });

  it('finds nothing, or what there is, for words that search engines trip over', async () => {
    for (const q of [
      "'",
      '"',
      '&',
      '|',
      '!',
      ':*',
      '\\',
      '%',
      '(',
      '<->',
      "a' OR 1=1 --",
      '%ED%A0%80',
      '   ',
      '🦉',
      'ﷺ'.repeat(50),
    ]) {
      const encoded = q.startsWith('%E') ? q : encodeURIComponent(q);
      const answer = await ask('GET', `${ada.path('/tasks')}?q=${encoded}`);
      expect([200, 400], `${q}: ${answer.text}`).toContain(answer.status);
    }
  });
});

describe('a cursor that was tampered with', () => {
  it('is refused, and never opens more than the own list', async () => {
    for (const list of [
      '/tasks?limit=1',
      '/tasks?limit=1&sort=title',
      '/tasks?limit=1&sort=due',
      '/tasks?limit=1&sort=priority',
    ]) {
      const first = await ask('GET', ada.path(list));
      const [, next = ''] = /<([^>]+)>/.exec(String(first.headers.link)) ?? [];
      const url = new URL(next, backend.url);
      expect((await ask('GET', url.pathname + url.search)).status).toBe(200);
      const cursor = url.searchParams.get('cursor') ?? '';
      const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [fingerprint, key, id] = parts;
      for (const forged of [
        encode([fingerprint, key, 0]),
        encode([fingerprint, key, 1.5]),
        encode([fingerprint, key, 2 ** 31]),
        encode([fingerprint, key, '1']),
        encode([fingerprint, { $gt: '' }, id]),
        encode([fingerprint, 'a\0b', id]),
        encode([fingerprint, '\ud800', id]),
        encode([fingerprint, list.includes('title') ? 5 : 'infinity', id]),
        encode([fingerprint, 1e308, id]),
        encode([fingerprint, key]),
        encode([fingerprint, key, id, 1]),
        encode(['', key, id]),
        encode({}),
        encode(null),
        cursor.slice(0, -4),
        `${cursor.slice(0, 8)}x${cursor.slice(9)}`,
      ]) {
        url.searchParams.set('cursor', forged);
        const { errors } = refused(await ask('GET', url.pathname + url.search), 400);
        expect(errors?.[0]?.field, forged).toBe('cursor');
      }
      // With other filters, in another order, and in another list.
      url.searchParams.set('cursor', cursor);
      refused(await ask('GET', `${url.pathname}${url.search}&status=pending`), 400);
      refused(await ask('GET', `${url.pathname}${url.search}&order=desc&tag=x`), 400);
      refused(await ask('GET', `${ada.path('/trash')}?cursor=${cursor}`), 400);
    }
  });
});

describe('a header that is not what it should be', () => {
  const long = 'x'.repeat(10_000);
  const get = () => ada.path('/tasks/1');

  it.each([
    ['if-match', 'garbage'],
    ['if-match', '"1'],
    ['if-match', '1'],
    ['if-match', ''],
    ['if-match', ','],
    ['if-match', '"1" "2"'],
    ['if-match', 'w/"1"'],
    ['if-match', `"${long}"x`],
    ['if-match', long],
  ])('is refused by a change: %s', async (name, value) => {
    await changesNothing(async () => {
      refused(await askJson('PATCH', get(), { title: 'changed' }, { [name]: value }), 400);
      refused(await ask('DELETE', get(), { headers: { [name]: value } }), 400);
    });
  });

  it('matches nothing when it is an entity tag that was never given out', async () => {
    await changesNothing(async () => {
      for (const tag of ['"0"', '"99"', '"abc"', '""', '"1.0"', `"${'9'.repeat(40)}"`, `"${long}"`, 'W/"2"'])
        refused(await askJson('PATCH', get(), { title: 'changed' }, { 'if-match': tag }), 412);
    });
    refused(await ask('GET', get(), { headers: { 'if-none-match': long } }), 400);
  });

  it('is refused as an Idempotency-Key', async () => {
    await changesNothing(async () => {
      for (const key of [long, 'x'.repeat(256), '', 'a b', 'é', 'a, b'])
        refused(await askJson('POST', ada.path('/tasks'), { title: 'x' }, { 'idempotency-key': key }), 400);
    });
  });

  it('of ten thousand characters never does harm', async () => {
    await changesNothing(async () => {
      for (const name of [
        'authorization',
        'cookie',
        'origin',
        'sec-fetch-site',
        'content-type',
        'accept',
        'if-match',
        'idempotency-key',
      ]) {
        // With an Authorization header nobody looks at the cookie.
        const credentials = name === 'cookie' ? {} : authorized();
        const headers = { 'content-type': 'application/json', ...credentials, [name]: long };
        const message: Message = { method: 'POST', headers, body: '{"colour":"red"}' };
        refused(await send(`${backend.url}${ada.path('/tasks')}`, message), 400, 401, 403, 415);
      }
      for (const name of [
        'cookie',
        'origin',
        'x-request-id',
        'user-agent',
        'x-forwarded-for',
        'x-forwarded-host',
        'sec-fetch-site',
        'if-match',
        'accept',
        'last-event-id',
        'host',
      ]) {
        const answer = await ask('GET', get(), { headers: { [name]: long } });
        expect(answer.status, name).toBe(200);
        expect(String(answer.headers['x-request-id'])).toHaveLength(36);
      }
      for (const token of [
        `Bearer ${long}`,
        `Bearer eyJ${long}`,
        `Bearer ${long}.${'A'.repeat(43)}=`,
        `Bearer ${'.'.repeat(10_000)}`,
      ])
        refused(await send(`${backend.url}${get()}`, { headers: { authorization: token } }), 401);
    });
  });

  it('makes 431 when all of them are too large', async () => {
    const answer = await ask('GET', get(), { headers: { 'x-large': 'x'.repeat(20_000) } });
    refused(answer, 431);
  });

  it('is not taken over as a request id unless it is one', async () => {
    const given = await ask('GET', get(), { headers: { 'x-request-id': 'abc-1234_5' } });
    expect(given.headers['x-request-id']).toBe('abc-1234_5');
    for (const id of ['', 'has space in it', '"quoted-value"', '{jndi:ldap}', 'x'.repeat(129)]) {
      const answer = await ask('GET', get(), { headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('what is not HTTP', () => {
  it.each([
    ['noise', '\x16\x03\x01\x02\x00\x01'],
    ['another version', 'GET / HTTP/9.9\r\n\r\n'],
    ['a header without a name', 'GET /health HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n'],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'length and chunks',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bad length', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    [
      'bad chunks',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['a bare line feed in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
  ])('gets 400 and the end of the connection: %s', async (_name, bytes) => {
    const { text, milliseconds } = await sendRaw(backend.port, [bytes]);
    expectProblem(parseAnswer(text), 400);
    expect(milliseconds).toBeLessThan(LONGEST_MS);
  });
});

describe('whatever comes', () => {
  const unsafe = () => withBody().filter(([, path]) => path !== '/api/auth/logout');

  it('any JSON to any route is answered, and never by an error of ours', async () => {
    // No valid task can come of it, so nothing may change.
    const anything = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc
        .dictionary(
          fc.constantFrom(
            'title',
            'email',
            'password',
            'tags',
            'due_on',
            'completed',
            'name',
            '__proto__',
            'x',
          ),
          fc.jsonValue(),
        )
        .map((value) => JSON.stringify({ ...value, '?': 0 })),
    );
    await changesNothing(async () => {
      for (const [method, path] of unsafe())
        await fc.assert(
          fc.asyncProperty(anything, async (body) => {
            // A merge patch without members is a valid one, and changes nothing.
            const answer = await askJson(method, path, body);
            expect(answer.status, `${method} ${path} ${body}: ${answer.text}`).toBeLessThan(500);
            expect(answer.milliseconds).toBeLessThan(LONGEST_MS);
            if (answer.status >= 400) expectProblem(answer);
          }),
          { numRuns: 25 },
        );
    });
  });

  it('any query to the lists is answered, and never by an error of ours', async () => {
    const name = fc.oneof(
      fc.constantFrom(
        'status',
        'q',
        'tag',
        'priority',
        'due',
        'tz',
        'sort',
        'order',
        'limit',
        'cursor',
        'count',
        'after',
      ),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('all', 'today', 'due', 'desc', '1', 'true', 'Europe/Vienna', 'high'),
    );
    const query = fc.array(fc.tuple(name, value), { maxLength: 5 });
    const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
    await changesNothing(async () => {
      for (const path of ['/tasks', '/trash', '/tasks/stats'])
        await fc.assert(
          fc.asyncProperty(query, async (pairs) => {
            const search = pairs.map(([key, text]) => `${encode(key)}=${encode(text)}`).join('&');
            const answer = await ask('GET', `${ada.path(path)}?${search}`);
            expect(answer.status, `${path}?${search}: ${answer.text}`).toBeLessThan(500);
            if (answer.status >= 400) expectProblem(answer, 400, 431);
          }),
          { numRuns: 100 },
        );
    });
  });

  it('any valid task reads back as it was written', async () => {
    const text = (max: number) =>
      fc
        .string({ unit: 'grapheme', maxLength: max })
        // The only line breaks among graphemes.
        .map((raw) => raw.replaceAll(/[\u0085\u2028\u2029]/g, ''))
        .map((raw) => [...raw.normalize('NFC').trim()].slice(0, max).join('').trim().normalize('NFC'));
    const input: fc.Arbitrary<NewTaskInput> = fc.record(
      {
        title: text(LIMITS.title.max).filter((title) => title.length > 0),
        description: text(LIMITS.description.max),
        priority: fc.constantFrom(...PRIORITIES, null),
        due_on: fc
          .date({ min: new Date(LIMITS.due.min), max: new Date(LIMITS.due.max), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10)),
        tags: fc.uniqueArray(
          text(LIMITS.tag.max).filter((tag) => tag.length > 0),
          {
            maxLength: LIMITS.tags.max,
            selector: (tag) => tag.toLowerCase(),
          },
        ),
      },
      { requiredKeys: ['title'] },
    );
    const someone = await arrive(backend);
    await fc.assert(
      fc.asyncProperty(input, async (fields) => {
        const added = task.parse((await someone.post('/tasks', fields).expect(201)).body);
        expect(added).toMatchObject({ description: '', priority: null, due_on: null, tags: [], ...fields });
        const read = await someone.get(`/tasks/${added.id}`).expect(200);
        expect(read.body).toEqual(added);
      }),
      { numRuns: 100 },
    );
  });
});
