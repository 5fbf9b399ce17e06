import { describe, expect, it } from 'vitest';
import { type Context, mayCorrect, understand } from '../src/index.js';

const CONTEXT: Context = {
  // A Wednesday.
  now: new Date('2026-03-04T09:00:00Z'),
  timeZone: 'Europe/Vienna',
  titles: ['Pay the rent', 'Dentist', 'Fix the bike', 'Call Bob'],
  formerly: ['Pay the rent', 'Dentist', 'Fix the bike'],
  done: [],
  tags: ['home'],
};
const IT = { kind: 'it' } as const;
const ofIt = (changes: object) => [expect.objectContaining({ intent: 'update', target: IT, changes })];

describe.each([
  [
    'add call Bob on friday',
    ofIt({ addTags: ['home'] }),
    [
      'add the tag home',
      'home tag',
      "it's a home thing",
      "that's for home",
      'under home please',
      'and add the home tag',
    ],
  ],
  [
    'add call Bob on friday',
    ofIt({ due: null }),
    [
      'date off',
      'undated',
      'whenever',
      'leave out the date',
      'without friday',
      'not on friday',
      'the date is not needed',
      'any time is fine',
    ],
  ],
  [
    'add call Bob on friday',
    ofIt({ title: 'Call Rob' }),
    [
      'Rob, not Bob',
      'should be Rob',
      'Rob instead of Bob',
      '*Rob',
      'make that Rob',
      'it should say Rob',
      'oops, Rob',
      'typo, Rob',
      'its Rob not Bob',
      'the name is Rob',
    ],
  ],
  [
    'add call Bob on friday',
    [expect.objectContaining({ intent: 'undo' })],
    [
      "I don't need it",
      'not needed',
      "no don't add it",
      "actually don't add that",
      'that was a mistake',
      'no need for it',
    ],
  ],
  ['add call Bob on friday', [{ intent: 'complete', target: IT }], ['mark as done']],
  [
    'tick the bike',
    [expect.objectContaining({ intent: expect.stringMatching(/^(?:reopen|undo)$/) })],
    ['reopen', 'still to do', 'no, still open', 'hm no, it still needs doing'],
  ],
  [
    'move the dentist to friday',
    [expect.objectContaining({ intent: 'undo' })],
    ['no, leave it', 'oh no it stays on thursday', 'move it back'],
  ],
])('behind “%s”', (before, wishes, replies) => {
  it.each(replies)('“%s”', (reply) => {
    expect(understand(reply, { ...CONTEXT, earlier: [before] })).toEqual(wishes);
    // Who reads it must know what was said before.
    expect(mayCorrect(reply) || understand(reply, CONTEXT).every(({ intent }) => intent !== 'add')).toBe(
      true,
    );
  });
});

describe('what is no reply of that kind', () => {
  it.each(['no tag', 'remove saturday', 'should be saturday', 'make that urgent', 'oops, sorry'])(
    '“%s” gives the new task neither a tag nor another title',
    (reply) => {
      for (const intent of understand(reply, { ...CONTEXT, earlier: ['add call Bob on friday'] }))
        if (intent.intent === 'update') {
          expect(intent.changes.title).toBeUndefined();
          expect(intent.changes.addTags).toBeUndefined();
          expect(intent.changes.due).not.toBe(null);
        }
    },
  );
});
