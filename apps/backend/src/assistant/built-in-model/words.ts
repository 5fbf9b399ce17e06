import { isChange, LIMITS, type ToolOutput, type ToolTask } from '@todo/contracts';
import {
  type Changes,
  type Context,
  type Due,
  describeDue,
  type Filter,
  type Intent,
  type Question,
} from '@todo/language';
import {
  count,
  firstFew,
  NAMED,
  named,
  openingOf,
  quoted,
  type ReplyKey,
  say,
  together,
} from '../replies.js';
import type { Made, Mention } from './memory.js';

/** What the built-in model says, put together from the table of replies. */

const dueOf = ({ due_on, due_time }: Pick<ToolTask, 'due_on' | 'due_time'>): Due | null =>
  due_on === undefined ? null : { on: due_on, time: due_time ?? null };

interface Details {
  due: Due | null;
  priority?: string | null | undefined;
}
const detailsOf = ({ due, priority }: Details, context: Context): string[] => [
  ...(due === null ? [] : [`due ${describeDue(due, context)}`]),
  ...(priority == null ? [] : [`${priority} priority`]),
];

const listItem = ({ id, title }: Mention, details: readonly string[]): string =>
  `#${id} ${title}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
const listed = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const item = (task: ToolTask, context: Context): string =>
  listItem(task, [
    ...detailsOf({ due: dueOf(task), priority: task.priority }, context),
    ...(task.completed ? ['done'] : []),
    ...(task.tags ?? []).map((tag) => `#${tag}`),
  ]);

type AddedTask = Mention & Details;

/** @param notAdded what was refused beside them, and why */
export const added = (
  tasks: readonly AddedTask[],
  notAdded: readonly { title: string; reason: string }[],
  context: Context,
): string => {
  const [first, ...others] = tasks;
  const details = (task: Details) => detailsOf(task, context);
  const done =
    first === undefined
      ? []
      : others.length === 0
        ? [
            say('added', {
              id: first.id,
              title: quoted(first.title),
              details: details(first)
                .map((detail) => `, ${detail}`)
                .join(''),
            }),
          ]
        : [
            say('addedSeveral', {
              tasks: count(tasks.length),
              items: listed(tasks.map((task) => listItem(task, details(task)))),
            }),
          ];
  const failed = notAdded.map(({ title, reason }) => say('notAdded', { title: quoted(title), reason }));
  return [...done, ...failed].join('\n');
};

export const noReminders = (tasks: number): string => say(tasks === 1 ? 'noReminder' : 'noReminders');

const SHORT: Record<string, string> = {
  overdue: 'overdue',
  today: 'due today',
  week: 'due this week',
  none: 'without a due date',
};

type Status = 'all' | 'pending' | 'completed';

const dayOf = (on: string, context: Context): string => describeDue({ on, time: null }, context);
/** "from Friday", not "from on Friday". */
const bareDay = (on: string, context: Context): string => dayOf(on, context).replace(/^on /, '');

/** Till the end of days. */
const NO_END = '9999-12-31';

const daysOf = ({ on, to }: Filter, context: Context): string[] => {
  if (to === NO_END) return [on ? `due from ${bareDay(on, context)} on` : 'with a due date'];
  if (on && (!to || to === on)) return [`due ${dayOf(on, context)}`];
  return [
    ...(on ? [`due from ${bareDay(on, context)}`] : []),
    ...(to ? [`${on ? 'to' : 'due by'} ${bareDay(to, context)}`] : []),
  ];
};

/** "no pending tasks due today", "1 task tagged home". */
const kindOf = (
  number: number,
  { status, filter }: { status: Status; filter: Filter },
  context: Context,
): string =>
  [
    number === 0 ? 'no' : String(number),
    ...(status === 'all' ? [] : [status]),
    ...(filter.priority ? [`${filter.priority} priority`] : []),
    number === 1 ? 'task' : 'tasks',
    ...(filter.due ? [SHORT[filter.due]] : []),
    ...daysOf(filter, context),
    ...(filter.tag ? [`tagged ${filter.tag}`] : []),
    ...(filter.q ? [`about ${quoted(filter.q)}`] : []),
  ].join(' ');

