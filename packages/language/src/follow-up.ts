import { findDue, readWholeWhen, toWhen } from './dates/find-due.js';
import { readNextTo, readShift } from './dates/shift.js';
import { DEEDS } from './deeds.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Due, Intent, Reference, Shift } from './intent.js';
import { isWhole } from './kinds.js';
import { peel, plainly, withoutEnd, withoutManners } from './manners.js';
import { NUMBERS } from './numbers.js';
import { dropEnd, dropStart, markAt, namesTask, splitAt, trimMarks, words } from './phrases.js';
import { readReferences } from './reference.js';
import { clears, readChangeParts } from './rules/change-parts.js';
import { isExplicit } from './rules/target.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen, slice } from './sentence.js';
import { cleanTitle } from './title.js';
import { isTitle, matchTitles, titlesWithin } from './titles.js';

/** Short messages that go on with what was said before: "friday", "the rent too", "no, 3", "and one to buy candles". */

type Understand = (text: string, context: Context) => Intent[];

/** Said in dismay or haste, around what is meant: "argh no wait", "omg sorry". */
const NOISE =
  'a+h+|a+r+g+h*|u+g+h+|o+h+|e+h|e+h?m+|e+r+m*|e+k|h+m+|u+m+|u+h+|omg|god|gosh|dear|man|jeez|oops|ups|whoops|shit|crap|damn|dammit|fuck|fucking|blast|shoot|bugger|bother|rats|snap|good grief|gosh|geez|whoa|o+f|u+f+|bah|gah|tut|ahem|hold up|yikes|wtf|lol|haha|jk|sry|sorry|so sorry|pardon(?: me)?|excuse me|forgive me|(?:my )?apologies|i (?:am sorry|apologi[sz]e)|my (?:bad|mistake)|silly me|n+o+|nope|nono|nah|wait(?: (?:up|a (?:sec|second|minute|moment)))?|hang on|hold on|one (?:moment|sec|second)|well|so|ok|okay|alright|actually|correction|(?:on |at |upon )?second thoughts?|come to think of it|thinking about it|(?:i )?changed my mind|scratch that|hey|right|yes|yeah|and|but|then|also|please|now|btw';
const LEAD = new RegExp(
  `^(?:(?:${NOISE}|(?:would|could|can|might|may|is)(?= (?:on |at )?\\S+(?: \\S+){0,2} (?:(?:be|also|still) )*(?:possible|doable|feasible|ok|okay|fine|alright|work|better)\\b)|(?:would|could|can|might|may) (?:it|that) be(?: (?:on|at|for|by))?|let us (?:say|do|make it)|say|maybe better|better|rather|or(?= (?:rather|better|maybe|even|perhaps)\\b)|(?:can|could|would|will) (?:we|you)(?: (?:say|do))?|i (?:would|wanted to|should have) sa(?:y|id)|i (?:mean|meant|wanted|want|need)(?: to say)?|(?:earlier )?(?:i|we) (?:have )?(?:said|agreed|typed|wrote|put)(?: on)?|let it be|instead|back to|(?:the )?wrong (?:time|day|date)|i (?:can|need to|have to|will|must) do it|meant|its|(?:it|that|this|the (?:time|date)|time) (?:is|was|should be|must be|has to be|needs to be|starts|got moved)|should be|how about|what about|try|kindly|(?:make|set|change|move|put|do|schedule|push|shift|bump|switch|correct|update|reschedule|leave|keep) (?:it|that|this|that one|the date|the time)(?: (?:to|for|at|on|be|a))?|(?:change|correct) to|with|for|due|to) )+(?=\\S)`,
);
const TAIL =
  / (?:(?:be |also |still )*(?:possible|doable|feasible)(?: for you)?|be (?:ok|okay|fine|alright|better)|work(?: too| also)?|instead|please|if possible|if you can|then|thanks|thank you|(?:is|was|would be|would|works|sounds|suits me|fits|will be) (?:(?:much|even|probably|actually) )*(?:better|fine|good|ok|okay|best|enough|perfect|great|plenty|easier|right|it)|suits? me (?:better|more)|it is|will do|is what i meant|i (?:mean|meant)|really|better|rather|actually|works|i think|i guess|as well|too|tho|though|after all|obviously|of course|ofc|duh|altogether|completely|entirely|at all|sorry|now|for that|for it|will you|ok|okay|lol|haha|btw|by the way|pls|plz)$/;

