import { findDue, readWholeWhen } from './dates/find-due.js';
import type { Context } from './intent.js';
import type { Span } from './quotes.js';

/** Parts of a wish that the same message takes out of it again: "sat, high. no, scratch the high", "…, no not #work". */

const DROPS =
  /^(?:(?:please|just|but|so|and|actually|then) )*(?:(?:scratch|scrap|drop|lose|remove|delete|forget|skip|cancel|strike|leave|take|kill|bin|ditch|omit|without|not|no)(?: (?:out|off|away))? )(?:(?:with|on|for|at) )?(?:the |teh |th |a |an |any |that |this |its )?(?<what>[^,.;!?]+?)(?: (?:out|off|away|again|at all|yet|bit|part|please|needed|actually|after all|on (?:it|that)|for (?:it|that|now)))*(?:\s*[,.;!?–-]+\s*(?<more>.*))?$/isu;
/** "oil without a date", "the koi need no date at all" */
const OF_ONE =
  /^(?:please )?(?:the |my )?(?<item>[\p{L}'’]{3,}(?: [\p{L}'’]+){0,2}?) (?:without (?:a |any |the )?|(?:needs?|has|gets?|takes?) no )(?<what>date|day|deadline|due date|time|hour|tag|priority)(?: (?:at all|please|yet|for now))*[\s.!]*$/iu;
