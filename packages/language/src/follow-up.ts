import { bare, changeAlone, DOES_MORE, IS_BETTER, isOnlyNoise, LEAD, readAmended, TAIL } from './amended.js';
import { type Act, type Before, goneBefore, type Understand } from './before.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { withoutAsides } from './idle.js';
import type { Changes, Context, Intent, Reference, Shift } from './intent.js';
import { isWhole } from './kinds.js';
import { withoutEnd, withoutManners } from './manners.js';
import { dropEnd, dropStart, markAt, namesTask, trimMarks, words } from './phrases.js';
import { clears } from './rules/change-parts.js';
import { mayReply, withWord, writtenTitle } from './said-as-reply.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen, slice } from './sentence.js';
import {
  A_PART,
  asBefore,
  IN_PLACE,
  NOISE_START,
  NOT_THAT,
  oneTarget,
  REVERSE,
  readBackAnd,
  readBut,
  readGoneToo,
  readInstead,
  readNeeded,
  readOnly,
  readTagAgain,
  TAKES_TAG_OFF,
  withoutOldDay,
  withoutTakenBack,
} from './taken-back.js';
import { cleanTitle } from './title.js';
import { isTitle } from './titles.js';
import { titleWithout } from './word-away.js';

/** Short messages that go on with what was said before: "friday", "the rent too", "no, 3", "and one to buy candles". */

const MORE_START =
  /^(?:(?:ok|okay|oh|yes|so|now|then|please|actually|and(?= (?:do|repeat|apply|can|could)\b)) )*(?:(?:and |also |plus )+(?:the )?same (?:thing |again )?(?:for|with|goes for|applies to|to) |and (?:also )?|also |plus |so (?:too )?(?:is|are|was|were|did|does) |so too |likewise (?:for |with )?|ditto (?:for |with )?|(?:the )?same (?:thing |again )?(?:for|with|goes for|applies to|to) |(?:(?:can|could) you )?(?:do|repeat|apply) (?:the same|that|it|this) (?:thing )?(?:for|with|to) |(?:and )?(?:what|how) about )/;
const MORE_END = / (?:too|as well|also|likewise|same)$/;
const PLEASE = /[ ,]+(?:please|thanks|thank you)$/;
const ONE_MORE =
  /^(?:(?:ok|okay|oh|yes|so|now|then|please) )*(?:and|also|plus)(?: (?:also|then|please|one|another|another one|one more|a task|another task|a reminder|add|remind me))* (?:to |for |about )?(?=\S)/;

const settled = (intents: readonly Intent[]): boolean =>
  intents.length > 0 &&
  intents.every(
    ({ intent }) => !['unknown', 'unclear', 'choose', 'greeting', 'thanks', 'help'].includes(intent),
  );

