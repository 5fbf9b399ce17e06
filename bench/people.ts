import { createAccessTokens } from '@todo/auth';
import { SCOPES, type SignedIn } from '@todo/contracts';
import { createDatabase, createTasks } from '@todo/tasks';
import { type Request, sendOnce } from './load.js';
import { SECRET } from './servers.js';

export interface Person {
  userId: string;
  email: string;
  /** The request header of the browser's session. */
  cookie: string;
}

export const PASSWORD = 'correct horse battery staple';
const JSON_TYPE = { 'content-type': 'application/json' };

/** @param timeZone IANA; the backend's default when left out */
export const signUp = async (origin: string, email: string, timeZone?: string): Promise<Person> => {
  const body = JSON.stringify({ email, password: PASSWORD, time_zone: timeZone });
  const answer = await sendOnce(origin, {
    method: 'POST',
    path: '/api/auth/signup',
    headers: JSON_TYPE,
    body,
  });
  if (answer.status !== 201) throw new Error(`sign-up answered ${answer.status}: ${answer.body}`);
  const { user } = JSON.parse(answer.body) as SignedIn;
  const cookies = [answer.headers['set-cookie'] ?? []].flat();
  return { userId: user.id, email, cookie: cookies.map((line) => line.split(';', 1)[0]).join('; ') };
};

export const signIn = ({ email }: Person): Request => ({
  method: 'POST',
  path: '/api/auth/login',
  headers: JSON_TYPE,
  body: JSON.stringify({ email, password: PASSWORD }),
});

/** Headers that carry a new access token; it lasts five minutes. */
export const withToken = ({ userId }: Person): Record<string, string> => {
  const tokens = createAccessTokens({ secret: SECRET });
  return { authorization: `Bearer ${tokens.mint({ userId, scopes: SCOPES }, 'api')}` };
};

/** Headers as a browser sends them from our own pages. */
export const withCookie = ({ cookie }: Person): Record<string, string> => ({
  cookie,
  'sec-fetch-site': 'same-origin',
});

const PRIORITIES = ['low', 'medium', 'high', null] as const;

/** Gives somebody tasks as people have them: some with a day, tags, a priority, a description; a third done. */
export const giveTasks = async (
  databaseUrl: string,
  { userId }: Pick<Person, 'userId'>,
  count: number,
): Promise<void> => {
  const database = createDatabase({ connectionString: databaseUrl });
  const tasks = createTasks({ database });
  const actor = { userId, actor: 'user' } as const;
  for (let number = 1; number <= count; number += 1) {
    const { task } = await tasks.create(actor, {
      title: `Call the number ${number} on the list`,
      description:
        number % 2 === 0 ? 'Ask about the delivery on Friday, and whether they take the old one along.' : '',
      priority: PRIORITIES[number % 4] ?? null,
      tags: number % 3 === 0 ? ['home', 'calls'] : [],
      ...(number % 5 === 0 ? { due_on: '2030-01-31', due_time: '09:00', due_zone: 'Europe/Vienna' } : {}),
    });
    if (number % 3 === 0) await tasks.setCompleted(actor, task.id, true);
  }
  await database.end();
};
