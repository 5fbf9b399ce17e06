import { createGlobalSetup } from '@todo/postgres/vitest';
import { migrate } from '../src/migrate.js';

export default createGlobalSetup({ prepare: (connectionString) => migrate({ connectionString }) });
