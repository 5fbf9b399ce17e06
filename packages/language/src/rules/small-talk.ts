import type { Rule } from './rule.js';

const HELLO =
  "(?:hello|hi|hey+|hiya|heya|howdy|yo|gm|hola|hallo|bonjour|ciao|namaste|aloha|(?:good )?(?:morning|afternoon|evening)|good day|g'?day|greetings|sup|what is up|salut|servus)";
const THANKS =
  '(?:thanks|thank you|cheers|much appreciated|great|perfect|awesome|nice|cool|good job|well done|nice work|brilliant|wonderful|excellent|great stuff|good stuff|nice one|good one|lovely|amazing|fantastic|superb|fab|sweet|neat|legend|(?:you are|you is) (?:the best|great|awesome|a star|a legend|amazing|a lifesaver|so helpful|very helpful)|i appreciate (?:it|that|you|your help))';

const OVER =
  '(?:(?:that|this) (?:is|was|will be|would be|should be) (?:all|it|everything|enough)|nothing (?:else|more)|no more|i am (?:good|all set|fine)|we are (?:good|all set)|all good)(?: (?:for (?:today|now|tonight|the moment|me)|from me|today|now|then|really|thanks|i (?:need|needed|want|wanted)))*';
const BYE =
  '(?:(?:good ?)?bye(?: bye)?|good night|night night|see (?:you|ya)(?: (?:later|soon|tomorrow|around|then|again|next week|(?:on )?\\S+day))?|cheerio|ciao|(?:talk|speak|chat|write) (?:to |with )?you(?: (?:later|soon|then|again|tomorrow|(?:on )?\\S+day|next week))?|talk (?:later|soon|tomorrow)|take care|have a (?:good|nice|great|lovely) (?:day|evening|night|weekend|one|time)|until (?:tomorrow|next time|later|then)|so long|farewell|good (?:evening|day|afternoon)|(?:happy|merry) \\S+)';

const EXPLAIN =
  '(?:explain|show|tell|teach|describe|remind|(?:i|we) (?:do not|want to|need to|would like to|can not|could not) (?:know|understand|learn|get|remember|see|find|figure)(?: out)?|(?:i|we) (?:forgot|wonder)|not sure|no idea|any idea)(?: (?:to )?(?:me|us))?(?: again)?';
const ONE_DOES = 'one|people|someone|somebody|anyone|a person|a user';

/** What is said around the work. */
export const SMALL_TALK: readonly Rule[] = [
  {
    name: 'greeting',
    patterns: [
      `${HELLO}(?: ${HELLO})*(?: there| again| everyone| everybody| all| folks| friend| mate| buddy| assistant| bot| todo| to you)*`,
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
      `(?:okay |ok |oh |wow )*${THANKS}(?: (?:${THANKS}|a lot|so much|very much|a bunch|again|that is all|for that|for (?:your|the|all your|all the|reminding me|being).*|you|mate|man|and(?= (?:have|happy|merry|good)\\b)|have a (?:good|nice|great|lovely) (?:day|evening|night|weekend|one|time)|very much indeed|${OVER}|${BYE}))*`,
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
      '(?:how (?:it|this|that) works|how (?:i|to) use (?:it|this|you)|what (?:is it|can i do|is possible)(?: here| with (?:this|you|it))?|what (?:can|could|may|should|must) (?:i|one) (?:say|ask|write|type|tell you|do)(?: (?:here|to you|in here|with you))?|what (?:kind|sort) of (?:things|stuff) can .*|help|help me|help me out(?: here)?|help me please|(?:i need|give me|can i get|could i get) (?:some |a little |a bit of )?help|(?:i am )?not sure how (?:this|it) works|i do not (?:know|understand) how (?:this|it) works|what are my options|commands|what (?:can|could|do) (?:you|i|we) (?:do|say|ask)(?: (?:here|for me|you|with (?:this|you)))?|how (?:does|do) (?:this|it|you) work|what are you(?: for)?|who are you|what is this|usage|instructions|options)',
      `(?:${EXPLAIN} )?how (?:(?:do|can|could|would|should|to)\\b|does(?= (?:${ONE_DOES})\\b)) ?(?:i|we|you|${ONE_DOES})? ?{what}`,
      `(?:${EXPLAIN} )?how (?:i|we|you|${ONE_DOES}) (?:can|could|do|should|must|would|may|to|am able to) {what}`,
      '(?:(?:what is|what would be|is there|do you have|tell me|show me) )(?:a|an|any|some|the) (?:\\S+ ){0,2}way (?:to|of|for|i can|that i) .*',
      'what (?:commands|things) .*(?:can|do) .*|(?:what|which) commands?(?: .*)?',
    ],
    read: () => ({ intent: 'help' }),
    examples: [
      ['help', { intent: 'help' }],
      ['What can you do?', { intent: 'help' }],
      ['which commands are there?', { intent: 'help' }],
      ['How do I delete a task?', { intent: 'help' }],
      ['how does one take a tag off a task', { intent: 'help' }],
      ['can you explain me how I can delete a tag?', { intent: 'help' }],
    ],
  },
  {
    name: 'ability',
    // "can you delete tasks?" asks whether, "can you delete task 3?" asks for it.
    patterns: [
      '(?:can|could|do|will|would) you (?:also |even |actually |really )*(?:be able to )?(?:\\S+ )(?:<tasks>|a <task>|an <task>|new <tasks>|<tasks> for me|them|things? for me|<tasks> as <done>)',
      '(?:can|could|do|will|would) you (?:also |even |actually |really )*(?:add|create|make|have|give|set) (?:<tasks>|a <task>) (?:with|that have|having) (?:an? )?(?:due )?(?:dates?|times?|tags?|labels?|priority|priorities|reminders?|descriptions?|notes?|deadlines?)',
      '(?:are you (?:able|allowed) to|is it possible to(?! \\S+ (?:(?:the|my|that) \\S+(?: \\S+){0,3} (?:task|one)\\b|(?:task|number) #?\\d|Q\\b))(?! (?:remind me|(?:add|create|set|make|put|note) (?:a|an|another|Q|the following))\\b)|do you know how to|are you capable of|is there a way to) .*',
      '(?:can|could|am|may) i (?:able to )?(?!see|have|get|view)\\S+ (?:<tasks>|a <task>|<tasks> .*)',
      '(?:can|do|does) (?:you|i|it|this) (?:also |even )*(?:support|handle|understand|speak|sync|integrate|export|import|connect|work with) .*',
      '(?:can|could|do) (?:you|it|this) (?:also |even |actually )*(?:send|make|read|write|take|play|place|order|book) (?:\\S+s|money|food|music|notes)',
      '(?:what (?:are|is)|explain|tell me about) (?:tags|priorities|due dates|a tag|a priority|undo|quick add)(?: .*)?',
    ],
    read: () => ({ intent: 'help' }),
    examples: [
      ['can you delete tasks?', { intent: 'help' }],
      ['Are you able to rename tasks?', { intent: 'help' }],
      ['is it possible to add due dates?', { intent: 'help' }],
    ],
  },
];
