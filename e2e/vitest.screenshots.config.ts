import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['screenshots.ts'],
    globalSetup: './support/global-setup.ts',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
