import { LIMITS, type Priority } from '@todo/contracts';
import { addDays, wallClock } from './dates/calendar.js';
import { findDue } from './dates/find-due.js';
import { findSpan } from './dates/spans.js';
import type { Context, Filter, Status } from './intent.js';
import { unquote } from './phrases.js';
import { mend, type Phrase, QUOTED, raw, seen } from './sentence.js';
import { firstCodePoints } from './title.js';
import { anyOf, GROUPS } from './vocabulary.js';

export interface FilterWords {
  status: Status;
  filter: Filter;
  /** Words that say something else. */
  rest: string;
}

interface FilterRule {
  pattern: RegExp;
  read(groups: Readonly<Record<string, string | undefined>>): { status?: Status; filter?: Filter };
}

const LEAD =
  '(?:(?:that|which|who) )?(?:(?:i|we) )?(?:(?:are|is|am|were|have|has|been|be|it is) )*(?:still |already |currently |now |all )?';
const LEVEL: Readonly<Record<string, Priority>> = {
  hi: 'high',
  high: 'high',
  highest: 'high',
  top: 'high',
  urgent: 'high',
  important: 'high',
  med: 'medium',
  medium: 'medium',
  normal: 'medium',
  low: 'low',
  lowest: 'low',
  lo: 'low',
  asap: 'high',
};

export const readLevel = (word: string): Priority | null => LEVEL[word] ?? null;

