import { turnDate } from './bare-deed.js';
import { ADDS, insteadOfDelete, type Named, namedIn, REMOVAL, readByParts, readDetail } from './by-parts.js';
import { readByWords, readListByWords, readUndone } from './by-words.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import type { Context, Intent, Reference } from './intent.js';
import { CHANGES, isAdding, isOpen, isWhole, SPEAKS_OF_A_LIST, target } from './kinds.js';
import { withoutManners } from './manners.js';
import { readMessage } from './message.js';
import { pieces } from './pieces.js';
import { without } from './quick-add.js';
import { addObligation } from './rules/add.js';
import { GUARDED } from './rules/all.js';
import { readChangeParts } from './rules/change-parts.js';
import { applyRules } from './rules/rule.js';
import { isLong, LONGEST_SAID, type Phrase, phraseOf, raw, seen } from './sentence.js';
import { matchTitles, mentioned, quoteTitles } from './titles.js';

/** Where no rule understood a message, or what it speaks of is not there: the titles and single words are looked at. */

/** Nothing was understood, or something of a task that is not there. */
export const isLost = (intents: readonly Intent[], { titles }: Context): boolean =>
  titles !== undefined &&
  intents.every((intent) => {
    if (['unknown', 'choose'].includes(intent.intent)) return true;
    // What was taken back has no subject.
    if (intent.intent === 'unclear') return intent.about !== undefined && intent.asks !== 'exactly which';
    const reference = target(intent);
    return (
      reference?.kind === 'title' &&
      intent.intent !== 'restore' &&
      mentioned(reference.text, titles).length === 0 &&
      matchTitles(reference.text, titles).places.length === 0
    );
  });

const NOT_A_TITLE =
  /^(?:i|we|you|he|she|they|it|that|this|these|those|there|here|the|my|our|what|when|where|who|why|how|which|is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|should|may|might|if|no|not|yes|ok|so|and|but|or|see|talk|speak|nice|good|great|happy|busy|weather|rain|rainy|snow|sunny|cold|hot|bye|thanks|hello|hi|hey|today|tomorrow|tonight|due|by|on|at|in|for|from|to|maybe|perhaps|all|any|some|every|everything|task|number|sorry|push|shift|bump|postpone|reschedule|drop|bin|scrap|cancel|rename|tag|set|put|make|move|change|show|list|delete|remove|add|mark|tag)\b/;

/** Who says what is, wants nothing done. */
const STATES = /\b(?:is|are|was|were|am|has|had|will|would|seems|feels|looks)\b/;

/** "dentist mon 9:15am": a few words and when; of what is there already it would be a change. */
const readAppointment = (whole: Phrase, context: Context): Intent | null => {
  const polite = withoutManners(whole);
  const turned = turnDate(polite, context);
  const message = turned ?? polite;
  const said = seen(message);
  const count = said.split(' ').length;
  // "1 march change the filter": of what is there it would have been read as a change.
  const deed = turned !== null && DEEDS.has(said.split(' ', 1)[0] ?? '');
  if (count > 8 || /\?\s*$/.test(polite.text) || (!deed && NOT_A_TITLE.test(said)) || STATES.test(said))
    return null;
  const found = findDue(raw(message), context);
  if (found === null) {
    // "oil the hinges, low priority"
    const parts = raw(message).includes(',') ? readChangeParts(message, context) : null;
    const said = parts?.changes.priority != null || parts?.changes.addTags !== undefined;
    const there = mentioned(raw(message), context.titles ?? []).length > 0;
    return said && !there ? addObligation(message, context) : null;
  }
  const title = without(raw(message), found.spans);
  const when = found.spans.map(({ start, end }) => raw(message).slice(start, end)).join(' ');
  // "quiet night tonight"
  if (/^(?:today|tonight|this \w+|now)$/i.test(when.trim())) return null;
  const words = title.split(/\s+/).length;
  if (title === '' || words > 5 || mentioned(title, context.titles ?? []).length > 0) return null;
  return addObligation(message, context);
};

