import { readWholeWhen } from '../dates/find-due.js';
import { readLevel } from '../filter.js';
import type { Changes, Context, Intent, Reference } from '../intent.js';
import { dropEnd, hasQuote, markAt, onlyQuote, trimMarks, words } from '../phrases.js';
import { type Phrase, phraseOf, raw, seen, slice } from '../sentence.js';
import { cleanTitle } from '../title.js';
import { clears, readChangeParts } from './change-parts.js';
import type { Rule } from './rule.js';
import { forTargets, isExplicit, isKnown } from './target.js';

/** Changes that name the field which they are of: its name, its date, its tag, its priority. Looked for before lists. */

const id = (number: number) => ({ kind: 'id', id: number }) as const;
const update = (target: Reference, changes: Changes): Intent => ({ intent: 'update', target, changes });
const updateAll = (target: Phrase, context: Context, changes: Changes): readonly Intent[] =>
  forTargets(target, context, 'update', (reference) => update(reference, changes));

const NAME = '(?:name|title|text|wording|heading)';
const DATE = '(?:due date|due day|deadline|due|date|day)';
const TAG = '(?:tag|label)';
const LEVEL = '(?<level>high(?:est)?|top|medium|normal|low(?:est)?|urgent|important)(?:[- ]priority)?';
const WANT = '(?:(?:i|we) (?:would )?(?:want|like|need|prefer|love|have)(?: to have)?)';
const MUST = '(?:should|must|shall|has to|needs to|ought to|is to|will|can)';
const ANY_MORE = '(?: any ?more| any longer| now| after all)?';

/** Without the mark behind a label, and what is quoted without its quotes. */
const titleOf = (value: Phrase): string => {
  const bare = dropEnd(trimMarks(value), /(?<=\S) (?:now|instead|from now on|please)$/);
  return cleanTitle(onlyQuote(bare, /^$/) ?? words(bare));
};

const whenOf = (phrase: Phrase): string =>
  words(trimMarks(phrase)).replace(/^(?:to|on|due|for|at)\s+(?=\D)/i, '');

