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

/**
 * Stores the answer in the transaction of the change that it belongs to. False when the key has an answer already,
 * and then the change must be rolled back. A key that is past its time is taken over.
 */
export const storeAnswer = async (
  client: Queryable,
  userId: string,
  { route, key, fingerprint }: Idempotency,
  answer: unknown,
): Promise<boolean> => {
  const { rowCount } = await client.query(
    `INSERT INTO idempotency_keys AS kept (user_id, route, key, fingerprint, result, created_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp())
     ON CONFLICT (user_id, route, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, result = excluded.result, created_at = excluded.created_at
       WHERE kept.created_at < excluded.created_at - make_interval(hours => $6)`,
    [userId, route, key, fingerprint, JSON.stringify(answer), LIMITS.idempotencyHours],
  );
  return rowCount === 1;
};

/** The answer stored under a key, if any. Throws idempotency_key_reused when it belongs to another body. */
export const readAnswer = async (
  database: Queryable,
  userId: string,
  { route, key, fingerprint }: Idempotency,
): Promise<unknown> => {
  const { rows } = await database.query<{ fingerprint: string; result: unknown }>(
    'SELECT fingerprint, result FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3',
    [userId, route, key],
  );
  const [row] = rows;
  if (row !== undefined && row.fingerprint !== fingerprint) throw keyReused();
  return row?.result;
};