/** Pieces of a description of tasks, in the order in which they are looked for; what is found is taken out. */
const FILTERS: readonly FilterRule[] = [
  {
    pattern:
      /\b(?:without|with no|no|having no|that have no|(?:do|does) not have|have not) (?:a |any )?(?:due dates?|deadlines?|dates?|day)\b|\b(?:did|have|has) not (?:i |we |you )?(?:give|given|set|put|get|got|have) (?:it |them )?(?:a |any )(?:due date|date|deadline|day)\b|\b(?:did|have) (?:i|we) not (?:give|given|set|put) (?:a |any )(?:due date|date|deadline|day)\b|\b(?:undated|unscheduled|dateless|not (?:yet |been )*(?:scheduled|dated))\b/,
    read: () => ({ filter: { due: 'none' } }),
  },
  {
    pattern:
      /\bshould (?:i |we )?(?:(?:already )?have (?:already )?(?:been )?|already be |be already |be (?=\S+ (?:by now|already)))(?:finished|done|completed|ready)(?: by now| already)?(?: but (?:have|has|is|are|was|were) not)?\b/,
    read: () => ({ filter: { due: 'overdue' } }),
  },
  {
    pattern:
      /\b(?:(?:what|which) )?deadlines?(?: \S+){0,3} (?:missed|passed|slipped)\b|\b(?:missed|blown|slipped)(?: \S+){0,2}\b/,
    read: () => ({ filter: { due: 'overdue' } }),
  },
  {
    pattern: new RegExp(
      `\\b${LEAD}(?:overdue|over due|(?:run|runs|running) late|(?:has |have )?(?:passed|missed|gone past|slipped past) (?:its|their|the) (?:deadline|due date|date|day)|late|expired|lapsed|behind(?: on| with)?|past due|(?:past|over) (?:the|their|its) (?:due date|deadline|date|due)|(?:did|have|has) (?:i|we) (?:miss(?:ed)?|forget|forgotten|let slip)(?: (?:anything|something|any|a deadline))?|behind schedule)\\b`,
    ),
    read: () => ({ filter: { due: 'overdue' } }),
  },
  {
    pattern: new RegExp(
      `\\b${LEAD}(?:due |scheduled |planned |coming up )*(?:for |by |on )?(?:today's|today|tonight|(?:my|the|our) day|the rest of (?:the|my|this) day)\\b`,
    ),
    read: () => ({ filter: { due: 'today' } }),
  },
  {
    pattern: new RegExp(
      `\\b${LEAD}(?:due |scheduled |planned |coming up )*(?:for |by |in |within |over )?(?:(?:this|the|my|our) (?:rest of the )?week(?:'s)?|the rest of (?:this|the|my) week|this week's|the (?:next|coming) (?:week|7 days|seven days)|next (?:7|seven) days)\\b`,
    ),
    read: () => ({ filter: { due: 'week' } }),
  },
  {
    pattern:
      /\b(?:that (?:are|is|have) |which (?:are|is) )?(?:tagged|labell?ed|tag|label)(?: (?:with|as|by))?(?: the)?(?: tag)? #?(?<tag>\S+)|\b(?:with|having|in|under|by|of|has|have|for) (?:the )?(?:tag|label) #?(?<other>\S+)|\b(?:with |only |just )*(?:the |a )(?<third>\S+) tag\b|(?:\b(?:in|for|with|under|tagged) )?(?<!\S)#(?<hash>[^\s\d]\S*)/,
    read: ({ tag, other, third, hash }) => ({ filter: { tag: tag ?? other ?? third ?? hash ?? '' } }),
  },
  // Till the end of days.
  {
    pattern: /\b(?:with|that (?:have|has)|having) (?:a|any|some) (?:due date|date|deadline|due day)\b/,
    read: () => ({ filter: { to: '9999-12-31' } }),
  },
  // "all the high ones"
  {
    pattern:
      /\b(?<level>high|medium|low)(?= (?:ones?|tasks?|things|stuff|items|prio)\b)|(?<=\beverything (?:that is )?)(?<all>high|medium|low)\b(?![- ]priority)/,
    read: ({ level, all = '' }) => ({ filter: { priority: readLevel(level ?? all) ?? 'low' } }),
  },
  {
    pattern: /\b(?:my|our|the) (?:top |main |biggest )?priorities\b/,
    read: () => ({ filter: { priority: 'high' } }),
  },
  {
    pattern: /\b(?:not|less|least)(?: (?:so|that|very|really|too|all that|as))* (?:important|urgent)\b/,
    read: () => ({ filter: { priority: 'low' } }),
  },
  {
    pattern:
      /\b(?:that (?:are|is|have) )?(?:(?:with|at|of|marked|as|a) )*(?<level>high(?:est)?|top|medium|normal|low(?:est)?)[- ]priority\b|\b(?:with )?priority (?<other>high|medium|low)\b|\b(?:that (?:are|is) )?(?:most )?(?<urgent>urgent|important)\b/,
    read: ({ level, other, urgent }) => {
      const priority = readLevel(level ?? other ?? urgent ?? '');
      return priority === null ? {} : { filter: { priority } };
    },
  },
  {
    pattern: new RegExp(
      `\\b${LEAD}(?:to be done|not (?:yet )?(?:done|completed?|finished)(?: yet)?|(?<!')to do|left(?: to do)?|(?:did|do|does|has|have) not (?:i |we )?(?:yet |still |been )*(?:done|do|made|make|finish(?:ed)?|completed?|ticked off|checked off|closed?)(?: yet)?|not (?:yet |been )*(?:finish|do|close|closed|ticked off|checked off|ready)(?: yet)?|${anyOf(GROUPS.pending.filter((word) => word !== 'left'))})\\b`,
    ),
    read: () => ({ status: 'pending' }),
  },
  {
    pattern:
      /\b(?:need|needs|want|supposed|must|should|have|has|remains?|got) to (?:get |be |have )?(?:done|finished|completed|do|finish|make|take care of|deal with|handle)\b|\b(?:need|needs|want|(?:must|should|has to|have to) (?:still |yet |also )*be) (?:done|doing|finishing|ready)\b|\bremains?(?: to (?:do|make|be done|finish))?\b|\bstays?\b|\bis left over\b|\bthe (?:rest|remainder)\b/,
    read: () => ({ status: 'pending' }),
  },
  {
    pattern:
      /\b(?:that |which |what )?(?:(?:i|we) )?(?:have |did )?(?:already )?(?:managed to (?:finish|do|complete|get done)|(?<=\bdid (?:already )?)(?:complete|finish|do|accomplish)|knocked out|knocked off|got done|gotten done|ticked off|crossed off|checked off|achieved|got through|got behind me)(?: already| so far)?\b/,
    read: () => ({ status: 'completed' }),
  },
  {
    pattern:
      /\b(?:(?:did|have|had|has) (?:i|we) (?:already |so far |just |ever )*(?:complete|finish|do|tick off|cross off|check off|get done|achieve|accomplish|manage)d?|(?:i|we) (?:already |have already |have )(?:did|finished|completed|ticked off|crossed off))\b/,
    read: () => ({ status: 'completed' }),
  },
  {
    pattern: new RegExp(`\\b${LEAD}${anyOf([...GROUPS.done, 'ready', 'behind me'])}\\b`),
    read: () => ({ status: 'completed' }),
  },
  {
    pattern:
      /\b(?:that (?:are |contain |mention )?|which (?:are |contain |mention )?)?(?:about|regarding|concerning|containing|mentioning|matching|related to|to do with|contain|mention|with the words?) (?:the |my )?(?<q>\S.*)$/,
    read: ({ q = '' }) => ({ filter: { q: q.replace(/ in (?:it|them|the title)$/, '') } }),
  },
  {
    pattern: /\bwith (?:the words? )?(?<q>\S+) in (?:it|them|the title|their title|the name)\b/,
    read: ({ q = '' }) => ({ filter: { q } }),
  },
];

