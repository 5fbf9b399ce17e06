import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Task, task } from '@todo/contracts';
import { createTestDatabase } from '@todo/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Backend, createDatabaseCopy, startBackend } from './support/backend.js';
import { expectProblem, send, sendJson } from './support/http.js';
import { arrive, type Person, person } from './support/person.js';
import { run } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
/** Two replicas. */
let backend: Backend;
let other: Backend;
let ada: Person;
/** The same person at the other replica. */
let adaThere: Person;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackend(database.url);
  other = await startBackend(database.url);
  ada = await arrive(backend);
  adaThere = person(other.url, ada.user, ada.token, []);
});
afterAll(async () => {
  await backend?.close();
  await other?.close();
  await database?.drop();
});

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const replica = (index: number): Person => (index % 2 === 0 ? ada : adaThere);

describe('two edits with one ETag', () => {
  it('are one 200 and one 412, and the edit that was answered is the one that is there', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await ada.add(`round ${round}`);
      const answers = await Promise.all(
        times(2, (index) =>
          replica(index)
            .patch(`/tasks/${id}`, { title: `edit ${index}` })
            .set('if-match', '"1"'),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const winner = answers.find(({ status }) => status === 200);
      expect((await ada.get(`/tasks/${id}`)).body).toEqual(winner?.body);
      expect(winner?.body.version).toBe(2);
    }
  });
});