/** "sorry, grandpa" behind "Call grandma", and "call grandpa instead". */
const otherObject = (before: Intent, message: Phrase): string | null => {
  const renamed = before.intent === 'update' ? before.changes.title : undefined;
  const title =
    renamed ?? (before.intent === 'add' && before.tasks.length === 1 ? (before.tasks[0]?.title ?? '') : '');
  const [deed = '', ...objects] = title.split(' ');
  const start = dropStart(
    message,
    /^(?:(?:oh|no|sorry|wait|oops|ah|hmm|actually) )*(?:(?:i )?(?:meant|mean|wanted to say|should have said) |(?:no|sorry|oops|wait|actually) )(?:to (?:say )?)?(?=\S)/,
  );
  const end = trimMarks(dropEnd(start, / (?:instead|rather|please|sorry|i mean|i meant)$/));
  if (title === '' || end.tokens.length === message.tokens.length || end.tokens.length === 0) return null;
  const said = words(end);
  const [first = '', ...more] = said.split(/\s+/);
  if (first.toLowerCase() === deed.toLowerCase() && more.length > 0) return cleanTitle(said);
  const again =
    objects.length > 0 && more.length > 0 && more.at(-1)?.toLowerCase() === objects.at(-1)?.toLowerCase();
  // "collect the cake", of "Order the cake"
  if (again && DEEDS.has(first.toLowerCase()) && !NAMED_ANEW.test(seen(end))) return cleanTitle(said);
  if (again && first.toLowerCase() !== deed.toLowerCase() && !NAMED_ANEW.test(seen(end)))
    return cleanTitle(`${deed} ${said}`);
  const plain = /^[\p{L}'’-]+$/u.test(said) && !NO_OBJECT.test(seen(end));
  return plain && objects.length === 1 ? cleanTitle(`${deed} ${said}`) : null;
};
const NOT_BUT =
  /^\W*(?:(?:sorry|no|oops|wait|oh|i mean|ah)[\s,]+)*not (?:the |a |an |my )?(?<old>[\p{L}'’-]+)(?:,? but|,) (?:the |a |an |my )?(?<next>[\p{L}'’-]+)(?:[,.;]? (?:please )?(?:change|fix|correct) (?:this|that|the) word)?\W*$/iu;
const NO_OBJECT =
  /^(?:no|not|yes|it|that|this|them|nothing|never|undo|wrong|thanks|thank|done|delete|remove|cancel|stop|all|both|none|wait|urgent|important|high|low|medium|today|tomorrow|tonight|\w+day|morning|evening|noon|later|earlier|next|sorry|ok|okay|please|what|why|how|who|good|great|fine|mistake|nope|revert|help)$/;

/** What is said of a deed that should not have been done, with any noise around it. */
const TAKES_BACK =
  /^(?:(?:nah|no|hmm|actually|ok|oh|please) )*(?:delete|remove|drop|scrap|bin) (?:it|that) again$|^(?!.*\b(?:do not|never|no need to|task \d|number \d)\b(?! (?:mean|want)))(?:.*\b(?:undo|undone|revert|roll ?back|(?:take|put|bring|give|get) (?:it|that|this|them|those|these|everything|both)(?: (?:all|both|two|three|again))* back|return (?:it|that|them)(?: back)?|(?:want|need|get|have) (?:it|that|them) back|bring back|get back|restore(?: it| that| them)?|undelete|recover (?:it|that)|did not (?:mean|want)(?: (?:that|it|to|this))?|back to (?:how|the way|what)|(?:leave|keep) (?:it|that|them) (?:where|as|how|the way|(?:on|at|with) the \S+ (?:that )?(?:it|they) (?:was|were|had))|un-?delete|(?:oh |but |no )*(?:no )?(?:it|that) (?:is|was) not$|(?:was|is) (?:a mistake|an accident|wrong|not it|not right)|by (?:mistake|accident)|accidentally|wrong (?:one|task|thing)|not that(?: one)?(?= sorry| undo| please| no\b|$)|reverse (?:it|that)|step back|go back|like (?:it was|before)|as (?:it was|before))\b.*)$/;

/** Said of what was just deleted. */
const STILL_NEEDED =
  /^(?:(?:oh|no|wait|but|sorry|hey|actually|hmm|ah|oops) )*(?:i|we) (?:do |really |actually |still )*(?:need|want|needed|wanted) (?:it|that|this|them|that one|this one)(?: one)?(?: (?:still|after all|though|back))*$/;

const DONE_TOO =
  /^(?:(?:ok|okay|and|so|well|yes|oh|that|this|it|is|i|am|have|just|all|already|now|got) )*(?:done|finished|completed|did (?:it|that|this)|(?:have )?done (?:it|that|this)|did)(?: (?:it|that|this|too|as well|also|already|now|just now|(?:last|this) (?:night|morning|week|afternoon|evening|weekend)|yesterday|today|earlier|on (?:\w+day)|with (?:it|that|this)))*$/;

const NAMED_ANEW =
  /^(?:(?:hmm|oh|no|sorry|actually|please|ok) )*(?:make (?:it|that)|change (?:it |that )?to|call it|(?:it )?should (?:say|be|read)|rename (?:it )?to) (?=\S)/;

const MOST_CORRECTED = 28;

/** The same again with other values: what was done to several is taken back first. */
const changed = ({ act, all }: Before, given: Changes, message: Phrase): Intent[] => {
  const several = ['all', 'them', 'ids'];
  const changes =
    act.intent === 'update'
      ? shiftedAnew(act.changes.shift, given, message, several.includes(act.target.kind))
      : given;
  return act.intent === 'update' && several.includes(act.target.kind) && all.length === 1
    ? [{ intent: 'undo' }, { ...act, changes: { ...act.changes, ...changes } }]
    : ofIt(changes, message);
};

/** "no, two hours" behind "an hour earlier": two hours earlier than it was at first. */
const shiftedAnew = (old: Shift | undefined, changes: Changes, message: Phrase, afresh: boolean): Changes => {
  const { shift } = changes;
  const said = seen(message);
  if (old === undefined || shift === undefined || old.unit !== shift.unit) return changes;
  if (!IN_PLACE.test(said) && !/^make (?:it|that)\b/.test(said)) return changes;
  if (/\b(?:another|more|further|extra|again)\b/.test(said)) return changes;
  const sided = /\b(?:later|earlier|sooner|back|forward|before|after)\b/.test(said);
  const count = sided ? shift.count : Math.sign(old.count) * Math.abs(shift.count);
  return { ...changes, shift: { ...shift, count: afresh ? count : count - old.count } };
};

/** Begins as a correction does, so that what was said before has to be known to read it. */
export const mayCorrect = (text: string): boolean => {
  const said = seen(trimMarks(phraseOf(text.slice(0, LONGEST_SAID))));
  return (
    NOISE_START.test(said) ||
    LEAD.test(said) ||
    NOT_THAT.test(said) ||
    TAKES_TAG_OFF.test(said) ||
    mayReply(text) ||
    SAYS_MORE.test(said.replace(PLEASE, '')) ||
    /^(?:i|it|its|that) /.test(said)
  );
};

/** "scratch that, scan the letter": in the place of what was just said, whatever it was. */
const readScratched = (
  message: Phrase,
  before: Before,
  context: Context,
  read: Understand,
): Intent[] | null => {
  const scratched = trimMarks(dropStart(message, SCRATCHED));
  if (before.undone || scratched.tokens.length === message.tokens.length) return null;
  const { earlier: _, ...alone } = context;
  const isDeed = DEEDS.has(scratched.tokens[0]?.seen ?? '');
  if (before.act.intent !== 'add' || before.all.length > 1) {
    const wishes = read(raw(scratched), alone);
    const isWish = wishes.every((wish) => isWhole(wish) && (wish.intent !== 'add' || isDeed));
    return isWish ? [{ intent: 'undo' }, ...wishes] : null;
  }
  const [added] = isDeed ? read(`add ${raw(scratched)}`, alone) : [];
  const { title, due } = (added?.intent === 'add' ? added.tasks[0] : undefined) ?? {};
  return title === undefined ? null : ofIt({ title, ...(due == null ? {} : { due }) });
};
const SCRATCHED =
  /^(?:(?:oh|no|sorry|wait|oops|ah|hmm|actually) )*(?:scratch|strike|forget|cancel|scrap) (?:that|tht|it) (?:(?:i )?(?:meant|mean) (?:to )?|make (?:it|that) |rather )?(?=\S)/;

/** "ad read too", "so is the rent", "same for both dentist tasks": more of what was just done, whatever the words would mean alone. */
export const readMoreOfIt = (text: string, context: Context, understand: Understand): Intent[] | null => {
  if (context.earlier === undefined || context.earlier.length === 0 || text.length > LONGEST_SAID)
    return null;
  const message = trimMarks(phraseOf(text));
  if (!SAYS_MORE.test(seen(dropEnd(message, PLEASE)))) return null;
  const before = goneBefore(context, understand);
  if (before === null || before.undone || !('target' in before.act) || before.act.intent === 'show')
    return null;
  const more = moreOfIt({ text, message, before, context, understand });
  const isOfTasks = more?.every((one) => 'target' in one && isNamed(one.target, context));
  return isOfTasks ? more : null;
};
const SAYS_MORE = new RegExp(
  `^(?:so |and the other |likewise|ditto|(?:the )?same |(?:and )?(?:(?:can|could) you )?(?:do|repeat|apply) (?:the same|that|it|this) )|${MORE_END.source}`,
);
const isNamed = (target: Reference, { titles = [] }: Context): boolean =>
  target.kind === 'title' ? isTitle(target.text, titles) : !['it', 'them'].includes(target.kind);

/** A message that corrects the one before it, whatever it would mean alone; null when it does not. */
export const readCorrection = (text: string, context: Context, understand: Understand): Intent[] | null => {
  if (context.earlier === undefined || context.earlier.length === 0 || text.length > LONGEST_SAID)
    return null;
  const message = trimMarks(phraseOf(text.replace(IS_BETTER, '$1 is')));
  const asks = /\?\s*$/.test(text) && !/\b(?:can|could|would|will) (?:you|we|u)\b/i.test(text);
  if (asks || message.tokens.length > MOST_CORRECTED) return null;
  const before = goneBefore(context, understand);
  if (before === null) return ofThoseShown(message, context, understand);
  const whole =
    readScratched(message, before, context, understand) ??
    readBackAnd(text, before, context, understand) ??
    readGoneToo(message, before, context, understand) ??
    readTagAgain(message, before, context) ??
    readOnly(message, before, context);
  if (whole !== null) return whole;
  const needed = readNeeded(message, before, context);
  if (needed !== null) return needed;
  const rest = withoutTakenBack(message, before.act, context);
  const takesBack = rest.tokens.length < message.tokens.length;
  const isAll = rest.tokens.length === 0 || isOnlyNoise(rest);
  const but = isAll || !takesBack ? readBut(message, before, context) : null;
  if (but !== null) return but;
  if (isAll && takesBack && !before.undone && before.act.intent in REVERSE) return asBefore(before.act);
  const numbered = 'target' in before.act && ['id', 'ids', 'ordinal'].includes(before.act.target.kind);
  const sets = before.act.intent === 'update' ? before.act.changes : undefined;
  const target =
    numbered || sets?.title === undefined
      ? readInstead(rest, takesBack ? { ...before, undone: true } : before, context)
      : null;
  // "buy 20 jars, sorry", behind a new name, is the name.
  // "sorry 11", "I meant the 31st", behind a day or an hour.
  const isHour =
    sets?.due !== undefined &&
    (target?.kind === 'ordinal' || (!numbered && target?.kind === 'id')) &&
    (target?.kind !== 'ordinal' || !numbered || isDay(message, context)) &&
    !/\b(?:task|number|no|nr) #?\d|#\d/.test(seen(message));
  if (target !== null && !isHour && (sets?.title === undefined || target.kind !== 'title'))
    return [...(before.undone ? [] : [{ intent: 'undo' as const }]), { ...before.act, target } as Intent];
  const meant = withoutOldDay(message, context);
  const changes = DOES_MORE.test(seen(meant)) || before.undone ? null : readAmended(meant, before, context);
  if (changes === null) return null;
  // "oops, I meant #garten"
  const tags = sets?.addTags !== undefined && IN_PLACE.test(seen(message)) ? sets.addTags : undefined;
  const old = changes.addTags === undefined || tags === undefined ? {} : { removeTags: tags };
  return changed(before, { ...changes, ...old }, message);
};

/** "the 19th instead" */
const isDay = (message: Phrase, context: Context): boolean =>
  /\d(?:st|nd|rd|th)\b/.test(seen(message)) && findDue(raw(message), context)?.timeOnly === false;

interface Turn {
  text: string;
  message: Phrase;
  before: Before;
  context: Context;
  understand: Understand;
}
type Reader = (turn: Turn) => Intent[] | null;

const IT: Reference = { kind: 'it' };
/** "both for tomorrow" is of two. */
const ofIt = (changes: Changes, message?: Phrase): Intent[] => [
  {
    intent: 'update',
    target: message !== undefined && /\bboth\b/.test(seen(message)) ? { kind: 'them' } : IT,
    changes,
  },
];
const again = (act: Act, phrase: Phrase, context: Context): Intent[] | null => {
  // A new name is of one task alone.
  const isName = act.intent === 'update' && act.changes.title !== undefined;
  const target = 'target' in act && !isName ? oneTarget(phrase, context) : null;
  return target === null ? null : [{ ...act, target } as Intent];
};

/** "the rent too", "same for the dentist" */
const moreOfIt: Reader = ({ message, before: { act }, context }) => {
  const said = dropEnd(message, PLEASE);
  const start = dropStart(withoutEnd(said), MORE_START);
  const comma = start.tokens.findIndex((_, index) => markAt(start, index) === ',');
  const first = comma > 0 ? slice(start, 0, comma) : start;
  const more = trimMarks(dropEnd(first, MORE_END));
  const whole = said.tokens.length - (start.tokens.length - first.tokens.length);
  if (more.tokens.length === 0 || more.tokens.length === whole || A_PART.test(seen(more))) return null;
  // "and the other one to sunday"
  const [, who = '', when = ''] = /^(.+?) (?:to|for|on|until|till|at) (.+)$/i.exec(raw(more)) ?? [];
  const changes = who !== '' ? (readWholeWhen(when, context) ?? readWholeWhen(`at ${when}`, context)) : null;
  return changes === null
    ? again(act, more, context)
    : again({ intent: 'update', target: IT, changes }, phraseOf(who), context);
};

const NOT_DONE =
  /^(?:(?:oh|no|wait|sorry|actually|hmm|it is|that is|this is|i am) )*(?:not (?:yet )?(?:done|finished|complete|completed)(?: (?:yet|sorry|actually|after all|with (?:it|that)))*|not (?:quite )?yet(?: (?:actually|sorry|though|to be honest))*(?: (?:i|we|he|she|they|it|only|just) .*)?|(?:i|we) (?:have )?(?:lied|was wrong|were wrong))$/;
const OOPS =
  /^(?:oops|ups|whoops|oh no|wrong|wrong one|wrong task|damn|mistake|my mistake|my bad)(?: (?:oops|sorry|wrong|one|no))*$/;

/** What was done is taken back, or done after all. */
const takenBack: Reader = ({ text, message, before: { act } }) => {
  const said = seen(message);
  if (act.intent === 'complete' && NOT_DONE.test(said)) return [{ intent: 'reopen', target: IT }];
  if (OOPS.test(said)) return [{ intent: 'undo' }];
  if (DONE_TOO.test(seen(phraseOf(/^[^,.!;]*/.exec(text)?.[0] ?? text))))
    return [{ intent: 'complete', target: IT }];
  const needed = act.intent === 'delete' && STILL_NEEDED.test(said);
  return needed || (TAKES_BACK.test(said) && said.split(' ').length <= 12) ? [{ intent: 'undo' }] : null;
};

const OTHER_WORD =
  /^(?:.* )?instead of (?<old>\S+(?: \S+){0,4}?) (?:you )?(?:please )?(?:put|write|say|use|have) (?<next>\S+(?: \S+){0,4})$/;

/** "instead of cancel put reschedule", of a word of what was just written. */
const otherWord = (act: Act, message: Phrase): string | null => {
  const title = writtenTitle(act);
  const { old, next } = OTHER_WORD.exec(words(dropEnd(message, TAIL)).toLowerCase())?.groups ?? {};
  const at = ` ${title?.toLowerCase()} `.indexOf(` ${old} `);
  return title === undefined || old === undefined || next === undefined || at === -1
    ? null
    : cleanTitle(`${title.slice(0, at)}${next}${title.slice(at + old.length)}`);
};

const STARRED =
  /^\s*(?:\*+\s*(?<next>[^,;.!?*]+?)|(?<ended>[^,;.!?*]+?)\s*\*+)(?:,? not (?:the )?(?<old>[^,;.!?*]+?))?\s*$/u;
/** "*phone, not write", "*uncle", "*phone uncle femi": a word or the whole of the title that was just written, put right. */
const starredTitle = (title: string | undefined, text: string): string | null => {
  const { next, ended, old } = STARRED.exec(text)?.groups ?? {};
  const said = next ?? ended;
  if (title === undefined || said === undefined || NO_OBJECT.test(said.toLowerCase())) return null;
  const own = said.toLowerCase().split(/\s+/);
  const shared = title
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.length > 2 && own.includes(word));
  if (own.length > 1 && shared) return cleanTitle(said);
  const changed = own.length > 1 && old === undefined ? null : withWord(title, said, old);
  return changed === null ? null : cleanTitle(changed);
};
/** "I mean 'the big one', correct it please", "sorry, grandpa" */
const otherTitle: Reader = ({ text, message, before: { act }, context }) => {
  if (act.intent !== 'add' && act.intent !== 'update') return null;
  // "not the parcel but the letter"
  const { old = '', next = '' } = NOT_BUT.exec(raw(message))?.groups ?? {};
  const having = (context.titles ?? []).flatMap((text) => {
    const changed = old === '' ? null : titleWithout(text, old, next);
    return changed === null ? [] : [{ text, title: changed }];
  });
  const [named, ...others] = having;
  if (named !== undefined && others.length === 0)
    return [
      { intent: 'update', target: { kind: 'title', text: named.text }, changes: { title: named.title } },
    ];
  const starred = starredTitle(writtenTitle(act), text);
  if (starred !== null) return ofIt({ title: starred });
  const replaced = otherWord(act, message);
  if (replaced !== null) return ofIt({ title: replaced });
  const [quote, ...quotes] = message.tokens.filter(({ kind }) => kind === 'quote');
  const renames =
    /\b(?:correct|mean|meant|should|rename|change|instead|rather|call)\b|^(?:(?:no|sorry|oops) )*it is Q$/.test(
      seen(message),
    );
  if (quote !== undefined && quotes.length === 0 && renames)
    return ofIt({ title: cleanTitle(message.text.slice(quote.start + 1, quote.end - 1)) });
  const title = otherObject(act, message) ?? namedAnew(message);
  return title === null ? null : ofIt({ title });
};

