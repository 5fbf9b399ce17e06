import { distance } from 'fastest-levenshtein';
import { DEEDS as COMMON_DEEDS, wholePast } from './deeds.js';
import { LOOKALIKES } from './lookalikes.js';
import { isSwap } from './swap.js';
import { KNOWN_WORDS } from './vocabulary.js';

/** How people's words for a task compare with its title: "paying the rent" and "Pay rent" are the same. */

/** Words that tell no task from another. */
const FILLERS = new Set(
  `a an and the this that these those my our your his her their its it to of on in at by for with from about as is are was
  were be been being am i we you me us he she they have has had do did does done just already now also too today please
  task tasks todo item thing stuff job bit business errand chore one ones up off out so all some any again still finally last list both teh hte ur u n pls plz`.split(
    /\s+/,
  ),
);

const PAST: ReadonlyMap<string, string> = new Map(
  `ate:eat began:begin begun:begin bent:bend bled:bleed blew:blow broke:break broken:break burnt:burn bought:buy brought:bring built:build came:come caught:catch chose:choose crept:creep cut:cut dealt:deal did:do dug:dig
  drank:drink drew:draw drove:drive driven:drive eaten:eat fed:feed felt:feel found:find flew:fly flung:fling fought:fight froze:freeze frozen:freeze forgot:forget gave:give
  given:give gone:go got:get gotten:get grew:grow grown:grow heard:hear hid:hide hidden:hide held:hold hung:hang kept:keep knew:know laid:lay learnt:learn led:lead
  left:leave lent:lend lit:light lost:lose made:make mown:mow met:meet paid:pay quit:quit ran:run rang:ring rode:ride ridden:ride rung:ring read:read said:say sang:sing saw:see seen:see
  sent:send sewn:sew shorn:shear shot:shoot slept:sleep slid:slide sown:sow spelt:spell spilt:spill split:split spread:spread spun:spin stole:steal stuck:stick strung:string swung:swing showed:show shown:show sold:sell spent:spend spoke:speak spoken:speak stood:stand swam:swim
  swept:sweep taken:take taught:teach thought:think threw:throw thrown:throw told:tell took:take tore:tear torn:tear undid:undo understood:understand unstuck:unstick withdrew:withdraw withdrawn:withdraw wound:wind wove:weave wrung:wring
  went:go woke:wake won:win wore:wear written:write wrote:write`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

/** Other words for the same thing. */
const SAME: ReadonlyMap<string, string> = new Map(
  `gift:present appt:appointment doc:doctor phone:call ring:call mail:email e-mail:email picture:photo pic:photo mum:mom mother:mom
  father:dad purchase:buy get:buy supermarket:grocery shopping:grocery deck:slide presentation:slide vacation:holiday flat:apartment payment:pay renewal:renew delivery:deliver cancellation:cancel preparation:prepare registration:register
  backup:back back-up:back pickup:pick pick-up:pick cleanup:clean clean-up:clean followup:follow follow-up:follow signup:sign sign-up:sign dropoff:drop
  drop-off:drop removal:remove replacement:replace measurement:measure arrangement:arrange application:apply subscription:subscribe
  submission:submit extension:extend revision:revise rehearsal:rehearse proposal:propose arrival:arrive bicycle:bike repair:fix mend:fix dental:dentist veterinarian:vet
  physiotherapist:physio physiotherapy:physio cab:taxi film:movie medication:medicine meds:medicine television:tv fridge:refrigerator mtg:meeting
  bday:birthday hoover:vacuum nappy:diaper nappies:diaper rubbish:garbage trash:garbage solicitor:lawyer attorney:lawyer collect:pick fetch:pick
  automobile:car auto:car telephone:call pram:stroller trousers:pants sofa:couch`
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string]),
);

const plain = (word: string): string => SAME.get(word) ?? SAME.get(word.replace(/s$/, '')) ?? word;

/** "rehung" of "rehang". */
const againOf = (word: string): string | undefined => {
  const once = word.startsWith('re') ? PAST.get(word.slice(2)) : undefined;
  return once === undefined ? undefined : `re${once}`;
};

/** Whether a word is the past of a verb, as far as its form says so. */
export const isPast = (word: string): boolean =>
  PAST.has(word) || againOf(word) !== undefined || /[a-z]{2}ed$/.test(word);

