import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { colourFindings, findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { focusOn } from '../support/focus.js';
import {
  coveredControls,
  layoutFindings,
  movingElements,
  painted,
  smallTargets,
  spaceText,
} from '../support/layout.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';
import { PROVOKED, walk } from '../support/views.js';

/** What is wrong in one state, at the width it was reached at and at a narrower one, which the page is left at. */
const lookAround = async (
  page: Page,
  within: string | undefined,
  narrower: { width: number; height: number },
): Promise<string[]> => {
  const found: string[] = [];
  const note = (what: string, all: string[]) => found.push(...all.map((one) => `${what}: ${one}`));
  note('axe', await findings(page, within));
  note('smaller than 24 px', await smallTargets(page));
  note('moves', await movingElements(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await painted(page);
  note('axe, dark', await colourFindings(page, within));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(narrower);
  await painted(page);
  note(`${narrower.width} px`, await layoutFindings(page));
  note(`covered at ${narrower.width} px`, await coveredControls(page));
  await spaceText(page, true);
  note(`${narrower.width} px, text spaced`, await layoutFindings(page));
  await spaceText(page, false);
  return found;
};

/** What tells one of two alike apart where the system gives all colours. */
const looksOf = (locator: Locator) =>
  locator.evaluate((element) => {
    const { outlineStyle, outlineWidth, textDecorationLine } = getComputedStyle(element);
    return outlineStyle === 'none' ? textDecorationLine : `${outlineStyle} ${outlineWidth}`;
  });

describeInBrowser('every view in every state', ({ person, expectComplaint }) => {
  for (const [width, height, narrower] of [
    // A phone, and the narrowest.
    [390, 844, { width: 320, height: 568 }],
    // A desk, and its browser's zoom at 200 %.
    [1440, 900, { width: 720, height: 450 }],
  ] as const)
    test(`axe finds nothing; nothing is cut, covered, too small or moving (${width} and ${narrower.width} px)`, async () => {
      expectComplaint(PROVOKED);
      const viewport = { width, height };
      const context = await person({ colorScheme: 'light', viewport });
      await walk(context, product(), async ({ name, within }, page) => {
        expect.soft(await lookAround(page, within, narrower), name).toEqual([]);
        await page.setViewportSize(viewport);
      });
    }, 300_000);

  test('where the system gives all colours, the focus and what is chosen are told by lines', async () => {
    const context = await person({ forcedColors: 'active' });
    await (await signedUp(context, product())).addTasks({ title: 'Buy milk', priority: 'high' });
    const page = await context.newPage();
    const tasks = tasksOn(page);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await open(page, `${product().origin}/tasks`);
    const places = page.getByRole('navigation', { name: 'Main' });
    expect(await looksOf(places.getByRole('link', { name: 'Tasks' }))).toBe('underline');
    expect(await looksOf(places.getByRole('link', { name: 'Trash' }))).toBe('none');
    const bars = await tasks
      .row('Buy milk')
      .getByTitle('High priority')
      .locator('[aria-hidden] > span')
      .evaluateAll((all) => all.map((bar) => getComputedStyle(bar).backgroundColor));
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(bars).toHaveLength(3);
    expect(bars).not.toContain(ground);

    await tasks.title('Buy milk').focus();
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => focusOn(page)).toEqual({ on: 'Complete Buy milk', isSeen: true });
    await button('Filter').click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    const items = page.getByRole('menuitemradio');
    await expect.poll(() => looksOf(items.first())).toBe('solid 2px');
    expect(await looksOf(items.nth(1))).toBe('none');
    await page.keyboard.press('Escape');

    await tasks.details('Buy milk').click();
    await button('Tomorrow').click();
    expect(await looksOf(button('Tomorrow'))).toBe('solid 2px');
    expect(await looksOf(button('Today'))).toBe('none');
    const priority = (label: string) => page.getByRole('group', { name: 'Priority' }).getByText(label);
    expect(await looksOf(priority('High'))).toBe('solid 2px');
    expect(await looksOf(priority('Low'))).toBe('none');
  });
});
