import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { startOwnProduct } from '../support/own-product.js';
import { newEmail, open, PASSWORD, ready, signedUp, tasksOn } from '../support/people.js';
import { otherReplica, product } from '../support/product.js';

const signUp = async (page: Page, email: string) => {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/tasks');
  await ready(page);
};

const signIn = async (page: Page, email: string, password = PASSWORD) => {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

describeInBrowser('the main path', ({ person, expectComplaint }) => {
  test('sign up, add, complete, delete, undo; a second tab sees each change without reloading', async () => {
    const context = await person();
    const page = await context.newPage();
    await open(page, `${product().origin}/sign-up`);
    await signUp(page, newEmail());
    const second = await context.newPage();
    await open(second, `${product().origin}/tasks`);
    const [here, there] = [tasksOn(page), tasksOn(second)];

    await here.add('Buy milk');
    await here.row('Buy milk').waitFor();
    expect(await here.newTask.evaluate((input) => input === document.activeElement)).toBe(true);
    await there.row('Buy milk').waitFor();

    await here.check('Buy milk').click();
    await second.getByRole('checkbox', { name: 'Reopen Buy milk', checked: true }).waitFor();

    await here.remove('Buy milk').click();
    await here.row('Buy milk').waitFor({ state: 'detached' });
    await there.row('Buy milk').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Undo' }).click();
    await here.row('Buy milk').waitFor();
    await there.row('Buy milk').waitFor();
    expect(await here.check('Buy milk').getAttribute('aria-checked')).toBe('true');
  });

  test('what was saved is there after the whole product was stopped and started', async () => {
    const own = await startOwnProduct();
    onTestFinished(own.remove);
    const email = newEmail();
    const context = await person();
    const page = await context.newPage();
    await open(page, `${own.replica().origin}/sign-up`);
    await signUp(page, email);
    await tasksOn(page).add('Buy milk');
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'PATCH' && response.ok()),
      tasksOn(page).check('Buy milk').click(),
    ]);
    await context.close();
    await own.restart();

    const again = await (await person()).newPage();
    await open(again, `${own.replica().origin}/sign-in`);
    await signIn(again, email);
    await again.getByRole('checkbox', { name: 'Reopen Buy milk', checked: true }).waitFor();
    await again.close();
  }, 120_000);

  test('signs in over plain http at an address other than localhost', async () => {
    const email = newEmail();
    const first = await (await person()).newPage();
    await open(first, `${otherReplica().origin}/sign-up`);
    expect(await first.evaluate(() => isSecureContext)).toBe(false);
    await signUp(first, email);
    await tasksOn(first).add('Over plain http');
    await tasksOn(first).row('Over plain http').waitFor();

    const page = await (await person()).newPage();
    await open(page, `${otherReplica().origin}/sign-in`);
    await signIn(page, email);
    await tasksOn(page).row('Over plain http').waitFor();
  });

  test('a wrong password is said in words, and the right one then lets in', async () => {
    expectComplaint(/status of 401/);
    const context = await person();
    const { email } = await signedUp(context, product());
    await context.clearCookies();
    const page = await context.newPage();
    await open(page, `${product().origin}/sign-in`);
    await signIn(page, email, 'not the password');
    await page.getByText('E-mail address or password is wrong.').waitFor();
    await signIn(page, email);
    await page.waitForURL('**/tasks');
  });

  test('a form says at each field what is wrong with it', async () => {
    expectComplaint(/status of 409/);
    const context = await person();
    const { email } = await signedUp(context, product());
    await context.clearCookies();
    const page = await context.newPage();
    await open(page, `${product().origin}/sign-up`);
    await page.getByLabel('E-mail address').fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('must be like name@example.com').waitFor();
    await page.getByText('must have at least 8 characters').waitFor();
    const field = page.getByLabel('E-mail address');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    await field.fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('There is an account with this e-mail address').first().waitFor();
  });

  test('nobody else sees the tasks', async () => {
    expectComplaint(/status of 40[34]/);
    const one = await person();
    const { user, addTasks } = await signedUp(one, product());
    await addTasks('A secret');
    const other = await person();
    await signedUp(other, product());
    const page = await other.newPage();
    await open(page, `${product().origin}/tasks`);
    await page.getByText('Nothing to do yet').waitFor();
    const status = await page.evaluate(async (id) => (await fetch(`/api/${id}/tasks`)).status, user.id);
    expect([403, 404]).toContain(status);
  });

  test('a visitor is sent to sign in, and from there back', async () => {
    const context = await person();
    const { email } = await signedUp(context, product());
    await context.clearCookies();
    const page = await context.newPage();
    await open(page, `${product().origin}/trash`);
    await page.waitForURL('**/sign-in?next=*');
    await signIn(page, email);
    await page.waitForURL('**/trash');
  });

  test('works by keyboard alone', async () => {
    const context = await person();
    const page = await context.newPage();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
    await open(page, `${product().origin}/sign-up`);
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(newEmail());
    await press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.getByLabel('Password again', { exact: true }).focus();
    await page.keyboard.type(PASSWORD);
    await press('Enter');
    await page.waitForURL('**/tasks');
    await ready(page);
    const tasks = tasksOn(page);

    await press('n');
    await expect.poll(focused).toBe('New task');
    await page.keyboard.type('Buy bread');
    await press('Enter');
    await tasks.row('Buy bread').waitFor();
    await page.keyboard.type('Buy milk');
    await press('Enter', 'Escape');
    await tasks.row('Buy milk').waitFor();
    await press('j');
    expect(await focused()).toBe('Buy milk');
    await press('x');
    await page.getByRole('checkbox', { name: 'Reopen Buy milk' }).waitFor();
    await press('Enter', 'End');
    await page.keyboard.type(' and butter');
    await press('Enter');
    await tasks.row('Buy milk and butter').waitFor();
    expect(await focused()).toBe('Buy milk and butter');
    await press('#');
    await tasks.row('Buy milk and butter').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Buy bread');
    await press('z');
    await tasks.row('Buy milk and butter').waitFor();
    await expect.poll(focused).toBe('Buy milk and butter');
    await press('j');
    await expect.poll(focused).toBe('Buy bread');
    await press('e');
    await page.getByRole('textbox', { name: 'Description' }).waitFor();
    await expect.poll(focused).toBe('Title');
    await press('Tab');
    await page.keyboard.type('The dark one');
    await press('Control+Enter');
    await expect.poll(focused).toBe('Buy bread');
    await page.getByText('Has a description').waitFor({ state: 'attached' });
    await press('/');
    await page.keyboard.type('butter');
    await tasks.row('Buy bread').waitFor({ state: 'detached' });
    await expect.poll(tasks.titles).toEqual(['Buy milk and butter']);
  });
});
