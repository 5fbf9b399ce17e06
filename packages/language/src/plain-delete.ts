import { ADDS, type Named, namedIn, REMOVAL } from './by-parts.js';
import { findDue } from './dates/find-due.js';
import type { Context, Intent, Reference } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { NUMBERS } from './numbers.js';
import { hasQuote, trimMarks, unquote } from './phrases.js';
import { pieces } from './pieces.js';
import { LONGEST_SAID, type Phrase, phraseOf, QUOTED, raw, seen, slice, type Token } from './sentence.js';
import { matchTitles } from './titles.js';

/**
 * What can't be read in another way may delete at once; any other deletion is asked about first. Nothing here says what
 * a message means: it looks for what is left of it besides the task and the wish that it goes.
 */

const anyOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Said around a deletion, and of nothing but it. */
const PLAIN = anyOf(`
  delete deleted deleting remove removed removing erase erased scrap scrapped bin binned trash trashed ditch ditched dump
  discard discarded axe nix zap junk purge eliminate chuck toss cancel cancelled canceled drop dropped kill lose get rid rm del
  throw thrown take taken cross cut clear cleared wipe call scratch strike pull pluck yank scrub rub knock forget gone go goes
  off out away down from of on in up to at with into
  the a an my our your this that these those its it them one ones thing things both all other first second third fourth fifth
  last final top bottom newest oldest middle next
  task tasks todo todos item items entry entries point number no nr list lists reminder called named titled about regarding
  concerning for
  i we you he she they me us him her do does did have has had is are was were be been being am will would can could should may might
  must shall let need needs needed want wants like
  not never any more anymore longer after all again already now then so and or also too as well else
  please pls kindly just simply maybe actually really still well ok okay yes yeah yep right sure fine go ahead thanks thank
  cheers sorry dear mate hey hi hello completely entirely altogether fully totally quite immediately straight right quickly
  plan idea business stuff old whole entire relevant irrelevant necessary useless pointless obsolete unnecessary redundant outdated
  trash bin garbage rubbish there here back feel free time instead
  added add created noted entered saved written mistake accident error reflection`);

/** Begins what is said of a task rather than what is to be done with it: "scrap the call he rang me". */
const TELLS = /^(?:because|cause|coz|cos|since|as|he|she|they|we|i|who|which|it|that)$/;

/** A part of a task, a word of it, and what puts something right: who says so may not mean the task. */
const OF_A_PART =
  /\b(?:dates?|deadlines?|due|priority|prio|importan(?:t|ce)|urgen(?:t|cy)|tags?|tagged|tagging|labels?|hashtags?|typos?|spelling|words?|letters?|titles?|description|hours?|low|high|medium|(?:the|this|that|which|other|wrong|another|its?) (?:day|time)|(?:day|time) (?:is|was)|only|rest|part|half)\b|#\p{L}/u;
const PUTS_RIGHT =
  /\b(?:instead|rather|(?:is|works|would be|be) better|better (?:is|on|at|make|put|do)|should (?:be|have been|say|read)|supposed to|correct|replace|rename|change(?! of)|move|reschedule|postpone|shift|swap|(?:changed|moved|rescheduled|postponed|shifted) (?:to|until|till|for)|(?<!(?:to|not) )keep (?:it|that|this|them)|leave|stays?|becomes?|new (?:day|date|time|one is|appointment))\b|^(?:(?:but|and|so|then|no) )*(?:not|only|make|put|do(?! (?:not|i|we|you)\b)|take|write|set|say|use|have|try|without|better|rather)\b/;
const MEANS = /\b(?:i|we) (?:have )?(?:meant?|said|wanted to say|want to say)\b|\b(?:shorten|rest)\b/;
/** "drop off the gown", "clear out the shed": deeds. */
const WORK_AT_HOME = /\b(?:drop off|clear (?:out|up)|wipe down|pull out|cut back)\b(?! (?:my|the) list)/;
/** A day or a time, and hardly anything else. */
const MOST_BESIDE_A_DATE = 4;
const FROM_A_DAY = /^(?:from|off|out|of)$/;

const isPlainWord = ({ kind, seen: word }: Token): boolean =>
  NUMBERS.includes(word) ||
  kind === 'mark' ||
  word === '' ||
  PLAIN.has(word) ||
  /^#?\d{1,6}$/.test(word) ||
  !/[\p{L}\p{N}]/u.test(word);

