import { LIMITS } from '@todo/contracts';
import { expect, it } from 'vitest';
import {
  complaintAbout,
  fileNameOf,
  importedInWords,
  importType,
  linesInWords,
} from '@/features/settings/transfer-words';

it.each([
  [{ added: 142, skipped: 3 }, '142 tasks added, 3 were there already.'],
  [{ added: 1, skipped: 1 }, '1 task added, 1 was there already.'],
  [{ added: 2_500, skipped: 0 }, '2,500 tasks added.'],
  [{ added: 0, skipped: 7 }, 'Nothing was added: all 7 tasks were there already.'],
  [{ added: 0, skipped: 1 }, 'Nothing was added: its one task was there already.'],
  [{ added: 0, skipped: 0 }, 'There is no task in this file.'],
])('an import of %o is said as "%s"', (answer, words) => expect(importedInWords(answer)).toBe(words));

it('the type is told by the name, not by what the system calls it', () => {
  expect(importType('todo.JSON')).toBe('application/json');
  expect(importType('my.tasks.csv')).toBe('text/csv');
  expect(importType('csv')).toBeNull();
  expect(importType('tasks.xlsx')).toBeNull();
});

it('what can not be imported is refused before it is sent', () => {
  expect(complaintAbout({ name: 'tasks.xlsx', size: 5 })).toMatch(/neither a \.json nor a \.csv/);
  expect(complaintAbout({ name: 'a.csv', size: 0 })).toMatch(/is empty/);
  expect(complaintAbout({ name: 'a.csv', size: LIMITS.import.body + 1 })).toMatch(/larger than 8 MB/);
  expect(complaintAbout({ name: 'a.csv', size: LIMITS.import.body })).toBeNull();
});

it('what is wrong is said with its line, or its task counted from one', () => {
  expect(
    linesInWords({
      'row 7, due_on': 'must be a date',
      'tasks.6.title': 'must not be empty',
      'tasks.0': 'is odd',
    }),
  ).toEqual(['Row 7, due_on: must be a date', 'Task 7, title: must not be empty', 'Task 1: is odd']);
});

it('of many lines the first twenty are shown, and how many more there are', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [`row ${index + 2}, title`, 'is odd']),
  );
  const lines = linesInWords(fields);
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('And 5 more.');
});

it('a file is called as the server calls it', () => {
  expect(fileNameOf(new Headers({ 'content-disposition': 'attachment; filename="todo-2026.csv"' }))).toBe(
    'todo-2026.csv',
  );
  expect(fileNameOf(new Headers())).toBeNull();
});
