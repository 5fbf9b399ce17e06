import { setTimeout as delay } from 'node:timers/promises';

const settled = (): void => undefined;

/** Waits so many milliseconds, or until the signal is aborted. Never rejects. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).then(settled, settled);

/** Waits until a signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Waits until a promise has settled, in whatever way, at most so many milliseconds. Never rejects. */
export const settledWithin = async (milliseconds: number, promise: Promise<unknown>): Promise<void> => {
  const over = new AbortController();
  const finish = (): void => over.abort();
  promise.then(finish, finish);
  await pause(milliseconds, over.signal);
};

/** For one who waits and many who ring. A ring while nobody waits is heard by the next wait, once. */
export interface Bell {
  ring(): void;
  wait(): Promise<void>;
}

export const createBell = (): Bell => {
  let rung = false;
  let wake: () => void = settled;
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait() {
      if (!rung)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      rung = false;
    },
  };
};
