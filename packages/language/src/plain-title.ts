import { peel } from './manners.js';
import { dropEnd, dropStart, trimMarks } from './phrases.js';
import type { Phrase } from './sentence.js';

/** What people say around the words that a title is made of. Each line is the source of a regular expression. */

const MODAL =
  '(?:need|have|want|wish|ought|must|should|shall|will|would like|would love|had better|would better|can not forget|have got|got|gotta|am supposed|are supposed|am meant|am going|are going|am planning|plan|intend|am due|better|am obliged|might want|may want|will have|will need|shall need|shall have|would have)';
const OFTEN =
  '(?:(?:also|really|still|just|probably|definitely|finally|actually|absolutely|urgently|then) )*';

const LEADS = [
  `(?:that )?(?:i|we) ${OFTEN}${MODAL}(?: (?:also|really|still|probably|better))*(?: not forget)? to(?: (?:to|remember to|not forget to))?`,
  `(?:that )?(?:i|we) ${OFTEN}(?:must|should|shall|will|had better|better|need|can)(?= (?:not forget |remember )?(?!to\\b|a\\b|an\\b|the\\b|some\\b|my\\b)[a-z]{2,}(?: |$))`,
  'that (?:i|we)(?= (?!am\\b|are\\b|was\\b|were\\b|have\\b|had\\b|will\\b)[a-z]{2,})',
  '(?:(?:i|we) )?(?:have )?(?:decided|promised|agreed|offered|volunteered)(?: that| i am going| i will)* to',
  '(?:(?:i|we) )?(?:(?:have )?decided|promised)(?: that)?(?= (?:i|we) )',
  '(?:for )?(?:me|us)(?: please)? (?:for )?(?:that|to)(?= (?:i|we|\\S))',
  'for to',
  '(?:should|must|shall|need to|have to|ought to)(?= [a-z])',
  'for (?:me|us)(?= [a-z])|me(?= (?!time\\b)[a-z]+ )',
  'do (?:is|would be)(?: to)?',
  '(?:namely|as follows)(?: to)?|which (?:is|says)|something like|(?:the )?(?:name|title) (?:is|of it is)|(?:it is |and it is )?(?:named|called|titled)',
  '(?:my|our) (?:turn|job) to|up to (?:me|us) to',
  '(?:someone|somebody|one of us) (?:has|needs|should|must|ought) to',
  '(?:not forget|remember)(?: to| that)',
];
const LEAD = new RegExp(`^(?:${LEADS.join('|')}) (?=\\S)`);

/** "that I shall need to renew the licence" is to renew it. */
export const withoutLeads = (phrase: Phrase): Phrase =>
  peel(phrase, (left) => trimMarks(dropStart(left, LEAD)));

const PLACE =
  '(?:(?:to|on|onto|in|into) (?:(?:my|the|our) )?(?:\\S+ )?(?:list|tasks|todos|todo|agenda|calendar|planner)|(?:(?:on|in) )?(?:there|here)|on|in|down|for me)';

const ENDS = [
  '(?:and |so |but )*(?:please )?(?:do not|never|to not|not to|must not|can not) (?:let me )?forget(?: about)?(?: (?:it|that|this|me))?',
  `(?:and |so |can you |could you |please )+(?:add|put|save|note|write|stick|pop|jot|get|log|chuck|record) (?:it|that|this|them)(?: ${PLACE})*`,
  '(?:you |please |can you |could you )+(?:add|note|save|write|put|record)(?: (?:it|that|this))?',
  '(?:to|onto|on) (?:my|the|our) (?:(?:shopping|grocery|todo|to do|task) )?(?:list|todos|agenda)',
  '(?:4|for) me|among my tasks|on my to dos?|down as a task|down on my list|pretty please|please and(?: (?:thanks|thank you))?|(?:in|into) my (?:list|tasks|todos)',
  'as (?:one of my|the next|another|my next) tasks?|real quick|(?:and )?make (?:it|that|this) a task|thankyou|thanx|tyvm|danke|merci|since i will forget otherwise',
  'too|as well|also|ta|tx|tnx|kthx|hurry(?: up)?|(?:so )?sorry(?: for (?:the|that) \\S+| about (?:that|it))?|in a hurry(?: sorry)?|be (?:a dear|quick|a star|a love)|(?:very )?much appreciated|you are (?:the best|a star|a gem|an? \\S+)|(?:i )?(?:almost|nearly) forgot(?: about)?(?: (?:it|that|this))?|in case i forget|(?:i )?promised|got it|(?:i )?(?:have )?got to (?:run|go|dash)|that would be (?:great|nice|good|lovely|perfect|amazing)(?: \\S+)?|if (?:it is|that is|it would be) (?:not )?(?:too )?(?:much )?(?:ok|okay|possible|alright|trouble|bother|a bother|no trouble)(?: for you| with you)?',
  'no (?:rush|hurry|stress|pressure)|(?:it is |there is )?not urgent|whenever(?: (?:i|you) can)?|some ?day|at some point|one of these days',
  'ok|okay|please|thanks|thank you|cheers|obviously|i guess|i think|i suppose|lol|haha|if i can|if possible|or something|and stuff|as usual|as always|as soon as (?:possible|i can)',
  '(?:or|else|otherwise|or else) (?:i|we) (?:will|am going to|might|would)(?: \\S+){1,4}',
  'so (?:that )?(?:i|we|he|she|they|it|nobody) (?:do|does|did|can|could|will|would|stop|stops|have|has|am|is|are|get|gets|know|knows|remember|remembers|feel|feels|stay|stays|look|looks|never)(?: \\S+)*',
];
const END = new RegExp(` (?:${ENDS.join('|')})$`);

/** "… pls dont forgt", "… pls put it on" */
export const withoutEnds = (phrase: Phrase): Phrase => peel(phrase, (left) => trimMarks(dropEnd(left, END)));
