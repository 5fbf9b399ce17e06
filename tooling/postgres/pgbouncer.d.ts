import type { PostgresServer } from './postgres.js';

export interface PgBouncer {
  /** The address of the server in front of which it is, with its own port. */
  readonly url: string;
  /** Ends it at once, and its clients' connections with it. */
  stop(): Promise<void>;
}

/**
 * Starts PgBouncer (the program `program`) in transaction mode in front of a server, on a free port of 127.0.0.1.
 * It lets every database of the server through, and ends with our process. Rejects with its own last lines when it
 * does not start.
 */
export function startPgBouncer(program: string, serverUrl: string): Promise<PgBouncer>;

export interface TestServer {
  readonly server: PostgresServer;
  /** What a product is given: through the pooler, where there is one. */
  readonly url: string;
  remove(): Promise<void>;
}

/** A throwaway server of one test's own, with the PgBouncer `pgbouncer` in front of it unless that is ''. */
export function startTestServer(pgbouncer: string): Promise<TestServer>;
