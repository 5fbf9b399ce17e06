import { setTimeout as delay } from 'node:timers/promises';
import { headers } from 'next/headers';
import { runtime } from './runtime';
import { untilConnected } from './until-connected';

/** Milliseconds that a page waits for the backend before it says that something is wrong. */
const PAGE_LIMIT = 10_000;
/** Seconds that a page waits before it asks a busy backend once more, if it is told to wait no longer. */
const WORTH_WAITING = 2;
/** What the backend needs to know who asks, from where, and in which request. */
const PASSED_ON = [
  'cookie',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'user-agent',
];

/** Seconds after which a backend that was too busy wants to be asked again; null for any other answer. */
const busyFor = ({ status, headers }: Response): number | null => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return status === 503 && seconds <= WORTH_WAITING ? seconds : null;
};

/**
 * A GET of the API on behalf of the page's visitor, for server components. `path` starts with `/api/`. A backend that is
 * too busy is asked once more.
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
  const send = () =>
    untilConnected(
      () => fetch(BACKEND_URL + path, { headers: sent, cache: 'no-store', redirect: 'error', signal }),
      signal,
    );
  const answer = await send();
  const seconds = busyFor(answer);
  if (seconds === null) return answer;
  await answer.body?.cancel();
  await delay(seconds * 1_000, undefined, { signal });
  return send();
};
