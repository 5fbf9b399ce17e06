import { readFilter } from './filter.js';
import type { Context, Intent, Reference } from './intent.js';
import { unquote } from './phrases.js';
import { readChangeParts } from './rules/change-parts.js';
import { type Phrase, raw, seen } from './sentence.js';
import { cleanTitle } from './title.js';
import { mentioned, strangers, tellsOfDeed, toldTitles } from './titles.js';

/**
 * The last resort for a clause that no rule knows: which task it mentions, and the one word of a deed that it has,
 * wherever they stand. Whatever is denied, asked, imagined or told of somebody else stays not understood.
 */

const anyWord = (words: string): RegExp => new RegExp(`\\b(?:${words.trim().split(/\s+/).join('|')})\\b`);

const DOUBT = anyWord(
  `not never if whether maybe perhaps might should would could shall why how who what when where which unless suppose
  supposing imagine almost nearly half wonder wondering thinking think thought forgot forget dreamed told tell said says
  asked wish hope hoping wanted tried try trying cannot neither nor without hardly going planning about no nothing nobody none`,
);
const DOUBT_OF_UPDATE = anyWord(
  `if whether maybe perhaps might why how who what where which unless suppose imagine wonder wondering thinking thought
  dreamed tell asked wish hope hoping tried cannot neither nor never delete remove deleted says wife husband boss his her their`,
);

const REMOVED =
  /^(?:(?:just|so|then|please|now) )*(?:delete|remove|erase|scrap|bin|trash|ditch|dump|drop|discard|cancel|kill|axe|nix|get rid of|throw (?:out|away)|take (?:off|out|away))\b|\b(?:i|we) (?:need|want|would like) .* (?:deleted|removed|erased|scrapped|binned|gone(?=$| from (?:my|the) list)|off (?:my|the) list|out of (?:my|the) list)\b|\b(?:delete|remove|erase|scrap|bin|trash|ditch|cancel|drop) (?:it|that|this|that one)$|\byou (?:can|may|could) (?:now |also )?(?:delete|remove|erase)(?: it| that)?$/;
const REOPENED =
  /\b(?:reopen|re-open|uncheck|untick|unmark|not (?:really |actually |quite |yet |in fact )*(?:done|finished|complete|completed|ready|over)|back on (?:my|the) list|undone|unfinished)\b|\b(?:did|have|was|is|has) not\b.*\bafter all\b/;
const DONE =
  /\b(?:done|finished|completed|complete|tick|ticked|check off|checked off|cross off|crossed off|sorted|handled|dealt with|taken care of|wrapped up|in the bag|mark it|mark that|tick it|close it|strike it|off my plate|out of the way|knocked out|managed|happened)\b/;
const DONE_WORDS = new RegExp(
  `${DONE.source}|\\b(?:mark|tick|check|cross|close|consider|got|get|as|off|completely|totally|it|that)\\b`,
  'g',
);
const MOVED =
  /\b(?:shove|nudge|slip|slide|drag|kick|bounce|roll|punt|shunt|move|moved|push|pushed|shift|shifted|postpone|postponed|reschedule|rescheduled|delay|delayed|change|changed|bump|bumped|put|set|make|bring|instead|now|wait|until|till|rather|actually|needs|has|must|should|deadline|due|priority|urgent|important|tag|label|update|later|earlier|forward|back|is|are|give|slide|swap|switch)\b/;

const SURELY_MOVED =
  /\b(?:move|moved|push|pushed|shift|shifted|postpone|postponed|reschedule|rescheduled|delay|delayed|change|changed|bump|bumped|instead|extension|extended|wants|swap|deadline|priority|tag|tagged|label|update|set|make|give|put|take away|remove)\b/;

/** "petra is coming on friday": nothing but that verb. */
const onlyIs = (said: string): boolean => !MOVED.test(said.replaceAll(/\b(?:is|are)\b/g, ' '));

const target = (text: string): Reference => ({ kind: 'title', text });

