import { findDue } from '../dates/find-due.js';
import type { Context, Intent } from '../intent.js';
import { dropStart, hasQuote } from '../phrases.js';
import { type Phrase, raw, seen } from '../sentence.js';
import { taskIn } from './fields-by-parts.js';
import type { Rule } from './rule.js';
import { forTargets } from './target.js';

/** What a clause says that becomes of a task as a whole, found by its parts: the task, and one sign of a deed. */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

interface Deed {
  intent: 'complete' | 'reopen' | 'delete';
  sign: RegExp;
  /** Words of the deed, which name no task. */
  words: ReadonlySet<string>;
}

const DEEDS: readonly Deed[] = [
  {
    intent: 'reopen',
    sign: /\b(?:still|again)\b.*\b(?:to be done|doing)\b|\b(?:to be done|needs? doing|has to be done) (?:still|again)\b|\breopened\b|\b(?:should not have|mistakenly|wrongly|accidentally) (?:ticked|marked|checked|completed|closed|crossed)\b|\bmarked (?:as )?(?:done|complete|finished) (?:by (?:mistake|accident)|too (?:soon|early)|in error)\b|\btake (?:the )?(?:tick|check) (?:off|away)\b|\bwas not (?:really |actually |quite )?(?:done|finished)\b|\bback (?:on|to|onto|in) (?:my|the) list\b|\S to open$|\bopen again\b|\bnever (?:did|done)\b|\b(?:should|must) not (?:be|have been) (?:ticked|marked|checked|crossed|closed|completed|done)\b|\b(?:ticked|marked|checked|crossed|closed|completed)(?: off)?(?: (?:as )?(?:done|complete|finished))? by (?:mistake|accident)\b|\bincorrectly (?:ticked|marked|checked|completed|closed)\b|\btake the (?:tick|check) .*\b(?:off|away)$/,
    words: set(
      'still again done doing did reopened reopen open ticked tick marked mark checked check completed complete closed crossed off mistakenly wrongly accidentally mistake accident soon early error too really back finished never bring',
    ),
  },
  {
    intent: 'delete',
    sign: /\b(?:do|does|will|need|is|are|am) not (?:have to |need to |going to |be |want to )?(?:need|want|have to|needed|wanted|required|necessary|doing|do|see|any ?more)\b.*\b(?:any ?more|any longer|after all|on (?:my|the) list)\b|\bdo not need any ?more\b|\bno longer (?:need|needs|needed|want|wanted|required|necessary|relevant|have to|has to|have a need)\b|\bnot (?:needed|required|necessary|wanted|relevant)\b|\b(?:unnecessary|irrelevant|obsolete|redundant|superfluous|moot)\b|\b(?:have|has) no (?:need|use)\b|\b(?:can|could|must|to|may|should) be (?:deleted|removed|erased|scrapped|binned|trashed)\b|\b(?:want|need|like) .+ (?:deleted|removed|erased|scrapped|binned|trashed|gone)(?: now)?$|\bneeds? (?:deleting|removing|binning|scrapping|to come off|to go)$|\bwants (?:deleting|removing|binning|scrapping)$|^(?:could|can|may|would) .* be (?:deleted|removed|erased|scrapped|binned|trashed|dropped)$|^(?:away|out|off|down) with\b|^(?:kick|boot|sling|get|chuck|toss|throw|turf) .* out(?: of (?:here|there))?$|^(?:take|get|have) .* (?:off|out of|from) (?:there|here|the list|my list)$|^scratch .* from (?:there|here|the list|my list)$|\b(?:can|could|should|must) (?:now )?(?:go|come off)(?: now)?$|^(?:dispose of|do away with|destroy|get ridof)\b|(?:->|→|:) ?(?:delete|trash|bin|remove)$/,
    words: set(
      'need needs needed needn want wanted required necessary relevant longer unnecessary irrelevant obsolete redundant superfluous moot use deleted removed erased scrapped binned trashed gone deleting removing binning scrapping come dispose destroy delete trash bin remove ridof kick boot sling chuck toss throw turf strike scratch list there here wants want dropped rid doing done see away no not',
    ),
  },
  {
    intent: 'complete',
    sign: /\b(?:was able to|succeeded (?:to|in)|finally) (?:finish|finishing|did|do|complete)\b|^(?:label|declare|pronounce) .* (?:as )?done$|^(?:strike|cross|line) through\b|\b(?:want|need|like) .* (?:marked|ticked|checked|crossed|set)(?: (?:as|to|off))?(?: (?:done|complete|completed|finished|off))?$|^done (?:and|&) dusted\b|^(?:ticking|crossing|checking|striking|closing) off\b|^(?:marking|calling|ticking) .* (?:as )?(?:done|complete|finished|off)$|^wrapping up\b.*\bdone$|\b(?:done|completed|finished|complete) (?:from|on) my (?:side|end|part)$|^status .*\b(?:done|complete|completed|finished)$|^(?:tag|flag|file|count) .* (?:as )?(?:done|complete|completed|finished)$|^(?:(?:already|just|finally|has|have|also) )*(?:did|finished|completed|sorted|handled|dealt with|took care of|taken care of)\b/,
    words: set(
      'able succeeded finally finish finishing did complete completed label declare pronounce done strike cross through marked ticked checked crossed set off dusted finished ticking crossing checking striking closing marking calling wrapping up from side end part status tag flag file count sorted handled dealt took care taken just also today',
    ),
  },
];

