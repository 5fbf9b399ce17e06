import type { Context, Due, Shift } from '../intent.js';
import { addDays, addMonths, wallClock } from './calendar.js';
import { COUNT, readCount } from './words.js';

const MINUTES = 24 * 60;

/** When something is due that is moved by so much: from its own day and time, else from today, or from now. */
export const shiftDue = (due: Due | null, { count, unit }: Shift, { now, timeZone }: Context): Due => {
  const here = wallClock(now, timeZone);
  const { on, time } = due ?? { on: here.on, time: null };
  if (unit === 'day') return { on: addDays(on, count), time };
  if (unit === 'month') return { on: addMonths(on, count), time };
  const [hour = 0, minute = 0] = (time ?? here.time).split(':').map(Number);
  const total = hour * 60 + minute + count;
  const days = Math.floor(total / MINUTES);
  const left = total - days * MINUTES;
  const two = (number: number): string => String(number).padStart(2, '0');
  return { on: addDays(on, days), time: `${two(Math.floor(left / 60))}:${two(left % 60)}` };
};

const UNIT = '(?<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?)';
const AMOUNT = `(?<count>${COUNT}|half an|another|one more)(?: (?<half>and a half))?`;
const LATER = new RegExp(
  `^(?:by |for |back |out )*(?:about )?${AMOUNT} (?:more |extra )?${UNIT}(?: (?<more>and a half))?(?: (?<side>later|back|earlier|sooner|forward|after|before))?$`,
);

/** "by a week", "two days later", "an hour earlier". @param words as rules see them */
export const readShift = (words: string): Shift | null => {
  const { count: amount = '', unit = '', side, half, more } = LATER.exec(words)?.groups ?? {};
  if (unit === '') return null;
  const whole = amount === 'half an' ? 0.5 : /^(?:another|one more)$/.test(amount) ? 1 : readCount(amount);
  const size = whole + ((half ?? more) === undefined ? 0 : 0.5);
  const count = /^(?:earlier|sooner|before)$/.test(side ?? '') ? -size : size;
  if (/^(?:min|mins|minute)/.test(unit)) return { count, unit: 'minute' };
  if (/^h/.test(unit)) return { count: count * 60, unit: 'minute' };
  // Half a day more is no day.
  if (!Number.isInteger(count)) return null;
  if (unit.startsWith('day')) return { count, unit: 'day' };
  if (unit.startsWith('week')) return { count: count * 7, unit: 'day' };
  if (unit.startsWith('fortnight')) return { count: count * 14, unit: 'day' };
  return { count: unit.startsWith('month') ? count : count * 12, unit: 'month' };
};

const NEXT_TO =
  /^(?:(?:on|for|to) )?the (?:(?:very )?(?<which>next|following|previous|prior) (?<unit>day|week)|(?<one>day|week|month) (?<side>after|before))(?: (?:after |before )?(?:that|it|this|then))?$/;

/** "the day after that", "the week before", of a day that was said. @param words as rules see them */
export const readNextTo = (words: string): Shift | null => {
  const { which = '', side = '', unit, one } = NEXT_TO.exec(words)?.groups ?? {};
  const shift = readShift(`1 ${unit ?? one ?? ''}`);
  return shift !== null && /^(?:previous|prior|before)$/.test(which || side)
    ? { ...shift, count: -shift.count }
    : shift;
};
