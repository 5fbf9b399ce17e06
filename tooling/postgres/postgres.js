import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, startProcess, waitUntil } from '@todo/processes';
import pg from 'pg';
import { freePort } from './ports.js';
import { serverPrograms } from './programs.js';
import { reachableFolder, serverUser } from './user.js';

const run = promisify(execFile);

/** Recovery after a crash replays up to `max_wal_size`; a shut-down or orphaned server gets as long to go. */
const startTimeoutMs = 60_000;
const orphansTimeoutMs = 30_000;
/** For connections that are being closed: cut off meanwhile, they would be an error in the process that closes them. */
const leaveTimeoutMs = 500;

/** @type {typeof import('./postgres.js').startPostgres} */
export async function startPostgres({
  dataDir,
  port,
  durable = true,
  logFile,
  graceMs = 10_000,
  log = () => {},
} = {}) {
  const asked = dataDir ?? (await mkdtemp(join(tmpdir(), 'todo-postgres-')));
  const user = await serverUser(asked);
  const folder = await reachableFolder(asked, user, log);
  const programs = await serverPrograms(user, log);
  const cluster = join(folder, 'cluster');
  const output = logFile ?? join(folder, 'postgres.log');
  const password = await ensureCluster(folder, programs.initdb, user, durable, log);
  const chosenPort = port ?? (await freePort());

  const settings = {
    listen_addresses: '127.0.0.1',
    port: chosenPort,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };

  const launch = async () => {
    await waitForOldServer(cluster);
    const offset = await stat(output).then(
      ({ size }) => size,
      () => 0,
    );
    const server = await startProcess({
      command: programs.postgres,
      args: [
        '-D',
        cluster,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      cwd: folder,
      // The server takes its messages' language from here, and we hand its log to people as it is.
      env: { ...process.env, LC_ALL: 'C' },
      output,
      stopSignal: 'SIGINT',
      stopCommand: [programs.pgCtl, 'stop', '-D', cluster, '-m', 'fast'],
      graceMs,
      ...user,
    });
    let ended = false;
    server.exited.then(() => {
      ended = true;
    });
    const ready = await waitUntil(async () => ended || (await isReady(cluster, server.pid)), startTimeoutMs);
    if (ready && !ended) return server;
    await server.kill();
    const lines = (await readFile(output, 'utf8')).slice(offset).trim();
    throw new Error(`PostgreSQL did not start on port ${chosenPort}:\n${lines}`);
  };

  // After a SIGKILL, orphans of the old server may hold its shared memory for a moment more.
  const launchPastOrphans = async () => {
    const deadline = performance.now() + orphansTimeoutMs;
    for (;;) {
      try {
        return await launch();
      } catch (error) {
        const orphans = error instanceof Error && error.message.includes('pre-existing shared memory');
        if (!orphans || performance.now() > deadline) throw error;
      }
    }
  };

  let server = await launchPastOrphans();
  let running = true;
  const end = async (/** @type {'stop' | 'kill'} */ how) => {
    if (running) await server[how]();
    running = false;
  };
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${chosenPort}/postgres`,
    port: chosenPort,
    dataDir: folder,
    get pid() {
      return running ? server.pid : 0;
    },
    get leashPid() {
      return server.leashPid;
    },
    get exited() {
      return server.exited;
    },
    stop: () => end('stop'),
    kill: () => end('kill'),
    async start() {
      server = await launchPastOrphans();
      running = true;
    },
    async remove() {
      await end('stop');
      await rm(folder, { recursive: true, force: true });
      await rm(asked, { recursive: true, force: true });
    },
  };
}

/** @type {typeof import('./postgres.js').createTestDatabase} */
export async function createTestDatabase(adminUrl, { template = 'template1', poolerUrl = '' } = {}) {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(adminUrl, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)}`),
  );
  return {
    url: databaseUrl(poolerUrl || adminUrl, name),
    directUrl: databaseUrl(adminUrl, name),
    drop: () =>
      administer(adminUrl, async (admin) => {
        // A pooler keeps its connections whoever has left.
        if (!poolerUrl) await waitUntil(() => isLeft(admin, name), leaveTimeoutMs);
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Whether nobody is connected to a database. @param {pg.Client} admin @param {string} name */
async function isLeft(admin, name) {
  const { rowCount } = await admin.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
  return rowCount === 0;
}

/** @type {typeof import('./postgres.js').ensureDatabase} */
export async function ensureDatabase(adminUrl, name) {
  await administer(adminUrl, async (admin) => {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  });
  return databaseUrl(adminUrl, name);
}

/** @param {string} adminUrl @param {(admin: pg.Client) => Promise<unknown>} work */
async function administer(adminUrl, work) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** @param {string} adminUrl @param {string} name */
function databaseUrl(adminUrl, name) {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Makes the cluster unless it is there; returns the administrator's password.
 * @param {string} folder
 * @param {string} initdb
 * @param {import('./user.js').ServerUser} user
 * @param {boolean} durable
 * @param {(line: string) => void} log
 */
async function ensureCluster(folder, initdb, user, durable, log) {
  const cluster = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  if (await exists(cluster)) return readFile(passwordFile, 'utf8');

  log('making a new database cluster');
  const password = randomBytes(24).toString('base64url');
  // Made beside its place and moved there when complete: an interrupted start leaves no half cluster.
  const draft = join(folder, 'cluster.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(draft, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  await run(
    initdb,
    [
      `--pgdata=${draft}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ],
    { cwd: folder, ...user },
  );
  await rename(draft, cluster);
  return password;
}

/**
 * Waits until the server that an earlier process left in this cluster has gone, and takes away the lock
 * of one that was killed: PostgreSQL itself refuses to start when another process has got its pid since.
 * @param {string} cluster
 */
async function waitForOldServer(cluster) {
  const lock = join(cluster, 'postmaster.pid');
  const gone = await waitUntil(async () => {
    const [pid] = await lockLines(cluster);
    return pid === undefined || !(await isPostmaster(Number(pid), cluster));
  }, orphansTimeoutMs);
  if (!gone) {
    const [pid] = await lockLines(cluster);
    throw new Error(`another PostgreSQL (process ${pid}) is already running on ${cluster}`);
  }
  await rm(lock, { force: true });
}

/** @param {number} pid @param {string} cluster */
async function isPostmaster(pid, cluster) {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux')
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(cluster);
    if (process.platform === 'win32') return true;
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout.includes(cluster);
  } catch {
    return false;
  }
}

/**
 * Whether the server takes connections: what `pg_ctl` looks at, line 8 of the lock file.
 * @param {string} cluster
 * @param {number} pid
 */
async function isReady(cluster, pid) {
  const lines = await lockLines(cluster);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** @param {string} cluster @returns {Promise<string[]>} */
async function lockLines(cluster) {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return [];
  }
}

/** @param {string} path */
async function exists(path) {
  return realpath(path).then(
    () => true,
    () => false,
  );
}
