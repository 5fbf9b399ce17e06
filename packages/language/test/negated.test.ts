import { describe, expect, test } from 'vitest';
import { type Context, understand } from '../src/index.js';
import { THREE_TASKS } from './three-tasks.js';

const context: Context = { ...THREE_TASKS, tags: ['home'], earlier: [] };
const intentsOf = (said: string): string[] => understand(said, context).map(({ intent }) => intent);

const BEFORE = ['', 'ok, ', 'yes but ', 'hey ', 'actually ', 'wait, ', 'alright then, ', 'I said '];
const DENIALS = [
  "don't",
  'dont',
  'do NOT',
  "please don't",
  "don't ever",
  "you shouldn't",
  'you must not',
  "I don't want you to",
  "I'm not going to",
  "I'd rather not",
  'better not',
  "let's not",
  'no need to',
  "you don't have to",
  "I didn't ask you to",
  'I never said to',
  'under no circumstances',
  'nobody should',
];
const ORDERS = [
  'delete the rent',
  'remove 2',
  'delete everything',
  'mark the curtains as done',
  'tick off 3',
  'move the rent to friday',
  'rename 2 to Car',
  'remove the tag home from 1',
  'make the van high priority',
];

describe('what is not to be done is not done', () => {
  test.each(DENIALS)('%s …', (denial) => {
    for (const before of BEFORE)
      for (const order of ORDERS)
        for (const intent of intentsOf(`${before}${denial} ${order}`))
          expect([`${before}${denial} ${order}`, intent]).toEqual([
            expect.anything(),
            expect.stringMatching(
              /^(?:unknown|unclear|no|choose|show|list|search|undo|restore|yes|thanks|greeting)$/,
            ),
          ]);
  });
});

describe('and what is wished for beside it is', () => {
  test.each([
    [
      "mark 3 done and don't move the rent to friday",
      [{ intent: 'complete', target: { kind: 'id', id: 3 } }],
    ],
    [
      "don't move the rent to friday, move it to saturday",
      [{ intent: 'update', changes: { due: { on: '2026-03-07', time: null } } }],
    ],
    ["why don't you move the rent to friday?", [{ intent: 'update' }]],
    ["don't forget to move the sofa on friday", [{ intent: 'add' }]],
  ])('%s', (said, wanted) => {
    expect(understand(said, context)).toMatchObject(wanted);
  });
});

describe('nor what was, might be or is only imagined', () => {
  test.each([
    'I was about to',
    'I almost',
    'I might',
    'maybe I should',
    'suppose I',
    'I dreamt that I had to',
    'the plan was to',
    'I used to',
    'one day I will',
    'once it is sunny, I will',
    'unless it rains I will',
    'I wish I could',
    'why did you',
    'how can I',
    'what would happen if I',
    'someone should',
  ])('%s …', (imagined) => {
    for (const order of ORDERS)
      for (const intent of intentsOf(`${imagined} ${order}`))
        expect([order, intent]).toEqual([
          order,
          expect.not.stringMatching(/^(?:add|complete|update|reopen)$/),
        ]);
  });
});

/** "bin" is a word of the title, and no verb. */
test.each([
  ['sharps bin and rota both done', ['complete', 'complete']],
  ['sharps bin n rota both done, ad order gloves', ['complete', 'complete', 'add']],
  ['bin the rota', ['delete']],
  ['delete the sharps bin', ['delete']],
])('“%s” of “Empty the sharps bin”', (said, wanted) => {
  const titles = ['Empty the sharps bin', 'Call the agency', 'Post the rota'];
  expect(understand(said, { ...context, titles }).map(({ intent }) => intent)).toEqual(wanted);
});
