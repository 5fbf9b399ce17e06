import { del, set, setMany, values } from 'idb-keyval';
import { createElection, type Election } from '@/features/events/model/election';
import { keptOf } from '@/lib/kept';
import type { Keeper, KeptChange } from './outbox';

/** A kept change, and the page that it is for. */
interface Record extends KeptChange {
  page: string;
}

/**
 * Keeps the unsaved changes of one person in IndexedDB. Each belongs to the page in which it was made, which alone
 * sends it; when that page is gone, one of the others takes it over with `adopt`.
 */
export const openKeeper = (deps: {
  userId: string;
  page: string;
  adopt: (changes: readonly KeptChange[]) => void;
}): Keeper & { close: () => void } => {
  const { userId, page } = deps;
  const store = keptOf(userId);
  const lockOf = (name: string): string => `todo-unsaved-${userId}-${name}`;
  const channel = new BroadcastChannel(`todo-unsaved-${userId}`);
  const waitedFor = new Map<string, Election>();

  const kept = async (): Promise<Record[]> => {
    const records = await values<Record>(store);
    return records.sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  const takeOver = async (gone: string): Promise<void> => {
    const changes = (await kept()).filter((record) => record.page === gone);
    await setMany(
      changes.map((record) => [record.id, { ...record, page }]),
      store,
    );
    waitedFor.get(gone)?.stop();
    waitedFor.delete(gone);
    deps.adopt(changes.map(({ page: _, ...change }) => change));
  };

  const awaitEndOf = (other: string): void => {
    if (other === page || waitedFor.has(other)) return;
    const election = createElection(lockOf(other), () => void takeOver(other).catch(() => undefined));
    waitedFor.set(other, election);
    election.start();
  };

  // As long as this page holds its own lock, what it keeps is its own.
  let election: Election | undefined;
  const held = new Promise<void>((resolve) => {
    election = createElection(lockOf(page), () => resolve());
    election.start();
  });
  let last: Promise<void> = held
    .then(async () => {
      for (const record of await kept()) awaitEndOf(record.page);
    })
    .catch(() => undefined);
  /** One after the other: what was put and removed again must be gone in the end. */
  const next = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  channel.addEventListener('message', ({ data }: MessageEvent<string>) => awaitEndOf(data));

  return {
    put: (change) =>
      next(async () => {
        await set(change.id, { ...change, page }, store);
        channel.postMessage(page);
      }),
    remove: (id) => next(() => del(id, store)),
    close: () => {
      channel.close();
      election?.stop();
      for (const waiting of waitedFor.values()) waiting.stop();
    },
  };
};
