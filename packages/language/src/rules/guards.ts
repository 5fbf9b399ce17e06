import { raw } from '../sentence.js';
import type { Rule } from './rule.js';

/** Whoever it is that does something, it is not the person. */
const OTHERS =
  '(?:(?:my|our|the|your|his|her) )?(?:wife|husband|partner|boyfriend|girlfriend|mum|mom|mother|dad|father|sister|brother|son|daughter|kids?|children|boss|manager|colleagues?|friends?|neighbou?rs?|uncle|aunt|cousin|teacher|landlord|flatmates?|roommates?|team|family|parents|anyone|anybody|someone|somebody|everyone|everybody|nobody|people|who)';

/** What must never be carried out, whatever words it has: things denied, imagined, asked about or told. */
export const GUARDS: readonly Rule[] = [
  {
    name: 'negation',
    patterns: [
      '(?:please |and |but |just |so |also )*(?:do not|never|no need to|stop|avoid|without|not|let us not|rather not|better not|neither|nor)(?: .*)',
      '(?:i|we|you) (?:really |just )?(?:do not|would not|will not|did not|can not|could not|should not|must not|may not|never|am not|are not|have not|had not|hardly)(?: .*)?',
      '(?:there is|it is|that is) (?:no need|not) .*',
    ],
    read: () => ({ intent: 'unknown' }),
    examples: [
      ["don't delete anything", { intent: 'unknown' }],
      ['please do not mark task 3 as done', { intent: 'unknown' }],
      ['never delete my tasks', { intent: 'unknown' }],
      ["I don't want to delete task 3", { intent: 'unknown' }],
      ["I haven't finished the report", { intent: 'unknown' }],
    ],
  },
  {
    name: 'asked with a mark',
    // "did the vet call?", but "did the dishes".
    patterns: ['(?:did|do) (?:the|my|our) .*', '(?:is|are|was|were|has|have|does|did) .*', 'forget .*'],
    read: (_slots, _context, clause) =>
      /^\s*\?/.test(clause.text.slice(clause.tokens.at(-1)?.end ?? 0)) || /\?$/.test(raw(clause))
        ? { intent: 'unknown' }
        : null,
    examples: [['did the vet call?', { intent: 'unknown' }]],
  },
  {
    name: 'question',
    patterns: [
      '(?:what|who|whom|whose|why|when|where|which|how)(?: (?:would|will|could|should|might|may|happens|happened|if|do|does|did|is|are|was|were|about|else|to|can|has|have|had|kind|i|you|we))+(?: .*)?',
      `(?:did|does|do|has|have|had|is|was|will|would|can|could|should) (?:not )?${OTHERS} .*`,
      '(?:once upon a time|in (?:my|a) dream) .*',
      '(?:if|unless|suppose|supposing|imagine|assuming|assume|in case|whenever|should it|were i to|say) .*',
      '(?:should|shall|would|could|might|may|can|must|did|do|does|have|has|had|is|are|was|were|am|will) (?:i|we|you|it|they|he|she|this|that|there|anyone|somebody|someone|anything)(?: .*)',
      '(?:i|we|he|she|they) (?:will|would|could|can) .* (?:maybe|perhaps|possibly|not sure)',
      '(?:is|are|was|were|has|have|does|will|should|can|would|could|might) (?:the|my|all|any|every|task|tasks|one) .*',
      '(?:i|we) (?:wonder|wondered|was wondering|think|thought|guess|might|may|could|believe|suppose|doubt|heard|asked|wish|hope|almost|nearly|accidentally|hate|love|like|often|always|sometimes|usually)(?: .*)',
      'why .*',
      // "the rent is on tuesday I think"
      '(?!(?:let us|please|make|move|set|put|push|change|add|remind) ).* (?:is|are|was|were|has|will|might|may|could) .* (?:(?:i|we) (?:think|guess|believe|suppose|reckon|heard|hope|assume)|maybe|perhaps|probably|or (?:so|something|was it|is it))',
      '(?:maybe|perhaps|possibly|probably) .*',
      '(?:i|we) (?:really |probably |maybe |surely )?(?:ought to|should|could|would|might|must) have (?!the\\b|an?\\b|my\\b|our\\b|to\\b|it\\b|this\\b|that\\b|some\\b|more\\b|lunch\\b|dinner\\b|breakfast\\b|coffee\\b)\\S+(?: .*)?',
    ],
    read: () => ({ intent: 'unknown' }),
    examples: [
      ['what would happen if I deleted all tasks?', { intent: 'unknown' }],
      ['should I delete task 3?', { intent: 'unknown' }],
      ['did my sister sign the slip', { intent: 'unknown' }],
      ['did you delete the meeting task?', { intent: 'unknown' }],
      ['If I delete task 3, is it gone?', { intent: 'unknown' }],
      ['I might delete task 3', { intent: 'unknown' }],
      ['I ought to have paid the nursery by now', { intent: 'unknown' }],
      ['why did you delete task 3?', { intent: 'unknown' }],
    ],
  },
];
