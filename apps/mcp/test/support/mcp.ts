import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createAccessTokens, createPersonalTokens } from '@todo/auth';
import { SCOPES, type Scope, type Task, type ToolName } from '@todo/contracts';
import { createHealth } from '@todo/health';
import { createTestDatabase } from '@todo/postgres';
import { createLogger } from '@todo/service';
import { createDatabase, createTasks } from '@todo/tasks';
import { inject, onTestFinished } from 'vitest';
import { buildServer } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createServices } from '../../src/services.js';

export const TEST_SECRET = 'a secret for tests of more than 32 bytes';

/** A database of its own for a test file, migrated. */
export const createDatabaseCopy = () =>
  createTestDatabase(inject('postgresUrl'), { template: inject('postgresTemplate') });

/** The settings that tests start from. */
export const testEnvironment = (databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  JWT_SECRET: TEST_SECRET,
});

/** The server on a free port of 127.0.0.1, in this process, without signals. */
export const startMcp = async (
  databaseUrl: string,
  env: NodeJS.ProcessEnv = {},
  /** Is given each line of the log. */
  log: (line: string) => void = () => undefined,
) => {
  const config = readConfig({ ...testEnvironment(databaseUrl), ...env });
  const logger = createLogger('mcp', config.LOG_LEVEL, { write: log });
  const health = createHealth({ service: 'mcp', logger });
  const services = createServices(config, logger);
  const lifecycle = { signal: new AbortController().signal };
  const server = buildServer({ config, logger, services, health, lifecycle });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  health.enter('ready');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await services.close();
      await health.stop();
    },
  };
};

/** People, their tokens, and what they do elsewhere than over MCP. */
export const createPeople = (databaseUrl: string) => {
  const database = createDatabase({ connectionString: databaseUrl, max: 4 });
  const tasks = createTasks({ database });
  const accessTokens = createAccessTokens({ secret: TEST_SECRET });
  const personalTokens = createPersonalTokens({ database });
  let people = 0;

  const arrive = async ({ timeZone = 'UTC' } = {}) => {
    people += 1;
    const userId = `user-${people}`;
    await database.query(
      `INSERT INTO users (id, name, email, email_verified, time_zone)
       VALUES ($1, '', $1 || '@example.test', false, $2)`,
      [userId, timeZone],
    );
    const mint = (scopes: readonly Scope[] = SCOPES, turnId?: number): string =>
      accessTokens.mint({ userId, scopes, turnId }, 'mcp');
    const task = (id: number): Promise<Task> => tasks.get(userId, id);
    return {
      userId,
      /** A short access token for this server. */
      token: mint(),
      mint,
      personalToken: async (scopes: readonly Scope[] = SCOPES): Promise<string> => {
        const issued = await personalTokens.issue(userId, {
          name: 'test',
          scopes: [...scopes],
          expires_in_days: 1,
        });
        return issued.token;
      },
      task,
      /** A turn of the assistant in a conversation of this user. */
      beginTurn: async (conversationId: number): Promise<number> => {
        await database.query(
          `INSERT INTO conversations (user_id, id, title, created_at, updated_at)
           VALUES ($1, $2, '', now(), now()) ON CONFLICT DO NOTHING`,
          [userId, conversationId],
        );
        const { rows } = await database.query<{ id: number }>(
          `WITH counter AS (
             UPDATE user_counters SET last_turn_id = last_turn_id + 1 WHERE user_id = $1 RETURNING last_turn_id
           )
           INSERT INTO turns (user_id, id, conversation_id, status, model, created_at)
           SELECT $1, last_turn_id, $2, 'done', 'built-in', now() FROM counter RETURNING id`,
          [userId, conversationId],
        );
        return rows[0]?.id ?? 0;
      },
    };
  };

  return { arrive, accessTokens, database, tasks, close: () => database.end() };
};

export type People = ReturnType<typeof createPeople>;
export type Person = Awaited<ReturnType<People['arrive']>>;

/** What came of a call. */
export interface Outcome {
  isError: boolean;
  text: string;
  value: unknown;
}

/** The SDK's own client, connected. */
export const connect = async (url: string, token: string) => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  onTestFinished(() => client.close());
  // The types of the SDK are not made for exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  // From now on the client holds every result against the output schema of its tool.
  await client.listTools();
  return {
    client,
    toolNames: async (): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name),
    call: async (tool: ToolName, args: object = {}, meta?: Record<string, unknown>): Promise<Outcome> => {
      const result = await client.callTool({
        name: tool,
        arguments: { ...args },
        ...(meta === undefined ? {} : { _meta: meta }),
      });
      const [first] = result.content as { text: string }[];
      return { isError: result.isError === true, text: first?.text ?? '', value: result.structuredContent };
    },
  };
};

export type Connected = Awaited<ReturnType<typeof connect>>;
