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

const DAY_NAME = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Words for several days. "this week" is a filter of its own. */
const SPAN_RULES: readonly SpanRule[] = [
  // "on thursday next week"
  {
    pattern: new RegExp(
      `\\b(?:(?:on|for) )?(?=(?:\\S+ ){0,5}?(?<name>${DAY_NAME}))(?:${DAY_NAME} (?:(?:of|in) )?(?:the )?(?:next|coming|following) week|(?:the )?(?:next|coming|following) week(?:'s)?(?: on)? ${DAY_NAME})\\b`,
    ),
    span: (today, _, name) => {
      const day = addDays(monday(today), 7 + DAYS.indexOf(name));
      return { from: day, to: day };
    },
  },
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
    pattern: /\b(?:today|tonight) (?:and|or|plus) tomorrow\b/,
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

/** Till the end of days. */
const NO_END = '9999-12-31';

const BETWEEN =
  /\b(?:between|from|starting) (?:the )?(?<from>\S.*?) (?:and|to|till|until|through|thru|up to) (?:the )?(?=\S)/;
const AFTER =
  /\b(?:after|past|beyond|later than|from(?=.* on(?:wards?)?\b)|starting(?: from)?) (?:the )?(?=\S)/;
const UNTIL = /\b(?:by|before|until|till|up to|no later than)\s+(?:the\s+)?(?=\S)/;
/** "before lunch on friday", "after 5 tomorrow": of that day. */
const PART_OF_DAY = new RegExp(
  `\\b(?:before|after|by|until|till|around|about) (?:lunch|lunchtime|noon|midday|dinner|breakfast|work|school|\\d{1,2}(?::\\d\\d)?(?: ?[ap]m| o'clock)?) (?=(?:(?:on|this|next) )?(?:today|tomorrow|${DAY_NAME}))`,
);

interface Found {
  span: DaySpan;
  words: string;
}

/** Days between two. */
const between = (said: string, context: Context): Found | null => {
  const match = BETWEEN.exec(said);
  const first = match === null ? null : findDue(match.groups?.from ?? '', context);
  if (match === null || first === null) return null;
  const at = match.index + match[0].length;
  const last = findDue(said.slice(at), context);
  const [words] = last?.spans ?? [];
  return last !== null && words?.start === 0 && last.due.on >= first.due.on
    ? { span: { from: first.due.on, to: last.due.on }, words: said.slice(match.index, at + words.end) }
    : null;
};

/** All days after one, or after several: "after the weekend", "from monday on". */
const after = (said: string, context: Context): Found | null => {
  const match = AFTER.exec(said);
  if (match === null) return null;
  const at = match.index + match[0].length;
  const rest = said.slice(at);
  const several = namedSpan(rest, context);
  const one = several === null ? findDue(rest, context) : null;
  const [words] = one?.spans ?? [];
  const day = one?.timeOnly === false && words?.start === 0 ? one.due.on : undefined;
  const last = several !== null && rest.startsWith(several.words.trim()) ? several.span.to : day;
  if (last === undefined) return null;
  const end = at + (several?.words.length ?? words?.end ?? 0);
  const tail = /^ on(?:wards?)?\b/.exec(said.slice(end))?.[0] ?? '';
  const from = /^(?:from|starting)/.test(match[0]) ? (several?.span.from ?? last) : addDays(last, 1);
  return { span: { from, to: NO_END }, words: said.slice(match.index, end) + tail };
};

/** The days that a description of tasks names, and the words that it says so with. @param said as rules see it */
export const findSpan = (said: string, context: Context): Found | null => {
  const several = between(said, context) ?? after(said, context) ?? namedSpan(said, context);
  if (several !== null) return several;
  const part = PART_OF_DAY.exec(said);
  if (part !== null) {
    const at = part.index + part[0].length;
    const day = findDue(said.slice(at), context);
    const end = at + (day?.spans[0]?.end ?? 0);
    return day && { span: { from: day.due.on, to: day.due.on }, words: said.slice(part.index, end) };
  }
  const until = UNTIL.exec(said);
  if (until === null) return null;
  const found = findDue(said.slice(until.index), context);
  const [words] = found?.spans ?? [];
  if (found === null || words === undefined || words.start > 0) return null;
  const to = until[0].startsWith('before') ? addDays(found.due.on, -1) : found.due.on;
  return { span: { to }, words: said.slice(until.index, until.index + words.end) };
};

const namedSpan = (said: string, context: Context): Found | null => {
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
  return null;
};
