import type { Context, Intent } from './intent.js';
import { ASIDE, CHANGES, isAdding, UNKNOWN } from './kinds.js';
import { withoutManners } from './manners.js';
import { readQuotedAdd } from './quoted-add.js';
import { readLabelled } from './rules/add.js';
import { ANSWERED } from './rules/all.js';
import { applyRules } from './rules/rule.js';
import { isLong, type Phrase, seen, tokenize } from './sentence.js';
import { readClauses } from './wishes.js';

/** What a message wants, read for itself. */

export const readMessage = (text: string, context: Context): Intent[] => {
  const message: Phrase = { text, tokens: tokenize(text) };
  const answer = applyRules(ANSWERED, withoutManners(message), context);
  if (answer !== null) return [...answer];
  const quoted =
    readQuotedAdd(message, context) ?? (isLong(message) ? null : readLabelled(text.trim(), context));
  if (quoted !== null) return [quoted];
  const intents = readClauses(message, context);
  const wishes = intents.filter(({ intent }) => !ASIDE.has(intent));
  const last = wishes.at(-1);
  if (last?.intent === 'no' && wishes.some(({ intent }) => CHANGES.has(intent))) return [TAKEN_BACK];
  // "alright, anything due today?"
  if (
    wishes[0]?.intent === 'yes' &&
    wishes.length > 1 &&
    wishes.slice(1).every(({ intent }) => ['list', 'search', 'stats', 'show'].includes(intent))
  )
    return wishes.slice(1);
  // "yes, complete them" names what to do itself: the yes may be about something else.
  if (wishes[0]?.intent === 'yes' && wishes.some(({ intent }) => CHANGES.has(intent) && intent !== 'add'))
    return wishes.slice(1);
  // "maybe I will cancel it, I must talk with them first"
  if (
    /^(?:maybe|perhaps|possibly|i (?:might|may|am thinking|am not sure|do not know))\b/.test(seen(message)) &&
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
