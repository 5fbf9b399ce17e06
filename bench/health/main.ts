import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTestDatabase, startPostgres } from '@todo/postgres';
import { migrate } from '@todo/tasks';
import { cpuModel, layOutCores } from '../machine.js';
import { giveTasks, signUp } from '../people.js';
import { startBackendAt } from '../servers.js';
import { CONTESTANTS, type World } from './contestants.js';
import { lostOf } from './judge.js';
import { measureProbes } from './probes.js';
import { createRandom } from './random.js';
import {
  FILES,
  type Outcome,
  PROBES_HEADING,
  probeSection,
  restartSection,
  type Section,
  TITLE,
} from './report.js';
import { MAX_PAUSE_MS, restart } from './restart.js';

const RESULTS = fileURLToPath(new URL('../../results/', import.meta.url));
/** As many as a page of the list, and some more. */
const TASKS = 200;
const SEED = 1;
/** How often a restart is tried in which the load itself pauses; the last is kept, and the report says so. */
const MAX_ATTEMPTS = 3;

const FULL = {
  restarts: 10,
  requests: 5_020,
  warmMs: 1_000,
  probes: { warmMs: 1_500, capacityMs: 2_000, askMs: 3_000, idleProbes: 1_000 },
};
const QUICK = {
  restarts: 1,
  requests: 1_000,
  warmMs: 500,
  probes: { warmMs: 500, capacityMs: 1_000, askMs: 1_000, idleProbes: 300 },
};

const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** @throws {Error} for an option that there is not, and for a contestant that there is not */
const readArguments = () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      part: { type: 'string' },
      restarts: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  if (values.part !== undefined && values.part !== 'restarts' && values.part !== 'probes')
    throw new Error('--part is restarts or probes; both without it');
  const parts = { restarts: values.part !== 'probes', probes: values.part !== 'restarts' };
  for (const key of values.only) {
    if (CONTESTANTS.some((contestant) => contestant.key === key)) continue;
    throw new Error(`--only=${key}: there are ${CONTESTANTS.map((contestant) => contestant.key).join(', ')}`);
  }
  const plan = { ...(values.quick ? QUICK : FULL) };
  if (values.restarts !== undefined) plan.restarts = Number(values.restarts);
  if (!Number.isInteger(plan.restarts) || plan.restarts < 1)
    throw new Error('--restarts must be a number from 1 on');
  const contestants = CONTESTANTS.filter(({ key }) => values.only.length === 0 || values.only.includes(key));
  const whole = contestants.length === CONTESTANTS.length && !values.quick && plan.restarts >= FULL.restarts;
  return { plan, parts, contestants, whole };
};

const measureRestarts = async (world: World, outcomes: Outcome[], plan: typeof FULL): Promise<void> => {
  const random = createRandom(SEED);
  for (let round = 1; round <= plan.restarts; round += 1) {
    for (const { contestant, restarts } of outcomes) {
      if (contestant.isFloor) continue;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const result = await restart(contestant, world, { ...plan, random });
        const paused = result.late.max > MAX_PAUSE_MS;
        say(
          `restart ${round} of ${plan.restarts}, ${contestant.name}: lost ${lostOf(result.busy)} of` +
            ` ${result.busy.answered} busy, ${lostOf(result.resting)} of ${result.resting.answered} resting` +
            (paused ? `; the load paused for ${result.late.max.toFixed(0)} ms` : ''),
        );
        if (paused && attempt < MAX_ATTEMPTS) continue;
        restarts.push(result);
        break;
      }
    }
  }
};

const measureAllProbes = async (world: World, outcomes: Outcome[], plan: typeof FULL): Promise<void> => {
  for (const outcome of outcomes) {
    say(`probes, ${outcome.contestant.name}`);
    outcome.probes = await measureProbes(outcome.contestant, world, plan.probes);
  }
};

/** Writes the parts that were measured; the page keeps the other one as it is. */
const write = ({ restarts, probes }: { restarts?: Section; probes?: Section }): void => {
  const page = join(RESULTS, FILES.report);
  const [before = '', after = ''] = readFileSync(page, 'utf8').split(
    new RegExp(`^(?=${PROBES_HEADING}$)`, 'm'),
  );
  const parts = [
    restarts ? `${TITLE}\n\n${restarts.text}` : before.trimEnd(),
    probes?.text ?? after.trimEnd(),
  ];
  writeFileSync(page, `${parts.join('\n\n')}\n`);
  for (const section of [restarts, probes]) {
    if (section) writeFileSync(join(RESULTS, section.chart.file), section.chart.svg);
  }
};

const bench = async (): Promise<void> => {
  if (process.platform !== 'linux')
    throw new Error('This needs Linux: it pins processes to cores, and reads CPU time from /proc.');
  const { plan, parts, contestants, whole } = readArguments();
  const cores = layOutCores();
  const folder = mkdtempSync(join(tmpdir(), 'todo-bench-'));
  const postgres = await startPostgres({ durable: false, logFile: join(folder, 'postgres.log') });
  try {
    const { url: databaseUrl } = await createTestDatabase(postgres.url);
    await migrate({ connectionString: databaseUrl });
    // Beside the load, because nothing of it is measured.
    const backend = await startBackendAt({ folder }, databaseUrl);
    const person = await signUp(backend.origin, 'person@example.com');
    await giveTasks(databaseUrl, person, TASKS);
    const world: World = {
      place: { pin: cores.forServer, folder },
      databaseUrl,
      backendOrigin: backend.origin,
      person,
    };

    const outcomes = contestants.map((contestant): Outcome => ({ contestant, restarts: [], probes: [] }));
    const machine = `Node ${process.version}, ${cpuModel()}, ${cores.description}`;
    const sections: { restarts?: Section; probes?: Section } = {};
    if (parts.restarts) {
      await Promise.race([measureRestarts(world, outcomes, plan), interrupted]);
      sections.restarts = restartSection(machine, outcomes);
    }
    if (parts.probes) {
      await Promise.race([measureAllProbes(world, outcomes, plan), interrupted]);
      sections.probes = probeSection(machine, outcomes);
    }
    await backend.stop();
    for (const section of Object.values(sections)) console.log(`\n${section.text}`);
    if (whole) write(sections);
    else say('this was not all of it, so nothing is written');
  } finally {
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Every process that we started ends with us; what is left to do is to clean up. */
const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => reject(new Error(`ended by ${signal}`)));
});
interrupted.catch(() => {});

try {
  await bench();
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
