import { describe, expect, test } from 'vitest';
import { anchorAt, extendTo, NOTHING_SELECTED, selectAll, toggle } from '@/features/tasks/model/selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const keys = ({ keys: chosen }: { keys: ReadonlySet<string> }): string => [...chosen].sort().join('');

describe('chosen rows', () => {
  test('are chosen one by one, and no longer', () => {
    const two = toggle(toggle(NOTHING_SELECTED, 'b'), 'd');
    expect(keys(two)).toBe('bd');
    expect(keys(toggle(two, 'b'))).toBe('d');
  });

  test('a range goes from the last row to another, in either direction', () => {
    const one = toggle(NOTHING_SELECTED, 'c');
    expect(keys(extendTo(one, order, 'e'))).toBe('cde');
    expect(keys(extendTo(one, order, 'a'))).toBe('abc');
  });

  test('a range shrinks and turns round without losing what was chosen before', () => {
    const before = toggle(toggle(NOTHING_SELECTED, 'a'), 'c');
    const longer = extendTo(before, order, 'e');
    expect(keys(longer)).toBe('acde');
    expect(keys(extendTo(longer, order, 'd'))).toBe('acd');
    expect(keys(extendTo(longer, order, 'b'))).toBe('abc');
  });

  test('without a beginning, or with one that has left the list, a range is its end', () => {
    expect(keys(extendTo(NOTHING_SELECTED, order, 'b'))).toBe('b');
    expect(keys(extendTo(toggle(NOTHING_SELECTED, 'gone'), order, 'b'))).toBe('bgone');
  });

  test('a new beginning keeps what is chosen', () => {
    expect(keys(extendTo(anchorAt(toggle(NOTHING_SELECTED, 'a'), 'd'), order, 'e'))).toBe('ade');
  });

  test('all of them', () => {
    expect(keys(selectAll(order))).toBe('abcde');
    expect(keys(selectAll([]))).toBe('');
  });
});
