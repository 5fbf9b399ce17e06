import { LIMITS } from '@todo/contracts';
import { readWholeWhen } from '../dates/find-due.js';
import { type FilterWords, hasFilter, readFilter, readLevel } from '../filter.js';
import type { Context, Intent } from '../intent.js';
import { peel, withoutEnd } from '../manners.js';
import { dropEnd, dropStart, hasQuote, namesTask, unquote, words } from '../phrases.js';
import { readReferences } from '../reference.js';
import { type Phrase, raw, seen } from '../sentence.js';
import { firstCodePoints } from '../title.js';
import { matchTitles, mentioned, toldTitles } from '../titles.js';
import { anyOf, GROUPS } from '../vocabulary.js';
import type { Rule } from './rule.js';
import { isExplicit, isKnown } from './target.js';

const list = (phrase: Phrase, context: Context, needsWords = false): Intent | null => {
  const found = readFilter(phrase, context);
  if (found === null)
    return {
      intent: 'unclear',
      asks: 'which days',
    };
  if (needsWords && !hasFilter(found)) return null;
  if (found.rest === '') return { intent: 'list', status: found.status, filter: found.filter };
  return found.filter.q === undefined &&
    (/\b(?:tasks|todos)\b/.test(seen(phrase)) ||
      (context.titles !== undefined &&
        !needsWords &&
        /\b(?:everything|anything|whatever|all|list|stuff|what)\b/.test(seen(phrase))))
    ? searchable(found, context, seen(phrase))
    : null;
};

const show = (phrase: Phrase, context: Context): Intent | null => {
  const references = readReferences(phrase, context);
  const [target] = references === 'unclear' ? [] : references;
  return target === undefined || target.kind === 'all' || target.kind === 'them'
    ? null
    : { intent: 'show', target };
};

const meansAList = (phrase: Phrase, context: Context): boolean => {
  const said = seen(phrase);
  if (hasQuote(phrase) || /\d|\b(?:it|that|first|last|second|third|one)\b/.test(said)) return false;
  if (/\b(?:tasks|todos)\b|^(?:my|the) (?:task|todo|list)$/.test(said)) return true;
  return readFilter(phrase, context)?.rest === '';
};

/** "meeting tasks": a word or two that are no filter are words to look for. */
const searchable = (
  { status, filter, rest }: FilterWords,
  { titles, tags = [] }: Context,
  said: string,
): Intent | null => {
  // Where a filter was said, words that no task has are no words to look for; nor is what somebody's list does.
  const idle = titles !== undefined && matchTitles(rest, [...titles, ...tags]).places.length === 0;
  if (idle && (hasFilter({ status, filter }) || rest.split(' ').length > 2 || !isSoughtIn(rest, said)))
    return { intent: 'list', status: status === 'all' && STILL.test(said) ? 'pending' : status, filter };
  return rest.split(' ').length <= 2 ? { intent: 'list', status, filter: { ...filter, q: rest } } : null;
};

const STILL = /\b(?:still|left|remains?|waiting|outstanding)\b/;

/** "work tasks", "anything about work": the words stand where people put what they look for. */
const isSoughtIn = (rest: string, said: string): boolean => {
  const [first = '', last = ''] = [rest.split(' ')[0], rest.split(' ').at(-1)];
  const words = said.split(' ');
  const before = words[words.indexOf(first) - 1] ?? '';
  const after = words[words.indexOf(last) + 1] ?? '';
  return (
    /^(?:about|for|with|regarding|containing|mentioning|on|in|of|named|called|from)$/.test(before) ||
    /^(?:tasks?|todos?|ones?|items?|stuff|things?|reminders?)$/.test(after)
  );
};

/** "work tasks", and "work stuff that is not done". */
const OF_ONE_KIND = /^(?:my |the |all |any )*\S+ (?:tasks|todos|to dos|reminders|items)$/;
const OF_ONE_KIND_THAT =
  /^(?:my |the |all |any )*\S+ (?:(?:tasks|todos|to dos|reminders|items)$|(?:tasks|todos|reminders|items|stuff|things|ones) (?:that|which) )/;

/** Verbs in front of "tasks" want something done. */
const MAKES =
  /^(?:view|see|show|display|check|get|read|print|add|create|new|make|delete|remove|clear|complete|finish|close|open|check|mark|sort|rename|move|tag|undo|restore|manage|handle|do|set)\b/;

const ALL_OF_THEM =
  /\b(?:(?:on|in) (?:there|here)|tasks|todos|to dos|list|everything|reminders|agenda|plate)\b/;
const WHAT_TO_DO =
  /\b(?:to do|do|next|left|remains|have|got|to make|on|going on|make|planned|coming up|ahead(?: of me)?|to work on|waiting(?: for me)?|waits(?: for me)?|outstanding|stays|remains|in store)(?: (?:again|now|then|today|so far|still|yet))*$/;

