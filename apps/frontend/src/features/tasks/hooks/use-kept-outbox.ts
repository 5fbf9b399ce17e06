'use client';

import { useEffect } from 'react';
import { listenToOtherTabs } from '@/features/auth/hooks/session-channel';
import type { SignedOutSignal } from '@/features/auth/hooks/signed-out';
import { randomId } from '@/lib/random';
import { useLater } from '@/lib/use-later';
import type { TaskStore } from '../model/task-store';

const load = async () => {
  const [keeper] = await Promise.all([
    import('../model/outbox-keeper'),
    import('../model/send-change'),
    // To be there when something fails.
    import('../model/failure-toast'),
  ]);
  return keeper;
};

/** Keeps what is not saved yet over a reload, and has it sent as soon as there is reason to think that it can be. */
export const useKeptOutbox = (
  { outbox, adopt }: TaskStore,
  userId: string,
  signedOut: SignedOutSignal,
): void => {
  const loaded = useLater(load, 0);
  useEffect(() => {
    if (!loaded) return;
    let close = (): void => undefined;
    let left = false;
    void load().then(({ openKeeper }) => {
      if (left) return;
      const keeper = openKeeper({ userId, page: randomId(), adopt });
      outbox.keepIn(keeper);
      // After a sign-out nothing is kept on this device, until the same person is back.
      const stopListening = listenToOtherTabs((news) =>
        outbox.keepIn(news.type === 'signed-in' && news.userId === userId ? keeper : null),
      );
      close = () => {
        stopListening();
        keeper.close();
      };
    });
    return () => {
      left = true;
      close();
    };
  }, [loaded, outbox, adopt, userId]);

  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    addEventListener('online', outbox.wake, { signal });
    document.addEventListener('visibilitychange', outbox.wake, { signal });
    const warn = (event: BeforeUnloadEvent) => {
      // Then the page may be loaded for somebody else, who is not asked.
      if (outbox.hasUnkept() && !signedOut.get()) event.preventDefault();
    };
    addEventListener('beforeunload', warn, { signal });
    return () => ended.abort();
  }, [outbox, signedOut]);
};
