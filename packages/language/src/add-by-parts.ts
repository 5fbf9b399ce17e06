import { readDetail } from './by-parts.js';
import { saysNothing } from './chatter.js';
import { asWhen } from './corrections.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Intent, NewTaskWords } from './intent.js';
import { withoutManners } from './manners.js';
import { readMessage } from './message.js';
import { readNewTask, readTaskWords } from './new-task.js';
import { trimMarks } from './phrases.js';
import { findQuotes } from './quotes.js';
import { saidAsAdd } from './said-as-add.js';
import { LONGEST_SAID, phraseOf, seen } from './sentence.js';
import { cleanTitle } from './title.js';
import { mentioned } from './titles.js';
import { ABBREVIATIONS } from './vocabulary.js';

/**
 * New tasks by the parts of a message, in any order: what is to be done, what is said of it (when, how urgent, which
 * tag), that it is to be put down ("add that, please"), and what is only told around it.
 */

type Part =
  | { kind: 'wish' }
  /** `of`: of all, of the one so counted, or of what is next to it. */
  | { kind: 'detail'; changes: Changes; of: 'near' | 'all' | number }
  | { kind: 'thing'; tasks: NewTaskWords[]; asked: boolean; reminder: boolean }
  /** "from the kiosk", behind the thing. */
  | { kind: 'more'; words: string }
  | { kind: 'told' };

type Add = Extract<Intent, { intent: 'add' }>;

interface Piece {
  text: string;
  /** What is said of whatever follows it: "sat: collect the tandem". */
  heads: boolean;
  /** In brackets. */
  aside: boolean;
}

interface Found extends Piece {
  part: Part;
}

/** Nobody says a wish in more. */
const MOST_PIECES = 12;
const CUT = new RegExp(
  String.raw`\n+|(?<!\b(?:${ABBREVIATIONS}))[.!?;]+(?=\s|$)|,(?=\s)|:(?=\s)|\s[–—-]+(?=\s)|[()]|\s(?=(?:so|and) (?:(?:can|could|would|will) (?:you|u)|please|pls|put|tag|mark|flag|make it|the (?:first|second|third|last) one|i (?:need|have|must|gotta|got)|also)\b)`,
  'giu',
);

/** "1) call the plumber 2) buy plungers", "first, …; second, …" */
const NUMBERED = /(?:^|\s)\(?([1-9])[).](?=\s)/gu;
const withoutNumbers = (text: string): { text: string; numbered: boolean } => {
  const numbers = [...text.matchAll(NUMBERED)].map(([, number]) => Number(number));
  return numbers.length > 1 && numbers.every((number, at) => number === at + 1)
    ? { text: text.replaceAll(NUMBERED, '. ').replace(/^[.\s]+/, ''), numbered: true }
    : { text, numbered: /^\W*first\b[\s\S]*[,.;]\s*(?:and )?second(?:ly)?\b/i.test(text) };
};

const cut = (text: string): Piece[] => {
  const quotes = findQuotes(text);
  const found: Piece[] = [];
  let from = 0;
  let aside = false;
  for (const { 0: mark, index } of text.matchAll(CUT)) {
    if (quotes.some(({ start, end }) => index > start && index < end)) continue;
    found.push({ text: text.slice(from, index).trim(), heads: mark === ':', aside });
    aside = mark === '(' || (aside && mark !== ')');
    from = index + mark.length;
  }
  found.push({ text: text.slice(from).trim(), heads: false, aside });
  return found.filter((piece) => piece.text !== '');
};

const LEADS =
  /^(?:(?:and|so|oh|hey|hi|hello|right|also|but|then|well|ok|okay|now|please|pls|just|yes|yeah|before i forget|while i remember|first|second|finally|lastly)[\s,]+)+(?=\S)/i;
const ONLY_LEADS =
  /^(?:(?:and|so|oh|hey|hi|hello|right|also|but|then|well|ok|okay|now|please|pls|just|yes|yeah|before i forget|while i remember|first|second|finally|lastly|always|man|mate|guys|good|great|nice|cool|perfect|fine|lovely|super|excellent|brilliant|thanks|thank you|right|alright|(?:would|could|can|will) (?:you|u))[\s,]*)+$/i;