const LEVEL =
  /[,\s]+(?:and )?(?:(?:it['’]?s |is |with |as |at )?(?:an? )?)(?:high|medium|low|top|urgent|important)(?:[- ]prio(?:rity)?)?(?![\p{L}-])/iu;
const IS_LEVEL = /^(?:(?:high|medium|low|top|urgent|important)(?: prio(?:rity)?)?|prio(?:rity)?)$/i;
const IS_DAY = /^(?:due )?(?:day|date|deadline|due date)(?: and (?:the )?(?:hour|time))?$/i;
const IS_TIME = /^(?:hour|time|time of day|clock time)$/i;
const IS_TAG = /^(?:(?:tag|label) )?#?(?<tag>[\p{L}\p{N}_-]+)(?: (?:tag|label))?$/iu;
const TIME =
  /\s*(?:,\s*)?(?:\b(?:at|by|from|@)\s*)?(?:\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}[:.]\d\d\b|\b(?:at|by|@)\s*\d{1,2}\b(?:\s?o['’]?clock)?|\b(?:at )?(?:noon|midnight|midday)\b)/iu;
/** "put the tag family", in the place of the one that goes. */
const OTHER_TAG =
  /^(?:(?:but|and|please|put|use|make it|give it|with|add) )*(?:the )?(?:tag|label) #?(?<tag>[\p{L}\p{N}_-]+)[\s.!]*$/iu;

const cutOut = (text: string, spans: readonly Span[]): string =>
  [...spans]
    .sort((one, other) => other.start - one.start)
    .reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text)
    .replaceAll(/\s+/g, ' ')
    .replace(/\s+([,.;!?])/g, '$1')
    .replace(/[\s,]+(?:(?:on|at|by|for|to|due|until|and|with)\b[\s,]*)*$/i, '')
    .trim();

const withoutDay = (said: string, context: Context, from = 0): string | null => {
  const found = findDue(said.slice(from), context);
  return found === null ? null : `${said.slice(0, from)}${cutOut(said.slice(from), found.spans)}`.trim();
};

const withoutMatch = (said: string, pattern: RegExp): string | null => {
  const match = pattern.exec(said);
  return match === null ? null : cutOut(said, [{ start: match.index, end: match.index + match[0].length }]);
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const withoutTag = (said: string, tag: string): string | null =>
  withoutMatch(
    said,
    new RegExp(
      `[\\s,]+(?:#${escaped(tag)}|(?:and |with )*(?:the )?(?:tag(?:ged)?|label(?:led)?)(?: (?:it|as|with))? #?${escaped(tag)})(?![\\p{L}\\p{N}_-])`,
      'iu',
    ),
  );

/** "lemons, capers and anchovies" without its anchovies. */
const withoutItem = (said: string, item: string): string | null => {
  const word = `(?:the |some |a |an |my )?(?:[\\p{L}'’]+ )?${escaped(item)}(?![\\p{L}\\p{N}])`;
  const joined = new RegExp(`(?:,\\s*(?:and |& |n )?|\\s+(?:and|&|n|plus)\\s+)${word}`, 'iu');
  const left = withoutMatch(said, joined);
  if (left === null) return null;
  // Of "A, B and C" the B is now the last.
  return left.replace(
    /,\s*((?:(?!on |to |for |by |at |tag |high|low|medium)[^,\s]+\s?){1,4})(?=$|(?:on|to|for|by|at)\b)/,
    (whole, last: string) => (/ (?:and|n|&) /.test(left) ? whole : ` and ${last}`),
  );
};

const withoutPart = (said: string, what: string, context: Context, from = 0): string | null => {
  const part = what.trim();
  if (IS_LEVEL.test(part)) return withoutMatch(said, LEVEL);
  if (IS_DAY.test(part)) return withoutDay(said, context, from);
  if (IS_TIME.test(part)) return withoutMatch(said, TIME);
  const { tag = '' } = IS_TAG.exec(part)?.groups ?? {};
  const untagged = tag === '' ? null : withoutTag(said, tag);
  if (untagged !== null) return untagged;
  const when = readWholeWhen(part, context);
  if (when !== null) {
    const found = findDue(said, context);
    return found !== null && found.due.on === when.due.on && !found.timeOnly
      ? cutOut(said, found.spans)
      : null;
  }
  return withoutItem(said, part);
};

/**
 * The words without the part of them that the rest takes back; null when it takes back nothing that was said, or
 * more than a part.
 */
export const withoutPartBack = (said: string, instead: string, context: Context): string | null => {
  const one = OF_ONE.exec(instead)?.groups;
  const at = one === undefined ? -1 : said.toLowerCase().lastIndexOf((one.item ?? '').toLowerCase());
  if (one !== undefined && at !== -1) return withoutPart(said, one.what ?? '', context, at);
  const { what = '', more = '' } = DROPS.exec(instead)?.groups ?? {};
  if (what === '' || /^(?:it|them|all|both|everything|one|\d+)$/i.test(what)) return null;
  // "remove Monday, it is on Wednesday" is another day, and not none.
  if ((IS_DAY.test(what) || readWholeWhen(what, context) !== null) && findDue(more, context) !== null)
    return null;
  const left = withoutPart(said, what, context);
  if (left === null) return null;
  const { tag } = OTHER_TAG.exec(more)?.groups ?? {};
  return tag === undefined ? left : `${left} #${tag}`;
};

const THEN =
  /[.,;!?…–-]+\s+(?:(?:on reflection|on second thoughts?|act(?:ual|aul|ua|au)l?l?y|oh|hm+|ok(?:ay)?|but)[\s,]+)+(?=\S)/giu;
const ADDS =
  /^\W*(?:(?:please|can you|could you|ok|so|and)\W+)*(?:add|put|stick|pop|note|remind|create|new|get|i need|need)\b/i;

/** "add filter and net. Actually forget the net": taken back without a no. */
export const withoutPartThen = (text: string, context: Context): string | null => {
  const then = ADDS.test(text) ? [...text.matchAll(THEN)].at(-1) : undefined;
  return then === undefined
    ? null
    : withoutPartBack(text.slice(0, then.index), text.slice(then.index + then[0].length), context);
};

/** "thurs 4pm, oh no time yet just thurs" */
const NO_TIME =
  /[,.;]\s*(?:(?:oh|but|sorry|wait|actually|hm+)[\s,]+)*no (?:fixed |set )?(?:time|hour)(?: yet)?,?(?: just| only) (?:the )?[\p{L}\d]+(?: (?:is|will) (?:fine|do|enough))?/iu;

export const withoutTimeBack = (text: string): string => {
  const match = NO_TIME.exec(text);
  const said = match === null ? '' : text.slice(0, match.index);
  const left = match === null ? null : withoutMatch(said, TIME);
  return match === null || left === null ? text : `${left}${text.slice(match.index + match[0].length)}`;
};
