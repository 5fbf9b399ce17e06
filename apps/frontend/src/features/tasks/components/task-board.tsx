'use client';

import type { TaskStats } from '@todo/contracts';
import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useCommands } from '@/features/commands/hooks/use-commands';
import { messageOf } from '@/lib/api';
import { useFilters } from '../hooks/use-filters';
import { useStats } from '../hooks/use-stats';
import { useTaskList } from '../hooks/use-task-list';
import { useTasks } from '../hooks/use-tasks';
import { DEFAULT_FILTERS, filtersToSearch, hasFacet, isNarrowed, type TaskFilters } from '../model/filters';
import { matches } from '../model/match';
import type { TaskPage } from '../model/pages';
import { AddTask } from './add-task';
import { type ListCommands, TaskList } from './task-list';
import { TaskSkeleton } from './task-skeleton';
import { TaskToolbar } from './task-toolbar';

interface TaskBoardProps {
  /** What the server has read already for the filters of the address; null when it could not. */
  initial: { filters: TaskFilters; page: TaskPage; stats: TaskStats } | null;
}

const sameList = (a: TaskFilters, b: TaskFilters): boolean =>
  filtersToSearch(a).toString() === filtersToSearch(b).toString();

/** The list of tasks with everything around it. */
export const TaskBoard = ({ initial }: TaskBoardProps) => {
  const { calendar, now, store } = useTasks();
  const [filters, setFilters] = useFilters();
  const list = useTaskList(
    filters,
    initial !== null && sameList(initial.filters, filters) ? initial.page : null,
  );
  const stats = useStats(initial?.stats ?? null);
  const addInput = useRef<HTMLInputElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const commands = useRef<ListCommands>(null);
  const end = useRef<HTMLDivElement>(null);
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData, isFetching } = list;

  useCommands({
    'new-task': () => addInput.current?.focus(),
    search: () => {
      searchInput.current?.focus();
      searchInput.current?.select();
    },
    'next-task': () => commands.current?.move(1),
    'previous-task': () => commands.current?.move(-1),
    complete: () => commands.current?.complete(),
    edit: () => commands.current?.edit(),
    delete: () => commands.current?.remove(),
    undo: () => commands.current?.undo(),
    'select-task': () => commands.current?.select(),
    'extend-down': () => commands.current?.extend(1),
    'extend-up': () => commands.current?.extend(-1),
  });

  // An address that names a task of the list gives it the focus, once.
  const named = useSearchParams().get('task');
  const isThere = rows !== undefined;
  const showNamed = useEffectEvent((id: string) => {
    commands.current?.show(store.keyOf(Number(id)));
    setFilters(filters, { replace: true });
  });
  useEffect(() => {
    if (named !== null && isThere) showNamed(named);
  }, [named, isThere]);

  // The next page comes before its end is seen.
  useEffect(() => {
    const element = end.current;
    if (element === null || !hasNextPage || isFetching) return;
    const observer = new IntersectionObserver(
      // Several at once when the page was busy: the last one is how it is now.
      (entries) => entries.at(-1)?.isIntersecting && void fetchNextPage({ cancelRefetch: false }),
      { rootMargin: '800px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, fetchNextPage]);

  // There is no list of all tags: these are the ones seen so far.
  const tags = useMemo(() => {
    const seen = new Map<string, string>();
    for (const task of [...store.knowledge.tasks(), ...(rows?.map((row) => row.task) ?? [])])
      for (const tag of task.tags) if (!seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag);
    return [...seen.values()].sort((a, b) => a.localeCompare(b));
  }, [store, rows]);

  const showAll = () => setFilters({ ...DEFAULT_FILTERS, sort: filters.sort, order: filters.order });
  const narrowed = isNarrowed(filters);
  const empty = rows?.length === 0 && !isPlaceholderData;

  return (
    <div className="pt-4 pb-40 sm:pt-8 sm:pb-28">
      <h1 className="text-title font-bold tracking-tight">Tasks</h1>
      <p className="min-h-[1.4em] text-small text-soft sm:mb-4">
        {stats !== undefined && stats.total > 0 && (
          <>
            {stats.pending === 0 ? 'All done' : `${calendar.number(stats.pending)} to do`}
            {stats.overdue > 0 && `, ${calendar.number(stats.overdue)} overdue`}
          </>
        )}
      </p>
      <AddTask input={addInput} filters={filters} onFilters={setFilters} />
      <div className="pt-3 pb-1 sm:pt-1">
        <TaskToolbar
          filters={filters}
          onFilters={setFilters}
          stats={stats}
          tags={tags}
          search={searchInput}
          onSelect={() => commands.current?.select()}
        />
      </div>
      <p aria-live="polite" className="sr-only">
        {narrowed && rows !== undefined && !isPlaceholderData && tasksInWords(rows.length, hasNextPage)}
      </p>

      {list.isError && (
        <Banner
          tone="danger"
          className="my-3"
          action={
            <Button onClick={() => void list.refetch()} busy={isFetching}>
              Load again
            </Button>
          }
        >
          The tasks could not be loaded. {messageOf(list.error)}
        </Banner>
      )}
      {rows === undefined && !list.isError && <TaskSkeleton />}
      {rows !== undefined && (
        <TaskList
          rows={rows}
          commands={commands}
          tags={tags}
          busy={isPlaceholderData || list.isRefetching}
          staysInView={(task) => matches(task, filters, { now, calendar })}
          onTag={(tag) => setFilters({ ...filters, tag })}
          fallbackFocus={() => addInput.current}
        />
      )}
      {empty &&
        !list.isError &&
        (narrowed ? (
          <EmptyState title="Nothing here" action={<Button onClick={showAll}>Show all tasks</Button>}>
            {emptyWords(filters)}
          </EmptyState>
        ) : (
          <EmptyState
            title="Nothing to do yet"
            action={
              <Button variant="primary" onClick={() => addInput.current?.focus()}>
                Add your first task
              </Button>
            }
          >
            Write down the first thing that is on your mind, and press Enter.
          </EmptyState>
        ))}
      <div ref={end} className="flex justify-center pt-4">
        {hasNextPage && (
          <Button variant="quiet" onClick={() => void fetchNextPage()} busy={isFetchingNextPage}>
            {isFetchingNextPage ? 'Loading more' : 'Load more'}
          </Button>
        )}
      </div>
    </div>
  );
};

const tasksInWords = (count: number, more: boolean): string =>
  `${more ? 'More than ' : ''}${count} ${count === 1 ? 'task' : 'tasks'}`;

const emptyWords = (filters: TaskFilters): string => {
  const { status, q, due } = filters;
  if (q !== '' && (hasFacet(filters) || status !== 'all'))
    return `No task has “${q}” in its title or description with these filters.`;
  if (q !== '') return `No task has “${q}” in its title or description.`;
  if (status === 'completed') return 'No completed task matches. What you check off appears here.';
  if (due === 'overdue') return 'Nothing is overdue.';
  if (status === 'pending') return 'Everything in this view is done.';
  return 'No task matches these filters.';
};
