import type { LabelledCase, LabelledIntent, LabelledTask } from './cases.js';

/** A task as it is in the database, in the form of a label, with its number. */
export interface FoundTask extends LabelledTask {
  id: number;
}

/** What one turn came to. */
export interface PlayedTurn {
  /** Each thing that was understood, as the labels may call it. */
  intents: readonly (readonly LabelledIntent[])[];
  reply: string;
  /** The assistant waits for a yes or a no. */
  waiting: boolean;
  /** All tasks after it. */
  tasks: readonly FoundTask[];
  /** Without the tools' own time. */
  ms: number;
}

export interface Score {
  /** For each turn, whether it was read as its label says. */
  intents: boolean[];
  /** What new and changed tasks were to have, and what replies were to show and to say. */
  slots: { right: number; all: number };
  /** Everything that must be true afterwards is. */
  state: boolean;
  /** Tasks that were changed otherwise than asked for. */
  wrongChanges: number;
  /** Tasks that were deleted and should not have been, or not yet. */
  destructive: number;
  /** What was missed, in words. */
  misses: string[];
}

/** Titles compare without regard to the case of their first letter and to a final full stop. */
const titleKey = (title: string): string => {
  const text = title.normalize('NFC').trim().replace(/\.$/, '');
  return text.slice(0, 1).toLowerCase() + text.slice(1);
};

const FIELDS = {
  title: ({ title }: LabelledTask) => titleKey(title),
  due: ({ due = '' }: LabelledTask) => due,
  priority: ({ priority }: LabelledTask) => priority ?? '',
  tags: ({ tags = [] }: LabelledTask) =>
    tags
      .map((tag) => tag.toLowerCase())
      .sort()
      .join(' '),
  done: ({ done = false }: LabelledTask) => String(done),
};
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS) as Field[];

const keyOf = (task: LabelledTask): string => FIELD_NAMES.map((field) => FIELDS[field](task)).join('\n');
const equal = (one: LabelledTask, other: LabelledTask): boolean => keyOf(one) === keyOf(other);