const withoutEnding = (word: string): string =>
  word
    .replace(/['’]s?$/, '')
    .replace(/(?<=.{2})(?:ies|ied)$/, 'y')
    // "vaccination" of "vaccinate"
    .replace(/(?<=.{4})(?:ations?|at(?:e|es|ed|ing))$/, '')
    // "inspection" of "inspect"
    .replace(/(?<=.{3}ct)ions?$/, '')
    // "feed" and "bring" end so themselves.
    .replace(/(?<=[aeiouy].*)ing$|(?<=[aeiouy].*)(?<!^.{0,2}e)ed$|(?<=.{2})(?:es|s|(?<!e)e)$/, '')
    .replace(/(?<=.)([^aeiou])\1$/, '$1');

/** A word without its ending; not a word of its own, but the same for all its forms. */
const stem = (word: string): string => {
  const bare = withoutEnding(plain(PAST.get(word) ?? againOf(word) ?? word));
  // "ringing" is calling too.
  const same = SAME.get(bare);
  return same === undefined ? bare : withoutEnding(same);
};

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}'’-]+/u)
    // "dry-cleaning" of "dry cleaning", and "back-up" as one word.
    .flatMap((word) => (SAME.has(word) ? [word] : word.split(/(?<=\p{L}{3})-(?=\p{L}{3})/u)))
    .filter((word) => word !== '' && !FILLERS.has(word))
    .map(wholePast);

/** "wsh" is a hasty "wash". */
const isWithoutVowels = (short: string, long: string): boolean =>
  /^[^aeiou]{3}$/.test(short) && long.length <= 5 && long.replace(/[aeiou]/g, '') === short;

/** Two stems of one word, also when a finger slipped. */
const alike = (one: string, other: string): boolean => {
  if (one === other) return true;
  const length = Math.min(one.length, other.length);
  if (one[0] !== other[0]) return length >= 4 && one[1] === other[0] && isSwap(one, other);
  // "tpa" of "tap"
  if (length === 3) return isWithoutVowels(one, other) || isWithoutVowels(other, one) || isSwap(one, other);
  if (length < 4) return false;
  return isSwap(one, other) || distance(one, other) <= (length >= 7 ? 2 : 1);
};

interface Word {
  word: string;
  stem: string;
}
/** Texts that were read before: titles are held against every piece of a message. */
const READ = new Map<string, readonly Word[]>();
const MOST_READ = 2000;

const read = (text: string): readonly Word[] => {
  const known = READ.get(text);
  if (known !== undefined) return known;
  const words = wordsOf(text).map((word) => ({ word, stem: stem(word) }));
  if (READ.size >= MOST_READ) READ.clear();
  if (text.length <= 200) READ.set(text, words);
  return words;
};

const has = (words: readonly Word[], wanted: Word): boolean =>
  words.some(
    ({ word, stem }) =>
      stem === wanted.stem ||
      // "wait" is no slip of "write".
      (!(isEnglish(word) && isEnglish(wanted.word)) &&
        (alike(stem, wanted.stem) || alike(word, wanted.word))),
  );
const isEnglish = (word: string): boolean => LOOKALIKES.has(word) || KNOWN_WORDS.has(word);

/** Of several titles those that have the most of the words letter for letter: "Jana" is no slip of "Jonas" beside "Jana". */
const sharpest = (
  places: number[],
  said: readonly Word[],
  titles: readonly (readonly Word[])[],
): number[] => {
  if (places.length < 2) return places;
  // A word that a title has is a slip of no other.
  const exact = said.filter(({ stem }) => titles.some((words) => words.some((word) => word.stem === stem)));
  const loose = said.filter((word) => !exact.includes(word));
  const left = places.filter((place) =>
    (titles[place] ?? []).every(
      (word) => !has(said, word) || exact.some(({ stem }) => stem === word.stem) || has(loose, word),
    ),
  );
  return left.length > 0 ? left : places;
};

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
  const within = titlesWithin(text, titles);
  // Another title may have more of the words: "call bea abck about rent" is not "Call Bea".
  const inside = within.length === 1 && within.every((place) => scores[place] === best);
  if (inside && best < wanted.length) return { places: within, sure: true };
  const all = titles.map(read);
  const found =
    best > 0 && best * 2 >= wanted.length
      ? sharpest(
          scores.flatMap((score, place) => (score === best ? [place] : [])),
          wanted,
          all,
        )
      : [];
  // "dishes" is of "Do the dishes" rather than of "Buy dish soap".
  const exact = found.filter((place) =>
    wanted.every(({ word }) => all[place]?.some((one) => one.word === word)),
  );
  return {
    places: exact.length > 0 ? exact : found,
    sure: best > 0 && (best === wanted.length || inside),
  };
};

