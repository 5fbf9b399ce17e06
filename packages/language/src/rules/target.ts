import type { Context, Intent, Reference } from '../intent.js';
import { namesTask } from '../phrases.js';
import { readReferences } from '../reference.js';
import { type Phrase, seen } from '../sentence.js';
import { isTitle, titlesWithin } from '../titles.js';

type Doing = 'complete' | 'delete' | 'update';

/** An intent for each task that the phrase means; what is missing or can't be told is asked for. */
export const forTargets = (
  phrase: Phrase,
  context: Context,
  about: Doing,
  intent: (target: Reference) => Intent,
): readonly Intent[] => {
  const references = readReferences(phrase, context);
  if (references === 'unclear') return [{ intent: 'unclear', about, asks: 'exactly which' }];
  if (references.length === 0) return [{ intent: 'unclear', about, asks: 'which' }];
  return references.map(intent);
};

/** Words of a title that there is, or all the words of just one among others: "call distributor he called me already". */
const isOneOf = (text: string, { titles = [] }: Context): boolean =>
  isTitle(text, titles) || (/\S\s+\S/.test(text) && titlesWithin(text, titles).length === 1);

/** Whether a phrase is a task's number, points at one, or has the words of a known title: nothing else is said of one. */
export const isKnown = (phrase: Phrase, context: Context): boolean => {
  const references = readReferences(phrase, context);
  return (
    references !== 'unclear' &&
    references.length > 0 &&
    references.every((reference) =>
      reference.kind === 'title'
        ? isTitle(reference.text, context.titles ?? []) ||
          /^(?:the|my) .*(?:task|todo|one)$/.test(seen(phrase))
        : reference.kind !== 'all' || reference.filter !== undefined || reference.status !== 'all',
    )
  );
};

/** Whether a phrase can only be about tasks: a number, "it", "all completed tasks", "the meeting task", a quotation, a known title. */
export const isExplicit = (phrase: Phrase, context: Context): boolean => {
  const references = readReferences(phrase, context);
  if (references === 'unclear') return true;
  return (
    references.length > 0 &&
    (namesTask(phrase) ||
      references.every((reference) => reference.kind !== 'title' || isOneOf(reference.text, context)))
  );
};