const bare = (phrase: Phrase): Phrase => {
  let left = trimMarks(phrase);
  for (let round = 0; round < 6; round += 1) {
    const less = trimMarks(dropEnd(trimMarks(dropStart(left, LEAD)), TAIL));
    if (less.tokens.length === 0 || less.tokens.length === left.tokens.length) break;
    left = less;
  }
  return left;
};

const MORE_START =
  /^(?:(?:ok|okay|oh|yes|so|now|then|please|actually|and(?= (?:do|repeat|apply|can|could)\b)) )*(?:and (?:also )?|also |plus |so (?:too )?(?:is|are|was|were|did|does) |so too |likewise (?:for |with )?|ditto (?:for |with )?|(?:the )?same (?:thing |again )?(?:for|with|goes for|applies to|to) |(?:(?:can|could) you )?(?:do|repeat|apply) (?:the same|that|it|this) (?:thing )?(?:for|with|to) |(?:and )?(?:what|how) about )/;
const MORE_END = / (?:too|as well|also|likewise|same)$/;
const PLEASE = /[ ,]+(?:please|thanks|thank you)$/;
const ONE_MORE =
  /^(?:(?:ok|okay|oh|yes|so|now|then|please) )*(?:and|also|plus)(?: (?:also|then|please|one|another|another one|one more|a task|another task|a reminder|add|remind me))* (?:to |for |about )?(?=\S)/;

const settled = (intents: readonly Intent[]): boolean =>
  intents.length > 0 &&
  intents.every(
    ({ intent }) => !['unknown', 'unclear', 'choose', 'greeting', 'thanks', 'help'].includes(intent),
  );

const oneTarget = (phrase: Phrase, context: Context): Reference | null => {
  const references = readReferences(phrase, context);
  const [reference, ...more] = references === 'unclear' ? [] : references;
  return reference === undefined || more.length > 0 || !isExplicit(phrase, context) ? null : reference;
};

const TIMES = /^(?:at )?(?<hour>\d{1,2})(?:[:.](?<minute>\d\d))?(?:ish)?$/;

/** "8" after half past seven in the evening is in the evening. */
const sameHalf = (time: string | null, before: string): string | null => {
  const hour = Number(time?.slice(0, 2) ?? 24);
  return time !== null && hour < 12 && before >= '18:00' ? `${hour + 12}${time.slice(2)}` : time;
};

const HALF = /^[ap]\.?m\.?$/i;
/** "am", "pm" of the hour that was said before. */
const inHalf = (half: string, time: string): string => {
  const hour = Number(time.slice(0, 2)) % 12;
  return `${String(/^a/i.test(half) ? hour : hour + 12).padStart(2, '0')}${time.slice(2)}`;
};

/** "only the day", "the day is enough": no time any more. */
const ONLY_DAY =
  /^(?:(?:only|just) )+(?:the |a )?(?:day|date)$|^(?:only |just )?the (?:day|date)(?: (?:alone|only|itself|is|enough|fine|will|do|would))+$|^no (?:fixed |special |particular )?time$/;
/** Said of what stays. */
const SAME =
  /^(?:(?:at|with|on) )?(?:the )?same (?:time|hour|day|date|place|priority|tags?)(?: (?:as before|of course|though|please))*$/;

/** Of a task that has a day it is said of that day. */
const DAY_PART =
  /^(?:(?:in|at|during|for|by) )?(?:the )?(?:early |late )?(?:morning|afternoon|evening|noon|midday|lunch ?time|night)$/i;

