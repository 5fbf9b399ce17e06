import { distance } from 'fastest-levenshtein';
import { isSwap } from '../swap.js';
import { MONTHS, WEEKDAYS } from './words.js';

/** Words of dates that are long enough to be told from others when a finger slips. */
const WORDS = [
  ...WEEKDAYS,
  ...MONTHS.filter((month) => month.length > 5),
  ...['today', 'tomorrow', 'tonight', 'morning', 'evening', 'afternoon', 'weekend'],
];

/** English words that look like one of them. The test finds what is missing here. */
export const DATE_LOOKALIKES: ReadonlySet<string> = new Set(
  'moaning mooning mooring mourning sundry sundae sturdy toady eventing deceiver decemvir nonmember'.split(
    ' ',
  ),
);

const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      tday: 'today',
      tdy: 'today',
      '2day': 'today',
      '2moro': 'tomorrow',
      tomoz: 'tomorrow',
      teh: 'the',
      arvo: 'afternoon',
      tomo: 'tomorrow',
      tmw: 'tomorrow',
      nite: 'night',
      aprl: 'april',
      apirl: 'april',
      mrch: 'march',
      janury: 'january',
      tmrw: 'tomorrow',
      tmr: 'tomorrow',
    },
    ...{
      midnite: 'midnight',
      tonite: 'tonight',
      '2nite': 'tonight',
      nxt: 'next',
      wknd: 'weekend',
      mornin: 'morning',
    },
    ...{ tody: 'today', todai: 'today', '2mrw': 'tomorrow', '2morrow': 'tomorrow', '2mo': 'tomorrow' },
    ...{
      wk: 'week',
      mnth: 'month',
      mth: 'month',
      mnths: 'months',
      mrng: 'morning',
      aftn: 'afternoon',
      evng: 'evening',
      evn: 'evening',
      wks: 'weeks',
      wkend: 'weekend',
      thrs: 'thursday',
      thur: 'thursday',
      wensday: 'wednesday',
    },
    // Words beside a date: "fro friday", "10 may pls".
    ...{ teh: 'the', hte: 'the', fro: 'for', pls: 'please', plz: 'please', til: 'till', b4: 'before' },
    ...{ tomorow: 'tomorrow', tommorow: 'tomorrow', wednesdy: 'wednesday', tuseday: 'tuesday' },
  }),
);

/** Short words of dates, of which only two letters may have changed places. */
const SWAPPED = ['days', 'week', 'weeks', 'hours', 'month', 'months', 'minutes', 'march', 'april'];

/** The word of a date that was meant, or null when it is another word. */
export const mendDateWord = (word: string): string | null => {
  if (/^to?m+o?r{1,2}(?:ow|w)$/.test(word) && word !== 'tomorrow') return 'tomorrow';
  const short = SHORT.get(word);
  if (short !== undefined) return short;
  if (word.length < 4 || word.length > 11 || !/^[a-z]+$/.test(word)) return null;
  if (DATE_LOOKALIKES.has(word) || WORDS.includes(word)) return null;
  for (const known of SWAPPED) if (known[0] === word[0] && isSwap(word, known)) return known;
  for (const known of WORDS) {
    if (known[0] !== word[0] || Math.abs(known.length - word.length) > 2) continue;
    if (word === `${known}s`) return null;
    if (isSwap(word, known)) return known;
    // "money" is not Monday.
    if (known.length >= 6 && word.length >= 5 && distance(word, known) <= (known.length >= 8 ? 2 : 1))
      return known;
  }
  return null;
};

/** The text with the words of dates spelled right, and from where in it a place was in the text as typed. */
export const mendDates = (typed: string): { text: string; back(at: number): number } => {
  const shifts: { at: number; by: number }[] = [];
  let grown = 0;
  const text = typed.replaceAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?![\p{L}\p{N}])/gu, (word, at: number) => {
    const meant = mendDateWord(word.toLowerCase());
    if (meant === null) return word;
    grown += meant.length - word.length;
    shifts.push({ at: at + word.length + grown, by: grown });
    return meant;
  });
  return { text, back: (at) => at - (shifts.findLast((shift) => shift.at <= at)?.by ?? 0) };
};