/** "elec bill": beside a whole word another may be cut short. */
const begins = (words: readonly Word[], { word }: Word): boolean =>
  word.length >= 3 && words.some((one) => one.word.startsWith(word));

/** Whether the words name a task that there is, every one of them. @param least words that say something */
export const isTitle = (text: string, titles: readonly string[], least = 1): boolean => {
  const wanted = read(text);
  return (
    wanted.length >= least &&
    titles.some((title) => {
      const stems = read(title);
      return (
        wanted.every((word) => has(stems, word) || begins(stems, word)) &&
        wanted.some((word) => has(stems, word))
      );
    })
  );
};

/** The titles that a longer text has all the words of, by their place: "I bought the milk on my way" has "Buy milk". */
export const titlesWithin = (text: string, titles: readonly string[]): number[] => {
  const said = read(text);
  const all = titles.map(read);
  const places = all.flatMap((words, place) =>
    words.length > 0 && words.every((word) => has(said, word)) ? [place] : [],
  );
  return sharpest(places, said, all);
};

/** Deeds that people tell of by another word. */
const DEEDS: readonly ReadonlySet<string>[] = [
  'call phone ring speak talk dial facetime',
  'return take bring give drop',
  'buy get pick purchase order grab fetch',
  'email mail write send message text reply',
  'send post mail ship deliver submit hand email',
  'clean tidy wash scrub hoover vacuum mop wipe sweep',
  'pay settle transfer wire',
  'book reserve schedule arrange make order',
  'fix repair mend patch',
  'repair fix mend patch',
  'mend fix repair patch',
  'replace swap change exchange',
  'change swap replace',
  'swap replace exchange',
  'service maintain',
  'submit hand send file turn upload',
  'pick collect fetch get',
  'collect fetch pick get',
  'fetch collect pick get',
  'deliver bring take drop hand',
  'drop deliver bring take',
  'transfer pay wire send',
  'order buy purchase',
  'arrange book organise organize sort',
  'schedule book arrange',
  'mow cut trim',
  'trim cut prune clip',
  'prune trim cut',
  'hoover vacuum clean',
  'vacuum hoover clean',
  'tidy clean sort clear',
  'wash clean scrub rinse',
  'scrub clean wash',
  'assemble build put',
  'hang put mount',
  'install fit put mount set',
  'check inspect test look',
  'inspect check',
  'throw chuck toss take',
  'empty clear',
  'top fill refill',
  'draft write',
  'reply answer respond write',
  'answer reply respond',
  'respond reply answer',
  'meet see visit',
  'visit see go',
  'print',
  'renew extend',
  'write finish draft send submit email mail deliver hand',
  'cancel stop quit end',
  'sort organise organize arrange tidy',
  'make prepare cook bake do',
  'do finish make',
  'finish complete do write',
  'prepare make do finish',
].map((words) => new Set(words.split(' ').map(stem)));

/** Also what is said of tasks: "remove" names no task. */
const SAID_OF_TASKS =
  'remove delete drop cancel scrap dump cut throw clear move push shift change update set mark tag label add show list check tick finish complete rename reopen put take bring erase bin kill';
const ALL_DEEDS: ReadonlySet<string> = new Set([
  ...SAID_OF_TASKS.split(' ').map(stem),
  ...DEEDS.flatMap((words) => [...words]),
  ...PAST.values(),
]);
const isDeed = ({ word, stem }: Word): boolean => ALL_DEEDS.has(stem) || ALL_DEEDS.has(word);

const sameDeed = (one: string, other: string): boolean =>
  one === other || DEEDS.some((deeds) => deeds.has(one) && deeds.has(other) && isFirst(deeds, other));
