import { findDue } from '../dates/find-due.js';
import type { Changes, Context, Intent } from '../intent.js';
import { hasQuote, trimMarks, unquote, words } from '../phrases.js';
import { type Phrase, phraseOf, raw, seen, slice } from '../sentence.js';
import { cleanTitle } from '../title.js';
import { isAround } from './change-parts.js';
import type { Rule } from './rule.js';
import { forTargets, isExplicit, isKnown } from './target.js';

/** What a clause that names a field of a task does to it, found by its parts: the field, the task, and what is left over. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Said around a field and a task, and of neither. */
const BESIDE = set(
  `name title text wording heading called named renamed retitled rename retitle new right correct another better other wrong
  becomes become became amend alter rewrite reword use say says read reads strip cut empty blank reset untag unlabel gone none
  nothing undated dateless particular tied applies apply keep leave let stay list possible wish love decided from under tags tag
  labels labels label labelled labeled tagged untagged priority importance date dates due day deadline deadlines longer never without
  no not any more anymore off away out go can could should would want need like have has having had got get gets was were is are be been
  being it this that its only just but all every each fixed removed deleted cleared dropped taken erased please kindly supposed
  meant mean mistake erase lose wipe pull knock off's there for of on at in by with as to and so do does did may might i we you me us
  relevant valid required needed necessary wanted specific actually really now then instead still completely entirely
  am needn loses minus peel belong belongs stop tagging labelling labeling rid detach lifted open bit matter point job business errand chore permanently know when`,
);

