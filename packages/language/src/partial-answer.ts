import type { Context, Reference } from './intent.js';
import { plainly } from './manners.js';
import { dropEnd, dropStart, markAt, splitAt, trimMarks, words } from './phrases.js';
import { atPosition, readReferences } from './reference.js';
import { LONGEST_SAID, type Phrase, phraseOf, raw, seen, slice } from './sentence.js';
import { matchTitles, mentioned, strangers } from './titles.js';
import { behindTakenBackYes, behindYes } from './yes-and-no.js';

/** An answer to "May I delete these?" that is neither a yes nor a no: "yes but keep the rent", "no, only 5". */
export interface PartialAnswer {
  /** The numbers of the tasks that it is still to be done to. */
  left: number[];
  /** They were said to go; where only others were said to stay, is asked again. */
  agreed: boolean;
}

interface Asked {
  id: number;
  title: string;
}

const AGREES =
  /^(?:(?:yes|yeah|yea|yep|yup|ya|yh|y|ok|okay|k|sure|of course|alright|right|fine|correct|go ahead|go on|go for it|do it|please do)(?: (?:with|for|to))?(?: |$))+/;
const NOISE =
  /^(?:(?:no(?! to\b)|nope|nah|o|oh|ah|aw|hm+|um|uh|er|well|wait|actually|sorry|hang on|hold on|oops|argh|please|thanks|thank you|on (?:reflection|second thoughts?)|and|but|so|then|maybe|rather|i (?:mean|meant)|let us|you can|can you|could you|it is|that is|just(?= (?:not|keep|leave)\b))(?: |$))+/;
const POLITE = / (?:please|thanks|thank you|though|tho|then|for now|instead|ok|sorry|i think|i guess)$/;
/** "keep the rent", "not the first one", "all but 3" */
const STAY =
  /^(?<all>(?:all|everything|all of (?:them|those|these)|them all|those|both|delete (?:all|everything|the others?|the rest)(?: of (?:them|those|these))?) )?(?:no to|(?:but )?(?:not|except(?: for)?|apart from|other than|excluding|without|minus)|but|keep|leave|save|spare|skip|hold on to|i changed my mind about|forget (?:about )?|do not (?:<delete>|touch|do)|i (?:still |do |really )*(?:need|want to keep)(?: to keep)?) (?=\S)/;
const STAYS =
  / (?:(?:can |should |shall |must |has to |have to |needs to |will )?(?:stay|remain|be kept)s?(?: (?:in|there|on|please))*|alone|in|out(?: of (?:it|this))?|on (?:the|my) list|where it is|as it is|in place|(?:on )?there|not|no|is (?:still )?needed|i (?:still |do |really )*(?:need|want)(?: still)?)$/;
/** "only 5", "just delete the milk", "5 can go" */
const GO = /^(?:(?:only|just|simply)(?: (?:<delete>|do))?|(?:<delete>)(?: (?:only|just))?) (?=\S)/;
const GOES =
  / (?:only|alone|(?:can|may|should|must|has to|have to) (?:still )?go|goes|yes|yeah|yep|ok|okay|fine)$/;
/** What is said of those that were not named. */
const OTHERS =
  /^(?:(?:keep|leave|save|not) )?(?:(?:<delete>|lose|only|just|yes to|go ahead with) )?(?:all )?(?:the )?(?:rest|others?|other (?:one|ones|two|three|tasks?)|remaining(?: ones?)?)(?: (?:(?:can|may|should) (?:still )?(?:go|stay)|stays?|you (?:can|may) (?:<delete>)|goes|go|is fine|are fine|yes|is ok|are ok))*$/;
/** "yes, I don't need them anymore" */
const OUTWORN =
  /^(?:i|we|it|they|those|these|all) .*\b(?:not need|not needed|no longer|any ?more|old|outdated|obsolete|duplicates?|done|finished|useless|irrelevant|paid|over|gone|cancell?ed|sorted|history)\b/;
const REFUSES = /\b(?:no|nope|wait|keep|stop|still|but|hold|yet)\b/;
const REASON =
  /^(?:i|we|he|she|they|it|its|that|thats|this|those|because|as|since|cos|still|not (?:done|yet))\b/;

const DELETE = 'delete|remove|scrap|bin|trash|drop|clear|wipe|kill|get rid of|take off';
const withDelete = (pattern: RegExp): RegExp => new RegExp(pattern.source.replaceAll('<delete>', DELETE));
const [IS_STAY, IS_GO, IS_OTHERS] = [STAY, GO, OTHERS].map(withDelete) as [RegExp, RegExp, RegExp];

/** The numbers of those that were asked about and are meant; null when others are, or none. */
const numbersOf = (
  phrase: Phrase,
  asked: readonly Asked[],
  context: Context,
  spokenOf?: Asked,
): number[] | null => {
  const titles = asked.map(({ title }) => title);
  const oneOf = (reference: Reference, part: Phrase): readonly Asked[] => {
    if (reference.kind === 'id') return asked.filter(({ id }) => id === reference.id);
    if (reference.kind === 'ids') {
      const found = asked.filter(({ id }) => reference.ids.includes(id));
      return found.length === reference.ids.length ? found : [];
    }
    if (reference.kind === 'ordinal') return [atPosition(asked, reference.position) ?? []].flat();
    // "keep them", "the rent is not paid, keep that one"
    if (reference.kind === 'it' && spokenOf !== undefined) return [spokenOf];
    if (reference.kind === 'them' || reference.kind === 'it') return asked;
    if (reference.kind === 'all')
      return reference.filter === undefined && reference.status === 'all' ? asked : [];
    if (reference.kind !== 'title') return [];
    const { places } = matchTitles(reference.text, titles);
    const [only, ...others] = places.flatMap((place) => asked[place] ?? []);
    return only === undefined ||
      others.length > 0 ||
      strangers(words(dropEnd(part, / (?:one|task)$/)), only.title) > 0
      ? []
      : [only];
  };
  const named = splitAt(phrase, ({ seen: word }) => ['and', 'or', 'nor', '&'].includes(word));
  const found = named.map((part) => {
    const references = readReferences(part, { ...context, titles });
    const each = references === 'unclear' ? [] : references.map((reference) => oneOf(reference, part));
    return each.length === 0 || each.some(({ length }) => length === 0) ? null : each.flat();
  });
  return found.length === 0 || found.includes(null)
    ? null
    : found.flatMap((each) => each ?? []).map(({ id }) => id);
};

