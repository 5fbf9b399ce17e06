import { bareDeed } from './bare-deed.js';
import { readBeside } from './by-parts.js';
import { readByWords } from './by-words.js';
import { readClause } from './clause.js';
import { clauses } from './clauses.js';
import { readWholeWhen } from './dates/find-due.js';
import type { Context, Intent } from './intent.js';
import { ASIDE, isAdding, isUnknown, isWhole, target, UNKNOWN } from './kinds.js';
import { withoutManners } from './manners.js';
import { dropStart } from './phrases.js';
import { addObligation } from './rules/add.js';
import { GUARDED } from './rules/all.js';
import { readChangeParts } from './rules/change-parts.js';
import { applyRules } from './rules/rule.js';
import { isLong, type Phrase, phraseOf, raw, seen } from './sentence.js';
import {
  ADD_THAT,
  ADD_THAT_MORE,
  changedAsTold,
  doneAsTold,
  dueThatDay,
  isDetail,
  isOfNone,
  known,
  narrowed,
  pointBack,
  putDown,
  sameAgain,
  whenBefore,
} from './told.js';

/** The clauses of a message, one after the other. */

const TALKS: ReadonlySet<string> = new Set(['greeting', 'thanks', 'yes', 'no']);

/** What each clause wants, and what is said of what was said before it: "buy stamps, add that", "the rent is paid, delete it". */
export const readClauses = (message: Phrase, context: Context): Intent[] => {
  const found: { phrase: Phrase; intents: readonly Intent[] }[] = [];
  /** What was told and wants nothing, since the last wish. */
  let told: Phrase[] = [];
  for (const phrase of clauses(message, context)) {
    const polite = withoutManners(phrase);
    const that = ADD_THAT.exec(seen(polite)) ?? ADD_THAT_MORE.exec(seen(polite));
    const last = found.at(-1);
    // "number 1 is for thursday, please write this"
    if (that !== null && last?.intents.every((intent) => isWhole(intent) && !isAdding(intent))) {
      // "…, save it with high priority"
      const changes =
        that.groups?.more === undefined
          ? undefined
          : readChangeParts(phraseOf(that.groups.more), context)?.changes;
      if (changes !== undefined)
        found.push({ phrase, intents: [{ intent: 'update', target: { kind: 'it' }, changes }] });
      continue;
    }
    // "hey, add a task" puts down no hey.
    const isTalk = last?.intents.every(({ intent }) => TALKS.has(intent));
    if (that !== null && last !== undefined && !isTalk) {
      last.intents = putDown(last, that.groups?.detail, that.groups?.more, context);
      told = [];
      continue;
    }
    const after = told.map(raw).join(' ');
    // "about the cake tasting, …"
    const about =
      found.length === 0 &&
      phrase.tokens.length < message.tokens.length &&
      /^(?:about|regarding|concerning|as for|re) /.test(seen(polite));
    const alone = about
      ? UNKNOWN
      : readClause(phrase, context).map((intent) => dueThatDay(intent, phrase, after, context));
    const intents =
      sameAgain(phrase, last?.intents.at(-1), context) ??
      changedAsTold(alone, polite, after, context) ??
      doneAsTold(alone, polite, told, context) ??
      alone.map((intent) => narrowed(pointBack(intent, after, polite, context), after, context));
    // "set a due date for the curtains? Let's say 20 September"
    const open = last?.intents.at(-1);
    if (last !== undefined && open?.intent === 'unclear' && open.asks === 'when') {
      const when = dropStart(polite, /^(?:let us (?:say|do|make it)|say|make it|maybe|how about|on|for|to) /);
      const whole = readClause(phraseOf(`${raw(withoutManners(last.phrase))} to ${raw(when)}`), context);
      if (readWholeWhen(raw(when), context) !== null && whole.every(({ intent }) => intent === 'update')) {
        last.intents = whole;
        continue;
      }
    }
    // "fix the typo in 1, it should be Write blog"
    const read = /^(?:it |that |this )?(?:should|must|has to|needs to) (?:be|read|say) /;
    if (last !== undefined && open?.intent === 'unclear' && open.asks === 'what' && read.test(seen(polite))) {
      const of = dropStart(withoutManners(last.phrase), /^.*? (?:in|of|on) (?=\S)/);
      const whole = readClause(phraseOf(`rename ${raw(of)} to ${raw(dropStart(polite, read))}`), context);
      if (whole.every(({ intent }) => intent === 'update')) {
        last.intents = whole;
        continue;
      }
    }
    // "add one for me. Buy milk"
    const title = last?.intents.at(-1);
    const asked = title?.intent === 'unclear' && title.about === 'add' && title.asks === 'title';
    if (
      last !== undefined &&
      asked &&
      intents.every(
        (intent) =>
          ASIDE.has(intent.intent) || ['unclear', 'add'].includes(intent.intent) || isOfNone(intent, context),
      )
    ) {
      last.intents = intents.every(isAdding) ? intents : [addObligation(bareDeed(phrase, context), context)];
      continue;
    }
    // "I still have to pay the rent, untick it": of what is there, and nothing new.
    const there = known(last?.intents ?? [], last?.phrase, context);
    const [act, ...others] = intents;
    if (
      last !== undefined &&
      there !== null &&
      others.length === 0 &&
      act !== undefined &&
      target(act)?.kind === 'it'
    ) {
      last.intents = [{ ...act, target: there } as Intent];
      continue;
    }
    // "all the completed tasks, remove them"
    const listed = last?.intents.at(-1);
    if (
      last !== undefined &&
      listed?.intent === 'list' &&
      others.length === 0 &&
      act !== undefined &&
      target(act)?.kind === 'them' &&
      !/\b(?:show|list|see|view|what|which|display|tell)\b/.test(seen(last.phrase))
    ) {
      const { filter } = listed;
      // What is done by now is to be marked.
      const status = act.intent === 'complete' && listed.status === 'completed' ? 'pending' : listed.status;
      last.intents = [
        {
          ...act,
          target: { kind: 'all', status, ...(Object.keys(filter).length === 0 ? {} : { filter }) },
        } as Intent,
      ];
      continue;
    }
    // "I ticked off the letter but never sent it, untick it"
    const wish = found.findLast(({ intents: before }) => !before.every(({ intent }) => ASIDE.has(intent)));
    const marked = wish?.intents.at(-1);
    const acted = marked === undefined ? null : target(marked);
    if (
      act?.intent === 'reopen' &&
      others.length === 0 &&
      act.target.kind === 'it' &&
      marked?.intent === 'complete' &&
      wish !== undefined &&
      acted !== null
    ) {
      wish.intents = [{ ...act, target: acted }];
      continue;
    }
    // "remind me to pay rent on friday!! high prio"
    const added = found.findLast(
      ({ intents }) => !intents.every((intent) => intent.intent === 'update' && intent.target.kind === 'it'),
    );
    const details = isDetail(intents, polite, added?.intents.at(-1), context);
    if (details !== null) {
      found.push({ phrase, intents: [{ intent: 'update', target: { kind: 'it' }, changes: details }] });
      continue;
    }
    // "I marked it by mistake, undo it", "wrong one, put it back"
    const isUndo = intents.every(({ intent }) => intent === 'undo');
    if (isUndo && last?.intents.at(-1)?.intent === 'reopen') continue;
    if (isUndo && last?.intents.at(-1)?.intent === 'undo' && !/\bundo\b/.test(seen(last.phrase))) continue;
    // "the visit no longer has a date, clear it": that is done by now.
    if (
      act?.intent === 'delete' &&
      act.target.kind === 'it' &&
      others.length === 0 &&
      listed?.intent === 'update' &&
      (listed.changes.due === null || listed.changes.priority === null || listed.changes.noTime === true)
    )
      continue;
    // "I did the second, mark it": it is done already.
    const [only, ...more] = intents;
    const again =
      more.length === 0 &&
      only !== undefined &&
      target(only)?.kind === 'it' &&
      (last?.intents.at(-1)?.intent === only.intent ||
        (only.intent === 'complete' && last?.intents.at(-1)?.intent === 'delete')) &&
      only.intent !== 'update';
    // "tomorrow, at four, I need to pick up the twins"
    const early = whenBefore(found, intents, context);
    if (!again) found.push({ phrase, intents: early ?? intents });
    if (intents.every(({ intent }) => ASIDE.has(intent) || intent === 'unclear')) told.push(phrase);
    else told = [];
  }
  return found.flatMap(({ phrase, intents }, index) => {
    const open =
      isUnknown(intents) ||
      intents.every(
        (one) =>
          (one.intent === 'unclear' && one.asks === 'whether to add') ||
          // "the soap I bought yesterday"
          (one.intent === 'choose' && one.target.kind === 'title'),
      );
    if (!open || context.titles === undefined || isLong(phrase)) return intents;
    // What is told beside a wish may be of a task, unless what follows speaks of it.
    const spokenOf = found
      .slice(index + 1)
      .some(({ intents: after }) =>
        after.some((one) => target(one)?.kind === 'it' || target(one)?.kind === 'them'),
      );
    const polite = withoutManners(phrase);
    const read =
      spokenOf || found.length < 2 || applyRules(GUARDED, polite, context) !== null
        ? null
        : (readByWords(polite, context) ?? readBeside(phrase, message, context));
    return read === null ? intents : [read];
  });
};
