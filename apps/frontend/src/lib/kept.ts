import { clear, createStore, type UseStore } from 'idb-keyval';

/** What this browser keeps of one person over a reload: nobody else's pages read it. */
export const keptOf = (userId: string): UseStore => createStore(`todo-${userId}`, 'unsaved');

/** Forgets it. Resolves also where nothing can be kept. */
export const forgetKept = (userId: string): Promise<void> => clear(keptOf(userId)).catch(() => undefined);
