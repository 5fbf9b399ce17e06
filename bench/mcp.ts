import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createAccessTokens } from '@todo/auth';
import { SCOPES } from '@todo/contracts';
import { createTestDatabase, startPostgres } from '@todo/postgres';
import { createDatabase, migrate } from '@todo/tasks';
import { type Request, sendMany, sendOnce } from './load.js';
import { cpuModel, cpuTime, layOutCores, peakMemory, residentMemory } from './machine.js';
import { median, spread, table } from './numbers.js';
import { giveTasks } from './people.js';
import { MCP_COMMAND, type RunningMcp, SECRET, startMcp, startMcpPeer } from './servers.js';

const TASKS = 1000;
const ROUNDS = 4;
const CONNECTIONS = 16;
/** V8 gives back what a start has left behind when nothing was done for 8 s, in two steps; ms. */
const SETTLE_MS = 20_000;
/** Milliseconds of CPU that a list of 50 may cost, and MiB that the process may have. */
const BARS = { list: 1.5, idle: 80, load: 140 };
const RESULTS = fileURLToPath(new URL('../results/mcp.md', import.meta.url));

const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
const verdict = (held: boolean): string => (held ? 'yes' : 'NO');

interface Row {
  name: string;
  /** Calls per slice. */
  count: number;
  userId: string;
  tool: string;
  args: (index: number) => object;
}

const READER = 'reader';
const WRITER = 'writer';

const ROWS: Row[] = [
  { name: 'list_tasks, 50', count: 800, userId: READER, tool: 'list_tasks', args: () => ({ limit: 50 }) },
  {
    name: 'get_task',
    count: 2000,
    userId: READER,
    tool: 'get_task',
    args: (index) => ({ task_id: (index % TASKS) + 1 }),
  },
  {
    name: 'add_task',
    count: 1000,
    userId: WRITER,
    tool: 'add_task',
    args: (index) => ({ title: `Buy milk ${index}`, priority: 'high', tags: ['home'] }),
  },
];

/** Calls as the SDK's client sends them, with a new access token, which lasts five minutes. */
const callsOf = ({ userId, tool, args }: Row): ((index: number) => Request) => {
  const token = createAccessTokens({ secret: SECRET }).mint({ userId, scopes: SCOPES }, 'mcp');
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
  };
  return (index) => {
    const params = { name: tool, arguments: args(index) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: index, method: 'tools/call', params });
    return { method: 'POST', path: '/mcp', headers, body };
  };
};

/** Microseconds of CPU per call, user and kernel; half a slice runs before it. */
const cpuPerCall = async ({ origin, pid }: RunningMcp, row: Row): Promise<number> => {
  const load = { connections: CONNECTIONS, expected: 200, request: callsOf(row) };
  await sendMany(origin, { ...load, count: row.count / 2 });
  const before = cpuTime(pid);
  const shed = await sendMany(origin, { ...load, count: row.count });
  if (shed > 0) throw new Error(`${shed} calls were sent away: this machine has too much else to do.`);
  return ((cpuTime(pid) - before) * 1000) / row.count;
};

/** That both answer the same, but for numbers of tasks and of requests. */
const checkSameAnswers = async (ours: RunningMcp, peer: RunningMcp): Promise<void> => {
  for (const row of ROWS) {
    const [one, other] = await Promise.all(
      [ours, peer].map(async ({ origin }) => {
        const { body } = await sendOnce(origin, callsOf(row)(0));
        return body.replaceAll(/(task_id\W+)\d+/g, '$1n').length;
      }),
    );
    if (one !== other) throw new Error(`${row.name}: the answers of server and peer differ in length`);
  }
};

const bench = async (): Promise<void> => {
  if (process.platform !== 'linux')
    throw new Error('This needs Linux: it reads CPU time and memory from /proc.');
  const cores = layOutCores();
  const folder = mkdtempSync(join(tmpdir(), 'todo-bench-'));
  const postgres = await startPostgres({ durable: false });
  try {
    const { url: databaseUrl } = await createTestDatabase(postgres.url);
    await migrate({ connectionString: databaseUrl });
    const database = createDatabase({ connectionString: databaseUrl });
    for (const userId of [READER, WRITER])
      await database.query(
        `INSERT INTO users (id, name, email, email_verified) VALUES ($1, '', $1 || '@example.com', false)`,
        [userId],
      );
    await database.end();
    await giveTasks(databaseUrl, { userId: READER }, TASKS);

    const options = { databaseUrl, cores, folder };
    const [ours, peer] = [await startMcp(options), await startMcpPeer(options)];
    say('memory: idle');
    await delay(SETTLE_MS);
    const idle = residentMemory(ours.pid);
    await checkSameAnswers(ours, peer);

    const cpu = ROWS.map(({ name }) => ({ name, ours: [] as number[], peer: [] as number[] }));
    const load = await peakMemory(ours.pid, async () => {
      // The first round is for the compilers of V8 and the caches of PostgreSQL.
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const [index, row] of ROWS.entries())
          for (const [server, times] of [
            [peer, cpu[index]?.peer],
            [ours, cpu[index]?.ours],
          ] as const) {
            const time = await cpuPerCall(server, row);
            if (round > 0) times?.push(time);
          }
        say(round === 0 ? 'warmed up' : `round ${round} of ${ROUNDS}`);
      }
    });
    await Promise.all([ours.stop(), peer.stop()]);

    const list = median(cpu[0]?.ours ?? []) / 1000;
    const text = [
      '# What the MCP server costs',
      `Made by \`pnpm bench:mcp\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpuModel()}, ${cores.description}.`,
      `CPU time of the server per \`tools/call\`, user and kernel, median (lowest to highest) of ${ROUNDS} interleaved rounds,` +
        ` ${CONNECTIONS} connections, a user with ${TASKS} tasks. The peer is the SDK's \`McpServer\` as its README has it,` +
        ' made anew for each request, with the same tools, token check and SQL, and without the checks of Host and' +
        ` Origin, log and metrics. Ours runs as its start script has it (\`${MCP_COMMAND}\`) and logs to a file.`,
      table([
        ['call', 'peer µs', 'ours µs', 'peer / ours'],
        ...cpu.map(({ name, ours: mine, peer: theirs }) => [
          name,
          spread(theirs, 0),
          spread(mine, 0),
          spread(
            mine.map((time, index) => (theirs[index] ?? Number.NaN) / time),
            2,
          ),
        ]),
      ]),
      table([
        ['what', 'measured', 'bar', 'held'],
        ['`list_tasks` of 50', `${list.toFixed(2)} ms CPU`, `≤ ${BARS.list}`, verdict(list <= BARS.list)],
        ['memory (RSS), idle', `${idle.toFixed(0)} MB`, `≤ ${BARS.idle}`, verdict(idle <= BARS.idle)],
        ['under load, peak', `${load.toFixed(0)} MB`, `≤ ${BARS.load}`, verdict(load <= BARS.load)],
      ]),
    ].join('\n\n');
    writeFileSync(RESULTS, `${text}\n`);
    console.log(`\n${text}`);
  } finally {
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

await bench();
