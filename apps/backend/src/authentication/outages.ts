import { AsyncLocalStorage } from 'node:async_hooks';
import { isUnavailable } from '@todo/tasks';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { createRestingStorage } from './resting-storage.js';

export interface Outages {
  /** The pool for the work that is watched. */
  readonly pool: PostgresPool;
  /** Runs work; when the database was away during it, it fails with the database's own error. */
  watch<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * better-auth turns every error of the database into one of its own, most often "not signed in", or into
 * none at all: a browser would send a person away for an outage of a second. This keeps what really happened.
 */
export const createOutages = (pool: Pool): Outages => {
  const underWay = new AsyncLocalStorage<{ outage?: unknown }>();
  const withStorage = createRestingStorage(underWay);

  const noting = async <Result>(attempt: Promise<Result>): Promise<Result> => {
    try {
      return await attempt;
    } catch (error) {
      const work = underWay.getStore();
      if (work !== undefined && isUnavailable(error)) work.outage ??= error;
      throw error;
    }
  };

  /** Kysely gives every connection back as good: one that has failed must not be used again. */
  const watched = (client: PoolClient): PostgresPoolClient => {
    let broken = false;
    const query = (...statement: Parameters<PoolClient['query']>): Promise<unknown> =>
      noting(
        (client.query as (...statement: unknown[]) => Promise<unknown>)(...statement).catch(
          (error: unknown) => {
            broken ||= isUnavailable(error);
            throw error;
          },
        ),
      );
    return { query: query as PostgresPoolClient['query'], release: () => client.release(broken) };
  };

  return {
    pool: {
      connect: async () => watched(await noting(pool.connect())),
      end: () => pool.end(),
    },
    watch: async (work) => {
      const seen: { outage?: unknown } = {};
      const result = await withStorage(() => underWay.run(seen, work)).catch((error: unknown) => {
        throw seen.outage ?? error;
      });
      // Also when all seems well: a sign-out that could not delete the session is none.
      if (seen.outage !== undefined) throw seen.outage;
      return result;
    },
  };
};
