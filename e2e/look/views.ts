import type { BrowserContext, Page, Route } from 'playwright-core';
import { type Account, open, PASSWORD, tasksOn } from '../support/people.js';
import {
  accessTokens,
  allDone,
  many,
  none,
  one,
  some,
  tooLong,
  trashedSome,
  trashedTooLong,
  twoDone,
} from './lists.js';

export interface Scene {
  page: Page;
  context: BrowserContext;
  /** Whoever is signed in. */
  account: Account | undefined;
  /** Where the product is. */
  origin: string;
  /** Where its pages are while the backend fails. */
  failing: string;
  /** Where nothing answers its pages. */
  away: string;
}

/** One picture: what is there before, and the way to it. */
export interface View {
  name: string;
  /** The person's data; a visitor without an account when left out. */
  prepare?: (account: Account) => Promise<unknown>;
  /** From the page at `path` to what is to be seen. */
  show?: (scene: Scene) => Promise<unknown>;
  /** Where it begins; the page of tasks when left out. */
  path?: string;
  /** The page is longer than the screen, and all of it is to be seen. */
  whole?: boolean;
}

const problem = (status: number, error: string, detail: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, error, detail }),
});
const refuse = (route: Route) => route.fulfill(problem(500, 'internal', 'The database does not answer.'));
/** Never answers: what waits is to be seen. */
const hold = () => undefined;

const type = (text: string) => async (page: Page) => {
  await tasksOn(page).newTask.fill(text);
};

const menu =
  (name: string) =>
  async ({ page }: Scene): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('menu').waitFor();
  };

