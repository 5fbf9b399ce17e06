import { LIMITS, type Priority } from '@todo/contracts';
import { saysNothing } from './chatter.js';
import { hide } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Due, NewTaskWords } from './intent.js';
import { withoutEnds, withoutLeads } from './plain-title.js';
import { findParts, gather, without } from './quick-add.js';
import { findQuotes, type Span } from './quotes.js';
import { readChangeParts } from './rules/change-parts.js';
import { mend, phraseOf, raw } from './sentence.js';
import { cleanTitle, oneLine, shorten } from './title.js';
import { ABBREVIATIONS } from './vocabulary.js';

const LABEL = '#?[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_-]*';
const OTHER_DETAIL =
  "(?!(?:due|by|on|for|at|with|and|in|high|low|medium|normal|priority|urgent|important|today|tomorrow|tonight|next|this|give|make|set|mark|put|move|add|remind|show|it|its|it's|i|also|then|please|pls|thanks|so|no|not|to|sometime|some|maybe|before|until|till|around|whenever|early|mid|end|start|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|later|soon|ok|okay|cheers|thx|plz)(?![\\p{L}\\p{N}]))";
const LABELS = `(?<labels>${LABEL}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)${OTHER_DETAIL}${LABEL}(?!['’]s|\\s+(?!(?:for|on|by|due|at|with|and|please|pls|high|low|medium|in|today|tomorrow|next|this|to)(?![\\p{L}\\p{N}]))[\\p{L}\\d]))*)`;

/** Ways to say more about a task than its title, at the end of it or before another of them. */
const DESCRIPTION =
  /(?:^|[\s,;]+)(?:(?:and\s+)?with\s+(?:the\s+|a\s+)?(?:description|notes?|details?)(?:\s+(?:of|saying|that\s+says))?|description|notes?)(?:\s*:\s*|\s+)(?<text>\S[\s\S]*)$/iu;
