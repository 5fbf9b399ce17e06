import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { LIMITS, type NewTaskInput, type Task, type TaskEvent, type TaskStats } from '@todo/contracts';
import { ApiProblem } from '@/lib/api';
import type { TaskFilters } from './filters';
import { createKnowledge } from './knowledge';
import type { Moment } from './match';
import {
  type BulkItem,
  type BulkOperation,
  type Creation,
  itemsOf,
  localDueAt,
  moveStats,
  type Operation,
  type RowKey,
} from './operations';
import { createOutbox } from './outbox';
import { placeInPages, type TaskPage } from './pages';
import type { SendSides } from './send-change';
import type { TaskApi, TrashPage } from './task-api';

/** Where the query cache keeps what. */
export const taskKeys = {
  all: ['tasks'] as const,
  lists: ['tasks', 'list'] as const,
  list: (filters: TaskFilters) => ['tasks', 'list', filters] as const,
  stats: ['tasks', 'stats'] as const,
  trash: ['tasks', 'trash'] as const,
};

/** Milliseconds that changes are gathered for before counts and doubtful lists are read again. */
const REFRESH_AFTER = 800;
/**
 * The tasks of the signed-in person as this page knows them: it carries out what is done to them, and takes in
 * what the server and the event stream say. The lists themselves are in the query cache.
 */
