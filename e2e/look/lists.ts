import type { NewTaskInput } from '@todo/contracts';
import type { Account } from '../support/people.js';

const day = (distance: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Vienna' }).format(Date.now() + distance * 86_400_000);

const SOME: NewTaskInput[] = [
  { title: 'Return the library books', due_on: day(-2), tags: ['errands'] },
  { title: 'عيد ميلاد ليلى', due_on: day(12), tags: ['family'] },
  {
    title: 'Compare three quotes for the roof, and ask each what happens when it rains in the second week',
    description: 'The first one never called back.',
    priority: 'low',
    tags: ['house', 'money'],
  },
  { title: 'Water the tomatoes', due_on: day(0) },
  { title: 'Book the train to Graz', due_on: day(1), priority: 'medium', tags: ['travel'] },
  { title: 'Call the dentist', due_on: day(0), due_time: '23:30', priority: 'high', tags: ['health'] },
  { title: 'Buy milk', tags: ['errands'] },
];

/** What is hard to fit: everything as long as it may be, from right to left, without a place to break. */
const TOO_LONG: NewTaskInput[] = [
  {
    title: 'Ask the landlord '.padEnd(200, 'again about the window in the small bathroom, '),
    description: 'He said next week. '.repeat(50),
    priority: 'high',
    due_on: day(400),
    due_time: '09:05',
    tags: Array.from({ length: 20 }, (_, index) => (index === 3 ? 'x'.repeat(50) : `errand-${index + 1}`)),
  },
  { title: 'a'.repeat(200), tags: ['unbroken'.repeat(6)], due_on: day(-500), priority: 'low' },
  { title: 'שלום עולם, צריך לקנות חלב ולחם לפני שבת '.repeat(4).trim(), tags: ['קניות'], due_on: day(1) },
  { title: '👩‍👩‍👧‍👦'.repeat(18), tags: ['été'], priority: 'medium' },
  { title: '<b>not bold</b> & **not bold either** [no link](https://example.com)' },
  { title: 'x' },
];

const complete = async ({ call, user }: Account, id: number): Promise<void> => {
  await call('PATCH', `/api/${user.id}/tasks/${id}/complete`, { completed: true });
};

const remove = async ({ call, user }: Account, id: number): Promise<void> => {
  await call('DELETE', `/api/${user.id}/tasks/${id}`);
};

export const none = async (): Promise<void> => undefined;

export const one = async ({ addTasks }: Account): Promise<void> => {
  await addTasks('Buy milk');
};

/** An ordinary list, one of it done. */
export const some = async (account: Account): Promise<void> => {
  const tasks = await account.addTasks(...SOME);
  await complete(account, tasks[3]?.id ?? 0);
};

export const allDone = async (account: Account): Promise<void> => {
  for (const { id } of await account.addTasks('Water the tomatoes', 'Buy milk')) await complete(account, id);
};

export const twoDone = async (account: Account): Promise<void> => {
  await some(account);
  await complete(account, 1);
};

/** More than a page. */
export const many = async ({ addTasks }: Account): Promise<void> => {
  await addTasks(...Array.from({ length: 130 }, (_, index) => `Task number ${index + 1}`));
};

export const tooLong = async ({ addTasks }: Account): Promise<void> => {
  await addTasks(...TOO_LONG);
};

const trashed =
  (...added: (string | NewTaskInput)[]) =>
  async (account: Account): Promise<void> => {
    for (const { id } of await account.addTasks(...added)) await remove(account, id);
  };

export const trashedSome = trashed('Cancel the old phone contract', 'Buy a bigger desk', 'Learn to juggle');
export const trashedTooLong = trashed(...TOO_LONG);

export const accessTokens = async ({ call }: Account): Promise<void> => {
  await call('POST', '/api/auth/tokens', { name: 'Claude Code on the laptop' });
  await call('POST', '/api/auth/tokens', {
    name: 'The report that goes out every Monday morning before anybody is awake',
    scopes: ['tasks:read'],
    expires_in_days: 7,
  });
};
