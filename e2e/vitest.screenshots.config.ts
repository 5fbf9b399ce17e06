import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['look/screenshots.ts'],
    globalSetup: './support/global-setup.ts',
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