/** Days that are gone: nothing is due there that is not overdue. */
const PAST_SPANS = /\b(?:last (?:week|month|year)|next year|this year)\b/;

const FILLERS = new Set(
  `under inside within filed expected expects expect a two three four five away bears bear does will hold bring hopefully much them whatever managed here feels nothing miss missed deadlines deadline walked just a all also and any anything are at be been current currently do done each else every everything for from give got has
  have i in is it item items just list lists me more my now of on one ones only other our out please remaining right s show
  so some something still stuff task tasks that the there these things thing those to todo todos up was we what which with
  you your entry entries chores reminders reminder notes full whole entire need needs should must can will first due plate
  agenda both yet next today's already make wanted want planned going supposed looking look say happening coming include
  including included both as well again hmm am by ahead waiting waits happens remember did you know tell when remind how does plan overview rundown recap briefing breakdown run walk talk through lot stack bunch recently lately newly works jobs activities duties points matters free busy booked plans like look looks looking shaping getting`.split(
    /\s+/,
  ),
);

/** The tag that is the only word of a description that says anything. */
const knownTag = (said: string, tags: readonly string[] = []): string | undefined => {
  const all = said.split(' ');
  const words = all.filter((word) => word !== '' && !FILLERS.has(word));
  // "the it ones"
  const [only] =
    words.length > 0 ? words : all.filter((_, index) => /^(?:ones|tasks|stuff)$/.test(all[index + 1] ?? ''));
  return words.length <= 1 ? tags.find((tag) => tag.toLowerCase() === only) : undefined;
};

const DONE_WORD = '(?:done|finished?|completed?|closed|ticked(?: off)?|crossed(?: off)?|checked(?: off)?)';
const OPEN_WORD =
  '(?:not (?:yet )?(?:done|finished|completed?)|not|undone|unfinished|incomplete|pending|open|outstanding)';
/** "both open and done" */
const DONE_OR_NOT = new RegExp(
  `\\b(?:both |whether |if )?(?:the )?(?:${DONE_WORD} (?:and|or|as well as|plus)(?: also)?(?: the)? ${OPEN_WORD}|${OPEN_WORD} (?:and|or|as well as|plus)(?: also)?(?: the)? ${DONE_WORD})\\b(?: yet| already)?`,
);
/** "everything, including what is finished": it is no list of that alone. */
const WITH_THE_DONE = new RegExp(
  `^(.*?)\\b(?:including|incl|inclusive|also|plus|even|with|together with|along with|as well as|and(?: also| even)?)(?: also| even)? (?:(?:the|my|what|whatever|those|of|things|stuff|tasks|ones|that|which|i|we|have|has|is|are|was|were|already|been|got|all) )*${DONE_WORD}(?: (?:ones|tasks|stuff|things|items|already|yet|too|as well))*$`,
);
const SAYS_ALL = /\b(?:everything|all|every|whole|entire|full|complete|both|list|tasks)\b/;

const LONGEST = 500;

