// Without zod, so that a page can use it without bringing zod along.

/**
 * queued: others of its conversation come first. waiting: for the person to say yes or no; nothing of what was
 * asked has been done. interrupted: a replica went in the middle; another goes on with it, or the person retries.
 */
export const TURN_STATUSES = [
  'queued',
  'running',
  'waiting',
  'done',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export type TurnStatus = (typeof TURN_STATUSES)[number];
/** Those of a turn that nobody works on any more. */
export const isOver = (status: TurnStatus): boolean => status !== 'queued' && status !== 'running';

/**
 * The names on the stream of a turn, and the data of each. `turn` comes first and after every change of status, and
 * with a status that is over it is the last: it holds everything, so that a client may forget what it has pieced
 * together. `end` says that this server leaves: ask for the turn again.
 */
export const TURN_EVENTS = {
  turn: 'turn',
  text: 'text',
  call: 'call',
  result: 'result',
  end: 'end',
} as const;
