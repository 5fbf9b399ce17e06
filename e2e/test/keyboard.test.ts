import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { focusOn } from '../support/focus.js';
import { newEmail, open, PASSWORD, ready, tasksOn } from '../support/people.js';
import { product } from '../support/product.js';

describeInBrowser('by keyboard alone', ({ person }) => {
  test('from the first page to signing out, with the focus always seen and never lost', async () => {
    const context = await person();
    const page = await context.newPage();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const type = (text: string) => page.keyboard.type(text);
    /** After a step the focus is there, and is seen. */
    const isOn = (on: string | RegExp) =>
      expect
        .poll(() => focusOn(page))
        .toEqual({ on: typeof on === 'string' ? on : expect.stringMatching(on), isSeen: true });
    /** Goes on with Tab until this has the focus; each stop on the way is seen as well. */
    const tabTo = async (on: string | RegExp, key = 'Tab') => {
      for (let step = 0; step < 40; step += 1) {
        await press(key);
        const focus = await focusOn(page);
        expect(focus, `on the way to ${on}`).toEqual({ on: expect.any(String), isSeen: true });
        if (typeof on === 'string' ? focus.on === on : on.test(focus.on ?? '')) return;
      }
      throw new Error(`${on} was not reached`);
    };

    await open(page, `${product().origin}/`);
    await tabTo('Create an account');
    await press('Enter');
    await page.waitForURL('**/sign-up');
    await ready(page);

    await tabTo('E-mail address');
    await type(newEmail());
    await tabTo('Password');
    await type(PASSWORD);
    await tabTo('Password again');
    await type('not the same');
    await press('Enter');
    await page.getByText('The two passwords are not the same.').waitFor();
    await isOn('Password again');
    await press('Control+a');
    await type(PASSWORD);
    await press('Enter');
    await page.waitForURL('**/tasks');
    await ready(page);

    await tabTo('Skip to the list');
    await press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await press('n');
    await isOn('New task');
    const tasks = tasksOn(page);
    await type('pay rent tomorrow !high #home');
    await page.getByRole('list', { name: 'Understood' }).waitFor();
    await press('Enter');
    await tasks.row('pay rent').getByText('#home').waitFor();
    await isOn('New task');
    await type('buy milk');
    await press('Enter');
    await tasks.row('buy milk').waitFor();
    await press('Escape');
    await isOn(/Tasks/);

    await press('j');
    await isOn('buy milk');
    await press('j');
    await isOn('pay rent');
    await press('e');
    await page.getByRole('textbox', { name: 'Description' }).waitFor();
    await isOn('Title');
    await tabTo('Description');
    await type('By transfer');
    await press('Control+Enter');
    await page.getByText('Has a description').waitFor({ state: 'attached' });
    await isOn('pay rent');
    await press('x');
    await page.getByRole('checkbox', { name: 'Reopen pay rent' }).waitFor();
    await isOn('pay rent');
    await press('#');
    await tasks.row('pay rent').waitFor({ state: 'detached' });
    await isOn('buy milk');
    await press('#');
    await tasks.row('buy milk').waitFor({ state: 'detached' });
    // No row is left.
    await isOn('New task');
    await press('Escape', 'z');
    await tasks.row('buy milk').waitFor();
    await isOn('buy milk');
    await press('z');
    await tasks.row('pay rent').waitFor();
    await isOn('pay rent');
    // The toast can be reached as well.
    await press('#');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await press('F6');
    await tabTo('Undo');
    await press('Enter');
    await tasks.row('pay rent').waitFor();
    await isOn('pay rent');

    await press('/');
    await isOn('Search tasks');
    await type('milk');
    await tasks.row('pay rent').waitFor({ state: 'detached' });
    await isOn('Search tasks');
    await press('Escape');
    await tasks.row('pay rent').waitFor();
    await isOn('Search tasks');
    await press('Escape');
    await isOn(/Tasks/);

    await tabTo('Filter');
    await press('Enter');
    await page.getByRole('menu').waitFor();
    await press('ArrowDown');
    await isOn('Any');
    await press('ArrowDown');
    await isOn('Overdue');
    await press('Enter');
    await tasks.row('buy milk').waitFor({ state: 'detached' });
    await press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await isOn('Filter');
    await tabTo(/^Remove filter/);
    await press('Enter');
    await tasks.row('buy milk').waitFor();
    await isOn(/Tasks/);

    await press('Control+k');
    await page.getByRole('option', { name: 'New task' }).waitFor();
    await isOn('Find a command or a task');
    await type('assistant');
    await press('Enter');
    await isOn('Message to the assistant');
    await type('add a task to buy groceries');
    await press('Enter');
    await tasks.row('Buy groceries').waitFor();
    await isOn('Message to the assistant');
    await tabTo('Undo', 'Shift+Tab');
    await press('Escape');
    await page.locator('#assistant').waitFor({ state: 'hidden' });
    await isOn('New task');
    await press('Escape');

    await press('g', 's');
    await page.waitForURL('**/settings');
    await isOn(/^Settings/);
    await tabTo('Name');
    await press('Control+a');
    await type('Grace');
    await press('Enter');
    await page.getByText('Profile saved.').waitFor();
    await isOn('Name');
    await tabTo('Create access token…');
    await press('Enter');
    await isOn('Token name');
    await press('Escape');
    await isOn('Create access token…');

    await tabTo('Account', 'Shift+Tab');
    await press('ArrowDown');
    await page.getByRole('menu').waitFor();
    await press('End');
    await isOn('Sign out');
    await press('Enter');
    await page.waitForURL(`${product().origin}/`);
    await tabTo('Create an account');
  }, 60_000);
});
