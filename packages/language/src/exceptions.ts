import { readFilter } from './filter.js';
import type { Context, Intent, Reference } from './intent.js';
import { withoutEnd } from './manners.js';
import { splitAt, trimMarks } from './phrases.js';
import { readReferences } from './reference.js';
import { LONGEST_SAID, type Phrase, phraseOf, seen } from './sentence.js';
import { isTitle } from './titles.js';

/**
 * What is left out of a group of tasks, wherever it stands: "everything but the dentist to friday", "2 to 4, not 3". It
 * is taken out of the text, and what is left is read as if nothing were left out.
 */

const SIGN =
  /(?<before>[\s,;:(–—-]+)(?:(?:and|but|just|only|though|tho)\s+)?(?:(?<sure>ex[cep]{2,4}t(?:ing|ed)?(?:\s+(?:for|of|from))?|expect(?:\s+for)?|excl(?:ud(?:e|ing))?|apart\s+(?:from|form)|aside\s+from|other\s+than|besides|save\s+for|with(?:\s+the)?\s+exception\s+of)|(?<but>but(?:\s+(?:not|for))?)|bar|minus|without|leave\s+out|leaving\s+out|skip(?:ping)?|not|that(?:\s+(?:is|are)\s+not|['’]?s\s+not|\s+are?n['’]?t|\s+isn['’]?t))\s+(?=\S)/giu;
const MOST_WORDS = 9;
/** "everything not done", "all with no date": no task is left out by its state. */
const NOT_LEFT_OUT =
  /^(?:a|an|any|yet|so|that|very|too|really|only|done|finished|completed?|ticked|open|pending|urgent|important|today|tomorrow|until|till|before|on|by|at|to)\b|\b(?:i|we) (?:have|had|did|do|can|could|still|need|will|am|are)\b/;
/** "everything but the rent is done": there the deed begins. */
const HAS_A_VERB =
  /\b(?:is|are|was|were|can|could|should|must|goes|go|gets?|to|until|till|done|finished|completed?|ticked)\b/;
const LEADS = /^(?:(?:with|for|from|by) )?(?:(?:those|the ones|anything|everything|what|whatever|all|any) )/;

const isNamed = (one: Reference, { titles = [] }: Context): boolean =>
  one.kind === 'id' ||
  one.kind === 'ids' ||
  one.kind === 'ordinal' ||
  (one.kind === 'title' && isTitle(one.text, titles));

/** "3", "the dentist and 5", "those tagged home", "the yoga ones"; null when it cannot be said which. */
const readLeft = (phrase: Phrase, context: Context): readonly Reference[] | null => {
  const said = seen(phrase);
  const tag = context.tags?.find((one) => one.toLowerCase() === said.replace(/^(?:the )?#?/, ''));
  if (tag !== undefined) return [{ kind: 'all', status: 'all', filter: { tag } }];
  const named = said.replace(/^(?:the|my) /, '');
  const ofTitle = (context.titles ?? []).some((title) => title.toLowerCase().includes(named));
  if (HAS_A_VERB.test(said) && !LEADS.test(said) && !ofTitle) return null;
  const joined = phraseOf(said.replaceAll(/ (?:n|&|or|nor) (?=\S)/g, ' and '));
  const references = LEADS.test(said) ? [] : readReferences(joined, context);
  if (references !== 'unclear' && references.length > 0) {
    if (references.every((one) => isNamed(one, context))) return references;
    const [only, ...more] = references;
    if (more.length === 0 && (only?.kind === 'one' || only?.kind === 'all') && only.filter !== undefined)
      return [{ kind: 'all', status: only.status, filter: only.filter }];
  }
  const found = readFilter(phrase, context);
  const [first, ...parts] = splitAt(phrase, (token) => /^(?:and|or|nor|n|&)$|^$/.test(token.seen));
  if (first !== undefined && parts.length > 0) {
    const each = [first, ...parts].map((part) => readLeft(part, context));
    if (each.every((part) => part !== null)) return each.flat();
  }
  return found === null || found.rest !== '' || Object.keys(found.filter).length === 0
    ? null
    : [{ kind: 'all', status: found.status, filter: found.filter }];
};

const ASKS_BACK = (about: 'complete' | 'delete' | 'update'): Intent => ({
  intent: 'unclear',
  about,
  asks: 'exactly which',
});

const isGroup = (intent: Intent): boolean =>
  intent.intent === 'list' ||
  ('target' in intent && ['all', 'them', 'ids', 'rest'].includes(intent.target.kind));

/** The intent of a group without those that are left out; null when they can be none of it. */
const SHOWS = /\b(?:show|list|see|view|display|what|which|give|tell|find|any|filter)\b|\?/i;

const leavingOut = (intent: Intent, left: readonly Reference[], said: string): Intent | null => {
  // "all the tasks of today I finished, except the yoga" tells of them.
  if (intent.intent === 'list' && intent.status === 'completed' && !SHOWS.test(said))
    return {
      intent: 'complete',
      target: { kind: 'all', status: 'pending', filter: intent.filter, except: left },
    };
  if (intent.intent === 'list') return { ...intent, except: left };
  if (!('target' in intent)) return null;
  const { target } = intent;
  if (target.kind === 'ids') {
    const out = new Set(
      left.flatMap((one) => (one.kind === 'id' ? [one.id] : one.kind === 'ids' ? one.ids : [])),
    );
    const ids = target.ids.filter((id) => !out.has(id));
    const [first, ...more] = ids;
    // "move 2 and 3 to 5, not 3": of the hour.
    const isTime = intent.intent === 'update' && intent.changes.due?.time != null;
    if (first === undefined || isTime || !left.every(({ kind }) => kind === 'id' || kind === 'ids'))
      return null;
    return {
      ...intent,
      target: more.length === 0 ? { kind: 'id', id: first } : { kind: 'ids', ids },
    } as Intent;
  }
  if (target.kind !== 'all' && target.kind !== 'them' && target.kind !== 'rest') return null;
  // What is to go of all that there is, is named by who wants it to go.
  if (
    intent.intent === 'delete' &&
    target.kind === 'all' &&
    target.filter === undefined &&
    target.status === 'all'
  )
    return ASKS_BACK('delete');
  return { ...intent, target: { ...target, except: left } } as Intent;
};

/** "all done", "all to friday": with what is left out it is of the tasks, and no sigh. */
const plain = (text: string): string =>
  text
    .replace(
      /^(\W*)all(?= (?:to|for|till|until|is|are|can|goes?|should|by|high|low|urgent)\b)/i,
      '$1everything',
    )
    .replace(
      /^(\W*)(?:all|everything)(?: (?:is|are))? (?=(?:done|finished|completed?|ticked|sorted)\W*$)/i,
      '$1everything is ',
    );

/** "not the vet, but the others are done" */
const NOT_FIRST =
  /^\W*not (?<left>[^,.;!?]{1,40}?),? but (?<rest>(?:all )?(?:(?:the|my) (?:others?|rest)|everything else|all others)\b[^.;!?]*)/i;

/** Null when nothing is left out of a group. */
export const readException = (
  given: string,
  context: Context,
  read: (text: string, context: Context) => readonly Intent[],
): Intent[] | null => {
  const text = given.length > LONGEST_SAID ? given : given.replace(NOT_FIRST, '$<rest> except $<left>');
  if (text.length > LONGEST_SAID || /["“”]/.test(text)) return null;
  const sign = [...text.matchAll(SIGN)].find(({ index }) => /\S/.test(text.slice(0, index)));
  if (sign === undefined) return null;
  // "1, 3 and 4... no, not 4"
  const before = text.slice(0, sign.index).replace(/[\s,.…]+(?:no|wait|oops|sorry)$/i, '');
  const from = sign.index + sign[0].length;
  const [clause = ''] = /^[^.;!?)\n]*/.exec(text.slice(from)) ?? [];
  const ends = [...clause.matchAll(/\S+/g)]
    .slice(0, MOST_WORDS)
    .map(({ index, 0: word }) => index + word.length);
  const sure = sign.groups?.sure !== undefined;
  if (!sure && NOT_LEFT_OUT.test(seen(phraseOf(clause)))) return null;
  for (const end of ends.reverse()) {
    const phrase = trimMarks(withoutEnd(trimMarks(phraseOf(clause.slice(0, end)))));
    const left = readLeft(phrase, context);
    if (left === null) continue;
    const behind = text.slice(from + end).replace(/^\)/, '');
    const rest = /^\s*[,:]?\s*$/.test(behind) ? '' : behind;
    const found = read(plain(`${before.trimEnd()}${rest}`), context);
    const groups = found.filter(isGroup);
    const [group] = groups;
    if (group === undefined) continue;
    const less = groups.length > 1 ? null : leavingOut(group, left, text);
    if (less === null) continue;
    return found.map((intent) => (intent === group ? less : intent));
  }
  // "everything but the unicorn is done", of no task that there is: not of all of them.
  if (!sure && !/^(?:the|my|task|number|#?\d)\b/.test(seen(phraseOf(clause)))) return null;
  const whole =
    sure || sign.groups?.but !== undefined ? read(plain(before), context).find(isGroup) : undefined;
  return whole === undefined || whole.intent === 'list' ? null : [ASKS_BACK('update')];
};
