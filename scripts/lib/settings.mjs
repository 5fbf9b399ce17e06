import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * What a local run can be told, by the environment or by `.env` (the environment wins).
 * @param {NodeJS.ProcessEnv} env
 */
export function readSettings(env) {
  const dataDir = env.DATA_DIR ?? '.data';
  return {
    /** The page that people open. */
    frontendPort: port(env, 'FRONTEND_PORT', 3000),
    backendPort: port(env, 'BACKEND_PORT', 8000),
    mcpPort: port(env, 'MCP_PORT', 8001),
    /** The embedded PostgreSQL; not used with DATABASE_URL. Away from 5432, where one may be installed. */
    postgresPort: port(env, 'POSTGRES_PORT', 54329),
    /** A database of one's own instead of the embedded one. */
    databaseUrl: env.DATABASE_URL || undefined,
    /** Where the embedded database, the logs and the generated secret lie. */
    dataDir: isAbsolute(dataDir) ? dataDir : join(root, dataDir),
  };
}

/** @typedef {ReturnType<typeof readSettings>} Settings */

/** Adds what `.env` in the project's folder says to our environment. */
export function loadDotEnv() {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** @param {NodeJS.ProcessEnv} env @param {string} name @param {number} byDefault */
function port(env, name, byDefault) {
  const value = env[name];
  if (value === undefined || value === '') return byDefault;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  throw new Problem(
    `${name} must be a port, a whole number from 1 to 65535; it is ${JSON.stringify(value)}.`,
  );
}
