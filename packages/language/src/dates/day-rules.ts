import { ORDINALS } from '../numbers.js';
import {
  addDays,
  addMonths,
  firstOfMonth,
  lastOfMonth,
  monday,
  nextDayOfMonth,
  nextMonthDay,
  weekday,
} from './calendar.js';
import {
  CLEAR_WEEKDAY,
  COUNT,
  DAY_PART,
  DAY_PARTS,
  firstOfNamedMonth,
  HOLIDAYS,
  HOURS,
  MONTH,
  MONTHS,
  ORDINAL_WORDS,
  readCount,
  readMinutes,
  readOrdinalWord,
  readWeekday,
  WEEKDAY,
} from './words.js';

/** The moment as the person's wall shows it, and how far away another moment is. */
export interface Clock {
  today: string;
  /** HH:MM. */
  time: string;
  /** The wall clock in so many minutes, over changes to summer time. */
  inMinutes(minutes: number): { on: string; time: string };
}

export interface DayRule {
  /** Source of a regular expression; words are matched whole and without case. */
  pattern: string;
  /** When a noun may follow. Otherwise the words are part of a name, as in "friday meeting" and "the 3rd floor". */
  nounAfter: 'always' | 'with preposition' | 'never';
  /** Says more than the weekday beside it, as in "saturday the 22nd". */
  exact?: true;
  day(groups: Readonly<Record<string, string | undefined>>, clock: Clock): DayWords | null;
  /** What its test tries, with Wednesday 2026-03-04, 10:00 as now. */
  examples: Readonly<Record<string, string | null>>;
}

export interface DayWords {
  on: string;
  time?: string;
  /** The part of the day that was said, which tells 5 in the morning from 5 in the afternoon. */
  part?: string;
  /** No day was said: one that stands beside it counts. */
  loose?: true;
}

const nextWeekday = (today: string, wanted: number): string =>
  addDays(today, ((wanted - weekday(today) + 6) % 7) + 1);

/** A time that has passed is not said: who says "this morning" in the evening means today. */
const partOfToday = (part: string, clock: Clock): DayWords => {
  const time = DAY_PARTS[part];
  return time !== undefined && time > clock.time
    ? { on: clock.today, time, part }
    : { on: clock.today, part };
};

const partOfDay = (on: string, part: string | undefined): DayWords => {
  const time = part === undefined ? undefined : DAY_PARTS[part];
  return part === undefined || time === undefined ? { on } : { on, time, part };
};

const inUnits = (day: string, count: number, unit: string): string => {
  if (unit.startsWith('day')) return addDays(day, count);
  if (unit.startsWith('week')) return addDays(day, 7 * count);
  if (unit.startsWith('fortnight')) return addDays(day, 14 * count);
  if (unit.startsWith('month')) return addMonths(day, count);
  return addMonths(day, 12 * count);
};

/** The Friday of this week; over the weekend its Sunday. */
const endOfWeek = (day: string): string => addDays(monday(day), weekday(day) <= 4 ? 4 : 6);

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const SOME_MONTH = MONTHS.map((name) => `${name.slice(0, 3)}[a-z]*\\.?`).join('|');

/** @param begins the first day of the month */
const weekdayOfMonth = (begins: string, wanted: number, which: string): string => {
  const first = addDays(begins, (wanted - weekday(begins) + 7) % 7);
  if (which !== 'last') return addDays(first, 7 * ['first', 'second', 'third', 'fourth'].indexOf(which));
  const fifth = addDays(first, 28);
  return fifth <= lastOfMonth(begins) ? fifth : addDays(first, 21);
};

const UNIT = 'days?|weeks?|fortnights?|months?|years?';
const NAMED_DAY = `today|tomorrow|now|${WEEKDAY}`;

const namedDay = (words: string, today: string): string => {
  if (words === 'today' || words === 'now') return today;
  return words === 'tomorrow' ? addDays(today, 1) : nextWeekday(today, readWeekday(words));
};

const month = (name: string, { today }: Clock): string => firstOfNamedMonth(name, today);

