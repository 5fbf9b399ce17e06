import { LIMITS } from '@todo/contracts';
import { findDue } from './dates/find-due.js';
import { hasFilter, readFilter } from './filter.js';
import type { Context, Reference } from './intent.js';
import { NUMBERS, ORDINALS } from './numbers.js';
import { dropEnd, dropStart, namesTask, onlyQuote, splitAt, trimMarks, words } from './phrases.js';
import { without } from './quick-add.js';
import { type Phrase, raw, seen } from './sentence.js';
import { firstCodePoints } from './title.js';
import { isTitle } from './titles.js';
import { anyOf, GROUPS } from './vocabulary.js';

const TASK = anyOf(GROUPS.task);
const TASKS = anyOf(GROUPS.tasks);
const LIST_NAME = anyOf(GROUPS.list_name);

/** Higher ones are days of a month. */
const PLACES = ORDINALS.slice(0, 10);
const ORDINAL_WORD = `${PLACES.join('|')}|\\d{1,3}(?:st|nd|rd|th)|last|final|top|bottom|middle`;

const readNumber = (word: string): number | null => {
  const digits = /^#?(\d{1,12})(?:'s)?$/.exec(word)?.[1];
  const number = digits === undefined ? NUMBERS.indexOf(word) + 1 : Number(digits);
  return number >= 1 && number <= LIMITS.taskId.max ? number : null;
};

const readOrdinal = (word: string): number | 'middle' => {
  if (word === 'middle') return word;
  if (word === 'last' || word === 'final' || word === 'bottom') return -1;
  if (word === 'top') return 1;
  const index = PLACES.indexOf(word);
  return index === -1 ? Number.parseInt(word, 10) : index + 1;
};

const NUMBER_WORD = `#?\\d{1,12}(?:'s)?|${NUMBERS.join('|')}`;
const LABEL = `(?:${TASKS}|${TASK}|points?|numbers?|nos?|nr|nbr|num|ids?|#)`;
const ID = new RegExp(
  `^(?:(?:the |my |this )?(?:${LABEL} (?:with (?:the )?)?)+(?<number>${NUMBER_WORD})|(?:task )?(?:task|t|nr|no|nbr|id)[.-]?(?<glued>\\d{1,6})|(?<bare>#?\\d{1,12}|${NUMBERS.slice(1).join('|')}))$`,
);
const ITEM = `(?:#?\\d{1,9}(?:-| (?:to|thr(?:ough|u)|till|until|up ?to) )#?\\d{1,9}|${NUMBER_WORD})`;
const IDS = new RegExp(
  `^(?:(?:the |my )?${LABEL} )?${ITEM}(?: (?:(?:and|an|n|or|also|then|plus) ){0,2}(?:(?:the |my )?${LABEL} )*${ITEM})+$`,
);
const ID_RANGE = new RegExp(
  `^(?:(?:the |my )?${LABEL} )?(?:from )?#?(?<from>\\d{1,9})(?:-| (?:to|thr(?:ough|u)|till|until|up ?to) )(?:${LABEL} )?#?(?<to>\\d{1,9})$`,
);
const OF_LIST = `(?: (?:(?:on|in|of|from) (?:my |the |that |this )?${LIST_NAME}|(?:of )?(?:them|those|these)|(?:on|in|up|over) (?:there|here)|there))?`;
const ONE = `(?: (?:one|ones|${TASK}|${TASKS}))?`;
const ORDINAL = new RegExp(`^(?:the |my |that )?(?:very )?(?<word>${ORDINAL_WORD})${ONE}${OF_LIST}$`);
const ORDINAL_FROM_END =
  /^(?:the )?(?:second (?:to )?last|last but one|penultimate|one before (?:the )?last)(?: one| task)?$/;
