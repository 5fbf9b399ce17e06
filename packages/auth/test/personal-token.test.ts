import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createdPersonalToken, LIMITS, newPersonalToken, personalToken } from '@todo/contracts';
import { createTestDatabase } from '@todo/postgres';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  createPersonalTokens,
  InvalidTokenError,
  isPersonalToken,
  type PersonalTokens,
} from '../src/index.js';

const START = Date.UTC(2026, 0, 26, 10);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let database: pg.Pool;
let time = START;
let users = 0;

/** The tokens as one replica sees them. */
const createReplica = (): PersonalTokens => createPersonalTokens({ database, now: () => time });
let tokens: PersonalTokens;

const addUser = async (): Promise<string> => {
  users += 1;
  const id = `user-${users}`;
  await database.query(
    `INSERT INTO users (id, name, email, email_verified) VALUES ($1, '', $1 || '@example.test', false)`,
    [id],
  );
  return id;
};
const input = (fields: object = {}) => newPersonalToken.parse({ name: 'laptop', ...fields });

/** What the database is asked while `work` runs. */
const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  const asked: string[] = [];
  const watched = createPersonalTokens({
    database: {
      connect: database.connect.bind(database),
      query: ((text: string, values: unknown[]) => {
        asked.push(text);
        return database.query(text, values);
      }) as pg.Pool['query'],
    },
    now: () => time,
  });
  const before = tokens;
  tokens = watched;
  await work().finally(() => {
    tokens = before;
  });
  return asked;
};

const lastUse = async (userId: string): Promise<string | null | undefined> =>
  (await tokens.list(userId))[0]?.last_used_at;

beforeAll(async () => {
  test = await createTestDatabase(inject('postgresUrl'), { template: inject('postgresTemplate') });
  database = new pg.Pool({ connectionString: test.url, max: 4 });
});
beforeEach(() => {
  time = START;
  tokens = createReplica();
});
afterAll(async () => {
  await database?.end();
  await test?.drop();
});

