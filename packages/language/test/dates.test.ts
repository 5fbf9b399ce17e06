import { describe, expect, test } from 'vitest';
import { addDays, addMonths, wallClock, weekday } from '../src/dates/calendar.js';
import { DAY_RULES } from '../src/dates/day-rules.js';
import { findDue, readWholeDue } from '../src/dates/find-due.js';
import { TIME_RULES } from '../src/dates/time-rules.js';
import type { Context } from '../src/index.js';

/** A Wednesday. */
const context: Context = { now: new Date('2026-03-04T10:00:00Z'), timeZone: 'UTC' };

const due = (text: string, at: Context = context): string | null => {
  const found = findDue(text, at)?.due;
  return found === undefined ? null : [found.on, found.time].filter((part) => part !== null).join(' ');
};
const words = (text: string): string[] =>
  findDue(text, context)?.spans.map(({ start, end }) => text.slice(start, end)) ?? [];

describe('words for days', () => {
  const examples = DAY_RULES.flatMap((rule) => Object.entries(rule.examples));
  test.each(examples)('%s is %s', (text, expected) => {
    expect(due(text)).toBe(expected);
  });
});

describe('words for times', () => {
  const examples = TIME_RULES.flatMap((rule) => Object.entries(rule.examples));
  test.each(examples)('%s is %s', (text, expected) => {
    expect(findDue(`tomorrow ${text}`, context)?.due.time ?? null).toBe(expected);
  });
});

describe('days and times together', () => {
  test.each([
    ['buy groceries tomorrow at 5pm', '2026-03-05 17:00'],
    ['call mom at 5', '2026-03-04 17:00'],
    ['call mom at 9', '2026-03-05 09:00'],
    ['pay rent friday 9am', '2026-03-06 09:00'],
    ['tonight at 9', '2026-03-04 21:00'],
    ['tomorrow morning at 5', '2026-03-05 05:00'],
    ['call mom tomorrow about the car at 5pm', '2026-03-05 17:00'],
    ['fri, march 6 at noon', '2026-03-06 12:00'],
    ['on Tuesday, 10 March at 4', '2026-03-10 16:00'],
    ['dec 31 2026 at 23:59', '2026-12-31 23:59'],
  ])('%s is %s', (text, expected) => {
    expect(due(text)).toBe(expected);
  });
});

describe('dates of the calendar, as chrono-node reads them', () => {
  test.each([
    ['march 5th', '2026-03-05'],
    ['3 march 2027', '2027-03-03'],
    ['the 3rd of march', '2027-03-03'],
    ['by may 5', '2026-05-05'],
    ['2027-03-03', '2027-03-03'],
    // Month first, as in the United States, where no day could be meant.
    ['on 3/14', '2026-03-14'],
    ['on 31/12', '2026-12-31'],
    ['12/25/2026', '2026-12-25'],
  ])('%s is %s', (text, expected) => {
    expect(due(text)).toBe(expected);
  });
});

test.each([
  'buy sun cream',
  'second draft',
  'I may go',
  'march on',
  'where we sat down',
  'mon ami',
  'buy 2 1/2 pounds',
  'friday meeting with Bob',
  'finish the friday report',
  "read monday's notes",
  'stretch every monday',
  'the 3rd floor',
  'on the 3rd floor',
  'eat at 5 guys',
  'prepare the 5pm meeting',
  'watch friday night football',
  'buy christmas presents',
  'write to bob@friday.com',
  'read 24 hours',
  'train for 2 days',
  'feb 30',
  'post-friday cleanup',
  'release v1.2',
])('no date: %s', (text) => {
  expect(due(text)).toBe(null);
});

test('never a day that has passed', () => {
  expect(due('2020-01-01')).toBe(null);
  expect(due('yesterday')).toBe(null);
  expect(due('last friday')).toBe(null);
});

test('the words of a date are given with their preposition', () => {
  expect(words('call Bob by friday about the car')).toEqual(['by friday']);
  expect(words('rent is due on the 1st')).toEqual(['is due on the 1st']);
});

test('a text that is a date and nothing else', () => {
  expect(readWholeDue('to friday at 9am', context)).toEqual({ on: '2026-03-06', time: '09:00' });
  expect(readWholeDue('call mom tonight', context)).toBe(null);
});

describe("the person's own clock", () => {
  test('today is the day there, on both sides of midnight', () => {
    const now = new Date('2026-03-04T23:30:00Z');
    expect(due('today', { now, timeZone: 'UTC' })).toBe('2026-03-04');
    expect(due('today', { now, timeZone: 'Europe/Vienna' })).toBe('2026-03-05');
    expect(due('tomorrow', { now, timeZone: 'America/Los_Angeles' })).toBe('2026-03-05');
    expect(due('friday', { now: new Date('2026-03-05T23:30:00Z'), timeZone: 'Pacific/Auckland' })).toBe(
      '2026-03-13',
    );
  });

  test('hours count over a change to summer time, days and times of day do not mind it', () => {
    // Europe/Vienna goes from 02:00 to 03:00 on 2026-03-29.
    const before = { now: new Date('2026-03-29T00:30:00Z'), timeZone: 'Europe/Vienna' };
    expect(due('in 2 hours', before)).toBe('2026-03-29 04:30');
    expect(
      due('tomorrow at 2:30am', { now: new Date('2026-03-28T12:00:00Z'), timeZone: 'Europe/Vienna' }),
    ).toBe('2026-03-29 02:30');
    expect(due('in 1 day', { now: new Date('2026-10-24T22:30:00Z'), timeZone: 'Europe/Vienna' })).toBe(
      '2026-10-26',
    );
  });

  test('every day of the year is followed by the next, whatever the zone of the machine', () => {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const at = { now: new Date(`${day}T12:00:00Z`), timeZone: 'UTC' };
      expect(due('tomorrow', at)).toBe(addDays(day, 1));
      expect(weekday(due('friday', at) ?? '')).toBe(4);
      expect(due('march 3rd', at)?.endsWith('-03-03')).toBe(true);
    }
  });

  test('a bare time is the next time that the clock shows it', () => {
    expect(due('at 5pm', { now: new Date('2026-03-04T17:30:00Z'), timeZone: 'UTC' })).toBe(
      '2026-03-05 17:00',
    );
  });

  test('weeks begin on Monday', () => {
    const sunday = { now: new Date('2026-03-08T10:00:00Z'), timeZone: 'UTC' };
    expect(due('next friday', sunday)).toBe('2026-03-13');
    expect(due('next week', sunday)).toBe('2026-03-09');
    expect(due('this weekend', sunday)).toBe('2026-03-08');
  });
});

test('months have their own last days', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
});

test('midnight is 00:00 of the new day', () => {
  expect(wallClock(new Date('2026-03-04T23:00:00Z'), 'Europe/Vienna')).toEqual({
    on: '2026-03-05',
    time: '00:00',
  });
});
