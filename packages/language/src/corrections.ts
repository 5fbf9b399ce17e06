import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import { readLevel } from './filter.js';
import type { Context } from './intent.js';
import { withoutPartBack, withoutPartThen, withoutTimeBack } from './parts-back.js';
import { LONGEST_SAID } from './sentence.js';

/** What people say when the tongue slipped: "at 4, no, at 5", "task 1. Sorry, I meant task 2". */
const SLIP =
  /(?:[\s,.;!?…–—-]+(?:oh|or|hmm|um|uh|er|erm|ah|argh|oops|ups|excuse me|forgive me|i beg your pardon|pardon(?: me)?|my (?:bad|mistake)|let me (?:check|see|think)|no(?!\. ?\d)(?! (?:need|one|longer|more|hurry|rush|idea|problem|worries|due|date|deadline|priority|tag|matter|reason|thanks|time|point|stress)\b)|nope|nah|not (?:that|this)(?: one)?|wrong(?: one)?|on (?:reflection|second thoughts?)|(?<!\b(?:can|could|may|might|must|should|will|to|i) )wait|sorry|sry|act(?:ual|aul|ua|au)l?l?y|rather|better|correction|(?:scratch|strike|cancel|forget|scrap) (?:that|tht)(?! (?:one|task|off)\b)|i said (?:it )?(?:bad|badly|wrong)|i mean|i meant|i wanted to say|make (?:that|it)(?! (?:low|medium|high)\b)|that is|(?<=(?:[,.;!?…–—-]|\b(?:no|oh|wait|sorry|actually|oops))\s*)(?:hang|hold) on(?=[\s]*[,.;!?…–—-])|(?<=\b(?:no|wait|sorry|actually|on)[\s,.;!?…–—-]+)(?:don['’]?t(?=\s*[,.;!?…–—-])|(?:he|she|they) (?:said|says|meant)(?: it['’]?s)?))(?=[\s,.;!?…–—-]))+[\s,.;!?…–—-]+/giu;
const SURE =
  /\b(?:no|nope|wait|hang on|hold on|sorry|sry|oops|ups|excuse me|pardon|my (?:bad|mistake)|correction|(?:scratch|strike|cancel|forget|scrap) (?:that|tht)(?! (?:one|task|off)\b)|(?:not (?:that|this)|wrong) one|i mean|i meant|make that|rather)\b/i;

/** Behind what was meant: "monday i mean", "the decorator I wanted to say". */
const MEANT_END = /[\s,]+(?:is what )?i (?:mean|me?a?nt|wanted to say|should have said)[\s.!]*$/i;

