import type { NewTaskInput } from '@todo/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { type Account, newEmail, open, ready, signedUp, tasksOn } from './people.js';
import type { Replica } from './stack.js';

/** Somebody without an account, on one page. */
export interface VisitorScene {
  context: BrowserContext;
  page: Page;
  replica: Replica;
}

/** Somebody who is signed in, on one page. */
export interface Scene extends VisitorScene {
  account: Account;
}

/** One state of one view, reached from wherever the page is. */
interface View<Of extends VisitorScene = Scene> {
  name: string;
  show: (scene: Of) => Promise<unknown>;
  /** Takes back what would stay for the next view. */
  leave?: (scene: Of) => Promise<unknown>;
  /** All that is not hidden from screen readers meanwhile, as a selector. */
  within?: string;
}

/** What the views provoke on purpose, in the browser's words. */
export const PROVOKED = /status of (400|401|404|409|422|500)|ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrente'.repeat(3);

const SOME: NewTaskInput[] = [
  { title: 'Return the library books', due_on: '2020-01-01', tags: ['errands'], priority: 'high' },
  { title: 'عيد ميلاد ليلى', description: 'Notes', tags: ['family', 'عائلة'] },
  {
    title: LONG_WORD,
    tags: ['long-tag-'.repeat(5), 'home', 'money'],
    due_on: '2031-12-24',
    due_time: '17:00',
  },
  { title: `Long ${'and longer '.repeat(17)}`.trim(), priority: 'low', description: 'x' },
  { title: 'Buy milk', tags: ['errands'], priority: 'medium' },
];

const goTo = async ({ page, replica }: VisitorScene, path: string): Promise<void> =>
  open(page, replica.origin + path);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The dialog that is open; a toast is one by its role only. */
export const dialogOn = (page: Page) =>
  page.locator('[role=dialog]:not([aria-modal=false], [hidden])').last();

const dialogSettled = async (page: Page): Promise<void> => {
  const dialog = dialogOn(page);
  await dialog.waitFor();
  await dialog.and(page.locator('[data-starting-style]')).waitFor({ state: 'detached' });
};

const refuse = (page: Page, url: string, status: number, methods: readonly string[]) =>
  page.route(url, (route) =>
    methods.includes(route.request().method())
      ? route.fulfill({
          status,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            status,
            error: status === 401 ? 'unauthenticated' : 'internal',
            detail: 'The database does not answer.',
          }),
        })
      : route.continue(),
  );

/** Tasks, from the page of tasks. */
const onTasks =
  (show: (scene: Scene & { tasks: ReturnType<typeof tasksOn> }) => Promise<unknown>, query = '') =>
  async (scene: Scene): Promise<void> => {
    await goTo(scene, `/tasks${query}`);
    await show({ ...scene, tasks: tasksOn(scene.page) });
  };

const openMenu = (name: string) =>
  onTasks(async ({ page }) => {
    await button(page, name).click();
    await page.getByRole('menu').waitFor();
  });

const choose = async (page: Page, ...titles: string[]): Promise<void> => {
  await button(page, 'Select tasks').click();
  for (const title of titles)
    await page.getByRole('checkbox', { name: `Select ${title}`, exact: true }).click();
  await page.getByRole('region', { name: 'Selected tasks' }).waitFor();
};

const openCommand = async (page: Page, label: string): Promise<void> => {
  await button(page, 'Account').click();
  await page.getByRole('menuitem', { name: label }).click();
  await dialogSettled(page);
};

const openAssistant = async (page: Page): Promise<void> => {
  await button(page, 'Assistant').click();
  await page.getByRole('textbox', { name: 'Message to the assistant' }).waitFor();
};
const closeAssistant = async ({ page }: Scene): Promise<void> => {
  await button(page, 'Close the assistant').click();
  await page.locator('#assistant').waitFor({ state: 'hidden' });
};
const say = async (page: Page, message: string, shown: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Message to the assistant' });
  await field.fill(message);
  await field.press('Enter');
  await page.locator('#assistant').getByText(shown).last().waitFor();
  await button(page, 'Stop the answer').waitFor({ state: 'detached' });
};
/** What happens in the panel, from the page of tasks. */
const inAssistant = (name: string, show: (page: Page) => Promise<unknown>): View => ({
  name,
  show: onTasks(async ({ page }) => {
    await openAssistant(page);
    await show(page);
  }),
  leave: closeAssistant,
});

