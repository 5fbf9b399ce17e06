import { findQuotes } from './quotes.js';

/** What asks somebody to do what follows, and says nothing of it: "do you think you could", "I'd appreciate it if you would". */

const YOU = '(?:you|u|ya|we)';
const CAN = '(?:can|could|cud|would|wud|will|might|may)';
const I = "(?:i|we)(?:['’]d|['’]ll|['’]m|['’]ve)?";
const MUCH =
  '(?: (?:please|pls|plz|kindly|just|also|quickly|maybe|possibly|perhaps|now|then|at least|really|so|very|simply|actually|rather|greatly|much|would|will|do|am|was|were|have|gonna|going to))*';
const PLEASED =
  '(?:grateful|happy|glad|thankful|delighted|obliged|pleased|great|nice|good|lovely|cool|awesome|helpful|kind|wonderful|amazing|fantastic|brilliant|perfect|super|sweet)';

/** Said to whoever keeps the list, whatever is to be done. */
const ASKS = [
  `(?:${I}${MUCH} )?(?:need|want|like|love|prefer|ask|asking|request|requesting|beg|begging|order|ordering|expect)(?: for)? (?:you|u|ya)${MUCH} to`,
  `${I}${MUCH} (?:appreciate|love|like|be${MUCH} ${PLEASED})(?: it)?${MUCH} if ${YOU}${MUCH} ${CAN}`,
  `(?:it|that|this)(?:['’]d|['’]ll)?${MUCH} (?:be${MUCH} (?:a (?:big |great |huge )?help|${PLEASED}|best|better)|help(?: me)?(?: a lot| out)?|mean a lot)(?: (?:to|for) me)? if ${YOU}${MUCH} ${CAN}`,
  `${I}${MUCH} (?:think|guess|suppose|reckon|believe|figure)(?: that)? (?:it(?:['’]s| is) (?:time|best|better) (?:for you )?to|${YOU} (?:can|could|should|may|might|must|need to|have to|ought to)(?: as well)?)`,
  `${I}${MUCH} decided (?:that )?${YOU} should`,
  `(?:do )?you (?:think|reckon|suppose)(?: that)? ${YOU} ${CAN}`,
  `why (?:do not|don['’]?t) ${YOU}|how about (?:if )?${YOU}`,
  `(?:what|all|the (?:only )?thing)(?: that)? ${I}${MUCH} (?:need|want|like)(?: you| from you| of you)*(?: to do)?(?:['’]s| is| would be)(?: for you)?(?: to)?[:,]?`,
  `(?:please )?(?:make|be) sure (?:that )?you|see (?:to it )?that you`,
  `(?:please )?(?:try to|feel free to)|allow me to|care to|(?:we|you|i)? ?(?:may|might|could|can) (?:just )?as well`,
  `${I}${MUCH} (?:need|want|like|use)(?: some| your)? help to`,
  `pretty please|do please`,
  `(?:cud|wud|wld|cld) (?:you|u|ya)|go (?:on )?and|go (?:right )?ahead and(?= (?:add|put|note|jot|create|make|remind)\\b)`,
  `your (?:task|job|mission)(?: now| today)? is to`,
  `(?:(?:my|one|a|another) )?(?:(?:quick|small|little) )?(?:request|ask|command|order)(?: (?:for|of) you)?(?: is)?(?: that you| to|:)`,
];
/** May be asked of what is possible at all: "are you able to delete tasks?" */
const MAY_ASK = [
  `(?:would|will|are|r) (?:you|u|ya)${MUCH}(?: be)? (?:able|willing|free|ready|so kind as|so good as|kind enough|good enough|happy) to`,
  `${I}${MUCH} wonder(?:ing)? (?:if|whether) (?:${YOU} ${CAN}|it(?:['’]s| is| would be| was| might be) possible (?:for you )?to)`,
  `(?:is there )?(?:any|a|some) (?:way|chance|possibility)(?: that)? (?:(?:you|u|we|i) ${CAN}|to)`,
  `is it possible (?:for you )?to`,
];

