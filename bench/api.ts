import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, startPostgres } from '@todo/postgres';
import { migrate } from '@todo/tasks';
import { cpuTable, measureCpu } from './cpu.js';
import { cpuModel, layOutCores } from './machine.js';
import { table } from './numbers.js';
import { giveTasks, signUp } from './people.js';
import { createRows } from './rows.js';
import { checkSameWork } from './same-work.js';
import { BACKEND_COMMAND, startBackend, startPeer } from './servers.js';
import { burstTable, measureService, memoryTable } from './sign-ins.js';

const TASKS = 1000;
const ROUNDS = 4;
const RESULTS = fileURLToPath(new URL('../results/api.md', import.meta.url));

const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

const report = (cores: string, tables: string[][][]): string =>
  [
    '# What the backend costs',
    `Made by \`pnpm bench:api\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpuModel()}, ${cores}.`,
    `CPU time of the server per request, user and kernel, median (lowest to highest) of ${ROUNDS} interleaved rounds,` +
      ' 16 connections. The peer is a bare `node:http` server over pg with the same token check, statements,' +
      ' pool and answers; that both do the same work is checked against the log of PostgreSQL in each run. A user' +
      ` with ${TASKS} tasks. The backend runs as its start script has it (\`${BACKEND_COMMAND}\`) and logs each request` +
      ' to a file; the peer runs without flags.',
    ...tables.map(table),
  ].join('\n\n');

const bench = async (): Promise<void> => {
  if (process.platform !== 'linux')
    throw new Error('This needs Linux: it reads CPU time and memory from /proc.');
  const cores = layOutCores();
  const folder = mkdtempSync(join(tmpdir(), 'todo-bench-'));
  const postgres = await startPostgres({ durable: false, logFile: join(folder, 'postgres.log') });
  try {
    const { url: databaseUrl } = await createTestDatabase(postgres.url);
    await migrate({ connectionString: databaseUrl });
    const server = { databaseUrl, cores, folder };

    const backend = await startBackend(server);
    const [reader, writer] = [
      await signUp(backend.origin, 'reader@example.com'),
      await signUp(backend.origin, 'writer@example.com'),
    ];
    for (const person of [reader, writer]) await giveTasks(databaseUrl, person, TASKS);
    const rows = createRows(reader, writer);
    await checkSameWork({ adminUrl: postgres.url, postgresLog: join(folder, 'postgres.log'), server, rows });
    say('backend and peer do the same work');

    const peer = await startPeer(server);
    const cpu = await measureCpu(backend, peer, rows, ROUNDS, say);
    await Promise.all([backend.stop(), peer.stop()]);

    const fresh = await startBackend(server);
    const service = await measureService(fresh, rows, say);
    await fresh.stop();

    const text = report(cores.description, [
      cpuTable(cpu),
      burstTable(service.bursts),
      memoryTable(service.memory),
    ]);
    writeFileSync(RESULTS, `${text}\n`);
    console.log(`\n${text}`);
  } finally {
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

await bench();
