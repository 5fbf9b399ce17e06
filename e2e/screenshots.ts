/** Not a test: takes the pictures that a change to the look is judged by. They land in `screenshots/`. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { NewTaskInput } from '@todo/contracts';
import type { Browser, Page } from 'playwright-core';
import { inject, test } from 'vitest';
import { launch } from './support/browser.js';
import { type Account, open, signedUp, tasksOn } from './support/people.js';
import type { Replica } from './support/stack.js';

const folder = fileURLToPath(new URL('screenshots/', import.meta.url));
const readmePicture = fileURLToPath(new URL('../docs/images/tasks.png', import.meta.url));

const WIDTHS = [390, 768, 1440] as const;
const SCHEMES = ['light', 'dark'] as const;

const day = (distance: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Vienna' }).format(Date.now() + distance * 86_400_000);

const SOME: NewTaskInput[] = [
  { title: 'Return the library books', due_on: day(-2), tags: ['errands'] },
  { title: 'عيد ميلاد ليلى', due_on: day(12), tags: ['family'] },
  {
    title:
      'Compare three quotes for the roof, ask each what happens when it rains in the second week, and write down who answered at all',
    description: 'The first one never called back.',
    priority: 'low',
    tags: ['house', 'money'],
  },
  { title: 'Water the tomatoes', due_on: day(0) },
  { title: 'Book the train to Graz', due_on: day(1), priority: 'medium', tags: ['travel'] },
  { title: 'Call the dentist', due_on: day(0), due_time: '23:30', priority: 'high', tags: ['health'] },
  { title: 'Buy milk', tags: ['errands'] },
];

interface View {
  name: string;
  prepare: (account: Account) => Promise<unknown>;
  /** From the page of tasks to what is to be seen. */
  show?: (page: Page, origin: string) => Promise<unknown>;
}

const complete = async ({ call, user }: Account, id: number) =>
  call('PATCH', `/api/${user.id}/tasks/${id}/complete`, { completed: true });

const some = async (account: Account): Promise<void> => {
  const tasks = await account.addTasks(...SOME);
  await complete(account, tasks[3]?.id ?? 0);
};

const accessTokens = async ({ call }: Account): Promise<void> => {
  await call('POST', '/api/auth/tokens', { name: 'Claude Code on the laptop' });
  await call('POST', '/api/auth/tokens', {
    name: 'The report that goes out every Monday morning before anybody is awake',
    scopes: ['tasks:read'],
    expires_in_days: 7,
  });
};

const openPalette = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Find a command or a task' }).click();
  await page.getByRole('option', { name: 'New task' }).waitFor();
};

const openAssistant = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Assistant', exact: true }).click();
  await page.getByText('What can I do for your list?').waitFor();
};

/** Says something to the assistant, and waits for what the panel shows then. */
const say = async (page: Page, message: string, shown: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Message to the assistant' });
  await field.fill(message);
  await field.press('Enter');
  await page.locator('#assistant').getByText(shown).last().waitFor();
  await page.getByRole('button', { name: 'Stop the answer' }).waitFor({ state: 'detached' });
};

