import { describe, expect, it } from 'vitest';
import { type Changes, type Context, type Intent, matchTitles, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: [
    'Pay the rent',
    'Dentist',
    'Buy milk and bread',
    'Call Anna',
    'Book flight to Tampa',
    'Choir practice',
  ],
  done: [],
  tags: ['home', 'shopping', 'choir'],
};

const due = (on: string, time: string | null = null): Changes => ({ due: { on, time } });
const later = (count: number): Changes => ({ shift: { count, unit: 'day' } });

/** The titles that are meant, or numbers, and what they become. */
const changed = (text: string, context = CONTEXT): unknown =>
  understand(text, context).map((intent: Intent) => {
    if (intent.intent !== 'update') return intent;
    const { target, changes } = intent;
    const { titles = [] } = context;
    return target.kind === 'title'
      ? [titles[matchTitles(target.text, titles).places[0] ?? -1], changes]
      : target.kind === 'id' || target.kind === 'ids'
        ? [target.kind === 'id' ? target.id : target.ids, changes]
        : [target, changes];
  });

describe('a change said by way of something else', () => {
  it.each([
    [
      'dentist to next friday, rent to the day before that',
      [
        ['Dentist', due('2026-03-13')],
        ['Pay the rent', due('2026-03-12')],
      ],
    ],
    [
      'rent sunday, dentist same day',
      [
        ['Pay the rent', due('2026-03-08')],
        ['Dentist', due('2026-03-08')],
      ],
    ],
    ['bring the flight forward to the day before', [['Book flight to Tampa', later(-1)]]],
    ['change 1 from high to low', [[1, { priority: 'low' }]]],
    ['for the rent change high to low', [['Pay the rent', { priority: 'low' }]]],
    ['priority of 2, 3 and 4: high', [[[2, 3, 4], { priority: 'high' }]]],
    ['what about the rent on monday instead?', [['Pay the rent', due('2026-03-09')]]],
    ['how about friday for the dentist?', [['Dentist', due('2026-03-06')]]],
    ['the rent can wait a week', [['Pay the rent', later(7)]]],
    ['to monday the flight', [['Book flight to Tampa', due('2026-03-09')]]],
    ['choir 8pm', [['Choir practice', { ...due('2026-03-04', '20:00'), timeOnly: true }]]],
    ['remove all tags from 6', [[6, { removeTags: ['home', 'shopping', 'choir'] }]]],
    ['choir needs to be an hour before', [['Choir practice', { shift: { count: -60, unit: 'minute' } }]]],
    [
      'the dentist half an hour earlier because I have a meeting',
      [['Dentist', { shift: { count: -30, unit: 'minute' } }]],
    ],
    [
      '2 high, 4 in may and 5 with tag dog',
      [
        [2, { priority: 'high' }],
        [4, due('2026-05-01')],
        [5, { addTags: ['dog'] }],
      ],
    ],
    ['take choir off 6', [[6, { removeTags: ['choir'] }]]],
    [
      'all shopping tasks one day later',
      [[{ kind: 'all', status: 'all', filter: { tag: 'shopping' } }, later(1)]],
    ],
    [
      'bring everything from saturday forward one day',
      [[{ kind: 'all', status: 'pending', filter: { on: '2026-03-07' } }, later(-1)]],
    ],
    ['clear the date of the call', [['Call Anna', { due: null }]]],
    [
      'make milk and rent both due friday',
      [
        ['Buy milk and bread', due('2026-03-06')],
        ['Pay the rent', due('2026-03-06')],
      ],
    ],
    [
      'rename the tag home to house',
      [
        [
          { kind: 'all', status: 'pending', filter: { tag: 'home' } },
          { removeTags: ['home'], addTags: ['house'] },
        ],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(changed(text)).toEqual(expected);
  });

  it.each([
    ['in 7 change Tampa to Tulsa', [[7, { words: { from: 'Tampa', to: 'Tulsa' } }]]],
    ['change Anna to Ben', [['Call Anna', { title: 'Call Ben' }]]],
    ['change rent to pay the landlord', [['Pay the rent', { title: 'Pay the landlord' }]]],
    ['3: oat milk instead of milk', [[3, { words: { from: 'milk', to: 'oat milk' } }]]],
    ['3 without the bread', [[3, { words: { from: 'bread', to: '' } }]]],
    ['milk, not bread, in 3', [[3, { words: { from: 'bread', to: 'milk' } }]]],
    ['Tampa should be Tulsa', [['Book flight to Tampa', { title: 'Book flight to Tulsa' }]]],
    ['take bread out of the shopping one', [['Buy milk and bread', { title: 'Buy milk' }]]],
    ["it's Annie not Anna, pls fix", [['Call Anna', { title: 'Call Annie' }]]],
    [
      'change Tampa to Tulsa in 7 and make it high',
      [
        [7, { words: { from: 'Tampa', to: 'Tulsa' } }],
        [7, { priority: 'high' }],
      ],
    ],
  ])('words of a title: %s', (text, expected) => {
    expect(changed(text)).toEqual(expected);
  });

  it.each([
    ['could you reschedule the dentist?', 'when'],
    ['change the time of the choir thing', 'when'],
    ['change the priority of the rent', 'what'],
    ['all tasks without priority to low', 'exactly which'],
  ])('asks: %s', (text, asks) => {
    expect(understand(text, CONTEXT)).toMatchObject([{ intent: 'unclear', asks }]);
  });

  it.each([
    ['dentist an hour earlier', 'no, two hours', -60],
    ['dentist an hour later', 'sorry, make that half an hour', -30],
    ['dentist an hour earlier', 'another hour earlier', -60],
  ])('%s – %s', (before, text, count) => {
    expect(understand(text, { ...CONTEXT, earlier: [before] })).toMatchObject([
      { intent: 'update', changes: { shift: { count, unit: 'minute' } } },
    ]);
  });

  it.each([
    ['new: buy ring, high. and the flight to friday', ['add', 'update']],
    ['add buy stamps, the rent to friday and the dentist to monday', ['add', 'update', 'update']],
    ['add call the plumber tomorrow, and the rent can wait until june 1', ['add', 'update']],
    [
      'change Tampa to Tulsa, tick off the rent and move the dentist to monday',
      ['update', 'complete', 'update'],
    ],
    ['add take the dentist to the station', ['add']],
  ])('a change beside other wishes: %s', (text, intents) => {
    expect(understand(text, CONTEXT).map(({ intent }) => intent)).toEqual(intents);
  });

  it('gives no name by what must be done', () => {
    expect(understand('Anna must be called again', CONTEXT)).not.toMatchObject([
      { changes: { title: 'Call called' } },
    ]);
  });

  it.each(['move the rent to friday and delete the dentist', 'put 2 to tomorrow and delete 4'])(
    'changes nothing that is deleted: %s',
    (text) => {
      expect(understand(text, CONTEXT).map(({ intent }) => intent)).toEqual(['update', 'delete']);
    },
  );
});
