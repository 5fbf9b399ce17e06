import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Due, instantOf, NO_DUE, resolveDue, wallClock } from '../src/due.js';

const ZONES = [
  'UTC',
  'Europe/Vienna',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...ZONES);
const day = fc
  .date({ min: new Date('1980-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map(
    (minutes) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
  );

/** What Intl, and so every calendar on the way, shows. */
const shownBy = (instant: number, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
};

const vienna: Due = {
  due_on: '2026-07-01',
  due_time: '09:00',
  due_zone: 'Europe/Vienna',
  due_at: '2026-07-01T07:00:00Z',
};

describe('resolveDue', () => {
  test('a day alone has no time, no zone and no instant', () => {
    expect(resolveDue(NO_DUE, { due_on: '2026-07-01' }, 'Asia/Tokyo')).toEqual({
      ...NO_DUE,
      due_on: '2026-07-01',
    });
  });

  test('a time without a zone is meant in the zone of the user', () => {
    expect(resolveDue(NO_DUE, { due_on: '2026-07-01', due_time: '09:00' }, 'Europe/Vienna')).toEqual(vienna);
  });

  test('a time without a day is refused, by name', () => {
    for (const [current, input] of [
      [NO_DUE, { due_time: '09:00' }],
      [vienna, { due_on: null, due_time: '09:00' }],
    ] as const)
      expect(() => resolveDue(current, input, 'UTC')).toThrow(
        expect.objectContaining({
          code: 'validation_failed',
          options: expect.objectContaining({ errors: [{ field: 'due_time', message: 'needs due_on' }] }),
        }),
      );
  });

  test('a zone needs a time', () => {
    for (const [current, input] of [
      [NO_DUE, { due_zone: 'Europe/Vienna' }],
      [NO_DUE, { due_on: '2026-07-01', due_zone: 'Europe/Vienna' }],
      [vienna, { due_time: null, due_zone: 'Europe/Vienna' }],
    ] as const)
      expect(() => resolveDue(current, input, 'UTC')).toThrow(
        expect.objectContaining({
          options: expect.objectContaining({ errors: [{ field: 'due_zone', message: 'needs due_time' }] }),
        }),
      );
  });

  test('clearing the day clears all, clearing the time clears the zone', () => {
    expect(resolveDue(vienna, { due_on: null }, 'UTC')).toEqual(NO_DUE);
    expect(resolveDue(vienna, { due_time: null }, 'UTC')).toEqual({ ...NO_DUE, due_on: '2026-07-01' });
  });

  test('a new day keeps time and zone of the task', () => {
    expect(resolveDue(vienna, { due_on: '2026-12-01' }, 'UTC')).toEqual({
      ...vienna,
      due_on: '2026-12-01',
      due_at: '2026-12-01T08:00:00Z',
    });
  });

  test('a zone of null means the zone of the user', () => {
    expect(resolveDue(vienna, { due_zone: null }, 'UTC')).toEqual({
      ...vienna,
      due_zone: 'UTC',
      due_at: '2026-07-01T09:00:00Z',
    });
  });

  test('an instant becomes what clocks show, its seconds cut', () => {
    expect(resolveDue(NO_DUE, { due_at: '2026-07-01T09:00:59.9+02:00' }, 'Europe/Vienna')).toEqual(vienna);
    expect(resolveDue(vienna, { due_at: '2026-07-01T08:00:00Z' }, 'UTC')).toEqual({
      ...vienna,
      due_time: '10:00',
      due_at: '2026-07-01T08:00:00Z',
    });
  });

  test('an instant of null clears a task that has one and leaves a day alone', () => {
    const dayAlone = { ...NO_DUE, due_on: '2026-07-01' };
    expect(resolveDue(vienna, { due_at: null }, 'UTC')).toEqual(NO_DUE);
    expect(resolveDue(dayAlone, { due_at: null }, 'UTC')).toEqual(dayAlone);
  });

  test('an instant on a day that is out of range where it is due is refused', () => {
    expect(() => resolveDue(NO_DUE, { due_at: '2999-12-31T23:30:00Z' }, 'Europe/Vienna')).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
  });

  test('a skipped time moves forward, one that comes twice is the first', () => {
    const at = (dayText: string, timeText: string, name: string): string =>
      new Date(instantOf(dayText, timeText, name)).toISOString();
    expect(at('2026-03-29', '02:30', 'Europe/Vienna')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-25', '02:30', 'Europe/Vienna')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-08', '02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(at('2026-11-01', '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('2011-12-30', '10:00', 'Pacific/Apia')).toBe('2011-12-30T20:00:00.000Z');
  });

  test('clocks show the time again at the instant that it was turned into, or the gap later', () => {
    fc.assert(
      fc.property(day, time, zone, (dayText, timeText, name) => {
        const instant = instantOf(dayText, timeText, name);
        const wall = `${dayText}T${timeText}`;
        const shown = shownBy(instant, name);
        expect(wallClock(instant, name)).toEqual({ day: shown.slice(0, 10), time: shown.slice(11) });
        if (shown === wall) {
          // No earlier instant shows the same.
          for (const minutes of [30, 60]) expect(shownBy(instant - minutes * 60_000, name)).not.toBe(wall);
        } else {
          expect(shown > wall).toBe(true);
        }
      }),
    );
  });

  test('giving a task back what it has changes nothing', () => {
    fc.assert(
      fc.property(day, time, zone, zone, (due_on, due_time, due_zone, userZone) => {
        const due = resolveDue(NO_DUE, { due_on, due_time, due_zone }, userZone);
        expect(resolveDue(due, { due_on, due_time, due_zone }, userZone)).toEqual(due);
        expect(resolveDue(due, { due_on }, userZone)).toEqual(due);
        expect(resolveDue(due, { due_at: due.due_at }, userZone).due_at).toBe(due.due_at);
      }),
    );
  });

  test('whatever comes in, time, zone and instant are there together and only with a day', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(fc.option(value), { nil: undefined });
    fc.assert(
      fc.property(
        maybe(day),
        maybe(time),
        maybe(zone),
        zone,
        fc.boolean(),
        (due_on, due_time, due_zone, user, had) => {
          let due: Due;
          try {
            due = resolveDue(had ? vienna : NO_DUE, { due_on, due_time, due_zone }, user);
          } catch {
            return;
          }
          const given = [due.due_time, due.due_zone, due.due_at].filter((value) => value !== null).length;
          expect([0, 3]).toContain(given);
          if (due.due_on === null) expect(given).toBe(0);
        },
      ),
    );
  });
});

test('days are added over the ends of months and over summer time', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-10-25', 7)).toBe('2026-11-01');
});
