import { findDue, readWholeWhen } from './dates/find-due.js';
import { DEEDS } from './deeds.js';
import type { Context } from './intent.js';
import { peel, withoutManners } from './manners.js';
import { dropEnd, dropStart } from './phrases.js';
import { OBLIGATION } from './rules/add.js';
import { type Phrase, phraseOf, raw } from './sentence.js';

/** What somebody told, as the title of a task would say it: "we are out of milk" is "milk". */

/** Words of the longest date that a message begins with. */
const LONGEST_DATE = 5;

/** "sunday review time": no deed is spoken of. */
const NO_OBJECT =
  /^(?:$|(?:time|session|day|night|meeting|party|class|club|call|group|plan|list|is|was|are|were)\b)/i;

/** "1 march change the filter": how long the date is that a deed follows, in characters; 0 when there is none. */
const dateBeforeDeed = (text: string, context: Context): number => {
  const words = [...text.slice(0, 200).matchAll(/\S+/gu)].slice(0, LONGEST_DATE + 1);
  const end = words.find(
    ({ 0: word, index }, place) =>
      place > 0 &&
      DEEDS.has(word.toLowerCase()) &&
      !NO_OBJECT.test(words[place + 1]?.[0] ?? '') &&
      readWholeWhen(text.slice(0, index), context) !== null,
  )?.index;
  return end ?? 0;
};

/** "tomorrow move task 2" with its date at the end, where rules look for it; null when it begins with none. */
export const turnDate = (clause: Phrase, context: Context): Phrase | null => {
  const text = raw(clause);
  const [span] = findDue(text, context)?.spans ?? [];
  const end = span?.start === 0 ? span.end : dateBeforeDeed(text, context);
  if (end === 0) return null;
  const rest = text.slice(end).replace(/^[\s,:–-]+/, '');
  return rest === '' ? null : phraseOf(`${rest.replace(/[\s.!?,]+$/, '')} ${text.slice(0, end).trim()}`);
};

/** What stands before a deed that somebody tells of. Each line is the source of a regular expression. */
const TOLD_LEADS = [
  'so|well|ok|okay|hey|and|but|oh|also|right|anyway|plus|apparently|turns out(?: that)?',
  'maybe|perhaps|possibly',
  '(?:i|we) (?:have )?(?:promised|told|assured|agreed with)(?: \\S+){0,3} (?:that )?(?:i|we) (?:would|will|am going to)',
  '(?:i|we) (?:have )?been (?:meaning|wanting|planning|hoping|trying) to',
  '(?:i|we) (?:have )?(?:promised|agreed|offered|volunteered|decided|meant|intend|intended|hope|plan|planned) to',
  '(?:i|we) (?:(?:totally|completely|almost|nearly|always|just|keep|kept|constantly|really|only|had|have) )*(?:forgot|forget|forgetting|forgotten|remembered|realised|realized|noticed|found out|heard|saw|learned|learnt)(?: (?:about|to|that))?',
  '(?:(?:the|my|our|his|her) )?\\S+(?: \\S+)? (?:says|said|wants|told (?:me|us)|asked(?: me| us)?|thinks|reckons|reminded (?:me|us))(?: (?:that|me|us))*(?: to)?',
  '(?:it )?(?:would|will|might|is|was)(?: probably)?(?: be)?(?: an?)? (?:good|nice|great|best|smart|wise|better|helpful|lovely|cool)(?: idea)? (?:to|if (?:i|we)|for me to)',
  '(?:someone|somebody|one of us) (?:has|needs|should|must|ought)(?: to)?|(?:my|our) (?:turn|job) to|up to (?:me|us) to',
  '(?:i|we) (?:am|are|will be) having(?: (?:a|an|the|my|our))?',
  '(?:i|we) (?:have got|have|got|had) (?:a|an|the|to)|(?:i|we) (?:have got|have|got|had)',
  '(?:i|we) (?:am|are|have|ran|run)(?: (?:all|nearly|almost|running))?(?: run)? (?:out of|low on|short of|short on)(?: the)?',
  '(?:there is|there are|we have|we have got|i have|i have got|got) no(?: more)?|there is(?: an?)?',
  'it is (?:necessary|important|time) (?:(?:for (?:me|us) )?to|that (?:i|we))|it is(?! (?:due|for|on|by|at)\\b)',
  '(?:i|we) (?:(?:still|really|also|just|probably) )*(?:need|want|must|should)(?: to)?',
  '(?:i|we) (?:am|are) (?:going|planning|supposed|meant) to|(?:the|my|our) plan is to',
  '(?:be|make) sure (?:that )?(?:i|we)|(?:i|we) (?:want|need|would like|would love) to (?:be|make) sure (?:that )?(?:i|we)',
  '(?:i|we) (?:think|guess|suppose|reckon|believe|feel like)(?: that)?',
];
const TOLD_LEAD = new RegExp(`^(?:${TOLD_LEADS.join('|')}) (?=\\S)`);

/** "wash the bedding before that" */
const POINTING_END = / (?:(?:before|after|until|by|for|about) (?:that|then)|left)$/;

export const bareDeed = (phrase: Phrase, context: Context): Phrase => {
  const polite = withoutManners(phrase);
  // "here is one I always forget: descale the iron"
  const labelled = /^[^:"“]{1,60}:\s+(\S[\s\S]*)$/.exec(raw(polite))?.[1];
  const bare = labelled === undefined ? polite : phraseOf(labelled);
  const turned = turnDate(bare, context) ?? bare;
  return dropEnd(
    peel(turned, (phrase) => dropStart(dropStart(phrase, OBLIGATION), TOLD_LEAD)),
    POINTING_END,
  );
};
