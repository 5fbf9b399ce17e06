import { type EventEmitter, once } from 'node:events';

/**
 * Waits for an event, for `ms` milliseconds at most and until the signal aborts; never rejects. A timer of its own and not
 * `AbortSignal.any` with `AbortSignal.timeout`: on Node 20 those are collected as garbage, and then nothing ever ends the
 * wait.
 */
export const onceWithin = async (
  emitter: EventEmitter,
  event: string,
  ms: number,
  signal: AbortSignal,
): Promise<void> => {
  const enough = new AbortController();
  const leave = (): void => enough.abort();
  const timer = setTimeout(leave, ms);
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  await once(emitter, event, { signal: enough.signal }).catch(() => undefined);
  clearTimeout(timer);
  signal.removeEventListener('abort', leave);
};
