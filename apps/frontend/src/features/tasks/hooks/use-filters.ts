'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { filtersToSearch, parseFilters, type TaskFilters } from '../model/filters';

/** The address of the list with these filters. */
export const tasksHref = (filters: TaskFilters): string => {
  const search = filtersToSearch(filters).toString();
  return search === '' ? '/tasks' : `/tasks?${search}`;
};

/** The filters in the address. Setting them keeps the page; `replace` leaves no step to go back to. */
export const useFilters = (): [
  TaskFilters,
  (filters: TaskFilters, options?: { replace: boolean }) => void,
] => {
  const search = useSearchParams();
  const filters = useMemo(() => parseFilters(search), [search]);
  const setFilters = useCallback((next: TaskFilters, options = { replace: false }) => {
    if (options.replace) window.history.replaceState(null, '', tasksHref(next));
    else window.history.pushState(null, '', tasksHref(next));
  }, []);
  return [filters, setFilters];
};
