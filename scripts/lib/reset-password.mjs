import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDotEnv, readSettings, root } from './settings.mjs';

/**
 * `npm run ops:reset-password`: a new password for an account, in the database of DATABASE_URL or, while
 * `npm start` runs, in the one that it brought.
 * @param {string[]} args
 */
export function resetPassword(args) {
  loadDotEnv();
  const settings = readSettings(process.env);
  const program = join(root, 'apps', 'backend', 'dist', 'ops', 'reset-password.js');
  const { status } = spawnSync(process.execPath, [program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: settings.databaseUrl ?? embeddedDatabaseUrl(settings) },
  });
  process.exitCode = status ?? 1;
}

/** @param {import('./settings.mjs').Settings} settings */
function embeddedDatabaseUrl({ dataDir, postgresPort }) {
  try {
    const password = readFileSync(join(dataDir, 'postgres', 'password'), 'utf8');
    return `postgres://postgres:${password}@127.0.0.1:${postgresPort}/todo`;
  } catch {
    return '';
  }
}
