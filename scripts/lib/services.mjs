import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../../tooling/processes/processes.js';
import { Problem } from './problem.mjs';
import { localSecret } from './secret.mjs';
import { root } from './settings.mjs';
import { lastLines } from './supervisor.mjs';

/** Four of them one after the other stay below the five seconds that Ctrl-C may take. */
const graceMs = 1200;
const healthTimeoutMs = 60_000;

const backendFolder = join(root, 'apps', 'backend');
const mcpFolder = join(root, 'apps', 'mcp');
const frontendFolder = join(root, 'apps', 'frontend');

/**
 * @typedef {object} Context
 * @property {import('./settings.mjs').Settings} settings
 * @property {import('./progress.mjs').Progress} progress
 * @property {import('./supervisor.mjs').Supervision} supervision
 * @property {{ note(...pids: number[]): void }} claim
 * @property {(name: string) => string} logFile
 */

/** A fresh folder for the logs of this run; those of the run before are kept beside it. @param {string} dataDir */
export function prepareLogs(dataDir) {
  const logs = join(dataDir, 'logs');
  rmSync(`${logs}.previous`, { recursive: true, force: true });
  if (existsSync(logs)) renameSync(logs, `${logs}.previous`);
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return (/** @type {string} */ name) => join(logs, `${name.toLowerCase().replaceAll(' ', '-')}.log`);
}

/** The address of the database: the one we are told, or else our own. @param {Context} context */
export async function startDatabase({ settings, progress, supervision, claim, logFile }) {
  if (settings.databaseUrl) return settings.databaseUrl;
  // What this imports is there only after the installation.
  const { ensureDatabase, startPostgres } = await import('../../tooling/postgres/postgres.js');
  const output = logFile('postgres');
  const server = await progress.during('starting PostgreSQL', () =>
    startPostgres({
      dataDir: join(settings.dataDir, 'postgres'),
      port: settings.postgresPort,
      logFile: output,
      log: progress.say,
      graceMs,
    }),
  );
  claim.note(server.leashPid, server.pid);
  supervision.add({ ...server, name: 'PostgreSQL', logFile: output, exited: () => server.exited });
  supervision.signal.throwIfAborted();
  return ensureDatabase(server.url, 'todo');
}

/** What the services over the database have in common. @param {Context} context @param {string} databaseUrl */
const databaseServiceEnv = ({ settings }, databaseUrl) => ({
  ...process.env,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  DATABASE_URL: databaseUrl,
  JWT_SECRET: process.env.JWT_SECRET || localSecret(settings.dataDir),
  PUBLIC_URL: publicUrl(settings),
  // No load balancer has to notice that we stop.
  DRAIN_DELAY_MS: '0',
});

/** The environment of the backend and of the migrations. @param {Context} context @param {string} databaseUrl */
export function backendEnv(context, databaseUrl) {
  const { backendPort, mcpPort } = context.settings;
  return {
    ...databaseServiceEnv(context, databaseUrl),
    PORT: String(backendPort),
    MCP_URL: `http://127.0.0.1:${mcpPort}/mcp`,
    TRUSTED_PROXIES: process.env.TRUSTED_PROXIES || '127.0.0.1',
  };
}

/** @param {Context} context @param {string} databaseUrl */
function mcpEnv(context, databaseUrl) {
  const { settings } = context;
  return {
    ...databaseServiceEnv(context, databaseUrl),
    PORT: String(settings.mcpPort),
    MCP_PUBLIC_URL: mcpPublicUrl(settings),
  };
}

/** @param {Context} context */
export function frontendEnv({ settings }) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: '127.0.0.1',
    PORT: String(settings.frontendPort),
    BACKEND_URL: `http://127.0.0.1:${settings.backendPort}`,
    PUBLIC_URL: publicUrl(settings),
    MCP_PUBLIC_URL: mcpPublicUrl(settings),
    DRAIN_DELAY_MS: '0',
  };
}

/** @param {import('./settings.mjs').Settings} settings */
export const publicUrl = ({ frontendPort }) => process.env.PUBLIC_URL || `http://localhost:${frontendPort}`;

/** Where MCP clients find the server. @param {import('./settings.mjs').Settings} settings */
export const mcpPublicUrl = ({ mcpPort }) => process.env.MCP_PUBLIC_URL || `http://localhost:${mcpPort}/mcp`;

/** The command that migrates. @type {[string, ...string[]]} */
export const migrate = [process.execPath, join(backendFolder, 'dist', 'migrate.js')];

