import { findDue, hide, toWhen } from '../dates/find-due.js';
import { readShift } from '../dates/shift.js';
import { readLevel } from '../filter.js';
import type { Changes, Context, FoundDue, Shift } from '../intent.js';
import { findQuotes } from '../quotes.js';
import { type Phrase, phraseOf, QUOTED, raw, seen, seenStarts, slice, type Token } from '../sentence.js';
import { together } from '../together.js';

/** What a clause changes of a task and which, found by its parts: they may stand in any order. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words of a change that name neither the task nor what becomes of it; the first are halves of contractions. */
export const AROUND = set(
  `s re ve m ll d timing timings slot timeslot last latest srry gah ugh very super important that's thats i'm fine nice great thanks fix correct down like around roughly approx exactly sharp accordingly forgot forget otherwise sooner itself only till thing hi has a an the to for on onto at by in into from of off out up as with until till and also is are be been being was has have had get
  gets got go goes give gives put puts set sets make makes move moves shift shifts push pushes bump bumps bring pull change
  changes switch update edit modify adjust reschedule postpone delay defer snooze schedule raise lower mark flag tag label
  add attach assign drop remove delete take clear lose scrap turn turns do does done needs need must should shall can could will would
  may might wait waits moved pushed shifted postponed rescheduled delayed changed now new instead then please just actually
  back forward again still really rather over later due date day deadline time hour moment when priority importance
  label hashtag task tasks item entry one ones thing todo it that this its my our your his her their i we me you us sorry no ok
  okay so well and but because day's -> => → = day, only better latest earliest level marked set happen happens takes place
  takes held till which use using doing anymore longer more not any after all too very super quite pretty have's same already become becomes
  displace relocate transfer advance anticipate prepone extend carry slide kick drag shove nudge slip bounce roll punt park yank shunt swap adjust carried mov hurry matter pull back slips slid begin n & guess suppose prefer think mean meant said i'd call called say says said want wants like prefer finally probably maybe way slot work works for' needed necessary required specific extension extended extend gave both there they he she offered offer suggested proposed
  supposed enough plenty thinking thought wanted correct corrected agreed actual`,
);
/** Whether a word names neither a task nor what becomes of it. */
const NOUN_TOO = set('call update switch drop edit move post order note');
export const isAround = (word: string): boolean => AROUND.has(word);