/** A group is of the deed that it begins with: who sent a letter has written it, who wrote one has not sent it. */
const isFirst = (deeds: ReadonlySet<string>, deed: string): boolean => deeds.values().next().value === deed;

const TIMES = new Set(
  'morning afternoon evening night noon lunch day week weekend yesterday earlier ago before last monday tuesday wednesday thursday friday saturday sunday hour minute minutes hours while'.split(
    ' ',
  ),
);

/**
 * The titles whose deed a text tells of as past, by this or by another word for it, with what it was done to: "took the
 * library books back" for "Return library books". By their place.
 */
const toldAt = (text: string, titles: readonly string[]): { found: number[]; whole: boolean } => {
  const said = read(text).filter(({ word }) => !TIMES.has(word));
  const past = said.filter(({ word }) => isPast(word));
  const done = LIGHT.exec(text.toLowerCase())?.groups?.deed;
  const deeds = [...past.map((word) => word.stem), ...(done === undefined ? [] : [stem(done)])];
  if (deeds.length === 0) return { found: [], whole: false };
  const scores = titles.map((title) => {
    const words = read(title);
    const [deed, ...rest] = words;
    if (deed === undefined || rest.length === 0) return 0;
    if (!deeds.some((one) => sameDeed(one, deed.stem) || isSlipOf(one, deed.stem)))
      return toldByNoun(words, past, said);
    const hit = rest.filter((word) => has(said, word)).length;
    return hit / rest.length;
  });
  const best = Math.max(0, ...scores);
  // Of "Call the school about lunch" and "Call the school about the trip" calling the school tells neither.
  const hits = scores.map((score, place) => score * (read(titles[place] ?? '').length - 1));
  const most = Math.max(0, ...hits);
  const found = sharpest(
    scores.flatMap((score, place) =>
      score > 0 && (score === best || (best < 1 && Math.abs((hits[place] ?? 0) - most) < 0.01))
        ? [place]
        : [],
    ),
    said,
    titles.map(read),
  );
  return { found, whole: best === 1 };
};

export const toldTitles = (text: string, titles: readonly string[]): number[] => {
  const { found, whole } = toldAt(text, titles);
  return whole || found.length === 1 ? found : [];
};

/** "graded the essays" of "Grade essays period 2" and of "… 5": the words that several have; null when it is of one or none. */
export const toldOfSeveral = (text: string, titles: readonly string[]): string | null => {
  const { found, whole } = toldAt(text, titles);
  const all = found.flatMap((place) => titles[place] ?? []).map(read);
  const shared = read(text).filter((word) => all.every((words) => has(words, word)));
  return whole || found.length < 2 || shared.length < 2 ? null : shared.map(({ word }) => word).join(' ');
};

/** "repainted unit 5" of "Unit 5 repaint": which share of the other words was said; of "Buy fence paint" all must be. */
const toldByNoun = (words: readonly Word[], past: readonly Word[], said: readonly Word[]): number => {
  const noun = words.findLast(({ stem }) => past.some((one) => one.stem === stem));
  // "Get the boiler serviced"
  const rest = words.filter((word) => word !== noun && word.word !== 'get');
  if (rest.length === 0) return 0;
  const share = rest.filter((word) => has(said, word)).length / rest.length;
  return noun === undefined || (share < 1 && rest.some(({ word }) => COMMON_DEEDS.has(word))) ? 0 : share;
};

/** "srviced" of "service": a word of no deed, so it can be no other. */
const isSlipOf = (one: string, deed: string): boolean =>
  one.length >= 5 && !KNOWN_DEEDS.has(one) && !ALL_DEEDS.has(one) && !isEnglish(one) && alike(one, deed);
const KNOWN_DEEDS: ReadonlySet<string> = new Set([...COMMON_DEEDS].map(stem));

/** "made the booking of", "got off the phone with": the deed is said by a noun. */
const LIGHT =
  /\b(?:made|did|finished|completed|got off|just off|was on|done) (?:with )?(?:(?:the|a|my|all|that) )*(?<deed>booking|call|phone|payment|purchase|shopping|cleaning|washing|ironing|order|reservation|return)\b/;

