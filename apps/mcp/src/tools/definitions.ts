import type { Tool, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { LIMITS, TOOL_NAMES, TOOLS, type ToolName } from '@todo/contracts';
import { z } from 'zod';

interface Words {
  title: string;
  /** For a model: when to use the tool, when another one, and what to mind. */
  description: string;
  annotations: Required<Omit<ToolAnnotations, 'title'>>;
}

/** Nothing here reaches beyond the user's own tasks. */
const closed = { openWorldHint: false };
const reads = { ...closed, readOnlyHint: true, destructiveHint: false, idempotentHint: true };
const adds = { ...closed, readOnlyHint: false, destructiveHint: false, idempotentHint: false };
const sets = { ...closed, readOnlyHint: false, destructiveHint: false, idempotentHint: true };
const overwrites = { ...sets, destructiveHint: true };

const WORDS: Record<ToolName, Words> = {
  add_task: {
    title: 'Add a task',
    description:
      'Adds one task. Give a due day only when the user named one; due_time needs due_on. It does not remind anybody.',
    annotations: adds,
  },
  list_tasks: {
    title: 'List tasks',
    description:
      'Shows tasks with their numbers, newest first, all or those that match every filter. Use it to learn the ' +
      'number of a task before changing it. `more` says how many more match: filter rather than raise the limit.',
    annotations: reads,
  },
  get_task: {
    title: 'Show a task',
    description: 'Shows one task by its number. To find a task by its words use search_tasks.',
    annotations: reads,
  },
  search_tasks: {
    title: 'Search tasks',
    description:
      'Finds the tasks that have all the words, or words that begin with them. Use it when the user names a task ' +
      'by words and not by number.',
    annotations: reads,
  },
  complete_task: {
    title: 'Complete a task',
    description: 'Marks one task as done, or as pending again. For several tasks use bulk_update.',
    annotations: sets,
  },
  update_task: {
    title: 'Change a task',
    description:
      'Changes the given fields of one task and leaves the others; null clears a field, tags replaces all tags. ' +
      'For done or pending use complete_task.',
    annotations: overwrites,
  },
  delete_task: {
    title: 'Delete a task',
    description: `Moves one task to the trash for ${LIMITS.trashDays} days. A task that is done is completed, not deleted.`,
    annotations: overwrites,
  },
  restore_task: {
    title: 'Restore a task',
    description: 'Takes a deleted task out of the trash.',
    annotations: sets,
  },
  bulk_update: {
    title: 'Change several tasks',
    description:
      `Does one action to up to ${LIMITS.bulk.max} tasks; update sets priority, due day or time, or tags. Use it ` +
      'instead of many calls. Each task has a status of its own: one that failed does not stop the others.',
    annotations: overwrites,
  },
  task_stats: {
    title: 'Count tasks',
    description: 'Counts all tasks: total, completed, pending, overdue, percentage completed.',
    annotations: reads,
  },
  undo: {
    title: 'Undo',
    description: 'Takes back everything that your last turn in this conversation changed.',
    annotations: overwrites,
  },
};

/** What zod says and a model need not read: bounds of safe integers, and the pattern of what has a format. */
const shorten = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.format === 'date') delete jsonSchema.pattern;
  // To JSON Schema a "time" has seconds and an offset.
  if (jsonSchema.format === 'time') delete jsonSchema.format;
};

const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): Tool['inputSchema'] => {
  // Without $schema it is 2020-12, says the protocol.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, override: shorten });
  return { ...rest, type: 'object' } as Tool['inputSchema'];
};

/** Every tool as `tools/list` shows it. Made once: it costs more than everything else in a request. */
export const TOOL_DEFINITIONS: readonly (Tool & { name: ToolName })[] = TOOL_NAMES.map((name) => ({
  name,
  ...WORDS[name],
  inputSchema: jsonSchemaOf(TOOLS[name].input, 'input'),
  outputSchema: jsonSchemaOf(TOOLS[name].output, 'output'),
}));
