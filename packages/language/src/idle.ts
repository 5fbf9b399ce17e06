import { SAYS, STATES } from './chatter.js';
import { readClause } from './clause.js';
import { findDue } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import type { Context } from './intent.js';
import { plainly, withoutManners } from './manners.js';
import { hasQuote, namesTask, trimMarks } from './phrases.js';
import { LONGEST_SAID, phraseOf, seen } from './sentence.js';
import { mentioned } from './titles.js';
import { ABBREVIATIONS } from './vocabulary.js';

/** What stands before and after a wish and is about somebody's day: "Ugh, long day. Delete 2, my brain is mush. What a week!" */

const SIGH =
  '(?:(?:a+h+|u+gh+|o+h+|omg|oh my god|god|man|wow|yay|phew|sigh|argh|haha|lol|right|ok|okay|alright|so|well|hey|hi|and|but|anyway|honestly|seriously|just|still|sorry|hmm?|yes|small|big|little|bit) )*';
const TIRED = '(?:tired|knackered|exhausted|dead|hungry|bored|freezing|sick|ill|awake|late|stressed)';
/** No command and no thing to do begins so, whatever else is in it. */
const SURE = new RegExp(
  `^${SIGH}(?:(?:what|such) an? (?!.*\\b(?:do|have|got|need|left|due|open|about)\\b)\\S+|guess who\\b|(?:first of all )?(?:thanks|thank you) (?:so much |a lot |again )?for (?:yesterday|last|the other day|all|everything|listening|your)|got off the phone|let us (?:do this|go|get (?:going|started))$|hang on a (?:sec|second|minute|moment)$|give me a (?:sec|second|minute|moment)$|not (?:my day|gonna lie|going to lie)\\b|where does the (?:time|day|week) go$|how are you\\b|is it (?:just me|only me|hot|cold|friday)\\b|wish me luck$|fingers crossed$|i mean it you are|i owe you (?:one|a|big)|it is what it is|one (?:step|day|thing) at a time$|(?:confession )?i (?:have )?lost (?:the|my|this) (?:list|plot|mind|thread|way)|here we go|time (?:for|to) (?:tea|coffee|bed|lunch|dinner|a (?:coffee|tea|nap|break))$|i am (?:so |such |a |half )*(?:${TIRED}|mess|idiot|wreck)|(?:it is |only |just )*me(?: again)?$|so (?:\\w+ed|happy|proud|glad|good|annoying|tiring|much)$|(?:bye|phew|ugh|argh|sigh|lol|haha|yay|wow|omg|kisses|hugs|happy days|fun times|typical|oh dear|oh well|oh man|good grief|long day|long week|busy day|coffee time|hooray|hurray|amazing|exciting|finally|crazy|whatever|cheers|boring i know)$)`,
);
/** May be of what is wished beside it: takes something back, chooses, says when, how urgent, or wants something itself. */
const RELATES =
  /\b(?:no|not|do not|never|wait|actually|instead|rather|sorry|mind|forget|forgot|scratch|undo|kidding|joking|joke|mean|meant|hold|keep|leave|stays?|stop|yet|only|both|all|first|second|third|last|other|others|same|ones?|too|either|neither|if|unless|until|whether|maybe|perhaps|else|except|without|now|later|earlier|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|due|deadline|priority|urgent|important|tags?|tagged|labels?|add|remind|tasks?|todos?|lists?|delete|remove|cancel|cancelled|canceled|mark|tick|check|cross|complete|finish|rename|move|push|show|put|note|save|done|finished|need to|have to|got to|has to|must|should|ought|want to|going to|gonna|supposed|paid|bought|sent|fixed|booked|ordered)\b|^again\b|#\S|\d/;
