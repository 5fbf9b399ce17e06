import type { Act, Before } from './before.js';
import { findDue, readWholeWhen, toWhen } from './dates/find-due.js';
import { readNextTo, readShift } from './dates/shift.js';
import { readLevel } from './filter.js';
import type { Changes, Context, Due, Intent } from './intent.js';
import { NUMBERS } from './numbers.js';
import { dropEnd, dropStart, markAt, trimMarks, words } from './phrases.js';
import { readChangeParts } from './rules/change-parts.js';
import { type Phrase, seen, slice } from './sentence.js';

/** What a few words change of the task that was spoken of: "or rather tuesday, same time", "and tag it fun". */

/** Said in dismay or haste, around what is meant: "argh no wait", "omg sorry". */
export const NOISE =
  'a+h+|a+r+g+h*|u+g+h+|o+h+|e+h|e+h?m+|e+r+m*|e+k|h+m+|u+m+|u+h+|omg|god|gosh|dear|man|jeez|oops|ups|whoops|shit|crap|damn|dammit|fuck|fucking|blast|shoot|bugger|bother|rats|snap|good grief|gosh|geez|whoa|o+f|u+f+|bah|gah|tut|ahem|hold up|yikes|wtf|lol|haha|jk|sry|sorry|so sorry|pardon(?: me)?|excuse me|forgive me|(?:my )?apologies|i (?:am sorry|apologi[sz]e)|my (?:bad|mistake)|silly me|n+o+|nope|nono|nah|wait(?: (?:up|a (?:sec|second|minute|moment)))?|hang on|hold on|one (?:moment|sec|second)|well|so|ok|okay|alright|actually|correction|(?:on |at |upon )?second thoughts?|come to think of it|thinking about it|(?:i )?changed my mind|scratch that|hey|right|yes|yeah|and|but|then|also|please|now|btw';
export const LEAD = new RegExp(
  `^(?:(?:${NOISE}|(?:would|could|can|might|may|is)(?= (?:on |at )?\\S+(?: \\S+){0,2} (?:(?:be|also|still) )*(?:possible|doable|feasible|ok|okay|fine|alright|work|better)\\b)|(?:would|could|can|might|may) (?:it|that) be(?: (?:on|at|for|by))?|let us (?:say|do|make it)|say|maybe better|better|rather|or(?= (?:rather|better|maybe|even|perhaps)\\b)|(?:can|could|would|will) (?:we|you)(?: (?:say|do))?|i (?:would|wanted to|should have) sa(?:y|id)|i (?:mean|meant|wanted|want|need)(?: to say)?|(?:earlier )?(?:i|we) (?:have )?(?:said|agreed|typed|wrote|put)(?: on)?|let it be|instead|back to|(?:the )?wrong (?:time|day|date)|i (?:can|need to|have to|will|must) do it|meant|its|(?:it|that|this|the (?:time|date)|time) (?:is|was|should be|must be|has to be|needs to be|starts|got moved)|should be|how about|what about|try|kindly|(?:make|set|change|move|put|do|schedule|push|shift|bump|switch|correct|update|reschedule|leave|keep) (?:it|that|this|that one|the date|the time)(?: (?:to|for|at|on|be|a))?|(?:change|correct) to|with|for|due|to) )+(?=\\S)`,
);
export const TAIL =
  / (?:(?:be |also |still )*(?:possible|doable|feasible)(?: for you)?|be (?:ok|okay|fine|alright|better)|work(?: too| also)?|instead|please|if possible|if you can|then|thanks|thank you|(?:is|was|would be|would|works|sounds|suits me|fits|will be) (?:(?:much|even|probably|actually) )*(?:better|fine|good|ok|okay|best|enough|perfect|great|plenty|easier|right|it)|suits? me (?:better|more)|(?:works?|suits|fits|is|would be) (?:(?:much|a bit|also|even) )*(?:better|best|fine|good|easier) for (?:me|us|him|her|them|everyone)|it is|will do|is what i meant|i (?:mean|meant)|really|better|rather|actually|works|i think|i guess|as well|too|tho|though|after all|obviously|of course|ofc|duh|altogether|completely|entirely|at all|sorry|now|for that|for it|will you|ok|okay|lol|haha|btw|by the way|pls|plz)$/;

