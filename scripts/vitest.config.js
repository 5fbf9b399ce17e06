import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Each of them builds; the first start of a run may have to install as well.
  test: { fileParallelism: false, testTimeout: 240_000, hookTimeout: 30_000 },
});
