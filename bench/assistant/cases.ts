import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A labelled set: what people say, the tasks that they have, and what must be true afterwards. */

const VOICES = ['terse', 'polite', 'chatty', 'hurried', 'non-native'] as const;

/** What a turn wants. Several in one message are joined with "+"; `none`: nothing of ours. */
const INTENTS = [
  'add',
  'list',
  'complete',
  'reopen',
  'delete',
  'update',
  'stats',
  'undo',
  'search',
  'help',
  'greeting',
  'confirm',
  'refuse',
  'none',
] as const;
export type LabelledIntent = (typeof INTENTS)[number];

const DAY = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`T\d{2}:\d{2}`;

const labelledTask = z.strictObject({
  title: z.string().min(1),
  /** On the person's own clock: a day, or a day and a time of it. */
  due: z
    .string()
    .regex(new RegExp(`^${DAY}(?:${TIME})?$`))
    .optional(),
  priority: z.enum(['low', 'medium', 'high']).optional(),
  tags: z.array(z.string().min(1)).optional(),
  done: z.boolean().optional(),
});
export type LabelledTask = z.infer<typeof labelledTask>;

const perTurn = z.record(z.string().regex(/^[1-3]$/), z.array(z.string().min(1)));

const labelledCase = z
  .strictObject({
    id: z.string().regex(/^[th]-\S+$/),
    voice: z.enum(VOICES),
    /** IANA. */
    zone: z.string().min(1),
    /** The person's wall clock at the first turn. */
    now: z.string().regex(new RegExp(`^${DAY}${TIME}$`)),
    /** Oldest first: their numbers are 1, 2, 3 … */
    tasks: z.array(labelledTask),
    turns: z.array(z.string().min(1)).min(1).max(3),
    intents: z.array(
      z
        .string()
        .transform((label) => label.split('+'))
        .pipe(z.array(z.enum(INTENTS)).min(1)),
    ),
    /** Turns, from 1, that must be answered with a question and change nothing. */
    asks: z.array(z.int().min(1).max(3)).default([]),
    /** Titles that the reply to a turn must show, and must not. */
    shows: perTurn.default({}),
    hides: perTurn.default({}),
    /** Words or numbers that the reply to a turn must have. */
    says: perTurn.default({}),
    /** All that there is after the last turn. */
    after: z.array(labelledTask),
    /** Not about tasks, or only looks like a command. */
    kind: z.literal('harmless').optional(),
    /** Why this is right, where it could be argued. */
    note: z.string().optional(),
  })
  .refine(({ turns, intents }) => turns.length === intents.length, 'one intent for each turn')
  .refine(
    ({ turns, asks, shows, hides, says }) =>
      [...asks, ...[shows, hides, says].flatMap((demand) => Object.keys(demand).map(Number))].every(
        (turn) => turn <= turns.length,
      ),
    'asks, shows, hides and says name turns that there are',
  )
  .refine(
    ({ kind, tasks, after }) => kind !== 'harmless' || JSON.stringify(tasks) === JSON.stringify(after),
    'after something harmless everything is as it was',
  );
export type LabelledCase = z.output<typeof labelledCase>;

const labelledCases = z
  .array(labelledCase)
  .refine((cases) => new Set(cases.map(({ id }) => id)).size === cases.length, 'each id is there once');

/** @throws Error that says which case is not in the form, and why */
export const readCases = (text: string): LabelledCase[] => {
  const read = labelledCases.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(z.prettifyError(read.error));
  return read.data;
};

export const loadCases = (file: string): LabelledCase[] => readCases(readFileSync(file, 'utf8'));
