import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, openWhole, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

/** Cumulative, without a unit: what moved times how far, as parts of the window. Below 0.1 counts as good. */
const LAYOUT_SHIFT = 0.01;
/** Milliseconds until the largest part of the page is painted, here, where no network is between. */
const LARGEST_PAINT = 1_500;

/** Records, from its beginning on, how much of a page moves and when its largest part was painted. */
const observe = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const seen = { moved: 0, painted: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.moved += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.painted = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
const observed = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seen: { moved: number; painted: number } }).seen);

/** Has the page note what its rows are in the frame after each key and click: before anything could have been answered. */
const noteFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const note = () => {
      Object.assign(globalThis, { frame: null });
      requestAnimationFrame(() => {
        const rows = [...document.querySelectorAll('main li[data-row]')].map((row) => {
          const title =
            row.querySelector('[data-row-anchor]')?.textContent || row.querySelector('p')?.textContent;
          return row.querySelector('[role=checkbox][aria-checked=true]') === null ? title : `${title} (done)`;
        });
        Object.assign(globalThis, { frame: rows });
      });
    };
    for (const event of ['keydown', 'click']) addEventListener(event, note, { capture: true });
  });
const nextFrame = async (page: Page): Promise<string[]> => {
  const noted = await page.waitForFunction(() => (globalThis as unknown as { frame: string[] | null }).frame);
  return (await noted.jsonValue()) ?? [];
};

describeInBrowser('fast', ({ person, expectComplaint }) => {
  const some = ({ addTasks }: Account) =>
    addTasks(
      { title: 'Late', due_on: '2020-01-01', tags: ['home'], priority: 'high' },
      { title: 'Pay rent', description: 'Notes' },
      ...Array.from({ length: 40 }, (_, index) => `Task ${index + 1}`),
    );

  for (const width of [390, 1280])
    test(`the list is painted soon, and nothing moves while it loads (${width} px)`, {
      retry: 3,
    }, async () => {
      const context = await person({ viewport: { width, height: 900 } });
      await some(await signedUp(context, product()));
      await observe(context);
      const page = await context.newPage();
      const live = page.waitForResponse((response) => response.url().includes('/events'));
      await open(page, `${product().origin}/tasks`);
      await live;
      await page.evaluate(() => document.fonts.ready);
      const { moved, painted } = await observed(page);
      console.info(`${width} px: largest paint after ${Math.round(painted)} ms, moved ${moved}`);
      expect(moved).toBeLessThan(LAYOUT_SHIFT);
      expect(painted).toBeGreaterThan(0);
      expect(painted).toBeLessThan(LARGEST_PAINT);
    });

  test('nothing moves when data arrives in place of what stood for it', async () => {
    const context = await person();
    const account = await signedUp(context, product());
    // More than a page: the first one is known here only when it is asked for.
    await account.addTasks('Needle');
    await account.call('POST', `/api/${account.user.id}/tasks/bulk`, {
      operations: Array.from({ length: 100 }, (_, index) => ({
        op: 'create',
        task: { title: `Hay ${index}` },
      })),
    });
    await observe(context);
    const page = await context.newPage();
    const tasks = tasksOn(page);
    await open(page, `${product().origin}/tasks`);
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/tasks?*q=needle*', async (route) => {
      await held;
      await route.continue();
    });
    await tasks.search.fill('needle');
    await tasks.rows.first().waitFor({ state: 'detached' });
    // The skeleton is painted.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const { moved: before } = await observed(page);
    answer();
    await tasks.row('Needle').waitFor();
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect((await observed(page)).moved - before).toBeLessThan(LAYOUT_SHIFT);
  });

  test('whatever is done shows in the next frame, while the server has not answered anything', async () => {
    expectComplaint(/ERR_/);
    const context = await person();
    const { addTasks, call, user } = await signedUp(context, product());
    await addTasks('In the trash', 'One', 'Two', 'Three', 'Four');
    await call('DELETE', `/api/${user.id}/tasks/1`);
    const page = await openWhole(context, `${product().origin}/tasks`);
    const tasks = tasksOn(page);
    const asked: string[] = [];
    await page.route('**/api/**', (route) => {
      if (route.request().method() === 'GET') return route.continue();
      // Held as long as the page is there.
      asked.push(route.request().method());
    });
    await noteFrames(page);
    const after = async (act: Promise<void>): Promise<string[]> => {
      await act;
      return nextFrame(page);
    };
    const press = (key: string) => after(page.keyboard.press(key));
    const select = async (first: string, other: string) => {
      await tasks.row(first).hover();
      await page.getByRole('button', { name: `Select ${first}`, exact: true }).click();
      await page.getByRole('checkbox', { name: `Select ${other}`, exact: true }).click();
    };
    const start = ['Four', 'Three', 'Two', 'One'];

    await tasks.newTask.fill('Five');
    expect(await press('Enter'), 'added').toEqual(['Five', ...start]);
    await tasks.title('Four').focus();
    expect(await press('x'), 'completed').toEqual(['Five', 'Four (done)', 'Three', 'Two', 'One']);
    expect(await press('x'), 'reopened').toEqual(['Five', ...start]);
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Title' }).fill('Fourth');
    expect(await press('Enter'), 'renamed').toEqual(['Five', 'Fourth', 'Three', 'Two', 'One']);
    await tasks.title('Three').focus();
    expect(await press('#'), 'deleted').toEqual(['Five', 'Fourth', 'Two', 'One']);
    expect(await press('z'), 'undone').toEqual(['Five', 'Fourth', 'Three', 'Two', 'One']);
    await select('Two', 'One');
    expect(await press('x'), 'several completed').toEqual([
      'Five',
      'Fourth',
      'Three',
      'Two (done)',
      'One (done)',
    ]);
    await select('Two', 'One');
    expect(await press('#'), 'several deleted').toEqual(['Five', 'Fourth', 'Three']);
    await page.keyboard.press('z');
    await tasks.row('Two').waitFor();
    await tasks.details('Three').click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Third');
    const save = page.getByRole('button', { name: 'Save' });
    expect(await after(save.click()), 'details saved').toEqual([
      'Five',
      'Fourth',
      'Third',
      'Two (done)',
      'One (done)',
    ]);

    await page.getByRole('link', { name: 'Trash' }).click();
    const restore = page.getByRole('button', { name: 'Restore In the trash' });
    await restore.waitFor();
    expect(await after(restore.click()), 'restored').toEqual([]);
    // One is sent at a time, and the first one has had no answer.
    expect(asked).toEqual(['POST']);
  });
});