/** Words for days. The longest match of all rules wins. */
export const DAY_RULES: readonly DayRule[] = [
  {
    pattern: `(?:later )?today`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: today }),
    examples: { today: '2026-03-04' },
  },
  {
    pattern: `(?:today|this|later this)(?: in the)? (?<part>${DAY_PART})`,
    nounAfter: 'always',
    day: ({ part = '' }, clock) => partOfToday(part, clock),
    examples: { 'this afternoon': '2026-03-04 15:00', 'this morning': '2026-03-04' },
  },
  {
    pattern: 'tonight|tonite',
    nounAfter: 'always',
    day: (_, clock) => partOfToday('night', clock),
    examples: { tonight: '2026-03-04 20:00' },
  },
  {
    pattern: `(?<first>(?:first thing|early) )?(?:tomorrow|tmrw|tmr|tmw)(?:,? (?:in the |at )?(?<part>${DAY_PART}))?(?<other>,? first thing)?`,
    nounAfter: 'always',
    day: ({ part, first, other }, { today }) =>
      partOfDay(addDays(today, 1), (first ?? other) === undefined ? part : 'morning'),
    examples: {
      'first thing tomorrow': '2026-03-05 09:00',
      tomorrow: '2026-03-05',
      tmrw: '2026-03-05',
      'tomorrow morning': '2026-03-05 09:00',
    },
  },
  {
    pattern: `(?:(?:the )?day )?after tomorrow(?:,? (?:in the |at )?(?<part>${DAY_PART}))?`,
    nounAfter: 'always',
    day: ({ part }, { today }) => partOfDay(addDays(today, 2), part),
    examples: { 'the day after tomorrow': '2026-03-06', 'after tomorrow': '2026-03-06' },
  },
  {
    pattern: `(?:(?:this|this coming|coming|late(?= \\S+ (?:in the )?(?:${DAY_PART}))) )?(?<name>${CLEAR_WEEKDAY})(?:,? (?:in the |at )?(?<part>${DAY_PART}))?`,
    nounAfter: 'with preposition',
    day: ({ name = '', part }, { today }) => partOfDay(nextWeekday(today, readWeekday(name)), part),
    examples: {
      friday: '2026-03-06',
      // Who means today says today.
      wednesday: '2026-03-11',
      'thurs evening': '2026-03-05 20:00',
      'this monday': '2026-03-09',
    },
  },
  {
    pattern: `(?<name>${NAMED_DAY}),? (?<half>am|pm)`,
    nounAfter: 'always',
    day: ({ name = '', half }, { today }) =>
      partOfDay(namedDay(name, today), half === 'am' ? 'morning' : 'afternoon'),
    examples: { 'tomorrow am': '2026-03-05 09:00', 'fri pm': '2026-03-06 15:00' },
  },
  {
    // The date says more than the weekday before it.
    pattern: `(?<name>${WEEKDAY}),? the (?<number>\\d{1,2})(?:st|nd|rd|th)(?! of)`,
    nounAfter: 'with preposition',
    exact: true,
    day: ({ number }, { today }) => {
      const on = nextDayOfMonth(today, Number(number));
      return on === null ? null : { on };
    },
    examples: { 'monday the 16th': '2026-03-16' },
  },
  {
    pattern: `(?<name>${NAMED_DAY}) in (?<count>${COUNT}) weeks?`,
    nounAfter: 'always',
    day: ({ name = '', count = '' }, { today }) => ({
      on: addDays(namedDay(name, today), 7 * readCount(count)),
    }),
    examples: { 'today in a week': '2026-03-11', 'friday in two weeks': '2026-03-20' },
  },
  {
    pattern: `(?<unit>week|fortnight) (?:on|from) (?<name>${NAMED_DAY})|(?<other>${NAMED_DAY}) (?<behind>fortnight)`,
    nounAfter: 'always',
    day: ({ unit, name, other, behind }, { today }) => ({
      on: inUnits(namedDay(name ?? other ?? '', today), 1, unit ?? behind ?? ''),
    }),
    examples: { 'week on monday': '2026-03-16', 'fri fortnight': '2026-03-20' },
  },
  {
    pattern: `(?:at )?this time (?<name>tomorrow|next week)`,
    nounAfter: 'always',
    day: ({ name }, { today, time }) => ({ on: addDays(today, name === 'tomorrow' ? 1 : 7), time }),
    examples: { 'this time next week': '2026-03-11 10:00' },
  },
  {
    pattern: `next month,? (?:on )?the (?<number>\\d{1,2})(?:st|nd|rd|th)?`,
    nounAfter: 'always',
    day: ({ number }, { today }) => {
      const on = nextDayOfMonth(addMonths(firstOfMonth(today), 1), Number(number));
      return on === null ? null : { on };
    },
    examples: { 'next month on the 3rd': '2026-04-03' },
  },
  {
    // Of the next year that has one.
    pattern: `(?:(?:on|by|until|till|due|for) )?(?:(?:the )?29(?:th)?(?: of)? feb(?:ruary)?|feb(?:ruary)? (?:the )?29(?:th)?|(?:the )?leap day)(?! ?\\d)`,
    nounAfter: 'with preposition',
    exact: true,
    day: (_, { today }) => {
      const year = Number(today.slice(0, 4));
      const on = [0, 1, 2, 3, 4, 5, 6, 7, 8]
        .map((more) => `${year + more}-02-29`)
        .find((day) => day >= today && addDays(`${day.slice(0, 4)}-02-28`, 1) === day);
      return on === undefined ? null : { on };
    },
    examples: {
      'on the 29th of february': '2028-02-29',
      'feb 29': '2028-02-29',
      'on leap day': '2028-02-29',
    },
  },
  {
    pattern: `(?<number>\\d{1,2})\\. ?(?<name>${SOME_MONTH})`,
    nounAfter: 'with preposition',
    day: ({ number = '', name = '' }, { today }) => {
      const begins = MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3))) + 1;
      const day = Number(number);
      return day < 1 || day > 31
        ? null
        : { on: nextMonthDay(today, `${twoDigits(begins)}-${twoDigits(day)}`) };
    },
    examples: { '20. apr': '2026-04-20' },
  },
  {
    // Nothing else is written so: "2.5" may be anything.
    pattern: `(?:(?<number>\\d\\d)\\.(?<month>0[1-9])|(?<late>1[3-9]|2\\d|3[01])\\.(?<short>[1-9]|1[0-2]))(?=\\s*(?:$|[,;]))`,
    nounAfter: 'never',
    day: ({ number, month: said, late, short }, { today }) => {
      const day = Number(number ?? late);
      return day < 1 || day > 31
        ? null
        : { on: nextMonthDay(today, `${twoDigits(Number(said ?? short))}-${twoDigits(day)}`) };
    },
    examples: { '20.02': '2027-02-20', '28.3': '2026-03-28', '2.5': null },
  },
  {
    pattern: `the (?<word>(?:twenty|thirty)[ -](?:${ORDINALS.slice(0, 9).join('|')})|${ORDINALS.slice(12).join('|')}|thirtieth)`,
    nounAfter: 'never',
    exact: true,
    day: ({ word = '' }, { today }) => {
      const on = nextDayOfMonth(today, readOrdinalWord(word));
      return on === null ? null : { on };
    },
    examples: { 'the twentieth': '2026-03-20' },
  },
  {
    pattern: `(?<=\\bme )(?<name>mon|wed|sat|sun)(?= to\\b)`,
    nounAfter: 'always',
    day: ({ name = '' }, { today }) => ({ on: nextWeekday(today, readWeekday(name)) }),
    examples: {},
  },
  {
    pattern: `(?<name>${WEEKDAY}) after next`,
    nounAfter: 'always',
    day: ({ name = '' }, { today }) => ({ on: addDays(nextWeekday(today, readWeekday(name)), 7) }),
    examples: { 'tuesday after next': '2026-03-17' },
  },
  {
    // "The second" is as well one of a list.
    pattern: `(?:on|by|before|until|till|for) the (?<word>(?:twenty|thirty)[ -](?:${ORDINALS.slice(0, 9).join('|')})|${ORDINALS.slice(3).join('|')}|thirtieth)`,
    nounAfter: 'never',
    exact: true,
    day: ({ word = '' }, { today }) => {
      const on = nextDayOfMonth(today, readOrdinalWord(word));
      return on === null ? null : { on };
    },
    examples: { 'on the fifteenth': '2026-03-15', 'by the twenty-first': '2026-03-21' },
  },
  {
    // As those say it whose own language has an article there.
    pattern: `the (?<name>${CLEAR_WEEKDAY})(?:,? (?:in the |at )?(?<part>${DAY_PART}))?`,
    nounAfter: 'never',
    day: ({ name = '', part }, { today }) => partOfDay(nextWeekday(today, readWeekday(name)), part),
    examples: { 'the friday': '2026-03-06', 'the friday meeting': null },
  },
  {
    pattern: `(?<name>mon|wed|sat|sun)(?=,? (?:at )?(?:half|quarter|noon|midday|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\b|(?:,? (?:at )?\\d{1,2}(?:[:.]\\d\\d)?(?: ?[ap]\\.?m\\b|\\b(?! ?[a-z])))|,? (?:at )?(?:[01]\\d|2[0-3])[0-5][05]\\b(?! ?[a-z])|\\s*[!#]|\\s*$)`,
    nounAfter: 'with preposition',
    day: ({ name = '' }, { today }) => ({ on: nextWeekday(today, readWeekday(name)) }),
    examples: { sun: '2026-03-08', 'sun cream': null },
  },
  {
    pattern: `(?:on|by|until|till|before|due|for|this) (?<name>mon|wed|sat|sun)`,
    nounAfter: 'with preposition',
    day: ({ name = '' }, { today }) => ({ on: nextWeekday(today, readWeekday(name)) }),
    examples: { 'on sat': '2026-03-07', 'by mon': '2026-03-09' },
  },
  {
    pattern: `(?<name>mon|wed|sat|sun),? (?:in the |at )?(?<part>${DAY_PART})`,
    nounAfter: 'with preposition',
    day: ({ name = '', part }, { today }) => partOfDay(nextWeekday(today, readWeekday(name)), part),
    examples: { 'sat morning': '2026-03-07 09:00' },
  },
  {
    pattern: `(?:first thing|early)(?: on)? (?<name>${WEEKDAY})(?: morning)?|(?<other>${CLEAR_WEEKDAY})(?: morning)?,? first thing`,
    nounAfter: 'always',
    day: ({ name, other }, { today }) =>
      partOfDay(nextWeekday(today, readWeekday(name ?? other ?? '')), 'morning'),
    examples: { 'first thing on monday': '2026-03-09 09:00' },
  },
  {
    pattern: `after (?:the|this) weekend`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addDays(monday(today), 7) }),
    examples: { 'after the weekend': '2026-03-09' },
  },
  {
    pattern: `mid-?week|(?:the )?middle of (?:the|this) week|(?<next>mid next week|(?:the )?middle of next week)`,
    nounAfter: 'never',
    day: ({ next }, { today }) => {
      const wednesday = addDays(monday(today), 2);
      return { on: next !== undefined || wednesday <= today ? addDays(wednesday, 7) : wednesday };
    },
    examples: { midweek: '2026-03-11', 'the middle of next week': '2026-03-11' },
  },
  {
    pattern: `(?:the )?(?:middle of|mid[- ]?) ?(?<name>${MONTH})|(?:the )?(?:beginning|start) of (?<first>${MONTH})|early (?<early>${MONTH})`,
    nounAfter: 'with preposition',
    day: ({ name, first, early }, { today }) => ({
      on: nextMonthDay(
        today,
        `${twoDigits(MONTHS.indexOf(name ?? first ?? early ?? '') + 1)}-${name === undefined ? '01' : '15'}`,
      ),
    }),
    examples: { 'mid march': '2026-03-15', 'beginning of april': '2026-04-01' },
  },
  {
    pattern: `(?:the )?(?<which>first|second|third|fourth|last) (?<name>${WEEKDAY}) (?:of|in) (?:(?<month>${MONTH})|(?:the )?(?<other>next|this|the) month)`,
    nounAfter: 'always',
    exact: true,
    day: ({ which = '', name = '', month: said, other }, clock) => {
      const begins =
        said === undefined
          ? addMonths(firstOfMonth(clock.today), other === 'next' ? 1 : 0)
          : month(said, clock);
      return { on: weekdayOfMonth(begins, readWeekday(name), which) };
    },
    examples: { 'the first monday of april': '2026-04-06', 'the last friday of the month': '2026-03-27' },
  },
  {
    pattern: `in (?:a |three )(?<quarters>quarters?) of an hour`,
    nounAfter: 'always',
    day: ({ quarters }, clock) => clock.inMinutes(quarters === 'quarter' ? 15 : 45),
    examples: { 'in a quarter of an hour': '2026-03-04 10:15' },
  },
  {
    pattern: `(?:due )?on (?<number>\\d{1,2})\\.(?<month>\\d{1,2})(?![.\\d%])`,
    nounAfter: 'never',
    day: ({ number = '', month: said = '' }, { today }) => {
      const [day, month] = [Number(number), Number(said)];
      return day < 1 || day > 31 || month < 1 || month > 12
        ? null
        : { on: nextMonthDay(today, `${twoDigits(month)}-${twoDigits(day)}`) };
    },
    examples: { 'on 13.3': '2026-03-13' },
  },
  {
    pattern: `(?:the )?next (?<name>${WEEKDAY})(?: (?<part>${DAY_PART}))?`,
    nounAfter: 'always',
    day: ({ name = '', part }, { today }) => partOfDay(addDays(monday(today), 7 + readWeekday(name)), part),
    examples: { 'next friday': '2026-03-13', 'next tue': '2026-03-10' },
  },
  {
    pattern: `(?<name>${WEEKDAY}),? (?:of )?next week|next week(?:,? on)? (?<other>${WEEKDAY})`,
    nounAfter: 'always',
    day: ({ name, other }, { today }) => ({
      on: addDays(monday(today), 7 + readWeekday(name ?? other ?? '')),
    }),
    examples: { 'friday next week': '2026-03-13', 'next week on tue': '2026-03-10' },
  },
  {
    pattern: `(?<name>${WEEKDAY}|today|tomorrow) week|a week (?:on|from) (?<other>${WEEKDAY})`,
    nounAfter: 'never',
    day: ({ name, other }, { today }) => ({
      on: addDays(namedDay(name ?? other ?? '', today), 7),
    }),
    examples: { 'friday week': '2026-03-13', 'today week': '2026-03-11', 'a week on friday': '2026-03-13' },
  },
  {
    pattern: `(?:in the |at )(?<part>${DAY_PART})`,
    nounAfter: 'never',
    day: ({ part = '' }, clock) => {
      const time = DAY_PARTS[part] ?? '';
      return { ...partOfDay(time > clock.time ? clock.today : addDays(clock.today, 1), part), loose: true };
    },
    examples: { 'in the evening': '2026-03-04 20:00', 'in the morning': '2026-03-05 09:00' },
  },
  {
    pattern: `(?:the )?week after next`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addDays(monday(today), 14) }),
    examples: { 'the week after next': '2026-03-16' },
  },
  {
    pattern: `(?:over |during )?(?:this|the)(?: coming)? weekend|(?:on|at|for|by) weekend`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: weekday(today) >= 5 ? today : addDays(monday(today), 5) }),
    examples: { 'this weekend': '2026-03-07' },
  },
  {
    pattern: `next weekend`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addDays(monday(today), 12) }),
    examples: { 'next weekend': '2026-03-14' },
  },
  {
    pattern: `next week`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addDays(monday(today), 7) }),
    examples: { 'next week': '2026-03-09' },
  },
  {
    pattern: `(?:the )?end of (?:the |this )?week|eow|(?:later )?this week|within (?:the|this) week`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: endOfWeek(today) }),
    examples: { 'end of the week': '2026-03-06', 'this week': '2026-03-06' },
  },
  {
    pattern: `(?:the )?end of next week`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addDays(monday(today), 11) }),
    examples: { 'end of next week': '2026-03-13' },
  },
  {
    pattern: `(?:(?:the )?end of (?:the )?(?:day|play|business)|eod|cob|cop|close of (?:business|play))(?: (?:on )?(?<name>today|tomorrow|${WEEKDAY}))?`,
    nounAfter: 'always',
    day: ({ name = 'today' }, { today }) => ({ on: namedDay(name, today) }),
    examples: { 'end of day': '2026-03-04', eod: '2026-03-04', 'close of play friday': '2026-03-06' },
  },
  {
    pattern: `(?<name>today|tomorrow|${WEEKDAY}),? (?:by |at )?(?:(?:the )?end of (?:the )?(?:day|play|business)|eod|cob|cop|close of (?:business|play))`,
    nounAfter: 'always',
    day: ({ name = '' }, { today }) => ({ on: namedDay(name, today) }),
    examples: { 'mon eod': '2026-03-09' },
  },
  {
    pattern: `next month`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: addMonths(firstOfMonth(today), 1) }),
    examples: { 'next month': '2026-04-01' },
  },
  {
    pattern: `(?:the )?(?:end|last day) of (?:the |this )?month|eom|this month|month['’]?s? end`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: lastOfMonth(today) }),
    examples: { 'end of the month': '2026-03-31', eom: '2026-03-31' },
  },
  {
    pattern: `(?:the )?(?:end|last day) of next month`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: lastOfMonth(addMonths(firstOfMonth(today), 1)) }),
    examples: { 'end of next month': '2026-04-30' },
  },
  {
    pattern: `(?:(?:on|by|before|until|till|at) )?(?:the )?(?:end|last|last day) of (?<name>${MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`,
    nounAfter: 'always',
    day: ({ name = '' }, clock) => ({ on: lastOfMonth(month(name, clock)) }),
    examples: { 'end of june': '2026-06-30', 'the end of february': '2027-02-28' },
  },
  {
    pattern: `(?:in|by|before|until|next) (?<name>${MONTH})(?: (?<year>\\d{4})\\b|(?! \\d))`,
    nounAfter: 'always',
    day: ({ name = '', year }, clock) => {
      const next = month(name, clock);
      if (year !== undefined) return { on: `${year}${next.slice(4)}` };
      return { on: next < clock.today ? nextMonthDay(clock.today, next.slice(5)) : next };
    },
    examples: { 'in may': '2026-05-01', 'by march': '2027-03-01', 'in march 2028': '2028-03-01' },
  },
  {
    pattern: `(?:the )?end of (?:the |this )?year`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: `${today.slice(0, 4)}-12-31` }),
    examples: { 'end of the year': '2026-12-31' },
  },
  {
    pattern: `next year`,
    nounAfter: 'always',
    day: (_, { today }) => ({ on: `${addMonths(today, 12).slice(0, 4)}-01-01` }),
    examples: { 'next year': '2027-01-01' },
  },
  {
    pattern: `(?:in|within|after) (?<count>${COUNT}) (?<unit>${UNIT})(?:['’]? time)?`,
    nounAfter: 'always',
    day: ({ count = '', unit = '' }, { today }) => ({ on: inUnits(today, readCount(count), unit) }),
    examples: {
      'in 3 days': '2026-03-07',
      'in two weeks': '2026-03-18',
      'in a month': '2026-04-04',
      'within 10 days': '2026-03-14',
      'in a couple of days': '2026-03-06',
    },
  },
  {
    pattern: `(?<count>${COUNT}) (?<unit>${UNIT}) (?:from|after) (?<name>${NAMED_DAY})`,
    nounAfter: 'always',
    day: ({ count = '', unit = '', name = '' }, { today }) => ({
      on: inUnits(namedDay(name, today), readCount(count), unit),
    }),
    examples: { '2 weeks from now': '2026-03-18', 'a week from friday': '2026-03-13' },
  },
  {
    pattern: `(?:in|within) ${HOURS}`,
    nounAfter: 'always',
    day: (groups, clock) => clock.inMinutes(readMinutes(groups)),
    examples: {
      'in 3 hours': '2026-03-04 13:00',
      'in half an hour': '2026-03-04 10:30',
      'in an hour and a half': '2026-03-04 11:30',
      'in two and a half hours': '2026-03-04 12:30',
    },
  },
  {
    pattern: `(?<number>\\d{1,2})\\. ?(?<month>\\d{1,2})\\.(?: ?(?<year>\\d{4}))?`,
    nounAfter: 'always',
    day: ({ number = '', month: said = '', year }, { today }) => {
      const [day, month] = [Number(number), Number(said)];
      if (day < 1 || day > 31 || month < 1 || month > 12) return null;
      const monthDay = `${twoDigits(month)}-${twoDigits(day)}`;
      return { on: year === undefined ? nextMonthDay(today, monthDay) : `${year}-${monthDay}` };
    },
    examples: { 'on 30.6.': '2026-06-30', '1. 2. 2027': '2027-02-01' },
  },
  {
    pattern: `${HOURS} from now`,
    nounAfter: 'always',
    day: (groups, clock) => clock.inMinutes(readMinutes(groups)),
    examples: {
      '20 minutes from now': '2026-03-04 10:20',
      'two and a half hours from now': '2026-03-04 12:30',
    },
  },
  {
    pattern: `the (?<number>\\d{1,2})(?:st|nd|rd|th)(?! of)`,
    nounAfter: 'never',
    exact: true,
    day: ({ number }, { today }) => {
      const on = nextDayOfMonth(today, Number(number));
      return on === null ? null : { on };
    },
    examples: {
      'the 3rd': '2026-04-03',
      'the 4th': '2026-03-04',
      'the 31st': '2026-03-31',
      'the 45th': null,
    },
  },
  {
    // "Tom's 30th" is no day, and "come 2nd" is one only between commas.
    pattern: `(?<!['’]s |s['’] |(?:${SOME_MONTH}) )(?:(?<number>[4-9]|[12]\\d|3[01])(?:st|nd|rd|th)|(?<=[,;] ?)(?<low>[123])(?:st|nd|rd))(?! (?:of|${SOME_MONTH})\\b)`,
    nounAfter: 'never',
    exact: true,
    day: ({ number, low }, { today }) => {
      const on = nextDayOfMonth(today, Number(number ?? low));
      return on === null ? null : { on };
    },
    examples: { '12th': '2026-03-12', '22nd': '2026-03-22', '12th floor': null },
  },
  {
    pattern: `(?:the )?(?<word>${ORDINAL_WORDS}) of (?<name>${MONTH})|(?<month>${MONTH}) (?:the )?(?<other>${ORDINAL_WORDS})`,
    nounAfter: 'always',
    day: ({ word, name, month, other }, { today }) => ({
      on: nextMonthDay(
        today,
        `${twoDigits(MONTHS.indexOf(name ?? month ?? '') + 1)}-${twoDigits(readOrdinalWord(word ?? other ?? ''))}`,
      ),
    }),
    examples: { 'the second of april': '2026-04-02', 'march twenty-first': '2026-03-21' },
  },
  {
    pattern: `(?:on|by|before|until|till|due|for) (?<number>\\d{1,2})(?:st|nd|rd|th)(?! of)(?:,? (?:in the |at )?(?<part>${DAY_PART}))?`,
    nounAfter: 'never',
    day: ({ number, part }, { today }) => {
      const on = nextDayOfMonth(today, Number(number));
      return on === null ? null : partOfDay(on, part);
    },
    examples: { 'by 28th evening': '2026-03-28 20:00', 'on 3rd': '2026-04-03' },
  },
  {
    pattern: `(?:the )?(?:(?<number>\\d{1,2})(?:st|nd|rd|th)?|(?<word>${ORDINAL_WORDS})) (?:of |day of )?(?<which>next|this|the) month`,
    nounAfter: 'always',
    day: ({ number, word, which }, { today }) => {
      const from = which === 'next' ? addMonths(firstOfMonth(today), 1) : today;
      const on = nextDayOfMonth(from, number === undefined ? readOrdinalWord(word ?? '') : Number(number));
      return on === null ? null : { on };
    },
    examples: {
      'the 3rd of next month': '2026-04-03',
      'the tenth of next month': '2026-04-10',
      'the 20th of this month': '2026-03-20',
    },
  },
  {
    pattern: `(?:the )?(?:beginning|start) of (?:the )?(?<unit>next month|next week|next year)|early (?<other>next week|next month)`,
    nounAfter: 'always',
    day: ({ unit, other }, { today }) => {
      const said = unit ?? other ?? '';
      if (said === 'next week') return { on: addDays(monday(today), 7) };
      return {
        on:
          said === 'next month'
            ? addMonths(firstOfMonth(today), 1)
            : `${addMonths(today, 12).slice(0, 4)}-01-01`,
      };
    },
    examples: { 'the beginning of next month': '2026-04-01', 'early next week': '2026-03-09' },
  },
  {
    pattern: `(?:in )?(?<count>${COUNT}) (?<unit>weeks?|days?) (?:on )?(?<name>today|tomorrow|${CLEAR_WEEKDAY})`,
    nounAfter: 'always',
    day: ({ count = '', unit = '', name = '' }, { today }) => ({
      on: inUnits(namedDay(name, today), readCount(count), unit),
    }),
    examples: { 'two weeks today': '2026-03-18', 'a week tomorrow': '2026-03-12' },
  },
  {
    pattern: `(?:christmas|xmas) eve|(?<new>new year['’]?s eve)`,
    nounAfter: 'never',
    day: ({ new: last }, { today }) => ({ on: nextMonthDay(today, last === undefined ? '12-24' : '12-31') }),
    examples: { 'new year’s eve': '2026-12-31', 'christmas eve': '2026-12-24' },
  },
  ...Object.entries(HOLIDAYS).map(
    ([name, monthDay]): DayRule => ({
      pattern: `(?:on|by|before|until|for|due) (?:${name})`,
      nounAfter: 'with preposition',
      day: (_, { today }) => ({ on: nextMonthDay(today, monthDay) }),
      examples: {},
    }),
  ),
];
