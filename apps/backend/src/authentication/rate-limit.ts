import type { Pool } from 'pg';

export interface Rule {
  /** Seconds. */
  window: number;
  /** Attempts in a window. */
  max: number;
}

export interface Verdict {
  allowed: boolean;
  /** Seconds until the window ends; null when allowed. */
  retryAfter: number | null;
}

export interface RateLimit {
  /** Counts one attempt. One statement, so that replicas and concurrent requests share one count. */
  consume(key: string, rule: Rule): Promise<Verdict>;
  forget(keys: string[]): Promise<void>;
}

/**
 * Fixed windows in PostgreSQL, as better-auth's `customStorage` and for limits of our own.
 * (better-auth's own storage prunes by its own longest window; the ready-made limiters for PostgreSQL
 * use named prepared statements, which do not survive a pooler in transaction mode.)
 * @param now milliseconds since the epoch
 */
export const createRateLimit = (pool: Pool, now: () => number = Date.now): RateLimit => ({
  consume: async (key, { window, max }) => {
    const time = now();
    const { rows } = await pool.query<{ count: number; started: string }>(
      `INSERT INTO rate_limits AS l (key, count, window_started_at)
       VALUES ($1, 1, to_timestamp($2::double precision / 1000))
       ON CONFLICT (key) DO UPDATE SET
         count = CASE WHEN l.window_started_at <= to_timestamp(($2::double precision - $3 * 1000) / 1000) THEN 1
                      ELSE l.count + 1 END,
         window_started_at = CASE WHEN l.window_started_at <= to_timestamp(($2::double precision - $3 * 1000) / 1000)
                      THEN to_timestamp($2::double precision / 1000) ELSE l.window_started_at END
       RETURNING count, extract(epoch FROM window_started_at) * 1000 AS started`,
      [key, time, window],
    );
    const [row] = rows;
    if (row === undefined || row.count <= max) return { allowed: true, retryAfter: null };
    return {
      allowed: false,
      retryAfter: Math.max(1, Math.ceil((Number(row.started) + window * 1000 - time) / 1000)),
    };
  },
  forget: async (keys) => {
    await pool.query('DELETE FROM rate_limits WHERE key = ANY($1)', [keys]);
  },
});
