import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['look/screenshots.ts', 'look/readme.ts'],
    globalSetup: './support/global-setup.ts',
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
