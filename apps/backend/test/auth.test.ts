import { createHmac } from 'node:crypto';
import { deriveKey } from '@todo/auth';
import { accessToken, session, signedIn, user } from '@todo/contracts';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { betterAuthOptions } from '../src/authentication/better-auth.js';
import { createRateLimit } from '../src/authentication/rate-limit.js';
import { createSessions, SESSION_CACHE_MS } from '../src/authentication/sessions.js';
import { createLogger } from '../src/logger.js';
import {
  type Backend,
  createDatabaseCopy,
  startBackend,
  TEST_SECRET,
  testEnvironment,
} from './support/backend.js';
import { expectProblem, send, sendJson } from './support/http.js';
import { arrive, beginSession, PASSWORD, type Person, person, signUp } from './support/person.js';
import { run } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createDatabaseCopy();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  backend = await startBackend(database.url);
});
afterAll(async () => {
  await backend?.close();
  await pool?.end();
  await database?.drop();
});

const logIn = (email: string, password = PASSWORD, url = backend.url) =>
  request(url).post('/api/auth/login').send({ email, password });

/** Somebody's second sign-in. */
const again = async (who: Person, url = backend.url): Promise<Person> => {
  const response = await logIn(who.user.email, PASSWORD, url).expect(200);
  return person(url, who.user, response.body.token, response.headers['set-cookie'] as unknown as string[]);
};

/** A JWT by the book (RFC 7519), whoever's key and claims they are. */
const jwt = (claims: object, key: Buffer, algorithm: 'HS256' | 'HS512' = 'HS256'): string => {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  const hash = algorithm === 'HS256' ? 'sha256' : 'sha512';
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
};

const me = (who: Person, url = backend.url) => who.as(request(url).get('/api/auth/me'));

