import { expect, test } from 'vitest';
import { COMMAND_IDS, commandOf, matchingCommands } from '@/features/commands/model/commands';
import { filtersToSearch, parseFilters } from '@/features/tasks/model/filters';

test('no two commands have the same keys, and none begins with the key of another', () => {
  const all = COMMAND_IDS.flatMap((id) => commandOf(id).keys?.join(' ') ?? []);
  expect(new Set(all).size).toBe(all.length);
  for (const keys of all) expect(all.filter((other) => other.startsWith(`${keys} `))).toEqual([]);
});

test('every view of the list that can be gone to is one that the list understands', () => {
  const hrefs = COMMAND_IDS.flatMap((id) => commandOf(id).href ?? []).filter((href) =>
    href.startsWith('/tasks?'),
  );
  expect(hrefs.length).toBeGreaterThan(0);
  for (const href of hrefs) {
    const search = new URL(href, 'http://x').searchParams;
    expect(filtersToSearch(parseFilters(search)).toString()).toBe(search.toString());
  }
});

test('a command is found by the beginnings of its words, in any order', () => {
  expect(matchingCommands('ove', COMMAND_IDS)).toEqual(['go-overdue']);
  expect(matchingCommands('  TASK   new', COMMAND_IDS)).toEqual(['new-task']);
  expect(matchingCommands('erdue', COMMAND_IDS)).toEqual([]);
  expect(matchingCommands('', COMMAND_IDS)).toEqual(COMMAND_IDS);
});

test('other words for it find a command too, after those that are called so', () => {
  expect(matchingCommands('log out', COMMAND_IDS)).toEqual(['sign-out']);
  expect(matchingCommands('trash', COMMAND_IDS)).toEqual(['go-trash', 'delete']);
});

test('only what can be done here is found', () => {
  expect(matchingCommands('task', ['go-all', 'help'])).toEqual(['go-all']);
});
