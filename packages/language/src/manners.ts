import { doneSaid } from './done-said.js';
import { ORDINALS } from './numbers.js';
import { dropEnd, dropStart, markAt, trimMarks } from './phrases.js';
import { withoutRequests } from './requests.js';
import { rewriter } from './rewrites.js';
import { LONGEST_SAID, type Phrase, seen } from './sentence.js';
import { KNOWN_WORDS } from './vocabulary.js';

/** What people say around a wish and that says nothing of it. Each line is the source of a regular expression. */

const YOU_CAN = '(?:can|could|would|will|may|might)';

/** A command of lists behind it: "I can now delete …", "I want to see …". */
const BEFORE_COMMAND = [
  '(?:to )?know(?= (?:how many|how much|what|which|whether|if|when)\\b)',
  '(?:i|we) (?:would|should) (?:be (?:very |so |most )?(?:grateful|glad|happy|thankful|obliged) for|appreciate|like|love)(?= (?:a|an|the|my) (?:full |complete |quick |short )?(?:list|overview|summary|rundown|look)\\b)',
  '(?:may|might|can|could) (?:i|we) (?:please )?(?:trouble|bother|ask) you for',
  'to(?= (?:add|create|delete|remove|mark|move|change|show|set|put|rename|postpone|complete|reschedule) \\S)',
  'i want(?: you)?(?: to)?(?= (?:add|create|delete|remove|change|rename|move|mark|see|show|update|postpone|undo|set|put|list)\\b)',
  '(?:that means )?(?:i|we) can(?: now| just| also| safely)?(?= (?:get rid|delete|remove|cross|tick|check off|mark|close|scrap|bin|move|push|postpone)\\b)',
  '(?:would|is|will) it (?:be )?(?:possible|ok|okay) (?:for you )?to(?= \\S+ (?:the|my|task|it|that|this|number|Q|#?\\d))',
  '(?:would|is|will) it (?:be )?possible (?:for you )?to(?= (?:add|create|get|have|make|put|set|note|save|schedule|remind|write|record|log)\\b)',
  '(?:i|we) (?:wish|decided|have decided|plan|would prefer|prefer) to(?= (?:move|push|postpone|reschedule|delete|remove|rename|mark|change|tag|set|shift|delay|put)\\b)',
  '(?:i|we) (?:think|guess|suppose|reckon|believe)(?: that)? (?:you|we|i) (?:can|could|should|may)(?: now| just| also| safely)?(?= (?:get rid|delete|remove|cross|tick|check off|mark|close|scrap|bin|move|push|postpone)\\b)',
  'may (?:i|we)(?= (?:move|push|postpone|reschedule|delete|remove|rename|mark|change|tag|shift)\\b)',
  '(?:can|could|may|might) (?:i|we)(?: please| just)?(?= (?:see|have|get|view|look|add|put|ask)\\b)',
  '(?:please )?help me(?: to)?(?= \\S)',
  'make me(?= (?:see|a list)\\b)',
  '(?:tell me|let me know)(?= (?:what|which|how|when|where|who)\\b)',
  '(?:next|first)(?=,? (?:i|we) )',
];

/** "could you be a dear and …" */
const REQUESTS = [
  `${YOU_CAN} (?:you|we|u|ya|ye)(?: (?:please|kindly|just|also|quickly|maybe|possibly|now|perhaps|at least|then))*(?: be (?:(?:so|as|a|an|very|that) \\S+(?: (?:as )?(?:to|and))|(?:kind|good|nice) enough to))?(?: to)?`,
  `(?:please )?be (?:so|as|a|an|very) \\S+(?: (?:as )?(?:to|and))`,
  `(?:i (?:was|am) (?:just )?wondering|i wonder) (?:if|whether) (?:you|we) ${YOU_CAN}(?: (?:maybe|please|possibly|perhaps))*`,
  `(?:i|we) (?:would|should) (?:be (?:so |very |really |most |much )*(?:grateful|happy|glad|thankful|delighted|obliged|pleased)|appreciate it|love it|like it) if you ${YOU_CAN}`,
  `it would be (?:so |very |really )?(?:great|nice|good|lovely|helpful|kind|wonderful|amazing) if (?:you|we) ${YOU_CAN}`,
  `(?:is there )?any chance (?:that )?(?:you|we) ${YOU_CAN}`,
  '(?:do|would) you mind',
  'is it possible (?:that you|for you to)',
  '(?:i|we) (?:was|were|am|are) (?:just )?(?:going|about|meaning|hoping) to (?:ask|tell) you(?: to| if you could)?|(?:i|we) (?:wanted|meant|want|would like) to ask you(?: to| if you could)?',
  '(?:can|could|may|might) i (?:please |kindly )?(?:ask|trouble|bother|get) you to|(?:may|might|can|could) (?:i|we) (?:please |just |also |kindly )?(?:ask|know|hear|find out|learn|check)(?= (?:you )?(?:what|which|how|when|where|who|whether|if|for my|for the)\\b)|may i ask you to|i (?:would )?(?:kindly )?ask you to|i beg you to|i want that you|i would like that you|i need that you|(?:i|we) (?:need|want)(?: that)? you(?: to)?(?= (?:remember|remind|add|put|write|note|make|create|save|delete|mark|change|move|show)\\b)',
  'you (?:have to|should|must|need to)|please (?:to|you(?! (?:can|could|may|might|must|should|will|would)\\b)|do(?! not))|kindly do|you please|do kindly',
  '(?:i|we) (?:would|will) (?:like|love|want|prefer) (?:you )?to|(?:i|we) (?:would|will) need you to|i want (?:you )?to|i need you to',
  'if (?:it|that|this) (?:is|would|does) (?:not )?(?:be |too |a |an |any |no )*(?:much )?(?:trouble|bother|problem|ok|okay|possible|alright|fine|convenient|easy|allowed)(?: for you| with you)?|if possible|if you would not mind|if convenient',
  'tell me (?:whether|if)(?= )|let me know (?:whether|if)|let me know(?= (?:what|which)\\b)|(?:check|see) (?:whether|if)(?= (?:i|there|anything|any|my|the))',
  '(?:i|we) (?:would|should) (?:like|love)(?: you)? to(?= )',
  `(?:maybe|perhaps) (?:you|u) ${YOU_CAN}(?: please)?`,
  'you(?= (?:please )?(?:remind|add|note|put|write|save|create)\\b)',
  '(?:i|we) (?:wish|want|would like|need|have) to(?= (?:add|create|note)\\b)',
  'do(?= (?:remind|add|note|put|write|jot)\\b)',
  'do me a (?:favou?r|solid)(?: and)?|go ahead and|let us|let me|let u?s just',
  'you (?:can|may|could|should)(?: now| also| just| safely)?|it is time to|time to',
  'i want to know|i need to know|i would like to know|do you know|can you tell me',
  'if you (?:would|could|do not mind|can|have a (?:second|minute|moment)|get a (?:second|minute|moment|chance))(?: please)?|when you (?:can|have (?:a (?:second|sec|minute|min|moment)|time)|get a (?:second|sec|minute|min|moment|chance))',
];

