import { z } from 'zod';
import { LIMITS } from './limits.js';
import { newTask, TASK_STATUSES, taskId, taskPatch, taskStats } from './task.js';
import { line } from './text.js';
import type { Scope } from './token.js';

/** What the tools of the MCP server take and give. `title`, `description`, … are those of a task, with its limits. */

const due = {
  due_on: newTask.shape.due_on.describe('Day it is due, YYYY-MM-DD'),
  due_time: newTask.shape.due_time.describe("Time of that day, HH:MM, in the user's time zone"),
};
const id = taskId.describe('Number of the task, as list_tasks shows it');
/** Callers of older servers send it. Who is meant is said by the token alone; somebody else's id is refused. */
const caller = {
  user_id: z.string().max(64).optional().describe('Not needed: the token says whose tasks these are'),
};
const limit = z.int().min(1).max(LIMITS.toolPage.max).default(LIMITS.toolPage.default);

/** A task as a tool shows it: what is not set is left out, so that results stay small. */
export const toolTask = z.strictObject({
  id: taskId,
  title: z.string(),
  completed: z.boolean(),
  description: z.string().optional(),
  priority: z.string().optional(),
  due_on: z.string().optional(),
  due_time: z.string().optional(),
  tags: z.array(z.string()).optional(),
});
export type ToolTask = z.infer<typeof toolTask>;

const changed = <Status extends string>(...status: [Status, ...Status[]]) =>
  z.strictObject({ task_id: taskId, status: z.enum(status), title: z.string() });
const tasks = z.strictObject({
  tasks: z.array(toolTask),
  more: z.int().min(0).describe('How many more match'),
});

/** What an undo did to each task. */
export const undoneTasks = z.array(
  z.strictObject({ task_id: taskId, title: z.string(), now: z.enum(['deleted', 'restored', 'changed']) }),
);

export const BULK_ACTIONS = ['complete', 'reopen', 'delete', 'restore', 'update'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

const { title, description, priority, tags } = taskPatch.shape;

/** Each tool: what it takes, what it gives, and the scope that its caller needs. */
export const TOOLS = {
  add_task: {
    scope: 'tasks:write',
    input: z.strictObject({
      ...caller,
      title: newTask.shape.title,
      description: newTask.shape.description.optional(),
      priority: newTask.shape.priority.optional(),
      ...due,
      tags: newTask.shape.tags.optional(),
    }),
    output: changed('created'),
  },
  list_tasks: {
    scope: 'tasks:read',
    input: z.strictObject({
      ...caller,
      status: z.enum(TASK_STATUSES).default('all'),
      q: line(0, LIMITS.query.max).optional().describe('Words of the title or the description'),
      tag: line(LIMITS.tag.min, LIMITS.tag.max).optional(),
      priority: newTask.shape.priority.unwrap().unwrap().optional(),
      due: z.enum(['overdue', 'today', 'week', 'none']).optional().describe('When the tasks are due'),
      limit,
    }),
    output: tasks,
  },
  get_task: {
    scope: 'tasks:read',
    input: z.strictObject({ ...caller, task_id: id }),
    output: z.strictObject({ task: toolTask }),
  },
  search_tasks: {
    scope: 'tasks:read',
    input: z.strictObject({
      ...caller,
      q: line(1, LIMITS.query.max).describe('Words of the title or the description'),
      limit,
    }),
    output: tasks,
  },
  complete_task: {
    scope: 'tasks:write',
    input: z.strictObject({
      ...caller,
      task_id: id,
      completed: z.boolean().default(true).describe('false makes it pending again'),
    }),
    output: changed('completed', 'reopened'),
  },
  update_task: {
    scope: 'tasks:write',
    input: z.strictObject({ ...caller, task_id: id, title, description, priority, ...due, tags }),
    output: changed('updated'),
  },
  delete_task: {
    scope: 'tasks:write',
    input: z.strictObject({ ...caller, task_id: id }),
    output: changed('deleted'),
  },
  restore_task: {
    scope: 'tasks:write',
    input: z.strictObject({ ...caller, task_id: id }),
    output: changed('restored'),
  },
  bulk_update: {
    scope: 'tasks:write',
    input: z
      .strictObject({
        ...caller,
        task_ids: z.array(id).min(1).max(LIMITS.bulk.max),
        action: z.enum(BULK_ACTIONS),
        ...{ priority, ...due, tags },
      })
      .superRefine((input, context) => {
        const given = (['priority', 'due_on', 'due_time', 'tags'] as const).filter(
          (field) => input[field] !== undefined,
        );
        if (input.action === 'update' && given.length === 0)
          context.addIssue({
            code: 'custom',
            path: ['action'],
            message: 'update needs priority, due_on, due_time or tags',
          });
        const [first] = given;
        if (input.action !== 'update' && first !== undefined)
          context.addIssue({ code: 'custom', path: [first], message: 'goes with the action update only' });
      }),
    output: z.strictObject({
      results: z.array(
        z.strictObject({
          task_id: taskId,
          status: z.enum(['completed', 'reopened', 'deleted', 'restored', 'updated', 'failed']),
          title: z.string().optional(),
          error: z.string().optional(),
        }),
      ),
    }),
  },
  task_stats: {
    scope: 'tasks:read',
    input: z.strictObject(caller),
    output: taskStats,
  },
  undo: {
    scope: 'tasks:write',
    input: z.strictObject(caller),
    output: z.strictObject({
      status: z.enum(['undone', 'nothing_to_undo']),
      tasks: undoneTasks,
    }),
  },
} as const satisfies Record<string, { scope: Scope; input: z.ZodType; output: z.ZodType }>;

export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];
/** Whether a tool by that name changes tasks; one that there is not changes nothing. */
export const isChange = (tool: string): boolean =>
  Object.hasOwn(TOOLS, tool) && TOOLS[tool as ToolName].scope === 'tasks:write';
export type ToolInput<Name extends ToolName> = z.infer<(typeof TOOLS)[Name]['input']>;
export type ToolOutput<Name extends ToolName> = z.infer<(typeof TOOLS)[Name]['output']>;

/**
 * Members of a call's `_meta`. With a key the same call may be sent again without being done twice. With versions a
 * task is changed only when it still has the one that is named, by its number.
 */
export const TOOL_META = { key: 'todo/idempotency-key', versions: 'todo/expected-versions' } as const;
export const toolVersions = z.record(z.string().regex(/^\d{1,10}$/), z.int().min(1));
