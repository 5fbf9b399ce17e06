import { ProblemError } from '@todo/contracts';
import pLimit from 'p-limit';

/** scrypt takes 100 ms of a core and 32 MiB; two at once leave two of libuv's four threads to the rest. */
const CONCURRENT = 2;
/** A minute of work for one core. Who comes later is told to come again. */
const WAITING = 200;

export type PasswordWork = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Queues everything that hashes a password.
 * @throws ProblemError `unavailable` when too many wait already
 */
export const createPasswordWork = (): PasswordWork => {
  const limit = pLimit(CONCURRENT);
  return (work) => {
    if (limit.pendingCount >= WAITING)
      throw new ProblemError('unavailable', {
        detail: 'Too many people are signing in. Try again in a minute.',
      });
    return limit(work);
  };
};
