import { describe, expect, it } from 'vitest';
import { understand } from '../src/index.js';
import { THREE_TASKS } from './three-tasks.js';

const intents = (text: string) => understand(text, THREE_TASKS).map(({ intent }) => intent);

const ASKED = [
  'I was wondering if you could',
  'do you think you could',
  'why don’t you',
  'how about you',
  'feel free to',
  'what I need is for you to',
  'all I want is for you to',
  'I’d appreciate it if you could',
  'I’d love if you could',
  'it would help if you could',
  'are you able to',
  'would you be so kind as to',
  'I request you to',
  'I’ve decided you should',
  'we may as well',
  'please make sure you',
  'my request is to',
  'is it possible to',
  'need you to',
  'wud u',
];
const ORDERS = [
  ['note down oil the gate', 'add'],
  ['delete the van', 'delete'],
  ['move the rent to friday', 'update'],
  ['mark the curtains as done', 'complete'],
  ['tag the van with club', 'update'],
] as const;

describe('who asks for it in many words gets it', () => {
  it.each(ASKED.flatMap((ask) => ORDERS.map(([order, intent]) => [`${ask} ${order}`, order, intent])))(
    '%s',
    (text, order, intent) => {
      expect(understand(text, THREE_TASKS)).toEqual(understand(order, THREE_TASKS));
      expect(intents(text)).toEqual([intent]);
    },
  );

  it('in the middle of a message too, and with a verb in another form', () => {
    expect(intents('the landlord wrote. do you think you could move the rent to friday?')).toEqual([
      'update',
    ]);
    expect(intents('would you mind noting down oil the gate')).toEqual(['add']);
    expect(intents('would you mind adding oil the gate, and moving the rent to friday?')).toEqual([
      'add',
      'update',
    ]);
    expect(intents('make sure to put oil the gate on my list')).toEqual(['add']);
  });
});

describe('who asks what is possible at all gets nothing changed', () => {
  it.each([
    'are you able to delete tasks?',
    'is it possible to add due dates?',
    'is there a way to move all tasks?',
    'what if you delete the van',
    'should you delete the van?',
    'I wonder who could delete the van',
  ])('%s', (text) => {
    for (const intent of intents(text)) expect(['help', 'unknown', 'show', 'unclear']).toContain(intent);
  });

  it('and words in quotes are a title', () => {
    expect(understand('add "do you think you could delete the van"', THREE_TASKS)).toMatchObject([
      { intent: 'add', tasks: [{ title: 'Do you think you could delete the van' }] },
    ]);
  });
});
