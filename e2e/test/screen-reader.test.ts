import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { newEmail, open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';
import { heardOn, listenAsScreenReader } from '../support/screen-reader.js';

/** Collects what is heard until it has been this; gives back all of it. */
const hear = async (page: Page, ...expected: (string | RegExp)[]): Promise<void> => {
  const heard: string[] = [];
  const matches = (said: string, wanted: string | RegExp) =>
    typeof wanted === 'string' ? said === wanted : wanted.test(said);
  await expect
    .poll(async () => {
      heard.push(...(await heardOn(page)));
      return expected.filter((wanted) => !heard.some((said) => matches(said, wanted)));
    })
    .toEqual([]);
  // What is said twice is said in the frames after.
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 100)));
  heard.push(...(await heardOn(page)));
  expect(heard.length, `heard: ${JSON.stringify(heard)}`).toBe(expected.length);
};

describeInBrowser('with a screen reader', ({ person, expectComplaint }) => {
  test('what happens to tasks is said once: added, completed, deleted, undone, failed, found', async () => {
    expectComplaint(/status of 500/);
    const context = await person();
    await listenAsScreenReader(context);
    await (await signedUp(context, product())).addTasks('Buy bread');
    const page = await context.newPage();
    const tasks = tasksOn(page);
    await open(page, `${product().origin}/tasks`);
    await page.getByRole('region', { name: 'Notifications' }).waitFor({ state: 'attached' });
    await heardOn(page);

    await tasks.add('Buy milk');
    await hear(page, 'Added “Buy milk”.');
    await tasks.add('Buy milk');
    await hear(page, 'Added “Buy milk”.');

    await tasks.title('Buy bread').focus();
    await page.keyboard.press('x');
    await hear(page, 'Completed “Buy bread”.');
    // A check tells its state itself.
    await tasks.check('Buy bread').press('Space');
    await page.getByRole('checkbox', { name: 'Complete Buy bread' }).waitFor();

    await tasks.title('Buy bread').focus();
    await page.keyboard.press('#');
    await hear(page, /^Deleted “Buy bread”\. Undo/);
    await page.keyboard.press('z');
    await hear(page, 'Undone.');

    await page.route('**/api/**/tasks**', (route) =>
      route.request().method() === 'GET'
        ? route.continue()
        : route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 500, error: 'internal', detail: 'Something broke on our side.' }),
          }),
    );
    await tasks.title('Buy bread').focus();
    await page.keyboard.press('x');
    await hear(page, 'Completed “Buy bread”.', '“Buy bread” was not completed. Something broke on our side.');
    await page.unrouteAll();

    await tasks.search.fill('bread');
    await hear(page, '1 task');
  });

  test('offline and online are said once', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    const context = await person();
    await listenAsScreenReader(context);
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    await page.getByRole('region', { name: 'Notifications' }).waitFor({ state: 'attached' });
    await heardOn(page);
    await context.setOffline(true);
    await hear(page, /^You are offline\./);
    await context.setOffline(false);
    await hear(page, 'You are online again.');
  });

  test('what is wrong with a form is said, and what is right again is not', async () => {
    expectComplaint(/status of 401/);
    const context = await person();
    await listenAsScreenReader(context);
    const page = await context.newPage();
    await open(page, `${product().origin}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await hear(page, /e-mail address/i, 'Enter your password.');
    await page.getByLabel('E-mail address').fill(newEmail());
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await hear(page, /^E-mail address or password is wrong\./);
  });

  test('what the assistant says is said once and whole, when it is there', async () => {
    const context = await person();
    await listenAsScreenReader(context);
    await (await signedUp(context, product())).addTasks('Buy bread');
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    await page.getByRole('button', { name: 'Assistant', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'Message to the assistant' });
    await field.waitFor();
    await heardOn(page);
    await field.fill('what’s pending?');
    await field.press('Enter');
    await hear(page, /^The assistant: .*Buy bread/);
  });

  test('the page of tasks has its landmarks and headings, and each control its role, name and state', async () => {
    const context = await person();
    const { addTasks, call, user } = await signedUp(context, product());
    await addTasks('Buy bread', {
      title: 'Pay rent',
      due_on: '2031-12-24',
      priority: 'high',
      tags: ['home'],
      description: 'By transfer',
    });
    await call('PATCH', `/api/${user.id}/tasks/1/complete`, { completed: true });
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    await tasksOn(page).row('Pay rent').waitFor();
    expect(await page.getByRole('banner').ariaSnapshot()).toMatchInlineSnapshot(`
      "- banner:
        - link "Skip to the list":
          - /url: "#main"
        - link "todo, all tasks":
          - /url: /tasks
          - img "todo"
        - navigation "Main":
          - link "Tasks":
            - /url: /tasks
          - link "Trash":
            - /url: /trash
          - link "Settings":
            - /url: /settings
        - button "Assistant"
        - button "Account""
    `);
    expect(await page.getByRole('main').ariaSnapshot()).toMatchInlineSnapshot(`
      "- main:
        - heading "Tasks" [level=1]
        - paragraph: 1 to do
        - textbox "New task":
          - /placeholder: What needs doing?
        - button "Add task" [disabled]
        - paragraph
        - navigation "Status":
          - link "All 2":
            - /url: /tasks
          - link "To do 1":
            - /url: /tasks?status=pending
          - link "Done 1":
            - /url: /tasks?status=completed
        - search:
          - searchbox "Search tasks"
        - button "Filter"
        - button "Sort"
        - button "Select tasks"
        - paragraph
        - list "Tasks":
          - listitem:
            - checkbox "Complete Pay rent"
            - button "Pay rent"
            - text: Has a description
            - button "Show tasks tagged home": "#home"
            - time: 24 Dec 2031
            - text: High priority
            - button "Select Pay rent"
            - button "Edit details of Pay rent"
            - button "Delete Pay rent"
          - listitem:
            - checkbox "Reopen Buy bread" [checked]
            - button "Buy bread"
            - button "Select Buy bread"
            - button "Edit details of Buy bread"
            - button "Delete Buy bread""
    `);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    expect(await page.getByRole('menu').ariaSnapshot()).toMatchInlineSnapshot(`
      "- menu "Filter":
        - group "Due":
          - menuitemradio "Any" [checked]
          - menuitemradio "Overdue"
          - menuitemradio "Today"
          - menuitemradio "Next 7 days"
          - menuitemradio "No date"
        - group "Priority":
          - menuitemradio "Any" [checked]
          - menuitemradio "High"
          - menuitemradio "Medium"
          - menuitemradio "Low"
        - group "Tag":
          - menuitemradio "Any" [checked]
          - menuitemradio "home""
    `);
  });
});