const POINTS = /\b(?:it|that|this|them|those|these|he|she|they|him|her)\b/;
/** There "it" and "not" say nothing of a task. */
const HARMLESS =
  /^(?:and |but |so |well )*(?:it is|it has been|it (?:never|always|was)|that (?:is|was|would)|this (?:is|was)|you (?:are|have no idea)|no (?:idea|clue|wonder|joke)|not (?:fun|ideal|great|that anybody|that anyone)|too (?:many|much|hot|cold|late|tired)|i (?:can not|could not|still can not) (?:believe|think|wait|sleep|stop|remember)|can not (?:believe|think|wait|see|sleep|concentrate|remember)|(?:everyone|everybody|nobody|no one) |i (?:never|always|nearly|almost) )|\b(?:believe it|made it|nailed it|love it|hate it|without you|forgot|i (?:nearly|almost) forgot|nobody else|no one else|all (?:day|night|morning|week|over|good)|at last|too (?:many|much|hot|cold|tired|early|old)|so much|deadlines? (?:is|are) killing me)\b/g;
/** Says why, behind a comma: nothing of what is wished for. */
const WHY =
  /^(?:because|since|cause|cos|coz|as|or|otherwise|or else|before (?:i|we|he|she|they|it|my|the)|being|not that|believe it|if you do not mind|as you|when you (?:have|can|get)|sorry|my|our|the|i am|i have|i can not|can not|he|she|they|we|it has|it is)\b/;

const REASON =
  /^(?:because|since|cause|cos|coz|or|otherwise|or else|being|not that|believe it|as you can|as i) \S+ \S/;

/** What is read where nothing is wished for. */
const NOTHING: ReadonlySet<string> = new Set(['unknown', 'thanks', 'greeting', 'choose']);

const isIdle = (piece: string, sentence: boolean, context: Context): boolean => {
  const phrase = trimMarks(phraseOf(piece));
  const said = seen(phrase);
  if (said === '' || hasQuote(phrase) || namesTask(phrase)) return false;
  if (mentioned(piece, context.titles ?? []).length > 0) return false;
  if (sentence && SURE.test(said)) return true;
  const rest = said.replaceAll(HARMLESS, ' ');
  if (RELATES.test(rest) || /\?\s*$|:\s/.test(piece) || !said.includes(' ')) return false;
  if (!sentence && !REASON.test(said) && (!WHY.test(said) || !(SAYS.test(`${said} `) || STATES.test(said))))
    return false;
  if (POINTS.test(rest) && !WHY.test(said)) return false;
  const begins = seen(withoutManners(phrase)).split(' ', 1)[0] ?? '';
  if (DEEDS.has(begins) || findDue(piece, context) !== null) return false;
  return readClause(phrase, context).every(({ intent }) => NOTHING.has(intent));
};

const STOP = `(?<!\\b(?:${ABBREVIATIONS})|(?:^|[.!?;:])\\s*\\d{1,2})\\.+|[!?…][.!?…]*`;
const END = new RegExp(`(?:${STOP}|\\s[–—])(?=\\s)`, 'giu');
const MARK = new RegExp(`(?:${STOP}|,|\\s[–—-])(?=\\s)`, 'giu');
/** "Thinking out loud here: …", "Long story short, …" */
const LEADS_IN =
  /^\W*(?:(?:ok(?:ay)?|so|right|hey|hi|just|well|and|oh|now|alright)\W+)*(?:(?:(?:a )?quick (?:one|thing|note|question|request)|thinking out loud|my (?:head|brain) is (?!.*\bso\s*:)|here(?:['’]?s| is) the thing|i(?:['’]?ve| have) been meaning to|one (?:more |last |quick )?thing|(?:just )?(?:a )?note to self|before i (?:go|forget)|while i)\b(?:(?!\b(?:add|tasks?|note|remind|put|new|list|todo)\b)[^:.!?\n]){0,60}:|(?:to be (?:honest|fair|safe|quick|clear)|let['’]?s be (?:quick|honest|real)|dear \p{L}+|long story short|for the record|(?:as|like) (?:discussed|agreed|promised|planned)[^,.:]{0,30}|(?:since|while|as) you(?:['’]re| are) (?:here|at it|there)|thinking of [^,.:]{3,30}|looking at [^,.:]{3,30}|not (?:gonna|going to) lie|ngl|tbh|in other news|speaking of which),)\s+(?=\S)/iu;
