import {
  type BulkAction,
  type BulkOperation,
  type Task,
  type ToolInput,
  type ToolName,
  type ToolOutput,
  type ToolTask,
  taskListQuery,
} from '@todo/contracts';
import { performEach, type Tasks, type TaskWrites } from '@todo/tasks';
import type { Caller } from '../http/access.js';
import { Refusal, reasonOf } from './refusals.js';

/** What a call stands on. */
export interface CallContext {
  tasks: Tasks;
  caller: Caller;
  /** Makes changes in one transaction, once for a call with an idempotency key. */
  write<Result>(work: (writes: TaskWrites) => Promise<Result>): Promise<Result>;
  /** The versions that a task may have, if the caller named one. */
  expected(id: number): readonly number[] | undefined;
}

type Handlers = {
  [Name in ToolName]: (context: CallContext, input: ToolInput<Name>) => Promise<ToolOutput<Name>>;
};

const toToolTask = (task: Task): ToolTask => ({
  id: task.id,
  title: task.title,
  completed: task.completed,
  ...(task.description === '' ? {} : { description: task.description }),
  ...(task.priority === null ? {} : { priority: task.priority }),
  ...(task.due_on === null ? {} : { due_on: task.due_on }),
  ...(task.due_time === null ? {} : { due_time: task.due_time }),
  ...(task.tags.length === 0 ? {} : { tags: task.tags }),
});

const STANDARD_QUERY = taskListQuery.parse({});

const find = async (
  { tasks, caller }: CallContext,
  {
    limit,
    ...filters
  }: Omit<ToolInput<'list_tasks'>, 'status'> & { status?: 'all' | 'pending' | 'completed' },
): Promise<ToolOutput<'list_tasks'>> => {
  const query = { ...STANDARD_QUERY, ...filters, limit, count: true };
  const { tasks: found, total } = await tasks.list(caller.userId, query);
  return { tasks: found.map(toToolTask), more: Math.max(0, (total ?? 0) - found.length) };
};

type Bulk = ToolInput<'bulk_update'>;
type BulkStatus = ToolOutput<'bulk_update'>['results'][number]['status'];

/** What each action is as an operation on one task, and what it is called when it is done. */
const ACTIONS: Record<
  BulkAction,
  {
    status: BulkStatus;
    operation(target: { id: number; version: number | undefined }, input: Bulk): BulkOperation;
  }
> = {
  complete: {
    status: 'completed',
    operation: (target) => ({ op: 'complete', ...target, completed: true }),
  },
  reopen: {
    status: 'reopened',
    operation: (target) => ({ op: 'complete', ...target, completed: false }),
  },
  delete: { status: 'deleted', operation: (target) => ({ op: 'delete', ...target }) },
  restore: { status: 'restored', operation: (target) => ({ op: 'restore', ...target }) },
  update: {
    status: 'updated',
    operation: (target, { priority, due_on, due_time, tags }) => ({
      op: 'update',
      ...target,
      patch: { priority, due_on, due_time, tags },
    }),
  },
};

/** What each tool does. They throw what @todo/tasks throws, and `Refusal`. */
export const HANDLERS: Handlers = {
  add_task: async ({ write }, { user_id: _user, ...input }) => {
    const { description = '', priority = null, tags = [], ...rest } = input;
    const { id, title } = await write(({ create }) => create({ ...rest, description, priority, tags }));
    return { task_id: id, status: 'created', title };
  },

  list_tasks: (context, { user_id: _user, ...query }) => find(context, query),

  search_tasks: (context, { q, limit }) => find(context, { q, limit }),

  get_task: async ({ tasks, caller }, { task_id }) => ({
    task: toToolTask(await tasks.get(caller.userId, task_id)),
  }),

  complete_task: async ({ write, expected }, { task_id, completed }) => {
    const { title } = await write((writes) => writes.setCompleted(task_id, completed, expected(task_id)));
    return { task_id, status: completed ? 'completed' : 'reopened', title };
  },

  update_task: async ({ write, expected }, { user_id: _user, task_id, ...patch }) => {
    // Otherwise it would be a success that changed nothing.
    if (Object.values(patch).every((value) => value === undefined))
      throw new Refusal('Say what to change: title, description, priority, due_on, due_time or tags.');
    const { title } = await write((writes) => writes.update(task_id, patch, expected(task_id)));
    return { task_id, status: 'updated', title };
  },

  delete_task: async ({ write, expected }, { task_id }) => {
    const { title } = await write((writes) => writes.remove(task_id, expected(task_id)));
    return { task_id, status: 'deleted', title };
  },

  restore_task: async ({ write, expected }, { task_id }) => {
    const { title } = await write((writes) => writes.restore(task_id, expected(task_id)));
    return { task_id, status: 'restored', title };
  },

  bulk_update: async ({ write, expected }, input) => {
    const { status, operation } = ACTIONS[input.action];
    const ids = [...new Set(input.task_ids)];
    const operations = ids.map((id) => operation({ id, version: expected(id)?.[0] }, input));
    const results = await write(async (writes) =>
      (await performEach(writes, operations)).map((outcome, index) => {
        const task_id = ids[index] ?? 0;
        return 'task' in outcome
          ? { task_id, status, title: outcome.task.title }
          : { task_id, status: 'failed' as const, error: reasonOf(outcome.refused, task_id).words };
      }),
    );
    return { results };
  },

  task_stats: ({ tasks, caller }) => tasks.stats(caller.userId),

  undo: async ({ tasks, caller }) => {
    const undone = await tasks.undoLast(caller.actor);
    return { status: undone === null ? 'nothing_to_undo' : 'undone', tasks: undone?.tasks ?? [] };
  },
};