/** Whether anything narrows the list. */
export const hasFilter = ({ status, filter }: { status: Status; filter: Filter }): boolean =>
  status !== 'all' || Object.keys(filter).length > 0;

/**
 * What a description such as "high priority tasks tagged home due this week" asks for. Null when it names a span of
 * time that no list can be narrowed to. Who asks for what is due asks for what is not done.
 */
export const readFilter = (phrase: Phrase, context: Context): FilterWords | null => {
  let said = seen(phrase)
    .replace(/\b(?:complete|full|entire|whole) (?=list\b|overview\b)/, '')
    .replace(WITH_THE_DONE, (words, said: string) => (SAYS_ALL.test(said) ? said : words))
    .replace(
      /\b(?:done|finished|completed)(?: (?:ones?|tasks|things|stuff|items))? (?:are |is |also )?(?:included|as well|too)$/,
      '',
    )
    .replace(DONE_OR_NOT, ' ')
    // "which things I did finish until now?"
    .replace(/ (?:until|till|up to|upto|as of) now\b/, ' ')
    .replace(/ +/g, ' ')
    .trim();
  // No description of a list is so long.
  if (said.length > LONGEST) return { status: 'all', filter: {}, rest: said };
  if (PAST_SPANS.test(said)) return null;
  let status: Status = 'all';
  let filter: Filter = {};
  const days = findSpan(said, context);
  if (days !== null) {
    filter = { ...(days.span.from === undefined ? {} : { on: days.span.from }), to: days.span.to };
    said = said.replace(days.words, ' ').replaceAll(/ +/g, ' ').trim();
  }
  for (const { pattern, read } of FILTERS) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const found = read(match.groups ?? {});
    if (status === 'all') status = found.status ?? 'all';
    filter = { ...found.filter, ...filter };
    said = `${said.slice(0, match.index)} ${said.slice(match.index + match[0].length)}`;
  }
  if (filter.due === undefined && days === null) {
    const text = raw(phrase).replaceAll(/(?<=\b(?:today|tomorrow|\w+day))['’]s\b/giu, '  ');
    const found = filter.q === undefined ? findDue(text, context) : null;
    if (found !== null) {
      filter = { ...filter, on: found.due.on };
      const dateWords = new Set(
        found.spans.flatMap(({ start, end }) =>
          text
            .slice(start, end)
            .toLowerCase()
            .split(/[\s,]+/)
            .flatMap((word) => [word, mend(word)]),
        ),
      );
      said = said
        .split(' ')
        .filter((word) => !dateWords.has(word))
        .join(' ');
    }
  }
  if (
    status === 'all' &&
    (filter.on !== undefined ||
      filter.to !== undefined ||
      (filter.due !== undefined && filter.due !== 'none'))
  )
    status = 'pending';
  const late = / (?:(?:due|for|from|on|since) )*yesterday(?:'s)?(?= )/.exec(` ${said} `);
  if (late !== null) {
    // What was done then nobody knows.
    if (status === 'completed' || days !== null) return null;
    const today = (context.wall ?? wallClock(context.now, context.timeZone)).on;
    [status, filter] = ['pending', { ...filter, on: addDays(today, -1) }];
    said = ` ${said} `.replace(late[0], ' ').trim();
  }
  const tag = knownTag(said, context.tags);
  if (tag !== undefined && filter.tag === undefined) {
    filter = { ...filter, tag };
    said = said
      .split(' ')
      .filter((word) => word !== tag.toLowerCase())
      .join(' ');
  }
  const quote = phrase.tokens.find(({ kind }) => kind === 'quote');
  const quoted = quote === undefined ? '' : unquote(phrase.text.slice(quote.start, quote.end));
  if (filter.q !== undefined)
    filter = {
      ...filter,
      q: firstCodePoints(
        filter.q.replace(QUOTED, () => quoted),
        LIMITS.query.max,
      ),
    };
  if (filter.tag !== undefined)
    filter = {
      ...filter,
      tag: firstCodePoints(
        filter.tag.replace(QUOTED, () => quoted),
        LIMITS.tag.max,
      ),
    };
  const rest = said
    .split(' ')
    .filter((word) => word !== '' && !FILLERS.has(word))
    .join(' ');
  return { status, filter, rest };
};
