import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { LIMITS, type NewTaskInput, type Task, type TaskEvent, type TaskStats } from '@todo/contracts';
import { ApiProblem, UNREACHABLE, Unreachable } from '@/lib/api';
import { isTransient } from '@/lib/query-client';
import type { BulkSides } from './bulk-request';
import type { TaskFilters } from './filters';
import { createKnowledge } from './knowledge';
import type { Moment } from './match';
import {
  type BulkItem,
  type BulkOperation,
  conflictingFields,
  itemsOf,
  localDueAt,
  moveStats,
  type Operation,
  type RowKey,
  type TaskChange,
  type TaskOperation,
} from './operations';
import { placeInPages, type TaskPage } from './pages';
import type { TaskApi, TrashPage } from './task-api';

/** Where the query cache keeps what. */
export const taskKeys = {
  all: ['tasks'] as const,
  lists: ['tasks', 'list'] as const,
  list: (filters: TaskFilters) => ['tasks', 'list', filters] as const,
  stats: ['tasks', 'stats'] as const,
  trash: ['tasks', 'trash'] as const,
  operations: ['tasks', 'operation'] as const,
};

/** Someone else changed the same fields meanwhile. Nothing was saved. */
export class EditConflict extends Error {
  override readonly name = 'EditConflict';
  readonly theirs: Task;
  readonly fields: (keyof TaskChange)[];
  constructor(theirs: Task, fields: (keyof TaskChange)[]) {
    super('The task was changed elsewhere meanwhile.');
    this.theirs = theirs;
    this.fields = fields;
  }
}

/** The task was never created, so what was done to it afterwards has no object. */
class NeverCreated extends Error {}

/** Milliseconds that changes are gathered for before counts and doubtful lists are read again. */
const REFRESH_AFTER = 800;
const RETRIES = 3;

const isCode = (error: unknown, code: ApiProblem['code']): boolean =>
  error instanceof ApiProblem && error.code === code;

/**
 * The tasks of the signed-in person as this page knows them: it carries out what is done to them, and takes in
 * what the server and the event stream say. The lists themselves are in the query cache.
 */
