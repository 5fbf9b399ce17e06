/** Answers to what was asked about, in the words that people have for them. Each is the source of a regular expression. */
export const YES =
  '(?:yes|yes please|ok|okay|sure|sure thing|y|ya|aye|yup|yep|yeah|confirm|confirmed|i confirm|i agree|agreed|i do|indeed|roger|certain|i am certain|why not|works for me|yes do|do please|go ahead|go on|go on then|go for it|hit it|make it so|let us do it|let us do that|let us go|by all means|for sure|totally|yes sir|si|ja|oui|proceed|do it|do that|do so|please do|do|correct|right|exactly|(?:it|that|this) is (?:correct|right|fine|ok|okay|good|what i (?:want|meant))|absolutely|definitely|of course|certainly|affirmative|fine|sounds good|that is right|that is correct|alright|i am sure|yes i am|you may|i do|👍|✅|👌)';
export const NO =
  '(?:no|no thanks|no thank you|n|nope|nah|cancel|stop|abort|never mind|do not|please do not|do not do (?:it|that|this)|not now|not yet|no way|leave (?:it|them|that|those|everything|all|all of them|things|my list)(?: alone| as (?:it is|they are|is)| be)?|keep (?:it|them|that|those|all|everything|all of them)|forget (?:it|that|about it|(?:that )?i (?:asked|said (?:it|that|anything))(?: (?:please|sorry))*(?: (?:because|as|since|my|our|he|she|it|they|we|i|the) .*)?)|(?:forget (?:it|that|about it)|never mind|drop it) (?:(?:i|we|he|she|they|it) (?:have|has|did|do not|does not|is|was|already|just|found|got)\\b(?!.* (?:to|take|delete|remove|put|add|make|move)\\b)|(?:found|got|already have|have) ).*|cancel (?:it|that|this)|negative|i changed my mind|changed my mind|on second thought no?|hold on|wait|no i am not|none|none of (?:them|these|those)|neither|nothing|not that|better not|👎|❌|i would rather not|rather not|drop it|no need|scratch that|do not bother|do not worry(?: about it)?)';

/** "ok... actually no, they still want it", "yes – wait, keep them": a yes that is taken back before it is out. "ok don't delete milk" takes nothing back. */
const YES_TAKEN_BACK = new RegExp(
  `^\\W*(?:(?:hm+|um+|uh|oh|well|so|and|ah)\\W+)*${YES}\\b(?: (?:please|then|sure|ok|okay))*[\\s,.;!?…–—-]+(?:(?:oh|um+|hm+|but|actually|sorry|on second thoughts?)[\\s,.!?…–—-]+)*(?:no(?! (?:problem|worries|need to ask|doubt|question|rush|hurry|objections?))|nope|nah|wait|hold on|hang on|stop|(?:don['’]?t|do not)(?: (?:do|delete|remove|touch|change|move|tick|mark) (?:it|that|this|them|those|these|any|anything)(?: of (?:it|them|those))?(?: (?:yet|please|now|at all))*)?(?=\\s*(?:[,.;!?…–—-]|$))|scratch that|never ?mind|better not|rather not|on second thoughts?)(?=[\\s,.;!?…–—-]|$)[\\s,.;!?…–—-]*(?<rest>[\\s\\S]*)$`,
  'i',
);

/** What is said behind it; null where no yes is taken back. */
export const behindTakenBackYes = (text: string): string | null =>
  YES_TAKEN_BACK.exec(text)?.groups?.rest ?? null;

/** "yes. and make the venue high": an answer, and a wish of its own. */
const YES_AND =
  /^\W*(?:(?:oh|ah|hm+|well)\W+)*(?:(?:yes|yeah|yep|yup|sure|confirm(?:ed)?|go ahead|do it|please do|definitely|absolutely|of course|correct)\b(?: (?:please|thanks|thank you|sure|delete (?:them|it|those|both|all)|do it|go ahead|all of them|both))*[\s,.;!…–—-]+)+(?<joined>(?:(?:and|also|then|after that|thanks|thank you)[\s,.;!]+)*)(?<rest>[\s\S]+)$/i;
const REFUSES =
  /\b(?:no|not|nope|but|keep|only|just|except|unless|if|wait|without|leave|spare|rest|others?|first|before|instead|rather)\b|n['’]t\b/i;

/** What is wished for behind a plain yes that nothing takes back; null where there is none. @returns `joined` by "and", "then" */
export const behindYes = (text: string): { rest: string; joined: boolean } | null => {
  const { rest, joined } = YES_AND.exec(text)?.groups ?? {};
  return rest === undefined || REFUSES.test(text) ? null : { rest, joined: joined !== '' };
};
