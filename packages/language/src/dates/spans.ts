import type { Context } from '../intent.js';
import { addDays, addMonths, firstOfMonth, lastOfMonth, monday, wallClock, weekday } from './calendar.js';
import { findDue } from './find-due.js';
import { firstOfNamedMonth, MONTH, readCount } from './words.js';

/** Days of a list, both included; `from` is left out where all that is late counts as well. */
export interface DaySpan {
  from?: string;
  to: string;
}

interface SpanRule {
  pattern: RegExp;
  span(today: string, count: number, name: string): DaySpan;
}

const saturday = (today: string): string => addDays(monday(today), 5);

/** Words for several days. "this week" is a filter of its own. */
const SPAN_RULES: readonly SpanRule[] = [
  {
    pattern: /\b(?:the week after next)\b/,
    span: (today) => ({ from: addDays(monday(today), 14), to: addDays(monday(today), 20) }),
  },
  {
    pattern: /\bnext week end\b|\bnext weekend\b|\b(?:the )?weekend after (?:this|next)\b/,
    span: (today) => ({ from: addDays(saturday(today), 7), to: addDays(saturday(today), 8) }),
  },
  {
    pattern: /\b(?:this|the|this coming|coming)? ?week-?end\b/,
    span: (today) => ({
      from: weekday(today) === 6 ? today : saturday(today),
      to: addDays(monday(today), 6),
    }),
  },
  {
    pattern: /\b(?:the )?(?:next|following|coming) week(?:'s)?\b/,
    span: (today) => ({ from: addDays(monday(today), 7), to: addDays(monday(today), 13) }),
  },
  {
    pattern:
      /\b(?:the )?(?:next|coming|following) (?<count>\d{1,2}|two|three|four|five|six|ten|few|couple of) days\b/,
    span: (today, count) => ({ from: today, to: addDays(today, count) }),
  },
  {
    pattern: /\b(?:today and tomorrow|today or tomorrow)\b/,
    span: (today) => ({ from: today, to: addDays(today, 1) }),
  },
  { pattern: /\b(?:this|the) month(?:'s)?\b/, span: (today) => ({ from: today, to: lastOfMonth(today) }) },
  {
    pattern: /\bnext month(?:'s)?\b/,
    span: (today) => {
      const first = addMonths(firstOfMonth(today), 1);
      return { from: first, to: lastOfMonth(first) };
    },
  },
  // "in january", and not "by january" or "for 3 january"
  {
    pattern: new RegExp(`\\b(?:in|during|for|throughout) (?:all of )?(?<name>${MONTH})\\b(?! \\d)`),
    span: (today, _, name) => {
      const first = firstOfNamedMonth(name, today);
      return { from: first, to: lastOfMonth(first) };
    },
  },
];

const UNTIL = /\b(?:by|before|until|till|up to|no later than)\s+(?:the\s+)?(?=\S)/;

/** The days that a description of tasks names, and the words that it says so with. @param said as rules see it */
export const findSpan = (said: string, context: Context): { span: DaySpan; words: string } | null => {
  const today = (context.wall ?? wallClock(context.now, context.timeZone)).on;
  for (const { pattern, span } of SPAN_RULES) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const count = match.groups?.count ?? '';
    return {
      span: span(today, /^(?:few|couple)/.test(count) ? 3 : readCount(count), match.groups?.name ?? ''),
      words: match[0],
    };
  }
  const until = UNTIL.exec(said);
  if (until === null) return null;
  const found = findDue(said.slice(until.index), context);
  const [words] = found?.spans ?? [];
  if (found === null || words === undefined || words.start > 0) return null;
  const to = until[0].startsWith('before') ? addDays(found.due.on, -1) : found.due.on;
  return { span: { to }, words: said.slice(until.index, until.index + words.end) };
};
