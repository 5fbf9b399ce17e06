import { namedIn } from './by-parts.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { shiftDue } from './dates/shift.js';
import { readCount } from './dates/words.js';
import type { Context, Shift } from './intent.js';
import { saidAsRemoval } from './said-as-removal.js';
import { saidAsSetting } from './said-as-setting.js';
import { LONGEST_SAID, phraseOf } from './sentence.js';

/** Changes that are said by way of something else, put as the rules know them: "the day before that", "from high to low". */

const BESIDE_DAY =
  /\b(?:(?:on|to|for|by) )?(?:(?:the )?(?:(?<count>an?|one|two|three|four|\d{1,2}) )?(?<unit>day|week)s? (?<side>before|after|earlier|later)(?<that>(?: than)? (?:that|it|then|this))?|(?:the |that )?same (?:day|date)|that (?:same )?day|the (?:following|next|previous) day)(?! (?:tomorrow|as|at|yesterday)\b)(?=\s*(?:$|[,.;!]|and\b|at\b|please\b|too\b|as well\b))/iu;
const PARTS = /[,.;!]\s+|\s+(?:and|then)\s+/i;

/** "dentist to friday, plants to the day before that": from the day that was said before. */
const withSaidDays = (text: string, context: Context): string => {
  const match = BESIDE_DAY.exec(text);
  if (match === null) return text;
  const { count, unit, side, that } = match.groups ?? {};
  // "and the report a day later": later than it is now.
  if (count !== undefined && that === undefined) return text;
  const before = text.slice(0, match.index).split(PARTS);
  const own = findDue(before.at(-1) ?? '', context);
  // "everything due tomorrow to the day after"
  const group = /^\W*(?:\w+ )?(?:all|everything|whatever|what is|what's|anything)\b/i.test(
    before.at(-1) ?? '',
  );
  const said =
    before.slice(0, group ? undefined : -1).findLast((part) => findDue(part, context)?.timeOnly === false) ??
    // "and the logo call to the same day", behind another task.
    (/\bsame (?:day|date)\b/i.test(match[0]) ? context.earlier?.at(-1) : undefined);
  const due = said === undefined ? undefined : findDue(said, context)?.due;
  if (due === undefined || (own !== null && own.timeOnly === false && !group)) return text;
  const sign =
    unit === undefined
      ? Number(/\b(?:following|next)\b/i.test(match[0])) - Number(/\bprevious\b/i.test(match[0]))
      : /before|earlier/i.test(side ?? '')
        ? -1
        : 1;
  const days = sign * readCount((count ?? 'one').toLowerCase()) * (/week/i.test(unit ?? '') ? 7 : 1);
  const shift: Shift = { count: days, unit: 'day' };
  const { on } = shiftDue({ on: due.on, time: null }, shift, context);
  return `${text.slice(0, match.index)}${/^to\b/i.test(match[0]) ? 'to' : 'on'} ${on}${text.slice(match.index + match[0].length)}`;
};

/** "bring the dentist forward to the day before", "begins one hour before": from the day that it has. */
const DAY_BESIDE =
  /^(.*?\b(?:make|move|push|put|shift|bump|do|reschedule|postpone|bring|pull|get|change|set|begins?|starts?|be|is) .*?) ?(?:(?:forward|back|up|out) )?(?:(?:to|on|for|until) )?\b(the|an?|one|two|three|half an|\d{1,2}) ((?:minute|hour|day|week|month)s?) (after|before)(?=(?: (?:please|instead|actually|thanks)|,? same (?:time|hour))*[\s.!?]*$)(?:,? same (?:time|hour))?/iu;

const fromItsDay = (text: string): string =>
  text.replace(
    DAY_BESIDE,
    (_, verb: string, count: string, unit: string, side: string) =>
      `${verb} ${/^the$/i.test(count) ? 'a' : count} ${unit} ${/before/i.test(side) ? 'earlier' : 'later'}`,
  );