/** The tokens of a phrase that name what is to go. */
const namesTarget = (phrase: Phrase, reference: Reference, context: Context): ReadonlySet<number> => {
  const named = namedIn(phrase, context) ?? [];
  if (named.length > 0 || reference.kind !== 'title') return new Set(named.flatMap(({ at }) => [...at]));
  // What no title has is said besides.
  const { titles } = context;
  const isOfTitle = (word: string): boolean =>
    titles === undefined || matchTitles(word, titles).places.length > 0;
  const said = seen(phraseOf(reference.text)).split(' ');
  const known = said.filter(isOfTitle);
  const words = new Set([QUOTED, ...(known.length > 0 ? known : said)]);
  return new Set(phrase.tokens.flatMap(({ seen: word }, index) => (words.has(word) ? [index] : [])));
};

/** "the friday call", "the meeting on friday", and not "take friday out of the meeting". */
const dateBelongs = (phrase: Phrase, at: ReadonlySet<number>, date: ReadonlySet<number>): boolean => {
  const [first, last] = [Math.min(...date), Math.max(...date)];
  const word = (index: number): string => phrase.tokens[index]?.seen ?? '';
  // "tomorrow I no longer need to go to the bank"
  if (/^(?:i|we)$/.test(word(last + 1)) && first === 0) return true;
  return (
    ![word(first - 1), word(first)].some((one) => FROM_A_DAY.test(one)) &&
    [first - 1, last + 1].some((index) => at.has(index) || /^(?:task|one|thing)$/.test(word(index)))
  );
};

