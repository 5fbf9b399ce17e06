/** Milliseconds. */
const PAUSE = 3_000;

/**
 * A loader of code that tries until it has it. With `lazy` and `Suspense`, a part that can't be had offline comes when
 * the network is back; a loader that fails would take the page with it.
 */
export const loadPatiently =
  <Module>(load: () => Promise<Module>): (() => Promise<Module>) =>
  () =>
    load().catch(async () => {
      await new Promise<unknown>((resolve) => {
        setTimeout(resolve, PAUSE);
        addEventListener('online', resolve, { once: true });
      });
      return loadPatiently(load)();
    });
