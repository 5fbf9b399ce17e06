import type { BulkAction, ToolCall, ToolName } from '@todo/contracts';
import type { Calendar } from '@/features/tasks/model/calendar';
import { isolated, quoted } from '@/features/tasks/model/words';

/** What kind of thing a call does: the mark beside its words. */
export type CallKind = 'add' | 'change' | 'complete' | 'delete' | 'restore' | 'look' | 'refused';

/** A call of a tool as a person reads it. */
export interface CallInWords {
  kind: CallKind;
  text: string;
  /** One line for each task that it is about. */
  details: string[];
  /** It has no result yet. */
  isUnderWay: boolean;
}

type Fields = Record<string, unknown>;

// A result comes from the model's side of the world: nothing is taken for granted.
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listIn = (fields: Fields, name: string): Fields[] => {
  const list = fields[name];
  return Array.isArray(list) ? list.map(fieldsOf) : [];
};
const textIn = (fields: Fields, name: string): string | null => {
  const text = fields[name];
  return typeof text === 'string' && text !== '' ? text : null;
};
const numberIn = (fields: Fields, name: string): number | null => {
  const number = fields[name];
  return typeof number === 'number' ? number : null;
};

const count = (number: number, calendar: Calendar): string =>
  `${calendar.number(number)} ${number === 1 ? 'task' : 'tasks'}`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{2}:\d{2}$/;

/** When something is due, from `due_on` and `due_time`: "tomorrow 17:00"; null when they say nothing. */
const dueOf = (fields: Fields, { calendar, now, locale }: Moment): string | null => {
  const day = textIn(fields, 'due_on');
  if (day === null || !DAY.test(day) || Number.isNaN(Date.parse(day))) return null;
  // Taken as completed, so that a day that is over is named rather than called overdue.
  const due = { due_on: day, due_time: null, due_zone: null, due_at: null };
  const words = calendar.dueWords(due, true, now)?.text ?? day;
  const time = textIn(fields, 'due_time');
  if (time === null || !TIME.test(time)) return words;
  const clock = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', timeStyle: 'short' });
  return `${words} ${clock.format(Date.parse(`1970-01-01T${time}Z`))}`;
};

/** What a person has to know of a task beside its title. */
const propertiesOf = (fields: Fields, moment: Moment): string[] => {
  const tags = fields.tags;
  const priority = textIn(fields, 'priority');
  return [
    dueOf(fields, moment),
    priority === null ? null : `${priority} priority`,
    ...(Array.isArray(tags) ? tags.map((tag) => `#${tag}`) : []),
  ].filter((part) => part !== null);
};

const taskLine = (task: Fields, moment: Moment): string =>
  [
    `${numberIn(task, 'id') ?? '?'}. ${isolated(textIn(task, 'title') ?? '')}`,
    ...propertiesOf(task, moment),
    ...(task.completed === true ? ['done'] : []),
  ].join(', ');

const named = (fields: Fields, args: Fields): string => {
  const title = textIn(fields, 'title') ?? textIn(args, 'title');
  if (title !== null) return quoted(title);
  const id = numberIn(args, 'task_id');
  return id === null ? 'a task' : `task ${id}`;
};

const withProperties = (text: string, properties: readonly string[]): string =>
  [text, ...properties].join(', ');

const changesOf = (args: Fields, moment: Moment): string[] => [
  ...(textIn(args, 'title') === null ? [] : ['new title']),
  ...('description' in args ? ['notes'] : []),
  ...(args.due_on === null ? ['no due date'] : []),
  ...(args.priority === null ? ['no priority'] : []),
  ...propertiesOf(args, moment),
];

/** What a bulk change does, in the three forms that a sentence needs. */
const BULK: Record<BulkAction, { kind: CallKind; doing: string; done: string }> = {
  complete: { kind: 'complete', doing: 'Completing', done: 'Completed' },
  reopen: { kind: 'complete', doing: 'Reopening', done: 'Reopened' },
  delete: { kind: 'delete', doing: 'Deleting', done: 'Deleted' },
  restore: { kind: 'restore', doing: 'Restoring', done: 'Restored' },
  update: { kind: 'change', doing: 'Changing', done: 'Changed' },
};

const bulkOf = (args: Fields, result: Fields, { calendar }: Moment): Words => {
  const { kind, doing, done } = BULK[textIn(args, 'action') as BulkAction] ?? BULK.update;
  const results = listIn(result, 'results');
  const failed = results.filter(({ status }) => status === 'failed');
  const asked = Array.isArray(args.task_ids) ? args.task_ids.length : results.length;
  const well = results.length - failed.length;
  const refused = failed.length === 0 ? '' : `, ${calendar.number(failed.length)} refused`;
  return {
    kind,
    doing: `${doing} ${count(asked, calendar)}`,
    done: `${done} ${count(well, calendar)}${refused}`,
    details: results.map((item) => {
      const line = `${numberIn(item, 'task_id') ?? '?'}. ${isolated(textIn(item, 'title') ?? '')}`.trim();
      const error = textIn(item, 'error');
      return error === null ? line : `${line} ${error}`;
    }),
  };
};

