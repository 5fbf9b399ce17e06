import { namedIn } from './by-parts.js';
import { readWholeWhen } from './dates/find-due.js';
import type { Context } from './intent.js';
import { phraseOf } from './sentence.js';
import { namesJustOne, onlySpokenOf } from './titles.js';
import { SPELLINGS } from './vocabulary.js';

/** What is to go of a task, said in a roundabout way, put as the rules know it: "lose the 6pm on the yoga" is "remove the time from the yoga". */

const TAKES =
  '(?:cancel|drop|lose|remove|skip|kill|forget|scrap|delete|clear|take|strike|ditch|bin|cut|wipe|get rid of)(?: (?:out|off|away))?';
const FIELD = '(?:due date|date|day|time|hour|deadline|tag|label|priority|reminder)';
const LEVEL = '(?:urgent|high(?: priority)?|low(?: priority)?|medium(?: priority)?|priority)';
const END = '[\\s.!]*$';
const regex = (source: string, flags = 'iu'): RegExp => new RegExp(source, flags);

const namesOne = (text: string, context: Context): boolean =>
  /^(?:the |my )?(?:task |number |no |#)?\d{1,6}$|^(?:the )?(?:first|second|third|fourth|fifth|last|\d(?:st|nd|rd|th)) (?:one|task)$|^(?:it|that|this)$/i.test(
    text.trim(),
  ) ||
  namedIn(phraseOf(text), context)?.length === 1 ||
  namesJustOne(text.replace(/^(?:the|my) | (?:one|task|thing)$/gi, ''), context.titles ?? []);

const onlyTitle = (text: string, { titles = [] }: Context): string | undefined =>
  titles[onlySpokenOf(text, titles) ?? -1];

/** A title that has such a word in it, "Email Hemi about the deadline", is what is meant by "the deadline email". */
const FIELD_WORD = /^(?:date|deadline|tag|label|priority|time|reminder|day|note)$/i;
const withFieldTitles = (text: string, { titles = [] }: Context): string => {
  if (/["“”]/.test(text)) return text;
  for (const title of titles) {
    const inTitle = title.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [];
    const field = inTitle.find((word) => FIELD_WORD.test(word));
    if (field === undefined) continue;
    const others = inTitle.filter((word) => word !== field && word.length > 3);
    if (others.length === 0) continue;
    const other = `(?:${others.map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '.')).join('|')})`;
    const named = regex(
      `\\b(?:the |my )?(?:${other} ${field}|${field} ${other}|${field} (?:with|about|for|on) ${other})(?:['’]s)?(?: (?:one|task))?\\b`,
    ).exec(text);
    const alike = titles.filter((one) => regex(`\\b${field}\\b`).test(one));
    if (named !== null && alike.length === 1)
      return `${text.slice(0, named.index)}"${title}"${text.slice(named.index + named[0].length)}`;
  }
  return text;
};

type Reader = (text: string, context: Context) => string | null;

/** A pattern and what is put in its place; null where its groups name no task that there is. */
const reader =
  (
    source: string,
    put: (groups: Record<string, string>, context: Context, text: string) => string | null,
  ): Reader =>
  (text, context) => {
    const groups = regex(source, 'isu').exec(text)?.groups;
    return groups === undefined
      ? null
      : put(
          Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, (value ?? '').trim()])),
          context,
          text,
        );
  };

const fieldOf = (field: string): string =>
  /hour|time/i.test(field)
    ? 'time'
    : /tag|label/i.test(field)
      ? 'tag'
      : /prio/i.test(field)
        ? 'priority'
        : 'date';

const removes = (field: string, task: string): string => `remove the ${fieldOf(field)} from ${task}`;