const openEditor = async (page: Page, title = 'Call the dentist'): Promise<void> => {
  await tasksOn(page).details(title).click();
  await page.getByRole('textbox', { name: 'Description' }).waitFor();
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

const select = async (page: Page, ...titles: string[]): Promise<void> => {
  await page.getByRole('button', { name: 'Select tasks' }).click();
  for (const title of titles) await page.getByRole('checkbox', { name: `Select ${title}` }).click();
};

/** By keyboard: on a phone the button is in the sheet of details. */
const remove = async (page: Page, title: string): Promise<void> => {
  await tasksOn(page).title(title).focus();
  await page.keyboard.press('#');
};

/** The browser's session ends in another tab. */
const signOutElsewhere = async ({ page, context, origin }: Scene): Promise<void> => {
  const other = await context.newPage();
  await open(other, `${origin}/trash`);
  await other.getByRole('button', { name: 'Account' }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').first().waitFor();
  await other.close();
  await page.bringToFront();
};

const VISITOR: View[] = [
  { name: 'landing', path: '/' },
  { name: 'sign-up', path: '/sign-up' },
  {
    name: 'sign-up-wrong',
    path: '/sign-up',
    show: async ({ page }) => {
      await page.getByLabel('E-mail address').fill('ada at example.com');
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('at least 8 characters', { exact: false }).first().waitFor();
    },
  },
  {
    name: 'sign-up-closed',
    path: '/sign-up',
    show: async ({ page }) => {
      await page.route('**/signup', (route) => route.fulfill(problem(403, 'signup_closed', 'Closed.')));
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('Sign-up is closed').waitFor();
    },
  },
  { name: 'sign-in', path: '/sign-in?next=/settings' },
  {
    name: 'sign-in-wrong',
    path: '/sign-in',
    show: async ({ page }) => {
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('E-mail address or password is wrong').waitFor();
    },
  },
  {
    name: 'sign-in-unreachable',
    path: '/sign-in',
    show: async ({ page }) => {
      await page.route('**/login', (route) => route.abort());
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The server cannot be reached').waitFor();
    },
  },
  { name: 'not-found', path: '/nowhere' },
];

const TASKS: View[] = [
  { name: 'tasks-empty', prepare: none },
  { name: 'tasks-one', prepare: one },
  { name: 'tasks-some', prepare: some },
  { name: 'tasks-many', prepare: many },
  { name: 'tasks-too-long', prepare: tooLong, whole: true },
  { name: 'tasks-all-done', prepare: allDone, path: '/tasks?status=pending' },
  { name: 'tasks-none-match', prepare: some, path: '/tasks?q=nowhere&tag=errands&due=week' },
  { name: 'tasks-filtered', prepare: some, path: '/tasks?tag=errands&due=overdue&status=pending' },
  {
    name: 'tasks-loading',
    prepare: none,
    show: async ({ page }) => {
      await page.route('**/api/**/tasks?*', hold);
      await page.getByRole('searchbox').fill('zzz');
      await page.getByText('Loading tasks').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'tasks-failed',
    prepare: some,
    show: async ({ page }) => {
      await page.route('**/api/**/tasks?*', refuse);
      await page.getByRole('searchbox').fill('zzz');
      await page.getByRole('button', { name: 'Load again' }).waitFor();
    },
  },
  {
    name: 'tasks-failed-at-first',
    prepare: some,
    show: async ({ page, failing }) => {
      await open(page, `${failing}/tasks`);
      await page.getByRole('button', { name: 'Load again' }).waitFor();
    },
  },
  {
    name: 'tasks-offline',
    prepare: some,
    show: async ({ page, context }) => {
      await context.setOffline(true);
      await page.getByText('You are offline.').waitFor();
      await tasksOn(page).add('Ask Mum for the recipe');
      await tasksOn(page).row('Ask Mum for the recipe').waitFor();
    },
  },
  { name: 'tasks-signed-out', prepare: some, show: signOutElsewhere },
  {
    name: 'sign-in-again',
    prepare: some,
    show: async (scene) => {
      await signOutElsewhere(scene);
      await scene.page.getByRole('button', { name: 'Sign in again' }).click();
      await scene.page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    },
  },
  {
    name: 'quick-add',
    prepare: some,
    show: async ({ page }) => {
      await type('pay rent friday 9am !high #home #money')(page);
      await page.getByRole('list', { name: 'Understood' }).waitFor();
    },
  },
  {
    name: 'quick-add-focused',
    prepare: some,
    show: ({ page }) => tasksOn(page).newTask.click(),
  },
  {
    name: 'quick-add-too-long',
    prepare: some,
    show: async ({ page }) => {
      await type('and again '.repeat(25))(page);
      await page.getByText('A title has at most 200 characters').waitFor();
    },
  },
  {
    name: 'added-not-in-view',
    prepare: some,
    path: '/tasks?status=completed',
    show: async ({ page }) => {
      await tasksOn(page).add('Ask Mum for the recipe');
      await page.getByText('It is not in this view').first().waitFor();
    },
  },
  {
    name: 'editor',
    prepare: some,
    show: ({ page }) => openEditor(page),
  },
  {
    name: 'editor-wrong',
    prepare: some,
    show: async ({ page }) => {
      await openEditor(page);
      await page.getByRole('textbox', { name: 'Title' }).fill('');
      await page.getByRole('textbox', { name: 'Description' }).fill('and so on '.repeat(101));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('at most 1000 characters', { exact: false }).waitFor();
    },
  },
  {
    name: 'editor-too-long',
    prepare: tooLong,
    show: async ({ page }) => {
      const edit = page.getByRole('button', { name: /^Edit details of Ask the landlord/ });
      await edit.click();
      await page.getByRole('textbox', { name: 'Description' }).waitFor();
    },
  },
  {
    name: 'editor-changed-elsewhere',
    prepare: some,
    show: async ({ page, account }) => {
      // The change of the other device reaches this page only as a refusal.
      await page.route('**/events**', (route) => route.abort());
      await open(page, page.url());
      const changed = { title: 'Call the dentist about the crown', priority: 'low' };
      await account?.call('PATCH', `/api/${account.user.id}/tasks/6`, changed);
      await tasksOn(page).title('Call the dentist').click();
      await page.getByRole('textbox', { name: 'Title' }).fill('Call the dentist about the bill');
      await page.keyboard.press('Enter');
      await page.getByText('changed elsewhere while you were editing').waitFor();
    },
  },
  {
    name: 'title',
    prepare: some,
    show: async ({ page }) => {
      await tasksOn(page).title('Buy milk').click();
      await page.getByRole('textbox', { name: 'Title' }).fill('');
      await page.keyboard.press('Enter');
      await page.getByText('A task needs a title').waitFor();
    },
  },
  {
    name: 'selected',
    prepare: some,
    show: ({ page }) => select(page, 'Buy milk', 'Call the dentist'),
  },
  {
    name: 'selected-none',
    prepare: some,
    show: ({ page }) => select(page),
  },
  {
    name: 'selected-tags',
    prepare: some,
    show: async ({ page }) => {
      await select(page, 'Buy milk', 'Call the dentist', 'Book the train to Graz');
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByLabel('Tag to add').waitFor();
    },
  },
  {
    name: 'deleted',
    prepare: some,
    show: async ({ page }) => {
      await remove(page, 'Buy milk');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'refused',
    prepare: some,
    show: async ({ page }) => {
      await page.route('**/api/**/tasks', refuse);
      await tasksOn(page).add('Ask Mum for the recipe');
      await page.getByText('was not added').first().waitFor();
    },
  },
  { name: 'filter-menu', prepare: some, show: menu('Filter') },
  { name: 'sort-menu', prepare: some, show: menu('Sort') },
  { name: 'account-menu', prepare: some, show: menu('Account') },
  { name: 'palette', prepare: some, show: ({ page }) => openPalette(page) },
  {
    name: 'palette-found',
    prepare: some,
    show: async ({ page }) => {
      await openPalette(page);
      await page.keyboard.type('the');
      await page.getByRole('option', { name: 'Water the tomatoes' }).waitFor();
    },
  },
  {
    name: 'palette-nothing',
    prepare: some,
    show: async ({ page }) => {
      await openPalette(page);
      await page.keyboard.type('nowhere to be found');
      await page.getByRole('option', { name: 'Show all tasks with' }).waitFor();
    },
  },
  {
    name: 'palette-too-long',
    prepare: tooLong,
    show: async ({ page }) => {
      await openPalette(page);
      await page.keyboard.type('a');
      await page.getByRole('option', { name: /Ask the landlord/ }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    prepare: some,
    show: async ({ page }) => {
      await openPalette(page);
      await page.keyboard.type('keyboard');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    },
  },
  {
    name: 'away',
    prepare: some,
    show: async ({ page, away }) => {
      await page.goto(`${away}/tasks`);
      await page.getByText('This page could not be loaded').waitFor();
    },
  },
];

const TRASH: View[] = [
  { name: 'trash-empty', prepare: none, path: '/trash' },
  { name: 'trash-some', prepare: trashedSome, path: '/trash' },
  { name: 'trash-too-long', prepare: trashedTooLong, path: '/trash', whole: true },
  {
    name: 'trash-empty-it',
    prepare: trashedSome,
    path: '/trash',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Empty trash' }).click();
      await page.getByRole('alertdialog').or(page.getByRole('dialog')).first().waitFor();
    },
  },
  {
    name: 'trash-restored',
    prepare: trashedSome,
    path: '/trash',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Restore Buy a bigger desk' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'trash-failed',
    prepare: trashedSome,
    show: async ({ page, failing }) => {
      await open(page, `${failing}/trash`);
      await page.getByRole('button', { name: 'Load again' }).waitFor();
    },
  },
];

const settled = async ({ page }: Scene): Promise<void> => {
  for (const list of ['devices', 'access tokens'])
    await page.getByLabel(`Loading the ${list}`).waitFor({ state: 'detached' });
  await page.getByText('It is ').waitFor();
};

const SETTINGS: View[] = [
  { name: 'settings', prepare: accessTokens, path: '/settings', whole: true, show: settled },
  { name: 'settings-first', prepare: none, path: '/settings', whole: true, show: settled },
  {
    name: 'settings-wrong',
    prepare: none,
    path: '/settings',
    whole: true,
    show: async (scene) => {
      const { page } = scene;
      await settled(scene);
      await page.getByLabel('New password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Change password' }).click();
      await page.getByText('at least 8 characters', { exact: false }).first().waitFor();
    },
  },
  {
    name: 'settings-failed',
    prepare: none,
    whole: true,
    show: async ({ page, failing }) => {
      await open(page, `${failing}/settings`);
      await page.getByText('could not be loaded').last().waitFor();
    },
  },
  {
    name: 'access-token-new',
    prepare: accessTokens,
    path: '/settings',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Create access token…' }).click();
      await page.getByLabel('Token name').waitFor();
    },
  },
  {
    name: 'access-token-created',
    prepare: accessTokens,
    path: '/settings',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Create access token…' }).click();
      await page.getByLabel('Token name').fill('Cursor at work');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByRole('tab', { name: 'Cursor' }).click();
    },
  },
  {
    name: 'access-token-revoke',
    prepare: accessTokens,
    path: '/settings',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Revoke The report' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'your-data',
    prepare: some,
    path: '/settings',
    show: async ({ page }) => {
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
    name: 'delete-account',
    prepare: none,
    path: '/settings',
    show: async ({ page }) => {
      await page.getByRole('button', { name: /^Delete account/ }).click();
      await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill('not the password');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Delete/ })
        .click();
      await page.getByText('This is not your password').waitFor();
    },
  },
];

const ASSISTANT: View[] = [
  { name: 'assistant-empty', prepare: some, show: ({ page }) => openAssistant(page) },
  {
    name: 'assistant-talking',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'what’s pending?', 'Found');
      await say(page, 'add a task to buy groceries tomorrow at 5pm', 'Added “Buy groceries”');
      await say(page, 'complete task 99', 'Refused');
    },
  },
  {
    name: 'assistant-too-long',
    prepare: tooLong,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'what’s pending?', 'Found');
    },
  },
  {
    name: 'assistant-waiting',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await page.route('**/chat', hold);
      const field = page.getByRole('textbox', { name: 'Message to the assistant' });
      await field.fill('how am I doing?');
      await field.press('Enter');
      await page.getByText('The assistant is working on it').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'assistant-question',
    prepare: twoDone,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await say(page, 'delete all completed tasks', 'Yes, go ahead');
    },
  },
  {
    name: 'assistant-failed',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await page.route('**/chat', (route) => route.abort());
      await say(page, 'mark the dentist as done', 'Not sent');
    },
  },
  {
    name: 'assistant-offline',
    prepare: some,
    show: async ({ page, context }) => {
      await openAssistant(page);
      await context.setOffline(true);
      await page.locator('#assistant').getByText('You are offline.').waitFor();
    },
  },
  {
    name: 'assistant-conversations',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await page.getByRole('button', { name: 'New conversation' }).click();
      await say(page, 'what have I completed?', 'Found');
      await page.getByRole('button', { name: 'Conversations' }).click();
      await page.getByRole('button', { name: /^Delete the conversation how/ }).waitFor();
    },
  },
  {
    name: 'assistant-no-conversations',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await page.getByRole('button', { name: 'Conversations' }).click();
      await page.getByText('No conversations yet').waitFor();
    },
  },
  {
    name: 'assistant-delete-conversation',
    prepare: some,
    show: async ({ page }) => {
      await openAssistant(page);
      await say(page, 'how am I doing?', 'Counted');
      await page.getByRole('button', { name: 'Conversations' }).click();
      await page.getByRole('button', { name: /^Delete the conversation how/ }).click();
      await page.getByText('Delete this conversation?').waitFor();
    },
  },
];

export const VIEWS: readonly View[] = [...VISITOR, ...TASKS, ...TRASH, ...SETTINGS, ...ASSISTANT];
