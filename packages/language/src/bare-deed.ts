import { findDue } from './dates/find-due.js';
import type { Context } from './intent.js';
import { withoutManners } from './manners.js';
import { dropStart } from './phrases.js';
import { OBLIGATION } from './rules/add.js';
import { type Phrase, phraseOf, raw } from './sentence.js';

/** What somebody told, as the title of a task would say it: "we are out of milk" is "milk". */

/** "tomorrow move task 2" with its date at the end, where rules look for it; null when it begins with none. */
export const turnDate = (clause: Phrase, context: Context): Phrase | null => {
  const text = raw(clause);
  const [span, ...more] = findDue(text, context)?.spans ?? [];
  if (span === undefined || more.length > 0 || span.start > 0) return null;
  const rest = text.slice(span.end).replace(/^[\s,:–-]+/, '');
  return rest === '' ? null : phraseOf(`${rest.replace(/[\s.!?,]+$/, '')} ${text.slice(0, span.end)}`);
};

const TOLD_LEAD =
  /^(?:(?:so|well|ok|okay|hey|and|but|oh|also) )*(?:(?:i|we) (?:have )?(?:promised|agreed|offered|volunteered|decided) to |(?:i|we) (?:have got|have|got|had) (?:a |an |the |to )?|(?:i|we) (?:am|are|have|ran|run)(?: (?:all|nearly|almost|running))?(?: run)? (?:out of|low on|short of|short on) (?:the )?|(?:there is|there are|we have|we have got|i have|i have got|got) no (?:more )?(?=\S)|there is (?:a |an )?|it is (?:necessary|important|time) (?:(?:for (?:me|us) )?to |that (?:i|we) )|(?:i|we) (?:still )?(?:need|want|must|should)(?: to)? |(?:i|we) (?:am|are) (?:going|planning) to |(?:i|we) plan(?:ned)? to |(?:the|my|our) plan is to |(?:be|make) sure (?:that )?(?:i|we) |(?:i|we) would (?:like|love) to (?:be sure that i |make sure (?:that )?i )?|(?:i|we) (?:want|need) to (?:be|make) sure (?:that )?(?:i|we) )/;

export const bareDeed = (phrase: Phrase, context: Context): Phrase => {
  const polite = withoutManners(phrase);
  // "here is one I always forget: descale the iron"
  const labelled = /^[^:"“]{1,60}:\s+(\S[\s\S]*)$/.exec(raw(polite))?.[1];
  const bare = labelled === undefined ? polite : phraseOf(labelled);
  const turned = turnDate(bare, context) ?? bare;
  const sure = dropStart(turned, /^(?:i|we) (?:think|guess|suppose|reckon|believe|feel like) (?:that )?/);
  return dropStart(dropStart(sure, OBLIGATION), TOLD_LEAD);
};
