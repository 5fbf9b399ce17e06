import { claimDataDir } from './claim.mjs';
import { refuseTakenPorts } from './ports.mjs';
import { createProgress } from './progress.mjs';
import {
  backendEnv,
  mcpPublicUrl,
  migrate,
  prepareLogs,
  publicUrl,
  startBackend,
  startDatabase,
  startFrontend,
  startMcp,
  startService,
  waitUntilAnswering,
  waitUntilHealthy,
  watchBackend,
  watchFrontend,
  watchMcp,
} from './services.mjs';
import { loadDotEnv, readSettings } from './settings.mjs';
import { supervise } from './supervisor.mjs';
import { install, runTool, toolEnv, turbo } from './tools.mjs';

/** `npm start`: the product as it runs in production, on this machine. */
export function start() {
  return run(['@todo/backend...', '@todo/mcp...', '@todo/frontend...'], async (context, databaseUrl) => {
    await startBackend(context, databaseUrl);
    await waitUntilHealthy(context, 'backend', context.settings.backendPort);
    await startMcp(context, databaseUrl);
    await waitUntilHealthy(context, 'MCP server', context.settings.mcpPort);
    await startFrontend(context);
    await waitUntilHealthy(context, 'frontend', context.settings.frontendPort);
  });
}

/** `npm run dev`: the same, compiled again as the source changes. */
export function dev() {
  return run(['@todo/backend...', '@todo/mcp...', '@todo/frontend^...'], async (context, databaseUrl) => {
    const [command, ...args] = turbo([
      ...['run', 'dev', '--ui=stream', '--concurrency=20'],
      ...['--filter=@todo/backend...', '--filter=@todo/mcp...', '--filter=@todo/frontend^...'],
    ]);
    await startService(context, 'compilers', { command, args, env: toolEnv(), output: 'inherit' });
    await watchBackend(context, databaseUrl);
    await watchMcp(context, databaseUrl);
    await watchFrontend(context);
    await waitUntilHealthy(context, 'backend', context.settings.backendPort);
    await waitUntilHealthy(context, 'MCP server', context.settings.mcpPort);
    await waitUntilAnswering(context, 'frontend', context.settings.frontendPort);
  });
}

/**
 * What both have in common: everything up to a migrated database, and the wait for the end.
 * @param {string[]} built turbo's filters for what must have been built
 * @param {(context: import('./services.mjs').Context, databaseUrl: string) => Promise<void>} startServices
 */
async function run(built, startServices) {
  const progress = createProgress();
  /** @type {Awaited<ReturnType<typeof claimDataDir>> | undefined} */
  let claim;
  const exitCode = await supervise(progress, async (supervision) => {
    loadDotEnv();
    const settings = readSettings(process.env);
    claim = await claimDataDir(settings.dataDir);
    await refuseTakenPorts([
      { setting: 'FRONTEND_PORT', port: settings.frontendPort, use: 'the frontend' },
      { setting: 'BACKEND_PORT', port: settings.backendPort, use: 'the backend' },
      { setting: 'MCP_PORT', port: settings.mcpPort, use: 'the MCP server' },
      ...(settings.databaseUrl
        ? []
        : [{ setting: 'POSTGRES_PORT', port: settings.postgresPort, use: 'PostgreSQL' }]),
    ]);
    const logFile = prepareLogs(settings.dataDir);
    const context = { settings, progress, supervision, claim, logFile };
    const surroundings = { logFile: logFile('build'), signal: supervision.signal, progress };

    await install(surroundings);
    await progress.during('building', () =>
      runTool(
        turbo(['run', 'build', '--ui=stream', ...built.map((filter) => `--filter=${filter}`)]),
        surroundings,
      ),
    );
    const databaseUrl = await startDatabase(context);
    await progress.during('migrating the database', () =>
      runTool(migrate, { ...surroundings, logFile: logFile('migrate') }, backendEnv(context, databaseUrl)),
    );
    await progress.during('starting the services', () => startServices(context, databaseUrl));
    progress.say(`ready: ${publicUrl(settings)}`);
    progress.say(`MCP server: ${mcpPublicUrl(settings)}`);
    progress.say(`Ctrl-C stops everything. Data and logs: ${settings.dataDir}`);
  });
  claim?.release();
  process.exit(exitCode);
}