const SAME_WHEN_PAST: ReadonlySet<string> = new Set([
  'cut',
  'put',
  'set',
  'shut',
  'read',
  'split',
  'spread',
  'quit',
]);

/** Whether a text tells of the deed that a title begins with as of one that is past: "bought" for "Buy milk". */
export const tellsOfDeed = (text: string, title: string): boolean => {
  const [deed = ''] = wordsOf(title);
  return wordsOf(text).some(
    (word) => stem(word) === stem(deed) && (word === deed ? SAME_WHEN_PAST.has(word) : isPast(word)),
  );
};

/**
 * The titles that a text mentions: of those with which it shares words, the ones of which it has the greatest share,
 * if that is half or more, or a word that no other title has. By their place.
 */
export const mentioned = (text: string, titles: readonly string[]): number[] => {
  const said = read(text);
  const all = titles.map(read);
  const shares = all.map((words, place) => {
    const [deed, ...rest] = words;
    // A deed alone names nothing: there are many things to buy.
    const objects = rest.length === 0 && deed !== undefined ? [deed] : rest;
    const hit = objects.filter((word) => has(said, word));
    const own = hit.some((word) => all.every((others, at) => at === place || !has(others, word)));
    const share = objects.length === 0 ? 0 : hit.length / objects.length;
    return share >= 0.5 || (own && share >= 0.3)
      ? share + (deed !== undefined && has(said, deed) ? 0.2 : 0)
      : 0;
  });
  const best = Math.max(0, ...shares);
  if (best === 0) return [];
  return sharpest(
    shares.flatMap((share, place) => (share === best ? [place] : [])),
    said,
    all,
  );
};

/** Shorter words many titles could have. */
const FEW_LETTERS = 4;

/** The place of the only title that a text speaks of: by most of its words, or by one that no other title has. */
export const onlySpokenOf = (text: string, titles: readonly string[]): number | undefined => {
  const [place, ...others] = mentioned(text, titles);
  if (place !== undefined) return others.length > 0 ? undefined : place;
  const said = read(text);
  const all = titles.map(read);
  const own = all.flatMap((words, at) =>
    words.some(
      (word, index) =>
        word.word.length >= FEW_LETTERS &&
        // Many things are to be rung.
        !(index === 0 && words.length > 1 && COMMON_DEEDS.has(word.word)) &&
        has(said, word) &&
        all.every((other, beside) => beside === at || !has(other, word)),
    )
      ? [at]
      : [],
  );
  return own.length === 1 ? own[0] : undefined;
};

const ARTICLE = /^(?:the|my|our)$/i;

/** A title that a text speaks of, and which of the text's tokens are its words. */
export interface Located {
  place: number;
  at: ReadonlySet<number>;
}

/**
 * The titles that a text, token by token, speaks of: first the one with the greatest number of its words in it, and of
 * several such the one whose words stand closest together; then what else is spoken of, by other words. Null where it
 * can't be said which of two is meant by the same words.
 */
export const locate = (tokens: readonly string[], titles: readonly string[]): readonly Located[] | null => {
  const located = LOCATED.get(titles) ?? new Map<string, readonly Located[] | null>();
  LOCATED.set(titles, located);
  const key = tokens.join('\n');
  let found = located.get(key);
  if (found === undefined) {
    found = locateAnew(tokens, titles);
    located.set(key, found);
  }
  return found;
};

/** What was located before, by the titles that there were. */
const LOCATED = new WeakMap<readonly string[], Map<string, readonly Located[] | null>>();

