import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, signedUp } from '../support/people.js';
import { product } from '../support/product.js';

const some = ({ addTasks }: Account) =>
  addTasks(
    { title: 'Late', due_on: '2020-01-01', tags: ['home'], priority: 'high' },
    { title: 'عيد ميلاد', description: 'Notes' },
    { title: `Long ${'and longer '.repeat(17)}`.trim(), priority: 'low' },
  );

describeInBrowser('pages', ({ person }) => {
  test('the first load of the dashboard stays below 180 kB of JavaScript', async () => {
    const context = await person();
    await some(await signedUp(context, product()));
    const page = await context.newPage();
    const html = await (await page.goto(`${product().origin}/tasks`))?.text();
    const sources = [...new Set([...(html ?? '').matchAll(/<script[^>]* src="([^"]+)"[^>]*>/g)])]
      .filter(([tag]) => !tag.includes('noModule') && !tag.includes('nomodule'))
      .map(([, source = '']) => source);
    let bytes = 0;
    for (const source of new Set(sources)) {
      const body = await (await context.request.get(product().origin + source)).body();
      bytes += gzipSync(body).byteLength;
    }
    console.info(`first load of the dashboard: ${(bytes / 1000).toFixed(1)} kB of JavaScript, gzip`);
    expect(sources.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(180_000);
  });

  test('nothing moves while the dashboard loads', async () => {
    const context = await person();
    await some(await signedUp(context, product()));
    const page = await context.newPage();
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const live = page.waitForResponse((response) => response.url().includes('/events'));
    await open(page, `${product().origin}/tasks`);
    await live;
    await page.evaluate(() => document.fonts.ready);
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
  });

  test('every page carries the strict Content-Security-Policy', async () => {
    const context = await person();
    await signedUp(context, product());
    for (const path of ['/', '/tasks', '/settings', '/sign-in']) {
      const headers = (await context.request.get(product().origin + path)).headers();
      const policy = headers['content-security-policy'] ?? '';
      expect(policy, path).toMatch(/script-src [^;]*'nonce-/);
      expect(policy, path).not.toMatch(/script-src [^;]*'unsafe-inline'/);
      expect(policy, path).toContain("frame-ancestors 'none'");
    }
  });
});
