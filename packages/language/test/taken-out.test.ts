import { describe, expect, it } from 'vitest';
import { type Changes, type Context, matchTitles, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: [
    'Electrician for the oven',
    'Yoga class',
    'Pack towels, sunscreen and the tent',
    'Email Hemi about the deadline',
    'Read the final draft',
    'Choir practice',
  ],
  done: [],
  tags: ['club'],
};

const added = (text: string): unknown[] =>
  understand(text, CONTEXT).flatMap((intent): unknown[] =>
    intent.intent === 'add'
      ? intent.tasks.map(({ title, due, priority, tags }) => [
          title,
          due === null ? null : [due.on, due.time],
          priority,
          tags,
        ])
      : [intent],
  );

describe('a part of a new task that the same message takes out of it again', () => {
  it.each<[text: string, tasks: unknown[]]>([
    [
      'add patch the dinghy sat, high. no, scratch the high',
      [['Patch the dinghy', ['2026-03-07', null], null, []]],
    ],
    [
      'add collect the sweets on Saturday 5 pm. Sorry, delete the day and the hour, I will see',
      [['Collect the sweets', null, null, []]],
    ],
    [
      'add return skates thurs 4pm, oh no time yet just thurs. and add ring Dov #work, no not #work',
      [
        ['Return skates', ['2026-03-05', null], null, []],
        ['Ring Dov', null, null, []],
      ],
    ],
    [
      'add sand the deck tomorrow, add oil the deck friday. no, oil without a date',
      [
        ['Sand the deck', ['2026-03-05', null], null, []],
        ['Oil the deck', null, null, []],
      ],
    ],
    [
      'add water filter n mosquito net. actualy forget teh net, amma has one',
      [['Water filter', null, null, []]],
    ],
    ['add bread and rolls, no wait, scrap the rolls', [['Bread', null, null, []]]],
    [
      'I need to pack the suitcase on Friday, add with the tag travel. No, not travel, put the tag family',
      [['Pack the suitcase', ['2026-03-06', null], null, ['family']]],
    ],
    [
      'new one: write the report, due the 20th... no wait, the 21st, and it’s urgent',
      [['Write the report', ['2026-03-21', null], 'high', []]],
    ],
    // Another day is not none.
    [
      'add bring the cake to school on Monday, ah no, remove Monday, it is on Wednesday',
      [['Bring the cake to school', ['2026-03-11', null], null, []]],
    ],
  ])('%s', (text, tasks) => {
    expect(added(text)).toEqual(tasks);
  });
});

const changed = (text: string): unknown[] =>
  understand(text, CONTEXT).map((intent): unknown => {
    if (intent.intent !== 'update' || intent.target.kind !== 'title') return intent;
    const { titles = [] } = CONTEXT;
    return [titles[matchTitles(intent.target.text, titles).places[0] ?? -1], intent.changes];
  });

const dateless: Changes = { due: null };
const timeless: Changes = { noTime: true };

describe('what is to go of a task, said in a roundabout way', () => {
  it.each<[text: string, changes: unknown[]]>([
    [
      "the electrician isn't coming Thursday anymore, so take the Thursday off it but leave him on my list",
      [['Electrician for the oven', dateless]],
    ],
    ['cncl the 6pm on the yoga class, jst leave saturday', [['Yoga class', timeless]]],
    [
      "I shan't need the date on the yoga class any longer; do remove it. The class stays.",
      [['Yoga class', dateless]],
    ],
    [
      'the yoga class is not urgent at all; please take that away from it',
      [['Yoga class', { priority: null }]],
    ],
    [
      'cancel the Friday for the yoga, Noor says Monday is better, same time',
      [['Yoga class', { due: { on: '2026-03-09', time: null } }]],
    ],
    [
      'I already got the sunscreen so take that out of the packing one, leave the rest',
      [['Pack towels, sunscreen and the tent', { title: 'Pack towels and the tent' }]],
    ],
    [
      'take away the urgent from the yoga and put it on the choir',
      [
        ['Yoga class', { priority: null }],
        ['Choir practice', { priority: 'high' }],
      ],
    ],
  ])('%s', (text, changes) => {
    expect(changed(text)).toEqual(changes);
  });

  it.each([
    ['kill the deadline email', 'Email Hemi about the deadline'],
    ['please delete the one with the word "final" in it', 'Read the final draft'],
  ])('%s is of a task', (text, title) => {
    expect(understand(text, CONTEXT)).toMatchObject([
      { intent: 'delete', target: { kind: 'title', text: title } },
    ]);
  });
});