export const list = (
  tasks: readonly ToolTask[],
  query: { status: Status; filter: Filter; more: number },
  context: Context,
): string => {
  const total = tasks.length + query.more;
  const name = kindOf(total, query, context);
  if (total === 0) return name === 'no tasks' ? say('listEmpty') : say('listNone', { tasks: name });
  const shown = say('list', { tasks: name, items: listed(tasks.map((task) => item(task, context))) });
  return query.more === 0 ? shown : `${shown}\n${say('listMore', { more: query.more })}`;
};

export const details = (task: ToolTask, context: Context): string => {
  const parts = [
    task.completed ? 'done' : 'pending',
    ...detailsOf({ due: dueOf(task), priority: task.priority }, context),
    ...(task.tags?.length ? [`tagged ${together(task.tags)}`] : []),
  ];
  const shown = say('shown', { id: task.id, title: quoted(task.title), details: parts.join(', ') });
  return [shown, task.description ?? ''].filter((text) => text !== '').join('\n');
};

/** What was to be done is so already, or null where it is not. */
export const already = ({ id, title, completed }: Mention, wanted: boolean): string | null =>
  completed === wanted ? say(wanted ? 'alreadyDone' : 'stillPending', { id, title: quoted(title) }) : null;

const DONE = {
  completed: { one: 'completed', several: 'completedSeveral' },
  reopened: { one: 'reopened', several: 'reopenedSeveral' },
  deleted: { one: 'deleted', several: 'deletedSeveral' },
  restored: { one: 'restored', several: 'restoredSeveral' },
} as const;

export const didOne = ({
  status,
  task_id,
  title,
}: {
  status: keyof typeof DONE;
  task_id: number;
  title: string;
}): string => say(DONE[status].one, { id: task_id, title: quoted(title) });

/** What came of a call for one task; what was changed is not said here. */
const cameOf = ({ status, task_id, title }: { status: string; task_id: number; title: string }): string =>
  isDone(status)
    ? didOne({ status, task_id, title })
    : status === 'created'
      ? say('added', { id: task_id, title: quoted(title), details: '' })
      : say('updated', { id: task_id, title: quoted(title), changes: '' });
const isDone = (status: string): status is keyof typeof DONE => Object.hasOwn(DONE, status);

/** What was done to several tasks, and why not to the others. */
export const didMany = (results: ToolOutput<'bulk_update'>['results']): string => {
  const done = results.flatMap(({ status, task_id, title = `task ${task_id}` }) =>
    status === 'failed' ? [] : [{ status, task_id, title }],
  );
  const [first, ...others] = done;
  const titles = named(done.map(({ title }) => title));
  const said =
    first === undefined
      ? []
      : others.length === 0
        ? [cameOf(first)]
        : [
            say(isDone(first.status) ? DONE[first.status].several : 'updatedSeveral', {
              tasks: count(done.length),
              titles,
            }),
          ];
  const reasons = results.flatMap(({ status, error, task_id }) =>
    status === 'failed' ? [error ?? `Task ${task_id} was left alone.`] : [],
  );
  const more = results.length < LIMITS.bulk.max ? [] : [say('atOnce', { tasks: count(LIMITS.bulk.max) })];
  return [...said, ...refusals(reasons), ...more].join(' ');
};

/** What a change comes to beside another title: "due on Friday", "no longer tagged home". */
const changesOf = (changes: Changes, context: Context): string[] => [
  ...(changes.due === undefined
    ? []
    : [changes.due === null ? 'no due date any more' : `due ${describeDue(changes.due, context)}`]),
  ...(changes.priority === undefined
    ? []
    : [changes.priority === null ? 'no priority any more' : `${changes.priority} priority`]),
  ...(changes.addTags?.length ? [`tagged ${together(changes.addTags)}`] : []),
  ...(changes.removeTags?.length ? [`no longer tagged ${together(changes.removeTags)}`] : []),
  ...(changes.description === undefined ? [] : ['a new description']),
];

