import { namedIn } from './by-parts.js';
import type { Changes, Context, Intent } from './intent.js';
import { CHANGES, target } from './kinds.js';
import { LONGEST_SAID, phraseOf, seen } from './sentence.js';

/** A last look at what was read: what is asked, told of long ago or imagined changes nothing. */

const ASKS_WHETHER =
  /\b(?:tell me|check|know|see|say|find out|let me know|confirm|verify|wonder(?:ing)?|remember) (?:if|whether)\b/;
const REQUESTS =
  /\b(?:mark|tick|check off|check|cross|set|close|complete|strike|put|can|could|would|will|please|pls|plz|kindly|mind|ok|okay|thanks)\b/;
/** "…, is it?" */
const TAGGED_ON =
  /,\s*(?:(?:is|was|does|did|has|should|must|will)(?:n['’]t| not)? (?:it|that|this|they|he|she)|right|no|correct|yeah|or not|or is it)\s*\?\s*$/i;
const LONG_AGO =
  /\b(?:last year|years? ago|once(?=$|,)|once (?:and|but|or|when|in)|as a (?:child|kid)|(?:every|each) (?:day|week|month|year|time)|used to|always|usually|often|never again|back in)\b/;
const BEFORE_IT =
  /^(?:(?:and|but|so|ok|well) )*(?:once|when|after|until|till|as soon as|whenever|before|by the time) (?:i|we|i have|the|my)\b/;
const ASKS_ME =
  /^(?:(?:and|but|so|hey|hm|hmm|ok) )*(?:must|should|shall|do|did|have|am|was|need) (?:i|we)\b(?!.*\b(?:add|remind|note)\b)/;

/** What is asked about, shown rather than changed. */
const shown = (intent: Intent): Intent => {
  const reference = target(intent);
  return reference === null || reference.kind === 'all' || reference.kind === 'them'
    ? { intent: 'unknown' }
    : { intent: 'show', target: reference };
};

/** The same intents, without changes that nobody asked for. */
const unasked = (text: string, intents: readonly Intent[]): readonly Intent[] => {
  const said = seen(phraseOf(text));
  const question = /\?\s*$/.test(text);
  const whether = ASKS_WHETHER.test(said) || TAGGED_ON.test(text);
  return intents.map((intent): Intent => {
    if (!CHANGES.has(intent.intent)) return intent;
    if (intent.intent === 'add') {
      const asks = question && ASKS_ME.test(said);
      const when = intent.reminder && intent.tasks.some(({ title }) => /^(?:when|whether|if) /i.test(title));
      return asks || when ? { intent: 'unknown' } : intent;
    }
    if (whether) return shown(intent);
    if (intent.intent !== 'complete') return intent;
    if (question && intents.length === 1 && !REQUESTS.test(said)) return shown(intent);
    return LONG_AGO.test(said) ||
      (BEFORE_IT.test(said) && !/\b(?:mark|tick|check|cross|complete)\b/.test(said))
      ? { intent: 'unknown' }
      : intent;
  });
};

/** A part of a task that is spoken of, before a verb of removing "it". */
const PART = /\b(?:tags?|labels?|hashtags?|deadline|due date|date|day|time|hour|priority)\b|(?<!\S)#\p{L}/u;
const REMOVES_IT =
  /\b(?:remove|delete|ditch|scrap|lose|clear|kill|erase|bin|drop|take|get rid of|throw|cut|strip|dump|trash|cancel|chuck|axe|nix|zap|wipe|toss|strike|pull)(?: (?:off|out|away))? (?:it|that|this)(?: (?:off|out|away|please|now|then|one|again))*$/;

/** What goes with "it", where a part was spoken of. */
const changesOf = (said: string, { tags = [] }: Context): Changes => {
  if (/\b(?:tags?|labels?|hashtags?)\b|#\p{L}/u.test(said)) {
    const words = new Set(said.split(' ').map((word) => word.replace(/^#/, '')));
    const named = tags.filter((tag) => words.has(tag.toLowerCase()));
    return { removeTags: named.length > 0 ? named : [...tags] };
  }
  if (/\bpriority\b/.test(said)) return { priority: null };
  return /\b(?:time|hour)\b/.test(said) && !/\b(?:date|day|deadline)\b/.test(said)
    ? { noTime: true }
    : { due: null };
};

const clears = ({ removeTags, due, noTime, priority }: Changes): boolean =>
  removeTags !== undefined || due === null || noTime === true || priority === null;

/** "the tag of the rent is wrong, delete it": the tag. */
const ofPart = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  const deletes = intents.filter(({ intent }) => intent === 'delete');
  const others = intents.filter(({ intent }) => intent !== 'delete');
  if (deletes.length !== 1 || others.some(({ intent }) => intent !== 'update' && intent !== 'unknown'))
    return intents;
  const message = phraseOf(text.replace(/[.!\s]+$/, ''));
  const [named, ...more] = namedIn(message, context) ?? [];
  if (named === undefined || more.length > 0) return intents;
  const apart = { ...message, tokens: message.tokens.filter((_, index) => !named.at.has(index)) };
  const said = seen(apart);
  if (!REMOVES_IT.test(seen(message)) || !PART.test(said)) return intents;
  return others.some((intent) => intent.intent === 'update' && clears(intent.changes))
    ? others
    : [{ intent: 'update', target: named.target, changes: changesOf(said, context) }];
};

export const lastLook = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  if (text.length > LONGEST_SAID || !intents.some(({ intent }) => CHANGES.has(intent))) return intents;
  return unasked(text, ofPart(text, intents, context));
};
