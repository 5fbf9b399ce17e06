'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Task } from '@todo/contracts';
import { useEffect, useMemo } from 'react';
import type { TaskFilters } from '../model/filters';
import { compareTasks, type Moment, matches } from '../model/match';
import { foldOperations, type RowKey } from '../model/operations';
import { flatten, placeTask, type TaskPage } from '../model/pages';
import { taskKeys } from '../model/task-store';
import { useOutbox } from './use-operations';
import { useTasks } from './use-tasks';

/** A task in a list, with a key that it keeps from the moment it was typed. */
export interface Row {
  key: RowKey;
  task: Task;
  /** Whether something that was done to it waits for the server. */
  unsaved: boolean;
}

/** The list for some filters as it will be when everything that was done has been saved. */
export const useTaskList = (filters: TaskFilters, initial: TaskPage | null) => {
  const { api, store, calendar, now, startEvents } = useTasks();
  const { operations, waiting } = useOutbox();
  const moment: Moment = useMemo(() => ({ now, calendar }), [now, calendar]);

  const query = useInfiniteQuery({
    queryKey: taskKeys.list(filters),
    queryFn: ({ pageParam, signal }) => api.list(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Events say what changes.
    staleTime: Number.POSITIVE_INFINITY,
    ...(initial === null ? {} : { initialData: { pages: [initial], pageParams: [null] } }),
    placeholderData: () => {
      // What is known already shows at once; the server's answer completes it.
      const tasks = store.knowledge.tasks().filter((task) => matches(task, filters, moment));
      if (tasks.length === 0) return undefined;
      tasks.sort((a, b) => compareTasks(a, b, filters));
      return { pages: [{ tasks, next: null, eventId: 0 }], pageParams: [null] };
    },
  });
  const { data, isPlaceholderData } = query;

  useEffect(() => {
    if (data === undefined || isPlaceholderData) return;
    for (const page of data.pages) store.learn(page.tasks);
    const [first] = data.pages;
    if (first !== undefined) startEvents(first.eventId);
  }, [data, isPlaceholderData, store, startEvents]);

  const rows = useMemo((): Row[] | undefined => {
    if (data === undefined) return undefined;
    const place = { filters, moment, complete: data.pages.at(-1)?.next == null };
    let tasks: readonly Task[] = flatten(data.pages);
    for (const task of tasks) {
      const newest = store.knowledge.newest(task);
      if (newest !== task) tasks = placeTask(tasks, task.id, newest, place);
    }
    const unsaved = new Set<number>();
    for (const [key, task] of foldOperations(operations, store.lookUp)) {
      // A task that was typed here may still be spoken of by its temporary id.
      const id = store.idOf(key) ?? task?.id;
      if (id === undefined) continue;
      tasks = placeTask(tasks, id, task && { ...task, id }, place);
      if (waiting) unsaved.add(id);
    }
    return tasks.map((task) => ({ key: store.keyOf(task.id), task, unsaved: unsaved.has(task.id) }));
  }, [data, operations, waiting, filters, moment, store]);

  return { ...query, rows };
};
