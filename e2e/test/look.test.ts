import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const top = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? Number.NaN;

describeInBrowser('the look', ({ person, expectComplaint }) => {
  test('the list stays where it is when someone begins to type, and when the first task comes', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    const tasks = tasksOn(page);
    await open(page, `${product().origin}/tasks`);
    const status = page.getByRole('navigation', { name: 'Status' });
    const before = await top(status);
    await tasks.newTask.click();
    await page.getByText('goes in the same line').waitFor();
    expect(await top(status)).toBe(before);
    await page.keyboard.type('pay rent friday !high');
    await page.getByRole('list', { name: 'Understood' }).waitFor();
    expect(await top(status)).toBe(before);
    await page.keyboard.press('Enter');
    await tasks.row('pay rent').waitFor();
    await page.getByText('1 to do').waitFor();
    expect(await top(status)).toBe(before);
  });

  test('a task with everything in it: a few tags in its row, all in its sheet, and Save in reach', async () => {
    const context = await person(PHONE);
    const account = await signedUp(context, product());
    const tags = Array.from({ length: 20 }, (_, index) => (index === 3 ? 'x'.repeat(50) : `tag-${index}`));
    await account.addTasks({ title: 'Move house', description: 'And on it goes. '.repeat(60), tags });
    const page = await context.newPage();
    const tasks = tasksOn(page);
    await open(page, `${product().origin}/tasks`);
    const row = tasks.row('Move house');
    expect(await row.getByRole('button', { name: /^Show tasks tagged/ }).count()).toBe(3);
    await row.getByText('17 more tags').waitFor();
    await tasks.details('Move house').tap();
    const sheet = page.getByRole('dialog', { name: 'Edit task' });
    await sheet.waitFor();
    expect(await sheet.getByRole('button', { name: /^Remove tag/ }).count()).toBe(20);
    const { wider, higher } = await sheet.evaluate((element) => ({
      wider: element.scrollWidth - element.clientWidth,
      higher: element.scrollHeight - element.clientHeight,
    }));
    expect(wider).toBe(0);
    expect(higher).toBeGreaterThan(0);
    const save = sheet.getByRole('button', { name: 'Save' });
    expect((await top(save)) + 44).toBeLessThanOrEqual(844);
    await save.tap();
    await sheet.waitFor({ state: 'detached' });
  });

  test('a page that is not there leads back, and looks like ours', async () => {
    expectComplaint(/status of 404/);
    const page = await (await person()).newPage();
    await page.goto(`${product().origin}/nowhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    const mark = page.getByRole('img', { name: 'todo' });
    await expect
      .poll(() => mark.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await page.getByRole('link', { name: 'Create an account' }).waitFor();
  });
});