export const createTaskStore = (deps: {
  client: QueryClient;
  api: TaskApi;
  moment: () => Moment;
  randomId: () => string;
  onFailure: (operation: Operation, error: unknown) => void;
}) => {
  const { client, api, moment } = deps;
  const knowledge = createKnowledge();
  const keys = new Map<number, RowKey>();
  const ids = new Map<RowKey, number>();
  const creations = new Set<Promise<unknown>>();
  /** The newest thing that is being done to each task. */
  const underWay = new Map<RowKey, Promise<void>>();
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

  const settledId = (key: RowKey): number => {
    const id = ids.get(key);
    if (id === undefined) throw new NeverCreated();
    return id;
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

  const takeTask = (task: Task): void => take(task.id, task.version, task);

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

  const edit = async (id: number, base: Task, change: TaskChange): Promise<Task> => {
    let current = knowledge.get(id)?.task ?? base;
    for (let attempt = 0; ; attempt += 1) {
      const fields = conflictingFields(base, current, change);
      if (fields.length > 0) throw new EditConflict(current, fields);
      try {
        return await api.edit(id, change, current.version);
      } catch (error) {
        if (!isCode(error, 'version_mismatch') || attempt === RETRIES) throw error;
        // Somebody was faster. If it was in other fields, both changes can stand.
        current = await api.get(id);
        takeTask(current);
      }
    }
  };

  const carryOut = async (operation: TaskOperation): Promise<void> => {
    switch (operation.kind) {
      case 'create': {
        const task = await api.create(operation.input, operation.idempotencyKey);
        ids.set(operation.key, task.id);
        keys.set(task.id, operation.key);
        return takeTask(task);
      }
      case 'edit':
        return takeTask(await edit(settledId(operation.key), operation.base, operation.change));
      case 'complete':
        return takeTask(await api.setCompleted(settledId(operation.key), operation.completed));
      case 'delete': {
        const id = settledId(operation.key);
        await api.remove(id).catch((error: unknown) => {
          // Gone is what was wanted.
          if (!isCode(error, 'not_found')) throw error;
        });
        takeDeletion(operation.task, id);
        void client.invalidateQueries({ queryKey: taskKeys.trash });
        return;
      }
      case 'restore': {
        const task = await api.restore(settledId(operation.key));
        takeTask(task);
        return dropFromTrash(task.id);
      }
      case 'purge': {
        const id = settledId(operation.key);
        await api.purge(id).catch((error: unknown) => {
          if (!isCode(error, 'not_found')) throw error;
        });
        return dropFromTrash(id);
      }
    }
  };

  /** What a bulk operation asks of the store and tells it. */
  const sides: BulkSides = {
    api,
    knowledge,
    idOf: (key) => ids.get(key),
    take,
    takeDeletion,
    dropFromTrash,
    doubtLists: () => {
      doubtfulLists = true;
      scheduleRefresh();
    },
    refreshTrash: () => void client.invalidateQueries({ queryKey: taskKeys.trash }),
  };

  /** Shows the outcome at once, and has it carried out after what is under way for the same tasks. */
  const execute = (operation: Operation, work: () => Promise<void>): Promise<void> => {
    const earlier = itemsOf(operation).flatMap(({ key }) => underWay.get(key) ?? []);
    return client
      .getMutationCache()
      .build<void, unknown, Operation, unknown>(client, {
        mutationKey: taskKeys.operations,
        mutationFn: async () => {
          await Promise.all(earlier);
          await work();
        },
        // Nothing is sent while offline, it waits.
        networkMode: 'online',
        retry: (failures, error) => isTransient(error) && failures < RETRIES,
        retryDelay: (attempt) => 300 * 2 ** attempt,
      })
      .execute(operation);
  };

  const carryOutOrTakeBack = (operation: Operation): Promise<void> => {
    if (operation.kind !== 'bulk')
      return execute(operation, () => carryOut(operation)).catch((error: unknown) => {
        if (isCode(error, 'not_found') && operation.kind !== 'restore')
          takeDeletion(operation.kind === 'edit' ? operation.base : operation.task, settledId(operation.key));
        if (!(error instanceof NeverCreated)) deps.onFailure(operation, error);
      });
    const open = new Set(operation.items);
    let request: (() => Promise<void>) | null = null;
    const carryOutBulk = async () => {
      const { createBulkRequest } = await import('./bulk-request').catch((cause: unknown) => {
        throw new Unreachable(UNREACHABLE, { cause });
      });
      request ??= createBulkRequest(operation, open, sides);
      await request();
    };
    return execute(operation, carryOutBulk).catch((error: unknown) => {
      deps.onFailure({ ...operation, items: [...open], idempotencyKey: deps.randomId() }, error);
    });
  };

  /** Shows the outcome at once, has it carried out, and takes it back when it fails. Never rejects. */
  const perform = async (operation: Operation): Promise<void> => {
    const done = carryOutOrTakeBack(operation);
    if (operation.kind === 'create') {
      creations.add(done);
      void done.finally(() => creations.delete(done));
    }
    const keysOfIt = itemsOf(operation).map(({ key }) => key);
    for (const key of keysOfIt) underWay.set(key, done);
    await done;
    for (const key of keysOfIt) if (underWay.get(key) === done) underWay.delete(key);
  };

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
    perform,
    /** The operation that does the same to several tasks. */
    bulk: (items: readonly BulkItem[]): BulkOperation => {
      const idempotencyKey = deps.randomId();
      return { kind: 'bulk', key: `bulk-${idempotencyKey}`, items, idempotencyKey };
    },
    /** The operation that adds a task; its row is there before the server knows of it. */
    creation: (input: NewTaskInput, userId: string): Extract<Operation, { kind: 'create' }> => {
      temporaryIds += 1;
      const idempotencyKey = deps.randomId();
      const key = `new-${idempotencyKey}`;
      keys.set(temporaryIds, key);
      const now = new Date(moment().now).toISOString();
      const due = {
        due_on: input.due_on ?? null,
        due_time: input.due_time ?? null,
        due_zone: input.due_zone ?? null,
      };
      const task: Task = {
        id: temporaryIds,
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
      };
      return { kind: 'create', key, task, input, idempotencyKey };
    },
    /** Takes in tasks that a list brought. */
    learn: (tasks: readonly Task[]): void => {
      for (const task of tasks) knowledge.learn(task.id, task.version, task);
    },
    /** Takes in an event of the stream. */
    takeEvent: async ({ op, task_id, version, task }: TaskEvent): Promise<void> => {
      // The event of one's own new task may overtake its answer: two rows would show for a moment.
      if (op === 'created') await Promise.all(creations);
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