/** "so, um, good news:" */
const OPENERS = [
  '(?:it )?(?:looks|seems|sounds) like|it seems(?: that)?|apparently|turns out(?: that)?|(?:as )?it turns out(?: that)?',
  'thank (?:god|goodness|heavens|the lord)|alhamdulillah|hamdulillah|hallelujah|mashallah|praise (?:god|the lord)|abeg|oya|(?:yeah|yep|yup|ya|aye|yes)(?= (?:delete|remove|mark|move|tick|rename|push|tag|bin|scrap|drop|change|reopen) (?:the\\b|my\\b|task\\b|number\\b|#?\\d))',
  'gah|eek|meh|oi|oy|ey|okok|hii|help me out(?: here)?|kindly tell me|(?:i was|just) wondering(?=,? (?:what|which|how|when|where|is|are|do|did)\\b)|sigh|omg|oh my god|ugh|argh|hmm+|hm|ah|aha|lol|haha|damn|yay|phew|hooray|hurray|woohoo|whoops|oops|wow|um|umm|uh|uhm|er|erm|oh|ooh|well|so|now|then|right|alright|okay|ok|anyway|anyways|btw|fyi|listen|look(?= (?:please )?(?:add|delete|remove|move|push|mark|tick|tag|rename|make|change|set|put)\\b)|ps',
  '(?:good |great |bad |big |some )?news|guess what|guess who|you know what|by the way|quick question|quick one|one thing|one (?:more|last|other|final|quick) thing|another thing|last thing|final thing',
  'after (?:that|this)|afterwards|lastly|in addition|on top of that|real quick|quickly|just quickly|just so you know(?: that)?|just to let you know(?: that)?|let it be known that|before i forget|while i remember|while i think of it|while (?:i am|we are|you are) at it',
  '(?:i|we) (?:just )?want(?:ed)? to (?:tell you|let you know|say|inform you)(?: that)?|(?:i|we) (?:am|are) (?:happy|glad|pleased|proud) to (?:say|report|tell you)(?: that)?',
  '(?:i have )?(?:a |one |another )?(?:small |quick |little |big )?(?:favou?r|question|request)(?: to ask)?(?: of you| for you)?',
  '(?:up)?on reflection|if (?:it|that) is not (?:too much |any )?(?:trouble|bother|hassle)|got it(?= (?:tick|mark|delete|remove|move|check|cross|push|rename|add|put|tag)\\b)|(?:on |at |upon )?second thoughts?|come to think of it|new plan|change of plans?|plans? (?:have |has )?changed|small change|one change|for now|in that case|finally|at last',
  '(?:aight|hey+a?|hi+ya|hi|hello|hiya|yo|dear|good (?:morning|afternoon|evening))(?: (?:there|assistant|bot|todo|everyone|again|you|friend|mate|buddy))?',
  'i beg your pardon|pardon me|pardon|excuse me|(?:my )?apologies|my mistake|my bad|forgive me|(?:okay |ok )?let us see|let me see|let me think',
  'yes(?= (?:i|we|\\S{3,}ed)\\b)',
  'only(?= (?:delete|remove|complete|tick|mark|move|rename)\\b)|also|and|but|plus|simply|crap|damn|shoot|actually|just|please|kindly|quickly|quick|sorry|great|thanks|thank you(?: (?:so|very) much)?|many thanks|perfect|excellent|cool|nice|lovely|super|brilliant|awesome|mate|buddy|honestly|basically|maybe you',
];

const POLITE_START = new RegExp(`^(?:(?:${[...REQUESTS, ...BEFORE_COMMAND, ...OPENERS].join('|')})) (?=\\S)`);