export const bare = (phrase: Phrase): Phrase => {
  let left = trimMarks(phrase);
  for (let round = 0; round < 6; round += 1) {
    const less = trimMarks(dropEnd(trimMarks(dropStart(left, LEAD)), TAIL));
    if (less.tokens.length === 0 || less.tokens.length === left.tokens.length) break;
    left = less;
  }
  return left;
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
export const IS_BETTER =
  /(\p{L}{3,}|\d)['’]s(?= (?:(?:much|even|probably|actually) )*(?:better|enough|fine|good|ok|okay|best|perfect|great|plenty|easier|right))/giu;

const dueBefore = (before: Intent): Due | null | undefined =>
  before.intent === 'add'
    ? before.tasks.find(({ due }) => due?.time != null)?.due
    : before.intent === 'update'
      ? before.changes.due
      : undefined;

/** The hour in the other half of the day, where words for a part of the day say so; null where it is in that part already. */
const otherHalf = (part: string, time: string): string | null => {
  const morning = /\bmorning$/i.test(part);
  if (!DAY_PART.test(part) || !(morning || /\b(?:afternoon|evening|night)$/i.test(part))) return null;
  const hour = Number(time.slice(0, 2));
  const isOther = morning ? hour >= 13 : hour < 12 && hour > 0;
  return isOther ? `${String(morning ? hour - 12 : hour + 12).padStart(2, '0')}${time.slice(2)}` : null;
};

/** What a few words alone change of the task that was spoken of. */
const readChange = (phrase: Phrase, before: Intent, context: Context): Changes | null => {
  const text = words(phrase)
    .replace(/^(?:the )?weekend$/i, 'this weekend')
    .replace(/(?<=day|tomorrow|tonight|morning|noon|evening|week)['’]s$/i, '');
  const hadDue = dueBefore(before);
  const had = hadDue?.time;
  const when = readWholeWhen(text, context);
  // "tomorrow at 7", and then "in the morning, I mean": the same hour of the other half of the day.
  const half = had == null ? null : otherHalf(text, had);
  if (when !== null && half !== null && hadDue != null)
    return { due: { on: hadDue.on, time: half }, timeOnly: true };
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
export const changeAlone = (phrase: Phrase, context: Context): Changes | null => {
  const parts = readChangeParts(phrase, context);
  return parts?.target.tokens.length === 0 ? parts.changes : null;
};

/** Begins a reason, and what is no longer so: "saturday so i can sleep in", "5 not 4". */
const PARTS_BEGIN =
  /^(?:(?:so|as|since|when|if|because|cos|bc|cause|cuz|coz|otherwise) (?:that )?(?:i|he|she|they|it|we|you|the|my|her|his|our|that|there)\b|because\b|bc\b|cos\b|otherwise\b|and\b|but\b|(?:and )?not\b|instead of\b|rather than\b)/;
export const NO_LONGER =
  /^(?:and |but )?(?:not|it is not|instead of|rather than)(?: (?:on|at|the|my|number|task))* /;
/** A wish of its own, and no more of the change that was corrected. */
const ANOTHER_WISH =
  /^(?:(?:and|also|then|please|now) )*(?!add (?:the )?(?:tag|label))(?:add|create|new|remind|delete|remove|mark|tick|check|cross|complete|finish|rename|show|list|undo|what|which|how)\b/;
export const DOES_MORE =
  /\b(?!add (?:the |a )?(?:tag|label))(?:delete|remove|scrap|clear|cancel|drop|lose|erase|take|done|finished|undo|revert|add|remind|mark|back|show|list)\b/;
export const ENDS_PART = /^[.,;!?…–—-]$/;
export const partsOf = (message: Phrase): Phrase[] => {
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

export const isOnlyNoise = (phrase: Phrase): boolean =>
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
export const readAmended = (message: Phrase, { act }: Before, context: Context): Changes | null => {
  if (!['add', 'update', 'show', 'search'].includes(act.intent)) return null;
  // "only the ones without a date" is of several.
  if (/\bones\b/.test(seen(message))) return null;
  // "no time, just tomorrow"
  if (/^no (?:time|hour)(?: yet)? (?:just|only) /.test(seen(message))) return { noTime: true };
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
