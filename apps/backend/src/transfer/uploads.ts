import type { Readable } from 'node:stream';
import { LIMITS, ProblemError } from '@todo/contracts';
import pLimit from 'p-limit';

/** Files that a replica takes in at the same time, 8 MiB of memory each. */
const MAX_AT_ONCE = 4;
/** Seconds after which one that was sent away should come again. */
const RETRY_AFTER = 5;

const tooLarge = (): ProblemError =>
  new ProblemError('body_too_large', {
    detail: `A file may have ${LIMITS.import.body / (1024 * 1024)} MiB at most. Nothing was imported: divide it.`,
  });

const readAll = async (body: Readable, announced: number): Promise<Buffer> => {
  if (announced > LIMITS.import.body) throw tooLarge();
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LIMITS.import.body) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/**
 * Takes files in, a few at a time and one per person, and has one of them worked on at a time: that takes a lot of
 * memory for some seconds, and shares the event loop with everybody's requests.
 */
export const createUploads = () => {
  const users = new Set<string>();
  const inTurn = pLimit(1);

  return {
    /**
     * @param announced the Content-Length, NaN without one
     * @throws ProblemError `body_too_large`; `unavailable` and `rate_limited` when there are too many
     */
    async take<Result>(
      userId: string,
      body: Readable,
      announced: number,
      work: (bytes: Buffer) => Promise<Result>,
    ): Promise<Result> {
      if (users.has(userId))
        throw new ProblemError('rate_limited', {
          detail: 'Another import of yours is under way. Try again when it is done.',
          retryAfter: RETRY_AFTER,
        });
      if (users.size >= MAX_AT_ONCE)
        throw new ProblemError('unavailable', {
          detail: 'Other imports are under way. Try again.',
          retryAfter: RETRY_AFTER,
        });
      users.add(userId);
      try {
        const bytes = await readAll(body, announced);
        return await inTurn(() => work(bytes));
      } finally {
        users.delete(userId);
      }
    },
  };
};