/** Of no title, wherever it stands. */
const SURELY_END =
  / (?:(?:then )?i (?:guess|suppose|reckon)|(?:please|pls|plz|thanks|cheers) (?:love|bro|bruv|mate|sis|hun|hon|dear|darling|sir|boss|pal|man|dude|fam|buddy|friend|my friend)|ta|ty|tks|tx|tnx|rn|tho|bro|innit|as of now|please and thanks|kthx|kthxbye|as soon as possible|much appreciated|please|real quick|(?:when|if|once|whenever) you (?:have|get|find) (?:a |an |the |some )?(?:sec|second|minute|min|moment|mo|time|chance|spare moment)|pretty please|(?:while|when) (?:you are|i am|we are) (?:at it|in there|there|on it|here)|(?:would|will|could|can|won't) (?:you|u|ya|ye)(?: please| kindly| now)?|please and (?:thank you|thanks)|if (?:you )?(?:could|would|would be so kind|can|please|possible|you do not mind|you could please|that is (?:ok|okay|possible|alright))|if you (?:can|would|please)|thank you(?: (?:so|very) much)?|many thanks|actually|to be honest|tbh|btw|by the way|in fact|lol|haha|(?:kk? |ok )?thanks(?: (?:a lot|so much|a million|a bunch|a ton|a heap|in advance|again|mate))?|cheers(?: mate)?)$/;
/** Only behind a comma: without one it may be of a title. */
const POLITE_END =
  / (?:for me|for us|quick|quickly|gotta run|phew|whew|yay|hooray|hurray|woohoo|finally|at last|ugh|nice|cool|sweet|now|right now|right away|straight away|okay|ok|right|when you can|real quick|again|then|too|as well|immediately|mate|buddy|dear|my friend|yeah|yes|lol|haha|sorry|asap|all right|alright|you know)$/;

/** Nobody is more polite than that. */
const MOST_MANNERS = 12;

/** Takes away the same until nothing more goes, or nothing would be left. */
export const peel = (phrase: Phrase, drop: (phrase: Phrase) => Phrase): Phrase => {
  let left = phrase;
  for (let round = 0; round < MOST_MANNERS; round += 1) {
    const less = drop(left);
    if (less.tokens.length === 0 || less.tokens.length === left.tokens.length) break;
    left = less;
  }
  return left;
};

/** The verb of a gerund or a past form, where it is a verb that rules know. */
const baseOf = (verb: string): string | undefined => {
  if (/^(?:put|set)$/.test(verb)) return verb;
  if (verb === 'made') return 'make';
  if (verb === 'wrote') return 'write';
  const root = verb.replace(/(?:ing|ed)$/, '');
  return [root, `${root}e`, root.replace(/(.)\1$/, '$1')].find((verb) => KNOWN_WORDS.has(verb));
};

/** "would you mind adding", "I'd be glad if you added": words before a verb that is in another form. */
const BEFORE_OTHER_FORM =
  /^(?:(?:do|would) you mind (?:please )?|(?:how|what) about (?:you )?|(?:(?:i|we|it) (?:would|should) (?:really |very much )?(?:be (?:so |very |really |most )*(?:grateful|happy|glad|thankful|delighted|obliged|pleased|great|nice|good|lovely|helpful|kind|wonderful|amazing)|appreciate it|like it|love it)|would you mind|do you mind) if (?:you|i) (?:just |please |kindly |also )*)(\S{3,}(?:ing|ed)|put|set|made|wrote)\b/;

/** "would you mind adding" asks to add. */
const withoutGerund = (clause: Phrase): Phrase => {
  const said = seen(clause);
  const verb = BEFORE_OTHER_FORM.exec(said)?.[1];
  const base = verb === undefined ? undefined : baseOf(verb);
  if (verb === undefined || base === undefined) return clause;
  const at = clause.tokens.findIndex((token) => token.seen === verb);
  return {
    text: clause.text,
    tokens: clause.tokens.slice(at).map((token, index) => (index === 0 ? { ...token, seen: base } : token)),
  };
};

/** Without what is said at the end and no title has, in any case. */
export const withoutEnd = (clause: Phrase): Phrase =>
  peel(clause, (phrase) => trimMarks(dropEnd(dropEnd(phrase, SURELY_END), POLITE_END)));

/** "make please a reminder": behind the verb it is of no title either. */
const withoutPlease = (clause: Phrase): Phrase => {
  const at = clause.tokens.findIndex(({ seen: word }) => word === 'please' || word === 'kindly');
  return at > 0 && at < 6 ? { ...clause, tokens: clause.tokens.filter((_, index) => index !== at) } : clause;
};

/** What {@link withoutManners} left of a clause: nearly every reader asks. */
const PLAIN = new WeakMap<Phrase, Phrase>();

/** Without "hey, could you please" and ", thanks". A word at the end that no comma parts off may be of a title. */
export const withoutManners = (clause: Phrase): Phrase => {
  const known = PLAIN.get(clause);
  if (known !== undefined) return known;
  const left = takeManners(clause);
  PLAIN.set(clause, left);
  return left;
};

const takeManners = (clause: Phrase): Phrase => {
  const begun = withoutPlease(
    peel(withoutGerund(trimMarks(clause)), (phrase) => trimMarks(dropStart(phrase, POLITE_START))),
  );
  return peel(begun, (phrase) => {
    const parted = dropEnd(phrase, POLITE_END);
    const comma = markAt(parted, parted.tokens.length - 1);
    return trimMarks(comma === ',' || comma === '!' || comma === '.' ? parted : dropEnd(phrase, SURELY_END));
  });
};

/** Said between marks wherever there is room for it. */
const ASIDE =
  /[,–-]\s*(?:if (?:i|you) (?:may|please|can|could|would|don['’]?t mind|wouldn['’]?t mind)|if (?:that|it)(?:['’]s| is) (?:ok|okay|alright|all right|possible|no (?:trouble|bother|problem))(?: with you)?|if possible|you know|i mean|i guess|as (?:always|usual|ever|you know)|by the way|when you (?:can|get a (?:moment|minute|second|chance)))\s*(?=[,:–-])/giu;

const IS = "(?:['’]?s| is)";
const WOULD = "(?:['’]?d| would|['’]?ll| will)";
/** Said behind a mark at the end of a message, of haste, thanks and forgetting. Each line is the source of a regular expression. */
const LAST_WORDS = [
  "(?:(?:or|and|so|since|because|in case|otherwise|else|before|cos|as) )*i(?:['’]?ll| will| would| might)? ?(?:(?:always|usually|almost|nearly|just|keep|totally|only) )*(?:forget|forgot|forgetting|promised)(?: (?:it|that|this|about it|about that))?(?: otherwise)?",
  '(?:(?:it|that|this) )?(?:(?:totally|completely|nearly|almost) )*slipped my mind|(?:(?:just|nearly|almost|only) )+(?:remembered|forgot)(?: about)?(?: (?:it|that|this))?',
  `(?:that|it|this)?(?:${WOULD})? ?be (?:so |very |really )?(?:great|nice|lovely|good|perfect|amazing|awesome|cool|helpful|kind)(?: of you)?(?: thanks?)?`,
  "(?:would (?:really )?|i(?:['’]?d| would) (?:really )?)?(?:really |greatly |very much |much )*appreciated?(?: it| that)?",
  "you(?:['’]?re| are)? (?:such )?(?:a |an |the )?(?:best|star|gem|legend|lifesaver|rock|hero|angel|darling|dear)",
  "thank(?:s|you| you)(?: (?:in advance|buddy|mate|dude|man|love|hun|bye|so much|very much|a lot|a million|a bunch))*|(?:ok(?:ay)? )?(?:thanks|thx|cheers) bye|pretty please|it(?:[’']s| is) driving me (?:mad|crazy|nuts|up the wall)|i keep (?:forgetting|putting it off)|danke|merci|gracias|cheers|ta",
  'at (?:long )?last|(?:please do|would you mind|(?:can|could|would|will) you (?:please )?do (?:that|it|this)(?: (?:for me|please))*)',
  `if (?:it|that)(?:${IS}) (?:ok(?:ay)?|possible|alright|all right|fine|not too much trouble|no trouble)(?: (?:with|for) you)?|if you (?:have|get|find) (?:a |the |some )?(?:time|moment|sec|second|minute|chance)`,
  'when(?:ever)? you (?:have|get|find) (?:a |the |some )?(?:time|moment|sec|second|minute|chance)',
  `just that|only that|that(?:${IS}) (?:all|it)|nothing (?:else|more)`,
  "(?:(?:cheers|ta|thanks|thank you|thx|many thanks|please|pls) )?(?:love|duck|mate|bro|brother|my brother|my sister|sister|sir|madam|ma['’]?am|boss|dear|yaar|na|abeg|bitte|o|lmao|lol|ngl|fr|innit|tysm|dude|man|buddy|pal|hun|honey|darling|sweetie|chief|guv|fam|bruv|amigo|my friend|por favor|kindly|hopefully|understood|understand|noted|copy|over and out|over|roger|got it|got that|no|right|okay|ok|yeah|nice and simple|easy|simple)",
  '(?:much|very) obliged|(?:god )?bless(?: you)?|(?:best|kind|warm) (?:regards|wishes)|regards|(?:many )?thanks(?: and (?:regards|best))?(?: in advance)?|do the needful',
  "sent from my (?:phone|iphone|ipad|mobile|android|watch)|on the (?:go|move|bus|train|road)|(?:i am |i['’]m )?(?:driving|cooking|walking|working|at work|in a meeting)(?: (?:right )?now| atm)?|can['’]?t (?:type|talk|write)(?: (?:right )?now)?",
  "(?:the|my|our) \\S+ (?:complained|asked|called|insisted|keeps? asking|is asking|are asking)(?: about it| again)?|otherwise [^,.;!?]{3,50}|or (?:(?:my |the )?\\S+ (?:will|would|might|is going to|are going to|gets?)|else|there['’]?ll|there will|i['’]?ll|i will|he|she|they|we|it|(?:my|the|our|his|her) \\S+)(?: [^,.;]{0,40})?",
  "and (?:that(?:['’]s| is)|this is) (?:everything|it|all)(?: for (?:now|today))?|(?:is (?:that|this|it) )?(?:possible|ok(?:ay)?|alright|all right|fine)|(?:will|would|could|can) you|when(?:ever)? you(?:['’]re| are) (?:ready|free|able|done)|(?:like|as) (?:i|we) (?:said|promised|told you|mentioned)|i (?:swear|promise|mean it)|for (?:real|sure|once)(?: this time)?|this time(?: for (?:sure|real))?",
  "(?:the|my) \\S+ (?:is|are) (?:waiting|screaming|crying|calling|asking|here)|if (?:that|it) works(?: for you)?|(?:super|real|really) quick(?:ly)?|(?:(?:sorry|so|really|i['’]?m|am|i am) )*in a (?:big )?(?:rush|hurry)(?: sorry)?|(?:i )?(?:gotta|have to|got to|must|need to) (?:go|run|dash|fly)|gtg|bye|talk later|ttyl|speak soon|eh|dude|buddy",
  '(?:so )?sorry (?:to (?:bother|trouble|disturb) you|for the (?:bother|trouble|hassle|mess|delay|spam|long message|short notice)|about (?:that|it|this))',
  "(?:(?:can|could|would|will) you |please )?(?:just )?(?:check|look|see|take a look|have a look|tell me)(?: (?:it|that|this))?(?: (?:for me|please))*|no (?:rush|hurry|stress|worries)|hurry|be so kind|would be (?:great|nice|good|lovely) to know|let me know|(?:it|that)(?:['’]?d| would) help(?: me)?(?: a lot)?|(?:i )?(?:need|want|have|got) to (?:know|plan|check|decide)(?: [^,.;!?]{1,25})?|(?:i am |i['’]m )?new here|(?:i )?(?:can(?:['’]?t|not)|do(?:n['’]?t| not)) remember|(?:just )?(?:curious|asking|wondering)",
  `(?:i )?hope (?:that|it|this)(?:${IS}) (?:ok(?:ay)?|alright|fine)|(?:i )?hope you do(?:n['’]?t| not) mind`,
];
const LAST_WORD = new RegExp(`(?:\\s*[,;.!–-]+|(?<=\\?))\\s*(?:${LAST_WORDS.join('|')})[\\s.!?]*$`, 'iu');
/** Faces and kisses at the end. */
/** Whom one speaks to, and what is said at the end in other places; without a comma only behind a few words. */
const ADDRESSED =
  /(?<=\S\s+\S+\s+(?!(?:my|a|an|the|your|our|his|her|with|for|to|of|and|some|from|is|as|by)\s)\S+)\s+(?:abeg|yaar|na|hun|hon|babe|bestie|pretty please(?: thanks)?|(?:ok(?:ay)? )?(?:thanks|thx|ta|cheers|ok) bye|bitte|lmao|lol|ngl|fr|tysm|bro|mate|dude|bruv|innit|o|kindly|por favor|sir|madam|before i forget(?: again)?|and (?:that['’]?s|this is) (?:it|all)|when(?:ever)? (?:you|u) can|tyvm|thnks|if (?:that|it) works(?: for you)?)[\s.!]*$/iu;
const FACE =
  '(?:[\\u{2764}\\u{1f389}\\u{1f440}-\\u{1f450}\\u{1f480}\\u{1f493}-\\u{1f49f}\\u{1f4aa}\\u{1f5a4}\\u{1f600}-\\u{1f64f}\\u{1f90c}-\\u{1f93a}\\u{1f970}-\\u{1f97a}\\u{1fae0}-\\u{1faf8}](?:\\u{200d}|\\u{2640}|\\u{2642}|\\u{fe0f}|[\\u{1f3fb}-\\u{1f3ff}]){0,5})';
const PICTURES = new RegExp(`(?<=\\S)\\s*(?:(?:[:;]['-]?[)DP(]{1,5}|(?<=\\s)x{2,4}|${FACE}) ?){1,6}$`, 'u');
/** "list the open ones 👍 check off the rent": it parts two wishes as a full stop does. */
const FACE_BETWEEN = new RegExp(
  `(?<=[\\p{L}\\p{N}])(?<stop>[,.!?;])? ?(?:${FACE} ?){1,6}(?=[\\p{L}\\p{N}"“])`,
  'gu',
);
/** "…, ok?" asks nothing behind an order. */
const OK = /[\s,]+(?:ok(?:ay)?|alright)\s*\?+\s*$/iu;
const ASKS = /^\s*(?:is|are|was|were|am|does|do|did|has|have|will)\b/i;
const LONGEST_LAST = 100;
const MOST_LAST = 4;

/** "add oil the gate, no rush": how urgent the new task is. */
const MAY_WAIT =
  /^(?!.*\b(?:move|push|postpone|shift|delete|remove|mark|task \d|number \d)\b).*\b(?:add|remind me|need|note|put|have to|got to|gotta|must|should|todo|task|jot|create|forget)\b.*[,;.!–-]\s*no (?:rush|hurry|stress)[\s.!]*$/is;

/** Without what people say at last, where more than an answer stands before it. */
const withoutLastWords = (text: string): string => {
  if (MAY_WAIT.test(text)) return text;
  let left = text;
  for (let round = 0; round < MOST_LAST; round += 1) {
    const from = Math.max(0, left.length - LONGEST_LAST);
    const at = LAST_WORD.exec(left.slice(from))?.index;
    const before = at === undefined ? '' : left.slice(0, from + at);
    if (!/\S\s+\S+\s+\S/u.test(before.slice(-LONGEST_LAST))) break;
    left = before;
  }
  return left;
};

const DAY = '(?:mon|tues?|wed|thu|thurs?|fri|sat|sun)(?:day|nesday|sday|urday|rsday)?';
/** Days and hours that are said in a roundabout way. */
const DATES_SAID = new RegExp(
  [
    `\\bcome (?<come>${DAY})\\b`,
    `\\b(?<ofweek>${DAY}) of this week\\b`,
    `\\bthis (?<coming>${DAY}) coming\\b`,
    "\\bin (?<span>an?|\\d{1,2}|two|three|four) (?<unit>day|week|month|year)s?['’]s? time\\b",
    '\\b(?<count>\\d{1,2}) (?<units>days?|weeks?) from (?:today|now)\\b',
    '\\b(?<month>january|february|march|april|june|july|august|september|october|november|december) the (?<nth>\\d{1,2})(?:st|nd|rd|th)\\b',
    '\\b(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d) ?(?:hrs?|hours)\\b',
    '\\b(?<clock>\\d{1,2}[:.]\\d\\d) ?uhr\\b',
    '(?<!\\S)@ (?=\\d)(?<at>)',
    '\\bthis eve(?=\\s|$)(?<eve>)',
    '(?<=\\d ?(?:am|pm)) sharp(?<sharp>)\\b',
    `\\bremind me (?<alone>${DAY}) (?=to |about )`,
  ].join('|'),
  'giu',
);
const plainDate = (said: Record<string, string | undefined>): string => {
  if (said.come !== undefined) return `on ${said.come}`;
  if (said.ofweek !== undefined) return `this ${said.ofweek}`;
  if (said.coming !== undefined) return `this ${said.coming}`;
  if (said.span !== undefined) return `in ${said.span} ${said.unit}${/^an?$/i.test(said.span) ? '' : 's'}`;
  if (said.count !== undefined) return `in ${said.count} ${said.units}`;
  if (said.month !== undefined) return `${said.month} ${said.nth}`;
  if (said.hour !== undefined) return `${said.hour}:${said.minute}`;
  if (said.clock !== undefined) return said.clock.replace('.', ':');
  if (said.at !== undefined) return 'at ';
  if (said.eve !== undefined) return 'this evening';
  return said.alone === undefined ? '' : `remind me on ${said.alone} `;
};

const withoutOk = (text: string): string => (ASKS.test(text) ? text : text.replace(OK, ''));

/** "the essay isn't due till the 26th": that is its day; "what isn't due until friday?" asks. */
const NOT_DUE_TILL =
  /(?<!\b(?:what|which|that|those|tasks?|everything|anything|stuff|things|ones) )\b(?:(is not|isn['’]?t) (?:really |actually )?|not )due (?:till|until|til|'til) (?=\S)/giu;
/** "reopen it, due thursday" */
const OPEN_AGAIN_DUE = /\b((?:re-?open|untick|uncheck|unmark) [^,.;!?"“”]{1,60}), (?:and )?due /giu;

/** "put it back on the list for tomorrow", "put it back for friday": open again, and with that day. */
const BACK_FOR =
  /\b(?:put|bring|take) (it|that|this)(?: one)? back(?: (?:on|onto|in|to) (?:my |the )?(?:list|todos?))?,? (?:for|due|by|until) (?=\S)/giu;
/** "have I got the orchids down anywhere?" */
const DOWN_ANYWHERE =
  /(?: written)?(?: down)?(?: on (?:here|there)(?: (?:anywhere|somewhere|already|yet))?| (?:anywhere|somewhere)(?: on (?:here|my list|the list))?)\s*\?+\s*$/iu;

/** "2h earlier", "by 30m" */
const SHORT_SPAN =
  /\b(\d{1,3}) ?(h|m|d|w|hrs?|mins?|wks?)(?=\s+(?:earlier|later|sooner|back|forward|more|longer)\b)|(?<=\bby )(\d{1,3}) ?(h|m|d|w)(?=\s|$)/giu;
const SPANS: Readonly<Record<string, string>> = { h: 'hours', m: 'minutes', d: 'days', w: 'weeks' };
/** "430pm" */
const RUN_TOGETHER = /\b(1[0-2]|[1-9])([0-5]\d) ?([ap])\.?m\b/giu;
/** "we're out of coffee again, add it" */
const OUT_OF =
  /^\W*(?:(?:oh|ah|so|and|hey|damn|argh|ugh|no|also)\W+)*(?:(?:i|we)(?:['’]m|['’]re| am| are)? )?(?:all |nearly |almost |running |completely )*(?:out of|low on) ([^,.;!?]{2,50}?)(?: again| now)?[,.;!–-]+\s*(?:so |please |can you |could you )*(?:add|put|note|write|stick|pop|get)(?: (?:it|that|some|more|them))?(?: (?:on|to|down)(?: (?:my|the|our)(?: shopping| todo)? list)?)?(?: please)?[\s.!?]*$/iu;
/** "thurs no sorry wed": the day that is meant. */
const DAY_NAME =
  '(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|today|tomorrow|tmrw|tonight';
const OTHER_DAY = new RegExp(
  `\\b(on |for |by |until )?(?:${DAY_NAME})\\s+(?:(?:no+|nope|sorry|wait|oops|i mean|er+|um+|argh)\\s+)+(?:(?:on |for |by |until ))?(?=(?:${DAY_NAME})\\b)`,
  'giu',
);
/** "stick a garden tag on it", "slap high on the rent" */
const STUCK_ON =
  /\b(?:stick|slap|pop|throw|chuck|whack|bung|toss|glue|slip|sling|lob|hang|pin|stuff)(?= (?:(?:an?|the|that|some|my|its?) )?(?:\S+ )?(?:tags?|labels?|high|low|medium|urgent|prio(?:rity)?|date|deadline|due (?:date|day)|time)\b[^.;!?,]{0,40}? on(?:to)? (?!(?:my|the|our) (?:to-?do )?list\b))/giu;
/** "pop this on my list: call the vet" */
const THIS_ON_LIST =
  /^(\W*(?:(?:please|pls|hey|hi|ok|so|and|can you|could you|would you|let['’]?s)\W+)*)(?:pop|throw|chuck|stick|get|put|toss|sling|bung|drop|whack|slap|place|have|add)(?: (?:this|that|it|the following|these|one|another|something))?(?: one| down)? (?:on|onto|in|into|to) (?:my|the|our) (?:to-?do )?list\s*[:–-]\s*(?=\S)/iu;
/** "put me down for a haircut", "pencil me in to grease the outboard" */
const PUT_ME_DOWN =
  /^(\W*(?:(?:please|pls|hey|hi|ok|so|and|can you|could you|would you|kindly)\W+)*)(?:put|pencil) (?:me|us) (?:down|in) (?:for|to) (?=\S)/iu;
/** "something has slipped past its date. Could you tell me which one?" */
const WHICH_OF_LATE =
  /^[^.?!]*\b(?:overdue|(?:past|behind|missed) (?:its|their|the|a) (?:due )?(?:date|deadline)|is late|are late)\b[^.?!]*[.!,;]\s+(?:(?:can|could|would) you )?(?:please )?(?:(?:tell|show) me )?(?:which|what)(?: ones?| tasks?)?(?: (?:it|that|they) (?:is|are)| (?:is|are) (?:it|that|they))?\s*[?.!]*$/iu;
/** "lose the date but leave it on my list", "no time on it, just the day is fine": what is left as it is. */
const STAYS =
  /(?<=\b(?:date|day|deadline|time|hour|priority|tags?|labels?|[ap]m|due)\b.*?)[\s,;.–-]+(?:(?:but|and) )?(?:please )?(?:(?:leave|keep) (?:it|that|them|the task|the rest)(?: itself)? (?:on|in)(?: (?:my|the|our))? list|(?:leave|keep) (?:just |only )?the (?:day|date)(?: as it is| alone| there| though| please)*|(?:leave|keep) (?:it|that) (?:on |for |at )?(?:today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?:just|only) the (?:day|date) (?:is|will be) (?:fine|enough|ok|good)|the (?:day|date) (?:stays|is fine|is enough)|(?:(?:but|and) )?(?:do not|don['’]?t) delete (?:it|the task))(?=[\s.!?]*$)/iu;

const withoutStaying = (text: string): string =>
  text.length > LONGEST_SAID ? text : text.replace(STAYS, '');
const SUFFIX = ['st', 'nd', 'rd'];
/** "remind me on the first to …", "by the third": of a month; "on the first" alone may be of a list. */
const DAY_IN_WORDS = new RegExp(
  `\\b(remind me on|by|until|till) the (${ORDINALS.join('|')})(?= to \\p{L}|\\s*(?:[,.;!?]|$))`,
  'giu',
);
/** "at 430", "not 630", "no 1645" */
const TIME_RUN_ON =
  /(?<=^\W*no,? |\b(?:at|not|wait),? |@ ?)(?<hours>[1-9]|1\d|2[0-3])(?<minutes>[0-5][05])(?=\s*(?:$|[,.;!?]|(?:tomorrow|today|tonight|not|on|instead|please|and|am|pm)\b))/giu;
/** "shift 1, 2 and 4 – 6 back a week": its commas part no wishes. */
const NUMBERS =
  /(?<=^\W*|\b(?:tasks?|numbers?|nos?|items?|tick|ticked|off|got|done|did|mark|complete|completed|finish|finished|close|closed|delete|remove|bin|scrap|drop|cancel|move|push|shift|bump|postpone|delay|reschedule|put|set|make|give|tag|label|untag|reopen|untick|clear|is|of|from) )#?\d{1,4}(?:\s*[-–—]\s*#?\d{1,4})?(?:(?:\s*[,+]\s*(?:and |& )?|\s+(?:and|n|&)\s+)#?\d{1,4}(?:\s*[-–—]\s*#?\d{1,4})?)*(?=\s+\p{L}|[\s.!]*$|:)(?!\s*(?:am|pm|uhr|h|o['’]clock|hours?|mins?|minutes?|days?|weeks?|months?)\b)/giu;

/** "the first of them" */
const NTH_OF_THEM =
  /\b(first|second|third|fourth|fifth|last|1st|2nd|3rd|[4-9]th)(?: (?:one|task))? of (?:them|(?:those|these)(?=\s*(?:[,.;!?]|$)|\s+(?:an?|one|to|is|was|done|until|till|by|on|for|off|high|low|from)\b))/giu;

/** "sprint review fri 10am, next week not today" */
const NOT_TODAY =
  /\b((?:mon|tue|wed|thu|fri|sat|sun)\p{L}*)((?: (?:at )?\d[\d:.]{0,4}(?: ?[ap]m)?)?),? (?:but )?(?:next|nxt) (?:week|wk),? not (?:today|this week|this one)(?=\s*[.!]*$)/iu;
/** "I don't need the prescription or the geraniums any more, remove them both" */
const NEED_NEITHER =
  /\b((?:do not|don['’]?t|no longer) need [^,.;!?]+?) or ((?:the|my) [^,.;!?]+?)(?= (?:any ?more|any longer|now|either)?\s*[,.;!–-])/iu;

/** "remove all tags from 6", "strip #clients from 3 and 4": no hours. */
const FROM_NUMBERS =
  /\b((?:remove|clear|drop|delete|take|strip|lose|erase|wipe|cut|untag|no)\b[^,;.]{0,40}?(?:\b(?:tags?|labels?|date|deadline|priority|time|due)|#\p{L}[\p{L}\p{N}_-]*)(?: (?!from|off|of|on|in|for)\S+)?(?: off)? (?:from|off|of|on|in|for)) (#?\d{1,6}(?:(?:, and |, | and | & )#?\d{1,6})*)(?=\s*(?:$|[.,;!?]|and\b|please\b))/giu;

/** "hey, 1 and 4 high" */
const CALLS =
  /^\W*(?:(?:hey|hi|hiya|hello|oh|ah|um+|uh|hmm?)[,!]*\s+)+(?=(?!(?:there|again|everyone|assistant|bot|todo|all|you|mate|dear|my|no|nope|wait|not|yes|yeah|ok|okay|god|man|boy|good|thanks?|sorry)\b)[\p{L}\p{N}#'’“"]\S*\s+\S)/iu;
/** "delete the rent for me": behind an order that is no new task. */
const FOR_ME =
  /^(\W*(?:(?:please|pls|ok|also|and|just|can|could|would|will|you)\W+)*(?:delete|remove|mark|tick|check|cross|tag|untag|rename|reopen|untick|move|push|shift|postpone|complete|finish|close|show|list|set)\s[^.;!?]+?),? for me(?=[\s.!?]*$)/iu;
/** "push 1 to 2 july": the first number is a task's. */
const TO_A_NUMBER =
  /\b(move|push|shift|postpone|reschedule|bring|bump|delay|defer) #?(\d{1,4}) to (?=(?:the )?\d{1,2}(?:st|nd|rd|th)?\b)/giu;
/** "and one for the 3rd of July, to ring the harbour master" */
const ONE_FOR =
  /^(\W*(?:(?:and|also|plus|oh)[,\s]+)+)(?:one|another)(?: one| more)?(?: for ([^,:]{3,25}))?,? to (?=\p{L})/iu;
/** "reopen it and add another one, to ring the plumber" */
const ANOTHER = /(\b(?:and |also |then |please )?)add (?:another|one more)(?: one| task)?,? to (?=\p{L})/giu;
/** "add the interview on the 12th. One more also: iron the shirt" */
const ONE_MORE = /([.!;]\s+)(?:and )?one more(?: task)?(?: also| too| please| add)*: (?=\p{L})/giu;
/** "add the following, all with the tag family: air the room, buy decaf" */
const ALL_FIRST =
  /^((?:[^,:]*\s)?(?:add|note|put down|create|save) (?:the following|these)(?: tasks| things)?), ((?:all|both|each)\b[^:]{3,40}): (.+?)\.?$/iu;
/** "delete the two meetings with the surveyor" */
const TWO_OF_THEM =
  /\b(delete|remove|cancel|show(?: me)?|list|complete) (?:the |my )?(two|both|three) (?:meetings|calls|appointments|visits|emails|errands|bookings|trips|letters) (?:with|to|for|about|of) /iu;
/** "second: high priority" */
const NTH_COLON =
  /^(\W*)(?:the )?(first|second|third|fourth|fifth|last|middle)(?: one)?: (?=(?:high|low|medium|urgent|done|today|tomorrow|tag|by|for|on|mon|tue|wed|thu|fri|sat|sun)\p{L}*\b)/iu;
/** Not of "p.m." */
const LAST_STOP = /(?<=[\p{L}\p{N}]{2})\.\s*$/u;

const inRulesWords = rewriter([
  [ASIDE, ''],
  [CALLS, ''],
  [
    ONE_FOR,
    (_, before = '', day?: string) => `${before}add a task${day === undefined ? '' : ` for ${day}`} to `,
  ],
  [ANOTHER, '$1add a task to '],
  [
    /(\band|,) (?:and )?(?:while|as) (?:i|you|we)(?:['’]m|['’]re| am| are) (?:here|at it|on it|there)[,]? (?=\p{L})/giu,
    '$1 ',
  ],
  [ONE_MORE, '$1Also add '],
  [ALL_FIRST, '$1: $3, $2'],
  [TWO_OF_THEM, '$1 the $2 tasks about '],
  [NTH_COLON, '$1the $2 one '],
  [FOR_ME, '$1'],
  [TO_A_NUMBER, '$1 task $2 to '],
  [LAST_STOP, ''],
  [/\ball what\b/gi, 'everything that'],
  [STUCK_ON, 'put'],
  [/\bremember me (?=(?:to|about|of|that|in|on|at|by|tomorrow|tonight|next|the day)\b)/giu, 'remind me '],
  [
    /\b(put|add|note|write|pop|stick) (it|that|this|them) in (?=(?:the|my|our) (?:to-?do )?list\b)/giu,
    '$1 $2 on ',
  ],
  [/\binsted\b/giu, 'instead'],
  // "wait no, the pilates class I mean, pottery I still want!"
  [
    /([.,;!…–-]\s*(?:(?:oh|wait|no|nope|sorry|oops|actually)[\s,.!]+)+)((?:the|my|task|number) [^,.;!?]{2,40}?),? i (mean|meant)(?:\s*[.!]*$|[,.;!]+\s*(?:[^,.;!?]{2,30} i (?:still )?(?:want|need)|(?:i (?:still )?(?:want|need)|keep|leave) [^,.;!?]{2,30})[\s.!]*$)/iu,
    '$1i $3 $2',
  ],
  // "pass it for the thursday"
  [
    /\bpass (it|that|them|(?:the|my) [^,.;!?]{2,40}?) (?:for|to) (?=(?:the |next |this )*(?:today|tomorrow|\p{L}+day|\d|week|month|weekend)\b)/giu,
    'move $1 to ',
  ],
  [
    /\bi(?:['’]ve| have)? (?:keep|kept|been) meaning to (?=\p{L}[^.;!?]*[,;–-]\s*(?:(?:so|and|please|can you|could you) )*(?:stick|put|add|pop|note|jot|chuck|remind|save)\b)/giu,
    'I need to ',
  ],
  [
    /\b(add|note|new|put)((?: an?| another)?(?: (?:new|low|high|medium)(?: priority)?)*) one to (?=\p{L}{2})/giu,
    '$1$2 task to ',
  ],
  // "write me on the list for friday, with category travel: book the flight"
  [
    /^(?!.*:.*:)([^:]{5,80}?),? with (?:the )?(?:category|tag|label) (#?\p{L}[\p{L}\p{N}_-]*): (\S.*?)[\s.]*$/iu,
    '$1: $3, tag $2',
  ],
  // "the hour is 8 of the night"
  [
    /\b([5-9]|1[01])(?::(\d\d))? of the (?:night|evening)\b/giu,
    (_, hour: string, minute = '00') => `${hour}:${minute} pm`,
  ],
  // "the tuesday at the 17:30"
  [/\bat the (?=\d{1,2}[:.]\d\d\b)/giu, 'at '],
  // "task 1 and task 2 is not finish"
  [
    /\b((?:is|are|was|were) (?:(?:not|already|all|both|now|yet) )*)finish(?=\s*(?:$|[.,;!]|and\b|yet\b))/giu,
    '$1finished',
  ],
  // "I would know which things I have to do"
  [/\b(i|we) would know(?= (?:what|which|how|when|if|whether)\b)/giu, '$1 would like to know'],
  [/ instead(?<=\band .{1,30} (?:high|low|medium|urgent) instead)(?=[\s.!]*$)/iu, ''],
  [OTHER_DAY, '$1'],
  [/(?:my )?(?:brain|head) is (?:mush|fried|dead|elsewhere|porridge|soup|foggy)[,.;!]\s+/giu, ''],
  [/\bun-(?=(?:schedule|tag|tick|check|mark|label|do)\b)/giu, 'un'],
  [/\bprepone\b/giu, 'move'],
  [/\b(this |\p{L}+day |tomorrow )arvo\b/giu, '$1afternoon'],
  [/(?:,? from now on|,? in future)(?<=\b(?:call|rename) .+)(?=[\s.!]*$)/iu, ''],
  [RUN_TOGETHER, '$1:$2 $3m'],
  [OUT_OF, 'add $1'],
  [THIS_ON_LIST, '$1add '],
  [PUT_ME_DOWN, '$1add '],
  [WHICH_OF_LATE, 'show me what is overdue'],
  // "put rings and meths on the list, all for the 30th"
  [
    /^\s*(?:please )?(?:put|stick|pop|chuck|throw|get|bung) (?!(?:it|that|this|them|those) )([^.;!?]{3,120}?) (?:on|onto|in|to) (?:the|my|our) list(?=, (?:all|both)\b)/iu,
    'add $1',
  ],
  [/^(\s*)n(?:e|ee)?d to (?=\p{L})/iu, '$1need to '],
  [/,\s*do(?:n['’]?t| not)\s*[!.]+\s*(?=i (?:mean|meant)\b|just\b|only\b)/giu, ', no wait, '],
  [/\bnot more (?=urgent|important|needed|necessary)/giu, 'no longer '],
  [/\b(?:teh|hte|th) (?=(?:tag|label|date|deadline|priority|time)\b)/giu, 'the '],
  [/^(\W*(?:and|also|plus) (?:task )?#?\d{1,6})['’]s(?: too| as well)?(?=\W*$)/iu, '$1 too'],
  // "would you note that the inspection is on the 19th at nine?"
  [
    /^(\W*(?:(?:please|kindly|just|also)\s+)*)(?:(?:can|could|would|will) you (?:please |kindly |just |also )*)?(?:note|write|jot|put|remember|record)(?: down)? that ((?:the|my|our|her|his) [^,.;!?]{3,60}?) (?:is|are|will be|takes place|starts|has been fixed) (?=(?:on|at|due|in|tomorrow|today|next|this|\p{L}+day)\b)([^.!?]+)\??\s*$/iu,
    '$1add $2 $3',
  ],
  // "… , so add two things: …"
  [
    /^[^:?]{3,100}[,.;!]\s+(?:so |and |then |ok |please )*(?=(?:please )?(?:add|put down|note)(?: me)? (?:these |the following )?(?:two|three|four|five|[2-5]|a few|some) (?:things|tasks|items|todos|ones)\s*:)/iu,
    '',
  ],
  [
    FROM_NUMBERS,
    (_, before: string, ids: string) => `${before} ${/\D\d/.test(ids) ? 'tasks' : 'task'} ${ids}`,
  ],
  [
    /\b(take away|remove|drop|clear|delete|take off|lose|strip) (?:only|just) (?=the (?:hour|time|date|day|tags?|priority|deadline)\b)/giu,
    '$1 ',
  ],
  [/\b(move|put|push|shift) (it|that|this) there(?=\s*[.!]*$)/giu, '$1 $2 then'],
  [/\s(?:it seems|it turns out|it looks like|apparently)(?=\s*[,.;])/giu, ''],
  [
    /\bso (?:that|it|this)(?: one)? can be (?:ticked|crossed|checked)(?: off)?(?= now|\s*(?:$|[,.;!]))/giu,
    'so tick it off',
  ],
  [
    /^(\W*(?:and |then |ok |the )*(?:first|second|third|fourth|fifth|last|\d(?:st|nd|rd|th)) one):? no (tags?|due date|date|deadline|priority|time)(?=\W*$)/iu,
    (_, one: string, field: string) =>
      `remove the ${field} from ${one.replace(/^\W*(?:and |then |ok )*(?:the )?/i, 'the ')}`,
  ],
  [
    /\b((?:remove|drop|strip|take|lose) [\p{L}\d_-]+ (?:from|off)) (#?\d{1,6}(?:, #?\d{1,6})*(?:,? and | & )#?\d{1,6})(?=\s*(?:$|[.,;!?]|please\b))/giu,
    '$1 tasks $2',
  ],
  // "second one done, other one tomorrow"
  [
    /(,|\band) (?:the )?other(?: one)? (?=(?:today|tomorrow|next|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)/giu,
    '$1 the other one to ',
  ],
  [
    /^(\W*)(?:i (?:would like|want|wish) (?:to )?not (?:to )?forget|(?:do not|don['’]?t|never) (?:let me )?forget) (?:this|that|it):\s*(?:to )?(?=\S)/iu,
    '$1add ',
  ],
  // "1830 today", and no task of that number
  [
    /(?<!(?:task|number|no|nr|room|flat|bus|route|code|pin|year|for|#) ?)(?<![\d:./#€$£-])\b([01]\d|2[0-3])([0-5][05])(?=,? (?:on |the )*(?:today|tomorrow|tonight|tmrw|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b)/giu,
    '$1:$2',
  ],
  // "I meant the dentist, put the other one back"
  [
    /^(\W*(?:(?:no|sorry|oops|wait|oh)[\s,]+)*(?:i (?:meant|mean)|wrong one)[,:]? .{2,40}?)[,.;]\s+(?:(?:so|and|please)\s+)*(?:put|leave|set|change) the (?:other|first)(?: one)? back(?: please)?\W*$/iu,
    '$1',
  ],
  [/^\W*(?:oh,? )?(?:before|while) i (?:forget|remember|think of it)\s*[,:.–-]+\s*(?=\S)/iu, ''],
  [
    /^(\W*(?:(?:hey|hi|please|ok|so)\W+)*)(?:do me a (?:favou?r|solid)|be (?:a|an) (?:star|angel|dear|love|darling|legend|gem)|be so (?:kind|good|nice))(?:,| and|:| and please) (?=\S)/iu,
    '$1',
  ],
  [
    /(?<=\b(?:done|complete|completed|finished|off|high|low|medium|priority|list|\p{L}+day|tomorrow|it|that)) for me(?=\s*(?:$|[.!?,;]))/giu,
    '',
  ],
  // "it is on the 21"
  [
    /\b((?:on|to|until|till|by) the) (\d{1,2})(?=\s*(?:$|[,.;!?](?!\d)))/giu,
    (_, before: string, day: string) =>
      `${before} ${day}${/^1\d$/.test(day) ? 'th' : (SUFFIX[Number(day.slice(-1)) - 1] ?? 'th')}`,
  ],
  [NOT_TODAY, 'next $1$2'],
  [NEED_NEITHER, '$1 and $2'],
  [/\b(that|this|the other) 1(?=\s*(?:$|[,.;!?]))/giu, '$1 one'],
  [/\b(?:at the )?same (?:times|hours)\b/giu, 'same time'],
  [/^(\s*)(?:nw|n|nu) (?=ta[sk]{2}s?\b)/iu, '$1new '],
  [NTH_OF_THEM, '$1 one'],
  [/\bun-(?=(?:tag|label|tick|check|mark|do)\b)/gi, 'un'],
  [
    NUMBERS,
    (numbers) =>
      numbers
        .replaceAll(/(?<=\d)\s*[-–—]\s*(?=\d)/g, '-')
        .replaceAll(/(?<=\d)\s*[,+]\s*(?:and |& )?/g, ' and '),
  ],
  [NOT_DUE_TILL, (_, is?: string) => `${is === undefined ? '' : 'is '}due `],
  // "it doesn't start until 7"
  [
    /\b(?:does not|doesn['’]?t|will not|won['’]?t) (?:start|begin|happen) (?:until|till|before) (?=\d|\w+day)/giu,
    'is now at ',
  ],
  [OPEN_AGAIN_DUE, '$1 and make it due '],
  [BACK_FOR, 'put $1 back on the list and make $1 due '],
  [DOWN_ANYWHERE, ' on my list?'],
  [
    SHORT_SPAN,
    (_, count?: string, unit = '', by?: string, short = '') =>
      `${count ?? by} ${SPANS[`${unit}${short}`[0]?.toLowerCase() ?? '']}`,
  ],
  [/\band after (?:that|this),? /giu, 'and then '],
  // The point of "3 p.m." or of "20.2." ends no sentence.
  [/\b(\d{1,2}(?:[:.]\d\d)?)\s?([ap])\.\s?m\b\.?(?=[\s:,]|$)/giu, '$1 $2m'],
  [
    /(?<!\b(?:on|at|by|\p{L}+day|fri|sat|sun|mon|tues?|wed|thu(?:rs?)?|today|tonight|tomorrow|tmrw) )\b(\d{1,2}\.\d{1,2})\.(?=\s+\p{Ll}|$)/gu,
    'on $1',
  ],
  [DATES_SAID, (_, ...said: unknown[]) => plainDate(said.at(-1) as Record<string, string | undefined>)],
  // "uni is killing me 😩 can you add …"
  [/(?<=\p{L})\s*[\u{1f600}-\u{1f64f}\u{1f910}-\u{1f92f}\u{1f970}-\u{1f97a}]+\s+(?=\p{L})/gu, '. '],
  // "the first of them", "the one in the middle"
  [
    /\b(first|second|third|fourth|fifth|last|top|bottom|middle|\d(?:st|nd|rd|th)) (?:one )?(?:out )?of (?:them|those|these|(?:that|the|this) (?:list|lot|bunch))\b/giu,
    '$1 one',
  ],
  [/\bthe one (?:in the|at the|on(?: the)?) (middle|top|bottom)\b/giu, 'the $1 one'],
  // "due:tomorrow tag:diy prio:high"
  [/(?<!\S)tag:#?(?=[\p{L}\p{N}])/giu, '#'],
  [/(?<!\S)prio(?:rity)?:(high|medium|low)\b/giu, '$1 priority'],
  [/(?<!\S)due:(?=\S)/giu, 'due '],
  // "other one saturday", "and the other: friday 10am"
  [
    /^(\s*(?:(?:and|but|so|oh|ok|no|sorry)[\s,]+)*)(?:the |that )?other(?: one)?(?:\s*:\s*(?=\S)|(?<=one)(?=\s))/iu,
    (whole: string, before: string) => `${before}the other one${whole.includes(':') ? ' to ' : ''}`,
  ],
  // "first ones done"
  [
    /\b(first|second|third|last|other|top|bottom|middle|\d(?:st|nd|rd|th))(?: ones|['’]?s) (?=done|finished|completed|sorted)/giu,
    '$1 one is ',
  ],
  [/\b(today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day) itself\b/giu, '$1'],
  [/\b(need|have|got|want|remind me|remember|forget|going) 2 (?=[a-z])/giu, '$1 to '],
  [
    DAY_IN_WORDS,
    (_, before: string, word: string) =>
      `${before} the ${ORDINALS.indexOf(word.toLowerCase()) + 1}${SUFFIX[ORDINALS.indexOf(word.toLowerCase())] ?? 'th'}`,
  ],
  [/(?<=\d (?:o['’]clock )?)(?:of|on|at) (?:the )?(?=(?:morning|afternoon|evening)\b)/giu, 'in the '],
  [TIME_RUN_ON, '$<hours>:$<minutes>'],
  // "give me a nudge in six hours to feed the cat"
  [
    /\b(?:give|send) me a (?:little |quick |gentle )?(?:nudge|shout|poke|ping|buzz|heads[ -]up|reminder|prod|nod)\b/giu,
    'remind me',
  ],
  [
    /^\s*((?:[#!]\p{L}\S{0,40}\s+){1,5})((?:add|put|new|note|remind|create|jot|todo)\b[\s\S]{1,300})$/iu,
    '$2 $1',
  ],
  [/^\s*(?:\+|\[ ?\])\s+(?=\S)/u, 'add '],
]);

/** The text without what is said aside in it, and with the sign of a list's new line as the verb that it stands for. */
export const plainly = (text: string): string =>
  inRulesWords(
    withoutLastWords(
      withoutStaying(withoutOk(doneSaid(withoutRequests(text.replace(PICTURES, '')))))
        .replaceAll(FACE_BETWEEN, (_, stop?: string) => `${stop ?? '.'} `)
        .replace(ADDRESSED, ''),
    ),
  );
