import { DEEDS } from './deeds.js';
import type { Context, Intent } from './intent.js';
import { withoutEnd, withoutManners } from './manners.js';
import { dropEnd, namesTask, trimMarks } from './phrases.js';
import { addObligation } from './rules/add.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen } from './sentence.js';
import { isTitle } from './titles.js';

/** What people say before a thing that is to be done, and that names no list of commands: it is left out of the title. */

/** Said before anything. Each line is the source of a regular expression over the person's own words. */
const ASIDES =
  "(?:(?:so|and|but|also|oh|oh no|oh god|omg|god|wait|well|yeah|yes|yep|ok|okay|dude|man|mate|hey|hi|besides(?: that)?|in addition|on top of that|after that|apart from that|other than that|the thing is|thing is|fact is|last one|one last thing|one more thing|here comes another one|here's another one|here is another one|next|then|please|pls|kindly|actually|just|honestly)[\\s,:–-]+)*";

/** The need itself, with a deed behind it. */
const NEEDS = [
  '(?:what|all|the only thing|the one thing|one thing|something) (?:i|we|that i) (?:really |still |just |also )*(?:need|have got|have|must|want|should|gotta|ought)(?: to)?(?: do)? is(?: to)?',
  "(?:i|we)(?:['’]ve| have)? (?:just |only |totally |completely |suddenly |now )*(?:realised|realized|remembered|noticed|forgot|forgotten|recalled)(?: that)? (?:(?:i|we) (?:still |also |really )*(?:need|have|must|should|ought|gotta|got)(?: to)?|to)",
  '(?:\\S+ ){1,4}(?:just )?(?:reminded|told|texted|messaged|emailed) me (?:that )?i (?:still |also |really )*(?:need|have|must|should|ought|gotta|got)(?: to)?',
  "(?:i |we )?(?:have|got|there['’]s|there is)(?: got)? (?:for |the |a |an |one |another |this |some )*(?:new )*(?:task|job|chore|errand|duty|to-?do)(?: for me| for us)?(?: to)?:?",
  '(?:i |we )?(?:still |really |also |just |definitely |badly )*(?:stil |realy )?(?:need|have|gotta|gtta|gota|must|shld|should|hafta|needa|ned|ought|wanna)(?: to)?',
  'i ?need to|ihave to|i (?:ned|nee|nead|neeed|need) (?:to|2)|i (?:hv|hav|have) (?:to|2)|gotta|gtta|hafta',
  "(?:i|we)(?:['’]m|['’]re| am| are) (?:meant|supposed|due|expected|obliged|required|scheduled) to",
  "(?:i had |you had |i['’]d |we['’]d )?better (?:(?:not forget|remember|make sure)(?: to)?)?",
  '(?:my|the|our) (?:next |new |only |big )?(?:task|homework|chore|mission)(?: today| now| tomorrow)? is to',
  "see to it that (?:i|we)|it(?:['’]s| is) (?:necessary|important|essential|vital) (?:that (?:i|we)|for me to|to)|make sure (?:that )?(?:i|we)",
  'has to be done:?|to be done:?|still to (?:do|be done):?',
];
/** Asks for a note of whatever follows. */
const ASKS = [
  '(?:a |any chance of a |little |quick |small |gentle |friendly |put in a |set up a |make a |create a |need a |set a )*(?:reminder|note) (?:to (?:self|me|myself)(?: to)?|to|for me to)',
  '(?:do |it would (?:be \\S+|help)(?: a lot)? if you (?:could |would )?|would be \\S+ if you (?:could |would )?|(?:do you )?think you (?:could|can) |can you |could you )*remind(?:ed)?(?: please)?(?: me)?(?: please)? to',
  'make (?:it|this) a task(?: for me)?(?: to)?:?|task for me(?: to)?:?|new ?task:?',
  "add (?:a (?:task|reminder|note)|something|one) so (?:that )?i (?:do not|don['’]?t) forget to|add (?:a (?:task|reminder|note)|something|one) so (?:that )?i remember to",
  '(?:my|the|our) (?:\\S+ )?list (?:needs|should (?:also )?(?:have|include|contain|get)|is missing|lacks|could use)',
  'adding|keep track of|aad|addd?|ad(?= [a-z]{3,} )',
  "(?:(?:can|could|would|will) (?:you|u|we)|let['’]?s|i (?:want|would like|['’]d like) to|how about we|how about you|is it possible to|do|please|pls|why don['’]?t (?:you|we)|may i|can i)(?: please| just| also)* (?:note|include|throw in|add|put down|jot down|write down|pencil in)",
  'note',
];
/** What somebody else wants done, where it is to be put down. */
const TOLD = new RegExp(
  `^${ASIDES}(?:(?:i|we) (?:was|were|am|are|got) (?:just )?(?:told|asked|supposed|reminded) to|(?:my|our) (?:next |new |only |big )?(?:job|duty|goal|plan)(?: today| now| tomorrow)? is to|(?:\\S+ ){1,3}(?:just )?(?:wants?|asked|told|asks|expects?|needs?) me (?:to|if i (?:could|can|would)|whether i could)|(?:i|we) (?:said|promised|agreed|offered|told \\S+)(?: that)? (?:i would|i['’]d|we['’]d|i['’]ll|to))\\s+(?=\\S)`,
  'i',
);
const PUT_DOWN = /\b(?:add|note|put|save|write|log|jot) (?:it|that|this)\b/i;