const all: Intent = { intent: 'list', status: 'all', filter: {} };
const pending: Intent = { intent: 'list', status: 'pending', filter: {} };
const completed: Intent = { intent: 'list', status: 'completed', filter: {} };
const due = (day: 'overdue' | 'today' | 'week' | 'none'): Intent => ({
  intent: 'list',
  status: day === 'none' ? 'all' : 'pending',
  filter: { due: day },
});

/** What says only that something is written: "the task in which is written Omar". */
const WRITTEN =
  /^(?:whether |if )?(?:(?:i|we) (?:have )?(?:noted|wrote|written|put|added) (?:down )?)?(?:(?:the |a |any )?(?:tasks?|todos?|ones?|something|anything|thing) )?(?:(?:(?:in which|where|that|which) (?:it |there )?(?:is |are |has |have |was )?(?:written |noted |mentioned |mentions? |says? )?)|about |regarding )+(?=\S)/;

/** Where to look and for what sort of thing, before the words that are looked for. */
const AROUND_SOUGHT = new RegExp(
  `^(?:(?:for )?(?:me|us)(?= \\S)|where (?:it |there )?(?:is |are |has )?(?:written|noted|mentioned|says)|(?:all|any|anything|something|everything|every|each|all of|whatever|whether|if|some)(?= \\S)|(?:i|we|there) (?:have|had|has|is|are|was|got|have got|wrote|put|noted)(?: (?:already|still|ever))?|(?:(?:in|through|on|of|among|from) )?(?:(?:my|the|our|a|an|any|all|that|those|these) )*(?:${anyOf(GROUPS.tasks)}|${anyOf(GROUPS.task)}|ones?|list)(?= (?:about|with|containing|for|that|which|named|called|mentioning|related|matching|on|in|of|whose|where|regarding|concerning))|(?:my |the |our )*(?:${anyOf(GROUPS.tasks)}) (?!to )|(?:that |which |where )?(?:it |there |they )?(?:mentions?|mentioning|contains?|containing|says?|saying|has to do with|have to do with|to do with|is about|are about|matching|matches|match|related to|relating to|relates to|about|for|with|regarding|concerning|on the subject of|is called|called|named|have|has|having|includes?|including)|(?:in|on) which|of(?= )|the (?:words?|names?|terms?|keywords?|phrase|text)|(?:words?|keywords?)(?= Q))(?: |$)`,
);

/** "I can't remember when …", "any idea whether …" */
const WONDERS =
  '(?:(?:i|we) )?(?:remind me|any idea|any clue|no idea|tell me|wonder|wondering|was wondering|am wondering|do not know|am not sure|not sure|can not remember|can not recall|do not remember|forgot|forget|keep forgetting|have no idea|need to know|want to know|lost track of|do you (?:know|remember)|you know|(?:can|could) you (?:check|see|say|tell me))(?: again)?';
/** "which is the oldest task", "what did I add last" */
const EDGE =
  /^(?:(?:the|my) )?(?:(?<old>oldest)|newest|latest|most recent|last added)(?: (?:task|one|todo|thing|item|entry))?(?: (?:on|in|of) (?:my|the) list)?$|^(?:add|put|write|note|put in|put on|create) (?:last|most recently|latest)$/;
const ASKS_FOR_SEVERAL =
  /\b(?:anything|something|any|tasks|todos|ones|everything|all|things|stuff|nothing|else|free|busy|list|how many)\b/;

