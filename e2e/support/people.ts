import { randomUUID } from 'node:crypto';
import type { NewTaskInput, Task, User } from '@todo/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import type { Replica } from './stack.js';

export const PASSWORD = 'correct horse battery';

/** Someone with an account. */
export interface Account {
  user: User;
  email: string;
  /** Calls the API as them; rejects unless the answer is 2xx. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** Adds tasks, the first one first. */
  addTasks(...tasks: (string | NewTaskInput)[]): Promise<Task[]>;
}

export const newEmail = (): string => `${randomUUID()}@example.com`;

/** A request to the API from outside the browser, as a page of the product would send it. */
const send = (
  { origin, address }: Replica,
  method: string,
  path: string,
  { body, cookie = '' }: { body?: unknown; cookie?: string } = {},
): Promise<Response> =>
  fetch(address + path, {
    method,
    headers: {
      origin,
      ...(cookie === '' ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Puts the cookies of an answer into the browser; gives back the Cookie header that they make. */
const keepCookies = async (response: Response, context: BrowserContext, url: string): Promise<string> => {
  const cookies = response.headers.getSetCookie().map((line) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    return { name, value, url };
  });
  await context.addCookies(cookies);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
};

/** Tries to sign the browser in, without the form; the status of the answer. */
export const logIn = async (
  context: BrowserContext,
  replica: Replica,
  email: string,
  password = PASSWORD,
): Promise<number> => {
  const response = await send(replica, 'POST', '/api/auth/login', { body: { email, password } });
  if (response.ok) await keepCookies(response, context, replica.origin);
  return response.status;
};

/** Makes an account and signs the browser in, without the form. */
export const signedUp = async (context: BrowserContext, replica: Replica): Promise<Account> => {
  const email = newEmail();
  const response = await send(replica, 'POST', '/api/auth/signup', {
    body: { email, password: PASSWORD, name: 'Ada', time_zone: 'Europe/Vienna' },
  });
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  const cookie = await keepCookies(response, context, replica.origin);
  const { user } = (await response.json()) as { user: User };
  const call: Account['call'] = async (method, path, body) => {
    const answer = await send(replica, method, path, { body, cookie });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    user,
    email,
    call,
    addTasks: async (...tasks) => {
      const added: Task[] = [];
      for (const task of tasks) {
        const input = typeof task === 'string' ? { title: task } : task;
        added.push((await (await call('POST', `/api/${user.id}/tasks`, input)).json()) as Task);
      }
      return added;
    },
  };
};

/** Waits until the page's script has taken it over: what is pressed before that is lost. */
export const ready = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => {
    const control = document.querySelector('main button, main input');
    return control === null || Object.keys(control).some((key) => key.startsWith('__reactProps'));
  });
};

/** Opens a page, ready to be used. */
export const open = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await ready(page);
};

/** Milliseconds after which a page fetches the scripts that it does without at first. */
const AT_LEISURE = 3_000;

/** Opens a page of tasks with all of its scripts, also those that come at leisure: offline it has no others. */
export const openWhole = async (context: BrowserContext, url: string): Promise<Page> => {
  const page = await context.newPage();
  const underWay = new Set<unknown>();
  let begun = Number.POSITIVE_INFINITY;
  let last = 0;
  page.on('request', (request) => {
    if (request.resourceType() !== 'script') return;
    underWay.add(request);
    last = performance.now();
  });
  page.on('requestfinished', (request) => underWay.delete(request));
  await open(page, url);
  begun = performance.now();
  // A page that is busy is late; one that was ready before this heard of it is a little early.
  const isWhole = () => last - begun > AT_LEISURE * 0.8 && underWay.size === 0;
  while (!isWhole()) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  return page;
};

/** The parts of the page of tasks, by what people call them. */
export const tasksOn = (page: Page) => {
  const rows = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  const row = (title: string) => rows.filter({ has: page.getByRole('button', { name: title, exact: true }) });
  return {
    rows,
    row,
    newTask: page.getByRole('textbox', { name: 'New task' }),
    search: page.getByRole('searchbox', { name: 'Search tasks' }),
    check: (title: string) => row(title).getByRole('checkbox'),
    title: (title: string) => row(title).getByRole('button', { name: title, exact: true }),
    remove: (title: string) => row(title).getByRole('button', { name: `Delete ${title}` }),
    details: (title: string) => row(title).getByRole('button', { name: `Edit details of ${title}` }),
    add: async (title: string) => {
      await page.getByRole('textbox', { name: 'New task' }).fill(title);
      await page.keyboard.press('Enter');
    },
    /** The titles in their order. */
    titles: () => page.locator('[data-row-anchor]').allTextContents(),
  };
};
