import { wallClock } from './dates/calendar.js';
import { findDue } from './dates/find-due.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Intent, Reference } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { dropEnd, trimMarks, unquote } from './phrases.js';
import { readReferences } from './reference.js';
import { GUARDED } from './rules/all.js';
import { AROUND, type ChangeParts, clears, readChangeParts } from './rules/change-parts.js';
import { applyRules } from './rules/rule.js';
import { type Phrase, phraseOf, QUOTED, seen, slice, type Token, tokenize } from './sentence.js';
import { cleanTitle } from './title.js';
import { locate, tellsOfDeed } from './titles.js';

/**
 * A clause by its parts, where no rule had an answer: which task it speaks of, what is set of it, which deed is named,
 * and how many words are left that say something else. Any order will do; what is left over makes it less sure.
 */

const anyOf = (words: string): string => words.trim().split(/\s+/).join('|');

/** Nobody who speaks so wants a thing done now. */
const DOUBT = new RegExp(
  `\\b(?:${anyOf(`if whether maybe perhaps might would could shall why who how what when where which unless suppose
  supposing imagine almost nearly half wonder wondering thinking thought forgot forget forgotten dreamed dreamt told tell said
  says asked asks asking wish hope hoping hopefully tried try trying cannot neither nor hardly planning ever wanted
  supposed meant`)})\\b`,
);

