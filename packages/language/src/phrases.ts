import { type Phrase, QUOTED, raw, seen, seenStarts, slice, type Token } from './sentence.js';
import { GROUPS } from './vocabulary.js';

/** Small things to do with phrases that several readers need. */

const NOUNS: ReadonlySet<string> = new Set(
  [...GROUPS.task, ...GROUPS.tasks]
    .flatMap((word) => word.split(' '))
    .filter((word) => !/^(?:to|do|dos|list)$/.test(word)),
);

const isMark = (token: Token | undefined): boolean => token !== undefined && token.seen === '';
const CUT = '.,;:!?…\n–—-';

export const markAt = (phrase: Phrase, index: number): string => {
  const token = phrase.tokens[index];
  return token !== undefined && token.kind === 'mark' ? phrase.text.slice(token.start, token.end) : '';
};

/** Without punctuation at its ends. Brackets stay: they may be of a title. */
export const trimMarks = (phrase: Phrase): Phrase => {
  const isCut = (index: number): boolean => {
    const mark = markAt(phrase, index);
    return mark !== '' && CUT.includes(mark);
  };
  let [from, to] = [0, phrase.tokens.length];
  while (from < to && isCut(from)) from += 1;
  while (to > from && isCut(to - 1)) to -= 1;
  return slice(phrase, from, to);
};

/** Without its first words, when they are of this pattern; the phrase itself otherwise. */
export const dropStart = (phrase: Phrase, pattern: RegExp): Phrase => {
  const length = pattern.exec(seen(phrase))?.[0].length ?? 0;
  if (length === 0) return phrase;
  const from = seenStarts(phrase).findIndex((start) => start >= length);
  return from === -1 ? slice(phrase, 0, 0) : slice(phrase, from);
};

/** Without its last words, when they are of this pattern; the phrase itself otherwise. */
export const dropEnd = (phrase: Phrase, pattern: RegExp): Phrase => {
  const at = pattern.exec(seen(phrase))?.index;
  if (at === undefined) return phrase;
  const to = seenStarts(phrase).findIndex((start, index) => start >= at && !isMark(phrase.tokens[index]));
  return to === -1 ? phrase : slice(phrase, 0, to);
};

export const hasQuote = (phrase: Phrase): boolean => phrase.tokens.some(({ kind }) => kind === 'quote');

/** Speaks of a task by that word, or quotes its title: nobody says that of anything else. */
export const namesTask = (phrase: Phrase): boolean =>
  hasQuote(phrase) ||
  seen(phrase)
    .split(' ')
    .some((word) => NOUNS.has(word));

export const unquote = (words: string): string => words.slice(1, -1).trim();

/** What the only quotation of the phrase holds, when every other word is one of `around`. */
export const onlyQuote = (phrase: Phrase, around: RegExp): string | null => {
  const quotes = phrase.tokens.filter(({ kind }) => kind === 'quote');
  const [quote] = quotes;
  if (quote === undefined || quotes.length !== 1) return null;
  const others = seen(phrase)
    .split(' ')
    .filter((word) => word !== QUOTED);
  return others.every((word) => around.test(word))
    ? unquote(phrase.text.slice(quote.start, quote.end))
    : null;
};

/** Splits where a token says so; the separators are left out, and what is empty too. */
export const splitAt = (phrase: Phrase, separates: (token: Token, index: number) => boolean): Phrase[] => {
  const parts: Phrase[] = [];
  let from = 0;
  phrase.tokens.forEach((token, index) => {
    if (!separates(token, index)) return;
    parts.push(slice(phrase, from, index));
    from = index + 1;
  });
  parts.push(slice(phrase, from));
  return parts.map(trimMarks).filter(({ tokens }) => tokens.length > 0);
};

/** The person's own words without punctuation around them. */
export const words = (phrase: Phrase): string => raw(trimMarks(phrase));
