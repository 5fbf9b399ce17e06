import { daysBetween, wallClock } from './dates/calendar.js';
import type { Context, Due } from './intent.js';

const format = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));

const describeDay = (day: string, today: string): string => {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  if (days > 1 && days < 7) return `on ${format(day, { weekday: 'long' })}`;
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return `on ${format(day, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })}`;
};

/** A due day in words for a reply: "tomorrow at 17:00", "on Friday", "on 3 March 2027" (the year when it is another). */
export function describeDue(due: Due, context: Context): string {
  const day = describeDay(due.on, wallClock(context.now, context.timeZone).on);
  return due.time === null ? day : `${day} at ${due.time}`;
}
