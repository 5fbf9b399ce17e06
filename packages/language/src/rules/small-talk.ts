import type { Rule } from './rule.js';

const HELLO =
  '(?:hello|hi|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|sup|what is up)';
const THANKS =
  '(?:thanks|thank you|cheers|much appreciated|great|perfect|awesome|nice|cool|good job|well done|nice work|brilliant|wonderful|excellent)';

const OVER =
  '(?:(?:that|this) (?:is|was|will be|would be|should be) (?:all|it|everything|enough)|nothing (?:else|more)|no more|i am (?:good|all set|fine)|we are (?:good|all set)|all good)(?: (?:for (?:today|now|tonight|the moment|me)|from me|today|now|then|really|thanks|i (?:need|needed|want|wanted)))*';
const BYE =
  '(?:(?:good ?)?bye(?: bye)?|good night|night night|see (?:you|ya)(?: (?:later|soon|tomorrow|around|then))?|cheerio|ciao|talk (?:to you )?(?:later|soon|tomorrow)|take care|have a (?:good|nice|great|lovely) (?:day|evening|night|weekend|one|time)|until (?:tomorrow|next time|later|then)|so long|farewell)';

/** What is said around the work. */
export const SMALL_TALK: readonly Rule[] = [
  {
    name: 'greeting',
    patterns: [
      `${HELLO}(?: ${HELLO})*(?: there| again| everyone| assistant| bot| todo)*`,
      'how are you(?: doing)?(?: today)?',
    ],
    read: () => ({ intent: 'greeting' }),
    examples: [
      ['Hi!', { intent: 'greeting' }],
      ['hello there', { intent: 'greeting' }],
      ['Good morning', { intent: 'greeting' }],
    ],
  },
  {
    name: 'thanks',
    patterns: [
      `(?:okay |ok |oh |wow )*${THANKS}(?: (?:${THANKS}|a lot|so much|very much|a bunch|again|that is all|for that|for (?:your|the) help|you|mate|man|very much indeed|${OVER}|${BYE}))*`,
      `(?:ok |okay |alright |right |well |and |so |yes |no )*(?:${OVER}|${BYE})(?: (?:${THANKS}|${OVER}|${BYE}|mate|everyone|all|then|for now|assistant|very much|so much))*`,
    ],
    read: () => ({ intent: 'thanks' }),
    examples: [
      ['thanks!', { intent: 'thanks' }],
      ['Thank you so much', { intent: 'thanks' }],
      ['great, thanks', { intent: 'thanks' }],
      ['Thank you very much, that is all for today.', { intent: 'thanks' }],
      ['bye, see you tomorrow', { intent: 'thanks' }],
    ],
  },
  {
    name: 'help',
    patterns: [
      '(?:how (?:it|this|that) works|how (?:i|to) use (?:it|this|you)|what (?:is it|can i do|is possible)(?: here| with (?:this|you|it))?|what (?:can|could) (?:i|one) (?:say|ask|write|type)|help|help me|i need (?:some )?help|commands|what (?:can|could|do) (?:you|i|we) (?:do|say|ask)(?: (?:here|for me|you|with (?:this|you)))?|how (?:does|do) (?:this|it|you) work|what are you(?: for)?|who are you|what is this|usage|instructions|options)',
      'how (?:do|can|could|would|should|to) ?(?:i|we|you|one)? ?{what}',
      'what (?:commands|things) .*(?:can|do) .*',
    ],
    read: () => ({ intent: 'help' }),
    examples: [
      ['help', { intent: 'help' }],
      ['What can you do?', { intent: 'help' }],
      ['How do I delete a task?', { intent: 'help' }],
    ],
  },
  {
    name: 'ability',
    // "can you delete tasks?" asks whether, "can you delete task 3?" asks for it.
    patterns: [
      '(?:can|could|do|will|would) you (?:also |even |actually |really )*(?:be able to )?(?:\\S+ )(?:<tasks>|a <task>|an <task>|new <tasks>|<tasks> for me|them|things? for me|<tasks> as <done>)',
      '(?:can|could|do|will|would) you (?:also |even |actually |really )*(?:add|create|make|have|give|set) (?:<tasks>|a <task>) (?:with|that have|having) (?:an? )?(?:due )?(?:dates?|times?|tags?|labels?|priority|priorities|reminders?|descriptions?|notes?|deadlines?)',
      '(?:are you (?:able|allowed) to|is it possible to|do you know how to|are you capable of|is there a way to) .*',
      '(?:can|could|am|may) i (?:able to )?(?!see|have|get|view)\\S+ (?:<tasks>|a <task>|<tasks> .*)',
      '(?:can|do) (?:you|i) (?:support|handle|understand) .*',
    ],
    read: () => ({ intent: 'help' }),
    examples: [
      ['can you delete tasks?', { intent: 'help' }],
      ['Are you able to rename tasks?', { intent: 'help' }],
      ['is it possible to add due dates?', { intent: 'help' }],
    ],
  },
];
