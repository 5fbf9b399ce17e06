import { readByWords, readListByWords } from './by-words.js';
import { putRight, splitSlip } from './corrections.js';
import { wallClock } from './dates/calendar.js';
import { findDue, readWholeWhen } from './dates/find-due.js';
import { readLevel } from './filter.js';
import { readFollowUp } from './follow-up.js';
import type { Changes, Context, Intent, NewTaskWords, Reference } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { readTaskWords } from './new-task.js';
import { dropEnd, dropStart, markAt, namesTask, trimMarks } from './phrases.js';
import { without } from './quick-add.js';
import { readReferences } from './reference.js';
import { ADD, addObligation, GOES, OBLIGATION, REMEMBER, readLabelled, splitShared } from './rules/add.js';
import { ANSWERS, CHOICES, SUGGESTIONS } from './rules/answers.js';
import { ASK } from './rules/ask.js';
import { readChangeParts } from './rules/change-parts.js';
import { COMPLETE, MARK_DONE, NOT_FINISHED, REOPEN } from './rules/finish.js';
import { GUARDS } from './rules/guards.js';
import { REMOVE, UNDO } from './rules/remove.js';
import { applyRules, compileRules, type Rule } from './rules/rule.js';
import { SMALL_TALK } from './rules/small-talk.js';
import { isExplicit, isKnown } from './rules/target.js';
import { MAY_WAIT, UPDATE } from './rules/update.js';
import { type Phrase, raw, seen, slice, tokenize } from './sentence.js';
import { isTitle, matchTitles, mentioned, quoteTitles } from './titles.js';

/** All rules, in the order in which they are tried. */
export const RULES: readonly Rule[] = [
  ...ANSWERS,
  ...SMALL_TALK,
  ...ASK,
  ...REMEMBER,
  ...NOT_FINISHED,
  ...MAY_WAIT,
  ...GUARDS,
  ...UNDO,
  ...REOPEN,
  ...MARK_DONE,
  ...UPDATE,
  ...ADD,
  ...COMPLETE,
  ...REMOVE,
  ...SUGGESTIONS,
  ...CHOICES,
];

const COMPILED = compileRules(RULES);

const UNKNOWN: readonly Intent[] = [{ intent: 'unknown' }];

const isUnknown = (intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => intent === 'unknown');

/** Something to do, not to be done to a task. */
const SIGNED =
  /^(?!(?:add|create|delete|remove|show|list|tag|untag|label|mark|move|find|search|what|which|anything|clear|complete|finish|everything|all|done|my|the|any|put|set|change|update|rename|make|task|tasks|it|that|this|new|reopen|undo|get|give|see|view|do|have|how|is|are|can|could|i|we|no|not)\b)[a-z]+ [a-z]/;

