import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const COUNT = 1000;
const PIECE = 100;
/** Some are three lines high: where a row stands cannot be computed from its number. */
const titleOf = (number: number): string =>
  `Task ${number}${number % 7 === 0 ? ` ${'and on and on '.repeat(12).trim()}` : ''}`;

const addMany = async ({ call, user }: Account): Promise<void> => {
  for (let from = 0; from < COUNT; from += PIECE)
    await call('POST', `/api/${user.id}/tasks/bulk`, {
      operations: Array.from({ length: PIECE }, (_, index) => ({
        op: 'create',
        // The last one is the first in the list.
        task: { title: titleOf(COUNT - from - index) },
      })),
    });
};

/** The numbers of the tasks that are painted in the window now, from its top to its bottom; 0 where there is none. */
const paintedNumbers = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const numbers: number[] = [];
    const list = document.querySelector('main ul[aria-label=Tasks]')?.getBoundingClientRect();
    if (list === undefined) return numbers;
    const x = list.left + list.width / 2;
    const top = Math.max(list.top, document.querySelector('header')?.getBoundingClientRect().bottom ?? 0);
    for (let y = top + 2; y < Math.min(list.bottom, innerHeight) - 2; y += 8) {
      const row = document.elementFromPoint(x, y)?.closest('[data-row]');
      const title = row?.querySelector('[data-row-anchor]')?.textContent ?? '';
      const number = Number(/^Task (\d+)/.exec(title)?.[1] ?? 0);
      if (numbers.at(-1) !== number) numbers.push(number);
    }
    return numbers;
  });

const frame = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );

describeInBrowser('a thousand tasks', ({ person }) => {
  test('scroll past without a row left out, keep their keys and their names, and stay quick', async () => {
    const context = await person();
    const account = await signedUp(context, product());
    await addMany(account);
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const tasks = tasksOn(page);

    // Down, window by window, while the pages come.
    const seen = new Set<number>();
    await expect
      .poll(
        async () => {
          for (let step = 0; step < 20; step += 1) {
            const numbers = await paintedNumbers(page);
            for (const [index, number] of numbers.entries())
              expect(number, `after ${numbers[index - 1]}`).toBe((numbers[0] ?? 0) + index);
            for (const number of numbers) seen.add(number);
            await page.mouse.wheel(0, 600);
            await frame(page);
          }
          return seen.size;
        },
        { timeout: 60_000 },
      )
      .toBe(COUNT);
    expect(await tasks.rows.count()).toBe(COUNT);

    // A screen reader is told how many there are, also of those that are too far away to be laid out.
    const devtools = await context.newCDPSession(page);
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    expect(nodes.filter(({ ignored, role }) => !ignored && role?.value === 'listitem')).toHaveLength(COUNT);

    // The browser's own search finds them too.
    const find = (text: string) =>
      page.evaluate((wanted) => {
        const { find: search } = globalThis as unknown as { find(wanted: string): boolean };
        return search(wanted);
      }, text);
    await page.evaluate(() => scrollTo(0, 0));
    expect(await find('Task 351')).toBe(true);
    await expect.poll(() => paintedNumbers(page)).toContain(351);

    // The keyboard goes through rows of any height, and the row with the focus is in the window.
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.press('k');
    await expect.poll(() => paintedNumbers(page)).toContain(COUNT);
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('k');
    await expect.poll(() => paintedNumbers(page)).toContain(COUNT - 20);
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Description' }).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(titleOf(COUNT - 20));

    // What is pressed shows at once, however long the list is.
    const milliseconds = await page.evaluate(
      (name) =>
        new Promise<number>((resolve) => {
          const check = document.querySelector<HTMLElement>(`[aria-label="Complete ${name}"]`);
          const begin = performance.now();
          check?.click();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
        }),
      titleOf(COUNT - 20),
    );
    await page.getByRole('checkbox', { name: `Reopen ${titleOf(COUNT - 20)}` }).waitFor();
    console.info(`a check in a list of ${COUNT}: painted after ${Math.round(milliseconds)} ms`);
  }, 120_000);
});
