import { createTestDatabase, startPostgres } from './postgres.js';

/** @type {typeof import('./vitest.js').createGlobalSetup} */
export function createGlobalSetup({ prepare } = {}) {
  return async (project) => {
    const given = process.env.TEST_DATABASE_URL;
    const server = given ? undefined : await startPostgres({ durable: false });
    const url = given ?? server?.url ?? '';
    const template = prepare ? await createTestDatabase(url) : undefined;
    if (template) await prepare?.(template.url);
    project.provide('postgresUrl', url);
    project.provide('postgresTemplate', template ? new URL(template.url).pathname.slice(1) : 'template1');
    return async () => {
      await template?.drop();
      await server?.remove();
    };
  };
}

export default createGlobalSetup();
