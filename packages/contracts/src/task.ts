import { z } from 'zod';
import { LIMITS } from './limits.js';
import { line, paragraph, timeZone } from './text.js';

export const PRIORITIES = ['low', 'medium', 'high'] as const;
export const priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof priority>;

const title = line(LIMITS.title.min, LIMITS.title.max);
const description = paragraph(LIMITS.description.max);

/** Tags are equal when they differ in case only. The first spelling is kept. */
export const tagKey = (tag: string): string => tag.toLowerCase();

const uniqueTags = (tags: string[]): string[] => {
  const seen = new Map<string, string>();
  for (const tag of tags) if (!seen.has(tagKey(tag))) seen.set(tagKey(tag), tag);
  return [...seen.values()];
};

const tag = line(LIMITS.tag.min, LIMITS.tag.max);
const tags = z
  .array(tag)
  .max(LIMITS.tags.max, { error: `must be at most ${LIMITS.tags.max} tags`, abort: true });
const tagsInput = tags.overwrite(uniqueTags);

const withinDueRange = (day: string): boolean => day >= LIMITS.due.min && day <= LIMITS.due.max;
const dueRange = { error: `must be from ${LIMITS.due.min} to ${LIMITS.due.max}` };

/** A calendar day, YYYY-MM-DD, that exists. */
export const day = z.iso
  .date({ error: 'must be a day that exists, as YYYY-MM-DD', abort: true })
  .refine(withinDueRange, dueRange);
/** A time of day, HH:MM. */
export const timeOfDay = z.iso.time({ precision: -1, error: 'must be a time of day, as HH:MM' });
const instant = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time with an offset' });
/** A point in time that every date type on the way can hold. */
export const instantInRange = instant.refine((text) => {
  const time = Date.parse(text);
  // The pattern lets offsets pass that no clock has, such as +99:99.
  return !Number.isNaN(time) && withinDueRange(new Date(time).toISOString().slice(0, 10));
}, dueRange);

/** The number of a task, counted per user from 1. */
export const taskId = z.int().min(1).max(LIMITS.taskId.max);

export const task = z.strictObject({
  id: taskId,
  user_id: z.string(),
  title: z.string(),
  description: z.string(),
  completed: z.boolean(),
  priority: priority.nullable(),
  due_on: z.iso.date().nullable(),
  due_time: timeOfDay.nullable(),
  due_zone: z.string().nullable(),
  /** Derived from due_on, due_time and due_zone; null for a day without a time, which is that day everywhere. */
  due_at: instant.nullable(),
  tags: z.array(z.string()),
  version: z.int().min(1),
  created_at: instant,
  updated_at: instant,
  completed_at: instant.nullable(),
});
export type Task = z.infer<typeof task>;

/** A task in the trash. */
export const trashedTask = task.extend({ deleted_at: instant });
export type TrashedTask = z.infer<typeof trashedTask>;

interface DueInput {
  due_on?: string | null | undefined;
  due_time?: string | null | undefined;
  due_zone?: string | null | undefined;
  due_at?: string | null | undefined;
}

const dueAtStandsAlone = (input: DueInput, context: z.RefinementCtx<DueInput>): void => {
  if (input.due_at != null && (input.due_on != null || input.due_time != null))
    context.addIssue({
      code: 'custom',
      path: ['due_at'],
      message: 'cannot be combined with due_on or due_time',
    });
};

/** Of a task that is new: there is no day yet that a time could belong to. */
export const dueIsComplete = (input: DueInput, context: z.RefinementCtx<DueInput>): void => {
  if (input.due_time != null && input.due_on == null)
    context.addIssue({ code: 'custom', path: ['due_time'], message: 'needs due_on' });
  if (input.due_zone != null && input.due_time == null && input.due_at == null)
    context.addIssue({ code: 'custom', path: ['due_zone'], message: 'needs due_time' });
};