const namedAnew = (message: Phrase): string | null => {
  const anew = dropStart(message, NAMED_ANEW);
  const title = cleanTitle(words(dropEnd(anew, TAIL)));
  return anew.tokens.length < message.tokens.length &&
    title !== '' &&
    !/^(?:due|for|at|on)\b/.test(seen(anew)) &&
    seen(anew).split(' ').length > 1
    ? title
    : null;
};

/** "and one to buy candles", behind a new task */
const afterAdd: Reader = ({ message, before: { act }, context, understand }) => {
  if (act.intent !== 'add') return null;
  const another = dropStart(message, ONE_MORE);
  if (another.tokens.length === 0 || another.tokens.length === message.tokens.length) return null;
  const { earlier: _, ...alone } = context;
  const added = understand(`add ${raw(another)}`, alone);
  return added.every(({ intent }) => intent === 'add') ? added : null;
};

const changedAgain: Reader = ({ message, before, context }) => {
  const changes = readAmended(message, before, context);
  return changes === null ? null : ofIt(changes, message);
};

const READERS: readonly Reader[] = [moreOfIt, takenBack, changedAgain, otherTitle, afterAdd];

const withoutStop = (text: string): string =>
  text.replace(/[\s,.!?]*(?:please|thanks|thank you)?[\s,.!?]*$/i, '');

