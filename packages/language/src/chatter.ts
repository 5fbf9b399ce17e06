import { readClause } from './clause.js';
import { findDue } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import type { Context, Intent } from './intent.js';
import { withoutManners } from './manners.js';
import { hasQuote, namesTask, trimMarks } from './phrases.js';
import { readChangeParts } from './rules/change-parts.js';
import { LONGEST_SAID, type Phrase, phraseOf, seen } from './sentence.js';
import { mentioned } from './titles.js';
import { ABBREVIATIONS } from './vocabulary.js';

/** What people say before and after a wish for a new task, and that is no part of it: why, thanks, sighs. */

const JOINS =
  '(?:(?:and|but|so|well|just|though|coz|cos|cause|because|since|as|for|else|or|otherwise|before|in case|now|then|oh) )*';
/** Nobody begins a thing to do with these. */
export const SAYS = new RegExp(
  `^(?!(?:(?:oh|no|wait|sorry) )*i mean(?:t)? )(?:${JOINS}(?:i|we|you|he|she|it|they|there|this|that|these|those|who|what|why|how|where|everyone|everybody|nobody|no one|someone|somebody|people|thanks?|cheers|sorry|hope|hoping|wish|god|omg|lol|lmao|haha|ugh|argh|sigh|phew|yay|wow|love (?:you|u|ya|it)|bless|(?:can|do|does|did|will|would|could|have|has|is|are|was) not|never|such|poor|bloody|damn|typical|seriously|honestly|anyway|bye|its|ta|merci|danke|gracias|long story|lucky me|same|fun times|happy days|good (?:night|bye|luck|job|thing|stuff)|see you|talk (?:soon|later)|have a (?:good|great|nice|lovely)|no (?:idea|joke|excuses?|kidding|worries|wonder|doubt)|not (?:looking forward|happy|a fan|sure|again|kidding|joking|my|even|funny|ideal|great|that)|fed up|so (?:tired|annoying|stressed|done|over|excited|embarrassing)|too (?:much|late|tired|busy))|(?:because|since|coz|cos|cause|otherwise|or else|or|in case|so that|as) \\S+ \\S)(?: |$)`,
);
/** "my wife keeps asking", "the shop closes": somebody or something, and a verb. */
export const STATES =
  /^(?:(?:my|the|our|his|her|their) \S+['’]s \S|(?:(?:and|but|so|or|before|since|as|cos) )*(?:my|the|our|his|her|their|[a-z]+) (?:\S+ ){0,3}?(?:is|are|was|were|am|has|have|had|will|would|got|can|could|does|did|said|says|keeps?|wants?|needs?|looks?|smells?|closes?|comes?|came|goes|went|broke|died|asked|asks|always|never|not)\b|(?:(?:and|but|so) )*(?:my|the|our|his|her|their) \S+ [a-z]{3,}(?:ed|es)\b)/;
/** Says when, how urgent or which tag, or wants something itself. */
const MORE =
  /\b(?:due|by|deadline|priority|urgent|important|tags?|tagged|labels?|add|adding|remind|tasks?|todo|delete|remove|cancel|mark|tick|check|cross|complete|finish|untick|uncheck|unmark|untag|undo|reopen|rename|move|push|list|show|put|note|save|done|finished|also|(?:need|have|got|going|want|supposed) to|must|should|can you|could you|please|for (?:today|tomorrow|tonight|me))\b|(?<!\S)#\S|\d/;

const words = (piece: string): Phrase => trimMarks(phraseOf(piece));

const WISHES: ReadonlySet<Intent['intent']> = new Set([
  'list',
  'stats',
  'search',
  'show',
  'yes',
  'no',
  'undo',
]);

/** "…, finally what do I have today?", "no, and …" want something themselves. */
const wantsItself = (phrase: Phrase, context: Context): boolean =>
  readClause(phrase, context).some(({ intent }) => WISHES.has(intent));

/** "…, she keeps asking", "…. What would I do without you": nothing of a task. */
export const saysNothing = (piece: string, context: Context): boolean => {
  const phrase = words(piece);
  const said = seen(phrase);
  const deed = DEEDS.has(/^(?:(?:and|but|so|or|then|also|plus) )*(\S+)/.exec(said)?.[1] ?? '');
  return (
    said !== '' &&
    !hasQuote(phrase) &&
    (SAYS.test(`${said} `) || (!deed && STATES.test(said))) &&
    readChangeParts(phrase, context)?.target.tokens.length !== 0 &&
    !wantsItself(phrase, context) &&
    mentioned(piece, context.titles ?? []).length === 0
  );
};

/** "…, no rush at all with that one" */
const LATER =
  /^(?:(?:but|and|there is|it is|this is|that is|with) )*(?:(?:absolutely|really) )?(?:no (?:rush|hurry|stress|pressure)|not (?:very |that |so |super |really |too |particularly )*(?:urgent|important)|whenever|when i (?:get round to it|can|get a chance)|(?:it )?can wait)(?: .{0,30})?$/;
const SOON =
  /^(?:(?:and|it is|its|this is|that is|that one is|this one is|really|very|super|so|pretty|quite|kind of|most|extremely|needs to be done) )*(?:asap|as soon as (?:possible|you can|i can)|urgent(?:ly)?|important|critical|top priority|a priority|emergency|right away|straight away)(?: (?:please|stuff|one|thanks|that|this|actually|though))*$/;
const levelOf = (piece: string): string => {
  const said = seen(words(piece));
  return LATER.test(said) ? ', low priority' : SOON.test(said) ? ', high priority' : '';
};

/** "two things: …, …, both please" */
const BOTH =
  /^(?:(?:please |can you |could you )*(?:add|put|note) )?(?:both|all)(?: of (?:them|those|these|it))?(?: (?:down|in|on my list))?(?: please| thanks)*$/;

/** Nobody says more around a wish. */
const MOST_PIECES = 8;
const MARKS = new RegExp(`(?<!\\b(?:${ABBREVIATIONS}))[,;.!?…]+(?=\\s|$)|\\s[–—-]+(?=\\s)`, 'giu');

/** Behind the end of a sentence whatever is no wish says nothing: "…. Honestly this place!" */
const isNothing = (piece: string, sentence: boolean, context: Context): boolean => {
  const phrase = words(piece);
  // "actually make that medium"
  const changes = readChangeParts(phrase, context)?.target.tokens.length === 0;
  if (changes || MORE.test(seen(phrase))) return false;
  return (
    saysNothing(piece, context) ||
    (sentence &&
      !/\?\s*$/.test(piece) &&
      !DEEDS.has(seen(phrase).split(' ', 1)[0] ?? '') &&
      findDue(piece, context) === null &&
      mentioned(piece, context.titles ?? []).length === 0)
  );
};

const AT_ONCE = /\s+(?:as soon as possible|asap)[\s.!]*$/iu;

/** The text up to what says nothing of the task, and how urgent it is. */
const withoutTail = (text: string, context: Context): string => {
  let left = text.replace(AT_ONCE, '');
  let level = left === text ? '' : ', high priority';
  for (const { index } of [...left.matchAll(MARKS)].slice(-MOST_PIECES).toReversed()) {
    const piece = left.slice(index).replace(/^[\s,;.!?…–—-]+/u, '');
    if (piece.trim() !== '') {
      const said = levelOf(piece);
      const both = BOTH.test(seen(words(piece)));
      if (said === '' && !both && !isNothing(piece, /^[.!?…]/.test(left.slice(index)), context)) break;
      if (level === '') level = said;
    }
    left = left.slice(0, index);
  }
  return left.trim().split(/\s+/).length < 2 ? text : left === text ? text : `${left}${level}`;
};

/** Where a wish begins that may have been led up to. */
const BEGINS =
  /(?:[,;.!?…]+|\s[–—-]+)\s+(?=\S)|\s+(?=(?:so|but|and)\s+(?:(?:can|could|would|will|i|we|need|gotta|please|pls|add|remind|put|make|note|new|stick|pop|chuck|do)\b))|\bso:\s*(?=\S)/giu;
/** Leads up to nothing, or says something itself. */
const LEADS_NOT =
  /^(?:(?:and|but|so) )*(?:if|when|whenever|unless|once|after|before|until|should|did|do|does|have|has|is|are|was|were|can|could|would|will|for|on|in|at|by)\b|\b(?:if|not|never|whether|maybe|perhaps|instead|unless|said|says|wrote|asked)$|:$/;

/** The wish without what leads up to it: "uni is killing me, can you put …". */
const withoutLead = (text: string, context: Context, asks: (phrase: Phrase) => Phrase | null): string => {
  for (const { 0: mark, index } of [...text.matchAll(BEGINS)].slice(0, MOST_PIECES)) {
    const [lead, rest] = [text.slice(0, index), text.slice(index + mark.length)];
    const told = /so:/.test(mark) && DEEDS.has(seen(words(rest)).split(' ', 1)[0] ?? '');
    if (!told && asks(words(rest)) === null) continue;
    const phrase = words(lead);
    const said = seen(withoutManners(phrase));
    return hasQuote(phrase) ||
      namesTask(phrase) ||
      LEADS_NOT.test(said) ||
      MORE.test(said) ||
      DEEDS.has(said.replace(/^do not /, '').split(' ', 1)[0] ?? '') ||
      findDue(lead, context) !== null ||
      wantsItself(phrase, context) ||
      mentioned(lead, context.titles ?? []).length > 0
      ? withoutTail(text, context)
      : told
        ? `add ${rest}`
        : rest;
  }
  return text;
};

/** Without one of these nothing is asked for. */
const SIGNS =
  /\bad|remind|need|have to|got to|gott?a|wanna|want|supposed|meant|must|should|ought|put|note|jot|task|todo|list|forget|remember|new|create|:|pop|stick|write/i;

/**
 * A wish for a new task without the chatter around it. Only with the titles that there are: without them "I paid the
 * rent, add buy stamps" could be of one.
 * @param asks the message from where it asks for a new task, null when it does not
 */
export const withoutChatter = (
  text: string,
  context: Context,
  asks: (phrase: Phrase) => Phrase | null,
): string => {
  if (context.titles === undefined || text.length > LONGEST_SAID || /[\n"“”]/.test(text)) return text;
  if (!/[,;.!?…–—:-]\s*\S|\s(?:so|but|and)\s|as soon as/.test(text) || !SIGNS.test(text)) return text;
  const begun = asks(words(text)) === null ? withoutLead(text, context, asks) : text;
  const start = asks(words(begun))?.tokens[0]?.start;
  if (start === undefined) return begun;
  const wish = /^\W*(?:yes|yeah|yep|yup|no)\b/i.test(begun) ? begun : begun.trimStart().slice(start);
  return withoutTail(wish, context);
};
