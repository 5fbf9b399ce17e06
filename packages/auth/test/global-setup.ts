import { readdirSync, readFileSync } from 'node:fs';
import { createGlobalSetup } from '@todo/postgres/vitest';
import pg from 'pg';

const MIGRATIONS = new URL('../../tasks/migrations/', import.meta.url);

/** The product's own tables: the texts of its migrations, because packages don't import each other. */
export default createGlobalSetup({
  prepare: async (connectionString) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    for (const file of readdirSync(MIGRATIONS).sort())
      await client.query(readFileSync(new URL(file, MIGRATIONS), 'utf8'));
    await client.end();
  },
});
