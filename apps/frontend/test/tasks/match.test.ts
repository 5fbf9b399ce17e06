import { describe, expect, test } from 'vitest';
import { DEFAULT_FILTERS, type TaskFilters } from '@/features/tasks/model/filters';
import { compareTasks, matches } from '@/features/tasks/model/match';
import { moment, someTask } from './some-task';

const order = (
  sort: TaskFilters['sort'],
  direction: TaskFilters['order'],
  ...tasks: Parameters<typeof someTask>[0][]
) =>
  tasks
    .map((task, index) => someTask({ id: index + 1, ...task }))
    .sort((a, b) => compareTasks(a, b, { sort, order: direction }))
    .map(({ id }) => id);

describe('the order of a list', () => {
  test('what has no due date or no priority comes last, in both directions', () => {
    const due = [{ due_on: '2026-03-05' }, {}, { due_on: '2026-03-04' }];
    expect(order('due', 'asc', ...due)).toEqual([3, 1, 2]);
    expect(order('due', 'desc', ...due)).toEqual([1, 3, 2]);
    const priority = [{}, { priority: 'low' as const }, { priority: 'high' as const }];
    expect(order('priority', 'asc', ...priority)).toEqual([3, 2, 1]);
    expect(order('priority', 'desc', ...priority)).toEqual([2, 3, 1]);
  });

  test('a day without a time ends after every time of that day', () => {
    const timed = {
      due_on: '2026-03-04',
      due_time: '20:00',
      due_zone: 'UTC',
      due_at: '2026-03-04T20:00:00Z',
    };
    expect(order('due', 'asc', { due_on: '2026-03-04' }, timed)).toEqual([2, 1]);
  });
});

describe('what a list shows', () => {
  const shows = (task: Parameters<typeof someTask>[0], filters: Partial<TaskFilters>) =>
    matches(someTask(task), { ...DEFAULT_FILTERS, ...filters }, moment);

  test('every word of a search begins a word of the title or the description', () => {
    const task = { title: 'Call Ada', description: 'about the garden' };
    expect(shows(task, { q: 'ad gard' })).toBe(true);
    expect(shows(task, { q: 'arden' })).toBe(false);
    expect(shows(task, { q: '!?' })).toBe(false);
  });

  test('the week is today and the six days after it; what is done is not overdue', () => {
    expect(shows({ due_on: '2026-03-10' }, { due: 'week' })).toBe(true);
    expect(shows({ due_on: '2026-03-11' }, { due: 'week' })).toBe(false);
    expect(shows({ due_on: '2026-03-03' }, { due: 'week' })).toBe(false);
    expect(shows({ due_on: '2026-03-03' }, { due: 'overdue' })).toBe(true);
    expect(shows({ due_on: '2026-03-03', completed: true }, { due: 'overdue' })).toBe(false);
  });

  test('tags are the same in any case', () => {
    expect(shows({ tags: ['Home'] }, { tag: 'home' })).toBe(true);
  });
});
