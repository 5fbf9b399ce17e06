import { distance } from 'fastest-levenshtein';
import { isSwap } from './swap.js';

/** How people's words for a task compare with its title: "paying the rent" and "Pay rent" are the same. */

/** Words that tell no task from another. */
const FILLERS = new Set(
  `a an and the this that these those my our your his her their its it to of on in at by for with from about as is are was
  were be been being am i we you me us he she they have has had do did does done just already now also too today please
  task tasks todo item thing stuff one ones up off out so all some any again still finally last list teh hte ur u n pls plz`.split(
    /\s+/,
  ),
);

const PAST: ReadonlyMap<string, string> = new Map(
  `ate:eat began:begin begun:begin bought:buy brought:bring built:build came:come caught:catch chose:choose cut:cut did:do
  drank:drink drew:draw drove:drive driven:drive eaten:eat fed:feed felt:feel found:find flew:fly forgot:forget gave:give
  given:give gone:go got:get gotten:get heard:hear held:hold hung:hang kept:keep knew:know laid:lay learnt:learn led:lead
  left:leave lent:lend made:make met:meet paid:pay ran:run rang:ring rung:ring read:read said:say sang:sing saw:see seen:see
  sent:send sewn:sew shot:shoot showed:show shown:show sold:sell spent:spend spoke:speak spoken:speak stood:stand swam:swim
  swept:sweep taken:take taught:teach thought:think threw:throw thrown:throw told:tell took:take torn:tear understood:understand
  went:go woke:wake won:win wore:wear written:write wrote:write`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

/** Other words for the same thing. */
const SAME: ReadonlyMap<string, string> = new Map(
  `gift:present appt:appointment doc:doctor phone:call ring:call mail:email e-mail:email picture:photo pic:photo mum:mom mother:mom
  father:dad purchase:buy get:buy supermarket:grocery shopping:grocery deck:slide presentation:slide vacation:holiday flat:apartment`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

const plain = (word: string): string => SAME.get(word) ?? SAME.get(word.replace(/s$/, '')) ?? word;

/** A word without its ending; not a word of its own, but the same for all its forms. */
const stem = (word: string): string =>
  plain(PAST.get(word) ?? word)
    .replace(/['’]s?$/, '')
    .replace(/(?<=.{2})(?:ies|ied)$/, 'y')
    .replace(/(?<=.{2})(?:ing|ed|es|s|e)$/, '')
    .replace(/(?<=.)([^aeiou])\1$/, '$1');

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}'’-]+/u)
    .filter((word) => word !== '' && !FILLERS.has(word));

/** Two stems of one word, also when a finger slipped. */
const alike = (one: string, other: string): boolean => {
  if (one === other) return true;
  const length = Math.min(one.length, other.length);
  if (length < 4 || one[0] !== other[0]) return false;
  return isSwap(one, other) || distance(one, other) <= (length >= 7 ? 2 : 1);
};

interface Word {
  word: string;
  stem: string;
}
const read = (text: string): Word[] => wordsOf(text).map((word) => ({ word, stem: stem(word) }));

const has = (words: readonly Word[], wanted: Word): boolean =>
  words.some(({ word, stem }) => alike(stem, wanted.stem) || alike(word, wanted.word));

/**
 * The titles that have most of the words, by their place; none when most words are missing. Sure only when none is:
 * "the rent agreement" is not "Pay rent".
 */
export const matchTitles = (text: string, titles: readonly string[]): { places: number[]; sure: boolean } => {
  const wanted = read(text);
  if (wanted.length === 0) return { places: [], sure: false };
  const scores = titles.map((title) => {
    const stems = read(title);
    return wanted.filter((word) => has(stems, word)).length;
  });
  const best = Math.max(0, ...scores);
  return {
    places:
      best > 0 && best * 2 >= wanted.length
        ? scores.flatMap((score, place) => (score === best ? [place] : []))
        : [],
    sure: best > 0 && (best === wanted.length || titlesWithin(text, titles).length === 1),
  };
};

/** Whether the words name a task that there is, every one of them. @param least words that say something */
export const isTitle = (text: string, titles: readonly string[], least = 1): boolean => {
  const wanted = read(text);
  return (
    wanted.length >= least &&
    titles.some((title) => {
      const stems = read(title);
      return wanted.every((word) => has(stems, word));
    })
  );
};

/** The titles that a longer text has all the words of, by their place: "I bought the milk on my way" has "Buy milk". */
export const titlesWithin = (text: string, titles: readonly string[]): number[] => {
  const said = read(text);
  return titles.flatMap((title, place) => {
    const stems = read(title);
    return stems.length > 0 && stems.every((word) => has(said, word)) ? [place] : [];
  });
};

const SAME_WHEN_PAST: ReadonlySet<string> = new Set(['cut', 'put', 'set', 'shut', 'read', 'split']);

/** Whether a text tells of the deed that a title begins with as of one that is past: "bought" for "Buy milk". */
export const tellsOfDeed = (text: string, title: string): boolean => {
  const [deed = ''] = wordsOf(title);
  return wordsOf(text).some(
    (word) =>
      stem(word) === stem(deed) &&
      (word === deed ? SAME_WHEN_PAST.has(word) : PAST.has(word) || /ed$/.test(word)),
  );
};
