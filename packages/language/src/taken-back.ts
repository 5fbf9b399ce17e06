import { ENDS_PART, isOnlyNoise, NO_LONGER, NOISE, partsOf } from './amended.js';
import type { Act, Before, Understand } from './before.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import type { Context, Intent, Reference } from './intent.js';
import { isWhole } from './kinds.js';
import { peel } from './manners.js';
import { dropEnd, dropStart, markAt, splitAt, trimMarks, words } from './phrases.js';
import { readReferences } from './reference.js';
import { clears } from './rules/change-parts.js';
import { isExplicit } from './rules/target.js';
import { type Phrase, phraseOf, raw, seen } from './sentence.js';
import { isTitle, matchTitles, titlesWithin } from './titles.js';

/** What takes back a part of what was just done, or puts another task in its place: "not 3", "no, the rent", "put it back, make it low". */

const MEANT =
  /^(?:(?:i (?:(?:meant|mean|wanted)(?: to (?:say|mark|tick))?|said|have done|did)|meant|(?:it|that) (?:was|is)|its|(?:(?:it|that) )?should have been|do|did|instead|now|only|just) )+(?=\S)/;
const MEANT_DONE = /^(?:mark|tick(?: off)?|check(?: off)?|complete) (?=\S)/;
const IS_MEANT =
  / (?:(?:that |which )?i (?:wanted|meant|want|mean) (?:to (?:\w+|say)|done|gone|moved)|instead|i mean|i meant|rather|please|(?:is|was) (?:the (?:right )?one|what) i (?:did|meant|have done)|(?:is|was) meant|that (?:i|we) meant|that is done|i did|is it|it is|(?:is|was) the right one|of course|actually|sorry|pls|plz|lol)$/;
const WRONG =
  /^(?:(?:it|that|this) (?:was|is) )?(?:(?:the )?wrong(?: (?:one|task))?|not (?:that|it|this)(?: one)?|a mistake)$/;
export const IN_PLACE =
  /^(?:the )?other\b(?!.* (?:too|also|as well)\b)|\b(?:no+|nope|nono|not|wait|sorry|oops|ups|whoops|meant|mean|wrong|actually|instead|should have|wanted|argh)\b/;

/** "bring that back", "2 isn't done": what was done is to be as before. */
const TAKEN_BACK =
  /^(?:(?:bring|put|get|give|take|set|turn|have|want|need) (?:me )?(?<one>.+) back(?: .{1,20})?|(?:undo|undelete|restore|revert|reopen|untick|uncheck|unmark|bring back|put back|keep|leave|(?:i )?still (?:need|want)|do not (?:delete|remove|touch|change|move|tick|mark)) (?<other>.+?)(?: (?:open|again|alone|there|in|please|on the list|as (?:it is|it was|is)))*|(?<open>.+) (?:(?:is|was) (?:not|still) (?:\S+)(?: (?:yet|at all))?|stays?(?: .{1,20})?))$/;

/** Without what says no more than that it was not to be: "bring that back, I meant 3", "no, 3. 2 isn't done". */
export const withoutTakenBack = (message: Phrase, act: Act, context: Context): Phrase => {
  const known = withFormer(context);
  const isTakenBack = (part: Phrase): boolean => {
    const said = dropStart(part, NOISE_START);
    // "undo! meant 2"
    if (/^undo(?: (?:it|that|this))?$/.test(seen(said)) && /\bmeant\b/.test(seen(message))) return true;
    const match = TAKEN_BACK.exec(seen(said))?.groups;
    const one = match?.one ?? match?.other ?? match?.open;
    const [named, ...more] = one === undefined ? [] : referencesTo(phraseOf(one), known);
    return (
      named !== undefined &&
      more.length === 0 &&
      (named.kind === 'it' || ('target' in act && isSameTask(named, act.target)))
    );
  };
  const back = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index))).filter(isTakenBack);
  const gone = new Set(back.flatMap(({ tokens }) => tokens));
  return { ...message, tokens: message.tokens.filter((token) => !gone.has(token)) };
};

/** "cancel sat, sunday": the day that was said before is no task. */
export const withoutOldDay = (message: Phrase, context: Context): Phrase => {
  const parts = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index)));
  const old = parts.filter((part) => {
    const day = dropStart(dropStart(part, NOISE_START), OLD_DAY);
    return day.tokens.length < part.tokens.length && readWholeWhen(words(day), context) !== null;
  });
  const gone = new Set(old.length === parts.length ? [] : old.flatMap(({ tokens }) => tokens));
  return trimMarks({ ...message, tokens: message.tokens.filter((token) => !gone.has(token)) });
};
const OLD_DAY = /^(?:cancel|scrap|forget|drop|remove|delete|strike|scratch|lose)(?: (?:the|this|that))? /;

