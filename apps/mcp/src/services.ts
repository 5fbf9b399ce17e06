import { createAccessTokens, createPersonalTokens } from '@todo/auth';
import { createDatabase, createEventFeed, createTasks, type Log } from '@todo/tasks';
import type { Config } from './config.js';

/** Everything that the tools stand on, made from the settings. */
export const createServices = (config: Config, log: Log) => {
  const database = createDatabase({
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL_SIZE,
    applicationName: 'todo-mcp',
    log,
  });
  // Never started: it tells the backends of changes, and has nobody to tell of theirs.
  const feed = createEventFeed({ database, listenConnectionString: undefined, log });
  return {
    database,
    tasks: createTasks({ database, onCommitted: feed.notify }),
    accessTokens: createAccessTokens({
      secret: config.JWT_SECRET,
      previousSecret: config.JWT_SECRET_PREVIOUS,
    }),
    personalTokens: createPersonalTokens({ database }),
    /** Lets the last notice of a change go out first. */
    close: async (): Promise<void> => {
      await feed.close();
      await database.end();
    },
  };
};