const INSTEAD_OF =
  / (?:(?:instead of|rather than) (?:(?:at|on|the) )*\S+(?: (?:am|pm|o'clock))?|(?:at the |the )?same time(?: of day)?)$/;

/** "milk -> tomorrow #home" of milk that there is. */
const changesKnown = (clause: Phrase, context: Context): boolean => {
  const target = readChangeParts(clause, context)?.target;
  return target !== undefined && target.tokens.length > 0 && isKnown(target, context);
};

const readPolite = (whole: Phrase, context: Context): readonly Intent[] => {
  const clause = dropEnd(whole, INSTEAD_OF);
  // A line as quick add takes it: nobody else writes !high or #home.
  if (
    !isLong(clause) &&
    !changesKnown(clause, context) &&
    !isKnown(phraseOf(readTaskWords(raw(clause), context).rest), context) &&
    /(?:^|\s)(?:![a-z]+|#\p{L}[\p{L}\p{N}_-]*)(?=\s|$)/iu.test(raw(clause)) &&
    SIGNED.test(seen(clause))
  )
    return [addObligation(clause, context)];
  // "buy nails add please"
  const added = SIGNED.test(seen(clause))
    ? dropEnd(clause, /(?<=\S \S+) (?:add|note|save)(?: (?:it|that|this))?(?: please)?$/)
    : clause;
  if (added.tokens.length < clause.tokens.length) return [addObligation(trimMarks(added), context)];
  // "I have the dentist on 2 march, please add"
  const asked = dropEnd(clause, / (?:please |pls )?(?:add|note|save)(?: (?:it|that|this))?(?: please)?$/);
  if (
    asked.tokens.length < clause.tokens.length &&
    /^(?:(?:i|we) (?:have|got|have got)|there is) /.test(seen(asked))
  )
    return [addObligation(bareDeed(trimMarks(asked), context), context)];
  const obliged = dropStart(clause, OBLIGATION);
  if (obliged.tokens.length < clause.tokens.length && obliged.tokens.length > 0) {
    const inner = applyRules(COMPILED, clause, context) ?? UNKNOWN;
    if (!isUnknown(inner) && isAboutTasks(inner, clause)) return inner;
    const command = applyRules(COMPILED, obliged, context) ?? UNKNOWN;
    if (GOES.test(seen(obliged))) return UNKNOWN;
    return isAboutTasks(command, obliged) ? command : [addObligation(obliged, context)];
  }
  return applyRules(COMPILED, clause, context) ?? UNKNOWN;
};

/** Characters of what people say in one breath. Longer texts are pasted: they are read for their commands alone. */
const LONGEST_SAID = 500;
const isLong = (phrase: Phrase): boolean => raw(phrase).length > LONGEST_SAID;

const phraseOf = (text: string): Phrase => ({ text, tokens: tokenize(text) });

/** "tomorrow move task 2" with its date at the end, where rules look for it; null when it begins with none. */
const turnDate = (clause: Phrase, context: Context): Phrase | null => {
  const text = raw(clause);
  const [span, ...more] = findDue(text, context)?.spans ?? [];
  if (span === undefined || more.length > 0 || span.start > 0) return null;
  const rest = text.slice(span.end).replace(/^[\s,:–-]+/, '');
  return rest === '' ? null : phraseOf(`${rest.replace(/[\s.!?,]+$/, '')} ${text.slice(0, span.end)}`);
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

const WISH = /^(?:i want to|i would like to|i would love to) /;

/** What one clause wants: as it stands, then without its manners. */
const readClause = (clause: Phrase, context: Context): readonly Intent[] => {
  const whole = trimMarks(clause);
  if (whole.tokens.length === 0) return UNKNOWN;
  const talk = applyRules(TALK, whole, context);
  if (talk !== null) return talk;
  const polite = withoutManners(whole);
  const intents = readPolite(polite, context);
  if (!isUnknown(intents)) return intents;
  const turned = isLong(polite)
    ? null
    : (turnDate(polite, context) ?? withoutLabel(polite) ?? withoutReason(polite));
  if (turned !== null) {
    const read = readPolite(withoutManners(turned), context);
    if (!isUnknown(read) && read.every(({ intent }) => intent !== 'unclear' && intent !== 'choose'))
      return read;
  }
  const bare = withoutEnd(polite);
  if (bare.tokens.length < polite.tokens.length && bare.tokens.length > 0) return readPolite(bare, context);
  if (WISH.test(seen(whole)) && !applyRules(GUARDED, polite, context))
    return [{ intent: 'unclear', about: 'add', asks: 'whether to add' }];
  return intents;
};

/** Looked for in a clause with its manners: they are what greetings and thanks are made of. */
const TALK = compileRules(SMALL_TALK);
const GUARDED = compileRules(GUARDS);
const ANSWERED = compileRules(ANSWERS);
const TOLD = compileRules(COMPLETE);

const target = (intent: Intent): Reference | null => ('target' in intent ? intent.target : null);

/** Whether it can only be meant for us: it names a task as one, by number, by "all", in quotes. */
const isAboutTasks = (intents: readonly Intent[], clause: Phrase): boolean =>
  intents.some((intent) => {
    switch (intent.intent) {
      case 'list':
      case 'stats':
      case 'undo':
      case 'search':
        return true;
      case 'add':
        return (
          namesTask(clause) ||
          /^(?:please )?(?:add|new|remind|remember|do not|(?:i|we) (?:must|should|can|do|shall) not|make sure|note)\b/.test(
            seen(clause),
          )
        );
      case 'unclear':
        return intent.about === 'add'
          ? /\b(?:tasks?|todos?|reminders?)$/.test(seen(clause))
          : namesTask(clause);
      default: {
        const reference = target(intent);
        return reference !== null && (reference.kind !== 'title' || namesTask(clause));
      }
    }
  });

const CHANGES: ReadonlySet<string> = new Set(['add', 'complete', 'reopen', 'delete', 'restore', 'update']);
/** What is said around a wish and goes unmentioned beside one. */
const ASIDE: ReadonlySet<string> = new Set(['greeting', 'thanks', 'unknown', 'choose']);

const isAdding = (intent: Intent): boolean =>
  intent.intent === 'add' ||
  (intent.intent === 'unclear' && intent.about === 'add' && intent.asks === 'title');

/** Beyond so many pieces a message is one long text. */
const MOST_PIECES = 40;

interface Clause {
  phrase: Phrase;
  /** It begins with a word such as "and". */
  joined: boolean;
  /** Parted from what is before it by the end of a sentence rather than by "and" or a comma. */
  sentence: boolean;
}

const JOINS: ReadonlySet<string> = new Set(['and', 'then', 'also', 'plus', 'so', 'but']);

const BEGINS_A_CLAUSE =
  /^(?:i|we|you|please|can|could|would|will|remind|add|just|cross|mark|tick|check|delete|remove|get|move|set|make|put|let|do|that|it|this|go|feel|the|my|now|then|change|push|postpone|cancel|drop|show|tell|what)$/;

/** Where a new wish may begin. Whether one does is seen when it is read. */
const pieces = (message: Phrase): Clause[] => {
  const found: Clause[] = [];
  let from = 0;
  let sentence = true;
  message.tokens.forEach((token, index) => {
    const mark = markAt(message, index);
    // "and then" is one join.
    if (JOINS.has(token.seen) && message.tokens.slice(from, index).every(({ seen }) => JOINS.has(seen)))
      return;
    // "I am so done with it" is one wish, or none.
    if (/^(?:so|but)$/.test(token.seen) && !BEGINS_A_CLAUSE.test(message.tokens[index + 1]?.seen ?? ''))
      return;
    // "I also need to …" is one clause.
    const before = message.tokens[index - 1];
    if (token.seen === 'also' && before !== undefined && before.seen !== '' && !JOINS.has(before.seen))
      return;
    const ends = /^[.!?;\n]$/.test(mark);
    const parts = mark === ',' || isDash(message, index);
    if (found.length >= MOST_PIECES || (!ends && !parts && !JOINS.has(token.seen))) return;
    if (index > from) {
      found.push({
        phrase: slice(message, from, index),
        sentence,
        joined: JOINS.has(message.tokens[from]?.seen ?? ''),
      });
      sentence = ends;
    } else sentence ||= ends;
    from = ends || parts ? index + 1 : index;
  });
  found.push({ phrase: slice(message, from), sentence, joined: JOINS.has(message.tokens[from]?.seen ?? '') });
  return found.filter(({ phrase }) => trimMarks(phrase).tokens.length > 0);
};

const joined = (first: Phrase, second: Phrase): Phrase => {
  const [begin, end] = [first.tokens[0]?.start ?? 0, second.tokens.at(-1)?.end ?? 0];
  return {
    text: first.text,
    tokens: [...first.tokens, ...between(first, second), ...second.tokens].filter(
      ({ start }) => start >= begin && start < end,
    ),
  };
};

/** The comma or the full stop at which the two were parted. */
const between = (first: Phrase, second: Phrase): Phrase['tokens'] => {
  const [from, to] = [first.tokens.at(-1)?.end ?? 0, second.tokens[0]?.start ?? 0];
  return tokenize(first.text.slice(from, to)).map((token) => ({
    ...token,
    start: token.start + from,
    end: token.end + from,
  }));
};

const DENIED =
  /^(?:please |and |but |so |just )*(?:do not(?! (?:let me )?forget| need| want (?!you|to))|never(?! (?:let me )?forget)|what (?:if|would|happens)|if |should |would |suppose|imagine|why )/;

/** A dash between words, not the hyphen of one. */
const isDash = (message: Phrase, index: number): boolean => {
  const token = message.tokens[index];
  return (
    token !== undefined &&
    /^[–—-]$/.test(markAt(message, index)) &&
    /^\s?$/.test(message.text[token.start - 1] ?? '') &&
    /^\s?$/.test(message.text[token.end] ?? '')
  );
};

/** The message in its wishes: pieces that begin none belong to the one before them. */
const clauses = (message: Phrase, context: Context): Phrase[] => {
  const found: { phrase: Phrase; begins: readonly Intent[] }[] = [];
  for (const piece of pieces(message)) {
    const last = found.at(-1);
    const begins = readClause(piece.phrase, context);
    if (last === undefined || beginsAnew(piece, begins, last.phrase, last.begins, context))
      found.push({ phrase: piece.phrase, begins });
    else {
      last.phrase = joined(last.phrase, piece.phrase);
      // What began with too little may be whole by now.
      if (last.begins.some(({ intent }) => intent === 'unclear') || last.begins.every(isNothing))
        last.begins = readClause(last.phrase, context);
    }
  }
  return found.map(({ phrase }) => phrase);
};

const CHATTER =
  /^(?:(?:because|since|as|for|so|but|cause|cos) )?(?:i|we|it|he|she|they|there|nobody|no one|this|you) (?:like|likes|feel|guess|see|prefer|bought|called|told|asked|finished|moved|said|need it|want it|am|are|is|was|were|have|has|had|will|would|can|could|do|did|does|just|really|already|keep|keeps|hate|love|got|am|think|hope|know|said|says|ran|run|still|might|may|never|only|almost|always|forgot|always|went|got|thought|think)\b/;

/** Whoever does something is told of. */
const SOMEBODY =
  /^(?:(?:and|but|so|because|since) )?(?:i|we|he|she|they|nobody|no one|everyone|everybody|someone|somebody|there) (?!(?:also |still |really )*(?:need|want|have to|must|should|would like))\S/;
const STATEMENT =
  /^(?:the|my|our|this|that|his|her|\S+) (?:\S+ ){0,4}?(?:is|are|was|were|has|have|had|will|got|can|does|did|do|goes|needs|came|comes|went|said|broke|died|sold|made|took|wants|fell|left|\S{2,}ed)\b/;
const VERB_ALONE =
  /^(?:untick|uncheck|unmark|reopen|open|undo|complete|tick|check|mark|close|delete|remove|bin|scrap|drop)(?: (?:it|that|this|them))?(?: (?:again|off|out|done))?$/;

/** Something told beside a wish. Behind "and" it may be of a title. */
const isChatter = ({ phrase, joined }: Clause, read: readonly Intent[], context: Context): boolean =>
  (!joined || !read.some(isAdding)) &&
  // "…, it is for tomorrow"
  !(read.some(isAdding) && readChangeParts(phrase, context)?.target.tokens.length === 0) &&
  CHATTER.test(seen(trimMarks(phrase)).replace(/^(?:and|but|so) /, '')) &&
  read.some(
    (intent) =>
      CHANGES.has(intent.intent) ||
      ['list', 'search'].includes(intent.intent) ||
      (intent.intent === 'unclear' && intent.about === 'complete'),
  );

/** Asks to put down what was said before it. */
const ADD_THAT =
  /^(?:(?:add|put|note|write|jot|save|record|log|remember|include|stick|pop|chuck|throw|bung|slap|get|pin)(?: (?:it|that|this|them|these|those|that one|this one|both|all|all of them|all of these|both of them|these two))?(?: (?:down|in))?|(?:add|put|note|write|save|make|create|set)(?: me)? (?:a |an |one )?(?:task|reminder|note|todo)(?: (?:for|of|about|out of) (?:it|that|this))?|remind me(?: (?:of|about) (?:it|that|this))?|(?:do not|never) (?:let me )?forget(?: (?:it|that|this))?|make a note(?: of (?:it|that|this))?)(?: (?:(?:to|on|in|onto|into) (?:(?:my|the|our) )?(?:\S+ )?(?:list|tasks|todos|todo|agenda)|(?:(?:on|in) )?(?:there|here)|(?:on|in) it))?(?: as (?:a |an )?(?!(?:complete|completed|done|finished|closed)\b)(?<detail>(?:(?! (?:for|on|by|due|with)\b).)+?)(?: task| item| one)?)?(?: (?:please|for me|too|as well|thanks|will you|ok|okay|love|mate|dear|so (?:that )?i do not forget|before .*|so .*|because .*))*$/;

/** "…, add it urgent for monday" */
const ADD_THAT_MORE =
  /^(?:(?:add|note|save|log|jot|record|register|write) (?:it|that|this)(?: down)?(?: (?:to|on|in|onto) (?:my |the |our )?(?:\S+ )?(?:list|tasks|todos|todo|agenda))?|(?:put|pop|stick|get|throw|chuck|make|create|set|enter) (?:it|that|this) (?:(?:to|on|in|onto) (?:my |the |our )?(?:\S+ )?(?:list|tasks|todos|todo|agenda)|(?:on|in) (?:there|here)|down|(?:as )?(?:a |an )?(?:new )?(?:task|todo|reminder|item)))(?: as (?:a |an )?(?:new )?(?:task|todo|reminder|item|note))?(?: (?:please|too|as well))* (?<more>(?:high|low|medium|urgent|important|as|with|due|for|on|by|tomorrow|today|tonight|tagged|tag|priority)\b.*)$/;

/** "… and mark milk done": a verb of lists, and a task that is there. */
const isClearlyOfList = (intents: readonly Intent[], wish: Phrase, { titles = [] }: Context): boolean =>
  /^(?:done|finished|completed|bought|paid|drop|scrap|bin|push|bump|put|set|make|mark|tick|check off|cross|strike|rename|reopen|uncheck|move|postpone|reschedule|delete|remove|complete|tag|get rid)\b/.test(
    seen(wish),
  ) &&
  intents.every((intent) => {
    const reference = target(intent);
    return reference?.kind === 'title' ? isTitle(reference.text, titles) : false;
  });

const isNothing = ({ intent }: Intent): boolean => intent === 'unknown' || intent === 'choose';
const isWhole = ({ intent }: Intent): boolean => CHANGES.has(intent);
/** Its title goes on to the end of what is said. */
const takesWords = (intent: Intent): boolean =>
  isAdding(intent) ||
  (intent.intent === 'update' && (intent.changes.title ?? intent.changes.description) !== undefined);

/** Whether a piece is a wish of its own, rather than more words of the one before it. */
const beginsAnew = (
  piece: Clause,
  intents: readonly Intent[],
  before: Phrase,
  read: readonly Intent[],
  context: Context,
): boolean => {
  // "Dr. Novak", "for no. 18": no sentence ends there.
  if (
    piece.sentence &&
    /\S\s+(?:dr|mr|mrs|ms|st|prof|no|nr|vs|etc|approx|jr|sr)\.?$|^(?:dr|mr|mrs|ms|prof)\.?$/i.test(
      raw(before).trim(),
    )
  )
    return false;
  const bareWish = seen(withoutManners(piece.phrase));
  if (ADD_THAT.test(bareWish) || ADD_THAT_MORE.test(bareWish)) return true;
  if (sameAgain(piece.phrase, read.at(-1), context) !== null) return true;
  if (!piece.sentence) {
    // "1, 2 and 4: done", "set tasks 1 and 3 to high priority"
    if (read.every((intent) => intent.intent === 'choose' && intent.target.kind !== 'title')) return false;
    // "laundry and groceries done"
    const few = seen(before).split(' ').length <= 3 && !/^(?:so|but|then)\b/.test(seen(piece.phrase));
    if (few && read.every(isNothing) && isTitle(raw(trimMarks(before)), context.titles ?? [])) return false;
    // "label it as work and urgent"
    if (intents.every(({ intent }) => intent === 'list') && !SPEAKS_OF_A_LIST.test(raw(piece.phrase)))
      return false;
    if (
      /(?:^| )#?\d+$/.test(seen(trimMarks(before))) &&
      /^(?:and )?#?\d+ (?:to|as|is|are|done)\b/.test(seen(trimMarks(piece.phrase))) &&
      !read.some(isWhole)
    )
      return false;
  }
  const aside = intents.every(({ intent }) => ASIDE.has(intent) || intent === 'unclear');
  // "undo that, the report is not written": why.
  if (
    aside &&
    read.every(({ intent }) => ['undo', 'delete', 'complete', 'reopen', 'stats'].includes(intent)) &&
    STATEMENT.test(seen(trimMarks(piece.phrase)))
  )
    return true;
  // "2 is not done, reopen": a verb alone, of what was just said.
  if (
    read.every(({ intent }) => ['reopen', 'complete', 'delete'].includes(intent)) &&
    VERB_ALONE.test(seen(withoutManners(piece.phrase)))
  )
    return true;
  // "delete everything, I am starting over": why, and no more of what.
  if (aside && intents.every(({ intent }) => intent === 'unknown') && isChatter(piece, read, context))
    return true;
  if (
    aside &&
    isUnknown(intents) &&
    read.some(isWhole) &&
    !read.some(takesWords) &&
    SOMEBODY.test(seen(trimMarks(piece.phrase)))
  )
    return true;
  // "the vet is not needed, please delete"
  const bare = intents.every(
    (intent) => intent.intent === 'unclear' && /^(?:delete|complete|update)$/.test(intent.about ?? ''),
  );
  if (
    bare &&
    read.every(({ intent }) => intent === 'unknown' || intent === 'choose') &&
    seen(withoutManners(piece.phrase)).split(' ').length <= 2
  )
    return true;
  // "finished the slides! Oh, …": an aside behind a wish that is whole.
  if (
    aside &&
    piece.sentence &&
    !isUnknown(read) &&
    !read.some(takesWords) &&
    !read.some(({ intent }) => intent === 'unclear')
  )
    return true;
  // "delete the crib, no need to keep it"
  if (
    aside &&
    read.some(isWhole) &&
    !read.some(takesWords) &&
    /^(?:no need|no point|no longer|because|since|as (?:i|we|it)|cause|cos|he |she |they )/.test(
      seen(trimMarks(piece.phrase)),
    )
  )
    return true;
  const answer = ({ intent }: Intent): boolean =>
    ['yes', 'no', 'greeting', 'thanks', 'help', 'unclear'].includes(intent);
  if (aside && !isUnknown(read) && !read.some(takesWords) && !read.some(answer)) {
    // "hill repeats done, legs like jelly": together they would say nothing.
    const both = readClause(joined(before, piece.phrase), context);
    const isLess = (intent: Intent): boolean =>
      ASIDE.has(intent.intent) || (intent.intent === 'unclear' && intent.asks !== 'exactly which');
    if (both.every(isLess)) return true;
  }
  // "tag it with music, and it is for friday"
  if (aside && read.every(({ intent }) => intent === 'update') && !read.some(takesWords) && piece.joined) {
    const parts = readChangeParts(withoutManners(piece.phrase), context);
    if (parts?.points && parts.target.tokens.length === 0) return true;
  }
  // What is said in sentences before a wish is none of it.
  if (aside && piece.sentence && isUnknown(read)) return true;
  if (aside)
    return piece.sentence && intents.some(({ intent }) => intent === 'greeting' || intent === 'thanks');
  const said = seen(trimMarks(piece.phrase));
  if (DENIED.test(seen(before)) && !piece.sentence) return /^(?:but|instead)\b/.test(said);
  const answers = intents.some(({ intent }) => intent === 'yes' || intent === 'no' || intent === 'help');
  if (answers) return piece.sentence;
  // "mark task 1 and 2 done": the first half says too little to be a wish of its own.
  if (!piece.sentence && read.some((intent) => intent.intent === 'unclear' && intent.about !== 'add'))
    return false;
  if (!read.some(isAdding)) return true;
  // "I need to …, and I also need to …"
  if (
    /^(?:and |then |also |next |then i |so )*(?:i|we) (?:also |then |still |really )*(?:need|have|must|should|got)\b/.test(
      said,
    )
  )
    return true;
  const wish = withoutManners(piece.phrase);
  if (!isAboutTasks(intents, wish) && !isClearlyOfList(intents, wish, context)) return false;
  const deletes = intents.some(({ intent }) => intent === 'delete');
  // "add a task to write the letter and delete it": more likely words of the title.
  const vague = intents.some((intent) => {
    const kind = target(intent)?.kind;
    return kind === 'it' || kind === 'them' || (kind === 'all' && deletes);
  });
  return piece.sentence || !vague || (/\b(?:mark|tag|make|set|move|rename|change)\b/.test(said) && !deletes);
};

/** What each clause wants, and what is said of what was said before it: "buy stamps, add that", "the rent is paid, delete it". */
const readClauses = (message: Phrase, context: Context): Intent[] => {
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
    if (that !== null && last !== undefined) {
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
      alone.map((intent) => pointBack(intent, after, polite));
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
      const { status, filter } = listed;
      last.intents = [
        {
          ...act,
          target: { kind: 'all', status, ...(Object.keys(filter).length === 0 ? {} : { filter }) },
        } as Intent,
      ];
      continue;
    }
    // "I ticked off the letter but never sent it, untick it"
    const acted = listed === undefined ? null : target(listed);
    if (
      act?.intent === 'reopen' &&
      others.length === 0 &&
      act.target.kind === 'it' &&
      listed?.intent === 'complete' &&
      last !== undefined &&
      acted !== null
    ) {
      last.intents = [{ ...act, target: acted }];
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
    // "I marked it by mistake, undo it"
    if (last?.intents.at(-1)?.intent === 'reopen' && intents.every(({ intent }) => intent === 'undo'))
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
  return found.flatMap(({ intents }) => intents);
};

/** What sounds like a new task and is there already, if nothing says that it is to be added. */
const known = (
  intents: readonly Intent[],
  phrase: Phrase | undefined,
  context: Context,
): Reference | null => {
  const [only, ...more] = intents;
  if (phrase === undefined || only?.intent !== 'add' || more.length > 0 || only.tasks.length > 1) return null;
  const title = only.tasks[0]?.title ?? '';
  return isTitle(title, context.titles ?? [], 2) && !/\b(?:add|create|new|remind|note)\b/.test(seen(phrase))
    ? { kind: 'title', text: title }
    : null;
};

/** Speaks of a task that is not there. */
const isOfNone = (intent: Intent, { titles = [] }: Context): boolean => {
  const reference = target(intent);
  return reference?.kind === 'title' && mentioned(reference.text, titles).length === 0;
};

/** A task whose day was said before it, in clauses that say nothing else: those are taken out of what was found. */
const whenBefore = (
  found: { phrase: Phrase; intents: readonly Intent[] }[],
  intents: readonly Intent[],
  context: Context,
): readonly Intent[] | null => {
  const [only, ...more] = intents;
  if (only?.intent !== 'add' || more.length > 0 || only.tasks.some(({ due }) => due !== null)) return null;
  const words: string[] = [];
  while (found.length > 0) {
    const last = found.at(-1);
    if (
      last === undefined ||
      SPEAKS_OF_A_LIST.test(raw(last.phrase)) ||
      readWholeWhen(raw(last.phrase), context) === null
    )
      break;
    words.unshift(raw(last.phrase));
    found.pop();
  }
  const due = words.length === 0 ? undefined : findDue(words.join(' '), context)?.due;
  return due === undefined ? null : [{ ...only, tasks: only.tasks.map((task) => ({ ...task, due })) }];
};

const piecesOfOne = ({ kind }: Reference): boolean => ['it', 'title', 'id'].includes(kind);

/** What words without a verb say of the task that was just added. */
const isDetail = (
  intents: readonly Intent[],
  clause: Phrase,
  before: Intent | undefined,
  context: Context,
): Changes | null => {
  const one =
    before?.intent === 'add'
      ? before.tasks.length === 1
      : before?.intent === 'update' && piecesOfOne(before.target);
  if (!one) return null;
  if (!intents.every(({ intent }) => intent === 'list' || intent === 'unknown')) return null;
  if (SPEAKS_OF_A_LIST.test(raw(clause))) return null;
  const parts = readChangeParts(clause, context);
  return parts !== null && parts.target.tokens.length === 0 ? parts.changes : null;
};

/** "the third is done, and so is the first" */
const sameAgain = (
  clause: Phrase,
  before: Intent | undefined,
  context: Context,
): readonly Intent[] | null => {
  const rest = dropStart(
    clause,
    /^(?:and |but )?(?:so (?:is|are|was|were|did|does|do)|same (?:for|with|goes for)|the same (?:for|with|goes for)|as (?:is|are|was)) /,
  );
  if (before === undefined || !('target' in before) || rest.tokens.length === clause.tokens.length)
    return null;
  const references = readReferences(rest, context);
  return references === 'unclear' || references.length === 0
    ? null
    : references.map((target) => ({ ...before, target }) as Intent);
};

/** "the plumber comes in a week. Add 'pay him' for that day" */
const dueThatDay = (intent: Intent, clause: Phrase, after: string, context: Context): Intent => {
  if (intent.intent !== 'add' || !/\b(?:that|the same) (?:day|date)\b/.test(seen(clause))) return intent;
  const due = findDue(after, context)?.due;
  return due === undefined
    ? intent
    : { ...intent, tasks: intent.tasks.map((task) => ({ ...task, due: task.due ?? due })) };
};

/** "the dentist is on Thursday now, change it": what was told is what it is changed to. */
const changedAsTold = (
  intents: readonly Intent[],
  clause: Phrase,
  after: string,
  context: Context,
): readonly Intent[] | null => {
  const [only] = intents;
  if (after === '' || intents.length > 1 || only?.intent !== 'unclear' || only.about !== 'update')
    return null;
  const { due, timeOnly } = readChangeParts(phraseOf(after), context)?.changes ?? {};
  if (due == null) return null;
  const references = readReferences(
    dropStart(clause, /^\S+ (?:(?:the|its) (?:date|time|day) (?:of|for) )?/),
    context,
  );
  const [target] = references === 'unclear' ? [] : references;
  const changes = { due, ...(timeOnly === undefined ? {} : { timeOnly }) };
  return target === undefined || references.length > 1
    ? null
    : [{ intent: 'update', target: target.kind === 'it' ? { kind: 'it', after } : target, changes }];
};

/** "the flight? booked it last night": what was named is what it was done to. */
const doneAsTold = (
  intents: readonly Intent[],
  clause: Phrase,
  told: readonly Phrase[],
  context: Context,
): readonly Intent[] | null => {
  const last = told.at(-1);
  if (last === undefined || !isUnknown(intents) || !/\b(?:it|that|this|them|those)\b/.test(seen(clause)))
    return null;
  const read = applyRules(TOLD, phraseOf(`${raw(clause)} ${raw(last)}`), context);
  return read?.every(({ intent }) => intent === 'complete') ? read : null;
};

const pointBack = (intent: Intent, after: string, clause: Phrase): Intent => {
  if (after === '') return intent;
  if ('target' in intent && (intent.target.kind === 'it' || intent.target.kind === 'them'))
    return { ...intent, target: { kind: intent.target.kind, after } } as Intent;
  // "the vet is not needed, please delete"
  const bare = intent.intent === 'unclear' && seen(clause).split(' ').length <= 2;
  return bare && (intent.about === 'delete' || intent.about === 'complete')
    ? { intent: intent.about, target: { kind: 'it', after } }
    : intent;
};

const TOLD_LEAD =
  /^(?:(?:so|well|ok|okay|hey|and|but|oh|also) )*(?:(?:i|we) (?:have )?(?:promised|agreed|offered|volunteered|decided) to |(?:i|we) (?:have got|have|got|had) (?:a |an |the |to )?|(?:i|we) (?:am|are|have|ran|run)(?: (?:all|nearly|almost|running))?(?: run)? (?:out of|low on|short of|short on) (?:the )?|(?:there is|there are|we have|we have got|i have|i have got|got) no (?:more )?(?=\S)|there is (?:a |an )?|it is (?:necessary|important|time) (?:(?:for (?:me|us) )?to |that (?:i|we) )|(?:i|we) (?:still )?(?:need|want|must|should)(?: to)? |(?:i|we) (?:am|are) (?:going|planning) to |(?:i|we) plan(?:ned)? to |(?:the|my|our) plan is to |(?:be|make) sure (?:that )?(?:i|we) |(?:i|we) would (?:like|love) to (?:be sure that i |make sure (?:that )?i )?|(?:i|we) (?:want|need) to (?:be|make) sure (?:that )?(?:i|we) )/;

const bareDeed = (phrase: Phrase, context: Context): Phrase => {
  const polite = withoutManners(phrase);
  // "here is one I always forget: descale the iron"
  const labelled = /^[^:"“]{1,60}:\s+(\S[\s\S]*)$/.exec(raw(polite))?.[1];
  const bare = labelled === undefined ? polite : phraseOf(labelled);
  const turned = turnDate(bare, context) ?? bare;
  const sure = dropStart(turned, /^(?:i|we) (?:think|guess|suppose|reckon|believe|feel like) (?:that )?/);
  return dropStart(dropStart(sure, OBLIGATION), TOLD_LEAD);
};

/** What was said, as a task; when it is one already, with what more is said of it. */
const putDown = (
  { phrase, intents }: { phrase: Phrase; intents: readonly Intent[] },
  detail: string | undefined,
  more: string | undefined,
  context: Context,
): readonly Intent[] => {
  const added =
    more === undefined && intents.some(({ intent }) => intent === 'add')
      ? intents
      : [
          addObligation(
            more === undefined
              ? bareDeed(phrase, context)
              : phraseOf(`${raw(bareDeed(phrase, context))}, ${more}`),
            context,
          ),
        ];
  const priority = readLevel((detail ?? '').replace(/[- ]?priority$/, ''));
  return priority === null
    ? added
    : added.map((intent) =>
        intent.intent === 'add'
          ? { ...intent, tasks: intent.tasks.map((task) => ({ ...task, priority })) }
          : intent,
      );
};

/** A message that takes a part of itself back, as it was meant in the end. */
const readSlip = (text: string, context: Context): Intent[] | null => {
  const slip = text.length > LONGEST_SAID ? null : splitSlip(text);
  if (slip === null) return null;
  const { said, instead } = slip;
  const right = putRight(said, instead, context);
  if (right !== null) return understandAt(right, context);
  const before = readMessage(said, context);
  const [only] = before;
  const phrase = trimMarks({ text: instead, tokens: tokenize(instead) });
  if (before.length === 1 && only !== undefined && 'target' in only) {
    const references = readReferences(phrase, context);
    const [target] = references === 'unclear' ? [] : references;
    const pointed = /^(?:the|my) /.test(seen(phrase)) && seen(phrase).split(' ').length <= 6;
    if (target !== undefined && references.length === 1 && (pointed || isExplicit(phrase, context)))
      return [{ ...only, target } as Intent];
  }
  const after = readMessage(instead, context);
  const whole = after.every(({ intent }) => CHANGES.has(intent));
  return whole && before.some(({ intent }) => CHANGES.has(intent)) ? after : null;
};

/**
 * What a message wants, in order; usually one thing. Never empty and never throws, whatever the text; what is not
 * understood is `unknown`, and then nothing may be changed. Takes time in proportion to the text.
 */
export function understand(text: string, context: Context): Intent[] {
  return understandAt(text.replace(LONG_GAP, '  '), prepare(context));
}

/** Says no more than a short one, and a pattern may look at each of its spaces again and again. */
const LONG_GAP = /[^\S\n]{3,}/g;

/** The context with what takes long to find out, so that a reader of several messages does so once. */
export const prepare = (context: Context): Context => ({
  ...context,
  wall: context.wall ?? wallClock(context.now, context.timeZone),
  dates: context.dates ?? new Map(),
});

/** "add milk, add eggs, both for tomorrow" */
const readSharedAdds = (text: string, context: Context): Intent[] | null => {
  const shared = splitShared(text, context);
  const intents = shared === null ? [] : readMessage(shared.text, context);
  return shared === null || intents.length < 2 || intents.some(({ intent }) => intent !== 'add')
    ? null
    : intents.map((intent) =>
        intent.intent === 'add'
          ? { ...intent, tasks: intent.tasks.map((task) => ({ ...task, ...shared.more })) }
          : intent,
      );
};

const understandAt = (text: string, context: Context): Intent[] => {
  const intents = readSlip(text, context) ?? readSharedAdds(text, context) ?? readMessage(text, context);
  if (!isOpen(intents) && !isShortList(text, intents) && !isLost(intents, context)) return intents;
  const more = isLost(intents, context) && !isOpen(intents) ? null : followUp(text, context);
  if (more !== null || !isLost(intents, context)) return more ?? intents;
  return readQuoted(text, context) ?? readWords(text, context) ?? intents;
};

/** Goes on with what was said before, in all its words or in the last of its clauses: "ugh, his train is late, make it 5". */
const followUp = (text: string, context: Context): Intent[] | null => {
  const whole = readFollowUp(text, context, understandAt);
  if (
    whole !== null ||
    context.earlier === undefined ||
    context.earlier.length === 0 ||
    text.length > LONGEST_SAID
  )
    return whole;
  const last = pieces(phraseOf(text)).at(-1)?.phrase;
  return last === undefined || raw(last).length >= text.trim().length - 3
    ? null
    : readFollowUp(raw(last), context, understandAt);
};

/** Nothing was understood, or something of a task that is not there. */
const isLost = (intents: readonly Intent[], { titles }: Context): boolean =>
  titles !== undefined &&
  intents.every((intent) => {
    if (['unknown', 'choose'].includes(intent.intent)) return true;
    // What was taken back has no subject.
    if (intent.intent === 'unclear') return intent.about !== undefined && intent.asks !== 'exactly which';
    const reference = target(intent);
    return (
      reference?.kind === 'title' &&
      intent.intent !== 'restore' &&
      mentioned(reference.text, titles).length === 0 &&
      matchTitles(reference.text, titles).places.length === 0
    );
  });

const NOT_A_TITLE =
  /^(?:i|we|you|he|she|they|it|that|this|these|those|there|here|the|my|our|what|when|where|who|why|how|which|is|are|was|were|am|do|does|did|have|has|had|can|could|will|would|should|may|might|if|no|not|yes|ok|so|and|but|or|see|talk|speak|nice|good|great|happy|busy|weather|rain|rainy|snow|sunny|cold|hot|bye|thanks|hello|hi|hey|today|tomorrow|tonight|due|by|on|at|in|for|from|to|maybe|perhaps|all|any|some|every|everything|task|number|sorry|push|shift|bump|postpone|reschedule|drop|bin|scrap|cancel|rename|tag|set|put|make|move|change|show|list|delete|remove|add|mark|tag)\b/;

/** "dentist mon 9:15am": a few words and when; of what is there already it would be a change. */
const readAppointment = (whole: Phrase, context: Context): Intent | null => {
  const message = withoutManners(whole);
  const said = seen(message);
  const count = said.split(' ').length;
  if (count > 8 || /\?\s*$/.test(message.text) || NOT_A_TITLE.test(said)) return null;
  const found = findDue(raw(message), context);
  if (found === null) {
    // "oil the hinges, low priority"
    const parts = raw(message).includes(',') ? readChangeParts(message, context) : null;
    const said = parts?.changes.priority != null || parts?.changes.addTags !== undefined;
    const there = mentioned(raw(message), context.titles ?? []).length > 0;
    return said && !there ? addObligation(message, context) : null;
  }
  const title = without(raw(message), found.spans);
  const when = found.spans.map(({ start, end }) => raw(message).slice(start, end)).join(' ');
  // "quiet night tonight"
  if (/^(?:today|tonight|this \w+|now)$/i.test(when.trim())) return null;
  const words = title.split(/\s+/).length;
  if (title === '' || words > 5 || mentioned(title, context.titles ?? []).length > 0) return null;
  return addObligation(message, context);
};

/** The message once more, with the titles that it has in quotes: "push plan the offsite up to high". */
const readQuoted = (text: string, context: Context): Intent[] | null => {
  if (text.length > LONGEST_SAID || /["“”'‘]\s|\s["“'‘]/.test(text)) return null;
  const quoted = quoteTitles(text, context.titles ?? []);
  if (quoted === null) return null;
  const intents = readMessage(quoted, context);
  return intents.every((intent) => isWhole(intent) && !isAdding(intent)) && !isLost(intents, context)
    ? intents
    : null;
};

/** What the words of its pieces say, and else those of the whole message. */
const readWords = (text: string, context: Context): Intent[] | null => {
  if (text.length > LONGEST_SAID) return null;
  const message = phraseOf(text);
  const parts = pieces(message).map(({ phrase }) => withoutManners(phrase));
  const safe = parts.filter((part) => applyRules(GUARDED, part, context) === null);
  const found = new Map<string, Intent>();
  for (const part of safe) {
    const intent = readByWords(part, context);
    if (intent !== null) found.set(JSON.stringify(intent), intent);
  }
  if (found.size > 0) return [...found.values()];
  for (const part of parts) {
    const list = readListByWords(part, context);
    if (list !== null) return [list];
  }
  if (safe.length < parts.length) return null;
  const whole =
    readByWords(message, context) ??
    readListByWords(withoutManners(message), context) ??
    readAppointment(message, context);
  return whole === null ? null : [whole];
};

const SPEAKS_OF_A_LIST = /\?\s*$|\b(?:show|list|tasks?|todos?|overdue|what|which|tell|see)\b/i;

/** "friday", "high priority": a list, or what was asked for before. */
const isShortList = (text: string, intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => intent === 'list') &&
  !SPEAKS_OF_A_LIST.test(text) &&
  seen(withoutManners(phraseOf(text))).split(' ').length <= 7;

/** Nothing that could be done without asking back. */
const isOpen = (intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => ['unknown', 'unclear', 'choose', 'list', 'search'].includes(intent)) &&
  intents.some(({ intent }) => ['unknown', 'unclear', 'choose'].includes(intent));

const readMessage = (text: string, context: Context): Intent[] => {
  const message: Phrase = { text, tokens: tokenize(text) };
  const answer = applyRules(ANSWERED, withoutManners(message), context);
  if (answer !== null) return [...answer];
  const quoted =
    readQuotedAdd(message, context) ?? (isLong(message) ? null : readLabelled(text.trim(), context));
  if (quoted !== null) return [quoted];
  const intents = readClauses(message, context);
  const wishes = intents.filter(({ intent }) => !ASIDE.has(intent));
  const last = wishes.at(-1);
  if (last?.intent === 'no' && wishes.some(({ intent }) => CHANGES.has(intent))) return [TAKEN_BACK];
  // "alright, anything due today?"
  if (
    wishes[0]?.intent === 'yes' &&
    wishes.length > 1 &&
    wishes.slice(1).every(({ intent }) => ['list', 'search', 'stats', 'show'].includes(intent))
  )
    return wishes.slice(1);
  // "yes, complete them" names what to do itself: the yes may be about something else.
  if (wishes[0]?.intent === 'yes' && wishes.some(({ intent }) => CHANGES.has(intent) && intent !== 'add'))
    return wishes.slice(1);
  // "maybe I will cancel it, I must talk with them first"
  if (
    /^(?:maybe|perhaps|possibly|i (?:might|may|am thinking|am not sure|do not know))\b/.test(seen(message)) &&
    wishes.every(isAdding) &&
    !/\b(?:add|remind|note|list)\b/.test(seen(message))
  )
    return [...UNKNOWN];
  if (wishes.length > 0) return wishes;
  return [intents.find(({ intent }) => intent !== 'unknown') ?? { intent: 'unknown' }];
};

const ADDS =
  /\b(?:get Q (?:on|onto|in|into|to)|chuck|throw|bung|slap|pin|added|ask for|noted|recorded|add|create|new (?:task|todo|reminder|item|one)|put|note|note down|write|write down|jot|jot down|save|log|record|register|make|set|enter|insert|pop|stick|remind|have|need|want)\b/;
const ADDS_TO =
  /\b(?:add|added|noted|recorded|create|save|log|jot|record|register|enter|insert|new task|new todo|task|todo|reminder|list|note|down|remind|in for|on for)\b/;
const BEFORE_A_TITLE =
  /^(?:tasks?|todos?|reminders?|items?|entry|note|add|put|create|save|log|record|be|called|named|titled|title|it|down|is|to|for|as|list|schedule|jot|pop|stick|insert|register|make|set|write|remember|please|me|about|new|one|also|and|needed|need|want|entitled|saying|says|labelled|something|thing|like|just|kindly|then|having|enter|that|this|name|by|with|from|says|labeled)$/;
const NOT_ADDING =
  /\b(?:rename|retitle|change|replace|instead|delete|remove|move|done|complete|completed|finished|mark|tick|tag (?:for|of|from|to)|add (?:the |a )?(?:tag|label|priority|deadline|due date|date)|find|search|show|see|view|look|what|which|if|not|description|should say|says|my (?:wife|boss|husband)|told|said)\b/;

/** "log a task, 'Fix the tap', in ten days is fine, low priority": what is quoted is the title, all else says more of it. */
const readQuotedAdd = (message: Phrase, context: Context): Intent | null => {
  const quotes = message.tokens.filter(({ kind }) => kind === 'quote');
  const [quote] = quotes;
  const said = seen(message);
  if (quote === undefined || quotes.length > 1 || raw(message).length > LONGEST_SAID) return null;
  if (!ADDS.test(said) || !ADDS_TO.test(said) || NOT_ADDING.test(said)) return null;
  if (/\b(?:task|number|nr|item) #?\d+\b/.test(said)) return null;
  // "add the tag work to 'Visit'"
  if (
    /\b(?:to|of|from|off|on|against|by|about)(?: (?:the|my|task|todo|item|entry|this|called|named))* Q/.test(
      said,
    )
  )
    return null;
  const before = message.tokens.findLast(({ start }) => start < quote.start);
  // 'finish reading "Emma"' is one title.
  if (before !== undefined && before.seen !== '' && !BEFORE_A_TITLE.test(before.seen)) return null;
  const text = message.text.slice(quote.start, quote.end);
  if (isTitle(text, context.titles ?? []) && !/\b(?:add|create|new)\b/.test(said)) return null;
  // "add 'wash car' and put the report on friday" is two wishes.
  if (mentioned(message.text.slice(quote.end), context.titles ?? []).length > 0) return null;
  const around = `${message.text.slice(0, quote.start)} , ${message.text.slice(quote.end)}`;
  const { due, priority, tags } = readTaskWords(around, context);
  const changes = readChangeParts(phraseOf(around), context)?.changes ?? {};
  const [task] = readNew(text, context);
  return task === undefined
    ? null
    : {
        intent: 'add',
        tasks: [
          {
            ...task,
            due: due ?? changes.due ?? null,
            priority: priority ?? changes.priority ?? null,
            tags: tags.length > 0 ? tags : (changes.addTags ?? []),
          },
        ],
        reminder: /\bremind|\breminder\b/.test(said),
      };
};

const readNew = (text: string, context: Context): NewTaskWords[] => {
  const added = addObligation(phraseOf(text), context);
  return added.intent === 'add' ? added.tasks : [];
};

const TAKEN_BACK: Intent = {
  intent: 'unclear',
  asks: 'anything else',
};
