import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Database } from './database.js';
import type { Log } from './log.js';
import { aborted, pause, settledWithin } from './waiting.js';

export interface ListenerOptions {
  /** Through which NOTIFY goes out: the same way as other replicas' do. */
  database: Database;
  /** For LISTEN, which needs a connection of its own past any pooler; undefined for none. */
  connectionString: string | undefined;
  log: Log;
  /** A user has new events, says another process. */
  onNotify: (userId: string) => void;
  /** Milliseconds to wait for the own NOTIFY to come back; 2,000 when left out. */
  probeTimeoutMs?: number;
  /** Milliseconds between attempts to listen, doubled up to 30 s; 500 when left out. */
  retryMs?: number;
}

/** NOTIFY and LISTEN between the processes that share a database. */
export interface Listener {
  start(): void;
  /** Tells the other processes, in a statement of its own; what is asked for meanwhile goes out with the next. */
  send(userId: string): void;
  /** Whether a NOTIFY of our own has come back over the present connection. */
  listening(): boolean;
  close(): Promise<void>;
}

const CHANNEL = 'todo_events';
const MAX_RETRY_MS = 30_000;
/** A server that hangs does not answer a goodbye either. */
const END_MS = 1_000;

/** Whether a pooler answers in place of the server: the process that the connection was told of is not the server's. */
const isPooled = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid !== (client as pg.Client & { processID: number | null }).processID;
};

/**
 * Listens as long as it is open, and connects again with growing pauses. Whether LISTEN works can't be asked: behind
 * a pooler it is accepted and nothing ever arrives. So each connection must first hear a NOTIFY sent through the pool.
 * A pooler that proved deaf is not asked again.
 */
export const createListener = (options: ListenerOptions): Listener => {
  const { database, connectionString, log, onNotify } = options;
  const probeTimeoutMs = options.probeTimeoutMs ?? 2_000;
  const retryMs = options.retryMs ?? 500;
  // Payloads are "<sender> <user>": what we sent ourselves is known here already.
  const self = randomUUID();
  const closing = new AbortController();
  const waiting = new Set<string>();
  let heard = false;
  let running: Promise<void> | undefined;
  let sending: Promise<void> | undefined;

  /** Listens until the connection is lost or proves deaf. Says whether it ever heard anything, else why not. */
  const listenOnce = async (): Promise<'heard' | 'deaf' | 'pooled'> => {
    const client = new pg.Client({
      connectionString,
      application_name: 'todo-events',
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    const lost = new AbortController();
    const answered = new AbortController();
    closing.signal.addEventListener('abort', () => lost.abort(), { signal: lost.signal });
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', ({ payload = '' }) => {
      const space = payload.indexOf(' ');
      const userId = payload.slice(space + 1);
      if (payload.slice(0, space) !== self) onNotify(userId);
      else if (userId === '') answered.abort();
    });
    try {
      await client.connect();
      const pooled = await isPooled(client);
      await client.query(`LISTEN ${CHANNEL}`);
      await database.query('SELECT pg_notify($1, $2)', [CHANNEL, `${self} `]);
      await pause(probeTimeoutMs, AbortSignal.any([lost.signal, answered.signal]));
      if (lost.signal.aborted) return 'deaf';
      if (!answered.signal.aborted) {
        // What was asked for stays with the server's connection, which a pooler hands on to others.
        await client.query(`UNLISTEN ${CHANNEL}`);
        return pooled ? 'pooled' : 'deaf';
      }
      heard = true;
      log.info({}, 'live events arrive by LISTEN');
      await aborted(lost.signal);
      return 'heard';
    } finally {
      heard = false;
      lost.abort();
      await settledWithin(END_MS, client.end());
    }
  };

  const listen = async (): Promise<void> => {
    let retry = retryMs;
    let told = '';
    /** Once, and not again at every attempt that ends in the same way. */
    const tell = (details: object, message: string): void => {
      if (told !== message && !closing.signal.aborted) log.warn(details, message);
      told = message;
    };
    while (!closing.signal.aborted) {
      try {
        const outcome = await listenOnce();
        if (outcome === 'heard') {
          retry = retryMs;
          told = '';
        } else
          tell({ pooled: outcome === 'pooled' }, 'LISTEN does not work here: live events arrive by polling');
        // Asked again and again, every connection of the pooler would listen, for nobody.
        if (outcome === 'pooled') return;
      } catch (error) {
        tell({ err: error }, 'cannot listen for live events: they arrive by polling');
      }
      await pause(retry, closing.signal);
      retry = Math.min(2 * retry, MAX_RETRY_MS);
    }
  };

  const sendWaiting = async (): Promise<void> => {
    while (waiting.size > 0) {
      const payloads = [...waiting].map((userId) => `${self} ${userId}`);
      waiting.clear();
      try {
        await database.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [
          CHANNEL,
          payloads,
        ]);
      } catch (error) {
        // Nothing is lost: the poll of the others finds it.
        log.warn({ err: error }, 'could not notify other processes of a change');
      }
    }
  };

  return {
    start() {
      if (connectionString !== undefined) running ??= listen();
    },
    send(userId) {
      if (closing.signal.aborted) return;
      waiting.add(userId);
      sending ??= sendWaiting().finally(() => {
        sending = undefined;
      });
    },
    listening: () => heard,
    async close() {
      closing.abort();
      await Promise.all([running, sending]);
    },
  };
};
