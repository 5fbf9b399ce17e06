import { ADDS, readByParts } from './by-parts.js';
import { readFilter } from './filter.js';
import type { Context, Intent } from './intent.js';
import { UNKNOWN } from './kinds.js';
import { withoutEnd, withoutManners } from './manners.js';
import { dropStart, trimMarks } from './phrases.js';
import { LONGEST_SAID, type Phrase, phraseOf, seen } from './sentence.js';
import { isTitle } from './titles.js';

/** What rules made of a message and nobody asked for: a change of all tasks without a verb, a new task of words about one. */

/** Tells or orders; without any of it "everything urgent" names what is to be seen. */
const ORDERS =
  /\b(?:mark|tick|check|cross|complete|completed|finish|close|strike|set|make|move|moved|push|shift|postpone|reschedule|delay|change|update|put|give|tag|label|flag|bump|bring|raise|lower|turn|switch|reopen|open|untick|uncheck|unmark|undo|add|remove|delete|clear|take|drop|call|consider|need|needs|must|should|has to|have to|can|may|get|got|did|done with|through with|assign|schedule|snooze|defer|swap|let|want|would like|pull|drag|slide|shove|nudge|kick|reset|restore|prioriti[sz]e|deprioriti[sz]e|rename|now)\b|\b(?:i|we) (?:have |just |already )*(?:finished|done|sorted)\b|\bto (?!do\b)\S|->|→|:/;
/** "everything is done", and not "everything that is done". */
const TELLS =
  /^(?!.*\b(?:that|which|what|whatever) (?:is|are|was|were|has|have)\b).*\b(?:is|are|were|was|been) /;

const isMass = (intent: Intent): boolean =>
  (intent.intent === 'complete' || intent.intent === 'update' || intent.intent === 'reopen') &&
  intent.target.kind === 'all';

/** "everything urgent": what would change them all without an order is a list. */
const withoutMass = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  if (!intents.every(isMass)) return intents;
  const clause = trimMarks(withoutEnd(withoutManners(phraseOf(text))));
  const said = seen(clause);
  if (ORDERS.test(said)) return intents;
  if (TELLS.test(said) && intents.every(({ intent }) => intent === 'complete')) return intents;
  const found = readFilter(clause, context);
  return found === null ? UNKNOWN : [{ intent: 'list', status: found.status, filter: found.filter }];
};

const BY_NUMBER = /\b(?:task|item|todo|number|nr|no) #?\d{1,6}\b|(?<!\S)#\d{1,6}\b/;
const SAYS_NEW = /\b(?:add|new|create|remind|reminder|note|remember|jot|another)\b/;
const I_MUST =
  /^(?:(?:i|we) )?(?:(?:really|also|still|just|now) )*(?:need to|have to|must|should|got to|have got to|want to|would like to|ought to|had better) /;
/** What is done to a task of a list, and to nothing out there. */
const OF_A_LIST =
  /^(?:tick|untick|check off|cross off|cross out|strike|uncheck|reopen|rename|move|push|postpone|reschedule|mark|set|change|tag|untag|shift|bump|delay)\b/;
/** What may also be done out there: of a whole title alone it is of the list. */
const REMOVES = /^(?:delete|remove|get rid of|drop|erase|scrap|bin) (?:the )?(?:task )?/;

/** "I need to tick off the tap" without its need; null when it is not of the list, or of no task that is there. */
const ofTheList = (clause: Phrase, { titles = [] }: Context): Phrase | null => {
  const inner = dropStart(clause, I_MUST);
  if (inner.tokens.length === clause.tokens.length) return null;
  if (OF_A_LIST.test(seen(inner))) return inner;
  const named = dropStart(inner, REMOVES);
  const whole = seen(named);
  return named.tokens.length < inner.tokens.length &&
    isTitle(whole, titles) &&
    titles.some((title) => title.toLowerCase() === whole)
    ? inner
    : null;
};

/** "I need task 4 gone": a new task is not called by the number of one. */
const withoutOdd = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  const [only, ...more] = intents;
  if (only?.intent !== 'add' || more.length > 0) return intents;
  const message = phraseOf(text);
  const said = seen(message);
  if (SAYS_NEW.test(said) || ADDS.test(said) || /["“]/.test(text)) return intents;
  const clause = trimMarks(withoutManners(message));
  const inner = ofTheList(clause, context);
  const numbered = BY_NUMBER.test(said) && !/\S:\s*\S.*\b(?:task|number)\b/.test(said);
  if (inner === null && !numbered) return intents;
  // Only with the titles that there are can it be told.
  if (context.titles === undefined) return UNKNOWN;
  const read = readByParts(inner ?? message, context);
  return read === null ? (numbered ? UNKNOWN : intents) : [read];
};

/** The same wishes without what was not asked for. */
export const withoutUnasked = (
  text: string,
  intents: readonly Intent[],
  context: Context,
): readonly Intent[] =>
  text.length > LONGEST_SAID ? intents : withoutMass(text, withoutOdd(text, intents, context), context);