/** "saturday's better" */
const IS_BETTER =
  /(\p{L}{3,}|\d)['’]s(?= (?:(?:much|even|probably|actually) )*(?:better|enough|fine|good|ok|okay|best|perfect|great|plenty|easier|right))/giu;

const dueBefore = (before: Intent): Due | null | undefined =>
  before.intent === 'add'
    ? before.tasks.find(({ due }) => due?.time != null)?.due
    : before.intent === 'update'
      ? before.changes.due
      : undefined;

/** What a few words alone change of the task that was spoken of. */
const readChange = (phrase: Phrase, before: Intent, context: Context): Changes | null => {
  const text = words(phrase)
    .replace(/^(?:the )?weekend$/i, 'this weekend')
    .replace(/(?<=day|tomorrow|tonight|morning|noon|evening|week)['’]s$/i, '');
  const hadDue = dueBefore(before);
  const had = hadDue?.time;
  const when = readWholeWhen(text, context);
  if (when !== null) return DAY_PART.test(text) ? { ...when, timeOnly: true } : when;
  const hour = NUMBERS.indexOf(text.toLowerCase()) + 1;
  const said = hour >= 1 && hour <= 12 ? String(hour) : text;
  if (TIMES.test(said) && had != null) {
    const at = findDue(`at ${said.replace(/^at |ish$/g, '')}`, context);
    if (at !== null) return toWhen({ ...at, due: { ...at.due, time: sameHalf(at.due.time, had) } });
  }
  if (hadDue != null && had != null && HALF.test(text))
    return { due: { on: hadDue.on, time: inHalf(text, had) }, timeOnly: true };
  const shift = readShift(seen(phrase)) ?? readNextTo(seen(phrase));
  if (shift !== null) return { shift };
  if (hadDue != null && /^(?:the )?(?:next|following)(?: one)?$/.test(seen(phrase)))
    return { shift: { count: 7, unit: 'day' } };
  if (ONLY_DAY.test(seen(phrase))) return { noTime: true } as const;
  const priority = readLevel(
    seen(phrase)
      .replace(/^(?:a|an|very|really) /, '')
      .replace(/[- ]?priority$/, ''),
  );
  if (priority !== null) return { priority };
  if (/^no priority$/.test(seen(phrase))) return { priority: null };
  if (/^no (?:due )?(?:date|deadline)$/.test(seen(phrase))) return { due: null };
  const tags = text.match(/#[\p{L}\p{N}_-]+/gu);
  if (tags !== null && /^(?:#[\p{L}\p{N}_-]+[\s,]*(?:and\s+)?)+$/u.test(text))
    return { addTags: tags.map((tag) => tag.slice(1)) };
  return null;
};

/** What words alone change, where none of them names a task. */
const changeAlone = (phrase: Phrase, context: Context): Changes | null => {
  const parts = readChangeParts(phrase, context);
  return parts?.target.tokens.length === 0 ? parts.changes : null;
};

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
  if (again && first.toLowerCase() !== deed.toLowerCase() && !NAMED_ANEW.test(seen(end)))
    return cleanTitle(`${deed} ${said}`);
  const plain = /^[\p{L}'’-]+$/u.test(said) && !NO_OBJECT.test(seen(end));
  return plain && objects.length === 1 ? cleanTitle(`${deed} ${said}`) : null;
};
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

/** What a message goes on with. */
interface Before {
  /** Of the turn that did something: the last of its wishes, and all. */
  act: Act;
  all: readonly Intent[];
  /** It was taken back since. */
  undone: boolean;
}
type Act = Exclude<Intent, { intent: 'unknown' }>;
const ACTS = ['add', 'complete', 'reopen', 'delete', 'update', 'show', 'restore', 'search'];
const isAct = (intent: Intent): intent is Act => ACTS.includes(intent.intent);
/** Said between what was done and what goes on with it. */
const BETWEEN = ['unknown', 'yes', 'choose', 'thanks', 'greeting'];

/** The last turn that did something, where nothing but an answer, an undo or thanks came after it. */
const goneBefore = (context: Context, understand: Understand): Before | null => {
  const { earlier = [], formerly, ...now } = context;
  const then = { ...now, ...(formerly === undefined ? {} : { titles: formerly }) };
  let undone = false;
  for (let place = earlier.length - 1; place >= 0; place -= 1) {
    const all = understand(plainly(earlier[place] ?? ''), { ...then, earlier: earlier.slice(0, place) });
    // "bring it back" undoes, too.
    const back = all.some(
      (one) => one.intent === 'undo' || (one.intent === 'restore' && one.target.kind === 'it'),
    );
    const act = back ? undefined : all.findLast(isAct);
    if (act !== undefined) return { act, all, undone };
    if (!back && !all.every(({ intent }) => BETWEEN.includes(intent))) return null;
    undone ||= back;
  }
  return null;
};

/** Begins a reason, and what is no longer so: "saturday so i can sleep in", "5 not 4". */
const PARTS_BEGIN =
  /^(?:(?:so|as|since|when|if|because|cos|bc|cause|cuz|coz|otherwise) (?:that )?(?:i|he|she|they|it|we|you|the|my|her|his|our|that|there)\b|because\b|bc\b|cos\b|otherwise\b|and\b|but\b|(?:and )?not\b|instead of\b|rather than\b)/;
const NO_LONGER =
  /^(?:and |but )?(?:not|it is not|instead of|rather than)(?: (?:on|at|the|my|number|task))* /;
/** A wish of its own, and no more of the change that was corrected. */
const ANOTHER_WISH =
  /^(?:(?:and|also|then|please|now) )*(?!add (?:the )?(?:tag|label))(?:add|create|new|remind|delete|remove|mark|tick|check|cross|complete|finish|rename|show|list|undo|what|which|how)\b/;
const DOES_MORE =
  /\b(?!add (?:the |a )?(?:tag|label))(?:delete|remove|scrap|clear|cancel|drop|lose|erase|take|done|finished|undo|revert|add|remind|mark|back|show|list)\b/;
const MOST_CORRECTED = 28;

const ENDS_PART = /^[.,;!?…–—-]$/;
const partsOf = (message: Phrase): Phrase[] => {
  const begins = (index: number): boolean => PARTS_BEGIN.test(seen(slice(message, index, index + 3)));
  const parts: Phrase[] = [];
  let from = 0;
  message.tokens.forEach((_, index) => {
    const mark = ENDS_PART.test(markAt(message, index));
    if (!mark && (index === from || !begins(index))) return;
    parts.push(slice(message, from, index));
    from = mark ? index + 1 : index;
  });
  parts.push(slice(message, from));
  return parts.map(trimMarks).filter(({ tokens }) => tokens.length > 0);
};

const isOnlyNoise = (phrase: Phrase): boolean =>
  new RegExp(`^(?:(?:${NOISE}|i mean|i meant|thanks|thank you) )*$`).test(`${seen(phrase)} `);

/** "good grief, monday": a few words before a comma. */
const isExclaimed = (part: Phrase, { tokens }: Phrase): boolean =>
  part.tokens[0] === tokens[0] && part.tokens.length <= 3 && part.tokens.length < tokens.length;

const merged = (one: Changes, more: Changes): Changes => {
  const [a, b] = [one.due, more.due];
  if (a == null || b == null) return { ...one, ...more };
  const { timeOnly: _, ...others } = { ...one, ...more };
  // "saturday, 9pm"
  if (more.timeOnly)
    return { ...others, due: { on: a.on, time: b.time }, ...(one.timeOnly && { timeOnly: true }) };
  return { ...others, due: one.timeOnly && b.time === null ? { on: b.on, time: a.time } : b };
};

/** "omg sorry i meant saturday, she's working, and tag it fun": what is changed of that which was just done. */
const readAmended = (message: Phrase, { act }: Before, context: Context): Changes | null => {
  if (!['add', 'update', 'show', 'search'].includes(act.intent)) return null;
  // "only the ones without a date" is of several.
  if (/\bones\b/.test(seen(message))) return null;
  let changes: Changes | null = null;
  for (const part of partsOf(message)) {
    const said = bare(part);
    if (isOnlyNoise(part) || SAME.test(seen(said))) continue;
    const old = dropStart(said, NO_LONGER);
    if (old.tokens.length < said.tokens.length && changeOf(old, act, context) !== null) continue;
    const next =
      changeOf(said, act, context) ??
      changeAlone(part, context) ??
      (ONLY_DAY.test(seen(part)) ? { noTime: true } : null);
    if (next !== null) changes = changes === null ? next : merged(changes, next);
    else if (ANOTHER_WISH.test(seen(said)) || (changes === null && !isExclaimed(part, message))) return null;
  }
  return changes;
};

const changeOf = (said: Phrase, act: Act, context: Context): Changes | null =>
  readChange(said, act, context) ?? changeAlone(said, context);

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

const MEANT =
  /^(?:(?:i (?:(?:meant|mean|wanted)(?: to (?:say|mark|tick))?|said|have done|did)|meant|(?:it|that) (?:was|is)|its|(?:(?:it|that) )?should have been|do|did|instead|now|only|just) )+(?=\S)/;
const MEANT_DONE = /^(?:mark|tick(?: off)?|check(?: off)?|complete) (?=\S)/;
const IS_MEANT =
  / (?:(?:that |which )?i (?:wanted|meant|want|mean) (?:to (?:\w+|say)|done|gone|moved)|instead|i mean|i meant|rather|please|(?:is|was) (?:the (?:right )?one|what) i (?:did|meant|have done)|(?:is|was) meant|that (?:i|we) meant|that is done|i did|is it|it is|(?:is|was) the right one|of course|actually|sorry|pls|plz|lol)$/;
const WRONG =
  /^(?:(?:it|that|this) (?:was|is) )?(?:(?:the )?wrong(?: (?:one|task))?|not (?:that|it|this)(?: one)?|a mistake)$/;
const IN_PLACE =
  /^(?:the )?other\b(?!.* (?:too|also|as well)\b)|\b(?:no+|nope|nono|not|wait|sorry|oops|ups|whoops|meant|mean|wrong|actually|instead|should have|wanted|argh)\b/;

/** "bring that back", "2 isn't done": what was done is to be as before. */
const TAKEN_BACK =
  /^(?:(?:bring|put|get|give|take|set|turn|have|want|need) (?:me )?(?<one>.+) back(?: .{1,20})?|(?:undo|undelete|restore|revert|reopen|untick|uncheck|unmark|bring back|put back|keep|leave|(?:i )?still (?:need|want)|do not (?:delete|remove|touch|change|move|tick|mark)) (?<other>.+?)(?: (?:open|again|alone|there|in|please|on the list|as (?:it is|it was|is)))*|(?<open>.+) (?:(?:is|was) (?:not|still) (?:\S+)(?: (?:yet|at all))?|stays?(?: .{1,20})?))$/;

/** Without what says no more than that it was not to be: "bring that back, I meant 3", "no, 3. 2 isn't done". */
const withoutTakenBack = (message: Phrase, act: Act, context: Context): Phrase => {
  const known = withFormer(context);
  const isTakenBack = (part: Phrase): boolean => {
    const said = dropStart(part, NOISE_START);
    // "undo! meant 2"
    if (/^undo(?: (?:it|that|this))?$/.test(seen(said)) && /\bmeant\b/.test(seen(message))) return true;
    const match = TAKEN_BACK.exec(seen(said))?.groups;
    const one = match?.one ?? match?.other ?? match?.open;
    const [named, ...more] = one === undefined ? [] : referencesTo(phraseOf(one), known);
    return (
      named !== undefined &&
      more.length === 0 &&
      (named.kind === 'it' || ('target' in act && isSameTask(named, act.target)))
    );
  };
  const back = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index))).filter(isTakenBack);
  const gone = new Set(back.flatMap(({ tokens }) => tokens));
  return { ...message, tokens: message.tokens.filter((token) => !gone.has(token)) };
};

/** "cancel sat, sunday": the day that was said before is no task. */
const withoutOldDay = (message: Phrase, context: Context): Phrase => {
  const parts = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index)));
  const old = parts.filter((part) => {
    const day = dropStart(dropStart(part, NOISE_START), OLD_DAY);
    return day.tokens.length < part.tokens.length && readWholeWhen(words(day), context) !== null;
  });
  const gone = new Set(old.length === parts.length ? [] : old.flatMap(({ tokens }) => tokens));
  return trimMarks({ ...message, tokens: message.tokens.filter((token) => !gone.has(token)) });
};
const OLD_DAY = /^(?:cancel|scrap|forget|drop|remove|delete|strike|scratch|lose)(?: (?:the|this|that))? /;

