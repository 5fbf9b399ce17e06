import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const some = ({ addTasks }: Account) =>
  addTasks(
    { title: 'Late', due_on: '2020-01-01', tags: ['home'], priority: 'high' },
    { title: 'عيد ميلاد', description: 'Notes' },
    { title: `Long ${'and longer '.repeat(17)}`.trim(), priority: 'low' },
  );

describeInBrowser('pages', ({ person }) => {
  // Contrast hangs on the scheme and the size of targets on the width, hardly on both: two of the four tell.
  for (const [colorScheme, width] of [
    ['light', 390],
    ['dark', 1280],
  ] as const)
    test(`axe finds nothing (${colorScheme}, ${width} px)`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 } };
      const visitor = await (await person(options)).newPage();
      for (const path of ['/', '/sign-up', '/sign-in']) {
        await open(visitor, product().origin + path);
        expect.soft(await findings(visitor), path).toEqual([]);
      }
      const context = await person(options);
      const account = await signedUp(context, product());
      const page = await context.newPage();
      const tasks = tasksOn(page);
      await open(page, `${product().origin}/tasks`);
      await page.getByText('Nothing to do yet').waitFor();
      expect.soft(await findings(page), 'no tasks').toEqual([]);
      await some(account);
      await tasks.row('Late').waitFor();
      await tasks.check('Late').click();
      expect.soft(await findings(page), 'tasks').toEqual([]);
      await tasks.details('عيد ميلاد').click();
      await page.getByRole('textbox', { name: 'Description' }).waitFor();
      expect.soft(await findings(page), 'editor').toEqual([]);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      expect.soft(await findings(page), 'toast').toEqual([]);
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('menu').waitFor();
      expect.soft(await findings(page), 'menu').toEqual([]);
      for (const path of ['/tasks?q=nothing', '/trash', '/settings']) {
        await open(page, product().origin + path);
        expect.soft(await findings(page), path).toEqual([]);
      }
    });

  test('nothing is wider than a narrow screen', async () => {
    const context = await person({ viewport: { width: 320, height: 640 } });
    await some(await signedUp(context, product()));
    const page = await context.newPage();
    for (const path of ['/tasks', '/tasks?tag=home&due=overdue&priority=high', '/trash', '/settings']) {
      await open(page, product().origin + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
    }
  });

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
    console.info(`first load of the dashboard: ${Math.round(bytes / 1000)} kB of JavaScript, gzip`);
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
