import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Problem } from './problem.mjs';
import { root } from './settings.mjs';

const tools = join(root, '.tools');
const pnpmPackage = join(tools, 'node_modules', 'pnpm');
const installedMark = join(root, 'node_modules', '.installed-for');

/** @typedef {{ logFile: string, signal: AbortSignal, progress: import('./progress.mjs').Progress }} Surroundings */

/** Our environment with the fetched tools first in PATH, where turbo looks for pnpm. */
export function toolEnv() {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [
    join(tools, 'node_modules', '.bin'),
    join(root, 'node_modules', '.bin'),
    process.env[pathName],
  ];
  return {
    ...process.env,
    [pathName]: folders.join(delimiter),
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
}

/** The command that runs turbo. @param {string[]} args @returns {[string, ...string[]]} */
export const turbo = (args) => [
  process.execPath,
  join(root, 'node_modules', 'turbo', 'bin', 'turbo'),
  ...args,
];

/** The command that runs Biome. @param {string[]} args @returns {[string, ...string[]]} */
export const biome = (args) => [
  process.execPath,
  join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  ...args,
];

/**
 * Makes pnpm and the packages be there, as the lockfile has them; does nothing when they are.
 * @param {Surroundings} surroundings
 */
export async function install(surroundings) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = packageManager.replace(/^pnpm@/, '');
  if (pnpmVersion() !== version) {
    await surroundings.progress.during(`fetching pnpm ${version}`, () =>
      runTool(
        npm(['install', '--prefix', tools, '--no-save', '--no-audit', '--no-fund', `pnpm@${version}`]),
        surroundings,
      ),
    );
  }
  const wanted = lockfileMark(version);
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === wanted) return;
  await surroundings.progress.during('installing the packages', () =>
    runTool(
      [
        process.execPath,
        join(pnpmPackage, 'bin', 'pnpm.mjs'),
        'install',
        '--frozen-lockfile',
        // Otherwise it asks before it replaces a node_modules that something else has made.
        '--config.confirm-modules-purge=false',
      ],
      surroundings,
    ),
  );
  writeFileSync(installedMark, wanted);
}

/**
 * Runs a command to its end, its output going to the log file; throws a Problem with the last lines.
 * @param {[string, ...string[]]} command
 * @param {Pick<Surroundings, 'logFile' | 'signal'>} surroundings
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runTool([command, ...args], { logFile, signal }, env = toolEnv()) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  let output = '';
  const child = spawn(command, args, {
    cwd: root,
    env,
    signal,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log.write(chunk);
      output = (output + chunk).slice(-8000);
    });
  }
  /** @type {Error | undefined} */
  const failure = await new Promise((resolve) => {
    child.once('error', resolve);
    child.once('close', (code) => resolve(code === 0 ? undefined : new Error(`exit code ${code}`)));
  });
  log.end();
  signal.throwIfAborted();
  if (failure) {
    const lines = output.trim().split('\n').slice(-30).join('\n');
    throw new Problem(
      `${lines}\n\nThis failed (${failure.message}): ${[command, ...args].join(' ')}\nAll it said: ${logFile}`,
    );
  }
}

/** @param {string[]} args @returns {[string, ...string[]]} */
function npm(args) {
  // Node's own npm, as a script: `npm` is a .cmd file on Windows, which only a shell can start.
  const beside = process.platform === 'win32' ? ['node_modules'] : ['..', 'lib', 'node_modules'];
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), ...beside, 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return script ? [process.execPath, script, ...args] : ['npm', ...args];
}

function pnpmVersion() {
  try {
    return JSON.parse(readFileSync(join(pnpmPackage, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** @param {string} pnpmVersion what an installation depends on, beside package.json files, which the lockfile follows */
function lockfileMark(pnpmVersion) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return `${hash.digest('hex')} ${pnpmVersion} ${process.platform}-${process.arch} ${process.versions.modules}\n`;
}