/** With the tasks that were there before, too. */
const withFormer = (context: Context): Context => ({
  ...context,
  titles: [...(context.titles ?? []), ...(context.formerly ?? [])],
});
const referencesTo = (phrase: Phrase, context: Context): readonly Reference[] => {
  const references = readReferences(phrase, context);
  return references === 'unclear' ? [] : references;
};
const isSameTask = (one: Reference, other: Reference): boolean =>
  one.kind === 'title' && other.kind === 'title'
    ? matchTitles(one.text, [other.text]).sure || matchTitles(other.text, [one.text]).sure
    : JSON.stringify(one) === JSON.stringify(other);

/** The task that is put in the place of another: "no wait, the other one", "not 3, 4"; null when none is named. */
export const readInstead = (message: Phrase, { act, undone }: Before, context: Context): Reference | null => {
  if (!('target' in act) || !(undone || IN_PLACE.test(seen(message)))) return null;
  const named: Reference[] = [];
  const known = withFormer(context);
  for (const part of partsOf(message)) {
    const said = peel(part, (left) => {
      const meant = dropEnd(dropStart(dropStart(left, NOISE_START), MEANT), IS_MEANT);
      // "no, but mark 2 as done" is no other deletion.
      return trimMarks(
        act.intent === 'complete'
          ? dropEnd(dropStart(meant, MEANT_DONE), / as (?:done|completed|finished)$/)
          : meant,
      );
    });
    if (isOnlyNoise(part) || WRONG.test(seen(said))) continue;
    const old = dropStart(said, NO_LONGER);
    if (old.tokens.length < said.tokens.length && oneTarget(old, known) !== null) continue;
    const target = oneTarget(said, context);
    if (target === null || target.kind === 'it' || target.kind === 'them') return null;
    // "no, the guest on monday", "the other one is for saturday" set a day of their own.
    const sets = act.intent === 'update' ? ['title'] : ['one', 'other'];
    if ([...sets, 'other'].includes(target.kind) && findDue(raw(said), context) !== null) return null;
    named.push(target);
  }
  return named.length === 1 ? (named[0] ?? null) : null;
};
export const NOISE_START = new RegExp(`^(?:(?:${NOISE}) )+(?=\\S)`);

/** "keep 2", behind "delete 2". */
export const asBefore = (act: Act): Intent[] =>
  act.intent === 'delete' && ['id', 'title'].includes(act.target.kind)
    ? [{ intent: 'restore', target: act.target }]
    : [{ intent: 'undo' }];

export const REVERSE = { complete: 'reopen', delete: 'restore' } as const;

/** "oops not 3" of several that were done: that one is put back. */
export const readBut = (message: Phrase, { act, all, undone }: Before, context: Context): Intent[] | null => {
  if (undone || !['complete', 'delete', 'update'].includes(act.intent) || !('target' in act)) return null;
  if (/\bundo\b/.test(seen(message))) return null;
  // "not that one, the other": what is meant instead is said; "4 isn't, only 2 is" leaves 2 as it is.
  const [only, ...others] = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index))).filter(
    (part) =>
      !isOnlyNoise(part) &&
      !(
        ONLY.test(seen(part)) && oneTarget(dropEnd(dropStart(part, ONLY), / (?:is|was)(?: done)?$/), context)
      ),
  );
  if (only === undefined || others.length > 0) return null;
  const said = peel(dropStart(only, NOISE_START), (left) =>
    trimMarks(dropEnd(dropEnd(left, TAKE_OFF), SORRY)),
  );
  const left = dropStart(
    dropEnd(
      said,
      / (?:yet|is still open|(?:is |was |does |should )?not(?: (?:be|done|finished))?(?: yet)?|was (?:wrong|not|a mistake))$/,
    ),
    NOT_THAT,
  );
  if (left.tokens.length === said.tokens.length) return null;
  const target = oneTarget(trimMarks(left), context);
  if (target === null || target.kind === 'it') return null;
  const many = all.length > 1 || ['ids', 'all', 'them'].includes(act.target.kind);
  // "please don't remove the class yet", behind "delete the swim": another task, to which nothing was done.
  const { titles = [] } = context;
  if (!many && act.target.kind === 'title' && target.kind === 'title') {
    const isAnother = titlesWithin(target.text, titles).length > 0 || isTitle(target.text, titles, 2);
    if (isAnother && matchTitles(target.text, [act.target.text]).places.length === 0) return null;
  }
  if (act.intent === 'complete' || act.intent === 'delete')
    return [many ? { intent: REVERSE[act.intent], target } : { intent: 'undo' }];
  // What it was before is not known here: the same is done again, without it.
  if (act.target.kind !== 'ids' || target.kind !== 'id') return null;
  const ids = act.target.ids.filter((id) => id !== target.id);
  const [first] = ids;
  return first === undefined || ids.length === act.target.ids.length
    ? null
    : [
        { intent: 'undo' },
        { ...act, target: ids.length === 1 ? { kind: 'id', id: first } : { kind: 'ids', ids } } as Intent,
      ];
};
const ONLY = /^(?:only|just) (?=\S)/;
const SORRY = / (?:sorry|actually|though|tho|after all|my (?:mistake|bad)|oops|please|pls)$/;
export const NOT_THAT = /^(?:not|except|only not|uncheck|without)(?: (?:number|task))? /;
const TAKE_OFF =
  /(?: (?:sorry|please))* (?:take|put|move|set|change) (?:it|that|this) (?:(?:off|away|back|out|there|again) ?)+$/;

