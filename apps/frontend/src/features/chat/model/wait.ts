/** Resolves after so many milliseconds, sooner when the network comes back; rejects when the signal ends. */
export const waitOrOnline = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const settled = new AbortController();
    const settle = (how: () => void) => () => {
      clearTimeout(timer);
      settled.abort();
      how();
    };
    const timer = setTimeout(settle(resolve), milliseconds);
    addEventListener('online', settle(resolve), { signal: settled.signal });
    if (signal?.aborted) settle(() => reject(signal.reason))();
    else
      signal?.addEventListener(
        'abort',
        settle(() => reject(signal.reason)),
        { signal: settled.signal },
      );
  });
