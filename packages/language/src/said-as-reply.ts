import { distance } from 'fastest-levenshtein';
import { type Act, type Before, goneBefore, type Understand } from './before.js';
import { readWholeWhen } from './dates/find-due.js';
import { readLevel } from './filter.js';
import type { Context } from './intent.js';

/** A few words about what was just done, put as a whole wish: "home tag" is "tag it home", "not needed" behind a new task is "undo". */

const LONGEST_REPLY = 60;
/** Said before and after them. */
const START =
  /^(?:\s*(?:oh|and|also|ok|okay|but|hm+|ah|um+|please|pls|actually|so|then|just)\b[\s,.!]*)+(?=\S)/i;
const END = /(?:[\s,]+(?:please|pls|thanks|thank you|then|now|actually|sorry))*[\s.!]*$/i;

type Reply = (groups: Readonly<Record<string, string>>, before: Before, context: Context) => string | null;

const NO_TAG =
  /^(?:the|an?|no|that|this|any|its?|which|what|my|one|another|new|same|wrong|other|due|high|low|medium|remove|delete|without)$/i;
const isKnownTag = (tag: string, { tags = [] }: Context): boolean =>
  tags.some((one) => one.toLowerCase() === tag.replace(/^#/, '').toLowerCase());
const CHANGES: ReadonlySet<Act['intent']> = new Set(['add', 'update', 'complete', 'show']);

/** The tag said as such, or one that there is already. */
const tagIt =
  (known: boolean): Reply =>
  ({ tag = '' }, { act }, context) =>
    CHANGES.has(act.intent) && !NO_TAG.test(tag) && (!known || isKnownTag(tag, context))
      ? `tag it ${tag}`
      : null;

const dayOf = (act: Act): string | undefined =>
  act.intent === 'add'
    ? act.tasks.at(-1)?.due?.on
    : act.intent === 'update'
      ? act.changes.due?.on
      : undefined;
const withoutDay: Reply = ({ day }, { act }, context) =>
  dayOf(act) === undefined || (day !== undefined && readWholeWhen(day, context)?.due?.on !== dayOf(act))
    ? null
    : 'remove the date from it';

const undoOf =
  (intent: Act['intent']): Reply =>
  (_, { act, undone }) =>
    act.intent === intent && !undone ? 'undo' : null;

const ofCompleted =
  (put: (groups: Readonly<Record<string, string>>) => string): Reply =>
  (groups, { act }) =>
    act.intent === 'complete' ? put(groups) : null;

/** What is no word of a title. */
const NO_WORD =
  /^(?:it|that|this|them|one|both|all|none|done|undo|so|no|not|yes|too|off|again|back|sure|sorry|please|ok|okay|later|earlier|sooner|wrong|right|fine|good|never|nothing|delete|remove|cancel|stop|open|finished|mine|home|here|there|now|then)$/i;

/** The title with a word in the place of another, or of the one that looks like it; null where none or several do. */
export const withWord = (title: string, next: string, old?: string): string | null => {
  const all = title.split(/\s+/);
  const meant = next.toLowerCase();
  const places = all.flatMap((word, place) => {
    const one = word.toLowerCase();
    const is =
      old === undefined
        ? one !== meant && one.length >= 3 && distance(one, meant) <= (one.length <= 4 ? 1 : 2)
        : one === old.toLowerCase();
    return is ? [place] : [];
  });
  const [place, ...others] = places;
  return place === undefined || others.length > 0 ? null : all.with(place, next).join(' ');
};

/** The title that was just written. */
export const writtenTitle = (act: Act): string | undefined =>
  act.intent === 'add' ? act.tasks.at(-1)?.title : act.intent === 'update' ? act.changes.title : undefined;

const otherWord: Reply = ({ next = '', old }, { act }, context) => {
  const title = writtenTitle(act);
  if (title === undefined || NO_WORD.test(next) || readLevel(next) !== null) return null;
  if (readWholeWhen(next, context) !== null) return null;
  const changed = withWord(title, next, old);
  return changed === null ? null : `rename it to "${changed}"`;
};

const NEXT = "(?<next>[\\p{L}'’-]{2,})";
const OLD = "(?<old>[\\p{L}'’-]{2,})";
const TAG = '(?<tag>#?[\\p{L}\\p{N}_-]+)';
const REPLIES: readonly (readonly [pattern: string, reply: Reply])[] = [
  [`(?:add|put|give it|use|with|set|put on|has) (?:the |an? )?(?:tag|label):? ${TAG}`, tagIt(false)],
  [`(?:(?:add|use|give it|put|with|put on) )?(?:the |an? )?${TAG} (?:tag|label)`, tagIt(false)],
  [`(?:it|that)(?:['’]?s| is) (?:an? )?${TAG} (?:thing|stuff|task|job|one)`, tagIt(true)],
  [`(?:it|that)(?:['’]?s| is) for ${TAG}`, tagIt(true)],
  [`(?:(?:put|file) (?:it|that) )?(?:under|in|into) ${TAG}`, tagIt(true)],
  ['!(?<level>high|medium|low)', ({ level = '' }) => `${level} priority`],
  [
    '(?:(?:add|change|set|put|make|with) )?(?:the )?time:? (?:(?:is|to|as|at|of) )?(?<time>[\\d:. apm]{1,8}|noon|midnight)',
    ({ time = '' }, { act }) => (CHANGES.has(act.intent) ? `at ${time}` : null),
  ],
  [
    "(?:the )?(?:date|day|deadline) (?:off|away|out)|undated|whenever|(?:leave|keep|take) out the (?:date|day|deadline)|the (?:date|day|deadline) is(?: not|n['’]t) needed|no (?:date|day|deadline) needed|any ?time(?: is| will be)?(?: fine| ok| okay| good)?",
    withoutDay,
  ],
  ['(?:without|remove|drop|not on|scrap|forget|skip|lose) (?:the )?(?<day>[\\p{L}\\d ]{3,20})', withoutDay],
  [
    "no,? (?:delete|remove) (?:that|it)(?: again)?|(?:delete|remove) (?:that|it) again|(?:(?:i|we) (?:do not|don['’]?t) need (?:it|that|this)|not needed|no need for (?:it|that|this))(?: any ?more| after all)?|(?:no,? )?(?:do not|don['’]?t) add (?:it|that|this)|(?:that|it) was (?:a mistake|an accident|wrong)",
    undoOf('add'),
  ],
  [
    '(?:no,? )?(?:(?:leave|keep) (?:it|that)(?: (?:as|where|how) it (?:was|is))?|it stays(?: on \\S+)?|(?:move|put|push) (?:it|that) back)',
    undoOf('update'),
  ],
  ['mark as (?:done|complete|completed|finished)', () => 'mark it as done'],
  [
    "(?:no,? )?(?:reopen|still to do|(?:(?:it|that)(?:['’]?s| is) )?still (?:open|to do|to be done)|(?:it|that) still needs doing)",
    ofCompleted(() => 'reopen it'),
  ],
  [
    '(?:it|that) was (?<task>(?:the|my|task|number) [^,.;!?]{2,40})',
    ofCompleted(({ task = '' }) => `no, ${task}`),
  ],
  [
    '(?:move|push|shift|change|put) (?<task>(?:the |my |task |number )?[^,.;!?]{2,40}?) (?:too|as well|also)',
    ({ task = '' }, { act }) => (act.intent === 'update' && act.changes.due != null ? `${task} too` : null),
  ],
  [`(?:(?:it|that)(?:['’]?s| is) |its )?${NEXT},? (?:and )?(?:not|instead of|rather than) ${OLD}`, otherWord],
  [`${OLD} should (?:be|say|read) ${NEXT}`, otherWord],
  [`(?:it |that )?(?:should|must) (?:be|say|read|have been) ${NEXT}`, otherWord],
  [`(?:make that|typo:?|oops|sorry|correction:?|wait|the name is|(?:i )?meant?),? ${NEXT}`, otherWord],
  [
    `\\*+ ?${NEXT}|(?<again>[\\p{L}'’-]{2,}) ?\\*+`,
    ({ next, again = '' }, before, context) => otherWord({ next: next ?? again }, before, context),
  ],
];
const COMPILED = REPLIES.map(([pattern, reply]) => [new RegExp(`^(?:${pattern})$`, 'iu'), reply] as const);

const bare = (text: string): string => text.replace(START, '').replace(END, '').trim();

/** Whether a text could be such a reply, so that what was said before has to be known to read it. */
export const mayReply = (text: string): boolean =>
  text.length <= LONGEST_REPLY && COMPILED.some(([pattern]) => pattern.test(bare(text)));

/** The message as a wish of its own, where it is one of these and something was done before it. */
export const saidAsReply = (text: string, context: Context, understand: Understand): string => {
  if (context.earlier === undefined || context.earlier.length === 0 || text.length > LONGEST_REPLY)
    return text;
  if (/["“”?\n]/.test(text)) return text;
  const said = bare(text);
  let before: Before | null | undefined;
  for (const [pattern, reply] of COMPILED) {
    const match = pattern.exec(said);
    if (match === null) continue;
    before ??= goneBefore(context, understand);
    if (before === null) return text;
    const put = reply(match.groups ?? {}, before, context);
    if (put !== null) return put;
  }
  return text;
};
