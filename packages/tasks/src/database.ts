import type { Socket } from 'node:net';
import { ProblemError } from '@todo/contracts';
import pg from 'pg';
import type { Log } from './log.js';
import { toRfc3339 } from './timestamp.js';

export interface DatabaseOptions {
  connectionString: string;
  /** Connections at most; 10 when left out. */
  max?: number;
  /** What `pg_stat_activity` shows. */
  applicationName?: string;
  /** Milliseconds after which a statement is given up and its connection closed; 10,000 when left out. */
  statementTimeoutMs?: number;
  log?: Log;
}

/** A pool whose values are those of the contract: times as RFC 3339 text, days and times of day as text. */
export type Database = pg.Pool;
/** Where a statement can run: the pool, or one connection of it inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

const { builtins } = pg.types;
/** text[] in pg_type, which pg can parse but does not name. */
const TEXT_ARRAY = 1009 as typeof builtins.TEXT;
const textArray: (text: string) => string[] = pg.types.getTypeParser(TEXT_ARRAY);

const PARSERS = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, toRfc3339],
  [builtins.DATE, (text) => text],
  [builtins.TIME, (text) => text.slice(0, 5)],
  [builtins.INT8, Number],
  [TEXT_ARRAY, (text) => (text === '{}' ? [] : textArray(text))],
]);

/** The parsers belong to the pool, because setting them on pg itself would change every other user of it. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format),
};

/**
 * Closes a connection in use that says nothing for so many milliseconds; its statement fails. Not pg's own
 * `query_timeout`: the rows of each answer outlive it there, which doubles the memory and a third of the CPU time.
 */
const limitSilence = (database: pg.Pool, timeoutMs: number): void => {
  const socketOf = (client: pg.PoolClient): Socket =>
    (client as unknown as { connection: { stream: Socket } }).connection.stream;
  database.on('connect', (client) => {
    const socket = socketOf(client);
    socket.on('timeout', () => {
      const silence = new Error(`the database said nothing for ${timeoutMs} ms`);
      socket.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
    });
  });
  database.on('acquire', (client) => socketOf(client).setTimeout(timeoutMs));
  database.on('release', (_error, client) => socketOf(client).setTimeout(0));
};

/**
 * A pool for the repositories. Sets nothing on a session and names no statement, so that it works behind a
 * pooler in transaction mode; time limits are kept on this side for the same reason. Losing every connection
 * is logged and never ends the process: the next statement connects again.
 */
export const createDatabase = (options: DatabaseOptions): Database => {
  const database = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'todo',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    types,
  });
  limitSilence(database, options.statementTimeoutMs ?? 10_000);
  const report = (error: Error): void => options.log?.warn({ err: error }, 'a database connection was lost');
  database.on('error', report);
  // A connection that dies between two statements of a transaction has no query to report it.
  database.on('connect', (client) => client.on('error', report));
  return database;
};

/** What a transaction gives back without keeping what it did. */
export class Rollback<T> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/**
 * Runs `work` in a transaction: committed when it returns, rolled back when it returns a `Rollback` or throws.
 * After any error but a refusal the connection is closed and not used again, because what it still does is unknown.
 */
export const inTransaction = async <T>(
  database: Database,
  work: (client: Queryable) => Promise<T | Rollback<T>>,
): Promise<T> => {
  const client = await database.connect();
  try {
    await client.query('BEGIN');
    const outcome = await work(client);
    await client.query(outcome instanceof Rollback ? 'ROLLBACK' : 'COMMIT');
    client.release();
    return outcome instanceof Rollback ? outcome.value : outcome;
  } catch (error) {
    if (!(error instanceof ProblemError)) {
      client.release(true);
      throw error;
    }
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
};

/** The same inside a transaction that is open: what `work` did is undone alone when it is rolled back or refused. */
export const inSavepoint = async <T>(client: Queryable, work: () => Promise<T | Rollback<T>>): Promise<T> => {
  await client.query('SAVEPOINT step');
  try {
    const outcome = await work();
    await client.query(outcome instanceof Rollback ? 'ROLLBACK TO SAVEPOINT step' : 'RELEASE SAVEPOINT step');
    return outcome instanceof Rollback ? outcome.value : outcome;
  } catch (error) {
    if (error instanceof ProblemError) await client.query('ROLLBACK TO SAVEPOINT step');
    throw error;
  }
};
