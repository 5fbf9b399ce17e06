import type { ToolOutput, ToolTask } from '@todo/contracts';
import { type Changes, type Context, type Due, describeDue, type Filter } from '@todo/language';
import type { Made, Mention } from './memory.js';

/** Everything that the built-in model says. */

/** Words that say nothing about which task is meant. */
export const FILLERS = new Set(['the', 'and', 'for', 'with', 'task', 'one', 'about', 'that', 'this', 'from']);

const quoted = (title: string): string => `“${title}”`;
const count = (number: number, noun = 'task'): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const dueOf = ({ due_on, due_time }: Pick<ToolTask, 'due_on' | 'due_time'>): Due | null =>
  due_on === undefined ? null : { on: due_on, time: due_time ?? null };

const item = (task: ToolTask, context: Context): string => {
  const due = dueOf(task);
  const details = [
    ...(due === null ? [] : [`due ${describeDue(due, context)}`]),
    ...(task.priority === undefined ? [] : [`${task.priority} priority`]),
    ...(task.completed ? ['done'] : []),
    ...(task.tags ?? []).map((tag) => `#${tag}`),
  ];
  return `#${task.id} ${task.title}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
};

export const added = (
  { id, title, due, priority }: { id: number; title: string; due: Due | null; priority: string | null },
  context: Context,
): string =>
  `Added task ${id}: ${quoted(title)}${due === null ? '' : `, due ${describeDue(due, context)}`}${priority === null ? '' : `, ${priority} priority`}.`;

export const noReminders = 'I can’t send reminders, but it is on your list.';

const SHORT: Record<string, string> = {
  overdue: 'overdue',
  today: 'due today',
  week: 'due this week',
  none: 'without a due date',
};

const kind = (
  { status, filter }: { status: 'all' | 'pending' | 'completed'; filter: Filter },
  context: Context,
) => {
  const before = [
    ...(status === 'all' ? [] : [status]),
    ...(filter.priority ? [`${filter.priority} priority`] : []),
  ];
  const after = [
    ...(filter.due ? [SHORT[filter.due]] : []),
    ...(filter.on ? [`due ${describeDue({ on: filter.on, time: null }, context)}`] : []),
    ...(filter.tag ? [`tagged ${filter.tag}`] : []),
    ...(filter.q ? [`about ${quoted(filter.q)}`] : []),
  ];
  return (number: string, plural: boolean) =>
    [number, ...before, plural ? 'tasks' : 'task', ...after].filter((word) => word !== '').join(' ');
};

export const list = (
  tasks: readonly ToolTask[],
  query: { status: 'all' | 'pending' | 'completed'; filter: Filter; more: number },
  context: Context,
): string => {
  const name = kind(query, context);
  if (tasks.length === 0) return `You have ${name('no', true)}.`;
  const total = tasks.length + query.more;
  const lines = tasks.map((task) => `- ${item(task, context)}`);
  if (query.more > 0) lines.push(`… and ${query.more} more.`);
  return `You have ${name(String(total), total !== 1)}:\n${lines.join('\n')}`;
};

export const details = (task: ToolTask, context: Context): string =>
  [item(task, context), task.description ?? ''].filter((text) => text !== '').join('\n');

const DID = {
  complete: 'Done:',
  reopen: 'Open again:',
  delete: 'Deleted',
  restore: 'Restored',
} as const;

export const didOne = (
  verb: keyof typeof DID,
  { task_id, title }: { task_id: number; title: string },
): string => `${DID[verb]} task ${task_id}, ${quoted(title)}.`;

const NAMED = 5;
const named = (titles: readonly string[]): string => {
  const shown = titles.slice(0, NAMED).map(quoted);
  const rest = titles.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};
const BULK_DID: Record<string, string> = {
  completed: 'Completed',
  reopened: 'Reopened',
  deleted: 'Deleted',
  restored: 'Restored',
  updated: 'Changed',
};

export const didMany = (results: ToolOutput<'bulk_update'>['results']): string => {
  const done = results.filter(({ status }) => status !== 'failed');
  const failed = results.filter(({ status }) => status === 'failed');
  const said: string[] = [];
  const [first] = done;
  if (first !== undefined)
    said.push(
      `${BULK_DID[first.status]} ${count(done.length)}: ${named(done.map(({ title, task_id }) => title ?? `task ${task_id}`))}.`,
    );
  for (const { error, task_id } of failed) said.push(error ?? `Task ${task_id} was left alone.`);
  return said.join(' ');
};

export const updated = (
  { task_id, title }: { task_id: number; title: string },
  changes: Changes,
  context: Context,
): string => {
  const parts = [
    ...(changes.title === undefined ? [] : [`it is now called ${quoted(title)}`]),
    ...(changes.due === undefined
      ? []
      : [
          changes.due === null
            ? 'it has no due date any more'
            : `it is due ${describeDue(changes.due, context)}`,
        ]),
    ...(changes.priority === undefined
      ? []
      : [changes.priority === null ? 'it has no priority any more' : `its priority is ${changes.priority}`]),
    ...(changes.addTags?.length ? [`tagged ${changes.addTags.join(', ')}`] : []),
    ...(changes.removeTags?.length ? [`no longer tagged ${changes.removeTags.join(', ')}`] : []),
    ...(changes.description === undefined ? [] : ['its description is changed']),
  ];
  const name = changes.title === undefined ? ` ${quoted(title)}` : '';
  return `Changed task ${task_id}${name}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
};

