import { describe, expect, test } from 'vitest';
import { type Context, understand } from '../src/index.js';
import { THREE_TASKS } from './three-tasks.js';

/** The same wish, put a little differently, means the same. */

const context: Context = { ...THREE_TASKS, tags: ['home', 'work'] };

const WISHES = [
  'add buy stamps tomorrow at 9',
  'remind me to call Ida on friday, high priority',
  'delete 2',
  'delete the van',
  'tick off the rent and delete 3',
  'rename 2 to Ring the vet',
  'move the rent to friday',
  'push 1 to 2 july',
  'push 3 to the 20th',
  'mark 1 and 3 as done',
  '1 and 3 high, drop the priority on 2',
  'tag 1 home',
  'take the date off 3',
  'show my tasks',
  'mark the rent done, sorry, the van I mean',
  'please do not remove the van',
];

const WAYS: readonly [name: string, put: (wish: string) => string][] = [
  ['a call before it', (wish) => `hey, ${wish}`],
  ['a sigh before it', (wish) => `ah ${wish}`],
  ['please before it', (wish) => `please ${wish}`],
  ['thanks behind it', (wish) => `${wish}, thanks`],
  ['a full stop behind it', (wish) => `${wish}.`],
  ['wide spaces in it', (wish) => wish.replaceAll(' ', '  ')],
  ['another case', (wish) => wish.replace(/^\p{L}/u, (letter) => letter.toUpperCase())],
];

test.each(WAYS)('%s', (_, put) => {
  for (const wish of WISHES)
    expect([wish, understand(put(wish), context)]).toEqual([wish, understand(wish, context)]);
});

describe('asked as a question', () => {
  test.each(WISHES.slice(0, 9))('%s', (wish) => {
    expect(understand(`could you ${wish}?`, context)).toEqual(understand(wish, context));
  });
});

describe('for me', () => {
  test.each(['delete the van', 'rename 2 to Ring the vet', 'tag 1 home', 'move the rent to friday'])(
    '%s',
    (wish) => {
      expect(understand(`${wish} for me`, context)).toEqual(understand(wish, context));
    },
  );
});

/** A yes before it makes no order of what is not to be. */
test.each([
  'ok please do not remove the van task.',
  'ok dont remve the van',
  "sure but don't delete the van",
  'yes but do not delete the rent',
  'alright, do not delete 2',
  "yeah don't delete the curtains",
])('“%s” deletes nothing', (said) => {
  expect(understand(said, context).map(({ intent }) => intent)).not.toContain('delete');
});

test.each([
  "ok don't",
  "yes, wait, don't do it",
  "yes but don't delete them",
  'ok. do not delete anything',
  'yes - no',
])('“%s” takes the yes back', (said) => {
  expect(understand(said, context)).toEqual([{ intent: 'no' }]);
});

test.each(['Im not an otter', 'cancel that, im not a fan', 'x, im not y'])(
  '“%s” is read in no time',
  (said) => {
    expect(understand(said, context)).not.toEqual([]);
  },
);

test.each([
  ['chuck out the van... wait no, the rent I mean, the van I still want!', 'delete the rent'],
  ['the rent, pass it for the friday', 'move the rent to friday'],
  ['add for friday at the 17:30 buy stamps', 'add for friday at 17:30 buy stamps'],
  ['task 1 and task 3 is finish', 'task 1 and task 3 is finished'],
  ['add a low priority one to buy stamps', 'add a low priority task to buy stamps'],
  ['put me on the list for friday, with category home: buy stamps', 'add for friday: buy stamps, tag home'],
  ['I keep meaning to buy stamps, stick it on the list', 'I need to buy stamps, stick it on the list'],
  ['I would know which tasks I have', 'I would like to know which tasks I have'],
])('%s', (said, same) => {
  expect(understand(said, context)).toEqual(understand(same, context));
});

test('to keep meaning to do something, and "size 4", are no wish and no date', () => {
  expect(understand('I keep meaning to ring Ida but the dog needs to go out', context)).toEqual([
    { intent: 'unknown' },
  ]);
  expect(understand('add buy nappies size 4 tomorrow', context)).toMatchObject([
    { intent: 'add', tasks: [{ title: 'Buy nappies size 4', due: { time: null } }] },
  ]);
});
