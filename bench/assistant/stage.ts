import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, startPostgres } from '@todo/postgres';
import { createDatabase, migrate } from '@todo/tasks';
import { ROOT } from '../root.js';
import { SECRET, startBackendAt } from '../servers.js';
import { answers, type Place, startServer } from '../start.js';
import { type Clock, createClock } from './clock.js';
import type { Stage } from './play.js';

export interface RunningStage extends Stage {
  close(): Promise<void>;
}

/**
 * A backend, an MCP server and PostgreSQL of their own, with clocks that are set from here.
 * @param options.pin see `layOutCores`
 * @param options.env more settings of the backend, such as the endpoint of its model
 */
export const startStage = async (
  options: { pin?: NonNullable<Place['pin']>; env?: Record<string, string> } = {},
): Promise<RunningStage> => {
  const { pin = (command, args) => ({ command, args }), env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'todo-bench-'));
  const postgres = await startPostgres({ durable: false, logFile: join(folder, 'postgres.log') });
  const clocks = { mcp: createClock(folder, 'mcp'), backend: createClock(folder, 'backend') };
  const placeWith = ({ args }: Clock): Place => ({
    pin: (command, rest) => pin(command, [...args, ...rest]),
    folder,
  });
  const running: { stop(): Promise<unknown> }[] = [];
  const close = async (): Promise<void> => {
    for (const clock of Object.values(clocks)) clock.close();
    await Promise.all(running.map((server) => server.stop()));
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url: databaseUrl } = await createTestDatabase(postgres.url);
    await migrate({ connectionString: databaseUrl });
    const mcp = await startServer(placeWith(clocks.mcp), {
      name: 'mcp',
      args: [join(ROOT, 'apps', 'mcp', 'dist', 'main.js')],
      env: { DATABASE_URL: databaseUrl, JWT_SECRET: SECRET, DRAIN_DELAY_MS: '0', ...clocks.mcp.env },
      isUp: answers('/health', 200),
    });
    running.push(mcp);
    const backend = await startBackendAt(placeWith(clocks.backend), databaseUrl, {
      DRAIN_DELAY_MS: '0',
      MCP_URL: `${mcp.origin}/mcp`,
      ...env,
      ...clocks.backend.env,
    });
    running.push(backend);
    const database = createDatabase({ connectionString: databaseUrl });
    running.unshift({ stop: () => database.end() });
    return {
      origin: backend.origin,
      database,
      setClock: async (instant) => {
        await Promise.all(Object.values(clocks).map((clock) => clock.set(instant)));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
