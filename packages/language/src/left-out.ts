import type { Context, Intent } from './intent.js';
import { target } from './kinds.js';
import { pieces } from './pieces.js';
import { phraseOf, raw, seen } from './sentence.js';
import { namesJustOne } from './titles.js';

/** A part of a message that says a wish of its own and of which nothing came: "the first two are done, the last one is for friday". */

const MOST_PIECES = 4;
const LONGEST = 160;
/** Puts right, asks, imagines or gives a reason: there a part may be left out on purpose. */
const NOT_PLAIN =
  /\?|["“”]|\b(?:not|no|nope|never|n['’]t|instead|rather|wait|sorry|oops|actually|if|unless|because|since|cause|coz|otherwise|except|but|only|just|keep|leave|undo|mean|meant|forget|stay|stays|both|all|every|everything|first|then|later|earlier|same|rest|others?|it|them|those|that|this|add|new|remind|note|put down)\b/i;
/** A wish of one task that is surely meant, or a list. */
const isOwn = (intent: Intent, { titles = [] }: Context): boolean => {
  if (intent.intent === 'list') return true;
  if (!['update', 'complete', 'reopen'].includes(intent.intent)) return false;
  const reference = target(intent);
  if (reference?.kind === 'id' || reference?.kind === 'ordinal') return true;
  return reference?.kind === 'title' && namesJustOne(reference.text, titles);
};

/**
 * The wishes with those of parts that were left out, in the order in which they were said; null where none was, or
 * where what was found is not what the parts say by themselves.
 * @param read reads a part as a message of its own
 */
export const withLeftOut = (
  text: string,
  found: readonly Intent[],
  context: Context,
  read: (text: string) => readonly Intent[],
): Intent[] | null => {
  if (context.titles === undefined || text.length > LONGEST || found.length === 0) return null;
  if (!found.every((one) => isOwn(one, context))) return null;
  const parts = pieces(phraseOf(text)).map(({ phrase }) => phrase);
  if (parts.length <= found.length || parts.length > MOST_PIECES) return null;
  const wishes = parts.map((part) =>
    NOT_PLAIN.test(seen(part).replace(/\b(?:first|last) (?:one|two|three)\b/, '')) ? [] : read(raw(part)),
  );
  const own = wishes.map((ones) => (ones.length > 0 && ones.every((one) => isOwn(one, context)) ? ones : []));
  const said = own.flat().map((one) => JSON.stringify(one));
  const known = found.map((one) => JSON.stringify(one));
  const isLess = known.length < said.length && known.every((one) => said.includes(one));
  return isLess && new Set(said).size === said.length ? own.flat() : null;
};
