import { LIMITS } from '@todo/contracts';
import { readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import type { Context, Intent } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { trimMarks, unquote } from './phrases.js';
import { pieces } from './pieces.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen, slice } from './sentence.js';
import { firstCodePoints } from './title.js';
import { matchTitles } from './titles.js';
import { LIST_VERBS } from './vocabulary.js';

/** "take the milk out of the shopping task": words of a title go, and the task stays. */

const LEAD = '(?:(?:and|so|but|then|please|just|now|you|can|could|may|must) )*';
const TAKES =
  '(?:take|remove|delete|erase|drop|lose|strike|scratch|cut|cancel|scrap|ditch|get|leave|pull|kill|throw|kick|cross)(?: (?:out|away|off))?';
const WORD =
  '(?:(?:the|that|its) )?(?:(?:word|words|part|bit|name|phrase)(?: (?:with|about|of|that says|saying))? )?';
const BEHIND = '(?: (?:word|words|part|bit|thing))?(?: (?:away|out|off))*';
/** What goes, what it goes from, and what comes in its place. */
const PATTERN = new RegExp(
  `^${LEAD}(?<verb>${TAKES}) (?<word>${WORD}.+?)${BEHIND} (?:out of|from|off|of|in|out) (?<task>.+?)$`,
);
const FRONT = new RegExp(
  `^(?:in|from|of) (?<task>.+?) (?:you |please )*(?:can |could )?(?:please )?(?<verb>${TAKES}) (?<word>${WORD}.+?)${BEHIND}$`,
);
const ALONE = new RegExp(
  `^${LEAD}(?<verb>${TAKES}) (?<word>${WORD}.+?)${BEHIND}(?: (?:there|from there|again))*$`,
);
/** "change the 200 in that one to 250" */
const REPLACED = new RegExp(
  `^${LEAD}(?:change|swap|replace|turn|correct|switch|update) (?<word>${WORD}.+?) in (?<task>.+?) (?:to|into|for|with|by) (?<next>.+?)$`,
);
const SWAPS = '(?:change|swap|replace|turn|correct|switch|update|fix|exchange|edit)';
const INTO = '(?:to|into|for|with|by|->|=>|→)';
const NUMBER = '(?:(?:task|number|no|nr|item) )?#?\\d{1,6}';
const SPELT =
  '(?:(?:it|that|this|the|name|word|spelling|title|is|was|should|must|be|say|read|have|been|supposed|meant|mean|to|i|we|spelt|spelled|written|called|named|actually|really|fix|make|sorry|oops|ah|a|there|typos?|misspelled|misspelt|mistake|just|with|for|an?|got|wrong) )';
const NOT = '(?:(?:and |but )?not|instead of|rather than)';
const FEW = '\\S+(?: \\S+){0,2}?';
const anyOfThese = (sources: readonly string[]): readonly RegExp[] =>
  sources.map((source) => new RegExp(`^${LEAD}${source}$`, 'u'));
const OF_A_TASK = anyOfThese([
  // "replace knee with hip in 3"
  `${SWAPS} (?<word>${WORD}.+?) (?:to|into|for|with|by) (?<next>.+?) (?:in|on|of) (?<task>.+?)`,
  // "in 7 change Tampa to Tulsa", "8: April -> May"
  `(?:(?:in|on|for|of) )?(?<task>${NUMBER}|(?:in|on|for) .+?) ${LEAD}(?:(?:${SWAPS}|rename) |(?=\\S+ (?:->|=>|→) ))(?<word>${WORD}.+?) ${INTO} (?<next>.+?)`,
  // "3 without the bread"
  `(?:make |in |for )?(?<task>${NUMBER}) (?:without|minus|but without) (?<word>${WORD}.+?)`,
  // "in 8 it's Sofia not Sophie"
  `${SPELT}*(?:(?:in|on|of|for) )?(?<task>.+?) ${SPELT}+(?<next>${FEW}) ${NOT} (?<word>${FEW})`,
  // "typo: it's Niamh, not Neve", "it should say Sofia instead of Sophie in task 8"
  `${SPELT}+(?<next>${FEW}) ${NOT} (?<word>${FEW})(?: (?:in|on|of|for) (?<task>.+?))?`,
  // "update 3: butter instead of milk"
  `(?:(?:${SWAPS}|in|for|on|make) )*(?<task>${NUMBER}) (?:(?:put|write|use|say|have|make it|take) )?(?<next>${FEW}) ${NOT} (?<word>${FEW})`,
  // "airport, not station, for Lena"
  `(?:put |use |the )*(?<next>\\p{L}\\S*(?: \\S+)?) ${NOT} (?:the )?(?<word>\\p{L}\\S*(?: \\S+)?) (?:in|on|of|for) (?<task>.+?)`,
  // "i misspelled Novak, it should be Nowak"
  '(?:(?:i|sorry|oops) )*(?:misspelled|misspelt|mistyped|wrote|typed|spelled|spelt) (?<word>\\S+)(?: (?:wrong|wrongly|incorrectly))?(?: (?:in|on) (?<task>.+?))? (?:(?:but|and) )?(?:(?:it|that) )?(?:is|should|must)(?: (?:be|say|read|spelled|spelt|actually))* (?<next>\\S+)',
  // "Novak is spelt Nowak"
  '(?:(?:the name|the word) )?(?<word>\\S+) (?:is (?:actually |really )?(?:spelled|spelt|written)|should (?:be|say|read)(?: (?:spelled|spelt|written))?)(?: as)? (?<next>\\S+)(?: (?:in|on) (?<task>.+?))?',
  // "chapter 4 should be chapter 5"
  '(?:(?:change|make|fix|correct|replace|update|rename) )?(?:the )?(?<word>(?<same>\\p{L}{3,}) \\S+) (?:to|with|by|into|should be|is now|is actually) (?:the )?(?<next>\\k<same> \\S+)',
]);
/** Of the one title that has the word, and more than it. */
const OF_ANY = anyOfThese([
  // "Leeds should be York"
  '(?<word>\\p{L}\\S*(?: \\p{L}\\S*)?) (?:should|must|ought to|needs to) (?:be|say|read) (?<next>\\p{L}\\S*(?: \\p{L}\\S*)?)',
  // "change Anna to Ben"
  `(?:change|swap|replace|switch|exchange) (?<word>${WORD}.+?) (?:to|into|for|with|by) (?<next>.+?)`,
]);
const NEXT_FIRST = [...OF_A_TASK, ...OF_ANY];
/** "…, please fix" */
const FIX_IT =
  /[\s,;.!–-]+(?:(?:please|pls|plz|so|and|can you|could you) )*(?:fix|correct|change|update|mend|edit)(?: (?:it|that|this))?(?:,? (?:please|pls|plz|thanks))?[\s.!?]*$/i;
/** "add 'and the herbs' to the end of 5", "put URGENT in front of the rent", "append (late) to task 2" */
const ADDED = [
  /^PUTS (?<next>.+?) (?:to|at|in|on|onto|into) (?:the )?(?:very )?(?<side>end|back|front|beginning|start) of (?<task>.+?)$/,
  /^PUTS (?<next>Q|\S+) (?<side>in front of) (?<task>.+?)$/,
  /^PUTS (?<next>Q) (?<side>before|behind|after) (?<task>.+?)$/,
  /^PUTS (?<next>.+?) (?:to|in|into|onto) (?<task>(?:the )?(?:title|name) (?:of|for|on) .+?|.+? (?:title|name))$/,
  /^PUTS (?<next>Q) (?:to|in|into|onto) (?<task>(?:task |number |#)?\d{1,6})$/,
  /^(?:append|tack) (?<next>.+?) (?:to|onto|on to) (?<task>.+?)$/,
  /^(?<side>prepend) (?<next>.+?) (?:to) (?<task>.+?)$/,
].map(
  ({ source }) =>
    new RegExp(source.replace('^PUTS', `^${LEAD}(?:add|append|attach|put|stick|write|prepend|insert|tack)`)),
);
const AT_START = /front|start|beginning|before|prepend/;
/** "change the 200 to 250" */
const NUMBER_REPLACED = new RegExp(
  `^${LEAD}(?:change|swap|replace|turn|correct|switch|update) (?<word>the \\d{2,}) (?:to|into|for|with|by) (?<next>\\d+)$`,
);
const NAMES_A_WORD = /^(?:the |that |its )?(?:words?|part|bit|phrase)\b/;
const POINTS = /^(?:it|that|this|there|that one|this one|the (?:one|task|title)|its title|the title)$/;
const NAMES_A_TASK = /\b(?:task|one|title|name|item|entry|todo|it|that|there)\b/;
const NUMBERED =
  /^(?:(?:the|title|name|of|task|item|entry|todo|number|nr|no) )*#?(?<id>\d{1,6})(?:['’]?s? (?:title|name))?$/;
/** Of a task by its number these are no words of its title. */
const LEVEL = /^(?:high|low|medium|top|urgent|important)(?: prio(?:rity)?)?$/i;
const INSTEAD =
  /^(?:(?:and|but|then|please|so) )*(?:put|write|add|use|make it|take|say)(?: in)? (?<more>.+?)(?: (?:in(?:stead)?|there|in its place))*$/;

/** Where words stand in a title, as whole words; -1 where they don't, as no words never do. */
const placeOf = (title: string, words: string): number => {
  if (words === '') return -1;
  const [within, sought] = [title.toLowerCase(), words.toLowerCase()];
  const isLetter = (at: number): boolean => /[\p{L}\p{N}]/u.test(within[at] ?? '');
  for (let at = within.indexOf(sought); at !== -1; at = within.indexOf(sought, at + 1))
    if (!isLetter(at - 1) && !isLetter(at + sought.length)) return at;
  return -1;
};

/**
 * A title with other words in the place of some that it has, or without those; null when they are not there, or hardly
 * anything would be left.
 */
export const titleWithout = (title: string, words: string, instead: string): string | null => {
  const from = placeOf(title, words);
  if (from === -1) return null;
  const [before, after] = [title.slice(0, from), title.slice(from + words.length)];
  if (before === '' && after === '') return null;
  const joined =
    instead === ''
      ? joinedWithout(before, after)
      : `${before}${withoutTwice(instead, before, after)}${after}`;
  const left = joined.replaceAll(/\s+/g, ' ').trim();
  return left.split(' ').length < 2
    ? null
    : firstCodePoints(left[0]?.toUpperCase() + left.slice(1), LIMITS.title.max);
};

/** "10 chairs instead of 12": the title goes on with the chairs. */
const withoutTwice = (instead: string, before: string, after: string): string => {
  const said = instead.split(' ');
  const [first = '', last = ''] = [said[0], said.at(-1)].map((word) => word?.toLowerCase());
  const [left, right] = [
    before.toLowerCase().trim().split(' ').at(-1),
    after.toLowerCase().trim().split(' ')[0],
  ];
  if (said.length > 1 && last === right) return said.slice(0, -1).join(' ');
  return said.length > 1 && first === left ? said.slice(1).join(' ') : instead;
};

/** A title with more words before it or behind it. */
export const titleWith = (title: string, words: string, at: 'start' | 'end'): string =>
  firstCodePoints(at === 'start' ? `${words} ${title}` : `${title} ${words}`, LIMITS.title.max);

/** "fish and chips" without one of them has no "and", and "a, b and c" without b no second comma. */
const joinedWithout = (before: string, after: string): string => {
  const ends = /(?:,|\b(?:and|with|or|&))\s*$/i.test(before);
  const begins = /^\s*(?:,|(?:and|or|&)\s)/i.test(after);
  const begun = before.replace(/(?:\s*,\s*|\s+(?:and|with|or|&)\s+)$/i, '');
  if (after.trim() === '')
    return before.replace(
      /(?:\s*,|\s+(?:and|with|or|&|the|a|an|to|for|from|of|by|at|in|on|about))+\s*$/i,
      '',
    );
  if (!begins) return `${before} ${after}`;
  return ends ? `${begun}${after}` : `${before} ${after.replace(/^\s*(?:,|(?:and|or|&)\s)\s*/i, '')}`;
};

const NOT_ITS_NAME = /\b(?:the|my|our|that|this|task|one|item|entry|todo|(?:title|name)(?: of| for)?)\b/g;

/** The title out of which something goes, of those that have it: named by its other words, or the only one. */
const titleOf = (
  task: Phrase | null,
  words: string,
  instead: string,
  { titles = [], tags = [] }: Context,
): string | null => {
  const having = titles.filter((title) => titleWithout(title, words, instead) !== null);
  const name = task === null ? '' : seen(task).replaceAll(NOT_ITS_NAME, '').trim();
  // "the shopping one", by its tag
  const tagged =
    /\b(?:one|task|list|item)$/.test(task === null ? '' : seen(task)) &&
    tags.some((tag) => tag.toLowerCase() === name);
  const meant =
    task === null || POINTS.test(seen(task)) || (tagged && matchTitles(name, having).places.length === 0)
      ? having
      : matchTitles(name, having).places.flatMap((place) => having[place] ?? []);
  const [title, ...others] = meant;
  // "delete the draft from Ottilie" says its title.
  const isItself = title?.toLowerCase().includes(`${words} from ${name}`.toLowerCase()) ?? false;
  return title === undefined || others.length > 0 || isItself ? null : title;
};

/** The tokens of a group that a pattern found in what is seen of a phrase. */
const groupOf = (phrase: Phrase, match: RegExpExecArray, name: string): Phrase | null => {
  const words = match.groups?.[name];
  if (words === undefined) return null;
  const start = match.indices?.groups?.[name]?.[0] ?? 0;
  let at = 0;
  const from = phrase.tokens.findIndex(({ seen: word }) => {
    const here = at;
    if (word !== '') at += word.length + 1;
    return word !== '' && here >= start;
  });
  const count = words.split(' ').length;
  let left = count;
  const to = phrase.tokens.findIndex(({ seen: word }, index) => index >= from && word !== '' && --left === 0);
  return slice(phrase, from, to + 1);
};

const NO_WORD =
  /^(?:it|that|this|them|him|her|everything|all|the rest|(?:the )?(?:date|day|time|tag|priority|deadline)\b.*)$/;

/** Words of a title that there is, and neither a tag nor a level. */
const isOfTitles = (words: string, instead: string, { titles = [], tags = [] }: Context): boolean =>
  !LEVEL.test(words) &&
  !tags.some((tag) => tag.toLowerCase() === words.toLowerCase()) &&
  titles.some((title) => titleWithout(title, words, instead) !== null);

/** "put URGENT: in front of the rent": words that a title is to have besides. */
const readMoreWords = (clause: Phrase, context: Context): Intent | null => {
  const whole = seen(clause);
  for (const pattern of ADDED) {
    // Places are asked for only where there is something: that takes long.
    const match = pattern.test(whole) ? new RegExp(pattern, 'd').exec(whole) : null;
    const [next, task] =
      match === null ? [] : [groupOf(clause, match, 'next'), groupOf(clause, match, 'task')];
    if (match === null || next == null || task == null) continue;
    const at = AT_START.test(match.groups?.side ?? '') ? 'start' : 'end';
    const words = newWords(next).trim();
    const id = NUMBERED.exec(seen(task))?.groups?.id;
    if (id !== undefined)
      return {
        intent: 'update',
        target: { kind: 'id', id: Number(id) },
        changes: { words: { from: '', to: words, at } },
      };
    const titles = context.titles ?? [];
    const name = seen(task).replaceAll(NOT_ITS_NAME, '').trim();
    const [place, ...others] = matchTitles(name, titles).places;
    const title = place === undefined || others.length > 0 ? undefined : titles[place];
    if (title !== undefined)
      return {
        intent: 'update',
        target: { kind: 'title', text: title },
        changes: { title: titleWith(title, words, at) },
      };
  }
  return null;
};

/** What a title may have in the place of other words: no day, level, number or tag, which are set of the task. */
const isNewName = (next: string, words: string, context: Context): boolean => {
  const [head = next] = next.split(/[,.;]\s|\s(?:and|then|but)\s/);
  return head === next || head.trim() === '' || isNameAlone(head, words, context)
    ? isNameAlone(next, words, context) && !ANOTHER_WISH.test(next)
    : false;
};
/** "the rent to friday and remove 2" */
const ANOTHER_WISH = new RegExp(
  `(?:[,.;]\\s|\\b(?:and|then)\\s)(?:(?:and|then|also|please)\\s)*(?:${LIST_VERBS}|get rid|forget|cancel|add|kill|erase|ditch)\\b`,
  'i',
);
const isNameAlone = (next: string, words: string, context: Context): boolean =>
  (/^\d+$/.test(next) && /^\d+$/.test(words)) ||
  (!LEVEL.test(next) &&
    !/^(?:#|\d+$)/.test(next) &&
    readWholeWhen(next, context) === null &&
    (/^\p{L}/u.test(next) || readWholeWhen(`at ${next}`, context) === null));

/** "change the rent to pay the landlord", "change the flight to a train to Rome" of "Book flight to Rome": no word alone. */
const isWholeName = (next: string, words: string, { titles = [], tags = [] }: Context): boolean => {
  const said = next.toLowerCase().split(' ');
  const title = titles.find((one) => placeOf(one, words) !== -1)?.toLowerCase() ?? '';
  const old = words.toLowerCase().split(' ');
  return (
    DEEDS.has(said[0] ?? '') ||
    [words.toLowerCase(), next.toLowerCase()].some((one) => tags.some((tag) => tag.toLowerCase() === one)) ||
    /\b(?:and|also|then) (?:make|set|put|move|mark|tag|change|add|delete|tick|push|the (?:date|day|time|tag|priority))\b|[,;]|\b(?:in|on|of|for) #?\d+$/.test(
      next,
    ) ||
    said.some((word) => word.length > 3 && !old.includes(word) && placeOf(title, word) !== -1)
  );
};

/** "it's the dentist, not the plumber" means another task; "Sofia, not Sophie" a slip. */
const isSlip = (said: string, words: string, next: string, { titles = [] }: Context): boolean =>
  !titles.some((title) => placeOf(title, next) !== -1) &&
  (/\b(?:wrote|typed|typos?|spel(?:t|led|ling)|misspel\w+|written|title|wrong|mistake)\b/.test(said) ||
    (!/^\W*(?:in|on|at|the|a)\b/i.test(words) && next[0]?.toLowerCase() === words[0]?.toLowerCase()));

/** Null where no words of a title are to go. */
export const readWordAway = (text: string, context: Context): Intent | null => {
  if (text.length > LONGEST_SAID) return null;
  const whole = trimMarks(withoutEnd(withoutManners(phraseOf(text.replace(FIX_IT, '')))));
  const added = readMoreWords(whole, context);
  if (added !== null) return added;
  if (
    context.titles === undefined ||
    /\?\s*$/.test(text.replace(/^.*\b(?:can|could|would|will) you\b.*$/i, ''))
  )
    return null;
  const clauses = pieces(phraseOf(text)).map(({ phrase }) => trimMarks(withoutEnd(withoutManners(phrase))));
  for (const [index, clause] of [...clauses, whole].entries()) {
    const said = seen(clause);
    const isWhole = index === clauses.length;
    for (const pattern of isWhole ? NEXT_FIRST : [REPLACED, NUMBER_REPLACED, PATTERN, FRONT, ALONE]) {
      const match = pattern.test(said) ? new RegExp(pattern, `d${pattern.flags}`).exec(said) : null;
      const found = match === null ? null : wordOf(clause, match);
      if (match === null || found === null) continue;
      const task = groupOf(clause, match, 'task');
      // Only what can't be the task itself.
      const names = task !== null && (NAMES_A_TASK.test(seen(task)) || NUMBERED.test(seen(task)));
      if (!isWhole && pattern !== NUMBER_REPLACED && !found.sure && !names) continue;
      const put = groupOf(clause, match, 'next');
      if (isWhole && put !== null && !isNewName(newWords(put), found.words, context)) continue;
      const isAlone = OF_ANY.includes(pattern);
      // "the bandage must be changed" gives no name.
      if (pattern === OF_ANY[0] && put !== null && !/^\p{Lu}/u.test(newWords(put))) continue;
      if (isAlone && (put === null || isWholeName(newWords(put), found.words, context))) continue;
      if (
        isWhole &&
        !isAlone &&
        task === null &&
        !isSlip(said, found.words, put === null ? '' : newWords(put), context)
      )
        continue;
      const more =
        put !== null
          ? newWords(put)
          : (INSTEAD.exec(seen(clauses[index + 1] ?? slice(clause, 0, 0)))?.groups?.more ?? '');
      const id = task === null ? undefined : NUMBERED.exec(seen(task))?.groups?.id;
      if (id !== undefined && (found.sure || isOfTitles(found.words, more, context)))
        return {
          intent: 'update',
          target: { kind: 'id', id: Number(id) },
          changes: { words: { from: found.words, to: more } },
        };
      const title = titleOf(task, found.words, put === null ? '' : newWords(put), context);
      if (title === null) continue;
      // "the work in task 2 to home": a tag.
      const [deed = ''] = title.toLowerCase().split(' ');
      if (put !== null && !found.sure && [deed, ...(context.tags ?? [])].includes(found.words.toLowerCase()))
        continue;
      const next = titleWithout(title, found.words, more);
      if (next !== null)
        return { intent: 'update', target: { kind: 'title', text: title }, changes: { title: next } };
    }
  }
  return null;
};

const newWords = (phrase: Phrase): string =>
  raw(phrase)
    .replace(/^the (?:words? )?/i, '')
    .replace(/^["“'](.+)["”']$/, '$1');

/** The words that go, as they were written; sure when they were quoted or called words. */
const wordOf = (clause: Phrase, match: RegExpExecArray): { words: string; sure: boolean } | null => {
  const group = groupOf(clause, match, 'word');
  if (group === null || NO_WORD.test(seen(group))) return null;
  const quote = group.tokens.find(({ kind }) => kind === 'quote');
  if (quote !== undefined) return { words: unquote(clause.text.slice(quote.start, quote.end)), sure: true };
  const named = NAMES_A_WORD.test(seen(group));
  const words = raw(group).replace(
    /^(?:(?:the|that|its)\s+)?(?:(?:words?|part|bit|name|phrase)\s+(?:(?:with|about|of|that says|saying)\s+)?)?(?:the\s+)?/i,
    '',
  );
  return { words, sure: named };
};
