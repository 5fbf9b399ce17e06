import { createHash } from 'node:crypto';
import { fieldError, idempotencyKey } from '@todo/contracts';
import type { Idempotency } from '@todo/tasks';

/** Same content, same text, in whatever order the members came. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/**
 * What the Idempotency-Key header asks for, if it is there.
 * @throws ProblemError `validation_failed` when the key is malformed
 */
export const idempotencyOf = (
  header: string | string[] | undefined,
  route: string,
  body: unknown,
): Idempotency | undefined => {
  if (header === undefined) return undefined;
  const key = idempotencyKey.safeParse(header);
  if (!key.success) throw fieldError('Idempotency-Key', key.error.issues[0]?.message ?? 'is not valid');
  return { route, key: key.data, fingerprint: createHash('sha256').update(canonical(body)).digest('hex') };
};
