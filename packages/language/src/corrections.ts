import { findDue, readWholeWhen } from './dates/find-due.js';
import type { Context } from './intent.js';

/** What people say when the tongue slipped: "at 4, no, at 5", "task 1. Sorry, I meant task 2". */
const SLIP =
  /(?:[\s,.;!?…–—-]+(?:oh|or|hmm|um|uh|ah|argh|oops|ups|no(?!\. ?\d)(?! (?:need|one|longer|more|hurry|rush|idea|problem|worries|due|date|deadline|priority|tag|matter|reason|thanks|time|point|stress)\b)|nope|not (?:that|this)(?: one)?|wrong(?: one)?|on (?:reflection|second thoughts?)|(?<!\b(?:can|could|may|might|must|should|will|to|i) )wait|sorry|sry|actually|rather|better|correction|(?:scratch|strike|cancel|forget|scrap) (?:that|tht)|i said (?:it )?(?:bad|badly|wrong)|i mean|i meant|i wanted to say|make (?:that|it)(?! (?:low|medium|high)\b)|that is|(?<=[,.;!?…–—-]\s*)(?:hang|hold) on(?=[\s]*[,.;!?…–—-])|(?<=\b(?:no|wait|sorry|actually|on)[\s,.;!?…–—-]+)(?:don['’]?t(?=\s*[,.;!?…–—-])|(?:he|she|they) (?:said|says|meant)(?: it['’]?s)?))(?=[\s,.;!?…–—-]))+[\s,.;!?…–—-]+/giu;
const SURE =
  /\b(?:no|nope|wait|hang on|hold on|sorry|sry|oops|ups|correction|(?:scratch|strike|cancel|forget|scrap) (?:that|tht)|(?:not (?:that|this)|wrong) one|i mean|i meant|make that|rather)\b/i;

/** Behind what was meant: "monday i mean", "the decorator I wanted to say". */
const MEANT_END = /[\s,]+(?:is what )?i (?:mean|meant|wanted to say|should have said)[\s.!]*$/i;

const NUMBER = /^(?:(?:task|number|no\.?|nr\.?) )?#?(\d{1,6})[\s.!?]*(?:please|instead)?[\s.!?]*$/i;
const LAST_NUMBER = /#?\d{1,6}(?!.*\d)/s;
const TIME = /(?:at |@ ?|by )?\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?o['’ ]?clock)?/i;

interface Slip {
  said: string;
  instead: string;
  /** Marks part it off on both sides: "read No, Sir" is a title, and "pizza, no onions" says more of it. */
  parted: boolean;
}

/** "add bread, forget that": all of it is taken back. */
export const WITHDRAWN =
  /[,.;!?…–—-]+\s*(?:(?:oh|no|wait|actually|sorry|on second thoughts?|on reflection|please)[\s,.!]+)*(?:forget (?:that|it|i asked|i said (?:that|anything|it))|(?:scratch|strike) (?:that|it)|never ?mind(?: that)?|nvm|(?<=\b(?:no|wait|actually)[\s,.!]+)(?:please )?(?:do not|don['’]?t)(?: (?:do|delete|touch|change|move) (?:it|that))?)(?:[\s,.!]+(?:leave|keep) (?:it|that|them|everything)(?: (?:alone|be|as (?:it|they|that) (?:is|are|was|were)))?)?[\s.!]*$/i;

/** What was said and what is to stand in its place, where a message takes a part of itself back; null when none does. */
export const splitSlip = (text: string): Slip | null => {
  const slip = [...text.matchAll(SLIP)].findLast(([words]) => SURE.test(words));
  if (slip === undefined || slip.index === 0) return null;
  const [said, instead] = [
    text.slice(0, slip.index).trim(),
    text
      .slice(slip.index + slip[0].length)
      .replace(MEANT_END, '')
      .trim(),
  ];
  const parted = /^\s*[,.;!?…–—-].*(?:[,.;!?…–—-]|\b(?:that|tht|mean|meant|say|it))\s*$/is.test(slip[0]);
  return said === '' || instead === '' ? null : { said, instead, parted };
};

/** "to friday. no, scrap friday, monday": what is not so any more. */
const OLD_DAY =
  /^(?:not|scrap|cancel|remove|forget|drop|delete|strike|scratch|lose)\s+(?:(?:the|this|that)\s+)?(?<day>[^,.;!?]{1,30})[,.;!?]+\s*(?:(?:it['’]?s|(?:it|that) is|make (?:it|that)|put|better|rather)\s+)?(?:on\s+)?/i;

/** "they said Sunday, still at 9": what stays is said again. */
const STILL = /[\s,]+still (?=at |on )/i;

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
  const number = NUMBER.exec(instead)?.[1];
  if (number !== undefined && LAST_NUMBER.test(said))
    return said.replace(LAST_NUMBER, (before) => (before.startsWith('#') ? `#${number}` : number));
  return replaceDate(said, instead, context);
};
