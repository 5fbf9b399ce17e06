import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { logIn, open, PASSWORD, signedUp } from '../support/people.js';
import { product } from '../support/product.js';

describeInBrowser('settings', ({ person, expectComplaint }) => {
  test('the profile: name and time zone', async () => {
    const context = await person();
    const { call } = await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    await page.getByLabel('Name').fill('Grace');
    const zone = page.getByLabel('Time zone');
    await zone.fill('Tokyo');
    await page.getByRole('option', { name: /Tokyo/ }).first().click();
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByText('Profile saved.').waitFor();
    expect(await (await call('GET', '/api/auth/me')).json()).toMatchObject({
      name: 'Grace',
      time_zone: 'Asia/Tokyo',
    });
  });

  test('a new password signs every other device out', async () => {
    expectComplaint(/status of 40[01]/);
    const context = await person();
    const { email } = await signedUp(context, product());
    const other = await person();
    await logIn(other, product(), email);
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    const devices = page.getByRole('listitem').filter({ hasText: 'Last used' });
    await expect.poll(() => devices.count()).toBe(2);
    await page.getByLabel('Current password', { exact: true }).fill('wrong password');
    await page.getByLabel('New password', { exact: true }).fill('another fine password');
    await page.getByLabel('New password again', { exact: true }).fill('another fine password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('This is not your password.').waitFor();
    await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Password changed.').waitFor();
    await expect.poll(() => devices.count()).toBe(1);
    expect((await other.request.get(`${product().origin}/api/auth/me`)).status()).toBe(401);
    expect(await logIn(other, product(), email, 'another fine password')).toBe(200);
  });

  test('another device is signed out from the list', async () => {
    const context = await person();
    const { email } = await signedUp(context, product());
    const other = await person();
    await logIn(other, product(), email);
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    await page.getByRole('button', { name: /^Sign out .*last used/ }).click();
    await page.getByText('is signed out.').waitFor();
    expect((await other.request.get(`${product().origin}/api/auth/me`)).status()).toBe(401);
  });

  test('deleting the account asks for the password and leaves nothing', async () => {
    expectComplaint(/status of 40[01]/);
    const context = await person();
    const { email } = await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    await page.getByRole('button', { name: /^Delete account/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: /^Delete account/ }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await logIn(context, product(), email)).toBe(401);
  });
});
