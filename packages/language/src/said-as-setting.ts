import { namedIn } from './by-parts.js';
import type { Context } from './intent.js';
import { LONGEST_SAID, phraseOf } from './sentence.js';
import { matchTitles, strangers } from './titles.js';

/** What a task has or is to lose, told as a sentence, put as the rules know it: "the bike is garden stuff" is "add the tag garden to the bike". */

const NUMBER =
  /^(?:task |number |no |#)?\d{1,6}$|^the (?:first|second|third|fourth|fifth|last) (?:one|task)$/i;
const POINTS = /^(?:it|that|this|that one|this one)$/i;

/** The task as the rules surely know it: its number, or its title in quotes; undefined where none, several or more than a task is named. */
const taskOf = (given: string, context: Context): string | undefined => {
  if (NUMBER.test(given.trim())) return given.trim();
  const text = given.replace(/^(?:the |my )(?=.* (?:one|task)$)| (?:one|task)$/gi, '').trim();
  if (NUMBER.test(text) || POINTS.test(text)) return text;
  const { titles = [] } = context;
  const { places, sure } = matchTitles(text.replace(/^(?:the|my) /i, ''), titles);
  const found = sure && places.length === 1 ? titles[places[0] ?? -1] : undefined;
  const named = found === undefined ? (namedIn(phraseOf(text), context) ?? []) : [];
  const title = found ?? (named.length === 1 ? named[0]?.title : undefined);
  return title === undefined || title === '' || strangers(text, title) > 0 ? undefined : `"${title}"`;
};

const tagOf = (given: string, { tags = [] }: Context): string | undefined => {
  const tag = given.replace(/^#/, '').toLowerCase();
  return given.startsWith('#') || tags.some((one) => one.toLowerCase() === tag) ? tag : undefined;
};

const TASK =
  '(?<task>(?!(?:what|which|who|is|are|if|when|add|remind|new|all|everything|any|every)\\b)[^,.;:!?"“”]{1,60}?)';
const TAG = '(?<tag>#?[\\p{L}\\p{N}_-]+)';
const KIND = '(?: (?:stuff|things?|tasks?|jobs?|list|category|group|folder|section|tag|label|one))?';
const NO_LONGER = '(?: any ?more| any longer| now)?';
const ANY_TIME =
  '(?:any ?time|whenever|some ?day|some ?time|one day|no matter when)(?: (?:i|we) (?:like|can|want|feel like it))?';

/** Patterns for a whole sentence, and the tag or what else comes of them. */
const TAGGED = [
  `(?:add|put|attach|assign|apply|stick|pop) ${TAG}(?: tag| label)? (?:to|on|onto) ${TASK}`,
  `(?:put|move|file|sort|place|stick|drop|bring) ${TASK} (?:in|into|under|to|with) (?:the )?${TAG}${KIND}`,
  `${TASK} (?:belongs|goes|falls|comes|should go|should be|needs to be)(?: now)?(?: (?:to|under|in|into|with|for))?(?: the| an?)? ${TAG}${KIND}`,
  // "the bike is home" may be true of the bike.
  `${TASK} (?:is|are)(?: now)? (?:(?:for|under) (?:the )?${TAG.replace('tag>', 'own>')}|(?:an? )?${TAG}${KIND.replace(/\?$/, '')})`,
  `(?:mark|label|tag|tgs|tga|flag|categori[sz]e|classify) ${TASK} (?:(?:as|with|wth|w|under|for|into) )?(?:the (?:tag|label) )?${TAG}`,
  `(?:add|give|put) (?:an? |the )?(?:tag|label) (?:to|on|for) ${TASK}[:,] ${TAG}`,
  `${TASK} ?\\+ ?${TAG}`,
];
/** Said with a word for it, so that a tag may be new. */
const NEWLY_TAGGED = [
  `(?:categori[sz]e|classify|file|tag|label) ${TASK} (?:as|under) (?:the (?:tag|label) )?${TAG}`,
  `(?:i |we )?(?:want|need|would like|['’]d like) ${TASK} (?:to be )?(?:filed|tagged|labell?ed|categori[sz]ed) (?:under|as|with) ${TAG}`,
  `#${TAG.replace('#?', '')} (?:for|on|to) ${TASK}`,
];
const RETAGGED = [
  `(?:swap|change|switch|replace|exchange) (?:the )?${TAG} (?:tag|label) (?:on|of|for) ${TASK} (?:for|with|to|by|into) (?:the (?:tag|label) )?(?<next>#?[\\p{L}\\p{N}_-]+)`,
  `take (?:the (?:tag|label) )?${TAG} off ${TASK} and put (?:the (?:tag|label) )?(?<next>#?[\\p{L}\\p{N}_-]+) on(?: (?:it|there|instead))*`,
];
const LOW = [
  `no (?:rush|hurry|stress) (?:on|for|with|about) ${TASK}(?:,? low(?: priority)?(?: will do| is fine| is enough)?)?`,
];
const NOT_HIGH = [
  `${TASK} (?:does not|doesn['’]?t|need not|needn['’]?t|do not|don['’]?t)(?: need to| have to)? be (?:high|low|medium|urgent|important|a priority)(?: priority)?${NO_LONGER}`,
];
const NOT_TAGGED = [
  `${TASK} (?:should|must|does|do|is|are|was|need|needs)(?: not|n['’]t)(?: (?:be|have|need|needs|belong|go))?(?: (?:tagged|labell?ed))?(?: (?:as|with|to|under|in|for))?(?: the| an?)? ${TAG}${KIND}${NO_LONGER}`,
  `${TASK} (?:(?:is|are|belongs|goes|needs|has) )?(?:no longer|no more)(?: (?:is|belongs|goes|needs|has))?(?: (?:tagged|labell?ed))?(?: (?:as|with|to|under|in|for))?(?: the| an?)? ${TAG}${KIND}`,
  `(?:the )?(?:(?:tag|label) ${TAG}|${TAG.replace('tag>', 'own>')} (?:tag|label)) (?:on|of|from|for) ${TASK} (?:can|should|must|may|has to|needs to|could) (?:go|be removed|come off|be deleted|be dropped|disappear)`,
  `(?:the )?(?:(?:tag|label) ${TAG}|${TAG.replace('tag>', 'own>')} (?:tag|label)) (?:can|should|must|may|has to|needs to|could) (?:go|be removed|come off|be taken) (?:from|off|of) ${TASK}`,
  `(?:untag|unlabel) ${TASK} (?:(?:from|as|of|with) )?(?:the (?:tag|label) )?${TAG}`,
  `${TASK} ?-${TAG.replace('#?', '#')}`,
];
const URGENT = [
  `flag ${TASK}`,
  `${TASK} (?:(?:now )?takes (?:top )?priority|comes first|is a must|is an? (?:absolute )?(?:must|priority)|is (?:my|our|the) (?:top |main |number one |first |biggest )?priority)(?: now)?`,
  `(?:high|urgent)(?: priority| prio)?: ${TASK}`,
];
const UNDATED = [
  `(?:do )?${TASK},? (?:(?:can|could|may|is|should|will|might) )?(?:(?:be|happen|be done) )?(?:for )?${ANY_TIME}`,
  `(?:leave|keep|make) ${TASK} (?:open[- ]ended|undated|dateless|unscheduled|without a date)`,
];

/** Not what "it" is: "that was a mistake" takes back. */
const THING = `(?!(?:it|that|this|they|those|these|one)\\b)${TASK}`;
/** Told, and no order: who acts on it asks first. */
const GONE = [
  `${THING} (?:is|was|got|has been|have been|are|were) (?:cancell?ed|called off|off|scrapped|dropped|axed)(?: now| after all)?`,
  `${THING} (?:fell through|(?:is|are)(?: not|n['’]t) happening|will not happen|won['’]?t happen|(?:is|are) not going to happen|(?:is|was) a (?:mistake|duplicate)|was added by (?:mistake|accident)|is there by (?:mistake|accident))${NO_LONGER}`,
  `(?:i|we) (?:added|put|entered|made|created) ${THING} (?:there |in |on )?by (?:mistake|accident)`,
  `(?:i |we )?(?:give|gave|am giving) up on ${THING}`,
];
const AWAY = [
  `(?:make|let) ${TASK} (?:go away|disappear|vanish)`,
  `(?:out with|abandon|withdraw|call off) ${TASK}`,
  `call ${TASK} off`,
  `skip ${TASK} (?:altogether|entirely|completely)`,
];

type Said = (task: string, tag: string | undefined, next: string | undefined) => string | null;
const tagged =
  (put: (task: string, tag: string) => string): Said =>
  (task, tag) =>
    tag === undefined ? null : put(task, tag);
const READERS: readonly (readonly [patterns: readonly string[], said: Said, mayBeNew?: true])[] = [
  [
    RETAGGED,
    (task, tag, next) =>
      tag === undefined || next === undefined
        ? null
        : `remove the tag ${tag} from ${task} and add the tag ${next.replace('#', '')} to ${task}`,
  ],
  [NOT_TAGGED, tagged((task, tag) => `remove the tag ${tag} from ${task}`)],
  [TAGGED, tagged((task, tag) => `add the tag ${tag} to ${task}`)],
  [LOW, (task) => `set ${task} to low priority`],
  [NOT_HIGH, (task) => `remove the priority from ${task}`],
  [NEWLY_TAGGED, tagged((task, tag) => `add the tag ${tag} to ${task}`), true],
  [URGENT, (task) => `set ${task} to high priority`],
  [GONE, (task) => `delete ${task} presumably`],
  [AWAY, (task) => `delete ${task}`],
  [UNDATED, (task) => `remove the date from ${task}`],
];
const COMPILED = READERS.map(
  ([patterns, said, mayBeNew]) =>
    [patterns.map((source) => new RegExp(`^${source}$`, 'iu')), said, mayBeNew] as const,
);

/** Said around such a sentence. */
const POLITE = /^((?:please|pls|can you|could you|would you|and|also|then|so|ok)\s+)*/i;
const POLITE_END = /(?:,?\s+(?:please|pls|thanks|thank you|too|as well|actually|instead))*[\s.!]*$/i;
/** One of these is in each of the patterns. */
const MAY_BE =
  /\b(?:no (?:rush|hurry|stress)|be (?:high|low|medium|urgent|important)|filed|labell?ed|tagged|categori[sz]ed|tag|tgs|tga|label|flag|untag|unlabel|belongs?|goes|falls|comes|attach|assign|apply|categori[sz]e|classify|file|mark|priority|must|high|urgent|any ?time|whenever|some ?day|some ?time|one day|cancell?ed|off|scrapped|dropped|axed|through|happen|happening|mistake|duplicate|accident|give up|gave up|giving up|disappear|vanish|go away|out with|abandon|withdraw|skip|open[- ]ended|undated|dateless|unscheduled)\b|[+#]/i;

const sentence = (given: string, context: Context): string | null => {
  const text = given.replace(POLITE, '').replace(POLITE_END, '');
  const known = context.tags?.some((tag) => text.toLowerCase().includes(tag.toLowerCase())) ?? false;
  if (!known && !MAY_BE.test(text)) return null;
  for (const [patterns, said, mayBeNew] of COMPILED)
    for (const pattern of patterns) {
      const { task, tag, own, next } = pattern.exec(text)?.groups ?? {};
      const named = task === undefined ? undefined : taskOf(task, context);
      const word = tag ?? own;
      const is =
        word === undefined
          ? undefined
          : (tagOf(word, context) ?? (mayBeNew ? word.toLowerCase() : undefined));
      // "put the bike in the shed", where the shed is no tag.
      if (named === undefined || (word !== undefined && is === undefined)) continue;
      const put = said(named, is, next);
      if (put !== null) return put;
    }
  return null;
};

const PARTS = /([.;!]\s+|,\s+(?:and\s+|then\s+|also\s+)*|\s+(?:and|then)\s+(?:also\s+)?)/iu;

/** Speaks of what another part said. */
const OF_THE_OTHER = /\b(?:it|that|this)\b|^#/i;

/** "I wrote Dentist but meant Orthodontist", "in task 1 it should be Rob, not Bob" */
const MISWRITTEN = [
  /^(?:i (?:wrote|put|typed|entered|said) )(?<old>[^,.;!?]{2,40}?),? (?:but|and|when|where) (?:i )?(?:really )?(?:meant|wanted)(?: to (?:write|say|put))? (?<next>[^,.;!?]{2,40}?)(?:[,;.]+ (?:please )?(?:correct|fix|change) (?:it|that)(?: please)?)?[\s.!]*$/iu,
  /\b(?:in|on|for) (?:task |number |#)?(?<id>\d{1,6}),? it (?:should|must|has to) (?:be|say|read) (?<next>[\p{L}'’-]{2,}),? not (?<old>[\p{L}'’-]{2,})[\s.!]*$/iu,
  /^(?:it|that)(?:['’]?s| is) not (?<old>[\p{L}'’-]{2,}),? (?:it|that)(?:['’]?s| is) (?<next>[\p{L}'’-]{2,}),? (?:please )?(?:correct|fix|change) (?:it|that|the (?:name|title|spelling))(?: please)?[\s.!]*$/iu,
];
const miswritten = (text: string, { titles = [] }: Context): string | null => {
  for (const pattern of MISWRITTEN) {
    const { old = '', next = '', id } = pattern.exec(text)?.groups ?? {};
    const having =
      old === '' ? [] : titles.filter((title) => title.toLowerCase().includes(old.toLowerCase()));
    const [title, ...others] = having;
    if (title === undefined || others.length > 0) continue;
    const at = title.toLowerCase().indexOf(old.toLowerCase());
    return `rename ${id ?? `"${title}"`} to "${title.slice(0, at)}${next}${title.slice(at + old.length)}"`;
  }
  return null;
};

/** The message with such sentences put as orders, each part of it by itself. */
export const saidAsSetting = (text: string, context: Context): string => {
  if (context.titles === undefined || text.length > LONGEST_SAID || /["“”?\n]/.test(text)) return text;
  const whole = miswritten(text, context) ?? sentence(text, context);
  if (whole !== null) return whole;
  // "3 isn't school any more, take that tag off" says it once.
  if (/\b(?:that|this|the) (?:tag|label|date|priority)\b|\b(?:take|get) (?:it|that) off\b/i.test(text))
    return text;
  if (/\b(?:add|new|remind|note|create)\b/i.test(text)) return text;
  // What parts them is kept, at the odd places.
  const parts = text.split(PARTS);
  const put = parts.map((part, place) =>
    place % 2 === 1 || OF_THE_OTHER.test(part) ? part : (sentence(part, context) ?? part),
  );
  return parts.length < 3 ? text : put.join('');
};
