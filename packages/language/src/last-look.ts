import { namedIn } from './by-parts.js';
import type { Changes, Context, Intent, Reference } from './intent.js';
import { CHANGES, target } from './kinds.js';
import { withoutManners } from './manners.js';
import { pieces } from './pieces.js';
import { clears } from './rules/change-parts.js';
import { isDoneByOthers } from './rules/finish.js';
import { LONGEST_SAID, phraseOf, raw, seen } from './sentence.js';
import { mentioned } from './titles.js';

/** A last look at what was read: what is asked, told of long ago or imagined changes nothing. */

const ASKS_WHETHER =
  /\b(?:tell me|check|know|see|say|find out|let me know|confirm|verify|wonder(?:ing)?|remember) (?:if|whether)\b(?! (?:you|we) (?:can|could|would|will|might|may)\b)/;
const REQUESTS =
  /\b(?:can|could|would|will|please|pls|plz|kindly|mind|ok|okay|thanks)\b|^(?:(?:so|and|ok|hey|then|just) )*(?:mark|tick|check|cross|set|close|complete|finish|strike|put|move|push|make|change|tag)\b/;
/** "…, is it?" */
const TAGGED_ON =
  /,\s*(?:(?:is|was|does|did|has|should|must|will)(?:n['’]t| not)? (?:it|that|this|they|he|she)|right|no|correct|yeah|or not|or is it)\s*\?\s*$/i;
const LONG_AGO =
  /\b(?:last (?:year|summer|winter|spring|autumn|fall|christmas|decade)|years? ago|in (?:19|20)\d\d|once(?=$|,)|once (?:and|but|or|when|in|i|we)|i once|as a (?:child|kid)|(?:every|each) (?:day|week|month|year|time)|used to|always|usually|often|never again|back in|dreamt|dreamed|imagined|pretend(?:ed)?|thinks? (?:that )?i|too (?:early|soon) to|(?<!(?:mark|tick|as|consider).*)being done|about to be|should have(?! been\b)|wanted to (?!let|tell|say|mention|inform|report|know)|thank(?:s| you)(?: so much| a lot)? for)\b/;
/** "it does not have to be deleted", "delete it? never" */
const NOT_TO_GO =
  /\bnot (?:(?:have|need|supposed|meant) )?(?:to )?(?:be )?(?:deleted|removed|erased|scrapped|binned)\b|\bnever$/;
/** "I should just delete everything and run away" */
const MUSES =
  /\b(?:i|we) (?:(?:really|just|probably|honestly|maybe) )*(?:should|could|might|may|ought to|am tempted|feel like|wish)\b.*\b(?:everything|it all|all of (?:it|this|them)|(?:the|my|this) (?:whole|entire) \S+|all my tasks)\b/;
/** What is said to be so is asked about, with a question mark. */
const STATES = /\b(?:is|are|was|were|you (?:have )?(?:moved|changed|set|marked|tagged|pushed))\b/;
const ASKS_OF_STATE = /^(?:if|whether|know (?:if|whether)|check (?:if|whether)|nothing\b)/i;
const WANTS_TO_FINISH =
  /\b(?:want|need|hope|plan|have|going|like) to (?:finish|complete|do)\b|\bnot (?:finished|done|completed)\b/;
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

/** "my sister paid the rent, lucky her": all that speaks of the task tells what somebody else did. */
const isOfOthers = (text: string, reference: Reference): boolean => {
  const spoken = pieces(phraseOf(text))
    .map(({ phrase }) => withoutManners(phrase))
    .filter((phrase) => reference.kind === 'title' && mentioned(raw(phrase), [reference.text]).length > 0);
  return spoken.length > 0 && spoken.every((phrase) => isDoneByOthers(seen(phrase)));
};
const ORDERS = /\b(?:mark|tick|check|cross|close|complete|done|set|strike)\b/;

/** "the vet reckons we should sell half the lambs. over my dead body", "remember floppy disks lol", "I'd love to be done with the rent" */
export const NOT_MEANT =
  /\b(?:over my dead body|fat chance|in (?:your|his|her|their) dreams|as if|yeah,? right|no way|not (?:a chance|on your life|going to happen)|what (?:does|do|would) (?:he|she|they) know)\W*$|^\W*remember (?!to\b|that\b|me\b)[^,;:]*\b(?:lol|haha|lmao)\W*$|^\W*remember (?:when|how|the days|those)\b|^\W*(?:[\w']+\W+){0,5}i(?:['’]d| would) (?:love|like|give anything|be (?:so )?(?:glad|happy)) to be (?:done|finished|through|rid)\b[^.;!?]*$/i;

const ASKS_WHAT = /(?:^|\b(?:then|and) )(?:then )?what (?:is|are) (?:left|due|on|open|there|still)\b/;
const MOVES = /\b(?:move|push|shift|set|make|change|put|postpone|reschedule|bring|delay|tag|mark|give)\b/;

/** The same intents, without changes that nobody asked for. */
const unasked = (text: string, intents: readonly Intent[]): readonly Intent[] => {
  const said = seen(phraseOf(text));
  const question = /\?\s*$/.test(text);
  const whether = ASKS_WHETHER.test(said) || TAGGED_ON.test(text);
  const alone =
    intents.filter(({ intent }) => CHANGES.has(intent)).length === 1 &&
    intents.every(({ intent }) => !['list', 'search', 'stats', 'show'].includes(intent));
  // "…, that one's done, tick it for me?"
  const last = seen(phraseOf(text.split(/[,.;!]\s+/).at(-1) ?? ''));
  const asked = question && alone && !REQUESTS.test(said) && !REQUESTS.test(last);
  return intents.map((intent): Intent => {
    switch (intent.intent) {
      case 'add': {
        const asks = question && ASKS_ME.test(said);
        const when =
          intent.reminder && intent.tasks.some(({ title }) => /^(?:when|whether|if) /i.test(title));
        const state =
          intent.tasks.some(({ title }) => ASKS_OF_STATE.test(title)) && !/\b(?:add|task|note)\b/.test(said);
        return asks || when || state ? { intent: 'unknown' } : intent;
      }
      case 'delete':
        return NOT_TO_GO.test(said) || (intent.target.kind === 'all' && MUSES.test(said))
          ? { intent: 'unknown' }
          : whether
            ? shown(intent)
            : intent;
      case 'update':
        if (/\bleave (?:it|that)(?: (?:as|where|alone|be)\b|$)/.test(said)) return { intent: 'unknown' };
        // "…, then what is left for friday at 4"
        if (intent.target.kind === 'all' && ASKS_WHAT.test(said) && !MOVES.test(said))
          return { intent: 'list', status: intent.target.status, filter: intent.target.filter ?? {} };
        return whether || (asked && STATES.test(said)) ? shown(intent) : intent;
      case 'reopen':
        if (
          intent.target.kind === 'all' &&
          WANTS_TO_FINISH.test(said) &&
          !/\b(?:reopen|open|mark|set|untick)\b/.test(said)
        )
          return { intent: 'unknown' };
        return whether ? shown(intent) : intent;
      case 'complete': {
        if (whether || asked) return shown(intent);
        const named = /\b(?:mark|tick|check|cross)\b/.test(said);
        const hopes = intent.target.kind === 'all' && WANTS_TO_FINISH.test(said);
        return LONG_AGO.test(said) ||
          hopes ||
          (BEFORE_IT.test(said) && !named) ||
          (!ORDERS.test(said) && isOfOthers(text, intent.target))
          ? { intent: 'unknown' }
          : intent;
      }
      default:
        return intent;
    }
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

/** "the tag of the rent is wrong, delete it": the tag. */
const ofPart = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  const deletes = intents.filter(({ intent }) => intent === 'delete');
  const others = intents.filter(({ intent }) => intent !== 'delete');
  if (deletes.length !== 1 || others.some(({ intent }) => intent !== 'update' && intent !== 'unknown'))
    return intents;
  const sentence = text.split(/(?<=[.!?])\s+/).at(-1) ?? text;
  const own = (namedIn(phraseOf(sentence), context) ?? []).length > 0;
  const message = phraseOf((own ? sentence : text).replace(/[.!\s]+$/, ''));
  const [named, ...more] = namedIn(message, context) ?? [];
  if (named === undefined || more.length > 0) return intents;
  const apart = { ...message, tokens: message.tokens.filter((_, index) => !named.at.has(index)) };
  const said = seen(apart);
  if (!REMOVES_IT.test(seen(message)) || !PART.test(said)) return intents;
  return others.some((intent) => intent.intent === 'update' && clears(intent.changes))
    ? others
    : [{ intent: 'update', target: named.target, changes: changesOf(said, context) }];
};

const TAG_NOUN = /\b(?:tags?|labels?|hashtags?|tagging)\b|(?<!\S)#\p{L}/u;
const TAKES_AWAY =
  /\b(?:remove|delete|ditch|scrap|lose|loses|clear|kill|erase|bin|drop|drops|take|get rid of|cut|strip|dump|trash|cancel|chuck|axe|nix|zap|wipe|peel|pull|rip|minus|wrong|(?:does|do|should|is) not (?:need|belong|have|fit)|no longer|stop tagging|untag)\b/;
const NO_TAKING =
  /\b(?:add|instead|replace|rename|change|swap|with|remind|new|keep the tag|keep its tag|tagged)\b|\b(?:do not|never|not to) (?:remove|delete|take|drop|untag|clear)\b/;

/** "ditch the home tag of the rent", "keep the rent but kill its tag": the tag goes, whatever the verb. */
const tagAway = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  const { tags = [] } = context;
  if (
    tags.length === 0 ||
    intents.length > 2 ||
    /\?\s*$/.test(text.replace(/^(?:can|could|would|will) you .*$/i, ''))
  )
    return intents;
  const message = phraseOf(text);
  if (!TAG_NOUN.test(seen(message)) || !TAKES_AWAY.test(seen(message))) return intents;
  const [named, ...more] = namedIn(message, context) ?? [];
  if (named === undefined || more.length > 0) return intents;
  const said = seen({ ...message, tokens: message.tokens.filter((_, index) => !named.at.has(index)) });
  if (!TAG_NOUN.test(said) || !TAKES_AWAY.test(said) || NO_TAKING.test(said)) return intents;
  const fits = (intent: Intent): boolean =>
    intent.intent === 'update' &&
    intent.changes.addTags === undefined &&
    (intent.changes.removeTags ?? []).length > 0 &&
    (intent.changes.removeTags ?? []).every((tag) =>
      tags.some((one) => one.toLowerCase() === tag.toLowerCase()),
    );
  // "tag the invoice home, and ditch 7": two wishes.
  const tagged = intents.findIndex(
    (intent) => intent.intent === 'update' && intent.changes.addTags !== undefined,
  );
  const gone = intents.findIndex((intent) => intent.intent === 'delete');
  if (tagged !== -1 && gone !== -1) return intents;
  // Other things that were read, a day or another wish, stay.
  const others = intents.some(
    (intent) =>
      intent.intent === 'update' && (intent.changes.due !== undefined || intent.changes.title !== undefined),
  );
  return others || intents.some(fits)
    ? intents
    : [{ intent: 'update', target: named.target, changes: changesOf(said, context) }];
};

/** "take off the urgent from the rent": something of the task goes, and it is not clear what. */
const takenFrom = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  if (intents.every(({ intent }) => intent !== 'delete')) return intents;
  const { tokens } = phraseOf(text);
  const from = tokens.findIndex((token) => token.seen === 'from');
  const [named, ...more] = from === -1 ? [] : (namedIn(phraseOf(text), context) ?? []);
  if (named === undefined || more.length > 0) return intents;
  const first = Math.min(...named.at);
  const between = tokens.slice(from + 1, first).map((token) => token.seen);
  const behind =
    first > from && between.length < 3 && between.every((word) => /^(?:the|my|our|task|)$/.test(word));
  return behind
    ? intents.map((intent) =>
        intent.intent === 'delete' ? { intent: 'unclear', about: 'update', asks: 'what' } : intent,
      )
    : intents;
};

/** "drop the friday, make it monday": what is taken away and set anew is one change, and its time of day stays. */
const asOneChange = (intents: readonly Intent[]): readonly Intent[] =>
  intents.flatMap((intent, index): readonly Intent[] => {
    const [before, after] = [intents[index - 1], intents[index + 1]];
    const replaces = (one: Intent | undefined, other: Intent | undefined): boolean =>
      one?.intent === 'update' &&
      other?.intent === 'update' &&
      other.target.kind === 'it' &&
      other.target.after === undefined &&
      clears(one.changes) &&
      Object.keys(one.changes).every((key) => key in other.changes);
    if (replaces(intent, after)) return [];
    return replaces(before, intent) && before !== undefined && 'target' in before && 'target' in intent
      ? [{ ...intent, target: before.target } as Intent]
      : [intent];
  });

export const lastLook = (text: string, intents: readonly Intent[], context: Context): readonly Intent[] => {
  if (text.length > LONGEST_SAID) return intents;
  const read = asOneChange(takenFrom(text, tagAway(text, ofPart(text, intents, context), context), context));
  return read.some(({ intent }) => CHANGES.has(intent)) ? unasked(text, read) : read;
};
