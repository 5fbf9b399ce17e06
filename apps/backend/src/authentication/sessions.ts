import { LRUCache } from 'lru-cache';

/** How long a session that was ended elsewhere may still be believed by a replica. */
export const SESSION_CACHE_MS = 60_000;
const MAX_CACHED = 10_000;

export interface Session {
  id: string;
  userId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export interface FoundSession {
  session: Session;
  /** Set-Cookie lines, when the session was prolonged just now. */
  cookies: string[];
}

export interface Sessions {
  /** The session of a signed session token, or null; at most a minute old. */
  find(token: string): Promise<FoundSession | null>;
  /** What was ended here is not believed here any longer. */
  forget(matches: (session: Session) => boolean): void;
}

/**
 * Remembers sessions for a minute: a look-up in the database on each request would cost more than
 * most answers do. Concurrent look-ups of one token are one.
 * @param lookUp asks the database
 * @param now milliseconds since the epoch
 */
export const createSessions = (
  lookUp: (token: string) => Promise<FoundSession | null>,
  now: () => number = Date.now,
): Sessions => {
  const remembered = new LRUCache<string, Session>({
    max: MAX_CACHED,
    ttl: SESSION_CACHE_MS,
    ttlResolution: 0,
    perf: { now },
  });
  const underWay = new Map<string, Promise<FoundSession | null>>();

  const ask = (token: string): Promise<FoundSession | null> => {
    const running = underWay.get(token);
    if (running !== undefined) return running;
    const asked = lookUp(token)
      .then((found) => {
        // Unless it was forgotten while it was being looked up.
        if (found !== null && underWay.get(token) === asked) remembered.set(token, found.session);
        return found;
      })
      .finally(() => {
        if (underWay.get(token) === asked) underWay.delete(token);
      });
    underWay.set(token, asked);
    return asked;
  };

  return {
    find: async (token) => {
      const session = remembered.get(token);
      if (session !== undefined && session.expiresAt > now()) return { session, cookies: [] };
      return ask(token);
    },
    forget: (matches) => {
      underWay.clear();
      for (const [token, session] of remembered.entries()) if (matches(session)) remembered.delete(token);
    },
  };
};
