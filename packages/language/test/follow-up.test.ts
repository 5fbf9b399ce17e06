import { expect, it } from 'vitest';
import { understand } from '../src/index.js';

const titles = ['Call the dentist', 'Haircut', 'Yoga class', 'Pub quiz'];
const context = {
  now: new Date('2026-06-10T09:00Z'),
  timeZone: 'Europe/London',
  titles,
  tags: [],
  formerly: titles.slice(0, 3),
};
const it_ = { kind: 'it' };
const due = (on: string, time: string | null = null) => ({ due: { on, time } });

it.each([
  ['omg sorry i meant saturday, and tag it fun', { ...due('2026-06-13'), addTags: ['fun'] }],
  ['argh actually make it sunday, her bday is on the 23rd, my bad', due('2026-06-14')],
  ['good grief, monday, forgot i have class', due('2026-06-15')],
  ['i said friday but meant monday', due('2026-06-15')],
  ['no wait 4', { ...due('2026-06-10', '16:00'), timeOnly: true }],
  ['would 4 be possible instead?', { ...due('2026-06-10', '16:00'), timeOnly: true }],
  ['hmm, on second thought saturday', due('2026-06-13')],
])('“%s” puts right what was just added', (message, changes) => {
  const read = understand(message, { ...context, earlier: ['add pub quiz friday at 3pm'] });
  expect(read).toEqual([{ intent: 'update', target: it_, changes }]);
});

it.each([
  [['yoga class done'], 'no wait, the haircut', [{ intent: 'undo' }, 'Haircut']],
  [['yoga class done', 'shit no undo'], 'mark the haircut instead', ['Haircut']],
  [['delete all done tasks', 'yes'], 'shit no undo', [{ intent: 'undo' }]],
  [['1 and 3 done'], 'oops not 3', [{ intent: 'reopen', target: { kind: 'id', id: 3 } }]],
  [['yoga class done'], 'so is the haircut', ['haircut']],
  [['yoga class done'], 'the haircut too please', ['haircut']],
  [
    ['haircut to the 30th'],
    'i meant the 29th',
    [{ intent: 'update', target: it_, changes: due('2026-06-29') }],
  ],
  [['yoga class done'], 'and do the same with the haircut', ['haircut']],
  [['yoga class done'], 'oh no, not that one, the haircut', [{ intent: 'undo' }, 'haircut']],
  [
    ['add pub quiz', 'friday'],
    'in the evening',
    [{ intent: 'update', target: it_, changes: { ...due('2026-06-10', '20:00'), timeOnly: true } }],
  ],
  [
    ['add pub quiz', 'and darts'],
    'both tomorrow',
    [{ intent: 'update', target: { kind: 'them' }, changes: due('2026-06-11') }],
  ],
  [
    ['add pub quiz tomorrow at 10'],
    'sorry 11',
    [{ intent: 'update', target: it_, changes: { ...due('2026-06-10', '11:00'), timeOnly: true } }],
  ],
  [
    ['tag the haircut me'],
    'oops i meant #hair',
    [{ intent: 'update', target: it_, changes: { addTags: ['hair'], removeTags: ['me'] } }],
  ],
  [
    ['add pub quiz'],
    'should be darts quiz sorry',
    [{ intent: 'update', target: it_, changes: { title: 'Darts quiz' } }],
  ],
  [['yoga class done'], 'ditto haircut', ['haircut']],
  [['add fix the gate'], 'weekend is fine', [{ intent: 'update', target: it_, changes: due('2026-06-13') }]],
  [['add fix the gate'], 'low prio btw', [{ intent: 'update', target: it_, changes: { priority: 'low' } }]],
  [
    ['haircut to saturday'],
    'no leave it on friday',
    [{ intent: 'update', target: it_, changes: due('2026-06-12') }],
  ],
  [
    ['make the haircut high'],
    'not the haircut, the yoga class',
    [
      { intent: 'undo' },
      { intent: 'update', target: { kind: 'title', text: 'yoga class' }, changes: { priority: 'high' } },
    ],
  ],
  [
    ['rename 2 to Buy jars'],
    'Buy 20 jars sorry',
    [{ intent: 'update', target: it_, changes: { title: 'Buy 20 jars' } }],
  ],
  [['add pub quiz friday'], 'Thank you, and happy Thanksgiving!', [{ intent: 'thanks' }]],
  [
    ["what's overdue"],
    'move them all to friday then i guess',
    [{ intent: 'update', target: { kind: 'them' }, changes: due('2026-06-12') }],
  ],
])('behind %j “%s” is of it', (earlier, message, wanted) => {
  const read = understand(message, { ...context, earlier });
  expect(read).toEqual(
    wanted.map((one) =>
      typeof one === 'string'
        ? { intent: 'complete', target: { kind: 'title', text: expect.stringMatching(new RegExp(one, 'i')) } }
        : one,
    ),
  );
});

