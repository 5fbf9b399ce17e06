import { NUMBERS } from '../numbers.js';
import { AFTER_A_DATE, COUNT, DAY_PART, DAY_SAID, readCount, WEEKDAY } from './words.js';

export interface TimeRule {
  /** Source of a regular expression; words are matched whole and without case. */
  pattern: string;
  time(groups: Readonly<Record<string, string | undefined>>, part: string | undefined): string | null;
  /** What its test tries. */
  examples: Readonly<Record<string, string | null>>;
}

const format = (hour: number, minute: number): string | null =>
  hour <= 23 && minute <= 59 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;

/**
 * An hour that was said without am or pm: 1 to 7 are in the afternoon, unless the morning was named or the hour is
 * written as on a 24 hour clock, 05:00.
 */
const bareHour = (hour: string, minute: string | undefined, part: string | undefined): string | null => {
  const number = Number(hour);
  const afternoon =
    part === undefined ? number >= 1 && number <= 7 && hour.length === 1 : part !== 'morning' && number < 12;
  return format(number + (afternoon ? 12 : 0), Number(minute ?? 0));
};

const twelveHours = (hour: string, minute: string | undefined, half: string): string | null => {
  const number = Number(hour);
  if (number < 1 || number > 12) return Number(hour) <= 23 ? format(number, Number(minute ?? 0)) : null;
  return format((number % 12) + (half.toLowerCase() === 'p' ? 12 : 0), Number(minute ?? 0));
};

const MINUTES: Readonly<Record<string, number>> = { five: 5, ten: 10, twenty: 20, 'twenty five': 25 };
/** By the first letters of the word. */
const MINUTES_SAID: Readonly<Record<string, string>> = { fif: '15', thi: '30', for: '45' };
const HOUR = '(?<hour>\\d{1,2})';
const BEFORE = '(?:at|by|around|before|until|till|from|about|@)';
/** A bare hour is one only where no noun follows: not in "at 5 guys". */
const END = `(?=\\s*(?:$|[,;:!?)#-]|\\.(?!\\d)|(?:${AFTER_A_DATE}|${WEEKDAY})\\b))`;
const RANGE = '(?: ?(?:-|–|to|until|till) ?\\d{1,2}(?:[:.]\\d\\d)?(?: ?[ap]\\.?m\\b\\.?)?)?';

