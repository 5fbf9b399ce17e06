import { readFile } from 'node:fs/promises';
import type { Task } from '@todo/contracts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const csv = (...lines: string[]) => ({
  name: 'tasks.csv',
  // What Windows calls it.
  mimeType: 'application/vnd.ms-excel',
  buffer: Buffer.from(lines.join('\n')),
});

/** Chooses a file as a person does. */
const importFile = async (page: Page, file: string | ReturnType<typeof csv>) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import from a file…' }).click();
  await (await chooser).setFiles(file);
};

const download = async (page: Page, button: string) => {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return started;
};

describeInBrowser('your data', ({ person, expectComplaint }) => {
  test('what is exported comes back into another account, once', async () => {
    const one = await person();
    const { addTasks } = await signedUp(one, product());
    await addTasks(
      { title: 'Pay rent', due_on: '2027-01-31', tags: ['home'], priority: 'high' },
      '=1+1',
      'عيد',
    );
    const from = await one.newPage();
    await open(from, `${product().origin}/settings`);
    const everything = await download(from, 'Export everything as JSON');
    expect(everything.suggestedFilename()).toMatch(/\.json$/);
    const table = await download(from, 'Export tasks as CSV');
    expect(table.suggestedFilename()).toMatch(/\.csv$/);
    expect(await readFile(await table.path(), 'utf8')).toContain('Pay rent');

    const other = await person();
    const account = await signedUp(other, product());
    const into = await other.newPage();
    await open(into, `${product().origin}/settings`);
    const file = `${await everything.path()}.json`;
    await everything.saveAs(file);
    await importFile(into, file);
    await into.getByText('3 tasks added.').waitFor();
    await importFile(into, file);
    await into.getByText('Nothing was added: all 3 tasks were there already.').waitFor();
    await into.getByRole('link', { name: 'Show tasks' }).click();
    await tasksOn(into).row('Pay rent').getByText('#home').waitFor();
    const tasks = (await (await account.call('GET', `/api/${account.user.id}/tasks`)).json()) as Task[];
    expect(tasks.map(({ title }) => title).sort()).toEqual(['=1+1', 'Pay rent', 'عيد']);
  });

  test('a file that is wrong is refused with each row, and nothing of it is taken', async () => {
    expectComplaint(/status of 400/);
    const context = await person();
    const account = await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    await importFile(page, csv('title,due_on', 'Good,2027-01-31', 'Bad,tomorrow', ',2027-02-01'));
    await page.getByText('Nothing was imported from “tasks.csv”').waitFor();
    const lines = await page
      .getByRole('list', { name: 'What is wrong' })
      .getByRole('listitem')
      .allTextContents();
    expect(lines).toEqual([
      expect.stringMatching(/^Row 3, due_on: /),
      expect.stringMatching(/^Row 4, title: /),
    ]);
    expect(await findings(page)).toEqual([]);
    expect(await (await account.call('GET', `/api/${account.user.id}/tasks`)).json()).toEqual([]);
    // Corrected, under the same name.
    await importFile(page, csv('title,due_on', 'Good,2027-01-31', 'Better,2027-02-01'));
    await page.getByText('2 tasks added.').waitFor();
    expect(await page.getByText('Nothing was imported').count()).toBe(0);
  });

  test('a file of another kind is refused before it is sent', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await importFile(page, { ...csv('x'), name: 'tasks.xlsx' });
    await page.getByText('“tasks.xlsx” is neither a .json nor a .csv file.').waitFor();
    expect(sent).toEqual([]);
  });

  test('an export that fails says so, and the page stays', async () => {
    expectComplaint(/status of 503/);
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    let tries = 0;
    await page.route('**/export?*', (route) => {
      tries += 1;
      return route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 503, error: 'unavailable', detail: 'The database does not answer.' }),
      });
    });
    await page.getByRole('button', { name: 'Export tasks as CSV' }).click();
    await page.getByText('Nothing was exported. The database does not answer.').first().waitFor();
    expect(tries).toBe(3);
    expect(page.url()).toMatch(/\/settings$/);
  });
});
