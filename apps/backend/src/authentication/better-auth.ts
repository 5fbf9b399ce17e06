import { deriveKey } from '@todo/auth';
import { LIMITS } from '@todo/contracts';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import type { FastifyBaseLogger } from 'fastify';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { RateLimit } from './rate-limit.js';

/** The header that carries the client's address into better-auth. Only we set it, on requests that we build. */
export const CLIENT_ADDRESS_HEADER = 'x-todo-client-address';

const SESSION_COOKIE_PREFIX = 'todo';
const DAY = 24 * 60 * 60;

export interface BetterAuthDeps {
  pool: PostgresPool;
  rateLimit: RateLimit;
  logger: FastifyBaseLogger;
  secret: string;
  /** An origin. */
  publicUrl: string;
  attemptsPerMinute: number;
}

/** The key that session tokens are signed with. */
export const sessionKey = (secret: string): string => deriveKey(secret, 'session').toString('base64url');

/** better-auth's settings: it owns users, passwords and sessions, in tables that our migrations make. */
export const betterAuthOptions = (deps: BetterAuthDeps) => {
  const attempts = { window: 60, max: deps.attemptsPerMinute };
  return {
    appName: 'todo',
    baseURL: deps.publicUrl,
    basePath: '/api/auth',
    secret: sessionKey(deps.secret),
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: deps.pool }) }),
      type: 'postgres',
      transaction: true,
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: LIMITS.password.min,
      // better-auth counts UTF-16 units, our schemas count characters and have the last word.
      maxPasswordLength: LIMITS.password.max * 2,
    },
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        timeZone: { type: 'string', required: true, defaultValue: 'UTC', fieldName: 'time_zone' },
      },
      deleteUser: { enabled: true },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: 7 * DAY,
      updateAge: DAY,
      // What is delicate asks for the password instead of a session of the last day.
      freshAge: 0,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    rateLimit: {
      enabled: true,
      customStorage: { consume: deps.rateLimit.consume },
      customRules: {
        '/sign-in/email': attempts,
        '/sign-up/email': attempts,
        '/change-password': attempts,
        '/delete-user': attempts,
      },
    },
    advanced: {
      // Explicit, because the default in production marks cookies Secure, and over plain http nobody could sign in.
      useSecureCookies: deps.publicUrl.startsWith('https:'),
      cookiePrefix: SESSION_COOKIE_PREFIX,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (_level, message) => {
        // Only the words: what follows them may hold addresses of people. And never an error: one that
        // matters fails its request, which says so.
        deps.logger.warn(`better-auth: ${message}`);
      },
    },
  } satisfies BetterAuthOptions;
};

export const createBetterAuth = (deps: BetterAuthDeps) => betterAuth(betterAuthOptions(deps));
export type BetterAuth = ReturnType<typeof createBetterAuth>;