const VIEWS: View[] = [
  { name: 'empty', prepare: async () => undefined },
  { name: 'some', prepare: some },
  {
    name: 'many',
    prepare: (account) =>
      account.addTasks(...Array.from({ length: 130 }, (_, index) => `Task number ${index + 1}`)),
  },
  {
    name: 'none-match',
    prepare: some,
    show: (page, origin) => open(page, `${origin}/tasks?q=nowhere&tag=errands&due=week`),
  },
  {
    name: 'editor',
    prepare: some,
    show: async (page) => {
      await tasksOn(page).details('Call the dentist').click();
      await page.getByRole('textbox', { name: 'Description' }).waitFor();
    },
  },
  {
    name: 'quick-add',
    prepare: some,
    show: async (page) => {
      await tasksOn(page).newTask.fill('pay rent friday 9am !high #home #money');
      await page.getByRole('list', { name: 'Understood' }).waitFor();
    },
  },
  {
    name: 'selected',
    prepare: some,
    show: async (page) => {
      await page.getByRole('button', { name: 'Select tasks' }).click();
      for (const title of ['Buy milk', 'Call the dentist'])
        await page.getByRole('checkbox', { name: `Select ${title}` }).click();
    },
  },
  {
    name: 'deleted',
    prepare: some,
    show: async (page) => {
      // By keyboard: on a phone the button is in the sheet of details.
      await tasksOn(page).title('Buy milk').focus();
      await page.keyboard.press('#');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'error',
    prepare: some,
    show: async (page) => {
      await page.route('**/api/**/tasks?*', (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 500, error: 'internal', detail: 'The database does not answer.' }),
        }),
      );
      await page.getByRole('searchbox').fill('zzz');
      await page.getByRole('button', { name: 'Load again' }).waitFor();
    },
  },
  {
    name: 'filter-menu',
    prepare: some,
    show: async (page) => {
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'trash',
    prepare: async (account) => {
      const tasks = await account.addTasks('Cancel the old phone contract', 'Buy a bigger desk');
      for (const { id } of tasks) await account.call('DELETE', `/api/${account.user.id}/tasks/${id}`);
    },
    show: (page, origin) => open(page, `${origin}/trash`),
  },
  {
    name: 'access-tokens',
    prepare: accessTokens,
    show: async (page, origin) => {
      await open(page, `${origin}/settings`);
      await page.getByRole('button', { name: 'Create access token…' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'access-token-created',
    prepare: accessTokens,
    show: async (page, origin) => {
      await open(page, `${origin}/settings`);
      await page.getByRole('button', { name: 'Create access token…' }).click();
      await page.getByLabel('Token name').fill('Cursor at work');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByRole('tab', { name: 'Cursor' }).click();
    },
  },
  { name: 'palette', prepare: some, show: openPalette },
  {
    name: 'palette-found',
    prepare: some,
    show: async (page) => {
      await openPalette(page);
      await page.keyboard.type('the');
      await page.getByRole('option', { name: 'Water the tomatoes' }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    prepare: some,
    show: async (page) => {
      await openPalette(page);
      await page.keyboard.type('keyboard');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'your-data',
    prepare: some,
    show: async (page, origin) => {
      await open(page, `${origin}/settings`);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Import from a file…' }).click();
      const lines = ['title,due_on', 'Return the books,2027-01-31', 'Pay rent,tomorrow', ',2027-02-01'];
      await (await chooser).setFiles({
        name: 'from-the-old-app.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(lines.join('\n')),
      });
      await page.getByRole('list', { name: 'What is wrong' }).waitFor();
      await page.getByRole('heading', { name: 'Your data' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'assistant-empty',
    prepare: some,
    show: openAssistant,
  },
  {
    name: 'assistant-talking',
    prepare: some,
    show: async (page) => {
      await openAssistant(page);
      await say(page, 'what’s pending?', 'Found');
      await say(page, 'add a task to buy groceries tomorrow at 5pm', 'Added “Buy groceries”');
      await say(page, 'complete task 99', 'Refused');
    },
  },
  {
    name: 'assistant-question',
    prepare: async (account) => {
      await some(account);
      await complete(account, 1);
    },
    show: async (page) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await say(page, 'delete all completed tasks', 'Yes, go ahead');
    },
  },
  {
    name: 'assistant-error',
    prepare: some,
    show: async (page) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await page.route('**/chat', (route) => route.abort());
      await say(page, 'mark the dentist as done', 'Not sent');
    },
  },
  {
    name: 'assistant-conversations',
    prepare: some,
    show: async (page) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await page.getByRole('button', { name: 'New conversation' }).click();
      await say(page, 'what have I completed?', 'Found');
      await page.getByRole('button', { name: 'Conversations' }).click();
      await page.getByRole('button', { name: /^Delete the conversation how/ }).waitFor();
    },
  },
];

const shoot = async (browser: Browser, replica: Replica, view: View): Promise<void> => {
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) {
      const context = await browser.newContext({
        viewport: { width, height: width === 390 ? 844 : 900 },
        deviceScaleFactor: 2,
        hasTouch: width === 390,
        colorScheme,
        locale: 'en-GB',
        timezoneId: 'Europe/Vienna',
        reducedMotion: 'reduce',
      });
      const account = await signedUp(context, replica);
      await view.prepare(account);
      const page = await context.newPage();
      await open(page, `${replica.origin}/tasks`);
      await view.show?.(page, replica.origin);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `${folder}${view.name}-${width}-${colorScheme}.png` });
      await context.close();
    }
};

test('screenshots', async () => {
  const [replica] = inject('replicas');
  if (replica === undefined) throw new Error('the product does not run');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const browser = await launch();
  const only = process.env.VIEW;
  for (const view of VIEWS) if (only === undefined || only === view.name) await shoot(browser, replica, view);
  await browser.close();
  if (only !== undefined) return;
  await mkdir(new URL('../docs/images/', import.meta.url), { recursive: true });
  await copyFile(`${folder}some-1440-light.png`, readmePicture);
});
