import { createAccessTokens, createPersonalTokens } from '@todo/auth';
import { createDatabase, createEventFeed, createHousekeeping, createTasks } from '@todo/tasks';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { createAssistant } from './assistant/assistant.js';
import { createModels } from './assistant/models.js';
import { createOpenTaskTools } from './assistant/task-tools.js';
import { createTurnStore } from './assistant/turn-store.js';
import { type Authentication, createAuthentication } from './authentication/authentication.js';
import { createBetterAuth } from './authentication/better-auth.js';
import { createOutages } from './authentication/outages.js';
import { createPasswordWork } from './authentication/password-work.js';
import { createRateLimit } from './authentication/rate-limit.js';
import { createSessionTokenRotation } from './authentication/session-token.js';
import type { Config } from './config.js';

/** Sign-ins wait for a processor, not for a connection: few are enough, and tasks keep theirs. */
const AUTH_POOL_SIZE = 4;

/** better-auth wants times as Date, so it gets a pool of its own with pg's standard parsers. */
const createAuthPool = (connectionString: string, logger: FastifyBaseLogger): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    max: AUTH_POOL_SIZE,
    application_name: 'todo-backend-auth',
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
    keepAlive: true,
  });
  const report = (err: Error): void => logger.warn({ err }, 'a database connection was lost');
  pool.on('error', report);
  // One that is lost while it is in use would end the process without a listener of its own.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
};

const OPENAI_URL = 'https://api.openai.com/v1';

/** The endpoint of the settings: a key alone is OpenAI's, an address alone is one that asks for none. */
const endpointOf = (config: Config) =>
  config.OPENAI_API_KEY === undefined && config.OPENAI_BASE_URL === undefined
    ? null
    : {
        apiKey: config.OPENAI_API_KEY,
        baseUrl: config.OPENAI_BASE_URL ?? OPENAI_URL,
        model: config.OPENAI_MODEL,
      };

/** Everything that the routes stand on, made from the settings. */
/** @param leaving whether the process is about to end, so that nothing is begun that takes long */
export const createServices = async (
  config: Config,
  logger: FastifyBaseLogger,
  leaving: () => boolean = () => false,
) => {
  const database = createDatabase({
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL_SIZE,
    applicationName: 'todo-backend',
    log: logger,
  });
  const authPool = createAuthPool(config.DATABASE_URL, logger);
  const feed = createEventFeed({
    database,
    listenConnectionString: config.DATABASE_DIRECT_URL ?? config.DATABASE_URL,
    log: logger,
  });
  const tasks = createTasks({ database, onCommitted: feed.notify });
  const rateLimit = createRateLimit(authPool);
  const outages = createOutages(authPool);
  const betterAuth = createBetterAuth({
    pool: outages.pool,
    rateLimit,
    logger,
    secret: config.JWT_SECRET,
    publicUrl: config.PUBLIC_URL,
    attemptsPerMinute: config.AUTH_ATTEMPTS_PER_MINUTE,
  });
  const { authCookies } = await betterAuth.$context;
  const authentication: Authentication = createAuthentication({
    betterAuth,
    outages,
    pool: authPool,
    rateLimit,
    passwordWork: createPasswordWork(),
    publicUrl: config.PUBLIC_URL,
    cookieName: authCookies.sessionToken.name,
    rotate: createSessionTokenRotation(config.JWT_SECRET, config.JWT_SECRET_PREVIOUS),
  });
  const accessTokens = createAccessTokens({
    secret: config.JWT_SECRET,
    previousSecret: config.JWT_SECRET_PREVIOUS,
  });
  const models = createModels(endpointOf(config));
  const turnStore = createTurnStore(database);
  const assistant = createAssistant({
    store: turnStore,
    tasks,
    models,
    openTaskTools: createOpenTaskTools({ url: config.MCP_URL, accessTokens }),
    tokensPerDay: config.ASSISTANT_TOKENS_PER_DAY,
    clock: () => new Date(),
    leaving,
    log: logger,
  });
  return {
    database,
    authPool,
    feed,
    tasks,
    betterAuth,
    authentication,
    accessTokens,
    models,
    turnStore,
    assistant,
    personalTokens: createPersonalTokens({ database }),
    housekeeping: createHousekeeping({ database, log: logger }),
    /** Ends turns and streams first, since they need the database. */
    close: async (): Promise<void> => {
      await Promise.all([assistant.close(), feed.close()]);
      await Promise.all([database.end(), authPool.end()]);
    },
  };
};

export type Services = Awaited<ReturnType<typeof createServices>>;
