import { expect, test } from 'vitest';
import { quoted } from '@/features/tasks/model/words';

test('a long title is cut between letters as a person counts them', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(quoted('Buy milk')).toBe('“Buy milk”');
  expect(quoted('a'.repeat(40))).toBe(`“${'a'.repeat(40)}”`);
  expect(quoted('a'.repeat(41))).toBe(`“${'a'.repeat(39)}…”`);
  expect(quoted(family.repeat(40))).toBe(`“${family.repeat(40)}”`);
  expect(quoted(family.repeat(41))).toBe(`“${family.repeat(39)}…”`);
});

test('a title from right to left does not turn round what stands beside it', () => {
  expect(quoted('לקנות חלב (2)')).toBe('“\u2068לקנות חלב (2)\u2069”');
});
