import type { NewTaskInput, Task } from '@todo/contracts';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { type BadWay, openBadWay } from '../support/bad-way.js';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, PASSWORD, signedUp, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

const isApi = (path: string): boolean => path.startsWith('/api/');
const isStream = (path: string): boolean => /\/events(\?|$)/.test(path);

/** Title and whether it is completed, as the server has them, the newest first. */
const saved = async ({ call, user }: Account): Promise<string[]> => {
  const tasks = (await (await call('GET', `/api/${user.id}/tasks?limit=200`)).json()) as Task[];
  return tasks.map(({ title, completed }) => (completed ? `${title} (done)` : title));
};

/** The same, as the page shows them. */
const shown = (page: Page): Promise<string[]> =>
  tasksOn(page).rows.evaluateAll((rows) =>
    rows.map((row) => {
      const title = row.querySelector('[data-row-anchor]')?.textContent ?? '';
      const isDone = row.querySelector('[role=checkbox][aria-checked=true]') !== null;
      return isDone ? `${title} (done)` : title;
    }),
  );

describeInBrowser('on a bad day', ({ person, expectComplaint }) => {
  /** Somebody on their list, with a way to the product that can be a bad one. */
  const start = async (titles: string[], path = '/tasks') => {
    const way = await openBadWay(product());
    onTestFinished(way.close);
    const context = await person();
    const account = await signedUp(context, product());
    await account.addTasks(...titles);
    const page = await context.newPage();
    const live = page.waitForResponse((response) => isStream(response.url()));
    await open(page, way.origin + path);
    await live;
    return { way, context, account, page, tasks: tasksOn(page) };
  };
  const slow = (way: BadWay, late = 2_000) =>
    way.happens((_method, path) => (isApi(path) && !isStream(path) ? { late } : undefined));

  test('a server that takes two seconds: what is done shows at once, once, and in its order', async () => {
    const { way, account, page, tasks } = await start(['Call', 'Buy milk']);
    let answers = 0;
    page.on('response', (response) => {
      if (isApi(new URL(response.url()).pathname) && !isStream(response.url())) answers += 1;
    });
    slow(way);
    await tasks.newTask.fill('Buy bread');
    await tasks.newTask.press('Enter');
    await tasks.newTask.press('Enter');
    await tasks.newTask.fill('Water the plants');
    await page.getByRole('button', { name: 'Add task' }).dblclick();
    await tasks.check('Call').click();
    await tasks.check('Buy bread').click();
    for (const title of ['Buy oat milk', 'Buy oat milk and rice']) {
      await tasks.title('Buy milk').or(tasks.title('Buy oat milk')).click();
      await page.getByRole('textbox', { name: 'Title' }).fill(title);
      await page.keyboard.press('Enter');
    }
    const all = ['Water the plants', 'Buy bread (done)', 'Buy oat milk and rice', 'Call (done)'];
    expect(await shown(page)).toEqual(all);
    // The page waits for nobody, and shows nothing that turns.
    expect(answers).toBeLessThan(3);
    expect(await page.locator('[aria-busy=true], [role=progressbar]').count()).toBe(0);
    await expect.poll(() => saved(account), { timeout: 25_000 }).toEqual(all);
    expect(await shown(page)).toEqual(all);
    expect(
      way.changes.filter((change) => change.startsWith('POST') && change.endsWith('/tasks')),
    ).toHaveLength(2);
  });

  test('a second press where something was just deleted or completed does nothing to what came there', async () => {
    const { way, account, page, tasks } = await start(
      ['One', 'Two', 'Three', 'Four'],
      '/tasks?status=pending',
    );
    slow(way, 300);
    await tasks.row('Three').hover();
    await tasks.remove('Three').dblclick({ delay: 100 });
    await tasks.row('Three').waitFor({ state: 'detached' });
    await tasks.check('Two').dblclick({ delay: 100 });
    await tasks.row('Two').waitFor({ state: 'detached' });
    await expect.poll(() => shown(page)).toEqual(['Four', 'One']);
    await expect.poll(() => saved(account)).toEqual(['Four', 'Two (done)', 'One']);
  });

  test('whoever goes elsewhere in the middle of it loses nothing', async () => {
    const { way, account, page, tasks } = await start(['Call']);
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    slow(way, 1_000);
    await tasks.add('Buy bread');
    await tasks.check('Call').click();
    await page.getByRole('link', { name: 'Trash' }).click();
    await page.waitForURL('**/trash');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/settings');
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await page.waitForURL('**/tasks');
    await expect.poll(() => saved(account)).toEqual(['Buy bread', 'Call (done)']);
    await expect.poll(() => shown(page)).toEqual(['Buy bread', 'Call (done)']);

    await tasks.add('Water the plants');
    await tasks.check('Buy bread').click();
    await page.reload();
    await page.waitForLoadState();
    const told = asked.length > 0;
    if (!told)
      await expect
        .poll(() => saved(account))
        .toEqual(['Water the plants', 'Buy bread (done)', 'Call (done)']);
    await expect.poll(async () => (await shown(page)).join()).toBe((await saved(account)).join());
  });

  test('a server that fails every third request: in the end the list is what was done, and so is the database', async () => {
    expectComplaint(/status of 503|ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_SOCKET|EventSource/);
    const { way, account, page, tasks } = await start(['One', 'Two', 'Three', 'Four']);
    const mishaps = [{ fails: 'unavailable' }, { fails: 'cut' }, { answerLost: true }] as const;
    let requests = 0;
    let failures = 0;
    way.happens((_method, path) => {
      if (!isApi(path)) return undefined;
      requests += 1;
      if (requests % 3 !== 0) return undefined;
      failures += 1;
      return mishaps[failures % mishaps.length];
    });
    for (const title of ['Five', 'Six', 'Seven']) await tasks.add(title);
    await tasks.check('One').click();
    await tasks.check('Six').click();
    await tasks.title('Two').click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Two and a half');
    await page.keyboard.press('Enter');
    await tasks.row('Three').hover();
    await tasks.remove('Three').click();
    await tasks.row('Four').hover();
    await tasks.remove('Four').click();
    await page.locator('[role=dialog]', { hasText: 'Deleted “Four”.' }).getByText('Undo').click();
    await tasks.row('Seven').getByRole('button', { name: 'Select Seven' }).click();
    await page.getByRole('checkbox', { name: 'Select Five' }).click();
    await page.getByRole('button', { name: 'Complete', exact: true }).click();

    const all = ['Seven (done)', 'Six (done)', 'Five (done)', 'Four', 'Two and a half', 'One (done)'];
    await expect.poll(() => shown(page)).toEqual(all);
    await expect.poll(() => saved(account), { timeout: 20_000 }).toEqual(all);
    expect(failures).toBeGreaterThan(3);
    // What is told is true of the end: nothing is said not to have been done.
    expect(await page.getByText(/was not|were not/).count()).toBe(0);
    await expect.poll(() => shown(page)).toEqual(all);
    await expect
      .poll(async () => {
        await page.reload();
        return shown(page);
      })
      .toEqual(all);
  });

  test('a session that ends in the middle: what was done waits, and is saved after signing in again', async () => {
    expectComplaint(/status of 401/);
    const { account, page, tasks } = await start(['Call', 'Buy milk']);
    await account.call('POST', '/api/auth/logout');
    await tasks.add('Buy bread');
    await tasks.check('Call').click();
    await page.getByText('You are signed out.').waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('You are signed out.').waitFor({ state: 'detached' });
    const read = async () => {
      const response = await page.request.get(`${product().origin}/api/${account.user.id}/tasks`);
      return ((await response.json()) as Task[]).map(({ title, completed }) => [title, completed]);
    };
    await expect.poll(read).toEqual([
      ['Buy bread', false],
      ['Buy milk', false],
      ['Call', true],
    ]);
    await expect.poll(() => shown(page)).toEqual(['Buy bread', 'Buy milk', 'Call (done)']);
  });
});