const onSettings =
  (show: (page: Page) => Promise<unknown>) =>
  async (scene: Scene): Promise<void> => {
    await goTo(scene, '/settings');
    await scene.page.getByRole('listitem').filter({ hasText: 'Last used' }).first().waitFor();
    await show(scene.page);
  };

const unroute = ({ page }: Scene): Promise<void> => page.unrouteAll({ behavior: 'ignoreErrors' });

/** Before anybody has signed in. */
const VISITOR_VIEWS: readonly View<VisitorScene>[] = [
  { name: 'landing', show: (scene) => goTo(scene, '/') },
  { name: 'sign-up', show: (scene) => goTo(scene, '/sign-up') },
  {
    name: 'sign-up with errors',
    show: async (scene) => {
      const { page } = scene;
      await goTo(scene, '/sign-up');
      await page.getByLabel('E-mail address').fill('nobody');
      await page.getByLabel('Password', { exact: true }).fill('short');
      await button(page, 'Show password').click();
      await button(page, 'Create account').click();
      await page.getByText('must have at least 8 characters').waitFor();
    },
  },
  { name: 'sign-in', show: (scene) => goTo(scene, '/sign-in') },
  {
    name: 'sign-in with errors',
    show: async (scene) => {
      const { page } = scene;
      await goTo(scene, '/sign-in');
      await button(page, 'Sign in').click();
      await page.getByText('Enter your password').waitFor();
    },
  },
  {
    name: 'sign-in refused',
    show: async (scene) => {
      const { page } = scene;
      await goTo(scene, '/sign-in');
      await page.getByLabel('E-mail address').fill(newEmail());
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await button(page, 'Sign in').click();
      await page.getByText('E-mail address or password is wrong.').waitFor();
    },
  },
  { name: 'no such page', show: (scene) => scene.page.goto(`${scene.replica.origin}/nowhere`) },
];

/** Signed in, with nothing in the account yet. */
const EMPTY_VIEWS: readonly View[] = [
  { name: 'no tasks', show: onTasks(({ page }) => page.getByText('Nothing to do yet').waitFor()) },
  { name: 'empty trash', show: (scene) => goTo(scene, '/trash') },
  inAssistant('assistant without a conversation', (page) =>
    page.getByText('What can I do for your list?').waitFor(),
  ),
  inAssistant('assistant without conversations', async (page) => {
    await button(page, 'Conversations').click();
    await page.getByText('No conversations yet').waitFor();
    await button(page, 'Back to the conversation').click();
  }),
];