describe('signing up', () => {
  it('keeps name and time zone, and answers as the contract says', async () => {
    const response = await request(backend.url)
      .post('/api/auth/signup')
      .send({ email: 'Ada@Example.com', password: PASSWORD, name: ' Ada ', time_zone: 'Europe/Vienna' })
      .expect(201);
    const answer = signedIn.parse(response.body);
    expect(answer.user).toMatchObject({
      email: 'ada@example.com',
      name: 'Ada',
      time_zone: 'Europe/Vienna',
    });
    expect(answer.token).toEqual(expect.any(String));
    const ada = person(backend.url, answer.user, answer.token ?? '', []);
    expect(user.parse((await me(ada).expect(200)).body)).toEqual(answer.user);
  });

  it('refuses an address that is taken, in whatever case', async () => {
    const { email } = (await signUp(backend.url, { email: 'taken@example.com' })).user;
    const answer = await sendJson(`${backend.url}/api/auth/signup`, 'POST', {
      email: email.toUpperCase(),
      password: PASSWORD,
    });
    expect(expectProblem(answer, 409).error).toBe('email_taken');
  });

  it('twice at once with one address makes one account', async () => {
    const answers = await Promise.all(
      ['race@example.com', 'RACE@example.com'].map((email) =>
        sendJson(`${backend.url}/api/auth/signup`, 'POST', { email, password: PASSWORD }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { rowCount } = await pool.query(`SELECT FROM users WHERE email = 'race@example.com'`);
    expect(rowCount).toBe(1);
  });

  it('is refused where SIGNUP is closed, while those who are there sign in', async () => {
    const eve = await signUp(backend.url);
    const closed = await startBackend(database.url, { SIGNUP: 'closed' });
    try {
      const answer = await sendJson(`${closed.url}/api/auth/signup`, 'POST', {
        email: 'late@example.com',
        password: PASSWORD,
      });
      expect(expectProblem(answer, 403).error).toBe('signup_closed');
      await logIn(eve.user.email, PASSWORD, closed.url).expect(200);
    } finally {
      await closed.close();
    }
  });

  it('counts the characters of a password as a person does', async () => {
    const password = (length: number) => ({
      email: `length${length}@example.com`,
      password: '🦉'.repeat(length),
    });
    for (const [length, status] of [
      [7, 400],
      [8, 201],
      [128, 201],
      [129, 400],
    ] as const)
      await request(backend.url).post('/api/auth/signup').send(password(length)).expect(status);
  });
});

describe('signing in', () => {
  it('says the same, and takes as long, whether or not the address exists', async () => {
    const { email } = (await signUp(backend.url)).user;
    const known: number[] = [];
    const unknown: number[] = [];
    const words = new Set<string>();
    for (let round = 0; round < 7; round += 1) {
      for (const [address, times] of [
        [email, known],
        ['nobody@example.com', unknown],
      ] as const) {
        const body = { email: address, password: 'not the password' };
        const answer = await sendJson(`${backend.url}/api/auth/login`, 'POST', body);
        expectProblem(answer, 401);
        words.add(answer.text);
        times.push(answer.milliseconds);
      }
    }
    expect([...words]).toHaveLength(1);
    const median = (times: number[]): number => times.sort((a, b) => a - b)[3] ?? 0;
    // Without the work of hashing it would be a twentieth.
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('takes the address in any case', async () => {
    const { email } = (await signUp(backend.url)).user;
    await logIn(` ${email.toUpperCase()} `).expect(200);
  });

  it('is refused after too many guesses at one account, first to the address they come from, then to all', async () => {
    const behind = await startBackend(database.url, { TRUSTED_PROXIES: '127.0.0.1' });
    const { email } = (await signUp(backend.url)).user;
    const attempt = (address: string, password = 'wrong') =>
      sendJson(`${behind.url}/api/auth/login`, 'POST', { email, password }, { 'x-forwarded-for': address });
    const spent = (suffix: string, count: number) =>
      pool.query('UPDATE rate_limits SET count = $2 WHERE key = $1', [`email|${email}${suffix}`, count]);
    try {
      expect((await attempt('192.0.2.1')).status).toBe(401);
      await spent('|192.0.2.1', 19);
      expect((await attempt('192.0.2.1')).status).toBe(401);
      const refused = await attempt('192.0.2.1', PASSWORD);
      expectProblem(refused, 429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(900);
      // Whoever guesses keeps nobody else out.
      expect((await attempt('192.0.2.2', PASSWORD)).status).toBe(200);
      expect((await attempt('192.0.2.2')).status).toBe(401);
      await spent('', 200);
      expectProblem(await attempt('192.0.2.3'), 429);
    } finally {
      await behind.close();
    }
  });
});

describe('the session cookie', () => {
  const setCookie = async (env: NodeJS.ProcessEnv, headers: Record<string, string>) => {
    const { email } = (await signUp(backend.url)).user;
    const other = await startBackend(database.url, env);
    try {
      return await sendJson(`${other.url}/api/auth/login`, 'POST', { email, password: PASSWORD }, headers);
    } finally {
      await other.close();
    }
  };

  it('is HttpOnly and SameSite=Lax, and not Secure over plain http, in production too', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      const answer = await setCookie({ PUBLIC_URL: 'http://192.168.49.2:30080' }, {});
      const [cookie = ''] = answer.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(/^todo\.session_token=/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=Lax/);
      expect(cookie).toMatch(/; Max-Age=604800/);
      expect(cookie).toMatch(/; Path=\//);
      expect(cookie).not.toMatch(/Secure/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  it('is Secure where PUBLIC_URL is https', async () => {
    const answer = await setCookie({ PUBLIC_URL: 'https://todo.example.com' }, {});
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Secure-todo\.session_token=.*; Secure/);
  });

  it.each([{ origin: 'http://localhost:3000' }, { 'sec-fetch-site': 'same-origin' }])(
    'is all that a browser gets: the body of %o has no token',
    async (headers: Record<string, string>) => {
      const email = `browser-${Object.keys(headers)[0]}@example.com`;
      const up = await sendJson(
        `${backend.url}/api/auth/signup`,
        'POST',
        { email, password: PASSWORD },
        headers,
      );
      expect(up.status).toBe(201);
      const into = await sendJson(
        `${backend.url}/api/auth/login`,
        'POST',
        { email, password: PASSWORD },
        headers,
      );
      const [cookie = ''] = into.headers['set-cookie'] ?? [];
      const changed = await sendJson(
        `${backend.url}/api/auth/password`,
        'POST',
        { current_password: PASSWORD, new_password: `${PASSWORD}!` },
        { ...headers, cookie: cookie.split(';')[0] ?? '' },
      );
      expect(changed.status).toBe(200);
      for (const answer of [up, into, changed]) {
        expect(Object.keys(JSON.parse(answer.text))).toEqual(['user']);
        const value = /=([^;]+)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
        expect(answer.text).not.toContain(decodeURIComponent(value).split('.')[0]);
      }
    },
  );

  it('is cleared by signing out, and worth nothing afterwards', async () => {
    const bob = await arrive(backend);
    const headers = { cookie: bob.cookie, origin: 'http://localhost:3000' };
    expect((await send(backend.url + bob.path('/tasks'), { headers })).status).toBe(200);
    const out = await send(`${backend.url}/api/auth/logout`, { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^todo\.session_token=;.*Max-Age=0/);
    expectProblem(await send(backend.url + bob.path('/tasks'), { headers }), 401);
    expectProblem(
      await send(backend.url + bob.path('/tasks'), { headers: { authorization: `Bearer ${bob.token}` } }),
      401,
    );
  });

  it('is prolonged for who comes back after a day, and lasts a week from then', async () => {
    const bob = await arrive(backend);
    const late = new Date(Date.now() + 5 * 24 * 3_600_000);
    await pool.query('UPDATE sessions SET expires_at = $2 WHERE user_id = $1', [bob.user.id, late]);
    const answer = await send(`${backend.url}${bob.path('/tasks')}`, { headers: { cookie: bob.cookie } });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^todo\.session_token=.+Max-Age=604800/);
    const { rows } = await pool.query('SELECT expires_at FROM sessions WHERE user_id = $1', [bob.user.id]);
    expect(rows[0].expires_at.getTime()).toBeGreaterThan(Date.now() + 6.9 * 24 * 3_600_000);
  });

  it('of a session that has expired is refused', async () => {
    const bob = await arrive(backend);
    await pool.query(`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [
      bob.user.id,
    ]);
    expectProblem(await send(`${backend.url}/api/auth/me`, { headers: { cookie: bob.cookie } }), 401);
  });
});

describe('the profile', () => {
  it('changes name and time zone, one without the other', async () => {
    const ada = await arrive(backend);
    const patch = (body: object) => ada.as(request(backend.url).patch('/api/auth/me')).send(body);
    expect((await patch({ name: 'Countess' }).expect(200)).body).toMatchObject({
      name: 'Countess',
      time_zone: 'UTC',
    });
    expect((await patch({ time_zone: 'Asia/Kolkata' }).expect(200)).body).toMatchObject({
      name: 'Countess',
      time_zone: 'Asia/Kolkata',
    });
    expect((await patch({}).expect(200)).body).toMatchObject({ name: 'Countess' });
    await patch({ time_zone: 'Mars/Olympus' }).expect(400);
    await patch({ email: 'other@example.com' }).expect(400);
  });
});

describe('a new password', () => {
  it('asks for the old one, ends every other session and signs in anew', async () => {
    const ada = await signUp(backend.url);
    const other = await beginSession(backend, ada.user);
    await other.get('/tasks').expect(200);
    const change = (body: object) => ada.as(request(backend.url).post('/api/auth/password')).send(body);
    await change({ current_password: 'not it', new_password: 'another password' }).expect(401);
    await other.get('/tasks').expect(200);
    const changed = await change({ current_password: PASSWORD, new_password: 'another password' }).expect(
      200,
    );
    await other.get('/tasks').expect(401);
    await me(person(backend.url, ada.user, changed.body.token, [])).expect(200);
    await logIn(ada.user.email).expect(401);
    await logIn(ada.user.email, 'another password').expect(200);
  });
});

describe('sessions', () => {
  it('are listed without their secrets, and ended one by one, at once on this replica', async () => {
    const ada = await arrive(backend);
    const other = await beginSession(backend, ada.user);
    await other.get('/tasks').expect(200);
    const list = await ada.as(request(backend.url).get('/api/auth/sessions')).expect(200);
    const sessions = session.array().parse(list.body);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    for (const { token } of [ada, other]) expect(list.text).not.toContain(token.split('.')[0]);
    const ended = sessions.find(({ current }) => !current);
    await ada.as(request(backend.url).delete(`/api/auth/sessions/${ended?.id}`)).expect(204);
    await other.get('/tasks').expect(401);
    await me(ada).expect(200);
    await ada.as(request(backend.url).delete(`/api/auth/sessions/${ended?.id}`)).expect(404);
  });

  it('are listed and ended also by a session that is days old', async () => {
    const ada = await signUp(backend.url);
    const other = await beginSession(backend, ada.user);
    await pool.query(`UPDATE sessions SET created_at = now() - interval '3 days' WHERE user_id = $1`, [
      ada.user.id,
    ]);
    const list = await ada.as(request(backend.url).get('/api/auth/sessions')).expect(200);
    const { id } = list.body.find((one: { current: boolean }) => !one.current);
    await ada.as(request(backend.url).delete(`/api/auth/sessions/${id}`)).expect(204);
    await other.get('/tasks').expect(401);
    await ada.as(request(backend.url).delete('/api/auth/me')).send({ password: PASSWORD }).expect(204);
  });

  it('that were ended on another replica are believed for a minute at most', async () => {
    let now = 1_700_000_000_000;
    let ended = false;
    let asked = 0;
    const found = { session: { id: '1', userId: 'ada', expiresAt: now + 1e9 }, cookies: [] };
    const sessions = createSessions(
      async () => {
        asked += 1;
        return ended ? null : found;
      },
      () => now,
    );
    await Promise.all([sessions.find('t'), sessions.find('t'), sessions.find('t')]);
    ended = true;
    now += SESSION_CACHE_MS - 1000;
    expect(await sessions.find('t')).not.toBeNull();
    expect(asked).toBe(1);
    now += 1001;
    expect(await sessions.find('t')).toBeNull();
    expect(SESSION_CACHE_MS).toBeLessThanOrEqual(60_000);
  });

  it('that end while they are being looked up are not remembered', async () => {
    let answer: () => void = () => undefined;
    const found = { session: { id: '1', userId: 'ada', expiresAt: Date.now() + 1e9 }, cookies: [] };
    let asked = 0;
    const sessions = createSessions(() => {
      asked += 1;
      return new Promise((resolve) => {
        answer = () => resolve(asked === 1 ? found : null);
      });
    });
    const first = sessions.find('t');
    sessions.forget(({ id }) => id === '1');
    answer();
    await first;
    const second = sessions.find('t');
    answer();
    expect(await second).toBeNull();
  });
});

describe('deleting the account', () => {
  it('asks for the password and leaves nothing behind', async () => {
    const ada = await signUp(backend.url);
    const bob = await signUp(backend.url);
    await bob.add('stays');
    await ada.post('/tasks', { title: 'goes' }).set('idempotency-key', 'k').expect(201);
    await ada.patch('/tasks/1', { title: 'goes too' }).expect(200);
    await ada.delete('/tasks/1').expect(204);
    const other = await beginSession(backend, ada.user);

    const remove = (password: string) =>
      ada.as(request(backend.url).delete('/api/auth/me')).send({ password });
    await remove('not it').expect(401);
    await ada.get('/tasks').expect(200);
    const minted = await ada.as(request(backend.url).post('/api/auth/access-token')).expect(200);
    await remove(PASSWORD).expect(204);

    const tables = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await pool.query(`SELECT FROM "${name}" AS t WHERE t::text LIKE '%' || $1 || '%'`, [
        ada.user.id,
      ]);
      expect(rows, `something is left in ${name}`).toHaveLength(0);
    }
    await ada.get('/tasks').expect(401);
    await other.get('/tasks').expect(401);
    await logIn(ada.user.email).expect(401);
    // An access token outlives its account by minutes, and finds nothing.
    const orphan = person(backend.url, ada.user, minted.body.access_token, []);
    expect([200, 401]).toContain((await orphan.get('/tasks')).status);
    await orphan.post('/tasks', { title: 'back from the dead' }).expect(401);
    expect((await bob.get('/tasks').expect(200)).body).toHaveLength(1);
    await signUp(backend.url, { email: ada.user.email });
  });
});

describe('an access token', () => {
  const mint = (who: Person, body?: object) =>
    who.as(request(backend.url).post('/api/auth/access-token')).send(body);
  const bearer = (token: string, path: string) =>
    send(`${backend.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

  it('is short, opens the tasks, and never what belongs to the session', async () => {
    const ada = await arrive(backend);
    const answer = accessToken.parse((await mint(ada).expect(200)).body);
    expect(answer.expires_in).toBe(300);
    expect((await bearer(answer.access_token, ada.path('/tasks'))).status).toBe(200);
    for (const path of ['/api/auth/me', '/api/auth/sessions'])
      expectProblem(await bearer(answer.access_token, path), 403);
    const more = await send(`${backend.url}/api/auth/access-token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${answer.access_token}` },
    });
    expectProblem(more, 403);
  });

  it('of the MCP server is refused here, and so is one that expired, is signed otherwise or was changed', async () => {
    const ada = await arrive(backend);
    const forMcp = (await mint(ada, { audience: 'mcp' }).expect(200)).body.access_token;
    await mint(ada, { audience: 'everything' }).expect(400);
    const good: string = (await mint(ada, { audience: 'api' }).expect(200)).body.access_token;

    const key = deriveKey(TEST_SECRET, 'access-token');
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'todo', aud: 'todo:api', sub: ada.user.id, scope: 'tasks:read', jti: 'x' };
    const signed = (changes: object, algorithm: 'HS256' | 'HS512' = 'HS256', signedWith = key) =>
      jwt({ ...claims, iat: now, exp: now + 60, ...changes }, signedWith, algorithm);
    expect((await bearer(signed({}), ada.path('/tasks'))).status).toBe(200);

    const [head = '', body = '', signature = ''] = good.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const refused = [
      forMcp,
      signed({ exp: now - 1 }),
      signed({ iss: 'other' }),
      signed({ aud: undefined }),
      signed({}, 'HS512'),
      signed({}, 'HS256', deriveKey('another secret of more than 32 bytes!', 'access-token')),
      signed({}, 'HS256', deriveKey(TEST_SECRET, 'session')),
      `${none}.${body}.`,
      `${head}.${body}.${signature.slice(0, -2)}AA`,
      `${head}.${Buffer.from(JSON.stringify({ ...claims, exp: now + 60, iat: now })).toString('base64url')}.${signature}`,
      `${head}.${body}`,
      'eyJ',
      'eyJ..',
    ];
    for (const token of refused) {
      const answer = await bearer(token, ada.path('/tasks'));
      expectProblem(answer, 401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
  });

  it('is not taken from the cookie', async () => {
    const ada = await arrive(backend);
    const { access_token } = (await mint(ada).expect(200)).body;
    const headers = { cookie: `todo.session_token=${access_token}` };
    expectProblem(await send(`${backend.url}${ada.path('/tasks')}`, { headers }), 401);
  });
});

describe('a new JWT_SECRET', () => {
  it('keeps sessions and access tokens while the previous one is named, and only then', async () => {
    const ada = await signUp(backend.url);
    const minted = (await ada.as(request(backend.url).post('/api/auth/access-token')).expect(200)).body;
    const JWT_SECRET = 'quite another secret of more than 32 bytes';
    const rotated = await startBackend(database.url, { JWT_SECRET, JWT_SECRET_PREVIOUS: TEST_SECRET });
    const renewed = await startBackend(database.url, { JWT_SECRET });
    try {
      for (const token of [ada.token, minted.access_token]) {
        const ask = (url: string) =>
          send(`${url}${ada.path('/tasks')}`, { headers: { authorization: `Bearer ${token}` } });
        expect((await ask(rotated.url)).status).toBe(200);
        expect((await ask(renewed.url)).status).toBe(401);
      }
      const cookie = { headers: { cookie: ada.cookie } };
      expect((await send(`${rotated.url}/api/auth/me`, cookie)).status).toBe(200);
      await ada.as(request(rotated.url).patch('/api/auth/me')).send({ name: 'Rotated' }).expect(200);
      await ada.as(request(rotated.url).get('/api/auth/sessions')).expect(200);
      const fresh = await again(ada, rotated.url);
      await me(fresh, renewed.url).expect(200);
      await ada.as(request(rotated.url).post('/api/auth/logout')).expect(204);
      await me(ada, rotated.url).expect(401);
    } finally {
      await rotated.close();
      await renewed.close();
    }
  });
});

describe('the operator', () => {
  it('gives an account a new password, which ends its sessions', async () => {
    const ada = await signUp(backend.url);
    const { exited } = run('dist/ops/reset-password.js', testEnvironment(database.url), [
      ada.user.email.toUpperCase(),
    ]);
    const exit = await exited;
    expect(exit).toMatchObject({ code: 0, stderr: '' });
    const password = /is (\S+)$/m.exec(exit.stdout)?.[1] ?? '';
    await logIn(ada.user.email).expect(401);
    await logIn(ada.user.email, password).expect(200);
    const { rows } = await pool.query('SELECT token FROM sessions WHERE user_id = $1', [ada.user.id]);
    expect(rows.map(({ token }) => token)).not.toContain(ada.token.split('.')[0]);
  });

  it('is told when there is no such account, or no address', async () => {
    const unknown = await run('dist/ops/reset-password.js', testEnvironment(database.url), [
      'nobody@example.com',
    ]).exited;
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no account') });
    const missing = await run('dist/ops/reset-password.js', testEnvironment(database.url)).exited;
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
  });
});

describe('our migrations', () => {
  it('make all that better-auth asks for', async () => {
    const options = betterAuthOptions({
      pool,
      rateLimit: createRateLimit(pool),
      logger: createLogger('silent'),
      secret: TEST_SECRET,
      publicUrl: 'http://localhost:3000',
      attemptsPerMinute: 20,
    });
    const { compileMigrations, toBeAdded, toBeCreated } = await getMigrations(options);
    expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] });
    expect((await compileMigrations()).replace(/;/g, '').trim()).toBe('');
  });
});
