import { describe, expect, test } from 'vitest';
import { addDays, createCalendar } from '@/features/tasks/model/calendar';
import { someTask, WEDNESDAY } from './some-task';

const vienna = createCalendar('en-GB', 'Europe/Vienna');
const words = (due: Parameters<typeof someTask>[0], completed = false, calendar = vienna) =>
  calendar.dueWords(someTask(due), completed, WEDNESDAY)?.text ?? null;

describe('due in words', () => {
  test.each([
    ['2026-03-04', 'today'],
    ['2026-03-05', 'tomorrow'],
    ['2026-03-03', 'overdue 1 day'],
    ['2026-03-02', 'overdue 2 days'],
    ['2026-03-08', 'Sunday'],
    ['2026-03-12', '12 Mar'],
    ['2027-03-12', '12 Mar 2027'],
  ])('%s is %s', (due_on, expected) => {
    expect(words({ due_on })).toBe(expected);
  });

  test('a time is said in the reader’s zone, and is over when it is over', () => {
    const due = {
      due_on: '2026-03-04',
      due_time: '09:00',
      due_zone: 'America/New_York',
      due_at: '2026-03-04T14:00:00Z',
    };
    expect(words(due)).toBe('overdue today 15:00');
    expect(words({ ...due, due_at: '2026-03-04T16:00:00Z' })).toBe('today 17:00');
    expect(words({ ...due, due_at: '2026-03-04T23:30:00Z' })).toBe('tomorrow 00:30');
  });

  test('nothing done is overdue', () => {
    expect(words({ due_on: '2026-03-03' }, true)).toBe('yesterday');
  });

  test('a day without a time is that day everywhere', () => {
    const tokyo = createCalendar('en-GB', 'Asia/Tokyo');
    const honolulu = createCalendar('en-GB', 'Pacific/Honolulu');
    expect(words({ due_on: '2026-03-04' }, false, tokyo)).toBe('today');
    expect(words({ due_on: '2026-03-04' }, false, honolulu)).toBe('today');
  });

  test('the language is the reader’s', () => {
    expect(words({ due_on: '2026-03-05' }, false, createCalendar('de-AT', 'Europe/Vienna'))).toBe('morgen');
  });
});

test('days go on over the end of a month and over summer time', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
});
