import type { NewTaskInput, Task } from '@todo/contracts';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

describeInBrowser('several tasks at once', ({ person, expectComplaint }) => {
  const start = async (
    prepared: readonly (string | NewTaskInput)[],
    { path = '/tasks', ...options }: BrowserContextOptions & { path?: string } = {},
  ) => {
    const context = await person(options);
    const account = await signedUp(context, product());
    await account.addTasks(...prepared);
    const page = await context.newPage();
    await open(page, product().origin + path);
    const bar = page.getByRole('region', { name: 'Selected tasks' });
    const saved = async (): Promise<Task[]> =>
      (await (await account.call('GET', `/api/${account.user.id}/tasks?limit=200`)).json()) as Task[];
    return {
      page,
      context,
      account,
      tasks: tasksOn(page),
      bar,
      act: (name: string) => bar.getByRole('button', { name, exact: true }),
      select: (title: string) => page.getByRole('checkbox', { name: `Select ${title}`, exact: true }),
      selected: () => page.getByRole('checkbox', { name: /^Select /, checked: true }).count(),
      saved,
    };
  };
  const FIVE = ['Five', 'Four', 'Three', 'Two', 'One'];

  test('by pointer: a row, a range with Shift, all; complete them with one Undo', async () => {
    const { page, tasks, bar, act, select, selected, saved } = await start(FIVE);
    await tasks.row('Two').hover();
    await tasks.row('Two').getByRole('button', { name: 'Select Two' }).click();
    await bar.getByText('1 selected').waitFor();
    expect(await focused(page)).toBe('Select Two');
    await tasks.title('Four').click({ modifiers: ['Shift'] });
    await bar.getByText('3 selected').waitFor();
    await select('Three').click();
    await bar.getByText('2 selected').waitFor();
    expect(await findings(page)).toEqual([]);
    await act('Complete').click();
    await page.getByText('Completed 2 tasks.').first().waitFor();
    await bar.waitFor({ state: 'detached' });
    for (const title of ['Two', 'Four'])
      expect(await tasks.check(title).getAttribute('aria-checked')).toBe('true');
    await expect
      .poll(async () => (await saved()).filter(({ completed }) => completed).map(({ title }) => title))
      .toEqual(['Two', 'Four']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await saved()).some(({ completed }) => completed)).toBe(false);
    await page.getByRole('button', { name: 'Select tasks' }).click();
    await bar.getByText('None selected').waitFor();
    await act('Select all 5').click();
    await expect.poll(selected).toBe(5);
  });

  test('by keyboard alone: choose, extend, all, delete with one undo, and Escape', async () => {
    const { page, tasks, bar, selected, saved } = await start(FIVE);
    const press = (key: string) => page.keyboard.press(key);
    await press('j');
    await expect.poll(() => focused(page)).toBe('One');
    await press('s');
    await bar.getByText('1 selected').waitFor();
    expect(await focused(page)).toBe('Select One');
    await press('Shift+J');
    await press('Shift+J');
    await expect.poll(selected).toBe(3);
    await press('Shift+K');
    await expect.poll(selected).toBe(2);
    await expect.poll(() => focused(page)).toBe('Select Two');
    await press('j');
    await press('j');
    await press('Space');
    await expect.poll(selected).toBe(3);
    await press('#');
    await page.getByText('Deleted 3 tasks.').first().waitFor();
    await expect.poll(tasks.titles).toEqual(['Three', 'Five']);
    await expect.poll(() => focused(page)).toBe('Five');
    await press('z');
    await expect.poll(tasks.titles).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
    await expect.poll(async () => (await saved()).length).toBe(5);
    await expect.poll(() => focused(page)).toBe('One');
    await press('Control+a');
    await expect.poll(selected).toBe(5);
    await press('Escape');
    await bar.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('One');
    await press('x');
    await page.getByRole('checkbox', { name: 'Reopen One' }).waitFor();
  });

  test('Ctrl+A in a field is the field’s', async () => {
    const { page, tasks, bar } = await start(['One']);
    await tasks.newTask.fill('abc');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('x');
    expect(await tasks.newTask.inputValue()).toBe('x');
    expect(await bar.count()).toBe(0);
  });

  test('priority and tags, for all that are chosen, kept while there is more to do', async () => {
    const { page, bar, act, select, saved } = await start([
      { title: 'One', tags: ['old'] },
      { title: 'Two', tags: ['old', 'kept'], priority: 'low' },
    ]);
    await page.getByRole('button', { name: 'Select tasks' }).click();
    await act('Select all 2').click();
    await act('Priority').click();
    await page.getByRole('menuitem', { name: 'High' }).click();
    await expect.poll(async () => (await saved()).map(({ priority }) => priority)).toEqual(['high', 'high']);
    await bar.getByText('2 selected').waitFor();
    await act('Tag').click();
    await page.getByRole('textbox', { name: 'Tag to add' }).or(page.getByLabel('Tag to add')).fill('#new');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await saved()).map(({ tags }) => tags))
      .toEqual([
        ['old', 'kept', 'new'],
        ['old', 'new'],
      ]);
    await act('Tag').click();
    await page.getByRole('button', { name: 'Take off tag old' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take off tag old' }).click();
    await expect
      .poll(async () => (await saved()).map(({ tags }) => tags))
      .toEqual([['kept', 'new'], ['new']]);
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await expect.poll(() => select('One').count()).toBe(0);
  });

  test('rows that leave the view take the focus on to those that stay', async () => {
    const { page, tasks, act, select } = await start(FIVE, { path: '/tasks?status=pending' });
    await page.getByRole('button', { name: 'Select tasks' }).click();
    for (const title of ['Two', 'Three']) await select(title).click();
    await act('Complete').click();
    await expect.poll(tasks.titles).toEqual(['One', 'Four', 'Five']);
    await expect.poll(() => focused(page)).toBe('Four');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tasks.titles).toEqual(['One', 'Two', 'Three', 'Four', 'Five']);
  });

  test('what the server refuses is taken back, in words: all of it, or the ones that it named', async () => {
    expectComplaint(/status of 500/);
    const { page, tasks, act, saved } = await start(['One', 'Two', 'Three']);
    const chooseAll = async () => {
      await page.getByRole('button', { name: 'Select tasks' }).click();
      await act('Select all 3').click();
    };
    const problem = (status: number, detail: string) => ({
      type: 'about:blank',
      title: 'No',
      status,
      detail,
      error: 'internal',
    });
    await page.route('**/tasks/bulk', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem(500, 'Something broke on our side.')),
      }),
    );
    await chooseAll();
    await act('Delete').click();
    await page.getByText('3 tasks were not deleted. Something broke on our side.').first().waitFor();
    await expect.poll(tasks.titles).toEqual(['Three', 'Two', 'One']);
    await page.unroute('**/tasks/bulk');
    await page.locator('[role=alertdialog]').getByText('Try again').click();
    await expect.poll(tasks.titles).toEqual([]);
    await expect.poll(async () => (await saved()).length).toBe(0);
    await page.keyboard.press('z');
    await expect.poll(async () => (await saved()).length).toBe(3);

    await page.route('**/tasks/bulk', async (route) => {
      const response = await route.fetch();
      const { results } = (await response.json()) as { results: unknown[] };
      await route.fulfill({
        response,
        json: {
          results: [...results.slice(0, 2), { status: 412, problem: problem(412, 'It was changed.') }],
        },
      });
    });
    await chooseAll();
    await act('Complete').click();
    await page.getByText('“One” was not completed. It was changed.').first().waitFor();
  });

  test('more than a hundred go in pieces, and come back with one Undo', async () => {
    const titles = Array.from({ length: 130 }, (_, index) => `Task ${index + 1}`);
    const { page, tasks, act, saved } = await start(titles);
    const sizes: number[] = [];
    page.on('request', (request) => {
      if (!request.url().endsWith('/tasks/bulk')) return;
      sizes.push((request.postDataJSON() as { operations: unknown[] }).operations.length);
    });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => tasks.rows.count()).toBe(130);
    await tasks.title('Task 1').focus();
    await page.keyboard.press('Control+a');
    await act('Delete').click();
    await page.getByText('Deleted 130 tasks.').first().waitFor();
    await expect.poll(async () => (await saved()).length).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => tasks.rows.count()).toBe(130);
    await expect.poll(async () => (await saved()).length).toBe(130);
    expect(sizes).toEqual([100, 30, 100, 30]);
  });

  test('on a phone: a long touch chooses, a touch chooses more, and nothing is wider than the screen', async () => {
    const { page, context, bar, tasks, act, selected } = await start(FIVE, {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    const box = await tasks.title('Two').boundingBox();
    const touch = { x: Math.round((box?.x ?? 0) + 20), y: Math.round((box?.y ?? 0) + 10) };
    const devtools = await context.newCDPSession(page);
    // What feels a touch comes right after the page.
    await expect
      .poll(async () => {
        await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [touch] });
        await bar.waitFor({ timeout: 1_000 }).catch(() => undefined);
        await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        return bar.isVisible();
      })
      .toBe(true);
    await bar.getByText('1 selected').waitFor();
    expect(await selected()).toBe(1);
    await tasks.title('Four').tap();
    await bar.getByText('2 selected').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await findings(page)).toEqual([]);
    await act('Delete').tap();
    await expect.poll(tasks.titles).toEqual(['One', 'Three', 'Five']);
  });
});