/** "new task for sunday": what was said of it before its title. */
const slotsOf = (said: string, earlier: string, context: Context): string => {
  const due = findDue(said, context) === null ? findDue(earlier, context) : null;
  const [tag = ''] = /(?<!\S)#\p{L}[\p{L}\p{N}_-]*/u.exec(earlier) ?? [];
  const [, level] = /\b(urgent|high|low|medium)\b/i.exec(earlier) ?? [];
  return [
    ...(due === null ? [] : due.spans.map(({ start, end }) => `, ${earlier.slice(start, end).trim()}`)),
    ...(level === undefined ? [] : [`, ${/urgent/i.test(level) ? 'high' : level} priority`]),
    ...(tag === '' ? [] : [` ${tag}`]),
  ].join('');
};

/** The answer to what was asked about a wish that left something open: "remind me" – "to pay the rent". */
const answered = (
  { intents, earlier, message }: { intents: readonly Intent[]; earlier: string; message: Phrase },
  alone: Context,
  understand: Understand,
): Intent[] | null => {
  const last = intents.at(-1);
  if (last?.intent !== 'unclear' || last.about === undefined) return null;
  if (last.about === 'add') {
    // "Should that be a task?" is answered by yes or no; "what should the task say?" by its words.
    if (last.asks !== 'title') return null;
    const said = raw(message).replace(/^(?:to|that|about|it is|just)\s+/i, '');
    const added = understand(`add ${said}${slotsOf(said, earlier, alone)}`, alone);
    return added.every(({ intent }) => intent === 'add') ? added : null;
  }
  const said = raw(bare(withoutManners(message)));
  const whole = withoutStop(earlier);
  const read = [`${whole} ${said}`, `${whole} to ${said}`].map((joined) => understand(joined, alone));
  return read.find((one) => settled(one) && one.length === intents.length) ?? null;
};