const READERS: readonly Reader[] = [
  // "keep it in my list, only without the date"
  reader(
    `\\b(?:keep|leave|put|want|need)\\b[^.;!?]*?\\bwithout (?:the |a |any )?(?<field>${FIELD})(?: (?:please|on it|then))?${END}`,
    ({ field = '' }, context, text) => {
      const title = onlyTitle(text, context);
      return title === undefined ? null : removes(field, `"${title}"`);
    },
  ),
  // "the Thursday is cancelled, make Tuesday", "… is not on the 20, cancel this date, it is on the 21"
  reader(
    `^(?<before>.*?)(?:the )?(?<day>[\\p{L}]+day) is (?:cancell?ed|off|out|gone|no good)[,;.]+ (?:so )?(?:make|take|do|put) (?:it )?(?:on |to )?(?<next>[^,.;!?]+)${END}`,
    ({ before = '', day = '', next = '' }, context, text) => {
      const title = onlyTitle(text, context);
      return readWholeWhen(day, context) === null ||
        readWholeWhen(next, context) === null ||
        before.split(' ').length > 6
        ? null
        : `move ${title === undefined ? 'it' : `"${title}"`} to ${next}`;
    },
  ),
  reader(
    `\\b(?:cancel|scrap|forget|drop|delete|scratch) (?:this|that|the) (?:date|day)[,;.]+ (?:it is|it['’]?s|make it|put it|they are)(?: now| rather)? (?:on |to |for )?(?<next>[^,;!?]+?)${END}`,
    ({ next = '' }, context, text) => {
      const title = onlyTitle(text, context);
      return title === undefined || readWholeWhen(`on ${next}`, context) === null
        ? null
        : `move "${title}" to ${next}`;
    },
  ),
  // "cancel the Friday for the swim, Noor says Monday's better, same time"
  reader(
    `^\\W*(?:please )?(?:cancel|drop|scrap|skip|forget) (?:the )?(?<day>\\p{L}+day) (?:for|of|on) (?:the |my )?(?<task>[^,.;!?]+)[,;.]+ .*?\\b(?<next>(?:next )?\\p{L}+day|the \\d{1,2}(?:st|nd|rd|th))(?:['’]?s| is| would be| suits| works)(?: (?:much|also|just|a bit))* ?(?:better|fine|good|ok(?:ay)?|enough|us)?(?:,? same time)?${END}`,
    ({ task = '', next = '' }, context) => (namesOne(task, context) ? `move ${task} to ${next}` : null),
  ),
  // "I already got the sunscreen so take that out of the packing one, leave the rest"
  reader(
    `^\\W*(?:i|we)(?: have|['’]ve)? (?:already |just )?(?:got|bought|have|found|packed|picked up) (?:the |a |some |my )?(?<word>[^,.;!?]{2,40}?)(?:,| already)?,? (?:so|and|please|you can)(?: please| just)? (?:take|remove|cut|strike|cross|drop) (?:that|it|this|them|those)(?: bit| part)? (?:out of|off|from|out from) (?:the |my )?(?<task>[^,.;!?]+?)(?:[,;.] .*)?${END}`,
    ({ word = '', task = '' }, context) =>
      namesOne(task, context)
        ? `take the word ${word} out of ${task.replace(/ (?:one|task|thing)$/i, '')}`
        : null,
  ),
  // "take away the urgent from the call and put it on the heating"
  reader(
    `^\\W*(?:please |could you |can you )?(?:take|remove|drop|move)(?: away| off)? (?:the )?(?<level>${LEVEL}) (?:from|off|of) (?<task>[^,.;!?]+?) (?:and|to) (?:then )?(?:(?:put|set|give) (?:it|that) (?:on |to |for ))?(?<other>(?:the|my|task|number|#?\\d)[^,.;!?]*?)(?:,? (?:please|instead|thanks))*[\\s.!?]*$`,
    ({ level = '', task = '', other = '' }, context) =>
      namesOne(task, context) && namesOne(other, context)
        ? `remove the priority from ${task} and set ${other} to ${/low/i.test(level) ? 'low' : /medium/i.test(level) ? 'medium' : 'high'}`
        : null,
  ),
  // "cancel the 6pm on the yoga class, just leave saturday"
  reader(
    `^\\W*(?:please )?${TAKES} the (?<time>\\d{1,2}(?:[:.]\\d\\d)?(?: ?[ap]m)?|noon|midnight) (?:on|from|of|for|off) (?<task>[^,.;!?]+?)(?:[,;.] (?:just |only )?(?:leave|keep|the day|day) ?.*)?${END}`,
    ({ time = '', task = '' }, context) =>
      (/[ap]m|[:.]|noon|midnight/i.test(time) || Number(time) > 31) && namesOne(task, context)
        ? removes('time', task)
        : null,
  ),
  // "the second one is not urgent at all; please take that away from it"
  reader(
    `^(?:.*?[.!] )?(?<task>[^,.;!?]+?) (?:is|are) (?:not|no|isn['’]t)(?: (?:that|so|really|very|longer|more|any more|anymore))* (?:urgent|important|high(?: priority)?)(?: (?:at all|any ?more|any longer))?[,;.!]+ (?:so |and )?(?:please )?(?:take|remove|drop|lose) (?:that|this|it(?= (?:away|out|off|from)\\b))(?: (?:away|out|off|from (?:it|there|that|that one)))*${END}`,
    ({ task = '' }, context) => (namesOne(task, context) ? removes('priority', task) : null),
  ),
  // "I want no more that the task of the gas bottle is with high priority"
  reader(
    `\\b(?:no more|no longer|not any ?more|don['’]?t|do not)\\b.*? (?:that )?(?<task>(?:the|my|task) [^,.;!?]+?) (?:is |are |be |to be |has |have |with |as |at )+(?:high|low|medium|top|urgent)(?: priority)?(?: any ?more| any longer)?${END}`,
    ({ task = '' }, context, text) => {
      const title = onlyTitle(task, context);
      return title === undefined || !/\b(?:want|need|wish|like)\b/i.test(text)
        ? null
        : removes('priority', `"${title}"`);
    },
  ),
  // "…, so take the Thursday off it but leave him on my list"
  reader(
    `\\b(?:take|cut|drop|remove|lose|clear) (?:the |that )?(?<day>\\p{L}+day|date|deadline|day|time|hour) (?:off|from|of) (?:it|that|there|him|her|them)\\b`,
    ({ day = '' }, context, text) => {
      const title = onlyTitle(text, context);
      const isDay = /^(?:date|deadline|day|time|hour)$/i.test(day) || readWholeWhen(day, context) !== null;
      return title === undefined || !isDay || /\b(?:add|new)\b/i.test(text)
        ? null
        : removes(day, `"${title}"`);
    },
  ),
  // "I shan't need the deadline on the grant form any longer; do remove it"
  reader(
    `\\b(?:shan['’]?t|shall not|don['’]?t|do not|won['’]?t|will not|no longer|not|no more)(?: any ?more)? need(?:ing|ed)? (?:the |a |that )?(?<field>${FIELD}) (?:on|of|for|at|from) (?<task>[^,.;!?]+?)(?: (?:any ?more|any longer|now))?(?:[,;.!] .*)?${END}`,
    ({ field = '', task = '' }, context) => (namesOne(task, context) ? removes(field, task) : null),
  ),
  // "del 2's date"
  reader(
    `^\\W*(?:please |and |can you )*(?:del|delete|remove|clear|drop|lose|cut|strike|kill|wipe) (?:task )?#?(?<id>\\d{1,6})['’]?s (?<field>${FIELD})(?:,? (?:please|pls))?${END}`,
    ({ id = '', field = '' }) => removes(field, `task ${id}`),
  ),
  // "the date of this one you can cancel"
  reader(
    `^\\W*(?:the |its )?(?<field>${FIELD}) (?:of|on|from|for) (?<task>[^,.;!?]+?),? (?:you|we) (?:can|may|could) (?:now |also )?(?:cancel|remove|delete|drop|take (?:away|out|off)|forget|clear)(?: it| please)*${END}`,
    ({ field = '', task = '' }, context) =>
      /^(?:this|that)(?: one| task)?$|^it$/i.test(task)
        ? removes(field, 'it')
        : namesOne(task, context)
          ? removes(field, task)
          : null,
  ),
  // "shorten task 3: only "Repot the fig tree", the windowsill can go"
  reader(
    `^\\W*(?:please )?(?:shorten|trim|cut down|cut) (?:the )?(?:title of )?(?<task>[^,.;:!?"“”]+?)(?: to|:)(?: only| just)? ?["“](?<title>[^"“”]+)["”]`,
    ({ task = '', title = '' }, context) => (namesOne(task, context) ? `rename ${task} to "${title}"` : null),
  ),
  // "make a new task of it: cancel the ferry"
  reader(
    `\\bmake (?:a |an )?(?:new )?(?:task|todo|one) (?:of|out of|from) (?:it|that|this)[:,] (?<title>[^.;!?"“”]+?)${END}`,
    ({ title = '' }) => `add "${title}"`,
  ),
];

