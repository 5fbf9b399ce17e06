/** A piece of a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Each opening quote with the one that closes it. */
export const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ["'", "'"],
  ['‘', '’'],
  ['`', '`'],
]);
const OPENING = new RegExp(`[${[...CLOSING.keys()].join('')}]`, 'g');

const isBoundary = (character: string | undefined): boolean =>
  character === undefined || /[\s\p{P}\p{S}]/u.test(character);

/** Where the quotation that opens at `start` closes; -1 when it never does. */
const closing = (text: string, start: number, close: string): number => {
  for (let at = text.indexOf(close, start + 1); at !== -1; at = text.indexOf(close, at + 1))
    if (isBoundary(text[at + 1]) && text.slice(start + 1, at).trim() !== '') return at;
  return -1;
};

/** Quoted pieces with their quotes. An apostrophe opens none: what opens stands before a word, not behind a letter. */
export const findQuotes = (text: string): Span[] => {
  const quotes: Span[] = [];
  /** Quotes that never close, so that each kind is looked for to the end of the text only once. */
  const unclosed = new Set<string>();
  let from = 0;
  for (const { index: start, 0: open } of text.matchAll(OPENING)) {
    if (start < from || unclosed.has(open) || !isBoundary(text[start - 1])) continue;
    const end = closing(text, start, CLOSING.get(open) ?? open);
    if (end === -1) unclosed.add(open);
    else {
      quotes.push({ start, end: end + 1 });
      from = end + 1;
    }
  }
  return quotes;
};
