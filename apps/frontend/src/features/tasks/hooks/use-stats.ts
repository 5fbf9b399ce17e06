'use client';

import { useQuery } from '@tanstack/react-query';
import type { TaskStats } from '@todo/contracts';
import { useMemo } from 'react';
import { foldOperations, moveStats } from '../model/operations';
import { taskKeys } from '../model/task-store';
import { useOperations } from './use-operations';
import { useTasks } from './use-tasks';

/** How many tasks there are, with what was done here and is not saved yet; undefined while it is not known. */
export const useStats = (initial: TaskStats | null): TaskStats | undefined => {
  const { api, store, calendar, now } = useTasks();
  const operations = useOperations();
  const { data } = useQuery({
    queryKey: taskKeys.stats,
    queryFn: ({ signal }) => api.stats(signal),
    staleTime: Number.POSITIVE_INFINITY,
    ...(initial === null ? {} : { initialData: initial }),
  });
  return useMemo(() => {
    let stats = data;
    for (const [key, task] of foldOperations(operations, store.lookUp))
      stats = stats && moveStats(stats, store.lookUp(key) ?? null, task, { now, calendar });
    return stats;
  }, [data, operations, store, now, calendar]);
};
