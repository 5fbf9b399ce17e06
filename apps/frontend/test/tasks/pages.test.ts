import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_FILTERS, type TaskFilters } from '@/features/tasks/model/filters';
import { compareTasks, matches } from '@/features/tasks/model/match';
import { flatten, placeInPages, placeTask, type TaskPage } from '@/features/tasks/model/pages';
import { anyTask, moment, someTask } from './some-task';

const filters = { ...DEFAULT_FILTERS };
const tasks = (...ids: number[]) => ids.map((id) => someTask({ id, title: `Task ${id}` }));
const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);

const anyFilters: fc.Arbitrary<TaskFilters> = fc.record({
  status: fc.constantFrom('all', 'pending', 'completed'),
  q: fc.constantFrom('', 'bu', 'ap'),
  tag: fc.constantFrom(null, 'home'),
  priority: fc.constantFrom(null, 'high'),
  due: fc.constantFrom(null, 'overdue', 'today', 'week', 'none'),
  sort: fc.constantFrom('created', 'title', 'due', 'priority'),
  order: fc.constantFrom('asc', 'desc'),
});

describe('a list that is kept up to date', () => {
  test('a new task comes first where the newest are first', () => {
    const [task] = tasks(4);
    expect(ids(placeTask(tasks(3, 2, 1), 4, task ?? null, { filters, moment, complete: true }))).toEqual([
      4, 3, 2, 1,
    ]);
  });

  test('a task that no longer belongs leaves', () => {
    const pending = { ...filters, status: 'pending' as const };
    const done = someTask({ id: 2, completed: true });
    expect(ids(placeTask(tasks(3, 2, 1), 2, done, { filters: pending, moment, complete: true }))).toEqual([
      3, 1,
    ]);
  });

  test('what ranks below the loaded part comes with its own page', () => {
    const [task] = tasks(1);
    const options = { filters, moment, complete: false };
    expect(ids(placeTask(tasks(5, 4, 3), 1, task ?? null, options))).toEqual([5, 4, 3]);
    const pages: TaskPage[] = [{ tasks: tasks(5, 4), next: 'cursor', eventId: 1 }];
    expect(ids(flatten(placeInPages(pages, 1, task ?? null, options)))).toEqual([5, 4]);
  });

  test('pages keep their cursors, and a task that is in two of them is shown once', () => {
    const pages: TaskPage[] = [
      { tasks: tasks(5, 4), next: 'a', eventId: 1 },
      { tasks: tasks(4, 3), next: null, eventId: 1 },
    ];
    const placed = placeInPages(pages, 5, null, { filters, moment });
    expect(placed.map(({ next }) => next)).toEqual(['a', null]);
    expect(ids(flatten(placed))).toEqual([4, 3]);
  });

  test('placing changes one by one gives what sorting everything gives', () => {
    fc.assert(
      fc.property(fc.array(anyTask, { maxLength: 30 }), anyFilters, (changes, wanted) => {
        let list: readonly (typeof changes)[number][] = [];
        const state = new Map<number, (typeof changes)[number]>();
        for (const task of changes) {
          state.set(task.id, task);
          list = placeTask(list, task.id, task, { filters: wanted, moment, complete: true });
        }
        const expected = [...state.values()]
          .filter((task) => matches(task, wanted, moment))
          .sort((a, b) => compareTasks(a, b, wanted));
        expect(ids(list)).toEqual(ids(expected));
      }),
    );
  });
});