it.each([
  ['delete 2', 'bring that back, I meant 3', 'delete'],
  ['delete 2', 'undo!! ment 3', 'delete'],
  ['delete 2', 'put 2 back pls, 3 was the right one', 'delete'],
  ['tick 2', "no, 3. 2 isn't done", 'complete'],
  ['2 to friday', 'not 2, I meant 3. put 2 back', 'update'],
])('“%s”, “%s” takes the one back and means the other', (before, message, intent) => {
  const read = understand(message, { ...context, earlier: [before] });
  expect(read).toMatchObject([{ intent: 'undo' }, { intent, target: { kind: 'id', id: 3 } }]);
});

it.each([
  ['delete 2', 'keep 2', [{ intent: 'restore', target: { kind: 'id', id: 2 } }]],
  ['tick 2', "wait 2 isn't done yet", [{ intent: 'undo' }]],
  ['delete 2', 'bring 3 back', [{ intent: 'restore', target: { kind: 'id', id: 3 } }]],
])('“%s”, “%s” takes back no more than is said', (before, message, wanted) => {
  expect(understand(message, { ...context, earlier: [before] })).toEqual(wanted);
});

it.each([
  [
    'add a task please',
    'remove the wasp nest',
    [{ intent: 'add', tasks: [{ title: 'Remove the wasp nest' }] }],
  ],
  ['set me a reminder', 'cancel the haircut', [{ intent: 'add', tasks: [{ title: 'Cancel the haircut' }] }]],
  [
    'Could you rename task 2?',
    'finish the haircut',
    [{ intent: 'update', changes: { title: 'Finish the haircut' } }],
  ],
  ['add a task', 'drop 2', [{ intent: 'delete' }]],
  ['add a task', 'delete the haircut', [{ intent: 'delete' }]],
  ['add a task', 'the haircut is done', [{ intent: 'complete' }]],
])('“%s” asks for a title: “%s”', (before, message, wanted) => {
  expect(understand(message, { ...context, earlier: [before] })).toMatchObject(wanted);
});

it.each([
  [
    'add scan the id',
    'scratch that, call mum friday',
    [{ intent: 'update', changes: { title: 'Call mum' } }],
  ],
  ['delete 2', 'scratch that, delete 3', [{ intent: 'undo' }, { intent: 'delete' }]],
  [
    'add cancel the gym',
    'sorry, instead of cancel put pay',
    [{ intent: 'update', changes: { title: 'Pay the gym' } }],
  ],
  ['add clear the drain sat', 'cancel sat, sunday', [{ intent: 'update', changes: due('2026-06-14') }]],
  ['add clear the drain', 'Forget I asked, my wife has done it', [{ intent: 'no' }]],
])('“%s”, “%s”', (before, message, wanted) => {
  expect(understand(message, { ...context, earlier: [before] })).toMatchObject(wanted);
});

it('a title that begins as an order does is the title', () => {
  const titles = ['Ad read', 'Record episode 41'];
  const high = { intent: 'update', changes: { priority: 'high' } };
  expect(understand('record episode 41 high prio', { ...context, titles })).toMatchObject([high]);
  const earlier = ['record episode 41 high prio'];
  expect(understand('ad read too', { ...context, titles, formerly: titles, earlier })).toMatchObject([high]);
});

it('one verb names the tasks whose titles begin with it', () => {
  const titles = ['Label the jars', 'Label the boxes', 'Call Anna'];
  const label = { kind: 'title', text: 'label' };
  const alone = { ...context, titles };
  expect(understand('label done', alone)).toEqual([{ intent: 'complete', target: label }]);
  expect(understand('label to friday', alone)).toMatchObject([{ intent: 'update', target: label }]);
});

const of = (changes: object) => [{ intent: 'update', target: it_, changes }];
const one = (side: number) => of({ shift: { count: side, unit: 'day' } });