/** With the tasks that were there before, too. */
const withFormer = (context: Context): Context => ({
  ...context,
  titles: [...(context.titles ?? []), ...(context.formerly ?? [])],
});
const referencesTo = (phrase: Phrase, context: Context): readonly Reference[] => {
  const references = readReferences(phrase, context);
  return references === 'unclear' ? [] : references;
};
const isSameTask = (one: Reference, other: Reference): boolean =>
  one.kind === 'title' && other.kind === 'title'
    ? matchTitles(one.text, [other.text]).sure || matchTitles(other.text, [one.text]).sure
    : JSON.stringify(one) === JSON.stringify(other);

/** The task that is put in the place of another: "no wait, the other one", "not 3, 4"; null when none is named. */
const readInstead = (message: Phrase, { act, undone }: Before, context: Context): Reference | null => {
  if (!('target' in act) || !(undone || IN_PLACE.test(seen(message)))) return null;
  const named: Reference[] = [];
  const known = withFormer(context);
  for (const part of partsOf(message)) {
    const said = peel(part, (left) => {
      const meant = dropEnd(dropStart(dropStart(left, NOISE_START), MEANT), IS_MEANT);
      // "no, but mark 2 as done" is no other deletion.
      return trimMarks(
        act.intent === 'complete'
          ? dropEnd(dropStart(meant, MEANT_DONE), / as (?:done|completed|finished)$/)
          : meant,
      );
    });
    if (isOnlyNoise(part) || WRONG.test(seen(said))) continue;
    const old = dropStart(said, NO_LONGER);
    if (old.tokens.length < said.tokens.length && oneTarget(old, known) !== null) continue;
    const target = oneTarget(said, context);
    if (target === null || target.kind === 'it' || target.kind === 'them') return null;
    // "no, the guest on monday", "the other one is for saturday" set a day of their own.
    const sets = act.intent === 'update' ? ['title'] : ['one', 'other'];
    if ([...sets, 'other'].includes(target.kind) && findDue(raw(said), context) !== null) return null;
    named.push(target);
  }
  return named.length === 1 ? (named[0] ?? null) : null;
};
const NOISE_START = new RegExp(`^(?:(?:${NOISE}) )+(?=\\S)`);

