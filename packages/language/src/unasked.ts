import { ADDS, readByParts } from './by-parts.js';
import { readFilter } from './filter.js';
import type { Context, Intent } from './intent.js';
import { UNKNOWN } from './kinds.js';
import { withoutEnd, withoutManners } from './manners.js';
import { dropStart, trimMarks } from './phrases.js';
import { LONGEST_SAID, type Phrase, phraseOf, seen } from './sentence.js';
import { isTitle, mentioned } from './titles.js';

/** What rules made of a message and nobody asked for: a change of all tasks without a verb, a new task of words about one. */

/** Tells or orders; without any of it "everything urgent" names what is to be seen. */
const ORDERS =
  /\b(?:mark|tick|check|cross|complete|completed|finish|close|strike|set|make|move|moved|push|shift|postpone|reschedule|delay|change|update|put|give|tag|untag|label|unlabel|flag|bump|bring|raise|lower|turn|switch|reopen|open|untick|uncheck|unmark|undo|add|remove|delete|clear|take|drop|call|consider|need|needs|must|should|has to|have to|can|may|get|gets|goes|becomes|got|did|done with|through with|assign|schedule|snooze|defer|swap|let|want|would like|pull|drag|slide|shove|nudge|kick|reset|restore|prioriti[sz]e|deprioriti[sz]e|rename|later|earlier|sooner|now|same|likewise|ditto)\b|\b(?:i|we) (?:have |just |already )*(?:finished|done|sorted)\b|\bto (?!do\b)\S|->|→|:|\b(?:(?:high|medium|low)(?: priority)?|no (?:more )?(?:due )?(?:date|day|deadline|time|priority|tags?)) (?:for|on|from) (?:any|all|every|each|both)/;
/** "everything is done", and not "everything that is done". */
const TELLS =
  /^(?:(?:just|already|finally|have) )*(?:finished|done|did|completed) (?:with )?(?:everything|all|both)\b|^(?!.*\b(?:that|which|what|show|list|see)\b)(?:.* )?(?:all|every|each|both|everything|whatever) .* (?:done|finished|completed|sorted|ticked|ticked off|checked off)$|^(?!.*\b(?:that|which|what|whatever) (?:is|are|was|were|has|have)\b).*\b(?:is|are|were|was|been) /;

/** "I want to finish everything this week", "I haven't finished everything" */
const WANTS_TO_DO =
  /\b(?:want|would like|hope|hoping|plan|planning|going|need|must|have|aim|try|trying|like|love|wish) to (?:finish|complete|do|get (?!rid))|\b(?:have|did|can|could|will|do) not (?:yet )?(?:finish|finished|complete|completed|do|done|did|get) (?:everything|all)\b/;

/** "every task without a tag", "all untagged ones" */
const LACKS =
  /\b(?:all|every|each|everything|any|anything|whatever|those|ones|tasks|the)\b.* (?:without|with no|having no|has no|have no|lacks?|lacking|missing) (?:(?:a|any|its|the|set) )*(?:tags?|labels?|priority|level|time|description)\b|\b(?:all|every|each|everything|any|anything|the)\b.*\b(?:untagged|unlabell?ed|unprioriti[sz]ed)\b/;

const ASKS_FOR_ANY =
  /^(?:(?:have|do|did|are|is|there|i|we|you|also|still) )*(?:got |have )?(?:any|anything|something)\b/;

const isMass = (intent: Intent): boolean =>
  (intent.intent === 'complete' || intent.intent === 'update' || intent.intent === 'reopen') &&
  intent.target.kind === 'all';

/** "everything urgent": what would change them all without an order is a list. */
const withoutMass = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  if (!intents.every(isMass)) return intents;
  const clause = trimMarks(withoutEnd(withoutManners(phraseOf(text))));
  const said = seen(clause);
  // "got anything on 29 may"
  const asked = ASKS_FOR_ANY.test(said) ? readFilter(clause, context) : null;
  if (asked?.rest === '') return [{ intent: 'list', status: asked.status, filter: asked.filter }];
  if (WANTS_TO_DO.test(seen(phraseOf(text)))) return UNKNOWN;
  // Which those are can't be asked for, and all of them are not meant.
  if (LACKS.test(said)) return [{ intent: 'unclear', about: 'update', asks: 'exactly which' }];
  if (ORDERS.test(said)) return intents;
  if (TELLS.test(said) && intents.every(({ intent }) => intent !== 'reopen')) return intents;
  const found = readFilter(clause, context);
  return found === null ? UNKNOWN : [{ intent: 'list', status: found.status, filter: found.filter }];
};

