import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOME, safePath } from '@/lib/safe-path';

it.each(['/tasks', '/tasks?status=pending&q=a%20b', '/settings#sessions', '/'])('%s is followed', (path) => {
  expect(safePath(path)).toBe(path);
});

it.each([
  undefined,
  null,
  '',
  'tasks',
  'https://evil.test',
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  '/./\\evil.test',
  '/..//evil.test',
  'javascript:alert(1)',
  '/api/auth/logout',
  '/a/../api/x',
])('%j leads home', (text) => {
  expect(safePath(text)).toBe(HOME);
});

it('whatever is in a link, the browser stays on this origin', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '//',
    'evil.test',
    '@',
    ':',
    '%2f',
    '%5c',
    '\t',
    '\n',
    '?',
    '#',
    'a',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        expect(new URL(safePath(text), 'https://todo.example').origin).toBe('https://todo.example');
      },
    ),
  );
});
