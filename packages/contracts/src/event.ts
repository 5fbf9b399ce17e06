import { z } from 'zod';
import { task } from './task.js';

/** What can happen to a task. `purged` is the end: gone from the trash too. */
export const TASK_OPERATIONS = [
  'created',
  'updated',
  'completed',
  'reopened',
  'deleted',
  'restored',
  'purged',
] as const;
export type TaskOperation = (typeof TASK_OPERATIONS)[number];

/** The number of an event, counted per user from 1 without gaps, in commit order. 0 is before the first. */
export const eventId = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** `event: task`. A client ignores it when it already has this version of the task or a later one. */
export const taskEvent = z.strictObject({
  op: z.enum(TASK_OPERATIONS),
  task_id: z.int(),
  version: z.int(),
  occurred_at: z.iso.datetime({ offset: true }),
  /** As it is now, perhaps later than `version`; null when it is in the trash or gone. */
  task: task.nullable(),
});
export type TaskEvent = z.infer<typeof taskEvent>;

/** The names on the event stream. `reset`: what was missed can't be told any more, fetch again. */
export const STREAM_EVENTS = { task: 'task', reset: 'reset', end: 'end' } as const;

/**
 * The last event of a stream whose server leaves, as it goes over the wire. Clients come back after one to four
 * seconds, by chance, so that those of a replica do not come as one. In the data as well, because a browser's
 * EventSource keeps what `retry:` says to itself.
 */
export const endOfStream = (random: () => number = Math.random): string => {
  const retry = 1000 + Math.floor(random() * 3000);
  return `event: ${STREAM_EVENTS.end}\nretry: ${retry}\ndata: ${JSON.stringify({ retry })}\n\n`;
};

export const eventsQuery = z.strictObject({
  /** The X-Event-Id of a list: the stream goes on from there. */
  after: z
    .string()
    .regex(/^\d{1,16}$/, { error: 'must be an event id' })
    .transform(Number)
    .pipe(eventId)
    .optional(),
});