describeInBrowser('by another clock', ({ person }) => {
  const VIENNA = 'Europe/Vienna';
  const HOUR = 3_600_000;
  const dayIn = (timeZone: string, instant: number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone }).format(instant);
  const clockIn = (timeZone: string, instant: number): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(instant);
  /** Somebody whose device shows this time, in a time zone of its own; at home in Vienna. */
  const start = async (
    tasks: (string | NewTaskInput)[],
    time: number,
    options: BrowserContextOptions = {},
  ) => {
    const context = await person(options);
    const account = await signedUp(context, product());
    await account.addTasks(...tasks);
    await context.clock.install({ time });
    const page = await context.newPage();
    const live = page.waitForResponse((response) => isStream(response.url()));
    await open(page, `${product().origin}/tasks`);
    await live;
    return { context, account, page, tasks: tasksOn(page) };
  };

  for (const ahead of [1, -1])
    test(`a device whose clock is an hour ${ahead > 0 ? 'ahead' : 'behind'}: it keeps its own time, and nothing breaks`, async () => {
      const device = Date.now() + ahead * HOUR;
      const due = (instant: number): Pick<NewTaskInput, 'due_on' | 'due_time' | 'due_zone'> => ({
        due_on: dayIn(VIENNA, instant),
        due_time: clockIn(VIENNA, instant),
        due_zone: VIENNA,
      });
      const { account, page, tasks } = await start(
        [
          { title: 'Before', ...due(device - 20 * 60_000) },
          { title: 'After', ...due(device + 20 * 60_000) },
          'Whenever',
        ],
        device,
      );
      await tasks.row('Before').getByText('overdue').waitFor();
      expect(await tasks.row('After').getByText('overdue').count()).toBe(0);
      await page.getByRole('button', { name: 'Sort' }).click();
      await page.getByRole('menuitemradio', { name: 'Due soonest' }).click();
      await page.keyboard.press('Escape');
      await expect.poll(tasks.titles).toEqual(['Before', 'After', 'Whenever']);
      // Live events, the session and what is saved don't ask the device what time it is.
      await account.addTasks({ title: 'From elsewhere', ...due(device) });
      await expect.poll(tasks.titles).toEqual(['Before', 'From elsewhere', 'After', 'Whenever']);
      await tasks.add('From here');
      await tasks.check('Before').click();
      await expect
        .poll(() => saved(account))
        .toEqual(['From here', 'From elsewhere', 'Whenever', 'After', 'Before (done)']);
      await page.clock.fastForward(10 * 60_000);
      await open(page, page.url());
      await expect.poll(tasks.titles).toEqual(['Before', 'From elsewhere', 'After', 'Whenever', 'From here']);
      await page.getByRole('button', { name: 'Assistant', exact: true }).click();
      const message = page.getByRole('textbox', { name: 'Message to the assistant' });
      await message.fill('delete all completed tasks');
      await message.press('Enter');
      await page.getByRole('button', { name: 'Yes, go ahead' }).click();
      await tasks.row('Before').waitFor({ state: 'detached' });
    });

  test('midnight passes while the page is open: today is another day, in words and in the lists', async () => {
    const midnight = Date.parse('2027-01-11T23:00:00Z');
    const { page, tasks } = await start(
      [
        { title: 'Of the old day', due_on: '2027-01-11' },
        { title: 'Of the new day', due_on: '2027-01-12' },
      ],
      midnight - 60_000,
    );
    await tasks.row('Of the old day').getByText('today', { exact: true }).waitFor();
    await tasks.row('Of the new day').getByText('tomorrow', { exact: true }).waitFor();
    const again = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/tasks'));
    await page.clock.fastForward(2 * 60_000);
    await tasks.row('Of the old day').getByText('overdue 1 day', { exact: true }).waitFor();
    await tasks.row('Of the new day').getByText('today', { exact: true }).waitFor();
    await again;
    await tasks.newTask.fill('Post the letter today');
    await page.keyboard.press('Enter');
    await tasks.row('Post the letter').getByText('today', { exact: true }).waitFor();
  });

  test('a night in which the clocks change: the next day is the next day, and nine o’clock is nine o’clock', async () => {
    // On the 28th two o’clock is followed by three o’clock.
    const { account, page, tasks } = await start(['Anything'], Date.parse('2027-03-27T22:30:00Z'));
    await tasks.newTask.fill('Call the dentist tomorrow 9am');
    await tasks.newTask.press('Enter');
    await tasks.newTask.fill('Sleep tomorrow 2:30am');
    await tasks.newTask.press('Enter');
    const read = async () =>
      (
        (await (
          await account.call('GET', `/api/${account.user.id}/tasks?sort=created&order=asc`)
        ).json()) as Task[]
      )
        .slice(1)
        .map(({ due_on, due_time, due_at }) => [due_on, due_time, due_at]);
    // There is no half past two: the server takes the time that the clock shows instead.
    await expect.poll(read).toMatchObject([
      ['2027-03-28', '09:00', '2027-03-28T07:00:00Z'],
      ['2027-03-28', '02:30', '2027-03-28T01:30:00Z'],
    ]);
    await tasks.row('Call the dentist').getByText('tomorrow 09:00', { exact: true }).waitFor();
    await tasks.row('Sleep').getByText('tomorrow 03:30', { exact: true }).waitFor();
    await page.clock.fastForward(2 * HOUR + 60_000);
    await tasks.row('Call the dentist').getByText('today 09:00', { exact: true }).waitFor();
    await tasks.row('Sleep').getByText('today 03:30', { exact: true }).waitFor();
    await page.clock.fastForward(HOUR);
    await tasks.row('Sleep').getByText('overdue today 03:30', { exact: true }).waitFor();
    await page.clock.fastForward(24 * HOUR);
    await tasks.row('Call the dentist').getByText('overdue 1 day', { exact: true }).waitFor();
  });

  test('a device in another time zone than its person: days and times are the person’s', async () => {
    // In Vienna it is half past midnight on the 11th, in Los Angeles the afternoon of the 10th.
    const { account, page, tasks } = await start(
      [
        { title: 'The day', due_on: '2027-01-11' },
        { title: 'The hour', due_on: '2027-01-11', due_time: '17:00', due_zone: VIENNA },
      ],
      Date.parse('2027-01-10T23:30:00Z'),
      { timezoneId: 'America/Los_Angeles' },
    );
    await tasks.row('The day').getByText('today', { exact: true }).waitFor();
    await tasks.row('The hour').getByText('today 17:00', { exact: true }).waitFor();
    await tasks.newTask.fill('The evening today 8pm');
    await page.keyboard.press('Enter');
    await tasks.row('The evening').getByText('today 20:00', { exact: true }).waitFor();
    await tasks.details('The day').click();
    await page.getByRole('button', { name: 'Tomorrow' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await tasks.row('The day').getByText('tomorrow', { exact: true }).waitFor();
    const read = async () =>
      (
        (await (
          await account.call('GET', `/api/${account.user.id}/tasks?sort=created&order=asc`)
        ).json()) as Task[]
      ).map(({ due_on, due_time, due_zone }) => [due_on, due_time, due_zone]);
    await expect.poll(read).toEqual([
      ['2027-01-12', null, null],
      ['2027-01-11', '17:00', VIENNA],
      ['2027-01-11', '20:00', VIENNA],
    ]);
  });
});