/** "keep 2", behind "delete 2". */
const asBefore = (act: Act): Intent[] =>
  act.intent === 'delete' && ['id', 'title'].includes(act.target.kind)
    ? [{ intent: 'restore', target: act.target }]
    : [{ intent: 'undo' }];

const REVERSE = { complete: 'reopen', delete: 'restore' } as const;

/** "oops not 3" of several that were done: that one is put back. */
const readBut = (message: Phrase, { act, all, undone }: Before, context: Context): Intent[] | null => {
  if (undone || !['complete', 'delete', 'update'].includes(act.intent) || !('target' in act)) return null;
  if (/\bundo\b/.test(seen(message))) return null;
  // "not that one, the other": what is meant instead is said; "4 isn't, only 2 is" leaves 2 as it is.
  const [only, ...others] = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index))).filter(
    (part) =>
      !isOnlyNoise(part) &&
      !(
        ONLY.test(seen(part)) && oneTarget(dropEnd(dropStart(part, ONLY), / (?:is|was)(?: done)?$/), context)
      ),
  );
  if (only === undefined || others.length > 0) return null;
  const said = peel(dropStart(only, NOISE_START), (left) =>
    trimMarks(dropEnd(dropEnd(left, TAKE_OFF), SORRY)),
  );
  const left = dropStart(
    dropEnd(
      said,
      / (?:yet|is still open|(?:is |was |does |should )?not(?: (?:be|done|finished))?(?: yet)?|was (?:wrong|not|a mistake))$/,
    ),
    NOT_THAT,
  );
  if (left.tokens.length === said.tokens.length) return null;
  const target = oneTarget(trimMarks(left), context);
  if (target === null || target.kind === 'it') return null;
  const many = all.length > 1 || ['ids', 'all', 'them'].includes(act.target.kind);
  if (act.intent === 'complete' || act.intent === 'delete')
    return [many ? { intent: REVERSE[act.intent], target } : { intent: 'undo' }];
  // What it was before is not known here: the same is done again, without it.
  if (act.target.kind !== 'ids' || target.kind !== 'id') return null;
  const ids = act.target.ids.filter((id) => id !== target.id);
  const [first] = ids;
  return first === undefined || ids.length === act.target.ids.length
    ? null
    : [
        { intent: 'undo' },
        { ...act, target: ids.length === 1 ? { kind: 'id', id: first } : { kind: 'ids', ids } } as Intent,
      ];
};
const ONLY = /^(?:only|just) (?=\S)/;
const SORRY = / (?:sorry|actually|though|tho|after all|my (?:mistake|bad)|oops|please|pls)$/;
const NOT_THAT = /^(?:not|except|only not|uncheck|without)(?: (?:number|task))? /;
const TAKE_OFF =
  /(?: (?:sorry|please))* (?:take|put|move|set|change) (?:it|that|this) (?:(?:off|away|back|out|there|again) ?)+$/;