/** The task that the clause names by number or by words of its title; null when it could be none or several. */
const findMention = (clause: Phrase, { titles = [] }: Context): Reference | null => {
  const id = /\b(?:task|number|no|nr|item|todo) #?(\d{1,6})\b|(?<!\S)#(\d{1,6})\b/.exec(seen(clause));
  if (id !== null) return { kind: 'id', id: Number(id[1] ?? id[2]) };
  const [place, ...others] = mentioned(raw(clause), titles);
  const title = place === undefined ? undefined : titles[place];
  return title === undefined || others.length > 0 ? null : target(title);
};

/** What was said of a task in quotes, and more than its own title. */
const newTitle = (clause: Phrase, mention: Reference): string | null => {
  const quotes = clause.tokens.filter(({ kind }) => kind === 'quote');
  const said = quotes.map(({ start, end }) => unquote(clause.text.slice(start, end)));
  const next = said.find(
    (text) =>
      (mention.kind !== 'title' || text.toLowerCase() !== mention.text.toLowerCase()) &&
      (mention.kind !== 'title' || mentioned(text, [mention.text]).length === 0 || said.length === 1),
  );
  return next === undefined ? null : cleanTitle(next);
};

const ASKS =
  /^(?:is|are|was|were|did|does|do|have|has|should|shall|what|which|when|where|who|why|how|if|unless|whether|maybe|perhaps)\b/;
const NOT_DONE_AFTER_ALL =
  /\b(?:not(?! (?:need|want|going|only|sure))|never(?! mind)|no longer (?:done|finished|complete|completed)|un(?:paid|sent|finished|done|tick|check|mark)|by (?:mistake|accident)|accidentally|wrongly|mistakenly|too (?:soon|early)|prematurely|bounced|(?:payment|transfer|delivery|order|booking|card|upload|transaction) (?:has |had )?failed|fell through|lied|still (?:needs?|open|pending|to do|have to|need to|must)|(?:open|do|redo|need|needs|must|out of) .*again|needs? another|again open|reopen|reactivate|pending|incomplete)\b/;
const OTHERWISE =
  /\b(?:delete|remove|erase|rename|add|remind|will not|would not|should not|can not|could not|might|may|no need)\b/;

/** Of a task that is done, "I never called the dentist" says that it is not. Null when it says nothing of the kind. */
export const readUndone = (clause: Phrase, context: Context): Intent | null => {
  const { titles = [], done = [] } = context;
  const said = seen(clause);
  if (done.length === 0 || said.length > 300 || ASKS.test(said) || /\?/.test(clause.text)) return null;
  if (!NOT_DONE_AFTER_ALL.test(said) || OTHERWISE.test(said)) return null;
  const found = mentioned(raw(clause), titles).flatMap((place) => titles[place] ?? []);
  const [only, ...others] = found.filter((one) => done.includes(one));
  if (only === undefined || others.length > 0 || readChangeParts(clause, context)?.changes.due !== undefined)
    return null;
  return { intent: 'reopen', target: target(only) };
};

