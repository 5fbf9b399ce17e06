import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { PLAIN_HTTP_HOST } from './stack.js';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'];

const executablePath = process.env.CHROMIUM_PATH ?? USUAL_PLACES.find((path) => existsSync(path));

/** Two cores carry the browser, the product and the database: what passes at last is marked as retried in what is printed. */
const AGAIN = process.env.CI === 'true' ? { retry: 2 } : {};

/** Starts Chromium. As root its sandbox cannot be had. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP ${PLAIN_HTTP_HOST} 127.0.0.1`,
    ],
  });

export interface Browsing {
  /** A browser of one person, closed at the end of the test. Complains afterwards about what the page complained about. */
  person(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** Texts of console errors that a test provokes on purpose. */
  expectComplaint(pattern: RegExp): void;
}

/**
 * A describe block with a browser. Every test fails that leaves an error in a console, breaks the
 * Content-Security-Policy, or asks another origin for anything.
 */
export const describeInBrowser = (name: string, body: (browsing: Browsing) => void): void => {
  if (executablePath === undefined && process.env.CI !== 'true') {
    console.warn(`SKIPPED, no Chromium found (set CHROMIUM_PATH): ${name}`);
    describe.skip(name, () => body({ person: () => Promise.reject(), expectComplaint: () => undefined }));
    return;
  }
  describe(name, AGAIN, () => {
    let browser: Browser;
    let contexts: BrowserContext[] = [];
    let complaints: string[] = [];
    let expected: RegExp[] = [];

    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser.close());
    afterEach(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
      contexts = [];
      complaints = [];
      expected = [];
      if (unexpected.length > 0) throw new Error(`the page complained:\n${unexpected.join('\n')}`);
    });

    const listen = (page: Page) => {
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          complaints.push(`${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => complaints.push(`uncaught ${error.stack ?? error.message}`));
      page.on('request', (request) => {
        const own = page.mainFrame().url();
        if (!own.startsWith('http') || request.isNavigationRequest()) return;
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== new URL(own).origin)
          complaints.push(`asked another origin: ${request.url()}`);
      });
    };

    body({
      person: async (options = {}) => {
        const context = await browser.newContext({
          viewport: { width: 1280, height: 900 },
          locale: 'en-GB',
          timezoneId: 'Europe/Vienna',
          reducedMotion: 'reduce',
          ...options,
        });
        context.setDefaultTimeout(10_000);
        context.on('page', listen);
        contexts.push(context);
        return context;
      },
      expectComplaint: (pattern) => void expected.push(pattern),
    });
  });
};
