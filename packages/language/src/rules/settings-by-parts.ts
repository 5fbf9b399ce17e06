import { readLevel } from '../filter.js';
import type { Changes, Context, Intent } from '../intent.js';
import { hasQuote } from '../phrases.js';
import { type Phrase, phraseOf, raw, seen } from '../sentence.js';
import { readChangeParts } from './change-parts.js';
import { taskIn } from './fields-by-parts.js';
import type { Rule } from './rule.js';
import { forTargets } from './target.js';

/** What a clause sets of a task that it names, with a sign that it does so: a day, how much later, how urgent, which tag. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const ASKS =
  /^(?:should|shall|do(?= (?:i|we|you|they|the|my) \S+(?: \S+)? (?:need|have|want|know|think|look)\b| (?:i|we|you|they)\b)|does|did|is|are|was|were|am|why|what|when|where|who|which|how|if|unless|whether|might|maybe|perhaps|has|show|list|find|search|add(?! (?:(?:an?|one|two|three|four|\d+) (?:more |extra )?(?:minute|hour|day|week|month)|priority))|create|new|remind|remember|note|delete|remove)\b/;
const DOUBT =
  /\b(?:if|unless|might|maybe|perhaps|almost|nearly|not sure|wonder|hope|done|finished|yesterday|ago)\b/;
const AWAY = /\b(?:away|out of|off|bin|trash|rubbish|remind|task called|new task|list)\b/;

/** Somebody beside the task, who says when. */
const SUBJECT =
  /^(?:(?:the|my|our|his|her|a) )?\S+ (?=(?:can|could) only (?:do|make|come|manage|take)\b|would (?:rather|prefer)\b|prefers\b|(?:asked|asks|wants|wanted) (?!to\b|me\b|you\b).* instead$)/;

const PUTS =
  'chuck|sling|bung|lob|whack|toss|throw|stick|pop|slot|pencil|plonk|bang|fling|shove|hurl|jam|squeeze|fit|wedge|tuck|ship|have|hold|knock|replan|save|get(?= .* (?:onto|moved))';
const DOES =
  '(?:tackle|tackling|do|doing|handle|handling|work on|working on|have|having|deal with|take care of|sort|schedule|start|attend to|get (?:around|round|a ?round|down) to|come (?:around|round) to)';

/** Signs that a day is set. */
const DAY_SIGNS = [
  new RegExp(`^(?:${PUTS}) .*\\b(?:on|onto|to|for|in|into|over|till|until|at|due)\\b`),
  /^(?:do|tackle|handle) .*\b(?:on|at|next|today|tomorrow|this|\w+day)\b/,
  /^(?:i|we) (?:need|want|would like|prefer|would prefer|would love|decided to do|have decided to do) (?!to\b|an?\b|some\b|new\b|another\b|more\b).*\b(?:on|onto|to|for|by|at)\b/,
  new RegExp(
    `^(?:let us|(?:i|we) (?:will|shall|am going to|are going to|can|can only|would rather|plan to|intend to|am|are)) (?:(?:only|rather|now|probably) )*${DOES}\\b`,
  ),
  /^(?:let|leave|keep) .*\b(?:wait|stay|sit|rest|slide|happen|be|on|for|until|till)\b/,
  /\b(?:suits?|fits?|suit|fit)\b/,
  /\b(?:is|are) (?:now )?(?:happening|taking place|supposed to be|meant to be|going to be|planned|scheduled|booked|down) (?:for |on |at |in )*/,
  /^\S+(?: \S+){0,3} it is (?:then )?(?:for|with) /,
  /\b(?:falls?|fell|lands?|landed) (?:now )?(?:on|to)\b|\b(?:comes|goes|slips|slides|moves|shifts|drifts|jumps|slipped|slid|shifted) (?:(?:over|back|out|now) )*(?:to|onto)\b/,
  /^(?:with|about|as for|regarding|concerning|re|for) .*\b(?:is (?:fine|ok|okay|good|best|better)|go for|choose|pick|take|make it|let us (?:say|do|take))\b/,
  /\b(?:no time for|not have time for|can not (?:do|get to|start|manage|face|handle|make)|will not (?:get|manage|have time)|not get) .*\b(?:until|till|before)\b/,
  /\bgive me (?:until|till|up to) .* for\b/,
  /\bas (?:its|the|a) (?:new )?(?:date|deadline|day|due date|due day)\b|^set (?:due|date|day|deadline) /,
  /\bcan only (?:do|make|come|manage|take)\b/,
  /\b(?:asked|asks|wants|wanted|prefers?)\b.*\b(?:instead|on)\b/,
  /^(?:i|we) (?:meant|mean) .*\b(?:for|with)\b|^not .* for /,
];
const DAY_WORDS = set(
  `${PUTS.replaceAll('|', ' ')} get tackle moved need like prefer love decided due tackling doing handle handling working work having deal care sort start attend around round down
  only rather now probably wait stay sit rest slide happen suits suit fits fit me us him her them much lot far best better fine good ok okay easier falls fell
  lands landed comes come slips slides drifts jumps slipped slid go choose pick regarding concerning re about before no
  time manage face happening taking place supposed planned scheduled booked asked asks wants wanted meant mean leave keep wish there down`,
);

