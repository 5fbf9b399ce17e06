import { dropStart, markAt, trimMarks } from './phrases.js';
import { type Phrase, seen, slice, tokenize } from './sentence.js';
import { ABBREVIATIONS, LIST_VERBS } from './vocabulary.js';

/** A message cut wherever a new wish may begin. */

/** Things that have numbers of their own. */
const PARTS_OF_A_THING =
  /^(?:chapters?|pages?|steps?|rooms?|sections?|exercises?|questions?|units?|lessons?|parts?|volumes?|episodes?|seasons?|modules?|weeks?|levels?|rows?|lines?|gates?|platforms?|floors?) \d+$/;

/** Beyond so many pieces a message is one long text. */
const MOST_PIECES = 40;

export interface Clause {
  phrase: Phrase;
  /** It begins with a word such as "and". */
  joined: boolean;
  /** Parted from what is before it by the end of a sentence rather than by "and" or a comma. */
  sentence: boolean;
}

const JOINS: ReadonlySet<string> = new Set(['and', 'then', 'also', 'plus', 'so', 'but']);

const BEGINS_A_CLAUSE =
  /^(?:i|we|you|please|can|could|would|will|remind|add|just|cross|mark|tick|check|delete|remove|get|move|set|make|put|let|do|that|it|this|go|feel|the|my|now|then|also|change|push|postpone|cancel|drop|show|tell|what|which|how|reopen|untick|uncheck|unmark|undo|scrap|strike|shift|bump|reschedule)$/;

/** "you also show", "to also move": one clause goes on. */
const MAY_ALSO = /^(?:i|we|you|they|he|she|it|to|can|could|would|will|should|must|please|is|are|was)$/;

/** The point of "Prof. Lindqvist" ends nothing. */
const SHORT = new RegExp(`^(?:${ABBREVIATIONS})$`);
const isShort = (message: Phrase, index: number): boolean =>
  SHORT.test(message.tokens[index - 1]?.seen ?? '') &&
  /^\s[\p{Lu}\d]/u.test(message.text.slice(message.tokens[index]?.end));

/** Where a new wish may begin. Whether one does is seen when it is read. */
export const pieces = (message: Phrase): Clause[] => {
  const found: Clause[] = [];
  let from = 0;
  let sentence = true;
  message.tokens.forEach((token, index) => {
    const mark = markAt(message, index);
    // "and then" is one join.
    if (JOINS.has(token.seen) && message.tokens.slice(from, index).every(({ seen }) => JOINS.has(seen)))
      return;
    // "I am so done with it" is one wish, or none.
    if (/^(?:so|but)$/.test(token.seen) && !BEGINS_A_CLAUSE.test(message.tokens[index + 1]?.seen ?? ''))
      return;
    // "everything but the rent": what is left out.
    if (
      token.seen === 'but' &&
      /^(?:everything|all|anything|nothing|them|tasks|ones)$/.test(message.tokens[index - 1]?.seen ?? '')
    )
      return;
    // "all tasks except 2 and 3"
    if (
      token.seen === 'and' &&
      /^#?\d{1,6}$/.test(message.tokens[index + 1]?.seen ?? '') &&
      message.tokens.slice(from, index).some(({ seen: word }) => /^(?:except|excluding)$/.test(word))
    )
      return;
    // "read chapter 4 and 5 by monday"
    if (
      /^(?:and|&|to)$/.test(token.seen) &&
      /^\d+$/.test(message.tokens[index + 1]?.seen ?? '') &&
      PARTS_OF_A_THING.test(seen(slice(message, Math.max(from, index - 2), index)))
    )
      return;
    // "Bright & Co": a name.
    if (
      message.text.slice(token.start, token.end) === '&' &&
      /\p{Lu}[^\s]*\s$/u.test(message.text.slice(0, token.start)) &&
      /^\s\p{Lu}/u.test(message.text.slice(token.end))
    )
      return;
    // "…, as well as show my list"
    const asWell =
      token.seen === 'as' &&
      /^as well as /.test(seen(slice(message, index, index + 4))) &&
      BEGINS_A_WISH.test(seen(slice(message, index + 3, index + 7)));
    // "I also need to …" is one clause.
    const before = message.tokens[index - 1];
    if (
      token.seen === 'also' &&
      before !== undefined &&
      before.seen !== '' &&
      !JOINS.has(before.seen) &&
      (MAY_ALSO.test(before.seen) || !BEGINS_A_WISH.test(seen(slice(message, index + 1, index + 5))))
    )
      return;
    // "my head is full: add a task"
    const ends =
      (/^[.!?;\n]$/.test(mark) && !(mark === '.' && isShort(message, index))) ||
      (mark === ':' &&
        (/^(?:add|create|remind)$/.test(message.tokens[index + 1]?.seen ?? '') ||
          (index - from < 5 &&
            COUNTS.test(seen(slice(message, from, index))) &&
            // "the second and fourth: done"
            !/^(?:done|finished|completed?|sorted)$/.test(message.tokens[index + 1]?.seen ?? ''))));
    const parts = mark === ',' || isDash(message, index);
    if (found.length >= MOST_PIECES || (!ends && !parts && !asWell && !JOINS.has(token.seen))) return;
    if (index > from) {
      found.push({
        phrase: slice(message, from, index),
        sentence,
        joined: JOINS.has(message.tokens[from]?.seen ?? ''),
      });
      sentence = ends;
    } else sentence ||= ends;
    from = asWell ? index + 3 : ends || parts ? index + 1 : index;
  });
  found.push({ phrase: slice(message, from), sentence, joined: JOINS.has(message.tokens[from]?.seen ?? '') });
  return withoutNoise(found.filter(({ phrase }) => trimMarks(phrase).tokens.length > 0));
};

