import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a PgBouncer is: the program that TEST_PGBOUNCER names, or else one in a usual place.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findPgBouncer(env) {
  if (env.TEST_PGBOUNCER) return existsSync(env.TEST_PGBOUNCER) ? env.TEST_PGBOUNCER : undefined;
  // Debian's lies in a folder that not everybody has in PATH.
  const folders = [...(env.PATH ?? '').split(':'), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((path) => existsSync(path));
}
