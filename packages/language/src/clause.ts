import { bareDeed, turnDate } from './bare-deed.js';
import { namesFew, readGroup } from './groups.js';
import type { Context, Intent } from './intent.js';
import { isAboutTasks, isUnknown, isWhole, takesWords, UNKNOWN } from './kinds.js';
import { withoutEnd, withoutManners } from './manners.js';
import { readTaskWords } from './new-task.js';
import { dropEnd, dropStart, namesTask, trimMarks } from './phrases.js';
import { addObligation, GOES, OBLIGATION, readLabelled } from './rules/add.js';
import { COMPILED, GUARDED, TALK } from './rules/all.js';
import { readChangeParts } from './rules/change-parts.js';
import { applyRules } from './rules/rule.js';
import { readSetting } from './rules/settings-by-parts.js';
import { isKnown } from './rules/target.js';
import { isLong, type Phrase, phraseOf, raw, seen } from './sentence.js';
import { isTitle, mentioned, strangers, titlesWithin, wordCount } from './titles.js';

/** What one clause wants: the rules, tried on it as it stands and without what is said around a wish. */

/** Something to do, not to be done to a task. */
const SIGNED =
  /^(?!(?:filter|display|pull up|bring up|open up|look for|did|does|why|who|when|where|was|were|has|had|you|he|she|they|it|if|will|would|should|may|might|must|please|just|also|let|add|create|delete|remove|show|list|tag|untag|label|mark|move|find|search|what|which|anything|clear|complete|finish|everything|all|done|my|the|any|put|set|change|update|rename|make|task|tasks|it|that|this|new|reopen|undo|get|give|see|view|do|have|how|is|are|can|could|i|we|no|not)\b)[a-z]+ [a-z]/;