/** "house stuff low please": of all that have that tag. */
const TAGGED_STUFF =
  /^(?:the |my |all )*(?<tag>[\p{L}\p{N}-]+) (?:stuff|things|tasks|ones|todos|items),?:? (?<level>high|medium|low)(?: prio(?:rity)?)?(?:,? please)?[\s.!]*$/iu;

/** "make it 15 chairs", of "Order 12 chairs" */
const counted = (text: string, { titles = [] }: Context): string => {
  const [, count = '', noun = ''] =
    /\b(?:make (?:it|that)|(?:it|that) should be|should be|make) (\d+) (\p{L}{3,})[\s.!]*$/iu.exec(text) ??
    [];
  const old = new RegExp(`\\b\\d+ ${noun}\\b`, 'iu');
  const [title, ...others] = noun === '' ? [] : titles.filter((one) => old.test(one));
  return title === undefined || others.length > 0
    ? text
    : `change ${old.exec(title)?.[0]} to ${count} ${noun}`;
};

const LEVEL = '(?:(?:an? )?(?:high(?:est)?|top|medium|normal|low(?:est)?|urgent)(?: prio(?:rity)?)?)';
const TIME = "(?:(?:\\d{1,2}(?:[:.]\\d\\d)?(?: ?[ap]m)?|noon|midnight|half past \\w+)(?: o['’]clock)?)";
const TASK =
  "(?:(?:task |number |no |nr |#)?\\d{1,6}|(?:the |my )?[\\p{L}\\p{N}'’]+(?: [\\p{L}\\p{N}'’]+){0,4}?)";
const CHANGE =
  '(?:please )?(?:change|switch|swap|move|replace|turn|drop|raise|lower|bump|shift|push|update|set)';
const FROM_TO = `(?:from )?(?:the )?(?:${LEVEL} (?:to|for|with|by) (?<level>${LEVEL})|(?<old>${TIME}) (?:to|for|with|by) (?<time>${TIME}))`;
/** "for the dentist change 3pm to 4pm", "change the 3pm to 4pm on the dentist", "change 1 from high to low" */
const SWAPS = [
  `^(?:(?:in|on|for|of|with) )?(?<task>${TASK})[,:]? ${CHANGE} ${FROM_TO}(?<rest>$|[ ,.;!?].*)`,
  `^${CHANGE} ${FROM_TO} (?:in|on|for|of) (?<task>${TASK})(?<rest>$|[,.;!?].*)`,
  `^${CHANGE} (?<task>${TASK})(?:['’]s priority)? ${FROM_TO.replace('(?:from )?', 'from ')}(?<rest>$|[ ,.;!?].*)`,
].map((pattern) => new RegExp(pattern, 'isu'));
const OF_A_GROUP = /\b(?:all|every|everything|any|anything|each|ones|tasks|them|both)\b/i;

const withoutOld = (text: string, { titles = [] }: Context): string => {
  if (OF_A_GROUP.test(text)) return text;
  for (const pattern of SWAPS) {
    const { task, level, time, old = '', rest = '' } = pattern.exec(text)?.groups ?? {};
    // "change 12 to 14 in 6", of "Order 12 chairs"
    const isOfTitle = /^\d+$/.test(old) && titles.some((title) => new RegExp(`\\b${old}\\b`).test(title));
    if (task !== undefined && !isOfTitle)
      return level === undefined ? `move ${task} to ${time}${rest}` : `set ${task} to ${level}${rest}`;
  }
  return text;
};

/** "what about the dentist on friday instead?", "is it possible to have choir at 7?", "how about moving the rent to monday?" */
const SUGGESTS =
  /^(?:so |and |hmm,? |ok,? )?(?:(?<asks>what|how) about|(?:is it|would it be) (?<asked>possible|ok|okay) to) (?:moving |putting |having |doing |move |put |have |do |get |we (?:move|put|do) )?(?<wish>[^?]+?)(?<instead>,? (?:instead|rather))?\s*\?*$/iu;
