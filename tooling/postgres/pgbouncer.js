import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, startProcess, waitUntil } from '@todo/processes';
import pg from 'pg';
import { freePort } from './ports.js';
import { startPostgres } from './postgres.js';
import { serverUser } from './user.js';

const startTimeoutMs = 10_000;

/** @type {typeof import('./pgbouncer.js').startPgBouncer} */
export async function startPgBouncer(program, serverUrl) {
  const server = new URL(serverUrl);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'todo-pgbouncer-'));
  // It refuses root, as PostgreSQL does.
  const user = await serverUser(folder);
  const output = join(folder, 'pgbouncer.log');
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  const [name, password] = [server.username, server.password].map(decodeURIComponent);
  await writeFile(users, `"${name}" "${password}"\n`);
  await writeFile(settings, settingsFile(server, port, users));
  const { uid, gid } = user;
  if (uid !== undefined && gid !== undefined)
    await Promise.all([folder, users, settings].map((path) => chown(path, uid, gid)));
  await Promise.all([users, settings].map((path) => chmod(path, 0o600)));

  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  const running = await startProcess({
    command: program,
    args: [settings],
    cwd: folder,
    output,
    // At once, as its SIGTERM is; its SIGINT waits for clients.
    stopSignal: 'SIGTERM',
    ...user,
  });
  const stop = async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const ready = await waitUntil(
    async () => !isAlive(running.pid) || (await answers(url.href)),
    startTimeoutMs,
  );
  if (ready && isAlive(running.pid)) return { url: url.href, stop };
  const lines = (await readFile(output, 'utf8')).trim();
  await stop();
  throw new Error(`PgBouncer did not start on port ${port}:\n${lines}`);
}

/** @type {typeof import('./pgbouncer.js').startTestServer} */
export async function startTestServer(pgbouncer) {
  const server = await startPostgres({ durable: false });
  const pooler = pgbouncer === '' ? undefined : await startPgBouncer(pgbouncer, server.url);
  return {
    server,
    url: pooler?.url ?? server.url,
    async remove() {
      await pooler?.stop();
      await server.remove();
    },
  };
}

/**
 * Nothing is allowed that a product could be wrong to rely on: a start-up parameter that it ignores, a server
 * connection that is reset for the next client. So few connections that clients share them all the time.
 * @param {URL} server
 * @param {number} port
 * @param {string} users
 */
const settingsFile = (server, port, users) => `[databases]
* = host=${server.hostname} port=${server.port || 5432}
[pgbouncer]
pool_mode = transaction
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
default_pool_size = 8
max_client_conn = 1000
; A database that comes back is used again at once: the default is 15 s.
server_login_retry = 0.2
; Who waits for a server that is away is told so soon: the default is 120 s.
query_wait_timeout = 3
`;

/** @param {string} url */
async function answers(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
