import { findDue } from '../dates/find-due.js';
import { DEEDS } from '../deeds.js';
import { words } from '../phrases.js';
import { without } from '../quick-add.js';
import type { Span } from '../quotes.js';
import { readReferences } from '../reference.js';
import { type Phrase, phraseOf, raw, seen } from '../sentence.js';
import { shorten } from '../title.js';
import { NO, YES } from '../yes-and-no.js';
import { addObligation } from './add.js';
import type { Rule } from './rule.js';
import { isExplicit } from './target.js';

const FILLER =
  '(?:please|go|go for it|now|thanks|thank you|all|all of them|both of those|both of these|both of them|all three|all of these|the lot|everything|all three of them|them all|both|it|them|that|those|then|do|i am|just|all of those|all of it)';
/** Answers to a question of the assistant. */
export const ANSWERS: readonly Rule[] = [
  {
    name: 'yes',
    patterns: [
      `${YES}(?: (?:${YES}|${FILLER}))*`,
      `(?!(?:no|nope|nah|not|never)\\b)(?:\\S+ )?i (?:mean|meant)(?: to say)? yes`,
      `${YES}(?: (?:${YES}|please|just|and|you can|you may|i want to|i do want to))* (?:do |go |go ahead and )?<delete>`,
      `${YES}(?: (?:${YES}|please|just|and))* <delete> (?:it|this|them|that|those|these|all|both|everything|all of (?:them|those|these|it)|them all|the tasks)(?: (?:please|now|all))*`,
      // Asked before anything big is done; this is what an answer in a whole sentence looks like.
      '(?:please )?(?:go ahead|proceed)(?: and| with)? <delete> (?:it|them|that|those|all|both|all of them|them all)',
    ],
    read: () => ({ intent: 'yes' }),
    examples: [
      ['yes', { intent: 'yes' }],
      ['Yep!', { intent: 'yes' }],
      ['yes please delete them', { intent: 'yes' }],
      ['go ahead', { intent: 'yes' }],
      ['yes, all of them', { intent: 'yes' }],
      ['OK do it', { intent: 'yes' }],
      ['👍', { intent: 'yes' }],
    ],
  },
  {
    name: 'no',
    patterns: [
      `(?:oh |ok |okay |actually |hmm |oops |sorry |on reflection |on second thoughts? )*${NO}(?: (?:${NO}|please|thanks|thank you|them|it|that|sorry|actually|anymore|all|delete (?:it|them)|then|yet))*`,
      '(?:\\S+ )?i (?:mean|meant)(?: to say)? no',
    ],
    read: () => ({ intent: 'no' }),
    examples: [
      ['no', { intent: 'no' }],
      ['cancel', { intent: 'no' }],
      ['no, keep them', { intent: 'no' }],
      ['never mind', { intent: 'no' }],
      ["don't", { intent: 'no' }],
      ["no, don't delete them", { intent: 'no' }],
      ['forget it', { intent: 'no' }],
      ['forget I asked', { intent: 'no' }],
    ],
  },
];

/** A bare answer to "which one?", looked for when nothing else fits. */
export const CHOICES: readonly Rule[] = [
  {
    name: 'choice',
    patterns: ['(?:i mean |i meant |the answer is |that is |it is |maybe |probably )?{target}'],
    read: (slots, context, clause) => {
      const target = slots('target');
      const references = readReferences(target, context);
      if (references === 'unclear') return null;
      const [reference, ...more] = references;
      if (reference === undefined || more.length > 0) return null;
      if (reference.kind === 'all')
        return /^(?:all|everything)$/.test(seen(target))
          ? { intent: 'choose', target: { kind: 'them' } }
          : null;
      if (reference.kind !== 'title') return { intent: 'choose', target: reference };
      // Words alone may be anything; "the one with Bob" and a quotation are answers.
      const short = target.tokens.filter(({ seen }) => seen !== '').length <= 6;
      const quoted = clause.tokens.length === 1 && clause.tokens[0]?.kind === 'quote';
      const pointed = /^(?:the|my)$/.test(target.tokens[0]?.seen ?? '');
      return short && (quoted || pointed) ? { intent: 'choose', target: reference } : null;
    },
    examples: [
      ['the second', { intent: 'choose', target: { kind: 'ordinal', position: 2 } }],
      ['3', { intent: 'choose', target: { kind: 'id', id: 3 } }],
      ['the one with Bob', { intent: 'choose', target: { kind: 'title', text: 'Bob' } }],
      ['#12', { intent: 'choose', target: { kind: 'id', id: 12 } }],
      ['the last one', { intent: 'choose', target: { kind: 'ordinal', position: -1 } }],
      [
        'the dentist appointment',
        { intent: 'choose', target: { kind: 'title', text: 'dentist appointment' } },
      ],
      ['that one', { intent: 'choose', target: { kind: 'it' } }],
      ['both', { intent: 'choose', target: { kind: 'them' } }],
    ],
  },
];

const DEED =
  /^(?:buy|call|pay|email|e-mail|mail|write|clean|book|send|get|pick|wash|fix|visit|meet|order|return|read|study|practice|water|walk|feed|cook|bake|prepare|submit|sign|renew|check|make|do|go|text|phone|ask|tell|talk|take|bring|learn|organize|organise|plan|schedule|finish|review|print|sell|paint|mow|iron|vacuum|shop|attend|register|apply|install|backup|exercise|run|swim|put|create|log|record|enter|set|open|start|give|save|complete)$/;

/** "talk tomorrow" */
const FAREWELL =
  /^(?:talk|speak|see|chat|read|write|ring|phone|catch up)(?: (?:soon|later|again|then|more|tomorrow|tonight|(?:on )?[a-z]+day|next week))+$/;

const isDeed = (word: string): boolean => DEED.test(word) || DEEDS.has(word);

const readWithout = (phrase: Phrase, spans: readonly Span[]): Phrase => {
  const text = without(raw(phrase), spans);
  return phraseOf(text);
};

/** Things to do that nobody asked to put down. */
export const SUGGESTIONS: readonly Rule[] = [
  {
    name: 'suggestion',
    patterns: ['(?<had>(?:i|we) have (?:a |an |my |the )?)?{deed}'],
    read: (slots, context) => {
      const deed = slots('deed');
      const [first = '', second = ''] = deed.tokens.map((token) => token.seen);
      const had = slots('had').tokens.length > 0;
      const appointment = slots('had').tokens.length > 0 && findDue(raw(deed), context) !== null;
      if (
        !appointment &&
        (slots('had').tokens.length > 0 || !isDeed(first) || /^(?:me|us|you)$/.test(second))
      )
        return null;
      // Who says when wants it done then; who is known by that name is asked about.
      if (FAREWELL.test(seen(deed))) return null;
      const when = had || !isDeed(first) || context.titles === undefined ? null : findDue(raw(deed), context);
      if (when !== null && !isExplicit(readWithout(deed, when.spans), context))
        return addObligation(deed, context);
      const said = words(deed);
      return {
        intent: 'unclear',
        about: 'add',
        asks: 'whether to add',
        said: shorten(said, 60),
      };
    },
    examples: [
      [
        'I have a meeting tomorrow at 3',
        {
          intent: 'unclear',
          about: 'add',
          asks: 'whether to add',
          said: 'meeting tomorrow at 3',
        },
      ],
      ['buy', { intent: 'unclear', about: 'add', asks: 'whether to add', said: 'buy' }],
      [
        'call Bob tomorrow',
        {
          intent: 'unclear',
          about: 'add',
          asks: 'whether to add',
          said: 'call Bob tomorrow',
        },
      ],
    ],
  },
];
