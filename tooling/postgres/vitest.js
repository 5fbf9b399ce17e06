import { startPgBouncer } from './pgbouncer.js';
import { createTestDatabase, startPostgres } from './postgres.js';

/** @type {typeof import('./vitest.js').createGlobalSetup} */
export function createGlobalSetup({ prepare } = {}) {
  return async (project) => {
    const given = process.env.TEST_DATABASE_URL;
    const server = given ? undefined : await startPostgres({ durable: false });
    const url = given ?? server?.url ?? '';
    const template = prepare ? await createTestDatabase(url) : undefined;
    if (template) await prepare?.(template.url);
    const pgbouncer = process.env.TEST_PGBOUNCER ?? '';
    const pooler = pgbouncer === '' ? undefined : await startPgBouncer(pgbouncer, url);
    project.provide('postgresUrl', url);
    project.provide('postgresTemplate', template ? new URL(template.url).pathname.slice(1) : 'template1');
    project.provide('pgbouncer', pgbouncer);
    project.provide('poolerUrl', pooler?.url ?? '');
    return async () => {
      await pooler?.stop();
      await template?.drop();
      await server?.remove();
    };
  };
}

export default createGlobalSetup();
