import { LIMITS, ProblemError } from '@todo/contracts';
import { type Database, inTransaction } from './database.js';
import type { Log } from './log.js';
import { purgeTasks } from './task-writes.js';

export interface HousekeepingDeps {
  database: Database;
  clock?: () => Date;
  log: Log;
}

/** How many rows of each kind a run removed. */
export interface Swept {
  tasks: number;
  events: number;
  changes: number;
  idempotencyKeys: number;
  sessions: number;
  verifications: number;
  personalTokens: number;
  rateLimits: number;
  usage: number;
}

export interface Housekeeping {
  /** Removes what is past its time. Any number of replicas may run it at once; for most of it one does the work. */
  run(): Promise<Swept>;
}

/** Any number will do, as long as nobody else locks it in the same database. */
const LOCK = 7_281_935_046_113;
/** Rows, or users, per transaction: none holds locks for long. */
const BATCH = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Longer than any window that a rate is limited over. */
const RATE_LIMIT_MS = DAY;

/** Keeps the tables from growing for ever. The caller says when: some minutes apart is plenty. */
export const createHousekeeping = ({
  database,
  clock = () => new Date(),
  log,
}: HousekeepingDeps): Housekeeping => {
  /** Deletes in batches for as long as the lock can be had; another replica that has it does the same work. */
  const sweep = async (table: string, condition: string, bound: unknown): Promise<number> => {
    let total = 0;
    for (;;) {
      const { rowCount } = await database.query(
        `WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($2) AS ours)
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM ${table} WHERE ${condition} AND (SELECT ours FROM turn) LIMIT ${BATCH}))`,
        [bound, LOCK],
      );
      total += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH) return total;
    }
  };

  const purge = async (userId: string, deletedBefore: Date): Promise<number> => {
    try {
      return await inTransaction(database, (client) => purgeTasks(client, userId, { deletedBefore }));
    } catch (error) {
      // The account was deleted meanwhile, and its tasks with it.
      if (error instanceof ProblemError) return 0;
      throw error;
    }
  };

  /** User by user, because the removal of a task is an event of its user. Two replicas at it find less each. */
  const sweepTrash = async (deletedBefore: Date): Promise<number> => {
    let total = 0;
    for (;;) {
      const { rows } = await database.query<{ user_id: string }>(
        `SELECT DISTINCT user_id FROM tasks WHERE deleted_at IS NOT NULL AND deleted_at < $1 LIMIT ${BATCH}`,
        [deletedBefore],
      );
      for (const { user_id } of rows) total += await purge(user_id, deletedBefore);
      if (rows.length < BATCH) return total;
    }
  };

  return {
    async run() {
      const now = clock().getTime();
      const before = (milliseconds: number): Date => new Date(now - milliseconds);
      const swept: Swept = {
        tasks: await sweepTrash(before(LIMITS.trashDays * DAY)),
        events: await sweep('events', 'created_at < $1', before(LIMITS.eventDays * DAY)),
        changes: await sweep('changes', 'created_at < $1', before(LIMITS.undoDays * DAY)),
        idempotencyKeys: await sweep(
          'idempotency_keys',
          'created_at < $1',
          before(LIMITS.idempotencyHours * HOUR),
        ),
        sessions: await sweep('sessions', 'expires_at < $1', before(0)),
        verifications: await sweep('verifications', 'expires_at < $1', before(0)),
        personalTokens: await sweep(
          'personal_tokens',
          'expires_at < $1',
          before(LIMITS.expiredTokenDays * DAY),
        ),
        rateLimits: await sweep('rate_limits', 'window_started_at < $1', before(RATE_LIMIT_MS)),
        usage: await sweep('assistant_usage', 'day < $1::timestamptz', before(2 * DAY)),
      };
      log.info({ swept }, 'housekeeping done');
      return swept;
    },
  };
};