const INSTEAD_OF =
  / (?:(?:instead of|rather than) (?:(?:at|on|the) )*\S+(?: (?:am|pm|o'clock))?|(?:at the |the )?same time(?: of day)?)$/;

/** "milk -> tomorrow #home" of milk that there is. */
const changesKnown = (clause: Phrase, context: Context): boolean => {
  const target = readChangeParts(clause, context)?.target;
  return target !== undefined && target.tokens.length > 0 && isKnown(target, context);
};

/** "my wife says I have to …", "it just occurred to me that I need to …" */
const TOLD_BEFORE =
  /^(?:(?:i|we) (?:think|guess|suppose|reckon|believe|figure)|(?:my|the|our|his|her) \S+(?: \S+)? (?:says|said|thinks|reckons|told me)|(?:it )?(?:just )?(?:occurred to me|dawned on me)|(?:i )?(?:(?:just|nearly|almost|only|now) )*(?:remembered|realised|realized|forgot)(?: to (?:say|mention|add|tell you))?) (?:that )?(?=(?:i|we) (?:\S+ )?(?:need|have|must|should|got|ought|had|better|am|will)\b)/;

const OF_LISTS =
  /^(?:delete|remove|erase|clear|wipe|drop|mark|tick|reopen|undo|rename|move|push|postpone|reschedule|change|update|stop|quit|not|never)\b/;

/** "I still have to fix the tap", and it is on the list. */
const isThere = (intent: Intent, { titles = [] }: Context): boolean =>
  intent.intent === 'add' &&
  intent.tasks.length === 1 &&
  intent.tasks.every(
    ({ title, due, priority }) =>
      due === null &&
      priority === null &&
      isTitle(title, titles, 2) &&
      titlesWithin(title, titles).length > 0,
  );

const sharesTwo = (text: string, { titles = [] }: Context): boolean => {
  const [place, ...others] = mentioned(text, titles);
  const title = place === undefined || others.length > 0 ? undefined : titles[place];
  return title !== undefined && wordCount(text) - strangers(text, title) > 1;
};

const readPolite = (whole: Phrase, context: Context): readonly Intent[] => {
  const labelled = isLong(whole) ? null : readLabelled(raw(whole), context, false);
  if (labelled !== null) return [labelled];
  // "tag it travel instead of admin" says which goes.
  const clause = /#|\b(?:tag|label)/.test(seen(whole)) ? whole : dropEnd(whole, INSTEAD_OF);
  // "stick #work on task 2" is no line of quick add.
  const setting = raw(clause).includes('#') ? readSetting(clause, context) : null;
  if (setting !== null) return setting;
  // A line as quick add takes it: nobody else writes !high or #home.
  if (
    !isLong(clause) &&
    /(?:^|\s)(?:![a-z]+|#\p{L}[\p{L}\p{N}_-]*)(?=\s|$)/iu.test(raw(clause)) &&
    SIGNED.test(seen(clause).replace(/^(?:[#!]\S+ )+/, '')) &&
    !changesKnown(clause, context) &&
    !isKnown(phraseOf(readTaskWords(raw(clause), context).rest), context)
  ) {
    const asked = applyRules(COMPILED, clause, context) ?? UNKNOWN;
    return asked.every(({ intent }) => intent === 'add')
      ? asked
      : [addObligation(dropStart(clause, OBLIGATION), context)];
  }
  // "buy nails add please"
  const added = SIGNED.test(seen(clause))
    ? dropEnd(clause, /(?<=\S \S+) (?:add|note|save)(?: (?:it|that|this))?(?: please)?$/)
    : clause;
  if (added.tokens.length < clause.tokens.length) return [addObligation(trimMarks(added), context)];
  // "I have the dentist on 2 march, please add"
  const asked = dropEnd(
    clause,
    / (?:you )?(?:please |pls )?(?:add|note|save)(?: (?:it|that|this))?(?: please)?$/,
  );
  if (
    asked.tokens.length < clause.tokens.length &&
    /^(?:(?:i|we) (?:have|got|have got)|there is) /.test(seen(asked))
  )
    return [addObligation(bareDeed(trimMarks(asked), context), context)];
  const known = dropStart(clause, TOLD_BEFORE);
  const obliged = dropStart(known, OBLIGATION);
  if (obliged.tokens.length < clause.tokens.length && obliged.tokens.length > 0) {
    const inner = applyRules(COMPILED, clause, context) ?? UNKNOWN;
    if (!isUnknown(inner) && isAboutTasks(inner, clause)) return inner;
    const command = applyRules(COMPILED, obliged, context) ?? UNKNOWN;
    if (GOES.test(seen(obliged))) return UNKNOWN;
    // "I think I should delete task 3" is no order.
    if (
      known.tokens.length < clause.tokens.length &&
      (OF_LISTS.test(seen(obliged)) || isAboutTasks(command, obliged) || isKnown(obliged, context))
    )
      return UNKNOWN;
    // "I need to find a plumber" is done out there.
    if (
      /^(?:search|find|look|locate)\b/.test(seen(obliged)) &&
      !namesTask(obliged) &&
      command.every(({ intent }) => intent === 'search')
    )
      return [addObligation(obliged, context)];
    if (isAboutTasks(command, obliged)) return command;
    const added = addObligation(obliged, context);
    // "still need to do the school supplies"
    const isOpen = /^(?:(?:i|we) )?still\b/.test(seen(clause)) && sharesTwo(raw(obliged), context);
    return isOpen || isThere(added, context) ? UNKNOWN : [added];
  }
  return applyRules(COMPILED, clause, context) ?? UNKNOWN;
};

/** "for the trip I need to buy sunscreen" without what it is for; null when nothing of that kind is said. */
const withoutReason = (clause: Phrase): Phrase | null => {
  const rest = dropStart(
    clause,
    /^(?:for|before|after|because of|with|on|at) \S+(?: \S+){0,3} (?=(?:i|we) (?:(?:also|still|really) )*(?:need|have|must|should|got)\b)/,
  );
  return rest.tokens.length < clause.tokens.length ? rest : null;
};

const COMMAND =
  /^(?:new|another|what|which|make|give|tag|drop|add|create|put|remind|note|delete|remove|mark|tick|check off|cross off|move|push|postpone|reschedule|change|rename|show|list|set|undo|reopen)\b/;

/** "shopping list: add rice" without its label; null when it has none. */
const withoutLabel = (clause: Phrase): Phrase | null => {
  const [, label = '', rest = ''] = /^([\p{L}\p{N}'’ ,]{1,90}):\s+(\S[\s\S]*)$/u.exec(raw(clause)) ?? [];
  // What somebody said is no wish.
  if (
    rest === '' ||
    /\b(?:said|says|told|tells|wrote|asked|asks|message|mail|email|sign|if|not)\b/i.test(label)
  )
    return null;
  const short =
    label.length <= 30 &&
    /\b(?:list|things?|favou?r|question|request|shopping|todo|task|tasks|note|memo|please|update|change|request)\b/i.test(
      label,
    );
  const right = phraseOf(rest);
  return short || COMMAND.test(seen(withoutManners(right))) ? right : null;
};

/** "today I did not call the vet": the day that stands before it hides what is denied. */
const NOT_SO =
  /^\S+(?: \S+){0,3}? (?:(?:i|we) (?:(?:did|do|have|will|can|could|would|am|was|are|were) not|never)|suppose|imagine|once upon a time|what if) /;

const WISH = /^(?:i want to|i would like to|i would love to) /;

/** What one clause wants. */
export const readClause = (clause: Phrase, context: Context): readonly Intent[] => {
  const [first, last] = [clause.tokens[0], clause.tokens.at(-1)];
  const key = `${first?.start} ${last?.end} ${seen(clause)}\n${clause.text}`;
  const known = context.clauses?.get(key);
  if (known !== undefined) return known;
  const intents = readAnew(clause, context);
  context.clauses?.set(key, intents);
  return intents;
};

/** As it stands, then without its manners. */
const readAnew = (clause: Phrase, context: Context): readonly Intent[] => {
  const whole = trimMarks(clause);
  if (whole.tokens.length === 0) return UNKNOWN;
  const talk = applyRules(TALK, whole, context);
  if (talk !== null) return talk;
  const polite = withoutManners(whole);
  if (NOT_SO.test(seen(polite)) && turnDate(polite, context) !== null) return UNKNOWN;
  const intents = readPolite(polite, context);
  const grouped =
    intents.every(isWhole) && !intents.every(takesWords) && !namesFew(polite)
      ? null
      : readGroup(polite, context, readClause);
  if (grouped !== null) return grouped;
  const bare = withoutEnd(polite);
  const shorter = bare.tokens.length < polite.tokens.length && bare.tokens.length > 0;
  // "move all of today to friday asap"
  if (shorter && intents.every(({ intent }) => intent === 'unclear')) {
    const read = readPolite(bare, context);
    if (read.every(isWhole)) return read;
  }
  if (!isUnknown(intents)) return intents;
  const turned = isLong(polite)
    ? null
    : (turnDate(polite, context) ?? withoutLabel(polite) ?? withoutReason(polite));
  if (turned !== null) {
    const read = readPolite(withoutManners(turned), context);
    if (!isUnknown(read) && read.every(({ intent }) => intent !== 'unclear' && intent !== 'choose'))
      return read;
  }
  if (shorter) return readPolite(bare, context);
  if (WISH.test(seen(whole)) && !applyRules(GUARDED, polite, context))
    return [{ intent: 'unclear', about: 'add', asks: 'whether to add' }];
  return intents;
};
