import { execFile } from 'node:child_process';
import { chown, lstat, mkdir, mkdtemp, readdir, realpath, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where root's server and its data go when the project lies in a folder that is closed to others. */
export const fallbackRoot = join('/', 'var', 'lib', 'todo-postgres');

/** @typedef {{ uid?: number, gid?: number }} ServerUser nothing in it: ours */

/**
 * Who runs the server. PostgreSQL refuses to run as root, so root's server runs as the owner of the data
 * that is there, or else as `nobody`, who exists everywhere and need not be made.
 * @param {string} dataDir
 * @returns {Promise<ServerUser>}
 */
export async function serverUser(dataDir) {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(join(dataDir, 'cluster')).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  // macOS prints nobody's -2 as an unsigned number, which spawn() refuses.
  const nobody = async (/** @type {string} */ what) => Number((await run('id', [what, 'nobody'])).stdout) | 0;
  return { uid: await nobody('-u'), gid: await nobody('-g') };
}

/**
 * Whether that user can enter a folder: each folder above it counts too, so ask the system by going there.
 * @param {string} folder
 * @param {ServerUser} user
 */
export async function canEnter(folder, user) {
  if (user.uid === undefined) return true;
  return run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', ...user }).then(
    () => true,
    () => false,
  );
}

/**
 * Makes `dataDir` and returns where it really is. In a closed folder (root's home on Debian) it becomes a
 * link to a folder under /var/lib: deleting the link forgets the data, as deleting the folder would.
 * @param {string} dataDir
 * @param {ServerUser} user
 * @param {(line: string) => void} log
 */
export async function reachableFolder(dataDir, user, log) {
  // A link whose end has been deleted: start anew.
  if ((await isLink(dataDir)) && !(await stat(dataDir).catch(() => false))) await rm(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = await realpath(dataDir);
  if (user.uid === undefined || user.gid === undefined) return folder;
  if ((await readdir(folder)).length === 0) await chown(folder, user.uid, user.gid);
  if (await canEnter(folder, user)) return folder;

  await mkdir(fallbackRoot, { recursive: true, mode: 0o755 });
  const elsewhere = await mkdtemp(join(fallbackRoot, 'data-'));
  await chown(elsewhere, user.uid, user.gid);
  await rmdir(folder);
  await symlink(elsewhere, dataDir);
  log(`${dirname(dataDir)} is closed to other users, so root's database lies in ${elsewhere}`);
  return elsewhere;
}

/** @param {string} path */
async function isLink(path) {
  return lstat(path).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
}
