import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { logIn, open, signedUp, tasksOn } from '../support/people.js';
import { otherReplica, product } from '../support/product.js';

describeInBrowser('live updates', ({ person, expectComplaint }) => {
  for (const [kind, replica] of [
    ['a secure context', product],
    ['plain http', otherReplica],
  ] as const)
    test(`eight tabs share one stream, and another leads when the leader closes (${kind})`, async () => {
      const { origin } = replica();
      const context = await person();
      const { addTasks } = await signedUp(context, replica());
      let streams = 0;
      context.on('request', (request) => {
        if (request.url().includes('/events')) streams += 1;
      });
      const pages: Page[] = [];
      for (let index = 0; index < 8; index += 1) {
        const page = await context.newPage();
        await open(page, `${origin}/tasks`);
        pages.push(page);
      }
      const [first, ...others] = pages;
      await addTasks('From elsewhere');
      for (const page of pages) await tasksOn(page).row('From elsewhere').waitFor();
      expect(streams).toBe(1);
      // A seventh and eighth connection would hang here.
      await tasksOn(others.at(-1) as Page)
        .check('From elsewhere')
        .click();
      for (const page of pages) await page.getByRole('checkbox', { name: 'Reopen From elsewhere' }).waitFor();

      await first?.close();
      await addTasks('While nobody led');
      for (const page of others) await tasksOn(page).row('While nobody led').waitFor();
      expect(streams).toBe(2);
    });

  test('a change made through one replica appears on the other', async () => {
    const context = await person();
    const { email } = await signedUp(context, product());
    const here = await context.newPage();
    await open(here, `${product().origin}/tasks`);
    const elsewhere = await person();
    await logIn(elsewhere, otherReplica(), email);
    const there = await elsewhere.newPage();
    await open(there, `${otherReplica().origin}/tasks`);
    await tasksOn(there).add('Across');
    await tasksOn(here).row('Across').waitFor();
    await tasksOn(here).remove('Across').click();
    await tasksOn(there).row('Across').waitFor({ state: 'detached' });
  });

  test('after a break in the stream nothing is missing', async () => {
    expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
    const context = await person();
    const { addTasks, call, user } = await signedUp(context, product());
    await addTasks('Before');
    const page = await context.newPage();
    const live = page.waitForResponse((response) => response.url().includes('/events'));
    await open(page, `${product().origin}/tasks`);
    await live;
    await context.setOffline(true);
    await addTasks('Meanwhile');
    await call('DELETE', `/api/${user.id}/tasks/1`);
    await context.setOffline(false);
    await expect.poll(tasksOn(page).titles, { timeout: 10_000 }).toEqual(['Meanwhile']);
  });

  test('signed out in another tab: both say so, nothing typed is lost', async () => {
    expectComplaint(/status of 401/);
    const context = await person();
    await signedUp(context, product());
    const [one, two] = [await context.newPage(), await context.newPage()];
    await open(one, `${product().origin}/tasks`);
    await open(two, `${product().origin}/tasks`);
    await tasksOn(two).newTask.fill('Half typed');
    await one.getByRole('button', { name: 'Account' }).click();
    await one.getByRole('menuitem', { name: 'Sign out' }).click();
    await one.waitForURL((url) => url.pathname === '/');
    await two.getByText('You are signed out.').waitFor();
    expect(await tasksOn(two).newTask.inputValue()).toBe('Half typed');
  });
});