export const stats = ({
  total,
  completed,
  pending,
  overdue,
  percentage,
}: ToolOutput<'task_stats'>): string =>
  total === 0
    ? 'Your list is empty. Tell me what you want to get done.'
    : `You have done ${completed} of ${count(total)} (${percentage} %). ${pending} pending${overdue === 0 ? ', none overdue' : `, ${overdue} overdue`}.`;

const BACK = { deleted: 'removed', restored: 'restored', changed: 'as it was before' };

export const undone = (status: ToolOutput<'undo'>['status'], tasks: ToolOutput<'undo'>['tasks']): string =>
  status === 'nothing_to_undo' || tasks.length === 0
    ? 'There is nothing of mine to undo in this conversation.'
    : `Undone: ${tasks.map(({ title, now }) => `${quoted(title)} is ${BACK[now]}`).join(', ')}.`;

export const nothingMatches = (text: string): string => `I found no task that matches ${quoted(text)}.`;
export const whichTask = 'Which task do you mean? Tell me its number or its title.';
export const whichTasks = 'Which tasks do you mean? Ask me for a list first.';
export const oneAtATime = 'I can do that to one task at a time. Which one?';
export const listIsShorter = (length: number): string =>
  length === 0 ? 'There is no task on that list.' : `That list has only ${count(length)}.`;
export const noneToDoThatTo = (status: 'all' | 'pending' | 'completed'): string =>
  `You have no ${status === 'all' ? '' : `${status} `}tasks to do that to.`;

const WHICH = 'Which one do you mean?';
export const which = (tasks: readonly Mention[]): string =>
  `${WHICH}\n${tasks.map(({ id, title }) => `- #${id} ${title}`).join('\n')}`;
export const isWhich = (reply: string): boolean => reply.includes(WHICH);
/** The tasks that `which` named. */
export const choices = (reply: string): Mention[] =>
  [...reply.slice(reply.indexOf(WHICH)).matchAll(/^- #(\d+) (.*)$/gm)].map(([, id, title]) => ({
    id: Number(id),
    title: title ?? '',
  }));

export const nothingAsked = 'There is no question open. Tell me what to do.';
export const greeting = 'Hello! Tell me what you need to get done, or ask what is pending.';
export const thanks = 'You’re welcome.';
const EXAMPLES = [
  'add a task to buy groceries tomorrow at 5pm',
  'what’s pending?',
  'mark task 3 as done',
  'move task 2 to friday',
  'delete all completed tasks',
  'how am I doing?',
  'undo that',
];
export const help = `I look after your tasks. Try:\n${EXAMPLES.map((example) => `- ${example}`).join('\n')}`;
export const unknown = `I didn’t understand that, so I changed nothing. ${help}`;

/** A refusal without what it tells a model to do next. */
export const refusal = (result: unknown): string =>
  String(result).replace(/ ?\bCall [a-z]+_[a-z]+[^.]*\.?/g, '');

/** What was done by calls, whoever asked for them. */
export const report = (made: readonly Made[]): string => {
  const said = made.flatMap(({ tool, result, isError }) => {
    if (isError) return [refusal(result)];
    const { results } = result as { results?: ToolOutput<'bulk_update'>['results'] };
    if (results !== undefined) return [didMany(results)];
    const { status, title, task_id } = result as { status?: string; title?: string; task_id?: number };
    if (task_id === undefined || status === undefined || tool === 'undo') return [];
    const verb = BULK_DID[status] ?? 'Added';
    return [`${verb} task ${task_id}${title === undefined ? '' : `, ${quoted(title)}`}.`];
  });
  return said.length === 0 ? 'I looked that up, and changed nothing.' : said.join('\n');
};
