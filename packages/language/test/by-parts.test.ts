import { describe, expect, it } from 'vitest';
import { type Context, type Intent, matchTitles, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: [
    'Fix bicycle of Marta',
    'Return router',
    'Milk order',
    'Repair the printer',
    'Cal Bea',
    'Call Bea back about rent',
  ],
  done: ['Milk order'],
  tags: [],
};

const title = (text: string) => ({ kind: 'title', text });

const shifted = (text: string) => ({
  intent: 'update',
  target: title(text),
  changes: { shift: { count: 7, unit: 'day' } },
});

/** With the title that is meant, where a rule took only some of its words. */
const withTitle = (intent: Intent): unknown => {
  const { titles = [] } = CONTEXT;
  if (!('target' in intent) || intent.target.kind !== 'title') return intent;
  const [place = -1] = matchTitles(intent.target.text, titles).places;
  return { ...intent, target: { ...intent.target, text: titles[place] } };
};

describe('a clause that no rule knows, by its parts', () => {
  it.each([
    [
      'for the bicycle of Marta there is no more date, take it away the date',
      [{ intent: 'update', target: title('Fix bicycle of Marta'), changes: { due: null } }],
    ],
    [
      'Bicycle of Marta, this one goes now to the priority high',
      [{ intent: 'update', target: title('Fix bicycle of Marta'), changes: { priority: 'high' } }],
    ],
    [
      'the printer task you can delete because we have bought new one',
      [{ intent: 'delete', target: title('Repair the printer') }],
    ],
    [
      'give the printer another week',
      [
        {
          intent: 'update',
          target: title('Repair the printer'),
          changes: { shift: { count: 7, unit: 'day' } },
        },
      ],
    ],
    ['postpone the printer for one week', [shifted('Repair the printer')]],
    ['the printer has to wait, extend it by a week', [shifted('Repair the printer')]],
    [
      'the router and the printer: delete',
      [
        { intent: 'delete', target: title('Return router') },
        { intent: 'delete', target: title('Repair the printer') },
      ],
    ],
    ['quick one: give the printer another week', [shifted('Repair the printer')]],
    ['I have some task about router?', [{ intent: 'search', text: 'router' }]],
    [
      'the second one is finished as of two minutes ago',
      [{ intent: 'complete', target: { kind: 'ordinal', position: 2 } }],
    ],
  ])('%s', (says, means) => {
    expect(understand(says, CONTEXT).map(withTitle)).toEqual(means);
  });

  it.each([
    'I wonder whether the router should be deleted',
    'the router is not to be deleted',
    'my wife said to delete the printer',
    'the printer was delivered on monday',
    'is the printer done?',
    'Marta is coming on friday',
    'the printer is lovely today',
    'what would the router cost tomorrow',
    'Please putt router cables on my list for wednesday to',
  ])('says nothing of a task: %s', (says) => {
    const intents = understand(says, CONTEXT).map(({ intent }) => intent);
    expect(intents).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/delete|update|complete|reopen|add/)]),
    );
  });

  it('takes no shorter title for the one that was meant', () => {
    const { titles = [] } = CONTEXT;
    expect(matchTitles('call bea abck about rent', titles).places).toEqual([
      titles.indexOf('Call Bea back about rent'),
    ]);
  });
});

describe('a verb of removing that removes no task', () => {
  const context: Context = {
    ...CONTEXT,
    titles: ['Dump run', 'Remove wallpaper', 'Cancel gym membership', 'Pay rent'],
    tags: ['home'],
  };
  const read = (says: string) => understand(says, context).map(({ intent }) => intent);

  it.each([
    'dump run done',
    'remove wallpaper done',
    'cancel gym membership is finished',
    'cancel gym membership friday',
    'remove wallpaper: friday',
    'kill the rent to friday',
    'knock the rent down to low',
    'delete date rent',
    'remove all tags from the rent',
  ])('%s', (says) => {
    expect(read(says)).not.toContain('delete');
    expect(read(says)).not.toContain('add');
  });

  it.each([
    'delete dump run',
    'remove the wallpaper task',
    'remove remove wallpaper',
    'throw the rent into the bin',
  ])('but: %s', (says) => {
    expect(read(says)).toEqual(['delete']);
  });
});
