'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { LIMITS, type TrashedTask } from '@todo/contracts';
import { RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button, IconButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useToasts } from '@/components/ui/toast';
import { messageOf } from '@/lib/api';
import { loadPatiently } from '@/lib/load-patiently';
import { useOperations } from '../hooks/use-operations';
import { ANCHOR, useRowFocus } from '../hooks/use-row-focus';
import { useTasks } from '../hooks/use-tasks';
import { itemsOf } from '../model/operations';
import type { TrashPage } from '../model/task-api';
import { taskKeys } from '../model/task-store';
import { doneToast, quoted } from '../model/words';
import { TaskSkeleton } from './task-skeleton';

const ConfirmDialog = lazy(loadPatiently(() => import('./confirm-dialog')));

type Question = { kind: 'one'; task: TrashedTask } | { kind: 'all' };

/** The deleted tasks: back to the list, or gone for good. */
export const TrashBoard = ({ initial }: { initial: TrashPage | null }) => {
  const { api, store, calendar, now, startEvents } = useTasks();
  const toasts = useToasts();
  const operations = useOperations();
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const trash = useInfiniteQuery({
    queryKey: taskKeys.trash,
    queryFn: ({ pageParam, signal }) => api.trash(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // The server may have read it before a deletion that was on its way, and whose event came before this page.
    refetchOnMount: 'always',
    ...(initial === null ? {} : { initialData: { pages: [initial], pageParams: [null] } }),
  });
  useEffect(() => startEvents(null), [startEvents]);

  const { data } = trash;
  const rows = useMemo(() => {
    const leaving = new Set(operations.flatMap(itemsOf).map(({ key }) => key));
    return data?.pages
      .flatMap((page) => page.tasks)
      .map((task) => ({ key: store.keyOf(task.id), task }))
      .filter(({ key }) => !leaving.has(key));
  }, [data, operations, store]);
  const { listProps } = useRowFocus(
    useMemo(() => rows?.map(({ key }) => key) ?? [], [rows]),
    () => heading.current,
  );

  const restore = (key: string, task: TrashedTask) => {
    const { deleted_at: _, ...restored } = task;
    void store.perform({ kind: 'restore', key, task: restored });
    toasts.show({
      id: doneToast(key),
      message: `Restored ${quoted(task.title)}.`,
      action: { label: 'Undo', onSelect: () => void store.perform({ kind: 'delete', key, task: restored }) },
    });
  };
  const carryOut = async (asked: Question): Promise<void> => {
    if (asked.kind === 'all') return store.emptyTrash();
    const { deleted_at: _, ...task } = asked.task;
    void store.perform({ kind: 'purge', key: store.keyOf(task.id), task });
  };

  return (
    <div className="pt-4 pb-16 sm:pt-8">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-4">
        <div>
          <h1 ref={heading} tabIndex={-1} className="w-fit rounded text-title font-bold tracking-tight">
            Trash
          </h1>
          <p className="text-small text-soft">
            Deleted tasks are kept for {LIMITS.trashDays} days and can be restored until then.
          </p>
        </div>
        {rows !== undefined && rows.length > 0 && (
          <Button onClick={() => setQuestion({ kind: 'all' })}>Empty trash</Button>
        )}
      </div>
      {trash.isError && (
        <Banner
          tone="danger"
          action={
            <Button onClick={() => void trash.refetch()} busy={trash.isFetching}>
              Load again
            </Button>
          }
        >
          The trash could not be loaded. {messageOf(trash.error)}
        </Banner>
      )}
      {rows === undefined && !trash.isError && <TaskSkeleton />}
      {rows?.length === 0 && (
        <EmptyState title="The trash is empty">What you delete waits here before it is gone.</EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
        <ul aria-label="Deleted tasks" role="list" className="border-t border-line" {...listProps}>
          {rows.map(({ key, task }) => (
            <li
              key={key}
              data-row={key}
              className="flex min-h-11 items-center gap-3 border-b border-line py-1.5"
            >
              <div className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-3">
                <p dir="auto" className="line-clamp-2 flex-1 wrap-anywhere">
                  {task.title}
                </p>
                <p className="text-small text-soft" suppressHydrationWarning>
                  deleted {calendar.ago(Date.parse(task.deleted_at), now)}
                </p>
              </div>
              <div className="flex items-center gap-1">
                <IconButton
                  {...{ [ANCHOR]: '' }}
                  label={`Restore ${task.title}`}
                  onClick={() => restore(key, task)}
                >
                  <RotateCcw aria-hidden size={16} strokeWidth={1.75} />
                </IconButton>
                <IconButton
                  label={`Delete ${task.title} for good`}
                  onClick={() => setQuestion({ kind: 'one', task })}
                >
                  <Trash2 aria-hidden size={16} strokeWidth={1.75} />
                </IconButton>
              </div>
            </li>
          ))}
        </ul>
      )}
      {trash.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button variant="quiet" onClick={() => void trash.fetchNextPage()} busy={trash.isFetchingNextPage}>
            Load more
          </Button>
        </div>
      )}
      {question !== null && (
        <Suspense>
          <ConfirmDialog
            title={question.kind === 'all' ? 'Empty the trash?' : 'Delete for good?'}
            description={
              question.kind === 'all'
                ? 'Every task in the trash will be gone. This can’t be undone.'
                : `${quoted(question.task.title)} will be gone. This can’t be undone.`
            }
            confirm={question.kind === 'all' ? 'Empty trash' : 'Delete for good'}
            onConfirm={() => carryOut(question)}
            onClosed={() => setQuestion(null)}
          />
        </Suspense>
      )}
    </div>
  );
};