/** Deeds that are also what is done to tasks; "delete" and "mark" are said of tasks alone. */
const DOES_AT_HOME =
  /^(?:to )?(?:set up|put up|make|write|record|remove|drop|clear|clean|finish|complete|cancel|scrap|bin|throw|take|get|cut|kill|wipe|close|do|wrap|chuck|toss|dump|ditch|empty|strike|pull|lose|erase|shred|axe|end)\b(?!.* (?:done|finished|completed|my list|the list)$)/;
const ASKS_TO_RENAME = /\b(?:rename|call|name|title|wording)\b/;

/** "What should the task say?" – "remove the wasp nest": a title, whatever its verb would mean alone. */
export const readTitleAnswer = (text: string, context: Context, understand: Understand): Intent[] | null => {
  const { earlier: history, formerly, ...alone } = context;
  const earlier = history?.at(-1);
  if (history === undefined || earlier === undefined || text.length > LONGEST_SAID) return null;
  const message = trimMarks(phraseOf(text));
  if (!DOES_AT_HOME.test(seen(message))) return null;
  const titles = formerly ?? alone.titles ?? [];
  const intents = understand(withoutAsides(earlier, context), {
    ...alone,
    titles,
    earlier: history.slice(0, -1),
  });
  const last = intents.at(-1);
  const isAsked =
    last?.intent === 'unclear' &&
    (last.about === 'add'
      ? last.asks === 'title'
      : last.asks === 'what' && ASKS_TO_RENAME.test(seen(phraseOf(earlier))));
  if (!isAsked) return null;
  const read = understand(text, alone);
  const isOfWords = read.every(
    (one) =>
      one.intent === 'add' ||
      ((one.intent === 'delete' || one.intent === 'complete') &&
        one.target.kind === 'title' &&
        !namesTask(message)),
  );
  if (!isOfWords) return null;
  if (last.about === 'add') return answered({ intents, earlier, message }, alone, understand);
  const renamed = understand(`${withoutStop(earlier)} to ${raw(message)}`, alone);
  return renamed.every((one) => one.intent === 'update' && one.changes.title !== undefined) ? renamed : null;
};

