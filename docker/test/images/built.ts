import { inject } from 'vitest';
import type { Built } from './services.js';

declare module 'vitest' {
  export interface ProvidedContext {
    built: Built | undefined;
  }
}

/** What has been built; undefined when there is no engine, and then the tests are to be skipped. */
export const built = inject('built');

/** The same for the body of a test that is not skipped. */
export const theBuilt = (): Built => {
  if (!built) throw new Error('nothing has been built');
  return built;
};
