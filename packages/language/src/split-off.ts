import type { Context, Intent } from './intent.js';
import { CHANGES, target } from './kinds.js';
import { findQuotes } from './quotes.js';
import { LONGEST_SAID } from './sentence.js';
import { namesJustOne, onlySpokenOf } from './titles.js';

/** A change of a task that is there, beside a new task: "add milk for friday, the rent is done". It is no part of the title. */

const PARTS = /[,;.!]\s+(?:(?:and|then|also|so|but)\s+)*|\s+(?:and|then)\s+(?:(?:also|then)\s+)?/giu;
const MOST_PARTS = 6;
const NUMBERED = /(?:\b(?:task|number|nr|no)\s+#?|#)\d/i;
/** Words of a title as well as of a wish: what begins so may be one more thing to do. */
const MAY_BE_A_DEED =
  /^(?:please\s+)?(?:finish|complete|clear|close|check|fix|do|set up|make|put|get|take|clean)\b(?!.*\b(?:off|done|high|low|urgent|priority|to (?:today|tomorrow|next|\p{L}+day)|from (?:my|the) list)\b)/iu;

const isOfOne = (intent: Intent, { titles = [] }: Context): boolean => {
  const reference = target(intent);
  if (!CHANGES.has(intent.intent) || intent.intent === 'add' || reference === null) return false;
  if (reference.kind === 'id' || reference.kind === 'ids') return true;
  return reference.kind === 'title' && namesJustOne(reference.text, titles);
};

const speaksOfOne = (text: string, { titles = [] }: Context): boolean =>
  NUMBERED.test(text) || onlySpokenOf(text, titles) !== undefined;

const areAdds = (intents: readonly Intent[]): boolean =>
  intents.length > 0 && intents.every(({ intent }) => intent === 'add');

/**
 * The new tasks that were read, and the change that stands before or behind them; null where there is none.
 * @param read reads a part as a message of its own
 */
export const readSplitOff = (
  text: string,
  found: readonly Intent[],
  context: Context,
  read: (text: string) => readonly Intent[],
): Intent[] | null => {
  const { titles = [] } = context;
  if (titles.length === 0 || text.length > LONGEST_SAID || !areAdds(found) || !speaksOfOne(text, context))
    return null;
  const quotes = findQuotes(text);
  const cuts = [...text.matchAll(PARTS)].filter(
    ({ index }) => !quotes.some(({ start, end }) => index > start && index < end),
  );
  const known = JSON.stringify(found);
  const halves = cuts
    .slice(0, MOST_PARTS)
    .map(({ index, 0: mark }) => [text.slice(0, index), text.slice(index + mark.length)] as const);
  const areChanges = (intents: readonly Intent[]): boolean =>
    intents.length > 0 && intents.every((one) => isOfOne(one, context));
  // What is said of the new task stays with it: the last that can go is all that goes.
  for (const [left, right] of halves.toReversed()) {
    if (!speaksOfOne(right, context) || MAY_BE_A_DEED.test(right) || speaksOfOne(left, context)) continue;
    const [adds, changes] = [read(left), read(right)];
    if (areAdds(adds) && areChanges(changes)) return [...adds, ...changes];
  }
  for (const [left, right] of halves) {
    if (!speaksOfOne(left, context) || speaksOfOne(right, context)) continue;
    const [changes, adds] = [read(left), read(right)];
    if (areChanges(changes) && areAdds(adds) && JSON.stringify(adds) === known) return [...changes, ...adds];
  }
  return null;
};
