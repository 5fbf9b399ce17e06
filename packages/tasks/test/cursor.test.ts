import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../src/cursor.js';

const id = fc.integer({ min: 1, max: 2_147_483_647 });
const title = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 200 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const described = ['all', '', null, null, null, null, 'title', 'asc'];
const refused = expect.objectContaining({
  code: 'validation_failed',
  options: expect.objectContaining({ errors: [expect.objectContaining({ field: 'cursor' })] }),
});

test('a cursor gives its position back', () => {
  fc.assert(
    fc.property(title, id, (key, number) => {
      const cursor = encodeCursor(described, { key, id: number });
      expect(cursor.length).toBeLessThanOrEqual(2048);
      expect(decodeCursor(described, cursor, 'text', false)).toEqual({ key, id: number });
    }),
  );
});

test('a cursor is refused with other filters', () => {
  const cursor = encodeCursor(described, { key: 'a', id: 1 });
  expect(() => decodeCursor([...described.slice(0, -1), 'desc'], cursor, 'text', false)).toThrow(refused);
});

test('any damage is refused or still a position of the same kind', () => {
  fc.assert(
    fc.property(title, id, fc.nat(), fc.constantFrom('A', '_', '', 'zz'), (key, number, place, other) => {
      const cursor = encodeCursor(described, { key, id: number });
      const at = place % cursor.length;
      const damaged = cursor.slice(0, at) + other + cursor.slice(at + 1);
      try {
        const { key: decoded } = decodeCursor(described, damaged, 'text', false);
        expect(typeof decoded === 'string' && !decoded.includes('\0')).toBe(true);
      } catch (error) {
        expect(error).toEqual(refused);
      }
    }),
  );
});

test('garbage is refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(() => decodeCursor(described, text, 'text', false)).toThrow(refused);
      const encoded = Buffer.from(text).toString('base64url');
      expect(() => decodeCursor(described, encoded, 'text', false)).toThrow(refused);
    }),
  );
});

test.each([
  ['timestamp', '2026-02-30T00:00:00Z'],
  ['timestamp', '2026-01-01T25:00:00Z'],
  ['timestamp', '0000-01-01T00:00:00Z'],
  ['timestamp', '2026-01-01T00:00:00+99:00'],
  ['timestamp', 'infinity'],
  ['timestamp', null],
  ['text', '\0'],
  ['text', '\ud800'],
  ['text', 5],
  ['rank', 40_000],
  ['rank', '1'],
] as const)('a %s of %j is refused', (kind, key) => {
  const cursor = encodeCursor(described, { key, id: 1 });
  expect(() => decodeCursor(described, cursor, kind, false)).toThrow(refused);
});
