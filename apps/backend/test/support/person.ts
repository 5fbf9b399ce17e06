import { createHmac } from 'node:crypto';
import type { SignedIn, Task, User } from '@todo/contracts';
import request, { type Test } from 'supertest';
import { sessionKey } from '../../src/authentication/better-auth.js';
import { type Backend, TEST_SECRET } from './backend.js';

let people = 0;
export const PASSWORD = 'correct horse battery staple';

/** Somebody who has signed up, and speaks to the API as a program does: with the session token. */
export const signUp = async (url: string, fields: { email?: string; time_zone?: string } = {}) => {
  people += 1;
  const email = fields.email ?? `person-${process.pid}-${people}@example.com`;
  const response = await request(url)
    .post('/api/auth/signup')
    .send({ password: PASSWORD, name: 'Person', ...fields, email })
    .expect(201);
  const { user, token } = response.body as SignedIn;
  if (token === undefined) throw new Error('no token');
  return person(url, user, token, response.headers['set-cookie'] as unknown as string[]);
};

/** Somebody who has an account and a session already, without the work of hashing a password: it has none. */
export const arrive = async (backend: Backend, fields: { time_zone?: string } = {}): Promise<Person> => {
  people += 1;
  const { internalAdapter } = await backend.services.betterAuth.$context;
  const { time_zone = 'UTC' } = fields;
  const stored = await internalAdapter.createUser(
    {
      email: `person-${process.pid}-${people}@example.com`,
      name: 'Person',
      emailVerified: false,
      timeZone: time_zone,
    },
    { method: 'email-password' },
  );
  const user: User = {
    id: stored.id,
    email: stored.email,
    name: stored.name,
    time_zone,
    created_at: stored.createdAt.toISOString(),
  };
  return beginSession(backend, user);
};

/** One more session of somebody, as from another device. */
export const beginSession = async (backend: Backend, user: User): Promise<Person> => {
  const { internalAdapter } = await backend.services.betterAuth.$context;
  const { token } = await internalAdapter.createSession(user.id);
  const signature = createHmac('sha256', sessionKey(TEST_SECRET)).update(token).digest('base64');
  const signed = `${token}.${signature}`;
  const { cookieName } = backend.services.authentication;
  return person(backend.url, user, signed, [`${cookieName}=${encodeURIComponent(signed)}`]);
};

export const person = (url: string, user: User, token: string, cookies: string[]) => {
  const withToken = (test: Test): Test => test.set('authorization', `Bearer ${token}`);
  const path = (rest: string): string => `/api/${user.id}${rest}`;
  return {
    user,
    token,
    path,
    cookie: cookies.map((line) => line.split(';')[0]).join('; '),
    get: (rest: string) => withToken(request(url).get(path(rest))),
    post: (rest: string, body?: object) => withToken(request(url).post(path(rest))).send(body),
    put: (rest: string, body?: object) => withToken(request(url).put(path(rest))).send(body),
    patch: (rest: string, body?: object) => withToken(request(url).patch(path(rest))).send(body),
    delete: (rest: string) => withToken(request(url).delete(path(rest))),
    /** A path outside of the person's own tasks, such as /api/auth/me. */
    as: withToken,
    add: async (title: string, fields: object = {}): Promise<Task> => {
      const { body } = await withToken(request(url).post(path('/tasks')))
        .send({ title, ...fields })
        .expect(201);
      return body as Task;
    },
  };
};

export type Person = Awaited<ReturnType<typeof signUp>>;