/** Signed in, with tasks of every kind. */
const TASK_VIEWS: readonly View[] = [
  { name: 'tasks', show: onTasks(({ tasks }) => tasks.row('Buy milk').waitFor()) },
  {
    name: 'no task matches',
    show: onTasks(
      ({ page }) => page.getByText('No task has “nowhere”').waitFor(),
      '?q=nowhere&tag=errands&due=week',
    ),
  },
  {
    name: 'title being edited',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.title('Buy milk').click();
      await page.getByRole('textbox', { name: 'Title' }).fill('');
      await page.keyboard.press('Enter');
      await page.getByText('A task needs a title.').waitFor();
    }),
  },
  {
    name: 'editor',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.details('Return the library books').click();
      await page.getByRole('textbox', { name: 'Description' }).waitFor();
    }),
  },
  {
    name: 'editor with errors',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.details('Buy milk').click();
      await page.getByRole('textbox', { name: 'Description' }).fill('x'.repeat(1001));
      await page.getByRole('textbox', { name: 'Title' }).last().fill('');
      await button(page, 'Save').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    }),
  },
  {
    name: 'quick add understood',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.newTask.fill(`pay rent friday 9am !high #home #${'long-tag-'.repeat(5)}`);
      await page.getByRole('list', { name: 'Understood' }).waitFor();
    }),
  },
  {
    name: 'quick add too long',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.newTask.fill('x'.repeat(201));
      await page.getByText('A title has at most 200 characters').waitFor();
    }),
  },
  { name: 'filters', show: openMenu('Filter') },
  { name: 'order', show: openMenu('Sort') },
  { name: 'account menu', show: openMenu('Account') },
  { name: 'none selected', show: onTasks(({ page }) => choose(page)) },
  { name: 'some selected', show: onTasks(({ page }) => choose(page, 'Buy milk', 'عيد ميلاد ليلى')) },
  {
    name: 'tags of the selected',
    show: onTasks(async ({ page }) => {
      await choose(page, 'Buy milk', LONG_WORD);
      await button(page, 'Tag').click();
      await button(page, 'Take off tag errands').waitFor();
    }),
  },
  {
    name: 'priority of the selected',
    show: onTasks(async ({ page }) => {
      await choose(page, 'Buy milk');
      await button(page, 'Priority').click();
      await page.getByRole('menu').waitFor();
    }),
  },
  {
    name: 'deleted, with Undo',
    show: onTasks(async ({ page, tasks }) => {
      await tasks.details('Buy milk').click();
      await button(page, 'Delete').click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    }),
    leave: async ({ page }) => {
      const restored = page.waitForResponse(
        (response) => response.url().includes('/restore') && response.ok(),
      );
      await page.getByRole('button', { name: 'Undo' }).click();
      await restored;
    },
  },
  {
    name: 'a change that failed',
    show: onTasks(async ({ page, tasks }) => {
      await refuse(page, '**/api/**/tasks**', 500, ['PATCH']);
      await tasks.check('Buy milk').click();
      await page.getByText('“Buy milk” was not completed.').first().waitFor();
    }),
    leave: async (scene) => {
      await unroute(scene);
      // It stays, also over a reload, until it has been seen.
      await button(scene.page, 'Dismiss').click();
    },
  },
  {
    name: 'list that failed',
    show: onTasks(async ({ page, tasks }) => {
      await refuse(page, '**/api/**/tasks?*', 500, ['GET']);
      await tasks.search.fill('zzz');
      await button(page, 'Load again').waitFor();
    }),
    leave: unroute,
  },
  {
    name: 'offline',
    show: onTasks(async ({ page, context }) => {
      await context.setOffline(true);
      await page.getByText('You are offline.').first().waitFor();
    }),
    leave: ({ context }) => context.setOffline(false),
  },
  {
    name: 'session ended',
    show: onTasks(async ({ page, tasks }) => {
      await refuse(page, '**/api/**/tasks?*', 401, ['GET']);
      await tasks.search.fill('zzz');
      await button(page, 'Sign in again').waitFor();
    }),
  },
  {
    name: 'signing in again',
    show: async ({ page }) => {
      await button(page, 'Sign in again').click();
      await dialogSettled(page);
    },
    leave: unroute,
  },
  { name: 'palette', show: onTasks(({ page }) => openCommand(page, 'Find a command or a task')) },
  {
    name: 'palette with tasks found',
    show: onTasks(async ({ page }) => {
      await openCommand(page, 'Find a command or a task');
      await page.keyboard.type('milk');
      await page.getByRole('option', { name: 'Buy milk' }).waitFor();
    }),
  },
  { name: 'keyboard shortcuts', show: onTasks(({ page }) => openCommand(page, 'Keyboard shortcuts')) },
  {
    name: 'trash',
    show: async (scene) => {
      const [gone] = await scene.account.addTasks(`Cancel the ${LONG_WORD} contract`);
      await scene.account.call('DELETE', `/api/${scene.account.user.id}/tasks/${gone?.id}`);
      await goTo(scene, '/trash');
    },
  },
  {
    name: 'emptying the trash',
    show: async ({ page }) => {
      await button(page, 'Empty trash').click();
      await dialogSettled(page);
    },
  },
  inAssistant('assistant talking', async (page) => {
    await say(page, 'what’s pending?', 'Found');
    await page.locator('#assistant summary').first().click();
    await say(page, 'add a task to buy groceries tomorrow at 5pm', 'Added “Buy groceries”');
    await say(page, 'complete task 99', 'Refused');
  }),
  inAssistant('assistant asking', async (page) => {
    await say(page, 'mark buy groceries as done', 'Completed “Buy groceries”');
    await say(page, 'delete all completed tasks', 'Yes, go ahead');
  }),
  {
    ...inAssistant('assistant that can’t be reached', async (page) => {
      await page.route('**/chat', (route) => route.abort());
      await say(page, 'how am I doing?', 'Not sent');
    }),
    leave: async (scene) => {
      await unroute(scene);
      await closeAssistant(scene);
    },
  },
  inAssistant('conversations', async (page) => {
    await button(page, 'Conversations').click();
    await page.getByRole('button', { name: /^Delete the conversation/ }).waitFor();
  }),
  {
    ...inAssistant('deleting a conversation', async (page) => {
      await button(page, 'Conversations').click();
      await page.getByRole('button', { name: /^Delete the conversation/ }).click();
      await dialogSettled(page);
    }),
    leave: async (scene) => {
      await button(scene.page, 'Keep').click();
      await closeAssistant(scene);
    },
  },
  {
    name: 'many tasks',
    show: async (scene) => {
      const operations = Array.from({ length: 100 }, (_, index) => ({
        op: 'create',
        task: { title: `Task number ${index + 1}` },
      }));
      await scene.account.call('POST', `/api/${scene.account.user.id}/tasks/bulk`, { operations });
      await goTo(scene, '/tasks');
    },
  },
];