/** Null when the clause mentions no task, or says nothing that can be done to one. */
export const readByWords = (clause: Phrase, context: Context): Intent | null => {
  const said = seen(clause);
  if (said.length > 300 || /^(?:add|create|remind|remember|note|new)\b/.test(said)) return null;
  const mention = findMention(clause, context);
  if (mention === null) return null;
  const title = mention.kind === 'title' ? mention.text : '';
  if (REMOVED.test(said) && !/\b(?:not|never|if|date|deadline|due|priority|tag|label|time)\b/.test(said))
    return { intent: 'delete', target: mention };
  if (
    /\b(?:rename|renamed|retitle|call it|should be|must be|should read|in place of|replace|change|changed|title|really|actually|instead)\b/.test(
      said,
    ) &&
    (!DOUBT_OF_UPDATE.test(said) || /\b(?:rename|change|update) (?:it|that)\b/.test(said))
  ) {
    const next = newTitle(clause, mention);
    if (next !== null && next !== '') return { intent: 'update', target: mention, changes: { title: next } };
  }
  if (REOPENED.test(said) && !/\b(?:if|when|until|unless|why)\b/.test(said))
    return { intent: 'reopen', target: mention };
  const told =
    title !== '' && (tellsOfDeed(raw(clause), title) || toldTitles(raw(clause), [title]).length > 0);
  // "the gutters are clean now"
  const [deed = ''] = title.toLowerCase().split(' ');
  const state =
    deed.length > 3 &&
    new RegExp(`\\b(?:is|are) (?:now |all |finally |already )*${deed.replace(/[^a-z]/g, '')}\\b`).test(said);
  if (state && !DOUBT.test(said) && !/\b(?:due|on|by|need|needs)\b/.test(said))
    return { intent: 'complete', target: mention };
  const others = strangers(said.replace(DONE_WORDS, ' '), title);
  // "done with oat milk" may be of another milk.
  const byMe = /\b(?:i|we|just|finally|already|mark|tick|check|cross|close|consider)\b/.test(said);
  if (
    !DOUBT.test(said) &&
    ((DONE.test(said) && others <= (/\b(?:mark|tick|check|cross|close|consider)\b/.test(said) ? 2 : 0)) ||
      (told && byMe))
  )
    return { intent: 'complete', target: mention };
  if ((told && !SURELY_MOVED.test(said)) || DOUBT_OF_UPDATE.test(said) || !MOVED.test(said)) return null;
  const found = readChangeParts(clause, context);
  // "grandma is coming on friday": more is said than when.
  const strange = found === null ? 0 : strangers(raw(found.target), title);
  return found === null || (strange > (onlyIs(said) ? 0 : 1) && !SURELY_MOVED.test(said))
    ? null
    : { intent: 'update', target: mention, changes: found.changes };
};

const SHOWS =
  /\b(?:show|see|view|list|look at|look|display|give me|read|pull up|filter|what|which|anything|everything|tasks|todos|stuff|undone|unfinished|overdue|missed)\b/;
const OF_TASKS =
  /\b(?:list|tasks?|todos?|stuff|things?|plate|have|got|do|planned|left|due|overdue|missed|done|pending|finished|completed|remains?|open|undone|unfinished|deadlines?|priority|tag|tagged|under|urgent|important|tomorrow|today|week|month|still|everything|anything)\b/;
const NO_LIST =
  /\b(?:i|we) (?:have|had|did|do|could) not\b|\bdo (?:it|that|this)\b|\b(?:chuck|toss|lose|bin|scrap|trash|ditch|dump|wipe|clear|purge|throw|drop|add|create|delete|remove|mark|tick|move|change|rename|postpone|push|put|set|make|undo|remind|if|would|should|weather|cancel|finish|complete|you|happens?|means?|mean)\b|^(?:i|we|he|she|they|the|my|it) (?!list|tasks)|\bwhat an? (?!task|list)/;

/** What is to be shown, as far as it narrows the list; words that no task has narrow nothing. */
export const readListByWords = (clause: Phrase, context: Context): Intent | null => {
  const said = seen(clause);
  if (/\b(?:progress|percentage|percent|statistics|stats|summary|score)\b/.test(said) && !NO_LIST.test(said))
    return { intent: 'stats' };
  // "just show me home"
  const named = context.tags?.some((one) => said.split(' ').includes(one.toLowerCase())) === true;
  if (said.length > 120 || !SHOWS.test(said) || !(named || OF_TASKS.test(said)) || NO_LIST.test(said))
    return null;
  const found = readFilter(clause, context);
  if (found === null) return null;
  const { filter, rest } = found;
  const tag = context.tags?.find((one) => rest.split(' ').includes(one.toLowerCase()));
  const known =
    rest !== '' && tag === undefined && filter.q === undefined ? mentioned(rest, context.titles ?? []) : [];
  const open =
    found.status === 'all' && /\b(?:still|left|remains?|to do|must|need|have got|planned)\b/.test(said);
  return {
    intent: 'list',
    status: open ? 'pending' : found.status,
    filter: { ...filter, ...(tag === undefined ? {} : { tag }), ...(known.length === 0 ? {} : { q: rest }) },
  };
};
