import { defineConfig } from 'vitest/config';

// What looks at images needs an engine and minutes: `test:images`.
export default defineConfig({ test: { include: ['test/*.test.ts'] } });
