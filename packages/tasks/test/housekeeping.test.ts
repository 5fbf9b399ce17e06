import { LIMITS } from '@todo/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHousekeeping } from '../src/housekeeping.js';
import { createTasks, type Tasks } from '../src/tasks.js';
import { add, addUser, openTestDatabase, refusal, silent } from './support.js';

let open: Awaited<ReturnType<typeof openTestDatabase>>;
let tasks: Tasks;
beforeAll(async () => {
  open = await openTestDatabase();
  tasks = createTasks({ database: open.database });
});
afterAll(() => open.close());

const HOUR = 3_600_000;
const NOTHING = {
  tasks: 0,
  events: 0,
  idempotencyKeys: 0,
  sessions: 0,
  verifications: 0,
  personalTokens: 0,
  rateLimits: 0,
  usage: 0,
};

/** As many housekeepers at once as there are replicas, at a time from now; what they removed together. */
const sweepIn = async (hours: number, replicas = 1): Promise<typeof NOTHING> => {
  const clock = (): Date => new Date(Date.now() + hours * HOUR);
  const housekeeping = createHousekeeping({ database: open.database, clock, log: silent });
  const runs = await Promise.all(Array.from({ length: replicas }, () => housekeeping.run()));
  const sum = (kind: keyof typeof NOTHING): number => runs.reduce((total, swept) => total + swept[kind], 0);
  return {
    tasks: sum('tasks'),
    events: sum('events'),
    idempotencyKeys: sum('idempotencyKeys'),
    sessions: sum('sessions'),
    verifications: sum('verifications'),
    personalTokens: sum('personalTokens'),
    rateLimits: sum('rateLimits'),
    usage: sum('usage'),
  };
};

test('each thing goes when its time is over and not before, once for all replicas', async () => {
  const actor = await addUser(open.database);
  const other = await addUser(open.database);
  const key = { route: 'r', key: 'k', fingerprint: 'f' };
  await tasks.create(actor, { title: 'a', description: '', priority: null, tags: [] }, key);
  await add(tasks, other, 'kept');
  await tasks.remove(actor, 1);
  await open.database.query(
    `INSERT INTO sessions (id, user_id, token, expires_at, updated_at)
     VALUES ('1', $1, 'short', now() + interval '1 hour', now()), ('2', $1, 'long', now() + interval '1 year', now())`,
    [actor.userId],
  );
  await open.database.query(
    `INSERT INTO verifications (id, identifier, value, expires_at) VALUES ('1', 'i', 'v', now() + interval '1 hour')`,
  );
  await open.database.query(`INSERT INTO rate_limits VALUES ('k', 1, now())`);
  await open.database.query(`INSERT INTO assistant_usage VALUES ($1, current_date + 1, 1, 1)`, [
    actor.userId,
  ]);

  expect(await sweepIn(0)).toEqual(NOTHING);
  expect(await sweepIn(LIMITS.idempotencyHours - 1)).toEqual({ ...NOTHING, sessions: 1, verifications: 1 });
  expect(await sweepIn(LIMITS.idempotencyHours + 1)).toEqual({
    ...NOTHING,
    idempotencyKeys: 1,
    rateLimits: 1,
  });
  expect(await sweepIn(LIMITS.eventDays * 24 - 1)).toEqual({ ...NOTHING, usage: 1 });
  expect(await sweepIn(LIMITS.eventDays * 24 + 1, 3)).toEqual({ ...NOTHING, events: 3 });
  const deletedHoursAgo = (hours: number) =>
    open.database.query(
      `UPDATE tasks SET deleted_at = now() - make_interval(hours => $2) WHERE user_id = $1`,
      [actor.userId, hours],
    );
  await deletedHoursAgo(LIMITS.trashDays * 24 - 1);
  expect(await sweepIn(0)).toEqual(NOTHING);
  await deletedHoursAgo(LIMITS.trashDays * 24 + 1);
  expect(await sweepIn(0, 3)).toEqual({ ...NOTHING, tasks: 1 });
  const addToken = (id: string, expiredHoursAgo: number) =>
    open.database.query(
      `INSERT INTO personal_tokens (id, user_id, name, scopes, digest, created_at, expires_at)
       VALUES ($1, $2, 'n', '{tasks:read}', sha256(''), now(), now() - make_interval(hours => $3))`,
      [id, actor.userId, expiredHoursAgo],
    );
  await addToken('young', LIMITS.expiredTokenDays * 24 - 1);
  await addToken('old', LIMITS.expiredTokenDays * 24 + 1);
  expect(await sweepIn(0)).toEqual({ ...NOTHING, personalTokens: 1 });
  expect(await refusal(tasks.restore(actor, 1))).toBe('not_found');
  expect(await tasks.get(other.userId, 1)).toMatchObject({ title: 'kept' });
  const { rows } = await open.database.query('SELECT user_id, id, op FROM events');
  expect(rows).toEqual([{ user_id: actor.userId, id: 3, op: 'purged' }]);
});

test('more than one batch goes in one run', async () => {
  await open.database.query(
    `INSERT INTO rate_limits SELECT 'many ' || n, 1, '2020-01-01' FROM generate_series(1, 2500) AS n`,
  );
  expect(await sweepIn(0)).toEqual({ ...NOTHING, rateLimits: 2_500 });
});
