import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DEFAULT_FILTERS,
  filtersToSearch,
  parseFilters,
  type TaskFilters,
} from '@/features/tasks/model/filters';

const anyFilters: fc.Arbitrary<TaskFilters> = fc.record({
  status: fc.constantFrom('all', 'pending', 'completed'),
  q: fc.string().map((text) => text.trim()),
  tag: fc.option(fc.string({ minLength: 1 }).map((text) => `t${text}`.trim())),
  priority: fc.constantFrom(null, 'low', 'medium', 'high'),
  due: fc.constantFrom(null, 'overdue', 'today', 'week', 'none'),
  sort: fc.constantFrom('created', 'title', 'due', 'priority'),
  order: fc.constantFrom('asc', 'desc'),
});

test('an address says the same filters that it was made from', () => {
  fc.assert(
    fc.property(anyFilters, (filters) => {
      expect(parseFilters(new URLSearchParams(filtersToSearch(filters).toString()))).toEqual(filters);
    }),
  );
});

test('nothing in the address is the usual list, and nonsense counts as nothing', () => {
  expect(parseFilters(new URLSearchParams())).toEqual(DEFAULT_FILTERS);
  expect(parseFilters(new URLSearchParams('status=x&due=never&sort=&order=up&priority=5'))).toEqual(
    DEFAULT_FILTERS,
  );
  expect(filtersToSearch(DEFAULT_FILTERS).size).toBe(0);
});
