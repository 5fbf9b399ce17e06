import { randomId } from '@/lib/random';

/** Runs `lead` in one tab at a time; its signal ends when the tab has to stop. */
export interface Election {
  start(): void;
  stop(): void;
  /** For a tab that doesn't lead: takes the lead from one that no longer answers. */
  challenge(): void;
}

type Lead = (term: AbortSignal) => void;

/** Held by a Web Lock: the browser itself passes the lead on when a tab closes or crashes. */
const electByLock = (locks: LockManager, name: string, lead: Lead): Election => {
  let candidacy = new AbortController();
  const run = (options: LockOptions): void => {
    const mine = new AbortController();
    candidacy = mine;
    const term = () =>
      new Promise<void>((resolve) => {
        mine.signal.addEventListener('abort', () => resolve());
        lead(mine.signal);
      });
    locks.request(name, options.steal ? options : { signal: mine.signal }, term).catch(() => {
      if (mine.signal.aborted) return;
      // Another tab took the lead from this one: stop, and queue up again.
      mine.abort();
      run({});
    });
  };
  return {
    start: () => run({}),
    stop: () => candidacy.abort(),
    challenge: () => {
      candidacy.abort();
      run({ steal: true });
    },
  };
};

const LEASE = 4_000;
const BEAT = 1_000;

/**
 * Held by a lease in localStorage: Web Locks are missing on a page that came over plain http from another
 * machine. Two tabs may lead for a moment; that costs a connection and nothing else.
 */
const electByLease = (storage: Storage, name: string, lead: Lead): Election => {
  const me = randomId();
  let term: AbortController | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const holder = () => {
    const [tab, until] = storage.getItem(name)?.split(' ') ?? [];
    return tab !== undefined && Number(until) > Date.now() ? tab : null;
  };
  const beat = () => {
    const current = holder();
    if (current !== null && current !== me) {
      term?.abort();
      term = undefined;
      return;
    }
    storage.setItem(name, `${me} ${Date.now() + LEASE}`);
    // One beat later, so that of two tabs that wrote at once only the last one leads.
    if (current === me && term === undefined) {
      term = new AbortController();
      lead(term.signal);
    }
  };
  const release = () => {
    term?.abort();
    term = undefined;
    if (holder() === me) storage.removeItem(name);
  };
  return {
    start: () => {
      clearInterval(timer);
      timer = setInterval(beat, BEAT);
      beat();
      addEventListener('pagehide', release);
    },
    stop: () => {
      clearInterval(timer);
      removeEventListener('pagehide', release);
      release();
    },
    // A lease ends by itself.
    challenge: () => undefined,
  };
};

/** An election among the tabs of this browser by the best means that it has. */
export const createElection = (name: string, lead: Lead): Election => {
  if ('locks' in navigator) return electByLock(navigator.locks, name, lead);
  return electByLease(localStorage, name, lead);
};