/** Words for times of day. The longest match of all rules wins. */
export const TIME_RULES: readonly TimeRule[] = [
  {
    pattern: `(?:${BEFORE} ?)?${HOUR}(?:[:.]?(?<minute>\\d\\d))? ?(?<half>[ap])\\.?m\\b\\.?${RANGE}`,
    time: ({ hour = '', minute, half = '' }) => twelveHours(hour, minute, half),
    examples: {
      'at 5pm': '17:00',
      '9am': '09:00',
      '12 am': '00:00',
      '12pm': '12:00',
      '5:30 p.m.': '17:30',
      '5pm to 6pm': '17:00',
    },
  },
  {
    pattern: `(?:at|by|@) ?(?<hour>\\d{1,2})(?:[:.](?<minute>\\d\\d))? ?(?:hours|hrs|uhr|heures|horas)`,
    time: ({ hour = '', minute }) => format(Number(hour), Number(minute ?? 0)),
    examples: { 'at 15 hours': '15:00' },
  },
  {
    pattern: `(?:${BEFORE} )?(?<hour>\\d{1,2})h(?<minute>\\d\\d)?`,
    time: ({ hour = '', minute }) => format(Number(hour), Number(minute ?? 0)),
    examples: { 'at 14h30': '14:30', '9h': '09:00' },
  },
  {
    pattern: `(?:${BEFORE} )?${HOUR} ?[-–] ?\\d{1,2} ?(?<half>[ap])m\\b`,
    time: ({ hour = '', half = '' }) => twelveHours(hour, undefined, half),
    examples: { '5-6pm': '17:00' },
  },
  {
    pattern: `(?:${BEFORE} )?(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?!:?\\d)(?: (?:in the|this) (?<part>${DAY_PART})| at (?<night>night))?`,
    time: ({ hour = '', minute, part: said, night }, part) => bareHour(hour, minute, said ?? night ?? part),
    examples: { '17:00': '17:00', 'at 5:30': '17:30', '05:30': '05:30', '25:00': null, '8:15': '08:15' },
  },
  {
    // "a table for 4 at 7"
    pattern: `(?!for \\d{1,2} at )(?:${BEFORE}) ${HOUR}(?:(?: in the (?<part>${DAY_PART})| at (?<night>night))?${END}|(?=,? (?:the|on the|in) \\d))`,
    time: ({ hour = '', part: said, night }, part) => bareHour(hour, undefined, said ?? night ?? part),
    examples: {
      'at 5': '17:00',
      'at 7': '19:00',
      'at 8': '08:00',
      'at 12': '12:00',
      'at 5 in the morning': '05:00',
      'at 9 in the evening': '21:00',
      'at 5 guys': null,
    },
  },
  {
    // "tonight at 8 water the plants"
    pattern: `(?<=(?:today|tomorrow|tonight|${DAY_PART}|${DAY_SAID}),? )(?:at|by|before|around|@) ${HOUR}(?! ?(?:%|€|guys|stars?|seasons|ways|(?:\\p{L}+ )?(?:street|st|road|rd|avenue|lane)\\b|[:.\\d-]))`,
    time: ({ hour = '' }, part) => bareHour(hour, undefined, part),
    examples: {},
  },
  {
    // "sat 11" and "tomorrow 1900", and not "friday 13".
    pattern: `(?<=(?:today|tomorrow|tonight|${DAY_PART}|${WEEKDAY})\\s*,?\\s*)(?:(?<hour>[1-9]|1[0-2])|(?<whole>[01]?\\d|2[0-3])(?<rest>[0-5][05]))${END}`,
    time: ({ hour, whole = '', rest }, part) => bareHour(hour ?? whole, rest, part),
    examples: { '1900': '19:00', '430': '16:30' },
  },
  {
    // "fri 4.30", "1830 on the 19th": beside a day
    pattern: `(?<=(?:^|[^\\p{L}\\p{N}])(?:${DAY_SAID})\\s*,?\\s*)(?:(?<hour>\\d{1,2})\\.(?<minute>[0-5]\\d)|(?<whole>[01]\\d|2[0-3])(?<rest>[0-5][05]))(?![\\d.:/€$%]|\\s*(?:€|euros?|dollars?|pounds?|kg|g|km|m|l|ml|%)\\b)|(?<![\\d.:/€$£])(?:(?<early>\\d{1,2})\\.(?<past>[0-5]\\d)|(?<clock>[01]\\d|2[0-3])(?<tail>[0-5][05]))(?=,? (?:(?:on|due|by|the|this|next) ){0,2}(?:${DAY_SAID})(?![\\p{L}\\p{N}]))`,
    time: ({ hour, minute, whole, rest, early, past, clock, tail }, part) =>
      bareHour(hour ?? whole ?? early ?? clock ?? '', minute ?? rest ?? past ?? tail, part),
    examples: {},
  },
  {
    pattern: `(?:at|by|@|around) ?(?<hour>\\d{1,2})\\.(?<minute>[0-5]\\d)(?: in the (?<part>${DAY_PART}))?${END}|(?:at|@) ?(?<whole>[01]\\d|2[0-3])(?<rest>[0-5]\\d)${END}`,
    time: ({ hour, minute, part: said, whole, rest }, part) =>
      bareHour(hour ?? whole ?? '', minute ?? rest, said ?? part),
    examples: { 'at 16.30': '16:30', 'at 1630': '16:30', 'at 0730': '07:30' },
  },
  {
    pattern: `(?:${BEFORE} )?${HOUR}[ -]?ish`,
    time: ({ hour = '' }, part) => bareHour(hour, undefined, part),
    examples: { 'around 5ish': '17:00' },
  },
  {
    pattern: `from (?<hour>\\d{1,2})(?:[:.](?<minute>\\d\\d))? (?:to|till|until) \\d{1,2}(?:[:.]\\d\\d)? ?(?<half>[ap])\\.?m`,
    time: ({ hour = '', minute, half = '' }) => twelveHours(hour, minute, half),
    examples: { 'from 2 to 4 pm': '14:00' },
  },
  {
    pattern: `(?:${BEFORE} )?(?<count>${COUNT}) o ?['’]?clock(?: in the (?<part>${DAY_PART}))?`,
    time: ({ count = '', part: said }, part) => bareHour(String(readCount(count)), undefined, said ?? part),
    examples: { "5 o'clock": '17:00', "at eight o'clock": '08:00' },
  },
  {
    // "From three" is as well a number of people or things.
    pattern: `(?!from )${BEFORE} (?<word>${NUMBERS.join('|')})(?: in the (?<part>${DAY_PART})| at (?<night>night))?${END}`,
    time: ({ word = '', part: said, night }, part) =>
      bareHour(String(readCount(word)), undefined, said ?? night ?? part),
    examples: {
      'at ten in the morning': '10:00',
      'at five': '17:00',
      'at one in the afternoon': '13:00',
      'by two people': null,
      'from three': null,
    },
  },
  {
    pattern: `(?:${BEFORE} )?(?<word>${NUMBERS.join('|')})(?:[ -](?<minute>fifteen|thirty|forty[ -]five))? (?<half>[ap])\\.?m\\b\\.?`,
    time: ({ word = '', minute, half = '' }) =>
      twelveHours(
        String(readCount(word)),
        minute === undefined ? undefined : MINUTES_SAID[minute.slice(0, 3)],
        half,
      ),
    examples: { 'at seven thirty pm': '19:30', 'nine am': '09:00' },
  },
  {
    pattern: `(?:${BEFORE}) (?<word>${NUMBERS.join('|')})[ -](?<minute>fifteen|thirty|forty[ -]five)`,
    time: ({ word = '', minute = '' }, part) =>
      bareHour(String(readCount(word)), MINUTES_SAID[minute.slice(0, 3)], part),
    examples: { 'at six thirty': '18:30' },
  },
  {
    pattern: `(?:${BEFORE} )?half (?<count>${NUMBERS.join('|')}|\\d{1,2})(?: (?:in the|this) (?<part>${DAY_PART})|${END}|(?=,? (?:the |on the |in )?(?:${DAY_SAID}|\\d)(?![\\p{L}\\p{N}]))|(?<=(?:${DAY_SAID}),? (?:at )?half \\S+)(?= \\p{L}))`,
    time: ({ count = '', part: said }, part) => bareHour(String(readCount(count)), '30', said ?? part),
    examples: { 'at half six': '18:30', 'half six in the morning': '06:30', 'half 8 this evening': '20:30' },
  },
  {
    pattern: `(?:${BEFORE} )?(?<![:.\\d])(?<count>\\d{1,2}|${NUMBERS.join('|')})(?:[.](?<minute>[0-5]\\d)| ?o ?['’]?clock)? (?:in the|this) (?<part>${DAY_PART})`,
    time: ({ count = '', minute, part: said }, part) =>
      bareHour(String(readCount(count)), minute, said ?? part),
    examples: { '6 in the morning': '06:00', 'three in the afternoon': '15:00' },
  },
  {
    pattern: `(?<!(?:today|tomorrow|tonight|${WEEKDAY}),? )(?:in the )?(?<part>${DAY_PART})(?: at)? ${HOUR}${END}`,
    time: ({ hour = '', part: said }, part) => bareHour(hour, undefined, said ?? part),
    examples: { 'morning 8': '08:00', 'evening 7': '19:00' },
  },
  {
    pattern: `(?:${BEFORE} )?half past (?<count>${COUNT})(?: (?:in the|this) (?<part>${DAY_PART})| ?(?<half>[ap])\\.?m\\b)?`,
    time: ({ count = '', part: said, half }, part) =>
      half === undefined
        ? bareHour(String(readCount(count)), '30', said ?? part)
        : twelveHours(String(readCount(count)), '30', half),
    examples: { 'half past 5': '17:30', 'at half past nine': '09:30' },
  },
  {
    pattern: `(?:${BEFORE} )?(?<minutes>five|ten|twenty|twenty[ -]five|5|10|20|25)(?: minutes)? (?<side>past|to) (?<count>${NUMBERS.join('|')}|\\d{1,2})(?: (?:in the|this) (?<part>${DAY_PART}))?`,
    time: ({ minutes = '', side, count = '', part: said }, part) => {
      const number = MINUTES[minutes.replace('-', ' ')] ?? Number(minutes);
      const hour = readCount(count);
      const [whole, rest] = side === 'past' ? [hour, number] : [Math.max(1, hour - 1), 60 - number];
      return bareHour(String(whole), String(rest), said ?? part);
    },
    examples: { 'at ten past four': '16:10', 'twenty to six': '17:40' },
  },
  {
    pattern: `(?:${BEFORE} )?(?:a )?quarter past (?<count>${COUNT})(?: (?:in the|this) (?<part>${DAY_PART}))?`,
    time: ({ count = '', part: said }, part) => bareHour(String(readCount(count)), '15', said ?? part),
    examples: { 'quarter past 4': '16:15' },
  },
  {
    pattern: `(?:${BEFORE} )?(?:a )?quarter to (?<count>${COUNT})(?: (?:in the|this) (?<part>${DAY_PART}))?`,
    time: ({ count = '', part: said }, part) =>
      bareHour(String(Math.max(1, readCount(count) - 1)), '45', said ?? part),
    examples: { 'quarter to 6': '17:45' },
  },
  {
    pattern: `(?:${BEFORE} )?(?:(?:12|twelve) )?(?:noon|midday)|(?:at|by|before) lunch(?:time)?`,
    time: () => '12:00',
    examples: { 'at noon': '12:00', midday: '12:00', 'at lunchtime': '12:00' },
  },
  {
    // The end of the day that was named, as a deadline is meant.
    pattern: `(?:(?:at|by|before|until) |(?<=(?:today|tomorrow|${WEEKDAY}),? ))midnight`,
    time: () => '23:59',
    examples: { 'by midnight': '23:59' },
  },
];