describe('a personal access token', () => {
  it('says whose it is and what it may do, on every replica', async () => {
    const ada = await addUser();
    const made = createdPersonalToken.parse(await tokens.issue(ada, input({ scopes: ['tasks:read'] })));
    expect(made).toMatchObject({
      name: 'laptop',
      scopes: ['tasks:read'],
      created_at: '2026-01-26T10:00:00.000Z',
      expires_at: '2026-04-26T10:00:00.000Z',
      last_used_at: null,
    });
    expect(isPersonalToken(made.token)).toBe(true);
    expect(await createReplica().verify(made.token)).toEqual({
      userId: ada,
      scopes: ['tasks:read'],
      tokenId: made.id,
      expiresAt: START + LIMITS.tokenDays.default * DAY,
    });
  });

  it('has a form that a scanner can tell from chance: prefix, id, secret, CRC-32 in base 62', async () => {
    const { id, token } = await tokens.issue(await addUser(), input());
    const [, body = '', sum = ''] =
      /^(todo_pat_[0-9A-Za-z]{13}_[0-9A-Za-z]{33})([0-9A-Za-z]{6})$/.exec(token) ?? [];
    expect(body.split('_')[2]).toBe(id);
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const value = [...sum].reduce((number, digit) => number * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(crc32(body));
  });

  it('is nowhere in the database: only its SHA-256 is', async () => {
    const { id, token } = await tokens.issue(await addUser(), input());
    const { rows } = await database.query(
      'SELECT digest, t::text AS row FROM personal_tokens t WHERE id = $1',
      [id],
    );
    expect(rows[0].digest).toEqual(createHash('sha256').update(token).digest());
    expect(rows[0].row).not.toContain(token.slice(-39));
  });

  it('is shown in lists without itself, the newest first, to its owner alone', async () => {
    const [ada, bob] = [await addUser(), await addUser()];
    const first = await tokens.issue(ada, input({ name: 'first' }));
    time += 1000;
    const { token: _, ...second } = await tokens.issue(ada, input({ name: 'second' }));
    const list = personalToken.array().parse(await tokens.list(ada));
    expect(list.map(({ name }) => name)).toEqual(['second', 'first']);
    expect(list[0]).toEqual(second);
    expect(JSON.stringify(list)).not.toContain(first.token);
    expect(await tokens.list(bob)).toEqual([]);
  });

  it('is refused from the moment that it is revoked, on every replica', async () => {
    const ada = await addUser();
    const { id, token } = await tokens.issue(ada, input());
    const other = createReplica();
    await other.verify(token);
    await tokens.revoke(ada, id);
    for (const replica of [tokens, other])
      await expect(replica.verify(token)).rejects.toThrow(InvalidTokenError);
    await expect(tokens.revoke(ada, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it("is not revoked by somebody else, who does not learn that it's there", async () => {
    const [ada, bob] = [await addUser(), await addUser()];
    const { id, token } = await tokens.issue(ada, input());
    const refused = await tokens.revoke(bob, id).catch((error: Error) => error);
    expect(refused).toEqual(await tokens.revoke(bob, 'none').catch((error: Error) => error));
    expect((await tokens.verify(token)).userId).toBe(ada);
  });

  it('is refused from the moment that it expires, in the words of one that was revoked', async () => {
    const ada = await addUser();
    const { id, token } = await tokens.issue(ada, input({ expires_in_days: 1 }));
    time = START + DAY - 1;
    await tokens.verify(token);
    time += 1;
    const expired = await tokens.verify(token).catch((error: Error) => error);
    expect(expired).toBeInstanceOf(InvalidTokenError);
    expect(await tokens.list(ada)).toHaveLength(1);
    await tokens.revoke(ada, id);
    expect(await tokens.verify(token).catch((error: Error) => error)).toEqual(expired);
  });

  it('goes with its account', async () => {
    const ada = await addUser();
    const { token } = await tokens.issue(ada, input());
    await database.query('DELETE FROM users WHERE id = $1', [ada]);
    await expect(tokens.verify(token)).rejects.toThrow(InvalidTokenError);
    await expect(tokens.issue(ada, input())).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a token that is not one', () => {
  it('is refused without a look-up, after any change of a character too', async () => {
    const { token } = await tokens.issue(await addUser(), input());
    const asked = await statementsOf(async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'Aa0_-. é'), async (at, character) => {
          fc.pre(token[at] !== character);
          const changed = token.slice(0, at) + character + token.slice(at + 1);
          await expect(tokens.verify(changed)).rejects.toThrow(InvalidTokenError);
        }),
      );
      await fc.assert(
        fc.asyncProperty(fc.string(), async (text) => {
          await expect(tokens.verify(text)).rejects.toThrow(InvalidTokenError);
          await expect(tokens.verify(`todo_pat_${text}`)).rejects.toThrow(InvalidTokenError);
        }),
      );
      for (const other of [token.slice(0, -1), `${token}0`, ` ${token}`, `${token}\n`, token.toLowerCase()])
        await expect(tokens.verify(other), other).rejects.toThrow(InvalidTokenError);
    });
    expect(asked).toEqual([]);
  });

  it('is refused when only its secret is wrong, although form and checksum are right', async () => {
    const ada = await addUser();
    const made = await tokens.issue(ada, input());
    let draw = 0;
    // The same id, and a secret of zeros.
    const forged = createPersonalTokens({
      database: {
        query: database.query.bind(database),
        connect: (() =>
          Promise.resolve({ query: () => ({ rowCount: 1 }), release: () => undefined })) as never,
      },
      now: () => time,
      random: (bytes) => {
        draw += 1;
        if (draw > 1) return Buffer.alloc(bytes);
        const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
        const id = [...made.id].reduce((sum, digit) => sum * 62n + BigInt(digits.indexOf(digit)), 0n);
        return Buffer.from(id.toString(16).padStart(bytes * 2, '0'), 'hex');
      },
    });
    const { id, token } = await forged.issue(ada, input());
    expect(id).toBe(made.id);
    expect(token).not.toBe(made.token);
    await expect(tokens.verify(token)).rejects.toThrow(InvalidTokenError);
    expect((await tokens.verify(made.token)).userId).toBe(ada);
  });
});

describe('the time of the last use', () => {
  it('is written once a minute at most, also when many come at once', async () => {
    const ada = await addUser();
    const { token } = await tokens.issue(ada, input());
    const verifyTen = () =>
      statementsOf(() => Promise.all(Array.from({ length: 10 }, () => tokens.verify(token))));
    const writes = (asked: string[]) => asked.filter((text) => text.startsWith('UPDATE'));

    // Who has read before the first write was there may write as well, which changes nothing any more.
    const someOfTen = expect.toSatisfy((count: number) => count >= 1 && count < 10);
    expect(writes(await verifyTen()).length).toEqual(someOfTen);
    await expect.poll(() => lastUse(ada)).toBe('2026-01-26T10:00:00.000Z');
    time = START + MINUTE - 1;
    expect(await verifyTen()).toHaveLength(10);
    time = START + MINUTE;
    expect(writes(await verifyTen()).length).toEqual(someOfTen);
    await expect.poll(() => lastUse(ada)).toBe('2026-01-26T10:01:00.000Z');
  });

  it('is not waited for, and a failure to write it harms nobody', async () => {
    const ada = await addUser();
    const { id, token } = await tokens.issue(ada, input());
    const holder = await database.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM personal_tokens WHERE id = $1 FOR UPDATE', [id]);
    expect((await tokens.verify(token)).userId).toBe(ada);
    expect(await lastUse(ada)).toBeNull();
    // The write that waits is ended from outside.
    const cancelled = () =>
      database.query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE personal_tokens%'`,
      );
    await expect.poll(async () => (await cancelled()).rowCount).toBe(1);
    await holder.query('ROLLBACK');
    holder.release();
    // The next use tries again.
    await expect
      .poll(async () => {
        await tokens.verify(token);
        return lastUse(ada);
      })
      .toBe('2026-01-26T10:00:00.000Z');
  });
});

describe('the number of tokens', () => {
  it('has a limit that many at once do not get round, and that a revocation makes room under', async () => {
    const ada = await addUser();
    const bob = await addUser();
    for (let made = 0; made < LIMITS.tokens.max - 2; made += 1) await tokens.issue(ada, input());
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => createReplica().issue(ada, input())),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'too_many_tokens' });
    const list = await tokens.list(ada);
    expect(list).toHaveLength(LIMITS.tokens.max);
    await tokens.issue(bob, input());
    await tokens.revoke(ada, list[0]?.id ?? '');
    await tokens.issue(ada, input());
  });
});

describe('the table', () => {
  const insert = (fields: { name?: string; scopes?: string[] }) =>
    database.query(
      `INSERT INTO personal_tokens (id, user_id, name, scopes, digest, created_at, expires_at)
       VALUES (gen_random_uuid()::text, $1, $2, $3::text[], sha256(''), now(), now())`,
      [`user-${users}`, fields.name ?? 'x', fields.scopes ?? ['tasks:read']],
    );

  it('has the limits of the contract', async () => {
    await addUser();
    await insert({ name: '𝒳'.repeat(LIMITS.tokenName.max) });
    await insert({ scopes: ['tasks:read', 'tasks:write'] });
    for (const name of ['x'.repeat(LIMITS.tokenName.max + 1), 'x'.repeat(LIMITS.tokenName.min - 1)])
      await expect(insert({ name })).rejects.toMatchObject({ constraint: 'personal_tokens_name_length' });
    for (const scopes of [[], ['tasks:read', 'admin']])
      await expect(insert({ scopes })).rejects.toMatchObject({ constraint: 'personal_tokens_scopes_known' });
  });
});