const SEVERAL_ORDINALS = new RegExp(
  `^(?:the )?(?:${ORDINAL_WORD})${ONE}(?: (?:and |or )?(?:the )?(?:${ORDINAL_WORD})${ONE})+${OF_LIST}$`,
);
const FIRST_FEW = new RegExp(
  `^(?:the )?(?<side>first|last|top|bottom) (?<count>\\d{1,2}|${NUMBERS.slice(1).join('|')})${ONE}${OF_LIST}$`,
);
const IT =
  /^(?:it|that|this|him|her|(?:that|this|the same|same|the) (?:one|task|item|todo|reminder)|the same|that thing|it again|the (?:last|most recently) deleted (?:one|task)|the (?:one|task) (?:i|you|we) (?:have )?just \w+)$/;
const OTHER = /^(?:(?:the|that) )?other (?:one|task|item|todo|thing)$|^the other$/;
const THEM =
  /^(?:(?:them|those|these|both|all of (?:them|those|these)|both of (?:them|those|these)|them all|they|each of them|all (?:those|these)|every one of them)(?: (?:ones|tasks|items|two|three))?|both tasks|all (?:two|three|four|five|both)(?: of them| tasks)?)$/;
const REST =
  /^(?:rest|(?:all )?(?:of )?(?:the|my) (?:rest|others|other (?:ones|tasks|two|three|four)|remaining (?:ones|tasks|two|three))(?: of (?:them|those|it|the (?:list|tasks)))?|(?:everything|all) else|all others)$/;
const NOBODY_IN_PARTICULAR = new RegExp(
  `^(?:(?:an?|any|some|another|one|new|more|another)(?: new| more)? )?(?:${TASK}|${TASKS}|one|something|anything|nothing|none|nobody|some|any|thing|some of (?:them|it|my tasks)|one of (?:them|these|those|my tasks|the tasks))$`,
);
const EITHER = /\bor\b/;
const PART_OF_THEM =
  /^(?:about |around )?(?:half|most|many|several|few|some|part|a few|a couple|a bunch|a lot) (?:of )?(?:my |the |them|these|those)/;