const BY_NUMBER =
  /\b(?:task|item|todo|number|nr|no) #?\d{1,6}\b|(?<!\b(?:invoice|order|ticket|bill|case|flight|bus|room|chapter|issue|gate|platform|parcel|policy|apartment|flat|unit|lot|route|line|track|page|form|volume|receipt|claim|reference|bug|pr|po|quote|chapter) )(?<!\S)#\d{1,6}\b/;
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

const VERBS = `add|mark|move|delete|remove|erase|drop|cancel|scrap|bin|trash|ditch|dump|clear|get rid|kill|tick|untick|check|uncheck|cross|close|complete|finish|reopen|open|set|make|put|push|shift|postpone|reschedule|delay|change|update|rename|call it|tag|untag|label|flag|bump|bring|raise|lower|give|take|pull|restore|undo|snooze|defer|swap|remind|create|note|write|lose|strike|turn|switch|unmark|prioriti[sz]e|schedule|pop|stick|throw|chuck|toss|let us|shall we`;
/** Words of a wish, which may have a question mark: "could you …", "delete it?", "can the meeting be moved?" */
const WISHES = new RegExp(
  `\\b(?:can|could|would|will|may|might|please|pls|plz|mind|possible|chance|how about|what about|why not|why do not|instead|rather|i want|i need|we need|i would like|be so kind)\\b|(?:^|[,;:–-] ?|\\b(?:and|then|so|just|yes|ok|okay|no|hey|hi) )(?:${VERBS})\\b`,
);
/** "tell me whether …", and not "tell me if you can …" */
const WHETHER =
  /^(?:(?:so|and|hey|hi|ok|okay|um|well|can|could|would|will|may|you|u|we|please|pls|plz|just|also|kindly|quickly|i|do|not|am|want|need|have|like|to|love|be|able|me|for|it would be (?:nice|good|great)) )*(?:tell me|let me know|check|see|know|find out|remember|remind me|recall|sure|ask|asking|wonder|wondering|look|say|confirm|verify|was wondering|curious) (?:if|whether|when) (?!(?:you|u|we) (?:can|could|would|will|may|might)\b|(?:it|that) (?:is|would be) (?:possible|ok|okay)\b|possible\b)/;
/** Of another time than the one that the list is of, or not of the world. */
const ELSEWHEN =
  /\b(?:last (?:year|summer|winter|spring|autumn|fall|christmas|easter|decade|century)|(?:years?|months|decades|ages|ten years|long) ago|back in|in (?:19|20)\d\d\b(?!-)|i once|once,? never|once in|never again|(?:once|after|as soon as|when|until|till|unless) (?:i|we) (?:have|am|get)\b|dreamt|dreamed|imagined|pretended|pretend|pretending|(?:everyone|everybody|people|he|she|they|mum|mom|dad|boss) (?:thinks?|believes?|assumes?|says?|said) (?:that )?(?:i|we)|as a (?:kid|child)|too (?:early|soon) to|being (?:done|finished|completed)|about to be|(?:not|never) (?:have|need|has|needs) to be)\b/;
const TAKEN_BACK =
  /\?\s*(?:never|no way|nope|nah|no|not at all|absolutely not|certainly not|don['’]?t)[.!\s]*$|\bbut (?:leave (?:it|that|them)(?: (?:alone|there|as it is|be))?|no|not (?:now|yet|today)|i (?:won['’]?t|will not|didn['’]?t|did not|changed my mind))[.!\s]*$/i;
/** An order beside what was told. */
const ORDERED = new RegExp(
  `(?:^|[,.;:!?–-] ?|\\b(?:and|so|please|now|then|just|can|could|you) )(?:${VERBS})\\b`,
);

/** "she gave it back in January" */
const LONG_AGO =
  /\b(?:gave|got|had|was|were|did|went|came|told|said|took|sent|paid|bought|met|saw|left|swore|swears|claims|\S+ed)\b.* back in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d{4}|the day|summer|winter|spring|autumn)/;
/** "still gluing up the table top" */
const STILL_AT_IT =
  /^(?:(?:i|we|he|she|they) (?:am|are|is) )?still (?:at |busy with |on |\S+ing\b)(?!.*\b(?:high|low|medium|urgent|due)\b)/;

/** What is asked about is shown at most. */
const asShown = (intents: readonly Intent[]): readonly Intent[] => {
  const [only, ...more] = intents;
  return only !== undefined &&
    'target' in only &&
    more.length === 0 &&
    ['id', 'title'].includes(only.target.kind)
    ? [{ intent: 'show', target: only.target }]
    : UNKNOWN;
};

const CHANGING: ReadonlySet<string> = new Set(['complete', 'reopen', 'update', 'delete']);

/** "task 3 done?", "tell me whether task 3 is done", "I paid the rent last year": asked, or of another time. */
const withoutAsked = (text: string, intents: readonly Intent[]): readonly Intent[] => {
  if (!intents.every(({ intent }) => CHANGING.has(intent))) return intents;
  if (TAKEN_BACK.test(text)) return UNKNOWN;
  const said = seen(phraseOf(text));
  const sentences = text.split(/(?<=[.!?])\s+/).length;
  const asked = sentences === 1 && /\?[\s?!)]*$/.test(text) && !WISHES.test(marked(text));
  if (asked || (sentences === 1 && WHETHER.test(said))) return asShown(intents);
  if ((STILL_AT_IT.test(said) || LONG_AGO.test(said)) && !ORDERED.test(marked(text))) return UNKNOWN;
  return ELSEWHEN.test(said) &&
    !ORDERED.test(marked(text)) &&
    intents.some(({ intent }) => intent !== 'update')
    ? UNKNOWN
    : intents;
};

