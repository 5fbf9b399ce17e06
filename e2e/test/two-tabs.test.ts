import type { Task } from '@todo/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openBadWay } from '../support/bad-way.js';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, PASSWORD, ready, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

/** The tasks as the server has them, the newest first. */
const saved = async ({ call, user }: Account): Promise<Task[]> =>
  (await (await call('GET', `/api/${user.id}/tasks?limit=200`)).json()) as Task[];

const signOut = async (page: Page) => {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
};

const signIn = async (page: Page, email: string, origin = product().origin) => {
  await open(page, `${origin}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/tasks');
  await ready(page);
};

const toast = (page: Page, text: string | RegExp) =>
  page.locator('[role=alertdialog], [role=dialog]', { hasText: text });

/** The whole document, also when another one is just taking its place. */
const contentOf = async (page: Page): Promise<string> => {
  for (;;) {
    const content = await page.content().catch((error: unknown) => String(error));
    if (!content.includes('page is navigating')) return content;
    await page.waitForLoadState();
  }
};

const titleField = (page: Page) => page.getByRole('textbox', { name: 'Title' });

describeInBrowser('signed out in another tab', ({ person, expectComplaint }) => {
  const openTab = async (context: BrowserContext, path = '/tasks', origin = product().origin) => {
    const page = await context.newPage();
    await open(page, origin + path);
    return page;
  };

  test('every view says so and keeps what was typed; signing in again in one goes on in all', async () => {
    expectComplaint(/status of 401/);
    const context = await person();
    const account = await signedUp(context, product());
    await account.addTasks('Buy milk');
    const leaving = await openTab(context);
    const [list, trash, settings] = [
      await openTab(context),
      await openTab(context, '/trash'),
      await openTab(context, '/settings'),
    ];
    const tasks = tasksOn(list);
    await tasks.newTask.fill('Half typed');
    await tasks.details('Buy milk').click();
    await list.getByRole('textbox', { name: 'Description' }).fill('The one with the blue lid');
    await settings.getByLabel('Name').fill('Ada Lovelace');

    await signOut(leaving);
    for (const page of [list, trash, settings]) await page.getByText('You are signed out.').waitFor();
    await list.getByRole('button', { name: 'Save', exact: true }).click();
    await list.getByText('1 change is not saved yet').waitFor();
    expect(await tasks.newTask.inputValue()).toBe('Half typed');
    expect(await settings.getByLabel('Name').inputValue()).toBe('Ada Lovelace');

    await list.getByRole('button', { name: 'Sign in again' }).click();
    await list.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await list.getByRole('button', { name: 'Sign in', exact: true }).click();
    for (const page of [list, trash, settings])
      await page.getByText('You are signed out.').waitFor({ state: 'detached' });
    await tasks.newTask.press('Enter');
    const read = async () =>
      (await (
        await context.request.get(`${product().origin}/api/${account.user.id}/tasks`)
      ).json()) as Task[];
    await expect
      .poll(async () => (await read()).map(({ title, description }) => [title, description]))
      .toEqual([
        ['Half typed', ''],
        ['Buy milk', 'The one with the blue lid'],
      ]);
    await expect.poll(tasks.titles).toEqual(['Half typed', 'Buy milk']);
    await settings.getByRole('button', { name: 'Save profile' }).click();
    await settings.getByText('Profile saved.').waitFor();
  });

  test('somebody else signs in there: nothing of the first stays on screen or is sent under the second’s name', async () => {
    expectComplaint(/status of 40[13]|ERR_ABORTED/);
    const context = await person();
    const bob = await signedUp(context, product());
    await bob.addTasks('Of Bob');
    await context.clearCookies();
    const ada = await signedUp(context, product());
    await ada.addTasks('Of Ada');
    const way = await openBadWay(product());
    onTestFinished(way.close);
    const list = await openTab(context, '/tasks', way.origin);
    const settings = await openTab(context, '/settings', way.origin);
    const other = await openTab(context, '/tasks', way.origin);
    const asked: string[] = [];
    for (const page of [list, settings, other])
      page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.dismiss();
      });

    await tasksOn(list).newTask.fill('A secret of Ada');
    await tasksOn(list).details('Of Ada').click();
    await list.getByRole('textbox', { name: 'Description' }).fill('Another secret of Ada');
    await settings.getByLabel('Name').fill('Ada the First');
    await signOut(other);
    await list.getByText('You are signed out.').waitFor();
    // Still under way when the other one comes.
    way.happens((method, path) =>
      path.startsWith('/api/') && method === 'PATCH' ? { late: 60_000 } : undefined,
    );
    await list.getByRole('button', { name: 'Save', exact: true }).click();
    await Promise.all([
      list.waitForEvent('load'),
      settings.waitForEvent('load'),
      signIn(other, bob.email, way.origin),
    ]);
    for (const page of [list, other]) await tasksOn(page).row('Of Bob').waitFor();
    await settings.getByText(bob.email).first().waitFor();
    for (const page of [list, settings, other]) {
      await ready(page);
      expect(await contentOf(page)).not.toMatch(/Ada the First|of Ada/i);
    }
    expect(await tasksOn(list).newTask.inputValue()).toBe('');
    expect(asked).toEqual([]);
    expect((await saved(bob)).map(({ title, description }) => [title, description])).toEqual([
      ['Of Bob', ''],
    ]);
    expect((await (await bob.call('GET', '/api/auth/me')).json()) as object).toMatchObject({ name: 'Ada' });
  });
});

describeInBrowser('one list in two tabs', ({ person, expectComplaint }) => {
  /** Two tabs of one person on the same list. */
  const twoTabs = async (titles: string[], path = '/tasks') => {
    const context = await person();
    const account = await signedUp(context, product());
    await account.addTasks(...titles);
    const [here, there] = [await context.newPage(), await context.newPage()];
    for (const page of [here, there]) await open(page, product().origin + path);
    return { context, account, here, there, inHere: tasksOn(here), inThere: tasksOn(there) };
  };

  test('the same title changed in both: the later one is told, in words, and keeps their text', async () => {
    const { account, here, there, inHere, inThere } = await twoTabs(['Buy milk']);
    await inHere.title('Buy milk').click();
    await titleField(here).fill('Buy two bottles');
    await inThere.title('Buy milk').click();
    await titleField(there).fill('Buy oat milk');
    await there.keyboard.press('Enter');
    await expect.poll(async () => (await saved(account))[0]?.title).toBe('Buy oat milk');
    // The event of it has been here before anybody here says another word.
    await here.getByRole('checkbox', { name: 'Complete Buy oat milk' }).waitFor();
    expect(await titleField(here).inputValue()).toBe('Buy two bottles');
    await titleField(here).press('Enter');
    await here.getByText('changed elsewhere while you were editing').waitFor();
    await here.getByText('Title: Buy oat milk').waitFor();
    expect(await titleField(here).inputValue()).toBe('Buy two bottles');
    expect((await saved(account))[0]?.title).toBe('Buy oat milk');
    await here.getByRole('button', { name: 'Save', exact: true }).click();
    await inThere.row('Buy two bottles').waitFor();
    await inHere.row('Buy two bottles').waitFor();
  });

  test('a title field that was only looked into takes nothing back', async () => {
    const { account, here, there, inHere, inThere } = await twoTabs(['Buy milk', 'Call']);
    await inHere.title('Buy milk').click();
    await titleField(here).waitFor();
    await inThere.title('Buy milk').click();
    await titleField(there).fill('Buy oat milk and much more than that');
    await there.keyboard.press('Enter');
    await here.getByRole('checkbox', { name: 'Complete Buy oat milk and much more than that' }).waitFor();
    await here.getByRole('heading', { name: 'Tasks' }).click();
    await inHere.row('Buy oat milk and much more than that').waitFor();
    // What would take it back would come before this.
    await inHere.check('Call').click();
    await there.getByRole('checkbox', { name: 'Reopen Call' }).waitFor();
    expect((await saved(account)).map(({ title }) => title)).toEqual([
      'Call',
      'Buy oat milk and much more than that',
    ]);
  });

  test('different fields changed in both: both stand', async () => {
    const { account, here, there, inHere, inThere } = await twoTabs(['Buy milk']);
    await inHere.details('Buy milk').click();
    await here.getByRole('textbox', { name: 'Description' }).fill('In glass');
    await inThere.title('Buy milk').click();
    await titleField(there).fill('Buy oat milk');
    await there.keyboard.press('Enter');
    await expect.poll(async () => (await saved(account))[0]?.title).toBe('Buy oat milk');
    await here.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await saved(account)).map(({ title, description }) => [title, description]))
      .toEqual([['Buy oat milk', 'In glass']]);
    for (const page of [here, there])
      await tasksOn(page).row('Buy oat milk').getByText('Has a description').waitFor({ state: 'attached' });
  });

  test('deleted in one while it is edited in the other: the text stays, and saving brings the task back', async () => {
    expectComplaint(/status of 404/);
    const { account, here, inHere, inThere } = await twoTabs(['Buy milk', 'Call']);
    await inHere.title('Call').click();
    await titleField(here).fill('Call the dentist');
    await inThere.remove('Call').click();
    await here.getByText('This task was deleted elsewhere.').waitFor();
    expect(await titleField(here).inputValue()).toBe('Call the dentist');
    await titleField(here).press('Enter');
    await inThere.row('Call the dentist').waitFor();

    await inHere.details('Buy milk').click();
    await here.getByRole('textbox', { name: 'Description' }).fill('In glass');
    await inThere.remove('Buy milk').click();
    await here.getByText('This task was deleted elsewhere.').waitFor();
    expect(await here.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('In glass');
    await here.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await saved(account)).map(({ title, description }) => [title, description]))
      .toEqual([
        ['Call the dentist', ''],
        ['Buy milk', 'In glass'],
      ]);
    await expect.poll(inHere.titles).toEqual(['Call the dentist', 'Buy milk']);

    // Left alone it goes, and stays gone.
    await inHere.details('Buy milk').click();
    await inThere.remove('Buy milk').click();
    await here.getByText('This task was deleted elsewhere.').waitFor();
    await here.getByRole('button', { name: 'Cancel' }).click();
    await inHere.row('Buy milk').waitFor({ state: 'detached' });
    expect(await saved(account)).toHaveLength(1);
  });

  test('deleted elsewhere before this page has heard of it: the change is kept, and brings the task back', async () => {
    expectComplaint(/status of 404|ERR_FAILED|EventSource/);
    const context = await person();
    const account = await signedUp(context, product());
    await account.addTasks('Buy milk');
    const page = await context.newPage();
    await page.route('**/events**', (route) => route.abort());
    await open(page, `${product().origin}/tasks`);
    await account.call('DELETE', `/api/${account.user.id}/tasks/1`);
    await tasksOn(page).title('Buy milk').click();
    await titleField(page).fill('Buy oat milk');
    await titleField(page).press('Enter');
    const told = toast(page, 'Your change to “Buy milk” was not saved. It was deleted elsewhere.');
    await told.getByText('Bring it back').click();
    await tasksOn(page).row('Buy oat milk').waitFor();
    await expect.poll(async () => (await saved(account)).map(({ title }) => title)).toEqual(['Buy oat milk']);
  });

  test('completed in one while it is edited in the other’s list of what is to do: the text stays', async () => {
    const { account, here, inHere, inThere } = await twoTabs(
      ['One', 'Two', 'Three'],
      '/tasks?status=pending',
    );
    await inHere.title('Two').click();
    await titleField(here).fill('Two and a half');
    await inThere.check('Two').click();
    await inThere.row('Two').waitFor({ state: 'detached' });
    await here.getByRole('checkbox', { name: 'Reopen Two' }).waitFor();
    expect(await inHere.titles()).toEqual(['Three', 'One']);
    await titleField(here).press('Enter');
    await expect
      .poll(async () => (await saved(account))[1])
      .toMatchObject({
        title: 'Two and a half',
        completed: true,
      });
    await expect.poll(() => inHere.rows.count()).toBe(2);
  });

  test('completed in both: it is completed', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
    const { context, account, here, there } = await twoTabs(['Buy milk']);
    // Neither has heard of the other's when it is pressed.
    await context.setOffline(true);
    for (const page of [here, there]) await tasksOn(page).check('Buy milk').click();
    await context.setOffline(false);
    await expect.poll(async () => (await saved(account))[0]?.completed).toBe(true);
    for (const page of [here, there]) {
      await page.getByText('not saved yet').first().waitFor({ state: 'detached' });
      await page.getByRole('checkbox', { name: 'Reopen Buy milk' }).waitFor();
    }
    expect((await saved(account))[0]?.completed).toBe(true);
  });

  test('several changed at once in one tab while the other edits one of them', async () => {
    const { account, here, there, inHere, inThere } = await twoTabs(['One', 'Two', 'Three']);
    await inHere.details('Two').click();
    await here.getByRole('textbox', { name: 'Description' }).fill('Not yet saved');
    await inThere.title('One').focus();
    await there.keyboard.press('s');
    await there.getByRole('button', { name: 'Select all 3' }).click();
    await there.getByRole('button', { name: 'Complete', exact: true }).click();
    await expect.poll(async () => (await saved(account)).every(({ completed }) => completed)).toBe(true);
    await here.getByRole('checkbox', { name: 'Reopen Two' }).waitFor();
    expect(await here.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('Not yet saved');
    await here.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await saved(account)).map(({ description, completed }) => [description, completed]))
      .toEqual([
        ['', true],
        ['Not yet saved', true],
        ['', true],
      ]);
  });

  test('undone in one after the other has changed it: both changes stand, or the person is told', async () => {
    expectComplaint(/status of 404/);
    const { account, here, there, inHere, inThere } = await twoTabs(
      ['Buy milk', 'Call'],
      '/tasks?status=pending',
    );
    // Another field: the undo takes back its own alone.
    await inHere.check('Buy milk').click();
    await inThere.row('Buy milk').waitFor({ state: 'detached' });
    await account.call('PATCH', `/api/${account.user.id}/tasks/1`, { title: 'Buy oat milk' });
    await here.getByRole('button', { name: 'Undo' }).click();
    for (const page of [here, there]) await tasksOn(page).row('Buy oat milk').waitFor();
    expect((await saved(account))[1]).toMatchObject({ title: 'Buy oat milk', completed: false });

    // Deleted here, brought back and renamed there: there is nothing to undo, and nothing is taken from there.
    await inHere.remove('Call').click();
    await inThere.row('Call').waitFor({ state: 'detached' });
    await account.call('POST', `/api/${account.user.id}/tasks/2/restore`);
    await account.call('PATCH', `/api/${account.user.id}/tasks/2`, { title: 'Call the bank' });
    await inHere.row('Call the bank').waitFor();
    await here.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(inHere.titles).toEqual(['Call the bank', 'Buy oat milk']);
    expect((await saved(account)).map(({ title }) => title)).toEqual(['Call the bank', 'Buy oat milk']);

    // The same field: told, and what it would have been is offered.
    await inHere.title('Call the bank').click();
    await titleField(here).fill('Call the dentist');
    await titleField(here).press('Enter');
    await inThere.row('Call the dentist').waitFor();
    await inThere.title('Call the dentist').click();
    await titleField(there).fill('Call the other dentist');
    await titleField(there).press('Enter');
    await inHere.row('Call the other dentist').waitFor();
    await inHere.title('Call the other dentist').focus();
    await here.keyboard.press('z');
    await here.getByText('Title: Call the other dentist').waitFor();
    expect(await titleField(here).inputValue()).toBe('Call the bank');
    expect((await saved(account))[0]?.title).toBe('Call the other dentist');
  });
});

describeInBrowser('two people', ({ person, expectComplaint }) => {
  const SECRET = /zebra/i;

  test('one after the other in one browser: the second finds nothing of the first, not even going back', async () => {
    expectComplaint(/status of 40[134]/);
    const context = await person();
    const ada = await signedUp(context, product());
    await ada.call('PATCH', '/api/auth/me', { name: 'Zebra' });
    await ada.addTasks({ title: 'Feed the zebra', tags: ['zebra'], description: 'A zebra' }, 'Another zebra');
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    await page.getByRole('button', { name: 'Assistant', exact: true }).click();
    const message = page.getByRole('textbox', { name: 'Message to the assistant' });
    await message.fill('what’s pending?');
    await message.press('Enter');
    await page.getByText('Found 2 tasks').waitFor();
    await message.fill('half a zebra');
    await tasksOn(page).search.fill('feed');
    await page.waitForURL('**/tasks?q=feed');
    await signOut(page);
    for (let step = 0; step < 3; step += 1) {
      await page.goBack();
      await page.waitForLoadState();
      expect(await contentOf(page)).not.toMatch(SECRET);
    }

    const bob = await signedUp(await person(), product());
    await bob.addTasks('Of Bob');
    await signIn(page, bob.email);
    await tasksOn(page).row('Of Bob').waitFor();
    const nothing = async () => {
      expect(await contentOf(page)).not.toMatch(SECRET);
      for (const field of await page.locator('input, textarea').all())
        if ((await field.getAttribute('type')) !== 'file')
          expect(await field.inputValue()).not.toMatch(SECRET);
    };
    await nothing();
    await tasksOn(page).search.fill('another');
    await page.getByText('No task has “another”').waitFor();
    await nothing();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await nothing();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: /palette|command/i });
    await palette.getByRole('combobox').fill('zeb');
    await nothing();
    await palette.getByRole('combobox').press('Escape');
    // The assistant was left open by the first.
    const panel = page.locator('#assistant');
    if (!(await panel.isVisible()))
      await page.getByRole('button', { name: 'Assistant', exact: true }).click();
    await panel.getByText('What can I do for your list?').waitFor();
    await panel.getByRole('button', { name: 'Conversations', exact: true }).click();
    await panel
      .getByText(/No conversations|Nothing/i)
      .first()
      .waitFor();
    await nothing();
    for (let step = 0; step < 6; step += 1) {
      await page.goBack();
      await page.waitForLoadState();
      await nothing();
    }
  });

  test('a page out of the browser’s memory shows nothing unless the same person is still signed in', async () => {
    expectComplaint(/status of 401/);
    const context = await person();
    const { addTasks } = await signedUp(context, product());
    await addTasks('Feed the zebra');
    const page = await context.newPage();
    const watching = page.waitForResponse((response) => response.url().includes('/events'));
    await open(page, `${product().origin}/tasks`);
    await watching;
    // What a browser does that kept the page: this one, under control, keeps none.
    const comeBack = () =>
      page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        return document.body.hidden;
      });
    await expect.poll(comeBack).toBe(true);
    await tasksOn(page).row('Feed the zebra').waitFor();
    await context.clearCookies();
    expect(await comeBack()).toBe(true);
    await page.waitForURL('**/sign-in?next=*');
    expect(await contentOf(page)).not.toMatch(SECRET);
  });

  test('in two browsers at once, with tasks of the same numbers and names: each sees and changes their own', async () => {
    const [ada, bob] = await Promise.all(
      [0, 1].map(async (which) => {
        const context = await person();
        const account = await signedUp(context, product());
        await account.addTasks({ title: 'Rent', description: which === 0 ? 'of Ada' : 'of Bob' });
        const page = await context.newPage();
        await open(page, `${product().origin}/tasks`);
        return { account, page, tasks: tasksOn(page) };
      }),
    );
    if (ada === undefined || bob === undefined) throw new Error('two people');
    await Promise.all([ada.tasks.check('Rent').click(), bob.tasks.remove('Rent').click()]);
    await bob.tasks.add('Garden');
    await Promise.all([
      ada.page.getByRole('checkbox', { name: 'Reopen Rent' }).waitFor(),
      bob.tasks.row('Garden').waitFor(),
    ]);
    await expect
      .poll(async () => (await saved(ada.account)).map(({ title, completed }) => [title, completed]))
      .toEqual([['Rent', true]]);
    await expect
      .poll(async () => (await saved(bob.account)).map(({ title, completed }) => [title, completed]))
      .toEqual([['Garden', false]]);
    await bob.page.getByRole('link', { name: 'Trash' }).click();
    await bob.page.getByRole('button', { name: 'Restore Rent' }).waitFor();
    await ada.page.getByRole('link', { name: 'Trash' }).click();
    await ada.page.getByText('The trash is empty').waitFor();
  });
});
