import { readClause } from './clause.js';
import { readWholeWhen } from './dates/find-due.js';
import type { Context, Intent, Reference } from './intent.js';
import {
  ASIDE,
  CHANGES,
  isAboutTasks,
  isAdding,
  isNothing,
  isUnknown,
  isWhole,
  SPEAKS_OF_A_LIST,
  takesWords,
  target,
} from './kinds.js';
import { withoutManners } from './manners.js';
import { trimMarks } from './phrases.js';
import { type Clause, joined, pieces } from './pieces.js';
import { readReferences } from './reference.js';
import { readChangeParts } from './rules/change-parts.js';
import { type Phrase, raw, seen } from './sentence.js';
import { isPast, isTitle, titlesWithin } from './titles.js';
import { ADD_THAT, ADD_THAT_MORE, sameAgain } from './told.js';
import { ABBREVIATIONS, LIST_VERBS } from './vocabulary.js';

const ENDS_SHORT = new RegExp(`(?:^|\\S\\s+)(?:${ABBREVIATIONS})\\.?$`, 'i');

/** Which pieces of a message belong together. */

const DENIED =
  /^(?:please |and |but |so |just )*(?:do not(?! (?:let me )?forget| need| want (?!you|to))|never(?! (?:let me )?forget)|what (?:if|would|happens)|if |should |would (?!you (?:please|kindly|mind|show|list|tell|mark|move|delete|add|put)\b)|suppose|imagine|why )/;