/** "the dentist I need still, bring that one back", of several that were deleted or done. */
const readNeeded = (message: Phrase, { act, undone }: Before, context: Context): Intent[] | null => {
  if (undone || (act.intent !== 'delete' && act.intent !== 'complete')) return null;
  const { formerly = [], titles = [] } = context;
  const were = act.intent === 'delete' ? formerly.filter((title) => !titles.includes(title)) : titles;
  const [place, ...others] = titlesWithin(raw(message), were);
  const text = place === undefined ? undefined : were[place];
  return text === undefined || others.length > 0 || !NEEDED_BACK.test(seen(message))
    ? null
    : [{ intent: REVERSE[act.intent], target: { kind: 'title', text } }];
};
const NEEDED_BACK =
  /\b(?:(?:bring|put|get|give|take) (?:me )?(?:it|that|this)(?: one)? back|(?:(?:want|need) (?:it|that|this)(?: one)? back))\b/;

/** "put it back and mark it done instead", of what was just deleted or done. */
const readBackAnd = (
  text: string,
  { act, undone }: Before,
  context: Context,
  read: Understand,
): Intent[] | null => {
  const { rest = '' } = (undone ? null : BACK_AND.exec(text)?.groups) ?? {};
  if (rest === '' || (act.intent !== 'delete' && act.intent !== 'complete')) return null;
  const { earlier: _, ...alone } = context;
  const wishes = read(rest.replace(/\s+(?:instead|rather)\W*$/i, ''), alone);
  return wishes.every((one) => isWhole(one) && 'target' in one && one.target.kind === 'it')
    ? [{ intent: 'undo' }, ...wishes]
    : null;
};
const BACK_AND =
  /^\W*(?:(?:no+|oh|oops|wait|sorry|hmm+|actually|please|ok)\W+)*(?:(?:put|bring|get|take) (?:it|that|this)(?: one)? back|undo(?: (?:it|that|this))?|restore (?:it|that))(?:\s*[,.;!]+\s*(?:and |but )?|\s+(?:and|but)\s+)(?<rest>\S.*)$/i;

