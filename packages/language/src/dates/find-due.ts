import { LIMITS } from '@todo/contracts';
import { Chrono, configuration } from 'chrono-node/en';
import { DEEDS } from '../deeds.js';
import type { Context, Due, FoundDue } from '../intent.js';
import type { Span } from '../quotes.js';
import { type Together, together } from '../together.js';
import { addDays, wallClock } from './calendar.js';
import { type Clock, DAY_RULES, type DayWords } from './day-rules.js';
import { TIME_RULES } from './time-rules.js';
import { mendDates } from './typos.js';
import {
  AFTER_A_DATE,
  CLEAR_WEEKDAY,
  DAY_PART,
  DAY_PARTS,
  HOLIDAYS,
  MONTH,
  MONTHS,
  WEEKDAY,
} from './words.js';

/** Stands for each character of a text in which no date may be found. */
const HIDDEN = '\uE000';

/** Every word for a day or a time has one of these in it: where there is none, no rule need look. */
const MAY_BE_A_DATE = new RegExp(
  `\\d|today|tonight|tonite|tomorrow|tm[rw]|day|week|month|year|fortnight|noon|night|morning|evening|lunch|hour|hr|min|eo[dwm]|cob|close of|clock|past|quarter|xmas|(?:at|by|before|until|around|about|till) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|twenty|thirty|fourth|(?:fif|six|seven|eigh|nin|ten|eleven|twelf|teen|tie)th|${WEEKDAY}|${MONTH}|${MONTHS.map((month) => month.slice(0, 3)).join('|')}|${Object.keys(HOLIDAYS).join('|')}`,
  'i',
);

/** Words that were read as a date already: what stands beside them may be more of it. */
const READ = '\uE001';

/** The text with these pieces out of sight, and everything else where it was. */
export const hide = (text: string, spans: readonly Span[], filler: string = HIDDEN): string => {
  let hidden = text;
  for (const { start, end } of spans)
    hidden = hidden.slice(0, start) + filler.repeat(end - start) + hidden.slice(end);
  return hidden;
};

interface DayMatch extends Span {
  day: DayWords;
  /** A date of the calendar says more than the weekday beside it. */
  exact: boolean;
}
interface TimeMatch extends Span {
  time(part: string | undefined): string | null;
}
type Match = DayMatch | TimeMatch;
const isDay = (match: Match): match is DayMatch => 'day' in match;

/** "check in friday": the word is of the verb. */
const IN_VERBS =
  'check|log|sign|hand|turn|bring|come|drop|fill|move|plug|sit|tune|chip|call|ring|clock|pop|get|put|book|dial|stop|cash|phone|trade|dive|fly|deal|tuck';
/** "4 friday" */
const FOR = `(?<!\\b(?:at|by|until|till|around|before|size|sizes|pack|type|model|chapter|ch|room|part|step|unit|page|pg|week|day|lesson|level|no|number|act|item|task|season|episode|version|phase|section|volume|vol|book|grade|year|track|gate|platform|bus|line|lab|problem|question|exercise|assignment|hw|homework|quiz|for|of|x) )4(?=\\s+(?:the\\s+|next\\s+|this\\s+)?(?:today|tonight|tomorrow|week|weekend|${CLEAR_WEEKDAY})\\b)`;
const PREPOSITION = `(?:(?:is |it['’]?s )?(?:due|needed|scheduled) )?(?:(?:(?:on|by|at|before|until|till|for|${FOR}|from|starting|around|@|no later than|not later than|(?:at )?latest(?: by| on)?|sometime|some time|somewhere(?= around)|(?<!\\b(?:${IN_VERBS}) )in(?= (?:the )?(?:${CLEAR_WEEKDAY})\\b))) )?`;
const NOT_INSIDE_A_WORD = `(?<![\\p{L}\\p{N}_${HIDDEN}'’#!/.$€£+-])`;
const END_OF_WORD = `(?![\\p{L}\\p{N}_${HIDDEN}]|['’-]\\p{L}|\\.\\p{L})`;