describe('one Idempotency-Key', () => {
  it('ten times at once makes one task and ten equal answers, nine of them marked', async () => {
    const before = (await ada.get('/tasks?count=true&limit=1')).headers['x-total-count'];
    const key = randomUUID();
    const answers = await Promise.all(
      times(10, (index) =>
        replica(index)
          .post('/tasks', { title: 'once', tags: ['a', 'b'] })
          .set('idempotency-key', key),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(times(10, () => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(9);
    const after = (await ada.get('/tasks?count=true&limit=1')).headers['x-total-count'];
    expect(Number(after)).toBe(Number(before) + 1);
    // Later too, as it was answered then, whatever has become of the task.
    const first = task.parse(answers[0]?.body);
    await ada.patch(`/tasks/${first.id}`, { title: 'changed' }).expect(200);
    const replay = await ada
      .post('/tasks', { tags: ['a', 'b'], title: 'once' })
      .set('idempotency-key', key)
      .expect(201);
    expect(replay.text).toBe(answers[0]?.text);
  });

  it('with another body is 422, and does nothing', async () => {
    const key = randomUUID();
    await ada.post('/tasks', { title: 'this' }).set('idempotency-key', key).expect(201);
    const last = (await ada.get('/tasks?limit=1')).headers['x-event-id'];
    const answer = await sendJson(
      backend.url + ada.path('/tasks'),
      'POST',
      { title: 'that' },
      {
        authorization: `Bearer ${ada.token}`,
        'idempotency-key': key,
      },
    );
    expectProblem(answer, 422);
    expect((await ada.get('/tasks?limit=1')).headers['x-event-id']).toBe(last);
  });

  it('belongs to one person, and a refused request does not use it up', async () => {
    const bob = await arrive(backend);
    const key = randomUUID();
    await ada.post('/tasks', { title: '' }).set('idempotency-key', key).expect(400);
    await ada.post('/tasks', { title: 'of ada' }).set('idempotency-key', key).expect(201);
    const bobs = await bob.post('/tasks', { title: 'of bob' }).set('idempotency-key', key).expect(201);
    expect(bobs.body).toMatchObject({ id: 1, title: 'of bob' });
  });
});

describe('a hundred toggles at once', () => {
  it('are a hundred versions, and the task is as the last of them left it', async () => {
    const { id } = await ada.add('toggle');
    /** What is refused as too busy has done nothing, and may be sent again. */
    const toggle = async (index: number) => {
      for (;;) {
        const answer = await replica(index).patch(`/tasks/${id}/complete`);
        if (answer.status !== 503) return answer;
        await delay(1_000 * Number(answer.headers['retry-after']));
      }
    };
    const answers = await Promise.all(times(100, toggle));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const tasks = answers.map(({ body }) => body as Task).sort((a, b) => a.version - b.version);
    expect(tasks.map(({ version }) => version)).toEqual(times(100, (index) => index + 2));
    expect(tasks.map(({ completed }) => completed)).toEqual(times(100, (index) => index % 2 === 0));
    expect((await ada.get(`/tasks/${id}`)).body).toMatchObject({
      completed: false,
      version: 101,
      completed_at: null,
    });
  });
});

describe('the pages of a list', () => {
  it.each(['created', 'title', 'due', 'priority'])(
    'sorted by %s skip and repeat nothing while tasks are added, changed and deleted',
    async (sort) => {
      const reader = await arrive(backend);
      const there = person(other.url, reader.user, reader.token, []);
      const priorities = ['low', 'medium', 'high', null];
      const due = ['2026-01-01', '2026-01-02', null];
      const fields = (index: number) => ({ priority: priorities[index % 4], due_on: due[index % 3] });
      for (let index = 0; index < 40; index += 1) await reader.add(`task ${(index * 7) % 13}`, fields(index));
      let writing = true;
      const writer = (async () => {
        for (let index = 0; writing; index += 1) {
          const added = await there.add(`task ${index % 13}`, fields(index));
          if (index % 3 === 0) await there.delete(`/tasks/${added.id}`).expect(204);
        }
      })();
      const seen: number[] = [];
      let path: string | undefined = `${reader.path('/tasks')}?sort=${sort}&limit=3`;
      while (path !== undefined && seen.length < 1000) {
        const page = await send(backend.url + path, { headers: { authorization: `Bearer ${reader.token}` } });
        expect(page.status, page.text).toBe(200);
        seen.push(...(JSON.parse(page.text) as Task[]).map(({ id }) => id));
        path = /<([^>]+)>; rel="next"/.exec(String(page.headers.link))?.[1];
      }
      writing = false;
      await writer;
      expect(new Set(seen).size).toBe(seen.length);
      // Those that were there all along are all seen, once.
      expect(seen.filter((id) => id <= 40)).toHaveLength(40);
    },
  );
});

describe('three processes that migrate one empty database at once', () => {
  it.each([
    ['with one address', () => ({})],
    ['past a pooler', (directUrl: string) => ({ DATABASE_DIRECT_URL: directUrl })],
  ])('%s: all succeed, and one of them does the work', async (_, settings) => {
    const empty = await createTestDatabase(inject('postgresUrl'), { poolerUrl: inject('poolerUrl') });
    const env = { DATABASE_URL: empty.url, ...settings(empty.directUrl) };
    const pool = new pg.Pool({ connectionString: empty.url, max: 1 });
    try {
      const exits = await Promise.all(times(3, () => run('dist/migrate.js', env).exited));
      for (const exit of exits) expect(exit).toMatchObject({ code: 0, stderr: '' });
      const worked = exits.filter(({ stdout }) => stdout.includes('has been migrated'));
      expect(worked).toHaveLength(1);
      const { rows } = await pool.query('SELECT name FROM schema_migrations');
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    } finally {
      await pool.end();
      await empty.drop();
    }
  });

  it('says what is missing when it is not told where the database is', async () => {
    const exit = await run('dist/migrate.js', {}).exited;
    expect(exit).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL is missing') });
  });
});

describe('the limit on sign-ins', () => {
  let limited: Awaited<ReturnType<typeof createDatabaseCopy>>;
  const attempt = (url: string, headers: Record<string, string> = {}) =>
    // Each time another address, so that only the limit per client counts.
    sendJson(
      `${url}/api/auth/login`,
      'POST',
      { email: `${randomUUID()}@example.com`, password: 'wrong' },
      headers,
    );
  const attempts = async (count: number, make: (index: number) => ReturnType<typeof attempt>) => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const answer = await make(index);
      expectProblem(answer, 401, 429);
      if (answer.status === 429) {
        const seconds = Number(answer.headers['retry-after']);
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThanOrEqual(60);
      }
      statuses.push(answer.status);
    }
    return statuses;
  };
  const env = { AUTH_ATTEMPTS_PER_MINUTE: '4' };
  const passed = (statuses: number[]): number => statuses.filter((status) => status === 401).length;

  beforeAll(async () => {
    limited = await createDatabaseCopy();
  });
  afterAll(() => limited?.drop());

  const withReplicas = async (
    settings: NodeJS.ProcessEnv,
    work: (one: Backend, two: Backend) => Promise<void>,
  ): Promise<void> => {
    const pool = new pg.Pool({ connectionString: limited.url, max: 1 });
    await pool.query('TRUNCATE rate_limits');
    await pool.end();
    const one = await startBackend(limited.url, { ...env, ...settings });
    const two = await startBackend(limited.url, { ...env, ...settings });
    try {
      await work(one, two);
    } finally {
      await one.close();
      await two.close();
    }
  };

  it('is one for two replicas, and X-Forwarded-For does not evade it', async () => {
    await withReplicas({}, async (one, two) => {
      const statuses = await attempts(8, (index) =>
        attempt(index % 2 === 0 ? one.url : two.url, {
          'x-forwarded-for': `198.51.100.${index}`,
          forwarded: `for=198.51.100.${index}`,
          'x-real-ip': `198.51.100.${index}`,
          'x-todo-client-address': `198.51.100.${index}`,
        }),
      );
      expect(statuses).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
    });
  });

  it('holds when all come at once', async () => {
    await withReplicas({}, async (one, two) => {
      const answers = await Promise.all(times(12, (index) => attempt(index % 2 === 0 ? one.url : two.url)));
      expect(passed(answers.map(({ status }) => status))).toBe(4);
    });
  });

  it.each([
    ['named by their addresses', '127.0.0.1,10.0.0.0/8'],
    ['of which only the number is known', '2'],
  ])('counts, behind proxies %s, who spoke to the first, whatever they claim', async (_, proxies) => {
    await withReplicas({ TRUSTED_PROXIES: proxies }, async (one) => {
      const spoofed = await attempts(6, (index) =>
        attempt(one.url, { 'x-forwarded-for': `203.0.113.${index}, 198.51.100.7, 10.1.2.3` }),
      );
      expect(spoofed).toEqual([401, 401, 401, 401, 429, 429]);
      // Somebody else is somebody else.
      const somebodyElse = { 'x-forwarded-for': '198.51.100.8, 10.1.2.3' };
      expect((await attempt(one.url, somebodyElse)).status).toBe(401);
    });
  });
});
