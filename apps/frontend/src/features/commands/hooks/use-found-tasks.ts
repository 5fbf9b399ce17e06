'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Task } from '@todo/contracts';
import { useEffect, useState } from 'react';
import { useUser } from '@/features/auth/hooks/user';
import { api } from '@/lib/api';

/** Milliseconds without a key after which tasks are looked for. */
const TYPING_PAUSE = 150;
const SHOWN = 8;

/** The newest tasks with these words; `isPending` until they are known for what is typed now. */
export const useFoundTasks = (typed: string): { tasks: readonly Task[]; isPending: boolean } => {
  const { id } = useUser();
  const [query, setQuery] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, isFetching } = useQuery({
    queryKey: ['found-tasks', query],
    queryFn: async ({ signal }) =>
      (
        await api<Task[]>('GET', `/api/${encodeURIComponent(id)}/tasks`, {
          query: { q: query, limit: SHOWN },
          signal,
        })
      ).data,
    enabled: query !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (typed === '') return { tasks: [], isPending: false };
  return { tasks: data ?? [], isPending: isFetching || query !== typed };
};
