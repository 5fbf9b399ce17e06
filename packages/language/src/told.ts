import { bareDeed } from './bare-deed.js';
import { readClause } from './clause.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Intent, Reference } from './intent.js';
import { isUnknown, SPEAKS_OF_A_LIST, target } from './kinds.js';
import { dropEnd, dropStart, trimMarks } from './phrases.js';
import { readReferences } from './reference.js';
import { addObligation } from './rules/add.js';
import { TOLD } from './rules/all.js';
import { readChangeParts } from './rules/change-parts.js';
import { applyRules } from './rules/rule.js';
import { isKnown } from './rules/target.js';
import { type Phrase, phraseOf, raw, seen } from './sentence.js';
import { isTitle, matchTitles, mentioned, sharesWord } from './titles.js';

/** What was said before in the same message, and what the next clause makes of it: "buy stamps, add that". */

/** Asks to put down what was said before it. */
export const ADD_THAT =
  /^(?:(?:add|put|note|write|jot|save|record|log|remember|include|stick|pop|chuck|throw|bung|slap|get|pin)(?: (?:it|that|this|them|these|those|some|some more|more|that one|this one|both|all|all of them|all of these|both of them|these two))?(?: (?:down|in))?|(?:add|put|note|write|save|make|create|set|keep)(?: me)? (?:a |an |one )?(?:task|reminder|note|todo)(?: (?:for|of|about|out of) (?:it|that|this))?|remind me(?: (?:of|about) (?:it|that|this))?|(?:do not|never) (?:let me )?forget(?: (?:it|that|this))?|make a note(?: of (?:it|that|this))?)(?: (?:(?:to|on|in|onto|into) (?:(?:my|the|our) )?(?:\S+ )?(?:list|tasks|todos|todo|agenda)|(?:(?:on|in) )?(?:there|here)|(?:on|in) it))?(?: as (?:a |an )?(?!(?:complete|completed|done|finished|closed)\b)(?<detail>(?:(?! (?:for|on|by|due|with)\b).)+?)(?: task| item| one)?)?(?: (?:please|for me|too|as well|thanks|will you|ok|okay|love|mate|dear|so (?:that )?i do not forget|before .*|so .*|because .*))*$/;

/** "…, add it urgent for monday" */
export const ADD_THAT_MORE =
  /^(?:(?:add|note|save|log|jot|record|register|write) (?:it|that|this|some|some more|more)(?: down)?(?: (?:to|on|in|onto) (?:my |the |our )?(?:\S+ )?(?:list|tasks|todos|todo|agenda))?|(?:put|pop|stick|get|throw|chuck|make|create|set|enter) (?:it|that|this) (?:(?:to|on|in|onto) (?:my |the |our )?(?:\S+ )?(?:list|tasks|todos|todo|agenda)|(?:on|in) (?:there|here)|down|on|in|(?:as )?(?:a |an )?(?:new )?(?:task|todo|reminder|item)))(?: as (?:a |an )?(?:new )?(?:task|todo|reminder|item|note))?(?: (?:please|too|as well))* (?<more>(?:high|low|medium|urgent|important|as|with|due|for|on|by|tomorrow|today|tonight|tagged|tag|priority)\b.*)$/;

/** What sounds like a new task and is there already, if nothing says that it is to be added. */
export const known = (
  intents: readonly Intent[],
  phrase: Phrase | undefined,
  context: Context,
): Reference | null => {
  const [only, ...more] = intents;
  if (phrase === undefined || only?.intent !== 'add' || more.length > 0 || only.tasks.length > 1) return null;
  const title = only.tasks[0]?.title ?? '';
  return isTitle(title, context.titles ?? [], 2) && !/\b(?:add|create|new|remind|note)\b/.test(seen(phrase))
    ? { kind: 'title', text: title }
    : null;
};

/** Speaks of a task that is not there. */
export const isOfNone = (intent: Intent, { titles = [] }: Context): boolean => {
  const reference = target(intent);
  return reference?.kind === 'title' && mentioned(reference.text, titles).length === 0;
};

/** A task whose day was said before it, in clauses that say nothing else: those are taken out of what was found. */
export const whenBefore = (
  found: { phrase: Phrase; intents: readonly Intent[] }[],
  intents: readonly Intent[],
  context: Context,
): readonly Intent[] | null => {
  const [only, ...more] = intents;
  if (only?.intent !== 'add' || more.length > 0 || only.tasks.some(({ due }) => due !== null)) return null;
  const words: string[] = [];
  while (found.length > 0) {
    const last = found.at(-1);
    if (
      last === undefined ||
      SPEAKS_OF_A_LIST.test(raw(last.phrase)) ||
      readWholeWhen(raw(last.phrase), context) === null
    )
      break;
    words.unshift(raw(last.phrase));
    found.pop();
  }
  const due = words.length === 0 ? undefined : findDue(words.join(' '), context)?.due;
  return due === undefined ? null : [{ ...only, tasks: only.tasks.map((task) => ({ ...task, due })) }];
};

