import { createTestDatabase, startPostgres } from '@todo/postgres';
import type { TestProject } from 'vitest/node';
import { PLAIN_HTTP_HOST, type Replica, startStack } from './stack.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The administrator's address of PostgreSQL. */
    postgresUrl: string;
    /** The product at an address that is a secure context, and at one that is not: two replicas, one database. */
    replicas: Replica[];
  }
}

/** One product for the whole run: PostgreSQL, two backends, a frontend before each. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startPostgres({ durable: false });
  const postgresUrl = given ?? server?.url ?? '';
  const database = await createTestDatabase(postgresUrl);
  const stack = await startStack({ databaseUrl: database.url, hosts: ['127.0.0.1', PLAIN_HTTP_HOST] });
  project.provide('postgresUrl', postgresUrl);
  project.provide('replicas', stack.replicas);
  return async () => {
    await stack.stop();
    await database.drop();
    await server?.remove();
  };
};

export default setup;
