import { LIMITS } from '@todo/contracts';
import { findDue, readWholeWhen, toWhen, type When } from '../dates/find-due.js';
import { readShift } from '../dates/shift.js';
import { readLevel } from '../filter.js';
import type { Changes, Context, Intent, Question, Reference } from '../intent.js';
import { readTaskWords, type TaskWords, takeDetails } from '../new-task.js';
import { dropStart, hasQuote, markAt, onlyQuote, splitAt, trimMarks, unquote, words } from '../phrases.js';
import { without } from '../quick-add.js';
import { type Phrase, phraseOf, raw, seen, slice } from '../sentence.js';
import { cleanTitle, shorten } from '../title.js';
import { isPast, isTitle, strangers, tellsOfDeed, toldTitles } from '../titles.js';
import { anyOf, GROUPS } from '../vocabulary.js';
import { clears, readChangeParts } from './change-parts.js';
import type { Rule } from './rule.js';
import { forTargets, isExplicit, isKnown } from './target.js';

const id = (number: number) => ({ kind: 'id', id: number }) as const;
const title = (text: string) => ({ kind: 'title', text }) as const;
const update = (target: Reference, changes: Changes): Intent => ({ intent: 'update', target, changes });
const updateAll = (target: Phrase, context: Context, changes: Changes): readonly Intent[] =>
  forTargets(target, context, 'update', (reference) => update(reference, changes));
const asked = (asks: Question): Intent => ({ intent: 'unclear', about: 'update', asks });

const LEVEL = '(?:high(?:est)?|top|medium|normal|low(?:est)?|urgent|important)';
const DUE = '(?:due date|due day|due time|deadline|due|date|time)';
const DESCRIPTION = '(?:description|notes?|details?|comment)';
const DONE: ReadonlySet<string> = new Set(GROUPS.done);
const NOT_DONE: ReadonlySet<string> = new Set(GROUPS.not_done);

const level = (phrase: Phrase) => readLevel(seen(phrase).replace(/[- ]?priority$/, ''));

