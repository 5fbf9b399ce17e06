import type { Context, Intent, Reference } from './intent.js';
import { dropEnd, dropStart, markAt, namesTask, trimMarks } from './phrases.js';
import { ADD, addObligation, OBLIGATION, REMEMBER } from './rules/add.js';
import { ANSWERS, CHOICES, SUGGESTIONS } from './rules/answers.js';
import { ASK } from './rules/ask.js';
import { COMPLETE, MARK_DONE, NOT_FINISHED, REOPEN } from './rules/finish.js';
import { GUARDS } from './rules/guards.js';
import { REMOVE, UNDO } from './rules/remove.js';
import { applyRules, compileRules, type Rule } from './rules/rule.js';
import { SMALL_TALK } from './rules/small-talk.js';
import { UPDATE } from './rules/update.js';
import { type Phrase, seen, slice, tokenize } from './sentence.js';

/** All rules, in the order in which they are tried. */
export const RULES: readonly Rule[] = [
  ...ANSWERS,
  ...SMALL_TALK,
  ...ASK,
  ...REMEMBER,
  ...NOT_FINISHED,
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

const POLITE_START =
  /^(?:(?:hey|hi|hello|hiya|yo|good (?:morning|afternoon|evening))(?: (?:there|assistant|bot|todo|everyone))?|okay|ok|so|well|um|uh|oh|oops|alright|right|now|then|also|and|but|actually|just|please|kindly|quickly|quick|sorry|great|thanks|thank you|(?:can|could|would|will) (?:you|we)(?: (?:please|kindly|just|also|quickly|maybe|possibly|now))*|(?:i|we) (?:would|'d) (?:like|love|want|prefer) (?:you )?to|i want (?:you )?to|i need you to|(?:can|could|may) i(?: please)?(?= (?:see|have|get|view))|would you mind|(?:please )?help me(?: to)?(?= \S)|go ahead and|be so kind (?:as )?(?:to|and)|do me a favou?r and|let us|let me|you (?:can|may|could|should)(?: now| also)?|it is time to|time to|i want to know|i need to know|i would like to know|do you know|tell me(?= (?:what|which|how)\b)) (?=\S)/;
const PLEASE_END = / (?:please|pretty please)$/;
const POLITE_END =
  / (?:thanks|thank you(?: (?:so|very) much)?|for me|now|right now|right away|okay|ok|will you|would you|can you|if you can|if possible|if you do not mind|when you can|real quick|again|cheers|then|too|as well|immediately)$/;

/** Nobody is more polite than that. */
const MOST_MANNERS = 12;

const peel = (phrase: Phrase, drop: (phrase: Phrase) => Phrase): Phrase => {
  let left = phrase;
  for (let round = 0; round < MOST_MANNERS; round += 1) {
    const less = drop(left);
    if (less.tokens.length === 0 || less.tokens.length === left.tokens.length) break;
    left = less;
  }
  return left;
};

/** Without "hey, could you please" and ", thanks". A word at the end that no comma parts off may be of a title. */
const withoutManners = (clause: Phrase): Phrase => {
  const begun = peel(trimMarks(clause), (phrase) => trimMarks(dropStart(phrase, POLITE_START)));
  return peel(begun, (phrase) => {
    const parted = dropEnd(phrase, POLITE_END);
    const comma = markAt(parted, parted.tokens.length - 1);
    return trimMarks(comma === ',' || comma === '!' || comma === '.' ? parted : dropEnd(phrase, PLEASE_END));
  });
};

const UNKNOWN: readonly Intent[] = [{ intent: 'unknown' }];

const isUnknown = (intents: readonly Intent[]): boolean =>
  intents.every(({ intent }) => intent === 'unknown');

const readPolite = (clause: Phrase, context: Context): readonly Intent[] => {
  const obliged = dropStart(clause, OBLIGATION);
  if (obliged.tokens.length < clause.tokens.length && obliged.tokens.length > 0) {
    const inner = applyRules(COMPILED, clause, context) ?? UNKNOWN;
    if (!isUnknown(inner) && isAboutTasks(inner, clause)) return inner;
    const command = applyRules(COMPILED, obliged, context) ?? UNKNOWN;
    return isAboutTasks(command, obliged) ? command : [addObligation(obliged, context)];
  }
  return applyRules(COMPILED, clause, context) ?? UNKNOWN;
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
  const bare = peel(polite, (phrase) => trimMarks(dropEnd(phrase, POLITE_END)));
  if (bare.tokens.length < polite.tokens.length && bare.tokens.length > 0) return readPolite(bare, context);
  if (WISH.test(seen(whole)) && !applyRules(GUARDED, polite, context))
    return [
      { intent: 'unclear', about: 'add', reason: 'Should that be a task? Then say "add" and what it is.' },
    ];
  return intents;
};

/** Looked for in a clause with its manners: they are what greetings and thanks are made of. */
const TALK = compileRules(SMALL_TALK);
const GUARDED = compileRules(GUARDS);
const ANSWERED = compileRules(ANSWERS);

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
        return namesTask(clause) || /^(?:please )?(?:add|remind|remember|do not)\b/.test(seen(clause));
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
  intent.intent === 'add' || (intent.intent === 'unclear' && intent.about === 'add');

/** Beyond so many pieces a message is one long text. */
const MOST_PIECES = 40;

interface Clause {
  phrase: Phrase;
  /** Parted from what is before it by the end of a sentence rather than by "and" or a comma. */
  sentence: boolean;
}

const JOINS: ReadonlySet<string> = new Set(['and', 'then', 'also', 'plus']);

/** Where a new wish may begin. Whether one does is seen when it is read. */
const pieces = (message: Phrase): Clause[] => {
  const found: Clause[] = [];
  let from = 0;
  let sentence = true;
  message.tokens.forEach((token, index) => {
    const mark = markAt(message, index);
    const ends = /^[.!?;\n]$/.test(mark);
    if (found.length >= MOST_PIECES || (!ends && mark !== ',' && !JOINS.has(token.seen))) return;
    if (index > from) {
      found.push({ phrase: slice(message, from, index), sentence });
      sentence = ends;
    } else sentence ||= ends;
    from = ends || mark === ',' ? index + 1 : index;
  });
  found.push({ phrase: slice(message, from), sentence });
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
  /^(?:please |and |but |so |just )*(?:do not(?! (?:let me )?forget)|never(?! (?:let me )?forget)|what (?:if|would|happens)|if |should |would |suppose|imagine|why )/;

/** The message in its wishes: pieces that begin none belong to the one before them. */
const clauses = (message: Phrase, context: Context): Phrase[] => {
  const found: { phrase: Phrase; begins: readonly Intent[] }[] = [];
  for (const piece of pieces(message)) {
    const last = found.at(-1);
    const begins = readClause(piece.phrase, context);
    if (last === undefined || beginsAnew(piece, begins, last.phrase, last.begins))
      found.push({ phrase: piece.phrase, begins });
    else {
      last.phrase = joined(last.phrase, piece.phrase);
      // What began with too little may be whole by now.
      if (last.begins.some(({ intent }) => intent === 'unclear'))
        last.begins = readClause(last.phrase, context);
    }
  }
  return found.map(({ phrase }) => phrase);
};

/** Whether a piece is a wish of its own, rather than more words of the one before it. */
const beginsAnew = (
  piece: Clause,
  intents: readonly Intent[],
  before: Phrase,
  read: readonly Intent[],
): boolean => {
  if (intents.every(({ intent }) => ASIDE.has(intent) || intent === 'unclear'))
    return piece.sentence && intents.some(({ intent }) => intent === 'greeting' || intent === 'thanks');
  const said = seen(trimMarks(piece.phrase));
  if (DENIED.test(seen(before)) && !piece.sentence) return /^(?:but|instead)\b/.test(said);
  const answers = intents.some(({ intent }) => intent === 'yes' || intent === 'no' || intent === 'help');
  if (answers) return piece.sentence;
  // "mark task 1 and 2 done": the first half says too little to be a wish of its own.
  if (!piece.sentence && read.some((intent) => intent.intent === 'unclear' && intent.about !== 'add'))
    return false;
  if (!read.some(isAdding)) return true;
  const wish = withoutManners(piece.phrase);
  if (!isAboutTasks(intents, wish)) return false;
  const deletes = intents.some(({ intent }) => intent === 'delete');
  // "add a task to write the letter and delete it": more likely words of the title.
  const vague = intents.some((intent) => {
    const kind = target(intent)?.kind;
    return kind === 'it' || kind === 'them' || (kind === 'all' && deletes);
  });
  return piece.sentence || !vague || (/\b(?:mark|tag|make|set|move|rename|change)\b/.test(said) && !deletes);
};

/**
 * What a message wants, in order; usually one thing. Never empty and never throws, whatever the text; what is not
 * understood is `unknown`, and then nothing may be changed. Takes time in proportion to the text.
 */
export function understand(text: string, context: Context): Intent[] {
  const message: Phrase = { text, tokens: tokenize(text) };
  const answer = applyRules(ANSWERED, withoutManners(message), context);
  if (answer !== null) return [...answer];
  const intents = clauses(message, context).flatMap((clause) => readClause(clause, context));
  const wishes = intents.filter(({ intent }) => !ASIDE.has(intent));
  const last = wishes.at(-1);
  if (last?.intent === 'no' && wishes.some(({ intent }) => CHANGES.has(intent))) return [TAKEN_BACK];
  // "yes, complete them" names what to do itself: the yes may be about something else.
  if (wishes[0]?.intent === 'yes' && wishes.some(({ intent }) => CHANGES.has(intent) && intent !== 'add'))
    return wishes.slice(1);
  if (wishes.length > 0) return wishes;
  return [intents.find(({ intent }) => intent !== 'unknown') ?? { intent: 'unknown' }];
}

const TAKEN_BACK: Intent = {
  intent: 'unclear',
  reason: 'You asked for something and took it back, so I did nothing. What should I do?',
};
