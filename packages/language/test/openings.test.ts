import { describe, expect, it } from 'vitest';
import { type Context, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent'],
  done: [],
  tags: [],
};

describe('a new task behind what is said before it', () => {
  it.each([
    ['what I need to do is fix the bike', 'Fix the bike'],
    ['oh god i need to fix the bike #home', 'Fix the bike'],
    ['for later: charge the drill', 'Charge the drill'],
    ['must do: call mum', 'Call mum'],
    ['my list needs light bulbs', 'Light bulbs'],
    ['would be nice if you could remind me to call mum', 'Call mum'],
    ['they want me to pick up the parcel, put it on my list', 'Pick up the parcel'],
    ['I would like dog food on the list', 'Dog food'],
  ])('%s', (says, title) => {
    const [only, ...others] = understand(says, CONTEXT);
    expect(others).toEqual([]);
    expect(only?.intent === 'add' ? only.tasks.map((task) => task.title) : only).toEqual([title]);
  });

  it.each([
    'gotta run, talk later',
    'I must say you are great',
    'I must not delete the rent',
    'my list needs work',
    'what I need to do is relax',
    'they want me to delete everything, forget it',
    'for me: nothing',
    'should rain tomorrow',
    "next: what's on tomorrow?",
  ])('none: %s', (says) => {
    expect(understand(says, CONTEXT).map(({ intent }) => intent)).not.toContain('add');
  });

  it('is none where a task that is there is to be changed', () => {
    expect(understand('I need to move the rent to friday', CONTEXT)).toMatchObject([
      { intent: 'update', changes: { due: { on: '2026-03-06' } } },
    ]);
  });
});
