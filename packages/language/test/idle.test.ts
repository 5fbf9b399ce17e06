import { describe, expect, test } from 'vitest';
import { type Context, understand } from '../src/index.js';
import { THREE_TASKS } from './three-tasks.js';

const context: Context = { ...THREE_TASKS, tags: ['home', 'work'] };
const [first = '', second = ''] = context.titles ?? [];

/** Wishes that mean the same with or without what is said around them. */
const WISHES = [
  'add buy stamps tomorrow at 9',
  'Please remind me to call Ida on friday, high priority',
  'delete 2',
  `delete ${second}`,
  `tick off ${first} and delete 3`,
  'rename 2 to Ring the vet',
  `move ${first} to friday`,
  'mark 1 and 3 as done',
  'tag 1 home',
  "what's due today?",
  'show my tasks',
  'take the date off 3',
];

const BEFORE = [
  'Ugh, long day.',
  'The baby kept us up all night.',
  'What a week!',
  "I've had three coffees already.",
  'Just got off the phone with my sister.',
  'Guess who is awake at 5 am.',
  'Thank you for yesterday.',
  "Alright, let's do this.",
  'Hang on a sec.',
  "Not gonna lie, I'm exhausted.",
  'Traffic is a nightmare. We are back from the lake!',
  'Thinking out loud here:',
  "Here's the thing:",
  'Long story short,',
  "Since you're here,",
  'To be honest,',
  'Dear app,',
];

const BEHIND = [
  '. What a week!',
  '. I owe you one',
  '. The dog wants out now, bye',
  '. Have a lovely evening!',
  '. It is what it is.',
  '. Where does the time go?',
  '. I mean it, you are great.',
  '. Love, Ana',
  '. No idea why it took me so long.',
  ', my memory is like a sieve',
  ', because the old one broke',
  ", or I'll never hear the end of it",
  ', not that anybody cares',
  ', my hands are full of flour',
];

const same = (said: string, plain: string): void => {
  expect(understand(said, context)).toEqual(understand(plain, context));
};

describe('what is said about the day before a wish changes nothing about it', () => {
  test.each(BEFORE)('%s', (idle) => {
    for (const wish of WISHES) same(`${idle} ${wish}`, wish);
  });
});

describe('nor does what is said behind it', () => {
  test.each(BEHIND)('%s', (idle) => {
    for (const wish of WISHES.filter((one) => !one.endsWith('?'))) same(`${wish}${idle}`, wish);
  });
});

describe('what may be of the wish stays', () => {
  test.each([
    ['delete 2. No, wait. Leave it.', 'delete'],
    [`delete ${second}, not ${first}`, 'unknown'],
  ])('%s', (said) => {
    const plain = understand('delete 2', context);
    expect(understand(said, context)).not.toEqual(plain);
  });

  test('a day, a priority, another thing to do', () => {
    same('Order a dehumidifier. Friday. Low.', 'add order a dehumidifier, friday, low');
    expect(understand('Add bread. Milk. Eggs.', context)).toMatchObject([{ intent: 'add' }]);
  });

  test('what “it” is', () => {
    const [only] = understand('The skis are waxed. Mark it as done.', {
      ...context,
      titles: ['Wax the skis', 'Buy tea'],
    });
    expect(only).toMatchObject({ intent: 'complete' });
  });

  test.each([
    'Good morning! I hope you are well.',
    'What a week! The baby kept us up all night.',
    'Tomorrow comes my cousin from Porto, I am so happy',
  ])('alone it is no wish: %s', (said) => {
    for (const { intent } of understand(said, context))
      expect(['greeting', 'unknown', 'thanks']).toContain(intent);
  });
});