/** "half an hour earlier please", "it's at 4 not 3", behind a list: more than what would narrow that. */
const ofTheOneShown = (message: Phrase, context: Context): Changes | null => {
  const list: Act = { intent: 'search', text: '' };
  const changes = readAmended(message, { act: list, all: [list], undone: false }, context);
  if (changes === null || DOES_MORE.test(seen(message)) || OF_A_LIST.test(seen(message))) return null;
  return changes.shift !== undefined ||
    clears(changes) ||
    /^(?:it|that)\b/.test(seen(dropStart(message, NOISE_START)))
    ? changes
    : null;
};

/** Narrows a list: "only the ones without a date". */
const OF_A_LIST = /\b(?:ones?|those|these|which|what|any(?:thing)?|tasks|only|show|list)\b/;

const NARROWS =
  /^(?:(?:and|but|ok|now|so|please|show|me|give|list|then) )*(?:only|just)\b|\b(?:of|from|among) (?:them|those|these)\b/;

/** "which of those have no date?", "only the high ones": of the list that was asked for before. */
export const withinThoseListed = (
  text: string,
  now: readonly Intent[],
  { earlier = [], formerly: _, ...alone }: Context,
  understand: Understand,
): Intent[] | null => {
  const [only, ...others] = now;
  if (only?.intent !== 'list' || others.length > 0 || !NARROWS.test(seen(phraseOf(text)))) return null;
  const last = understand(withoutAsides(earlier.at(-1) ?? '', alone), {
    ...alone,
    earlier: earlier.slice(0, -1),
  }).at(-1);
  if (last?.intent !== 'list') return null;
  const { due, on, to, ...rest } = last.filter;
  const days = 'due' in only.filter || 'on' in only.filter || 'to' in only.filter;
  const kept = days ? rest : last.filter;
  return [
    {
      ...only,
      status: only.status === 'all' ? last.status : only.status,
      filter: { ...kept, ...only.filter },
    },
  ];
};

