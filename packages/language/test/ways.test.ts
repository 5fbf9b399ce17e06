import { describe, expect, it } from 'vitest';
import { type Context, type Intent, matchTitles, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent', 'Dentist', 'Sew the curtains', 'Call Anna about the trip', 'Fix the bike'],
  done: [],
  tags: ['club', 'home'],
};
/** Names of tasks, and their places among the titles. */
const NAMES = [
  ['the dentist', 1],
  ['the curtains', 2],
  ['the call with Anna', 3],
  ['the bike', 4],
  ['task 5', 4],
  ['rent', 0],
] as const;

const FRIDAY = { on: '2026-03-06', time: null };
const meant = ({ target }: Intent & { intent: 'update' | 'complete' }): number | undefined => {
  if (target.kind === 'id') return target.id - 1;
  if (target.kind !== 'title') return undefined;
  const { places } = matchTitles(target.text, CONTEXT.titles ?? []);
  return places.length === 1 ? places[0] : undefined;
};

describe.each([
  [
    { priority: 'high' },
    ['flag R', 'R takes priority', 'R comes first', 'R is a must', 'high: R', 'R is my top priority'],
  ],
  [
    { due: null },
    [
      'R can be any time',
      'R whenever',
      'do R whenever',
      'R is for someday',
      'leave R open-ended',
      'R can happen whenever',
    ],
  ],
  [
    { due: FRIDAY },
    [
      'we decided on friday for R',
      'friday suits me better for R',
      'rebook R for friday',
      'make friday the deadline for R',
      'no time for R today, friday',
      'R belongs on friday',
    ],
  ],
  [{ priority: null }, ["R doesn't need to be high any more", 'R need not be urgent']],
  [{ priority: 'low' }, ['no rush on R', 'no hurry with R, low priority will do']],
  [
    { addTags: ['garden'] },
    ['categorise R as garden', 'file R under garden', 'I want R filed under garden', '#garden for R'],
  ],
  [
    { addTags: ['club'] },
    [
      'add club to R',
      'add a tag to R: club',
      'put R in club',
      'move R to club',
      'file R under club',
      'R belongs to club',
      'R is club stuff',
      'R goes under club',
      'mark R as club',
      'attach club to R',
      'R +club',
      'stick the club tag on R',
    ],
  ],
  [
    { removeTags: ['club'] },
    [
      'untag R from club',
      'R is not club',
      'R is no longer club',
      'R should not be tagged club',
      'R -#club',
      'the club tag on R can go',
      'the tag club of R should go',
      'R does not belong under club any more',
    ],
  ],
] as const)('%j of a task', (changes, sentences) => {
  it.each(sentences)('%s', (sentence) => {
    for (const [name, place] of NAMES) {
      const text = sentence.replace('R', name);
      const [only, ...others] = understand(text, CONTEXT);
      expect(others, text).toEqual([]);
      if (only?.intent !== 'update') throw new Error(`“${text}” is read as ${JSON.stringify(only)}`);
      expect([meant(only), only.changes], text).toEqual([place, changes]);
    }
  });
});

describe('done, in other words', () => {
  it.each([
    'got R out of the way',
    'knocked R on the head',
    'I took care of R',
    'got R over with',
    '[x] R',
    // Done is not deleted.
    'I don’t need to do R any more, it’s done',
    'no need for R any more, did it',
  ])('%s', (sentence) => {
    for (const [name, place] of NAMES) {
      const text = sentence.replace('R', name);
      const [only, ...others] = understand(text, CONTEXT);
      expect(others, text).toEqual([]);
      if (only?.intent !== 'complete') throw new Error(`“${text}” is read as ${JSON.stringify(only)}`);
      expect(meant(only), text).toBe(place);
    }
  });
});

