import { distance } from 'fastest-levenshtein';
import { wholePast } from './deeds.js';
import { LOOKALIKES } from './lookalikes.js';
import { findQuotes } from './quotes.js';
import { isSwap } from './swap.js';
import { KNOWN_WORDS, SPELLINGS } from './vocabulary.js';

/** A word, a number, a quoted piece or a mark of punctuation, and where it stands in the text. */
export interface Token {
  kind: 'word' | 'quote' | 'mark';
  start: number;
  end: number;
  /**
   * What rules see: lower case, typos mended, contractions spelled out. Empty for what
   * they must not see, which is punctuation. A quoted piece is always {@link QUOTED}: nobody looks inside.
   */
  seen: string;
}

export const QUOTED = 'Q';

const WORD =
  /[#!@$€£+]?[\p{L}\p{N}\p{M}_]+(?:(?:['’.@/+-]|:(?=\d))[\p{L}\p{N}\p{M}_]+)*['’]?(?![\p{L}\p{N}])/uy;

const PICTURE = /\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f)*/uy;

/** "deleted", "marks": forms of a known word that mean something else. */
const isInflection = (typed: string, known: string): boolean => {
  const stem = known.endsWith('e') ? known.slice(0, -1) : known;
  return (
    typed.startsWith(stem) &&
    ((known.endsWith('s') ? /^ly$/ : /^(?:s|ly)$/).test(typed.slice(known.length)) ||
      (known.endsWith('e') && /^[drn]$/.test(typed.slice(known.length))) ||
      /^(?:ed|ing|er|es|ion)$/.test(typed.slice(stem.length)))
  );
};

/** How many slips lead from one to the other; infinite when they are too many for a typo. */
const slips = (typed: string, known: string): number => {
  if (known.length < 4 || Math.abs(typed.length - known.length) > 2) return Number.POSITIVE_INFINITY;
  // The likeliest slip of all.
  if (isSwap(typed, known)) return 0;
  // People rarely miss the first letter, and with another one most look-alikes are words of their own.
  if (typed[0] !== known[0]) return Number.POSITIVE_INFINITY;
  const count = distance(typed, known);
  return count <= (Math.min(typed.length, known.length) >= 7 ? 2 : 1) ? count : Number.POSITIVE_INFINITY;
};

/** The first letter and the consonants behind it: what is left of a word that is written in a hurry. */
const skeleton = (word: string): string => word.slice(0, 1) + word.slice(1).replaceAll(/[aeiou]/g, '');

/** Known words by their skeleton, where no two have the same: "srch" is "search". */
const BY_SKELETON: ReadonlyMap<string, string | null> = [...KNOWN_WORDS].reduce((found, word) => {
  const bones = skeleton(word);
  if (/^[a-z]{4,}$/.test(word) && bones !== word && /^(?:[^y]{3}|.{4,})$/.test(bones))
    found.set(bones, found.has(bones) ? null : word);
  return found;
}, new Map<string, string | null>());

/** "opn", "mrk": four letters without one of the inner ones. Of two words that it could be it is neither. */
const mendShort = (word: string): string => {
  if (KNOWN_WORDS.has(word) || LOOKALIKES.has(word) || !/^[a-z]{3}$/.test(word)) return word;
  const found = [...KNOWN_WORDS].filter(
    (known) =>
      known.length === 4 &&
      known[0] === word[0] &&
      known[3] === word[2] &&
      (known[1] === word[1] || known[2] === word[1]),
  );
  return found.length === 1 ? (found[0] ?? word) : word;
};

/** "sooo", "pleeease" */
const withoutDrawl = (word: string): string => {
  if (word.length > 14 || !/^[a-z]*([a-z])\1{2}[a-z]*$/.test(word)) return word;
  const [twice, once] = ['$1$1', '$1'].map((letters) => word.replaceAll(/(.)\1{2,}/g, letters));
  return (twice !== undefined && KNOWN_WORDS.has(twice) ? twice : once) ?? word;
};

/** Words that were mended before: finding out is a walk through all words that rules know. */
const MENDED = new Map<string, string>();
const MOST_MENDED = 5000;

/** The known word that was meant, or the word as it is. Only for what rules see: a title keeps its own words. */
export const mend = (word: string): string => {
  const known = MENDED.get(word);
  if (known !== undefined) return known;
  const found = mendAnew(word);
  if (MENDED.size >= MOST_MENDED) MENDED.clear();
  if (word.length <= 30) MENDED.set(word, found);
  return found;
};

const mendAnew = (typed: string): string => {
  const word = withoutDrawl(typed);
  // "waht's"
  const base = /^([a-z]{3,10})'s$/.exec(word)?.[1];
  const contracted = base === undefined || SPELLINGS.has(word) ? undefined : SPELLINGS.get(`${mend(base)}'s`);
  if (contracted !== undefined) return contracted;
  const past = LOOKALIKES.has(word) ? word : wholePast(word);
  if (past !== word) return past;
  const spelling = SPELLINGS.get(word);
  if (spelling !== undefined) return spelling;
  const hurried = LOOKALIKES.has(word) || KNOWN_WORDS.has(word) ? null : BY_SKELETON.get(word);
  if (hurried != null) return hurried;
  if (word.length === 3) return mendShort(word);
  if (word.length < 4 || word.length > 14 || KNOWN_WORDS.has(word) || LOOKALIKES.has(word)) return word;
  if (!/^[a-z-]+$/.test(word)) return word;
  // "lisst": a key that was hit twice.
  const once = word.replace(/([a-z])\1/, '$1');
  if (once !== word && KNOWN_WORDS.has(once)) return once;
  let best = word;
  let fewest = Number.POSITIVE_INFINITY;
  for (const known of KNOWN_WORDS) {
    if (known[0] !== word[0] && known[0] !== word[1]) continue;
    if (isInflection(word, known)) return word;
    const count = slips(word, known);
    // "finishd" has the end of "finished".
    const closer =
      count === fewest &&
      Number.isFinite(count) &&
      known.at(-1) === word.at(-1) &&
      best.at(-1) !== word.at(-1);
    if (count < fewest || closer) [best, fewest] = [known, count];
  }
  return best;
};

