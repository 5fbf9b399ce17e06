import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: './vitest.js', testTimeout: 30_000, hookTimeout: 30_000 },
});