describe('one tag for another, a title that was miswritten, days beside more', () => {
  const read = (text: string) =>
    understand(text, CONTEXT).map((intent) =>
      intent.intent === 'update' ? [meant(intent) ?? intent.target.kind, intent.changes] : intent,
    );

  it.each<[text: string, wishes: unknown[]]>([
    [
      'take home off the bike and put club on',
      [
        [4, { removeTags: ['home'] }],
        [4, { addTags: ['club'] }],
      ],
    ],
    ['I wrote Dentist but meant Orthodontist, correct it please', [[1, { title: 'Orthodontist' }]]],
    ['in 4 it should be Hanna, not Anna', [[3, { title: 'Call Hanna about the trip' }]]],
    ["it's not Anna it's Hanna, fix the name", [[3, { title: 'Call Hanna about the trip' }]]],
    [
      'make 2 low and 4 high instead',
      [
        [1, { priority: 'low' }],
        [3, { priority: 'high' }],
      ],
    ],
    ['could we have the rent one day earlier?', [[0, { shift: { count: -1, unit: 'day' } }]]],
    ["hmm, let's say friday for the bike", [[4, { due: FRIDAY }]]],
    ['un-tick the bike', [expect.objectContaining({ intent: 'reopen' })]],
    [
      'the first one is done, the last one is for friday',
      [expect.objectContaining({ intent: 'complete' }), ['ordinal', { due: FRIDAY }]],
    ],
  ])('%s', (text, wishes) => {
    expect(read(text)).toEqual(wishes);
  });

  it('thurs no sorry fri', () => {
    expect(understand('remind me thurs no sorry fri to call nonna', CONTEXT)).toMatchObject([
      { intent: 'add', tasks: [{ title: 'Call nonna', due: FRIDAY }] },
    ]);
  });
});

describe('neither', () => {
  it.each([
    'put the bike in the shed',
    'she gave the bike back in January',
    'still sewing the curtains',
    'the dentist is not a monster',
    'the bike is home',
    'the bike is at home',
  ])('%s', (text) => {
    for (const { intent } of understand(text, CONTEXT))
      expect(['unknown', 'unclear', 'choose', 'show', 'list']).toContain(intent);
  });
});

describe('a word of what was just written, put right with a star', () => {
  it.each([
    ['*phone, not call', 'Phone Bob about the shed'],
    ['*roof, not shed', 'Call Bob about the roof'],
    ['*sheds', 'Call Bob about the sheds'],
    ['email Bob about the shed*', 'Email Bob about the shed'],
  ])('%s', (text, title) => {
    expect(understand(text, { ...CONTEXT, earlier: ['add call Bob about the shed'] })).toEqual([
      { intent: 'update', target: { kind: 'it' }, changes: { title } },
    ]);
  });
});

describe('a new task', () => {
  it.each([
    ['add read chapter 4 and 5 by monday', 'Read chapter 4 and 5', '2026-03-09', null],
    ['answer council letter (friday!)', 'Answer council letter', '2026-03-06', null],
    ['book train tickets for the 28th by friday', 'Book train tickets for the 28th', '2026-03-06', null],
    ['new: vet appt mon 430pm', 'Vet appt', '2026-03-09', '16:30'],
    ['4pm friday oboe lesson, put it on the list', 'Oboe lesson', '2026-03-06', '16:00'],
    ['pay invoice #4711 on monday', 'Pay invoice #4711', '2026-03-09', null],
    ['Remember me in ten days to control the heating, please', 'Control the heating', '2026-03-14', null],
    [
      'I have to change the tyre of the car until Saturday, put it in the list please',
      'Change the tyre of the car',
      '2026-03-07',
      null,
    ],
    ['ad submit chapter 7 by monday midnite', 'Submit chapter 7', '2026-03-09', '23:59'],
    ['nag me on the 30th to renew the pass', 'Renew the pass', '2026-03-30', null],
    ['could you put me down to grease the outboard on the 19th', 'Grease the outboard', '2026-03-19', null],
  ])('%s', (text, title, on, time) => {
    expect(understand(text, CONTEXT)).toMatchObject([
      { intent: 'add', tasks: [{ title, due: { on, time } }] },
    ]);
  });

  it.each([
    "we're out of coffee again, add it",
    'out of coffee, add please',
    'low on coffee, put some on the list',
  ])('%s', (text) => {
    expect(understand(text, CONTEXT)).toMatchObject([
      { intent: 'add', tasks: [{ title: 'Coffee', due: null, priority: null, tags: [] }] },
    ]);
  });
});