/** "sorry, only the 2nd" of several that were done: they are put back, and that one is done again. */
const readOnly = (message: Phrase, { act, all, undone }: Before, context: Context): Intent[] | null => {
  if (undone || !(act.intent === 'complete' || act.intent === 'delete' || act.intent === 'update'))
    return null;
  const said = trimMarks(dropEnd(dropStart(message, NOISE_START), SORRY));
  const one = dropStart(said, ONLY);
  const target = one.tokens.length < said.tokens.length ? oneTarget(one, context) : null;
  const several = all.length > 1 || ['ids', 'all', 'them', 'rest'].includes(act.target.kind);
  return target === null || !several || !all.every(({ intent }) => intent === act.intent)
    ? null
    : [{ intent: 'undo' }, { ...act, target }];
};

/** "and the priority too", "and the tag of the dentist", behind what took a part of a task away. */
const readGoneToo = (
  message: Phrase,
  { act }: Before,
  context: Context,
  read: Understand,
): Intent[] | null => {
  if (act.intent !== 'update' || !clears(act.changes)) return null;
  const part = dropEnd(dropStart(message, GONE_TOO), GONE_END);
  if (!A_PART.test(seen(part)) || part.tokens.length === message.tokens.length) return null;
  const { earlier: _, ...alone } = context;
  const found = read(`remove ${raw(part)}`, alone);
  return found.every((one) => one.intent === 'update' && clears(one.changes)) ? found : null;
};
const GONE_TOO = /^(?:(?:oh|ah|and|also|plus|then|please|ok) )+(?=\S)/;
const GONE_END = / (?:too|also|as well|please|while you are at it|if you do not mind)$/;
const A_PART =
  /^(?:(?:the|its|that|all) )*(?:(?:due )?date|day|deadline|time|hour|priority|(?:\S+ )?(?:tag|label)s?)(?: (?:of|from|off|on|for) \S.*)?$/;