/** "the plants can wait a week", "rent can wait until june" */
const MAY_WAIT =
  /^(?<before>(?:.*[,.;!]\s+|.*\b(?=(?:and|but|so) ))(?:(?:and|but|so) )?)?(?<task>[^,.;!?]{2,60}?) (?:can|could|may|might as well) (?:easily |probably |also |well |just |still )*wait (?:(?<until>till|until|til|to)\b )?(?:for )?(?<when>[^,.;!?]+?)(?<rest>[,.;!?].*)?$/isu;

/** "priority of 2, 3 and 4: high", "the due date for 5 should be friday" */
const FIELD_OF =
  /^(?:the )?(?<field>priority|prio|due date|date|deadline|day|time|tag|label) (?:of|for|on) (?<tasks>#?\d{1,6}(?:(?:, (?:and )?| and | & )#?\d{1,6})*)(?: (?:should be|is now|must be|is|to|now)|:| =)+ (?<value>\S.*)$/isu;

const fieldFirst = (text: string): string => {
  const { field = '', tasks = '', value = '' } = FIELD_OF.exec(text)?.groups ?? {};
  if (tasks === '') return text;
  return /tag|label/i.test(field) ? `tag ${tasks} with ${value}` : `set ${tasks} to ${value}`;
};

/** "the vet half an hour earlier because I have a meeting" */
const WHY = /(?<=\b(?:earlier|later|sooner)),? (?:because|cause|coz|cos|bc|since|as) [^,.;!?]+[\s.!]*$/iu;
/** "to monday the tickets" */
const dayLast = (text: string, context: Context): string => {
  const [, day = '', task = ''] =
    /^((?:to|on|until|for) (?:\S+ ){1,3}?)((?:the|my) \S.{1,60})$/iu.exec(text) ?? [];
  return task !== '' && readWholeWhen(day.trim(), context) !== null && namesOne(task, context)
    ? `move ${task} ${day.trim()}`
    : text;
};

const namesOne = (text: string, context: Context): boolean =>
  /^(?:task |number |#)?\d{1,6}$/.test(text.trim()) || namedIn(phraseOf(text), context)?.length === 1;

/** "I've been to see Mrs Pelham" */
const BEEN_THERE =
  /(?<=^\W*|[.,;!]\s+|\band )(?:(?:i|we)(?: have|['’]ve)? )?(?:just |already |finally )*been (?:to(?: see)?|at|by|round to) ([^,.;!?]{3,60}?)(?= (?:already|today|yesterday|this \w+|last \w+)\b|\s*(?:$|[,.;!])| and\b)/giu;
/** "dentist 10 instead", "test 930 instead" */
const HOUR_INSTEAD =
  /^(?<task>[^,.;!?]{3,60}?) (?<hour>\d{1,2})(?:[:.]?(?<minute>[0-5]\d))? (?:instead|insted|rather)[\s.!]*$/iu;

/** "the choir has been moved to friday", "the form not until monday", "schedule the call for friday" */
const MOVED_TO = [
  /^(?<before>(?:.*[,.;!] |.*\band )?)(?<task>[^,.;!?]{2,60}?),? (?:has been|have been|was|got|is|has|had to be|needs to be) (?:moved|shifted|displaced|transferred|relocated|deferred|adjourned|bumped|pushed(?: back)?|rescheduled|postponed|put off|brought forward|switched|changed) (?:to|until|till|for) (?<when>[^,.;!?]{2,40}?)(?<rest>[\s.!]*|[,.;] .*| (?:and|then) .*)$/isu,
  /^(?<before>(?:.*[,.;!] |.*\band )?)(?<task>[^,.;!?]{2,60}?),? not (?:until|till|before) (?<when>[^,.;!?]{2,40}?)(?<rest>[\s.!]*|[,.;] .*| (?:and|then) .*)$/isu,
  /^(?<before>(?:.*[,.;!] |.*\band )?)(?:schedule|put|plan|book) (?<task>[^,.;!?]{2,60}?) (?:for|off (?:till|until|to)) (?<when>[^,.;!?]{2,40}?)(?<rest>[\s.!]*|[,.;] .*| (?:and|then) .*)$/isu,
];
/** Sentences of a task and its day that are no order, or one in other words. */
const OF_A_DAY = [
  // "we decided on friday for the permit"
  /^(?:(?:we|i)(?:['’]ve| have)? (?:decided on|agreed on|settled on|picked|chose|chosen|fixed|gone for|went for)|let['’]?s (?:say|go for|do)) (?<when>[^,.;!?]{2,40}?) for (?<task>[^,.;!?]{2,60}?)[\s.!]*$/iu,
  // "friday suits me better for the permit"
  /^(?<when>[^,.;!?]{2,40}?) (?:(?:would|will) )?(?:suits?|works?|fits?|be|is) (?:me |us |him |her |them |everyone )?(?:better|best|good|easier|fine)(?: for (?:me|us))? for (?<task>[^,.;!?]{2,60}?)[\s.!]*$/iu,
  // "make friday the deadline for the permit"
  /^(?:make|set|have) (?<when>[^,.;!?]{2,40}?) (?:as )?(?:the|its|our) (?:new )?(?:deadline|day|date|due date|due day) (?:for|of) (?<task>[^,.;!?]{2,60}?)[\s.!]*$/iu,
  // "pencil in the permit for friday"
  /^(?:re-?book|re-?arrange|pencil in|pencil|slot in|slot) (?<task>[^,.;!?]{2,60}?) (?:in )?(?:for|to|on|into) (?<when>[^,.;!?]{2,40}?)[\s.!]*$/iu,
  // "the permit belongs on friday", "permit 2 friday"
  /^(?<task>[^,.;!?]{2,60}?) (?:(?:really )?belongs (?:on|to|in)|2(?= \p{L})) (?<when>[^,.;!?]{2,40}?)[\s.!]*$/iu,
  // "no time for the permit today, friday"
  /^(?:(?:i have|i['’]ve|i['’]ve got|i got|we have|there['’]?s|there is) )?(?:got )?(?:no (?:time|energy|strength|mood|chance)|not enough time|not in the mood) (?:for|to do) (?<task>[^,.;!?]{2,60}?)(?: (?:today|tonight|tomorrow|this \w+|now|on \w+day|\w+day))?\s*[,;.–-]+\s*(?:so |but )?(?:(?:make|do|move|push|put) it (?:to |on |for )?|rather |better |maybe )?(?<when>[^,.;!?]{2,40}?)(?: instead| then| please| rather)*[\s.!]*$/iu,
];
/** "hmm, let's say friday for the permit", "could we have the rent one day earlier?", "dentist to 10 tomorrow and tag it leo" */
const HESITATES = /^\W*(?:(?:hm+|so|ok|okay|well|oh|um+|and|actually|right)\b\W*)+(?=\S)/iu;
const HAVE_IT =
  /^(?:can|could|may|might) (?:we|i) (?:please )?(?:have|get|do) (?<task>[^,.;!?]{2,60}?) (?<when>(?:an?|one|two|three|\d+|half an) (?:minute|hour|day|week|month)s? (?:earlier|later|sooner))[\s.!?]*$/iu;
const TO_AND =
  /^(?<task>[^,.;!?]{2,60}?) to (?<when>[^,.;!?]{1,30}?)(?<rest>(?:,| and) (?:tag|label|make|set|mark|flag) it .*)$/isu;
const ofADay = (given: string, context: Context): string => {
  const had = HAVE_IT.exec(given)?.groups;
  if (had?.task !== undefined && namesOne(had.task, context)) return `move ${had.task} ${had.when}`;
  const to = TO_AND.exec(given)?.groups;
  if (
    to?.task !== undefined &&
    to.when !== undefined &&
    namesOne(to.task, context) &&
    readWholeWhen(`at ${to.when}`, context) !== null
  )
    return `move ${to.task} to ${to.when.replace(/^(\d{1,2}(?:[:.]\d\d)?) (\p{L}.*)$/u, '$2 at $1')}${to.rest}`;
  const text = given.replace(HESITATES, '');
  for (const pattern of OF_A_DAY) {
    const { task, when } = pattern.exec(text)?.groups ?? {};
    if (task === undefined || when === undefined || /\b(?:not|it|that|and)\b/i.test(task)) continue;
    if (readWholeWhen(when, context) !== null && namesOne(task, context)) return `move ${task} to ${when}`;
  }
  return given;
};

const movedTo = (text: string, context: Context): string => {
  for (const pattern of MOVED_TO) {
    const { before = '', task = '', when = '', rest = '' } = pattern.exec(text)?.groups ?? {};
    const title =
      task === '' || /\b(?:and|it|not|no)\b|^(?:if|when|add|that|this)\b/i.test(task) ? null : task;
    if (title !== null && readWholeWhen(when, context) !== null && namesOne(title, context))
      return `${before}move ${title.replace(/^(?:and |so |but )+/i, '')} to ${when}${rest}`;
  }
  return text;
};

const hourInstead = (text: string, context: Context): string => {
  const { task = '', hour = '', minute = '00' } = HOUR_INSTEAD.exec(text)?.groups ?? {};
  return Number(hour) > 0 &&
    Number(hour) < 24 &&
    /\D$/.test(task) &&
    !/\b(?:past|to|half|quarter|till|for|by|number|task|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)$/i.test(
      task,
    ) &&
    namesOne(task, context)
    ? `move ${task.replace(/ (?:to|at)$/i, '')} to ${minute === '00' ? `${hour} o'clock` : `${hour}:${minute}`}`
    : text;
};

export const saidAsChange = (given: string, context: Context): string => {
  if (given.length > LONGEST_SAID || context.titles === undefined) return given;
  const plain = saidAsRemoval(saidAsSetting(given, context), context);
  if (/["“”]/.test(plain)) return withSaidDays(plain, context);
  const wish = movedTo(ofADay(hourInstead(plain, context), context), context)
    .replace(WHY, '')
    .replaceAll(BEEN_THERE, (words: string, task: string) =>
      namesOne(task, context) ? `${task} is done` : words,
    );
  const said = withSaidDays(wish, context);
  const asked = counted(dayLast(fieldFirst(fromItsDay(withoutOld(said, context))), context), context);
  const { tag: stuff, level } = TAGGED_STUFF.exec(asked)?.groups ?? {};
  if (context.tags?.some((one) => one.toLowerCase() === stuff?.toLowerCase()))
    return `set everything tagged ${stuff} to ${level}`;
  const suggested = SUGGESTS.exec(asked)?.groups;
  if (
    suggested !== undefined &&
    (suggested.instead !== undefined || suggested.asks?.toLowerCase() !== 'what') &&
    namesOne(suggested.wish ?? '', context) &&
    findDue(suggested.wish ?? '', context) !== null
  )
    return `move ${(suggested.wish ?? '').replace(/^(.+?) for ((?:the |my )?\D+)$/i, '$2 to $1')}`;
  // "choir 8pm": of the task, as no list is of an hour.
  const [, tag = '', time = ''] = /^(\p{L}+) (?:at )?(\d.{0,8})$/iu.exec(asked) ?? [];
  const isTag = context.tags?.some((one) => one.toLowerCase() === tag.toLowerCase()) ?? false;
  if (isTag && namesOne(tag, context) && readWholeWhen(time, context)?.timeOnly)
    return `move ${tag} to ${time}`;
  const waits = MAY_WAIT.exec(asked)?.groups;
  if (waits?.task !== undefined && namesOne(waits.task, context))
    return `${waits.before ?? ''}postpone ${waits.task} ${waits.until === undefined ? 'by' : 'until'} ${waits.when}${waits.rest ?? ''}`;
  return asked;
};