export const updated = (
  { task_id: id, title }: { task_id: number; title: string },
  changes: Changes,
  context: Context,
): string => {
  const said = changesOf(changes, context);
  return changes.title === undefined
    ? say('updated', { id, title: quoted(title), changes: said.length === 0 ? '' : `: ${said.join(', ')}` })
    : say('renamed', {
        id,
        title: quoted(title),
        changes: said.length === 0 ? '' : `, and changed it: ${said.join(', ')}`,
      });
};

export const stats = ({
  total,
  completed,
  pending,
  overdue,
  percentage,
}: ToolOutput<'task_stats'>): string => {
  if (total === 0) return say('listEmpty');
  if (pending === 0 && total > 1) return say('statsAllDone', { tasks: count(total) });
  return say('stats', {
    completed,
    tasks: count(total),
    percentage,
    pending: pending === 1 ? '1 is' : `${pending} are`,
    overdue: overdue === 0 ? 'none' : overdue,
  });
};

const NOW = { deleted: 'off your list again', restored: 'back on your list', changed: 'as before' } as const;

export const undone = (status: ToolOutput<'undo'>['status'], tasks: ToolOutput<'undo'>['tasks']): string =>
  status === 'nothing_to_undo' || tasks.length === 0
    ? say('nothingToUndo')
    : say('undone', { changes: together(undoneParts(tasks)) });
const undoneParts = (tasks: ToolOutput<'undo'>['tasks']): string[] => {
  const groups = (['deleted', 'restored', 'changed'] as const)
    .map((now) => ({ now, titles: tasks.filter((task) => task.now === now).map(({ title }) => title) }))
    .filter(({ titles }) => titles.length > 0);
  const most = Math.floor(NAMED / groups.length);
  return groups.map(
    ({ now, titles }) => `${named(titles, most)} ${titles.length === 1 ? 'is' : 'are'} ${NOW[now]}`,
  );
};

const ASKED = {
  title: 'askTitle',
  'exactly which': 'askExactly',
  when: 'askWhen',
  what: 'askWhat',
  'which tag': 'askTag',
  'which days': 'askDays',
  'anything else': 'takenBack',
} as const satisfies Partial<Record<Question, ReplyKey>>;
const WHICH_ONE = {
  complete: 'askWhichDone',
  delete: 'askWhichToDelete',
  update: 'askWhichToChange',
} as const;

/** A question back. */
export const unclear = ({ asks, about, said }: Extract<Intent, { intent: 'unclear' }>): string => {
  if (asks === 'whether to add')
    return said === undefined
      ? say('askWhether')
      : say('askWhetherThis', { words: said.replaceAll(/[“”]/g, '"') });
  if (asks === 'which') return say(about === undefined || about === 'add' ? 'whichTask' : WHICH_ONE[about]);
  return say(ASKED[asks]);
};

export const nothingMatches = (text: string): string => say('nothingMatches', { title: quoted(text) });
export const listIsShorter = (length: number): string =>
  length === 0 ? say('listWasEmpty') : say('listIsShorter', { tasks: count(length) });
export const noSuchTag = ({ id, title }: Mention): string => say('noSuchTag', { id, title: quoted(title) });
export const otherHasNoDay = ({ id, title }: Mention): string =>
  say('otherHasNoDay', { id, title: quoted(title) });
/** @param narrowed of some tasks only: there may be others */
export const noneToDoThatTo = (status: Status, narrowed: boolean): string =>
  say('noneToDoThatTo', {
    tasks: `no ${status === 'all' ? '' : `${status} `}tasks${narrowed ? ' like that' : ''}`,
  });