/** Questions about the tasks: they change nothing. */
export const ASK: readonly Rule[] = [
  {
    name: 'what is left, in few words',
    patterns: [
      '(?:(?:show|list|see)(?: me)? )?(?:(?:what is|my|the) )?upcoming(?: <tasks>)?',
      'what is coming',
      '(?:the )?open (?:ones|<tasks>)',
      '(?:(?:is|was) )?(?:that|this) (?:all|everything|it)(?: (?:that )?(?:i have(?: got)?|there is))?(?: (?:for now|on my list|left|to do))?',
      'that all',
      'ls',
      'where (?:do|should|shall|can) i (?:start|begin)',
      'am i (?:all )?(?:done|finished)(?: (?:now|yet|with everything))?',
      'am i (?:all )?(?:done|finished) (?:for )?(?<today>today|the day)',
    ],
    read: (slots, _, clause) => {
      const said = seen(clause);
      // "that is all" ends a talk, and asks for nothing.
      if (/^(?:that|this|is|was)\b/.test(said) && !/\?\s*$/.test(clause.text)) return null;
      return slots('today').tokens.length > 0 ? due('today') : pending;
    },
    examples: [
      ['upcoming', pending],
      ['open ones', pending],
      ['is that all?', pending],
      ['am I done for today?', due('today')],
    ],
  },
  {
    name: 'which are so urgent, what was done when',
    patterns: [
      '(?:(?:which|what) (?:<tasks>|ones)|which) (?:are|is) (?<level>high|medium|low)',
      'what (?:did|have) (?:i|we) (?:complete|completed|finish|finished|do|done|get done|tick off|ticked off|achieve|accomplish) (?:yesterday|today|so far|this (?:morning|week|month)|last (?:night|week)|already)',
    ],
    read: (slots) => {
      const priority = readLevel(seen(slots('level')));
      return priority === null ? completed : { intent: 'list', status: 'all', filter: { priority } };
    },
    examples: [
      ['which ones are high', { intent: 'list', status: 'all', filter: { priority: 'high' } }],
      ['what did I complete yesterday', completed],
    ],
  },
  {
    name: 'statistics',
    patterns: [
      'how (?:am i|are we|is it|are things|is everything) (?:doing|going|progressing|getting on|getting along|coming along)(?: .*)?',
      '(?:<list> (?:me )?)?(?:what (?:is|are) )?(?:my |the |some |an? )*(?:task )*(?:stats?|statistics?|progress|summary|status report|status|stand|completion rate|numbers(?! #?\\d)|productivity|scores?|tally|headcount|total|totals|track record|percentage)(?: .*)?',
      'how (?:i am|we are|things are|it is|everything is|i have been|am i|have i been|have we been) (?:doing|going|progressing|getting on|coming along)(?: .*)?',
      'how (?:many|much)(?: .*)?',
      '(?:(?:my|the|all|so far|in total|total|left|ones|already|overdue|<tasks>|<done>|<pending>) )+how many(?: .*)?',
      'how (?:do|did|have) (?:i|we) (?:stand|do|been doing|fare|faring|get on|perform)(?: .*)?',
      '(?:have|am|was|were) (?:i|we) (?:been )?(?:productive|efficient|busy enough|doing enough)(?: .*)?',
      '(?:what is )?(?:the )?(?:state|status|standing) of (?:my |the |our )?(?:<list_name>|<tasks>|things|affairs)(?: .*)?',
      '(?:what|which) (?:percentage|percent|share|fraction|part|proportion)(?: .*)?',
      '(?:(?:what is|tell me|give me|show me) )?(?:the )?(?:percent|percentage|share|fraction) (?:of )?(?:(?:my|the|all|what|that|which|is|are|i|have|tasks|list|it) )*(?:<done>)(?: .*)?',
      '(?:<list> (?:me )?)?how (?:many|much|productive|well|far)(?: .*)?',
      'count(?: up)?(?: (?:my |all |the )*<tasks>)?(?: (?:for me|please|now))?',
      '(?:the |my )?(?:total|totals|number of (?:my |all |the )*(?:<tasks>|<done>|<pending>)|(?:<task>|<tasks>) count)(?: .*)?',
      'where (?:do|did|am) (?:i|we) (?:stand|at)(?: .*)?',
      '(?:how is it|how it is|how are things|how is everything|how is that) (?:looking|going|coming along|shaping up)(?: .*)?',
      '(?:count|calculate|tell)(?: for)?(?: me)? how many(?: .*)?',
      '(?:done|completed|finished) (?:vs|versus|against|out of) (?:total|all|pending|open)',
      '(?:how|be honest how) (?:badly|well|good|bad|far|much) (?:am i|are we|have i)(?: .*)?',
      'how (?:is|are) (?:my |the |our )?(?:progress|list|tasks|stats|todo|todos|things|numbers)(?: .*)?',
      '(?:am i|are we) (?:on track|doing (?:well|good|okay|ok|fine|alright|all right)|making progress)(?: .*)?',
      'count(?: up)? (?:(?:my|all|the|how many) )*(?:<pending>|<done>|overdue|late)(?: (?:ones|<tasks>))?',
    ],
    read: () => ({ intent: 'stats' }),
    examples: [
      ['How am I doing?', { intent: 'stats' }],
      ['how many tasks do I have left?', { intent: 'stats' }],
      ['done so far: how many?', { intent: 'stats' }],
      ["what's my progress?", { intent: 'stats' }],
      ['Show me my stats', { intent: 'stats' }],
    ],
  },
  {
    name: 'list what I have done',
    patterns: [
      'what (?:all )?(?:tasks? |things |have |did |has |else )*(?:i|we) (?:have |already |just )*(?:<done>|done|finish|complete|do|get done|accomplish|achieve)(?: (?:so far|already|yet|lately|recently|today|this week|until now))*',
      '(?:did|have) (?:i|we) (?:already )?(?:<done>|finish|complete|do|get|achieve|accomplish|manage) (?:anything|something|any <tasks>|a lot|much|anything done)(?: .*)?',
      'what (?:is|was|has been|got|have been|are) (?:already )?(?:<done>)(?: (?:so far|already|yet))*',
      '(?:the |all |my |all the )*(?:completed|(?:completed|finished|done) (?:ones|tasks|stuff|list|items))',
      '(?:<list> (?:me )?)(?:what|everything|all)(?: that)? (?:i|we) (?:have |already |did )*(?:<done>|done|finish|complete|do)(?: (?:so far|already))*',
    ],
    read: () => completed,
    examples: [
      ['completed', completed],
      ['What have I completed?', completed],
      ['what did I finish so far?', completed],
      ["what's done?", completed],
      ['show me what I have done', completed],
    ],
  },
  {
    name: 'search',
    patterns: [
      '<search> {text}',
      '(?:(?:can|could) (?:i|you) )?(?:search|scan|check|comb|go|look|dig|hunt|browse|read)(?: (?:in|through|over|at|inside|across|within))? (?:my |the |our |all |of )*(?:<tasks>|<list_name>|everything) (?:for|and find|to find|to see if|and see if|whether|if) {text}',
      // "check for soap", and not "check the soap".
      '(?:check|look|filter|scan|hunt|dig|browse|sift|trawl)(?: (?:my |the )?<tasks>)?(?: (?:out|around|through))? (?:for|by) {text}',
      '(?:filter(?: (?:by|on|to))?|dig out|dig up|hunt down|track down) {text}',
      '(?:so )?(?:what|how) about {text}',
      '(?:all|everything|anything) (?:about|regarding|concerning|on the subject of) {text}',
      '(?:which|what) (?:<tasks>|<task>|ones?) (?:mentions?|contains?|includes?|speaks? of|talks? about|(?:is|are) about|has to do with|have to do with) {text}',
      '(?:is there )?(?:any|a|some) mention of {text}',
      '(?:do i have|is there|have i got|there is|(?:i|we) (?:have|have got|got)(?=.* about )) (?:a |an |any |some )(?:<tasks>|<task>) (?:about|for|with|called|named|to) {text}',
      `(?:do|did|have|has|is|are) (?:i|we|there|you) (?:also |already |ever |not |still )*(?:have |got |write |put |note |add |written |noted |added |see |find )*(?:down )?(?:something|anything|any ?thing|a <task>|any <task>|any <tasks>|some <tasks>) (?:down |written |noted |on (?:there|here|it|(?:my|the) list) |in (?:there|here) |left |planned )*(?:about|for|with|on|regarding|to do with|that mentions|mentioning) {text}`,
      '(?:\\S+ ){0,5}?(?:i|we) (?:have )?(?:(?:already|ever|once|also) )*(?:wrote|written|write|noted|note|put|had|added|add|jotted) (?:down )?(?:something|anything|some <task>|a <task>|the thing|a thing|the thing)(?: down)? (?:about|for|with|on|regarding|to do with) {text}',
      'there (?:was|is|were|are|must be|should be) (?:something|anything|a <task>|a thing|some <task>|one) (?:about|for|with|on|regarding) {text}',
      '(?:do|have) (?:i|we) (?:still )?(?:have |got )?(?:that|the|a|some|any|this) (?:thing|<task>|one|note) (?:about|for|with|on|regarding) {text}',
      '(?:was|is|were|are) (?:not )?there (?:not )?(?:something|anything|some <task>|a <task>|one) (?:about|for|with|on|regarding|to do with) {text}',
      '(?:is|are) {text} (?:still |already |also )*(?:on|in) (?:my|the|our) (?:\\S+ )?<list_name>(?: already| still| too| anywhere| somewhere| at all| yet)*',
      '(?:anything|something|any <tasks>) (?:on (?:my|the) list )?(?:about|regarding|to do with|with|concerning) {text}',
      '(?:i|we) (?:search|look for|am searching|am looking for|am searching for|seek|look|can not find|can not see) (?:for )?(?:the |my |a )?(?:<task> )?(?:with |about |of |for |where |called )?{text}',
      '(?:did|have) (?:i|we) (?:already |ever |also )*(?:add|added|note|noted|write|wrote|written|put|save|saved|record|recorded|enter|entered|log|logged|create|created|jot|jotted)(?: down| in| on)?(?: (?:a|any) <task>)?(?: about| for| to| of)? {text}',
      'where (?:is|are|(?:i can|can i|do i|could i) (?:find|see)) {text}',
      '(?:whether |if )?{text!} (?:is|are) (?:still |already |also )*(?:on|in) (?:my|the|our) (?:\\S+ )?(?:list|todos|tasks|agenda)(?: already| still| too| or not| anywhere| somewhere| at all| yet)*',
    ],
    read: (slots, context) => {
      const whole = dropStart(slots('text'), WRITTEN);
      // "any tasks with tag work"
      if (
        /^(?:the )?(?:tag|tagged|label|due|high|low|medium|no)\b/.test(seen(whole)) ||
        readWholeWhen(raw(whole), context) !== null
      )
        return null;
      const references = readReferences(whole, context);
      const [pointed] = references === 'unclear' ? [] : references;
      if (pointed !== undefined && pointed.kind !== 'title' && pointed.kind !== 'all')
        return show(whole, context);
      // "filter by high priority"
      const narrowed = readFilter(dropStart(whole, /^(?:(?:by|for|on|to) )?(?:the )?/), context);
      if (narrowed?.rest === '' && hasFilter(narrowed) && narrowed.filter.q === undefined)
        return { intent: 'list', status: narrowed.status, filter: narrowed.filter };
      const text = withoutEnd(peel(whole, (phrase) => dropStart(phrase, AROUND_SOUGHT)));
      const named = readReferences(text, context);
      const [target] = named === 'unclear' ? [] : named;
      const quotes = text.tokens.filter(({ kind }) => kind === 'quote');
      const [quote] = quotes;
      if (quote !== undefined && quotes.length === 1)
        return { intent: 'search', text: unquote(text.text.slice(quote.start, quote.end)) };
      const found = (target?.kind === 'title' ? target.text : words(text))
        .replace(/^(?:the )?(?:words?|name|title) /i, '')
        .replace(/(?:\s+(?:and|please))+$/i, '')
        .replace(
          /[\s,]+(?:was not there|wasn['’]?t there|isn['’]?t there|right|no)?[\s,?]*(?:(?:on|in|there|here|somewhere|anywhere|at all|my list|the list|it|please|where is it|where|already|or (?:am i|are we) free)[\s,?]*)+$/i,
          '',
        );
      const query = firstCodePoints(
        found.replace(/(?<=\S)[,?!;].*$/s, '').replace(/^(?:the|my|a|an) /i, ''),
        LIMITS.query.max,
      );
      return query === '' ? null : { intent: 'search', text: query };
    },
    examples: [
      ['find tasks about rent', { intent: 'search', text: 'rent' }],
      ['search for milk', { intent: 'search', text: 'milk' }],
      ['find the meeting task', { intent: 'search', text: 'meeting' }],
      ['do I have a task about taxes?', { intent: 'search', text: 'taxes' }],
      ['look for "buy milk"', { intent: 'search', text: 'buy milk' }],
    ],
  },
  {
    name: 'a part of one',
    patterns: [
      '(?:what|which) (?:<task> )?(?:priority|tags?|labels?|due date|deadline|date|day|time|description|notes?) (?:is|are|has|have|does|do|did|was) {target}(?: have| got| due| on| at)?',
      '(?:what|which) (?:is|are|was) (?:the |my )?(?:current )?(?:priority|tags?|labels?|due date|deadline|date|day|time|description|notes?|status|state) (?:of|for|on|at) {target}',
      '(?:what|which) (?:is|was|are) {edge}|what did (?:i|we) {added}',
      'how (?:urgent|important|late) (?:is|are|was) {target}',
    ],
    read: (slots, context) => {
      const edge = EDGE.exec(`${seen(slots('edge'))}${seen(slots('added'))}`)?.groups;
      if (edge !== undefined)
        return {
          intent: 'show',
          target: {
            kind: 'one',
            status: 'all',
            filter: {},
            edge: edge.old === undefined ? 'newest' : 'oldest',
          },
        };
      const named = slots('target').tokens.length > 0 && isKnown(slots('target'), context);
      return named ? show(slots('target'), context) : null;
    },
    examples: [['what priority is task 3?', { intent: 'show', target: { kind: 'id', id: 3 } }]],
  },
  {
    name: 'asked of one that is there',
    patterns: [
      `(?:${WONDERS} )?(?:(?:at|by|on|until|till|for|from|since) )?(?:when|where|what time|(?:what|which) (?:day|hour|date)|how soon|how late)(?: \\S+){0,2}? (?:do|does|did|is|are|was|were|must|should|have|has|had|am|will|can|i|we|the|my|our|to) {rest}`,
      `(?:${WONDERS} )(?:if|whether) {rest}`,
      '(?:what|how) (?:is|was|were|are) {rest} (?:called|named|titled|again)(?: (?:again|exactly|now))*',
      '(?:what|how) (?:did|do|have) (?:i|we|you) (?:call|name|called|named) {rest}',
      '(?:what|which) (?:did|do|have) (?:i|we) (?:have |got |get )?(?:write|note|put|jot|wrote|written|noted|save|saved|want|wanted|need|needed|plan|planned|to do)(?: (?:down|to do))?(?: (?:for|about|on|with|regarding))? {rest}',
      '(?:what|who) (?:is|was) (?:it|that) (?:that )?(?:i|we) {rest}',
      '(?:did|do|does|have|has) (?:i|we|you|somebody|someone|anybody|anyone) {rest}',
      '(?:have|has|is|are|was|were) (?:the|my|our|i|it|that) {rest}',
      '(?:i|we) (?:have |already |did )*{rest} or (?:not|no|did (?:i|we)(?: not)?|have (?:i|we)(?: not)?)(?: yet| already)?',
    ],
    read: (slots, { titles = [] }) => {
      const text = raw(slots('rest'));
      if (ASKS_FOR_SEVERAL.test(seen(slots('rest')))) return null;
      const { places, sure } = matchTitles(text, titles);
      const [place] = sure && places.length === 1 ? places : toldTitles(text, titles);
      const [near, ...others] = mentioned(text, titles);
      const asked = titles[place ?? (others.length === 0 ? (near ?? -1) : -1)];
      return asked === undefined ? null : { intent: 'show', target: { kind: 'title', text: asked } };
    },
    // Only of what is there: nothing is known here.
    examples: [
      ['did I pay the rent?', { intent: 'unknown' }],
      ['at what time was lunch with Priya again', { intent: 'unknown' }],
    ],
  },
  {
    name: 'ask for a list',
    patterns: [
      '(?:so |and )?(?:what|which|how about)(?: .*)?',
      '(?:do|have|has) (?:i|we) (?:have|got|need)(?: .*)?',
      '(?:(?:i|we) )?(?:forgot|wonder|was wondering|am wondering|do not know|am not sure|can not remember|lost track of|have no idea) (?:what|which) .*',
      'is (?:something|anything|some <task>) (?:still |already )?(?:open|left|due|overdue|late|pending|unfinished|planned|on|urgent|important|high|without)(?: .*)?',
      '(?:is|are) (?:today|tomorrow|tonight|\\S+day|this \\S+|next \\S+) (?:still |already |all )?(?:free|busy|full|empty|booked)',
      '(?:is there|are there|got|anything|is anything)(?: .*)?',
      '(?:remind me )(?:again )?(?:what|which|of what)(?: .*)',
      '(?:am|are) (?:i|we) (?:\\S+ )?(?:free|busy|booked|late|behind)(?: .*)?',
      '(?:did|have) (?:i|we) (?:miss|missed|forget|forgotten|let slip)(?: .*)?',
      '(?:how|what) (?:is|does|will) (?:my|the|our) (?:\\S+ )?(?:\\S*day|week|agenda|schedule)(?: .*)?',
      'how (?:busy|full|free) (?:is|am i|are we)(?: .*)?',
      '(?:how|what) (?:is|does|will|are) (?:today|tomorrow|\\S+day|(?:this|next|the) \\S+) (?:be |going to be )?(?:look|looking|shaping)(?: .*)?',
    ],
    read: (_, context, clause) => {
      const said = seen(clause);
      // "what should I do first", "which tasks matter most"
      if (
        /\b(?:(?:should|must|shall|do|can) (?:i|we) (?:do|start|tackle|begin|handle|work on|attack)(?: with)? first|(?:matters?|counts?) (?:the )?most|comes first)\b/.test(
          said,
        )
      )
        return { intent: 'list', status: 'all', filter: { priority: 'high' } };
      const found = readFilter(
        dropStart(
          dropEnd(clause, / or (?:(?:am|are) (?:i|we) (?:free|off)|not|nothing|is it (?:free|empty))$/),
          /^(?:so |and )*(?:(?:what|how) about|(?:(?:i|we) )?(?:forgot|wonder|was wondering|am wondering|do not know|am not sure|can not remember|lost track of|have no idea)) (?=\S)/,
        ),
        context,
      );
      const speaks = /\b(?:tasks|todos|to dos|list|reminders|chores|due|overdue|agenda|plate)\b/.test(said);
      if (found === null) return speaks ? list(clause, context) : null;
      const about =
        /\b(?:for|about|with|on|regarding|in) (?:the |my )?\S+/.test(said) &&
        /\b(?:do|have|got|there|anything|something)\b/.test(said);
      if (/\bcomes next$/.test(said)) return pending;
      if (found.rest !== '')
        return (speaks || about) && found.filter.q === undefined ? searchable(found, context, said) : null;
      if (hasFilter(found)) return { intent: 'list', status: found.status, filter: found.filter };
      if (/\b(?:still|else|more|remaining|rest)\b/.test(said)) return pending;
      return ALL_OF_THEM.test(said) ? all : WHAT_TO_DO.test(said) ? pending : null;
    },
    examples: [
      ["What's pending?", pending],
      ['what are my tasks?', all],
      ["what's on my list?", all],
      ['What do I have to do today?', due('today')],
      ["what's due today?", due('today')],
      ["what's overdue?", due('overdue')],
      ["what's due this week", due('week')],
      ['what is due on friday?', { intent: 'list', status: 'pending', filter: { on: '2026-03-06' } }],
      [
        'do I have anything due tomorrow?',
        { intent: 'list', status: 'pending', filter: { on: '2026-03-05' } },
      ],
      ['anything overdue?', due('overdue')],
      ['what do I need to do?', pending],
      ["what's left?", pending],
      ['what about tomorrow?', { intent: 'list', status: 'pending', filter: { on: '2026-03-05' } }],
      ['which tasks are done?', completed],
      [
        'what high priority tasks do I have?',
        { intent: 'list', status: 'all', filter: { priority: 'high' } },
      ],
      ['which tasks have no due date?', due('none')],
    ],
  },
  {
    name: 'name a list',
    patterns: [
      '(?:(?:my|the|all|any|only|just|whole|full|entire|complete) )*(?:<tasks>|<list_name>|lot)',
      '(?:still )?(?:not (?:yet )?<done>|no (?:due )?(?:date|dates|deadline|deadlines))',
      '{what!} (?:<tasks>|ones)(?: .+)?',
      '(?:over ?due|tasks .+)',
      '(?:(?:my|the|all|any|only|just) )*(?:<tasks>|ones|everything|all|stuff|whatever) (?:(?:that|which) )?(?:(?:i|we) .+|due .+|is .+|are .+)',
      '(?:(?:a|an|the|my|quick|short|brief|full|daily) )*(?:overview|rundown|run-down|recap|briefing|breakdown)(?: (?:of|on|for|over) .+)?',
      '(?:due|overdue|pending|open|left|outstanding|unfinished|remaining|coming up|upcoming) .+',
    ],
    read: (_, context, clause) => {
      // "not done" is told, "not done?" is asked.
      if (/^(?:still )?(?:not|no)\b/.test(seen(clause)) && !/\?\s*$/.test(clause.text)) return null;
      // "complete tasks" may be a wish to do so.
      // "everything is due on sunday" is told.
      if (
        /^(?:everything|all|it all)(?: (?:that|which))? (?:is|are) (?!still|overdue|left|pending|open|not)/.test(
          seen(clause),
        )
      )
        return null;
      const found = /^(?:complete|open|check|close)\b/.test(seen(clause))
        ? null
        : readFilter(clause, context);
      if (found === null) return null;
      // "work tasks", but not "read the things that Bob sent".
      if (found.rest !== '')
        return (found.status === 'all' && !('due' in found.filter) ? OF_ONE_KIND : OF_ONE_KIND_THAT).test(
          seen(clause),
        ) && !MAKES.test(seen(clause))
          ? searchable(found, context, seen(clause))
          : null;
      return { intent: 'list', status: found.status, filter: found.filter };
    },
    examples: [
      ['my tasks', all],
      ['pending tasks', pending],
      ['all completed tasks?', completed],
      ['overdue', due('overdue')],
      ['tasks due today', due('today')],
    ],
  },
  {
    name: 'what narrows a list, and nothing else',
    patterns: ['{what!}'],
    read: (_, context, clause) => {
      const found =
        /^(?:done|finished|completed?|closed|to do|left|checked|ticked|open|all|everything)$/.test(
          seen(clause),
        )
          ? null
          : readFilter(clause, context);
      if (/^(?:todo|to do|todos|agenda)$/.test(seen(clause))) return pending;
      if (/^(?:all|everything)$/.test(seen(clause))) return all;
      if (/^(?:done|finished|completed)$/.test(seen(clause)) && /\?\s*$/.test(clause.text)) return completed;
      const bare = found !== null && found.rest === '' && hasFilter(found);
      return bare &&
        !/\b(?:it|that|this|them|those|i|we|no|first|second|third|last|one|ones|both|is|are|have|just|remember|remind)\b|^(?:everything|all)\b/.test(
          seen(clause).replace(/\bthis (?:week|weekend|month|morning|afternoon|evening)\b/, ''),
        )
        ? { intent: 'list', status: found.status, filter: found.filter }
        : null;
    },
    examples: [
      ['high priority?', { intent: 'list', status: 'all', filter: { priority: 'high' } }],
      ['due friday', { intent: 'list', status: 'pending', filter: { on: '2026-03-06' } }],
      ['tomorrow?', { intent: 'list', status: 'pending', filter: { on: '2026-03-05' } }],
      ['todo?', pending],
    ],
  },
  {
    name: 'show one',
    patterns: [
      '(?:what|when|where|who) (?:is|was|are) {target}(?: (?:due|about|again|for|on))?',
      '(?:(?:show|view|see|display|open|pull up|bring up)(?: me| us)?|(?:give|tell|get|read) me) (?:the |all |more )*(?:details?|description|info|information|notes|more)? ?(?:of|about|for|on)? ?{target}',
      '(?:details?|more|info|information|tell me)(?: more| everything)? (?:of|about|for|on) {target}',
      '(?:describe|inspect|show) {target}',
      'is {target} (?:<done>|<not_done>|overdue|due|done yet)(?: .*)?',
    ],
    read: (slots, context, clause) => {
      const target = slots('target');
      if (
        /^(?:the )?(?:rest|remainder|others)$/.test(seen(target)) ||
        meansAList(target, context) ||
        /^(?:open|view) (?:again|back up)\b|^(?:open|view) .* (?:again|back up)$/.test(seen(clause))
      )
        return null;
      // "when is the dentist appointment?" names one by its words alone; "what is the weather?" does not.
      const byWords =
        /^(?:when is|show|view|display|open)\b/.test(seen(clause)) && /^(?:the|my)\b/.test(seen(target));
      return isExplicit(target, context) || byWords ? show(target, context) : null;
    },
    examples: [
      ['what is task 3?', { intent: 'show', target: { kind: 'id', id: 3 } }],
      ['show me the meeting task', { intent: 'show', target: { kind: 'title', text: 'meeting' } }],
      ['show task 7', { intent: 'show', target: { kind: 'id', id: 7 } }],
      ['tell me more about it', { intent: 'show', target: { kind: 'it' } }],
      ['when is task 3 due?', { intent: 'show', target: { kind: 'id', id: 3 } }],
      ['is task 3 done?', { intent: 'show', target: { kind: 'id', id: 3 } }],
      [
        "when's the dentist appointment?",
        { intent: 'show', target: { kind: 'title', text: 'dentist appointment' } },
      ],
    ],
  },
  {
    name: 'list',
    patterns: [
      '(?:hide|leave out|skip|without|drop from view|all except|all but|everything except|everything but|all apart from|everything apart from) (?:(?:the|my|all|those|what is|that are) )*(?<hidden><done>|<pending>)(?: (?:ones|<tasks>|things|stuff|items))?',
      '(?:go|look|step|walk|talk) (?:over|through) {what} (?:with|for) me',
      '<list>(?: me| us| out)*(?: what(?: is| are| i have| do i have)?| which)?(?: {what})?',
      'refresh(?: {what})?',
      '(?:run|walk|take|talk|guide|step) (?:me|us) through (?:what(?: is)? )?{what}',
      '{what} (?:show|list|display|tell|give)(?: it| them)?(?: to)?(?: me| us)?',
    ],
    read: (slots, context, clause) => {
      const hidden = seen(slots('hidden'));
      if (hidden !== '') return (GROUPS.done as readonly string[]).includes(hidden) ? pending : completed;
      const what = slots('what');
      // "check the receipts off my list"
      if (
        /^check\b.* off\b|^get (?:rid|it|them|that|this|all of (?:it|them))\b|^(?:give|get) (?!me\b|us\b).* (?:done|finished|priority)$/.test(
          seen(clause),
        )
      )
        return null;
      // "give it high priority"
      if (/^(?:it|that|this|them)\b/.test(seen(what)) && !/\bwhat\b/.test(seen(clause))) return null;
      if (what.tokens.length === 0)
        return /^(?:list|show)(?: (?:me|us|out))?$/.test(seen(clause)) ? all : null;
      // "check the mail", "read a book": only what speaks of tasks.
      const speaks =
        namesTask(what) ||
        /\b(?:list|lists|agenda|plate|everything|anything|whatever|all|lot|todo|stuff)\b|^(?:what|which)\b/.test(
          seen(what),
        );
      return list(what, context, !speaks);
    },
    examples: [
      ['Show me all my tasks', all],
      ['list everything', all],
      ['show completed tasks', completed],
      ['show my high priority tasks', { intent: 'list', status: 'all', filter: { priority: 'high' } }],
      ['show tasks tagged home', { intent: 'list', status: 'all', filter: { tag: 'home' } }],
      ['show me overdue tasks', due('overdue')],
      ['list tasks about rent', { intent: 'list', status: 'all', filter: { q: 'rent' } }],
      ['Shwo me my taks', all],
      ['show me the pending ones', pending],
      ['show all my #home tasks', { intent: 'list', status: 'all', filter: { tag: 'home' } }],
    ],
  },
];
