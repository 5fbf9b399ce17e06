import { rewriter } from './rewrites.js';
import { LONGEST_SAID } from './sentence.js';

/** What people say of what is done, in the words that rules know: "friday's job is done", "rent ✅ milk ✅". */

/** "two things done today: the rent and the bike", "what I did so far - 1, 4 and 7" */
const DONE_LABEL =
  /^\s*(?:(?:so|ok|okay|right|and|just),? )?(?:(?:what|things|stuff|tasks|the ones) (?:i|we)(?:['’]ve| have)? (?:got |have )?(?:did|done|finished|completed)|(?:(?:two|three|four|\d) )?(?:things |tasks |ones |jobs |stuff )?(?:all )?(?:done|finished|completed|sorted|ticked off))(?: (?:so far|today|already|now|for today|this (?:morning|afternoon|evening|week)|yesterday|last night))*\s*(?::|\s[-–—])\s+(?=\S)/iu;

/** "friday's job is done", "todays stuff all done" */
const OF_THE_DAY =
  /(?<=^\W*(?:(?:ok|okay|so|and|right|yay|phew),? )?(?:(?:all|the|my|all of) )?)(today|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)['’]?s (stuff|tasks|things|jobs|chores|ones|one|task|job|thing)(?: (?:is|are|got)|['’]s)? (?:(?:all|now|already) )*(?=(?:done|finished|completed?|sorted|ticked off|over|ready|handled)\b)/iu;
/** "family stuff is done" */
const STUFF_IS_DONE =
  /(?<=^\W*(?:(?:ok|okay|so|and|right|yay|phew),? )?)(?!(?:the|my|our|all|these|those|both|what|which|whose|many|any|some|no|other|completed|finished|done|open|your)\b)(#?\p{L}+ (?:stuff|things|ones|jobs|tasks|chores)) (?=(?:is|are|all|both) (?:(?:all|both|now|already|finally) )*(?:done|finished|completed?|sorted)\b)/iu;
/** "the hay isn't paid yet but the feed is" */
const BUT_THAT_IS =
  /((?:(?:(?<=\d )|is |are |['’]s )not|isn['’]?t|aren['’]?t) (done|finished|completed?|sorted|paid|\p{L}{2,}ed)(?: yet)?)(?:,? but |, )(?!(?:it|that|what|so|nor|neither)\b)(.{3,60}?|#?\d{1,4}) (is|are)(?=\s*(?:$|[.!]))/iu;

/** "inspection's over", "the boiler's been serviced" */
const IS_DONE =
  /(\p{L}{3,}|(?<!\S)#?\d{1,4})['’]s (?=(been )|(?:(?:all|now|already|finally|both) )*(?:done|finished|complete|completed|sorted|over|through|handled|dealt with|taken care of|history|in the (?:bag|bank|post|mail)|out of the way|off my (?:plate|list))\b)|(?<=(?<!\S)(#?\d{1,4}))['’]s (?=(?:ordered|paid|bought|sent|booked|fixed|\p{L}{3,}ed)\b)/giu;

const TICKS = /(?<=[\p{L}\d)"”])\s*(?:✅|✔\ufe0f?|☑\ufe0f?)(?:(?<last>\s*$)|[,;]?\s*)/gu;
/** "trough ✅ hay ✅", and not "paid the rent ✅", which says so itself. */
const withTicks = (text: string): string =>
  /\b(?:done|did|got|finish|complete|mark|tick|check|paid|bought|sent|\p{L}{2,}ed|is|are|add|not)\b/iu.test(
    text,
  )
    ? text
    : text.replaceAll(TICKS, (_, last?: string) => (last === undefined ? ' done, ' : ' done'));
/** "gutters? done. tires? not yet" */
const ASKED_AND_DONE =
  /(?<=^\W*|[.,;!]\s+)((?!(?:is|are|was|did|has|have|what|which|who|when|how|why|any|all|can|could)\b)[^.,;:!?]{2,40})\?\s+(done|finished|completed?|sorted|paid|bought|sent|booked|not yet|\p{L}{3,}ed)(?=\s*(?:[.,;!]|$))/giu;
/** "8 done 9 not yet" */
const DONE_AND_NUMBER = /(?<=\d (?:done|finished)) (?=#?\d{1,4} (?:not|still|done|is|to)\b)/giu;

/** "task of 12th march is complete" */
const ONE_OF_DAY =
  /^\s*(?:the |that )?(?:task|one|job) (?:of|from|for) (?=(?:the )?(?:\d|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next ).* (?:is|was|got|has been) )/iu;
/** "both are knocked out" */
const KNOCKED_OUT =
  /\b((?:is|are|was|were|got)(?: (?:all|both|now|finally))*) (?:knocked out|squared away|nailed|crossed off|ticked off)(?=\s*(?:$|[.,;!]|and\b|now\b|today\b))/giu;

/** "the agm tasks are done, both" */
const DONE_BOTH =
  /^\s*(?:the|my|those) (.{2,40}? (?:is|are) (?:all )?(?:done|finished|sorted|completed?)),? (both|all)(?: of (?:them|those)| (?:two|three|four|five))?(?=\W*$)/iu;
/** "just finished my low one" */
const FINISHED_ONE =
  /(?<=^\W*|[.,;!]\s+|\band )((?:(?:just|already|finally) )*(?:finished|completed|did) (?=(?:the|my|that) (?:\S+ ){0,6}?(?:one|thing|task|job)\b))/giu;

/** "2nd and 4th done" */
const NTHS_DONE =
  /(?<=^\W*|[.,;!]\s+)((?:the )?\d{1,2}(?:st|nd|rd|th)(?:(?:,|,? and|,? &) (?:the )?\d{1,2}(?:st|nd|rd|th))+) (?=(?:(?:all|both|already|now) )*(?:done|finished|completed?|sorted)\b)/giu;
/** "the tyres are changed already" says no change of a task. */
const CHANGED_ALREADY = /(?<=\b(?:is|are|was|were) )(?:changed|moved)(?= already\b)/giu;
/** "delete what's finished" */
const WHAT_IS_DONE =
  /(?<=\b(?:delete|remove|erase|clear(?: out| away)?|wipe|bin|scrap|trash|get rid of|purge|dump|throw (?:out|away)) )what(?:['’]s| is| has been| was) (?=(?:(?:all|already) )*(?:done|finished|completed?|ticked off|sorted)\b)/giu;
/** "recital thing done" */
const THING_DONE =
  /(?<=^\W*)(?!(?:the|my|that|this|one|no|first|second|third|last|next|other|same|every|right|whole|best)\b)(\p{L}{3,}) (?:thing|bit) (?=(?:is |was )?(?:all )?(?:done|finished|completed?|sorted)\W*$)/iu;

/** "choir rehearsal - done" */
const DASH_DONE =
  /(?<=[\p{L}\d)"”])\s+[-–—]\s+(?=(?:(?:all|now|already) )*(?:done|finished|completed|sorted)(?=\s*(?:$|[,.;!]|and\b)))/giu;
/** "task 7 can be ticked off" */
const CAN_BE_TICKED =
  /(?<=[\p{L}\d"”]) (?:can|may|could|should|must|needs to) (?:now |also |then )?be (?:ticked|crossed|checked|marked|struck)(?: off)?(?: (?:the|my) list| as done)?(?=\s*(?:$|[,.;!]|and\b|now\b|please\b))/giu;
/** "strike task 1 off, done" */
const OFF_DONE =
  /\b(?:strike|cross|tick|check) ([^,.;!?]{1,60}) off,? (?:it is )?(?:done|finished|completed?)(?=\s*(?:$|[.;!,]|and\b|then\b))/giu;
/** "cross the form off, not needed any more" goes, and is not done. */
const OFF_NOT_NEEDED =
  /\b(?:cross|strike) (?:off )?((?:the |my |task |number )?[^,.;!?]{1,60}?)(?: off)?(?: (?:my|the) list)?, (?:it['’]?s |it is |that['’]?s )?((?:not|no longer) (?:needed|necessary|required)(?: any ?more| any longer)?|no need(?: for it)?(?: any ?more)?)(?=\s*(?:$|[.;!,]))/giu;

/** "got the call out of the way", "knocked the curtains on the head" */
const OVER_WITH =
  /(?<=^\W*|[.,;!]\s+|\b(?:and|so) )(?:(?:i|we)(?:['’]ve| have)? )?(?:(?:just|already|finally) )*(?:got ([^,.;!?]{2,50}?) (?:out of the way|over and done with|over with)|knocked ((?!out\b)[^,.;!?]{2,50}?) (?:on the head|out)|took care of ([^,.;!?]{2,50}?))(?=\s*(?:$|[.,;!]|and\b|today\b|yesterday\b|already\b|this \w+\b|last night\b))/giu;
/** "I don't need to do the rent any more, it's done": done, and not to be deleted. */
const NO_NEED_DONE =
  /(?<=^\W*|[.;!]\s+)(?:(?:i|we) (?:do not|don['’]?t) (?:need|have) to do|(?:there['’]?s |there is )?no (?:more )?need (?:for|to do)) ([^,.;!?]{2,50}?)(?: any ?more| now| any longer)?\s*[,;–-]+\s*(?:because |since |as )?(?:(?:it|that)(?:['’]s| is)(?: already)? (?:done|finished|sorted|over)|(?:i |we )?(?:have |['’]ve )?(?:already )?(?:did|done) (?:it|that))(?: already)?(?=\s*(?:$|[.;!,]))/giu;
/** "got hold of Anna at last" */
const REACHED =
  /(?<=^\W*|[.,;!]\s+|\b(?:and|so) )(?:(?:i|we)(?:['’]ve| have)? )?(?:(?:just|finally|already) )*(?:got hold of|got through to|reached|spoke (?:to|with)|talked to) (\p{L}+)(?: (?:at last|finally|today|just now|this morning|already|on the phone))*(?=\s*(?:$|[.,;!]|and\b))/giu;
/** "[x] call Anna" */
const BOXED = /^\s*(?:[-*] )?\[x\]\s+(\S[^,.;!?\n]*?)\s*$/iu;

const inRulesWords = rewriter([
  [DONE_LABEL, 'done: '],
  [IS_DONE, (_, whose?: string, been?: string) => `${whose ?? ''} ${been === undefined ? 'is' : 'has'} `],
  [DONE_BOTH, '$2 $1'],
  [NO_NEED_DONE, '$1 is done'],
  [OVER_WITH, (_, one?: string, two?: string, three?: string) => `${one ?? two ?? three} is done`],
  [REACHED, 'I called $1'],
  [BOXED, 'mark $1 as done'],
  [FINISHED_ONE, 'I $1'],
  [DASH_DONE, ' is '],
  [CAN_BE_TICKED, ' is done'],
  [OFF_DONE, 'tick off $1'],
  [OFF_NOT_NEEDED, 'delete $1'],
  [NTHS_DONE, '$1 are '],
  [CHANGED_ALREADY, 'done'],
  [WHAT_IS_DONE, 'everything that is '],
  [THING_DONE, 'the $1 task is '],
  [KNOCKED_OUT, '$1 done'],
  [ASKED_AND_DONE, '$1: $2'],
  [
    OF_THE_DAY,
    (_, day: string, noun: string) =>
      /^(?:stuff|tasks|things|jobs|chores|ones)$/i.test(noun)
        ? `everything for ${day} is `
        : `the one for ${day} is `,
  ],
  [ONE_OF_DAY, 'the one for '],
  [STUFF_IS_DONE, 'the $1 '],
  [DONE_AND_NUMBER, ', '],
  [BUT_THAT_IS, '$1, $3 $4 $2'],
]);

export const doneSaid = (text: string): string =>
  text.length > LONGEST_SAID ? text : inRulesWords(withTicks(text));
