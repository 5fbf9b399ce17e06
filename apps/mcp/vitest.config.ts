import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of the time is spent waiting, for a database or a drain: vitest's own choice is one.
    maxWorkers: 2,
    globalSetup: './test/support/database.ts',
    include: ['test/**/*.test.ts'],
    // A machine that does something else besides is slow, not broken.
    expect: { poll: { timeout: 10_000, interval: 25 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