export const newTask = z
  .strictObject({
    title,
    description: description.default(''),
    priority: priority.nullable().default(null),
    due_on: day.nullable().optional(),
    due_time: timeOfDay.nullable().optional(),
    due_zone: timeZone.nullable().optional(),
    due_at: instantInRange.nullable().optional(),
    tags: tagsInput.default([]),
  })
  .superRefine(dueAtStandsAlone)
  .superRefine(dueIsComplete);
export type NewTask = z.infer<typeof newTask>;
export type NewTaskInput = z.input<typeof newTask>;

/** PUT: title and description; what is left out is cleared. */
export const taskReplacement = z.strictObject({ title, description: description.default('') });
export type TaskReplacement = z.infer<typeof taskReplacement>;

/** A merge patch (RFC 7396): null clears, what is left out stays. */
export const taskPatch = z
  .strictObject({
    title: title.optional(),
    description: description.nullable().optional(),
    completed: z.boolean().optional(),
    priority: priority.nullable().optional(),
    due_on: day.nullable().optional(),
    due_time: timeOfDay.nullable().optional(),
    due_zone: timeZone.nullable().optional(),
    due_at: instantInRange.nullable().optional(),
    tags: tagsInput.nullable().optional(),
  })
  .superRefine(dueAtStandsAlone);
export type TaskPatch = z.infer<typeof taskPatch>;

/** No body toggles; `completed` sets, which is what a client that may retry must use. */
export const completion = z.strictObject({ completed: z.boolean() }).optional();

export const TASK_STATUSES = ['all', 'pending', 'completed'] as const;
export const DUE_FILTERS = ['overdue', 'today', 'week', 'none'] as const;
export const TASK_SORTS = ['created', 'title', 'due', 'priority'] as const;
export const SORT_ORDERS = ['asc', 'desc'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];
export type SortOrder = (typeof SORT_ORDERS)[number];

const integerText = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, { error: 'must be a whole number', abort: true })
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** A switch of a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const cursor = z.string().min(1).max(LIMITS.cursor.max);
const limit = integerText(1, LIMITS.page.max).default(LIMITS.page.default);

export const taskListQuery = z.strictObject({
  status: z.enum(TASK_STATUSES).default('all'),
  /** Every word must be the beginning of a word of the title or the description. */
  q: line(0, LIMITS.query.max).optional(),
  tag: tag.optional(),
  priority: priority.optional(),
  due: z.enum(DUE_FILTERS).optional(),
  /** Where "today" is; the user's own time zone when left out. */
  tz: timeZone.optional(),
  sort: z.enum(TASK_SORTS).default('created'),
  /** Left out: newest first for `created`, ascending for the others (soonest, A to Z, high priority first). */
  order: z.enum(SORT_ORDERS).optional(),
  limit,
  cursor: cursor.optional(),
  count: flag.default(false),
});
export type TaskListQuery = z.infer<typeof taskListQuery>;

export const trashQuery = z.strictObject({ limit, cursor: cursor.optional() });
export type TrashQuery = z.infer<typeof trashQuery>;

export const statsQuery = z.strictObject({ tz: timeZone.optional() });

export const taskStats = z.strictObject({
  total: z.int(),
  completed: z.int(),
  pending: z.int(),
  overdue: z.int(),
  /** Share completed, 0 to 100, rounded to a whole number; 0 when there is no task. */
  percentage: z.int().min(0).max(100),
});
export type TaskStats = z.infer<typeof taskStats>;

export const userPath = z.strictObject({ user_id: z.string().min(1).max(64) });
export const taskPath = userPath.extend({ id: integerText(1, LIMITS.taskId.max) });

/** The draft of the Idempotency-Key header: any printable ASCII. */
export const idempotencyKey = z
  .string()
  .min(LIMITS.idempotencyKey.min)
  .max(LIMITS.idempotencyKey.max)
  .regex(/^[\x21-\x7e]+$/, { error: 'must be printable ASCII without spaces' });