const EXCEPTION =
  /\b(?:except|excluding|besides|apart from|other than|everything but|all but|unless|but not|and not|if|not (?:the|task|#?\d+)|older than|newer than)\b/;

const ids = (numbers: readonly number[]): Reference => {
  const unique = [...new Set(numbers)].slice(0, LIMITS.bulk.max);
  const [only] = unique;
  return unique.length === 1 && only !== undefined ? { kind: 'id', id: only } : { kind: 'ids', ids: unique };
};

const RANGE_OR_NUMBER = new RegExp(
  `#?(?<from>\\d{1,9})(?:-| (?:to|thr(?:ough|u)|till|until|up ?to) )#?(?<to>\\d{1,9})|(?<!\\S)(?<one>${NUMBER_WORD})(?!\\S)`,
  'g',
);

/** The numbers of a range; null when there is none such, or too many. */
const numbersTo = <T>(first = '', last = '', found: (numbers: number[]) => T): T | null => {
  const [from, to] = [readNumber(first), readNumber(last)];
  return from === null || to === null || to < from || to - from >= LIMITS.bulk.max
    ? null
    : found(Array.from({ length: to - from + 1 }, (_, index) => from + index));
};

const readIds = (said: string): Reference | null => {
  const id = ID.exec(said)?.groups;
  if (id !== undefined) {
    const number = readNumber(id.number ?? id.glued ?? id.bare ?? '');
    return number === null ? null : { kind: 'id', id: number };
  }
  const range = ID_RANGE.exec(said)?.groups;
  if (range !== undefined) return numbersTo(range.from, range.to, ids);
  if (!IDS.test(said)) return null;
  // "2-4 and 7"
  const parts = [...said.matchAll(RANGE_OR_NUMBER)].map(({ groups }) =>
    groups?.to === undefined
      ? [readNumber(groups?.one ?? '') ?? 0]
      : numbersTo(groups.from, groups.to, (numbers) => numbers),
  );
  return parts.some((part) => part === null)
    ? null
    : ids(parts.flatMap((part) => part ?? []).filter((id) => id > 0));
};

const ordinal = (position: number | 'middle'): Reference => ({ kind: 'ordinal', position });

/** What stands at the place of a list that an ordinal says. */
export const atPosition = <T>(list: readonly T[], position: number | 'middle'): T | undefined =>
  position === 'middle'
    ? list.length % 2 === 1
      ? list[(list.length - 1) / 2]
      : undefined
    : list.at(position > 0 ? position - 1 : position);

const readOrdinals = (said: string): Reference[] => {
  if (ORDINAL_FROM_END.test(said)) return [ordinal(-2)];
  const one = ORDINAL.exec(said)?.groups?.word;
  if (one !== undefined) return [ordinal(readOrdinal(one))].filter(isPosition);
  const few = FIRST_FEW.exec(said)?.groups;
  if (few !== undefined) {
    const side = Number(readOrdinal(few.side ?? ''));
    return Array.from({ length: readNumber(few.count ?? '') ?? 0 }, (_, index) =>
      ordinal(side + Math.sign(side) * index),
    );
  }
  if (!SEVERAL_ORDINALS.test(said)) return [];
  const word = new RegExp(`^(?:${ORDINAL_WORD})$`);
  return said
    .split(' ')
    .filter((part) => word.test(part))
    .map((part) => ordinal(readOrdinal(part)))
    .filter(isPosition);
};

const isPosition = (reference: Reference): boolean =>
  reference.kind === 'ordinal' && reference.position !== 0;

const ALL =
  /^(?:everything|all|all the lot|the whole lot|all of it|the lot|every single one|(?:(?:my|the|this|that) (?:whole |entire |full )?|whole |entire |full )(?:list|to ?do list|task list|todos|tasks)(?: clean| completely| empty)?)$/;
const ALL_DONE =
  /^(?:(?:all|the|my|everything) )*(?:that is |already )*(?:completed|finished|done)(?: (?:ones|stuff|items|things))?$/;
const BEGINS_WITH_ALL = /^(?:all|every|each|everything|any(?:thing| and all)? (?=\S)|both|whatever)\b/;
const PLURAL = new RegExp(`\\b(?:${TASKS}|ones|everything|lists)\\b`);

/** Of titles only, and of no tag, day or status. */
const wordsAre = (said: string, context: Context): boolean =>
  context.tags?.some((tag) => said.split(' ').includes(tag.toLowerCase())) !== true &&
  /\b(?:about|with|for|to|the|of)\b/.test(said);

/** "all completed tasks", "my overdue tasks"; null when one is meant, or when it cannot be said which are. */
const readAll = (phrase: Phrase, context: Context): Reference | 'unclear' | null => {
  const said = seen(phrase);
  if (ALL.test(said)) return { kind: 'all', status: 'all' };
  if (ALL_DONE.test(said)) return { kind: 'all', status: 'completed' };
  const every = BEGINS_WITH_ALL.test(said);
  if (!every && !PLURAL.test(said)) return null;
  if (EXCEPTION.test(said)) return 'unclear';
  // "both ask about tasks": words that several titles have.
  const [, shared = ''] =
    /^(?:both|all|every|each)(?: of)?(?: (?:the|my))? (\S.*?) (?:tasks|ones|todos|items|things)$/.exec(
      said,
    ) ?? [];
  const having = (context.titles ?? []).filter((title) => shared !== '' && isTitle(shared, [title]));
  if (having.length > 1 && wordsAre(shared, context))
    return { kind: 'all', status: 'all', filter: { q: shared } };
  const found = readFilter(phrase, context);
  if (found === null) return 'unclear';
  const { status, filter, rest } = found;
  if (rest === '') {
    if (!every && !hasFilter(found) && !/^(?:my|the|all)\b/.test(said)) return null;
    return { kind: 'all', status, ...(hasFilter({ status: 'all', filter }) ? { filter } : {}) };
  }
  if (!every) return null;
  // "all meeting tasks": one or two words beside the noun are words to look for, more are a condition not understood.
  const titles = context.titles ?? [];
  const plural =
    PLURAL.test(said) ||
    (titles.length > 0 && (/s$/.test(rest) || (/^(?:every|each|any) /.test(said) && isTitle(rest, titles))));
  if (rest.split(' ').length > 2 || filter.q !== undefined || !plural) return 'unclear';
  // "both the home quotes": a tag, and a word to look for.
  const tag =
    filter.tag === undefined
      ? context.tags?.find((one) => rest.startsWith(`${one.toLowerCase()} `))
      : undefined;
  const q = (tag === undefined ? rest : rest.slice(tag.length + 1)).replace(
    PLURAL.test(said) ? /^$/ : /s$/,
    '',
  );
  return { kind: 'all', status, filter: { ...filter, ...(tag === undefined ? {} : { tag }), q } };
};

const NEWEST =
  /^(?:the |my )?(?:very )?(?:(?:newest|latest|most recent|most recently added)(?: (?:one|task|todo|item|entry))?|(?:last|latest)(?: (?:one|task|todo|item|entry))? (?:that )?(?:i|you|we) (?:have )?(?:just )?(?:added|created|made|put (?:in|on)|entered|wrote))(?: (?:on|in|of) (?:my |the )?list)?$/;
const OLDEST =
  /^(?:the |my )?(?:very )?(?:oldest|earliest added)(?: (?:one|task|todo|item|entry))?(?: (?:on|in|of) (?:my |the )?list)?$/;
const ONE_THING = new RegExp(`^(?:the|my|that) .*\\b(?:${TASK}|one|thing)\\b`);

/** "the one tagged home", "the overdue task", "the oldest one"; null when words of a title are said, or none of these. */
const readOne = (phrase: Phrase, context: Context): Reference | null => {
  const said = seen(phrase);
  const edge = NEWEST.test(said) ? 'newest' : OLDEST.test(said) ? 'oldest' : undefined;
  if (edge !== undefined) return { kind: 'one', status: 'all', filter: {}, edge };
  if (!ONE_THING.test(said) || / other /.test(` ${said} `) || PLURAL.test(said) || EXCEPTION.test(said))
    return null;
  const found = readFilter(phrase, context);
  // "the name tag one" names a tag only where there is such a one.
  const { tag } = found?.filter ?? {};
  if (tag !== undefined && / tag (?:one|task)$/.test(said) && !context.tags?.includes(tag)) return null;
  return found !== null && found.rest === '' && found.filter.q === undefined && hasFilter(found)
    ? { kind: 'one', status: found.status, filter: found.filter }
    : null;
};

const AT_THE_END =
  / (?:again|now|too|instead|already|please|as well|after all|for me|thanks|thank you|right now|right away|immediately|completely|entirely|altogether|away|ok|okay|permanently|forever|for good|for ever|once and for all)$/;
/** Why it may go. */
const REASON =
  /(?<=\S) (?:(?:it |that |which )?(?:is |are )?(?:not|no longer) (?:needed|required|necessary|relevant|wanted)(?: any ?more| now)?|(?:because|cause|cos|coz) .*|(?:as|since) (?:i|we|it|he|she|they) .*)$/;
const OF_MY_LIST = new RegExp(
  ` (?:from|off|off of|on|in|of) (?:mine|there|here|(?:my |the |our |this )?${LIST_NAME})$`,
);
const BEFORE_TITLE = new RegExp(
  `^(?:(?:the|my|our|that|this|a|an|deleted|completed|finished|pending) )*(?:(?:status|state|progress) (?:of|for) (?:the |my )?)?(?:(?:${TASK}|one|thing) )?(?:(?:that is |which is )?(?:called|named|titled|labell?ed|entitled|saying|that says|which says|about|regarding|where i|that i) |(?<=(?:${TASK}|one|thing) )(?:to|with|for|of|number) )?(?:(?:the|my|a) (?=\\S))?`,
);
const AFTER_TITLE = new RegExp(` (?:${TASK}|one)$`);
const AROUND_QUOTE =
  /^(?:the|my|our|that|this|task|todo|item|entry|reminder|note|called|named|titled|one|with|title|about|saying|says|to|from|list|it)$/;

/**
 * Which tasks a phrase means. Empty when it names none; `unclear` when it means several but cannot be said which, as
 * with "all tasks but the first": then nothing may be done.
 */
export const readReferences = (given: Phrase, context: Context): readonly Reference[] | 'unclear' => {
  // "both the cake and the orchids"
  const whole = dropStart(
    trimMarks(given),
    /^both (?=.* and )|^(?:just|only) (?=(?:that|this) one\b|it\b|(?:task |number )?#?\d)|^(?:both|all) (?:of )?(?=(?:the )?(?:first|last|top|bottom) )/,
  );
  const phrase = trimMarks(
    dropEnd(dropEnd(dropEnd(dropEnd(trimMarks(whole), REASON), AT_THE_END), OF_MY_LIST), AT_THE_END),
  );
  const said = seen(phrase);
  if (said === '' || NOBODY_IN_PARTICULAR.test(said)) return [];
  if (EITHER.test(said) && (IDS.test(said) || SEVERAL_ORDINALS.test(said) || said.startsWith('either ')))
    return 'unclear';
  if (PART_OF_THEM.test(seen(whole))) return [];
  const numbers = readIds(said);
  if (numbers !== null) return [numbers];
  const ordinals = readOrdinals(said);
  if (ordinals.length > 0) return ordinals;
  if (OTHER.test(said)) return [{ kind: 'other' }];
  if (REST.test(said)) return [{ kind: 'rest' }];
  if (IT.test(said)) return [{ kind: 'it' }];
  if (THEM.test(said)) return [{ kind: 'them' }];
  const one = readOne(phrase, context);
  if (one !== null) return [one];
  // Who says the lot means it: the words about the list are part of it.
  const all = readAll(/^(?:everything|all)$/.test(said) ? phrase : trimMarks(whole), context);
  if (all === 'unclear') return 'unclear';
  if (all !== null) return [all];
  if (
    EXCEPTION.test(said) &&
    /\b(?:except|but not|all but|unless|if|not (?:the|task|#?\d+))\b/.test(said) &&
    namesTask(phrase)
  )
    return 'unclear';
  // "the candles and the car", "milk n eggs"
  const named = splitAt(phrase, (token) => /^(?:and|n|&|also|plus)$/.test(token.seen) || token.seen === '');
  if (named.length > 1 && context.titles !== undefined) {
    const titles = named.map((part) => readTitle(part, context)[0]);
    if (titles.every((part) => part?.kind === 'title' && isTitle(part.text, context.titles ?? [])))
      return titles.flatMap((part) => part ?? []);
  }
  const several = splitAt(
    phrase,
    (token, index) =>
      token.seen === 'and' &&
      BEGINS_A_REFERENCE.test(seen({ ...phrase, tokens: phrase.tokens.slice(index + 1) })),
  );
  if (several.length > 1) {
    const each = several.map((part) => readReferences(part, context));
    return each.some((part) => part === 'unclear')
      ? 'unclear'
      : each.flatMap((part) => (part === 'unclear' ? [] : part));
  }
  return readTitle(phrase, context);
};

const BEGINS_A_REFERENCE = new RegExp(`^(?:(?:the|my) \\S|Q$|Q\\b|${TASK} #?\\d)`);

/** "the meeting on friday" is a meeting that is due then: its title hardly says so. */
const withoutDue = (text: string, context: Context): string => {
  const found = findDue(text, context);
  return found === null ? text : without(text, found.spans) || text;
};

const readTitle = (phrase: Phrase, context: Context): Reference[] => {
  const quote = onlyQuote(phrase, AROUND_QUOTE);
  const text = quote ?? withoutDue(words(dropEnd(dropStart(phrase, BEFORE_TITLE), AFTER_TITLE)), context);
  const bare = (text.trim() === '' ? raw(phrase) : text).trim();
  return bare === '' ? [] : [{ kind: 'title', text: firstCodePoints(bare, LIMITS.query.max) }];
};
