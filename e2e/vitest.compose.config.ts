import { defineConfig } from 'vitest/config';

/** What a browser does needs no other test for a product in containers. */
const BROWSER_TESTS = [
  'main-path',
  'tasks',
  'pages',
  'settings',
  'chat',
  'live',
  'two-tabs',
  'everyone',
  'look',
];

export default defineConfig({
  test: {
    include: [...BROWSER_TESTS.map((name) => `test/${name}.test.ts`), 'compose/**/*.test.ts'],
    globalSetup: './compose/global-setup.ts',
    // One engine on two cores: files one after the other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // A browser breaks off what it does when some other network of this engine comes or goes. In CI, on a machine that
    // does other things, anything is tried once more and marked as retried, except what counts lost requests.
    retry: process.env.CI === 'true' ? 1 : { count: 2, condition: /ERR_NETWORK_CHANGED/ },
    expect: { poll: { timeout: 15_000 } },
  },
});
