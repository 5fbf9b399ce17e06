import { expect, test } from 'vitest';
import { readCases } from '../assistant/cases.js';
import { type FoundTask, type PlayedTurn, scoreCase } from '../assistant/score.js';

const LABELS = {
  id: 't-1',
  voice: 'terse',
  zone: 'Europe/Berlin',
  now: '2026-03-28T09:30',
  tasks: [{ title: 'Buy milk' }, { title: 'Buy milk powder', due: '2026-03-29T17:00', tags: ['home'] }],
  turns: ['finish the milk'],
  intents: ['complete'],
  after: [
    { title: 'Buy milk', done: true },
    { title: 'Buy milk powder', due: '2026-03-29T17:00', tags: ['home'] },
  ],
};
const labelled = (more: object = {}) => {
  const [one] = readCases(JSON.stringify([{ ...LABELS, ...more }]));
  if (one === undefined) throw new Error('no case');
  return one;
};

const milk: FoundTask = { id: 1, title: 'Buy milk', tags: [], done: false };
const powder: FoundTask = {
  id: 2,
  title: 'Buy milk powder',
  due: '2026-03-29T17:00',
  tags: ['home'],
  done: false,
};
const done = { ...milk, done: true };
const BEFORE = [milk, powder];

const turn = (tasks: FoundTask[], more: Partial<PlayedTurn> = {}): PlayedTurn => ({
  intents: [['complete']],
  reply: 'Done: task 1, “Buy milk”.',
  waiting: false,
  tasks,
  ms: 1,
  ...more,
});

test('what is as it must be is right, whatever the case of its first letter and its full stop', () => {
  const score = scoreCase(labelled(), BEFORE, [turn([{ ...done, title: 'buy milk.' }, powder])]);
  expect(score).toEqual({
    intents: [true],
    slots: { right: 2, all: 2 },
    state: true,
    wrongChanges: 0,
    destructive: 0,
    misses: [],
  });
});

test.each<[string, FoundTask[], { wrongChanges: number; destructive: number }]>([
  ['nothing was done', BEFORE, { wrongChanges: 0, destructive: 0 }],
  ['another task was completed', [milk, { ...powder, done: true }], { wrongChanges: 1, destructive: 0 }],
  ['another task was changed too', [done, { ...powder, tags: [] }], { wrongChanges: 1, destructive: 0 }],
  ['its time was changed too', [{ ...done, due: '2026-03-29' }, powder], { wrongChanges: 1, destructive: 0 }],
  [
    'a task was added too',
    [done, powder, { id: 3, title: 'The milk', tags: [], done: false }],
    { wrongChanges: 1, destructive: 0 },
  ],
  ['the task was deleted instead', [powder], { wrongChanges: 1, destructive: 1 }],
  ['another one was deleted too', [done], { wrongChanges: 1, destructive: 1 }],
])('a wrong state is seen: %s', (_, tasks, wrong) => {
  const score = scoreCase(labelled(), BEFORE, [turn(tasks)]);
  expect(score).toMatchObject({ state: false, ...wrong });
  expect(score.misses).not.toEqual([]);
});

test('what must be asked first is wrong when it is done at once, although it is done in the end', () => {
  const asks = labelled({
    turns: ['delete all', 'yes'],
    intents: ['delete', 'confirm'],
    asks: [1],
    after: [],
  });
  const question = turn(BEFORE, { intents: [['delete']], reply: 'May I?', waiting: true });
  const yes = turn([], { intents: [['confirm']], reply: 'Deleted 2 tasks.' });
  expect(scoreCase(asks, BEFORE, [question, yes])).toMatchObject({ state: true, destructive: 0 });
  const atOnce = { ...question, tasks: [] };
  expect(scoreCase(asks, BEFORE, [atOnce, yes])).toMatchObject({
    state: false,
    wrongChanges: 2,
    destructive: 2,
  });
  const unasked = { ...question, reply: 'Well.\n- what’s pending?', waiting: false };
  expect(scoreCase(asks, BEFORE, [unasked, yes]).misses).toEqual(['turn 1 should ask back']);
});

test('a reply must show and say what it must, and a longer title is not a shorter one', () => {
  const search = { turns: ['find milk'], intents: ['search'], after: LABELS.tasks };
  const reply = 'You have 1 task about “milk”:\n- #2 Buy milk powder (due tomorrow at 17:00)';
  const played = [turn(BEFORE, { intents: [['list', 'search']], reply })];
  const misses = (more: object) => scoreCase(labelled({ ...search, ...more }), BEFORE, played).misses;
  expect(
    misses({ shows: { 1: ['Buy milk powder'] }, hides: { 1: ['Buy milk'] }, says: { 1: ['1'] } }),
  ).toEqual([]);
  expect(
    misses({ shows: { 1: ['Buy milk'] }, hides: { 1: ['Buy milk powder'] }, says: { 1: ['7'] } }),
  ).toEqual([
    'turn 1 should show “Buy milk”',
    'turn 1 should not show “Buy milk powder”',
    'turn 1 should say “7”',
  ]);
});

test('several wishes in one message are read right in any order, and one more or less is not', () => {
  const both = labelled({ intents: ['add+complete'] });
  const read = (...intents: PlayedTurn['intents']) =>
    scoreCase(both, BEFORE, [turn([done, powder], { intents })]).intents;
  expect(read(['complete'], ['add'])).toEqual([true]);
  expect(read(['add'])).toEqual([false]);
  expect(read(['complete'], ['add'], ['delete'])).toEqual([false]);
});

test('a case that is not in the form is refused with its place', () => {
  expect(() => labelled({ intents: [] })).toThrow(/one intent for each turn/);
  expect(() => labelled({ after: [{ titel: 'x' }] })).toThrow(/after/);
  expect(() => labelled({ kind: 'harmless' })).toThrow(/as it was/);
});
