import { codePoints, LIMITS, PRIORITIES, type Priority } from '@todo/contracts';
import { findDue, hide } from './dates/find-due.js';
import type { Context, Due, NewTaskWords } from './intent.js';
import { findQuotes, type Span } from './quotes.js';

/** A piece of the text that was understood as more than words of the title. */
export interface QuickAddPart {
  kind: 'due' | 'priority' | 'tag';
  /** Offsets into the text, in UTF-16 units; `end` is exclusive. */
  start: number;
  end: number;
  text: string;
  due?: Due;
  priority?: Priority;
  tag?: string;
}

const TAG = /(?<![^\s,;])#(?=[\p{L}\p{N}\p{M}_-]*\p{L})(?<tag>[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*)/gu;
const PRIORITY = new RegExp(
  `(?<![^\\s,;])!(?<priority>${PRIORITIES.join('|')})(?![\\p{L}\\p{N}\\p{M}_])`,
  'giu',
);

const isPriority = (word: string): word is Priority => (PRIORITIES as readonly string[]).includes(word);

/** The text without these pieces, one space where each of them was. */
export const without = (text: string, spans: readonly Span[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    pieces.push(text.slice(from, start).trim());
    from = Math.max(from, end);
  }
  pieces.push(text.slice(from).trim());
  return pieces.filter((piece) => piece !== '').join(' ');
};

const WORD_GOES_ON = /^[\p{L}\p{N}\p{M}_-]/u;

/** Where these words stand in a text: not as the beginning of a longer word. */
const occurrences = (text: string, words: string): Span[] => {
  const spans: Span[] = [];
  if (words === '') return spans;
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length)) {
    const end = at + words.length;
    if (!WORD_GOES_ON.test(text.slice(end, end + 2))) spans.push({ start: at, end });
  }
  return spans;
};

/** The tags, the priority and the due day in a text, outside of the hidden pieces, in the order of the text. */
export const findParts = (text: string, context: Context, hidden: readonly Span[]): QuickAddPart[] => {
  const visible = hide(text, hidden);
  const part = ({ start, end }: Span): Span & { text: string } => ({
    start,
    end,
    text: text.slice(start, end),
  });
  const spanOf = (match: RegExpMatchArray): Span => ({
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
  });
  const tags = [...visible.matchAll(TAG)]
    .filter(({ groups }) => codePoints(groups?.tag ?? '') <= LIMITS.tag.max)
    .slice(0, LIMITS.tags.max)
    .map((match): QuickAddPart => ({ kind: 'tag', ...part(spanOf(match)), tag: match.groups?.tag ?? '' }));
  const priorities = [...visible.matchAll(PRIORITY)].slice(0, 1).flatMap((match): QuickAddPart[] => {
    const priority = match.groups?.priority?.toLowerCase() ?? '';
    return isPriority(priority) ? [{ kind: 'priority', ...part(spanOf(match)), priority }] : [];
  });
  // A tag or a priority that was rejected is no noun that the day before it belongs to.
  const rejected = hidden.filter(({ start }) => /^[#!]/.test(text.slice(start)));
  const found = findDue(hide(hide(visible, [...tags, ...priorities], ' '), rejected, ';'), context);
  // "friday !high 9am" is one date in two parts.
  const dues = (found?.spans ?? [])
    .flatMap((span) => outside(span, [...tags, ...priorities]))
    .map((span) => trimmed(text, span))
    .filter(({ start, end }) => end > start)
    .map((span): QuickAddPart => ({ kind: 'due', ...part(span), ...(found ? { due: found.due } : {}) }));
  return [...tags, ...priorities, ...dues].toSorted((a, b) => a.start - b.start);
};

const trimmed = (text: string, { start, end }: Span): Span => {
  const words = text.slice(start, end);
  return { start: end - words.trimStart().length, end: start + words.trimEnd().length };
};

/** What is left of a span without the pieces that lie in it. */
const outside = ({ start, end }: Span, pieces: readonly Span[]): Span[] => {
  const inside = pieces
    .filter((piece) => piece.start >= start && piece.end <= end)
    .toSorted((a, b) => a.start - b.start);
  const starts = [start, ...inside.map((piece) => piece.end)];
  return starts.map((from, index) => ({ start: from, end: inside[index]?.start ?? end }));
};

/** What the parts say together, with the words that are left as the title. */
export const gather = (parts: readonly QuickAddPart[]): Omit<NewTaskWords, 'title'> => {
  const tags = new Map(parts.flatMap(({ tag }) => (tag === undefined ? [] : [[tag.toLowerCase(), tag]])));
  return {
    due: parts.find(({ due }) => due !== undefined)?.due ?? null,
    priority: parts.find(({ priority }) => priority !== undefined)?.priority ?? null,
    tags: [...tags.values()],
  };
};

/**
 * One line of quick add: "pay rent friday 9am !high #home". Words in quotes stay words. `rejected` are texts of parts
 * that the person wants to keep as words of the title; a due day and its time that stand apart are two parts. The title
 * is the person's words as typed: what it may hold is the form's to check.
 */
export function parseQuickAdd(
  text: string,
  context: Context,
  rejected: readonly string[] = [],
): NewTaskWords & { parts: QuickAddPart[] } {
  const hidden = [...findQuotes(text), ...rejected.flatMap((words) => occurrences(text, words))];
  const all = findParts(text, context, hidden);
  // A task needs a title: words that would leave none stay its title, the date first.
  for (const parts of [all, all.filter(({ kind }) => kind !== 'due')]) {
    const title = without(text, parts).replace(parts.length > 0 ? /[\s,;:–-]+$/u : /\s+$/u, '');
    if (title !== '') return { title, ...gather(parts), parts };
  }
  return { title: text.trim(), ...gather([]), parts: [] };
}