const foundOf = (args: Fields, result: Fields, moment: Moment): Words => {
  const tasks = listIn(result, 'tasks');
  const more = numberIn(result, 'more') ?? 0;
  const query = textIn(args, 'q');
  const found = tasks.length + more;
  const about = query === null ? '' : ` with ${quoted(query)}`;
  return {
    kind: 'look',
    doing: `Looking for tasks${about}`,
    done: `Found ${found === 0 ? 'no tasks' : count(found, moment.calendar)}${about}`,
    details: [
      ...tasks.map((task) => taskLine(task, moment)),
      ...(more > 0 && tasks.length > 0 ? [`and ${moment.calendar.number(more)} more`] : []),
    ],
  };
};

interface Words {
  kind: CallKind;
  doing: string;
  done: string;
  details?: string[];
}

/** What the words hang on beside the call. */
export interface Moment {
  calendar: Calendar;
  now: number;
  locale: string;
}

const NOW: Record<string, string> = { deleted: 'deleted again', restored: 'restored', changed: 'as it was' };

const wordsOf = (tool: string, args: Fields, result: Fields, moment: Moment): Words => {
  const name = named(result, args);
  switch (tool as ToolName) {
    case 'add_task': {
      const properties = propertiesOf(args, moment);
      return { kind: 'add', doing: `Adding ${name}`, done: withProperties(`Added ${name}`, properties) };
    }
    case 'list_tasks':
    case 'search_tasks':
      return foundOf(args, result, moment);
    case 'get_task': {
      const task = fieldsOf(result.task);
      return {
        kind: 'look',
        doing: `Looking at ${name}`,
        done: `Looked at ${named(task, args)}`,
        details: 'id' in task ? [taskLine(task, moment)] : [],
      };
    }
    case 'complete_task':
      return args.completed === false
        ? { kind: 'complete', doing: `Reopening ${name}`, done: `Reopened ${name}` }
        : { kind: 'complete', doing: `Completing ${name}`, done: `Completed ${name}` };
    case 'update_task': {
      const done = withProperties(`Changed ${name}`, []);
      const changes = changesOf(args, moment);
      return {
        kind: 'change',
        doing: `Changing ${name}`,
        done: changes.length === 0 ? done : `${done}: ${changes.join(', ')}`,
      };
    }
    case 'delete_task':
      return { kind: 'delete', doing: `Deleting ${name}`, done: `Deleted ${name}` };
    case 'restore_task':
      return { kind: 'restore', doing: `Restoring ${name}`, done: `Restored ${name}` };
    case 'bulk_update':
      return bulkOf(args, result, moment);
    case 'task_stats': {
      const total = numberIn(result, 'total') ?? 0;
      const done = numberIn(result, 'completed') ?? 0;
      return {
        kind: 'look',
        doing: 'Counting tasks',
        done: `Counted ${count(total, moment.calendar)}, ${moment.calendar.number(done)} done`,
      };
    }
    case 'undo': {
      const tasks = listIn(result, 'tasks');
      return {
        kind: 'restore',
        doing: 'Taking back the last change',
        done:
          tasks.length === 0
            ? 'Nothing to take back'
            : `Took back the change of ${count(tasks.length, moment.calendar)}`,
        details: tasks.map(
          (task) =>
            `${isolated(textIn(task, 'title') ?? '')}: ${NOW[textIn(task, 'now') ?? ''] ?? 'changed'}`,
        ),
      };
    }
    default:
      return { kind: 'look', doing: `Using ${tool}`, done: `Used ${tool}` };
  }
};

/** Whether a call has no result yet. */
export const isUnderWay = ({ result, is_error }: ToolCall): boolean => result === null && !is_error;

/** A refusal has at most this many characters on a card; the reply says the rest. */
const REFUSAL = 200;

/** A refusal without what is meant for the model: sentences that name a tool. */
const forPeople = (why: string): string =>
  why
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !/\b[a-z]+_[a-z]+\b/.test(sentence))
    .join(' ')
    .slice(0, REFUSAL);

/** What a call did, is doing, or was refused, in words. */
export const callInWords = (call: ToolCall, moment: Moment): CallInWords => {
  const args = fieldsOf(call.arguments);
  if (call.is_error) {
    const why = typeof call.result === 'string' ? call.result : textIn(fieldsOf(call.result), 'error');
    const said = why === null ? '' : forPeople(why);
    const text = said === '' ? 'Refused' : `Refused: ${said}`;
    return { kind: 'refused', text, details: [], isUnderWay: false };
  }
  const underWay = isUnderWay(call);
  const { kind, doing, done, details = [] } = wordsOf(call.tool, args, fieldsOf(call.result), moment);
  return { kind, text: underWay ? doing : done, details: underWay ? [] : details, isUnderWay: underWay };
};