/** The message in its wishes: pieces that begin none belong to the one before them. */
export const clauses = (message: Phrase, context: Context): Phrase[] => {
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

/** "make the tap", of which it is still to be said what: no new task. */
const TOO_LITTLE =
  /^(?:make|set|put|give|get|have|mark|turn|switch) (?:the|my|both|all|task|tasks|number|numbers) /;
/** Of no title, behind whatever it stands. */
const ASKS_TO_SEE =
  /^(?:(?:show|tell|give) (?:me|us) (?:what|which|the (?:list|lot|rest|others|open|pending|remaining)|my (?:list|tasks|open|pending)|all|everything|how many|whatever)|list (?:all|everything|what|the (?:rest|others|remaining)|my|them)|show (?:all|everything|what|the (?:rest|list|others|remaining)|my (?:list|tasks)|them))\b/;
const VERB_ALONE =
  /^(?:untick|uncheck|unmark|reopen|open|undo|complete|tick|check|mark|close|delete|remove|bin|scrap|drop)(?: (?:it|that|this|them))?(?: (?:again|off|out|done))?$/;

/** Something told beside a wish. Behind "and" it may be of a title. */
const isChatter = ({ phrase, joined }: Clause, read: readonly Intent[], context: Context): boolean =>
  (!joined || !read.some(isAdding)) &&
  // "…, it is for tomorrow"
  !(read.some(isAdding) && readChangeParts(phrase, context)?.target.tokens.length === 0) &&
  (CHATTER.test(seen(trimMarks(phrase)).replace(/^(?:and|but|so) /, '')) ||
    // "make it monday, Kev's van is at the mechanic"
    (!joined &&
      STATEMENT.test(seen(trimMarks(phrase))) &&
      read.every(({ intent }) => ['complete', 'reopen', 'delete', 'update'].includes(intent)))) &&
  read.some(
    (intent) =>
      CHANGES.has(intent.intent) ||
      ['list', 'search'].includes(intent.intent) ||
      (intent.intent === 'unclear' && intent.about === 'complete'),
  );

const OF_A_LIST = new RegExp(
  `^(?:${LIST_VERBS}|done|finished|completed|bought|paid|i (?:bought|paid|did|finished|fixed|sent|called|made))\\b`,
);
/** "… and the soap is bought" */
const TOLD_DONE =
  /^(?:the|my|our|\S+) .*\b(?:is|are|was|were|has|have|got)\b|^(?:the|my|our) .* done$|^(?:i|we) (?:have|just|already|finally|also|\S+ed)\b/;

const isClearlyThere = (reference: Reference, { titles = [] }: Context): boolean =>
  reference.kind === 'title' && isTitle(reference.text, titles);

/** "… and mark milk done": a verb of lists, and a task that is there. */
const isClearlyOfList = (
  intents: readonly Intent[],
  wish: Phrase,
  sentence: boolean,
  { titles = [] }: Context,
): boolean =>
  // "…; tidy desk low prio": a whole title that there is, behind the end of a sentence.
  (sentence &&
    intents.every((intent) => {
      const reference = target(intent);
      return reference?.kind === 'title' && titlesWithin(reference.text, titles).length === 1;
    })) ||
  ((OF_A_LIST.test(seen(wish)) ||
    (intents.every(({ intent }) => intent === 'complete') && TOLD_DONE.test(seen(wish)))) &&
    intents.every((intent) => {
      const reference = target(intent);
      return reference?.kind === 'title' ? isTitle(reference.text, titles) : false;
    }));

/** "the second and fourth", "2 and 3" */
const isRow = (phrase: Phrase, context: Context): boolean => {
  const references = readReferences(phrase, context);
  return (
    references !== 'unclear' && references.length > 1 && references.every(({ kind }) => kind === 'ordinal')
  );
};

/** Whether a piece is a wish of its own, rather than more words of the one before it. */
const beginsAnew = (
  piece: Clause,
  intents: readonly Intent[],
  before: Phrase,
  read: readonly Intent[],
  context: Context,
): boolean => {
  // "Dr. Novak", "for no. 18": no sentence ends there.
  if (piece.sentence && ENDS_SHORT.test(raw(before).trim())) return false;
  const bareWish = seen(withoutManners(piece.phrase));
  if (ASKS_TO_SEE.test(bareWish)) return true;
  // "remind me to water the ferns. When is the vet?"
  if (
    /^(?:when|where|what|is|are|did|have|has|do)\b/.test(bareWish) &&
    intents.every((intent) => intent.intent === 'show' && isClearlyThere(intent.target, context))
  )
    return true;
  if (ADD_THAT.test(bareWish) || ADD_THAT_MORE.test(bareWish)) return true;
  if (sameAgain(piece.phrase, read.at(-1), context) !== null) return true;
  // "one more thing please. Sharpen the knives", and no list in lines
  if (
    piece.sentence &&
    read.length > 0 &&
    read.every((intent) => isAdding(intent) && intent.intent === 'unclear') &&
    !/\n/.test(before.text.slice(before.tokens.at(-1)?.start, piece.phrase.tokens[0]?.start))
  )
    return true;
  if (!piece.sentence) {
    // "on saturday, what must I do?"
    const lists = [...read, ...intents].every(({ intent }) => intent === 'list');
    if (lists && !SPEAKS_OF_A_LIST.test(raw(before)) && readWholeWhen(raw(before), context) !== null)
      return false;
    // "1, 2 and 4: done", "set tasks 1 and 3 to high priority"
    if (read.every((intent) => intent.intent === 'choose' && intent.target.kind !== 'title')) return false;
    // "the second and fourth: done"
    if (read.every(isNothing) && isRow(before, context)) return false;
    // "finished 1 and 6 today"
    if (
      read.every(({ intent }) => intent === 'complete') &&
      /(?:^| )#?\d+$/.test(seen(trimMarks(before))) &&
      /^(?:and )?#?\d+ (?:today|already|yesterday|now|just now|too|as well|this \S+|last night|earlier)$/.test(
        seen(trimMarks(piece.phrase)),
      )
    )
      return false;
    // "laundry and groceries done"
    const few =
      seen(before).split(' ').length <= 3 &&
      !isPast(seen(trimMarks(before)).split(' ').at(-1) ?? '') &&
      !/^(?:so|but|then)\b/.test(seen(piece.phrase));
    if (few && read.every(isNothing) && isTitle(raw(trimMarks(before)), context.titles ?? [])) return false;
    // "label it as work and urgent"
    if (
      intents.every(({ intent }) => intent === 'list') &&
      !SPEAKS_OF_A_LIST.test(raw(piece.phrase)) &&
      !SPEAKS_OF_A_LIST.test(bareWish)
    )
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
  if (
    !piece.sentence &&
    // "…, tick, and remind me to wrap it"
    !(VERB_ALONE.test(seen(trimMarks(before))) && intents.every(isAdding)) &&
    read.some(
      (intent) =>
        intent.intent === 'unclear' &&
        (intent.about !== 'add' || TOO_LITTLE.test(seen(withoutManners(before)))),
    )
  )
    return false;
  if (!read.some(isAdding)) return true;
  // "in 3 days renew the pass, in 5 days wash the car": each has a day of its own.
  if (
    [read, intents].every((adds) =>
      adds.every((intent) => intent.intent === 'add' && intent.tasks.every(({ due }) => due !== null)),
    )
  )
    return true;
  // "I need to …, and I also need to …"
  if (
    /^(?:and |then |also |next |then i |so )*(?:i|we) (?:also |then |still |really )*(?:need|have|must|should|got)\b/.test(
      said,
    )
  )
    return true;
  const wish = withoutManners(piece.phrase);
  if (!isAboutTasks(intents, wish) && !isClearlyOfList(intents, wish, piece.sentence, context)) return false;
  const deletes = intents.some(({ intent }) => intent === 'delete');
  // "add a task to write the letter and delete it": more likely words of the title.
  const vague = intents.some((intent) => {
    const kind = target(intent)?.kind;
    return kind === 'it' || kind === 'them' || (kind === 'all' && deletes);
  });
  return piece.sentence || !vague || (/\b(?:mark|tag|make|set|move|rename|change)\b/.test(said) && !deletes);
};
