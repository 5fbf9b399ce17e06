import type { createTestDatabase } from '@todo/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createDatabaseCopy } from './support/backend.js';
import { type Answer, expectProblem, send, sendJson } from './support/http.js';
import { PASSWORD, type Person, signUp } from './support/person.js';
import { type BackendProcess, startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let backend: BackendProcess;
let admin: pg.Client;
let ada: Person;

beforeAll(async () => {
  database = await createDatabaseCopy();
  backend = await startBackendProcess(database.url);
  ada = await signUp(backend.url);
  admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
});
afterAll(async () => {
  await backend?.stop();
  await admin?.end();
  await database?.drop();
});

const databaseName = (): string => new URL(database.url).pathname.slice(1);

/** Ends the connections of sign-in of which this is true; how many there were. */
const cut = async (condition: string): Promise<number> => {
  const { rowCount } = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = $1 AND application_name = 'todo-backend-auth' AND ${condition}`,
    [databaseName()],
  );
  return rowCount ?? 0;
};

const expectAlive = async (): Promise<void> => {
  await vi.waitFor(async () => expect((await send(`${backend.url}/health`)).status).toBe(200), {
    timeout: 5000,
  });
  expect(backend.child.exitCode).toBeNull();
};

describe('a connection that is lost while it is in use', () => {
  it('costs the sign-up that used it a 503, and neither the process nor the next one', async () => {
    const body = (email: string) => ({ email, password: PASSWORD });
    let answer: Answer | undefined;
    await vi.waitFor(
      async () => {
        // A password is hashed inside of the transaction: that is the time to cut.
        const signingUp = sendJson(
          `${backend.url}/api/auth/signup`,
          'POST',
          body(`cut-${Date.now()}@example.com`),
        );
        await vi.waitFor(async () => expect(await cut("state = 'idle in transaction'")).toBeGreaterThan(0), {
          interval: 1,
          timeout: 500,
        });
        answer = await signingUp;
      },
      { timeout: 15_000 },
    );
    expectProblem(answer as Answer, 503);
    await expectAlive();
    const next = await sendJson(`${backend.url}/api/auth/signup`, 'POST', body('after@example.com'));
    expect(next.status).toBe(201);
  });

  it('costs a sign-out that cannot end the session a 503, never a 204', async () => {
    const session = await sendJson(`${backend.url}/api/auth/login`, 'POST', {
      email: ada.user.email,
      password: PASSWORD,
    });
    const { token } = JSON.parse(session.text) as { token: string };
    const bearer = { authorization: `Bearer ${token}` };
    // Remembered, so that nothing but the sign-out itself asks the database.
    expect((await send(backend.url + ada.path('/tasks'), { headers: bearer })).status).toBe(200);
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM sessions WHERE token = $1 FOR UPDATE', [token.split('.')[0]]);
      const signingOut = send(`${backend.url}/api/auth/logout`, { method: 'POST', headers: bearer });
      await vi.waitFor(async () => expect(await cut("wait_event_type = 'Lock'")).toBe(1), {
        interval: 5,
        timeout: 5000,
      });
      expectProblem(await signingOut, 503);
    } finally {
      await holder.end();
    }
    await expectAlive();
    const again = await send(`${backend.url}/api/auth/logout`, { method: 'POST', headers: bearer });
    expect(again.status).toBe(204);
  });
});
