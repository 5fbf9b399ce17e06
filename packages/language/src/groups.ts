import type { Context, Intent, Reference } from './intent.js';
import { withoutManners } from './manners.js';
import { readReferences } from './reference.js';
import { type Phrase, phraseOf, seen, seenStarts, slice } from './sentence.js';
import { anyOf, GROUPS } from './vocabulary.js';

/**
 * A clause about a group of tasks ("both quotes to monday", "take the dates off all the training ones") is read as if it
 * were about one: what can be said of one task can be said of a group, and wherever the group stands.
 */

/** No task has this number: it stands for the group. */
const STAND_IN = 987_654_321;
const LONGEST = 200;
const ASKS =
  /^(?:<list>|show|list|see|view|display|find|search|what|which|how|who|when|where|why|is|are|am|was|do|does|did|have|has|if|should|shall|any|count|add|create|new|remind|note)\b/;
const BEGINS =
  /(?<!\S)(?<!\b(?:after|at|above|first of) )(?:(?:all|every|each|everything|both|whatever|anything|any|what) ?|the (?:rest|others|other (?:ones|two|three))\b|(?:the|my|those) (?=(?:\S+ ){1,2}(?:ones|tasks|stuff|things|todos)\b))/;
/** What becomes of the group begins here: it is no word of it, but for "that are", "due to" and "what I have". */
const ENDS =
  / (?:(?<!\b(?:due|up|have|has|need|needs|supposed|meant) )(?:to|until|till|onto)|->|→|=|(?<!\b(?:that|which|what|whatever|who|i|we) )(?:is|are|was|were|has been|have been|should|must|can|could|may|might|will|needs?|gets?|goes|go|becomes?|moves?|waits?|(?<!\b(?:that|which|what|whatever) (?:is|are) )(?:low|medium|high|urgent))(?! (?:ones|tasks|stuff|things|prio|priority)\b)|off|by|back|(?:for )?(?:\d{1,2}|an?|one|two|three|half an) (?:minute|hour|day|week|month)s? (?:later|earlier|sooner|back|forward))(?= |$)/g;
const DONE_LAST = new RegExp(
  ` (?:(?:all|both|now|already) )*(?:${anyOf(GROUPS.done)}|ticked|ticked off)(?: (?:now|already|today))*$`,
);

const ITEM = '#?\\d{1,6}(?:(?:-| (?:to|thru|through|till|until) )#?\\d{1,6})?';
const LABEL = '(?:(?:the )?(?:tasks?|numbers?|nos?|nr|items?|ids?) )';
const NUMBERS = new RegExp(
  `(?<!\\S)${LABEL}?${ITEM}(?:(?: (?:and|n|plus|also))+ ${LABEL}?${ITEM}| ${ITEM})+(?!\\S)|(?<!\\S)${LABEL}${ITEM}(?!\\S)`,
);

/** "the last two" */
const FEW =
  /(?<!\S)(?:(?:both|all) (?:of )?)?(?:the )?(?:first|last|top|bottom) (?:two|three|four|five|[2-9])(?: (?:ones|tasks))?(?!\S)/;

interface Group {
  start: number;
  end: number;
  references: readonly Reference[];
}

/** Of which other readers take the half. */
export const namesFew = (clause: Phrase): boolean => FEW.test(seen(clause));

const GROUPED: ReadonlySet<string> = new Set(['all', 'them', 'rest', 'ids', 'ordinal']);

const referencesOf = (
  clause: Phrase,
  start: number,
  end: number,
  context: Context,
): readonly Reference[] | null => {
  const starts = seenStarts(clause);
  const from = starts.findIndex((at) => at >= start);
  const to = starts.findIndex((at, index) => at >= end && clause.tokens[index]?.seen !== '');
  const phrase = slice(clause, from, to === -1 ? clause.tokens.length : to);
  const references = readReferences(phrase, context);
  return references !== 'unclear' &&
    references.length > 0 &&
    references.every(({ kind }) => GROUPED.has(kind))
    ? references
    : null;
};

