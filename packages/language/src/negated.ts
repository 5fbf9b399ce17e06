import type { Context, Intent } from './intent.js';
import { CHANGES, target } from './kinds.js';
import { LONGEST_SAID } from './sentence.js';
import { mentioned } from './titles.js';

/** What is not to be done, or only imagined: "don't move the rent to friday", "I was about to rename 2 to Car". */

const VERBS =
  'delete|remove|cancel|mark|tick|check|cross|clear|get rid of|scrap|complete|finish|wipe|move|push|shift|postpone|reschedule|delay|rename|call|change|tag|label|untag|set|make|put|bump|drop|erase|bin|trash|close|touch|reopen|untick|strip|take|give|bring';
const NOT = "(?:n['’]?t|nt| not)";
const SUBJECT = '(?:i|we|you|u|they|he|she|nobody|no one|anyone|one)';
/** Before the verb that is denied. "Why don't you move it?" asks for it, and "don't forget to" wishes for it. */
const DENIALS = [
  `(?<!\\bwhy )do${NOT}(?: (?:you|u|ever|you dare|you ever|please|now|u dare))*`,
  `(?:${SUBJECT} )(?:do|did|would|will|wo|should|must|ca|can|could|am|need)${NOT}(?: (?:really|actually|now|yet|just))*(?: (?:want|wanna|wish|like|have|need|ask|tell|going|planning|about)(?: (?:you|u|anyone|him|her))?(?: to)?)?`,
  `(?:i|we)['’]?m not (?:going|planning|about) to|(?:we|they)['’]?re not (?:going|planning|about) to`,
  `(?:i|we) (?:do${NOT}|dont) wanna`,
  `(?:let['’]?s|let us) not`,
  `no (?:need|reason) (?:for you )?to|there['’]?s no (?:need|reason) to|there is no (?:need|reason) to`,
  `(?:i['’]?d |we['’]?d |i would |would )?(?:rather|better) not`,
  `under no circumstances`,
  `(?:i|we) never (?:said|asked|told you|wanted)(?: you)? to`,
  `why (?:would|should) (?:i|we|you)`,
  `(?:it['’]?s|it is|this is) not (?:the )?time to`,
  `(?:nobody|no one) (?:should|may|must|can|needs to)`,
  `(?<=^|[.,;:!?] |\\b(?:and|but|so|ok|please|yes|again|said) )(?:never|not)(?: ever| again)?`,
];
/** Before the verb of what was, might be or is only imagined. */
const IMAGINED = [
  '(?:i|we) (?:was|were) (?:just )?(?:about|supposed|hoping|tempted) to',
  '(?:i|we) (?:almost|nearly|used to|might|may)',
  '(?:maybe|perhaps|possibly) (?:i|we) (?:should|could|will|might|can|would)',
  '(?:suppose|imagine|say|what if|what (?:would|will) happen if|what happens if|in case) (?:i|we|you)',
  '(?:i|we) (?:dreamt|dreamed) (?:that )?(?:i|we) (?:had to|should|could)',
  'the (?:plan|idea) was to',
  "(?:one day|some day|someday|once [^.;!?]{3,40},?|when(?:ever)? [^.;!?]{3,40},?|unless [^.;!?]{3,40},?) (?:i(?:['’]ll| will| would| can)|we(?:['’]ll| will| would| can))",
  '(?:i|we) wish (?:i|we|you) (?:could|would|had)',
  '(?:why|when|how) did (?:i|we|you)|how (?:can|do|would) (?:i|we|you)|(?:explain|tell me|show me) how to|how to',
  '(?:someone|somebody|anyone|anybody) (?:else )?(?:should|could|must|needs to|ought to)',
  '(?:has|have) (?:i|you|we|anyone|anybody|somebody)',
];
const DENIED = new RegExp(
  `(?:^|(?<=[\\s.,;:!?]))(?:${[...DENIALS, ...IMAGINED].join('|')}) (?=(?:${VERBS})\\b)`,
  'giu',
);
/** Where what is denied ends. */
const END =
  /[.;!?,](?=\s|$)|\s(?:and|but|or|just|only|instead|rather|because|since|unless|until|before)\s|\s[–—-]\s|$/iu;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The same change of the same tasks, whatever words name them. */
const sameness =
  ({ titles = [] }: Context) =>
  (intent: Intent): string => {
    const of = target(intent);
    const named = of?.kind === 'title' ? mentioned(of.text, titles) : [];
    const { intent: name } = intent;
    return JSON.stringify([
      name,
      named.length > 0 ? named : of,
      intent.intent === 'update' ? Object.entries(intent.changes).sort() : null,
    ]);
  };

/**
 * What was found in a message without what it says is not to be done, or only imagines.
 * @param read reads the words behind a denial as a message of their own
 */
export const withoutNegated = (
  text: string,
  found: readonly Intent[],
  context: Context,
  read: (text: string) => readonly Intent[],
): readonly Intent[] => {
  if (text.length > LONGEST_SAID || /["“”]/.test(text)) return found;
  if (!found.some(({ intent }) => CHANGES.has(intent) && intent !== 'undo')) return found;
  const denied = [...text.matchAll(DENIED)].map(({ index, 0: denial }) => {
    const rest = text.slice(index + denial.length);
    return rest.slice(0, END.exec(rest)?.index);
  });
  if (denied.length === 0) return found;
  const key = sameness(context);
  const refused = new Set(denied.flatMap((words) => read(words).map(key)));
  const isOfDenied = (title: string): boolean =>
    denied.some((words) => {
      const said = wordsOf(words);
      const of = wordsOf(title).filter((word) => said.includes(word));
      return of.length > 0 && of.length >= wordsOf(title).length / 2;
    });
  const kept = found.filter((intent) => {
    if (intent.intent === 'add') return !intent.tasks.every(({ title }) => isOfDenied(title));
    if (!CHANGES.has(intent.intent)) return true;
    const of = target(intent);
    // Words of the denial that were taken for a title.
    const muddled =
      of?.kind === 'title' &&
      denied.some((words) => of.text.toLowerCase().includes(words.toLowerCase().trim()));
    return !muddled && !refused.has(key(intent));
  });
  return kept.length === 0 ? [{ intent: 'unknown' }] : kept;
};
