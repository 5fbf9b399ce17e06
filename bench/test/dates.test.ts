import { describe, expect, test } from 'vitest';
import { type LabelledTask, readCases } from '../assistant/cases.js';
import { dateDifferences, datedMessages, dateScores, instantOf, readBoth } from '../assistant/dates.js';

const CASE = {
  id: 't-1',
  voice: 'terse',
  zone: 'Europe/Berlin',
  now: '2026-03-28T23:30',
  tasks: [] as LabelledTask[],
  turns: ['add turn off the oven in 4 hours'],
  intents: ['add'],
  after: [{ title: 'Turn off the oven', due: '2026-03-29T04:30' }] as LabelledTask[],
};
const messages = (...changes: Partial<typeof CASE>[]) =>
  datedMessages(
    readCases(JSON.stringify(changes.map((change, at) => ({ ...CASE, ...change, id: `t-${at}` })))),
  );
const read = (...changes: Partial<typeof CASE>[]) => messages(...changes).map(readBoth);

test.each([
  ['2026-03-28T23:30', 'Europe/Berlin', '2026-03-28T22:30:00.000Z'],
  ['2026-03-29T12:00', 'Europe/Berlin', '2026-03-29T10:00:00.000Z'],
  ['2026-04-05T01:00', 'Australia/Lord_Howe', '2026-04-04T14:00:00.000Z'],
  ['2026-03-04T10:00', 'Asia/Kolkata', '2026-03-04T04:30:00.000Z'],
])('%s in %s is %s', (wall, zone, instant) => {
  expect(instantOf(wall, zone).toISOString()).toBe(instant);
});

describe('chrono-node is asked as somebody would who knows it', () => {
  test('hours count over a change of the clock, as the instant that they are', () => {
    expect(read({})[0]).toMatchObject({ chrono: ['2026-03-29T04:30'], ours: ['2026-03-29T04:30'] });
  });

  test('a day and an hour are those of the person’s wall, and dates are to come', () => {
    const [tomorrow, weekday, both] = read(
      { turns: ['add brunch tomorrow at noon'], after: [{ title: 'Brunch', due: '2026-03-29T12:00' }] },
      { turns: ['add gym on friday'], after: [{ title: 'Gym', due: '2026-04-03' }] },
      {
        turns: ['remind me to call Ben tomorrow and to buy flowers on Friday'],
        after: [
          { title: 'Call Ben', due: '2026-03-29' },
          { title: 'Buy flowers', due: '2026-04-03' },
        ],
      },
    );
    expect(tomorrow?.chrono).toEqual(['2026-03-29T12:00']);
    expect(weekday?.chrono).toEqual(['2026-04-03']);
    expect(both?.chrono).toEqual(['2026-03-29', '2026-04-03']);
  });
});

test('a message is left out where something else decides: an earlier turn, or the date that a task had', () => {
  const slides = { title: 'Slides', due: '2026-03-30T10:00' };
  expect(
    messages(
      { turns: ['add milk', 'for friday'], intents: ['add', 'update'], after: [] },
      {
        turns: ['move the slides to friday'],
        intents: ['update'],
        tasks: [slides],
        after: [{ ...slides, due: '2026-04-03T10:00' }],
      },
      { turns: ['what is due tomorrow'], intents: ['list'], after: [] },
    ),
  ).toEqual([]);
  const moved = { turns: ['move the slides to friday'], intents: ['update'], tasks: [{ title: 'Slides' }] };
  expect(messages({ ...moved, after: [{ title: 'Slides', due: '2026-04-03' }] })).toMatchObject([
    { said: 'move the slides to friday', expected: ['2026-04-03'] },
  ]);
});

test('what one gets right and the other wrong is listed, both ways', () => {
  const readings = read(
    { turns: ['add call Mike at 3'], after: [{ title: 'Call Mike', due: '2026-03-29T15:00' }] },
    { turns: ['add milk'], after: [{ title: 'Milk' }] },
  );
  expect(dateScores(readings).split('\n').slice(2)).toEqual([
    expect.stringMatching(/with a date +\| 1 +\| chrono-node \| 0.0 % +\| 100.0 %/),
    expect.stringMatching(/with a date +\| 1 +\| ours +\| 100.0 % +\| 100.0 %/),
    expect.stringMatching(/without one +\| 1 +\| chrono-node \| 100.0 %/),
    expect.stringMatching(/without one +\| 1 +\| ours +\| 100.0 %/),
  ]);
  const [, ours, chrono] = dateDifferences(readings).split('### ');
  expect(ours).toContain('| 2026-03-29 15:00 | 2026-03-29T03:00'.replace('T', ' '));
  expect(chrono).toContain('None.');
});