const piecesOfOne = ({ kind }: Reference): boolean => ['it', 'title', 'id'].includes(kind);

/** What words without a verb say of the task that was just added. */
export const isDetail = (
  intents: readonly Intent[],
  clause: Phrase,
  before: Intent | undefined,
  context: Context,
): Changes | null => {
  const one =
    before?.intent === 'add'
      ? before.tasks.length === 1
      : before?.intent === 'update' && piecesOfOne(before.target);
  if (!one) return null;
  if (!intents.every(({ intent }) => intent === 'list' || intent === 'unknown')) return null;
  if (SPEAKS_OF_A_LIST.test(raw(clause))) return null;
  // "low, not high"
  if (/^(?:and |but )?(?:not|instead of|rather than) (?!urgent\b|important\b)/.test(seen(clause)))
    return null;
  const parts = readChangeParts(clause, context);
  return parts !== null && parts.target.tokens.length === 0 ? parts.changes : null;
};

const SO_IS =
  /^(?:and |but )?(?:so (?:is|are|was|were|did|does|do)|same (?:for|with|goes for)|the same (?:for|with|goes for)|as (?:is|are|was)|ditto(?: for)?|likewise(?: for)?) /;
const ALSO = /^(?:and |but )*(?:also|plus) /;
const TOO = / (?:too|as well|also|likewise|the same)$/;

/** "the third is done, and so is the first", "delete 2, also 3" */
export const sameAgain = (
  clause: Phrase,
  before: Intent | undefined,
  context: Context,
): readonly Intent[] | null => {
  const whole = trimMarks(clause);
  const same = dropStart(whole, SO_IS);
  const rest =
    same.tokens.length < whole.tokens.length
      ? same
      : dropEnd(dropStart(dropStart(whole, ALSO), /^(?:and|but) (?=.* (?:too|also|as well)$)/), TOO);
  if (before === undefined || !('target' in before) || rest.tokens.length === whole.tokens.length)
    return null;
  if (rest !== same && !isKnown(rest, context)) return null;
  // "also show my open tasks", "plus the lawn is mowed" are wishes of their own.
  const own = rest === same ? [] : readClause(rest, context);
  if (own.some(({ intent }) => intent !== 'unknown' && intent !== 'choose' && intent !== 'unclear'))
    return null;
  const references = readReferences(rest, context);
  return references === 'unclear' || references.length === 0
    ? null
    : references.map((target) => ({ ...before, target }) as Intent);
};

/** "the plumber comes in a week. Add 'pay him' for that day" */
export const dueThatDay = (intent: Intent, clause: Phrase, after: string, context: Context): Intent => {
  if (
    intent.intent !== 'add' ||
    !/\b(?:that|the same) (?:day|date)\b|\b(?:due|by|for|on|before) then$/.test(seen(clause))
  )
    return intent;
  const due = findDue(after, context)?.due;
  return due === undefined
    ? intent
    : { ...intent, tasks: intent.tasks.map((task) => ({ ...task, due: task.due ?? due })) };
};

