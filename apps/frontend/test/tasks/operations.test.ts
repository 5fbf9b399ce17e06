import { describe, expect, test } from 'vitest';
import { changeTask, conflictingFields, foldOperations, moveStats } from '@/features/tasks/model/operations';
import { moment, someTask } from './some-task';

describe('what was done and is not saved yet', () => {
  const saved = someTask({ id: 7, title: 'Saved' });
  const lookUp = (key: string) => (key === 'task-7' ? saved : undefined);

  test('shows each operation on top of the one before', () => {
    const changed = foldOperations(
      [
        { kind: 'edit', key: 'task-7', base: saved, change: { title: 'Edited' } },
        { kind: 'complete', key: 'task-7', task: saved, completed: true },
      ],
      lookUp,
    );
    expect(changed.get('task-7')).toMatchObject({ id: 7, title: 'Edited', completed: true });
  });

  test('a task that is being created can be edited, deleted and brought back before it exists', () => {
    const task = someTask({ id: 9_999_999_999, title: 'New' });
    const create = {
      kind: 'create' as const,
      key: 'new',
      task,
      input: { title: 'New' },
      idempotencyKey: 'k',
    };
    const edit = { kind: 'edit' as const, key: 'new', base: task, change: { title: 'Newer' } };
    const remove = { kind: 'delete' as const, key: 'new', task };
    const restore = { kind: 'restore' as const, key: 'new', task };
    expect(foldOperations([create, edit], lookUp).get('new')?.title).toBe('Newer');
    expect(foldOperations([create, remove], lookUp).get('new')).toBeNull();
    expect(foldOperations([create, remove, restore], lookUp).get('new')?.title).toBe('New');
  });

  test('the answer of a creation counts before its operation has ended', () => {
    const task = someTask({ id: 9_999_999_999, title: 'New' });
    const create = {
      kind: 'create' as const,
      key: 'task-7',
      task,
      input: { title: 'New' },
      idempotencyKey: 'k',
    };
    expect(foldOperations([create], lookUp).get('task-7')).toBe(saved);
  });

  test('an operation on a task that is unknown shows nothing', () => {
    const operation = { kind: 'complete' as const, key: 'gone', task: saved, completed: true };
    expect(foldOperations([operation], lookUp).size).toBe(0);
  });
});

describe('an edit of what someone else has changed', () => {
  const base = someTask({ title: 'Milk', priority: 'low', tags: ['home'] });

  test('is no conflict in other fields, or with the same outcome', () => {
    expect(conflictingFields(base, { ...base, description: 'theirs' }, { title: 'Bread' })).toEqual([]);
    expect(conflictingFields(base, { ...base, title: 'Bread' }, { title: 'Bread' })).toEqual([]);
    expect(conflictingFields(base, { ...base, tags: ['home'] }, { tags: [] })).toEqual([]);
  });

  test('is a conflict in the same field', () => {
    expect(
      conflictingFields(base, { ...base, title: 'Butter', tags: [] }, { title: 'Bread', tags: ['x'] }),
    ).toEqual(['title', 'tags']);
  });
});

test('a due day without a time has no moment', () => {
  expect(changeTask(someTask(), { due_on: '2026-03-04' })).toMatchObject({
    due_on: '2026-03-04',
    due_at: null,
  });
});

test('counts follow a task from state to state', () => {
  const none = { total: 0, completed: 0, pending: 0, overdue: 0, percentage: 0 };
  const late = someTask({ due_on: '2026-03-01' });
  const one = moveStats(none, null, late, moment);
  expect(one).toEqual({ total: 1, completed: 0, pending: 1, overdue: 1, percentage: 0 });
  const done = moveStats(one, late, { ...late, completed: true }, moment);
  expect(done).toEqual({ total: 1, completed: 1, pending: 0, overdue: 0, percentage: 100 });
  expect(moveStats(done, { ...late, completed: true }, null, moment)).toEqual(none);
});
