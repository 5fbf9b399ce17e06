import { createTestDatabase } from '@todo/postgres';
import { Client } from 'pg';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, open, openWhole, ready, signedUp, tasksOn } from '../support/people.js';
import { createServices, freePort, type Service, type Services } from '../support/services.js';
import type { Replica } from '../support/stack.js';

/** Nobody listens there: nothing here talks to the assistant. */
const NO_MCP = 'http://127.0.0.1:1/mcp';

// A page has all of its scripts after 3 s, and waits for a server that comes back grow.
vi.setConfig({ testTimeout: 60_000 });

describeInBrowser('while the connection or the server is away', ({ person, expectComplaint }) => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let sql: Client;
  let services: Services;
  let replica: Replica;
  let backend: Service;
  let running = false;
  let startBackend: () => Promise<void>;
  const stopBackend = async () => {
    running = false;
    await backend.stop();
  };

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    sql = new Client({ connectionString: database.url });
    await sql.connect();
    services = await createServices({ databaseUrl: database.url });
    await services.migrate();
    const [port, backendPort] = [await freePort(), await freePort()];
    const origin = `http://127.0.0.1:${port}`;
    startBackend = async () => {
      backend = await services.startBackend({
        PUBLIC_URL: origin,
        MCP_URL: NO_MCP,
        PORT: String(backendPort),
      });
      running = true;
    };
    await startBackend();
    const { url } = await services.startFrontend({ BACKEND_URL: backend.url, PORT: String(port) });
    replica = { origin, address: url };
  });
  afterEach(async () => {
    if (!running) await startBackend();
  });
  afterAll(async () => {
    await services.stop();
    await sql.end();
    await database.drop();
  });

  /** What was done to someone's tasks, in order, as the database has it: "created First". */
  const history = async ({ user }: Account): Promise<string[]> => {
    const { rows } = await sql.query<{ op: string; title: string }>(
      `SELECT op, title FROM events JOIN tasks ON tasks.user_id = events.user_id AND tasks.id = events.task_id
       WHERE events.user_id = $1 ORDER BY events.id`,
      [user.id],
    );
    return rows.map(({ op, title }) => `${op} ${title}`);
  };

  /** How many changes the browser keeps for someone. */
  const kept = (page: Page, { user }: Account): Promise<number> =>
    page.evaluate(
      (name) =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const { result } = opening;
            if (!result.objectStoreNames.contains('unsaved')) {
              result.close();
              return resolve(0);
            }
            const counting = result.transaction('unsaved').objectStore('unsaved').count();
            counting.onsuccess = () => {
              result.close();
              resolve(counting.result);
            };
          };
        }),
      `todo-${user.id}`,
    );

  const settled = (context: BrowserContext): Promise<Page> => openWhole(context, `${replica.origin}/tasks`);
  const start = async (...titles: string[]) => {
    const context = await person();
    const account = await signedUp(context, replica);
    await account.addTasks(...titles);
    const page = await settled(context);
    return { context, account, page, tasks: tasksOn(page), before: await history(account) };
  };
  const unsaved = (page: Page, count: number) =>
    page
      .getByText(count === 1 ? '1 change is not saved yet' : `${count} changes are not saved yet`)
      .waitFor();
  const select = async (page: Page, first: string, ...others: string[]) => {
    await tasksOn(page).row(first).hover();
    await page.getByRole('button', { name: `Select ${first}`, exact: true }).click();
    for (const title of others)
      await page.getByRole('checkbox', { name: `Select ${title}`, exact: true }).click();
  };
  const rename = async (page: Page, from: string, to: string) => {
    await tasksOn(page).title(from).click();
    await page.getByRole('textbox', { name: 'Title' }).fill(to);
    await page.keyboard.press('Enter');
    await tasksOn(page).row(to).waitFor();
  };

  test('what is done offline shows at once, is marked, and is sent once and in order when the network is back', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    const { context, page, tasks, account, before } = await start(
      'Rename',
      'Finish',
      'Throw away',
      'Keep',
      'A',
      'B',
    );
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();

    await tasks.add('First');
    await tasks.add('Second');
    await tasks.row('Second').getByText('not saved yet').waitFor();
    await rename(page, 'Rename', 'Renamed');
    await tasks.check('Finish').click();
    await tasks.remove('Throw away').click();
    await tasks.remove('Keep').click();
    await tasks.row('Keep').waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await tasks.row('Keep').waitFor();
    await select(page, 'A', 'B');
    await page.getByRole('region', { name: 'Selected tasks' }).getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Complete', exact: true }).click();
    await page.keyboard.press('Escape');
    await tasks.add('Third');
    await rename(page, 'Third', 'Third, renamed');
    await unsaved(page, 10);
    await expect
      .poll(tasks.titles)
      .toEqual(['Third, renamed', 'Second', 'First', 'B', 'A', 'Keep', 'Finish', 'Renamed']);
    expect(await page.getByText('not saved yet', { exact: true }).count()).toBe(8);
    expect(await history(account)).toEqual(before);

    await context.setOffline(false);
    await expect
      .poll(async () => (await history(account)).slice(before.length))
      .toEqual([
        'created First',
        'created Second',
        'updated Renamed',
        'completed Finish',
        'deleted Throw away',
        'deleted Keep',
        'restored Keep',
        'completed B',
        'completed A',
        'created Third, renamed',
        'updated Third, renamed',
      ]);
    await page.getByText('not saved yet').first().waitFor({ state: 'detached' });
    await expect
      .poll(tasks.titles)
      .toEqual(['Third, renamed', 'Second', 'First', 'B', 'A', 'Keep', 'Finish', 'Renamed']);
    await expect.poll(() => kept(page, account)).toBe(0);
  });

  test('the server stops and comes back: nothing has to be pressed, and nothing is lost or done twice', async () => {
    expectComplaint(/status of 50[0-4]|ERR_|EventSource/);
    const { page, tasks, account, before } = await start('Rename', 'Finish');
    await stopBackend();
    await tasks.add('First');
    await rename(page, 'Rename', 'Renamed');
    await tasks.check('Finish').click();
    await unsaved(page, 3);
    await tasks.row('First').getByText('not saved yet').waitFor();
    expect(await tasks.check('Finish').getAttribute('aria-checked')).toBe('true');
    await startBackend();
    await expect
      .poll(async () => (await history(account)).slice(before.length), { timeout: 20_000 })
      .toEqual(['created First', 'updated Renamed', 'completed Finish']);
    await page.getByText('not saved yet').first().waitFor({ state: 'detached' });
    expect(await history(account)).toHaveLength(before.length + 3);
  });

  test('a reload in the middle, with the server away and with an answer that was lost: sent once, in order', async () => {
    expectComplaint(/status of 50[0-4]|ERR_|EventSource|React error #441/);
    const { page, tasks, account, before } = await start('Rename', 'One', 'Two');
    // It is carried out, and nobody hears of it.
    let carriedOut = (): void => undefined;
    const lost = new Promise<void>((resolve) => {
      carriedOut = resolve;
    });
    await page.route('**/tasks', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      carriedOut();
    });
    await tasks.add('First');
    await lost;
    await stopBackend();
    await tasks.add('Second');
    await rename(page, 'Second', 'Second, renamed');
    await rename(page, 'Rename', 'Renamed');
    await select(page, 'Two', 'One');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await tasks.row('Two').waitFor({ state: 'detached' });
    await expect.poll(() => kept(page, account)).toBe(5);
    // Without the server the page can't be had either: it says so, and keeps what there is.
    await page.reload();
    await page.unroute('**/tasks');
    await startBackend();
    await page.goto(`${replica.origin}/tasks`);
    await ready(page);
    await expect
      .poll(async () => (await history(account)).slice(before.length))
      .toEqual([
        'created First',
        'created Second, renamed',
        'updated Second, renamed',
        'updated Renamed',
        'deleted Two',
        'deleted One',
      ]);
    await expect.poll(tasks.titles).toEqual(['Second, renamed', 'First', 'Renamed']);
    await expect.poll(() => kept(page, account)).toBe(0);
    expect(await history(account)).toHaveLength(before.length + 6);
  });

  test('two tabs send each its own, and what was done in a tab that was closed', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    const { context, page: one, account, before } = await start();
    const [two, three] = [await settled(context), await settled(context)];
    await context.setOffline(true);
    for (const [page, title] of [
      [one, 'From one'],
      [two, 'From two'],
      [three, 'From three'],
      [three, 'More from three'],
    ] as const) {
      await page.bringToFront();
      await tasksOn(page).add(title);
      await tasksOn(page).row(title).waitFor();
    }
    await expect.poll(() => kept(one, account)).toBe(4);
    await three.close();
    // One of the others takes over what the third has left.
    await expect
      .poll(async () => (await tasksOn(one).titles()).length + (await tasksOn(two).titles()).length)
      .toBe(4);
    let creations = 0;
    context.on('response', (response) => {
      if (response.request().method() === 'POST' && response.url().endsWith('/tasks')) creations += 1;
    });
    await context.setOffline(false);
    await expect.poll(() => kept(one, account)).toBe(0);
    expect(creations).toBe(4);
    const done = (await history(account)).slice(before.length);
    expect(done.toSorted()).toEqual([
      'created From one',
      'created From three',
      'created From two',
      'created More from three',
    ]);
    expect(done.indexOf('created From three')).toBeLessThan(done.indexOf('created More from three'));
    for (const page of [one, two])
      await expect.poll(async () => (await tasksOn(page).titles()).length).toBe(4);
  });

  test('changed elsewhere meanwhile: other fields merge, the same one is told, also after a reload, and the text is kept', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|status of 412/);
    const { context, page, tasks, account } = await start('Merge', 'Contested');
    const path = `/api/${account.user.id}/tasks`;
    await context.setOffline(true);
    await rename(page, 'Merge', 'Merged');
    await rename(page, 'Contested', 'What I wrote here');
    await expect.poll(() => kept(page, account)).toBe(2);
    await account.call('PATCH', `${path}/1`, { description: 'theirs' });
    await account.call('PATCH', `${path}/2`, { title: 'What they wrote' });
    await context.setOffline(false);
    for (const reloaded of [false, true]) {
      if (reloaded) {
        // Told, and not decided yet.
        await open(page, `${replica.origin}/tasks`);
      }
      await page.getByText('changed elsewhere while you were editing').waitFor();
      await page.getByText('Title: What they wrote').waitFor();
      expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('What I wrote here');
    }
    await page.getByRole('button', { name: 'Save' }).click();
    await tasks.row('What I wrote here').waitFor();
    const read = async (id: number) => (await account.call('GET', `${path}/${id}`)).json();
    await expect.poll(() => read(2)).toMatchObject({ title: 'What I wrote here' });
    expect(await read(1)).toMatchObject({ title: 'Merged', description: 'theirs' });
    await expect.poll(() => kept(page, account)).toBe(0);
  });

  test('deleted elsewhere meanwhile: an edit is told, also after a reload, and brings the task back', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|status of 404/);
    const { context, page, tasks, account } = await start('Shared');
    await context.setOffline(true);
    await rename(page, 'Shared', 'What I wrote here');
    await account.call('DELETE', `/api/${account.user.id}/tasks/1`);
    await expect.poll(() => kept(page, account)).toBe(1);
    await context.setOffline(false);
    const told = page.locator('[role=alertdialog]', { hasText: 'Your change to “Shared” was not saved.' });
    await told.waitFor();
    await open(page, `${replica.origin}/tasks`);
    await told.waitFor();
    await told.getByText('Bring it back').click();
    await tasks.row('What I wrote here').waitFor();
    await expect.poll(() => kept(page, account)).toBe(0);
    expect((await history(account)).slice(-2)).toEqual([
      'restored What I wrote here',
      'updated What I wrote here',
    ]);
  });

  test('signing out forgets it; a session that ends does not', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|status of 401/);
    const { context, page, tasks, account, before } = await start();
    const cookies = await context.cookies();
    await context.clearCookies();
    await tasks.add('Signed out meanwhile');
    await page.getByText('You are signed out.').waitFor();
    await tasks.row('Signed out meanwhile').getByText('not saved yet').waitFor();
    await expect.poll(() => kept(page, account)).toBe(1);
    await context.addCookies(cookies);
    await open(page, `${replica.origin}/tasks`);
    await expect
      .poll(async () => (await history(account)).slice(before.length))
      .toEqual(['created Signed out meanwhile']);
    await expect.poll(() => kept(page, account)).toBe(0);

    // What can't be sent before the session ends goes with it.
    await page.route('**/tasks', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    expectComplaint(/ERR_FAILED/);
    await tasks.add('Of nobody');
    await expect.poll(() => kept(page, account)).toBe(1);
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await kept(page, account)).toBe(0);
  });
});
