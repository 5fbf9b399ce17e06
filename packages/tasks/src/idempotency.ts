import { createHash } from 'node:crypto';
import { LIMITS } from '@todo/contracts';
import type { Queryable } from './database.js';
import { keyReused } from './errors.js';

/** Of a request that may be sent again: its route, its key, and a digest of its body. */
export interface Idempotency {
  route: string;
  key: string;
  /** SHA-256 of the canonical body. */
  fingerprint: string;
}

/** Same content, same text, in whatever order the members came. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** The SHA-256 of a body, whatever the order of its members. */
export const fingerprintOf = (body: unknown): string =>
  createHash('sha256').update(canonical(body)).digest('hex');

/**
 * Stores the answer in the transaction of the change that it belongs to: under the user's lock, and when `readAnswer`
 * found none. A key that is past its time is taken over.
 */
export const storeAnswer = async (
  client: Queryable,
  userId: string,
  { route, key, fingerprint }: Idempotency,
  answer: unknown,
): Promise<void> => {
  await client.query(
    `INSERT INTO idempotency_keys (user_id, route, key, fingerprint, result, created_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp())
     ON CONFLICT (user_id, route, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, result = excluded.result, created_at = excluded.created_at`,
    [userId, route, key, fingerprint, JSON.stringify(answer)],
  );
};

/** The answer under a key that is not past its time, if any. Throws idempotency_key_reused when it is another body's. */
export const readAnswer = async (
  database: Queryable,
  userId: string,
  { route, key, fingerprint }: Idempotency,
): Promise<unknown> => {
  const { rows } = await database.query<{ fingerprint: string; result: unknown }>(
    `SELECT fingerprint, result FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3
       AND created_at >= clock_timestamp() - make_interval(hours => $4)`,
    [userId, route, key, LIMITS.idempotencyHours],
  );
  const [row] = rows;
  if (row !== undefined && row.fingerprint !== fingerprint) throw keyReused();
  return row?.result;
};