/** The longest group of words that name several tasks, but not all of the clause; null when there is none. */
const findGroup = (clause: Phrase, context: Context): Group | null => {
  const said = seen(clause);
  const numbers = FEW.exec(said) ?? NUMBERS.exec(said);
  if (numbers !== null) {
    const [start, end] = [numbers.index, numbers.index + numbers[0].length];
    const references = referencesOf(clause, start, end, context);
    return references === null || end - start === said.length ? null : { start, end, references };
  }
  const begin = BEGINS.exec(said);
  if (begin === null) return null;
  const start = begin.index;
  const stops = [...said.matchAll(ENDS)].map(({ index }) => index).filter((at) => at > start);
  const done = start === 0 ? DONE_LAST.exec(said)?.index : undefined;
  const last = Math.min(
    stops[0] ?? said.length,
    done === undefined || / (?:that|which|what|not|have|i|we)$/.test(said.slice(0, done))
      ? said.length
      : done,
  );
  const spaces = [...said.matchAll(/ /g)].map(({ index }) => index);
  for (const end of [last, ...spaces.filter((at) => at > start && at < last).reverse()]) {
    const references = referencesOf(clause, start, end, context);
    const [only] = references ?? [];
    if (references === null || only === undefined || only.kind === 'ordinal') continue;
    const bare = only.kind === 'all' && only.filter === undefined && only.status === 'all';
    // "everything due friday" is to be seen, and nothing becomes of it.
    return end - start === said.length || (bare && end === done) ? null : { start, end, references };
  }
  return null;
};

const CHANGING: ReadonlySet<string> = new Set(['complete', 'reopen', 'delete', 'update']);

/** "untag everything tagged home": of that tag. */
const ofGroup = (intent: Intent, target: Reference, { tags = [] }: Context): Intent => {
  const tag = target.kind === 'all' ? target.filter?.tag : undefined;
  const whole = intent.intent === 'update' && intent.changes.removeTags?.length === tags.length;
  return whole && tag !== undefined
    ? ({ ...intent, target, changes: { ...intent.changes, removeTags: [tag] } } as Intent)
    : ({ ...intent, target } as Intent);
};

/** Of what was done last, and not of all that ever was done. */
const UNDOES = /^(?:undo|revert) (?:all|both|everything|it all|them)\b/;

/** Null when the clause speaks of no group, or says nothing that becomes of it. */
export const readGroup = (
  clause: Phrase,
  context: Context,
  read: (clause: Phrase, context: Context) => readonly Intent[],
): readonly Intent[] | null => {
  const said = seen(clause);
  if (said.length > LONGEST || ASKS.test(said) || /\?\s*$/.test(clause.text) || said.includes('Q'))
    return null;
  const group = UNDOES.test(said) ? null : findGroup(clause, context);
  if (group === null) return null;
  const one = `${said.slice(0, group.start)}task ${STAND_IN}${said.slice(group.end)}`;
  const [intent, ...more] = read(phraseOf(one), context);
  const isOfIt =
    intent !== undefined &&
    more.length === 0 &&
    CHANGING.has(intent.intent) &&
    'target' in intent &&
    intent.target.kind === 'id' &&
    intent.target.id === STAND_IN;
  return isOfIt ? group.references.map((reference) => ofGroup(intent, reference, context)) : null;
};

const TOPIC = /^(?<topic>[^,:;?!.]{4,70}?)\s*(?<mark>[,:;?!]|\s[–—-])\s*(?<wish>\S.{2,100})$/su;
const PLURAL_LAST = /\S (?:ones|stuff|tasks|things|todos|jobs|chores|items|bits)$/;
const PRONOUN =
  /\b(?:all of (?:them|em|it)|both of (?:them|em)|them all|them|em|they|those|these|it|that|all)\b/i;

/** "whatever is overdue, move it to friday", "the home things? all of em done": the group is named first. */
export const readTopic = (
  text: string,
  context: Context,
  read: (text: string, context: Context) => readonly Intent[],
): Intent[] | null => {
  const { topic = '', mark = '', wish = '' } = text.length > LONGEST ? {} : (TOPIC.exec(text)?.groups ?? {});
  if (topic === '' || /["“”]/.test(text) || /\?\s*$/.test(wish)) return null;
  const phrase = withoutManners(phraseOf(topic));
  const said = seen(phrase);
  // "all tasks tagged club are done" says what becomes of them.
  if (ASKS.test(said) || !(BEGINS.test(said) || PLURAL_LAST.test(said)) || said.search(ENDS) > 0) return null;
  const [group, ...others] =
    referencesOf(phrase, 0, said.length, context) ??
    referencesOf(phraseOf(`all ${said}`), 0, said.length + 4, context) ??
    [];
  if (group?.kind !== 'all' || group.filter === undefined || others.length > 0) return null;
  const named = wish.replace(PRONOUN, `task ${STAND_IN}`);
  if (named === wish && mark === ',') return null;
  const intents = read(named === wish ? `task ${STAND_IN} ${wish}` : named, context);
  const isOfIt = (intent: Intent): boolean =>
    'target' in intent &&
    (intent.target.kind === 'it' || (intent.target.kind === 'id' && intent.target.id === STAND_IN));
  const [first, ...more] = intents.filter((intent) => CHANGING.has(intent.intent));
  return first === undefined || more.length > 0 || !isOfIt(first) ? null : [ofGroup(first, group, context)];
};
