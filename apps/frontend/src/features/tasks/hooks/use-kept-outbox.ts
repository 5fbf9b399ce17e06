'use client';

import { useEffect } from 'react';
import type { SignedOutSignal } from '@/features/auth/hooks/signed-out';
import { useLater } from '@/lib/use-later';
import type { TaskStore } from '../model/task-store';

const load = async () => {
  const [upkeep] = await Promise.all([import('../model/outbox-upkeep'), import('../model/send-change')]);
  return upkeep;
};

/** Keeps what is not saved yet over a reload, and has it sent as soon as there is reason to think that it can be. */
export const useKeptOutbox = (store: TaskStore, userId: string, signedOut: SignedOutSignal): void => {
  const loaded = useLater(load, 0);
  useEffect(() => {
    if (!loaded) return;
    const ended = new AbortController();
    void load().then(({ keepUp }) => keepUp(store, { userId, signedOut, signal: ended.signal }));
    return () => ended.abort();
  }, [loaded, store, userId, signedOut]);
};