const NEGATED = /\b(?:not|never|no|none|nothing|without|n't|nobody|stop|avoid|keep|leave)\b/;

/** A part of a task may go without the task. */
const OF_A_PART =
  /\b(?:dates?|deadlines?|due|days?|times?|hours?|priority|tags?|tagged|labels?|hashtag|reminders?|description|notes?|typo|words?|importance|urgency)\b|#\p{L}/u;

const REMOVING =
  '(?:delete|remove|erase|scrap|bin|trash|ditch|dump|discard|axe|nix|zap|junk|purge|eliminate|chuck|toss|cancel|drop|kill|lose|get rid of|rid of|rid me of|do away with|throw (?:away|out)|take (?:off|away|out)|cross out|clear (?:out|away|off)?|wipe (?:out|away|off)?|call off|get shot of|bin off|scratch)';
const GONE =
  '(?:deleted|removed|erased|scrapped|binned|trashed|ditched|gone|dropped|eliminated|taken (?:away|off|out)|thrown (?:away|out)|chucked|tossed|cancelled|canceled|off (?:my|the) list|out)';
const LEAD =
  '(?:(?:yeah|yes|yep|it is necessary to|feel free to|it is time to|time to|you have to|just|so|then|please|now|and|also|can|could|you|may|will|should|let us|go ahead|kindly|well|ok|quickly|the|my|task) )*';
const TASK =
  '(?:the |my |our |this |that |all |a |an |whole |old |task |tasks |item |entry |one |thing |called |named |about |for |with |of )*';
/** Q is the task that was located. */
const REMOVES = [
  /^(?:away|out|off|down|be gone) with (?:the |my |that |this )*Q(?: (?:task|item|one|please|now))*$/,
  /^(?:the |my |that |this )*Q (?:(?:task|item|one) )*(?:wants|needs) (?:deleting|removing|scrapping|binning|to go)(?: (?:please|now))*$/,
  /^(?:just |please )*(?:get|take) (?:the |my |that |this )*Q (?:(?:task|item|one) )*(?:out of|off) (?:there|here|the list|my list)(?: (?:please|love|mate|now|dear))*$/,
  new RegExp(
    `^${LEAD}${REMOVING} ${TASK}Q(?: (?:task|item|entry|one|thing|from|off|of|my|the|list|tasks|away|out|please|now|completely|entirely|altogether|it|for|me|too|also|and|as|well))*$`,
  ),
  new RegExp(
    `^${LEAD}(?:take|throw|clear|wipe|toss|chuck|get|strike|cross|knock|cut|pull|pluck|yank|scrub|rub) ${TASK}Q (?:task |item |entry |one )*(?:away|off|out|from (?:(?:my|the|our) )?list)(?: (?:of|from|my|the|list|please|now))*$`,
  ),
  new RegExp(
    `^${TASK}Q (?:(?:task|item|entry|one|thing) )*(?:you |we |i )?(?:can |may |should |must |please |want to |would like to |need to |have to |just |to be |be )*${REMOVING}(?: (?:it|that|this|one|please|now|from|off|the|my|list))*$`,
  ),
  new RegExp(
    `^${TASK}Q (?:(?:task|item|entry|one|thing) )*(?:can|should|must|may|has to|needs to|is to|to) (?:now )?(?:be )?(?:${GONE}|go)(?: (?:away|now|please|from|off|the|my|list))*$`,
  ),
  new RegExp(
    `^(?:i|we) (?:need|want|would like|like) ${TASK}Q (?:(?:task|item|entry|one) )*(?:to be |to )?(?:${GONE}|go(?: away)?)(?: (?:now|please|from|off|the|my|list))*$`,
  ),
];

/** Wishes something away. */
export const REMOVAL = new RegExp(`\\b(?:${REMOVING}|from (?:(?:my|the|our) )?list)\\b`);

const REOPENS =
  /\b(?:reopen|reopened|open (?:up )?again|open .* again|uncheck|unchecked|untick|unticked|unmark|uncomplete|undone|unfinished|incomplete|not (?:really |actually |quite |yet |in fact |even |fully )*(?:done|finished|complete|completed|ready|over)|(?:back|again) (?:on|to|in|as|into) (?:(?:my|the|a) )*(?:list|open|pending|todo|to do|active|undone|not done)|(?:set|make|mark|put|turn|switch) .*(?:pending|open|active|undone|not done|todo)|still (?:open|pending|to do)|must be done again|needs? (?:redoing|doing again)|to redo)\b/;

const DONE =
  /\b(?:done|finished|completed|complete|finish|tick|ticked|check|checked|cross|crossed|sorted|handled|dealt with|taken care of|wrapped up|in the bag|close|closed|off my plate|out of the way|knocked out|managed|accomplished|achieved|made it|ready|over with|did|over and done|all set|✔|✅|finito|resolved|through with|behind me|marking|ticking off|crossing off|checking off|one less thing|wrapped|nailed|smashed|crushed|polished off)\b|✔|✅/;
const DONE_WORDS = new Set(
  anyOf(`done finished completed complete finish tick ticked check checked cross crossed sorted handled dealt taken care wrapped
  bag close closed plate way knocked managed accomplished achieved made ready did all set ✔ ✅ finito marking ticking crossing checking resolved through wrapped nailed smashed crushed polished less worry last night
  behind me as mark consider count got get have has been was were is are finally already now just totally completely
  officially entirely fully successfully today morning yesterday so box job thing off out it that this one list status done
  yay great good news phew both`).split('|'),
);
const TOLD_PASSIVE = /\b(?:is|are|was|were|been|got|gets|being|has|have|had|i|we|just|finally|already)\b/;

const MOVES =
  /\b(?:leave|park|chuck|throw|bung|sling|lob|whack|toss|fling|drop|shove|nudge|slip|slide|drag|kick|bounce|roll|punt|shunt|move|moved|moving|push|pushed|shift|shifted|postpone|postponed|reschedule|rescheduled|delay|delayed|change|changed|bump|bumped|put|pop|stick|give|gave|set|make|bring|brought|instead|now|wait|rather|needs?|must|should|deadline|due|date|priority|urgent|important|tag|tagged|label|update|updated|later|earlier|forward|back|slide|swap|switch|schedule|scheduled|plan|pencil|defer|adjust|fix|extend|extended|prepone|advance|add|have|assign|flag|mark|bear|carry|accordingly|possible|new|let us|day|time|wants?)\b/;

/** What is said around the parts and says nothing itself. */
const SILENT = new Set(
  anyOf(`rate rank classify god gosh heavens alhamdulillah finally yay phew hurray hooray cheers pls plz please kindly thanks thank thx cheers hey hi hello oh ah um hmm well so ok okay yeah yes right just actually
  really very quite pretty too also again still then now here there mate dear buddy love friend sorry lol haha ugh tmrw good
  nice lovely great cool fine super bit little quick quickly some somehow instead better anyway though although however mind
  by way date day time due deadline pop stick give gave plan pencil defer bear set put it its this that these those
  one ones task tasks item entry thing reminder todo called named about regarding concerning for of in on at to from the a an my
  our your me i we you us is are am be been was were will would can could should must shall need needs want wants like
  have has had do does did got get go goes let lets as with and or but list note title new schedule scheduled accordingly
  possible earlier later say case rather than asap thingy stuff`).split('|'),
);

const PAST =
  /\b(?:yesterday|last (?:night|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|ago|already|this morning|earlier today|just now)\b/;
const MUST = /\b(?:must|should|needs?|has to|have to|by|until|due|want|wants|to be|get|set|make|for)\b/;

/** "because …": why, and nothing of what. */
const REASON =
  /(?<=\S \S+) (?:because|cause|coz|cos|since|as) (?:i|we|it|he|she|they|the|my|our|there|that|this|no|of|bought|got)\b.*$/;

/** Who speaks of a title's words as of a question wants to see what there is. */
const LOOKS_FOR =
  /\b(?:tasks?|todos?|things?|jobs?|notes?|items?|entry|entries|list|something|anything|reminders?|wrote|write|written|noted|put|saved|jotted|any|about)\b/;
const ASKER = /\b(?:i|we|you|there|my|any|list|me)\b/;
const ASKING =
  /^(?:(?:so|and|hmm|hm|um|hey|oh|well) )*(?:did|do|does|have|has|had|is there|are there|where|which|what|any|anything|was there|got)\b/;
const ABOUT_CHANGE =
  /\b(?:delete|deleted|remove|removed|happens?|would|should|could|if|done|finished|move|moved|due|when|why|how|who|mean|means)\b/;

interface Parts {
  /** The clause with the task's words as one, {@link QUOTED}, and otherwise as it is. */
  said: string;
  target: Reference;
  title: string;
  /** The task has been done, as far as is known. */
  isDone: boolean;
  found: ChangeParts | null;
  /** Words that are of no part. */
  strangers: string[];
}

const NUMBER = /^(?:task|number|no|nr|item|todo|id)$/;

/** The tokens that name tasks by their number: "task 3", "#3". */
const numbered = (tokens: readonly Token[]): { id: number; at: ReadonlySet<number> }[] =>
  tokens.flatMap(({ seen: word }, index) => {
    if (/^#\d{1,6}$/.test(word)) return [{ id: Number(word.slice(1)), at: new Set([index]) }];
    return /^\d{1,6}$/.test(word) && NUMBER.test(tokens[index - 1]?.seen ?? '')
      ? [{ id: Number(word), at: new Set([index - 1, index]) }]
      : [];
  });

/** A task that was named, by its title, by its number, or before. */
export interface Named {
  target: Reference;
  title: string;
  at: ReadonlySet<number>;
}

/** The tasks that a phrase names; null when it can't be said which. */
export const namedIn = ({ text, tokens }: Phrase, { titles = [] }: Context): readonly Named[] | null => {
  const numbers = numbered(tokens);
  if (numbers.length > 0) return numbers.map(({ id, at }) => ({ target: { kind: 'id', id }, title: '', at }));
  const found = locate(
    // "taks" is no slip of a title's "take".
    tokens.map(({ start, end, seen: word }) =>
      /^(?:tasks?|lists?|todos?)$/.test(word) ? '' : text.slice(start, end),
    ),
    titles,
  );
  return (
    found?.map(({ place, at }) => {
      const title = titles[place] ?? '';
      return { target: { kind: 'title', text: title }, title, at };
    }) ?? null
  );
};

/** "it", "that one", "that booking task", where a task was named before. */
const pointing = (phrase: Phrase, spoken: Named, context: Context): Named | null => {
  const { tokens } = phrase;
  const [again] = spoken.title === '' ? [] : (namedIn(phrase, { ...context, titles: [spoken.title] }) ?? []);
  if (again !== undefined) return again;
  const from = tokens.findIndex(({ seen: word }) => /^(?:it|that|this)$/.test(word));
  if (from === -1) return null;
  const one = /^(?:one|task|thing)$/.test(tokens[from + 1]?.seen ?? '');
  return { ...spoken, at: new Set(one ? [from, from + 1] : [from]) };
};

const BEGINS_A_ROW = /^(?:the|my|both|all|every|everything|tasks?|numbers?|items?|#?\d{1,6})$/;
/** No longer are the words that name tasks without a title. */
const LONGEST_ROW = 7;

/** "the second one", "tasks 2 and 3", "all the finished ones": the longest run of words that names tasks so. */
const pointedIn = (clause: Phrase, context: Context): Named | null => {
  const { tokens } = clause;
  for (let size = Math.min(LONGEST_ROW, tokens.length); size >= 2; size -= 1)
    for (let from = 0; from + size <= tokens.length; from += 1) {
      if (!BEGINS_A_ROW.test(tokens[from]?.seen ?? '')) continue;
      const run = slice(clause, from, from + size);
      const references = readReferences(run, context);
      const [target] = references === 'unclear' ? [] : references;
      if (target === undefined || references.length > 1) continue;
      if (!['id', 'ids', 'ordinal', 'all', 'other', 'one'].includes(target.kind)) continue;
      // "on my list" is where a task is put.
      if (target.kind === 'all' && !/\b(?:all|every|everything|both)\b/.test(seen(run))) continue;
      // "the first of march" is a day.
      if (target.kind === 'ordinal' && !/\b(?:one|task|item|thing|entry)\b/.test(seen(run))) continue;
      return { target, title: '', at: new Set(run.tokens.map((_, index) => from + index)) };
    }
  return null;
};

/** The clause with the tokens of its task as one that says nothing. */
const symbolised = (clause: Phrase, at: ReadonlySet<number>): Phrase => {
  const first = Math.min(...at);
  return {
    ...clause,
    tokens: clause.tokens.flatMap((token, index) =>
      index === first ? [{ ...token, seen: QUOTED }] : at.has(index) ? [] : [token],
    ),
  };
};

/** A phrase of its own without the task. */
const withoutTask = ({ text, tokens }: Phrase, at: ReadonlySet<number>): Phrase => {
  const left = tokens.reduce(
    (words, { start, end }, index) =>
      at.has(index)
        ? words
        : `${words}${tokens[index - 1]?.end === start ? '' : ' '}${text.slice(start, end)}`,
    '',
  );
  return phraseOf(left);
};

const NO_TAGS =
  /^(?:(?:please|just|and|you|can) )*(?:(?:remove|delete|erase|clear|drop|strip|take|lose|scrap|get rid of|wipe|no|without)(?: (?:off|away|out))? (?:(?:all|every|any|each|of|the|its|both|single) )*(?:tags|labels|hashtags)|(?:clear|remove|delete|erase|wipe|drop|lose|no|without) (?:(?:all|every|any|the|its|single) )*(?:tag|label)$|untag$|untag (?:it|completely|fully|please)$)\b/;

/** "remove all tags from it": all those that there are. */
const readNoTags = (rest: Phrase, { tags = [] }: Context): ChangeParts | null => {
  const match = NO_TAGS.exec(seen(rest));
  if (match === null || tags.length === 0) return null;
  const left = seen(rest).slice(match[0].length).trim();
  return {
    changes: { removeTags: [...tags] },
    target: phraseOf(left),
    points: false,
  };
};

/** "low for the rent please", "rate the rent high" */
const readFront = (rest: Phrase): ChangeParts | null => {
  const said = seen(rest);
  const match =
    /^(?:please )?(?<level>high|low|medium|top|urgent)(?: (?:priority|prio))? (?:for|on|to)\b|^(?:rate|rank|classify) .*\b(?<last>high|low|medium|top|urgent)$/.exec(
      said,
    );
  const priority = readLevel(match?.groups?.level ?? match?.groups?.last ?? '');
  if (match === null || priority === null) return null;
  const left = match.groups?.last === undefined ? said.slice(match[0].length).trim() : '';
  return { changes: { priority }, target: phraseOf(left), points: false };
};

/** The parts of a clause that speaks of one task. */
const partsOf = (clause: Phrase, context: Context, spoken: Named | null): Parts | null => {
  const found = namedIn(clause, context);
  if (found !== null && found.length > 1) return null;
  const named =
    found?.[0] ??
    (spoken === null ? null : pointing(clause, spoken, context)) ??
    (found === null ? null : pointedIn(clause, context));
  if (named === null) return null;
  const { target, title, at } = named;
  const rest = withoutTask(clause, at);
  const changed = readNoTags(rest, context) ?? readChangeParts(rest, context) ?? readFront(rest);
  const left = (changed?.target ?? rest).tokens.map(({ seen: word }) => word);
  return {
    said: seen(symbolised(clause, at)),
    target,
    title,
    isDone: (context.done ?? []).includes(title),
    found: changed,
    strangers: left.filter((word) => word !== '' && !SILENT.has(word) && !AROUND.has(word)),
  };
};

const isSomeAct = ({ said }: Parts, act: RegExp): boolean => act.test(said.replaceAll(QUOTED, ' '));

const toDelete = ({ said, target, found, strangers }: Parts): Intent | null =>
  found === null &&
  !NEGATED.test(said) &&
  !OF_A_PART.test(said) &&
  REMOVES.some((pattern) => pattern.test(said)) &&
  strangers.every((word) =>
    new RegExp(`\\b${word.replaceAll(/[^\p{L}]/gu, '')}\\b`, 'u').test(REMOVING + GONE + LEAD + TASK),
  )
    ? { intent: 'delete', target }
    : null;

const OF_REOPENING = new RegExp(
  `^(?:${anyOf(
    'reopen reopened open opened uncheck unchecked untick unticked unmark uncomplete undone unfinished incomplete not yet done finished complete completed ready over back pending active todo mark set make put turn switch redo even fully quite fact doing actually n t',
  )})$`,
);
const toReopen = (parts: Parts): Intent | null =>
  parts.found === null &&
  isSomeAct(parts, REOPENS) &&
  parts.strangers.filter((word) => !OF_REOPENING.test(word)).length <= (parts.isDone ? 1 : 0)
    ? { intent: 'reopen', target: parts.target }
    : null;

/** "the two for the farm with no date are done" */
const TOLD_DONE = /\b(?:is|are|was|were) (?:(?:both|all|now|already|finally) )*(?:done|finished|completed)$/;

/** What is set in the future, or has no day. */
const isAhead = ({ changes }: ChangeParts, context: Context): boolean => {
  const due = changes.due;
  const { on } = context.wall ?? wallClock(context.now, context.timeZone);
  return due == null || due.on > on || (due.on === on && due.time !== null);
};

const toUpdate = ({ said, target, found, strangers }: Parts, context: Context): Intent | null => {
  if (found === null || Object.keys(found.changes).length === 0) return null;
  if (DONE.test(said) && (!MUST.test(said) || TOLD_DONE.test(said))) return null;
  if (!isAhead(found, context) && PAST.test(said)) return null;
  if (found.changes.addTags?.some((tag) => /^\d+$/.test(tag) || AROUND.has(tag))) return null;
  // "not tomorrow", and not "no date", which is a part.
  if (
    NEGATED.test(said) &&
    !clears(found.changes) &&
    !/\b(?:(?:leave|keep) Q (?:until|till|for)\b|not (?:so|that|very|urgent|important|on|at|the)|no later|no longer|no rush|no hurry)\b/.test(
      said,
    )
  )
    return null;
  if (/\b(?:delete|remove|erase|scrap|bin|cancel)\b/.test(said) && !clears(found.changes)) return null;
  if (
    /\b(?:is|are|was|were|looks?|feels?|has been) (?:so |very |really |quite )?(?:fine|nice|great|lovely|good|cool|super)\b/.test(
      said,
    )
  )
    return null;
  // "shuv the bill to friday": only one who moves it says so.
  const [verb = ''] = strangers;
  if (
    strangers.length === 1 &&
    said.startsWith(`${verb} `) &&
    /Q (?:\S+ )?(?:to|till|until|onto|into)\b/.test(said)
  )
    return { intent: 'update', target, changes: found.changes };
  return strangers.length <= (MOVES.test(said) ? 1 : 0)
    ? { intent: 'update', target, changes: found.changes }
    : null;
};

const toComplete = (parts: Parts, clause: Phrase, context: Context): Intent | null => {
  const { said, title, target, found, strangers } = parts;
  if (NEGATED.test(said) || REMOVAL.test(said)) return null;
  if (found !== null && (isAhead(found, context) || Object.keys(found.changes).some((key) => key !== 'due')))
    return null;
  const text = seen(clause);
  const begins = said.startsWith(QUOTED) && clause.tokens[0]?.seen !== title.toLowerCase().split(' ')[0];
  const told =
    title !== '' &&
    tellsOfDeed(text, title) &&
    (begins || strangers.length === 0 || TOLD_PASSIVE.test(said)) &&
    !MUST.test(said);
  const others = strangers.filter((word) => !DONE_WORDS.has(word));
  if (told && others.length <= 1) return { intent: 'complete', target };
  return isSomeAct(parts, DONE) &&
    others.length === 0 &&
    // "get it done today"
    (found === null || !/\b(?:get|must|should|needs?|want|wants|due|have|to)\b/.test(said)) &&
    !/\b(?:to|must|should|needs?) (?:be |get )?(?:done|finish|complete)/.test(said)
    ? { intent: 'complete', target }
    : null;
};

const RENAMES = [
  /^(?<before>.*\b(?:rename|retitle|re-title|reword|rephrase)\b.+?) (?:to|as|into|->|→|=) (?<title>.+)$/,
  /^(?<before>.*\b(?:typo|misspelled|misspelt|spelling|spelt|wrong|called|name|title|wording|renamed|change)\b.*?) (?:should|must|shall|has to|needs to|ought to) (?:be|read|say|be called) (?:called )?(?<title>.+)$/,
  /^(?<before>.+?) (?:(?:should|must|shall|has to|needs to|ought to) (?:read|say|be called|be named|be titled)|so (?:that )?it (?:reads|says|is called))(?: as)? (?<title>.+)$/,
  /^(?<before>(?!(?:change|move|push|set|put|make)\b).+?) (?:change|changed|rename|renamed|edit)(?: it| that)? (?:to|into) (?<title>.+)$/,
  /^(?<before>.+?) (?:and )?(?:call|name|title) it (?<title>.+)$/,
];

/** "change it to high" gives no name. */
const SLOT_ALONE =
  /(?:\b(?:and|then)|,) (?:tick|mark|move|set|give|make|put|tag|delete|remove|push|it|due)\b|[“"'‘].|^(?:an? |the )?(?:(?:very |super )?(?:high|low|medium|normal|top|urgent|important)(?:[- ]priority)?|done|finished|complete|completed|pending|open|no (?:date|due date|deadline|priority)|#\S+)$/i;

const NAMES =
  /\b(?:rename|retitle|change|changed|edit|update|correct|name|named|title|titled|call|called|reads?|say|says|should be|must be|write|in place of|instead of|replace|wording)\b/;

/** "task 1 must have the name 'Buy dollars'": what stands in quotes and is no task's title yet. */
const toQuote = (clause: Phrase, context: Context, spoken: Named | null): Intent | null => {
  const quotes = clause.tokens.filter(({ kind }) => kind === 'quote');
  const last = quotes.at(-1);
  if (last === undefined || quotes.length > 2 || !NAMES.test(seen(clause))) return null;
  const next = cleanTitle(unquote(clause.text.slice(last.start, last.end)));
  if ((context.titles ?? []).some((title) => title.toLowerCase() === next.toLowerCase())) return null;
  const before: Phrase = { ...clause, tokens: clause.tokens.filter((token) => token !== last) };
  if (NEGATED.test(seen(before)) || /\b(?:tag|label|add|note|description)\b/.test(seen(before))) return null;
  const parts = partsOf(before, context, spoken);
  return parts === null || next === '' || parts.strangers.length > 1
    ? null
    : { intent: 'update', target: parts.target, changes: { ...parts.found?.changes, title: next } };
};

/** "fix the typo in 1, should be Write blog" */
const toRename = (clause: Phrase, context: Context, spoken: Named | null): Intent | null => {
  const quoted = toQuote(clause, context, spoken);
  if (quoted !== null) return quoted;
  const said = seen(clause);
  const match = RENAMES.map((pattern) => pattern.exec(said)).find((one) => one !== null);
  if (match == null || NEGATED.test(match.groups?.before ?? '')) return null;
  const count = (match.groups?.title ?? '').split(' ').length;
  const words = clause.tokens.filter(({ seen: word }) => word !== '');
  const from = words.at(-count);
  if (from === undefined) return null;
  const text = clause.text.slice(from.start, clause.tokens.at(-1)?.end).trim();
  const next = cleanTitle(from.kind === 'quote' && count === 1 ? unquote(text) : text);
  const before: Phrase = { ...clause, tokens: clause.tokens.filter(({ end }) => end <= from.start) };
  // "the typo in 1"
  const bare = /\b(?:in|of|for|on|task|number|rename|retitle) #?(\d{1,6})\b/.exec(
    match.groups?.before ?? '',
  )?.[1];
  const parts = partsOf(before, context, spoken);
  const isBare = parts === null && bare !== undefined && namedIn(before, context)?.length === 0;
  const target = isBare ? ({ kind: 'id', id: Number(bare) } as const) : parts?.target;
  return target === undefined || next === '' || SLOT_ALONE.test(next) || findDue(next, context) !== null
    ? null
    : { intent: 'update', target, changes: { ...parts?.found?.changes, title: next } };
};

/** "did I ever note something about the mould?" */
const toSearch = (whole: Phrase, { titles = [] }: Context): Intent | null => {
  const said = seen(whole);
  if (ABOUT_CHANGE.test(said) || !LOOKS_FOR.test(said) || !ASKER.test(said)) return null;
  const found = locate(
    whole.tokens.map(({ start, end }) => whole.text.slice(start, end)),
    titles,
  );
  const at = found?.[0]?.at;
  if (at === undefined || at.size === 0) return null;
  const text = whole.tokens
    .filter((_, index) => at.has(index))
    .map(({ start, end }) => whole.text.slice(start, end))
    .join(' ');
  return { intent: 'search', text };
};

/** Something else than the task that was named. */
export const ADDS =
  /\b(?:create|remind|new task|another one|(?<!back )(?:on|to|onto) (?:my|the|our) list|add (?!(?:a |an |the |it |some |more |another )*(?:tags?|labels?|date|day|time|deadline|due|priority|hour|minute|week|#)))\b/;

/** "can the rent be marked as done?" is a wish. */
const PASSIVE =
  /^(?:(?:so|and|please|hey|ok) )*(?:can|could|may) (?!i |we |you ).* be (?:deleted|removed|erased|scrapped|binned|taken (?:off|away|out)|marked|ticked|crossed|moved|pushed|shifted|postponed|set|tagged|changed|made|reopened)\b/;

/** Null when its parts do not make one wish. @param spoken the task that was named before it in the same message */
export const readByParts = (whole: Phrase, context: Context, spoken: Named | null = null): Intent | null => {
  const given = trimMarks(whole);
  if (context.titles === undefined || given.tokens.length < 2 || seen(given).length > 300) return null;
  const polite = withoutManners(given);
  // "open again" is no "again" of haste.
  const ended = /\bopen(?:ed)? (?:up )?again$/.test(seen(polite)) ? polite : withoutEnd(polite);
  const clause = dropEnd(ended, REASON);
  const question = /\?\s*$/.test(whole.text.slice(0, (whole.tokens.at(-1)?.end ?? 0) + 1));
  const requested =
    (polite.tokens.length < given.tokens.length && /\b(?:you|we|please|kindly)\b/.test(seen(given))) ||
    PASSIVE.test(seen(given));
  if ((question && !requested) || ASKING.test(seen(polite))) return toSearch(given, context);
  const renamed = toRename(clause, context, spoken);
  if (renamed !== null) return renamed;
  const parts = partsOf(clause, context, spoken);
  if (parts === null) return null;
  // "could the meeting be taken away?"
  const said = parts.said
    .replace(/^(?:could|can|may) ((?:the |my |our |task )*Q )(?=(?:\S+ ){0,2}be )/, '$1can ')
    .replace(/^(i|we) (?:would|should) (?:like|love|prefer) (?=(?:the |my |our )*Q )/, '$1 want ');
  Object.assign(parts, { said });
  const guarded: Phrase = {
    text: said,
    tokens: tokenize(said.replace(/^(?:let us )?say /, '').replaceAll(QUOTED, 'it')),
  };
  if (ADDS.test(said)) return null;
  // Of what an earlier message spoke of: only with a verb before it, "it is friday" says nothing.
  if (parts.target.kind === 'it' && !/^(?:\S+ ){0,3}\S{3,} Q\b/.test(said)) return null;
  if (
    parts.target.kind === 'it' &&
    (parts.strangers.length > 0 || !(MOVES.test(said) || REMOVAL.test(said) || DONE.test(said)))
  )
    return null;
  const doubted = DOUBT.test(said);
  const reopened = doubted && !/\b(?:forgot|forgotten)\b/.test(said) ? null : toReopen(parts);
  if (reopened !== null) return reopened;
  if (doubted || applyRules(GUARDED, guarded, context) !== null) return null;
  return toDelete(parts) ?? toComplete(parts, clause, context) ?? toUpdate(parts, context);
};

/** "the rent and the milk: delete", "both the rent and the milk are done": what is said of a row of tasks is said of each. */
export const readRow = (message: Phrase, context: Context): Intent[] | null => {
  const named = context.titles === undefined ? [] : (namedIn(message, context) ?? []);
  if (named.length < 2) return null;
  const places = named.flatMap(({ at }) => [...at]);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const { tokens } = message;
  const between = tokens.filter((_, index) => index > first && index < last && !places.includes(index));
  if (
    !between.every(({ seen: word }) => IN_A_ROW.test(word)) ||
    !between.some(({ seen: word }) => JOINS.test(word))
  )
    return null;
  const read = named.map(({ at }) =>
    readByParts(
      { ...message, tokens: tokens.filter((_, index) => at.has(index) || index < first || index > last) },
      context,
    ),
  );
  const found = read.flatMap((intent) => intent ?? []);
  return found.length === named.length && found.every(({ intent }) => intent === found[0]?.intent)
    ? found
    : null;
};
const IN_A_ROW = /^(?:|and|also|plus|n|the|my|our|then|as|well|both|task)$/;
const JOINS = /^(?:|and|also|plus|n)$/;

/** "…, and due Friday": what is set of a task that was named before, and nothing else. */
export const readDetail = (phrase: Phrase, context: Context): Changes | null => {
  const clause = withoutEnd(withoutManners(trimMarks(phrase)));
  const found = readChangeParts(clause, context);
  return found !== null &&
    found.target.tokens.length === 0 &&
    !NEGATED.test(seen(clause)) &&
    !DOUBT.test(seen(clause))
    ? found.changes
    : null;
};

/** A clause beside others that were understood: of a task that none of them speaks of, or it is chatter. */
export const readBeside = (phrase: Phrase, message: Phrase, context: Context): Intent | null => {
  const [only] = namedIn(phrase, context) ?? [];
  if (only === undefined || only.title === '') return null;
  const ends = new Set(phrase.tokens.map(({ start }) => start));
  const others: Phrase = { ...message, tokens: message.tokens.filter(({ start }) => !ends.has(start)) };
  return namedIn(others, { ...context, titles: [only.title] })?.length === 0
    ? readByParts(phrase, context)
    : null;
};

const REMOVING_VERB = new RegExp(`\\b${REMOVING}\\b`);
/** "drop the rent to low", "knock it down to friday": what follows is what it becomes. */
const BECOMES =
  /Q (?:\S+ ){0,3}?(?:(?:down|back|up|over) )?(?:to|till|until|into|onto|as|->|→) (?!(?:the )?(?:trash|bin|recycle|rubbish))\S/;

/** "chuck it on friday" is no deletion, "delete the meeting on friday" is one. */
const THROWN =
  /\b(?:chuck|throw|bung|sling|lob|whack|toss|fling|drop|dump|knock|kick) (?:\S+ ){0,3}?Q (?:\S+ ){0,2}?(?:on|over|to|onto|into|at|for|back|by) \S/;

/**
 * A clause that deletes nothing though it has the verb: where that is a word of the title alone, "dump run done", where
 * a part of the task is to go, and where it is to become something. What it says instead; null when it may delete.
 */
export const insteadOfDelete = (
  phrase: Phrase,
  context: Context,
): { named: Named; intent: Intent } | null => {
  const clause = withoutEnd(withoutManners(trimMarks(phrase)));
  const [named, ...others] = namedIn(clause, context) ?? [];
  if (named === undefined || others.length > 0) return null;
  const said = seen(symbolised(clause, named.at));
  const found = partsOf(clause, context, null)?.found?.changes;
  const changes = found !== undefined;
  const verb = REMOVING_VERB.test(said);
  // "remove the wallpaper task" names it as one.
  const inside =
    !verb &&
    REMOVING_VERB.test(named.title.toLowerCase()) &&
    said !== QUOTED &&
    !/Q (?:task|todo|item|entry|one|reminder)\b/.test(said);
  const part = verb && changes && (clears(found) || OF_A_PART.test(said.replace(QUOTED, ' ')));
  const becomes = changes && ((verb && BECOMES.test(said)) || THROWN.test(said));
  if (!inside && !part && !becomes) return null;
  const intent =
    readByParts(phrase, context) ?? ({ intent: 'unclear', about: 'update', asks: 'what' } as const);
  return intent.intent === 'delete' ? null : { named, intent };
};
