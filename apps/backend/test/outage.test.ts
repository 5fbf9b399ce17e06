import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { PostgresServer } from '@todo/postgres';
import { startTestServer, type TestServer } from '@todo/postgres/pgbouncer';
import { migrate } from '@todo/tasks';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { sessionKey } from '../src/authentication/better-auth.js';
import { TEST_SECRET } from './support/backend.js';
import { openStream } from './support/events.js';
import { type Answer, expectProblem, send, sendJson } from './support/http.js';
import { PASSWORD, type Person, signUp } from './support/person.js';
import { type BackendProcess, startBackendProcess } from './support/process.js';

let testServer: TestServer;
let server: PostgresServer;
let backend: BackendProcess;
let ada: Person;
let personalToken: string;
/** Session tokens that no request has carried yet. */
const unused: string[] = [];
const agent = new http.Agent({ keepAlive: true });

beforeAll(async () => {
  testServer = await startTestServer(inject('pgbouncer'));
  server = testServer.server;
  await migrate({ connectionString: testServer.url });
  backend = await startBackendProcess(testServer.url);
  ada = await signUp(backend.url);
  const made = await sendJson(`${backend.url}/api/auth/tokens`, 'POST', { name: 'program' }, bearer());
  personalToken = (JSON.parse(made.text) as { token: string }).token;
  await healthTurns(200);
  const tokens = Array.from({ length: 1000 }, () => randomUUID());
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(
    `INSERT INTO sessions (id, user_id, token, expires_at, updated_at)
     SELECT token, $1, token, now() + interval '7 days', now() FROM unnest($2::text[]) AS token`,
    [ada.user.id, tokens],
  );
  await client.end();
  const sign = (token: string) =>
    createHmac('sha256', sessionKey(TEST_SECRET)).update(token).digest('base64');
  unused.push(...tokens.map((token) => `${token}.${sign(token)}`));
});
afterAll(async () => {
  agent.destroy();
  await backend?.stop();
  await testServer?.remove();
});

/** Waits until /health answers so, and gives the milliseconds that it took. */
const healthTurns = async (status: number): Promise<number> => {
  const started = performance.now();
  await vi.waitFor(async () => expect((await send(`${backend.url}/health`, { agent })).status).toBe(status), {
    timeout: 10_000,
    interval: 25,
  });
  return performance.now() - started;
};

const bearer = () => ({ authorization: `Bearer ${ada.token}` });
const list = () => send(backend.url + ada.path('/tasks'), { agent, headers: bearer() });
const add = (title: string) => sendJson(backend.url + ada.path('/tasks'), 'POST', { title }, bearer());

/** What people do all the time, over every part of the API that asks the database. */
const usage: (() => Promise<Answer>)[] = [
  list,
  () => add('during the outage'),
  () => send(backend.url + ada.path('/tasks/stats'), { agent, headers: bearer() }),
  () => send(`${backend.url}/api/auth/me`, { agent, headers: bearer() }),
  () => send(`${backend.url}/api/auth/sessions`, { agent, headers: bearer() }),
  () => send(`${backend.url}/api/auth/tokens`, { agent, headers: bearer() }),
  // A program: its token is looked up each time.
  () =>
    send(backend.url + ada.path('/tasks/stats'), {
      agent,
      headers: { authorization: `Bearer ${personalToken}` },
    }),
  // A session that is not remembered and must be looked up.
  () =>
    send(backend.url + ada.path('/tasks?limit=1'), {
      agent,
      headers: { authorization: `Bearer ${unused.pop()}` },
    }),
];