/** With its commas, which part off a verb. */
const marked = (text: string): string => {
  const { tokens } = phraseOf(text);
  return tokens
    .map(({ seen: word, start, end }) => (word === '' ? text.slice(start, end) : word))
    .join(' ')
    .replaceAll(/ (?=[,;:])/g, '');
};

/** "can you add tags?" is asked of what we can do. */
const OF_WHAT_WE_CAN =
  /^(?:can|could|do|may) (?:you|i|we) (?:also )?(?:remind|notify|alert|email|mail|text|call|ping) me (?:by|via|with|per|through|on|over) (?:e-?mails?|mails?|sms|texts?|(?:the |my )?phone|push|whatsapp|notifications?)$|^(?:can|could|do|may) (?:you|i|we) (?:also )?(?:add|set|use|have|make|put) (?:tags|labels|dates|due dates|deadlines|reminders|priorities|notes|descriptions|files|photos|pictures|subtasks|lists)(?: here| to (?:tasks|them|it))?$/;
const NO_TITLE =
  /^(?:there is )?no need to\b|^(?:look |no |so )*not \S+ing\b|^(?:nothing to add|nothing (?:else|more|new)(?: to add)?)\b|^(?:(?:these|those|my|all|the) (?:tasks|todos)|it all) (?:are|were|look|seem|feel)\b|^must (?:i|we)\b.*|^remind me (?:if|whether)\b|^remind me (?:when|where|why|what) .* (?:is|are|was|were) (?:due|done|planned|scheduled|finished|completed)$|^(?:i|we) should have \S+ .* (?:long ago|by now|already|ages ago|earlier|yesterday)$|^(?:i|we) (?:(?:really|probably|definitely|maybe|surely|just|also) )*(?:ought to|should|could|would|might) have (?:been|done|gone|\S{2,}ed|bought|brought|sent|paid|made|taken|told|known|seen|left|kept|come|written|rung|got|gotten|eaten|slept)\b|^there is something (?:that )?(?:i|we|you) (?:have to|need to|want to|must|should) (?:tell|ask|say|show|know)\b|^(?:can|could|do) you remember (?:if|whether|when)\b|^(?:i|we) (?:have|need|want|would like) to (?:know|see) (?:if|whether)\b/;

/** A new task of words that are none. */
const withoutNoTitle = (text: string, intents: readonly Intent[], { titles }: Context): readonly Intent[] => {
  const [only, ...more] = intents;
  if (only?.intent !== 'add' || more.length > 0) return intents;
  const said = seen(trimMarks(withoutEnd(phraseOf(text))));
  if (OF_WHAT_WE_CAN.test(said)) return [{ intent: 'help' }];
  if (!NO_TITLE.test(said)) return intents;
  // With the titles that there are, the one that is asked about is shown.
  const [place, ...others] = mentioned(text, titles ?? []);
  const asked = place === undefined || others.length > 0 ? undefined : titles?.[place];
  return asked === undefined ? UNKNOWN : [{ intent: 'show', target: { kind: 'title', text: asked } }];
};

/** The same wishes without what was not asked for. */
export const withoutUnasked = (
  text: string,
  intents: readonly Intent[],
  context: Context,
): readonly Intent[] =>
  text.length > LONGEST_SAID
    ? intents
    : withoutNoTitle(
        text,
        withoutAsked(text, withoutMass(text, withoutOdd(text, intents, context), context)),
        context,
      );
