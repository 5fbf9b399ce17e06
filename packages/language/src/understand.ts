import { readAddParts } from './add-by-parts.js';
import { readRow } from './by-parts.js';
import { readUndone } from './by-words.js';
import { withoutChatter } from './chatter.js';
import { putRight, repaired, splitSlip, WITHDRAWN } from './corrections.js';
import { wallClock } from './dates/calendar.js';
import { readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { readException } from './exceptions.js';
import {
  readCorrection,
  readFollowUp,
  readMoreOfIt,
  readTitleAnswer,
  withinThoseListed,
} from './follow-up.js';
import { readTopic } from './groups.js';
import { withoutAsides } from './idle.js';
import type { Context, Intent } from './intent.js';
import { CHANGES, isOpen, isWhole, SPEAKS_OF_A_LIST, target, UNKNOWN } from './kinds.js';
import { lastLook, NOT_MEANT } from './last-look.js';
import { withLeftOut } from './left-out.js';
import {
  isDoubtful,
  isLost,
  readParts,
  readQuoted,
  readTitleFirst,
  readWords,
  withoutFalseDeletes,
} from './lost.js';
import { withoutManners } from './manners.js';
import { readMessage } from './message.js';
import { withoutNegated } from './negated.js';
import { changeWished, isNothingToDo, readOpening, withoutOpening } from './openings.js';
import { dropStart, trimMarks } from './phrases.js';
import { pieces } from './pieces.js';
import { withDoubts } from './plain-delete.js';
import { readReferences } from './reference.js';
import { splitShared } from './rules/add.js';
import { readGone } from './rules/fields-by-parts.js';
import { readSetting, SETS_NOTHING, taskOfDay } from './rules/settings-by-parts.js';
import { forTargets, isExplicit } from './rules/target.js';
import { asksForNew, readAnnounced, saidAsAdd, saidAsNeed } from './said-as-add.js';
import { saidAsChange } from './said-as-change.js';
import { saidAsReply } from './said-as-reply.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen } from './sentence.js';
import { readSlotLine } from './slot-line.js';
import { readSplitOff } from './split-off.js';
import { cleanTitle } from './title.js';
import { matchTitles, mentioned } from './titles.js';
import { withoutUnasked } from './unasked.js';
import { readOneChange, readWholeChange } from './whole-change.js';
import { readWordAway } from './word-away.js';
import { behindTakenBackYes } from './yes-and-no.js';

/** A message that takes a part of itself back, as it was meant in the end. */
const readSlip = (text: string, context: Context): Intent[] | null => {
  const withdrawn = text.length > LONGEST_SAID ? undefined : WITHDRAWN.exec(text)?.index;
  if (withdrawn !== undefined && readMessage(text.slice(0, withdrawn), context).some(isWhole))
    return [{ intent: 'unclear', asks: 'anything else' }];
  const slip = text.length > LONGEST_SAID ? null : splitSlip(text);
  if (slip === null) return null;
  const { said, instead, parted, words } = slip;
  const right = putRight(said, instead, context);
  if (right !== null) return understandAt(right, context);
  const before = readMessage(said, context);
  const [only] = before;
  const phrase = trimMarks(phraseOf(instead));
  // "bring that back, I meant 3" is not of 3.
  const back = only?.intent === 'restore' && only.target.kind === 'it';
  if (before.length === 1 && only !== undefined && 'target' in only && !back) {
    const references = readReferences(phrase, context);
    const [target] = references === 'unclear' ? [] : references;
    const pointed = /^(?:the|my) /.test(seen(phrase)) && seen(phrase).split(' ').length <= 6;
    if (target !== undefined && references.length === 1 && (pointed || isExplicit(phrase, context)))
      return [{ ...only, target } as Intent];
  }
  const one = narrowed(before, instead, context);
  if (one !== null) return [one];
  const after = readMessage(instead, context);
  const renamed =
    only === undefined || before.length > 1 || !parted ? null : otherTitle(only, instead, after, context);
  if (renamed !== null) return [renamed];
  // "trough fixed. nah scratch that, still leaking": why it is taken back.
  const isBack =
    STRONG.test(words) && before.every(isWhole) && after.every(({ intent }) => intent === 'unknown');
  if (isBack) return [{ intent: 'unclear', asks: 'anything else' }];
  const whole = after.every(({ intent }) => CHANGES.has(intent));
  if (!whole || !before.some(({ intent }) => CHANGES.has(intent))) return null;
  // "add milk, no wait, make it high priority": of the new task.
  if (only?.intent === 'add' && after.every((it) => 'target' in it && it.target.kind === 'it'))
    return [...before, ...after];
  // "delete the milk, no, don't, make it low": of the task that was named.
  const named = before.length === 1 && only !== undefined && 'target' in only ? only.target : null;
  return named === null
    ? after
    : after.map((intent) =>
        'target' in intent && intent.target.kind === 'it' ? ({ ...intent, target: named } as Intent) : intent,
      );
};

const STRONG =
  /\b(?:scratch|strike|cancel|forget|scrap) (?:that|tht)\b|\b(?:no|nah|oh|actually),? wait\b|\bwait,? (?:no|nah|actually)\b|\bhold on\b|\bhang on\b/i;

/** "the rent and the bike are done, no, only the rent": one of those that all the same was wished for. */
const narrowed = (before: readonly Intent[], instead: string, context: Context): Intent | null => {
  const [first] = before;
  const phrase = dropStart(phraseOf(instead), /^(?:only|just) (?=\S)/);
  if (first === undefined || !('target' in first) || phrase.tokens.length === phraseOf(instead).tokens.length)
    return null;
  if (!before.every((one) => one.intent === first.intent)) return null;
  if (!isExplicit(trimMarks(phrase), context)) return null;
  const references = readReferences(trimMarks(phrase), context);
  const [target] = references === 'unclear' ? [] : references;
  return target === undefined || references.length > 1 ? null : ({ ...first, target } as Intent);
};

const MOST_OF_A_TITLE = 6;
const NO_TITLE =
  /^(?:i|we|you|he|she|it|they|that|this|there|for|with|because|so|but|if|when|is|are|was|not|no|only|just|leave|keep|do|never|forget|cancel|stop|undo|drop|remove|delete|scrap|take|clear|skip|without|typo|wrong|my (?:bad|mistake)|what|which|how|why|in|on|at|by|to|about)\b/;

/** "add oat bran, scratch that, wheat germ", "rename 2 to oil the gate, no, grease the gate": other words of its title. */
const otherTitle = (
  only: Intent,
  instead: string,
  after: readonly Intent[],
  context: Context,
): Intent | null => {
  const said = seen(phraseOf(instead));
  if (NO_TITLE.test(said) || said.split(' ').length > MOST_OF_A_TITLE || /[,;?]/.test(instead)) return null;
  const [first, ...others] = only.intent === 'add' ? only.tasks : [];
  if (first !== undefined && others.length === 0 && !after.some(({ intent }) => CHANGES.has(intent))) {
    // "call mum, no, dad" is still a call.
    const [deed = ''] = first.title.split(' ');
    const isObject =
      !/["“”]/.test(instead) && DEEDS.has(deed.toLowerCase()) && !DEEDS.has(said.split(' ')[0] ?? '');
    const [next] = readMessage(`add ${isObject ? `${deed} ` : ''}${instead}`, context);
    const task = next?.intent === 'add' ? next.tasks[0] : undefined;
    if (task === undefined || only.intent !== 'add') return null;
    const { title, due, priority, tags } = task;
    return {
      ...only,
      tasks: [
        {
          ...first,
          title,
          due: due ?? first.due,
          priority: priority ?? first.priority,
          tags: tags.length === 0 ? first.tags : tags,
        },
      ],
    };
  }
  return only.intent === 'update' && only.changes.title !== undefined
    ? { ...only, changes: { ...only.changes, title: cleanTitle(instead) } }
    : null;
};

/**
 * What a message wants, in order; usually one thing. Never empty and never throws, whatever the text; what is not
 * understood is `unknown`, and then nothing may be changed. Takes time in proportion to the text.
 */
export function understand(text: string, context: Context): Intent[] {
  const { titles, tags, earlier, formerly } = context;
  const prepared = prepare(context);
  const key = JSON.stringify([text, titles, tags, earlier, formerly]);
  const known = prepared.messages?.get(key);
  if (known !== undefined) return [...known];
  const found = NOT_MEANT.test(text.slice(0, LONGEST_SAID))
    ? [...UNKNOWN]
    : understandSent(withoutAsides(text.replaceAll(GAP, ' ').replace(MARKS_AFTER_QUESTION, '?'), prepared), {
        ...prepared,
        clauses: new Map(),
      });
  prepared.messages?.set(key, found);
  return [...found];
}

/** Says no more than a short one. */
const GAP = /[^\S\n]{2,}/g;
const MARKS_AFTER_QUESTION = /\?[.!\s]+$/;

/** The context with what takes long to find out, so that a reader of several messages does so once. */
export const prepare = (context: Context): Context => ({
  ...context,
  wall: context.wall ?? wallClock(context.now, context.timeZone),
  dates: context.dates ?? new Map(),
  messages: context.messages ?? new Map(),
});

/** "add milk, add eggs, both for tomorrow" */
const readSharedAdds = (text: string, context: Context): Intent[] | null => {
  const shared = splitShared(text, context);
  const intents = shared === null ? [] : readMessage(shared.text, context);
  return shared === null || intents.length < 2 || intents.some(({ intent }) => intent !== 'add')
    ? null
    : intents.map((intent) =>
        intent.intent === 'add'
          ? { ...intent, tasks: intent.tasks.map((task) => ({ ...task, ...shared.more })) }
          : intent,
      );
};

/** Nothing was understood, or no more than that something may be to do. */
const wantsNothing = (intents: readonly Intent[]): boolean =>
  intents.every(
    (intent) =>
      intent.intent === 'unknown' || (intent.intent === 'unclear' && intent.asks === 'whether to add'),
  );

/** "oh man, the rent and the milk are done" */
const BEFORE_ROW = /^[^,.!?:]{1,30}[,.!:]\s+/;

/** "strip the dates off everything tagged choir": that tag is of no new task. */
const OF_A_GROUP =
  /\b(?:everything|(?:all|every|each|both|any)\b.*) (?:that is )?(?:tagged|with (?:the )?tag)\b/i;

/** "delete both of the tasks 1 and 2" */
const BOTH_NUMBERED = /\bboth (?:of )?(?:the )?tasks (?=#?\d)/i;

/** "task mow the lawn tomorrow", where there is none by that name */
const TASK_FIRST =
  /^(\s*(?:(?:please|pls|and|also|ok|another|one more)[\s,]+)*)task[,:]?\s+(?=(?!(?:of|for|from|on|in|at|to|with|without|about|is|was|are|has|have|can|should|called|named|titled|number|nr|no|one|two|three|four|five|list|done|finished|complete|completed|that|which|where|who|whose|and|or|due|by|need|needs|tagged)\b)[\p{L}’'-]{2,}\s+\S)/iu;
const asNewTask = (text: string, { titles = [] }: Context): string => {
  const rest = text.length > LONGEST_SAID ? text : text.replace(TASK_FIRST, '');
  return rest === text || mentioned(rest, titles).length > 0 ? text : text.replace(TASK_FIRST, '$1add task ');
};

/** By the rules, and where those leave it open by its parts. */
const understandAt = (message: string, context: Context): Intent[] => {
  const found = understandWhole(message, context);
  return readSplitOff(message, found, context, (part) => understandWhole(part, context)) ?? found;
};

/** With what was left out of it: only of a message as it was sent, and not of its parts. */
const understandSent = (message: string, context: Context): Intent[] => {
  const found = understandAt(message, context);
  const all = withLeftOut(message, found, context, (part) => understandWhole(part, context)) ?? found;
  return [...withoutNegated(message, all, context, (part) => understandWhole(part, context))];
};

const understandWhole = (message: string, context: Context): Intent[] => {
  const given = saidAsChange(asNewTask(saidAsReply(message, context, understandAgain), context), context);
  const answer = readTakenBackYes(given, context);
  if (answer !== null) return answer;
  const grouped = readException(given, context, understandAt) ?? readTopic(given, context, understandAt);
  if (grouped !== null) return grouped;
  const said = repaired(given, context).replace(BOTH_NUMBERED, 'tasks ');
  const bare = withoutChatter(said, context, asksForNew);
  const announced = bare.length > LONGEST_SAID ? null : readAnnounced(bare, context);
  if (announced !== null) return [addsOf(said, [announced], context) ?? announced];
  // "set up new phone to friday", of what is there.
  const isThere = context.titles?.some((title) => bare.toLowerCase().startsWith(`${title.toLowerCase()} `));
  const text = (OF_A_GROUP.test(bare) || isThere ? null : saidAsAdd(bare, context)) ?? bare;
  const intents = understandByRules(text, context);
  const needed = wantsNothing(intents) || isLost(intents, context) ? saidAsNeed(text, context) : null;
  if (needed !== null && needed !== text) {
    const needs = understandByRules(needed, context);
    if (needs.every(({ intent }) => intent === 'add')) return [...withoutUnasked(said, needs, context)];
  }
  if (intents.every((intent) => isNothingToDo(text, intent))) return [...UNKNOWN];
  const wished = intents.every(({ intent }) => intent === 'add') ? changeWished(text) : null;
  const changed = wished === null ? null : readParts(wished, context);
  if (changed !== null) return changed;
  const toldOfMore = moreParts(text, intents, context);
  if (toldOfMore !== null) return toldOfMore;
  const row =
    text.length > LONGEST_SAID
      ? null
      : (readRow(phraseOf(text), context) ?? readRow(phraseOf(text.replace(BEFORE_ROW, '')), context));
  const line = isNoWish(intents, text) ? readSlotLine(text, context) : null;
  if (line !== null) return [line];
  const read =
    row !== null && (intents.length < row.length || isOpen(intents.slice(-1)))
      ? row
      : isDoubtful(text, intents, context)
        ? (readParts(text, context) ?? opened(text, context) ?? intents)
        : intents.every(({ intent }) => intent === 'list' || intent === 'help')
          ? (openedNoList(text, context) ?? intents)
          : intents.length === 1
            ? intents.map((only) => withoutOpening(text, only, context))
            : intents;
  const adds = addsOf(said, read, context);
  if (adds !== null) return [...withoutUnasked(said, [adds], context)];
  // What is only told sets nothing, by whatever way it was read.
  const told = SETS_NOTHING.test(seen(phraseOf(text.slice(0, LONGEST_SAID))));
  if (told && read.every(({ intent }) => intent === 'update')) return [{ intent: 'unknown' }];
  const safe = withoutUnasked(said, withoutFalseDeletes(text, read, context), context);
  return [
    ...withDoubts(
      said,
      lastLook(
        text,
        safe.map((it) => ofTagged(it, safe, context)),
        context,
      ),
      context,
    ),
  ];
};

/** Nothing was understood, or a list where nobody spoke of one. */
const isNoWish = (intents: readonly Intent[], text: string): boolean =>
  wantsNothing(intents) ||
  (intents.every(({ intent }) => ['list', 'unknown'].includes(intent)) && !SPEAKS_OF_A_LIST.test(text));

const TOLD_AT_MOST: ReadonlySet<string> = new Set(['complete', 'update', 'unknown', 'choose', 'unclear']);

/** "I ordered the hay and rung the shearer, the form can wait until friday": what was read, and what its parts tell of other tasks. */
const moreParts = (text: string, intents: readonly Intent[], context: Context): Intent[] | null => {
  const { titles = [] } = context;
  const wishes = intents.filter((one) => one.intent === 'complete' || one.intent === 'update');
  if (titles.length === 0 || wishes.length === 0 || /\?\s*$/.test(text)) return null;
  if (!intents.every((one) => TOLD_AT_MOST.has(one.intent) && !('about' in one && one.about === 'update')))
    return null;
  const parts = readParts(text, context);
  if (parts === null || parts.length <= wishes.length) return null;
  const isSame = (one: Intent, other: Intent): boolean => {
    const [read, part] = [target(one), target(other)];
    const { places } =
      read?.kind === 'title' && part?.kind === 'title' ? matchTitles(read.text, titles) : { places: [] };
    const named = places.some((place) => part?.kind === 'title' && titles[place] === part.text);
    return (
      (named || JSON.stringify(read) === JSON.stringify(part)) &&
      JSON.stringify({ ...one, target: 0 }) === JSON.stringify({ ...other, target: 0 })
    );
  };
  const others = parts.filter((part) => !wishes.some((wish) => isSame(wish, part)));
  return parts.length - others.length === wishes.length &&
    others.every(({ intent }) => intent === 'complete' || intent === 'update')
    ? parts
    : null;
};

/** "remove the gala tag" and nothing was spoken of: of those that have it. */
const ofTagged = (intent: Intent, all: readonly Intent[], { earlier = [], titles }: Context): Intent => {
  if (intent.intent !== 'update' || intent.target.kind !== 'it' || all.length > 1 || earlier.length > 0)
    return intent;
  const [tag, ...others] = Object.keys(intent.changes).length === 1 ? (intent.changes.removeTags ?? []) : [];
  return titles === undefined || tag === undefined || others.length > 0
    ? intent
    : { ...intent, target: { kind: 'all', status: 'pending', filter: { tag } } };
};

/** Nothing was understood, a title has marks of a sentence in it, or beside a new task something is wished of no task that is there. */
const isMuddled = (
  text: string,
  intents: readonly Intent[],
  { titles = [], earlier = [] }: Context,
): boolean => {
  if (intents.every(({ intent }) => intent === 'greeting' || intent === 'thanks')) return false;
  const others = intents.filter(({ intent }) => intent !== 'add');
  const isOfNone = (intent: Intent): boolean => {
    // "Friday." alone would be a list.
    if (intent.intent === 'list') return !ASKS_TO_SEE.test(text);
    if (['unknown', 'unclear', 'choose', 'yes', 'thanks', 'greeting'].includes(intent.intent)) return true;
    if (intent.intent !== 'update') return false;
    const { target } = intent;
    return (
      // "rats, make it high" is of what was spoken of before.
      (target.kind === 'it' && (earlier.length === 0 || others.length < intents.length)) ||
      target.kind === 'ordinal' ||
      (target.kind === 'title' && mentioned(target.text, titles).length === 0)
    );
  };
  if (!others.every(isOfNone)) return false;
  return (
    others.length > 0 ||
    intents.some((intent) => intent.intent === 'add' && intent.tasks.some(({ title }) => MUDDLED.test(title)))
  );
};
/** New tasks by their parts, where those say more than what was read. */
const addsOf = (text: string, read: readonly Intent[], context: Context): Add | null => {
  const adding = read.every(isAdd);
  const holds = adding && read.some(({ tasks }) => tasks.some(({ title }) => HOLDS_MORE.test(title)));
  const muddled = holds || isMuddled(text, read, context);
  const adds = muddled || adding ? readAddParts(text, context, holds) : null;
  return adds !== null && (muddled || saysMore(adds, read, text)) ? adds : null;
};

type Add = Extract<Intent, { intent: 'add' }>;

const isUpdate = ({ intent }: Intent): boolean => intent === 'update';
const isAdd = (intent: Intent): intent is Add => intent.intent === 'add';

/** "add two: …", "…, both for friday": not one title with commas in it. */
const SAYS_SEVERAL =
  /\b(?:two|three|four|both|all|each|2|3|4|things|tasks|todos|reminders|items|them|following)\b/i;

/** The same new tasks and more of them: "thursday will do, stick milk on my list", "sat: collect it. mon: repair it". */
const saysMore = (adds: Add, read: readonly Intent[], text: string): boolean => {
  if (!read.every(isAdd)) return false;
  const before = read.flatMap(({ tasks }) => tasks);
  const { tasks } = adds;
  const titled = (all: typeof tasks): string =>
    all.map(({ title }) => title.toLowerCase().replaceAll(/, (?:and )?| and /g, ' ')).join(' ');
  const days = new Set(tasks.map(({ due }) => JSON.stringify(due)));
  if (tasks.length > before.length)
    return (
      (titled(tasks) === titled(before) && SAYS_SEVERAL.test(text)) ||
      (before.length === 1 && days.size === tasks.length && !days.has('null'))
    );
  return (
    titled(tasks) === titled(before) &&
    JSON.stringify(tasks) !== JSON.stringify(before) &&
    before.every(
      ({ due, priority, tags }, index) =>
        (due === null || JSON.stringify(due) === JSON.stringify(tasks[index]?.due)) &&
        (priority === null || priority === tasks[index]?.priority) &&
        tags.every((tag) => tasks[index]?.tags.includes(tag)),
    )
  );
};

const ASKS_TO_SEE = /\b(?:show|tell|list|what|which|see|any(?:thing)?|how many)\b/i;

const MUDDLED =
  /, (?:add|put|note|so|please|pls|(?:would|could|can|will) (?:you|u))\b[^,]{0,20}$|\b(?:due|tag|prio|priority):|[.;:!?]\s+\S| ,|^(?:put|add|and|so|no|hang on|wait|i am|high|low|at|on|by)\b[ ,]/i;

/** Has what is said of tasks, or numbers of a row, in it. */
const HOLDS_MORE = /, (?:both|all|(?:it )?(?:expires|runs out|ends|closes))\b|\([^)]*$|\( ?,|\s\d\)\s/i;

/** "one more thing, list everything" asks for a list. */
const openedNoList = (text: string, context: Context): Intent[] | null => {
  const intents = opened(text, context);
  const [only] = intents ?? [];
  return only?.intent === 'add' &&
    /^(?:show|list|display|view|tell|give me|what|which|how)\b/i.test(only.tasks[0]?.title ?? '')
    ? null
    : intents;
};

const opened = (text: string, context: Context): Intent[] | null => {
  const intent = readOpening(text, context);
  return intent === null ? null : [intent];
};

/** "… is wrong, take it off", "… is urgent, mark it": the second says nothing that the first does not. */
const POINTS_BACK =
  /^(?:(?:so|and|please|then|just) )*(?:(?:mark|flag|set|note|move|change|fix|update|adjust|shift|tag|label|put|make) (?:it|that|this)|(?:adjust|update|change|move)(?= accordingly))(?: (?:so|as such|accordingly|there|please|then|to that|to then|now))*$/;
const TAKES_BACK =
  /^(?:(?:so|and|please|then|just) )*(?:take|remove|delete|drop|strip|cut|lose|clear|erase|get rid of|untag) (?:it|that|this|them|the (?:tag|label|date|priority|deadline)|(?:that|this) (?:tag|label|date)|#?\S+)(?: (?:off|away|out|please|now|then|there))*$/;

/** "I can't make the dentist on friday, saturday instead" */
const dayBehind = (first: Phrase, second: string, context: Context): readonly Intent[] | null => {
  const said = second
    .replace(
      /^(?:(?:but|so|and|then|sorry|no) )*(?:(?:i|we) (?:meant|mean|can do|could do|prefer)|(?:let us )?make (?:it|that)|rather|it is|do|say) /,
      '',
    )
    .replace(/ (?:at )?(?:the )?same time$/, '')
    .replace(
      / (?:instead|rather|is better|works better|would be better|works|please|then|is what i meant)$/,
      '',
    );
  const when = said === second ? null : readWholeWhen(said, context);
  const task = when === null ? null : taskOfDay(first, context);
  return when === null || task === null
    ? null
    : forTargets(task, context, 'update', (target): Intent => ({ intent: 'update', target, changes: when }));
};

/** Two clauses of one task that are one wish: what is wrong or so, and that it be put right. */
const readTwoAsOne = (text: string, context: Context): Intent[] | null => {
  if (context.titles === undefined || text.length > LONGEST_SAID || /[?"“”]/.test(text)) return null;
  const message = trimMarks(withoutManners(phraseOf(text)));
  const parts = pieces(message);
  const [first, second] = parts;
  if (first === undefined || second === undefined || parts.length > 2) return null;
  const [said, last] = [trimMarks(first.phrase), seen(withoutManners(trimMarks(second.phrase)))];
  const gone = TAKES_BACK.test(last) ? readGone(message, context) : null;
  if (gone !== null) return [...gone];
  const day = dayBehind(said, last, context);
  if (day !== null) return [...day];
  const whole = readSetting(message, context);
  if (whole !== null) return [...whole];
  if (!POINTS_BACK.test(last)) return null;
  const told = readSetting(said, context) ?? readMessage(raw(said), context);
  return told.every(({ intent }) => intent === 'update') ? [...told] : null;
};

/** "yes... no wait, keep them, I still need to bill those": no, and only what is surely wished for beside it. */
const readTakenBackYes = (text: string, context: Context): Intent[] | null => {
  const rest = text.length > LONGEST_SAID ? null : behindTakenBackYes(text);
  if (rest === null) return null;
  // "ok wait i mean it is sat" puts right what was just said.
  if (/^i mean/i.test(rest) && (readCorrection(text, context, understandAgain) ?? []).some(isUpdate))
    return null;
  const more = rest === '' ? [] : readMessage(rest, context);
  const sure = more.every((intent) => isWhole(intent) && intent.intent !== 'add');
  return [{ intent: 'no' }, ...(sure ? more : [])];
};

/** "change Rome to Oslo in 7 and tick off 3", "new: buy a ring. and the bike to friday": a change without a verb beside another wish. */
const readBesides = (text: string, context: Context): Intent[] | null => {
  if (context.titles === undefined || text.length > LONGEST_SAID) return null;
  const marks = [...text.matchAll(NEXT_WISH)].map(({ index, 0: mark }) => ({
    index,
    end: index + mark.length,
  }));
  for (let at = 0; marks.length > 0 && at <= Math.min(marks.length, MOST_WISHES); at += 1) {
    const [begin, mark] = [marks[at - 1], marks[at]];
    const left = text.slice(0, begin?.index ?? 0);
    const part = text.slice(begin?.end ?? 0, mark?.index);
    const right = mark === undefined ? '' : text.slice(mark.end);
    const own =
      readWordAway(part, context) ??
      (ADDS_FIRST.test(left) && BECOMES.test(part) ? readOneChange(part, context) : null);
    if (own === null) continue;
    const rest = right.replace(/^the (?=(?:date|day|time|priority|deadline) )/i, 'set the ');
    const [before, after] = [left, rest].map((one) => (one === '' ? [] : understandByRules(one, context)));
    const target = 'target' in own ? own.target : undefined;
    const all = [...(before ?? []), own, ...(after ?? [])];
    if (all.every((one) => isWhole(one) || one.intent === 'list'))
      return all.map((one) =>
        target !== undefined && 'target' in one && one.target.kind === 'it'
          ? ({ ...one, target } as Intent)
          : one,
      );
  }
  return null;
};
const MOST_WISHES = 8;
const ADDS_FIRST = /^\W*(?:please )?(?:add|new|create|remind|note|put|todo)\b/i;
const BECOMES = /^(?!\S+ (?:a|an|the|my) )[^,;]*\s(?:to|until|till|is|gets?|needs)\s/i;
const NEXT_WISH =
  /[,;.!]\s+(?:(?:and|then|also|plus)\s+)*(?=\S)|\s+(?:(?:and|then|also|plus)\s+)+(?=(?:please\s+)?(?:(?:change|make|set|put|move|push|mark|tag|untag|add|delete|remove|tick|complete|finish|show|list|rename|replace|swap|give|take|drop|reschedule|postpone|bump|the|my)\s|(?:in |task |#)?\d{1,6}\b:?\s))/giu;

/** The same text as part of a conversation is read by more than one reader. */
const understandAgain = (text: string, context: Context): Intent[] => {
  const { messages, titles, tags, earlier, formerly } = context;
  const key = JSON.stringify(['again', text, titles, tags, earlier, formerly]);
  const known = messages?.get(key);
  if (known !== undefined) return [...known];
  const found = understandAt(text, context);
  messages?.set(key, found);
  return [...found];
};

const understandByRules = (text: string, context: Context): Intent[] => {
  const besides = readBesides(text, context);
  if (besides !== null) return besides;
  const shortened = readWordAway(text, context);
  if (shortened !== null) return [shortened];
  const whole = readWholeChange(text, context, readMessage);
  if (whole !== null) return whole;
  const intents =
    readTitleAnswer(text, context, understandAgain) ??
    readMoreOfIt(text, context, understandAgain) ??
    readCorrection(text, context, understandAgain) ??
    readTitleFirst(text, context) ??
    readTwoAsOne(text, context) ??
    readSlip(text, context) ??
    readSharedAdds(text, context) ??
    readMessage(text, context);
  const within =
    (context.earlier ?? []).length === 0 ? null : withinThoseListed(text, intents, context, understandAgain);
  if (within !== null) return within;
  // "report not sent after all, put it back"
  const unsure = intents.every(({ intent }) =>
    ['undo', 'unknown', 'unclear', 'choose', 'no'].includes(intent),
  );
  const undone =
    unsure && intents.some(({ intent }) => intent === 'undo') ? readUndone(phraseOf(text), context) : null;
  if (undone !== null) return [undone];
  // "morning! what have I got left around here?": more was said than a greeting.
  if (
    context.titles !== undefined &&
    intents.every(({ intent }) => intent === 'greeting' || intent === 'thanks')
  )
    return readWords(text, context) ?? intents;
  if (!isOpen(intents) && !isShortList(text, intents) && !isLost(intents, context)) return intents;
  const more = isLost(intents, context) && !isOpen(intents) ? null : followUp(text, context);
  if (more !== null || !isLost(intents, context)) return more ?? intents;
  return readQuoted(text, context) ?? readWords(text, context) ?? intents;
};

/** Goes on with what was said before, in all its words or in the last of its clauses: "ugh, his train is late, make it 5". */
const followUp = (text: string, context: Context): Intent[] | null => {
  const whole = readFollowUp(text, context, understandAgain);
  if (
    whole !== null ||
    context.earlier === undefined ||
    context.earlier.length === 0 ||
    text.length > LONGEST_SAID
  )
    return whole;
  const last = pieces(phraseOf(text)).at(-1)?.phrase;
  return last === undefined || raw(last).length >= text.trim().length - 3
    ? null
    : readFollowUp(raw(last), context, understandAgain);
};

/** "friday", "high priority": a list, or what was asked for before. */
const isShortList = (text: string, intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => intent === 'list') &&
  !SPEAKS_OF_A_LIST.test(text) &&
  seen(withoutManners(phraseOf(text))).split(' ').length <= 7;