/** "strike the tag club and the date from task 2" */
const TWO_FIELDS = regex(
  `\\b(?=[^.;!?]{0,60}\\b(?:tag|label) ["“']?(?!and\\b|from\\b|of\\b|off\\b|on\\b)[\\p{L}\\p{N}])(${TAKES})(?: please)? (?:the |its )?(?<one>(?:tag|label) ["“']?[\\p{L}\\p{N}_-]+["”']?|${FIELD}) and (?:also )?(?:the |its )?(?<other>(?:tag|label) ["“']?[\\p{L}\\p{N}_-]+["”']?|${FIELD}) (?:from|of|off|on) (?<task>(?:task |number |#)?\\d{1,6}|(?:the |my )[^,.;!?]+?)(?=\\s*(?:$|[,.;!?])| and\\b)`,
);

/** Patterns here all speak of one of these. */
const MAY_BE = regex(
  `${FIELD}|day\\b|\\d ?[ap]m|urgent|important|high|low|medium|shorten|trim|make a|so take|and take|so remove`,
);

/** Typed in haste: these stand between the words that a reader looks for. */
const MENDED: ReadonlyMap<string, string> = new Map(
  [...SPELLINGS].filter(([typed, meant]) => !/ |'/.test(meant) && typed.length > 2),
);

/** "the one with the word "final" in it" */
const WITH_THE_WORD =
  /\bthe (?:one|task) (?:with|that has|that says|which has|containing) (?:the )?(?:words? )?["“'‘]?(?<word>[^"“”'’]{2,30}?)["”'’]? in (?:it|its title|the title|the name)\b/iu;
const withNamedWord = (text: string, { titles = [] }: Context): string => {
  const match = WITH_THE_WORD.exec(text);
  const word = match?.groups?.word?.toLowerCase() ?? '';
  const [title, ...others] = word === '' ? [] : titles.filter((one) => one.toLowerCase().includes(word));
  return match === null || title === undefined || others.length > 0
    ? text
    : `${text.slice(0, match.index)}"${title}"${text.slice(match.index + match[0].length)}`;
};

export const saidAsRemoval = (given: string, context: Context): string => {
  if (context.titles === undefined) return given;
  const text = withNamedWord(given, context);
  if (!MAY_BE.test(text)) return text;
  const both = text.replace(
    TWO_FIELDS,
    (_, _takes: string, one: string, other: string, task: string) =>
      `remove the ${one.replaceAll(/["“”']/g, '')} from ${task} and remove the ${other.replaceAll(/["“”']/g, '')} from ${task}`,
  );
  if (both !== text) return both;
  const mended = text.replaceAll(/[\p{L}'’]+/gu, (word) => MENDED.get(word.toLowerCase()) ?? word);
  for (const read of READERS) {
    const said = read(mended, context);
    if (said !== null) return said;
  }
  return withFieldTitles(text, context);
};