/** The tasks of `all` beyond those of `others`, each taken once. */
const without = <One extends LabelledTask>(
  all: readonly One[],
  others: readonly LabelledTask[],
  same: (one: LabelledTask, other: LabelledTask) => boolean = equal,
): One[] => {
  const left = [...others];
  return all.filter((task) => {
    const at = left.findIndex((other) => same(task, other));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
};

const changedIds = (before: readonly FoundTask[], after: readonly FoundTask[]): Set<number> => {
  const [was, is] = [before, after].map((tasks) => new Map(tasks.map((task) => [task.id, keyOf(task)])));
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return new Set([...ids].filter((id) => was?.get(id) !== is?.get(id)));
};

const describe = ({ title, due, priority, tags = [], done }: LabelledTask): string =>
  [title, due, priority && `!${priority}`, ...tags.map((tag) => `#${tag}`), done && 'done']
    .filter(Boolean)
    .join(' ');

/** A question, other than the examples of what one may say. */
const asksBack = ({ reply, waiting }: PlayedTurn): boolean =>
  waiting || reply.split('\n').some((line) => !line.startsWith('- ') && /\?(?:\s|$)/.test(line));

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const has = (reply: string, word: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${literally(word)}(?![\\p{L}\\p{N}])`, 'iu').test(reply);

/** Which titles a reply shows: a longer one is not taken for one that it begins with. */
const shownIn = (reply: string, titles: readonly string[]): Set<string> => {
  let left = reply;
  const shown = [...new Set(titles.map(titleKey))]
    .sort((one, other) => other.length - one.length)
    .filter((title) => {
      const found = has(left, title);
      if (found) left = left.replaceAll(new RegExp(literally(title), 'gi'), '');
      return found;
    });
  return new Set(shown);
};

/** What the replies were to show, to hide and to say: whether each held, and what it was. */
const demands = (one: LabelledCase, turns: readonly PlayedTurn[]): { held: boolean; what: string }[] => {
  const of = (
    wanted: Record<string, string[]>,
    test: (turn: PlayedTurn, word: string) => boolean,
    verb: string,
  ) =>
    Object.entries(wanted).flatMap(([turn, words]) =>
      words.map((word) => {
        const played = turns[Number(turn) - 1];
        return { held: played !== undefined && test(played, word), what: `turn ${turn} ${verb} “${word}”` };
      }),
    );
  const shownBy = (reply: string, turn: PlayedTurn, title: string): boolean => {
    const titles = [...one.tasks, ...turn.tasks, { title }].map((task) => task.title);
    return shownIn(reply, titles).has(titleKey(title));
  };
  const shows = (turn: PlayedTurn, title: string): boolean => shownBy(turn.reply, turn, title);
  // "Marked “X” as done", and a list without it: what was done is said by its title, and X is not on the list.
  const hides = (turn: PlayedTurn, title: string): boolean => {
    const rows = turn.reply.split('\n').filter((line) => line.startsWith('- '));
    return !shownBy(rows.length > 0 ? rows.join('\n') : turn.reply, turn, title);
  };
  return [
    ...of(one.shows, shows, 'should show'),
    ...of(one.hides, hides, 'should not show'),
    ...of(one.says, ({ reply }, word) => has(reply, word), 'should say'),
  ];
};

/** Each task that should be with the most similar one that is. */
const pairs = (expected: readonly LabelledTask[], found: readonly LabelledTask[]) => {
  const left = [...found];
  const alike = (one: LabelledTask, other: LabelledTask) =>
    FIELD_NAMES.filter((field) => FIELDS[field](one) === FIELDS[field](other)).length +
    (FIELDS.title(one) === FIELDS.title(other) ? FIELD_NAMES.length : 0);
  return expected.map((task) => {
    const best = Math.max(...left.map((other) => alike(task, other)));
    const at = left.findIndex((other) => alike(task, other) === best);
    return { task, found: at === -1 ? undefined : left.splice(at, 1)[0] };
  });
};

const GONE: ReadonlySet<LabelledIntent> = new Set(['delete', 'undo', 'confirm']);

/** Numbers of the tasks that were deleted and should not have been, or not in that turn. */
const destroyed = (
  one: LabelledCase,
  before: readonly FoundTask[],
  turns: readonly PlayedTurn[],
): Set<number> => {
  const found = new Set<number>();
  turns.forEach(({ tasks }, index) => {
    const had = turns[index - 1]?.tasks ?? before;
    const gone = had.filter(({ id }) => !tasks.some((task) => task.id === id));
    const may = one.intents[index]?.some((intent) => GONE.has(intent)) && !one.asks.includes(index + 1);
    if (!may) for (const { id } of gone) found.add(id);
  });
  const end = turns.at(-1)?.tasks ?? before;
  const lost = before.filter(({ id }) => !end.some((task) => task.id === id));
  const sameTitle = (task: LabelledTask, other: LabelledTask) => FIELDS.title(task) === FIELDS.title(other);
  const missing = without(one.after, end, sameTitle);
  for (const task of lost) if (missing.some((wanted) => sameTitle(task, wanted))) found.add(task.id);
  return found;
};

/**
 * Holds what a conversation came to against its labels.
 * @param before the tasks at its beginning
 */
export const scoreCase = (
  one: LabelledCase,
  before: readonly FoundTask[],
  turns: readonly PlayedTurn[],
): Score => {
  const end = turns.at(-1)?.tasks ?? before;
  const intents = one.intents.map((labels, index) => {
    const read = turns[index]?.intents ?? [];
    return (
      labels.every((label) => read.some((may) => may.includes(label))) &&
      read.every((may) => may.some((label) => labels.includes(label)))
    );
  });

  const replies = demands(one, turns);
  const asked = one.asks.map((turn) => {
    const played = turns[turn - 1];
    const had = turns[turn - 2]?.tasks ?? before;
    return {
      turn,
      asks: played !== undefined && asksBack(played),
      changed: played === undefined ? new Set<number>() : changedIds(had, played.tasks),
    };
  });

  const missing = without(one.after, end);
  const surplus = without(end, one.after);
  const untouched = before.filter((task) => end.some((other) => other.id === task.id && equal(task, other)));
  const expected = without(one.after, untouched);
  const fields = pairs(expected, without(end, untouched)).flatMap(({ task, found }) =>
    FIELD_NAMES.filter(
      (field) => field === 'title' || FIELDS[field](task) !== FIELDS[field]({ title: '' }),
    ).map((field) => found !== undefined && FIELDS[field](task) === FIELDS[field](found)),
  );
  const slots = [...fields, ...replies.map(({ held }) => held)];

  const lost = destroyed(one, before, turns);
  const changed = changedIds(before, end);
  const wrong = new Set([
    ...surplus.map(({ id }) => id).filter((id) => changed.has(id)),
    ...lost,
    ...asked.flatMap((turn) => [...turn.changed]),
  ]);

  const misses = [
    ...missing.map((task) => `should be: ${describe(task)}`),
    ...surplus.map((task) => `is: ${describe(task)}`),
    ...replies.filter(({ held }) => !held).map(({ what }) => what),
    ...asked.filter(({ asks }) => !asks).map(({ turn }) => `turn ${turn} should ask back`),
    ...asked.filter((turn) => turn.changed.size > 0).map(({ turn }) => `turn ${turn} should change nothing`),
  ];
  return {
    intents,
    slots: { right: slots.filter(Boolean).length, all: slots.length },
    state: misses.length === 0 && lost.size === 0,
    wrongChanges: wrong.size,
    destructive: lost.size,
    misses,
  };
};
