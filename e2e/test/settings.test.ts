import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { type Account, logIn, open, PASSWORD, signedUp } from '../support/people.js';
import { otherReplica, product } from '../support/product.js';

/** The parts of the section about access tokens, by what people call them. */
const tokensOn = (page: Page) => {
  // A toast calls itself a dialog too, one that is not modal.
  const dialog = page.locator('[role=dialog]:not([aria-modal=false])');
  return {
    dialog,
    rows: page.getByRole('list', { name: 'Access tokens' }).getByRole('listitem'),
    create: page.getByRole('button', { name: 'Create access token…' }),
    token: dialog.getByText(/^todo_pat_\w+$/),
    make: async (name: string) => {
      await page.getByRole('button', { name: 'Create access token…' }).click();
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: 'Create token' }).click();
    },
  };
};

/** The status of a request to the tasks of somebody, as a program makes it. */
const asProgram = async ({ user }: Account, token: string, body?: object): Promise<number> => {
  const response = await fetch(`${product().address}/api/${user.id}/tasks`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status;
};

/** The names of the tools that an MCP client finds which was configured so. */
const toolsOf = async (config: { url: string; headers: Record<string, string> }): Promise<string[]> => {
  const client = new Client({ name: 'test', version: '1' });
  const { headers } = config;
  await client.connect(
    new StreamableHTTPClientTransport(new URL(config.url), { requestInit: { headers } }) as Transport,
  );
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
};

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

  test('an access token is shown once, works for a program, and is refused once it is revoked', async () => {
    const context = await person();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const account = await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/settings`);
    const { dialog, rows, create, token: shown } = tokensOn(page);
    await page.getByText('No program has access to your tasks.').waitFor();
    await create.click();
    await dialog.getByLabel('Name').fill('Laptop');
    await dialog.getByLabel('Read only').check();
    await dialog.getByLabel('Expires').selectOption('30 days');
    await dialog.getByRole('button', { name: 'Create token' }).click();

    const token = (await shown.textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Copy token' }).click();
    await dialog.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
    const copied = new Map<string, string>();
    for (const name of ['Claude Code', 'VS Code', 'Cursor', 'Claude Desktop', 'curl']) {
      await dialog.getByRole('tab', { name, exact: true }).click();
      await dialog.getByRole('button', { name: `Copy for ${name}` }).click();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      copied.set(name, text);
      expect(text.includes(token), name).toBe(name !== 'VS Code');
    }
    // A press beside the dialog must not throw it away.
    await page.mouse.click(5, 5);
    await shown.waitFor();
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => create.evaluate((button) => button === document.activeElement)).toBe(true);
    await rows.filter({ hasText: /Laptop.*Read only, expires .*, never used/ }).waitFor();
    await create.click();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    expect(await page.content()).not.toContain(token);

    expect(copied.get('curl')).toContain(` ${product().origin}/api/${account.user.id}/tasks `);
    expect(await asProgram(account, token)).toBe(200);
    expect(await asProgram(account, token, { title: 'not allowed' })).toBe(403);
    const tools = await toolsOf(JSON.parse(copied.get('Cursor') ?? '').mcpServers.todo);
    expect(tools).toContain('list_tasks');
    expect(tools).not.toContain('add_task');
    await open(page, `${product().origin}/settings`);
    expect(await page.content()).not.toContain(token);
    await rows.filter({ hasText: 'last used' }).waitFor();

    await page.getByRole('button', { name: 'Revoke Laptop…' }).click();
    await dialog.getByRole('button', { name: 'Keep token' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await asProgram(account, token)).toBe(200);
    await page.getByRole('button', { name: 'Revoke Laptop…' }).click();
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('“Laptop” is revoked.').waitFor();
    expect(await asProgram(account, token)).toBe(401);
    await expect(toolsOf(JSON.parse(copied.get('Cursor') ?? '').mcpServers.todo)).rejects.toThrow(
      'The token is not valid',
    );
    await page.getByText('No program has access to your tasks.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => create.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test('an access token can be made and copied with the keyboard alone, at a plain http address', async () => {
    const context = await person();
    await signedUp(context, otherReplica());
    const page = await context.newPage();
    await open(page, `${otherReplica().origin}/settings`);
    const { dialog, rows, create, token } = tokensOn(page);
    const focusedField = dialog.getByLabel('Name').and(page.locator(':focus'));
    await create.focus();
    await page.keyboard.press('Enter');
    await focusedField.waitFor();
    await page.keyboard.type('Typed');
    await page.keyboard.press('Enter');
    await token.waitFor();
    const text = await token.textContent();
    // The focus is on the button that copies.
    await page.keyboard.press('Enter');
    await dialog.getByText('Copied.').waitFor();
    await page.keyboard.press('Tab');
    expect(await dialog.getByRole('tab', { name: 'Claude Code' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Copy for VS Code' }).waitFor();
    await page.keyboard.press('Escape');
    await rows.filter({ hasText: 'Typed' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await focusedField.waitFor();
    await page.keyboard.press('Control+V');
    expect(await focusedField.inputValue()).toBe(text);
  });

  test('what goes wrong with access tokens is said where it happens', async () => {
    expectComplaint(/status of (409|500|401)/);
    const context = await person();
    const account = await signedUp(context, product());
    const page = await context.newPage();
    const { dialog, rows, create, make } = tokensOn(page);
    const path = '**/api/auth/tokens';
    await page.route(path, (route) => route.fulfill({ status: 500, body: '' }));
    await open(page, `${product().origin}/settings`);
    const failure = page.getByRole('main').getByRole('alert');
    await failure.waitFor();
    await page.unroute(path);
    await failure.getByRole('button', { name: 'Load again' }).click();
    await page.getByText('No program has access to your tasks.').waitFor();

    await create.click();
    await dialog.getByRole('button', { name: 'Create token' }).click();
    await dialog.getByText('Enter your token name.').waitFor();
    await page.keyboard.press('Escape');

    for (let made = 0; made < 50; made += 1)
      await account.call('POST', '/api/auth/tokens', { name: `Program ${made}` });
    await open(page, `${product().origin}/settings`);
    await expect.poll(() => rows.count()).toBe(50);
    await make('One too many');
    await dialog.getByText('There are 50 access tokens already. Revoke one first.').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('One too many');

    await account.call('POST', '/api/auth/logout');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Revoke Program 7…' }).click();
    await page.route(`${path}/*`, (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 401, error: 'unauthenticated', detail: 'The session has ended.' }),
      }),
    );
    await dialog.getByRole('button', { name: 'Revoke token' }).click();
    await page
      .getByText(/signed out/)
      .first()
      .waitFor();
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