/** Marks in front of words that say which tag: "#home", "the tag home", "home and work". */
const readTags = (phrase: Phrase): string[] => {
  const tags = splitAt(
    phrase,
    (token) => token.seen === 'and' || (token.kind === 'mark' && token.seen === ''),
  )
    .flatMap((part) => (onlyQuote(part, /^$/) ?? words(part)).split(/\s+(?=#)/))
    .map((tag) =>
      tag
        .replace(/^#/, '')
        .replace(/\s+(?:as well|too|also|please|instead|again)$/i, '')
        .trim(),
    )
    .filter(
      (tag, index) =>
        // "tag it home, and bin the laptop": another wish.
        (index === 0 || !/\s/.test(tag)) &&
        !/^(?:|the|a|all|its|any|my|that|this|\d+)$/i.test(tag) &&
        !/\s(?:with|as|to|and)\s/i.test(tag) &&
        [...tag].length <= LIMITS.tag.max,
    );
  return [...new Set(tags)].slice(0, LIMITS.tags.max);
};

const changesOf = ({ due, priority, tags, description }: TaskWords): Changes => ({
  ...(due === null ? {} : { due }),
  ...(priority === null ? {} : { priority }),
  ...(tags.length === 0 ? {} : { addTags: tags }),
  ...(description === undefined ? {} : { description }),
});

const FIELD =
  /^(?:(?:the|its|my|a|new) )*(?:due date|due day|deadline|due|date|day|time|priority|tag|label|title|name|description|status)$/;

/** What comes after "change task 3 to": words in quotes are always a title. */
const readValue = (target: Phrase, value: Phrase, context: Context): readonly Intent[] | null => {
  const quote = onlyQuote(value, /^(?:say|read|be|the|title|as|just)$/);
  const text = words(value);
  if (quote === null && !hasQuote(value)) {
    const said = seen(value).replace(/^(?:be |a |an |the )+/, '');
    if (DONE.has(said))
      return forTargets(target, context, 'complete', (reference) => ({
        intent: 'complete',
        target: reference,
      }));
    if (NOT_DONE.has(said))
      return forTargets(target, context, 'complete', (reference) => ({
        intent: 'reopen',
        target: reference,
      }));
    const priority = level(phraseOf(said));
    if (priority !== null) return updateAll(target, context, { priority });
    const when = readWholeWhen(text, context);
    if (when !== null) return updateAll(target, context, when);
    const shift = readShift(seen(value));
    if (shift !== null) return updateAll(target, context, { shift });
    const detail = readTaskWords(text, context);
    const others = detail.rest
      .split(/[\s,.]+/)
      .filter((word) => !/^(?:and|be|an?|the|due|to|on|)$/i.test(word));
    if (Object.keys(changesOf(detail)).length > 0 && others.length === 0)
      return updateAll(target, context, changesOf(detail));
  }
  if (quote !== null) return updateAll(target, context, { title: cleanTitle(quote) });
  // "mark the suit as picked up"
  const deed = (context.titles ?? []).find((one) => isTitle(raw(target), [one]) && tellsOfDeed(text, one));
  if (deed !== undefined && strangers(text, deed) === 0)
    return forTargets(target, context, 'complete', (reference) => ({
      intent: 'complete',
      target: reference,
    }));
  // "set that as the due date" gives a name of a field, and no value for it.
  if (FIELD.test(seen(value))) return [asked('what')];
  const { text: rest, changes } = takeDetails(text, context);
  const next = cleanTitle(rest);
  return next === '' ? null : updateAll(target, context, { ...changes, title: next });
};

/** The words that say when are taken out of the rest, which says what. */
const splitWhen = (rest: Phrase, context: Context): { target: Phrase; when: When } | null => {
  const text = raw(rest);
  const found = findDue(text, context);
  if (found === null) return null;
  const left = without(text, found.spans).replace(AROUND_WHEN_BEFORE, '').replace(AROUND_WHEN, '');
  return { target: phraseOf(left), when: toWhen(found) };
};

/** "to 7" of a task is an hour. */
const readHour = (when: Phrase, target: Phrase, context: Context): When | null =>
  /^\d{1,2}$/.test(words(when)) && isKnown(target, context)
    ? readWholeWhen(`at ${words(when)}`, context)
    : null;

/** What is left of "the slides are now due to", "the dentist got moved to". */
const AROUND_WHEN =
  /(?:[\s,:]+(?:to|for|on|until|till|by|as|at|from|due|is|are|was|were|be|been|has|have|got|now|instead|moved|pushed|postponed|rescheduled|delayed|shifted|back|forward|out|on|off|in|it|same time|should|must|needs|->|=>|→|–|-))+$/i;
const AROUND_WHEN_BEFORE = /^(?:to|for|on|by|the|now)\s+(?=to\s)/i;

/** Something to do, and no change of a task. */
const DEED_FIRST =
  /^(?:buy|call|pay|email|write|clean|book|send|get|pick|wash|visit|meet|order|return|read|do|go|text|ask|tell|take|have|finish)\b/;
/** "can't do the contract today" says when not. */
const CANNOT = /^(?:(?:i|we) )?(?:can|could|will|would|do|did|must|should) not (?!wait)\b/;
/** "the cake has to be ordered by tomorrow" tells of no deed that is done. */
const OUGHT = / (?:should|must|has to|have to|needs to|need to|ought to) (?:be|get) /;
/** "it can wait till friday" */
const IT_CAN =
  /^(?:it|that|this)(?: one)? (?:can wait|can be|could|may|must|should|has to|needs to|will have to)\b/;
/** "set to normal" */
const SET_TO = /^(?:set|make|change|put|lower|raise|switch|bump|drop) (?:to|back to|down to|up to) (?!do\b)/;
const REMOVES_FIRST = /^(?:delete|remove|erase|drop|cancel|scrap|bin|trash|clear|get rid of)\b/;
const TELLS_OR_ASKS =
  /^(?:what|when|where|who|why|how|which|is|are|did|do you|does|was|were|will|if|after|before|done|he|she|they|(?:i|we)(?! (?:would rather|would prefer|prefer|want|can only|will|need|could use)\b))\b/;
const RENAMES = /^(?:rename|retitle|reword)\b|\b(?:reads?|says?) Q/;
/** "set up a task called X for friday" is a new one. */
const NEW_ONE = /\b(?:an?|another|one|new)(?: new)? (?:task|todo|reminder|item|entry)\b/;
/** Which are meant is read by other rules. */
const SEVERAL = /\b(?:all|every|each|everything|tasks|todos|both|them|those|these|ones)\b/;
const ADDS_FIRST =
  /^(?:add|create|new|note|write|jot|record|remind|remember|need|have to|got to|must|todo|schedule)\b/;
const CHANGES_FIRST =
  /^(?:do (?=(?:it|that|this)\b)|(?:move|put|set|make|change|switch|shift|push|bump|bring|reschedule|postpone|delay|mark|flag|tag|label|give|raise|lower|drop|remove|take|clear)\b)/;

/** Whether the clause tells that the deed of the title is done: "paid the rent today". */
const tellsOf = (clause: Phrase, target: Phrase, { titles = [] }: Context): boolean =>
  titles.some(
    (title) =>
      (isTitle(raw(target), [title]) && tellsOfDeed(raw(clause), title)) ||
      // "patched the mail server this morning" of "Mail server patch"
      (isPast(clause.tokens[0]?.seen ?? '') && toldTitles(raw(clause), [title]).length > 0),
  );

/** "bring the rent forward to the 30th" without what only says that something moves. */
const withoutMoveWords = (clause: Phrase): Phrase => {
  const text = raw(clause)
    .replace(/^\s*(?:bring|pull|put|set|change|switch|schedule|plan|book|give|get|do|have|make|move)\s+/i, '')
    .replace(
      /^(?:the |a |its )?(?:due date|date|day|deadline|time|hour|moment|postpone|postponement)(?: of| for)?\s+/i,
      '',
    )
    .replace(/\s(?:forward|up|back)\b/i, '');
  return phraseOf(text);
};

/** Looked for before lists, which begin with the same word. */
export const UNTIL_WHEN: readonly Rule[] = [
  {
    name: 'until when',
    short: true,
    patterns: ['(?:give|allow|leave|get|grant) (?:me|us) (?:until|till|to|up to) {when}'],
    read: (slots, context) => {
      const when = readWholeWhen(words(slots('when')), context);
      return when === null ? null : update({ kind: 'it' }, when);
    },
    examples: [['give me until friday', update({ kind: 'it' }, { due: { on: '2026-03-06', time: null } })]],
  },
];

const DAY = "(?<day>today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:'s)?";
const THINGS = '(?:tasks?|todos|things|stuff|items|ones|plans|jobs|list)';
const LOT = `(?:(?:all|everything|every|each|whatever|what|anything|the rest|both|of|the|my|our|${THINGS}) )+`;
/** "everything from today", "tomorrow's tasks", "all of friday", "what is due today" */
const OF_A_DAY = `(?:${LOT}(?:(?:that|which|i|we|is|are|was|have|has|had|got|due|planned|scheduled|left|on|from|for|of|list|my|plate) )*${DAY}(?: ${THINGS})?|(?:the |my |all )*${DAY.replace('day>', 'whose>')} ${THINGS})`;
const MOVING = `(?:${anyOf(GROUPS.move)}|put|take|bring|make|set|change|have|get|transfer|(?:the )?(?:due )?(?:dates?|days?) (?:of|for)|shove|slide|kick|roll|carry)`;

/** Looked for in the whole message too: "everything that is on friday, move it to monday". */
export const DAY_MOVES: readonly Rule[] = [
  {
    name: 'what is due on a day to another',
    short: true,
    patterns: [
      `(?:${MOVING} )*${OF_A_DAY}(?: (?:i|we) (?:have|had|planned|wanted to do))?(?: (?:to|until|till|on|onto|for|by|over|goes|go|move|push|put|shift|postpone|should|must|be|moves|is|are|it|them|that|all|can|could|may|wait))* {when}`,
      '(?:push|shift|move|postpone|reschedule) (?<day>today|tomorrow) (?:to|until|till) {when}',
    ],
    read: (slots, context, clause) => {
      const [from, to] = [slots(slots('day').tokens.length > 0 ? 'day' : 'whose'), slots('when')].map((day) =>
        readWholeWhen(words(day).replace(/['’]s$/i, ''), context),
      );
      // "bring everything from saturday forward one day"
      const moved = readShift(seen(slots('when')).replace(/^(forward|back) (?:by )?(.+)$/, '$2 $1'));
      const shift =
        moved !== null && /\b(?:bring|pull|forward)\b/.test(seen(clause))
          ? { ...moved, count: -Math.abs(moved.count) }
          : moved;
      return from?.due == null ||
        (to == null && shift === null) ||
        /\?\s*$/.test(raw(slots('when'))) ||
        /^(?:what|all|everything|whatever)\b.*\?\s*$/i.test(clause.text)
        ? null
        : update(
            { kind: 'all', status: 'pending', filter: { on: from.due.on } },
            to ?? (shift === null ? {} : { shift }),
          );
    },
    examples: [
      [
        "push tomorrow's tasks to friday",
        update(
          { kind: 'all', status: 'pending', filter: { on: '2026-03-05' } },
          { due: { on: '2026-03-06', time: null } },
        ),
      ],
      [
        'postpone everything from today until monday',
        update(
          { kind: 'all', status: 'pending', filter: { on: '2026-03-04' } },
          { due: { on: '2026-03-09', time: null } },
        ),
      ],
    ],
  },
];

/** Looked for before lists, which they look like. */
export const NO_LISTS: readonly Rule[] = [
  {
    name: 'all of them to a day',
    short: true,
    patterns: [
      '(?<all>(?:all|everything|every|each|(?:the |my )?(?:overdue|late)) .+?)(?<! that| which) (?:(?<!due )to|until|(?:is|are) (?:now )?(?:for|on)) {when}',
    ],
    read: (slots, context, clause) => {
      const when = /\?\s*$/.test(clause.text) ? null : readWholeWhen(words(slots('when')), context);
      return when === null || !isExplicit(slots('all'), context)
        ? null
        : updateAll(slots('all'), context, when);
    },
    examples: [
      [
        'overdue ones to friday',
        update(
          { kind: 'all', status: 'pending', filter: { due: 'overdue' } },
          { due: { on: '2026-03-06', time: null } },
        ),
      ],
      [
        'all overdue tasks to friday',
        update(
          { kind: 'all', status: 'pending', filter: { due: 'overdue' } },
          { due: { on: '2026-03-06', time: null } },
        ),
      ],
    ],
  },
  {
    name: 'ticked off the list',
    short: true,
    patterns: [
      '(?:check|tick|cross|mark|strike|scratch) {target!} off (?:(?:of|from) )?(?:(?:my|the|our|that) )?<list_name>',
    ],
    read: (slots, context) =>
      forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'complete', target })),
    examples: [['check task 2 off my list', { intent: 'complete', target: id(2) }]],
  },
  {
    name: 'open again',
    short: true,
    patterns: ['open again {target}', 'open {target!} (?:again|one more time|once more)'],
    read: (slots, context) =>
      isKnown(slots('target'), context)
        ? forTargets(slots('target'), context, 'complete', (target) => ({ intent: 'reopen', target }))
        : null,
    examples: [['open again task 2', { intent: 'reopen', target: id(2) }]],
  },
  {
    name: 'swept out',
    short: true,
    patterns: [
      '(?:sweep|flush|prune|weed|clean|clear|throw|chuck|toss|shake) (?:out|away|off) (?<all>(?:all|every|everything|each) ?.*)',
    ],
    read: (slots, context) =>
      isExplicit(slots('all'), context)
        ? forTargets(slots('all'), context, 'delete', (target) => ({ intent: 'delete', target }))
        : null,
    examples: [
      ['sweep out everything finished', { intent: 'delete', target: { kind: 'all', status: 'completed' } }],
    ],
  },
  {
    name: 'off the list',
    short: true,
    patterns: ['(?:get|take|have|pull) {target!} (?:off|out of) (?:(?:my|the|our|that) )?<list_name>'],
    read: (slots, context) =>
      forTargets(slots('target'), context, 'delete', (target) => ({ intent: 'delete', target })),
    examples: [['get task 2 off my list', { intent: 'delete', target: id(2) }]],
  },
];

/** Looked for before questions, of which it is one by its form alone. */
export const MAY_WAIT: readonly Rule[] = [
  {
    name: 'may it wait?',
    patterns: ['(?:can|could|may|might|would) (?<rest>(?:the|my|our|task|#?\\d|it|that|this) .+)'],
    read: (slots, context) => {
      const found = readChangeParts(slots('rest'), context);
      if (found === null || 'addTags' in found.changes) return null;
      if (found.target.tokens.length === 0)
        return found.points ? update({ kind: 'it' }, found.changes) : null;
      return isKnown(found.target, context) ? updateAll(found.target, context, found.changes) : null;
    },
    examples: [
      ['could task 3 wait until friday?', update(id(3), { due: { on: '2026-03-06', time: null } })],
      [
        'Could it be at 5pm?',
        update({ kind: 'it' }, { due: { on: '2026-03-04', time: '17:00' }, timeOnly: true }),
      ],
    ],
  },
];

/** Changes to a task that is there. */
export const UPDATE: readonly Rule[] = [
  {
    name: 'one tag for another',
    short: true,
    patterns: [
      '(?:change|update|switch|swap|replace) (?:the )?(?:tags?|labels?) (?:of|on|for) {target} from {old} (?:to|into) {new}',
      '(?:(?:in|on|for|of) )?{target!} (?:change|switch|swap|replace|exchange) (?:the )?(?:(?:tag|label) )?{old} (?:for|with|to|by|into) (?:the )?(?:(?:tag|label) )?{new}',
      '(?:change|update|switch|swap|move|retag) {target} from (?:the )?(?:(?:tag|label) )?{old} (?:to|into) (?:the )?(?:(?:tag|label) )?{new}',
      '(?:change|switch|swap|replace|exchange) (?:the )?(?:(?:tag|label) )?{old}(?: (?:tag|label))? (?:for|with|to|by|into) (?:the )?(?:(?:tag|label) )?{new} (?:on|of|for|in|at) {target}',
      // "rename the tag home to house": of all that have it
      '(?:change|rename|update|switch|swap|replace) (?:the )?(?:(?:tag|label) )?{old}(?: (?:tag|label))? (?:to|with|into|by|for) (?:the )?(?:(?:tag|label) )?{new}(?: everywhere)?',
    ],
    read: (slots, context, clause) => {
      const [removeTags, addTags] = [readTags(slots('old')), readTags(slots('new'))];
      const known = removeTags.some((tag) =>
        context.tags?.some((one) => one.toLowerCase() === tag.toLowerCase()),
      );
      const named = /\b(?:tags?|labels?)\b|#/.test(seen(clause)) || raw(clause).includes('#');
      if (addTags.length === 0 || removeTags.length > 1 || !(named || known)) return null;
      const [tag] = removeTags;
      if (tag !== undefined && slots('target').tokens.length === 0 && named && known)
        return update({ kind: 'all', status: 'pending', filter: { tag } }, { removeTags, addTags });
      if (tag === undefined || !isKnown(slots('target'), context)) return null;
      return updateAll(slots('target'), context, { removeTags, addTags });
    },
    examples: [
      [
        'change the tag of task 3 from home to work',
        update(id(3), { removeTags: ['home'], addTags: ['work'] }),
      ],
      ['swap the home tag for work on task 3', update(id(3), { removeTags: ['home'], addTags: ['work'] })],
    ],
  },
  {
    name: 'change by its parts',
    patterns: ['{rest}'],
    read: (_, context, clause) => {
      const found = readChangeParts(clause, context);
      if (
        found === null ||
        TELLS_OR_ASKS.test(seen(clause)) ||
        CANNOT.test(seen(clause)) ||
        SEVERAL.test(
          seen(clause).replace(
            /\bboth\b/,
            found.target.tokens.some(({ seen }) => seen === 'and') ? '' : 'both',
          ),
        ) ||
        RENAMES.test(seen(clause))
      )
        return null;
      const { changes, target, points } = found;
      // "call Bob friday" may be new, whoever else is called.
      const ought = / (?:should|must|has to|needs to|ought to|is now|is) (?:be )?/.test(seen(clause));
      if (
        !ought &&
        DEED_FIRST.test(seen(clause)) &&
        !clears(changes) &&
        changes.shift === undefined &&
        !/^(?:do|have) (?:(?:it|that|this)\b|(?:the |my )?(?:\S+ ){1,4}(?:one|task)\b)/.test(seen(clause))
      )
        return null;
      if (ADDS_FIRST.test(seen(clause)) && !('addTags' in changes || 'shift' in changes)) return null;
      // "the landlord one got done this morning", "the stables I did today"
      if (
        /(?:^| )(?:is|was|got|were|are|been|all|i|we|i have|we have) (?:(?:just|already|finally) )*(?:done|did|finished|completed|sorted)\b/.test(
          seen(clause),
        ) &&
        !OUGHT.test(seen(clause))
      )
        return null;
      // "remove the one due on the 10th"
      if (REMOVES_FIRST.test(seen(clause)) && !clears(changes) && !/ (?:to|until|till) /.test(seen(clause)))
        return null;
      if (target.tokens.length === 0)
        return (points &&
          (CHANGES_FIRST.test(seen(clause)) || clears(changes) || IT_CAN.test(seen(clause)))) ||
          SET_TO.test(seen(clause))
          ? update({ kind: 'it' }, changes)
          : null;
      const quoted = target.tokens.length === 1 && hasQuote(target) && context.titles === undefined;
      return (quoted ||
        isKnown(target, context) ||
        (changes.shift !== undefined && points && isExplicit(target, context))) &&
        (OUGHT.test(seen(clause)) || !tellsOf(clause, target, context))
        ? updateAll(target, context, changes)
        : null;
    },
    examples: [
      ['task 3 to friday', update(id(3), { due: { on: '2026-03-06', time: null } })],
      ['2 -> friday', update(id(2), { due: { on: '2026-03-06', time: null } })],
      ['task 2 at 5pm instead', update(id(2), { due: { on: '2026-03-04', time: '17:00' }, timeOnly: true })],
      ['3: no due date', update(id(3), { due: null })],
      [
        'for task 2 put the tag house and priority low',
        update(id(2), { priority: 'low', addTags: ['house'] }),
      ],
      ['bump task 4 up to high priority', update(id(4), { priority: 'high' })],
    ],
  },
  {
    name: 'tag words of a title',
    short: true,
    patterns: ['(?:tag|label) {rest}'],
    read: (slots, context) => {
      const rest = slots('rest');
      if (context.titles === undefined || /(?:^| )(?:with|as|by)(?: |$)/.test(seen(rest))) return null;
      // "tag dry cleaner errands": as much of a title as there is, and the last words are tags.
      for (let at = rest.tokens.length - 1; at > 0; at -= 1) {
        const [target, tags] = [trimMarks(slice(rest, 0, at)), readTags(slice(rest, at))];
        if (tags.length > 0 && !/\s/.test(tags[0] ?? '') && isTitle(raw(target), context.titles))
          return updateAll(target, context, { addTags: tags });
      }
      return null;
    },
    // Only of what is there: nothing is known here.
    examples: [['tag task 3 with home', update(id(3), { addTags: ['home'] })]],
  },
  {
    name: 'change after an arrow',
    short: true,
    patterns: ['{rest}'],
    read: (_, context, clause) => {
      const text = raw(clause);
      const arrow = /\s*(?:->|=>|→|>>)\s*/.exec(text);
      if (arrow === null || arrow.index === 0) return null;
      const [target, value] = [text.slice(0, arrow.index), text.slice(arrow.index + arrow[0].length)].map(
        (part): Phrase => phraseOf(part),
      );
      return target === undefined ||
        value === undefined ||
        value.tokens.length === 0 ||
        !isKnown(target, context)
        ? null
        : readValue(target, value, context);
    },
    examples: [
      ['task 2 -> high', update(id(2), { priority: 'high' })],
      ['3 -> call mum', update(id(3), { title: 'Call mum' })],
      ['#4 → done', { intent: 'complete', target: id(4) }],
    ],
  },
  {
    name: 'rename',
    patterns: [
      '(?:<rename>) {target} (?:to|as|into|in|it (?:should|must) (?:be|say|read)|it is) {value}',
      '(?:change|update|edit|set|modify|make) (?:the )?(?:title|name|text|wording) (?:of|for|on) {target} (?:to|as|into) {value}',
      'call (?<target>it|that|this|that one|(?:task|number|nr|no) #?\\d+|#\\d+) {value}',
      'call (?<target>\\d+) {value} (?:instead|from now on)',
      '(?:<rename>|call) {target} (?<value>Q)',
      '<rename> (?<target>(?:(?:task|number|nr|no) )?#?\\d+|it|that) {value}',
      '(?<told>{target!} (?:should|must|ought to|needs to) (?:say|read|be called|be named|be)) {value}',
      '(?:change|update|edit) (?:the )?(?:title|name|text|wording) (?:of|for|on) {target} in {value}',
      '(?<after>{target!} <rename> (?:it |that )?(?:to|as|into)) {value}',
      '(?<after>instead of {target} (?:you )?(?:please )?(?:put|write|have|use|say)) {value}',
    ],
    read: (slots, context) => {
      const value = slots('value');
      // "2: rename to …"
      const after = slots('after').tokens.length > 0;
      const target = after ? trimMarks(slots('target')) : slots('target');
      // "rename task 3: go to the gym" is read by another rule.
      if (target.tokens.some((_, index) => markAt(target, index) === ':')) return null;
      if (after && !isKnown(target, context)) return null;
      // "instead of cancel put reschedule": a word of a title.
      if (/^instead /.test(seen(slots('after'))) && !/ /.test(seen(target))) return null;
      // "the rent should be paid" is no news of a title.
      const told = slots('told');
      if (told.tokens.length > 0 && (!isExplicit(target, context) || / be$/.test(seen(told)))) return null;
      // "call it 'milk' instead": what is quoted is the title.
      const first = value.tokens[0]?.kind === 'quote' ? slice(value, 0, 1) : value;
      const next = cleanTitle(onlyQuote(first, /^$/) ?? words(first));
      if (next === '') return null;
      if (hasQuote(first)) return updateAll(target, context, { title: next });
      // "…, tag work"
      const { text, changes } = takeDetails(words(value), context);
      return updateAll(target, context, { ...changes, title: cleanTitle(text) || next });
    },
    examples: [
      ["Rename 'x' to 'y'", update(title('x'), { title: 'Y' })],
      ['rename task 2 to buy oat milk', update(id(2), { title: 'Buy oat milk' })],
      ['change the title of task 3 to Pay rent', update(id(3), { title: 'Pay rent' })],
      ["rename it to 'mark task 3 as done'", update({ kind: 'it' }, { title: 'Mark task 3 as done' })],
      ['rename the meeting task to standup', update(title('meeting'), { title: 'Standup' })],
    ],
  },
  {
    name: 'move to a day',
    patterns: [
      `(?:set|change|update|move|make|push|edit|give|modify) (?:(?:the|a|its|my|new) )*${DUE} (?:of|for|on|to|from) {target} (?:to|as|for|at|by|until|of|is|on|from) {when}`,
      '(?:push|move|put|bring|pull|shift|bump) {target} (?:back|forward|off|out|up) (?:to|until|till|by|for|on) {when}',
      '<move> {target} (?:to|until|till|for|on|by) {when}',
      '{target!} (?:(?:is|are) )?due {when}',
    ],
    read: (slots, context, clause) => {
      const [target, when] = [slots('target'), slots('when')];
      if (hasQuote(when) || NEW_ONE.test(seen(target))) return null;
      const said = readHour(when, slots('target'), context) ?? readWholeWhen(words(when), context);
      if (said !== null) {
        const homely =
          !/^<?(?:move|postpone|reschedule|push|shift|delay|defer|bump|snooze|re-schedule|change|update)\b/.test(
            seen(clause),
          );
        return homely && !isExplicit(target, context) ? null : updateAll(target, context, said);
      }
      if (DONE.has(seen(when)))
        return forTargets(target, context, 'complete', (reference) => ({
          intent: 'complete',
          target: reference,
        }));
      const shift = readShift(seen(when));
      if (shift !== null && isExplicit(target, context)) return updateAll(target, context, { shift });
      return / (?:back|forward) /.test(seen(clause)) && isExplicit(target, context) ? [asked('when')] : null;
    },
    examples: [
      ['move task 2 to friday', update(id(2), { due: { on: '2026-03-06', time: null } })],
      [
        'postpone the meeting until tomorrow at 3',
        update(title('meeting'), { due: { on: '2026-03-05', time: '15:00' } }),
      ],
      ['set the due date of task 3 to march 10', update(id(3), { due: { on: '2026-03-10', time: null } })],
      ['task 3 is due friday', update(id(3), { due: { on: '2026-03-06', time: null } })],
      ['make task 2 due tomorrow', update(id(2), { due: { on: '2026-03-05', time: null } })],
      ['move task 3 to done', { intent: 'complete', target: id(3) }],
    ],
  },
  {
    name: 'a title, and what it changes to',
    short: true,
    patterns: ['{target!} (?:change|changes|changed|update)(?: it| that)? (?:to|into) {value}'],
    read: (slots, context) =>
      isKnown(slots('target'), context) ? readValue(slots('target'), slots('value'), context) : null,
    examples: [['task 3 change to call mum', update(id(3), { title: 'Call mum' })]],
  },
  {
    name: 'a slip in a title',
    short: true,
    patterns: [
      '(?:fix|correct|mend) (?:(?:a|the|my) )?(?:typo|spelling|mistake|misspelling|error|slip) (?:in|of|on) {target}',
    ],
    read: (slots, context) => (isKnown(slots('target'), context) ? [asked('what')] : null),
    examples: [['fix the typo in task 3', asked('what')]],
  },
  {
    name: 'a day, but which?',
    short: true,
    patterns: [
      `(?:set|add|put|give|make|pop|stick|slap|get|assign|change|update|edit|move|adjust|switch|shift|fix|correct)(?: me)? (?:(?:a|the|an|new) )*(?:${DUE}|time|hour) (?:for|on|to|of) {target}`,
    ],
    read: (slots, context) => (isKnown(slots('target'), context) ? [asked('when')] : null),
    examples: [
      ['set a due date for task 3', asked('when')],
      ['change the time of task 3', asked('when')],
    ],
  },
  {
    name: 'move, with the day anywhere',
    patterns: ['<move> {rest}', '(?:put|set|change|switch|schedule|plan|book|give|get|do|have) {rest!}'],
    read: (slots, context, clause) => {
      const bringing =
        !new RegExp(`^${anyOf(GROUPS.move)}\\b`).test(seen(clause)) || /^schedule\b/.test(seen(clause));
      const whole = bringing ? withoutMoveWords(clause) : slots('rest');
      const found = splitWhen(whole, context);
      // "move to friday": what was spoken of.
      if (found !== null && /^(?:it |that )?(?:(?:to|for|on|until|till) ?)*$/.test(seen(found.target)))
        return update({ kind: 'it' }, found.when);
      const explicit = (bringing ? isKnown : isExplicit)(found?.target ?? whole, context);
      // "schedule a dentist appointment for friday" is a new task, "push the car" is none of ours.
      if (
        !explicit &&
        (bringing || !/^(?:postpone|reschedule|re-schedule|snooze|defer|delay|move)\b/.test(seen(clause)))
      )
        return null;
      return found === null
        ? bringing
          ? null
          : [asked('when')]
        : updateAll(found.target, context, found.when);
    },
    examples: [
      ['reschedule task 2 friday', update(id(2), { due: { on: '2026-03-06', time: null } })],
      ['snooze it', asked('when')],
      ['push task 4 to next week', update(id(4), { due: { on: '2026-03-09', time: null } })],
      ['bring task 4 forward to tomorrow', update(id(4), { due: { on: '2026-03-05', time: null } })],
      ['put the date of task 2 on friday', update(id(2), { due: { on: '2026-03-06', time: null } })],
    ],
  },
  {
    name: 'remove the time',
    patterns: [],
    read: (slots, context) => updateAll(slots('target'), context, { noTime: true }),
    examples: [['remove the time from task 3', update(id(3), { noTime: true })]],
  },
  {
    name: 'remove the due day',
    patterns: [
      `(?:<delete>|take away|take out|take|lose|strike) (?:(?:the|its|my|any) )*${DUE} (?:from|of|on|for|off) {target}`,
      `(?:unset|unschedule) (?:(?:the|its) )*(?:${DUE} )?(?:(?:from|of|on|for) )?{target}`,
      `{target!} (?:has|needs|should have) no ${DUE}`,
      `{target!} (?:no longer (?:has|needs)|does not (?:have|need)) (?:an?|any|the|its)(?: \\S+)? ${DUE}(?: any ?more| any longer)?`,
      `<delete> {target} ${DUE}`,
    ],
    read: (slots, context) =>
      // "delete all tasks with no due date" is about tasks.
      / (?:with|no|without|a)$/.test(seen(slots('target')))
        ? null
        : updateAll(slots('target'), context, { due: null }),
    examples: [
      ['remove the due date from task 3', update(id(3), { due: null })],
      ['clear the deadline of the rent task', update(title('rent'), { due: null })],
    ],
  },
  {
    name: 'remove the priority',
    patterns: [
      '<delete> (?:(?:the|its|any) )*(?:high |low |medium )?priority (?:from|of|on|for) {target}',
      '{target!} (?:(?:has|needs|with|should have|gets) )?no priority(?: anymore)?',
    ],
    read: (slots, context) =>
      isExplicit(slots('target'), context) ? updateAll(slots('target'), context, { priority: null }) : null,
    examples: [['remove the priority of task 2', update(id(2), { priority: null })]],
  },
  {
    name: 'set the priority',
    patterns: [
      `(?:set|put|change|make|raise|lower|update|increase|decrease|adjust) (?:the )?priority (?:of|for|on) {target} (?:to|as|at|on) (?<level>${LEVEL})(?:[- ]priority)?`,
      `(?:set|change|make|raise|lower|update) {target} priority (?:to|as) (?<level>${LEVEL})`,
      `(?:set|change|update) (?:the )?priority (?:to )?(?<level>${LEVEL}) (?:of|for|on) {target}`,
      `(?:make|set|mark|change|give|flag|move|update|put|turn|bring|get) {target} (?:(?:a|an|as|to|with|at|of|be|is) )*(?<level>${LEVEL})(?:[- ]priority)?`,
      `{target!} (?:is|are) (?:(?:now|very|really|a|of|so|pretty|quite|super) )*(?<level>${LEVEL})(?:[- ]priority)?(?: now)?`,
      `{target!} (?<level>${LEVEL})(?:[- ]priority)?`,
    ],
    read: (slots, context, clause) => {
      const priority = level(slots('level'));
      // "update task 3 to be due tomorrow with high priority" says more than a priority.
      if (priority === null || /(?: |^)to(?: |$)/.test(seen(slots('target')))) return null;
      if (NEW_ONE.test(seen(slots('target'))) || / (?:i want|priority$)/.test(seen(slots('target'))))
        return null;
      if (slots('target').tokens.some((_, index) => markAt(slots('target'), index) === ':')) return null;
      // "the rent is too high"
      if (/ (?:too|how)$/.test(seen(slots('target')))) return null;
      const vague =
        /^(?:make|mark|move|give|flag|put|turn|bring|get)\b/.test(seen(clause)) &&
        !/priority$/.test(seen(clause));
      const told = !/^(?:make|set|mark|change|give|flag|move|update|raise|lower|put|turn|bring|get)\b/.test(
        seen(clause),
      );
      return (vague || told) && !isExplicit(slots('target'), context)
        ? null
        : updateAll(slots('target'), context, { priority });
    },
    examples: [
      ['make task 2 high priority', update(id(2), { priority: 'high' })],
      ['set the priority of task 3 to low', update(id(3), { priority: 'low' })],
      ['mark the rent task as urgent', update(title('rent'), { priority: 'high' })],
      ['set task 4 to medium priority', update(id(4), { priority: 'medium' })],
      ['task 3 is urgent', update(id(3), { priority: 'high' })],
    ],
  },
  {
    name: 'prioritise',
    patterns: [
      '(?<verb>prioriti[sz]e|deprioriti[sz]e|de-prioriti[sz]e) {target}',
      '(?<verb>raise|lower) the priority of {target}',
    ],
    read: (slots, context) =>
      updateAll(slots('target'), context, {
        priority: /^(?:de|lower)/.test(seen(slots('verb'))) ? 'low' : 'high',
      }),
    examples: [['prioritize task 3', update(id(3), { priority: 'high' })]],
  },
  {
    name: 'remove tags',
    patterns: [
      '<delete> (?:the )?(?:tags?|labels?) {tags} (?:from|off|of|on) {target}',
      '<delete> (?:the )?{tags} (?:tags?|labels?) (?:from|off|of|on) {target}',
      '(?:untag|unlabel) {target} (?:from|as|with) {tags}',
      '(?:untag|unlabel) (?<target>it|that|this|(?:task )?#?\\d+) {tags}',
      '(?:take|take away|take off|drop|lose) (?:the )?(?:tags?|labels?) {tags} (?:from|off|off of|of|on) {target}',
      '<delete> (?<tags>#\\S+(?: (?:and )?#\\S+)*) (?:from|off|of|on) {target}',
      '(?:<delete>|take|lose|drop|strip) (?<bare>\\S+) (?:from|off|of) {target}',
      '(?:untag|unlabel) (?<whole>(?:the )?(?:first|second|third|fourth|fifth|last|other|top|bottom) (?:one|task))',
    ],
    read: (slots, context) => {
      const bare = raw(slots('bare')).toLowerCase();
      if (slots('whole').tokens.length > 0)
        return updateAll(slots('whole'), context, { removeTags: [...(context.tags ?? [])] });
      // "remove work from task 1", where it is a tag.
      if (bare !== '')
        return context.tags?.some((tag) => tag.toLowerCase() === bare) && isKnown(slots('target'), context)
          ? updateAll(slots('target'), context, { removeTags: [bare] })
          : null;
      const tags = readTags(slots('tags'));
      return tags.length === 0
        ? [asked('which tag')]
        : updateAll(slots('target'), context, { removeTags: tags });
    },
    examples: [
      ['remove the tag home from task 3', update(id(3), { removeTags: ['home'] })],
      ['remove #work from task 2', update(id(2), { removeTags: ['work'] })],
    ],
  },
  {
    name: 'add tags',
    patterns: [
      '(?:tag|label) {target} (?:with|as) (?:(?:the )?(?:tags?|labels?) )?{tags}',
      '(?:tag|label) {target} (?<tags>#\\S+(?: (?:and )?#\\S+)*)',
      '(?:tag|label) (?<target>it|that|this|them|(?:tasks? )?#?\\d+(?:-\\d+)?(?:(?: and)* #?\\d+(?:-\\d+)?)*|(?:the )?(?:\\S+ )?(?:task|one)) {tags}',
      '(?:<add>|attach|give|set) (?:(?:the|a) )?(?:tags?|labels?) {tags} (?:to|on|for) {target}',
      '(?:<add>|attach) (?:(?:the|a) )?{tags} (?:tags?|labels?) (?:to|on) {target}',
      '(?:<add>|attach) to {target} (?:the|a) (?:tag|label) {tags}',
      '(?:<add>|attach|put|use) (?<tags>\\S+) as (?:an? |the )?(?:new )?(?:tag|label) (?:to|on|for) {target}',
      '(?:<add>|attach) (?<tags>#?\\S+) (?:to|on) {target} as (?:an? |the )?(?:new )?(?:tag|label)',
      '(?:put|file|place|move|stick|sort) {target} under (?:the )?(?:(?:tag|label) )?(?<known>#?\\S+)',
    ],
    read: (slots, context, clause) => {
      // "put the form under work", where it is a tag.
      const known = slots('known');
      const isTag =
        raw(known).startsWith('#') ||
        context.tags?.some((tag) => tag.toLowerCase() === seen(known)) === true ||
        /\bunder (?:the )?(?:tag|label)\b/.test(seen(clause));
      const tags = readTags(known.tokens.length === 0 ? slots('tags') : known);
      if (
        tags.length === 0 ||
        // "add post the parcel friday; add the home tag to …": no tag is so long.
        tags.some((tag) => tag.split(' ').length > 3) ||
        (known.tokens.length > 0 && !isTag) ||
        (!/^(?:tag|label)|^(?:add|attach|put|give|set) (?:the |a )?(?:(?:tags?|labels?) |\S+ (?:tag|label) (?:to|on|for) )/.test(
          seen(clause),
        ) &&
          !isExplicit(slots('target'), context))
      )
        return null;
      return updateAll(slots('target'), context, { addTags: tags });
    },
    examples: [
      ['tag task 3 with home', update(id(3), { addTags: ['home'] })],
      ['add #work to task 2', update(id(2), { addTags: ['work'] })],
      ['add the tag home to the rent task', update(title('rent'), { addTags: ['home'] })],
      ['label it as work and urgent', update({ kind: 'it' }, { addTags: ['work', 'urgent'] })],
      ['tag task 3 #home #garden', update(id(3), { addTags: ['home', 'garden'] })],
    ],
  },
  {
    name: 'remove the description',
    patterns: [`<delete> (?:(?:the|its|my) )*${DESCRIPTION} (?:from|of|on|for) {target}`],
    read: (slots, context) =>
      isExplicit(slots('target'), context) ? updateAll(slots('target'), context, { description: '' }) : null,
    examples: [['remove the description of task 3', update(id(3), { description: '' })]],
  },
  {
    name: 'describe',
    patterns: [
      `(?:add|set|change|update|write|put|edit|append|give) (?:(?:a|the|this|new|as) )*${DESCRIPTION} (?:to|of|for|on|in) {rest}`,
      `(?:set|change|update|edit) {target} ${DESCRIPTION} (?:to|as) {rest}`,
      `(?:add|set|put|write) (?<text>Q) (?:as|to|in|into) (?:(?:a|the|its) )*${DESCRIPTION} (?:to|of|for|on) {target}`,
      `(?:add|set|put|write) (?<text>Q) (?:to|in|into) {target} ${DESCRIPTION}`,
      `(?:add|set|put|write|attach) (?:(?:a|the) )?${DESCRIPTION} (?<text>Q) (?:to|for|on) {target}`,
    ],
    read: (slots, context) => {
      const text = slots('text');
      if (text.tokens.length > 0)
        return updateAll(slots('target'), context, { description: describe(unquote(raw(text))) });
      const rest = slots('rest');
      if (slots('target').tokens.length > 0)
        return isExplicit(slots('target'), context)
          ? updateAll(slots('target'), context, {
              description: describe(onlyQuote(rest, /^$/) ?? words(rest)),
            })
          : null;
      const at = rest.tokens.findIndex(
        (token, index) =>
          markAt(rest, index) === ':' ||
          token.kind === 'quote' ||
          /^(?:saying|to|says|as|with)$/.test(token.seen),
      );
      if (at < 1) return null;
      const target = trimMarks(slice(rest, 0, at));
      const separator = rest.tokens[at]?.kind === 'quote' ? 0 : 1;
      const said = slice(rest, at + separator);
      const only = onlyQuote(said, /^$/);
      const description = describe(only ?? words(said));
      // "add a note to buy milk" is a new task.
      return description === '' || !isExplicit(target, context)
        ? null
        : updateAll(target, context, { description });
    },
    examples: [
      ['update the description of task 3: two litres', update(id(3), { description: 'two litres' })],
      ['add a note to task 3: call first', update(id(3), { description: 'call first' })],
      ['set the description of task 2 to "two litres"', update(id(2), { description: 'two litres' })],
    ],
  },
  {
    name: 'change, after a colon',
    patterns: ['(?:<rename>|change|update|edit|modify|correct|fix|amend) {rest}'],
    read: (slots, context) => {
      const rest = dropStart(slots('rest'), /^(?:the )?(?:name|title|text|wording) (?:of|for) /);
      const at = rest.tokens.findIndex((_, index) => [':', '>', '→'].includes(markAt(rest, index)));
      const target = trimMarks(slice(rest, 0, Math.max(at, 0)));
      // "change task 3 to: …" is read by the other rules.
      if (!isExplicit(target, context) || /\b(?:to|as|into)$/.test(seen(target))) return null;
      return readValue(target, slice(rest, at + 1), context);
    },
    examples: [
      ['rename task 3: buy oat milk', update(id(3), { title: 'Buy oat milk' })],
      ['edit task 4: go to the gym', update(id(4), { title: 'Go to the gym' })],
      ['rename task 4: go to the gym', update(id(4), { title: 'Go to the gym' })],
    ],
  },
  {
    name: 'change',
    patterns: [
      '<change> {target} (?:to say|to read|to be|so (?:that )?it (?:says|reads|is)|to|into|as) {value}',
      '(?:replace) {target} with {value}',
    ],
    read: (slots, context, clause) => {
      // "change to …" goes on with what was said before.
      if (/^(?:to|it to)\b/.test(seen(slots('target')))) return null;
      // "set a reminder for tomorrow to call Bob" is a new one.
      if (/^(?:an?|another|new|up)\b/.test(seen(slots('target'))) || NEW_ONE.test(seen(slots('target'))))
        return null;
      // What goes on behind a mark is no name of one task.
      if (slots('target').tokens.some((_, index) => /^[:,;.!?]$/.test(markAt(slots('target'), index))))
        return null;
      const clear = /^(?:change|update|edit|modify|alter|replace|correct)\b/.test(seen(clause));
      return clear || isExplicit(slots('target'), context)
        ? readValue(slots('target'), slots('value'), context)
        : null;
    },
    examples: [
      ["Change task 1 to 'Call mom tonight'", update(id(1), { title: 'Call mom tonight' })],
      ['change task 1 to call dad', update(id(1), { title: 'Call dad' })],
      ['change task 2 to high priority', update(id(2), { priority: 'high' })],
      ['change task 2 to friday at 9am', update(id(2), { due: { on: '2026-03-06', time: '09:00' } })],
      ['set task 5 to done', { intent: 'complete', target: id(5) }],
      ["change 'buy milk' to 'buy oat milk'", update(title('buy milk'), { title: 'Buy oat milk' })],
      [
        'update task 3 to be due tomorrow with high priority',
        update(id(3), { due: { on: '2026-03-05', time: null }, priority: 'high' }),
      ],
    ],
  },
  {
    name: 'change, but how?',
    patterns: [
      '(?:change|update|edit|modify|rename|alter|retitle|reword)(?: {target})?',
      '(?:tag|label|mark) {target}',
      '(?:change|update|edit|modify|alter|set|fix|correct|switch|adjust) (?:the |its )?(?:priority|tags?|labels?|title|name|text|wording|description)(?: (?:of|for|on|in) {target})?',
    ],
    read: (slots, context, clause) =>
      /^(?:change|update|edit|modify|rename|alter|retitle|reword)$/.test(seen(clause)) ||
      slots('target').tokens.length === 0 ||
      (context.titles !== undefined && isKnown(slots('target'), context)) ||
      isExplicit(slots('target'), context)
        ? asked('what')
        : null,
    examples: [
      ['update task 3', asked('what')],
      ['rename', asked('what')],
      ['change the priority of task 3', asked('what')],
    ],
  },
];

const describe = (text: string): string => shorten(text.toWellFormed().trim(), LIMITS.description.max);