/** Begins as a correction does, so that what was said before has to be known to read it. */
export const mayCorrect = (text: string): boolean => {
  const said = seen(trimMarks(phraseOf(text.slice(0, LONGEST_SAID))));
  return (
    NOISE_START.test(said) ||
    LEAD.test(said) ||
    NOT_THAT.test(said) ||
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
  const isHour = sets?.due !== undefined && !numbered && ['id', 'ordinal'].includes(target?.kind ?? '');
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
  const title =
    act.intent === 'add' ? act.tasks.at(-1)?.title : act.intent === 'update' ? act.changes.title : undefined;
  const { old, next } = OTHER_WORD.exec(words(dropEnd(message, TAIL)).toLowerCase())?.groups ?? {};
  const at = ` ${title?.toLowerCase()} `.indexOf(` ${old} `);
  return title === undefined || old === undefined || next === undefined || at === -1
    ? null
    : cleanTitle(`${title.slice(0, at)}${next}${title.slice(at + old.length)}`);
};

/** "I mean 'the big one', correct it please", "sorry, grandpa" */
const otherTitle: Reader = ({ message, before: { act } }) => {
  if (act.intent !== 'add' && act.intent !== 'update') return null;
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
    const added = understand(`add ${raw(message).replace(/^(?:to|that|about|it is|just)\s+/i, '')}`, alone);
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
  const intents = understand(plainly(earlier), { ...alone, titles, earlier: history.slice(0, -1) });
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
  const last = understand(plainly(earlier.at(-1) ?? ''), { ...alone, earlier: earlier.slice(0, -1) }).at(-1);
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
  const last = understand(plainly(earlier.at(-1) ?? ''), { ...now, earlier: earlier.slice(0, -1) });
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
