import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

/** The command palette, by what people call its parts. */
const paletteOn = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: 'Commands' });
  return {
    dialog,
    field: dialog.getByRole('combobox', { name: 'Find a command or a task' }),
    options: dialog.getByRole('option'),
    /** The option that Enter would choose, as a screen reader is told. */
    active: () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
        return document.getElementById(id)?.textContent ?? null;
      }),
  };
};

const helpOn = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

/** Presses a key until the page, which listens a moment after it was drawn, has done what it does. */
const pressUntil = (page: Page, key: string, isDone: () => Promise<boolean>) =>
  expect
    .poll(async () => {
      if (!(await isDone())) await page.keyboard.press(key);
      return isDone();
    })
    .toBe(true);

const opened = async (page: Page) => {
  const palette = paletteOn(page);
  await pressUntil(page, 'Control+k', () => palette.dialog.isVisible());
  await palette.field.waitFor();
  return palette;
};

const search = (page: Page) => new URL(page.url()).search;

describeInBrowser('commands', ({ person }) => {
  test('the palette goes to every view of the list and every page, by keyboard alone', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    for (const [typed, label, url] of [
      ['over', 'Overdue', /\/tasks\?due=overdue$/],
      ['today', 'Due today', /\/tasks\?due=today$/],
      ['to do', 'To do', /\/tasks\?status=pending$/],
      ['all ta', 'All tasks', /\/tasks$/],
      ['bin', 'Trash', /\/trash$/],
      ['sett', 'Settings', /\/settings$/],
    ] as const) {
      const palette = await opened(page);
      await page.keyboard.type(typed);
      await expect.poll(palette.active).toContain(label);
      await page.keyboard.press('Enter');
      await page.waitForURL(url);
      await palette.dialog.waitFor({ state: 'detached' });
    }
  });

  test('the palette does on any page what the list does, and there at once', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    const palette = await opened(page);
    await page.keyboard.type('new');
    await expect.poll(palette.active).toContain('New task');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tasks');
    await expect.poll(() => focused(page)).toBe('New task');
    await page.keyboard.press('Escape');
    await opened(page);
    await page.keyboard.type('search');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Search tasks');
  });

  test('the palette finds tasks by their words, and going to one gives it the focus', async () => {
    const context = await person();
    const { addTasks, call, user } = await signedUp(context, product());
    const [done] = await addTasks('Buy oat milk', 'Buy bread', 'Milk the goat');
    await call('PATCH', `/api/${user.id}/tasks/${done?.id}/complete`, { completed: true });
    const page = await context.newPage();
    await open(page, `${product().origin}/trash`);
    const palette = await opened(page);
    await page.keyboard.type('milk');
    await palette.options.filter({ hasText: 'Buy oat milk' }).waitFor();
    expect(await palette.options.allTextContents()).toEqual([
      'Milk the goat',
      'Buy oat milk',
      'Show all tasks with “milk”',
    ]);
    await palette.dialog.getByRole('option', { name: 'Done: Buy oat milk' }).waitFor();
    await expect.poll(() => palette.dialog.getByRole('status').textContent()).toBe('3 results');
    await page.keyboard.press('ArrowDown');
    await expect.poll(palette.active).toBe('Buy oat milk');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tasks?q=milk');
    await expect.poll(() => focused(page)).toBe('Buy oat milk');
    await page.keyboard.press('x');
    await page.getByRole('checkbox', { name: 'Complete Buy oat milk' }).waitFor();
  });

  test('the palette acts on the task that had the focus, and gives the focus back', async () => {
    const context = await person();
    await (await signedUp(context, product())).addTasks('One', 'Two');
    const page = await context.newPage();
    const tasks = tasksOn(page);
    await open(page, `${product().origin}/tasks`);
    const palette = await opened(page);
    await palette.options.filter({ hasText: 'New task' }).waitFor();
    expect(await palette.options.filter({ hasText: 'Delete' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await tasks.title('One').focus();
    await opened(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('One');
    await opened(page);
    await page.keyboard.type('delete');
    await page.keyboard.press('Enter');
    await tasks.row('One').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Two');
    await opened(page);
    await page.keyboard.type('undo');
    await page.keyboard.press('Enter');
    await tasks.row('One').waitFor();
  });

  test('the palette changes the appearance and signs out', async () => {
    const context = await person({ colorScheme: 'light' });
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const choose = async (typed: string) => {
      await opened(page);
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
    };
    const colours = () =>
      page
        .locator('meta[name=theme-color]')
        .evaluateAll((all) => all.map((meta) => meta.getAttribute('content')));
    await choose('night');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await colours()).toEqual(['#171613', '#171613']);
    await choose('theme auto');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('system');
    expect(await colours()).toEqual(['#fbfaf6', '#171613']);
    await choose('log out');
    await page.waitForURL(`${product().origin}/`);
  });

  test('a key that is pressed before the script has come does what it means once it is there', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    const early = async (press: () => Promise<void>) => {
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/_next/static/**/*.js', async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`${product().origin}/tasks`, { waitUntil: 'commit' });
      await page.getByRole('textbox', { name: 'New task' }).waitFor();
      await press();
      release();
    };
    await early(() => page.keyboard.type('nbuy milk'));
    await expect.poll(() => tasksOn(page).newTask.inputValue()).toBe('buy milk');
    expect(await focused(page)).toBe('New task');
    await page.unroute('**/_next/static/**/*.js');
    await early(() => page.keyboard.press('Control+k'));
    await paletteOn(page).field.waitFor();
  });

  test('undo with nothing to undo says so', async () => {
    const context = await person();
    const account = await signedUp(context, product());
    await account.addTasks('Buy milk');
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const palette = await opened(page);
    await page.keyboard.type('undo');
    await expect.poll(palette.active).toContain('Undo the last change');
    await page.keyboard.press('Enter');
    await page.getByText('There is nothing to undo.').waitFor();
    await page.getByLabel('Dismiss').click();
    await page.getByText('There is nothing to undo.').waitFor({ state: 'detached' });
    await tasksOn(page).title('Buy milk').focus();
    await page.keyboard.press('x');
    await expect.poll(() => tasksOn(page).check('Buy milk').isChecked()).toBe(true);
    await page.keyboard.press('z');
    await expect.poll(() => tasksOn(page).check('Buy milk').isChecked()).toBe(false);
    await page.keyboard.press('z');
    await page.getByText('There is nothing to undo.').waitFor();
  });

  test('two keys go to a place, and ? shows all keys', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const help = helpOn(page);
    await pressUntil(page, '?', () => help.isVisible());
    for (const words of ['New task', 'Complete or reopen', 'Overdue'])
      await help.getByText(words, { exact: true }).waitFor();
    // Nothing happens behind the sheet.
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(page.url()).toMatch(/\/tasks$/);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await expect.poll(() => search(page)).toBe('?status=completed');
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.waitForURL('**/trash');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/settings');
  });

  test('single keys are text in a field, and nothing while a menu is open', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const palette = await opened(page);
    await page.keyboard.press('Control+k');
    await palette.dialog.waitFor({ state: 'detached' });
    const { newTask } = tasksOn(page);
    await newTask.focus();
    await page.keyboard.type('gb?/#n');
    expect(await newTask.inputValue()).toBe('gb?/#n');
    expect(page.url()).toMatch(/\/tasks$/);
    // With Ctrl it is no text: the palette opens from a field too, and the field keeps what was typed.
    await opened(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('New task');
    await newTask.fill('');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.keyboard.press('Control+k');
    expect(await palette.dialog.count()).toBe(0);
    expect(page.url()).toMatch(/\/tasks$/);
  });

  test('single keys can be switched off in the settings, for every tab of this browser', async () => {
    const context = await person();
    await (await signedUp(context, product())).addTasks('One');
    const list = await context.newPage();
    await open(list, `${product().origin}/tasks`);
    const tasks = tasksOn(list);
    await pressUntil(list, 'j', async () => (await focused(list)) === 'One');
    const settings = await context.newPage();
    await open(settings, `${product().origin}/settings`);
    const single = settings.getByRole('checkbox', { name: 'Single-key shortcuts' });
    await single.click();
    await list.bringToFront();
    for (const key of ['x', '#', 'n', '?', 'g', 'b']) await list.keyboard.press(key);
    expect(await focused(list)).toBe('One');
    await tasks.row('One').getByRole('checkbox', { name: 'Complete One' }).waitFor();
    expect(await helpOn(list).count()).toBe(0);
    expect(list.url()).toMatch(/\/tasks$/);
    expect(
      await list.getByRole('button', { name: 'Assistant' }).getAttribute('aria-keyshortcuts'),
    ).toBeNull();
    // The way around it stays.
    await opened(list);
    await list.keyboard.type('keyboard');
    await list.keyboard.press('Enter');
    await helpOn(list).getByRole('checkbox', { name: 'Single-key shortcuts' }).click();
    await list.keyboard.press('Escape');
    await settings.reload();
    expect(await single.isChecked()).toBe(true);
    await list.bringToFront();
    await pressUntil(list, 'x', () => list.getByRole('checkbox', { name: 'Reopen One' }).isVisible());
  });

  test('the account menu has both for those who know no key', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    for (const [label, dialog] of [
      ['Find a command or a task', paletteOn(page).dialog],
      ['Keyboard shortcuts', helpOn(page)],
    ] as const) {
      await page.getByRole('button', { name: 'Account' }).click();
      await page.getByRole('menuitem', { name: label }).click();
      await dialog.waitFor();
      await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') != null);
      await page.getByRole('menu').waitFor({ state: 'detached' });
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => focused(page)).toBe('Account');
    }
  });
});
