import { createdPersonalToken, LIMITS, personalToken } from '@todo/contracts';
import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { openStream } from './support/events.js';
import { expectProblem, send, sendJson } from './support/http.js';
import { arrive, beginSession, type Person, person } from './support/person.js';
import { type BackendProcess, startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let backend: Backend;
/** A second replica. */
let other: BackendProcess;
let pool: pg.Pool;
const lines: string[] = [];

beforeAll(async () => {
  database = await createDatabaseCopy();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  const log = { write: (line: string) => void lines.push(line) };
  [backend, other] = await Promise.all([
    startBackend(database.url, { LOG_LEVEL: 'trace' }, { recheckMs: 100, log }),
    startBackendProcess(database.url),
  ]);
});
afterAll(async () => {
  await Promise.all([backend?.close(), other?.stop()]);
  await pool?.end();
  await database?.drop();
});

const path = '/api/auth/tokens';
const create = (who: Person, body: object = {}) =>
  who.as(request(backend.url).post(path)).send({ name: 'laptop', ...body });
const created = async (who: Person, body: object = {}) =>
  createdPersonalToken.parse((await create(who, body).expect(201)).body);
const list = async (who: Person) =>
  personalToken.array().parse((await who.as(request(backend.url).get(path)).expect(200)).body);
const revoke = (who: Person, id: string) => who.as(request(backend.url).delete(`${path}/${id}`));
/** The same person, as a program that has their token. */
const program = (who: Person, token: string, url = backend.url): Person => person(url, who.user, token, []);

describe('/api/auth/tokens', () => {
  it('gives a token that works at once, and tells it that one time', async () => {
    const ada = await arrive(backend);
    const answer = await create(ada, { name: '  CI  ', expires_in_days: 7 }).expect(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const made = createdPersonalToken.parse(answer.body);
    expect(made).toMatchObject({ name: 'CI', scopes: ['tasks:read', 'tasks:write'], last_used_at: null });
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(7 * 24 * 60 * 60 * 1000);
    await program(ada, made.token).get('/tasks').expect(200);

    const listed = await ada.as(request(backend.url).get(path)).expect(200);
    expect(listed.headers['cache-control']).toBe('no-store');
    expect(listed.text).not.toContain(made.token);
    expect(personalToken.array().parse(listed.body)).toMatchObject([{ id: made.id, name: 'CI' }]);
    await expect.poll(async () => (await list(ada))[0]?.last_used_at).not.toBeNull();
  });

  it.each([
    ['name', {}],
    ['name', { name: ' ' }],
    ['name', { name: 'x'.repeat(LIMITS.tokenName.max + 1) }],
    ['name', { name: 'a\nb' }],
    ['scopes', { name: 'x', scopes: [] }],
    ['scopes', { name: 'x', scopes: ['admin'] }],
    ['expires_in_days', { name: 'x', expires_in_days: 0 }],
    ['expires_in_days', { name: 'x', expires_in_days: LIMITS.tokenDays.max + 1 }],
    ['expires_in_days', { name: 'x', expires_in_days: null }],
    ['user_id', { name: 'x', user_id: 'somebody' }],
  ])('refuses a bad %s', async (field, body) => {
    const ada = await arrive(backend);
    const answer = await sendJson(`${backend.url}${path}`, 'POST', body, {
      authorization: `Bearer ${ada.token}`,
    });
    expect(expectProblem(answer, 400).errors?.[0]?.field).toMatch(new RegExp(`^${field}\\b`));
    expect(await list(ada)).toEqual([]);
  });

  it('stops at the limit, also for many requests at once', async () => {
    const ada = await arrive(backend);
    for (let made = 0; made < LIMITS.tokens.max - 3; made += 1) await created(ada);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        sendJson(
          `${(index % 2 === 0 ? backend : other).url}${path}`,
          'POST',
          { name: 'x' },
          { authorization: `Bearer ${ada.token}` },
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(expectProblem(answer, 409).error).toBe('too_many_tokens');
    expect(await list(ada)).toHaveLength(LIMITS.tokens.max);
  });

  it('gives none to a session that was ended elsewhere, although it is still believed for reading', async () => {
    const ada = await arrive(backend);
    await list(ada);
    const { token } = await beginSession(backend, ada.user);
    const elsewhere = person(other.url, ada.user, token, []);
    const sessions = await elsewhere.as(request(other.url).get('/api/auth/sessions')).expect(200);
    for (const { id, current } of sessions.body)
      if (!current) await elsewhere.as(request(other.url).delete(`/api/auth/sessions/${id}`)).expect(204);
    await ada.get('/tasks').expect(200);
    await create(ada).expect(401);
  });

  it('keeps tokens out of the log', async () => {
    const ada = await arrive(backend);
    const { token } = await created(ada, { name: 'private name' });
    const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    await program(ada, token).add('logged');
    await program(ada, wrong).get('/tasks').expect(401);
    expect(lines.length).toBeGreaterThan(0);
    for (const text of [token, wrong, token.split('_')[3] ?? '', 'private name'])
      expect(lines.join('\n')).not.toContain(text);
  });
});

describe('a personal access token', () => {
  it('is named in the record of what it changes', async () => {
    const ada = await arrive(backend);
    const { id, token } = await created(ada);
    await program(ada, token).add('by a program');
    await ada.add('by hand');
    const { rows } = await pool.query(
      'SELECT task_id, actor, token_id FROM changes WHERE user_id = $1 ORDER BY id',
      [ada.user.id],
    );
    expect(rows).toEqual([
      { task_id: 1, actor: 'token', token_id: id },
      { task_id: 2, actor: 'user', token_id: null },
    ]);
  });

  it('is refused by every replica as soon as its revocation is answered', async () => {
    const ada = await arrive(backend);
    for (let round = 0; round < 10; round += 1) {
      const { id, token } = await created(ada);
      for (const { url } of [backend, other]) await program(ada, token, url).get('/tasks').expect(200);
      await revoke(ada, id).expect(204);
      for (const { url } of [other, backend]) {
        const answer = await send(`${url}${ada.path('/tasks')}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        expect(expectProblem(answer, 401).detail).toBe('The access token is not valid, or not any more.');
      }
      await revoke(ada, id).expect(404);
    }
    expect(await list(ada)).toEqual([]);
  });

  it('ends with its account', async () => {
    const ada = await arrive(backend);
    const { token } = await created(ada);
    await pool.query('DELETE FROM users WHERE id = $1', [ada.user.id]);
    await program(ada, token).get('/tasks').expect(401);
  });

  it('does not make another one, nor lists or revokes any', async () => {
    const ada = await arrive(backend);
    const { id, token } = await created(ada);
    await create(program(ada, token)).expect(403);
    await revoke(program(ada, token), id).expect(403);
    expect(await list(ada)).toHaveLength(1);
  });

  it('hears nothing of what happens after its revocation, on whichever replica its stream is open', async () => {
    const ada = await arrive(backend);
    const { id, token } = await created(ada);
    const stream = await openStream(`${other.url}${ada.path('/events')}?after=0`, {
      authorization: `Bearer ${token}`,
    });
    await ada.add('heard');
    await stream.atLeast(1);
    await revoke(ada, id).expect(204);
    await ada.add('private');
    await stream.ended;
    expect(stream.events.map(({ event }) => event)).toEqual(['task', 'end']);
    expect(stream.body).not.toContain('private');
  });

  it('takes its event stream along when it is revoked', async () => {
    const ada = await arrive(backend);
    const { id, token } = await created(ada, { scopes: ['tasks:read'] });
    const stream = await openStream(`${backend.url}${ada.path('/events')}?after=0`, {
      authorization: `Bearer ${token}`,
    });
    await ada.add('heard');
    await stream.atLeast(1);
    await revoke(ada, id).expect(204);
    await stream.ended;
    expect(stream.events.at(-1)).toMatchObject({ event: 'end' });
  });
});