const MOST = 8;
const TAKES_BACK = /^\W*(?:\w+\W+){0,2}(?:no|nope|not|nah)\b/i;

/** Wants something, so that what is told behind it is only why. */
const isWish = (text: string, { titles = [] }: Context): boolean =>
  mentioned(text, titles).length > 0 ||
  /\b(?:add|remind|remember|forget|note|list|task|todo|delete|remove|mark|tick|move|show|need|must|have to|got to|gotta|#?\d+)\b/i.test(
    text,
  );

/** A few words to what was said before. */
const isAnswer = (text: string, { earlier = [] }: Context): boolean =>
  earlier.length > 0 && text.trim().split(/\s+/).length <= MOST_OF_AN_ANSWER;
const MOST_OF_AN_ANSWER = 4;

/** "no. I'm off to bed": there it is not short for a number. */
const plainNo = (text: string): string => text.replaceAll(/\bno\.(?=\s+\D)/gi, '––!');

/** "…. Love, Ana" */
const SIGNED =
  /(?<=[.!?…]\s+)(?:(?:lots of |with )?love|(?:kind |best |warm )?regards|best|yours|cheers|thanks|kisses|xx+),? \p{L}+\W*$/iu;

/** The text without what stands behind its last mark; null where that says something. */
const withoutLast = (text: string, marks: RegExp, sentence: boolean, context: Context): string | null => {
  const ended = text.trimEnd().replace(/[.!…]+$/u, '');
  const mark = [...plainNo(ended).matchAll(marks)].at(-1);
  if (mark === undefined) return null;
  const rest = ended.slice(mark.index + mark[0].length);
  const isSentence = sentence || /[.!?…]/.test(mark[0]);
  const left = ended.slice(0, mark.index);
  if (rest.trim() === '' || !isIdle(rest, isSentence, context)) return null;
  if (!isSentence && !isAnswer(left, context) && (TAKES_BACK.test(left) || !isWish(left, context)))
    return null;
  return mark[0].includes('?') ? `${left}?` : left;
};

/** The text without what is idle before and after what it says; as it is where nothing else would be left. */
const withoutIdle = (text: string, context: Context): string => {
  const { titles } = context;
  if (titles === undefined || text.length > LONGEST_SAID || /["“”\n]/.test(text)) return text;
  let left = text.replace(LEADS_IN, '');
  for (let round = 0; round < MOST; round += 1) {
    const [mark] = plainNo(left).matchAll(END);
    const end = mark === undefined ? left.length : mark.index + mark[0].length;
    const rest = left.slice(end).trimStart();
    const [next = rest] = rest.split(/[.!?…]\s/);
    // What "it" is stands in the sentence before, unless it is said again or was spoken of before.
    const points =
      (context.earlier ?? []).length === 0 &&
      POINTS.test(seen(phraseOf(next))) &&
      mentioned(next, titles).length === 0;
    if (rest === '' || points || !isIdle(left.slice(0, end), true, context)) break;
    if (isIdle(rest, true, context)) break;
    left = rest;
  }
  left = left.replace(SIGNED, '');
  for (let round = 0; round < MOST; round += 1) {
    const shorter = withoutLast(left, END, true, context) ?? withoutLast(left, MARK, false, context);
    if (shorter === null) break;
    left = shorter;
  }
  return left.trim() === '' ? text : left;
};

/**
 * A message as its readers are given it. Before "…, no" at its end is taken for manners it may be all that is left of
 * it: "I hate Mondays. No."
 */
export const withoutAsides = (text: string, context: Context): string =>
  withoutIdle(plainly(withoutIdle(text, context)), context);
