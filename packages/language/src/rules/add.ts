import { findDue } from '../dates/find-due.js';
import { baseOfGerund, DEEDS } from '../deeds.js';
import { readLevel } from '../filter.js';
import type { Changes, Context, Intent, NewTaskWords } from '../intent.js';
import { withoutManners } from '../manners.js';
import { readNewTask, readTaskWords } from '../new-task.js';
import { NUMBERS } from '../numbers.js';
import { dropEnd, dropStart, markAt, splitAt, trimMarks, words } from '../phrases.js';
import { without } from '../quick-add.js';
import { readReferences } from '../reference.js';
import { type Phrase, phraseOf, raw, seen, seenStarts } from '../sentence.js';
import { isTitle } from '../titles.js';
import { anyOf, GROUPS, KNOWN_WORDS } from '../vocabulary.js';
import { readChangeParts } from './change-parts.js';
import type { Rule } from './rule.js';

const NOTHING: Intent = {
  intent: 'unclear',
  about: 'add',
  asks: 'title',
};

const task = (title: string, more: Partial<NewTaskWords> = {}): NewTaskWords => ({
  title,
  due: null,
  priority: null,
  tags: [],
  ...more,
});
const adds = (...tasks: NewTaskWords[]): Intent => ({ intent: 'add', tasks, reminder: false });
const reminds = (...tasks: NewTaskWords[]): Intent => ({ intent: 'add', tasks, reminder: true });

/** How many tasks one message may add. */
const MOST = 50;

const NUMBERS_OF_ITEMS = /(?:^|[\s,;]+)\d{1,2}[.)](?!\d)\s*/u;

/** "1) milk 2) eggs": what stands behind each number; none when they don't count from 1. */
const numbered = (text: string): string[] =>
  /^\s*1[.)]\s*\S[\s\S]*[\s,;]2[.)]\s*\S/u.test(text)
    ? text.split(new RegExp(NUMBERS_OF_ITEMS, 'gu')).filter((item) => item.trim() !== '')
    : [];

/** The words of a list: one task for each number or line, or between commas and the last "and". */
const items = (phrase: Phrase): Phrase[] => {
  const counted = numbered(raw(phrase));
  if (counted.length > 1) return counted.map((text) => phraseOf(text));
  const lines = splitAt(phrase, (_, index) => markAt(phrase, index) === '\n');
  if (lines.length > 1) return lines;
  const marks = splitAt(phrase, (_, index) => [',', ';'].includes(markAt(phrase, index)));
  return marks.flatMap((item, index) =>
    index === marks.length - 1 ? splitAt(item, (token) => token.seen === 'and') : [item],
  );
};

/** "call Bob, on friday, at 5": a date between commas belongs to what stands before it. */
const mergeDates = (found: readonly Phrase[], context: Context): Phrase[] => {
  const merged: Phrase[] = [];
  for (const item of found) {
    const before = merged.at(-1);
    const alone =
      /^(?:tag|tagged|high|low|medium|urgent|important|with|no|due)\b/.test(seen(item)) ||
      readChangeParts(item, context)?.target.tokens.length === 0;
    if (before !== undefined && alone) {
      const text = `${raw(before)}, ${raw(item)}`;
      merged[merged.length - 1] = phraseOf(text);
    } else merged.push(item);
  }
  return merged;
};

/** "add X, and also add Y" */
const OWN_VERB =
  /^(?:and )?(?:one|another(?: one)?|(?:the )?(?:other|first|second|third|last)(?: one)?|a second one|one more) (?:is |says |being )?(?:to|for|about|called|named) (?=\S)|^and (?:also )?(?=Q)|^(?:and )?(?:also )?(?:then )?(?:please )?(?:add|note|note down|put down|jot down|remember|remind me) (?:to |about )?(?=\S)/;

const addAll = (
  phrase: Phrase,
  context: Context,
  reminder: boolean,
  more: Partial<NewTaskWords> = {},
): Intent => {
  const whole = mergeDates(items(phrase), context);
  const tasks = whole
    .slice(0, MOST)
    .flatMap(
      (item) =>
        readNewTask(raw(dropStart(item, OWN_VERB)).replace(/^\s*(?:\d{1,2}[.)]|[-*•])\s+/, ''), context) ??
        [],
    );
  return tasks.every(isEmpty)
    ? NOTHING
    : { intent: 'add', tasks: tasks.map((found) => withMore(found, more)), reminder };
};

/** "to call Ben tomorrow and to buy flowers on Friday", "a task to …, and another one to …". */
const NEXT_TASK =
  /^(?:and |plus |then )?(?:also )?(?:(?:got|need|have) to (?=\S)|(?:(?:another|one more|a second|a)(?: new)?(?: one| task| todo| reminder)?|also|one|remind me|a task|a reminder)(?: (?:to|for|about|that says|called))? |to )(?=\S)/;
const BEFORE_NEXT = /^(?:to|another|one|a|also|remind)$/;

/** Characters beyond which a text is one long text. */
const LONGEST_LINE = 500;

const isBreak = (phrase: Phrase, index: number): boolean =>
  phrase.tokens[index]?.seen === 'and' || [',', ';'].includes(markAt(phrase, index));

/** "the dentist on monday and the vet on tuesday": each has a day of its own. */
const ownDates = (phrase: Phrase, context: Context): number[] => {
  if (!phrase.tokens.some((_, index) => isBreak(phrase, index))) return [];
  const text = raw(phrase);
  const found = findDue(text, context);
  if (found === null || found.timeOnly || findDue(without(text, found.spans), context)?.timeOnly !== false)
    return [];
  const isWhole = (from: number, to: number): boolean => {
    const piece = trimMarks({ ...phrase, tokens: phrase.tokens.slice(from, to) });
    const due = piece.tokens.length === 0 ? null : findDue(raw(piece), context);
    return due !== null && !due.timeOnly && without(raw(piece), due.spans) !== '';
  };
  const cuts: number[] = [];
  phrase.tokens.forEach((_, index) => {
    const from = (cuts.at(-1) ?? -1) + 1;
    if (isBreak(phrase, index) && isWhole(from, index) && isWhole(index + 1, phrase.tokens.length))
      cuts.push(index);
  });
  return cuts;
};

