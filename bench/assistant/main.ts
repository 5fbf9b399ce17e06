import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuModel, layOutCores } from '../machine.js';
import { ROOT } from '../root.js';
import { type LabelledCase, loadCases } from './cases.js';
import { playCase } from './play.js';
import { barsOf, missesOf, type PlayedCase, scoresOf } from './report.js';
import { scoreCase } from './score.js';
import { startStage } from './stage.js';

const SETS = join(ROOT, 'bench', 'assistant');
const RESULTS = join(ROOT, 'bench', 'results', 'assistant.md');
const HALVES = {
  tuned: { title: '## The tuned half', state: 0.97 },
  held: { title: '## The held half', state: 0.92 },
} as const;
type Half = keyof typeof HALVES;
const TURN_MS = 30;
/** Cases played before those that count: code is compiled and connections are opened. */
const WARM_UP = 20;

/** Plays every case against a backend and an MCP server of its own, one after the other. */
const play = async (cases: readonly LabelledCase[]): Promise<PlayedCase[]> => {
  const stage = await startStage({ pin: layOutCores().forServer });
  try {
    for (const one of cases.slice(0, WARM_UP)) await playCase(stage, { ...one, id: `warm-up-${one.id}` });
    const played: PlayedCase[] = [];
    for (const labelled of cases) {
      const { before, turns } = await playCase(stage, labelled);
      played.push({ labelled, turns, score: scoreCase(labelled, before, turns) });
    }
    return played;
  } finally {
    await stage.close();
  }
};

/** A part of the report that was made earlier. */
const kept = (title: string): string => {
  const report = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '';
  const at = report.indexOf(title);
  if (at === -1) return `${title}\n\nNot played yet.`;
  const end = report.indexOf('\n## ', at + 1);
  return report.slice(at, end === -1 ? undefined : end).trim();
};

const sectionOf = (half: Half, played: readonly PlayedCase[]): string => {
  const { title, state } = HALVES[half];
  const day = new Date().toISOString().slice(0, 10);
  return [
    title,
    `Played on ${day}: Node ${process.version}, ${cpuModel()}. ${barsOf(played, { state, turnMs: TURN_MS })}`,
    scoresOf(played),
    // Whoever looks at the misses of the held half has tuned to it.
    ...(half === 'tuned' ? ['### Misses', missesOf(played)] : []),
  ].join('\n\n');
};

const bench = async (): Promise<void> => {
  const { values } = parseArgs({ options: { held: { type: 'boolean', default: false } } });
  const half: Half = values.held ? 'held' : 'tuned';
  const section = sectionOf(half, await play(loadCases(join(SETS, `${half}.json`))));
  const text = [
    '# How well the assistant understands',
    'Made by `pnpm bench:assistant`: people’s words with the tasks that they have and what must be true afterwards,' +
      ' played over the chat API of a backend with its MCP server and PostgreSQL; the built-in model answers. Each' +
      ' case is a new person in a time zone, at a time that both servers are made to believe from outside.',
    'State right: all tasks are as they must be in every field, the reply shows and says what it must, and asks where' +
      ' it must ask. Intent right: of the turns. Slots right: of the fields of new and changed tasks and of what' +
      ' replies must show. Wrong changes: tasks changed otherwise than asked for. Time of a turn: from the request to' +
      ' the last event of its stream, on a new connection, less the time between the begin and the end of its calls of' +
      ' tools.',
    ...Object.entries(HALVES).map(([name, { title }]) => (name === half ? section : kept(title))),
  ].join('\n\n');
  writeFileSync(RESULTS, `${text}\n`);
  console.log(section);
};

await bench();
