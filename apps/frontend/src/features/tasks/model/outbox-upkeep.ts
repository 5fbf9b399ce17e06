import { listenToOtherTabs } from '@/features/auth/hooks/session-channel';
import type { SignedOutSignal } from '@/features/auth/hooks/signed-out';
import { ApiProblem } from '@/lib/api';
import { randomId } from '@/lib/random';
import { withKeys } from './operations';
import type { KeptChange } from './outbox';
import { openKeeper } from './outbox-keeper';
import type { TaskStore } from './task-store';

/** Takes over what a page that is gone has left unsaved. */
const adopt = (changes: readonly KeptChange[], { outbox, keyOf, withTemporaryId, onFailure }: TaskStore) => {
  const unsaved = changes.flatMap((change): KeptChange[] => {
    const { id, refused } = change;
    // A row has a key for each page.
    const operation = withKeys(change.operation, (key) => {
      const known = change.ids[key];
      return known === undefined ? key : keyOf(known);
    });
    if (refused !== undefined) {
      const error = new ApiProblem(refused.message, { ...refused, fields: {}, retryAfter: null });
      onFailure(operation, error, () => outbox.forget(id));
      return [];
    }
    if (operation.kind !== 'create') return [{ ...change, operation }];
    // Its temporary number may be another's here.
    return [{ ...change, operation: { ...operation, task: withTemporaryId(operation.key, operation.task) } }];
  });
  outbox.adopt(unsaved);
};

/** Until `signal` ends: keeps what is not saved yet on this device, and wakes the outbox when something has changed. */
export const keepUp = (
  store: TaskStore,
  { userId, signedOut, signal }: { userId: string; signedOut: SignedOutSignal; signal: AbortSignal },
): void => {
  if (signal.aborted) return;
  const { outbox } = store;
  const keeper = openKeeper({ userId, page: randomId(), adopt: (changes) => adopt(changes, store) });
  outbox.keepIn(keeper);
  // After a sign-out nothing is kept on this device, until the same person is back.
  const stopListening = listenToOtherTabs((news) =>
    outbox.keepIn(news.type === 'signed-in' && news.userId === userId ? keeper : null),
  );
  signal.addEventListener('abort', () => {
    stopListening();
    keeper.close();
  });
  addEventListener('online', outbox.wake, { signal });
  document.addEventListener('visibilitychange', outbox.wake, { signal });
  const warn = (event: BeforeUnloadEvent) => {
    // Then the page may be loaded for somebody else, who is not asked.
    if (outbox.hasUnkept() && !signedOut.get()) event.preventDefault();
  };
  addEventListener('beforeunload', warn, { signal });
};
