import { readWholeWhen } from './dates/find-due.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Intent } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { hasQuote, trimMarks } from './phrases.js';
import { readReferences } from './reference.js';
import { readChangeParts } from './rules/change-parts.js';
import { isKnown } from './rules/target.js';
import { LONGEST_SAID, phraseOf, raw } from './sentence.js';

/** A message that is nothing but a task and what is set of it, in any order and with any marks between. */

const LEVEL = '(?:high(?:est)?|top|medium|normal|low(?:est)?|urgent|important)';
/** "!high", and a level that stands between marks or at an end: "friday, high, for the rent". */
const MARKED_LEVEL = new RegExp(`(?<!\\S)!(${LEVEL})(?!\\S)`, 'giu');
const LONE_LEVEL = new RegExp(
  `((?:^|[,:;]|(?<=\\s)(?:and|plus|also|make it|on)|(?<=\\s)(?=${LEVEL}\\s*,))\\s*)(${LEVEL})(?: prio(?:rity)?)?(?=\\s*(?:[,;]|$)|\\s+(?:for|on|and|due|#))`,
  'giu',
);
const NUMBER_FIRST = /^(?:(?:for|on) )?#?(\d{1,6})[,:]?(?=\s+\D)/i;
const NUMBER_LAST = /(?:^|\s)(?:for|on) #?(\d{1,6})$/i;

const NUMBERS = '#?\\d{1,6}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s*&\\s*)#?\\d{1,6})*';
const VALUE =
  '(?:high|medium|low|urgent|normal)(?: prio(?:rity)?)?|(?:(?:on|for|next) )?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|today|tomorrow|next week|(?:(?:at|by) )?(?:noon|midnight|\\d{1,2}(?:[:.]\\d\\d)? ?[ap]m|\\d{1,2}:\\d\\d)';
const PAIR = `(?<numbers>${NUMBERS})(?:\\s*[:=-]\\s*|\\s+(?:(?:is|to|as|on|->) )*)(?<value>${VALUE})`;
const ALL_PAIRS = new RegExp(
  `^(?:(?:make|set|mark|put|move|change|push|give) )?(?:${PAIR.replaceAll(/\?<\w+>/g, '?:')}(?:[\\s,;]+(?:and )?|$)){2,}$`,
  'i',
);

/** "1 low, 6 high", "make 1 and 6 low and 7 high" */
const readPairs = (text: string, context: Context): Intent[] | null => {
  if (!ALL_PAIRS.test(text)) return null;
  const found = [...text.matchAll(new RegExp(PAIR, 'gi'))].map(({ groups = {} }): Intent | null => {
    const value = groups.value ?? '';
    const priority = readLevel(value.toLowerCase().replace(/ prio(?:rity)?$/, ''));
    const changes: Changes | null = priority === null ? readWholeWhen(value, context) : { priority };
    const ids = [...(groups.numbers ?? '').matchAll(/\d+/g)].map(Number);
    const [id = 0] = ids;
    const target = ids.length === 1 ? ({ kind: 'id', id } as const) : ({ kind: 'ids', ids } as const);
    return changes === null ? null : { intent: 'update', target, changes };
  });
  return found.some((one) => one === null) ? null : found.flatMap((one) => one ?? []);
};

const ROW = new RegExp(
  `^(?<verb>tag|label|make|set|mark|move|push|put|change|postpone|give|flag|bump|shift|reschedule) (?<row>${NUMBERS}) (?!and )(?<rest>\\D.*)$`,
  'i',
);

/** "tag 1, 5 and 7 with #trip": what would be done to one of them. */
const readRow = (
  text: string,
  context: Context,
  read: (text: string, context: Context) => readonly Intent[],
): Intent[] | null => {
  const { verb = '', row = '', rest = '' } = ROW.exec(text)?.groups ?? {};
  const ids = [...row.matchAll(/\d+/g)].map(Number);
  const [first, second] = ids;
  if (first === undefined || second === undefined || /\b\d+\s+\p{L}+ and \d/u.test(rest)) return null;
  const [only, ...more] = read(`${verb} task ${first} ${rest}`, context);
  return only?.intent === 'update' &&
    only.target.kind === 'id' &&
    only.changes.title === undefined &&
    more.length === 0
    ? [{ ...only, target: { kind: 'ids', ids } }]
    : null;
};

const OTHER_WISH =
  /^(?:add|new|create|remind|note|schedule|delete|remove|drop|lose|cancel|clear|take|show|list|find|search|what|which|when|who|how|is|are|do|does|if|undo|done|finish(?:ed)?|complete[d]?|rename|call it)\b|\b(?:done|finished|not|no|never|if|except|another|new|instead|between|before|after)\b|\?/i;
const STARTS = /^(?:(?:can|could|would) you )?(?:please )?/i;

/** The text as the readers of parts take it: numbers and levels are said to be such. */
const labelled = (text: string): string =>
  text
    .replace(/\s*(?:->|=>|→)\s*/, ': ')
    // "bike - high - 24 may"
    .replaceAll(/\s+(?:[-–—|]|\/\/?)\s+/g, ', ')
    .replace(NUMBER_FIRST, 'task $1')
    .replace(NUMBER_LAST, ' for task $1')
    .replaceAll(MARKED_LEVEL, '$1 priority')
    .replaceAll(LONE_LEVEL, '$1$2 priority');