const withSpaces = (pattern: string, flags: string): RegExp =>
  new RegExp(pattern.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+'), flags);

/** `core` is quick to find, and the whole pattern is only where it is. */
const compile = (core: string): { core: RegExp; pattern: RegExp } => ({
  core: withSpaces(core, 'iu'),
  pattern: withSpaces(`${NOT_INSIDE_A_WORD}(?<preposition>${PREPOSITION})(?:${core})${END_OF_WORD}`, 'giu'),
});

const compileRules = <Rule extends { pattern: string }>(rules: readonly Rule[]) =>
  together(
    rules.map((rule) => ({ rule, ...compile(rule.pattern) })),
    ({ core }) => core,
  );

const DAYS = compileRules(DAY_RULES);
const TIMES = compileRules(TIME_RULES);

/** Each match of the rules, in the order of the rules. */
const matchesOf = <Rule>(
  text: string,
  rules: Together<{ rule: Rule; core: RegExp; pattern: RegExp }>,
): { rule: Rule; match: RegExpExecArray }[] =>
  rules
    .flatMap(({ any, items }) => (any.test(text) ? items : []))
    .flatMap(({ rule, core, pattern }) =>
      core.test(text) ? [...text.matchAll(pattern)].map((match) => ({ rule, match })) : [],
    );

/** Only for dates of the calendar: the other words are read before, by rules that know what a task is. */
const calendarDates = new Chrono(configuration.createConfiguration(true));

/** Longer texts are not searched further: a title has 200 characters. */
const SEARCHED = 1000;

const lowerGroups = (match: RegExpMatchArray): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(match.groups ?? {}).map(([name, text]) => [
      name,
      text?.toLowerCase().replaceAll(/\s+/g, ' '),
    ]),
  );

const BEGINS_WITH_PREPOSITION =
  /^(?:on|by|at|before|until|till|for|from|about|starting|around|due|this|in|no|not|latest|sometime|some|needed|scheduled)\s|^@/i;
const DETERMINER_BEFORE =
  /(?:^|[^\p{L}\p{N}])(?:the|an?|my|our|your|his|her|their|its|every|each|all|last|past|previous|another|(?<!(?:first|second|third|last|that|this|the)\s)one)\s+$/iu;
const COMES_AGAIN = /\b(?:every|each) (?:other |single |\d+ )?\p{L}+|\b(?:daily|weekly|monthly|yearly)\b/iu;
const isDetermined = (text: string, start: number): boolean =>
  DETERMINER_BEFORE.test(text.slice(Math.max(0, start - 20), start));
const NO_NOUN_AFTER = new RegExp(`^\\s*(?:$|[^\\p{L}\\p{N}\\s${HIDDEN}]|(?:${AFTER_A_DATE})\\b)`, 'iu');