it.each([
  [
    'add pub quiz tomorrow at 7',
    'am i mean',
    of({ due: { on: '2026-06-11', time: '07:00' }, timeOnly: true }),
  ],
  ['add pub quiz tomorrow at 8', 'pm obviously', of({ due: { time: '20:00' }, timeOnly: true })],
  ['haircut at noon', 'nah, back to three', of({ due: { time: '15:00' }, timeOnly: true })],
  ['haircut to friday', 'sorry, I meant the day after that, same hour', one(1)],
  ['haircut to friday', 'hm, the day before that', one(-1)],
  ['haircut at 4pm', 'please drop the time altogether, the day is enough', of({ noTime: true })],
  ['haircut at 4pm', 'the day alone is fine', of({ noTime: true })],
  ['haircut to friday', 'actually leave it on the day it was', [{ intent: 'undo' }]],
  ['show haircut', 'half an hour earlier please', of({ shift: { count: -30, unit: 'minute' } })],
  ['clear the date of the haircut', 'and the priority too', of({ priority: null })],
  ['clear the date of the haircut', 'and the priority of the yoga class', [{ changes: { priority: null } }]],
  ['delete 1 and 2', 'bring them both back', [{ intent: 'undo' }]],
  ['delete 1 and 2', 'undo all of it', [{ intent: 'undo' }]],
  ['1 and 3 are done', '3 isn’t sorry', [{ intent: 'reopen', target: { kind: 'id', id: 3 } }]],
  ['1 and 3 are done', 'no wait 3 isnt, only 1 is', [{ intent: 'reopen', target: { kind: 'id', id: 3 } }]],
  [
    'delete 1 and 3',
    'no, but mark 1 as done',
    [{ intent: 'no' }, { intent: 'complete', target: { kind: 'id', id: 1 } }],
  ],
])('“%s”, “%s”', (before, message, wanted) => {
  const read = understand(message, { ...context, formerly: titles, earlier: [before] });
  expect(read).toMatchObject(wanted);
});

it('of several that were deleted the one that is needed comes back', () => {
  const said = 'the haircut I need still, can you bring that one back';
  const left = { ...context, titles: ['Pub quiz'], formerly: titles, earlier: ['delete 1, 2 and 3', 'yes'] };
  expect(understand(said, left)).toEqual([{ intent: 'restore', target: { kind: 'title', text: 'Haircut' } }]);
});

it.each([
  ['the middle one to friday', 'middle'],
  ['the first of them to friday', 1],
  ['the one at the bottom to friday', 'bottom'],
])('“%s” is of the list', (message, place) => {
  const position = place === 'bottom' ? -1 : place;
  expect(understand(message, { ...context, earlier: ['show my list'] })).toMatchObject([
    { intent: 'update', target: { kind: 'ordinal', position } },
  ]);
});

it.each([
  [
    'make 1 and 3 high',
    'not 3 sory take it off there again',
    [{ intent: 'undo' }, { target: { kind: 'id', id: 1 } }],
  ],
  [
    'move 1 and 3 to friday',
    '3 shouldn’t be, only 1',
    [{ intent: 'undo' }, { target: { kind: 'id', id: 1 } }],
  ],
  [
    'delete the haircut',
    'put it back and mark it done instead',
    [{ intent: 'undo' }, { intent: 'complete' }],
  ],
  ['haircut is done', 'not yet actually, I only asked the price', [{ intent: 'reopen' }]],
  ['add buy glue', 'wood glue I mean', of({ title: 'Buy wood glue' })],
  ['add buy glue', 'it’s for the shop, tag it shop', of({ addTags: ['shop'] })],
  ['add buy glue', 'forget it, I’ve got some', [{ intent: 'no' }]],
  ['haircut to monday', 'or rather tuesday', of({ due: { on: '2026-06-16' } })],
  ['haircut to monday', 'not this monday, the next', one(7)],
  [
    'haircut to monday',
    'oops wrong task, it was the pub quiz I wanted to move',
    [{ intent: 'undo' }, { intent: 'update', target: { kind: 'title' } }],
  ],
  ['haircut is done', 'the other one is for saturday', [{ intent: 'update', target: { kind: 'other' } }]],
  ['haircut is done', 'and the other: friday 10am', [{ intent: 'update', target: { kind: 'other' } }]],
])('“%s”, “%s” is of what went before', (before, message, wanted) => {
  const read = understand(message, { ...context, formerly: titles, earlier: [before] });
  expect(read).toMatchObject(wanted);
});

it('“it was the haircut I meant, get rid of that” is of the haircut, not of what was spoken of before', () => {
  const said = 'it was the haircut I meant, get rid of that';
  const read = understand(said, { ...context, formerly: titles, earlier: ['delete 2', 'bring it back'] });
  expect(read).toMatchObject([
    { intent: 'delete', target: { kind: 'it', after: expect.stringContaining('haircut') } },
  ]);
});

it('“only the ones without a date” behind a list takes no date away', () => {
  const read = understand('only the ones without a date', {
    ...context,
    formerly: titles,
    earlier: ['show haircut'],
  });
  expect(read.map(({ intent }) => intent)).not.toContain('update');
});

it.each([
  ['which of those have no date?', { due: 'none', tag: 'fun' }],
  ['only the high priority ones', { priority: 'high', tag: 'fun' }],
])('“%s” narrows the list that was asked for before', (message, filter) => {
  const read = understand(message, { ...context, tags: ['fun'], earlier: ['show fun'] });
  expect(read).toMatchObject([{ intent: 'list', filter }]);
});

it.each(['Anna said “mark the yoga class as done” but she is wrong', 'I should just delete everything'])(
  '“%s” changes nothing',
  (message) => expect(understand(message, context)).toEqual([{ intent: 'unknown' }]),
);