const task = (
  target: Phrase,
  clause: Phrase,
  context: Context,
  words: ReadonlySet<string>,
): Phrase | null => {
  // The label of a number is no word of the task.
  const named = target.tokens.filter(({ seen: word }) => word !== '' && !words.has(word));
  const [only] = named;
  const number = named.length === 1 ? /^#?(\d{1,6})$/.exec(only?.seen ?? '')?.[1] : undefined;
  if (number !== undefined)
    return new RegExp(`(?:\\b(?:task|number|no|nr|item|todo|id) #?|#)${number}\\b`).test(seen(clause))
      ? phraseOf(`task ${number}`)
      : null;
  return taskIn(target, context, words);
};

const toUpdate = (target: Phrase | null, context: Context, changes: Changes): readonly Intent[] | null =>
  target === null
    ? null
    : forTargets(
        target,
        context,
        'update',
        (reference): Intent => ({ intent: 'update', target: reference, changes }),
      );

const without = (clause: Phrase, pattern: RegExp): Phrase =>
  phraseOf(seen(clause).replace(pattern, ' ').replaceAll(/ +/g, ' ').trim());

const readDay = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const said = seen(clause);
  if (AWAY.test(said) || !DAY_SIGNS.some((sign) => sign.test(said))) return null;
  const found = readChangeParts(without(clause, SUBJECT), context);
  if (found === null || found.changes.due == null) return null;
  if (Object.keys(found.changes).some((key) => key !== 'due' && key !== 'timeOnly')) return null;
  return toUpdate(task(found.target, clause, context, DAY_WORDS), context, found.changes);
};

/** "I can't make the dentist on friday": the task of what was said with another day. */
export const taskOfDay = (clause: Phrase, context: Context): Phrase | null => {
  // "put the dentist off until friday" sets that day.
  if (
    !/\b(?:can not|could not|will not|said|wrote|typed|put(?!.* (?:off|until|till)\b)|thought|not)\b/.test(
      seen(clause),
    ) ||
    hasQuote(clause)
  )
    return null;
  const found = readChangeParts(clause, context);
  return found?.changes.due == null
    ? null
    : task(found.target, clause, context, set(`${[...DAY_WORDS].join(' ')} cannot wrote typed thought`));
};

const LEVEL = '(?:high(?:est)?|top|medium|normal|low(?:est)?|urgent|important)';
const DENIED = new RegExp(
  `\\b(?:is |are )?(?:not|nothing|no longer|less)(?: (?:a|an|very|so|really|that|any|all|at))* ${LEVEL}(?:[- ]priority)?(?: any ?more)?(?: but)?\\b`,
);
const RATES = new RegExp(
  `^(?:have|keep|label|leave|flag) .* (?:at|as|on) (?:a |an )?${LEVEL}(?:[- ]priority)?$|^(?:about|for|with|regarding|as for) .* ${LEVEL} priority|^(?:add|update) .*priority ${LEVEL}|^(?:rate|rank|grade|class|classify|treat|regard|consider|count) |^${LEVEL}(?:[- ]priority)? (?:for|on|to) |^(?:(?:the|my|our) )?\\S+ (?:says|said|thinks|insists)(?: that)? `,
);
const SAYS = /^(?:(?:the|my|our) )?\S+ (?:says|said|thinks|insists)(?: that)? (?=.* (?:is|are)\b)/;

const readRank = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const denied = DENIED.test(seen(clause));
  if (!denied && !RATES.test(seen(clause))) return null;
  const left = without(without(clause, SAYS), DENIED);
  const levels = [...seen(left).matchAll(new RegExp(`\\b${LEVEL}\\b`, 'g'))].map(([word]) => word);
  const [level, ...more] = levels;
  const priority = level === undefined || more.length > 0 ? null : readLevel(level);
  return priority === null || /\bnot\b/.test(seen(left))
    ? null
    : toUpdate(
        taskIn(
          left,
          context,
          set(
            `rate rank grade class classify treat regard consider count ${level} but mark have keep label leave flag about regarding add update`,
          ),
        ),
        context,
        {
          priority,
        },
      );
};

