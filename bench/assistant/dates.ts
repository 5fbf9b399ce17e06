import { type Context, type Due, understand } from '@todo/language';
import { type ParsedComponents, parse } from 'chrono-node';
import { table } from '../numbers.js';
import type { LabelledCase } from './cases.js';
import { cell, share } from './report.js';

/** A day, or a day and a time of it, as labels have it. */
type When = string;

/** A message with the days and times that must be read in it. */
export interface DatedMessage {
  id: string;
  said: string;
  context: Context;
  expected: When[];
}

export interface Reading {
  message: DatedMessage;
  chrono: When[];
  ours: When[];
}

const formatIn = (instant: Date, timeZone: string): Due & { time: string } => {
  const [on = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(instant)
    .split(' ');
  return { on, time };
};

/** Minutes by which a zone is ahead of UTC. */
const offsetOf = (instant: Date, timeZone: string): number => {
  const { on, time } = formatIn(instant, timeZone);
  return Math.round((Date.parse(`${on}T${time}Z`) - instant.getTime()) / 60_000);
};

/** The instant of a wall clock; of two the first, and of none the one after the gap. */
export const instantOf = (wall: string, timeZone: string): Date => {
  const asUtc = new Date(`${wall}Z`);
  const before = offsetOf(new Date(asUtc.getTime() - 86_400_000), timeZone);
  const at = offsetOf(new Date(asUtc.getTime() - before * 60_000), timeZone);
  return new Date(asUtc.getTime() - at * 60_000);
};

const two = (number: number | null): string => String(number ?? 0).padStart(2, '0');

/** What the result says: a span of time is an instant, anything else is on the person's wall. */
const whenOf = (start: ParsedComponents, timeZone: string): When => {
  if (start.isCertain('timezoneOffset')) {
    const { on, time } = formatIn(start.date(), timeZone);
    return `${on}T${time}`;
  }
  const on = `${start.get('year')}-${two(start.get('month'))}-${two(start.get('day'))}`;
  return start.isCertain('hour') ? `${on}T${two(start.get('hour'))}:${two(start.get('minute'))}` : on;
};

/**
 * chrono-node with what its documentation has for this: the instant, the zone's offset, and dates to come. The first
 * date counts where one is wanted, as with its `parseDate`.
 */
export const readWithChrono = ({ said, context: { now, timeZone }, expected }: DatedMessage): When[] => {
  const found = parse(said, { instant: now, timezone: offsetOf(now, timeZone) }, { forwardDate: true });
  const wanted = expected.length === 1 ? found.slice(0, 1) : found;
  return wanted.map(({ start }) => whenOf(start, timeZone));
};

const label = ({ on, time }: Due): When => (time === null ? on : `${on}T${time}`);

/** What the assistant's parser reads: it has to find the wish and its title around the date as well. */
const readWithOurs = ({ said, context }: DatedMessage): When[] =>
  understand(said, context).flatMap((intent) => {
    if (intent.intent === 'add') return intent.tasks.flatMap(({ due }) => (due === null ? [] : [label(due)]));
    if (intent.intent === 'update' && intent.changes.due) return [label(intent.changes.due)];
    return [];
  });

/**
 * The messages of a set whose dates the labels tell: of one turn, about tasks that are new or had no date. Where a task
 * had one, or something was said before, that decides too, and chrono-node is told of neither.
 */
export const datedMessages = (cases: readonly LabelledCase[]): DatedMessage[] =>
  cases.flatMap(({ id, turns, intents, zone, now, tasks, after }): DatedMessage[] => {
    const [said, ...more] = turns;
    if (
      said === undefined ||
      more.length > 0 ||
      intents[0]?.some((intent) => intent !== 'add' && intent !== 'update')
    )
      return [];
    const left = [...tasks];
    const changed = after.filter(({ title, due }) => {
      const at = left.findIndex((task) => task.title === title && task.due === due);
      if (at !== -1) left.splice(at, 1);
      return at === -1;
    });
    if (left.some(({ due }) => due !== undefined)) return [];
    const dates = changed.flatMap(({ due }) => due ?? []);
    if (dates.length === 0 && !intents[0]?.includes('add')) return [];
    const context = { now: instantOf(now, zone), timeZone: zone, titles: tasks.map(({ title }) => title) };
    return [{ id, said, context, expected: dates }];
  });

export const readBoth = (message: DatedMessage): Reading => ({
  message,
  chrono: readWithChrono(message),
  ours: readWithOurs(message),
});

const dayOf = (when: When): string => when.slice(0, 10);
const same = (read: readonly When[], expected: readonly When[]): boolean =>
  [...read].sort().join() === [...expected].sort().join();
const sameDays = (read: readonly When[], expected: readonly When[]): boolean =>
  same(read.map(dayOf), expected.map(dayOf));

const spoken = (whens: readonly When[]): string =>
  whens.length === 0 ? 'nothing' : whens.map((when) => when.replace('T', ' ')).join(', ');

const listOf = (readings: readonly Reading[]): string =>
  readings.length === 0
    ? 'None.'
    : table([
        ['case', 'said', 'at', 'must be', 'chrono-node', 'ours'],
        ...readings.map(({ message: { id, said, context, expected }, chrono, ours }) => {
          const { on, time } = formatIn(context.now, context.timeZone);
          return [id, cell(`“${said}”`), `${on} ${time}`, spoken(expected), spoken(chrono), spoken(ours)];
        }),
      ]);

const rowOf = (name: string, readings: readonly Reading[], by: 'chrono' | 'ours'): string[] => {
  const of = (test: typeof same) =>
    share(readings.filter((reading) => test(reading[by], reading.message.expected)).length, readings.length);
  return [name, String(readings.length), by === 'chrono' ? 'chrono-node' : 'ours', of(same), of(sameDays)];
};

/** How often each is right. */
export const dateScores = (readings: readonly Reading[]): string => {
  const dated = readings.filter(({ message }) => message.expected.length > 0);
  const undated = readings.filter(({ message }) => message.expected.length === 0);
  return table([
    ['messages', 'number', 'read by', 'day and time right', 'day right'],
    rowOf('with a date', dated, 'chrono'),
    rowOf('with a date', dated, 'ours'),
    rowOf('that add without one', undated, 'chrono'),
    rowOf('that add without one', undated, 'ours'),
  ]);
};

/** What one gets right and the other does not. */
export const dateDifferences = (readings: readonly Reading[]): string => {
  const right = ({ message, ...read }: Reading, by: 'chrono' | 'ours') => same(read[by], message.expected);
  const where = (chrono: boolean, ours: boolean) =>
    readings.filter((one) => right(one, 'chrono') === chrono && right(one, 'ours') === ours);
  return [
    '### Ours right, chrono-node wrong',
    listOf(where(false, true)),
    '### chrono-node right, ours wrong',
    listOf(where(true, false)),
    '### Both wrong',
    listOf(where(false, false)),
  ].join('\n\n');
};
