import { createHash } from 'node:crypto';
import { fieldError, LIMITS, taskId } from '@todo/contracts';
import { z } from 'zod';

/** A place in a sorted list: the sort key of the last row seen, null at the rows without one, and its id. */
export interface Position {
  key: string | number | null;
  id: number;
}

/** What a sort key may be; anything else never reaches the database. */
export const cursorKey = {
  /** As `createDatabase` gives it, with up to six digits after the second. */
  timestamp: z.iso.datetime().regex(/^[1-9]\d{3}-.{14,21}Z$/),
  text: z
    .string()
    .max(2 * LIMITS.title.max)
    .refine((text) => text.isWellFormed() && !text.includes('\0')),
  rank: z.int().min(1).max(3),
} as const;
export type CursorKey = keyof typeof cursorKey;

const fingerprintOf = (query: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 16);

const payload = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), taskId]);

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** The cursor after a position in the list that `query` (filters, sort and order) describes. */
export const encodeCursor = (query: readonly unknown[], position: Position): string =>
  Buffer.from(JSON.stringify([fingerprintOf(query), position.key, position.id])).toString('base64url');

/**
 * The position of a cursor. It is not signed: whatever it says only narrows the user's own rows. Throws
 * validation_failed on `cursor` when it is damaged or belongs to another query.
 */
export const decodeCursor = (
  query: readonly unknown[],
  cursor: string,
  key: CursorKey,
  nullable: boolean,
): Position => {
  const decoded = payload.safeParse(parse(cursor));
  if (!decoded.success) throw fieldError('cursor', 'is not one that a list gave');
  const [fingerprint, value, id] = decoded.data;
  if (fingerprint !== fingerprintOf(query))
    throw fieldError('cursor', 'belongs to a list with other filters or another order');
  const schema = nullable ? cursorKey[key].nullable() : cursorKey[key];
  if (!schema.safeParse(value).success) throw fieldError('cursor', 'is not one that a list gave');
  return { key: value, id };
};
