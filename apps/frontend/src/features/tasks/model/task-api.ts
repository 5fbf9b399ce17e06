import type {
  BulkAnswer,
  BulkRequestInput,
  BulkResult,
  NewTaskInput,
  Task,
  TaskStats,
  TrashedTask,
} from '@todo/contracts';
import type { Api } from '@/lib/api';
import { linked } from '@/lib/link';
import type { TaskFilters } from './filters';
import type { TaskChange } from './operations';
import type { TaskPage } from './pages';

/** One answer of the trash. */
export interface TrashPage {
  tasks: TrashedTask[];
  next: string | null;
}

const PAGE_SIZE = 100;

/** The tasks of one person, over HTTP. Every method rejects with what `api` rejects with. */
export const createTaskApi = (userId: string, api: Api) => {
  const root = `/api/${encodeURIComponent(userId)}`;
  const tasks = `${root}/tasks`;
  const abortable = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
  return {
    list: async (filters: TaskFilters, cursor: string | null, signal?: AbortSignal): Promise<TaskPage> => {
      const { data, headers } = await api<Task[]>('GET', tasks, {
        query: {
          status: filters.status,
          q: filters.q || null,
          tag: filters.tag,
          priority: filters.priority,
          due: filters.due,
          sort: filters.sort,
          order: filters.order,
          limit: PAGE_SIZE,
          cursor,
        },
        ...abortable(signal),
      });
      return {
        tasks: data,
        next: linked(headers, 'next')?.get('cursor') ?? null,
        eventId: Number(headers.get('x-event-id') ?? 0),
      };
    },
    stats: async (signal?: AbortSignal): Promise<TaskStats> =>
      (await api<TaskStats>('GET', `${tasks}/stats`, abortable(signal))).data,
    get: async (id: number): Promise<Task> => (await api<Task>('GET', `${tasks}/${id}`)).data,
    /** The same key makes the same task, however often it is sent. */
    create: async (input: NewTaskInput, idempotencyKey: string): Promise<Task> =>
      (await api<Task>('POST', tasks, { body: input, headers: { 'idempotency-key': idempotencyKey } })).data,
    /** Rejects with 412 when `version` is no longer the newest. */
    edit: async (id: number, change: TaskChange, version: number): Promise<Task> =>
      (
        await api<Task>('PATCH', `${tasks}/${id}`, {
          body: change,
          headers: { 'if-match': `"${version}"` },
        })
      ).data,
    setCompleted: async (id: number, completed: boolean): Promise<Task> =>
      (await api<Task>('PATCH', `${tasks}/${id}/complete`, { body: { completed } })).data,
    remove: async (id: number): Promise<void> => {
      await api('DELETE', `${tasks}/${id}`);
    },
    restore: async (id: number): Promise<Task> => (await api<Task>('POST', `${tasks}/${id}/restore`)).data,
    /** At most LIMITS.bulk.max operations; one result for each. The same key has the same effect, however often it is sent. */
    bulk: async (operations: BulkRequestInput['operations'], idempotencyKey: string): Promise<BulkResult[]> =>
      (
        await api<BulkAnswer>('POST', `${tasks}/bulk`, {
          body: { operations },
          headers: { 'idempotency-key': idempotencyKey },
        })
      ).data.results,
    trash: async (cursor: string | null, signal?: AbortSignal): Promise<TrashPage> => {
      const { data, headers } = await api<TrashedTask[]>('GET', `${root}/trash`, {
        query: { limit: PAGE_SIZE, cursor },
        ...abortable(signal),
      });
      return { tasks: data, next: linked(headers, 'next')?.get('cursor') ?? null };
    },
    purge: async (id: number): Promise<void> => {
      await api('DELETE', `${root}/trash/${id}`);
    },
    emptyTrash: async (): Promise<void> => {
      await api('DELETE', `${root}/trash`);
    },
  };
};

export type TaskApi = ReturnType<typeof createTaskApi>;
