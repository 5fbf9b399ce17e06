import pRetry from 'p-retry';

/** Milliseconds that kube-proxy may need to hear of a pod that is new, or of one whose process has ended; seen: 1.7 s. */
const LIMIT = 2_500;
const PAUSE = 100;

/** Node gives it as the error, `fetch` as its cause. */
const isRefused = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ECONNREFUSED' ||
  (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED';

/**
 * Sends a request again for as long as its connection is refused: nothing was sent, so that any method may be. A Service
 * whose pods are ready refuses connections until each node knows of them.
 * @throws what `send` throws otherwise, and what it threw last when 2.5 s are over.
 */
export const untilConnected = <Answer>(send: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> =>
  pRetry(send, {
    shouldRetry: ({ error }) => isRefused(error),
    signal,
    retries: LIMIT / PAUSE,
    maxRetryTime: LIMIT,
    minTimeout: PAUSE,
    factor: 1,
  });
