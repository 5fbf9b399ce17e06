import { expect, it } from 'vitest';
import { understand } from '../src/index.js';

const context = {
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Berlin',
  titles: ['Sell the boat'],
};
const added = (text: string): string[] =>
  understand(text, context).flatMap((intent) =>
    intent.intent === 'add'
      ? intent.tasks.map(({ title, priority }) => (priority === null ? title : `${title} !${priority}`))
      : [intent.intent],
  );

it.each([
  ['mum says I have to oil the hinges', 'Oil the hinges'],
  ['action item: oil the hinges', 'Oil the hinges'],
  ['oil the hinges needs to go on the list', 'Oil the hinges'],
  ['the lads want me to oil the hinges, put that in', 'Oil the hinges'],
  ['what I really need to do is oil the hinges', 'Oil the hinges'],
  ['add oil the hinges, or my boss will be mad', 'Oil the hinges'],
  ['add oil the hinges, treat it as urgent', 'Oil the hinges !high'],
  ['[low] oil the hinges', 'Oil the hinges !low'],
  ['I must not forget to oil the hinges. Could you write that down, due Tuesday, please?', 'Oil the hinges'],
  ['so uni is killing me, can you put oil the hinges on my list, saturday asap', 'Oil the hinges !high'],
  ['it is raining again so gotta oil the hinges, what a life', 'Oil the hinges'],
  ["need to oil the hinges, don't want him to see this chaos", 'Oil the hinges'],
  ['please add oil the hinges, no rush at all with that one', 'Oil the hinges !low'],
  ['oil the hinges tag home low priority', 'Oil the hinges !low'],
  ['my flatmate will kill me again so: oil the hinges', 'Oil the hinges'],
  ['please add a task for oiling the hinges', 'Oil the hinges'],
])('%s', (text, title) => {
  expect(added(text)).toEqual([title]);
});

it.each([
  'first oil the hinges, then paint the door, add both',
  'add oil the hinges to my list and paint the door too',
  "I've got to oil the hinges and I've also got to paint the door",
  'two things for tomorrow: oil the hinges, and paint the door. what a life lol',
  'my brain is full so: oil the hinges, paint the door, both please',
])('two: %s', (text) => {
  expect(added(text)).toEqual(['Oil the hinges', 'Paint the door']);
});

it.each(['no need to add anything today', 'nice to see the boat on my list', 'Mum said: buy milk'])(
  'nothing: %s',
  (text) => {
    expect(added(text)).not.toContain('add');
    expect(understand(text, context).some(({ intent }) => intent === 'add')).toBe(false);
  },
);