/** Tasks that are offered for a choice. */
const OFFERED = 10;
export const which = (tasks: readonly Mention[]): string => {
  const offered = say('which', { items: listed(tasks.slice(0, OFFERED).map((task) => listItem(task, []))) });
  const more = tasks.length - OFFERED;
  return more > 0 ? `${offered}\n${say('whichMore', { more })}` : offered;
};
const WHICH = openingOf('which');
export const isWhich = (reply: string): boolean => reply.includes(WHICH);
/** It asks for a task, and names none. */
export const asksForOne = (reply: string): boolean => reply.includes(say('whichTask'));
/** The tasks that `which` named. */
export const choices = (reply: string): Mention[] =>
  [...reply.slice(reply.indexOf(WHICH)).matchAll(/^- #(\d+) (.*)$/gm)].map(([, id, title]) => ({
    id: Number(id),
    title: title ?? '',
  }));
/** A reply that waits for a yes or a no. */
export const isQuestion = (reply: string): boolean => reply.includes(openingOf('question'));

const EXAMPLES = [
  'add a task to buy groceries tomorrow at 5pm',
  'what’s pending?',
  'mark task 3 as done',
  'move task 2 to friday',
  'delete all completed tasks',
  'how am I doing?',
  'undo that',
];
export const help = say('help', { items: listed(EXAMPLES) });

const NO_TASK = /^No task (\d+)\./;
const CHANGED_SINCE = /^Task (\d+) has changed since/;
/** What a refusal tells a model to do next, and what its tool takes. */
const FOR_MODELS =
  /^The arguments are not valid\. | ?\bCall [a-z]+_[a-z]+[^.]*\.| ?\b[a-z]+_[a-z]+ takes [^.]*\./g;

/** Why a tool refused, without what is meant for a model. */
export const reasonOf = (refused: unknown): string =>
  String(refused)
    .replace(/^No task\b/, 'There is no task')
    .replaceAll(FOR_MODELS, '')
    .trim();

/** A refusal, in words for a person. */
export const refusal = (refused: unknown): string => {
  const text = String(refused);
  const [, id] = NO_TASK.exec(text) ?? [];
  if (id !== undefined) return say('noSuchTask', { id });
  const [, changed] = CHANGED_SINCE.exec(text) ?? [];
  if (changed !== undefined) return say('changedSince', { id: changed });
  return say('refused', { reason: reasonOf(text) });
};

/** Refusals of calls for several tasks: each reason once, and the numbers that there are not together. */
const refusals = (reasons: readonly string[]): string[] => {
  const missing = reasons.flatMap((reason) => NO_TASK.exec(reason)?.[1] ?? []);
  const others = reasons.filter((reason) => missing.length < 2 || !NO_TASK.test(reason)).map(refusal);
  return [
    ...(missing.length < 2 ? [] : [say('noSuchTasks', { ids: firstFew(missing) })]),
    ...new Set(others),
  ];
};

/** What was done by calls, whoever asked for them. */
export const report = (made: readonly Made[]): string => {
  const said = made.flatMap(({ tool, result, isError }) => {
    if (isError) return [refusal(result)];
    const { status, title, task_id, results, tasks } = (result ?? {}) as {
      status?: string;
      title?: string;
      task_id?: number;
      results?: ToolOutput<'bulk_update'>['results'];
      tasks?: ToolOutput<'undo'>['tasks'];
    };
    if (!isChange(tool)) return [];
    if (results !== undefined) return [didMany(results)];
    if (tasks !== undefined) return [undone(tasks.length === 0 ? 'nothing_to_undo' : 'undone', tasks)];
    if (task_id === undefined || title === undefined || status === undefined) return [say('unsure')];
    return [cameOf({ status, task_id, title })];
  });
  return said.length === 0 ? say('lookedUp') : [...new Set(said)].join('\n');
};
