import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const HEBREW = 'לקנות חלב עם Ada מחר (2 ליטר)';
const ARABIC = 'شراء الحليب من السوق';
const FAMILY = '👨‍👩‍👧‍👦';
const FLAG = '🏳️‍🌈';
/** A title of 200 characters that a person would write. */
const LONG = `${'Read the whole report once more and send it to everybody '.repeat(4)}`
  .slice(0, 199)
  .padEnd(200, '.');
const UNBROKEN = 'Donaudampfschifffahrtsgesellschaft'.repeat(6).slice(0, 200);
/** Letters that can be written as one character or as two; the product keeps them as one. */
const COMBINED = 'Y\u0308a\u0301 o\u0327n'.normalize('NFC');
const MARKUP = '<img src=x onerror="document.title=1"> **bold** [link](javascript:alert(1)) {{7*7}}';
const FAMILIES = Array.from({ length: 20 }, () => FAMILY).join('');

const TITLES = [LONG, UNBROKEN, HEBREW, ARABIC, `${FAMILY} ${FLAG} 👍🏽 zoo`, COMBINED, MARKUP, FAMILIES];

/** What sticks out of the window to the side, or out of a box that does not clip it; empty when nothing does. */
const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push('the page');
    for (const element of document.querySelectorAll(
      'li, p, span, h1, h2, h3, button, time, input, label, [role]',
    )) {
      const { left, right, width: own } = element.getBoundingClientRect();
      const isThere = own > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (isThere && (left < -1 || right > width + 1))
        found.push(`${element.tagName} ${element.textContent?.slice(0, 30)}`);
    }
    return found;
  });

describeInBrowser('titles that are hard to show', ({ person }) => {
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const)
    test(`stay as they were typed and keep their place, in every view (${width} px)`, async () => {
      const context = await person({ viewport: { width, height } });
      const account = await signedUp(context, product());
      const page = await context.newPage();
      page.on('dialog', () => expect.unreachable('a title ran as a script'));
      const title = await (async () => {
        await open(page, `${product().origin}/tasks`);
        return page.title();
      })();
      const tasks = tasksOn(page);
      // By hand, one; the others with Latin and Arabic tags.
      await tasks.newTask.fill(`${HEBREW} #בית #home`);
      await tasks.newTask.press('Enter');
      await tasks.row(HEBREW).getByText('#home').waitFor();
      await tasks.row(HEBREW).getByText('#בית').waitFor();
      await tasks.newTask.press('Escape');
      await account.addTasks(
        ...TITLES.filter((text) => text !== HEBREW).map((text) => ({
          title: text.normalize('NFD'),
          tags: ['منزل', 'home', 'a-tag-that-is-as-long-as-it-may-be-'.padEnd(50, 'x')],
          due_on: '2027-03-04',
          priority: 'high' as const,
          description: text,
        })),
      );
      await expect.poll(async () => (await tasks.titles()).toSorted()).toEqual(TITLES.toSorted());
      expect(await stickingOut(page)).toEqual([]);

      // A right-to-left title reads from the right, and what stands beside it stays where it is in every row.
      const places = await tasks.rows.evaluateAll((rows) =>
        rows.map((row) => {
          const text = row.querySelector('[data-row-anchor] [dir=auto]');
          return {
            title: text?.textContent ?? '',
            direction: text === null ? '' : getComputedStyle(text).direction,
            check: Math.round(
              row.querySelector('[role=checkbox]:not([hidden])')?.getBoundingClientRect().left ?? 0,
            ),
            tall: row.getBoundingClientRect().height,
          };
        }),
      );
      for (const { title: shownTitle, direction, tall } of places) {
        expect(direction, shownTitle).toBe(shownTitle === HEBREW || shownTitle === ARABIC ? 'rtl' : 'ltr');
        // Three lines of a title, and on a phone what there is to know about it.
        expect(tall, shownTitle).toBeLessThan(200);
      }
      expect(new Set(places.map(({ check }) => check)).size).toBe(1);

      for (const text of TITLES) {
        await tasks.title(text).click();
        const field = page.getByRole('textbox', { name: 'Title' });
        expect(await field.inputValue()).toBe(text);
        await field.press('Enter');
      }
      for (const text of [LONG, UNBROKEN, ARABIC]) {
        await tasks.details(text).click();
        await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
        await expect.poll(() => stickingOut(page)).toEqual([]);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
      }

      // A toast names it, cut between two letters as a person counts them, and in its own direction.
      const remove = async (text: string) => {
        await tasks.title(text).focus();
        await page.keyboard.press('#');
        await tasks.row(text).waitFor({ state: 'detached' });
      };
      await remove(FAMILIES);
      const toasts = page.locator('[role=dialog], [role=alertdialog]');
      const told = await toasts.filter({ hasText: 'Deleted' }).first().locator('p').textContent();
      expect(told).toMatch(new RegExp(`^Deleted “(${FAMILY})+…?”\\.$`, 'u'));
      await page.keyboard.press('z');
      await tasks.row(FAMILIES).waitFor();
      await remove(HEBREW);
      await toasts.filter({ hasText: `Deleted “\u2068${HEBREW}\u2069”.` }).waitFor();
      await page.keyboard.press('z');
      await tasks.row(HEBREW).waitFor();
      await remove(UNBROKEN);
      await toasts.filter({ hasText: 'Deleted “Donau' }).waitFor();
      expect(await stickingOut(page)).toEqual([]);
      await page.getByRole('link', { name: 'Trash' }).click();
      await page.getByRole('button', { name: `Restore ${UNBROKEN}` }).waitFor();
      expect(await stickingOut(page)).toEqual([]);
      await page.getByRole('button', { name: `Restore ${UNBROKEN}` }).click();
      await page.getByText('The trash is empty').waitFor();
      await page.getByRole('link', { name: 'Tasks', exact: true }).click();
      await tasks.row(UNBROKEN).waitFor();

      // The palette finds them by their words.
      await page.keyboard.press('Control+k');
      const words = page.getByRole('combobox', { name: /command|search|palette/i });
      for (const [word, text] of [
        ['לקנות', HEBREW],
        ['الحليب', ARABIC],
        ['Donau', UNBROKEN],
        ['zoo', `${FAMILY} ${FLAG} 👍🏽 zoo`],
      ] as const) {
        await words.fill(word);
        await page.getByRole('option').filter({ hasText: text }).waitFor();
        expect(await stickingOut(page)).toEqual([]);
      }
      await page.keyboard.press('Escape');

      // The assistant tells them, and asks about them.
      await page.getByRole('button', { name: 'Assistant', exact: true }).click();
      const message = page.getByRole('textbox', { name: 'Message to the assistant' });
      await message.fill('what’s pending?');
      await message.press('Enter');
      await page.getByText(`Found ${TITLES.length} tasks`).click();
      const panel = page.locator('#assistant');
      for (const text of TITLES) await panel.getByText(text).first().waitFor();
      await message.fill('delete all tasks');
      await message.press('Enter');
      await panel.getByRole('group', { name: 'The assistant asks first' }).waitFor();
      await panel.getByText(`“\u2068${HEBREW}\u2069”`).waitFor();
      expect(await stickingOut(page)).toEqual([]);
      expect(await page.title()).toBe(title);
      expect(await page.locator('main img, #assistant img').count()).toBe(0);
    }, 60_000);
});
