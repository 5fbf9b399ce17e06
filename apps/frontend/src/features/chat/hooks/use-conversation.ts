'use client';

import { skipToken, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useIsSignedOut } from '@/features/auth/hooks/signed-out';
import { chatKeys, shownTurns, type Thread, turnToFollow } from '../model/chat';
import { useAssistant } from './use-assistant';
import { useChatState, useTalk } from './use-chat';

const subscribeToVisibility = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};

/** The turns of one conversation, listened to while somebody looks. */
export const useConversation = (thread: Thread) => {
  const { isOpen } = useAssistant();
  const { api, chat } = useTalk();
  const state = useChatState();
  const isSignedOut = useIsSignedOut();
  const isVisible = useSyncExternalStore(
    subscribeToVisibility,
    () => document.visibilityState === 'visible',
    () => false,
  );
  const id = typeof thread === 'number' ? thread : null;
  const query = useInfiniteQuery({
    queryKey: chatKeys.turns(id ?? 0),
    queryFn: id === null || !isOpen ? skipToken : ({ pageParam, signal }) => api.turns(id, pageParam, signal),
    initialPageParam: null as Record<string, string> | null,
    getNextPageParam: (page) => page.earlier,
    // Other tabs tell what they do here; a look at the page finds what happened elsewhere.
    staleTime: 0,
  });
  const pages = query.data?.pages;
  const turns = useMemo(
    () => (id === null ? [] : pages && shownTurns(pages, state.live)),
    [id, pages, state.live],
  );
  const outgoing = useMemo(
    () => state.outgoing.filter((said) => said.thread === thread),
    [state.outgoing, thread],
  );

  const open = turns && turnToFollow(turns);
  const openId = open?.turn_id;
  const isListening = isOpen && isVisible && !isSignedOut;
  // The turn changes with every word, its number does not.
  useEffect(
    () => (open === undefined || !isListening ? undefined : chat.follow(open)),
    [chat, openId, isListening],
  );
  return { ...query, turns, outgoing, open };
};