/** A text that is one task that there is and what it becomes; null when it is anything else. */
export const readOneChange = (
  text: string,
  context: Context,
): Extract<Intent, { intent: 'update' }> | null => {
  const found = readChangeParts(phraseOf(text), context);
  if (found === null || found.target.tokens.length === 0 || !isKnown(found.target, context)) return null;
  const references = readReferences(found.target, context);
  const [target, ...more] = references === 'unclear' ? [] : references;
  return target === undefined || more.length > 0 || /^(?:all|it|them)$/.test(target.kind)
    ? null
    : { intent: 'update', target, changes: found.changes };
};

/** "move call dr novak to friday and buy the gift to saturday": each with its own part. */
const readEach = (text: string, context: Context): Intent[] | null => {
  const parts = text.split(/\s*[,;]\s*(?:and\s+)?|\s+and\s+(?!\S+$)/i);
  if (parts.length < 2 || parts.length > 4 || text.length > 160 || OTHER_WISH.test(text)) return null;
  if (!EACH_VERB.test(text) || hasQuote(phraseOf(text))) return null;
  const found = parts.map((part) => readOneChange(labelled(part), context));
  const targets = new Set(found.map((one) => JSON.stringify(one?.target)));
  return targets.size < parts.length || found.includes(null) ? null : found.flatMap((one) => one ?? []);
};
/** "make the sofa and the passport both due friday": one change for a row of titles. */
const readTitleRow = (text: string, context: Context): Intent[] | null => {
  if (text.length > 160 || OTHER_WISH.test(text) || hasQuote(phraseOf(text))) return null;
  if (ANOTHER_DEED.test(text) || (!EACH_VERB.test(text) && !/\bboth\b/i.test(text))) return null;
  const found = readChangeParts(phraseOf(text.replace(/\bboth(?: of them)?\b/i, ' ')), context);
  const row = found === null ? [] : raw(found.target).split(/ and /i).map(phraseOf);
  if (found === null || row.length < 2 || row.length > 4) return null;
  const targets = row.map((one) => (isKnown(one, context) ? readReferences(one, context) : []));
  const named = targets.flatMap((one) => (one === 'unclear' || one.length > 1 ? [] : one));
  return named.length === row.length && new Set(named.map((one) => JSON.stringify(one))).size === row.length
    ? named.map((target) => ({ intent: 'update', target, changes: found.changes }))
    : null;
};
const ANOTHER_DEED =
  /\b(?:delete|remove|drop|cancel|scrap|bin|erase|kill|ditch|dump|trash|get rid|strike|cross|forget|take|lose|close|check|can go|can be|add|create|tick|complete|finish|list|show|rename|and (?:move|put|set|make|push|change|mark|tag))\b/i;
const EACH_VERB = /^(?:move|push|put|set|make|shift|change|bump|reschedule|postpone|mark)\b/i;

/** "clear the date and the tags of the rent" */
const PART = '(?:the |its |all )*(?:(?:due )?date|due day|deadline|day|time|priority|tags?|labels?)';
const SEVERAL_GONE = new RegExp(
  `^(?:clear|remove|drop|lose|take|take off|strip|wipe|delete|no) ${PART}(?:,| and|, and) (?:no )?${PART}\\b`,
  'i',
);

/** "cake: high, 29th", "friday 3pm, high, #work for the invoice", "5 #work !high": two things or more of one task. */
const readSeveralParts = (given: string, context: Context): Intent[] | null => {
  const gone = SEVERAL_GONE.test(given);
  if (given.length > 120 || (!gone && OTHER_WISH.test(given)) || hasQuote(phraseOf(given))) return null;
  const change = readOneChange(labelled(given), context);
  // "2 high, 4 in june and 5 with tag dog": each has its own.
  const row = new RegExp(NUMBERS).exec(given)?.[0].match(/\d+/g) ?? [];
  if (change?.target.kind === 'ids' && change.target.ids.length > row.length) return null;
  const { timeOnly: _, ...kinds } = change?.changes ?? {};
  return change === null || Object.keys(kinds).length < 2 || (!gone && Object.values(kinds).includes(null))
    ? null
    : [change];
};

/** "tag both, the rent and the bike": what is meant stands behind. */
const BOTH_BEHIND =
  /^(?<before>.*\b)(?:both|them)\b(?<after>[^,;:]*)[,;:–-]\s*(?<row>(?:the |my )?[^,.;]+ and (?:the |my )?[^,.;]+)$/i;

/** What a message sets that has no more in it than tasks and what they become; null for any other. */
export const readWholeChange = (
  text: string,
  context: Context,
  read: (text: string, context: Context) => readonly Intent[],
): Intent[] | null => {
  if (text.length > LONGEST_SAID || text.includes('\n')) return null;
  const said = raw(trimMarks(withoutEnd(withoutManners(phraseOf(text)))))
    .replace(STARTS, '')
    .trim();
  const pairs = readPairs(said, context);
  if (pairs !== null || context.titles === undefined) return pairs;
  const found =
    readRow(said, context, read) ??
    readEach(said, context) ??
    readTitleRow(said, context) ??
    readSeveralParts(said, context);
  if (found !== null) return found;
  const { before, after, row } = BOTH_BEHIND.exec(said)?.groups ?? {};
  if (row === undefined || !row.split(/ and /i).every((one) => isKnown(phraseOf(one), context))) return null;
  const intents = read(`${before}${row}${after}`, context);
  return intents.every(({ intent }) => intent === 'update' || intent === 'complete') ? [...intents] : null;
};