const FIELD =
  /\b(?:date|deadline|due|priority|tags?|labels?|name|title|description|time|tagged|reminder)\b|(?<!\S)#\p{L}/u;
const ASKS =
  /^(?:should|shall|do|does|did|is|are|was|were|am|why|what|when|where|who|which|how|if|unless|whether|can i|could i|may i|might|maybe|perhaps|has|have you|add|create|remind)\b/;
const DOUBT = /\b(?:if|when|unless|until|might|maybe|perhaps|would|almost|nearly|not sure|wonder)\b/;

const KEPT =
  /\b(?:not|never) (?:to )?(?:be |get )?(?:deleted|removed|erased|scrapped|binned|trashed|gone|go)\b|\b(?:must|should|can|may|could) not (?:be|go)\b|\bkeep\b/;

/** "my son did it": who else did it than oneself. */
const BY_ANOTHER =
  /^(?!(?:i|we|nobody|no|not|who|none|he|they|never|it|you|almost|nearly|half)\b)(?:(?:my|the|our|his|her) )?\S+(?: and \S+)? (?=(?:(?:already|just|finally|has|have|also) )*(?:did|done|finished|completed|sorted|handled|dealt with|took care of|taken care of)\b (?:the|my|our|task|number|#?\d|it|that))/;

const readDeed = (whole: Phrase, context: Context): readonly Intent[] | null => {
  const clause = dropStart(whole, BY_ANOTHER);
  const said = seen(clause);
  // "label it as done" is of no label.
  const field = said.replace(/^(?:tag|label) (?=.* (?:done|finished|complete|completed)$)/, '');
  if (ASKS.test(seen(whole)) || FIELD.test(field) || hasQuote(clause)) return null;
  if (clause.tokens.length < whole.tokens.length && /\b(?:not|never|half|part)\b/.test(said)) return null;
  if (DOUBT.test(said.replace(/\bwould (?:like|love)\b|^would (?=.* be )/g, ''))) return null;
  for (const { intent, sign, words } of DEEDS) {
    if (!sign.test(said) && !sign.test(raw(clause).toLowerCase())) continue;
    // "the router is not to be deleted"
    if (intent === 'delete' && KEPT.test(said)) return null;
    if (findDue(raw(clause), context) !== null) return null;
    const task = taskIn(clause, context, words);
    if (task === null) continue;
    return forTargets(
      task,
      context,
      intent === 'reopen' ? 'complete' : intent,
      (target) => ({ intent, target }) as Intent,
    );
  }
  return null;
};

export const DEEDS_BY_PARTS: readonly Rule[] = [
  {
    name: 'a deed by its parts',
    short: true,
    patterns: ['{rest}'],
    read: (_, context, clause) => readDeed(clause, context),
    examples: [
      ['I want task 2 deleted', { intent: 'delete', target: { kind: 'id', id: 2 } }],
      ['task 2 still has to be done', { intent: 'reopen', target: { kind: 'id', id: 2 } }],
      ['I was able to finish task 2', { intent: 'complete', target: { kind: 'id', id: 2 } }],
    ],
  },
];