export const createTaskStore = (deps: {
  client: QueryClient;
  api: TaskApi;
  moment: () => Moment;
  randomId: () => string;
  /** Whether there is a network. */
  isOnline: () => boolean;
  onSignedOut: () => void;
  /** `forget`, when what is told has been seen: until then it is told again after a reload. */
  onFailure: (operation: Operation, error: unknown, forget: () => void) => void;
}) => {
  const { client, api, moment } = deps;
  const knowledge = createKnowledge();
  const keys = new Map<number, RowKey>();
  const ids = new Map<RowKey, number>();
  let temporaryIds = LIMITS.taskId.max;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  let doubtfulLists = false;

  const keyOf = (id: number): RowKey => {
    const known = keys.get(id);
    if (known !== undefined) return known;
    const key = `task-${id}`;
    keys.set(id, key);
    ids.set(key, id);
    return key;
  };

  /** A task that the server does not know of yet, with a number that is greater than any of the server's. */
  const withTemporaryId = (key: RowKey, task: Task): Task => {
    temporaryIds += 1;
    keys.set(temporaryIds, key);
    return { ...task, id: temporaryIds };
  };

  const scheduleRefresh = () => {
    refresh ??= setTimeout(() => {
      refresh = undefined;
      void client.invalidateQueries({ queryKey: taskKeys.stats });
      if (doubtfulLists) void client.invalidateQueries({ queryKey: taskKeys.lists });
      doubtfulLists = false;
    }, REFRESH_AFTER);
  };

  const placeInLists = (id: number, task: Task | null) => {
    for (const query of client.getQueryCache().findAll({ queryKey: taskKeys.lists })) {
      const filters = query.queryKey[2] as TaskFilters;
      // The answer under way was perhaps made before this change.
      if (query.state.fetchStatus === 'fetching') doubtfulLists = true;
      client.setQueryData<InfiniteData<TaskPage>>(
        query.queryKey,
        (data) =>
          data && { ...data, pages: placeInPages(data.pages, id, task, { filters, moment: moment() }) },
      );
    }
  };

  const moveCounts = (before: Task | null, after: Task | null) => {
    client.setQueryData<TaskStats>(
      taskKeys.stats,
      (stats) => stats && moveStats(stats, before, after, moment()),
    );
  };

  /** Takes in a state of a task from an answer or an event; an older one than is known changes nothing. */
  const take = (id: number, version: number, task: Task | null) => {
    const before = knowledge.get(id);
    if (!knowledge.learn(id, version, task)) return;
    placeInLists(id, task);
    if (before !== undefined) moveCounts(before.task, task);
    else if (version === 1) moveCounts(null, task);
    scheduleRefresh();
  };

  const takeDeletion = (task: Task, id: number) => {
    const known = knowledge.get(id);
    // Its event was faster. One version more would be that of its restoration.
    if (known?.task === null) return;
    take(id, Math.max(task.version, known?.version ?? 0) + 1, null);
  };

  const dropFromTrash = (id: number) => {
    client.setQueryData<InfiniteData<TrashPage>>(
      taskKeys.trash,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, tasks: page.tasks.filter((task) => task.id !== id) })),
        },
    );
  };

  /** What sending asks of the store and tells it. */
  const sides: Omit<SendSides, 'note' | 'later'> = {
    api,
    knowledge,
    idOf: (key) => ids.get(key),
    created: (key, task) => {
      ids.set(key, task.id);
      keys.set(task.id, key);
    },
    take,
    takeDeletion,
    dropFromTrash,
    doubtLists: () => {
      doubtfulLists = true;
      scheduleRefresh();
    },
    refreshTrash: () => void client.invalidateQueries({ queryKey: taskKeys.trash }),
    randomId: deps.randomId,
    onSignedOut: deps.onSignedOut,
  };

  const outbox = createOutbox({
    // Not needed for what is seen first, and there by the time that something is done.
    send: async (change, side) => {
      const { sendChange } = await import('./send-change');
      return sendChange(change, { ...sides, ...side });
    },
    onRefused: ({ operation, error }, forget) => deps.onFailure(operation, error, forget),
    // A conflict needs the other's version, which the server says again.
    refusalOf: (error) =>
      error instanceof ApiProblem
        ? { code: error.code, message: error.message, status: error.status }
        : undefined,
    idsOf: (operation) =>
      Object.fromEntries(
        itemsOf(operation).flatMap(({ key }) => {
          const id = ids.get(key);
          return id === undefined ? [] : [[key, id]];
        }),
      ),
    isOnline: deps.isOnline,
    randomId: deps.randomId,
  });

  return {
    knowledge,
    keyOf,
    /** The server's id of a row, once it has one. */
    idOf: (key: RowKey): number | undefined => ids.get(key),
    /** How the server's side of a row is known here. */
    lookUp: (key: RowKey): Task | undefined => {
      const id = ids.get(key);
      return (id === undefined ? undefined : knowledge.get(id)?.task) ?? undefined;
    },
    /** Whether a row is known to be in the trash or gone for good. */
    isGone: (key: RowKey): boolean => {
      const id = ids.get(key);
      return id !== undefined && knowledge.get(id)?.task === null;
    },
    /** What is to be saved yet. */
    outbox,
    /** Shows the outcome at once, has it carried out, and takes it back when it fails. Never rejects. */
    perform: outbox.add,
    withTemporaryId,
    /** Tells of an operation that was refused. */
    onFailure: deps.onFailure,
    /** The operation that does the same to several tasks. */
    bulk: (items: readonly BulkItem[]): BulkOperation => {
      const idempotencyKey = deps.randomId();
      return { kind: 'bulk', key: `bulk-${idempotencyKey}`, items, idempotencyKey };
    },
    /** The operation that adds a task; its row is there before the server knows of it. */
    creation: (input: NewTaskInput, userId: string): Creation => {
      const idempotencyKey = deps.randomId();
      const key = `new-${idempotencyKey}`;
      const now = new Date(moment().now).toISOString();
      const due = {
        due_on: input.due_on ?? null,
        due_time: input.due_time ?? null,
        due_zone: input.due_zone ?? null,
      };
      const task = withTemporaryId(key, {
        id: 0,
        user_id: userId,
        title: input.title,
        description: input.description ?? '',
        completed: false,
        priority: input.priority ?? null,
        ...due,
        due_at: localDueAt(due),
        tags: input.tags ?? [],
        version: 1,
        created_at: now,
        updated_at: now,
        completed_at: null,
      });
      return { kind: 'create', key, task, input, idempotencyKey };
    },
    /** Takes in tasks that a list brought. */
    learn: (tasks: readonly Task[]): void => {
      for (const task of tasks) knowledge.learn(task.id, task.version, task);
    },
    /** Takes in an event of the stream. */
    takeEvent: async ({ op, task_id, version, task }: TaskEvent): Promise<void> => {
      // The event of one's own new task may overtake its answer: two rows would show for a moment.
      const current = outbox.underWay();
      if (op === 'created' && current?.operation.kind === 'create') await current.done;
      take(task_id, task?.version ?? version, task);
      if (op === 'restored' || op === 'purged') dropFromTrash(task_id);
      if (op === 'deleted') void client.invalidateQueries({ queryKey: taskKeys.trash });
    },
    /** Reads everything again: events were missed. */
    reset: (): void => void client.invalidateQueries({ queryKey: taskKeys.all }),
    emptyTrash: async (): Promise<void> => {
      await api.emptyTrash();
      await client.invalidateQueries({ queryKey: taskKeys.trash });
    },
    close: (): void => clearTimeout(refresh),
  };
};

export type TaskStore = ReturnType<typeof createTaskStore>;
