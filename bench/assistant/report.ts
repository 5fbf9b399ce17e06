import { median, percentile, table } from '../numbers.js';
import type { LabelledCase } from './cases.js';
import type { PlayedTurn, Score } from './score.js';

export interface PlayedCase {
  labelled: LabelledCase;
  turns: PlayedTurn[];
  score: Score;
}

/** Share of cases with the right state, and milliseconds of a turn, p95. */
export interface Bars {
  state: number;
  turnMs: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
export const share = (right: number, all: number): string =>
  all === 0 ? '–' : `${((100 * right) / all).toFixed(1)} %`;

const HEAD = [
  'cases',
  'turns',
  'intent right',
  'slots right',
  'state right',
  'wrong changes',
  'destroyed unasked',
  'turn p50 ms',
  'p95 ms',
];

/** How many of what there is were right. */
const measures = (played: readonly PlayedCase[]): string[] => {
  const intents = played.flatMap(({ score }) => score.intents);
  const times = played.flatMap(({ turns }) => turns.map(({ ms }) => ms));
  return [
    String(played.length),
    String(intents.length),
    share(intents.filter(Boolean).length, intents.length),
    share(sum(played.map(({ score }) => score.slots.right)), sum(played.map(({ score }) => score.slots.all))),
    share(played.filter(({ score }) => score.state).length, played.length),
    String(sum(played.map(({ score }) => score.wrongChanges))),
    String(sum(played.map(({ score }) => score.destructive))),
    median(times).toFixed(1),
    percentile(times, 0.95).toFixed(1),
  ];
};

const groups = (
  played: readonly PlayedCase[],
  namesOf: (one: LabelledCase) => readonly string[],
): [string, PlayedCase[]][] => {
  const found = new Map<string, PlayedCase[]>();
  for (const one of played)
    for (const name of new Set(namesOf(one.labelled))) found.set(name, [...(found.get(name) ?? []), one]);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
};

const held = (holds: boolean): string => (holds ? 'yes' : 'NO');

/** Whether a half meets the bars, each in words. */
export const barsOf = (played: readonly PlayedCase[], { state, turnMs }: Bars): string => {
  const right = played.filter(({ score }) => score.state).length / played.length;
  const destroyed = sum(played.map(({ score }) => score.destructive));
  const p95 = percentile(
    played.flatMap(({ turns }) => turns.map(({ ms }) => ms)),
    0.95,
  );
  return [
    `State right at least ${100 * state} %: ${held(right >= state)}.`,
    `Nothing destroyed unasked: ${held(destroyed === 0)}.`,
    `Turn below ${turnMs} ms p95: ${held(p95 < turnMs)}.`,
  ].join(' ');
};

/** The scores of a half: all of it, and the cases that have each intent, each voice, each time zone. */
export const scoresOf = (played: readonly PlayedCase[]): string => {
  const rows = [
    ['all', ...measures(played)],
    ...groups(played, ({ intents }) => intents.flat()).map(([name, cases]) => [name, ...measures(cases)]),
    ...groups(played, ({ kind }) => (kind === undefined ? [] : [kind])).map(([name, cases]) => [
      name,
      ...measures(cases),
    ]),
    ...groups(played, ({ voice }) => [`voice: ${voice}`]).map(([name, cases]) => [name, ...measures(cases)]),
    ...groups(played, ({ zone }) => [zone]).map(([name, cases]) => [name, ...measures(cases)]),
  ];
  return table([['cases with', ...HEAD], ...rows]);
};

export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ⏎ ');

/** What was said in each case that missed, and what was missed. */
export const missesOf = (played: readonly PlayedCase[]): string => {
  const missed = played.filter(({ score }) => !score.state);
  if (missed.length === 0) return 'None.';
  const rows = missed.map(({ labelled, score }) => [
    labelled.id,
    cell(labelled.turns.map((said) => `“${said}”`).join(' → ')),
    cell(score.misses.join('; ')),
  ]);
  return table([['case', 'said', 'missed'], ...rows]);
};
