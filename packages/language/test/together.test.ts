import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Rewrite, rewriter } from '../src/rewrites.js';
import { together } from '../src/together.js';

const REWRITES: readonly Rewrite[] = [
  [/(?<one>a)b/, '$<one>c'],
  [/c{2}/g, 'd'],
  [/C/i, 'e'],
  [/e(?<one>\p{L})/giu, (_, after: string) => `${after}b`],
  [/^d/u, ''],
  [/bb$/gu, 'ab'],
  ...Array.from({ length: 9 }, (_, index): Rewrite => [new RegExp(`${index}`), `${index + 1}`]),
];

test('what is rewritten together is what each rewrites after the other', () => {
  const rewrite = rewriter(REWRITES);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abcdeCE0123456789') }), (text) => {
      const one = REWRITES.reduce((left, [said, meant]) => left.replace(said, meant as string), text);
      expect(rewrite(text)).toBe(one);
    }),
  );
});

test('patterns of the same flags stand together, in their order', () => {
  const patterns = [/a(?<x>b)/, /(?<x>c)/d, /d/i, /e/gi, /f/];
  const groups = together(patterns, (pattern) => pattern);
  expect(groups.map(({ any, items }) => [String(any), items.length])).toEqual([
    ['/a(?:b)|(?:c)/', 2],
    ['/d|e/i', 2],
    ['/f/', 1],
  ]);
});

test('a pattern that refers to its groups is refused', () => {
  expect(() => together([/(a)\1/], (pattern) => pattern)).toThrow('refers to a group');
  expect(() => together([/(?<x>a)\k<x>/], (pattern) => pattern)).toThrow('refers to a group');
});