const ALL_OF_THEM = /^(?:all|them|they|those|these|both|everything|the lot|lot|of)$/;

const MOVES =
  /\b(?:to|until|till|move|push|shift|make|do|put|set|change|delay|postpone|reschedule|bump|snooze)\b/;

/** "all to friday then", "they can all wait until sunday": of the list that was shown. */
const ofThoseShown = (message: Phrase, context: Context, understand: Understand): Intent[] | null => {
  const { earlier = [], formerly: _, ...now } = context;
  const last = understand(withoutAsides(earlier.at(-1) ?? '', context), {
    ...now,
    earlier: earlier.slice(0, -1),
  });
  if (last.at(-1)?.intent !== 'list') return null;
  const tokens = message.tokens.filter(({ seen: word }) => !ALL_OF_THEM.test(word));
  const one = tokens.length < message.tokens.length ? null : ofTheOneShown(message, context);
  if (one !== null) return ofIt(one);
  if (tokens.length === message.tokens.length || DOES_MORE.test(seen(message)) || !MOVES.test(seen(message)))
    return null;
  const changes = changeAlone(bare({ ...message, tokens }), context);
  return changes === null ? null : [{ intent: 'update', target: { kind: 'them' }, changes }];
};

/** "hey, friday": what is said first says nothing. */
const withoutFirst = (text: string): string =>
  text.replace(/^\s*\p{L}{2,5}[,!.]+\s+(?=\S)/u, (word) =>
    /^\s*(?:no|yes|and|also|plus|same|ok|wait|sorry)\b/i.test(word) ? word : '',
  );

/** What a message means after the one before it, where it does not stand for itself; null when it has nothing to do with it. */
export const readFollowUp = (text: string, context: Context, understand: Understand): Intent[] | null => {
  const { earlier: history, formerly, ...alone } = context;
  const earlier = history?.at(-1);
  if (history === undefined || earlier === undefined) return null;
  const message = trimMarks(phraseOf(withoutFirst(text.replace(IS_BETTER, '$1 is'))));
  if (bare(withoutManners(message)).tokens.length === 0) return null;
  const then = { ...alone, titles: formerly ?? alone.titles ?? [] };
  const intents = understand(earlier, { ...then, earlier: history.slice(0, -1) });
  if (intents.at(-1)?.intent === 'unclear') return answered({ intents, earlier, message }, alone, understand);
  const before = goneBefore(context, understand);
  if (before === null) return null;
  const turn = { text, message, before, context, understand };
  for (const read of READERS) {
    const found = read(turn);
    if (found !== null) return found;
  }
  return null;
};
