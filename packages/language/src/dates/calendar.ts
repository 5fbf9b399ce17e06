import type { Due } from '../intent.js';

/** A day is YYYY-MM-DD: a calendar day without a clock, so that no change to summer time can move it. */

const DAY = 86_400_000;
const atNoon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayOf(atNoon(day) + days * DAY);

/** Days from `from` to `to`; negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((atNoon(to) - atNoon(from)) / DAY);

/** 31 January and one month are the last day of February. */
export const addMonths = (day: string, months: number): string => {
  const first = new Date(atNoon(`${day.slice(0, 8)}01`));
  first.setUTCMonth(first.getUTCMonth() + months);
  const begin = dayOf(first.getTime());
  return addDays(begin, Math.min(Number(day.slice(8)), daysInMonth(begin)) - 1);
};

export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;

const daysInMonth = (day: string): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

export const lastOfMonth = (day: string): string => addDays(firstOfMonth(day), daysInMonth(day) - 1);

/** 0 is Monday, 6 is Sunday: a week begins on Monday (ISO 8601). */
export const weekday = (day: string): number => (new Date(atNoon(day)).getUTCDay() + 6) % 7;

export const monday = (day: string): string => addDays(day, -weekday(day));

/** The next such day of a month from `day` on, itself included; null for one that no month has. */
export const nextDayOfMonth = (day: string, number: number): string | null => {
  if (number < 1 || number > 31) return null;
  for (let month = 0; month < 12; month += 1) {
    const begin = addMonths(firstOfMonth(day), month);
    const candidate = addDays(begin, number - 1);
    if (number <= daysInMonth(begin) && candidate >= day) return candidate;
  }
  return null;
};

/** The next such date from `day` on, itself included. */
export const nextMonthDay = (day: string, monthDay: string): string => {
  const thisYear = `${day.slice(0, 4)}-${monthDay}`;
  return thisYear >= day ? thisYear : `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}-${monthDay}`;
};

/** To make one takes longer than to use it. */
const clocks = new Map<string, Intl.DateTimeFormat>();
/** There are about 450 time zones; a name in other letter cases is one as well. */
const MOST_CLOCKS = 500;
const clockIn = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  // Swedes write dates and times as ISO 8601 does.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  if (clocks.size === MOST_CLOCKS) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
};

/** What the person's own calendar and clock show at an instant. */
export const wallClock = (instant: Date, timeZone: string): Due & { time: string } => {
  const [on = '', time = ''] = clockIn(timeZone).format(instant).split(' ');
  return { on, time };
};
