import { type Conversation, fieldError } from '@todo/contracts';
import { z } from 'zod';

const place = z.tuple([z.iso.datetime(), z.int().min(1)]);

/** The cursor after a conversation in the list of those used last. */
export const encodePlace = ({ updated_at, id }: Conversation): string =>
  Buffer.from(JSON.stringify([updated_at, id])).toString('base64url');

/** @throws ProblemError `validation_failed` when it is damaged */
export const decodePlace = (cursor: string): { updatedAt: string; id: number } => {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    // Refused below.
  }
  const found = place.safeParse(value);
  if (!found.success) throw fieldError('cursor', 'is not one that a list gave');
  const [updatedAt, id] = found.data;
  return { updatedAt, id };
};
