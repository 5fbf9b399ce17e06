import { codePoints, LIMITS } from '@todo/contracts';
import { CLOSING } from './quotes.js';

const TRAILING = /[\s,.;:!?…–—-]+$/u;
const LEADING = /^[\s,.;:!?–—*•-]+/u;

/** The beginning of a text, in characters as a person counts them, and never half of one. */
export const firstCodePoints = (text: string, count: number): string => {
  let result = '';
  let left = count;
  for (const character of text) {
    if (left === 0) break;
    result += character;
    left -= 1;
  }
  return result.toWellFormed();
};

/** At most `max` code points, cut between words and marked when it had to be cut. */
export const shorten = (text: string, max: number): string => {
  if (codePoints(text) <= max) return text;
  const cut = firstCodePoints(text, max - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > max / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
};

/** One line that a task may hold: NFC, no control characters, no lone surrogates, single spaces. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();

/** "iPhone" and "eBay" keep their small letter: a capital further on says that it is meant. */
const capitalise = (text: string): string => {
  const [first] = text.split(' ', 1);
  if (first === undefined || /.\p{Lu}/u.test(first)) return text;
  const [letter = ''] = text;
  const upper = letter.toUpperCase();
  // "ß" becomes two letters, which is no capital.
  return codePoints(upper) === 1 ? upper + text.slice(letter.length) : text;
};

const stripQuotes = (text: string): string => {
  const close = CLOSING.get(text[0] ?? '');
  const inner = text.slice(1, -1);
  // "it's" has an apostrophe and no quote.
  const bare = inner.replaceAll(/(?<=\p{L})['’](?=\p{L})/gu, '');
  return text.length > 2 && close !== undefined && text.endsWith(close) && !bare.includes(close)
    ? inner.trim()
    : text;
};

/**
 * A title in the person's own words: quotes and punctuation around it cut off, the first letter a capital, names as
 * they are, at most as long as a title may be. Empty when nothing is left.
 */
export const cleanTitle = (words: string): string => {
  // "answer the letter (friday!)" leaves nothing between its brackets.
  const line = oneLine(words)
    .replaceAll(/\s*[([][\s!?.,;:–-]*[)\]]/gu, (said) => (/^\S/.test(said) ? said : ''))
    .replace(LEADING, '');
  const bare = stripQuotes(line.replace(TRAILING, ''));
  return shorten(capitalise(bare.trim()), LIMITS.title.max);
};
