import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The administrator's address of the PostgreSQL server that this run uses. */
    postgresUrl: string;
    /** The database that `prepare` has set up, to copy; `template1` when there was none. */
    postgresTemplate: string;
    /** The PgBouncer program that this run puts in front of servers; '' for none. */
    pgbouncer: string;
    /** The server of this run through a PgBouncer in transaction mode; '' for none. */
    poolerUrl: string;
  }
}

/**
 * A global set-up for vitest: one throwaway server, or the one of `TEST_DATABASE_URL`; with
 * a pooler in front of it where `TEST_PGBOUNCER` names the program of one.
 * `prepare` sets a template database up once per run (the migrations), which each test then copies.
 */
export function createGlobalSetup(options?: {
  prepare?: (databaseUrl: string) => Promise<unknown>;
}): (project: TestProject) => Promise<() => Promise<void>>;

declare const setup: ReturnType<typeof createGlobalSetup>;
export default setup;
