import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  call,
  callTools,
  type ModelStub,
  say as reply,
  type ScriptStep,
  startModelStub,
} from '@todo/model-stub';
import { createTestDatabase, startPostgres } from '@todo/postgres';
import { migrate } from '@todo/tasks';
import { cpuModel, layOutCores } from './machine.js';
import { percentile, table } from './numbers.js';
import { type Person, signUp, withCookie } from './people.js';
import { SECRET, startBackendAt } from './servers.js';
import { answers, type Place, startServer } from './start.js';
import { takeTurn } from './turn.js';

const RESULTS = fileURLToPath(new URL('../results/chat.md', import.meta.url));
const MCP = fileURLToPath(new URL('../../apps/mcp/', import.meta.url));
/** Milliseconds that the model takes for each of its answers. */
const MODEL_MS = 100;
const TURNS = 200;
/** What a person takes to read and to write, ms, when several talk at once; by chance, half of it to one and a half. */
const THINK_MS = 1_000;
/** Turns before those that count: code is compiled and connections are opened. */
const WARM_UP = 20;
const BAR_MS = 50;

const log = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

interface Case {
  name: string;
  people: number;
  /** What the model says, one turn after the other. */
  script: ScriptStep[];
  /** Its answers in a turn. */
  steps: number;
  /** Null: the built-in model, which takes no time that is not ours. */
  endpoint: boolean;
}

const words = reply(['There ', 'you ', 'are.'], { firstTokenMs: MODEL_MS });
const cases = (people: number): Case[] => [
  { name: 'a reply', people, script: [words], steps: 1, endpoint: true },
  {
    name: 'a tool call and a reply',
    people,
    script: [
      {
        reply: ({ messages }) =>
          messages.at(-1)?.role === 'tool'
            ? words
            : callTools([call('list_tasks', { status: 'pending' })], { firstTokenMs: MODEL_MS }),
      },
    ],
    steps: 2,
    endpoint: true,
  },
  { name: 'built-in model: a tool call and a reply', people, script: [], steps: 0, endpoint: false },
];

const measure = async (
  origin: string,
  people: Person[],
  { people: count, steps }: Case,
): Promise<{ first: number[]; total: number[] }> => {
  const first: number[] = [];
  const total: number[] = [];
  const work = async (person: Person): Promise<void> => {
    for (let turn = 0; turn < WARM_UP / count + TURNS / count; turn += 1) {
      if (count > 1) await delay(THINK_MS * (0.5 + Math.random()));
      const said = { message: 'what is pending?' };
      const took = await takeTurn(origin, { ...person, headers: withCookie(person) }, said);
      const { status, response } = took.turn;
      if (status !== 'done' || response === '') throw new Error(`the turn ended ${status}: ${response}`);
      if (turn < WARM_UP / count) continue;
      first.push(took.first - steps * MODEL_MS);
      total.push(took.total - steps * MODEL_MS);
    }
  };
  await Promise.all(people.slice(0, count).map(work));
  return { first, total };
};

const bench = async (): Promise<void> => {
  const cores = layOutCores();
  const folder = mkdtempSync(join(tmpdir(), 'todo-bench-'));
  const postgres = await startPostgres({ durable: false, logFile: join(folder, 'postgres.log') });
  let stub: ModelStub | undefined;
  try {
    const rows = [
      [
        'turn',
        'people at once',
        'turns',
        'p50 ms',
        'p95 ms',
        'max ms',
        'first text p95 ms',
        `p95 below ${BAR_MS}`,
      ],
    ];
    for (const people of [1, 10])
      for (const one of cases(people)) {
        const { url: databaseUrl } = await createTestDatabase(postgres.url);
        await migrate({ connectionString: databaseUrl });
        const place: Place = { pin: cores.forServer, folder };
        stub = await startModelStub({
          script: one.script.map((step) => ({ ...step, repeat: 'forever' as const })),
        });
        const mcp = await startServer(place, {
          name: 'mcp',
          args: [join(MCP, 'dist', 'main.js')],
          env: { DATABASE_URL: databaseUrl, JWT_SECRET: SECRET, DRAIN_DELAY_MS: '0' },
          isUp: answers('/health', 200),
        });
        const backend = await startBackendAt(place, databaseUrl, {
          DRAIN_DELAY_MS: '0',
          MCP_URL: `${mcp.origin}/mcp`,
          ASSISTANT_TURNS_PER_DAY: '100000',
          ...(one.endpoint ? { OPENAI_BASE_URL: stub.url, OPENAI_MODEL: 'scripted' } : {}),
        });
        const accounts: Person[] = [];
        for (let index = 0; index < people; index += 1)
          accounts.push(await signUp(backend.origin, `person-${index}@example.com`));
        const { first, total } = await measure(backend.origin, accounts, one);
        const p95 = percentile(total, 0.95);
        rows.push([
          one.name,
          String(people),
          String(total.length),
          percentile(total, 0.5).toFixed(0),
          p95.toFixed(0),
          Math.max(...total).toFixed(0),
          percentile(first, 0.95).toFixed(0),
          p95 < BAR_MS ? 'yes' : 'NO',
        ]);
        log(`${one.name}, ${people} at once: p95 ${p95.toFixed(0)} ms`);
        await Promise.all([backend.stop(), mcp.stop(), stub.close()]);
      }
    const text = [
      '# What a turn of the assistant takes beyond its model',
      `Made by \`pnpm bench:chat\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpuModel()}, ${cores.description}.`,
      `The time from the request to the last event of its stream, less the ${MODEL_MS} ms that the scripted model takes for` +
        ' each of its answers; the built-in model is part of what is measured. Backend and MCP server share one core;' +
        ' the model, the load and PostgreSQL the other. A new connection for each turn. One person talks without' +
        ' a pause, ten with a second between their turns.',
      table(rows),
    ].join('\n\n');
    writeFileSync(RESULTS, `${text}\n`);
    console.log(`\n${text}`);
  } finally {
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

await bench();
