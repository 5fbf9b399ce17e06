import { tzOffset } from '@date-fns/tz';
import { fieldError, LIMITS } from '@todo/contracts';

/** When a task is due. With a time all four are set; a day without a time is that day in every time zone. */
export interface Due {
  due_on: string | null;
  due_time: string | null;
  due_zone: string | null;
  due_at: string | null;
}

/** What a request says about it: left out stays, null clears. */
export type DueInput = { [Field in keyof Due]?: string | null | undefined };

export const NO_DUE: Readonly<Due> = Object.freeze({
  due_on: null,
  due_time: null,
  due_zone: null,
  due_at: null,
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const offset = (zone: string, instant: number): number => tzOffset(zone, new Date(instant)) * MINUTE;

/**
 * The instant, in milliseconds, at which clocks in `zone` show a day and a time. A time that a change to summer
 * time skips moves forward by the gap, one that comes twice is the first (as RFC 5545 and Temporal have it).
 */
export const instantOf = (day: string, time: string, zone: string): number => {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const before = offset(zone, wall - DAY);
  const candidates = [before, offset(zone, wall + DAY)].map((guess) => wall - guess);
  const exact = candidates.filter((instant) => instant + offset(zone, instant) === wall);
  return exact.length === 0 ? wall - before : Math.min(...exact);
};

/** What calendars and clocks in `zone` show at an instant given in milliseconds. */
export const wallClock = (instant: number, zone: string): { day: string; time: string } => {
  const text = new Date(instant + offset(zone, instant)).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
};

/** The day `days` after a day. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

const rfc3339 = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

const fromInstant = (text: string, zone: string): Due => {
  // Clocks show minutes here, so the seconds are cut.
  const instant = Math.floor(Date.parse(text) / MINUTE) * MINUTE;
  const { day, time } = wallClock(instant, zone);
  if (day < LIMITS.due.min || day > LIMITS.due.max)
    throw fieldError('due_at', `must be from ${LIMITS.due.min} to ${LIMITS.due.max} in ${zone}`);
  return { due_on: day, due_time: time, due_zone: zone, due_at: rfc3339(instant) };
};

/**
 * When a task is due after `input` was applied to `current`. A time without a zone is meant in the task's zone,
 * else in the user's. Throws validation_failed for a time
 * without a day and for a zone without a time.
 */
export const resolveDue = (current: Due, input: DueInput, userZone: string): Due => {
  const zone = input.due_zone ?? (input.due_zone === null ? null : current.due_zone) ?? userZone;
  if (input.due_at != null) return fromInstant(input.due_at, zone);
  if (input.due_at === null && input.due_on === undefined && input.due_time === undefined)
    return current.due_at === null ? current : NO_DUE;

  const due_on = input.due_on === undefined ? current.due_on : input.due_on;
  if (due_on === null) {
    if (input.due_time != null) throw fieldError('due_time', 'needs due_on');
    if (input.due_zone != null) throw fieldError('due_zone', 'needs due_time');
    return NO_DUE;
  }
  const due_time = input.due_time === undefined ? current.due_time : input.due_time;
  if (due_time === null) {
    if (input.due_zone != null) throw fieldError('due_zone', 'needs due_time');
    return { ...NO_DUE, due_on };
  }
  const same = due_on === current.due_on && due_time === current.due_time && zone === current.due_zone;
  return same
    ? current
    : { due_on, due_time, due_zone: zone, due_at: rfc3339(instantOf(due_on, due_time, zone)) };
};
