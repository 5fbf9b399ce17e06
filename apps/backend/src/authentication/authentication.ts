import {
  type AccountDeletion,
  type LogIn,
  type PasswordChange,
  ProblemError,
  type ProfilePatch,
  type Session as SessionView,
  type SignUp,
  type User,
} from '@todo/contracts';
import { parseSetCookieHeader } from 'better-auth/cookies';
import type { Pool } from 'pg';
import { type BetterAuth, CLIENT_ADDRESS_HEADER } from './better-auth.js';
import type { Outages } from './outages.js';
import type { PasswordWork } from './password-work.js';
import type { RateLimit } from './rate-limit.js';
import { createSessions, type FoundSession, type Sessions } from './sessions.js';

/** Who is asking, for the rate limit and for the list of sessions. */
export interface Client {
  address: string;
  userAgent: string | undefined;
}

export interface SignedInResult {
  user: User;
  /** The signed session token. */
  token: string;
  cookies: string[];
}

export interface Authentication {
  readonly sessions: Sessions;
  /** The name of the session cookie: it depends on whether cookies are Secure. */
  readonly cookieName: string;
  signUp(input: SignUp, client: Client): Promise<SignedInResult>;
  logIn(input: LogIn, client: Client): Promise<SignedInResult>;
  /** Ends the session; gives the Set-Cookie lines that clear it. */
  logOut(token: string, client: Client): Promise<string[]>;
  user(token: string): Promise<User>;
  updateProfile(token: string, patch: ProfilePatch, client: Client): Promise<User>;
  /** Ends every session, this one too, and begins a new one. */
  changePassword(token: string, input: PasswordChange, client: Client): Promise<SignedInResult>;
  listSessions(token: string, currentId: string, client: Client): Promise<SessionView[]>;
  endSession(token: string, id: string, client: Client): Promise<void>;
  deleteAccount(token: string, input: AccountDeletion, client: Client): Promise<string[]>;
}

const GUESSING_WINDOW = 15 * 60;
/**
 * Guesses at one account's password. One address runs out of its own long before it can use up those of
 * all: a stranger must not be able to keep somebody out.
 */
const guessingLimits = (email: string, { address }: Client) => [
  { key: `email|${email}|${address}`, rule: { window: GUESSING_WINDOW, max: 20 } },
  { key: `email|${email}`, rule: { window: GUESSING_WINDOW, max: 200 } },
];

interface StoredUser {
  id: string;
  email: string;
  name: string;
  timeZone: string;
  createdAt: string | Date;
}

interface StoredSession {
  id: string;
  token: string;
  ipAddress?: string | null;
  userAgent?: string | null;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
}

const rfc3339 = (time: string | Date): string => new Date(time).toISOString();

const presentUser = (user: StoredUser): User => ({
  id: user.id,
  email: user.email,
  name: user.name,
  time_zone: user.timeZone,
  created_at: rfc3339(user.createdAt),
});

/** better-auth's codes, where they mean something to our clients. */
const TRANSLATED: Record<string, () => ProblemError> = {
  INVALID_EMAIL_OR_PASSWORD: () => new ProblemError('invalid_credentials'),
  USER_ALREADY_EXISTS: () => new ProblemError('email_taken'),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: () => new ProblemError('email_taken'),
  INVALID_PASSWORD: () => new ProblemError('invalid_credentials', { detail: 'The password is wrong.' }),
};

const refusal = async (response: Response, path: string): Promise<Error> => {
  if (response.status === 429) return tooMany(Number(response.headers.get('x-retry-after')) || 60);
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  const known = TRANSLATED[String(code)];
  if (known !== undefined) return known();
  if (response.status === 401) return new ProblemError('unauthenticated');
  return new Error(`better-auth answered ${response.status} ${code} to ${path}`);
};

/**
 * Users, passwords and sessions, on better-auth. Whatever is limited goes through its HTTP handler, because
 * calls over its `api` object go around its rate limits.
 */
