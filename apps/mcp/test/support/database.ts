import { createGlobalSetup } from '@todo/postgres/vitest';
import { migrate } from '@todo/tasks';

/** One migrated database per run, which each test file copies. */
export default createGlobalSetup({ prepare: (connectionString) => migrate({ connectionString }) });
