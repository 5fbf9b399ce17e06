import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  type CreatedPersonalToken,
  LIMITS,
  type NewPersonalToken,
  type PersonalToken,
  ProblemError,
  type Scope,
} from '@todo/contracts';
import type { Pool } from 'pg';
import { InvalidTokenError, type VerifiedAccess } from './access-token.js';

export interface PersonalTokens {
  /** @throws ProblemError `too_many_tokens`; `unauthenticated` when the account is gone */
  issue(userId: string, input: NewPersonalToken): Promise<CreatedPersonalToken>;
  /** The newest first; those that have expired too, until they are swept. */
  list(userId: string): Promise<PersonalToken[]>;
  /**
   * From the next verification on it is refused, by every replica.
   * @throws ProblemError `not_found`, also for somebody else's
   */
  revoke(userId: string, id: string): Promise<void>;
  /** @throws InvalidTokenError; any other error is the database's */
  verify(token: string): Promise<VerifiedAccess>;
}

const PREFIX = 'todo_pat_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes, and how many digits of base 62 hold them. */
const ID = { bytes: 9, digits: 13 };
const SECRET = { bytes: 24, digits: 33 };
const CHECKSUM = { digits: 6 };

const some = ({ digits }: { digits: number }): string => `[0-9A-Za-z]{${digits}}`;
const FORM = new RegExp(`^(${PREFIX}(${some(ID)})_${some(SECRET)})(${some(CHECKSUM)})$`);

const DAY = 24 * 60 * 60 * 1000;
/** How exact the time of the last use is, ms. */
const LAST_USE_MS = 60_000;

