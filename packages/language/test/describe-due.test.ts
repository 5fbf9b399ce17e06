import { expect, test } from 'vitest';
import { describeDue } from '../src/index.js';

/** A Wednesday. */
const context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };

test.each([
  ['2026-03-04', null, 'today'],
  ['2026-03-05', '17:00', 'tomorrow at 17:00'],
  ['2026-03-03', null, 'yesterday'],
  ['2026-03-06', null, 'on Friday'],
  ['2026-03-11', null, 'on 11 March'],
  ['2026-02-01', null, 'on 1 February'],
  ['2027-03-03', '09:00', 'on 3 March 2027 at 09:00'],
])('%s %s is "%s"', (on, time, expected) => {
  expect(describeDue({ on, time }, context)).toBe(expected);
});

test("today is the person's own", () => {
  const now = new Date('2026-03-04T23:30:00Z');
  expect(describeDue({ on: '2026-03-05', time: null }, { now, timeZone: 'Europe/Vienna' })).toBe('today');
});