/** A contraction is two tokens, "one's" of "one" and "is", so that a slot may end between them. */
const wordTokens = (word: string, start: number): Token[] => {
  const plain = word.toLowerCase().replaceAll('’', "'");
  const apostrophe = plain.indexOf("'");
  const middle = start + (apostrophe === -1 ? word.length : apostrophe);
  const [first = '', ...more] = mend(plain).split(' ');
  const end = start + word.length;
  return [
    { kind: 'word', start, end: more.length === 0 ? end : middle, seen: first },
    ...more.map((seen): Token => ({ kind: 'word', start: middle, end, seen })),
  ];
};

/** Marks that are said as words. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['&', 'and'],
  ['+', 'and'],
  ['%', 'percent'],
  ['✓', '✔'],
  ['☑', '✔'],
]);

/** "an delete 2": nobody says "an" before such a letter, unless they spell it. */
const isAnd = (text: string): boolean => /^an [b-df-gj-np-tv-z][a-z]*[aeiouy]/.test(text);

/** What "of" follows and "for" hardly ever does. */
const BEFORE_OF = /^(?:rid|out|instead|because|all|both|one|most|none|some|lots|end)$/;

/** Splits a text into what rules can look at. Takes time in proportion to the text. */
export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  const quotes = findQuotes(text).values();
  let quote = quotes.next().value;
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (quote?.start === at) {
      tokens.push({ kind: 'quote', ...quote, seen: QUOTED });
      at = quote.end;
      quote = quotes.next().value;
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word !== undefined) {
      tokens.push(...wordTokens(word, at));
      at += word.length;
      continue;
    }
    PICTURE.lastIndex = at;
    const picture = PICTURE.exec(text)?.[0];
    const end = at + (picture ?? character).length;
    if (picture !== undefined) tokens.push({ kind: 'word', start: at, end, seen: picture });
    else if (!/\s/.test(character) || character === '\n')
      tokens.push({ kind: 'mark', start: at, end, seen: SIGNS.get(character) ?? '' });
    at = end;
  }
  // "milk n eggs"; alone it is a no. "rid fo" is "rid of".
  return tokens.length < 3
    ? tokens
    : tokens.map((token, index) => {
        if (token.seen === 'n' || isAnd(text.slice(token.start, token.end + 20)))
          return { ...token, seen: 'and' };
        // "mark it as don"
        if (token.seen === 'don' && /^(?:as|is|are|all|it)$/.test(tokens[index - 1]?.seen ?? ''))
          return { ...token, seen: 'done' };
        const slip = token.seen === 'for' && text.slice(token.start, token.end).toLowerCase() === 'fo';
        return slip && BEFORE_OF.test(tokens[index - 1]?.seen ?? '') ? { ...token, seen: 'of' } : token;
      });
};

/** A run of tokens of a text: a message, a clause of it, or the words that filled a slot of a pattern. */
export interface Phrase {
  text: string;
  tokens: readonly Token[];
}

export const slice = (phrase: Phrase, from: number, to = phrase.tokens.length): Phrase =>
  from === 0 && to === phrase.tokens.length
    ? phrase
    : { text: phrase.text, tokens: phrase.tokens.slice(from, to) };

/** What {@link seen} gave: every rule asks it of the same phrase. */
const SEEN = new WeakMap<readonly Token[], string>();

/** What a pattern is matched against. Commas and colons are left out: a rule that needs them looks at the tokens. */
export const seen = ({ tokens }: Phrase): string => {
  let words = SEEN.get(tokens);
  if (words === undefined) {
    words = tokens.flatMap((token) => (token.seen === '' ? [] : token.seen)).join(' ');
    SEEN.set(tokens, words);
  }
  return words;
};

/** The person's own words, from the first token to the last, with everything in between. */
export const raw = (phrase: Phrase): string => {
  const [first, last] = [phrase.tokens[0], phrase.tokens.at(-1)];
  return first === undefined || last === undefined ? '' : phrase.text.slice(first.start, last.end);
};

/** Where each token begins in what {@link seen} gives. */
export const seenStarts = (phrase: Phrase): number[] => {
  let at = 0;
  return phrase.tokens.map((token) => {
    const start = at;
    if (token.seen !== '') at += token.seen.length + 1;
    return start;
  });
};

/** Characters of what people say in one breath. Longer texts are pasted: they are read for their commands alone. */
export const LONGEST_SAID = 500;

export const isLong = (phrase: Phrase): boolean => raw(phrase).length > LONGEST_SAID;

/** Texts that were read before: a message is read by more than one reader, and so are its pieces. */
const PHRASES = new Map<string, Phrase>();
const MOST_PHRASES = 500;

export const phraseOf = (text: string): Phrase => {
  const known = PHRASES.get(text);
  if (known !== undefined) return known;
  const phrase: Phrase = { text, tokens: tokenize(text) };
  if (PHRASES.size >= MOST_PHRASES) PHRASES.clear();
  if (text.length <= LONGEST_SAID) PHRASES.set(text, phrase);
  return phrase;
};