/** "'milk' for today and 'bread' for tomorrow": what is quoted is a title each. */
const ownQuotes = (phrase: Phrase): number[] =>
  phrase.tokens[0]?.kind !== 'quote'
    ? []
    : phrase.tokens.flatMap((token, index) =>
        index > 1 && token.kind === 'quote' && isBreak(phrase, index - 1) ? [index - 1] : [],
      );

/** "vacuum the lounge, buy flowers and hide the laundry": deeds, each with a verb of its own. */
const deeds = (phrase: Phrase): Phrase[] => {
  if (
    !phrase.tokens.some((_, index) => [',', ';'].includes(markAt(phrase, index))) ||
    phrase.tokens.some(({ kind }) => kind === 'quote')
  )
    return [];
  const found = items(phrase);
  return found.length > 1 &&
    found.every(
      (item) =>
        item.tokens.length > 1 &&
        DEEDS.has(item.tokens[0]?.seen ?? '') &&
        !/^make (?:it|that|this) /.test(seen(item)),
    )
    ? found
    : [];
};

/** Joins what follows to what was said before. */
const ALSO = /^(?:and |also |plus |then )+/;

/** "…. And phone the bank", "… plus fix the bike", "… and gotta call mum" */
const beginsDeed = (phrase: Phrase, index: number): boolean => {
  const [first, second, third] = phrase.tokens.slice(index).map((token) => token.seen);
  if (index < 2) return false;
  if (/^[.;]$/.test(markAt(phrase, index)))
    return (
      /^(?:and|also|plus|then)$/.test(second ?? '') &&
      DEEDS.has(third ?? '') &&
      phrase.tokens[index + 3]?.seen !== 'rid'
    );
  if (first === 'plus') return DEEDS.has(phrase.tokens[0]?.seen ?? '') && DEEDS.has(second ?? '');
  return first === 'and' && /^(?:got|need|have)$/.test(second ?? '') && third === 'to';
};

const parts = (phrase: Phrase, context: Context): Phrase[] => {
  const text = raw(phrase);
  if (numbered(text).length > 1) return items(phrase);
  const several = deeds(phrase);
  if (several.length > 1) return several;
  if (text.length > LONGEST_LINE) return [phrase];
  const cuts = phrase.tokens.flatMap((token, index) => {
    const next = { ...phrase, tokens: phrase.tokens.slice(index + 1) };
    const [first] = next.tokens;
    // "on Friday, …, to call Bob" is one task.
    if (beginsDeed(phrase, index)) return [index];
    const breaks = token.seen === 'and' || (/^[.,;]$/.test(markAt(phrase, index)) && first?.seen !== 'to');
    if (!breaks || index === 0 || first === undefined || !BEFORE_NEXT.test(first.seen)) return [];
    const match = NEXT_TASK.exec(seen(next))?.[0] ?? '';
    // "a bag and a hat" are things of one title.
    return match === '' || /^a (?!task|todo|reminder)/.test(match) || /^(?:another|one) $/.test(match)
      ? []
      : [index];
  });
  const own = [...ownDates(phrase, context), ...ownQuotes(phrase)];
  const all = [...new Set([...cuts, ...own])].sort((a, b) => a - b);
  const edges = [-1, ...all, phrase.tokens.length];
  return edges.slice(0, -1).map((edge, index) => {
    const piece = { ...phrase, tokens: phrase.tokens.slice(edge + 1, edges[index + 1]) };
    return trimMarks(index === 0 ? piece : dropStart(dropStart(trimMarks(piece), ALSO), NEXT_TASK));
  });
};

/** "mow the lawn, wash the car, both for Saturday": what is said of all of them, and the text without it. */
export const splitShared = (
  text: string,
  context: Context,
): { text: string; more: Partial<NewTaskWords> } | null => {
  const match = text.length > LONGEST_LINE ? null : SHARED.exec(text);
  if (match === null || match.index === 0) return null;
  const details = match.groups?.details ?? '';
  const parts = readChangeParts(phraseOf(details), context);
  if (parts === null || parts.target.tokens.length > 0) return null;
  return { text: text.slice(0, match.index), more: detailsOf(parts.changes) };
};

const detailsOf = ({ due, priority, addTags }: Changes): Partial<NewTaskWords> => ({
  ...(due == null ? {} : { due }),
  ...(priority == null ? {} : { priority }),
  ...(addTags === undefined ? {} : { tags: addTags }),
});

