import type { AsyncLocalStorage } from 'node:async_hooks';
import {
  getCurrentAuthContextAsyncLocalStorage,
  getCurrentDBAdapterAsyncLocalStorage,
  getRequestStateAsyncLocalStorage,
} from '@better-auth/core/context';

/**
 * For work that needs AsyncLocalStorage: better-auth's, and `own`. They are switched off when the last work is
 * done and on again by the next, because before Node 24 every promise of a process pays for a storage in use,
 * and that is a fifth of a request for tasks.
 */
export const createRestingStorage = (own: AsyncLocalStorage<unknown>) => {
  const storages = Promise.all([
    getCurrentAuthContextAsyncLocalStorage(),
    getCurrentDBAdapterAsyncLocalStorage(),
    getRequestStateAsyncLocalStorage(),
  ]);
  let underWay = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const all = [own, ...(await storages)];
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      if (underWay === 0) for (const storage of all) storage.disable();
    }
  };
};
