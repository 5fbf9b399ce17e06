import { fieldError, idempotencyKey } from '@todo/contracts';
import { fingerprintOf, type Idempotency } from '@todo/tasks';

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
  return { route, key: key.data, fingerprint: fingerprintOf(body) };
};