const NEED = new RegExp(`^${ASIDES}(?:${NEEDS.join('|')})\\s+(?=\\S)`, 'i');
const ASK = new RegExp(`^${ASIDES}(?:${ASKS.join('|')})\\s+(?=\\S)`, 'i');
/** Behind it, of the list and not of the title. */
const AT_END =
  / (?:(?:and )?(?:add|note|put|save|write|log|jot) (?:it|that|this)(?: down)?(?: (?:on|to|in|onto) (?:my |the )?list)?|on it|in it|4 me|for me|on (?:my|the) list)(?: (?:please|thanks|pls))*$/;

/** What is no thing to be done. */
const NO_THING =
  /^(?:(?:run|go|dash|fly|eat|sleep|talk|work|rest|try)(?=\s*(?:[,.!]|$|now|soon|later|again|to\b|on\b))|photos?$|pictures?$|tags?$|attachments?$|files?$|goodnight|good night|hello|hi\b|thanks|bye|work$|\d+\b|more|less|fewer|nothing|no|not|only|all|any|every|everything|what|who|when|where|why|how|if|that|it|this|them|those|these|tasks?|you|your|something|a (?:task|list)|the list|my list|go|leave|be|know|say|think|sorting|cleaning up|see|ask|tell|have|thank|sleep|help|tag|label|date|deadline|due|due date|priority|description)\b/i;
const DOUBT = /\b(?:if|whether|maybe|perhaps|not|never|n['’]t|delete|remove|deleted|removed)\b/i;

const isOne = (text: string): boolean => !/[.!?;\n]\s*\S/.test(text.trim()) && text.length <= LONGEST_SAID;

const beginsWithDeed = (phrase: Phrase): boolean => {
  const [first = ''] = seen(phrase).split(' ');
  return DEEDS.has(first) && seen(phrase).includes(' ');
};

/** Asks for a new task by what it opens with; null when it opens with nothing of the kind. */
export const readOpening = (text: string, context: Context): Intent | null => {
  if (!isOne(text)) return null;
  const said = raw(trimMarks(phraseOf(text)));
  // A question, unless it asks to be reminded or for a note.
  if (
    /\?\s*$/.test(text) &&
    !/\b(?:can|could|would|will|think) (?:you|u|we|i)\b|chance|possible|how about|why don/i.test(said)
  )
    return null;
  const without = (pattern: RegExp): Phrase | null => {
    const length = pattern.exec(said)?.[0].length ?? 0;
    return length === 0 ? null : trimMarks(phraseOf(said.slice(length)));
  };
  const asked = without(ASK) ?? (PUT_DOWN.test(said) ? without(TOLD) : null);
  const needed = without(NEED);
  const rest = asked ?? needed;
  if (rest === null) return null;
  const title = trimMarks(dropEnd(withoutEnd(withoutManners(trimMarks(rest))), AT_END));
  if (title.tokens.length === 0 || NO_THING.test(raw(title)) || DOUBT.test(raw(title)) || namesTask(title))
    return null;
  // "I still have to fix the tap", of a task that is there: nothing new.
  const known = asked === null && isTitle(raw(title), context.titles ?? [], 2);
  return known || (asked === null && !beginsWithDeed(title)) ? null : addObligation(title, context);
};

/** What was read as a new task, without an opening that was left in its title: "Do: water the plants". */
export const withoutOpening = (text: string, only: Intent, context: Context): Intent => {
  if (only.intent !== 'add' || only.tasks.length !== 1) return only;
  const opened = readOpening(text, context);
  const [title, less] = [
    only.tasks[0]?.title.toLowerCase() ?? '',
    opened?.intent === 'add' ? (opened.tasks[0]?.title.toLowerCase() ?? '') : '',
  ];
  return opened !== null && less !== '' && title !== less && (title.endsWith(less) || title === 'something')
    ? opened
    : only;
};

const OF_TASKS =
  'move|push|shift|postpone|reschedule|delay|defer|bump|bring|tick|check off|cross off|mark|reopen|untick|uncheck|get rid of|delete|remove|tag|label|rename|set|change|put|make|prioriti[sz]e|extend|update';
const WISH_OF_CHANGE = new RegExp(
  `^(?:\\W*(?:so|ok|okay|hey|hi|also|please|and|oh)\\W+)*(?:i|we)(?:['’]ve|['’]d)? (?:(?:really|also|still|just) )*(?:need|have|want|must|should|got|gotta|ought|would like|like|would love)(?: to)? (?:(?:also|just|quickly) )*(?=(?:${OF_TASKS})\\b)`,
  'i',
);

/** "I need to move the rent to friday", of a task that is there: the words of the change; null where nothing of the kind is said. */
export const changeWished = (text: string): string | null => {
  const length = WISH_OF_CHANGE.exec(text)?.[0].length ?? 0;
  return length === 0 || !isOne(text) ? null : text.slice(length);
};

const NOT_TO_DO =
  /^(?:(?:not|never) (?:to )?(?:delete|remove|touch|change|add|do|mark|complete)\b|(?:what|which|who|when|why)(?:['’]s)?\b(?! to\b)|(?:say|admit|confess) (?!(?:hi|hello|goodbye|thanks|sorry|yes|no) )|you$|you\b.*['’]re|show (?:them|me|it)\b)/i;

/** "I must not delete the rent", "I must say you are great": nothing that somebody wants to do. */
export const isNothingToDo = (text: string, intent: Intent): boolean =>
  intent.intent === 'add' &&
  intent.tasks.length === 1 &&
  !/\b(?:add|task|remind|note|list|put|todo)\b/i.test(text) &&
  NOT_TO_DO.test(intent.tasks[0]?.title ?? '');
