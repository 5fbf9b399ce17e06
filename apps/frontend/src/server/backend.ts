import { headers } from 'next/headers';
import { runtime } from './runtime';
import { untilConnected } from './until-connected';

/** Milliseconds that a page waits for the backend before it says that something is wrong. */
const PAGE_LIMIT = 10_000;
/** What the backend needs to know who asks, from where, and in which request. */
const PASSED_ON = [
  'cookie',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'user-agent',
];

/**
 * A GET of the API on behalf of the page's visitor, for server components. `path` starts with `/api/`.
 * @throws {TypeError} the backend cannot be reached. @throws {DOMException} it was silent for 10 s.
 */
export const backendFetch = async (path: string): Promise<Response> => {
  const received = await headers();
  const sent = new Headers({ accept: 'application/json' });
  for (const name of PASSED_ON) {
    const value = received.get(name);
    if (value !== null) sent.set(name, value);
  }
  const signal = AbortSignal.timeout(PAGE_LIMIT);
  const { BACKEND_URL } = runtime().env;
  return untilConnected(
    () => fetch(BACKEND_URL + path, { headers: sent, cache: 'no-store', redirect: 'error', signal }),
    signal,
  );
};