/** Keeps asking, in each way at a time, until it is stopped; gives all answers. */
const keepAsking = (ways = usage) => {
  const answers: Answer[] = [];
  let asking = true;
  const workers = ways.map(async (way) => {
    while (asking) {
      answers.push(await way());
      // As fast as a person at the most, so that no limit is met.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  });
  return async (): Promise<Answer[]> => {
    asking = false;
    await Promise.all(workers);
    return answers;
  };
};

const expectCleanAnswers = (answers: Answer[]): void => {
  for (const answer of answers) {
    expect(answer.milliseconds).toBeLessThan(12_000);
    if (answer.status >= 300) {
      const { error } = expectProblem(answer, 503);
      expect(error).toBe('unavailable');
      expect(answer.headers['retry-after']).toBeDefined();
    }
  }
};

describe('the database goes away and comes back in the middle of requests', () => {
  it('which are answered or get 503; health tells within 3 s, and all works again within 3 s', async () => {
    const stream = await openStream(`${backend.url}${ada.path('/events?after=0')}`, bearer());
    const before = (await add('before')).status;
    expect(before).toBe(201);
    await stream.atLeast(1);

    const stop = keepAsking();
    await server.stop();
    expect(await healthTurns(503)).toBeLessThan(3000);
    const away = await list();
    expectProblem(away, 503);
    const signIn = await sendJson(`${backend.url}/api/auth/login`, 'POST', {
      email: ada.user.email,
      password: PASSWORD,
    });
    expectProblem(signIn, 503);
    const out = await send(`${backend.url}/api/auth/logout`, { method: 'POST', headers: bearer() });
    expectProblem(out, 503);
    expect((await send(`${backend.url}/livez`, { agent })).status).toBe(200);

    await server.start();
    const back = performance.now();
    await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 10_000, interval: 25 });
    expect(performance.now() - back).toBeLessThan(3000);
    await healthTurns(200);
    expect(performance.now() - back).toBeLessThan(3000);
    const answers = await stop();
    expectCleanAnswers(answers);
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(0);

    const after = await add('after');
    expect(after.status).toBe(201);
    const { id } = JSON.parse(after.text) as { id: number };
    const events = await stream.atLeast(id);
    // Every task that was added, each once, in order: nothing was lost and nothing counted that was not there.
    expect(events.map((event) => Number(event.id))).toEqual(events.map((_, index) => index + 1));
    stream.close();
    expect(backend.child.exitCode).toBeNull();
  });

  it('killed and started again, too', async () => {
    const stop = keepAsking();
    await server.kill();
    expect(await healthTurns(503)).toBeLessThan(3000);
    await server.start();
    await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 3000, interval: 25 });
    expect(await healthTurns(200)).toBeLessThan(3000);
    expectCleanAnswers(await stop());
    expect(backend.child.exitCode).toBeNull();
  });

  it('or hangs: nobody waits longer than 12 s, and health tells within 3 s', async () => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    const { rows } = await admin.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
    );
    await admin.end();
    const pids = [server.pid, ...rows.map(({ pid }) => pid)];
    const stop = keepAsking();
    const signal = (name: NodeJS.Signals): void => {
      for (const pid of pids)
        try {
          process.kill(pid, name);
        } catch {
          // That connection has ended since.
        }
    };
    signal('SIGSTOP');
    let answers: Answer[];
    try {
      expect(await healthTurns(503)).toBeLessThan(3500);
      answers = await stop();
    } finally {
      signal('SIGCONT');
    }
    expectCleanAnswers(answers);
    await vi.waitFor(async () => expect((await list()).status).toBe(200), { timeout: 3000, interval: 25 });
    expect(await healthTurns(200)).toBeLessThan(3000);
    // What hung is not held for ever: the pool is whole again.
    const metrics = (await send(`${backend.url}/metrics`, { agent })).text;
    expect(metrics).toMatch(/^database_pool_waiting 0$/m);
    expect(backend.child.exitCode).toBeNull();
  }, 30_000);

  it('while it starts: it waits, and is healthy when the database is', async () => {
    await server.stop();
    const late = await startBackendProcess(testServer.url);
    try {
      expect((await send(`${late.url}/health`)).status).toBe(503);
      expect((await send(`${late.url}/livez`)).status).toBe(200);
      await server.start();
      await vi.waitFor(async () => expect((await send(`${late.url}/health`)).status).toBe(200), {
        timeout: 5000,
        interval: 25,
      });
    } finally {
      expect(await late.stop()).toMatchObject({ code: 0 });
    }
  });

  it('with nothing in it: the tables are made again, without a restart', async () => {
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await admin.end();
    expect(await healthTurns(503)).toBeLessThan(3000);
    expect(await healthTurns(200)).toBeLessThan(5000);
    const grace = await signUp(backend.url);
    const list = await send(backend.url + grace.path('/tasks'), {
      agent,
      headers: { authorization: `Bearer ${grace.token}` },
    });
    expect(list.status).toBe(200);
    expect(backend.lines.filter((line) => line.includes('making them'))).toHaveLength(1);
    expect(backend.child.exitCode).toBeNull();
  });

  it('which is told in the log once, without what was asked or by whom', async () => {
    const told = backend.lines.flatMap((line) => /health check (fails|passes)/.exec(line)?.[1] ?? []);
    const failures = told.filter((word) => word === 'fails').length;
    const late = backend.lines.filter((line) =>
      /health check fails.*(?:timeout|no result)/.test(line),
    ).length;
    // One for each time above that the database was away, and no more than one besides.
    expect(failures).toBeGreaterThanOrEqual(4);
    expect(failures - late).toBeLessThanOrEqual(5);
    // On a busy machine a check may be late.
    expect(late).toBeLessThanOrEqual(3);
    // Never twice without a pass in between, however many checks there were.
    expect(told.filter((word, index) => word === told[index - 1])).toEqual([]);
    const log = backend.lines.join('\n');
    expect(log).not.toContain(ada.user.email);
    expect(log).not.toContain(ada.token.split('.')[0]);
    expect(log).not.toContain(new URL(server.url).password);
  });
});
