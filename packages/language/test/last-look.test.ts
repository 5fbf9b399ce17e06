import { describe, expect, it } from 'vitest';
import { type Context, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent', 'Sell the guitar'],
  done: [],
  tags: ['home', 'work'],
};

const read = (says: string) => understand(says, CONTEXT).map(({ intent }) => intent);

describe('what is asked, told of long ago or imagined', () => {
  it.each([
    'can you tell me if the rent is done?',
    'could you check whether the guitar task is done',
    'the rent done?',
    "the guitar isn't due on friday, is it?",
    'I paid the rent last year',
    "once I've sold the guitar I can relax",
    'must I book a haircut?',
    'remind me when the rent is due',
    'no need to move the guitar',
    'delete the rent? never',
    'the rent does not have to be deleted',
    'wait, the rent is done?',
    'you moved the rent to friday?',
    'I dreamt that I paid the rent',
    'my sister paid the rent, lucky her',
    'they sold the guitar on tv',
    'the guitar is closed',
  ])('changes nothing: %s', (says) => {
    for (const intent of read(says))
      expect(['add', 'complete', 'reopen', 'delete', 'update']).not.toContain(intent);
  });

  it('leaves a question behind a deed what it is', () => {
    expect(read('the rent is done, what is left?')).toEqual(['complete', 'list']);
  });
});

describe('a part that is to go with "it"', () => {
  it.each([
    ['the rent has the wrong home tag, delete it', { removeTags: ['home'] }],
    ['the guitar task has the wrong tag, scrap it', { removeTags: ['home', 'work'] }],
    ['keep the rent but ditch the home tag', { removeTags: ['home'] }],
    ['the deadline of the rent is wrong, remove it', { due: null }],
  ])('%s', (says, changes) => {
    expect(understand(says, CONTEXT)).toMatchObject([{ intent: 'update', changes }]);
  });

  it('is not the task itself', () => {
    expect(read('throw the rent task on friday')).toEqual(['update']);
    expect(read('the rent is not needed, delete it')).toEqual(['delete']);
  });
});

describe('what is taken from a task does not take the task', () => {
  it.each([
    'take off the urgent from the rent',
    'remove from the rent the day',
    'remove the friday from my guitar task',
  ])('%s', (says) => {
    expect(read(says)).not.toContain('delete');
  });

  it.each(['remove the guitar from my list', 'delete the rent from the list please', 'take the rent off'])(
    'but the list does: %s',
    (says) => {
      expect(read(says)).toEqual(['delete']);
    },
  );
});