/** The message once more, with the titles that it has in quotes: "push plan the offsite up to high". */
export const readQuoted = (text: string, context: Context): Intent[] | null => {
  if (text.length > LONGEST_SAID || /["“”'‘]\s|\s["“'‘]/.test(text)) return null;
  const quoted = quoteTitles(text, context.titles ?? []);
  if (quoted === null) return null;
  const intents = readMessage(quoted, context);
  return intents.every((intent) => isWhole(intent) && !isAdding(intent)) && !isLost(intents, context)
    ? intents
    : null;
};

/** "the dentist called, they can only do 14:30": one piece names the task, and another says no more than when. */
const toldThenChanged = (parts: readonly Phrase[], context: Context): Intent | null => {
  const { titles = [] } = context;
  const named = parts.flatMap((part) => {
    const places = mentioned(raw(part), titles);
    return places.length === 1 ? places : [];
  });
  const [place, ...others] = [...new Set(named)];
  const title = place === undefined ? undefined : titles[place];
  const changes = parts.flatMap((part) => {
    const found = readChangeParts(part, context);
    return found?.target.tokens.length === 0 && found.changes.due != null ? [found.changes] : [];
  });
  const [only, ...more] = changes;
  return title === undefined || others.length > 0 || only === undefined || more.length > 0
    ? null
    : { intent: 'update', target: { kind: 'title', text: title }, changes: only };
};

const COMMANDS =
  /^(?:cancel|delete|remove|finish|complete|check|close|move|change|update|set|mark|drop|clear|open|list|show|find|search|reschedule|postpone|rename|tag|undo|restore|schedule|add|put|make|create|drop|scrap|cut|dump|trash|bin|throw|toss|take|bring|erase|kill|get|lose|knock|strike|cross|tick|push|shift|bring|call|name|edit|fix|raise|lower)$/i;

/** "Ad read", "Record episode 41" begin as words for to add do. */
const beginsAsOrder = (title: string): boolean => {
  const [verb = ''] = title.split(' ');
  return (
    COMMANDS.test(verb) || /^(?:ad|record|write|log|note|track|save|enter|remember|label|mark)$/i.test(verb)
  );
};

/** "label done", "call to friday": the one word, a verb, that titles begin with. */
const bareWord = (said: string, context: Context): string | undefined => {
  const { word = '', when } =
    /^(?:the |my )?(?<word>\p{L}{3,}) (?:(?:is |are |was )?(?:done|finished|completed?|sorted)|(?:to|until) (?<when>\S.*?))[\s.!]*$/u.exec(
      said,
    )?.groups ?? {};
  const begins = context.titles?.some((title) => title.toLowerCase().startsWith(`${word} `));
  return word !== '' && begins && (when === undefined || readWholeWhen(when, context) !== null)
    ? word
    : undefined;
};

/** "cancel old contract is now important": a title that begins as a command does is no command where more is said of it. */
export const readTitleFirst = (text: string, context: Context): Intent[] | null => {
  const { titles = [] } = context;
  if (text.length > LONGEST_SAID || /["“”]/.test(text)) return null;
  const said = text.toLowerCase();
  const word = bareWord(said, context);
  const title =
    word ??
    titles.find((one) => {
      const at = said.indexOf(one.toLowerCase());
      return (
        beginsAsOrder(one) &&
        /\s/.test(one) &&
        (at === 0 || /\s$/.test(said.slice(0, at))) &&
        at !== -1 &&
        (/^(?:\s*(?::|->|=>|→)|,?\s+(?:is|was|has|can|should|must|needs?|isn|done|to)\b)/.test(
          said.slice(at + one.length),
        ) ||
          // At the beginning of what is said it is the title, and what is left the wish.
          (/(?:^|[,.;!]\s+)$/.test(said.slice(0, at)) && /^,?\s+\S/.test(said.slice(at + one.length))))
      );
    });
  if (title === undefined) return null;
  const at = said.indexOf(title.toLowerCase());
  const quoted = `${text.slice(0, at)}"${text.slice(at, at + title.length)}"${text.slice(at + title.length)}`;
  const intents = readMessage(quoted, context);
  return intents.every((intent) => isWhole(intent) && !isAdding(intent)) && !isLost(intents, context)
    ? intents
    : null;
};

const WANTS_MOVED =
  /\b(?:(?:can|could|would|will|may) (?:you|u|we|i)|please|possible to|able to) (?:\S+ ){0,2}?(?:reschedule|move|postpone|push|shift|delay|defer|rearrange|replan|change|bump)\b/;

/** Asked however it is said; "have the car washed" asks only with its mark. */
const ASKS =
  /^(?:(?:at|by|on|until|till|for|from|since|in) )?(?:when|where|what|which|who|whom|whose|how (?:long|late|soon|early|urgent|important))\b(?! (?:if|would|should|about|happens|can i say)\b)|^(?:remind me|do you (?:know|remember)|any idea|(?:i )?(?:forgot|can not remember|do not (?:know|remember))) (?:\S+ )?(?:when|where|what|which|who|whose|how|if|whether)\b/;
const ASKS_WITH_MARK = /^(?:is|are|was|were|am|does|do|did|has|have|had|so)\b/;

/** "the rent?", "is the cake on sunday or on monday?": one that is there is shown. */
const readAsked = (message: Phrase, { titles = [] }: Context): Intent[] | null => {
  const clause = withoutManners(message);
  const [said, marked] = [seen(clause), /\?\s*$/.test(message.text)];
  const asks = ASKS.test(said) || (marked && ASKS_WITH_MARK.test(said));
  if (!(marked && said.split(' ').length <= 6) && !(asks && said.split(' ').length <= 16)) return null;
  const [place, ...others] = mentioned(raw(message), titles);
  const title = place === undefined || others.length > 0 ? undefined : titles[place];
  // "could you reschedule the venue?"
  if (title !== undefined && WANTS_MOVED.test(seen(message)))
    return [{ intent: 'unclear', about: 'update', asks: 'when' }];
  return title === undefined ? null : [{ intent: 'show', target: { kind: 'title', text: title } }];
};

/** What the words of its pieces say, and else those of the whole message. */
export const readWords = (text: string, context: Context): Intent[] | null => {
  if (text.length > LONGEST_SAID) return null;
  const message = phraseOf(text);
  const parts = pieces(message).map(({ phrase }) => withoutManners(phrase));
  const safe = parts.filter((part) => applyRules(GUARDED, part, context) === null);
  const found = new Map<string, Intent>();
  for (const part of safe) {
    const intent = readByWords(part, context);
    if (intent !== null) found.set(JSON.stringify(intent), intent);
  }
  if (found.size > 0) return [...found.values()];
  for (const part of parts) {
    const list = readListByWords(part, context);
    if (list !== null) return [list];
  }
  const told = toldThenChanged(safe, context);
  if (told !== null) return [told];
  for (const part of [...parts, message]) {
    const undone = readUndone(part, context);
    if (undone !== null) return [undone];
  }
  if (safe.length < parts.length) return readAsked(message, context);
  const whole =
    readByWords(message, context) ??
    readListByWords(withoutManners(message), context) ??
    readAppointment(message, context);
  return whole === null ? readAsked(message, context) : [whole];
};

/** Takes back what was said before it: half of such a message is no wish. */
const CORRECTS =
  /(?:^|[,.;!?–-]\s*|\b(?:or|oh|ah|but) )(?:no(?=\s*(?:[,.!;:–-]|$|wait|sorry|not|make|i\b|it\b|the\b))|wait|nope|hold on|scratch that|never\s?mind|forget (?:it|that)|i (?:mean|meant)|sorry,? (?:i|not)|or rather|don['’]?t(?=\s*(?:[.!,]|$)))(?=\W|$)/i;

/** A wish that was not understood beside others: what is pointed at may be of it. */
const WISHES =
  /\b(?:delete|remove|erase|take|get rid|cancel|drop|bin|scrap|cut|from (?:(?:my|the) )?list|rename|find|show|search|add|remind)\b/;

/** Why something is wished for. */
const TELLS =
  /^(?:(?:and|but|so|because|since|as) )*(?:i|we|he|she|they|it|there|that|this|you|someone|somebody)\b/;

const isOfSame = (one: Intent, other: Intent): boolean =>
  JSON.stringify(target(one)) === JSON.stringify(target(other));

/** What the parts of the whole message say, and else those of each of its pieces: chatter says nothing. */
export const readParts = (text: string, context: Context): Intent[] | null => {
  if (text.length > LONGEST_SAID || context.titles === undefined || CORRECTS.test(text)) return null;
  const message = phraseOf(text);
  if (ADDS.test(seen(message))) return null;
  const whole = readByParts(message, context, null);
  if (whole !== null) return [whole];
  let found: Intent[] = [];
  let spoken: Named | null =
    (context.earlier ?? []).length === 0 ? null : { target: { kind: 'it' }, title: '', at: new Set() };
  let missed = false;
  for (const { phrase } of pieces(message)) {
    const named = namedIn(phrase, context);
    const [own] = named ?? [];
    const intent = readByParts(phrase, context, spoken);
    if (own !== undefined) spoken = own;
    const details =
      intent === null && own === undefined && named !== null ? readDetail(phrase, context) : null;
    const last = found.at(-1);
    if (details !== null && last?.intent === 'update') {
      found[found.length - 1] = { ...last, changes: { ...last.changes, ...details } };
      continue;
    }
    if (intent === null) {
      // The title may go on behind the "and".
      if (found.some((one) => one.intent === 'update' && one.changes.title !== undefined)) return null;
      if ((own !== undefined || named === null) && WISHES.test(seen(phrase))) return null;
      missed ||= (own !== undefined || named === null) && !TELLS.test(seen(phrase));
      continue;
    }
    // "he watered the plants, so get rid of that one": what was told is why.
    found = found.filter((one) => one.intent !== 'complete' || !isOfSame(one, intent));
    found.push(intent);
    if (own === undefined) missed = false;
  }
  return found.length === 0 || (missed && found.some(({ intent }) => intent === 'delete')) ? null : found;
};

/** "set the cat vaccination to 17:00", "schedule number 2 for saturday" */
const changesNamed = (clause: Phrase, context: Context): boolean =>
  !isLong(clause) &&
  /^(?:set|move|push|shift|put|change|update|schedule|postpone|mark|tag|rename|make|bring)\b/.test(
    seen(clause),
  ) &&
  namedIn(clause, context)?.length === 1;

/** Nothing was understood of it but that it may be of a list, or of a task that can't be told from others. */
export const isDoubtful = (text: string, intents: readonly Intent[], context: Context): boolean => {
  if (context.titles === undefined) return false;
  if (isLost(intents, context)) return true;
  const [only, ...more] = intents;
  if (only === undefined) return true;
  // "ring Petra sunday instead" is of a call that there is.
  if (only.intent === 'add' && more.length === 0)
    return (
      !/\b(?:add|new|remind)\b/i.test(text) &&
      (/\binstead\b/.test(seen(phraseOf(text))) || changesNamed(withoutManners(phraseOf(text)), context))
    );
  if (more.length === 0 && CHANGES.has(only.intent)) {
    const reference = target(only);
    return reference?.kind === 'title' && !matchTitles(reference.text, context.titles).sure;
  }
  const asks = intents.some(
    (intent) =>
      intent.intent === 'unclear' && (intent.about === undefined || intent.asks === 'exactly which'),
  );
  return isOpen(intents) && !asks && !SPEAKS_OF_A_LIST.test(text);
};

/** The same wishes without a deletion that was none. */
export const withoutFalseDeletes = (
  text: string,
  intents: readonly Intent[],
  context: Context,
): readonly Intent[] => {
  const { titles = [] } = context;
  if (titles.length === 0 || text.length > LONGEST_SAID) return intents;
  const aims = ({ target: one }: Extract<Intent, { intent: 'delete' }>): boolean =>
    one.kind === 'title' || one.kind === 'id';
  if (!intents.some((intent) => intent.intent === 'delete' && aims(intent))) return intents;
  const message = phraseOf(text);
  // "drop the ferry, and what is due tomorrow?": of several wishes none is read in the words of another.
  const whole = intents.length === 1 ? [message] : [];
  const instead = [...whole, ...pieces(message).map(({ phrase }) => phrase)].flatMap(
    (phrase) => insteadOfDelete(phrase, context) ?? [],
  );
  return intents.map((intent) => {
    if (intent.intent !== 'delete' || !aims(intent)) return intent;
    const meant = ({ target: one, title }: Named): boolean =>
      intent.target.kind === 'id'
        ? one.kind === 'id' && one.id === intent.target.id
        : intent.target.kind === 'title' &&
          matchTitles(intent.target.text, titles).places.some((place) => titles[place] === title);
    return instead.find(({ named }) => meant(named))?.intent ?? ofOwnWord(text, intent, titles) ?? intent;
  });
};

/** "sharps bin and rota both done" of "Empty the sharps bin": the verb is a word of the title. */
const ofOwnWord = (
  text: string,
  { target: one }: Extract<Intent, { intent: 'delete' }>,
  titles: readonly string[],
): Intent | null => {
  if (one.kind !== 'title') return null;
  const { places } = matchTitles(one.text, titles);
  const title = titles[places[0] ?? -1];
  const pairs = [...(title ?? '').toLowerCase().matchAll(/(?<=(\p{L}{3,})\s)\p{L}{3,}/gu)];
  const own = pairs.flatMap(([word, before = '']) => {
    const pair = `${before} ${word}`;
    return REMOVAL.test(word) && text.toLowerCase().includes(pair) ? [pair] : [];
  });
  if (title === undefined || places.length > 1 || own.length === 0) return null;
  const rest = own.reduce((left, pair) => left.replace(pair, ' '), text.toLowerCase());
  if (REMOVAL.test(rest)) return null;
  const target: Reference = { kind: 'title', text: title };
  return /\b(?:done|finished|sorted|ticked|complete|completed)\b/.test(rest)
    ? { intent: 'complete', target }
    : { intent: 'delete', target, doubtful: true };
};