/** The settings, and what opens from them. */
const SETTINGS_VIEWS: readonly View[] = [
  {
    name: 'settings',
    show: async (scene) => {
      await scene.account.call('POST', '/api/auth/tokens', { name: 'W'.repeat(100) });
      await onSettings((page) => page.getByRole('list', { name: 'Access tokens' }).waitFor())(scene);
    },
  },
  {
    name: 'time zones',
    within: '[role=combobox], [role=listbox]',
    show: onSettings(async (page) => {
      await page.getByLabel('Time zone').fill('Lo');
      await page.getByRole('option').first().waitFor();
    }),
  },
  {
    name: 'password with errors',
    show: onSettings(async (page) => {
      await button(page, 'Change password').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    }),
  },
  {
    name: 'import refused',
    show: onSettings(async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await button(page, 'Import from a file…').click();
      const buffer = Buffer.from(`title,due_on\nPay rent,tomorrow\n,2027-02-01`);
      await (await chooser).setFiles({ name: `${'long'.repeat(20)}.csv`, mimeType: 'text/csv', buffer });
      await page.getByRole('list', { name: 'What is wrong' }).waitFor();
    }),
  },
  {
    name: 'new access token',
    show: onSettings(async (page) => {
      await button(page, 'Create access token…').click();
      await dialogSettled(page);
      await button(page, 'Create token').click();
      await page.getByText('Enter your token name.').waitFor();
    }),
  },
  {
    name: 'access token created',
    show: async ({ page }) => {
      await dialogOn(page).getByLabel('Token name').fill('Cursor at work');
      await button(page, 'Create token').click();
      await page.getByRole('tab', { name: 'Cursor' }).click();
    },
  },
  {
    name: 'revoking an access token',
    show: onSettings(async (page) => {
      await button(page, 'Revoke Cursor at work…').click();
      await dialogSettled(page);
    }),
  },
  {
    name: 'deleting the account',
    show: onSettings(async (page) => {
      await page.getByRole('button', { name: /^Delete account/ }).click();
      await dialogSettled(page);
    }),
  },
];

/** Takes one page through every view in every state. `look` is called in each. */
export const walk = async (
  context: BrowserContext,
  replica: Replica,
  look: (view: { name: string; within?: string }, page: Page) => Promise<void>,
): Promise<void> => {
  const page = await context.newPage();
  const see = async <Of extends VisitorScene>(views: readonly View<Of>[], scene: Of): Promise<void> => {
    for (const view of views)
      try {
        await view.show(scene);
        await ready(page);
        await look(view, page);
        await view.leave?.(scene);
      } catch (error) {
        throw new Error(`${view.name}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
  };
  await see(VISITOR_VIEWS, { context, page, replica });
  const account = await signedUp(context, replica);
  const scene = { context, page, replica, account };
  await see(EMPTY_VIEWS, scene);
  await account.addTasks(...SOME);
  await see(TASK_VIEWS, scene);
  await see(SETTINGS_VIEWS, scene);
};
