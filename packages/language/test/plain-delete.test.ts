import { describe, expect, it } from 'vitest';
import { type Context, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent', 'Call the dentist', 'Order stamps, tape and paper'],
  done: [],
  tags: ['home', 'work'],
};

describe('a deletion that is said plainly is one', () => {
  it.each([
    'delete the rent',
    'please remove the dentist task from my list, thanks',
    'the rent is paid by my sister now, so you can delete it',
    'delete the dentist call on friday',
    'get rid of task 3',
    'scrap the rent because we moved out',
    'take the dentist off the list',
    'delete the rent, and move the dentist to friday',
    'delete the rent and add buy a new lamp for sunday',
    'Please delete task 1. Sorry, I meant task 2.',
  ])('%s', (says) => {
    const deletes = understand(says, CONTEXT).filter(({ intent }) => intent === 'delete');
    expect(deletes).toHaveLength(1);
    expect(deletes[0]).not.toHaveProperty('doubtful');
  });
});

describe('any other is asked about, or none', () => {
  it.each([
    'the rent is not important, remove this',
    'not so urgent, take the dentist off',
    'there is a typo in the rent, remove it',
    'the rent: no, delete that, I mean sunday',
    'remove the dentist from friday',
    'remove tomorrow for the rent',
    'cancel the dentist for friday and add it for sunday',
    'delete that the rent is urgent',
    'leave only the title of the rent, delete rest',
    'take the paper out of the stamps one because we have it',
    'drop off the rent friday 4pm',
    'not home, remove it, work: the rent',
  ])('%s', (says) => {
    for (const intent of understand(says, CONTEXT))
      if (intent.intent === 'delete') expect(intent).toHaveProperty('doubtful', true);
  });

  it('where another was meant, that one alone goes', () => {
    expect(understand('delete the dentist, sorry I said wrong, the rent I wanted to say', CONTEXT)).toEqual([
      { intent: 'delete', target: { kind: 'title', text: 'rent' } },
    ]);
  });

  it('also beside another that is said plainly', () => {
    const deletes = understand(
      'remove the dentist from friday, add eggs, and delete the rent',
      CONTEXT,
    ).filter(({ intent }) => intent === 'delete');
    expect(deletes.map((one) => 'doubtful' in one)).toEqual([true, false]);
  });

  it('what is changed behind it stays', () => {
    expect(understand('cancel the dentist for friday and move it to sunday', CONTEXT)).toMatchObject([
      { intent: 'update', changes: { due: { on: '2026-03-08' } } },
    ]);
  });

  it('an undo of a part is doubtful, of all not', () => {
    expect(understand('undo only the priority', CONTEXT)).not.toEqual([{ intent: 'undo' }]);
    expect(understand('undo that please', CONTEXT)).toEqual([{ intent: 'undo' }]);
  });
});

describe('what goes is a part of the task', () => {
  it.each([
    ['drop the high from the rent', { priority: null }],
    ['take away the urgent from the dentist task', { priority: null }],
    ['the rent, delete that it is urgent please', { priority: null }],
    ['cancel the friday for the dentist', { due: null }],
    ['scrap the 28th for the rent', { due: null }],
    ['kill the time on the dentist', { noTime: true }],
    ['delete the date and the priority of the rent', { due: null, priority: null }],
  ])('%s', (says, changes) => {
    expect(understand(says, CONTEXT)).toMatchObject([{ intent: 'update', changes }]);
  });

  it.each([
    ['take the tape out of the stamps task', 'Order stamps and paper'],
    ['can you remove stamps from the order one?', 'Order tape and paper'],
    ['please delete the word "tape" from it', 'Order stamps and paper'],
    ['from the stamps task remove tape', 'Order stamps and paper'],
    ["leave 'and paper' out of it", 'Order stamps, tape'],
    ['take the tape out of the stamps task and put glue', 'Order stamps, glue and paper'],
  ])('a word of its title: %s', (says, title) => {
    expect(understand(says, CONTEXT)).toMatchObject([{ intent: 'update', changes: { title } }]);
  });

  it.each([
    ['take the word tape out of task 3', { from: 'tape', to: '' }],
    ['drop "tape" from 3', { from: 'tape', to: '' }],
    ['remove tape from task 3 and put glue', { from: 'tape', to: 'glue' }],
  ])('a word of the title of a task that is named by its number: %s', (says, words) => {
    expect(understand(says, CONTEXT)).toEqual([
      { intent: 'update', target: { kind: 'id', id: 3 }, changes: { words } },
    ]);
  });

  it.each([
    'remove home from task 3',
    'drop the high from 3',
    'remove the date from 3',
    'remove friday from 3',
  ])('but not of a tag, a level or a day: %s', (says) => {
    for (const intent of understand(says, CONTEXT))
      if ('changes' in intent) expect(intent.changes).not.toHaveProperty('words');
  });

  it('the title itself is no word of it', () => {
    expect(understand('remove the stamps task', CONTEXT)).toMatchObject([{ intent: 'delete' }]);
    expect(understand('take the rent off my list', CONTEXT)).toMatchObject([{ intent: 'delete' }]);
  });
});