export const createAuthentication = (deps: {
  betterAuth: BetterAuth;
  outages: Outages;
  pool: Pool;
  rateLimit: RateLimit;
  passwordWork: PasswordWork;
  publicUrl: string;
  cookieName: string;
  rotate: (signedToken: string) => string;
}): Authentication => {
  const { betterAuth, outages, passwordWork, rateLimit, cookieName, rotate } = deps;
  const origin = deps.publicUrl;

  const cookieHeader = (token: string): string => `${cookieName}=${encodeURIComponent(rotate(token))}`;

  const call = async (
    method: 'GET' | 'POST',
    path: string,
    options: { token?: string; body?: unknown; client: Client },
  ): Promise<Response> => {
    const headers = new Headers({ origin, [CLIENT_ADDRESS_HEADER]: options.client.address });
    if (options.client.userAgent !== undefined) headers.set('user-agent', options.client.userAgent);
    if (options.token !== undefined) headers.set('cookie', cookieHeader(options.token));
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    const request = new Request(`${origin}/api/auth${path}`, {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    return outages.watch(async () => {
      const response = await betterAuth.handler(request);
      if (!response.ok) throw await refusal(response, path);
      return response;
    });
  };

  const getSession = (token: string) =>
    outages.watch(() =>
      betterAuth.api.getSession({
        headers: new Headers({ cookie: cookieHeader(token) }),
        returnHeaders: true,
      }),
    );

  const signedIn = async (response: Response): Promise<SignedInResult> => {
    const cookies = response.headers.getSetCookie();
    const token = parseSetCookieHeader(cookies.join(', ')).get(cookieName)?.value;
    if (token === undefined) throw new Error('better-auth began no session');
    const { user } = (await response.json()) as { user: StoredUser };
    return { user: presentUser(user), token: decodeURIComponent(token), cookies };
  };

  const find = async (token: string): Promise<FoundSession | null> => {
    const { headers, response } = await getSession(token);
    if (response === null) return null;
    const { id, userId, expiresAt } = response.session;
    return { session: { id, userId, expiresAt: expiresAt.getTime() }, cookies: headers.getSetCookie() };
  };
  const sessions = createSessions(find);

  const storedSessions = async (token: string, client: Client): Promise<StoredSession[]> => {
    const response = await call('GET', '/list-sessions', { token, client });
    return (await response.json()) as StoredSession[];
  };

  const user = async (token: string): Promise<User> => {
    const { response } = await getSession(token);
    if (response === null) throw new ProblemError('unauthenticated');
    return presentUser(response.user);
  };

  return {
    sessions,
    cookieName,
    user,

    signUp: async ({ email, password, name, time_zone }, client) => {
      const body = { email, password, name, timeZone: time_zone };
      try {
        return await signedIn(await passwordWork(() => call('POST', '/sign-up/email', { body, client })));
      } catch (error) {
        if (error instanceof ProblemError) throw error;
        // Two at once with one address: the database lets one through, and better-auth has no word for the other.
        const { rowCount } = await deps.pool.query('SELECT 1 FROM users WHERE email = $1', [email]);
        throw rowCount === 0 ? error : new ProblemError('email_taken');
      }
    },

    logIn: async ({ email, password }, client) => {
      const limits = guessingLimits(email, client);
      for (const { key, rule } of limits) {
        const verdict = await rateLimit.consume(key, rule);
        if (!verdict.allowed) throw tooMany(verdict.retryAfter ?? rule.window);
      }
      const body = { email, password };
      const result = await signedIn(
        await passwordWork(() => call('POST', '/sign-in/email', { body, client })),
      );
      await rateLimit.forget(limits.map(({ key }) => key));
      return result;
    },

    logOut: async (token, client) => {
      const found = await sessions.find(token);
      const response = await call('POST', '/sign-out', { token, client, body: {} });
      sessions.forget((session) => session.id === found?.session.id);
      return response.headers.getSetCookie();
    },

    updateProfile: async (token, patch, client) => {
      const body = {
        ...(patch.name === undefined ? {} : { name: patch.name }),
        ...(patch.time_zone === undefined ? {} : { timeZone: patch.time_zone }),
      };
      if (Object.keys(body).length > 0) await call('POST', '/update-user', { token, body, client });
      return user(token);
    },

    changePassword: async (token, input, client) => {
      const body = {
        currentPassword: input.current_password,
        newPassword: input.new_password,
        revokeOtherSessions: true,
      };
      const result = await signedIn(
        await passwordWork(() => call('POST', '/change-password', { token, body, client })),
      );
      sessions.forget((session) => session.userId === result.user.id);
      return result;
    },

    listSessions: async (token, currentId, client) => {
      const stored = await storedSessions(token, client);
      return stored.map((session) => ({
        id: session.id,
        current: session.id === currentId,
        ip_address: session.ipAddress || null,
        user_agent: session.userAgent || null,
        created_at: rfc3339(session.createdAt),
        last_used_at: rfc3339(session.updatedAt),
        expires_at: rfc3339(session.expiresAt),
      }));
    },

    endSession: async (token, id, client) => {
      const ended = (await storedSessions(token, client)).find((session) => session.id === id);
      if (ended === undefined) throw new ProblemError('not_found', { detail: 'There is no such session.' });
      await call('POST', '/revoke-session', { token, body: { token: ended.token }, client });
      sessions.forget((session) => session.id === id);
    },

    deleteAccount: async (token, { password }, client) => {
      const found = await sessions.find(token);
      const response = await passwordWork(() =>
        call('POST', '/delete-user', { token, body: { password }, client }),
      );
      sessions.forget((session) => session.userId === found?.session.userId);
      return response.headers.getSetCookie();
    },
  };
};

const tooMany = (seconds: number): ProblemError =>
  new ProblemError('rate_limited', {
    detail: `Too many attempts. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    retryAfter: seconds,
  });
