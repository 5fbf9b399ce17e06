import { defineConfig } from 'vitest/config';

const UNDER_LOAD = 'cluster/rollouts.test.ts';

export default defineConfig({
  test: {
    testTimeout: 300_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000, interval: 500 } },
    // One cluster, perhaps on two cores: what sends load has it alone, and what mostly waits shares it.
    projects: [
      {
        extends: true,
        test: { name: 'under load', include: [UNDER_LOAD], sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'at rest',
          include: ['cluster/**/*.test.ts'],
          exclude: [UNDER_LOAD],
          maxWorkers: 2,
          // Two namespaces at once on two cores; what passes at last is marked as retried. Never what counts lost requests.
          retry: process.env.CI === 'true' ? 1 : 0,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