/** The arguments of the `start` script of an app: it has V8 flags that its memory was measured with. @param {string} folder */
const startArguments = (folder) => {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return scripts.start.split(' ').slice(1);
};

/** As the images will run it. @param {Context} context @param {string} databaseUrl */
export function startBackend(context, databaseUrl) {
  return startService(context, 'backend', {
    command: process.execPath,
    args: startArguments(backendFolder),
    cwd: backendFolder,
    env: backendEnv(context, databaseUrl),
  });
}

/** As the images will run it. @param {Context} context @param {string} databaseUrl */
export function startMcp(context, databaseUrl) {
  return startService(context, 'MCP server', {
    command: process.execPath,
    args: startArguments(mcpFolder),
    cwd: mcpFolder,
    env: mcpEnv(context, databaseUrl),
  });
}

/** As the images will run it. @param {Context} context */
export function startFrontend(context) {
  return startService(context, 'frontend', {
    command: process.execPath,
    args: ['--import', '@todo/health/next', join('.next', 'standalone', 'apps', 'frontend', 'server.js')],
    cwd: frontendFolder,
    env: frontendEnv(context),
  });
}

/**
 * A service from `dist`, started again whenever the compilers have written there.
 * @param {Context} context
 * @param {string} name
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
function watchService(context, name, folder, env) {
  return startService(context, name, {
    command: process.execPath,
    args: ['--watch', '--watch-preserve-output', join(folder, 'dist', 'main.js')],
    cwd: folder,
    env: { ...env, NODE_ENV: 'development' },
    output: 'inherit',
  });
}

/** @param {Context} context @param {string} databaseUrl */
export const watchBackend = (context, databaseUrl) =>
  watchService(context, 'backend', backendFolder, backendEnv(context, databaseUrl));

/** @param {Context} context @param {string} databaseUrl */
export const watchMcp = (context, databaseUrl) =>
  watchService(context, 'MCP server', mcpFolder, mcpEnv(context, databaseUrl));

/** Next.js compiling what the browser asks for. @param {Context} context */
export function watchFrontend(context) {
  return startService(context, 'frontend', {
    command: process.execPath,
    args: [join('node_modules', 'next', 'dist', 'bin', 'next'), 'dev', '--hostname', '127.0.0.1'],
    cwd: frontendFolder,
    env: { ...frontendEnv(context), NODE_ENV: 'development' },
    output: 'inherit',
  });
}

/**
 * Starts one process of the product and hands it to the supervision.
 * @param {Context} context
 * @param {string} name
 * @param {Omit<import('../../tooling/processes/processes.js').ProcessOptions, 'output'> & { output?: 'inherit' }} options
 */
export async function startService({ supervision, claim, logFile }, name, { output, ...options }) {
  const file = output ? undefined : logFile(name);
  const child = await startProcess({ ...options, output: output ?? logFile(name), graceMs });
  claim.note(child.leashPid, child.pid);
  supervision.add({
    ...child,
    name: `the ${name}`,
    exited: () => child.exited,
    ...(file ? { logFile: file } : {}),
  });
  supervision.signal.throwIfAborted();
}

/**
 * Waits until a service answers 200 on its /health; throws a Problem when it never does.
 * @param {Context} context
 * @param {string} name
 * @param {number} port
 */
export function waitUntilHealthy(context, name, port) {
  return waitForAnswer(context, name, `http://127.0.0.1:${port}/health`, ({ ok }) => ok);
}

/**
 * Waits until a service answers anything at all: while one develops, a page that fails is no reason to stop.
 * @param {Context} context
 * @param {string} name
 * @param {number} port
 */
export function waitUntilAnswering(context, name, port) {
  return waitForAnswer(context, name, `http://127.0.0.1:${port}/`, () => true);
}

/**
 * @param {Context} context
 * @param {string} name
 * @param {string} url
 * @param {(response: Response) => boolean} isRight
 */
async function waitForAnswer({ supervision: { signal }, logFile }, name, url, isRight) {
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  const timer = setTimeout(giveUp, healthTimeoutMs);
  signal.addEventListener('abort', giveUp);
  try {
    while (!patience.signal.aborted) {
      const right = await fetch(url, { signal: patience.signal }).then(
        (response) => response.body?.cancel().then(() => isRight(response)),
        () => false,
      );
      if (right) return;
      await sleep(50);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
  signal.throwIfAborted();
  const file = logFile(name);
  throw new Problem(`the ${name} did not become healthy.${lastLines(existsSync(file) ? file : undefined)}`);
}
