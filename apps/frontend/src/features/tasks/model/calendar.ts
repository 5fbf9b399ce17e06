import type { Task } from '@todo/contracts';

export type Due = Pick<Task, 'due_on' | 'due_time' | 'due_zone' | 'due_at'>;
export type DueTone = 'overdue' | 'today' | 'later';

/** Days and times as one person reads and means them. Made once: its formatters cost 50 µs each to make. */
export interface Calendar {
  timeZone: string;
  /** The calendar day of a moment (milliseconds since 1970), YYYY-MM-DD. */
  dayOf(instant: number): string;
  /** The day something is due on here; a day without a time is that day everywhere. */
  dueDay(due: Due): string | null;
  /** Whether the due time, or the whole due day, is over. */
  isPast(due: Due, now: number): boolean;
  /** "today 17:00", "tomorrow", "Friday", "overdue 2 days", "12 Mar"; null when nothing is due. */
  dueWords(due: Due, completed: boolean, now: number): { text: string; tone: DueTone } | null;
  /** The due day and time in full. */
  dueInFull(due: Due): string | null;
  /** A moment in words of its distance, to the minute: "5 minutes ago". */
  ago(instant: number, now: number): string;
  /** A count, grouped as the language does. */
  number(count: number): string;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** The day that lies `days` after `day` (both YYYY-MM-DD). */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/**
 * The instant (milliseconds since 1970) at which clocks in a zone show a day and a time. Within hours of a change of
 * clocks it may be an hour off: the server knows better.
 */
export const instantOf = (day: string, time: string, timeZone: string): number => {
  const wall = Date.parse(`${day}T${time}Z`);
  // sv-SE writes 2026-03-04 15:30:00.
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return 2 * wall - Date.parse(`${shown.format(wall).replace(' ', 'T')}Z`);
};

/** Where something stands in the order by due date, in milliseconds; at the end of its day when it has no time. */
export const dueRank = (due: Due): number => {
  if (due.due_at !== null) return Date.parse(due.due_at);
  return due.due_on === null ? Number.POSITIVE_INFINITY : Date.parse(due.due_on) + DAY;
};

/** A calendar for a BCP 47 language tag and an IANA time zone. */
export const createCalendar = (locale: string, timeZone: string): Calendar => {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  // en-CA writes YYYY-MM-DD.
  const iso = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const time = format({ timeZone, timeStyle: 'short' });
  const fullTime = format({ timeZone, dateStyle: 'full', timeStyle: 'short' });
  // A day is the same everywhere: it is written down as midnight UTC.
  const fullDay = format({ timeZone: 'UTC', dateStyle: 'full' });
  const weekday = format({ timeZone: 'UTC', weekday: 'long' });
  const dayAndMonth = format({ timeZone: 'UTC', day: 'numeric', month: 'short' });
  const dayMonthYear = format({ timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const days = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const plain = new Intl.NumberFormat(locale);

  const dayOf = (instant: number): string => iso.format(instant);
  const dueDay = (due: Due): string | null =>
    due.due_at === null ? due.due_on : dayOf(Date.parse(due.due_at));
  const isPast = (due: Due, now: number): boolean => {
    if (due.due_at !== null) return Date.parse(due.due_at) < now;
    return due.due_on !== null && due.due_on < dayOf(now);
  };
  const dayWords = (day: string, today: string): string => {
    const distance = daysBetween(today, day);
    if (Math.abs(distance) <= 1) return relative.format(distance, 'day');
    if (distance > 1 && distance < 7) return weekday.format(Date.parse(day));
    return (day.slice(0, 4) === today.slice(0, 4) ? dayAndMonth : dayMonthYear).format(Date.parse(day));
  };

  return {
    timeZone,
    dayOf,
    dueDay,
    isPast,
    dueWords: (due, completed, now) => {
      const day = dueDay(due);
      if (day === null) return null;
      const today = dayOf(now);
      const past = !completed && isPast(due, now);
      if (past && day < today)
        return { text: `overdue ${days.format(daysBetween(day, today))}`, tone: 'overdue' };
      const clock = due.due_at === null ? '' : ` ${time.format(Date.parse(due.due_at))}`;
      return {
        text: `${past ? 'overdue ' : ''}${dayWords(day, today)}${clock}`,
        tone: past ? 'overdue' : day === today && !completed ? 'today' : 'later',
      };
    },
    dueInFull: (due) => {
      if (due.due_at !== null) return fullTime.format(Date.parse(due.due_at));
      return due.due_on === null ? null : fullDay.format(Date.parse(due.due_on));
    },
    ago: (instant, now) => {
      const minutes = Math.round((instant - now) / MINUTE);
      if (minutes > -60) return relative.format(Math.min(minutes, 0), 'minute');
      if (minutes > -1440) return relative.format(Math.round(minutes / 60), 'hour');
      return relative.format(Math.round(minutes / 1440), 'day');
    },
    number: (count) => plain.format(count),
  };
};
