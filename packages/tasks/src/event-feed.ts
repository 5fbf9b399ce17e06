import type { TaskEvent, TaskOperation } from '@todo/contracts';
import type { Database } from './database.js';
import { createListener } from './listener.js';
import type { Log } from './log.js';
import { type TaskRow, taskColumns, toTask } from './task-row.js';
import { isUnavailable } from './unavailable.js';
import { type Bell, createBell, pause } from './waiting.js';

/** `id` is where the stream stands after this item, and where it can be resumed. */
export type FeedItem =
  | { kind: 'task'; id: number; event: TaskEvent }
  /** What was missed can't be told any more: fetch again. The stream goes on after `id`. */
  | { kind: 'reset'; id: number };

export interface EventFeedDeps {
  database: Database;
  /** For LISTEN: past any pooler, as the migrations' connection. Undefined: polling only. */
  listenConnectionString: string | undefined;
  log: Log;
  /** 1,000 when left out. */
  pollIntervalMs?: number;
  /** See `createListener`. */
  probeTimeoutMs?: number;
  retryMs?: number;
}

/** The live events of the users who have a stream open in this process. */
export interface EventFeed {
  start(): void;
  /** Ends every stream, and then the connection. */
  close(): Promise<void>;
  /** A user has new events: tells the streams here and the other processes. For `onCommitted` of `createTasks`. */
  notify(userId: string): void;
  mode(): 'listen' | 'poll';
  /**
   * A user's events after `after`, in order, each once; null begins with the first read. Ends when the signal is
   * aborted, the feed closes or the account is gone; waits while the database is away. It reads only when asked
   * for the next item, so a slow reader holds nothing but its place.
   */
  subscribe(userId: string, after: number | null, signal: AbortSignal): AsyncGenerator<FeedItem, void, void>;
}

/** Events per read. */
const BATCH = 200;

interface Subscriber {
  /** The last event given out; null before the first read. */
  position: number | null;
  bell: Bell;
}

interface EventRow {
  last_event_id: number;
  event_id: number | null;
  op: TaskOperation;
  task_id: number;
  event_version: number;
  occurred_at: string;
}

const toItem = (row: EventRow & TaskRow, id: number): FeedItem => ({
  kind: 'task',
  id,
  event: {
    op: row.op,
    task_id: row.task_id,
    version: row.event_version,
    occurred_at: row.occurred_at,
    task: row.id === null ? null : toTask(row),
  },
});

/** The next items after a position. Undefined when the account is gone. */
const read = async (
  database: Database,
  userId: string,
  position: number | null,
): Promise<{ items: FeedItem[]; position: number; more: boolean } | undefined> => {
  const { rows } = await database.query<EventRow & TaskRow>(
    `SELECT counter.last_event_id, event.id AS event_id, event.op, event.task_id, event.version AS event_version,
       event.created_at AS occurred_at, ${taskColumns('task')}
     FROM user_counters AS counter
     LEFT JOIN LATERAL (
       SELECT * FROM events WHERE user_id = counter.user_id AND id > $2 ORDER BY id LIMIT ${BATCH}
     ) AS event ON true
     LEFT JOIN tasks AS task
       ON task.user_id = counter.user_id AND task.id = event.task_id AND task.deleted_at IS NULL
     WHERE counter.user_id = $1 ORDER BY event.id`,
    [userId, position],
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const last = first.last_event_id;
  if (position === null || position === last) return { items: [], position: last, more: false };
  // If the next one is not there, it was swept, or never was, or stands for more than can be told (an import).
  if (first.event_id !== position + 1)
    return { items: [{ kind: 'reset', id: last }], position: last, more: false };
  const gap = rows.findIndex((row, index) => row.event_id !== position + 1 + index);
  const items = (gap === -1 ? rows : rows.slice(0, gap)).map((row, index) =>
    toItem(row, position + 1 + index),
  );
  return { items, position: position + items.length, more: gap !== -1 || items.length === BATCH };
};

/**
 * Streams are woken by a change in this process, by NOTIFY from others, and at the latest by a poll every second,
 * which is one query for all users with a stream.
 */
export const createEventFeed = (deps: EventFeedDeps): EventFeed => {
  const { database, log } = deps;
  const pollIntervalMs = deps.pollIntervalMs ?? 1_000;
  const closing = new AbortController();
  const subscribers = new Map<string, Set<Subscriber>>();
  let polling: Promise<void> | undefined;

  const wake = (userId: string): void => {
    for (const { bell } of subscribers.get(userId) ?? []) bell.ring();
  };

  const listener = createListener({
    database,
    connectionString: deps.listenConnectionString,
    log,
    onNotify: wake,
    ...(deps.probeTimeoutMs === undefined ? {} : { probeTimeoutMs: deps.probeTimeoutMs }),
    ...(deps.retryMs === undefined ? {} : { retryMs: deps.retryMs }),
  });

  const pollOnce = async (): Promise<void> => {
    const { rows } = await database.query<{ user_id: string; last_event_id: number }>(
      'SELECT user_id, last_event_id FROM user_counters WHERE user_id = ANY($1)',
      [[...subscribers.keys()]],
    );
    const last = new Map(rows.map((row) => [row.user_id, row.last_event_id]));
    for (const [userId, streams] of subscribers)
      for (const { position, bell } of streams) if (position !== last.get(userId)) bell.ring();
  };

  const poll = async (): Promise<void> => {
    let failing = false;
    while (!closing.signal.aborted) {
      await pause(pollIntervalMs, closing.signal);
      if (closing.signal.aborted || subscribers.size === 0) continue;
      try {
        await pollOnce();
        if (failing) log.info({}, 'polling for live events works again');
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'cannot poll for live events');
        failing = true;
      }
    }
  };

  const add = (userId: string, subscriber: Subscriber): void => {
    const streams = subscribers.get(userId);
    if (streams === undefined) subscribers.set(userId, new Set([subscriber]));
    else streams.add(subscriber);
  };

  const remove = (userId: string, subscriber: Subscriber): void => {
    const streams = subscribers.get(userId);
    streams?.delete(subscriber);
    if (streams?.size === 0) subscribers.delete(userId);
  };

  async function* stream(
    userId: string,
    after: number | null,
    signal: AbortSignal,
  ): ReturnType<EventFeed['subscribe']> {
    const subscriber: Subscriber = { position: after, bell: createBell() };
    const over = (): boolean => signal.aborted || closing.signal.aborted;
    const ring = (): void => subscriber.bell.ring();
    signal.addEventListener('abort', ring);
    // Before the first read, so that what is committed during it rings the bell.
    add(userId, subscriber);
    try {
      while (!over()) {
        let batch: Awaited<ReturnType<typeof read>>;
        try {
          batch = await read(database, userId, subscriber.position);
        } catch (error) {
          if (!isUnavailable(error)) throw error;
          // The poll rings when the database is back and there is something to read.
          await subscriber.bell.wait();
          continue;
        }
        if (batch === undefined) return;
        for (const item of batch.items) {
          if (over()) return;
          yield item;
        }
        subscriber.position = batch.position;
        if (!batch.more) await subscriber.bell.wait();
      }
    } finally {
      signal.removeEventListener('abort', ring);
      remove(userId, subscriber);
    }
  }

  return {
    start() {
      listener.start();
      polling ??= poll();
    },
    async close() {
      closing.abort();
      for (const userId of subscribers.keys()) wake(userId);
      await Promise.all([polling, listener.close()]);
    },
    notify(userId) {
      wake(userId);
      listener.send(userId);
    },
    mode: () => (listener.listening() ? 'listen' : 'poll'),
    subscribe: stream,
  };
};