const NUMBER = /^(?:(?:task|number|no\.?|nr\.?) )?#?(\d{1,6})[\s.!?]*(?:please|instead)?[\s.!?]*$/i;
const LAST_NUMBER = /#?\d{1,6}(?!.*\d)/s;
const TIME = /(?:at |@ ?|by )?\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?o['’ ]?clock)?/i;

interface Slip {
  said: string;
  instead: string;
  /** What it is taken back with. */
  words: string;
  /** Marks part it off on both sides: "read No, Sir" is a title, and "pizza, no onions" says more of it. */
  parted: boolean;
}

/** "add bread, forget that": all of it is taken back. */
export const WITHDRAWN =
  /[,.;!?…–—-]+\s*(?:(?:oh|no|wait|actually|sorry|on second thoughts?|on reflection|please)[\s,.!]+)*(?:forget (?:that|it|i asked|i said (?:that|anything|it))|(?:scratch|strike) (?:that|it)|never ?mind(?: that)?|nvm|(?<=\b(?:no|wait|actually)[\s,.!]+)(?:please )?(?:do not|don['’]?t)(?: (?:do|delete|touch|change|move) (?:it|that))?)(?:[\s,.!]+(?:leave|keep) (?:it|that|them|everything)(?: (?:alone|be|as (?:it|they|that) (?:is|are|was|were)))?)?[\s.!]*$/i;

/** "read “No, Sir”" takes nothing back. */
const isQuoted = (text: string, at: number): boolean => {
  const before = text.slice(0, at);
  return before.split('"').length % 2 === 0 || before.lastIndexOf('“') > before.lastIndexOf('”');
};

/** "push ups", "the UPS battery" */
const NO_SLIP = /^\s*ups\s*$/i;

/** What was said and what is to stand in its place, where a message takes a part of itself back; null when none does. */
export const splitSlip = (text: string): Slip | null => {
  const slip = [...text.matchAll(SLIP)].findLast(([words]) => SURE.test(words) && !NO_SLIP.test(words));
  if (slip === undefined || slip.index === 0 || isQuoted(text, slip.index)) return null;
  const [said, instead] = [
    text.slice(0, slip.index).trim(),
    text
      .slice(slip.index + slip[0].length)
      .replace(MEANT_END, '')
      .trim(),
  ];
  const parted = /^\s*[,.;!?…–—-].*(?:[,.;!?…–—-]|\b(?:that|tht|mean|meant|say|it))\s*$/is.test(slip[0]);
  return said === '' || instead === '' ? null : { said, instead, parted, words: slip[0] };
};

/** "to friday. no, scrap friday, monday": what is not so any more. */
const OLD_DAY =
  /^(?:not|scrap|cancel|remove|forget|drop|delete|strike|scratch|lose)\s+(?:(?:the|this|that)\s+)?(?<day>[^,.;!?]{1,30})[,.;!?]+\s*(?:(?:it['’]?s|(?:it|that) is|make (?:it|that)|put|better|rather)\s+)?(?:on\s+)?/i;

/** "they said Sunday, still at 9", "sunday same time": what stays is said again. */
const STILL = /[\s,]+still (?=at |on )|[\s,]+(?:at )?(?:the )?same (?:time|hour)\b/i;

const replaceDate = (said: string, instead: string, context: Context): string | null => {
  const old = OLD_DAY.exec(instead);
  const isOld = old !== null && readWholeWhen(old.groups?.day ?? '', context) !== null;
  if (isOld) return replaceDate(said, instead.slice(old[0].length), context);
  const next = readWholeWhen(
    instead.replace(/[\s.!?,]*(?:please|instead)?[\s.!?,]*$/i, '').replace(STILL, ' '),
    context,
  );
  const found = findDue(said, context);
  const [span] = found?.spans ?? [];
  if (next === null || found === null || span === undefined) return null;
  const words = said.slice(span.start, span.end);
  const time = TIME.exec(words)?.[0] ?? '';
  // Another time leaves the day, and another day the time.
  const merged = next.timeOnly
    ? found.timeOnly || time === ''
      ? `${found.timeOnly ? '' : words} ${instead}`
      : words.replace(time, ` ${instead} `)
    : `${instead.replace(STILL, ' ')} ${next.due.time === null && found.due.time !== null ? time : ''}`;
  return `${said.slice(0, span.start)} ${merged} ${said.slice(span.end)}`.replaceAll(/\s+/g, ' ').trim();
};

/** The message as it was meant, where a number or a date in it was put right; null when it is more than that. */
export const putRight = (said: string, instead: string, context: Context): string | null => {
  return putNumberRight(said, instead) ?? replaceDate(said, instead, context);
};

const putNumberRight = (said: string, instead: string): string | null => {
  const number = NUMBER.exec(instead)?.[1];
  return number !== undefined && LAST_NUMBER.test(said)
    ? said.replace(LAST_NUMBER, (before) => (before.startsWith('#') ? `#${number}` : number))
    : null;
};

const PIECE = /[,.;!?]+\s+|\s+[–—-]+\s+/;
/** "…, so friday", "make it friday then", "tuesday works better" */
const WHEN_START =
  /^(?:(?:so|then|but|and|ok|okay|better|rather|make (?:it|that)|it['’]?s|it has to be|let['’]?s (?:say|do|make it)|say|do|on) )+/i;
const WHEN_END =
  /\s+(?:then|instead|please|pls|rather|after all|it is|will do|(?:is|was) (?:better|fine|ok|okay|good|right|best)|works(?: better| fine)?)$/i;
const STATES =
  /(?:['’](?:s|m|re|ve|ll|d)\b|\b(?:is|isn['’]?t|are|aren['’]?t|am|was|were|has|have|had|can|can['’]?t|cannot|will|won['’]?t|does|doesn['’]?t|do|don['’]?t|forgot|\p{L}{2,}(?:s|ed)))\b/iu;

export const asWhen = (piece: string): string =>
  piece
    .replace(/[\s,.;!?]+$/, '')
    .replace(WHEN_START, '')
    .replace(WHEN_END, '');

const TELLS =
  /^(?:(?:and|but|because|cos|since) )*(?:i|we|he|she|they|it|there|the|my|our|his|her|their) \S/i;

/** "and it's urgent" */
const SAYS_LEVEL =
  /^(?:and |also )*(?:it['’]?s|it is|make it|that['’]?s) (?:(?:very|really|quite|so) )?(?:urgent|important|(?:high|low|medium|top)(?: prio(?:rity)?)?)$/i;

/** Why something was taken back, and no wish of its own: "the depot is shut thursdays". */
export const isReason = (piece: string): boolean =>
  !SAYS_LEVEL.test(piece) &&
  (STATES.test(piece) || TELLS.test(piece)) &&
  !DEEDS.has(piece.trim().split(/\s/, 1)[0]?.toLowerCase() ?? '');

/** "…, the workshop is shut thursdays, friday at 3, high": the day behind the reasons, and what more is said. */
const putDayRight = (said: string, instead: string, context: Context): string | null => {
  const whole = replaceDate(said, instead, context);
  if (whole !== null) return whole;
  const parts = instead.split(/[,.;!?]+\s+|\s+[–—-]+\s+|,?\s+(?=so \S)/i).filter((part) => part !== '');
  const at = parts.findIndex((part) => readWholeWhen(asWhen(part), context) !== null);
  if (at === -1 || !parts.slice(0, at).every(isReason)) return null;
  const right = replaceDate(said, asWhen(parts[at] ?? ''), context);
  const more = parts.slice(at + 1);
  return right === null || more.some(isReason) ? right : withMore(right, more.join(', '));
};

const withMore = (right: string, more: string): string =>
  more === '' ? right : `${right}${/^(?:of|about|for|with|from|to)\b/.test(more) ? ' ' : ', '}${more}`;

const SAYS_NO_PART =
  /^(?:i|we|you|it|he|she|they|that|this|there|these|those|don['’]?t|not|never|only|just|no)$/i;
const bareWord = (word: string): string => word.toLowerCase().replace(/^[“"(]|[,.;:!?)”"]+$/gu, '');
/** Nobody says more again than so many words that he had got right. */
const MOST_ECHOED = 4;

/** "from the rent, no, from anna's call", "40 name tags, sorry, 45 name tags": what is said again begins or ends alike. */
const putEchoRight = (said: string, instead: string): string | null => {
  const [before, after] = [said.split(/\s+/), instead.split(/\s+/)];
  const [first = '', second = ''] = after.map(bareWord);
  if (after.length < 2 || SAYS_NO_PART.test(first) || SAYS_NO_PART.test(second)) return null;
  const from = before.findLastIndex((word) => bareWord(word) === first);
  if (from !== -1 && before.length - from <= after.length + 2)
    return [...before.slice(0, from), ...after].join(' ');
  const alike = bareWord(before.at(-1) ?? '') === bareWord(after.at(-1) ?? '');
  return alike && after.length <= MOST_ECHOED && after.length < before.length
    ? [...before.slice(0, -after.length), ...after].join(' ')
    : null;
};

const LEVEL = /\b(?:high|low|medium|urgent|normal)\b(?!.*\b(?:high|low|medium|urgent|normal)\b)/i;

const putLevelRight = (said: string, instead: string): string | null =>
  readLevel(instead.toLowerCase()) !== null && LEVEL.test(said) ? said.replace(LEVEL, instead) : null;

/** "ring the bank on monday. Monday is a holiday, so tuesday": what is put right without a word for it. */
const SO_WHEN = /[,.;!?–—-]\s+(?<why>[^,.;!?–—]{3,60}?),?\s+so (?<when>[^,.;!?]{2,30})[\s.!]*$/i;

const putSoRight = (text: string, context: Context): string | null => {
  const so = SO_WHEN.exec(text);
  const { why = '', when = '' } = so?.groups ?? {};
  return so !== null && isReason(why) && readWholeWhen(when, context) !== null
    ? replaceDate(text.slice(0, so.index), when, context)
    : null;
};

const SAYS_TAGS = /#\S|\b(?:tag|label)(?:s|ged|led)?\b/i;

/** "tag the bike garage, no sorry, shed" */
const putTagRight = (said: string, again: string): string | null =>
  SAYS_TAGS.test(said) && /^#?[\p{L}\p{N}_-]+$/u.test(again) && /\s\S+$/.test(said)
    ? said.replace(/\S+$/, again)
    : null;

/** "ring Beata, no sorry, Bożena, about the keys" */
const NAME = /^\p{Lu}[\p{L}'’-]+$/u;
const putNameRight = (said: string, again: string): string | null =>
  NAME.test(again) && NAME.test(said.split(/\s+/).at(-1) ?? '') && said.includes(' ')
    ? said.replace(/\S+$/, again)
    : null;

const LEAVES_OUT = /^(?:not|except|leave out|without) /i;

/** "check 1, 2 and 9 off" without the 2; null when it is in no row. */
const withoutNumber = (said: string, instead: string): string | null => {
  const number = /\d+/.exec(instead)?.[0] ?? '';
  const join = '\\s*(?:,|\\band\\b|&)\\s*';
  const left = said
    .replace(new RegExp(`(?<=\\d)(?:${join})+#?${number}(?!\\d)`), '')
    .replace(new RegExp(`(?<!\\d)#?${number}(?:${join})+(?=#?\\d)`), '');
  return left === said ? null : left;
};

/** "tick the tuner, no, it was the sweep who came, tick that" */
const IT_WAS =
  /^(?:it|that) (?:was|is) ((?:the |my )[^,.;!?]+?)(?: (?:who|that|which) [^,.;!?]+)?(?:[,;.] (?:so )?(?:tick|mark|check|delete|remove|do|cross)(?: off)? (?:it|that|this)(?: (?:one|off|done|as done|instead))*)?\W*$/i;
const OF_A_TASK =
  /^(\W*(?:please )?(?:tick off|tick|check off|check|mark|complete|finish|delete|remove|cross off|untick|reopen))\s+(?:.+?)(\s+(?:(?:as|is) )?(?:done|completed?|finished|off))?$/i;
const putTaskRight = (said: string, instead: string): string | null => {
  const [, was] = IT_WAS.exec(instead) ?? [];
  const [, verb, state = ''] = was === undefined ? [] : (OF_A_TASK.exec(said) ?? []);
  return verb === undefined ? null : `${verb} ${was}${state}`;
};

/** "remind me to ask Ann. Oh forget that, it's Bea who has them, so ask Bea" */
const SO_DEED = /,\s+so (?<deed>(?<verb>\p{L}+) [^.;!?]+)[\s.!]*$/iu;
const putDeedRight = (said: string, instead: string): string | null => {
  const { deed = '', verb = '' } = SO_DEED.exec(instead)?.groups ?? {};
  return deed !== '' && DEEDS.has(verb.toLowerCase()) && /^\W*(?:add|remind|new|note|put)\b/i.test(said)
    ? `add ${deed}`
    : null;
};

const putSlipRight = ({ said, instead, parted }: Slip, context: Context): string | null => {
  // "not 2, I meant 3" is of what was done before.
  if (/^not /i.test(said)) return null;
  const left =
    withoutPartBack(said, instead, context) ?? putTaskRight(said, instead) ?? putDeedRight(said, instead);
  if (left !== null) return left;
  const day = putDayRight(said, instead, context);
  if (day !== null) return day;
  // "done: 1, 3 and 4... no, not 4"
  if (LEAVES_OUT.test(instead) && NUMBER.test(instead.replace(LEAVES_OUT, '')))
    return withoutNumber(said, instead) ?? `${said}, ${instead}`;
  const at = PIECE.exec(instead);
  const [again, more] =
    at === null ? [instead, ''] : [instead.slice(0, at.index), instead.slice(at.index + at[0].length)];
  const value = asWhen(again);
  const right =
    parted || /^\d/.test(again)
      ? (putNumberRight(said, value) ??
        putLevelRight(said, value) ??
        putTagRight(said, value) ??
        putNameRight(said, value) ??
        putEchoRight(said, again))
      : null;
  return right === null ? null : withMore(right, more);
};

/**
 * The text as it was meant, where its speaker puts a part of it right ("thursday, no wait, friday"); as it is where
 * what was taken back can't be told by its form.
 */
export const repaired = (given: string, context: Context): string => {
  if (given.length > LONGEST_SAID) return given;
  const text = withoutTimeBack(given);
  const slip = splitSlip(text);
  const right =
    slip === null
      ? (putSoRight(text, context) ?? withoutPartThen(text, context))
      : (putSlipRight(slip, context) ?? withoutPartThen(text, context));
  return right === null ? text : repaired(right, context);
};
