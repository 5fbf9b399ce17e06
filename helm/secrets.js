// pnpm k8s:secrets [--namespace todo-app] [--dev-database]: fills the Secret that k8s/secrets.yaml made empty. Values come
// from environment variables of the same names; what the Secret has and the environment has not stays as it is.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SECRET = 'todo-secrets';
const KEYS = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'JWT_SECRET', 'JWT_SECRET_PREVIOUS', 'OPENAI_API_KEY'];

/**
 * What is to be put into the Secret.
 * @param {{ there: Record<string, string>, env: NodeJS.ProcessEnv, devDatabase: boolean, random: () => string }} options
 * `there` is what it has now; `random` makes a secret that can stand in a URL
 * @returns {Record<string, string>} only what is new
 * @throws {Error} when there would be no database
 */
export function newSecrets({ there, env, devDatabase, random }) {
  /** @type {Record<string, string>} */
  const wanted = { ...there };
  for (const key of KEYS) if (env[key]) wanted[key] = env[key];
  wanted.JWT_SECRET ??= random();
  if (devDatabase) {
    wanted.POSTGRES_PASSWORD ??= random();
    wanted.DATABASE_URL = `postgres://todo:${wanted.POSTGRES_PASSWORD}@postgres:5432/todo`;
  }
  if (!wanted.DATABASE_URL) {
    throw new Error(
      'DATABASE_URL is not set. For a database in the cluster, for development: --dev-database',
    );
  }
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => there[key] !== value));
}

/** @param {string[]} args what it printed */
function kubectl(args) {
  const { error, status, stdout, stderr } = spawnSync('kubectl', args, { encoding: 'utf8' });
  if (error) throw new Error(`kubectl could not be started: ${error.message}`);
  if (status !== 0) throw new Error(stderr.trim());
  return stdout;
}

/** @param {string[]} args */
function fillSecrets(args) {
  const { values } = parseArgs({
    args,
    options: {
      namespace: { type: 'string', short: 'n', default: 'todo-app' },
      'dev-database': { type: 'boolean', default: false },
    },
  });
  const inNamespace = ['--namespace', values.namespace];
  const { data = {} } = JSON.parse(kubectl([...inNamespace, 'get', 'secret', SECRET, '--output', 'json']));
  const there = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
  const random = () => randomBytes(36).toString('base64url');
  const stringData = newSecrets({ there, env: process.env, devDatabase: values['dev-database'], random });
  const keys = Object.keys(stringData);
  if (keys.length === 0) return console.log('The Secret has all of it already.');

  // A file that only we can read: other people see the arguments of a command.
  const folder = mkdtempSync(join(tmpdir(), 'todo-secrets-'));
  try {
    const patch = join(folder, 'patch.json');
    writeFileSync(patch, JSON.stringify({ stringData }), { mode: 0o600 });
    kubectl([...inNamespace, 'patch', 'secret', SECRET, '--type=merge', '--patch-file', patch]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`Put into the Secret ${SECRET}: ${keys.join(', ')}.`);
  // Pods that could not start for want of a secret try again by themselves.
  if (Object.keys(there).length > 0) {
    console.log(
      `Have the pods read it: kubectl ${inNamespace.join(' ')} rollout restart deployment/backend deployment/mcp`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    fillSecrets(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
