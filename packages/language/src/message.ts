import type { Context, Intent } from './intent.js';
import { ASIDE, CHANGES, isAdding, UNKNOWN } from './kinds.js';
import { withoutManners } from './manners.js';
import { hasQuote } from './phrases.js';
import { readQuotedAdd } from './quoted-add.js';
import { readLabelled, readListed } from './rules/add.js';
import { ANSWERED } from './rules/all.js';
import { readName } from './rules/fields-by-parts.js';
import { applyRules } from './rules/rule.js';
import { isLong, LONGEST_SAID, phraseOf, seen } from './sentence.js';
import { readClauses } from './wishes.js';

/** What a message wants, read for itself. */

/** "ok two things:", "quick update from the garden:" says only that something comes. */
const ANNOUNCES =
  /^(?:(?:please|kindly|can you|could you|would you|will you|do|make|help me with|i need|i want|i have)\s+)*(?:(?:ok(?:ay)?|so|right|hey|hi|hello|well|alright|now|and|just|listen|morning)[\s,!.-]+)*(?:(?:i(?:['’]ve| have)(?: got)?|got|here (?:are|is)|there (?:are|is)|a|an|the|some|my|one|two|three|four|five|few|couple|several|another|of|\d|quick|small|little|tiny|short|more|other|good|great|bad|first|last|final|brief|daily|status)\s+)*(?:things?|updates?|news|changes?|requests?|favou?rs?|points?|questions?|qs?|stuff|these|this|the following|following)(?:\s+(?!add|create|to)[\p{L}'’]+){0,6}\s*[:.!]\s+(?=\S)/iu;
/** "quick one:", "good news:", "next:" */
const INTRODUCES =
  /^(?:(?:ok(?:ay)?|so|and|oh|hey|now|then|right|well)[\s,]+)*(?:(?:a |one )?quick(?:ly| one)?|(?:just )?quickly|next(?: up| one)?|(?:the |one )?(?:last|more|final|other|another)(?: one| thing)?|(?:(?:good|bad|great|some) )?news|(?:(?:todo|quick|small|short) )?update|note|heads up|ah|(?:ah |oh )?i (?:nearly|almost) forgot|btw|fyi|ps|also|first(?: things first)?|second|finally)\s*:\s+(?=\S)/iu;
/** "1) add eggs 2) mark soap as done" */
const NUMBERED = /(?:^|[\s,;]+)(?:and )?\(?\d[).]\s+(?=\p{L})/giu;
const BEGINS_TO_ADD = /^(?:(?:and|also|then|please|can you|could you) )*(?:add|create|new|remind|put|note)\b/;

/** What is announced, where it is made of wishes that stand for themselves; items of a list are read with their label. */
const readAnnounced = (text: string, context: Context): Intent[] | null => {
  const start =
    text.length > LONGEST_SAID ? undefined : (ANNOUNCES.exec(text) ?? INTRODUCES.exec(text))?.[0].length;
  const numbered = /^\s*\(?1[).]\s.*\s\(?2[).]\s/s.test(text) && text.length <= LONGEST_SAID;
  if (start === undefined && !numbered) return null;
  const rest = numbered ? text.replace(NUMBERED, '\n').trim() : text.slice(start);
  const intents = readMessage(rest, context);
  const wishes = intents.every(
    ({ intent }) => CHANGES.has(intent) || ['list', 'search', 'stats', 'show', 'help'].includes(intent),
  );
  const adds = intents.every(isAdding);
  return wishes && (!adds || BEGINS_TO_ADD.test(seen(phraseOf(rest)))) ? intents : null;
};

export const readMessage = (text: string, context: Context): Intent[] => {
  const announced = readAnnounced(text, context);
  if (announced !== null) return announced;
  const message = phraseOf(text);
  const answer = applyRules(ANSWERED, withoutManners(message), context);
  if (answer !== null) return [...answer];
  // "put 'call mum' as the name of task 2" is no new one.
  const named = isLong(message) || !hasQuote(message) ? null : readName(withoutManners(message), context);
  if (named !== null) return [...named];
  const quoted =
    readQuotedAdd(message, context) ??
    (isLong(message) ? null : (readLabelled(text.trim(), context, true) ?? readListed(message, context)));
  if (quoted !== null) return [quoted];
  const intents = readClauses(message, context);
  // "the tap: done. the oil: not yet" takes nothing back.
  const notYet = intents.length > 1 && /\bnot yet\W*$/i.test(text);
  const wishes = intents.filter(({ intent }) => !ASIDE.has(intent) && !(notYet && intent === 'no'));
  const last = wishes.at(-1);
  if (last?.intent === 'no' && wishes.some(({ intent }) => CHANGES.has(intent))) return [TAKEN_BACK];
  // "alright, anything due today?"
  if (
    wishes[0]?.intent === 'yes' &&
    wishes.length > 1 &&
    wishes.slice(1).every(({ intent }) => ['list', 'search', 'stats', 'show'].includes(intent))
  )
    return wishes.slice(1);
  // "is the vet done? it is urgent": why that is asked.
  const [asked, why, ...others] = wishes;
  if (
    asked !== undefined &&
    ['list', 'search', 'stats', 'show'].includes(asked.intent) &&
    why?.intent === 'update' &&
    why.target.kind === 'it' &&
    others.length === 0 &&
    /\?\s*(?:it|this|that)(?:['’]?s| is) [^?]*$/i.test(text)
  )
    return [asked];
  // "yes, complete them" names what to do itself: the yes may be about something else.
  if (wishes[0]?.intent === 'yes' && wishes.some(({ intent }) => CHANGES.has(intent) && intent !== 'add'))
    return wishes.slice(1);
  // "maybe I will cancel it, I must talk with them first"
  if (
    /^(?:maybe|perhaps|possibly|(?:i|we) (?:might|may|(?:am |are |was )?(?:thinking|considering|tempted|wondering)|(?:am |are )?think about|consider|am not sure|do not know))\b/.test(
      seen(message),
    ) &&
    wishes.every(isAdding) &&
    !/\b(?:add|remind|note|list)\b/.test(seen(message))
  )
    return [...UNKNOWN];
  if (wishes.length > 0) return wishes;
  return [intents.find(({ intent }) => intent !== 'unknown') ?? { intent: 'unknown' }];
};

const TAKEN_BACK: Intent = {
  intent: 'unclear',
  asks: 'anything else',
};
