import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuModel, layOutCores } from '../machine.js';
import { ROOT } from '../root.js';
import { type LabelledCase, loadCases } from './cases.js';
import { dateDifferences, datedMessages, dateScores, readBoth } from './dates.js';
import { playCase } from './play.js';
import { barsOf, missesOf, type PlayedCase, scoresOf } from './report.js';
import { scoreCase } from './score.js';
import { startStage } from './stage.js';

const SETS = join(ROOT, 'bench', 'assistant');
const RESULTS = join(ROOT, 'bench', 'results', 'assistant.md');
const DATES = join(ROOT, 'bench', 'results', 'assistant-dates.md');
const HALVES = {
  tuned: {
    title: '## The tuned half',
    state: 0.97,
    files: [
      'tuned.json',
      'tuned-harder.json',
      'tuned-later.json',
      'tuned-fresh.json',
      'tuned-latest.json',
      'tuned-combined.json',
    ],
  },
  // Each is played once, when it is as good as it will be: whoever plays it again tunes to its score.
  first: { title: '## The first held half', state: 0.92, files: ['held.json'] },
  held: { title: '## The second held half', state: 0.92, files: ['held-second.json'] },
} as const;
type Half = keyof typeof HALVES;

const casesOf = (half: Half): LabelledCase[] =>
  HALVES[half].files.flatMap((file) => loadCases(join(SETS, file)));
const TURN_MS = 30;
/** Cases played before those that count: code is compiled and connections are opened. */
const WARM_UP = 20;

/** Plays every case against a backend and an MCP server of its own, one after the other. */
const play = async (cases: readonly LabelledCase[]): Promise<PlayedCase[]> => {
  const stage = await startStage({ pin: layOutCores().forServer });
  try {
    for (const one of cases.slice(0, WARM_UP)) await playCase(stage, { ...one, id: `warm-up-${one.id}` });
    const played = [];
    for (const labelled of cases) played.push({ labelled, ...(await playCase(stage, labelled)) });
    return played.map(({ labelled, before, turns }) => ({
      labelled,
      turns,
      score: scoreCase(labelled, before, turns),
    }));
  } finally {
    await stage.close();
  }
};

/** A part of a report that was made earlier. */
const kept = (file: string, title: string): string => {
  const report = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const at = report.indexOf(title);
  if (at === -1) return `${title}\n\nNot played yet.`;
  const end = report.indexOf('\n## ', at + 1);
  return report.slice(at, end === -1 ? undefined : end).trim();
};

/** Writes a report with a new section for one half, and the other half's as it was. */
const write = (file: string, about: readonly string[], half: Half, section: string): void => {
  const sections = Object.entries(HALVES).map(([name, { title }]) =>
    name === half ? section : kept(file, title),
  );
  writeFileSync(file, `${[...about, ...sections].join('\n\n')}\n`);
  console.log(section);
};

const sectionOf = (half: Half, played: readonly PlayedCase[]): string => {
  const { title, state } = HALVES[half];
  const day = new Date().toISOString().slice(0, 10);
  return [
    title,
    `Played on ${day}: Node ${process.version}, ${cpuModel()}. ${barsOf(played, { state, turnMs: TURN_MS })}`,
    scoresOf(played),
    // Whoever looks at the misses of a held half has tuned to it.
    ...(half === 'tuned' ? ['### Misses', missesOf(played)] : []),
  ].join('\n\n');
};

const bench = async (half: Half): Promise<void> => {
  const section = sectionOf(half, await play(casesOf(half)));
  const about = [
    '# How well the assistant understands',
    'Made by `pnpm bench:assistant`: people’s words with the tasks that they have and what must be true afterwards,' +
      ' played over the chat API of a backend with its MCP server and PostgreSQL; the built-in model answers. Each' +
      ' case is a new person in a time zone, at a time that both servers are made to believe from outside.',
    'State right: all tasks are as they must be in every field, the reply shows and says what it must, and asks where' +
      ' it must ask. Intent right: of the turns. Slots right: of the fields of new and changed tasks and of what' +
      ' replies must show. Wrong changes: tasks changed otherwise than asked for. Time of a turn: from the request to' +
      ' the last event of its stream, on a new connection, of a person whose page has asked which model answers, less the time between the begin and the end of its calls of' +
      ' tools.',
  ];
  write(RESULTS, about, half, section);
};

/** Dates alone: nothing has to be started for them. */
const benchDates = (half: Half): void => {
  const cases = casesOf(half);
  const readings = datedMessages(cases).map(readBoth);
  const about = [
    '# Dates in words: chrono-node and ours',
    'Made by `pnpm bench:assistant --dates` from the messages of the labelled set that say when a new task is due, or one' +
      ' without a date, and from those that add a task without one. Both are given the message as it was said, the' +
      ' instant and the time zone. chrono-node, which ours reads dates of the calendar with, is called with' +
      ' `forwardDate` and the zone’s offset; its first date counts where one is wanted, an hour counts as said when it' +
      ' is certain, and a span of time (“in 4 hours”) is put on the person’s clock as the instant that it is. Ours is' +
      ' the parser of the assistant, which has to find the wish and the title as well. It was tuned to the tuned half;' +
      ' chrono-node was not.',
    'Of 51 dates in fresh messages, before it was tuned to them (2026-11-22), each read 40 right: chrono-node missed 8 that' +
      ' ours read, mostly in words that it does not know, and ours 8 that chrono-node read, where it did not see that' +
      ' something was wished for.',
    'What must be is what the labels say: “in the morning” is 09:00, a bare hour up to 7 is in the afternoon. A message in' +
      ' which both are right is not listed. Left out are cases of several turns, and those about a date that a task had' +
      ' before: there what was said or was there before decides as well.',
  ];
  const section = [
    HALVES[half].title,
    `${readings.length} messages of ${cases.length} cases.`,
    dateScores(readings),
    // Whoever looks at the misses of a held half has tuned to it.
    ...(half === 'tuned' ? [dateDifferences(readings)] : []),
  ].join('\n\n');
  write(DATES, about, half, section);
};

const { values } = parseArgs({
  options: {
    held: { type: 'boolean', default: false },
    dates: { type: 'boolean', default: false },
    /** Cases of a file of their own, in the form of the halves: their scores are printed and not kept. */
    file: { type: 'string' },
  },
});
const half: Half = values.held ? 'held' : 'tuned';
if (values.file !== undefined) console.log(sectionOf('tuned', await play(loadCases(values.file))));
else if (values.dates) benchDates(half);
else await bench(half);