const NOT_UNTIL =
  /\b(?:can(?:['’]?t| ?not)|won['’]?t|will not|isn['’]?t|is not|not)(?: \S+){0,3}? (?=(?:till|until|til|before)\b)/i;

/** "the dentist is on Thursday now, change it": what was told is what it is changed to. */
export const changedAsTold = (
  intents: readonly Intent[],
  clause: Phrase,
  after: string,
  context: Context,
): readonly Intent[] | null => {
  const [only] = intents;
  if (after === '' || intents.length > 1 || only?.intent !== 'unclear' || only.about !== 'update')
    return null;
  // "she can't till monday"
  const until = after.replace(NOT_UNTIL, '');
  const { due, timeOnly } = readChangeParts(phraseOf(until), context)?.changes ?? {};
  if (due == null) return null;
  const references = readReferences(
    dropStart(clause, /^\S+ (?:(?:the|its) (?:date|time|day) (?:of|for) )?/),
    context,
  );
  const [named] = references === 'unclear' ? [] : references;
  const target: Reference | undefined =
    named?.kind === 'title' && /^(?:the |its )?(?:due )?(?:date|day|time|deadline)$/i.test(named.text)
      ? { kind: 'it' }
      : named;
  const changes = { due, ...(timeOnly === undefined ? {} : { timeOnly }) };
  return target === undefined || references.length > 1
    ? null
    : [{ intent: 'update', target: target.kind === 'it' ? { kind: 'it', after } : target, changes }];
};

/** "the flight? booked it last night": what was named is what it was done to. */
export const doneAsTold = (
  intents: readonly Intent[],
  clause: Phrase,
  told: readonly Phrase[],
  context: Context,
): readonly Intent[] | null => {
  const last = told.at(-1);
  if (last === undefined || !isUnknown(intents) || !/\b(?:it|that|this|them|those)\b/.test(seen(clause)))
    return null;
  const read = applyRules(TOLD, phraseOf(`${raw(clause)} ${raw(last)}`), context);
  return read?.every(({ intent }) => intent === 'complete') ? read : null;
};

const NO_FIELD =
  /\b(?:no|not|n['’]t|no longer|without|never had)\b(?: \p{L}+){0,4} (?<field>date|deadline|due date|due day|time|hour|priority)\b|\b(?<other>date|deadline|due date|due day|time|priority)\b.* (?:is|was) (?:wrong|off|gone|obsolete|no longer)/iu;

/** "Dr Rossi has retired, delete that booking": of several bookings that which was told of. */
export const narrowed = (intent: Intent, after: string, { titles = [] }: Context): Intent => {
  const reference = target(intent);
  if (after === '' || reference?.kind !== 'title') return intent;
  const { places } = matchTitles(reference.text, titles);
  const spokenOf = places.filter((place) => sharesWord(after, titles[place] ?? '', reference.text));
  const [only, ...others] = spokenOf;
  const title = only === undefined ? undefined : titles[only];
  return places.length < 2 || title === undefined || others.length > 0
    ? intent
    : ({ ...intent, target: { kind: 'title', text: title } } as Intent);
};

const SAID_OF_ONE = / (?:can|could|is|was|has|will|should|must|may|needs|i|we) .*$/;

export const pointBack = (intent: Intent, after: string, clause: Phrase, context: Context): Intent => {
  if (after === '') return intent;
  // "the visit has no fixed date any more, clear it": of the date, and not of the visit.
  if (intent.intent === 'delete' && intent.target.kind === 'it' && NO_FIELD.test(after)) {
    const field =
      NO_FIELD.exec(after)?.groups?.field?.toLowerCase() ?? NO_FIELD.exec(after)?.groups?.other ?? '';
    const changes: Changes = /priority/.test(field)
      ? { priority: null }
      : /time|hour/.test(field)
        ? { noTime: true }
        : { due: null };
    return { intent: 'update', target: { kind: 'it', after }, changes };
  }
  // "the vet is not needed, please delete"
  const bare = intent.intent === 'unclear' && seen(clause).split(' ').length <= 2;
  const kind =
    bare && (intent.about === 'delete' || intent.about === 'complete') ? 'it' : target(intent)?.kind;
  if (kind !== 'it' && kind !== 'them') return intent;
  // "the second one can wait, move it to sunday"
  const references = readReferences(dropEnd(phraseOf(after), SAID_OF_ONE), context);
  const [shown] = references === 'unclear' ? [] : references;
  // "it is for the shop, tag it shop" tells of what was spoken of before.
  const named = /^(?:it|that|this)(?:['’]s| is) (?:for|because|so|since|about|to do with)\b/i.test(after)
    ? {}
    : { after };
  const pointed: Reference = kind === 'it' && shown?.kind === 'ordinal' ? shown : { kind, ...named };
  return { ...(bare ? { intent: intent.about } : intent), target: pointed } as Intent;
};

/** What was said, as a task; when it is one already, with what more is said of it. */
export const putDown = (
  { phrase, intents }: { phrase: Phrase; intents: readonly Intent[] },
  detail: string | undefined,
  more: string | undefined,
  context: Context,
): readonly Intent[] => {
  const added =
    more === undefined && intents.some(({ intent }) => intent === 'add')
      ? intents
      : [
          addObligation(
            more === undefined
              ? bareDeed(phrase, context)
              : phraseOf(`${raw(bareDeed(phrase, context))}, ${more}`),
            context,
          ),
        ];
  const priority = readLevel((detail ?? '').replace(/[- ]?priority$/, ''));
  return priority === null
    ? added
    : added.map((intent) =>
        intent.intent === 'add'
          ? { ...intent, tasks: intent.tasks.map((task) => ({ ...task, priority })) }
          : intent,
      );
};
