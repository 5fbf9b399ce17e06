import { NUMBERS, ORDINALS } from '../numbers.js';
import { firstOfMonth, nextMonthDay } from './calendar.js';

/** Words of dates, as sources of regular expressions. They are matched without case. */

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** Short names that mean nothing else may stand anywhere; "sun", "sat", "wed" and "mon" are words of their own. */
export const CLEAR_WEEKDAY = [...WEEKDAYS, 'tues?', 'weds', 'thu(?:rs?)?', 'fri'].join('|');
export const WEEKDAY = `${CLEAR_WEEKDAY}|mon|wed|sat|sun`;

export const MONTHS: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
export const MONTH = MONTHS.join('|');

/** "3", "three", "a", "a couple of". */
export const COUNT = `\\d{1,4}|an?|a couple(?: of)?|a few|${NUMBERS.join('|')}`;

export const readCount = (words: string): number => {
  if (/^\d+$/.test(words)) return Number(words);
  if (words.startsWith('a couple')) return 2;
  if (words === 'a few') return 3;
  return Math.max(1, NUMBERS.indexOf(words) + 1);
};

/** "3 hours", "half an hour", "two and a half hours", "an hour and a half". */
export const HOURS = `(?<count>${COUNT}|half an)(?: (?<half>and a half))? (?<unit>minutes?|mins?|hours?|hrs?)(?: (?<more>and a half))?`;

export const readMinutes = ({
  count = '',
  half,
  unit = '',
  more,
}: Record<string, string | undefined>): number =>
  ((count === 'half an' ? 0.5 : readCount(count)) + ((half ?? more) === undefined ? 0 : 0.5)) *
  (unit.startsWith('h') ? 60 : 1);

const TENS: Readonly<Record<string, number>> = { twentieth: 20, thirtieth: 30 };

/** "first" to "thirty-first". */
export const ORDINAL_WORDS = `(?:twenty|thirty)[ -](?:${ORDINALS.slice(0, 9).join('|')})|${[...ORDINALS, 'thirtieth'].join('|')}`;

export const readOrdinalWord = (words: string): number => {
  const [first = '', second] = words.split(/[ -]/);
  if (second !== undefined) return (first === 'twenty' ? 20 : 30) + ORDINALS.indexOf(second) + 1;
  return TENS[first] ?? ORDINALS.indexOf(first) + 1;
};

/** 0 is Monday. */
export const readWeekday = (words: string): number =>
  WEEKDAYS.findIndex((name) => name.startsWith(words.slice(0, 3)));

/** Days that a year brings again, by month and day. */
export const HOLIDAYS: Readonly<Record<string, string>> = {
  '(?:christmas|xmas) eve': '12-24',
  '(?:christmas|xmas)(?: day)?': '12-25',
  'boxing day': '12-26',
  "new year['’]?s eve": '12-31',
  "new year['’]?s(?: day)?|new year": '01-01',
  "valentine['’]?s(?: day)?": '02-14',
  halloween: '10-31',
};

/** Hours that words for a part of the day stand for. */
export const DAY_PARTS: Readonly<Record<string, string>> = {
  morning: '09:00',
  afternoon: '15:00',
  evening: '20:00',
  night: '20:00',
  eve: '20:00',
  lunchtime: '12:00',
};
export const DAY_PART = Object.keys(DAY_PARTS).join('|');

/** What may follow a date: after anything else a bare "friday" belongs to a name, as in "friday meeting". */
export const AFTER_A_DATE = [
  ...['tag', 'label', 'hi', 'lo', 'asap', 'prio', 'urgnt'],
  ...['about', 'after', 'and', 'as', 'at', 'because', 'before', 'but', 'by', 'for', 'from', 'if', 'in', 'of'],
  ...[
    'i',
    'we',
    'on',
    'or',
    'please',
    'so',
    'tagged',
    'then',
    'to',
    'until',
    'via',
    'with',
    'when',
    'instead',
    'is',
    'high',
    'urgent',
    'important',
    'low',
    'medium',
  ],
  ...['today', 'tomorrow', 'tonight', 'next', 'this', 'around', 'due', 'which', 'that', 'because', 'every'],
  ...['coming', 'pls', 'plz', 'thanks', 'thx', 'dont', 'add', 'put', 'only', 'same'],
].join('|');

const MONTH_NAME = `(?:${MONTHS.map((month) => month.slice(0, 3)).join('|')})\\p{L}*`;
/** Words for one day, beside which a number is an hour. */
export const DAY_SAID = `today|tomorrow|tonight|${WEEKDAY}|\\d{1,2}(?:st|nd|rd|th)|\\d{1,2}/\\d{1,2}|${MONTH_NAME} \\d{1,2}|\\d{1,2} ${MONTH_NAME}`;

/** The first day of the next such month, this one included. @param name its first three letters or more */
export const firstOfNamedMonth = (name: string, today: string): string =>
  nextMonthDay(
    firstOfMonth(today),
    `${String(MONTHS.findIndex((full) => full.startsWith(name.slice(0, 3))) + 1).padStart(2, '0')}-01`,
  );