const BARE_DESCRIPTION = /^(?:[\s,;]*)(?:description|notes?)(?!\s*:)\s+/iu;
const PRIORITY = [
  /(?<=\S)(?:[\s,;.!–-]|\()+(?:(?:but|and|it['’]?s|there['’]?s)\s+)*(?<level>asap|a\.s\.a\.p|as soon as possible|no (?:rush|hurry)|not (?:(?:that|so|very|too|super|really|particularly) )?urgent)(?:\s+(?:at all|though|(?:with|on|for) (?:that|this|it)(?: one)?))*\)?(?![\p{L}\p{N}])/iu,
  /(?:^|[\s,;]+)(?:(?:and|with|as|at|of)\s+)*(?:an?\s+)?(?<level>hi|high(?:est)?|top|med|medium|normal|lo|low(?:est)?)[\s-]prio\p{L}*(?:\s+(?:task|one|item|todo)(?=[\s.!]*$))?(?![\p{L}\p{N}-])/iu,
  /(?:^|[\s,;]+)(?:(?:and|with|as|at)\s+)*(?:an?\s+)?(?<level>high|medium|low)[\s-]prio(?![\p{L}\p{N}-])/iu,
  /(?:^|[\s,;]+)(?:(?:and|with|set)\s+)*(?:a\s+|the\s+|its\s+)?prio(?:rity)?(?:\s+level)?\s*(?:of\s+|to\s+|as\s+|:\s*\s+|:\s*|is\s+|=\s*)?(?<level>high|medium|low)(?![\p{L}\p{N}-])/iu,
  /[\s]*[,;–-]\s*(?:(?:it|this)(?:['’]s|\s+is)\s+)?(?:(?:very|really|quite|super|so|rather|pretty|extremely|fairly|most|kinda|kind\s+of)\s+)*(?<level>urgent|important)\s*(?=$|[.!,;]|\stag)/iu,
  /[\s,;]+as\s+(?<level>high|medium|low)(?=[\s.!]*$)/iu,
  // "urgent, book club snacks", "urgent book the van"
  /^[\s,;:–-]*(?<level>urgent|asap|high|low|medium)\s*[,:;–-]\s*(?=\S)/iu,
  /[\s]*[,;–-]\s*(?:it\s+is|it['’]?s|is)\s+(?:very\s+|really\s+)?(?<level>urgent|important)(?![\p{L}\p{N}])(?:,?\s+so\b)?/iu,
];
const TAGS = new RegExp(
  `(?:^|[\\s,;]+)(?:and\\s+)?(?:(?:tagged|tagd|taged|use\\s+the\\s+tag|tag\\s+it|tag(?<=,\\s*tag)(?:\\s+is)?|labell?ed|label\\s+it)(?:\\s+(?:as|with|by))?|(?:with|and|under|using)\\s+(?:the\\s+)?(?:tags?|labels?))\\s*:?\\s*${LABELS}(?![\\p{L}\\p{N}])`,
  'iu',
);

/** "that I have to call Bob": what is to be done is to call him. */
const OBLIGED =
  /^[\s,:–-]*(?:i|we)\s+(?:(?:also|really|still|just|probably|definitely)\s+)*(?:(?:need|have|want|ought|must|should|got|had better|am supposed|are supposed|am going|am(?= to\s))\s+(?:(?:also|really|still|probably)\s+)*(?:to\s+)?|(?=(?:call|pay|buy|go|take|send|bring|make|get|do|finish|write|meet|visit|check|book|ask|give|pick|return|clean)\s))/iu;

const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length });

/** What a text says about a task besides its title, and the words that are left. */
export interface TaskWords extends Omit<NewTaskWords, 'title' | 'description'> {
  rest: string;
  description?: string;
}

const readDescription = (visible: string, text: string): { span: Span; description: string } | null => {
  const match = DESCRIPTION.exec(visible);
  // "notes for the meeting" is a title; "notes: …" says more about one.
  if (match === null || BARE_DESCRIPTION.test(match[0])) return null;
  const said = text.slice(match.index + match[0].length - (match.groups?.text ?? '').length).trim();
  const description = said.replace(/^(["'“‘`])(?<inside>[\s\S]+)["'”’`]$/u, '$<inside>');
  return { span: spanOf(match), description: shorten(description.toWellFormed(), LIMITS.description.max) };
};

const readPriority = (visible: string): { span: Span; priority: Priority } | null => {
  for (const pattern of PRIORITY) {
    const match = pattern.exec(visible);
    const said = (match?.groups?.level ?? '').toLowerCase();
    const priority =
      /^no/.test(said) && said !== 'normal' ? 'low' : /^a/.test(said) ? 'high' : readLevel(said);
    if (match !== null && priority !== null) return { span: spanOf(match), priority };
  }
  return null;
};

/** Takes what is said in words ("with high priority", "tagged home") and in signs (!high, #home) out of a text. */
export const readTaskWords = (text: string, context: Context): TaskWords => {
  let visible = hide(text, findQuotes(text));
  const take = (span: Span | undefined): void => {
    if (span !== undefined) visible = hide(visible, [span], ' ');
  };
  const described = readDescription(visible, text);
  // It reaches to the end. Spaces in its place would be walked over again and again.
  if (described !== null) visible = visible.slice(0, described.span.start);
  const urgent = readPriority(visible);
  take(urgent?.span);
  const tagged = TAGS.exec(visible);
  take(tagged === null ? undefined : spanOf(tagged));
  const parts = findParts(visible, context, []);
  const signs = gather(parts);
  const labels = tagged?.groups?.labels?.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu) ?? [];
  const tags = new Map(
    [...labels.map((label) => label.replace(/^#/, '')), ...signs.tags].map((tag) => [tag.toLowerCase(), tag]),
  );
  const taken = [described?.span, urgent?.span, ...(tagged === null ? [] : [spanOf(tagged)]), ...parts];
  return {
    rest: without(
      text,
      taken.filter((span) => span != null),
    ),
    due: signs.due,
    priority: signs.priority ?? urgent?.priority ?? null,
    tags: [...tags.values()].filter((tag) => [...tag].length <= LIMITS.tag.max).slice(0, LIMITS.tags.max),
    ...(described === null ? {} : { description: described.description }),
  };
};

const CUT = new RegExp(`(?<!\\b(?:${ABBREVIATIONS}))[,;.!?](?=\\s|$)|\\s[–—/|-](?=\\s)`, 'giu');
/**
 * "buy paint, that's for friday, high priority": pieces behind a comma that only say when, how urgent or which tag. The
 * words that are left, and what was said.
 */
export const takeDetails = (words: string, context: Context): { text: string; changes: Changes } => {
  const text = withoutBrackets(words, context);
  const quotes = findQuotes(text);
  const inQuote = (at: number): boolean => quotes.some(({ start, end }) => at > start && at < end);
  const cuts = [...text.matchAll(CUT)].map(({ index }) => index).filter((at) => !inQuote(at));
  let end = text.length;
  let changes: Changes = {};
  let left = text;
  for (const cut of cuts.toReversed()) {
    const piece = text
      .slice(cut + 1, end)
      .replace(/^[\s–—/|-]+/u, '')
      .trimEnd();
    const phrase = phraseOf(piece);
    // "…, her party is a big deal": why, and nothing of the title.
    if (saysNothing(piece, context) && left.slice(0, cut).trim() !== '') {
      left = `${left.slice(0, cut)}${left.slice(end)}`;
      end = cut;
      continue;
    }
    if (LEVEL_ALONE.test(piece)) {
      changes = joinChanges({ priority: readLevel(piece.toLowerCase()) }, changes);
      left = `${left.slice(0, cut)}${left.slice(end)}`;
      end = cut;
      continue;
    }
    const found = piece === '' ? null : readChangeParts(phrase, context);
    if (
      piece !== '' &&
      (found === null || found.target.tokens.length > 0 || found.changes.shift !== undefined)
    ) {
      end = cut;
      continue;
    }
    changes = joinChanges(found?.changes ?? {}, changes);
    left = `${left.slice(0, cut)}${left.slice(end)}`;
    end = cut;
  }
  return { text: left, changes };
};

/** "clean gutters (high, saturday)": what is in brackets at the end and says more, behind a comma. */
const withoutBrackets = (text: string, context: Context): string => {
  const [whole, inside = ''] = /\s*\(([^()]+)\)[\s.!]*$/u.exec(text) ?? [];
  const found = whole === undefined ? null : readChangeParts(phraseOf(inside), context);
  // "(urgent)" alone is as somebody writes a title.
  return whole === undefined || found === null || found.target.tokens.length > 0 || !/\s/.test(inside.trim())
    ? text
    : `${text.slice(0, -whole.length)}, ${inside}`;
};

const LEVEL_ALONE = /^(?:high|medium|low|urgent|important)$/i;

const joinChanges = (first: Changes, then: Changes): Changes => {
  const { due: _due, timeOnly: _timeOnly, ...rest } = { ...first, ...then };
  if (first.due == null || then.due == null) return { ...first, ...then };
  if (then.timeOnly)
    return {
      ...rest,
      due: joinDue(first.due, then.due, true),
      ...(first.timeOnly ? { timeOnly: true } : {}),
    };
  return { ...rest, due: first.timeOnly ? joinDue(then.due, first.due, true) : then.due };
};

/** "tomorrow evening, 8:30": the hour says more than the part of the day. */
const closer = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null || !/^(?:09|12|15|20):00$/.test(one)) return one ?? other;
  return one >= '15:00' && other < '12:00' ? `${Number(other.slice(0, 2)) + 12}${other.slice(2)}` : other;
};

/** "on friday, …, at 5": the day here and the time there. */
const joinDue = (one: Due, other: Due, timeOnly: boolean): Due =>
  timeOnly
    ? { on: one.on, time: closer(one.time, other.time) }
    : { on: other.on, time: other.time ?? one.time };

/** The title in what was said, as rules see it. */
const plainTitle = (text: string): string => {
  if (text.length > LIMITS.title.max) return text;
  const phrase = phraseOf(text);
  const left = withoutEnds(withoutLeads(phrase));
  return left.tokens.length === phrase.tokens.length ? text : raw(left);
};

/** Words that stood before what was taken out of the text. */
const DANGLING = /(?:[\s,/|]+(?:and|with|under|a|the|due|date|deadline|of|&|\+))+[\s,.!/|]*$|[\s/|]+$/iu;

/** ", tags: pets, daily" */
const TAG_LIST = /[,;]\s*(?:tags?|labels?)\s*:\s*(#?[\p{L}\p{N}_-]+(?:\s*,\s*#?[\p{L}\p{N}_-]+)*)[\s.!]*$/iu;

/** Ways to say a priority, a tag or a day behind a title, and what they come to. */
const BEHIND: readonly (readonly [RegExp, string])[] = [
  // "…, or else I get fined"
  [/[\s,;]+(?:or )?else (?:i|we|they|it|he|she)(?:['’]\S+)? [^,.;!?]*(?=,|$)/iu, ''],
  [
    /[,;\s]+(?:(?:and )?(?:treat|flag) (?:it|this|that)?\s*)?as (?:an? )?(high|medium|low|top)[\s-]priority(?: (?:task|one|item|todo|thing))?[\s.!]*$/iu,
    ', $1 priority',
  ],
  [
    /[,;\s]+(?:and )?treat (?:it|this|that)?\s*as (?:very |really )?(?:urgent|important)[\s.!]*$/iu,
    ', urgent',
  ],
  [
    /[,;]\s*(?:(?:it['’]?s|it is|this is|that['’]?s) )?(?:highly|extremely|quite|super|so|rather|pretty|fairly|most|terribly|massively) (?:urgent|important)[\s.!]*$/iu,
    ', urgent',
  ],
  [/[,;\s]+mid(?=[\s-]prio)/iu, ', medium'],
  [/\s+[([](high|medium|low)(?:[\s-]prio(?:rity)?)?[)\]][\s.!]*$/iu, ', $1 priority'],
  [/\s+[([](#[\p{L}\p{N}_-]+)[)\]]/giu, ' $1'],
  [/[\s,;]+tags?\s*[:=]\s*#?([\p{L}\p{N}_-]+)[\s.!]*$/iu, ' #$1'],
  [
    /[,;]\s*(?:(?:the )?tag (?:should be|is|would be|must be)|use (?:the )?(?:tag|label)|(?:put|file) (?:it|this|that) under (?:the )?(?:tag|label)|wi(?:th|ht) (?:the )?tags?|tags?)\s+#?([\p{L}\p{N}_-]+)[\s.!]*$/iu,
    ' #$1',
  ],
  [/[,;]\s*(?:with )?(?:the )?#?([\p{L}\p{N}_-]+) (?:as (?:the |a )?)?(?:tag|label)[\s.!]*$/iu, ' #$1'],
  [/\s+(?:wiht|wih|wth)\s+(?:the\s+)?tag\s+#?([\p{L}\p{N}_-]+)[\s.!]*$/iu, ' #$1'],
  [
    /(?<=\S\s+\S+)\s+tags?\s+#?(home|work|house|garden|kitchen|family|kids|school|uni|study|shopping|errands?|health|fitness|finance|money|personal|private|office|travel|car|pets?|fun|urgent)[\s.!]*$/iu,
    ' #$1',
  ],
  [
    /[\s,;]+(?:and )?(?:(?:it|this|that) )?(?:to be|must be|needs to be|has to be|should be|is to be) (?:done|finished|completed|ready|sorted) (?=(?:by|on|before|until|for|in|next|this|today|tomorrow)\b(?:\s+\S+){0,5}$)/iu,
    ' ',
  ],
  [
    /[,;]\s*(?:and )?(?:schedule|plan|book|set|put) (?:it|this|that) (?=(?:for|on|in|at|by|to|tomorrow|today|next)\b(?:\s+\S+){0,5}$)/iu,
    ' ',
  ],
];

/** Begins as only a new task does. */
export const BEGINS_TO_ADD =
  /^\s*(?:(?:please|pls|plz|can you|could you|hey|ok|also|and)[\s,]+)*(?:add|remind me|new task|create|todo|i need to|i have to|need to)\b/i;

export const saidBehind = (text: string): string =>
  text.length > LIMITS.title.max * 2
    ? text
    : BEHIND.reduce((left, [said, meant]) => left.replace(said, meant), text);

/** A task in the person's words; null when they hold no title. Words that no title has room for go into the description. */
export const readNewTask = (text: string, context: Context): NewTaskWords | null => {
  const details = takeDetails(
    saidBehind(text)
      .replaceAll(/\b(?:hihg|hgih|hgh|hig|hihgh)\b/giu, 'high')
      .replaceAll(/\s(?:under|with|as|in)\s+(?=#\p{L})/giu, ' ')
      .replaceAll(/(?<=(?:^|\s)#[\p{L}\p{N}_-]{1,50})\s+(?:and|&|\+)\s+(?=#\p{L})/giu, ' ')
      .replace(TAG_LIST, (_, list: string) =>
        list
          .split(/\s*,\s*/u)
          .map((tag) => ` #${tag.replace(/^#/, '')}`)
          .join(''),
      ),
    context,
  );
  const { rest: left, ...words } = readTaskWords(details.text, context);
  // "mulch delivery 4 august 7am high"
  const last = / (?<word>\p{L}{3,9})[\s.!]*$/iu.exec(left);
  const level = readLevel(mend((last?.groups?.word ?? '').toLowerCase()));
  const isLevel = level !== null && (words.due !== null || words.tags.length > 0);
  const { due = null, priority = null, addTags = [] } = details.changes;
  const untitled = isLevel ? left.slice(0, last?.index) : left;
  const tag =
    (words.due ?? due ?? words.priority ?? priority) === null && !isLevel
      ? null
      : /[\s,]+(?:tags?|label)\s+(?<tag>[\p{L}\p{N}_-]+)[\s,]*$/iu.exec(untitled);
  const rest = untitled.slice(0, tag?.index);
  const said = {
    ...words,
    due:
      words.due === null || due === null
        ? (words.due ?? due)
        : joinDue(words.due, due, details.changes.timeOnly === true),
    priority: words.priority ?? priority ?? (isLevel ? level : null),
    tags: [
      ...words.tags,
      ...(tag?.groups?.tag === undefined ? [] : [tag.groups.tag]),
      ...addTags.filter((tag) => !words.tags.includes(tag)),
    ].slice(0, LIMITS.tags.max),
  };
  const bare = rest
    .replace(/^[\s,:–-]*(?:called|named|titled|saying)\s+/iu, '')
    .replace(
      /^[\s,:–-]*(?:(?:and )?(?:it['’]?s|it is|the task is|this is|task is|the title is|title)(?: called| named| about)?)[\s:]+(?=\S+\s+\S)/iu,
      '',
    )
    .replace(/^[\s,:–-]*(?:instead|also|too)[\s,:]+(?=\S)/iu, '')
    .replace(
      /^[\s,:–-]*(?:(?:a |one )?(?:new|another|more)(?: one| task)?(?: for me)?|one(?: more)? for me|for me)\s*[,:–-]\s*/iu,
      '',
    )
    .replace(/^[\s,:–-]*(?:and |n )?(?:please )?(?:call|name|title) it\s+/iu, '')
    // "…, call it spring clean"
    .replace(/^.+[,;.]\s*(?:and )?(?:please )?(?:call|name|title) it\s+(?=\S)/iu, '')
    .replace(/^[\s,:–-]*(?:to|that|about)\s+/iu, '')
    // "on sunday for the bins"
    .replace(
      said.due !== null && !/^[\s,:–-]*(?:for|of)\s/iu.test(details.text)
        ? /^[\s,:–-]*(?:for|of)\s+/iu
        : /$^/,
      '',
    )
    .replace(/^[\s,:–-]*(?:(?:and|also|then)\s+)*remind me (?:to|about|that)\s+/iu, '')
    .replace(OBLIGED, '')
    .replace(
      /\s+(?:at some point|one of these days|some time soon|when i (?:get a chance|have (?:the )?time|can))[\s.!]*$/iu,
      '',
    )
    .replace(
      /[\s,;.–-]+(?:(?:and |so )?(?:please )?(?:do not|don['’]?t|dont|never) (?:let me )?(?:forget|forgt|foget)(?: (?:it|that|this|me))?|or (?:else )?(?:i['’]?ll|i will|i am going to) forget(?: (?:it|that))?|so (?:that )?i (?:don['’]?t|do not|won['’]?t) forget(?: (?:it|that|this))?|before i forget|(?:and )?remind me(?: (?:of|about) (?:it|that))?|(?:(?:can|could|would) (?:you|u) )?(?:please |pls |plz )?(?:put|add|note|write|jot|save) (?:it|that|this)(?: down| on| in| to my list| on my list| on the list| on there)?|(?:ok|okay|please|pls|plz|thanks(?: a (?:lot|ton|million|bunch))?|thank you(?: (?:so|very) much)?|thx|cheers|instead))[\s.!]*$/iu,
      '',
    )
    .replace(
      /[\s,;.–-]+(?:and )?(?:with )?(?:no|without)(?: a| any)? (?:due )?(?:date|deadline|day)[\s.!]*$/iu,
      '',
    )
    .replace(
      /[\s,;.–-]+(?:and )?(?:(?:it|this|that)(?:['’]s| is)|is) (?:very |really |quite |super |so )*(?:important|urgent)(?:,? so)?[\s.!]*$/iu,
      '',
    )
    .replace(/[\s,]+(?:(?:for|on|by) (?:that|the same) (?:day|date)|(?:due|by|for) then)[\s.!]*$/iu, '')
    .replaceAll(/\s*\(\s*\)/gu, '')
    .replace(/\s*\((?:i|we|it|she|he|they)\b[^()]{1,80}\)[\s.!]*$/iu, '')
    // What was taken out of the middle leaves its commas.
    .replaceAll(/(?:\s*,){2,}\s*/gu, ', ')
    .replace(
      /[\s,;]+(?:because|cause|cos|or (?:else )?i(?:['’]m|['’]ll| am| will)|(?:or )?else)\s+\S.*$/iu,
      '',
    )
    .replace(
      /[\s,;]+(?:preferably|obviously|ideally|of course|definitely|for sure|if possible|though)[\s.!]*$/iu,
      '',
    )
    .replace(
      /[\s,;]+(?:you )(?:please )?(?:put|write|note|add|save) (?:it|that|this)(?: (?:in|on|to) (?:the|my) list| down)?[\s.!]*$/iu,
      '',
    )
    .replace(/[\s,;]+so[\s.!]*$/iu, '')
    // "add a haircut"
    .replace(/^[\s,:–-]*an? (?=\p{L})(?!(?:few|lot|couple|bit|dozen|pair|little|hundred|thousand)\b)/u, '')
    // "'ask Ann' so I stop thinking of it"
    .replace(
      /^(["“‘'`][^"”’`]+["”’'`])\s*,?\s+(?:so|because|since|as|before|otherwise|or|cause|cos|that is|thanks)\s.*$/iu,
      '$1',
    )
    // "add 'milk' for me"
    .replace(/(?<=\S)\s+for (?:me|us)[\s.!]*$/iu, '')
    // "…, it is due on Friday"
    .replace(
      said.due === null
        ? /$^/
        : /[\s,;.–-]+(?:(?:and )?(?:it|this|that|which|that one|this one|the deadline|the due date)(?:['’]?s| is| was| must be| has to be| should be| needs to be)?(?: due| done| needed| for)?|due|deadline|due date|by|for|fro|til|till|until|only|(?:for|on|by) (?:the )?(?:day|date)|on the)(?: is)?[\s.!:]*$/iu,
      '',
    )
    // "that the play is on Friday"
    .replace(said.due === null ? /$^/ : /\s+(?:is|are|will be|takes place|starts)[\s.!]*$/iu, '');
  const dangling = said.due !== null || said.priority !== null || said.tags.length > 0;
  const [, urgent = ''] = /^urgent\s+(\p{L}+)\s/iu.exec(bare) ?? [];
  // "I'd better keep them" is of what is there.
  if (/^(?:keep|leave) (?:them|those|these|both|it|that one)\b(?! (?:simple|real|short|up))/i.test(bare))
    return null;
  const isUrgent = DEEDS.has(urgent.toLowerCase()) && said.priority === null;
  const title = cleanTitle(
    plainTitle(isUrgent ? bare.replace(/^urgent\s+/i, '') : bare)
      .replace(said.due === null ? /$^/ : /(?<=\S\s+\S+)\s+now[\s.!]*$/iu, '')
      .replace(/(?<=\S)\s+(?:please|pls|plz|thx|thanks)[\s.!]*$/iu, '')
      .replace(dangling ? DANGLING : /$^/, ''),
  );
  if (title === '') return null;
  const tooLong = title.endsWith('…') && !rest.includes('…');
  return {
    title,
    ...said,
    ...(isUrgent ? { priority: 'high' as const } : {}),
    ...(tooLong && said.description === undefined
      ? { description: shorten(oneLine(rest), LIMITS.description.max) }
      : {}),
  };
};
