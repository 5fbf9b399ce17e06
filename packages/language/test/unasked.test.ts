import { describe, expect, it } from 'vitest';
import { type Context, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Fix the tap', 'Buy soap', 'Call the vet', 'Pay rent'],
  done: ['Pay rent'],
  tags: ['home'],
};

const CHANGING = ['add', 'complete', 'reopen', 'update', 'delete'];

describe('what nobody asked for', () => {
  it.each([
    'everything urgent',
    "everything that's done",
    'everything with high priority',
    'all high',
    'I want to finish everything this week',
    "I haven't finished everything",
    'the soap task done?',
    'so task 2 is done?',
    'task 2 urgent?',
    "the vet task isn't due on friday, is it?",
    'can you tell me whether the tap is fixed',
    'let me know if the vet task is done',
    'remind me if task 1 is done',
    'I bought soap last year',
    "once I've bought soap I can relax",
    "it's too early to mark task 3 as done",
    'delete task 3? never',
    'the vet is on tuesday I think',
    'the rent failed',
    'forget the rent? never!',
    'check for soap',
    'filter by #home',
    'can you add tags?',
    'nothing to add',
    'be honest, do you think I should take the job in Leeds',
  ])('%s changes nothing', (says) => {
    expect(understand(says, CONTEXT).filter(({ intent }) => CHANGING.includes(intent))).toEqual([]);
  });

  it.each([
    ['I need task 4 gone', { intent: 'delete', target: { kind: 'id', id: 4 } }],
    ["I'd like task 2 finished", { intent: 'complete', target: { kind: 'id', id: 2 } }],
    ['i need task 4 open again', { intent: 'reopen', target: { kind: 'id', id: 4 } }],
    [
      "let's leave task 2 until friday",
      {
        intent: 'update',
        target: { kind: 'id', id: 2 },
        changes: { due: { on: '2026-03-06', time: null } },
      },
    ],
    ['mark everything as done', { intent: 'complete', target: { kind: 'all', status: 'all' } }],
    ['could you mark task 2 as done?', { intent: 'complete', target: { kind: 'id', id: 2 } }],
    [
      "that was awkward, but I've called the vet. mark it as done?",
      { intent: 'complete', target: { kind: 'title', text: 'Call the vet' } },
    ],
  ])('%s is asked for', (says, means) => {
    expect(understand(says, CONTEXT)).toEqual([means]);
  });

  it('goes on with what stands beside a deletion', () => {
    expect(understand('delete task 3, and what is due tomorrow?', CONTEXT)).toEqual([
      { intent: 'delete', target: { kind: 'id', id: 3 } },
      { intent: 'list', status: 'pending', filter: { on: '2026-03-05' } },
    ]);
  });
});