const locateAnew = (tokens: readonly string[], titles: readonly string[]): readonly Located[] | null => {
  const said = tokens.map(read);
  const silent = said.map((words) => words.length === 0);
  const all = titles.map(read);
  const scored = all
    .map((words, place) => {
      const [deed, ...rest] = words;
      const hits = said.map((each) => words.filter((word) => has(each, word)));
      const hit = new Set(hits.flat());
      // "pharmacy run" begins with no deed, and "the call" is none.
      const noun =
        deed !== undefined &&
        hit.has(deed) &&
        (!isDeed(deed) ||
          tokens.some((_, at) => ARTICLE.test(tokens[at - 1] ?? '') && has(said[at] ?? [], deed))) &&
        all.every((others, at) => at === place || !has(others, deed));
      const objects = rest.length === 0 || noun ? words : rest;
      const found = objects.filter((word) => hit.has(word));
      const own = found.some((word) => all.every((others, at) => at === place || !has(others, word)));
      const share = objects.length === 0 ? 0 : found.length / objects.length;
      const { at, size } = longestRun(hits, silent);
      for (const [index, each] of hits.entries())
        if (each.some((word) => objects.includes(word))) at.add(index);
      return {
        place,
        at,
        hit: hit.size,
        meant: share >= 0.5 || (own && share >= 0.3),
        score: hit.size + size / 10,
      };
    })
    .filter(({ hit }) => hit > 0)
    .sort((one, other) => other.score - one.score);
  const first = scored.find(({ meant }) => meant);
  if (first === undefined) return [];
  const touches = ({ at }: Located): boolean => [...at].some((index) => first.at.has(index));
  const rivals = scored.filter((one) => one !== first && one.score >= first.score && touches(one));
  return rivals.length > 0
    ? null
    : [first, ...scored.filter((one) => one !== first && one.meant && !touches(one))];
};

/** The most different words of a title that stand together, with nothing but words that tell no task from another between. */
const longestRun = (
  hits: readonly (readonly Word[])[],
  silent: readonly boolean[],
): { at: Set<number>; size: number } => {
  let best: { at: Set<number>; size: number } = { at: new Set(), size: 0 };
  let run: number[] = [];
  const close = (): void => {
    const size = new Set(run.flatMap((index) => hits[index] ?? [])).size;
    if (size > best.size) best = { at: new Set(run), size };
    run = [];
  };
  hits.forEach((words, index) => {
    if (words.length > 0) run.push(index);
    else if (!silent[index]) close();
  });
  close();
  const [first, last] = [Math.min(...best.at), Math.max(...best.at)];
  for (let index = first; index < last; index += 1) best.at.add(index);
  return best;
};

/** Whether a text is surely of one title and of no other. */
export const namesJustOne = (text: string, titles: readonly string[]): boolean => {
  const { places, sure } = matchTitles(text, titles);
  return sure && places.length === 1;
};

/** How many words of a text the title does not have. */
export const strangers = (text: string, title: string): number => {
  const words = read(title);
  return read(text).filter((word) => !has(words, word)).length;
};

/** Whether a text has a word of the title letter for letter, and not one of those that were said already. */
export const sharesWord = (text: string, title: string, but: string): boolean => {
  const [said, words, others] = [read(text), read(title), read(but)];
  return words.some(
    ({ stem }) => said.some((word) => word.stem === stem) && !has(others, { word: stem, stem }),
  );
};

/** How many words of a text tell one task from another. */
export const wordCount = (text: string): number => read(text).length;

const TOKEN = /[\p{L}\p{N}'’-]+/gu;

/**
 * The text with the titles in quotes that it has word for word, also in other forms and with slips: what stands in
 * quotes has no verbs, days and joins of its own. Null when there is none.
 */
export const quoteTitles = (text: string, titles: readonly string[]): string | null => {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    word: match[0].toLowerCase(),
  }));
  const wordsIn = (title: string): string[] => [...title.matchAll(TOKEN)].map(([word]) => word.toLowerCase());
  const same = (one: string, other: string): boolean =>
    one === other || alike(one, other) || stem(one) === stem(other);
  const found: { start: number; end: number }[] = [];
  for (const words of titles.map(wordsIn).sort((one, other) => other.length - one.length)) {
    if (words.length < 2) continue;
    for (let at = 0; at + words.length <= tokens.length; at += 1) {
      const run = tokens.slice(at, at + words.length);
      const [first, last] = [run[0], run.at(-1)];
      if (
        first === undefined ||
        last === undefined ||
        !run.every(({ word }, index) => same(word, words[index] ?? ''))
      )
        continue;
      if (found.every(({ start, end }) => last.end <= start || first.start >= end))
        found.push({ start: first.start, end: last.end });
    }
  }
  if (found.length === 0) return null;
  return found
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (whole, { start, end }) => `${whole.slice(0, start)}"${whole.slice(start, end)}"${whole.slice(end)}`,
      text,
    );
};