const VERBS =
  'add note jot write record log save create make put stick pop remind delete remove erase scrap bin drop get cancel move push shift postpone reschedule bump change mark tick check cross close tag untag label flag rename set give show list display undo restore bring reopen untick clear take prioritize prioritise raise lower schedule'.split(
    ' ',
  );
const VERB = `(?:${VERBS.join('|')})`;
/** "the van", "task 3", "it": one thing, and not what can be done at all. */
const OF_ONE =
  '(?! (?:\\S+ ){0,3}(?:tasks?|todos|items|things|something|anything|lists|tags|labels|dates|times|reminders|notes|priorities|deadlines|subtasks)\\s*(?:[?!.]|$))';
/** Said of oneself, and all the same of the list. */
const OF_THE_LIST =
  '(?:(?:note|jot|write) (?:down )?|create an? (?:new )?(?:task|todo|reminder)|make an? (?:note|task|reminder)|(?:put|stick|pop|add|get) [^.;!?]{2,60}? (?:to|on|onto) (?:my|the|our) (?:to-?do )?list|(?:delete|remove|take) [^.;!?]{2,60}? (?:from|off) (?:my|the|our) (?:to-?do )?list|(?:mark|tick|check) [^.;!?]{2,60}? (?:as (?:done|complete)|off))';
const MYSELF = `(?:${I}${MUCH} (?:decided|wish|need|should|can|could|have|must|ought|better|want)(?: to)?|(?:please )?(?:make sure|be sure|remember|do not forget|don['’]?t forget) to)`;

/** Where a wish may begin. */
const START = '(?<=^\\W*|[.!?;:,–—]\\s+|\\b(?:and|so|but|then|ok|okay|well|hey|hi|sorry|oh|also|please)\\s+)';
const REQUEST = new RegExp(
  `${START}(?:(?:${ASKS.join('|')})${MUCH} (?=${VERB}\\b)|(?:${MAY_ASK.join('|')})${MUCH} (?=${VERB}\\b${OF_ONE})|${MYSELF}${MUCH} (?=${OF_THE_LIST}\\b))`,
  'giu',
);

const gerundsOf = (verb: string): string[] => [
  `${verb}ing`,
  `${verb.replace(/e$/, '')}ing`,
  `${verb}${verb.at(-1)}ing`,
];
const BASES = new Map(VERBS.flatMap((verb) => gerundsOf(verb).map((gerund) => [gerund, verb] as const)));
const GERUND = `(?:${[...BASES.keys()].join('|')})\\b`;
/** "start by moving the rent", "would you mind adding milk, and moving the rent" */
const BEFORE_GERUND = new RegExp(
  `${START}(?:please )?(?:(?:start|begin) (?:by|with)|(?:would|do|could) (?:you|u) mind(?: (?:awfully|terribly|very much|just|please|kindly))*) (?=${GERUND})(?<wishes>.*?)\\??\\s*$`,
  'gisu',
);
const GERUNDS = new RegExp(
  `(?<=^|,? and (?:(?:then|also|maybe) )?|[,;] (?:(?:then|also) )?)${GERUND}`,
  'giu',
);
const WANNA = new RegExp(`${START}(?:i |we )?wanna (?=\\p{L})`, 'giu');

/** The text with the bare order where somebody was asked for it; in quotes nothing is changed. */
export const withoutRequests = (text: string): string => {
  const quotes = findQuotes(text);
  const outside = (at: number): boolean => !quotes.some(({ start, end }) => at > start && at < end);
  return text
    .replaceAll(WANNA, 'I want to ')
    .replaceAll(REQUEST, (said, at: number) => (outside(at) ? '' : said))
    .replaceAll(BEFORE_GERUND, (said, wishes: string, at: number) =>
      outside(at) ? wishes.replaceAll(GERUNDS, (verb) => BASES.get(verb.toLowerCase()) ?? verb) : said,
    );
};