const ENDS_PART = /^[.,;!?…–—-]$/;
/** "keep 2 and delete 5", "yes but not the first": what begins another part. */
const BEGINS_PART = withDelete(
  /^(?:(?:but|and) (?:keep|leave|not|only|just|the (?:rest|others?)|<delete>|do not)|but) /,
);
const partsOf = (message: Phrase): Phrase[] => {
  const parts: Phrase[] = [];
  let from = 0;
  message.tokens.forEach((_, index) => {
    const mark = ENDS_PART.test(markAt(message, index));
    const before = seen(slice(message, from, index));
    const begins =
      !/(?:^|\b(?:all|everything|them|those))$/.test(before) &&
      BEGINS_PART.test(`${seen(slice(message, index, index + 3))} `);
    if (!mark && !begins) return;
    parts.push(slice(message, from, index));
    from = mark ? index + 1 : index;
  });
  parts.push(slice(message, from));
  return parts.map(trimMarks).filter(({ tokens }) => tokens.length > 0);
};

/** Which of the tasks of a question an answer leaves; null when it is a plain yes or no, or speaks of something else. */
export const readPartialAnswer = (
  text: string,
  asked: readonly Asked[],
  context: Context,
): PartialAnswer | null => {
  if (text.length > LONGEST_SAID || /\?\s*$/.test(text)) return null;
  const [stay, go] = [new Set<number>(), new Set<number>()];
  const titles = asked.map(({ title }) => title);
  // "yes, no wait, the rent": what was agreed to is open again.
  const isTakenBack = behindTakenBackYes(text) !== null;
  let agreed = false;
  let kind: Set<number> | null = null;
  let spokenOf: Asked | undefined;
  for (const part of partsOf(phraseOf(plainly(text)))) {
    let said = part;
    for (let length = 0; said.tokens.length !== length; ) {
      length = said.tokens.length;
      const open = dropStart(said, AGREES);
      agreed ||= !isTakenBack && open.tokens.length < length;
      said = trimMarks(dropEnd(dropStart(open, NOISE), POLITE));
    }
    if (said.tokens.length === 0) continue;
    // "delete the rest", behind what stays
    if (IS_OTHERS.test(seen(said)) && kind !== null) {
      agreed ||= kind === stay && !/\b(?:keep|leave|save|not|stays?)\b/.test(seen(said));
      continue;
    }
    const kept = dropEnd(dropStart(said, IS_STAY), STAYS);
    const gone = dropEnd(dropStart(said, IS_GO), GOES);
    const shorter = (left: Phrase): boolean => left.tokens.length < said.tokens.length;
    const goes = shorter(gone) || / (?:ok|okay|fine|yes|yep)$/.test(seen(part));
    const next: Set<number> | null = shorter(kept) ? stay : goes ? go : kind;
    const numbers = numbersOf(shorter(kept) ? kept : shorter(gone) ? gone : said, asked, context, spokenOf);
    if (numbers === null && kind !== null && (REASON.test(seen(part)) || REASON.test(seen(said)))) continue;
    if (
      numbers === null &&
      agreed &&
      OUTWORN.test(seen(said)) &&
      !REFUSES.test(seen(phraseOf(plainly(text))))
    )
      return { left: asked.map(({ id }) => id), agreed };
    const [place, ...others] = numbers === null ? mentioned(raw(said), titles) : [];
    spokenOf = place === undefined || others.length > 0 ? undefined : asked[place];
    if (spokenOf !== undefined && kind === null) continue;
    if (numbers === null) return null;
    agreed ||= next === go || IS_STAY.exec(seen(said))?.groups?.all !== undefined;
    const named: Set<number> = next ?? go;
    for (const number of numbers) named.add(number);
    kind = named;
  }
  if (kind === null) return null;
  const left = asked.map(({ id }) => id).filter((id) => !stay.has(id) && (go.size === 0 || go.has(id)));
  return { left, agreed };
};

/** "yes. and make the venue high": what is wished for beside the yes, of none of those that were asked about; null where there is none. */
export const wishBehindYes = (text: string, asked: readonly Asked[]): string | null => {
  const more = text.length > LONGEST_SAID ? null : behindYes(text);
  if (more === null || OF_THOSE.test(more.rest) || (!more.joined && ASKS.test(more.rest))) return null;
  const titles = asked.map(({ title }) => title);
  const numbers = new Set((more.rest.match(/\d+/g) ?? []).map(Number));
  return mentioned(more.rest, titles).length > 0 || asked.some(({ id }) => numbers.has(id))
    ? null
    : more.rest;
};
const OF_THOSE =
  /\b(?:it|they|them|this|that|those|these|all|both|everything|which|delete|remove|scrap|bin|trash|drop|clear|wipe)\b/i;
const ASKS = /\b(?:show|list|see|what|who|when|why|how)\b|\?\s*$/i;