const tagOf = (phrase: Phrase): string => words(trimMarks(phrase)).replace(/^#|^["'‘“]|["'’”]$/g, '');

/** "task 3: call mum", "the rent task friday": which task, and what is said of it behind a mark or behind its name. */
const splitValue = (
  rest: Phrase,
  context: Context,
  fits: (value: Phrase) => boolean = () => true,
): { target: Phrase; value: Phrase } | null => {
  const mark = rest.tokens.findIndex((_, index) => [':', '-', '–', '→'].includes(markAt(rest, index)));
  const places = mark > 0 ? [mark] : rest.tokens.map((_, index) => index);
  for (const at of places) {
    const [target, value] = [trimMarks(slice(rest, 0, at)), trimMarks(slice(rest, at))];
    if (
      target.tokens.length > 0 &&
      value.tokens.length > 0 &&
      isExplicit(target, context) &&
      isKnown(target, context) &&
      fits(value)
    )
      return { target, value };
  }
  return null;
};

/** A sentence that goes on behind a mark has more than a value in it. */
const isOne = (phrase: Phrase): boolean => !/[,;.!?:]\s/.test(raw(trimMarks(phrase)));

export const FIELDS: readonly Rule[] = [
  {
    name: 'the name',
    short: true,
    patterns: [
      `(?:the |a |its )?(?:new )?${NAME} (?:of|for|on) {target} (?:is|was|${MUST} be|becomes|to be)(?: now)? {value}`,
      `(?:the |a )?new ${NAME} (?:of|for|on) {rest}`,
      '(?:make|have|let) {target} (?:say|read|be called|be named) {value}',
      `${WANT} {target} (?:to )?(?:be called|be named|be renamed(?: to)?|say|read) {value}`,
      `${WANT} {target} to be (?<value>Q)`,
      `{target!} (?:is|gets|was|${MUST} be|${MUST} get) (?:now |actually |really )?(?:called|named|renamed(?: to| as)?|retitled(?: to| as)?|titled) {value}`,
      `(?:give|assign) {target} (?:the|a) (?:new )?${NAME}(?: of)? {value}`,
      `(?:replace|swap|exchange|change|correct|rewrite|update|fix|edit|set|alter) (?:the )?${NAME} (?:of|for|on) {target} (?:to|with|by|for|as|into|from) {value}`,
      '(?:rewrite|reword|rephrase|reformulate) {target} (?:as|to|into) {value}',
      '(?:<rename>|call) {target} (?<value>Q) (?:from now on|instead|now)',
    ],
    read: (slots, context) => {
      const split = splitValue(slots('rest'), context);
      const value = split?.value ?? slots('value');
      const title = titleOf(value);
      const target = trimMarks(split?.target ?? slots('target'));
      // "swap the title of the call to mum for 'x'"
      if (hasQuote(value) && onlyQuote(trimMarks(value), /^(?:now|instead|please)$/) === null) return null;
      return title === '' || !isExplicit(target, context) || !isOne(target) || !isOne(value)
        ? null
        : updateAll(target, context, { title });
    },
    examples: [
      ['the name of task 3 should be call mum', update(id(3), { title: 'Call mum' })],
      ['new title for task 3: call mum', update(id(3), { title: 'Call mum' })],
      ['make task 3 say call mum', update(id(3), { title: 'Call mum' })],
      ['I want task 3 to be called call mum', update(id(3), { title: 'Call mum' })],
      ['task 3 needs to be renamed to call mum', update(id(3), { title: 'Call mum' })],
    ],
  },
  {
    name: 'no date',
    short: true,
    patterns: [
      `(?:strip|take|pull|knock|wipe|rub|remove|delete|drop|clear|lose|cut|erase) (?:the |its |any )?${DATE} (?:from|off|of|on|out of|frm) {target}`,
      'make {target} (?:undated|dateless|open-ended)',
      `(?:leave|keep|let|have|make|put|set) {target} (?:have |be )?(?:with no|without(?: an?| any)?|no) ${DATE}`,
    ],
    read: (slots, context) =>
      isExplicit(slots('target'), context) && isOne(slots('target'))
        ? updateAll(slots('target'), context, { due: null })
        : null,
    examples: [
      ['strip the date from task 3', update(id(3), { due: null })],
      ['leave task 3 without a date', update(id(3), { due: null })],
    ],
  },
  {
    name: 'a part that is not needed',
    short: true,
    patterns: ['(?:(?:i|we) )?(?:do not|no longer) (?:want|need) {rest}'],
    read: (slots, context) => {
      const found = readChangeParts(
        phraseOf(`no ${seen(slots('rest')).replace(/^(?:an?|any|the) /, '')}`),
        context,
      );
      return found !== null && clears(found.changes) && isKnown(found.target, context)
        ? updateAll(found.target, context, found.changes)
        : null;
    },
    examples: [["I don't need a time on task 3", update(id(3), { noTime: true })]],
  },
  {
    name: 'one tag less',
    short: true,
    patterns: [
      `(?:untag|unlabel|strip) {target} (?<tags>#\\S+)`,
      `{target!} (?:does not (?:need|want)|no longer needs|should not have|must not have) (?:the |its |a )?${TAG} (?<tags>\\S+)${ANY_MORE}`,
      `(?:lose|strip|take|take away|remove|drop) (?:the )?(?<tags>\\S+) ${TAG} (?:on|from|off|of) {target}`,
    ],
    read: (slots, context) => {
      const tag = tagOf(slots('tags'));
      return /^(?:|the|a|its|that|any|all)$/i.test(tag) || !isExplicit(slots('target'), context)
        ? null
        : updateAll(slots('target'), context, { removeTags: [tag] });
    },
    examples: [
      ['untag task 3 #home', update(id(3), { removeTags: ['home'] })],
      ['task 3 no longer needs the tag home', update(id(3), { removeTags: ['home'] })],
    ],
  },
  {
    name: 'one tag more',
    short: true,
    patterns: [
      `(?:set|make|change|update) (?:the )?${TAG} (?:of|on|for) {target} (?:to|as) (?<tags>\\S+)`,
      `{target!} (?:belongs to|belongs in|goes under|goes in|falls under|is part of|counts as|is|gets) (?<tags>#\\S+)`,
      `${WANT} {target} (?:to be )?(?:tagged|labell?ed) (?:(?:as|with) )?(?<tags>\\S+)`,
      `(?:the |a )?(?:new )?(?<tags>\\S+) ${TAG} (?:for|on) {target}`,
    ],
    read: (slots, context) => {
      const split = splitValue(slots('rest'), context);
      if (split !== null && split.value.tokens.length === 1)
        return updateAll(split.target, context, { addTags: [tagOf(split.value)] });
      const tag = tagOf(slots('tags'));
      return tag === '' ||
        /^(?:the|a|an|new|remove|add|which|what|no|my|delete)$/i.test(tag) ||
        / from /.test(seen(slots('target'))) ||
        !isExplicit(trimMarks(slots('target')), context)
        ? null
        : updateAll(trimMarks(slots('target')), context, { addTags: [tag] });
    },
    examples: [
      ['task 3 belongs to #home', update(id(3), { addTags: ['home'] })],
      ["I'd like task 3 tagged as home", update(id(3), { addTags: ['home'] })],
    ],
  },
  {
    name: 'a level for it',
    short: true,
    patterns: [
      `(?:drop|downgrade|upgrade|raise|lower|demote|promote|bump|lift|reduce|increase|treat|assign|put|knock|take|cut|bring|push|get|set|move) {target} (?:down |up )?(?:(?:to|as|at|with|a|on) )*${LEVEL}`,
      `${WANT} {target} (?:at|with|to be|on|as) (?:a )?${LEVEL}`,
      `{target!} (?:has become|became|becomes|is getting|turned) (?:very |really |quite |pretty )?${LEVEL}`,
    ],
    read: (slots, context, clause) => {
      const priority = readLevel(seen(slots('level')).replace(/[- ]?priority$/, ''));
      const first = /^(?:high|top|medium|normal|low|urgent|important)/.test(seen(clause));
      // "high prio: the passport task"
      if (
        first &&
        !(/priority/.test(seen(slots('level')) + seen(clause).split(' ')[1]) && /^[^:]*:/.test(raw(clause)))
      )
        return null;
      const target = trimMarks(slots('target'));
      return priority === null || !isKnown(target, context) ? null : updateAll(target, context, { priority });
    },
    examples: [['drop task 3 to low priority', update(id(3), { priority: 'low' })]],
  },
  {
    name: 'a day for it',
    short: true,
    patterns: [
      '{when} (?:(?:would|will|might) (?:be|work|suit)|is|works|suits|fits)(?: (?:much|a lot|far|way))?(?: (?:better|best|fine|easier|good))? (?:for|with) {target}',
      `(?:the |a )?new (?:${DATE}|time|slot) (?:for|of|on) {rest}`,
      `(?:change|update|set|correct|fix) (?:the |its )?(?:${DATE}|time) (?:for|of|on) {rest}`,
      `(?:update|change|set) {rest}`,
      '(?:let|have|make) {target} (?:start|begin|happen) (?:at|on) {when}',
      '{target!} (?:(?:should|must|will|now) )*(?:starts?|begins?|takes? place|happens?) (?:now )?(?:at|on) {when}',
      '{target!} (?:is|are) not (?:due |on |for |at )?{old} (?:but|it is|its) {when}',
      '(?:<change>|update|change) {target} due {when}',
    ],
    read: (slots, context) => {
      const fits = (value: Phrase): boolean => readWholeWhen(whenOf(value), context) !== null;
      const split = splitValue(slots('rest'), context, fits);
      if (slots('rest').tokens.length > 0 && split === null) return null;
      const target = trimMarks(split?.target ?? slots('target'));
      const said = whenOf(split?.value ?? slots('when'));
      const when = isKnown(target, context) ? readWholeWhen(said, context) : null;
      const old = words(slots('old'));
      // Only a date stands against another.
      if (old !== '' && readWholeWhen(old, context) === null && readWholeWhen(`on ${old}`, context) === null)
        return null;
      return when === null ? null : updateAll(target, context, when);
    },
    examples: [
      ['friday works better for task 3', update(id(3), { due: { on: '2026-03-06', time: null } })],
      ['new date for task 3: friday', update(id(3), { due: { on: '2026-03-06', time: null } })],
    ],
  },
];