/** The words that name the task, when they name one that there is; null when they name none, or say more. */
export const taskIn = (clause: Phrase, context: Context, besides: ReadonlySet<string>): Phrase | null => {
  const named = clause.tokens.filter(
    ({ kind, seen: word }) =>
      kind !== 'quote' &&
      // "wasn't" is two words in one.
      word.split(' ').some((one) => one !== '' && !BESIDE.has(one) && !besides.has(one) && !isAround(one)),
  );
  const id = /(?:\b(?:task|number|no|nr|item|todo|id) #?|#)(\d{1,6})\b/.exec(seen(clause))?.[1];
  const text = named.map(({ start, end }) => clause.text.slice(start, end)).join(' ');
  const left = (id === undefined ? text : text.replace(new RegExp(`#?\\b${id}\\b`), ''))
    .replace(/^(?:task|one)['’]s?$|\s(?:task|one)['’]s$|^['’]s$/i, '')
    .trim();
  if (id !== undefined) return left === '' ? phraseOf(`task ${id}`) : null;
  const phrase = phraseOf(left);
  return left !== '' &&
    context.titles !== undefined &&
    isExplicit(phrase, context) &&
    isKnown(phrase, context)
    ? phrase
    : null;
};

const ASKS =
  /^(?:what|when|which|who|why|how|whose|where|does|do|did|is there|are there|show|list|find|search|add a task|if|remind)\b/;
const GOES =
  /\b(?:no|not|never|without|remove|removed|delete|deleted|clear|cleared|drop|dropped|strip|cut|lose|take|taken|gone|go|none|nothing|undated|dateless|empty|blank|reset|untag|unlabel|erase|erased|off|away|loses|minus|peel|stop|rid|detach|lifted|open)\b|(?<=\s)-#/;
const DATES = /\b(?:due date|due day|deadline|dates?|due|undated|dateless)\b/;
const PRIORITY = /\bpriority\b/;
const TAGS = /\b(?:tags?|labels?|untag|unlabel|tagged|labell?ed|tagging|labell?ing)\b|(?<!\S)-?#\p{L}/u;

/** The tags that are to go, and the words that name them. */
const tagsIn = (said: string, { tags = [] }: Context): string[] | null => {
  const marked = [...said.matchAll(/(?<!\S)-?#(\p{L}[^\s,]*)/gu)].map(([, tag = '']) => tag);
  if (marked.length > 0) return marked;
  const known = tags.filter((tag) =>
    new RegExp(`(?<!\\S)${tag.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '.')}(?!\\S)`, 'u').test(said),
  );
  if (known.length === 1) return known;
  const beside =
    /\b(?:tag|label) (?!of\b|on\b|from\b|for\b|off\b|can\b|should\b|is\b|at\b|gone\b|any\b|to\b)(\S+)/.exec(
      said,
    )?.[1] ?? /(\S+) (?:tag|label)\b/.exec(said)?.[1];
  if (beside !== undefined && !BESIDE.has(beside) && !isAround(beside)) return [beside];
  // "remove all tags from it"
  return /\b(?:tags|labels|untag|unlabel|the (?:tag|label)|its (?:tag|label))\b/.test(said) && tags.length > 0
    ? [...tags]
    : null;
};

/** "task 3 isn't tied to a date any more", "the work tag on it can go". */
export const readGone = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const said = seen(clause);
  const wrong = TAGS.test(said) && /\bwrong\b/.test(said);
  if (!wrong && !GOES.test(said) && !/(?<=\s)-#/.test(raw(clause))) return null;
  const fields = [DATES, PRIORITY, TAGS].filter((field) => field.test(said));
  if (fields.length !== 1 || hasQuote(clause)) return null;
  // "tag 3 home, untag 4": two wishes.
  if (
    /\b(?:tag|label) (?:task |number )?#?\d.* un(?:tag|label)\b|\bun(?:tag|label) .* (?:tag|label) (?:task |number )?#?\d/.test(
      said,
    )
  )
    return null;
  // A wrong date is another, a wrong tag is none.
  const tags = TAGS.test(said) ? tagsIn(said, context) : null;
  if (TAGS.test(said) && tags === null) return null;
  // Another day, level or tag is set there.
  if (findDue(raw(clause), context) !== null || /\b(?:high|low|medium|urgent|important|overdue)\b/.test(said))
    return null;
  if (
    tags !== null &&
    /\b(?:from \S+ to|for|with|add|instead)\b/.test(said.replace(/\b(?:for|with) (?:the|task|my)\b/g, ''))
  )
    return null;
  const task = taskIn(
    clause,
    context,
    new Set(tags?.flatMap((tag) => [tag.toLowerCase(), `#${tag.toLowerCase()}`])),
  );
  const changes: Changes =
    tags !== null ? { removeTags: tags } : PRIORITY.test(said) ? { priority: null } : { due: null };
  return task === null
    ? null
    : forTargets(task, context, 'update', (target): Intent => ({ intent: 'update', target, changes }));
};

/** "The dentist called" gives no name: "is called" does. */
const NAMES =
  /\b(?:name|title|wording|heading|renamed|retitled|rename|retitle|(?:is|be|gets|get|was) (?:now |actually |really )?(?:called|named)|(?:should|must|to|can|will) (?:say|read))\b/;
const QUOTED_NAMES =
  /\b(?:meant|mean|becomes?|call|wrong|supposed|amend|alter|correct)\b|\b(?:should|must) (?:be|become|say|read) Q/;
/** "Martha said '…' but she is wrong" */
const QUOTES_SOMEBODY =
  /\b(?:said|told|asked|wrote|yelled|joked|suggested|texted|thinks|claims|claimed) (?:\S+ )?Q/;
const SEPARATES =
  /^(?:to|into|in|as|is|be|are|say|says|read|reads|called|named|name|title|with|by|from|renamed)$/;
const BEFORE_VALUE =
  /^[\s,:=–-]*(?:(?:is|are|to|be|being|should|must|make|change|it|it['’]s|its|now|of|as|=|rather|says?|reads?|called|named|into|in|with|by|please|wrong|title|name|the|new)[\s,:=–-]+)*/i;
const BEHIND_VALUE = /[\s,]+(?:now|instead|please|from now on|rather|thanks)[\s.!?]*$/i;

/** "the name of task 3 is wrong, it's call mum", "task 3: new title call mum". */
export const readName = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const said = seen(clause);
  const quotes = clause.tokens.filter(({ kind }) => kind === 'quote');
  const [quote] = quotes;
  const named = NAMES.test(said);
  const update = (task: Phrase, title: string) =>
    forTargets(
      task,
      context,
      'update',
      (target): Intent => ({ intent: 'update', target, changes: { title: cleanTitle(title) } }),
    );
  if (quote !== undefined) {
    if (quotes.length > 1 || TAGS.test(said) || !(named || QUOTED_NAMES.test(said))) return null;
    if (!named && QUOTES_SOMEBODY.test(said)) return null;
    const own = clause.text.slice(quote.start + 1, quote.end - 1).toLowerCase();
    if (context.titles?.some((title) => title.toLowerCase() === own) === true) return null;
    const task = taskIn(clause, context, new Set());
    return task === null ? null : update(task, unquote(clause.text.slice(quote.start, quote.end)));
  }
  if (!named) return null;
  const between = /^(?:give|use|put|set|take) (?:the |a )?(?:new )?(?:name|title) /.test(said);
  for (let at = 1; at < clause.tokens.length; at += 1) {
    const token = clause.tokens[at];
    const mark = token?.kind === 'mark' ? clause.text.slice(token.start, token.end) : '';
    if (token === undefined || !(SEPARATES.test(token.seen) || mark === ':' || mark === '=')) continue;
    const [left, right] = [slice(clause, 0, at), slice(clause, at + 1)];
    // "give the name … to task 1"
    if (between && /^(?:to|for)$/.test(token.seen)) {
      const task = taskIn(right, context, new Set());
      const value = words(left).replace(/^\S+ (?:the |a )?(?:new )?(?:name|title) (?:of )?/i, '');
      if (task !== null && value !== '') return update(task, value);
    }
    if (between || !NAMES.test(`${seen(left)} ${token.seen}`)) continue;
    const task = taskIn(left, context, new Set());
    const value = words(trimMarks(right)).replace(BEFORE_VALUE, '').replace(BEHIND_VALUE, '');
    if (task !== null && value !== '' && !/[.!;]\s/.test(value)) return update(task, value);
  }
  return null;
};

/** Behind the rules for whole clauses. */
export const FIELDS_BY_PARTS: readonly Rule[] = [
  {
    name: 'a field by its parts',
    short: true,
    patterns: ['{rest}'],
    read: (_, context, clause) =>
      ASKS.test(seen(clause)) ? null : (readGone(clause, context) ?? readName(clause, context)),
    examples: [
      [
        "task 3 isn't tied to a date any more",
        { intent: 'update', target: { kind: 'id', id: 3 }, changes: { due: null } },
      ],
      [
        'task 3: new name call mum',
        { intent: 'update', target: { kind: 'id', id: 3 }, changes: { title: 'Call mum' } },
      ],
    ],
  },
];
