'use client';

import { useCallback, useEffect, useState } from 'react';
import { randomId } from '@/lib/random';
import type { Thread } from '../model/chat';
import { keep, recall } from './tab-storage';

/** Where somebody is in the panel: which conversation is open, and what is being written in each. */
interface Place {
  thread: Thread;
  drafts: Readonly<Record<string, string>>;
}

const newThread = (): string => `new-${randomId()}`;

const recallPlace = (key: string): Place => {
  const kept = recall(key) as Partial<Place> | null;
  return { thread: kept?.thread ?? newThread(), drafts: kept?.drafts ?? {} };
};

const withDraft = (drafts: Place['drafts'], thread: Thread, text: string): Place['drafts'] => {
  const { [thread]: _, ...others } = drafts;
  return text === '' ? others : { ...others, [thread]: text };
};

const moveDraft = (drafts: Place['drafts'], from: Thread, to: Thread): Place['drafts'] =>
  withDraft(withDraft(drafts, to, drafts[from] ?? ''), from, '');

/** The place in the panel, kept for this tab over reloads. */
export const usePlace = (userId: string) => {
  const key = `todo.assistant.${userId}`;
  const [place, setPlace] = useState(() => recallPlace(key));
  useEffect(() => keep(key, place), [key, place]);

  return {
    thread: place.thread,
    draft: place.drafts[place.thread] ?? '',
    open: useCallback((thread: Thread) => setPlace((now) => ({ ...now, thread })), []),
    openNew: useCallback(() => setPlace((now) => ({ ...now, thread: newThread() })), []),
    /** The conversation is gone: what is being written goes into a new one. */
    openAnew: useCallback(
      () =>
        setPlace(({ thread, drafts }) => {
          const next = newThread();
          return { thread: next, drafts: moveDraft(drafts, thread, next) };
        }),
      [],
    ),
    write: useCallback(
      (thread: Thread, text: string) =>
        setPlace((now) => ({ ...now, drafts: withDraft(now.drafts, thread, text) })),
      [],
    ),
    /** Puts text before what is being written. */
    writeBefore: useCallback(
      (thread: Thread, text: string) =>
        setPlace(({ drafts, ...now }) => ({
          ...now,
          drafts: withDraft(drafts, thread, [text, drafts[thread] ?? ''].filter(Boolean).join('\n')),
        })),
      [],
    ),
    /** A new conversation has got its number. */
    rename: useCallback(
      (from: string, to: number) =>
        setPlace(({ thread, drafts }) => ({
          thread: thread === from ? to : thread,
          drafts: moveDraft(drafts, from, to),
        })),
      [],
    ),
  };
};
