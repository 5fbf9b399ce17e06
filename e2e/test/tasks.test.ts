import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const localDay = (distance: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Vienna' }).format(Date.now() + distance * 86_400_000);

describeInBrowser('tasks', ({ person, expectComplaint }) => {
  const start = async (
    prepare: (account: Account) => Promise<unknown> = async () => undefined,
    path = '/tasks',
  ) => {
    const context = await person();
    const account = await signedUp(context, product());
    await prepare(account);
    const page = await context.newPage();
    await open(page, product().origin + path);
    return { context, account, page, tasks: tasksOn(page) };
  };

  test('the first paint has the list: no flash, no request of its own', async () => {
    const context = await person({ javaScriptEnabled: false });
    const { addTasks } = await signedUp(context, product());
    await addTasks('Buy milk', { title: 'Call', due_on: localDay(0) });
    const page = await context.newPage();
    await page.goto(`${product().origin}/tasks`);
    expect(await tasksOn(page).titles()).toEqual(['Call', 'Buy milk']);
    await page.getByText('today').waitFor();
  });

  test('a title is edited in its place: Enter and leaving save, Escape does not', async () => {
    const { page, tasks } = await start(({ addTasks }) => addTasks('One'));
    const field = page.getByRole('textbox', { name: 'Title' });
    await tasks.title('One').click();
    await field.fill('Two');
    await page.keyboard.press('Escape');
    await tasks.row('One').waitFor();
    await tasks.title('One').click();
    await field.fill('  Three  ');
    await page.keyboard.press('Enter');
    await tasks.row('Three').waitFor();
    await tasks.title('Three').click();
    await field.fill('');
    await page.keyboard.press('Enter');
    await page.getByText('A task needs a title.').waitFor();
    await field.fill('Four');
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok()),
      page.getByRole('heading', { name: 'Tasks' }).click(),
    ]);
    await open(page, page.url());
    expect(await tasks.titles()).toEqual(['Four']);
  });

  test('the details of a task: day, time, priority, tags, description', async () => {
    const { page, account, tasks } = await start(({ addTasks }) => addTasks('Call the dentist'));
    await tasks.details('Call the dentist').click();
    await page.getByRole('textbox', { name: 'Description' }).fill('Ask about the bill');
    await page.getByRole('button', { name: 'Tomorrow' }).click();
    await page.getByLabel('Time').fill('17:00');
    await page.getByText('High', { exact: true }).click();
    await page.getByLabel('Tags').fill('health, money');
    await page.getByRole('button', { name: 'Save' }).click();
    const row = tasks.row('Call the dentist');
    await row.getByText('tomorrow 17:00').waitFor();
    await row.getByText('High priority').waitFor();
    await row.getByText('#health').waitFor();
    const read = async () =>
      (await (await account.call('GET', `/api/${account.user.id}/tasks/1`)).json()) as Record<
        string,
        unknown
      >;
    await expect.poll(read).toMatchObject({
      description: 'Ask about the bill',
      due_on: localDay(1),
      due_time: '17:00',
      due_zone: 'Europe/Vienna',
      priority: 'high',
      tags: ['health', 'money'],
    });
    await open(page, page.url());
    await row.getByText('tomorrow 17:00').waitFor();
  });

  test('filters, search and order are in the address, and going back takes them back', async () => {
    const { page, tasks, account } = await start(({ addTasks }) =>
      addTasks(
        { title: 'Late', due_on: localDay(-1), tags: ['home'] },
        { title: 'Soon', due_on: localDay(1), priority: 'high' },
        { title: 'Some day', description: 'in the garden' },
      ),
    );
    await account.call('PATCH', `/api/${account.user.id}/tasks/3/complete`, { completed: true });
    await page.getByRole('checkbox', { name: 'Reopen Some day' }).waitFor();
    await page.getByRole('link', { name: 'To do' }).click();
    await expect.poll(tasks.titles).toEqual(['Soon', 'Late']);
    expect(new URL(page.url()).search).toBe('?status=pending');
    await page.getByRole('button', { name: 'Sort' }).click();
    await page.getByRole('menuitemradio', { name: 'Due soonest' }).click();
    await expect.poll(tasks.titles).toEqual(['Late', 'Soon']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitemradio', { name: 'Overdue' }).click();
    await expect.poll(tasks.titles).toEqual(['Late']);
    await page.keyboard.press('Escape');
    await open(page, page.url());
    expect(await tasks.titles()).toEqual(['Late']);
    await page.getByRole('button', { name: 'Remove filter Due: Overdue' }).click();
    await expect.poll(tasks.titles).toEqual(['Late', 'Soon']);
    await page.goBack();
    await expect.poll(tasks.titles).toEqual(['Late']);
    await open(page, `${product().origin}/tasks`);
    await tasks.search.fill('gard');
    await expect.poll(tasks.titles).toEqual(['Some day']);
    await tasks.search.fill('nowhere');
    await page.getByText('No task has “nowhere”').waitFor();
    await page.getByRole('button', { name: 'Show all tasks' }).click();
    await expect.poll(tasks.titles).toEqual(['Some day', 'Soon', 'Late']);
    await tasks.row('Late').getByRole('button', { name: 'Show tasks tagged home' }).click();
    await expect.poll(tasks.titles).toEqual(['Late']);
  });

  test('a new task takes on what the list is narrowed to; one that is hidden is said to be there', async () => {
    const { page, tasks } = await start(async () => undefined, '/tasks?tag=home&priority=high');
    await tasks.add('Paint the door');
    await tasks.row('Paint the door').getByText('#home').waitFor();
    await open(page, `${product().origin}/tasks?status=completed`);
    await tasks.add('Not done yet');
    await page.getByText('Added “Not done yet”. It is not in this view.').waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await tasks.row('Not done yet').waitFor();
  });

  test('a long list comes in pages, each task once, by scrolling', async () => {
    const { page, tasks } = await start(({ addTasks }) =>
      addTasks(...Array.from({ length: 230 }, (_, index) => `Task ${index + 1}`)),
    );
    expect(await tasks.rows.count()).toBe(100);
    const scroll = async (): Promise<number> => {
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      return tasks.rows.count();
    };
    await expect.poll(scroll).toBeGreaterThanOrEqual(200);
    await expect.poll(scroll).toBe(230);
    await tasks.title('Task 1').waitFor();
    expect(new Set(await tasks.titles()).size).toBe(230);
  });

  test('what the server refuses is taken back, in words, and can be tried again', async () => {
    expectComplaint(/status of 500/);
    const { page, tasks } = await start(({ addTasks }) => addTasks('Buy milk'));
    const problem = {
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 500, error: 'internal', detail: 'Something broke on our side.' }),
    };
    await page.route('**/api/**/tasks**', (route) =>
      route.request().method() === 'GET' ? route.continue() : route.fulfill(problem),
    );
    await tasks.check('Buy milk').click();
    await page.getByText('“Buy milk” was not completed. Something broke on our side.').first().waitFor();
    expect(await tasks.check('Buy milk').getAttribute('aria-checked')).toBe('false');
    await tasks.title('Buy milk').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' now');
    await page.keyboard.press('Enter');
    await page.getByText('Your change to “Buy milk” was not saved.').first().waitFor();
    await tasks.row('Buy milk').waitFor();
    await tasks.remove('Buy milk').click();
    await page.getByText('“Buy milk” was not deleted.').first().waitFor();
    await tasks.row('Buy milk').waitFor();
    await tasks.add('Buy bread');
    // Toasts tell screen readers in a region of their own and are hidden from them until they have the focus.
    const failed = page.locator('[role=alertdialog]', { hasText: '“Buy bread” was not added.' });
    await failed.waitFor();
    await tasks.row('Buy bread').waitFor({ state: 'detached' });
    await page.unroute('**/api/**/tasks**');
    await failed.getByText('Try again').click();
    await tasks.row('Buy bread').waitFor();
  });

  test('a lost answer does not add a task twice', async () => {
    expectComplaint(/status of 503/);
    const { page, tasks, account } = await start();
    let lost = 0;
    await page.route('**/tasks', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.fulfill({ status: 503, contentType: 'text/plain', body: 'too busy' });
    });
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST' && response.status() === 201),
      tasks.add('Buy milk'),
    ]);
    expect(lost).toBe(1);
    const listed = (await (await account.call('GET', `/api/${account.user.id}/tasks`)).json()) as unknown[];
    expect(listed).toHaveLength(1);
    await expect.poll(tasks.titles).toEqual(['Buy milk']);
  });

  test('an edit of what was changed elsewhere meanwhile says so and keeps what was typed', async () => {
    expectComplaint(/status of 412/);
    const { page, tasks, account } = await start(({ addTasks }) => addTasks('Buy milk'));
    // The change of the other device reaches this page only as a refusal.
    await page.route('**/events**', (route) => route.abort());
    expectComplaint(/ERR_FAILED|EventSource/);
    await open(page, page.url());
    const change = (body: unknown) => account.call('PATCH', `/api/${account.user.id}/tasks/1`, body);

    // Other fields: both stand.
    await change({ description: 'skimmed' });
    await tasks.title('Buy milk').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' tomorrow');
    await page.keyboard.press('Enter');
    await tasks.row('Buy milk tomorrow').getByText('Has a description').waitFor({ state: 'attached' });

    await change({ title: 'Buy oat milk' });
    await tasks.title('Buy milk tomorrow').click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Buy two bottles');
    await page.keyboard.press('Enter');
    await page.getByText('changed elsewhere while you were editing').waitFor();
    await page.getByText('Title: Buy oat milk').waitFor();
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Buy two bottles');
    await page.getByRole('button', { name: 'Save' }).click();
    await tasks.row('Buy two bottles').waitFor();
    const read = async () =>
      (await (await account.call('GET', `/api/${account.user.id}/tasks/1`)).json()) as { title: string };
    await expect.poll(async () => (await read()).title).toBe('Buy two bottles');
  });

  test('offline, the list stays and changes wait; online, they are saved', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    const { page, context, tasks, account } = await start(({ addTasks }) => addTasks('Buy milk'));
    await tasks.newTask.waitFor();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await tasks.add('Buy bread');
    await tasks.check('Buy milk').click();
    await tasks.row('Buy bread').waitFor();
    await context.setOffline(false);
    const saved = async () =>
      (await (await account.call('GET', `/api/${account.user.id}/tasks?sort=title`)).json()) as unknown[];
    await expect.poll(saved).toMatchObject([
      { title: 'Buy bread', completed: false },
      { title: 'Buy milk', completed: true },
    ]);
  });

  test('done in a list of what is to do: it leaves, the focus stays, and it can be undone', async () => {
    const { page, tasks } = await start(
      ({ addTasks }) => addTasks('One', 'Two', 'Three'),
      '/tasks?status=pending',
    );
    await tasks.check('Two').focus();
    await page.keyboard.press('Space');
    await tasks.row('Two').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('One');
    await page.getByRole('link', { name: 'Done 1' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tasks.titles).toEqual(['Three', 'Two', 'One']);
    await page.getByRole('link', { name: 'Done 0' }).waitFor();
  });

  test('the trash: restore, delete for good, empty', async () => {
    const { page, tasks, account } = await start(({ addTasks }) => addTasks('One', 'Two', 'Three'));
    for (const title of ['One', 'Two', 'Three'])
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'DELETE' && response.ok()),
        tasks.remove(title).click(),
      ]);
    await page.getByRole('link', { name: 'Trash' }).click();
    const trash = page.getByRole('list', { name: 'Deleted tasks' }).getByRole('listitem');
    await expect.poll(() => trash.count()).toBe(3);
    await page.getByRole('button', { name: 'Restore Two' }).click();
    await page.getByRole('button', { name: 'Delete One for good' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(() => trash.count()).toBe(1);
    await page.getByRole('button', { name: 'Empty trash' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Empty trash' }).click();
    await page.getByText('The trash is empty').waitFor();
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await expect.poll(tasks.titles).toEqual(['Two']);
    expect(await (await account.call('GET', `/api/${account.user.id}/trash`)).json()).toEqual([]);
  });

  test('a list that cannot be loaded says so, and loads when asked again', async () => {
    expectComplaint(/status of 500/);
    const { page, tasks } = await start(({ addTasks }) => addTasks('Buy milk'));
    await page.route('**/tasks?*', (route) => route.fulfill({ status: 500, body: 'no' }));
    await tasks.search.fill('zzz');
    await page.getByText('The tasks could not be loaded.').waitFor();
    await page.unroute('**/tasks?*');
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByText('No task has “zzz”').waitFor();
  });
});
