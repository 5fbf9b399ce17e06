import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/images/*.test.ts'],
    globalSetup: './test/images/global-setup.ts',
    // Containers with half a core each, on two cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Marked as retried; never what counts lost requests.
    retry: process.env.CI === 'true' ? 1 : 0,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
