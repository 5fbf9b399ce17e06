import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './test/support/database.ts',
    include: ['test/**/*.test.ts'],
    // A machine that does something else besides is slow, not broken.
    expect: { poll: { timeout: 10_000, interval: 25 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