/** "friday mow the lawn", "sunday Ben's kit": what follows is done then, and no noun that the day is of. */
const DEED_AFTER =
  /^\s+(?:(?<phrasal>\p{L}+)\s+(?:up|out|off|down|over|back|away)\s+\p{L}|(?<deed>\p{L}+)(?:\s+(?:up|out|off|in|down|over|back|away))?\s+(?:the|my|our|an?|some|his|her|their|its|this|that|all|\d|\p{Lu})|\p{L}+['’]s\s+\p{L})/u;
const isDeedAfter = (text: string): boolean => {
  const match = DEED_AFTER.exec(text);
  const deed = match?.groups?.phrasal ?? match?.groups?.deed;
  return match !== null && (deed === undefined || DEEDS.has(deed.toLowerCase()));
};

const matchRules = (text: string, clock: Clock): Match[] => {
  const times = matchesOf(text, TIMES).flatMap(({ rule, match }): TimeMatch[] => {
    const [start, end] = [match.index, match.index + match[0].length];
    // "the 5pm meeting" is a name.
    const named = !BEGINS_WITH_PREPOSITION.test(match[0]) && isDetermined(text, start);
    const time = (part: string | undefined) => rule.time(lowerGroups(match), part);
    return named || time(undefined) === null ? [] : [{ start, end, time }];
  });
  const days = matchesOf(text, DAYS).flatMap(({ rule, match }): Match[] => {
    const groups = lowerGroups(match);
    const day = rule.day(groups, clock);
    const [start, end] = [match.index, match.index + match[0].length];
    if (day === null) return [];
    const timeAfter = times.some((time) => time.start >= end && /^[\s,]*$/.test(text.slice(end, time.start)));
    // "4pm friday oboe lesson" is no lesson by that name.
    const timeBefore = times.some(
      (time) => time.end <= start && /^[\s,]*$/.test(text.slice(time.end, start)),
    );
    // "back in January" is over.
    if (/\bback $/i.test(text.slice(0, start)) && /^in /i.test(match[0])) return [];
    const rest = text.slice(end);
    const nounAfter = !timeAfter && !timeBefore && !NO_NOUN_AFTER.test(rest) && !isDeedAfter(rest);
    if (rule.nounAfter === 'never' && nounAfter) return [];
    if (rule.nounAfter === 'with preposition' && !BEGINS_WITH_PREPOSITION.test(match[0]))
      if (nounAfter || isDetermined(text, start)) return [];
    return [{ start, end, day, exact: rule.exact === true }];
  });
  return longest([...days, ...times]);
};

const longest = (matches: readonly Match[]): Match[] => {
  const chosen: Match[] = [];
  for (const match of matches.toSorted((a, b) => b.end - b.start - (a.end - a.start)))
    if (chosen.every((other) => match.end <= other.start || other.end <= match.start)) chosen.push(match);
  return chosen;
};

const BEFORE_CALENDAR_DATE =
  /(?<![\p{L}\p{N}])(?:(?:is\s+|it['’]?s\s+)?due\s+)?(?:(?:on|by|at|in|before|until|till|for|from|starting|around)\s+)?(?:the\s+)?$/iu;

/** "11 may morning" */
const PART_BEHIND = new RegExp(
  `^,?\\s+(?:in\\s+the\\s+|at\\s+)?(${DAY_PART})(?!\\s+\\d|[\\p{L}\\p{N}])`,
  'iu',
);

const BEGINS_WITH_WEEKDAY = new RegExp(`^(?:${WEEKDAY})\\b`, 'i');

const matchCalendar = (text: string, today: string): Match[] =>
  calendarDates
    .parse(text, { instant: new Date(`${today}T12:00:00Z`), timezone: 0 }, { forwardDate: true })
    .flatMap((result): Match[] => {
      const { start: date } = result;
      const words = text.slice(result.index, result.index + result.text.length);
      const withYear = /\d{4}/.test(words);
      if (!date.isCertain('month') || !date.isCertain('day')) return [];
      if (/\b(?:days?|weeks?|months?|years?|hours?|min|sec)/i.test(words)) return [];
      const lead = BEFORE_CALENDAR_DATE.exec(text.slice(0, result.index))?.[0] ?? '';
      const [start, end] = [result.index - lead.length, result.index + words.length];
      // "friday 3 april at 5"
      const named = BEGINS_WITH_WEEKDAY.test(words) || text.slice(0, start).trimEnd().endsWith(READ);
      const clear = withYear || lead !== '' || named || /\d(?:st|nd|rd|th)/i.test(words);
      if (!clear && !NO_NOUN_AFTER.test(text.slice(end)) && !isDeedAfter(text.slice(end))) return [];
      if (/[\p{L}\p{N}]$/u.test(text.slice(0, start)) || text[start - 1] === HIDDEN) return [];
      const [year, month, day] = [date.get('year'), date.get('month'), date.get('day')];
      const on = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      // Without am or pm, 1 to 7 are in the afternoon.
      const said = date.get('hour') ?? 0;
      const isBare = said >= 1 && said <= 7 && !/[ap]\.?m\b|morning|night|\b0\d[:.]/i.test(words);
      const hour = isBare ? said + 12 : said;
      const time = date.isCertain('hour')
        ? `${String(hour).padStart(2, '0')}:${String(date.get('minute') ?? 0).padStart(2, '0')}`
        : null;
      if (time !== null) return [{ start, end, day: { on, time }, exact: true }];
      const [behind = '', part = ''] = PART_BEHIND.exec(text.slice(end)) ?? [];
      const behindIt = part === '' ? { on } : { on, part, time: DAY_PARTS[part.toLowerCase()] ?? '' };
      return [{ start, end: end + behind.length, day: behindIt, exact: true }];
    });

/** Matches that stand side by side say one thing together. */
const clusters = (text: string, matches: readonly Match[]): Match[][] => {
  const groups: Match[][] = [];
  for (const match of matches.toSorted((a, b) => a.start - b.start)) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    // "tickets for the 28th by friday": what they are for, and when it is due.
    const apart =
      group?.some((one) => isDay(one) && /^for /i.test(text.slice(one.start, one.end))) === true &&
      isDay(match) &&
      /^(?:by|until|before|due) /i.test(text.slice(match.start, match.end));
    if (
      group !== undefined &&
      before !== undefined &&
      !apart &&
      /^[\s,]*$/.test(text.slice(before.end, match.start))
    )
      group.push(match);
    else groups.push([match]);
  }
  return groups;
};

const span = (group: readonly Match[]): Span => ({
  start: group[0]?.start ?? 0,
  end: group.at(-1)?.end ?? 0,
});

/** "thursday at the latest", "at 6 sharp": words behind a date that are none of a title. */
const END_OF_DATE =
  /^,?\s+(?:at\s+(?:the\s+)?(?:very\s+)?latest|latest|sharp|on\s+the\s+dot|coming|or\s+so)(?=\s*(?:$|[,.;:!?)]))/iu;

const withEnd = (text: string, { start, end }: Span): Span => ({
  start,
  end: end + (END_OF_DATE.exec(text.slice(end))?.[0].length ?? 0),
});

/** What the words of one date say together: the day, and the time if there is one. */
const readDue = (matches: readonly Match[], clock: Clock): Due | null => {
  const days = matches.filter(isDay);
  const day = (days.find(({ exact }) => exact) ?? days.find((match) => match.day.loose !== true) ?? days[0])
    ?.day;
  const part = days.find((match) => match.day.part !== undefined)?.day.part;
  const timeMatch = matches.find((match) => !isDay(match));
  const said = timeMatch !== undefined && !isDay(timeMatch) ? timeMatch.time(part) : null;
  // "in the afternoon on thursday"
  const loose = days.find((match) => match.day.loose === true)?.day.part;
  if (day !== undefined)
    return {
      on: day.on,
      time: said ?? day.time ?? (loose === undefined ? null : (DAY_PARTS[loose] ?? null)),
    };
  if (said === null) return null;
  // A time without a day is the next time that the clock shows it.
  return { on: said > clock.time ? clock.today : addDays(clock.today, 1), time: said };
};

/**
 * Finds when something is due, in the person's own time zone and never before today. Hours from 1 to 7 without am or
 * pm are in the afternoon. Of several dates the last counts. `spans` are the words that say it.
 */
export const findDue = (text: string, context: Context): FoundDue | null => {
  const known = context.dates?.get(text);
  if (known !== undefined) return known;
  const found = searchDue(text, context);
  context.dates?.set(text, found);
  return found;
};

const searchDue = (text: string, context: Context): FoundDue | null => {
  const { text: searched, back } = mendDates(text.slice(0, SEARCHED));
  if (!MAY_BE_A_DATE.test(searched)) return null;
  const now = context.wall ?? wallClock(context.now, context.timeZone);
  const clock: Clock = {
    today: now.on,
    time: now.time,
    inMinutes: (minutes) => wallClock(new Date(context.now.getTime() + minutes * 60_000), context.timeZone),
  };
  const words = matchRules(searched, clock);
  const calendar = /\d/.test(searched) ? matchCalendar(hide(searched, words, READ), clock.today) : [];
  const matches = [...words, ...calendar].filter(
    (match) => !isDay(match) || (match.day.on >= clock.today && match.day.on <= LIMITS.due.max),
  );
  const groups = clusters(searched, matches);
  const withDay = groups.filter((group) => group.some(isDay));
  const timesOnly = groups.filter((group) => !group.some(isDay));
  const chosen = withDay.at(-1) ?? timesOnly.at(-1);
  if (chosen === undefined) return null;
  // "every day at 9" is no day: tasks do not come again.
  if (withDay.length === 0 && COMES_AGAIN.test(searched)) return null;
  // "tomorrow about the car at 5": the day here, the time there.
  const [time, ...moreTimes] = timesOnly;
  const apart =
    time !== undefined && moreTimes.length === 0 && time !== chosen && chosen.every(isDay) ? [time] : [];
  const due = readDue([...chosen, ...apart.flat()], clock);
  return due === null
    ? null
    : {
        due,
        timeOnly: !chosen.some(isDay),
        spans: [chosen, ...apart]
          .map((group) => withEnd(searched, span(group)))
          .toSorted((a, b) => a.start - b.start)
          .map(({ start, end }) => ({ start: back(start), end: back(end) })),
      };
};

/** When a task is to be due: `timeOnly` when no day was said. */
export interface When {
  due: Due;
  timeOnly?: true;
}

export const toWhen = ({ due, timeOnly }: { due: Due; timeOnly: boolean }): When =>
  timeOnly ? { due, timeOnly } : { due };

/** A text that is a date from its first word to its last; null when there is another word. */
export const readWholeWhen = (text: string, context: Context): When | null => {
  const found = findDue(text, context);
  if (found === null) return null;
  const rest = hide(text, found.spans).replaceAll(HIDDEN, ' ');
  return /^[\s,.!?]*(?:(?:to|for|on|by|at|the|until|till)[\s,.!?]*)*$/i.test(rest) ? toWhen(found) : null;
};

export const readWholeDue = (text: string, context: Context): Due | null =>
  readWholeWhen(text, context)?.due ?? null;

/** The day that a text names, YYYY-MM-DD; null when it names none, or an hour alone. */
export const dayNamed = (text: string, context: Context): string | null => {
  const found = findDue(text, context);
  return found === null || found.timeOnly ? null : found.due.on;
};