/** "oh,", "lol", "ok so,": said between wishes, and none. */
const NOISE =
  /^(?:(?:and|but|so|then|well|ok|okay) )*(?:oh|ooh|ah|aha|hm+|um+|uh+|erm?|lol|lmao|haha|hehe|yay|phew|ugh|argh|gah|gosh|wow|woohoo|omg|sigh|anyway|anyways|btw|like|man|so|then|well|and|also|ok so|okay so)$/;
/** "first, …, second, …": said before a command, and no task that was shown. */
const COUNTS =
  /^(?:(?:and|so|ok|okay|then|well) )*(?:first|second|third|fourth|fifth|firstly|secondly|thirdly|lastly|finally|next|first of all|first off|first thing|second thing|next thing|last thing|one|two|three|number one|number two|a|b|c)$/;
const BEGINS_A_WISH = new RegExp(
  `^(?:(?:please|can you|could you|you can|just) )*(?:${LIST_VERBS}|add|create|new|remind|note|jot|write|check|show|list|display|lose|get|let|treat|tell|give|find|search|cancel|kick|clear|take|throw|remember|what|which|how|is anything|anything|(?:i|we)(?: also| still)? (?:need|have|must))\\b`,
);
/** "next move the rent", "finally what is left": how many wishes there were before. */
const IN_ORDER =
  /^(?:(?:and|but|then|also|plus|so) )*(?:next|finally|lastly|besides|after (?:that|this)|afterwards|first(?:ly)?|second(?:ly)?|third(?:ly)?|first of all|first things first) (?=\S)/;

/** Without the words that count it, where a wish follows them. */
const uncounted = (clause: Clause): Clause => {
  const phrase = trimMarks(dropStart(clause.phrase, IN_ORDER));
  return phrase.tokens.length < clause.phrase.tokens.length && BEGINS_A_WISH.test(seen(phrase))
    ? { ...clause, phrase, sentence: true }
    : clause;
};

const withoutNoise = (clauses: readonly Clause[]): Clause[] => {
  const kept: Clause[] = [];
  let begins = false;
  clauses.forEach((clause, index) => {
    const said = seen(trimMarks(clause.phrase));
    const after = clauses[index + 1];
    const counts =
      after !== undefined && COUNTS.test(said) && BEGINS_A_WISH.test(seen(trimMarks(after.phrase)));
    // A message of nothing else keeps its last.
    if (counts || (NOISE.test(said) && (after !== undefined || kept.length > 0))) {
      begins ||= clause.sentence;
      return;
    }
    kept.push(uncounted(begins ? { ...clause, sentence: true } : clause));
    begins = false;
  });
  return kept;
};

export const joined = (first: Phrase, second: Phrase): Phrase => {
  const [begin, end] = [first.tokens[0]?.start ?? 0, second.tokens.at(-1)?.end ?? 0];
  return {
    text: first.text,
    tokens: [...first.tokens, ...between(first, second), ...second.tokens].filter(
      ({ start }) => start >= begin && start < end,
    ),
  };
};

/** The comma or the full stop at which the two were parted. */
const between = (first: Phrase, second: Phrase): Phrase['tokens'] => {
  const [from, to] = [first.tokens.at(-1)?.end ?? 0, second.tokens[0]?.start ?? 0];
  return tokenize(first.text.slice(from, to)).map((token) => ({
    ...token,
    start: token.start + from,
    end: token.end + from,
  }));
};

/** A dash or a slash between words, not the hyphen of one. */
const isDash = (message: Phrase, index: number): boolean => {
  const token = message.tokens[index];
  const around = [message.text[(token?.start ?? 0) - 1] ?? '', message.text[token?.end ?? 0] ?? ''];
  return around.every((one) => /^[\s-]?$/.test(one)) && /^[–—/|-]$/.test(markAt(message, index));
};
