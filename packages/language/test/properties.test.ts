import { codePoints, day, LIMITS, newTask } from '@todo/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Context, parseQuickAdd, understand } from '../src/index.js';
import { RULES } from '../src/rules/all.js';
import { GROUPS } from '../src/vocabulary.js';

const TITLES = [
  'Call the dentist',
  'Buy milk',
  'Pay the rent',
  'Finish the slides',
  'Book flight to Rome',
  '牛乳',
  '!',
];
const contexts: fc.Arbitrary<Context> = fc.record(
  {
    now: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    timeZone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
    titles: fc.subarray(TITLES),
    tags: fc.subarray(['home', 'work']),
    earlier: fc.array(
      fc.constantFrom('add buy milk', 'the rent is done', 'delete 2', 'move 3 to friday', ''),
      {
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: ['now', 'timeZone'] },
);

const pieces = [
  ...Object.values(GROUPS).flat(),
  ...RULES.flatMap(({ examples }) => examples.map(([says]) => says)),
  ...[
    'and',
    'the',
    'to',
    ',',
    '.',
    ':',
    '"',
    "'",
    '“',
    '”',
    '\n',
    '#home',
    '!high',
    'tomorrow',
    'at 5',
    'friday 9am',
  ],
  ...[
    'on the 3rd',
    '2026-05-05',
    'task 3',
    '#3',
    'all',
    'it',
    "don't",
    'dont',
    'im',
    'its',
    'no',
    'the milk',
    'rent',
    'dentist',
    'instead',
    'not',
    'if',
    '🥛',
    'é',
    '\ud800',
    '\u0000',
  ],
];
const sentences = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((words) => words.join(' '));
const texts = fc.oneof(
  sentences,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme' }),
);

test('any text gives intents, the same each time, within the limits of a task', () => {
  fc.assert(
    fc.property(texts, contexts, (text, context) => {
      const intents = understand(text, context);
      expect(intents.length).toBeGreaterThan(0);
      expect(understand(text, context)).toEqual(intents);
      for (const intent of intents) {
        if (intent.intent === 'add')
          for (const { due, ...task } of intent.tasks) {
            expect(newTask.safeParse(task).error).toBe(undefined);
            if (due !== null) expect(day.safeParse(due.on).success).toBe(true);
          }
        if ('target' in intent && intent.target.kind === 'id')
          expect(intent.target.id).toBeLessThanOrEqual(LIMITS.taskId.max);
        if (intent.intent === 'search') expect(codePoints(intent.text)).toBeLessThanOrEqual(LIMITS.query.max);
      }
    }),
    { numRuns: 250 },
  );
});

test('parts of quick add lie in order, do not overlap and are what the text says there', () => {
  fc.assert(
    fc.property(texts, contexts, (text, context) => {
      let end = 0;
      for (const part of parseQuickAdd(text, context).parts) {
        expect(part.start).toBeGreaterThanOrEqual(end);
        expect(part.end).toBeGreaterThan(part.start);
        expect(text.slice(part.start, part.end)).toBe(part.text);
        end = part.end;
      }
    }),
    { numRuns: 500 },
  );
});

test('who rejects every part gets the text back', () => {
  fc.assert(
    fc.property(texts, contexts, (text, context) => {
      const rejected: string[] = [];
      let parsed = parseQuickAdd(text, context);
      for (let round = 0; parsed.parts.length > 0 && round < 100; round += 1) {
        rejected.push(...parsed.parts.map((part) => part.text));
        parsed = parseQuickAdd(text, context, rejected);
      }
      expect(parsed).toMatchObject({ title: text.trim(), due: null, priority: null, tags: [], parts: [] });
    }),
    { numRuns: 500 },
  );
});

test('a long text takes time in proportion', () => {
  const long = fc.array(fc.constantFrom(...pieces), { minLength: 3, maxLength: 3 }).map((words) => {
    const unit = `${words.join(' ')} `;
    return unit.repeat(Math.ceil(10_000 / unit.length)).slice(0, 10_000);
  });
  const context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };
  fc.assert(
    fc.property(long, (text) => {
      const begun = performance.now();
      understand(text, context);
      parseQuickAdd(text, context);
      // It takes some 20 ms; a pattern that backtracks without end takes minutes.
      expect(performance.now() - begun).toBeLessThan(3000);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['description', `add a task with description ${'two litres, white delete "buy milk" '.repeat(300)}`],
  ['gap', `add milk${' '.repeat(9_900)}tomorrow`],
])('a long %s is no detour', (_what, long) => {
  const text = long.slice(0, 10_000);
  const begun = performance.now();
  understand(text, { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' });
  expect(performance.now() - begun).toBeLessThan(3000);
});
