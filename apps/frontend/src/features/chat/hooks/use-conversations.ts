'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { chatKeys } from '../model/chat';
import { useAssistant } from './use-assistant';
import { useTalk } from './use-chat';

/** The conversations of the person, the newest first. */
export const useConversations = () => {
  const { api } = useTalk();
  const { isOpen } = useAssistant();
  return useInfiniteQuery({
    queryKey: chatKeys.conversations,
    queryFn: ({ pageParam, signal }) => api.conversations(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: isOpen,
    staleTime: 0,
  });
};