const TAGGED = [
  /^(?:tagging|labell?ing|filing|file|categori[sz]e|class|classify|sort|group) .*\b(?:as|under|with|in|into|to) #?(?<tag>\S+)$/,
  /\b(?:should|must|needs? to|has to|can|could|to) (?:have|get|carry|bear) (?:the )?#?(?<tag>\S+) (?:as (?:a|its|the) (?:tag|label)|(?:tag|label))$/,
  /^apply (?:the )?(?:tag |label )?#?(?<tag>\S+) (?:to|on) /,
  /^(?:the |its )?(?:tag|label) (?:of|for|on) .*\b(?:should|must|is|has to|needs to|to|shall) (?:be |now )?#?(?<tag>\S+)$/,
  /^(?:the |its )?(?:tags?|labels?) (?:of|for|on) .*:? #?(?<tag>\S+)$/,
  /^(?:the )?#(?<tag>\p{L}\S*) (?:for|on|to|onto|at) \S/u,
  /^(?:stick|put|slap|pin|hang|throw|chuck|pop) (?:the )?#(?<tag>\p{L}\S*) (?:on|onto|to|at) /u,
  /\b(?:should|must|has to|needs to|belongs?|goes|to) (?:be |go |also |now )*(?:filed )?(?:under|in|into|with) #(?<tag>\p{L}\S*)$/u,
  /\b(?:is|are) an? #?(?<tag>\S+) (?:thing|matter|item|task|one|job|issue)\b.*\b(?:tag|label)(?: (?:it|that|this))?(?: (?:so|as such|accordingly|please))*$/,
];

const readTagged = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const said = seen(clause);
  if (/\b(?:not|never|no|stop|wrong)\b/.test(said)) return null;
  const tag = TAGGED.map((sign) => sign.exec(said)?.groups?.tag).find((one) => one !== undefined);
  if (
    tag === undefined ||
    !(
      raw(clause).includes('#') ||
      context.tags?.some((one) => one.toLowerCase() === tag) ||
      /\b(?:tag|label|tagging|labell?ing)\b/.test(said)
    )
  )
    return null;
  if (/^(?:done|finished|complete|completed|it|that|the|a)$/.test(tag)) return null;
  return toUpdate(
    taskIn(
      clause,
      context,
      set(
        `${tag} #${tag} tagging labelling labeling filing file categorise categorize class classify sort group carry bear under into such accordingly apply stick slap pin hang throw chuck pop filed belongs belong thing matter job issue`,
      ),
    ),
    context,
    { addTags: [tag] },
  );
};

/** The setting of a clause, or of two that are one: "it isn't important, make it low". */
export const readSetting = (clause: Phrase, context: Context): readonly Intent[] | null => {
  const said = seen(clause);
  if (said.length > 200 || ASKS.test(said) || DOUBT.test(said) || hasQuote(clause)) return null;
  if (/\?$/.test(raw(clause)) || /^\s*\?/.test(clause.text.slice(clause.tokens.at(-1)?.end ?? 0)))
    return null;
  return readDay(clause, context) ?? readRank(clause, context) ?? readTagged(clause, context);
};

/** "not necessarily high", "my flight was delayed by two hours": told, and nothing to be set. */
export const SETS_NOTHING =
  /\bnot (?:necessar(?:y|ily)|exactly|always) (?:so |very |a )*(?:high|low|urgent|important)\b|^(?:my|the|our) (?:flights?|train|bus|plane|ferry|boat|coach|delivery|parcel|package)\b(?! (?:task|one|item)\b).* (?:was|were|got|is|are|been) (?:delayed|late|cancelled|postponed|diverted)\b/;

/** Behind the rules for whole clauses. */
export const SETTINGS_BY_PARTS: readonly Rule[] = [
  {
    name: 'a setting by its parts',
    short: true,
    patterns: ['{rest}'],
    read: (_, context, clause) =>
      SETS_NOTHING.test(seen(clause)) ? { intent: 'unknown' } : readSetting(clause, context),
    examples: [
      [
        'task 3 slips by a week',
        { intent: 'update', target: { kind: 'id', id: 3 }, changes: { shift: { count: 7, unit: 'day' } } },
      ],
      [
        'rate task 3 as low',
        { intent: 'update', target: { kind: 'id', id: 3 }, changes: { priority: 'low' } },
      ],
      [
        'tagging task 3 as #home',
        { intent: 'update', target: { kind: 'id', id: 3 }, changes: { addTags: ['home'] } },
      ],
    ],
  },
];
