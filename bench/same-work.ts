import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { sendOnce } from './load.js';
import { withToken } from './people.js';
import type { createRows } from './rows.js';
import { type RunningServer, type ServerOptions, startBackend, startPeer } from './servers.js';

const APPLICATIONS = { backend: 'todo-backend', peer: 'peer' } as const;

/** What differs between two answers to the same request that are both right. */
const CHANGING = ['id', 'version', 'completed', 'created_at', 'updated_at', 'completed_at'];

const shapeOf = (body: string, writes: boolean): unknown => {
  const value: unknown = JSON.parse(body);
  if (!writes || typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([name, member]) => (CHANGING.includes(name) ? name : [name, member]));
};

/** The headers that clients use, and that both must send. */
const USED = ['content-type', 'etag', 'location', 'link', 'x-event-id'];

/** The statements of one application in a piece of PostgreSQL's log, with blanks evened out. */
const statementsOf = (log: string, application: string): string[] => {
  const entry = new RegExp(
    `^${application}\\|LOG:  (?:statement|execute [^:]*): ([^]*?)(?=^[\\w -]*\\|)`,
    'gm',
  );
  return [...`${log}\n|`.matchAll(entry)].map(([, text = '']) =>
    text.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim(),
  );
};

/**
 * Makes each request once against both servers and compares: the same statements in PostgreSQL's log, the same
 * headers, the same bodies. So the peer can't fall behind the backend unnoticed.
 * @throws Error that names the difference
 */
export const checkSameWork = async (options: {
  adminUrl: string;
  postgresLog: string;
  server: ServerOptions;
  rows: ReturnType<typeof createRows>;
}): Promise<void> => {
  const admin = new pg.Client({ connectionString: options.adminUrl });
  await admin.connect();
  await admin.query("ALTER SYSTEM SET log_line_prefix = '%a|'");
  await admin.query('SELECT pg_reload_conf()');
  const logged = new URL(options.server.databaseUrl);
  logged.searchParams.set('options', '-c log_statement=all');
  const server = { ...options.server, databaseUrl: logged.href };
  const servers = await Promise.all([startBackend(server), startPeer(server)]);

  const ask = async ({ name, origin }: RunningServer, row: (typeof options.rows)[number]) => {
    const start = readFileSync(options.postgresLog).length;
    const answer = await sendOnce(origin, row.request(withToken(row.person), 0));
    if (answer.status !== row.expected)
      throw new Error(`${name}, ${row.name}: ${answer.status} ${answer.body}`);
    const writes = row.person !== options.rows[0]?.person;
    // A writer's NOTIFY follows the answer, and its end is in the log before that of a statement sent later.
    const log = async () => readFileSync(options.postgresLog).subarray(start).toString();
    if (writes) while (!(await log()).includes('pg_notify')) await admin.query('SELECT 1');
    return {
      statements: statementsOf(await log(), APPLICATIONS[name]),
      headers: USED.filter((header) => answer.headers[header] !== undefined),
      body: shapeOf(answer.body, writes),
    };
  };

  try {
    for (const row of options.rows) {
      const [backend, peer] = [await ask(servers[0], row), await ask(servers[1], row)];
      for (const part of ['statements', 'headers', 'body'] as const) {
        if (isDeepStrictEqual(backend[part], peer[part])) continue;
        const [ours, theirs] = [backend[part], peer[part]].map((side) => JSON.stringify(side, null, 1));
        throw new Error(`${row.name}: the ${part} differ.\nbackend: ${ours}\npeer: ${theirs}`);
      }
      if (backend.statements.length === 0) throw new Error(`${row.name}: PostgreSQL logged no statement`);
    }
  } finally {
    await Promise.all(servers.map((running) => running.stop()));
    await admin.end();
  }
};