/** "the dentist I need still, bring that one back", of several that were deleted or done. */
export const readNeeded = (message: Phrase, { act, undone }: Before, context: Context): Intent[] | null => {
  if (undone || (act.intent !== 'delete' && act.intent !== 'complete')) return null;
  const { formerly = [], titles = [] } = context;
  const were = act.intent === 'delete' ? formerly.filter((title) => !titles.includes(title)) : titles;
  const [place, ...others] = titlesWithin(raw(message), were);
  const text = place === undefined ? undefined : were[place];
  return text === undefined || others.length > 0 || !NEEDED_BACK.test(seen(message))
    ? null
    : [{ intent: REVERSE[act.intent], target: { kind: 'title', text } }];
};
const NEEDED_BACK =
  /\b(?:(?:bring|put|get|give|take) (?:me )?(?:it|that|this)(?: one)? back|(?:(?:want|need) (?:it|that|this)(?: one)? back))\b/;

/** "put it back and mark it done instead", of what was just deleted or done. */
export const readBackAnd = (
  text: string,
  { act, undone }: Before,
  context: Context,
  read: Understand,
): Intent[] | null => {
  const { rest = '' } = (undone ? null : BACK_AND.exec(text)?.groups) ?? {};
  // "put that back, it's the time I want gone"
  const [, field = ''] = (act.intent === 'update' ? WANTED_GONE.exec(rest) : null) ?? [];
  if (field !== '') {
    const { earlier: _, ...alone } = context;
    return [{ intent: 'undo' }, ...read(`remove the ${field} from it`, alone)];
  }
  if (rest === '' || (act.intent !== 'delete' && act.intent !== 'complete')) return null;
  const { earlier: _, ...alone } = context;
  const wishes = read(rest.replace(/\s+(?:instead|rather)\W*$/i, ''), alone);
  return wishes.every((one) => isWhole(one) && 'target' in one && one.target.kind === 'it')
    ? [{ intent: 'undo' }, ...wishes]
    : null;
};
const WANTED_GONE =
  /^(?:it['’]?s|it is|it was|that was|i meant) (?:only |just )?the (date|day|deadline|time|hour|priority|tag|label)(?: (?:that )?(?:i|we) (?:want|wanted|need|needed|meant)(?: (?:gone|off|away|out|removed|to go|to lose))?)?(?=\W|$)/i;
const BACK_AND =
  /^\W*(?:(?:no+|oh|oops|wait|sorry|hmm+|actually|please|ok)\W+)*(?:(?:put|bring|get|take) (?:it|that|this)(?: one)? back|undo(?: (?:it|that|this))?|restore (?:it|that))(?:\s*[,.;!]+\s*(?:and |but )?|\s+(?:and|but)\s+)(?<rest>\S.*)$/i;

/** "sorry, only the 2nd" of several that were done: they are put back, and that one is done again. */
export const readOnly = (
  message: Phrase,
  { act, all, undone }: Before,
  context: Context,
): Intent[] | null => {
  if (undone || !(act.intent === 'complete' || act.intent === 'delete' || act.intent === 'update'))
    return null;
  const said = trimMarks(dropEnd(dropStart(message, NOISE_START), SORRY));
  const one = dropStart(said, ONLY);
  const target = one.tokens.length < said.tokens.length ? oneTarget(one, context) : null;
  const several = all.length > 1 || ['ids', 'all', 'them', 'rest'].includes(act.target.kind);
  return target === null || !several || !all.every(({ intent }) => intent === act.intent)
    ? null
    : [{ intent: 'undo' }, { ...act, target }];
};

/** "take it off again", "not club, team", "no, team", behind a tag that was given. */
export const readTagAgain = (message: Phrase, { act, undone }: Before, context: Context): Intent[] | null => {
  const { addTags, ...others } = act.intent === 'update' ? act.changes : {};
  const [old = '', ...more] = addTags ?? [];
  if (act.intent !== 'update' || undone || old === '' || more.length > 0 || Object.keys(others).length > 0)
    return null;
  const said = seen(message);
  const target: Reference = ['ids', 'all', 'them'].includes(act.target.kind) ? act.target : { kind: 'it' };
  if (TAKES_TAG_OFF.test(said)) return [{ intent: 'update', target, changes: { removeTags: [old] } }];
  const tag = OTHER_TAG.exec(said)?.groups;
  const next = (tag?.next ?? tag?.meant)?.replace(/^#/, '');
  if (next === undefined || (tag?.old !== undefined && tag.old !== old.toLowerCase())) return null;
  const isNoTag =
    NO_TAG.test(next) ||
    findDue(next, context) !== null ||
    matchTitles(next, context.titles ?? []).places.length > 0;
  return isNoTag ? null : [{ intent: 'update', target, changes: { addTags: [next], removeTags: [old] } }];
};
const NOISES = `(?:(?:${NOISE}) )*`;
export const TAKES_TAG_OFF = new RegExp(
  `^${NOISES}(?:un ?(?:tag|label) (?:it|that|this)|(?:take|get|strip) (?:it|that|this|(?:the|that|this) (?:tag|label)) (?:off|away|out|back)|(?:take|remove|delete|drop) (?:it|that|this) (?:off |away |out )?again|(?:take|remove|delete|drop) (?:the|that|this) (?:tag|label)|no tag|without (?:the |that )?tag)(?: (?:off|away|again|please|after all))*$`,
);
const OTHER_TAG = new RegExp(
  `^${NOISES}(?:not (?<old>#?\\S+) (?:but )?(?<next>#?[\\p{L}\\d_-]+)|(?:(?:make (?:it|that)|i (?:mean|meant)|(?:the tag |it )?should (?:be|have been)|(?:tag|label)(?: it)?(?: as| with)?|rather|use|with) |(?<=\\b(?:no|sorry|oops|wait) ))(?:the tag )?(?<meant>#?[\\p{L}\\d_-]+))(?: instead| please| rather)*$`,
  'u',
);
const NO_TAG =
  /^(?:high|low|medium|urgent|it|that|this|them|one|both|all|none|done|undo|so|no|not|yes|too|off|again|back|sure|sorry|please|\d+)$/;

/** "and the priority too", "and the tag of the dentist", behind what took a part of a task away. */
export const readGoneToo = (
  message: Phrase,
  { act }: Before,
  context: Context,
  read: Understand,
): Intent[] | null => {
  if (act.intent !== 'update' || !clears(act.changes)) return null;
  const [first = message] = splitAt(message, (_, index) => ENDS_PART.test(markAt(message, index)));
  const [, task = '', field = ''] = FROM_FIRST.exec(raw(first)) ?? [];
  const said = task === '' ? first : phraseOf(`and ${field} from ${task}`);
  const part = dropEnd(dropStart(said, GONE_TOO), GONE_END);
  if (!A_PART.test(seen(part)) || part.tokens.length === said.tokens.length) return null;
  const { earlier: _, ...alone } = context;
  const found = read(`remove ${raw(part)}`, alone);
  return found.every((one) => one.intent === 'update' && clears(one.changes)) ? found : null;
};
/** "and from the third one the tag" */
const FROM_FIRST =
  /^\W*(?:and|also|plus) (?:then )?(?:from|of|off|on) ((?:the |my |task )?[^,]+?) (the (?:due )?(?:date|day|deadline|time|hour|priority|tags?|labels?))\W*$/i;
const GONE_TOO = /^(?:(?:oh|ah|and|also|plus|then|please|ok) )+(?=\S)/;
const GONE_END = / (?:too|also|as well|please|while you are at it|if you do not mind)$/;
export const A_PART =
  /^(?:(?:the|its|that|all) )*(?:(?:due )?date|day|deadline|time|hour|priority|(?:\S+ )?(?:tag|label)s?)(?: (?:of|from|off|on|for) \S.*)?$/;

export const oneTarget = (phrase: Phrase, context: Context): Reference | null => {
  const references = readReferences(phrase, context);
  const [reference, ...more] = references === 'unclear' ? [] : references;
  return reference === undefined || more.length > 0 || !isExplicit(phrase, context) ? null : reference;
};