const SHARED =
  /(?:[,;.–-]\s*|\s(?=(?:and |both |they|these|those|make |set )))(?:and )?(?:(?:they['’]re|they are|these are|those are|make|set) )?(?:both|all|each|everything|them all|them both)(?: (?:of (?:them|these|those|it)|two|three|four|five))?(?: (?:are|is|should be|to be))?\s+(?<details>[^,;.]+)[\s.!]*$/iu;

/** "milk, eggs, bread: add them as three tasks", and quoted titles "both as new tasks" */
const LISTED = new RegExp(
  `^(?<list>.+?) (?:(?:please |can you |could you |just )*(?:add|put|note|create|make|save|write|jot|log)(?: down)? (?:(?:them|these|those|all|each|both|every one|everything|it)(?: of (?:them|these|those))?(?: (?:all|both|down))?)(?: (?:(?:to|on|in|onto) (?:my|the|our) (?:\\S+ )?list|(?:on|in) there))?|both|all|each)?(?<several> as (?:(?:its|their|my|our|a|an|\\d{1,2}|${NUMBERS.join('|')}|separate|single|different|individual|own|new|more|some) )+(?:tasks?|items?|todos?|entries|ones?|things?))(?: please| thanks)*$`,
);

export const readListed = (whole: Phrase, context: Context): Intent | null => {
  const phrase = withoutManners(whole);
  const match = LISTED.exec(seen(phrase));
  const list = match?.groups?.list ?? '';
  if (
    match === null ||
    /^(?:add|put|create|make|note|save|write|log|jot|new|remind|i|we|mark|tag|set)\b/.test(list)
  )
    return null;
  const from = seenStarts(phrase).findIndex(
    (start, index) => start >= list.length && phrase.tokens[index]?.seen !== '',
  );
  const named = trimMarks({ ...phrase, tokens: phrase.tokens.slice(0, from) });
  const label = LABELLED.exec(raw(named));
  const title = label?.[2] ?? '';
  const bare = title !== '' && readLabel(label?.[1] ?? '', context) !== null ? phraseOf(title) : named;
  return items(bare).length > 1 ? addAll(bare, context, false) : null;
};

/** "a reminder for me", "something on my list": what is to be added is still to be said. */
const SAYS_NOTHING =
  /^(?:(?:an?|another|one|the|this|new|quick|more) )*(?:task|todo|reminder|something|thing|me|us|myself)(?: (?:for|to|in|on) (?:me|us|(?:my|the) list))*$/;
const isEmpty = ({ title }: NewTaskWords): boolean => SAYS_NOTHING.test(title.toLowerCase());

/** "two things for friday: call Bob at 9, …": the day of the label, and the time of the task. */
const withMore = (found: NewTaskWords, more: Partial<NewTaskWords>): NewTaskWords => {
  const [own, day] = [found.due, more.due ?? null];
  if (own === null || day === null) return { ...found, ...more };
  return {
    ...found,
    ...more,
    due: own.time !== null && day.time === null ? { on: day.on, time: own.time } : own,
  };
};

/** "milk and eggs as two tasks" */
const AS_SEVERAL =
  / as (?:(?:\d{1,2}|two|three|four|five|separate|single|different|individual|own|their own) )+(?:tasks|items|todos|entries|ones|things)$/;

const addOne = (
  phrase: Phrase,
  context: Context,
  reminder: boolean,
  more: Partial<NewTaskWords> = {},
): Intent => {
  const several = dropEnd(phrase, AS_SEVERAL);
  if (several.tokens.length < phrase.tokens.length) return addAll(several, context, reminder, more);
  const shared = splitShared(raw(phrase), context);
  if (shared !== null) {
    const all = items(phraseOf(shared.text));
    if (all.length > 1)
      return addAll(phraseOf(shared.text), context, reminder, {
        ...more,
        ...shared.more,
      });
  }
  const quotes = splitAt(phrase, (token, index) => token.seen === 'and' || markAt(phrase, index) === ',');
  if (quotes.length > 1 && quotes.every(({ tokens }) => tokens.length === 1 && tokens[0]?.kind === 'quote'))
    return addAll(phrase, context, reminder);
  const tasks = parts(phrase, context).flatMap(
    (part, index) =>
      readNewTask(
        raw(
          index === 0 && /^(?:add|note|remember) /.test(seen(part))
            ? part
            : (forDeed(part) ?? dropStart(part, OWN_VERB)),
        ),
        context,
      ) ?? [],
  );
  return tasks.every(isEmpty)
    ? NOTHING
    : { intent: 'add', tasks: tasks.map((found) => withMore(found, more)), reminder };
};

/** "one for buying the fan" */
const forDeed = (phrase: Phrase): Phrase | null => {
  const rest = dropStart(
    phrase,
    /^(?:(?:an?|another|one|new|more|task|reminder|todo) )*(?:for|about|of) (?=\S+ing \S)/,
  );
  const deed = rest.tokens.length === phrase.tokens.length ? rest : plainDeed(rest);
  return deed === rest ? null : deed;
};

/** Verbs that add only where a list follows: "throw the ball" is none of ours. */
const PUTS =
  '(?:stick|throw|place|pop|include|have|chuck|slap|pin|bung|shove|drop|get|slot|pencil|whack|save|note|write|tack|squeeze|toss|sling|lob|fling|stash|stuff)(?: down| in)?';
const ONTO =
  '(?:(?:to|on|onto|in|into|for) (?:(?:my|the|our|this|that|your) )?(?:\\S+ )?(?:<list_name>|todo|to do)|(?:on|in|onto) (?:there|here)|on it)';

const TASKS: ReadonlySet<string> = new Set(GROUPS.tasks);
const ANY =
  '(?:(?:a|an|another|one|one more|the|this|these|new|some|following|more|quick|few|couple|couple of|my|as|personal|two|three|four|five|\\d{1,2}) )*';
const LEAD =
  '(?:(?:for me|for us|in my list|to my list|on my list) )?(?:(?:called|named|titled|entitled|labell?ed|saying|that says|which says|with the title|with title|with (?:the )?name(?: of)?|by the name of|that is called|which is called|whose name is|named as|reminding me to|that i (?:need|have|want) to|where i|to remember to|to remind me to|about|to|in for|for|of|as|is|are) )?';

/** What a task is rather than what it says. */
const NO_TITLE =
  /^(?:not|too|very|really|already|still|now|due|on|for|by|at|high|low|medium|urgent|important|done|finished|complete|completed|no|over|there|gone|about|so|a bit|a|an|the|hard|wrong|in|it|called off)\b/;

/** Words before "a task" that add none. */
const NO_ADDING =
  /^(?:is|was|are|were|has|have|had|did|does|not|if|when|how|what|which|why|where|who|delete|remove|finish|complete|like|hate|love|find|search|show|list|such|this|that|with|about|only|there|done|did|got|from|like|forgot|missed)$/;

/** "…, and it's for tomorrow": all of it says when, how urgent or which tag. */
const saysMore = (details: Phrase, context: Context): boolean =>
  readChangeParts(details, context)?.target.tokens.length === 0;

/** What is seen of a clause before a slot of it. */
const before = (clause: Phrase, slot: Phrase): string => {
  const [first] = slot.tokens;
  return `${seen({ ...clause, tokens: clause.tokens.filter(({ start }) => first !== undefined && start < first.start) })} `;
};

/** "calling the plumber" as what is to be done. */
const plainDeed = (phrase: Phrase): Phrase => {
  const [first] = phrase.tokens;
  const base = first === undefined || phrase.tokens.length < 2 ? null : baseOfGerund(first.seen);
  if (base === null || first === undefined) return phrase;
  const text = `${base}${raw(phrase).slice(first.end - first.start)}`;
  return phraseOf(text);
};

/** "a task for calling the plumber", "remind me of …" */
const asDeed = (clause: Phrase, title: Phrase): Phrase =>
  / (?:of|about|for) $/.test(before(clause, title)) ? plainDeed(title) : title;

/** "remind me for submit the form" */
const withoutFor = (title: Phrase): Phrase => {
  const rest = dropStart(title, /^(?:for|4) (?=\S+ \S)/);
  const [first = ''] = seen(rest).split(' ', 1);
  return DEEDS.has(first) ? rest : title;
};

/** "I would like … added to my list" */
const WISH_WORDS =
  '(?:(?:i|we) (?:would )?(?:like|want|need|love|wish)(?: to (?:have|get|see))?|(?:can|could|may) (?:i|we) (?:ask for|have|get|request)|(?:i|it) would be (?:so |very |really )?(?:glad|happy|grateful|pleased|thankful|great|nice|good|lovely) if|i ask for|have|get|let|can|could|may|is it possible to have)';
const WISHED = `(?:${WISH_WORDS} )?`;

/** Looked for before lists and changes: "give me a reminder to …", "set up a task to …". */
export const NEW_TASK: readonly Rule[] = [
  {
    name: 'a new task that is not told yet',
    short: true,
    patterns: [
      '(?:<add>|<make>|get|i need|i want)(?: (?:me|us|for me))? (?:an?|another|one|one more|something|another thing|one more thing)(?: new)?(?: (?:task|todo|todo item|item|reminder))?(?: (?:for (?:me|us)|(?:to|on|in|onto) (?:(?:my|the|our) )?(?:<list_name>)))*',
      '(?:there is|i have|we have|i have got) (?:something|another thing|one more thing) (?:(?:that )?(?:i|we) (?:need|want|would like) you )?to (?:remember|note|add|write down|note down|put down|remind me(?: of| about)?|save)(?: for me)?(?: please)?',
    ],
    read: (_, __, clause) =>
      /^(?:start|open|have|get) (?:one|another)$/.test(seen(clause)) ? null : NOTHING,
    examples: [
      ['oh hey, set me a reminder please', NOTHING],
      ['can you add one more task for me?', NOTHING],
      ['add something to my list', NOTHING],
      ['there is something I need you to remember for me', NOTHING],
    ],
  },
  {
    // Before "set … to …" is read as a change.
    name: 'a new task',
    patterns: [
      `(?:<add>|<make>|get|log|register|write)(?: up)? (?:(?:for )?(?:me|us) )?(?:an?|another|one more|a new|new)(?: new)? (?:(?<level>high|medium|low|top|urgent|important)(?:[- ]priority)? )?(?<noun>task|todo|todo item|reminder) ${LEAD}{title}`,
    ],
    read: (slots, context, clause) => {
      const title = slots('title');
      if (
        /^(?:(?:for|about|on|to|of|in|down|that|this|it|is|called|named) )*(?:(?:task|number) )?(?:#?\d+|it|that|this|in|down)?$/.test(
          seen(title),
        )
      )
        return null;
      if (markAt(title, 0) === ':' || /\n/.test(raw(title))) return null;
      const priority = readLevel(seen(slots('level')).replace(/[- ]priority$/, ''));
      return addOne(
        asDeed(clause, title),
        context,
        seen(slots('noun')) === 'reminder',
        priority === null ? {} : { priority },
      );
    },
    examples: [['set up a task to move the sofa to the hall', adds(task('Move the sofa to the hall'))]],
  },
  {
    name: 'another thing to do',
    patterns: [
      '(?:(?:an?|and|the|another|one|next|last|other|more|something|else) )*(?:thing|something|job|one|next|else) (?:(?:that )?(?:i|we) (?:still |also |really )*(?:need|have|got|must|want) to do|to do)(?: is| would be)?(?: to)? {title}',
    ],
    read: (slots, context) =>
      /^(?:is|with|for|about|on|today|tomorrow|this|by|in|at)\b/.test(seen(slots('title')))
        ? null
        : addOne(slots('title'), context, false),
    examples: [['another thing I need to do is wash the car', adds(task('Wash the car'))]],
  },
];

/** Looked for before what is denied: "don't forget to …" adds a task. */
export const REMEMBER: readonly Rule[] = [
  {
    name: 'remind me',
    patterns: [
      '(?:remember|remind) (?:to )?me (?:to |about |of |(?=the |my |our )|that (?:i|we) (?:(?:need|have|want|ought) to )?(?:must )?){title}',
      '(?:(?:set|create|make) (?:a |an )?)?(?:remind|notify|alert|ping|nudge|bug|poke|pester|nag|prod|hassle|badger|buzz|chase) (?:to )?me ?(?:please )?(?:that (?:i|we) (?:need|have|want|ought) to |that i must |to |2 |about |of |that )?{title}',
      '(?:(?:i|we) (?:would like|want|need|would love) to )?be reminded (?:to |about |of |that i (?:need|have) to ){title}',
      '(?:do not|never|please do not|you (?:had|would) better not|you must not|you should not) (?:let me|allow me to) forget (?:to |2 |about |that |it is )?{title}',
    ],
    read: (slots, context, clause) => {
      // "remember that stair? I fixed it": nothing to be put down.
      if (/^remember (?:that|the|my|how|when)\b/.test(seen(clause)) && raw(clause).includes('?')) return null;
      // "remind me who you are"
      if (/^(?:who|what|why|where|how (?:many|much|are|is))\b/.test(seen(slots('title')))) return null;
      const { rest, due } = readTaskWords(raw(slots('title')), context);
      const references = readReferences(phraseOf(rest), context);
      // "remind me about task 3 tomorrow" is about one that is there.
      const known =
        references !== 'unclear' && references.every(({ kind }) => kind === 'id' || kind === 'it');
      if (known && references.length > 0 && due !== null)
        return references.map((target) => ({ intent: 'update', target, changes: { due } }));
      return addOne(asDeed(clause, withoutFor(slots('title'))), context, true);
    },
    examples: [
      ['remind me of calling the plumber', reminds(task('Call the plumber'))],
      ['Remind me to call mom', reminds(task('Call mom'))],
      ['kindly remind me for submit the form', reminds(task('Submit the form'))],
      ["Don't let me forget to water the plants", reminds(task('Water the plants'))],
      [
        'remind me tomorrow to change the tires',
        reminds(task('Change the tires', { due: { on: '2026-03-05', time: null } })),
      ],
      ['remind me about the dentist', reminds(task('The dentist'))],
      ['remind me at 5 to call Bob', reminds(task('Call Bob', { due: { on: '2026-03-04', time: '17:00' } }))],
    ],
  },
  {
    name: 'remember',
    patterns: [
      '(?:help me )?remember (?:for me |for us )?(?:that (?:i|we) (?:need|have) to |to |that |about )?{title}',
      '(?:i|we) (?:(?:really|also|still|just) )*(?:need|have|want|must|ought|should|would like|had better|got)(?: to)? (?:remember|not forget) (?:to |about |that )?{title}',
      '(?:do not|never|do not want to|i must not|i can not|i should not|i do not want to|let us not|we must not|try not to|must not|can not) forget (?:to |about |that )?{title}',
      '(?:to )?not (?:to )?forget (?:to |about |that )?{title}',
      '(?:make|be|please be) sure (?:that )?(?:i|we|to) (?:do not forget to |remember to |not forget to )?{title}',
      '(?:please )?(?:note|take note|make a note|note down|write down|keep in mind|write|save|record|put|put down|add) (?:down )?(?:for me )?that (?:i|we) (?:(?:still|also|really) )*(?:need|have|must|want|should|ought|got|shall|will)? ?(?:to )?{title}',
    ],
    // "remember when we painted the fence?", "remember that squeaky stair?"
    read: (slots, context, clause) =>
      /^remember\b(?!.*\b(?:that (?:i|we)|to)\b)/.test(seen(clause)) &&
      /^[^?]{0,60}\?/.test(clause.text.slice(clause.tokens[0]?.start))
        ? null
        : /^(?:when|how|what|who|where|why|the time|me|already|just|did|was|were|am|are|do|can|could|may|might|never|like|love|hate|think|not|(?!need|feed)[a-z]{2,}ed)\b/.test(
              seen(slots('title')),
            )
          ? null
          : addOne(plainDeed(slots('title')), context, false),
    examples: [
      ['I need to remember to pay bills', adds(task('Pay bills'))],
      ['remeber to feed the cat', adds(task('Feed the cat'))],
      [
        "don't forget to call Bob on friday",
        adds(task('Call Bob', { due: { on: '2026-03-06', time: null } })),
      ],
      ['make sure I renew my passport', adds(task('Renew my passport'))],
    ],
  },
  {
    name: 'add to my list, and how',
    patterns: [
      `(?:<add>|${PUTS}) {title} ${ONTO}(?<details> .+)`,
      `(?:(?:i|we) )?(?:need|want|would like|would love|wish) {title} ${ONTO}(?<details> .+)?`,
      `(?:on|to|in|into|onto) (?:my|the|our) (?:\\S+ )?(?:<list_name>) (?:<add>|${PUTS}|goes|go) {title}(?<details>)`,
      '(?:stick|pop|put|leave|write|make|add|chuck) (?:me )?(?:an?|one|another) (?:new )?(?:<task>) (?:on|in|to|onto|into) (?:my|the|our) (?:\\S+ )?(?:<list_name>) (?:to|for|about|that says|saying|called) {title}(?<details>)',
      'put (?:me|us) down for {title}(?<details>)',
      'pencil in {title}(?<details>)',
      'pencil {title} in(?<details> .+)?',
    ],
    read: (slots, context) => {
      const [title, details] = [slots('title'), slots('details')];
      if (/^(?:it|that|this|them|these|those|one)\b| (?:added|noted|put)$/.test(seen(title))) return null;
      if (isTitle(raw(title), context.titles ?? [])) return null;
      if (details.tokens.length === 0) return addOne(title, context, false);
      if (!saysMore(details, context) && !AS_SEVERAL.test(` ${seen(details)}`)) return null;
      const text = `${raw(title)}${saysMore(details, context) ? ',' : ''} ${raw(details)}`;
      return addOne(phraseOf(text), context, false);
    },
    examples: [
      [
        "put milk on my list, it's for tomorrow",
        adds(task('Milk', { due: { on: '2026-03-05', time: null } })),
      ],
      ['put a note on my list to call Bob', adds(task('Call Bob'))],
      ['put me down for a haircut', adds(task('Haircut'))],
    ],
  },
  {
    name: 'some verb and a task',
    patterns: [
      '(?:stick|pop|put|set|get|whack|bung|chuck|slot|write) (?:me )?(?:an?|one|another) (?:new )?(?:task|todo|reminder) (?:in|down|up|on) {title}',
      '(?<verb>[a-z]{3,8}!?) (?:me )?(?:a|one|another|a new|new) (?:<task>) (?:to |for |called |named |that says )?{title}',
    ],
    read: (slots, context) => {
      const verb = seen(slots('verb'));
      if (verb === '') return addOne(slots('title'), context, false);
      return NO_ADDING.test(verb) || KNOWN_WORDS.has(verb) ? null : addOne(slots('title'), context, false);
    },
    examples: [['crate a task to call Bob', adds(task('Call Bob'))]],
  },
];

/** "two new tasks for friday: …", "new one - …": what stands before the mark says how, what follows it what. */
const LABELLED = /^((?:[^:"“]|:(?=\d\d\b)){1,60}?)(?::(?!\d)\s*|\s+[-–—]+>?\s+)(\S[\s\S]*)$/;
/** "next thing, get batteries" */
const LABELLED_BY_COMMA =
  /^((?:(?:ok|okay|so|and|oh) )?(?:(?:a |one |the )?(?:new|next|another|more|last|other)(?: (?:one|task|thing|todo|item|reminder))?|one more(?: thing)?)(?: for me)?),\s+(\S[\s\S]*)$/i;
const ADDING =
  /\b(?:add|need|new|another|next|more|jot|note|put|write|record|log|save|create|remember|remind|task|tasks|todo|todos|reminder|reminders|item|items|ones|something|things|stuff|dump|list|memo|title|name|added|to do|mind|forget|quick|here (?:is|are|comes))\b/;
/** Words of a label that say no more than that something is to be added. */
const OF_LABELS = new RegExp(
  `^(?:(?:${anyOf([...GROUPS.add, ...GROUPS.make, ...GROUPS.task, ...GROUPS.tasks, ...GROUPS.list_name])}|(?:i|we) (?:would )?(?:need|want|have|must|got|like|love)(?: to)?|an?|another|one|new|next|more|also|some|few|couple|of|it|this|that|these|those|following|ones|something|added|must|should|be|has|have|title|name|down|for|me|us|my|our|the|to|on|onto|in|please|remember|remind|do|is|are|here|there|as|with|and|add|memo|myself|self|write|make|both|each|all|thing|ok|okay|before|i|forget|while|think|quick|big|small|last|first|not|need|to not|work|job|duty|chore|errand|take|keep|mind|up|got|have|for|you|there|deadline|due|very|really|super|matter|brain|dump|remaining|reminding|thought|idea|forgot|\\d{1,2}|${NUMBERS.join('|')})(?: |$))*$`,
);

/** "two things: the ferry is booked, and can you move the vet": told and asked for, and nothing to put down. */
const TOLD_OR_ASKED =
  /^how (?:many|much)\b|\b(?:can|could|would|will) you\b|^(?:all )?(?:done|finished|completed?|sorted|ticked|ready)\W*$|^(?:the|my|our) (?:\S+ ){1,4}(?:is|are|was|were|has|have|got)\b/iu;

/** What was done already is no task to add. */
const TOLD =
  /^(?:i|we)(?:['’]ve| have)? (?:(?:already|just|finally|also) )*(?:did|done|paid|bought|sent|got|took|made|went|wrote|\p{L}{2,}ed)\b/iu;

interface Label {
  several: boolean;
  reminder: boolean;
  more: Partial<NewTaskWords>;
}

/** @param whole of a message: rules would cut its label at a comma, and see a list in a level alone */
export const readLabelled = (text: string, context: Context, whole: boolean): Intent | null => {
  const [, label = '', title = ''] = LABELLED.exec(text) ?? [];
  const clear = whole
    ? label.includes(',') ||
      /^\s*1[.)]\s/.test(title) ||
      (/^(?:very |really |super )?(?:urgent|important|(?:high|low|medium|top)[- ]prio\w*)$/i.test(label) &&
        !isTitle(title, context.titles ?? []))
    : // Rules see a list in a level alone, and a change in "make me a task … to".
      /\b(?:tas?ks?|taks|todo|reminder|ones|things|dump|something|high|low|urgent|important|title|remind me|added)\b/i.test(
        label,
      ) &&
      !/#?\b\d+$/.test(label) &&
      !isTitle(title, context.titles ?? []) &&
      !TOLD.test(title);
  const said = title === '' || !clear || TOLD_OR_ASKED.test(title) ? null : readLabel(label, context);
  if (said === null) return null;
  const phrase = phraseOf(title);
  return said.several
    ? addAll(phrase, context, said.reminder, said.more)
    : addOne(phrase, context, said.reminder, said.more);
};

const readLabel = (label: string, context: Context): Label | null => {
  const { due, priority, tags, rest } = readTaskWords(label.replaceAll(/[()]/g, ' '), context);
  const bare = seen(phraseOf(rest))
    .replace(/ (?:before|while|since|when|as|now that|so) (?:i|we|you) .*$/, '')
    .trim();
  // "task 1: done" is of one that is there.
  if (/^(?:(?:the )?(?:tasks?|numbers?|nr|no|items?|todo|id) )?#?\d+(?: (?:and )?#?\d+)*$/.test(bare))
    return null;
  const alone = readLevel(bare.replace(/[- ]priority$/, ''));
  const left = alone === null ? bare.replace(/\b(?:urgent|important|high|low|medium)\b ?/, '') : '';
  const level =
    alone ?? priority ?? readLevel(/\b(?:urgent|important|high|low|medium)\b/.exec(bare)?.[0] ?? '');
  if (!OF_LABELS.test(left)) return null;
  if (due === null && level === null && tags.length === 0 && !ADDING.test(left)) return null;
  return {
    several: /\b(?:tasks|todos|things|ones|items|reminders|entries|chores|stuff|these|list|both|dump)\b/.test(
      left,
    ),
    reminder: /\b(?:remind|reminders?)\b/.test(left),
    more: {
      ...(due === null ? {} : { due }),
      ...(level === null ? {} : { priority: level }),
      ...(tags.length === 0 ? {} : { tags }),
    },
  };
};

/** New tasks. What follows the verb is the person's own, whatever words it has: "add a task to delete old photos". */
export const ADD: readonly Rule[] = [
  {
    name: 'a label and a colon',
    patterns: ['{rest}'],
    read: (_, context, clause) => {
      const [, label = '', title = ''] =
        LABELLED.exec(raw(clause)) ?? LABELLED_BY_COMMA.exec(raw(clause)) ?? [];
      const said =
        title === '' || TOLD.test(title) || TOLD_OR_ASKED.test(title) ? null : readLabel(label, context);
      if (said === null) return null;
      const phrase = phraseOf(title);
      return said.several || /\n|^\s*1[.)]\s/.test(title)
        ? addAll(phrase, context, said.reminder, said.more)
        : addOne(phrase, context, said.reminder, said.more);
    },
    examples: [
      ['high priority: call Bob', adds(task('Call Bob', { priority: 'high' }))],
      ['task for friday: call Bob', adds(task('Call Bob', { due: { on: '2026-03-06', time: null } }))],
      ['on friday: call Bob', adds(task('Call Bob', { due: { on: '2026-03-06', time: null } }))],
      ['new: call Bob', adds(task('Call Bob'))],
      ['three things: call Bob, buy milk', adds(task('Call Bob'), task('Buy milk'))],
      [
        'jot this down: call Bob on friday',
        adds(task('Call Bob', { due: { on: '2026-03-06', time: null } })),
      ],
      ['new one - call Bob', adds(task('Call Bob'))],
    ],
  },
  {
    name: 'add a task',
    patterns: [
      `(?:<add>|<make>|get|(?:i |we )?need|(?:i |we )?want|(?:i |we )?(?:have need of|am in need of|require|could use|could do with)|log|register|write) (?:(?:for )?(?:me|us) )?${ANY}(?:(?<level>high|medium|low|top|urgent|important)(?:[- ]priority)? )?(?<noun><task>|<tasks>) ${LEAD}{title}`,
      `(?:i|we) (?:would )?(?:appreciate|like|love|need|want) (?:a|an|one|another) (?:new )?(?<noun><task>) ${LEAD}{title}`,
      '(?:\\d{1,2}|two|three|four|five|a few|some|these|couple of|more) (?:more |new )?(?<noun><tasks>) {title}',
      `(?:(?:new|another|next|one more) )+(?:(?<level>high|medium|low|urgent|important)(?:[- ]priority)? )?(?<noun><task>|<tasks>) ${LEAD}{title}`,
      `(?<noun>todo|to do|reminder|note to self|memo) (?:to )?{title}`,
      '(?<colon><task>|<tasks>) {title}',
      '(?:the|my|one|a|this|new) (?:new )?(?<is>task|todo|reminder) (?:is|would be|should be|says|to) (?:called |named |to |about )?{title}',
    ],
    read: (slots, context, clause) => {
      const [named, colon] = [seen(slots('noun')), seen(slots('colon'))];
      if (colon !== '' && markAt(clause, slots('colon').tokens.length - 1) !== ':') return null;
      // "the task is print the passes", and not "the task is done".
      const is = seen(slots('is'));
      if (is !== '' && (!/^\S+ \S/.test(seen(slots('title'))) || NO_TITLE.test(seen(slots('title')))))
        return null;
      const noun = named === '' ? colon || is : named;
      // "open task 3" is about one that is there.
      if (/^#?\d+$/.test(seen(slots('title')))) return null;
      const reminder = /^reminders?$/.test(noun);
      if (TASKS.has(noun) && TOLD_OR_ASKED.test(words(slots('title')).replace(/^:\s*/, ''))) return null;
      if (TASKS.has(noun)) return addAll(slots('title'), context, reminder);
      const priority = readLevel(seen(slots('level')).replace(/[- ]priority$/, ''));
      return addOne(slots('title'), context, reminder, priority === null ? {} : { priority });
    },
    examples: [
      ['Add a task to buy groceries', adds(task('Buy groceries'))],
      ['add taks buy milk', adds(task('Buy milk'))],
      ['create a new task called Call Bob', adds(task('Call Bob'))],
      [
        'add a task to buy groceries tomorrow at 5pm',
        adds(task('Buy groceries', { due: { on: '2026-03-05', time: '17:00' } })),
      ],
      ['add a task to delete old photos', adds(task('Delete old photos'))],
      ['add a high priority task to call Bob', adds(task('Call Bob', { priority: 'high' }))],
      ['new task: water the plants', adds(task('Water the plants'))],
      ['set a reminder to stretch', reminds(task('Stretch'))],
      ['add tasks: milk, eggs, bread', adds(task('Milk'), task('Eggs'), task('Bread'))],
      [
        'add three tasks: call Bob, pay rent and buy milk',
        adds(task('Call Bob'), task('Pay rent'), task('Buy milk')),
      ],
      ['todo: call the bank', adds(task('Call the bank'))],
      ['task: buy milk', adds(task('Buy milk'))],
      [
        'create a task "Ship v2" with high priority tagged work',
        adds(task('Ship v2', { priority: 'high', tags: ['work'] })),
      ],
      [
        'add task buy paint with description two litres, white',
        adds(task('Buy paint', { description: 'two litres, white' })),
      ],
    ],
  },
  {
    name: 'add to my list',
    patterns: [
      `${WISHED}{title} (?:to be |be |is |gets |could be |can be |would be |should be |must be |needs to be |has to be )?(?:also )?(?:added|put|noted|written|jotted|placed|included|recorded|entered|popped|stuck|saved|logged)(?: down)? ${ONTO}(?<details> .+)?`,
      `${WISH_WORDS} {title} (?:to be |be |is |gets )?(?:also )?(?:added|noted|put down|written down|jotted down|recorded|logged|saved)(?<details> .+)?`,
      `${WISHED}{title} (?:to be|be|is to be|could be|should be|must be|needs to be|has to be) (?:also )?(?:added|noted|written down|recorded)(?<details> .+)?`,
      '<add> {title} (?:to|on|onto|in|into) (?:(?:my|the|our|a) )?(?:\\S+ )?(?:<list_name>)(?: please)?(?<rest> (?:for|on|by|due|at|with|tagged) .+)?',
      '(?:<add>|<make>|save|set) {title} as (?:(?:a|an|another|my|one) )*(?:new )?(?:(?<level>high|low|medium|urgent|important)(?:[- ]priority)? )?<task>(?<rest> (?:for|on|by|due|at|with|tagged) .+)?',
      '(?:add|put|write|note|include|insert)(?: down)? (?:in|on|to|into|onto) (?:my|the|our) (?:\\S+ )?<list_name> (?:to |that (?:i|we) (?:need|have|must|want) (?:to )?)?{title}',
      `(?:<add>|${PUTS}) {title} ${ONTO}(?<rest> (?:4|til|till|for|on|by|due|at|with|tagged|in|before|until) .+)?`,
      `(?:<add>|${PUTS}) {title} (?:down|in|there)(?<rest> (?:for|on|by|due|at|before) .+)`,
    ],
    read: (slots, context) => {
      const [title, details] = [slots('title'), slots('details')];
      if (details.tokens.length > 0 && !saysMore(details, context)) return null;
      const rest = details.tokens.length > 0 ? details : slots('rest');
      // What was said before, or one that is there.
      if (/ back$/.test(seen(title))) return null;
      if (/^(?:it|that|this|them|these|those)(?: (?:back|again))?$/.test(seen(title))) return null;
      const level = readLevel(seen(slots('level')).replace(/[- ]priority$/, ''));
      if (rest.tokens.length === 0)
        return addOne(title, context, false, level === null ? {} : { priority: level });
      const said = readChangeParts(rest, context);
      if (ownQuotes(title).length > 0 && said !== null && said.target.tokens.length === 0)
        return addAll(title, context, false, detailsOf(said.changes));
      const text = `${raw(title)}${details.tokens.length > 0 ? ',' : ''} ${raw(rest)}`;
      return addOne(phraseOf(text), context, false);
    },
    examples: [
      ['put milk on my list', adds(task('Milk'))],
      ['add "call Bob" as a task', adds(task('Call Bob'))],
      ['add call the plumber to my todo list', adds(task('Call the plumber'))],
      ['I would like milk added to my list', adds(task('Milk'))],
    ],
  },
  {
    name: 'add',
    patterns: [
      '(?:put|jot|write|note) {title} down',
      '(?:add|append|jot down|jot|note down|write down|put down) {title}',
      '(?:create|schedule|set up|record|log|enter|insert|save|track) {title}',
      '(?:note|note to self) {title}',
    ],
    read: (slots, context, clause) => {
      const title = slots('title');
      // "…, add the tag home" is of what was said before.
      if (/^(?:the |a )?(?:tag|label) \S+$/.test(seen(title))) return null;
      if (
        /^(?:task|todo|(?:something|one|another|this|that)(?: (?:for me|to my list|on my list))+|it|that|this|them|those|something|anything|one|another|more|stuff|things|tasks|a|an|the|new|(?:a|an|another|the|one)(?: more| new)? (?:task|todo|one|thing|item))$/.test(
          seen(title),
        )
      )
        return NOTHING;
      if (/^(?:it|that|this|them) (?:again|back)\b/.test(seen(title))) return null;
      // "note: call Bob", but not "note that …".
      if (
        /^note\b/.test(seen(clause)) &&
        !/^note to self\b/.test(seen(clause)) &&
        markAt(clause, 1) !== ':' &&
        !/^note down/.test(seen(clause))
      )
        return null;
      return markAt(title, 0) === ':' && items(title).length > 1 && /\n/.test(raw(title))
        ? addAll(title, context, false)
        : addOne(title, context, false);
    },
    examples: [
      ['add call mom tonight', adds(task('Call mom', { due: { on: '2026-03-04', time: '20:00' } }))],
      ["add 'mark task 3 as done'", adds(task('Mark task 3 as done'))],
      ['add "buy milk" and "buy eggs"', adds(task('Buy milk'), task('Buy eggs'))],
      ['add milk, eggs and bread', adds(task('Milk, eggs and bread'))],
      ['add iPhone charger to buy', adds(task('iPhone charger to buy'))],
      ['please add buy sun cream', adds(task('Buy sun cream'))],
      [
        'add pay rent friday 9am !high #home',
        adds(
          task('Pay rent', { due: { on: '2026-03-06', time: '09:00' }, priority: 'high', tags: ['home'] }),
        ),
      ],
      [
        'schedule dentist appointment for friday at 10',
        adds(task('Dentist appointment', { due: { on: '2026-03-06', time: '10:00' } })),
      ],
    ],
  },
  {
    name: 'how urgent, and a deed',
    patterns: ['(?:very |really |super )?(?:urgent|important) {title}'],
    read: (slots, context) =>
      DEEDS.has(seen(slots('title')).split(' ', 1)[0] ?? '') && seen(slots('title')).includes(' ')
        ? addOne(slots('title'), context, false, { priority: 'high' })
        : null,
    examples: [['URGENT call Bob', adds(task('Call Bob', { priority: 'high' }))]],
  },
  {
    name: 'add, but what?',
    patterns: [
      `(?:(?:<add>|<make>|i need|i want|make me) )?${ANY}(?:new |another )?(?:<task>|<tasks>)(?: (?:to|for|on) (?:me|my list|my <list_name>))?`,
      '(?:add|create|new|remind me|remember|note|add it|add something|reminder|note to self)',
      '(?:add|save|note|put|write|keep|create|make|jot|take)(?: me)?(?: down)? (?:something|one|one more|another|another one|one thing|a thing|a note|a new one)(?: down)?(?: (?:for me|to my list|on my list|on there))*',
    ],
    read: (_, __, clause) =>
      /^(?:<|add|create|new|another|make|set|i need|i want|keep|take|reminder|put|jot|write|note|remind|remember|schedule|record|log|enter|insert|save|open|start|register)\b/.test(
        seen(clause),
      )
        ? NOTHING
        : null,
    examples: [
      ['add a task', NOTHING],
      ['add', NOTHING],
      ['add a reminder', NOTHING],
      ['could you set up a reminder for me?', NOTHING],
      ['remind me', NOTHING],
      ['new task', NOTHING],
    ],
  },
];

/** "gotta run, talk later", "gotta be specific, right?": nothing is to be done. */
export const GOES =
  /^(?:(?:run|go|dash|leave|jump|sleep|head out|hop off|eat|crash)(?: (?:now|soon|talk|bye|see|sorry|off)\b.*)?|be (?!at |in |on |there|back|home|ready|early|up |with )\S+(?: (?:right|though|now|more|here|about it|with \S+))*|(?:admit|confess|laugh|love it)\b.*)$/;

/** Something to be done out there: a new task, unless it speaks of one that is there. */
export const OBLIGATION =
  /^(?:(?=(?:(?:still|really|definitely|seriously|also) )*(?:need to|have to|got to|must|going to (?:have|need) to) )|it is (?:necessary|important|essential) (?:that )?(?=i |we |(?:for (?:me|us) )?to )(?:i |we |for me |for us )?|(?:i|we) )(?:(?:really|also|still|just|do|probably|definitely|seriously|desperately|absolutely|actually|kind of|sort of|badly|urgently) )*(?:need to|have to|have got to|got to|must to|must|should|ought to|am supposed to|are supposed to|am having to|are having to|am needing to|are needing to|(?:am |are )?going to (?:have|need) to|to(?= )|(?=(?!need|have|must|should|am|are|got|had|will|would|ought|want|like|do|did|can|may|might)[a-z]+ )(?<=it is (?:necessary|important|essential) that (?:i|we) )|am obliged to|had better|would better|better|will have to|will need to|need(?= (?:finish|buy|call|go|pay|do|make|send|write|prepare|visit|take|bring|clean|book|get)\b)) (?:(?:really|also|still|just|probably|definitely|maybe) )*/;

const NOT_FORGETTING = /^(?:not forget (?:(?:to|that|about) )?|remember (?:to|that|about) )(?=\S)/;

export const addObligation = (phrase: Phrase, context: Context): Intent =>
  addOne(dropStart(phrase, NOT_FORGETTING), context, false);