/** "take Pierre out of it", "drop 'and chips' from the fish one": something of the task goes. */
const OUT_OF_IT =
  /\b(?:from|off|of|in|out) (?:it|that|this|there|them|#?\d{1,6})\b(?! (?:list|one|task|thing))|\b(?:from|out of) (?:the|my|that) (?:\S+ ){1,3}(?:task|one|item|entry|todo)\b/;
const goesFromIt = (clause: Phrase, at: ReadonlySet<number>, context: Context): boolean => {
  const quotes = clause.tokens.flatMap(({ kind, start, end }) =>
    kind === 'quote' ? [unquote(clause.text.slice(start, end)).toLowerCase()] : [],
  );
  const isTitle = (quote: string): boolean =>
    context.titles === undefined || context.titles.some((title) => title.toLowerCase() === quote);
  const others = { ...clause, tokens: clause.tokens.filter(({ kind }) => kind !== 'quote') };
  return (
    (at.size > 0 && OUT_OF_IT.test(seen(clause))) ||
    !quotes.every(isTitle) ||
    (quotes.length > 0 && (OUT_OF_IT.test(seen(clause)) || (namedIn(others, context) ?? []).length > 0))
  );
};

/** The clause that wishes a task away says nothing else. */
const isPlainClause = (clause: Phrase, reference: Reference, context: Context): boolean => {
  const at = namesTarget(clause, reference, context);
  if (/\b(?:tag|label)(?: one)?$/.test(seen(clause)) && !hasQuote(clause)) return false;
  if (goesFromIt(clause, at, context) || WORK_AT_HOME.test(seen(clause))) return false;
  const due = findDue(raw(clause), context);
  const offset = clause.tokens[0]?.start ?? 0;
  const dated = new Set(
    (due?.spans ?? []).flatMap(({ start, end }) =>
      clause.tokens.flatMap((token, index) =>
        token.start - offset >= start && token.end - offset <= end && !at.has(index) ? [index] : [],
      ),
    ),
  );
  if (dated.size > 0 && !dateBelongs(clause, at, dated)) return false;
  const behind = Math.max(-1, ...at);
  const told = clause.tokens.findIndex(
    ({ seen: word }, index) => index > behind && at.size > 0 && TELLS.test(word),
  );
  const [wish, why] = told === -1 ? [clause, null] : [slice(clause, 0, told), slice(clause, told)];
  return (
    wish.tokens.every((token, index) => at.has(index) || dated.has(index) || isPlainWord(token)) &&
    (why === null || !putsRight(why, context))
  );
};

/** Says what a part of a task should be instead. */
const putsRight = (phrase: Phrase, context: Context): boolean => {
  const said = seen(phrase);
  if (OF_A_PART.test(said) || PUTS_RIGHT.test(said)) return true;
  const due = findDue(raw(phrase), context);
  if (due === null) return false;
  const dated = due.spans.map(({ start, end }) => raw(phrase).slice(start, end)).join(' ');
  return said.split(' ').length - dated.trim().split(/\s+/).length < MOST_BESIDE_A_DATE;
};

/** The same task, as far as words can tell. @param before it is spoken of before it goes, where "it" points back to */
const isSame = (one: Named, reference: Reference, before: boolean): boolean => {
  switch (reference.kind) {
    case 'title':
      return one.title !== '' && matchTitles(reference.text, [one.title]).places.length > 0;
    case 'it':
      return before;
    default:
      return JSON.stringify(one.target) === JSON.stringify(reference);
  }
};

const WISHES_ITSELF =
  /^(?:(?:and|then|also|please|so) )*(?:(?:add|remind|create|(?:a )?new|show|list|find|search|what|which|how|undo)\b|(?:put|move|make|set|push|shift|mark|tag|change) (?:the )?(?:other|others|second|third|last|rest)\b|(?:put|bring|get|take|give) (?:\S+ ){1,4}back$)/;
const OF_IT =
  /^(?:(?:and|but|so|then|no|just|please) )*(?:make|put|set|move|change|do|keep|leave) (?:it|that|this)\b/;

/** "take it off my list" */
const TAKES_OFF = /\b(?:take|get|cross|strike|throw|clear|pull|knock) .*\b(?:off|out|away)\b/;
const wishesAway = (clause: Phrase): boolean => REMOVAL.test(seen(clause)) || TAKES_OFF.test(seen(clause));

/** Nothing is said but that the task goes, beside other wishes and chatter. */
const isPlain = (text: string, reference: Reference, context: Context): boolean => {
  if (text.length > LONGEST_SAID) return false;
  const clauses = pieces(phraseOf(text)).map(({ phrase }) => trimMarks(withoutEnd(withoutManners(phrase))));
  const wish = clauses.findIndex(wishesAway);
  const tags = context.tags ?? [];
  return clauses.every((clause, index) => {
    const said = seen(clause);
    const named = namedIn(clause, context) ?? [];
    const [same, other] = [true, false].map((wanted) =>
      named.some((one) => isSame(one, reference, index < wish) === wanted),
    );
    const numbers =
      reference.kind !== 'id'
        ? []
        : clause.tokens.flatMap(({ seen: word }) =>
            /^#?\d{1,6}$/.test(word) ? [Number(word.replace('#', '')) === reference.id] : [],
          );
    const numbered = numbers.includes(false);
    const ofAnother = numbered || ADDS.test(said) || WISHES_ITSELF.test(said) || (other && !OF_IT.test(said));
    if (MEANS.test(said) && !same && !numbers.includes(true) && !WISHES_ITSELF.test(said)) return false;
    if (ofAnother || isPlainClause(clause, reference, context)) return true;
    // "not home, work", of tags.
    const tagged = tags.some((tag) => said.includes(`not ${tag.toLowerCase()}`));
    return !(wishesAway(clause) || tagged || putsRight(clause, context));
  });
};

/** "drop the urgent one", which is found by what it has. */
const isNamedSo = (text: string, { kind }: Reference): boolean =>
  kind === 'one' &&
  pieces(phraseOf(text)).length === 1 &&
  /\b(?:one|task|item|thing|todo|entry)\b/.test(seen(phraseOf(text)));

/** "undo only the priority", "undo that, sunday instead": not all of what was done. */
const PARTLY = /\b(?:only|just the|instead|rather|better|i (?:mean|meant)|should (?:be|have been)|but)\b/;
const undoesPartly = (text: string, context: Context): boolean => {
  const said = seen(phraseOf(text));
  return OF_A_PART.test(said) || PARTLY.test(said) || findDue(text, context) !== null;
};

/** "cancel the tomorrow, make it friday": what is changed behind it stays. */
const staysFor = (intent: Intent | undefined, reference: Reference): boolean =>
  intent?.intent === 'update' &&
  (intent.target.kind === 'it' || JSON.stringify(intent.target) === JSON.stringify(reference));

/**
 * The same intents; what would take a task away without saying so plainly is marked as doubtful, or left out where the
 * next thing that is wished is a change of the same task.
 */
export const withDoubts = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  return intents.flatMap((intent, index): readonly Intent[] => {
    if (intent.intent === 'undo')
      return [undoesPartly(text, context) ? { ...intent, doubtful: true } : intent];
    const before = intents[index - 1];
    if (intent.intent === 'update' && before?.intent === 'delete' && staysFor(intent, before.target))
      return [{ ...intent, target: before.target }];
    if (intent.intent !== 'delete') return [intent];
    const { target } = intent;
    if (staysFor(intents[index + 1], target)) return [];
    return [
      target.kind === 'all' || isNamedSo(text, target) || isPlain(text, target, context)
        ? intent
        : { ...intent, doubtful: true },
    ];
  });
};