const base62 = (number: bigint, digits: number): string => {
  let text = '';
  for (let rest = number; text.length < digits; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  return text;
};

/** CRC-32 in base 62, as GitHub's tokens have it: typos and scanners' finds are told apart without a look-up. */
const checksum = (text: string): string => base62(BigInt(crc32(text)), CHECKSUM.digits);

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The id of a token whose form and checksum are right, which says nothing yet about whether it was ever given out. */
const idOf = (token: string): string | null => {
  const [, body = '', id = '', sum] = FORM.exec(token) ?? [];
  return sum !== undefined && sum === checksum(body) ? id : null;
};

/** Whether a bearer token is meant as a personal access token: then nothing else needs to look at it. */
export const isPersonalToken = (token: string): boolean => token.startsWith(PREFIX);

/** Times as numbers, ms since the epoch, so that the parsers of the pool don't matter. */
const milliseconds = (column: string): string =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS ${column}`;

interface Row {
  id: string;
  user_id: string;
  name: string;
  scopes: Scope[];
  digest: Buffer;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
}

const rfc3339 = (time: number): string => new Date(time).toISOString();

const present = (row: Omit<Row, 'user_id' | 'digest'>): PersonalToken => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  created_at: rfc3339(row.created_at),
  expires_at: rfc3339(row.expires_at),
  last_used_at: row.last_used_at === null ? null : rfc3339(row.last_used_at),
});

/**
 * Personal access tokens: `todo_pat_<id>_<secret><checksum>`, of which the database keeps the SHA-256. Every
 * verification asks the database, by primary key and without a cache: that is what makes a revocation hold at once.
 * @param deps.now milliseconds since the epoch
 * @param deps.random so many random bytes, not to be guessed
 */
export const createPersonalTokens = ({
  database,
  now = Date.now,
  random = randomBytes,
}: {
  database: Pick<Pool, 'query' | 'connect'>;
  now?: () => number;
  random?: (bytes: number) => Buffer;
}): PersonalTokens => {
  const randomText = ({ bytes, digits }: { bytes: number; digits: number }): string =>
    base62(BigInt(`0x${random(bytes).toString('hex')}`), digits);

  /** One more row, unless there are too many. Its user's row is locked first, so that two at once are counted one by one. */
  const insert = async (userId: string, row: Omit<Row, 'user_id' | 'last_used_at'>): Promise<boolean> => {
    const client = await database.connect();
    let unfinished = true;
    try {
      await client.query('BEGIN');
      const user = await client.query('SELECT FROM user_counters WHERE user_id = $1 FOR NO KEY UPDATE', [
        userId,
      ]);
      const { rowCount } = await client.query(
        `INSERT INTO personal_tokens (id, user_id, name, scopes, digest, created_at, expires_at)
         SELECT $1, user_id, $3, $4::text[], $5, to_timestamp($6::float8 / 1000), to_timestamp($7::float8 / 1000)
         FROM user_counters
         WHERE user_id = $2 AND (SELECT count(*) FROM personal_tokens WHERE user_id = $2) < $8`,
        [row.id, userId, row.name, row.scopes, row.digest, row.created_at, row.expires_at, LIMITS.tokens.max],
      );
      await client.query('COMMIT');
      unfinished = false;
      if (user.rowCount === 0) throw new ProblemError('unauthenticated');
      return rowCount === 1;
    } finally {
      // A connection in the middle of a transaction is not used again.
      client.release(unfinished);
    }
  };

  /** Tokens whose last use is being written by this process. */
  const noting = new Set<string>();
  const noteUse = (id: string, time: number): void => {
    if (noting.has(id)) return;
    noting.add(id);
    const write = database.query(
      `UPDATE personal_tokens SET last_used_at = to_timestamp($2::float8 / 1000)
       WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= to_timestamp(($2::float8 - $3) / 1000))`,
      [id, time, LAST_USE_MS],
    );
    // It is for the eyes of its owner: with the database away there are other worries.
    void write.catch(() => undefined).finally(() => noting.delete(id));
  };

  return {
    issue: async (userId, { name, scopes, expires_in_days }) => {
      const id = randomText(ID);
      const body = `${PREFIX}${id}_${randomText(SECRET)}`;
      const token = body + checksum(body);
      const time = now();
      const row = { id, name, scopes, created_at: time, expires_at: time + expires_in_days * DAY };
      if (!(await insert(userId, { ...row, digest: digestOf(token) })))
        throw new ProblemError('too_many_tokens', {
          detail: `There are ${LIMITS.tokens.max} access tokens already. Revoke one first.`,
        });
      return { ...present({ ...row, last_used_at: null }), token };
    },

    list: async (userId) => {
      const { rows } = await database.query<Omit<Row, 'user_id' | 'digest'>>(
        `SELECT id, name, scopes, ${milliseconds('created_at')}, ${milliseconds('expires_at')},
           ${milliseconds('last_used_at')}
         FROM personal_tokens AS t WHERE user_id = $1 ORDER BY t.created_at DESC, id`,
        [userId],
      );
      return rows.map(present);
    },

    revoke: async (userId, id) => {
      const { rowCount } = await database.query(
        'DELETE FROM personal_tokens WHERE user_id = $1 AND id = $2',
        [userId, id],
      );
      if (rowCount === 0) throw new ProblemError('not_found', { detail: 'There is no such access token.' });
    },

    verify: async (token) => {
      const id = idOf(token);
      if (id === null) throw new InvalidTokenError('the access token is not well-formed');
      const { rows } = await database.query<
        Pick<Row, 'user_id' | 'scopes' | 'digest' | 'expires_at' | 'last_used_at'>
      >(
        `SELECT user_id, scopes, digest, ${milliseconds('expires_at')}, ${milliseconds('last_used_at')}
         FROM personal_tokens WHERE id = $1`,
        [id],
      );
      const [row] = rows;
      const time = now();
      if (row === undefined || !timingSafeEqual(row.digest, digestOf(token)) || row.expires_at <= time)
        throw new InvalidTokenError('the access token is not valid, or not any more');
      if (row.last_used_at === null || row.last_used_at <= time - LAST_USE_MS) noteUse(id, time);
      return { userId: row.user_id, scopes: row.scopes, tokenId: id, expiresAt: row.expires_at };
    },
  };
};