const NUMBERED =
  /(?:\b(?:task|number|no\.?|nr|item|todo|id)\s*#?|#)\d{1,6}\b|^\d{1,6}(?=\s+(?:is|to|for|on|by|at|due|needs|->|→|:))/giu;
/** "remove the priority from 2", where no hour is meant. */
const NUMBERED_BEHIND = new RegExp(
  `${NUMBERED.source}|(?<=\\b(?:from|of|off|on|for|in) )\\d{1,6}(?=[\\s.!]*$)`,
  'giu',
);
/** A part of a task points at the one that was spoken of, as "it" does. */
const POINTS = /\b(?:it|that|this|time|date|deadline|priority|hour|due)\b/;

const LEVEL = '(?<level>high(?:est)?|top|medium|normal|low(?:est)?|urgent|important)';
/** "grandma called, says hi" is of no level. */
const NAMED_LEVEL = LEVEL.replace('>', '>hi|');
const DATE = '(?:due date|due day|due time|deadline|due|date|day)';
/** Takes a part of a task away. */
const TAKES =
  '(?:remove|delete|clear|drop|take off|take away|take out|take|lose|scrap|unset|cancel|erase|get rid of|forget(?: about)?|throw (?:out|away)|kill|ditch|bin|strip|strike|scratch|axe|chuck|toss|wipe)';
const NO = `(?:no|no more|no need (?:for|of)|without(?: an?| any)?|not (?:have|need|want)(?: an?| any)?|${TAKES})(?: (?:the|its|any|a|that|it|there|more|longer|fixed|such|this))*`;
const AFTER_ALL = '(?:(?: off| away)?(?: any ?more| any longer| after all| at all| please)*)';

const PART_NOUN = /^(?:date|dates|deadline|day|due|time|hour|priority|tags?|labels?)$/;
const TAKES_AWAY = new RegExp(`\\b${TAKES}\\b`);
/** "#travel instead of #admin", "tag it travel, not admin": a tag that there is goes for another. */
const tagInstead = (phrase: Phrase, { tags = [] }: Context): { left: Phrase; changes: Changes } => {
  const match =
    /(?:(?<=\b(?:tag|tagged|label)\b.* )|(?=#))(?<next>#?\p{L}\S*) (?:instead of|rather than|not) (?:the )?#?(?<old>\S+)/u.exec(
      seen(phrase),
    );
  const { next = '', old = '' } = match?.groups ?? {};
  return match === null || !tags.some((tag) => tag.toLowerCase() === old)
    ? { left: phrase, changes: {} }
    : {
        left: without(phrase, match.index, match.index + match[0].length),
        changes: { removeTags: [old], addTags: labels(next) },
      };
};

/** "remove the day and the hour": each of them is removed. */
const eachTaken = (phrase: Phrase): Phrase => {
  const { tokens } = phrase;
  const isPart = (index: number): boolean => PART_NOUN.test(tokens[index]?.seen ?? '');
  const joins = tokens.flatMap(({ seen: word }, index) => {
    const first = /^(?:the|its|that|any|all)$/.test(tokens[index + 1]?.seen ?? '') ? index + 2 : index + 1;
    // "… and the home tag"
    const next = !isPart(first) && /^(?:tag|label)$/.test(tokens[first + 1]?.seen ?? '') ? first + 1 : first;
    const before = slice(phrase, 0, index);
    const named = isPart(index - 1) || isPart(index - 2);
    return word === 'and' && named && isPart(next) && TAKES_AWAY.test(seen(before)) ? [index] : [];
  });
  return joins.length === 0
    ? phrase
    : {
        ...phrase,
        tokens: tokens.map((token, index) => (joins.includes(index) ? { ...token, seen: 'remove' } : token)),
      };
};

interface Part {
  pattern: RegExp;
  read(groups: Readonly<Record<string, string | undefined>>): Changes | null;
}
const level = ({ level = '' }: Readonly<Record<string, string | undefined>>): Changes | null => {
  const priority = readLevel(level);
  return priority === null ? null : { priority };
};
const labels = (words = ''): string[] =>
  words.split(/ (?:and )?/).flatMap((word) => word.replace(/^#/, '') || []);

/** "the rent is not high any more": it has none, unless another is said. */
const NO_LONGER = new RegExp(
  `\\bno longer (?:so |that |very |an? |at )*${LEVEL.replace('?<level>', '?:')}\\b|\\bnot (?:so |that |very |an? |at )*${LEVEL.replace('?<level>', '?:')}(?: priority)? (?:now|any ?more|any longer)\\b`,
);

/** Stands for the tags that a task has. */
const ANY_TAG = '*';

/** Looked for in this order; what is found is taken out, and of each kind the first counts. */
const PARTS = together<Part>(
  [
    {
      pattern:
        /\b(?:must|should|needs? to|has to|have to|ought to) (?:be|get) (?:done|finished|completed|ready|in|over|sorted|sent|paid|back|handed in|submitted)\b/,
      read: () => ({}),
    },
    {
      pattern:
        /\b(?:not|no longer)(?: (?:so|that|very|really|too|all|a|at))* (?:urgent|important|high|low|medium|priority)\b(?: priority)?/,
      read: () => ({}),
    },
    { pattern: new RegExp(`\\b${NO} ${DATE}\\b${AFTER_ALL}`), read: () => ({ due: null }) },
    { pattern: new RegExp(`\\b(?:no longer|not) due\\b${AFTER_ALL}`), read: () => ({ due: null }) },
    {
      pattern: new RegExp(
        `(?<!\\b(?:i|we|you|he|she|they) (?:have|has|had|got|have got) )\\b${NO} (?:time|hour)(?: of (?:the )?day)?\\b${AFTER_ALL}|\\ball[- ]day\\b`,
      ),
      read: () => ({ noTime: true }),
    },
    { pattern: new RegExp(`\\b${NO} priority\\b${AFTER_ALL}`), read: () => ({ priority: null }) },
    // "drop the high", "delete that it is urgent", and not "drop the urgent one".
    {
      pattern: new RegExp(
        `\\b(?:${TAKES}|no more|not want)(?: (?:the|its|that|this|it|is|are|as))* (?:very |so |too )?(?:high(?:est)?|low(?:est)?|medium|top|urgent|urgency|important|importance)(?: (?:bit|flag|mark|marker|marking|label|status|part|priority))*(?=$| (?:from|of|on|off|for|in|again|away|out|please|it|there|that|any)\\b)${AFTER_ALL}`,
      ),
      read: () => ({ priority: null }),
    },
    // "remove the date and its tags": of whatever name.
    {
      pattern: new RegExp(
        `\\b${NO} (?:(?:all|every|any|each|single|of) )*(?:tags?|labels?)(?=$| (?:from|of|off|on|and|please|too)\\b)${AFTER_ALL}`,
      ),
      read: () => ({ removeTags: [ANY_TAG] }),
    },
    {
      pattern:
        /\b(?:no longer|not) (?:tagged|labell?ed) (?:as |with )?(?<tag>#?\S+)(?: any ?more| any longer)?/,
      read: ({ tag }) => ({ removeTags: labels(tag) }),
    },
    {
      pattern:
        /\b(?:remove|delete|drop|clear|strip|take off|take away|take|lose|without|untag|scrap|no|no more) (?:the )?(?:(?:tags?|labels?) (?<tag>(?!(?:from|of|off|on)\b)#?\S+)|(?<word>(?!(?:the|its|any|all|that)\b)\S+) (?:tags?|labels?)|(?<hash>#\p{L}\S*))/u,
      read: ({ tag, word, hash }) => ({ removeTags: labels(tag ?? word ?? hash) }),
    },
    {
      pattern: new RegExp(
        `\\bpriority(?: level)?(?: (?:is|to|of|as|=|should be|must be|be|on|at|now|->|→))* ${NAMED_LEVEL}\\b`,
      ),
      read: level,
    },
    {
      pattern: /\bless (?:urgent|important)\b/,
      read: () => ({ priority: 'low' }),
    },
    { pattern: new RegExp(`\\b${NAMED_LEVEL}[- ](?:priority|importance)\\b`), read: level },
    {
      pattern: /\b(?:raise|increase|up|bump up|bump|boost|higher) (?:the |its )?priority\b/,
      read: () => ({ priority: 'high' }),
    },
    {
      pattern: /\b(?:lower|decrease|reduce|drop|down) (?:the |its )?priority\b/,
      read: () => ({ priority: 'low' }),
    },
    {
      pattern:
        /\b(?:tag|label)(?:ged|led)? (?:(?:it|this|that|them) (?:with |as |by )?|(?:with|as|by) )(?<tags>(?!too|also|well)#?\S+(?: and (?!(?:give|set|make|put|move|mark|due|high|low|also|then|change|it)\b)#?\S+)*)/,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern:
        /\b(?:the|a|an) (?<tags>(?!the\b|same\b|other\b|new\b|right\b|wrong\b)\S+) (?:tag|label)(?= (?:to|on|for) \S)/,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern:
        /\b(?:tags?|tagged|labels?|labell?ed|hashtag)(?: (?:of|called|named|is|to|as))? (?<tags>(?!(?:of|it|this|that|them|to|on|onto|into|from|the|with|as|for|off|too|also|task|number|no|please|thanks)\b)#?\S+(?=\s|$)(?! .*\b(?:with|as) (?!well\b)\S+(?:,? and \S+)*$)(?: and #\S+|(?<=\b(?:tags|labels)\b.*)(?:,? and|,) (?!(?:give|set|make|put|move|due|high|low|also|then|change|it)\b)\S+$)*)/,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern:
        /(?<=\b(?:tag|label) .*)\b(?:with|as) (?:the )?(?:tags? )?(?<tags>(?!well\b|high\b|low\b|medium\b)#?\S+(?: and #?\S+)+)$/,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern: /\b(?:the|a|an|under) (?<tags>(?!the\b)\S+) (?:tag|label)\b/,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern: /(?<!\S)(?<tags>#\p{L}\S*(?: (?:and )?#\p{L}\S*)*)/u,
      read: ({ tags }) => ({ addTags: labels(tags) }),
    },
    {
      pattern: new RegExp(
        `\\b(?:is|are|be|as|to|now|make|mark|flag|set|gets?|became|becomes?|->|→|very|really|super|more|most) (?:a |an |the |really |very |super |more |most |quite )*${LEVEL}\\b`,
      ),
      read: level,
    },
    {
      pattern: /\b(?:a|the|my|our|as)(?: (?:top|big|real|main|absolute))? priority$/,
      read: () => ({ priority: 'high' }),
    },
    {
      pattern: new RegExp(
        `(?<= )(?<!\\b(?:too|so|how|quite|pretty|(?<!make )that) )${LEVEL.replace('|top', '')}(?=$| due\\b| by\\b| tag\\b| tagged\\b| #| and\\b| is (?:enough|fine|ok|okay|plenty)\\b)`,
      ),
      read: level,
    },
  ],
  ({ pattern }) => pattern,
);

const COUNT =
  '(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|ten|half an|a couple of|a few)(?: and a half)?';
const UNIT = '(?:(?:minutes?|mins?|hours?|hrs?)(?: and a half)?|days?|weeks?|fortnights?|months?|years?)';
const AMOUNTS = `(?:another|an extra|one more|${COUNT})(?: more| extra)? ${UNIT}`;
const SIDE = '(?:later|earlier|sooner|back|forward)';
/** "by a week", "two days later", "another week", "a day more"; a verb of moving needs no more than "a week". */
const SHIFTS = [
  `\\b(?:by )?(?<amount>${AMOUNTS}) (?<side>${SIDE})\\b`,
  `\\b(?:(?:forward|back|out|off|earlier|later|over) )*by (?<amount>${AMOUNTS})\\b`,
  `\\b(?:forward|back|out|off) (?:for )?(?<amount>${AMOUNTS})\\b`,
  `\\b(?:for )?(?<amount>(?:another|an extra|one more|${COUNT} (?:more|extra)) ${UNIT})(?: longer)?\\b`,
  `\\b(?:for )?(?<amount>${COUNT} ${UNIT}) (?:more|extra|longer)\\b`,
  `(?:\\+|\\band )(?<amount>\\d{1,3} ${UNIT})$`,
].map((pattern) => new RegExp(pattern));
const SHIFTING =
  /\b(?:push|postpone|delay|defer|move|shift|extend|bump|nudge|slide|snooze|slips|slipped|moved|delayed|postponed|give|add)\b/;
const BARE_SHIFT = new RegExp(`(?<!\\bin )\\b(?:for )?(?<amount>${COUNT} ${UNIT})(?= to (?!the )|$)`);

/** Without the tokens that lie between two places of what is seen. */
const without = (phrase: Phrase, start: number, end: number): Phrase => {
  const starts = seenStarts(phrase);
  return {
    ...phrase,
    tokens: phrase.tokens.filter((token, index) => {
      const at = starts[index] ?? 0;
      return token.seen === '' || at < start || at >= end;
    }),
  };
};

/** The tokens that are left, as a phrase of its own. */
const rejoined = ({ text, tokens }: Phrase): Phrase =>
  phraseOf(tokens.map(({ start, end }) => text.slice(start, end)).join(' '));

/** "the 11th, not the 12th", "from friday to monday": what it is no longer. */
const withoutNot = (clause: Phrase, context: Context): Phrase => {
  const said = seen(clause);
  const not =
    /^(?:not|no) (?:on |at |the )*(?<old>\S+)(?= (?:but )?(?:on |at |the )*\S+$)/.exec(said) ??
    /\b(?:and )?(?:not|instead of|rather than|no longer) (?:on |at |in |for |the )*(?<old>\S+(?: \S+){0,2})$/.exec(
      said,
    ) ??
    /\bfrom (?:the )?(?<old>\S+(?: \S+)?)(?= to )/.exec(said) ??
    /\b(?:not|no longer) (?:on |at |for |the )*(?<old>\S+(?: \S+)?) but(?= )/.exec(said) ??
    /\b(?:instead of|rather than|and not|not) (?:on |at |the )*(?<old>\S+)(?= )/.exec(said);
  if (
    not === null ||
    (findDue(not.groups?.old ?? '', context) === null &&
      findDue(`the ${not.groups?.old}`, context) === null &&
      findDue(`at ${not.groups?.old}`, context) === null &&
      findDue(`on ${not.groups?.old}`, context) === null)
  )
    return clause;
  const left = without(clause, not.index, not.index + not[0].length);
  return left.tokens.some(({ seen: word }) => word !== '') ? left : clause;
};

/** Stands around a date and is neither of it nor a noun behind it. */
const BESIDE =
  /^(?:update|same|only|timing|itself|now|instead|please|also|then|sharp|rather|likewise|exactly)$/;

const TAKEN_HOUR = new RegExp(
  `\\b(${TAKES}) (?:the|its|that) (\\d{1,2}(?::\\d\\d)?\\s?(?:[ap]m)?)(?= (?:bit|part|thing|from|off|of|on|for)\\b|$)`,
  'iu',
);
/** The words in which a date is looked for: "be 22nd" has an article there. */
const datesIn = (phrase: Phrase): Phrase => {
  const tokens = phrase.tokens.filter(({ seen: word }) => !BESIDE.test(word));
  const { text } = rejoined({ ...phrase, tokens });
  const whole = text
    .replace(
      /(?<!\b(?:the|on|by|until|till|of|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec) )\b(\d{1,2}(?:st|nd|rd|th))(?=$|[ ,.](?!of\b))(?! (?:of|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))/giu,
      'the $1',
    )
    // "drop the 4pm from the dentist", and not "the 4pm call".
    .replace(TAKEN_HOUR, '$1 $2')
    // "remove the priority from 3": a task's number.
    .replace(/\b(from|off|of) (\d{1,6})$/iu, '$1 number $2')
    // "moved to 11": an hour, where no task has that number.
    .replace(
      /\b(moved|shifted|pushed|rescheduled|switched|changed|moves|shifts|goes) to (\d{1,2})$/iu,
      '$1 to at $2',
    )
    // "make the farrier 11": an hour, where a task is named before it.
    .replace(
      /^((?:make|set|move|change|put|push|shift) (?!.*\b(?:task|number|no|nr) \d{1,2}$)(?:\S+ )+?)(\d{1,2}(?::\d\d)?)$/iu,
      (_, before: string, hour: string) =>
        /\b(?:to|at|the|on|by|for|of|from|as|and|or|with|up|back|number|task|no|nr|priority|tag|date|due|day|make|set|move|change|put|push|shift|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\s$/i.test(
          before,
        )
          ? `${before}${hour}`
          : `${before}at ${hour}`,
    );
  return phraseOf(whole);
};

export interface ChangeParts {
  changes: Changes;
  /** The words that name the task; empty when there are none. */
  target: Phrase;
  /** It is pointed at: "it", "that one". */
  points: boolean;
}

/** "bring it forward by a day" is a day earlier. */
const sooner = (clause: Phrase, shift: Shift | null): Shift | null =>
  shift !== null &&
  shift.count > 0 &&
  !/\blater\b/.test(seen(clause)) &&
  /\b(?:forward|earlier|sooner|bring|advance|prepone)\b/.test(seen(clause))
    ? { ...shift, count: -shift.count }
    : shift;

/** The tag 'urgent', in quotes. */
const unquoted = (changes: Changes, clause: Phrase): Changes => {
  const quote = clause.tokens.find(({ kind }) => kind === 'quote');
  if (quote === undefined) return changes;
  const text = clause.text.slice(quote.start + 1, quote.end - 1);
  const read = (tags: string[] | undefined): string[] | undefined =>
    tags?.map((tag) => (tag === QUOTED ? text : tag));
  const { addTags, removeTags } = changes;
  return {
    ...changes,
    ...(addTags === undefined ? {} : { addTags: read(addTags) ?? [] }),
    ...(removeTags === undefined ? {} : { removeTags: read(removeTags) ?? [] }),
  };
};

const TAKEN = new RegExp(`(?:^|(?<=\\s))(?:${TAKES}|no more)(?: (?:the|its|that|this))*\\s*$`, 'i');
/** What may stand behind the date that goes: "cancel friday for the swim", "drop the 6pm bit". */
const BEHIND_TAKEN =
  /^[\s,.!]*(?:$|(?:bit|part|thing|date|deadline|again|please|from|for|of|on|off|out|away|there|in)\b(?! (?:my|the) list))/i;
/** "scrap the 28th", "take the thursday off it": where the words begin that take the day away; null when it stays. */
const takenFrom = (text: string, { spans }: FoundDue): number | null => {
  const [start, end] = [Math.min(...spans.map((one) => one.start)), Math.max(...spans.map((one) => one.end))];
  const verb = TAKEN.exec(text.slice(0, start));
  return verb !== null &&
    !/^(?:from|off|on|at|by|for|before|until|till|in)\b/i.test(text.slice(start, end)) &&
    BEHIND_TAKEN.test(text.slice(end))
    ? verb.index
    : null;
};

/** Takes something away from a task. */
export const clears = ({ due, noTime, priority, removeTags }: Changes): boolean =>
  due === null || noTime === true || priority === null || removeTags !== undefined;

/** "tag the consent form work", where work is a tag that there is. */
const lastTag = (clause: Phrase, { tags = [] }: Context): ChangeParts | null => {
  const said = seen(clause);
  const [, target = '', tag = ''] =
    /^(?:(?:and|also|then|please|can you|could you) )*(?:tag|label) (.+?) (\S+)(?: please)?$/.exec(said) ??
    [];
  const known = tags.find((one) => one.toLowerCase() === tag.replace(/^#/, ''));
  if (
    known === undefined ||
    /(?:^| )(?:with|as|by|and|the|tag|to|for|of)$/.test(target) ||
    /,/.test(raw(clause))
  )
    return null;
  const points = /^(?:it|that|this|them)$/.test(target);
  return { changes: { addTags: [known] }, target: points ? slice(clause, 0, 0) : phraseOf(target), points };
};

/** Null when the clause says nothing that a task can become. */
export const readChangeParts = (clause: Phrase, context: Context): ChangeParts | null => {
  const tagged = lastTag(clause, context);
  if (tagged !== null) return tagged;
  const instead = tagInstead(clause, context);
  let left = eachTaken(withoutNot(instead.left, context));
  let { changes } = instead;
  for (const { any, items } of PARTS) {
    if (!any.test(seen(left))) continue;
    for (const { pattern, read } of items) {
      const match = pattern.exec(seen(left));
      const found = match === null ? null : read(match.groups ?? {});
      // "not necessarily high" sets nothing.
      if (
        found?.priority != null &&
        /\bnot (?:necessar(?:y|ily)|exactly|always|really) (?:a |an |so |very )?(?:\S+ )?$/.test(
          `${seen(left).slice(0, match?.index)}`,
        )
      )
        return null;
      if (match === null || found === null || Object.keys(found).some((key) => key in changes)) continue;
      changes = { ...changes, ...found };
      left = without(left, match.index, match.index + match[0].length);
    }
  }
  if (changes.priority === undefined && NO_LONGER.test(seen(clause)))
    changes = { ...changes, priority: null };
  changes = unquoted(changes, clause);
  if (changes.removeTags?.includes(ANY_TAG)) changes = { ...changes, removeTags: [...(context.tags ?? [])] };
  const shifts = SHIFTING.test(seen(left)) ? [...SHIFTS, BARE_SHIFT] : SHIFTS;
  const moved = shifts.map((pattern) => pattern.exec(seen(left))).find((match) => match !== null);
  const { amount = '', side = 'later' } = moved?.groups ?? {};
  const shift = sooner(clause, readShift(`${amount} ${side}`));
  if (moved != null && shift !== null) {
    changes = { ...changes, shift };
    left = without(left, moved.index, moved.index + moved[0].length);
  }
  if (!('due' in changes) && (shift === null || / to (?:the )?\S/.test(seen(left)))) {
    const kept = datesIn(left);
    // "task 1 to 18 March" is no span of days.
    const numbers = clears(changes) ? NUMBERED_BEHIND : NUMBERED;
    const hidden = [
      ...findQuotes(kept.text),
      ...[...kept.text.matchAll(numbers)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
      })),
    ];
    const found = findDue(hide(kept.text, hidden), context);
    if (found !== null) {
      const { shift: _shift, ...others } = changes;
      const from = takenFrom(kept.text, found);
      const gone: Changes = found.timeOnly ? { noTime: true } : { due: null };
      changes = { ...others, ...(from === null ? toWhen(found) : gone) };
      const read =
        from === null
          ? found.spans
          : found.spans.map(({ start, end }) => ({ start: Math.min(from, start), end }));
      left = {
        ...kept,
        tokens: kept.tokens.filter(
          ({ start, end }) => !read.some((span) => start < span.end && end > span.start),
        ),
      };
    }
  }
  if (Object.keys(changes).length === 0) return null;
  const points = POINTS.test(seen(clause));
  const names = ({ kind, seen: word }: Token, index: number): boolean =>
    kind === 'quote' ||
    (word !== '' && !AROUND.has(word)) ||
    // "make the call high": a thing here, and no verb.
    (NOUN_TOO.has(word) && /^(?:the|my|our|his|her)$/.test(left.tokens[index - 1]?.seen ?? ''));
  const first = left.tokens.findIndex(names);
  const last = left.tokens.findLastIndex(names);
  // "the milk and the books" stay two.
  const named = left.tokens.filter(
    (token, index) => names(token, index) || (token.seen === 'and' && index > first && index < last),
  );
  return { changes, target: rejoined({ ...left, tokens: named }), points };
};