/** "two reminders for sunday:", "need:": that what follows is to be put down. */
const LABEL =
  /^(?!.*\b(?:done|finished|delete|remove|change|move|said|asked|not)\b).*\b(?:things?|tasks?|reminders?|todos?|items?|list|new|add|note|remember|remind|need|buy|jot|put|forget|memo|to do|plans?|shopping|groceries|errands?)\b/;
const COUNTS =
  /^(?:(?:and |also )*(?:another|one more|next|a new|a quick) (?:one|thing|task|reminder|todo)|(?:\d|two|three|four|five|a few|some) (?:more |new |quick )?(?:things|tasks|todos|reminders|items))$/;
const THEM =
  '(?:(?:that|this) one|(?:those|these|the|them) (?:two|three|both)|that|it|this|them|both|all|those|these|(?:both|all|each) of (?:them|it|those|these)|everything)';
const WHERE =
  '(?:down|in|on|up|there|(?:to|on|onto|in|into) (?:(?:my|the|our) )?(?:\\S+ )?(?:list|todos?|tasks|agenda)|(?:to|on|in) there|as (?:a |new |a new )?tasks?)';
/** "add that", "put both down please", "on my list" */
const WISH = new RegExp(
  `^(?:(?:you|can|could|would|will|u|please|pls|kindly|just|also|let us|i want to|i would like to|to) )*(?:(?:add|put|note|jot|write|stick|pop|chuck|log|save|record|get|remember|create|pencil|bung|throw|annotate|register|include)(?: (?:please|me))?(?: ${THEM})?(?: ${WHERE})*|${WHERE}|${THEM})(?: (?:for me|please|pls|thanks|too|now|will you|would you|can you|could you|ok|okay|then|mate|dear|yeah|as well))*$`,
);
const COUNTED: Record<string, number> = {
  first: 0,
  '1st': 0,
  second: 1,
  '2nd': 1,
  third: 2,
  '3rd': 2,
  last: -1,
  latter: -1,
  former: 0,
};
const OF_ONE =
  /^(?:(?:and|but|with) )*(?:the )?(first|1st|second|2nd|third|3rd|last|latter|former)(?: (?:one|task|thing|item))?(?:['’]s)? (?:(?:is|should be|must be|has to be|for|with|as|needs to be|to be) )?/;
const OF_ALL =
  /^(?:(?:and|but) )*(?:both|all|each|everything|them|all of (?:them|it)|both of them|they)(?: (?:are|is|should be|must be|due|by|for|with|of them|to be))*(?: |$)/;
const AROUND_DETAIL =
  /^(?:(?:and|but|it is|that is|this is|with|as|mark (?:it|that|them) as|flag (?:it|that) as|make (?:it|that|them)|tag (?:it|that|them)(?= \S)|please|due|deadline|prio(?:rity)?|very|quite|really|kind of|a|no later than) )+/;
const SOON = /^(?:asap|urgent(?:ly)?|important|as soon as possible|high prio|top prio|a priority|critical)$/;
const LATER = /^(?:no (?:rush|hurry|stress)|whenever|not urgent|not important|low prio|when i can|sometime)$/;
const TAG =
  /^(?:(?:and|with|please|also) )*(?:tag|label|tagged|labelled|under)(?: (?:it|that|this|them|both|all|those))?(?: (?:as|with|under))? #?([\p{L}\p{N}_-]+)$/u;

const NO_DAY = /^(?:no|without)(?: an?| any)? (?:due )?(?:date|day|deadline)(?: yet)?$/;
/** "it expires on the 28th" */
const ENDS = /^(?:it |which |that |this )?(?:expires|runs out|ends|closes|is due)\s+/i;

/** "high", "for friday", "tag that crafts", "whenever": what is said of a task, and nothing else. */
const readOwnDetail = (piece: string, context: Context): Changes | null => {
  const said = seen(trimMarks(withoutManners(phraseOf(piece))));
  const tag = TAG.exec(said)?.[1];
  if (tag !== undefined && !/^(?:and|the|my|it)$/.test(tag)) return { addTags: [tag] };
  const bare = said.replace(AROUND_DETAIL, '').replace(/ (?:prio(?:rity)?|please|thanks|though|one)$/, '');
  if (SOON.test(bare)) return { priority: 'high' };
  if (LATER.test(bare)) return { priority: 'low' };
  const level = readLevel(bare);
  if (level !== null) return { priority: level };
  if (NO_DAY.test(bare)) return {};
  const when = readWholeWhen(asWhen(piece).replace(ENDS, ''), context);
  if (when !== null) return when;
  // "#money !high"
  const { rest, due, priority, tags } = readTaskWords(piece, context);
  if (/^[\s,.]*$/.test(rest))
    return {
      ...(due === null ? {} : { due }),
      ...(priority === null ? {} : { priority }),
      ...(tags.length === 0 ? {} : { addTags: tags }),
    };
  return readDetail(phraseOf(piece), context);
};

const detailOf = (piece: string, context: Context): Extract<Part, { kind: 'detail' }> | null => {
  const said = seen(phraseOf(piece));
  const [one, counted = ''] = OF_ONE.exec(said) ?? [];
  const all = OF_ALL.exec(said)?.[0];
  const rest =
    one !== undefined ? said.slice(one.length) : all !== undefined ? said.slice(all.length) : piece;
  if (rest.trim() === '') return null;
  const changes = readOwnDetail(rest, context);
  if (
    changes === null ||
    changes.title !== undefined ||
    changes.shift !== undefined ||
    changes.removeTags !== undefined
  )
    return null;
  if (changes.due === null || changes.priority === null) return null;
  return {
    kind: 'detail',
    changes,
    of: one !== undefined ? (COUNTED[counted] ?? 0) : all !== undefined ? 'all' : 'near',
  };
};

const I_AM_TO = /^(?:that )?(?:i am|i'm|i’m) to (?=\S)/i;
/** No wish of their own. */
const NO_WISH: ReadonlySet<string> = new Set(['unknown', 'unclear', 'choose', 'thanks', 'greeting']);

const BEGINS_NO_TITLE =
  /^(?:i|we|you|he|she|they|it|that|this|there|what|when|where|who|why|how|which|is|are|was|were|am|do|does|did|can|could|will|would|if|no|not|don['’]?t|yes|yeah|thanks?|sorry|delete|remove|mark|tick|show|list|undo|move|rename|push|postpone|reopen|untick|tag|untag)\b/i;

const SAYS_MORE =
  /\b(?:tags?|tagged|labels?|prio|priority|urgent|important|due|deadline|delete|remove)\b|[#!]\S/i;

/** Sure to be no thing to do: "the depot is shut", "it smells". */
const STATES =
  /['’](?:s|m|re|ve|ll|d)\s|\b(?:is|isn['’]?t|are|aren['’]?t|am|was|were|has|have|had|can|can['’]?t|cannot|will|won['’]?t|does|doesn['’]?t|do|don['’]?t|forgot|\p{L}{2,}ed)\b/iu;
const SOMEBODY = /^(?:(?:and|but|because|cos|since|always) )*(?:i|we|he|she|they|it|there) \S/i;

const readPart = ({ text: piece, heads }: Pick<Piece, 'text' | 'heads'>, context: Context): Part | null => {
  const text = piece.replace(LEADS, '');
  const said = seen(trimMarks(phraseOf(text)));
  if (said === '' || /^(?:x )?$/.test(`${text} `.replace(ONLY_LEADS, ''))) return { kind: 'told' };
  if (WISH.test(said)) return { kind: 'wish' };
  const detail = detailOf(text, context);
  if (detail !== null) return detail;
  if (GOES_ON.test(text) && findDue(text, context) === null) return { kind: 'more', words: text };
  if ((heads && LABEL.test(said)) || COUNTS.test(said)) return { kind: 'wish' };
  // "that I am to record the finale", "glue sticks on my list please"
  const plain = text.replace(I_AM_TO, 'I need to ');
  const add = saidAsAdd(plain, context);
  const intents = readMessage(add ?? plain, context);
  const [only] = intents;
  if (intents.length === 1 && only?.intent === 'add') {
    // A deed alone asks for nothing.
    const asked = add !== null || !DEEDS.has(said.split(' ', 1)[0] ?? '');
    return { kind: 'thing', tasks: only.tasks, asked, reminder: only.reminder };
  }
  if (!intents.every(({ intent }) => NO_WISH.has(intent))) return null;
  if (
    saysNothing(text, context) ||
    SOMEBODY.test(text) ||
    (STATES.test(text) && !DEEDS.has(said.split(' ', 1)[0] ?? ''))
  )
    return SAYS_MORE.test(text) ? null : { kind: 'told' };
  const task = BEGINS_NO_TITLE.test(text) ? null : readNewTask(text, context);
  return task === null ? null : { kind: 'thing', tasks: [task], asked: false, reminder: false };
};

const GOES_ON = /^(?:from|at|with|near|opposite|next to) (?:(?:the|my|our|his|her|a|an) )?\S+(?: \S+)?$/i;

const withDetails = (task: NewTaskWords, changes: Changes): NewTaskWords => {
  const due =
    changes.due == null
      ? task.due
      : task.due === null
        ? changes.due
        : changes.timeOnly === true
          ? { on: task.due.on, time: changes.due.time }
          : { on: changes.due.on, time: changes.due.time ?? task.due.time };
  return {
    ...task,
    due,
    priority: changes.priority ?? task.priority,
    tags: [...new Set([...task.tags, ...(changes.addTags ?? [])])],
  };
};

const DOUBTS = /\b(?:maybe|perhaps|if|don['’]?t know|not sure|unless|whether|should i|instead of)\b/i;

const MOST_SAID_ASIDE = 5;

/** "sat: collect the tandem. mon: swap the dynamo", "toner, low priority, tag office": nobody tells of what is like that. */
const isListed = (parts: readonly Found[]): boolean => {
  const things = parts.filter(({ part }) => part.kind === 'thing');
  const details = parts.flatMap(({ part, heads }) => (part.kind === 'detail' ? [{ ...part, heads }] : []));
  const labels = details.filter(({ heads }) => heads);
  if (labels.length >= 2 && labels.length === things.length) return true;
  const told = parts.filter(({ part }) => part.kind === 'told');
  return (
    things.length === 1 &&
    details.some(({ changes }) => changes.addTags !== undefined || changes.priority != null) &&
    details.length + 1 + told.length === parts.length &&
    told.every(({ text }) => text.split(/\s+/).length <= MOST_SAID_ASIDE)
  );
};

/** What each piece says; null where one of them may be of something else. */
const partsOf = (text: string, context: Context): Found[] | null => {
  const found = cut(text);
  if (found.length < 2 || found.length > MOST_PIECES || DOUBTS.test(text)) return null;
  const parts: Found[] = [];
  for (const piece of found) {
    const part = readPart(piece, context);
    const named = part?.kind === 'thing' && mentioned(piece.text, context.titles ?? []).length > 0;
    if (part === null || named || (part.kind === 'thing' && (piece.heads || piece.aside))) return null;
    parts.push({ ...piece, part });
  }
  return parts;
};

const isDeed = (title: string): boolean => DEEDS.has(title.split(' ', 1)[0]?.toLowerCase() ?? '');
/** Words of a thing in a row of things. */
const MOST_OF_AN_ITEM = 3;

/** "two things: the photo and the form", "clean the gutters and fix the latch, the second one is urgent", "rings, meths and latches, all for friday" */
const inSeveral = (tasks: readonly NewTaskWords[], parts: readonly Found[]): readonly NewTaskWords[] => {
  const [only, ...others] = tasks;
  if (only === undefined) return tasks;
  if (others.length > 0) return lastOfRow(tasks);
  const titles = only.title.split(/,\s+(?:and\s+)?|\s+and\s+/);
  const two = parts.some(({ heads, text }) => heads && /\b(?:two|2)\b/i.test(text));
  const told = parts.some(({ part }) => part.kind === 'detail' && part.of !== 'near');
  const both = parts.some(({ text }) => /\bboth\b/i.test(text));
  const alike =
    titles.every(isDeed) ||
    titles.every((title) => !isDeed(title) && title.split(' ').length <= MOST_OF_AN_ITEM);
  const several = two || both ? titles.length === 2 : titles.length > 1;
  return several && (two || (told && alike))
    ? titles.map((title) => ({ ...only, title: cleanTitle(title) }))
    : tasks;
};

/** "nails, glue and tape": the last of a row is two. */
const lastOfRow = (tasks: readonly NewTaskWords[]): readonly NewTaskWords[] => {
  const last = tasks.at(-1);
  const two = last?.title.split(' and ') ?? [];
  const isItem = (title: string): boolean => !isDeed(title) && title.split(' ').length <= MOST_OF_AN_ITEM;
  return last !== undefined &&
    two.length === 2 &&
    [...tasks.slice(0, -1).map(({ title }) => title), ...two].every(isItem)
    ? [...tasks.slice(0, -1), ...two.map((title) => ({ ...last, title: cleanTitle(title) }))]
    : tasks;
};

/** What is said of all that follows: of one thing, or of all up to the next such label. */
const labelOf = ({ part, text }: Found, context: Context): Changes => {
  if (part.kind === 'detail') return part.changes;
  const { due, priority } = readTaskWords(text, context);
  return { ...(due === null ? {} : { due }), ...(priority === null ? {} : { priority }) };
};

/**
 * Null where no new task is asked for, or where a part of the message may be of something else.
 * @param asks it has been read as a wish for new tasks
 */
export const readAddParts = (text: string, context: Context, asks = false): Add | null => {
  if (context.titles === undefined || text.length > LONGEST_SAID || /\n\s*[-*\d]/.test(text)) return null;
  const alone: Context = { ...context, earlier: [] };
  const { text: plain, numbered } = withoutNumbers(text);
  const parts = partsOf(plain, alone);
  if (parts === null) return null;
  const things = parts.filter(({ part }) => part.kind === 'thing');
  const asked = things.filter(({ part }) => part.kind === 'thing' && part.asked);
  if (
    asked.length === 0 &&
    !parts.some(({ part }) => part.kind === 'wish') &&
    !asks &&
    !numbered &&
    !isListed(parts)
  )
    return null;
  // Before what is asked for it is told, behind it the title may go on.
  const meant = asked.length === 0 ? things : asked;
  if (things.indexOf(meant.at(-1) as Found) < things.length - 1) return null;
  let tasks: NewTaskWords[] = [];
  let label: Changes[] = [];
  let labelled = false;
  const shared: Changes[] = [];
  const counted: [number, Changes][] = [];
  for (const found of parts) {
    const { part, heads } = found;
    if (part.kind === 'thing' && meant.includes(found)) {
      tasks.push(...part.tasks.map((task) => label.reduce(withDetails, task)));
      labelled = false;
    } else if (heads && part.kind !== 'told') {
      label = [...(labelled ? label : []), labelOf(found, alone)];
      labelled = true;
    } else if (part.kind === 'more') {
      tasks = tasks.map((task, at) =>
        at === tasks.length - 1 ? { ...task, title: cleanTitle(`${task.title} ${part.words}`) } : task,
      );
    } else if (part.kind === 'detail') {
      if (part.of === 'all') shared.push(part.changes);
      else if (part.of !== 'near') counted.push([part.of, part.changes]);
      else if (tasks.length === 0) {
        label.push(part.changes);
        labelled = true;
      } else
        tasks = tasks.map((task, at) => (at === tasks.length - 1 ? withDetails(task, part.changes) : task));
    }
  }
  const several = inSeveral(tasks, parts);
  const all = several.map((task, at) =>
    [
      ...shared,
      ...counted.flatMap(([place, changes]) =>
        at === (place < 0 ? several.length - 1 : place) ? [changes] : [],
      ),
    ].reduce(withDetails, task),
  );
  const reminder = meant.some(({ part }) => part.kind === 'thing' && part.reminder);
  return all.length === 0 || counted.some(([place]) => place >= all.length)
    ? null
    : { intent: 'add', tasks: all, reminder };
};
