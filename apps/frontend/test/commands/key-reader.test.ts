import { expect, test } from 'vitest';
import { keyNames } from '@/features/commands/model/key-names';
import { createKeyReader, type KeyPress, keyOf } from '@/features/commands/model/key-reader';

const press = (key: string, modifiers: Partial<KeyPress> & { altGraph?: boolean } = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  getModifierState: (name) => name === 'AltGraph' && modifiers.altGraph === true,
  ...modifiers,
});

test('one key is a command at once', () => {
  const read = createKeyReader();
  expect(read('x', 0)).toBe('complete');
  expect(read('#', 1)).toBe('delete');
  expect(read('Mod+k', 2)).toBe('palette');
  expect(read('q', 3)).toBeNull();
});

test('two keys are one command, also when Shift is pressed between them', () => {
  const read = createKeyReader();
  expect(read('g', 0)).toBe('waiting');
  expect(read('Shift', 100)).toBe('waiting');
  expect(read('s', 200)).toBe('go-settings');
  expect(read('n', 300)).toBe('new-task');
});

test('a wrong second key does nothing, not what it does alone', () => {
  const read = createKeyReader();
  read('g', 0);
  expect(read('#', 100)).toBeNull();
  expect(read('#', 200)).toBe('delete');
});

test('a first key is forgotten after two seconds', () => {
  const read = createKeyReader();
  read('g', 0);
  expect(read('n', 2_000)).toBe('new-task');
});

test('Ctrl is what others have where Apple has Cmd, and their other chords are left alone', () => {
  expect(keyOf(press('k', { ctrlKey: true }), false)).toBe('Mod+k');
  expect(keyOf(press('K', { ctrlKey: true }), false)).toBe('Mod+k');
  expect(keyOf(press('k', { metaKey: true }), true)).toBe('Mod+k');
  expect(keyOf(press('k', { metaKey: true }), false)).toBeNull();
  expect(keyOf(press('k', { ctrlKey: true }), true)).toBeNull();
  expect(keyOf(press('n', { altKey: true }), false)).toBeNull();
  expect(keyOf(press('n', { altKey: true }), true)).toBeNull();
});

test('# that is typed with AltGr or Option is #', () => {
  expect(keyOf(press('#', { ctrlKey: true, altKey: true, altGraph: true }), false)).toBe('#');
  expect(keyOf(press('#', { altKey: true }), true)).toBe('#');
});

test('keys are called what is printed on them', () => {
  expect(keyNames('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(keyNames('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(keyNames('J', false)).toEqual(['Shift', 'J']);
  expect(keyNames('j', false)).toEqual(['J']);
  expect(keyNames('#', false)).toEqual(['#']);
});
