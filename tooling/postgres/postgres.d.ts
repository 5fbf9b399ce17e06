export interface PostgresOptions {
  /** The folder that keeps everything of this server. Default: a new temporary one. */
  dataDir?: string;
  /** Port on 127.0.0.1. Default: a free one. */
  port?: number;
  /** Whether what is committed survives a power cut (fsync). Default true; tests say false. */
  durable?: boolean;
  /** The file for the server's own log. Default: `postgres.log` in `dataDir`. */
  logFile?: string;
  /** Time that stop() gives it until SIGKILL, in ms. Default 10,000. */
  graceMs?: number;
  /** Told, in one line, what takes time or lies elsewhere than asked. */
  log?: (line: string) => void;
}

export interface PostgresServer {
  /** The administrator's address, of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** The postmaster, for tests that stop it with a signal. 0 while it is stopped. */
  readonly pid: number;
  /** The process that ends the server when we are gone; it is there until all of the server is gone. */
  readonly leashPid: number;
  /** Settles when the server that runs now has ended, whoever ended it. Never rejects. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends it ("fast": open transactions are rolled back, connections closed); resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it with no chance to write anything, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again, on the same folder and port. */
  start(): Promise<void>;
  /** Ends it and deletes its folder. */
  remove(): Promise<void>;
}

/**
 * Starts a real PostgreSQL 18 on 127.0.0.1, making its cluster first where `dataDir` has none. It ends
 * with our process, however that ends. Rejects with the server's own last lines when it does not start.
 */
export function startPostgres(options?: PostgresOptions): Promise<PostgresServer>;

export interface TestDatabase {
  /** Through the pooler, where there is one. */
  readonly url: string;
  readonly directUrl: string;
  /** Closes every connection to the database and drops it. */
  drop(): Promise<void>;
}

/**
 * Makes a database of one test's own, as a copy of `template` where one is named (30 ms or so). `poolerUrl` is the
 * same server's address through a pooler; '' for none.
 */
export function createTestDatabase(
  adminUrl: string,
  options?: { template?: string; poolerUrl?: string },
): Promise<TestDatabase>;

/** Makes the database `name` on a server unless it is there; returns its address. */
export function ensureDatabase(adminUrl: string, name: string): Promise<string>;
