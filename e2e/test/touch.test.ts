import type { BrowserContextOptions, CDPSession, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';
import { dialogOn } from '../support/views.js';

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** A finger on the screen of one page. */
const fingerOn = async (page: Page) => {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: point === undefined ? [] : [point] });
  const middleOf = async (locator: Locator) => {
    const box = await locator.boundingBox();
    if (box === null) throw new Error('it is not on the screen');
    return { x: Math.round(box.x + Math.min(box.width / 2, 60)), y: Math.round(box.y + box.height / 2) };
  };
  return {
    devtools,
    lift: () => send('touchEnd'),
    /** Puts the finger down there and moves it, in pixels, step by step as a finger does. */
    drag: async (from: Locator, right: number, down = 0) => {
      const { x, y } = await middleOf(from);
      await send('touchStart', { x, y });
      for (let step = 1; step <= 5; step += 1)
        await send('touchMove', {
          x: x + Math.round((right * step) / 5),
          y: y + Math.round((down * step) / 5),
        });
    },
  };
};

describeInBrowser('by touch', ({ person }) => {
  const start = async () => {
    const context = await person(PHONE);
    const account = await signedUp(context, product());
    await account.addTasks(...Array.from({ length: 20 }, (_, index) => `Task ${index + 1}`), 'Two', 'One');
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    return { page, tasks: tasksOn(page), finger: await fingerOn(page) };
  };

  test('a swipe to the right completes, another reopens; a short one and one that scrolls do nothing', async () => {
    const { page, tasks, finger } = await start();
    const row = tasks.row('One');
    const isDone = async () => (await tasks.check('One').getAttribute('aria-checked')) === 'true';
    const word = () => row.getAttribute('data-swipe');
    // What feels a touch comes right after the page.
    await expect
      .poll(async () => {
        await finger.drag(tasks.title('One'), 40);
        const seen = await word();
        await finger.lift();
        return seen;
      })
      .toBe('Complete');
    expect(await word()).toBeNull();
    expect(await isDone()).toBe(false);

    const before = await tasks.title('One').boundingBox();
    await finger.drag(tasks.title('One'), 130);
    expect((await tasks.title('One').boundingBox())?.x).toBeGreaterThan((before?.x ?? 0) + 90);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await finger.lift();
    await expect.poll(isDone).toBe(true);
    await expect.poll(async () => (await tasks.title('One').boundingBox())?.x).toBe(before?.x);
    // It did not press the title, which would edit it.
    expect(await page.getByRole('textbox', { name: 'Title' }).count()).toBe(0);
    await page.locator('[aria-live=polite]', { hasText: 'Completed “One”.' }).waitFor({ state: 'attached' });

    await finger.drag(tasks.title('One'), 130);
    expect(await word()).toBe('Reopen');
    await finger.lift();
    await expect.poll(isDone).toBe(false);

    await finger.drag(tasks.title('Two'), 20, -300);
    await finger.lift();
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
    expect(await tasks.check('Two').getAttribute('aria-checked')).toBe('false');
  });

  test('what a gesture does has a button that is seen', async () => {
    const { page, tasks } = await start();
    const box = await tasks.check('One').boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    await tasks.check('One').tap();
    await page.getByRole('checkbox', { name: 'Reopen One' }).waitFor();
    await page.getByRole('button', { name: 'Select tasks' }).tap();
    await page.getByRole('checkbox', { name: 'Select Two' }).tap();
    await page.getByText('1 selected').waitFor();
  });

  test('what is pressed most is where the thumb is: the field and its button at the bottom', async () => {
    const { page } = await start();
    const add = await page.getByRole('button', { name: 'Add task' }).boundingBox();
    expect(add?.y).toBeGreaterThan((844 * 2) / 3);
    expect((add?.y ?? 0) + (add?.height ?? 0)).toBeLessThanOrEqual(844);
    expect(add?.x).toBeGreaterThan(390 / 3);
  });

  test('nothing lies under a notch or the line at the bottom', async () => {
    const { page, tasks, finger } = await start();
    expect(await page.locator('meta[name=viewport]').getAttribute('content')).toContain('viewport-fit=cover');
    const [top, bottom] = [47, 34];
    await finger.devtools.send('Emulation.setSafeAreaInsetsOverride', { insets: { top, bottom } });
    const isFree = async (what: Locator) => {
      await what.waitFor();
      const box = await what.boundingBox();
      return box !== null && box.y >= top && box.y + box.height <= 844 - bottom;
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await expect.poll(() => isFree(button('Account'))).toBe(true);
    expect(await isFree(button('Add task'))).toBe(true);

    await tasks.details('One').click();
    await expect.poll(() => isFree(dialogOn(page).getByRole('button', { name: 'Save' }))).toBe(true);
    await dialogOn(page).getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => isFree(page.getByRole('button', { name: 'Undo' }))).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();

    await button('Select tasks').click();
    await page.getByRole('checkbox', { name: 'Select Two' }).click();
    await expect.poll(() => isFree(button('Complete'))).toBe(true);
    await button('End selecting').click();

    await button('Account').click();
    await page.getByRole('menuitem', { name: 'Find a command or a task' }).click();
    await expect.poll(() => isFree(page.getByRole('combobox'))).toBe(true);
    await page.keyboard.press('Escape');

    await button('Assistant').click();
    await expect.poll(() => isFree(button('Send'))).toBe(true);
    expect(await isFree(button('Close the assistant'))).toBe(true);
  });
});
