import { expect, test } from 'vitest';
import { createCommandBook, type FindHandler } from '@/features/commands/model/command-book';
import { COMMAND_IDS, type CommandId } from '@/features/commands/model/commands';

const doing =
  (did: string[], name: string, ...ids: CommandId[]): FindHandler =>
  (id) =>
    ids.includes(id) ? () => void did.push(`${name} ${id}`) : undefined;

test('a page does what every page can do in its own way, while it is there', () => {
  const book = createCommandBook();
  const did: string[] = [];
  const leave = book.add(doing(did, 'list', 'new-task', 'undo'));
  // It comes later than the page, and is asked after it all the same.
  book.add(doing(did, 'every', 'new-task', 'help'), 'everywhere');
  expect(COMMAND_IDS.filter(book.can)).toEqual(['new-task', 'undo', 'help']);
  book.run('new-task');
  book.run('help');
  leave();
  book.run('new-task');
  expect(book.run('undo')).toBe(false);
  expect(did).toEqual(['list new-task', 'every help', 'every new-task']);
});

test('what waits for a page is done once when it comes', () => {
  const book = createCommandBook();
  const did: string[] = [];
  book.runOnceThere('search');
  book.add(doing(did, 'trash', 'undo'));
  expect(did).toEqual([]);
  const leave = book.add(doing(did, 'list', 'search'));
  leave();
  book.add(doing(did, 'list again', 'search'));
  expect(did).toEqual(['list search']);
});

test('what is done meanwhile takes the place of what waits', () => {
  const book = createCommandBook();
  const did: string[] = [];
  book.runOnceThere('search');
  book.run('help');
  book.add(doing(did, 'list', 'search'));
  expect(did).toEqual([]);
});
