import {
  type BULK_ACTIONS,
  LIMITS,
  TOOLS,
  type ToolName,
  type ToolOutput,
  type ToolTask,
} from '@todo/contracts';
import { type Context, type Intent, type Reference, understand } from '@todo/language';
import type { Made, Memory, Mention } from './memory.js';
import * as words from './words.js';

/** A call that the model wants to be made. */
export interface Call {
  tool: ToolName;
  arguments: Record<string, unknown>;
}

/** What came of a call. */
type Outcome = Pick<Made, 'result' | 'isError'>;

/** Asks for calls one after the other, is given what came of each, and returns what to say. */
type Conversation<Result = string> = Generator<Call, Result, Outcome>;

/** A call was refused: its words end whatever was being done. */
class RefusedError extends Error {
  override name = 'RefusedError';
}

function* call<Name extends ToolName>(
  tool: Name,
  input: Record<string, unknown>,
): Conversation<ToolOutput<Name>> {
  const { result, isError } = yield { tool, arguments: input };
  if (isError) throw new RefusedError(words.refusal(result));
  const output = TOOLS[tool].output.safeParse(result);
  if (!output.success) throw new RefusedError('I did not understand what the tool said.');
  return output.data as ToolOutput<Name>;
}

/** The tasks that a reference means, or what to say when that is not clear. */
type Found = { tasks: Mention[] } | { say: string };
type Verb = 'complete' | 'reopen' | 'delete' | 'restore' | 'update' | 'show';

/** Which tasks a verb looks at first: only a pending one can be completed. */
const STATUS_OF: Partial<Record<Verb, 'pending' | 'completed'>> = {
  complete: 'pending',
  reopen: 'completed',
};

const sameText = (one: string, other: string): boolean =>
  one.localeCompare(other, 'en', { sensitivity: 'base' }) === 0;

function* findByTitle(text: string, verb: Verb): Conversation<Found> {
  const { tasks } = yield* call('search_tasks', { q: text.slice(0, LIMITS.query.max) });
  const found = tasks.length > 0 ? { tasks, sure: true } : yield* findByWords(text);
  const wanted = STATUS_OF[verb];
  const fitting = found.tasks.filter(
    ({ completed }) => wanted === undefined || completed === (wanted === 'completed'),
  );
  const candidates = fitting.length > 0 ? fitting : found.tasks;
  const [first, ...others] = candidates;
  if (first === undefined) return { say: words.nothingMatches(text) };
  if (others.length === 0 && found.sure) return { tasks: [first] };
  const exact = candidates.filter(({ title }) => sameText(title, text));
  const [only] = exact;
  if (exact.length === 1 && only !== undefined) return { tasks: [only] };
  return { say: words.which(candidates) };
}

/** The words that tell tasks apart, without their endings: "paying" is "pay". */
const stems = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2 && !words.FILLERS.has(word))
    .map((word) => word.replace(/(?<=.{3})(?:ing|ed|es|s)$/, ''));

/**
 * The tasks that have most of the words, for those that the search for all of them does not find. Sure only when none
 * is missing: "the rent agreement" is not "Pay rent".
 */
function* findByWords(text: string): Conversation<{ tasks: ToolTask[]; sure: boolean }> {
  const wanted = stems(text);
  if (wanted.length === 0) return { tasks: [], sure: false };
  const { tasks } = yield* call('list_tasks', { status: 'all', limit: LIMITS.toolPage.max });
  const scored = tasks.map((task) => {
    const has = stems(`${task.title} ${task.description ?? ''}`);
    return { task, score: wanted.filter((word) => has.includes(word)).length };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const close = best * 2 >= wanted.length ? scored.filter(({ score }) => score === best) : [];
  return { tasks: close.map(({ task }) => task), sure: best === wanted.length };
}

function* find(target: Reference, verb: Verb, memory: Memory): Conversation<Found> {
  switch (target.kind) {
    case 'id':
      return { tasks: [{ id: target.id, title: '' }] };
    case 'ids':
      return { tasks: target.ids.map((id) => ({ id, title: '' })) };
    case 'it':
      return memory.lastTask === null ? { say: words.whichTask } : { tasks: [memory.lastTask] };
    case 'them':
      return memory.lastList.length === 0 ? { say: words.whichTasks } : { tasks: memory.lastList };
    case 'ordinal': {
      const list =
        memory.lastList.length > 0
          ? memory.lastList
          : (yield* call('list_tasks', { status: STATUS_OF[verb] ?? 'all' })).tasks;
      const task = list.at(target.position > 0 ? target.position - 1 : target.position);
      return task === undefined ? { say: words.listIsShorter(list.length) } : { tasks: [task] };
    }
    case 'title':
      return yield* findByTitle(target.text, verb);
    case 'all': {
      const { on, ...filter } = target.filter ?? {};
      const { tasks } = yield* call('list_tasks', {
        status: target.status === 'all' ? (STATUS_OF[verb] ?? 'all') : target.status,
        ...filter,
        limit: LIMITS.bulk.max,
      });
      const found = on === undefined ? tasks : tasks.filter(({ due_on }) => due_on === on);
      return found.length === 0 ? { say: words.noneToDoThatTo(target.status) } : { tasks: found };
    }
  }
}

type BulkVerb = Exclude<Verb, 'update' | 'show'> & (typeof BULK_ACTIONS)[number];

const ONE: Record<BulkVerb, { tool: ToolName; input?: Record<string, unknown> }> = {
  complete: { tool: 'complete_task', input: { completed: true } },
  reopen: { tool: 'complete_task', input: { completed: false } },
  delete: { tool: 'delete_task' },
  restore: { tool: 'restore_task' },
};

function* act(verb: BulkVerb, target: Reference, memory: Memory): Conversation {
  const found = yield* find(target, verb, memory);
  if ('say' in found) return found.say;
  const [first, ...others] = found.tasks;
  if (first === undefined) return words.whichTask;
  // Who says "all" is asked, also when that is one.
  if (others.length === 0 && target.kind !== 'all') {
    const { tool, input } = ONE[verb];
    const result = yield* call(tool, { task_id: first.id, ...input });
    return words.didOne(verb, result as { task_id: number; title: string });
  }
  const task_ids = found.tasks.map(({ id }) => id).slice(0, LIMITS.bulk.max);
  const { results } = yield* call('bulk_update', { task_ids, action: verb });
  return words.didMany(results);
}

function* update(
  intent: Extract<Intent, { intent: 'update' }>,
  memory: Memory,
  context: Context,
): Conversation {
  const found = yield* find(intent.target, 'update', memory);
  if ('say' in found) return found.say;
  const { title, description, priority, due, addTags = [], removeTags = [] } = intent.changes;
  const changes: Record<string, unknown> = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(priority === undefined ? {} : { priority }),
    ...(due === undefined ? {} : { due_on: due?.on ?? null, due_time: due?.time ?? null }),
  };
  const retags = addTags.length + removeTags.length > 0;
  if (found.tasks.length > 1 && !retags && title === undefined && description === undefined) {
    const task_ids = found.tasks.map(({ id }) => id).slice(0, LIMITS.bulk.max);
    const { results } = yield* call('bulk_update', { task_ids, action: 'update', ...changes });
    return words.didMany(results);
  }
  const [task, ...others] = found.tasks;
  if (task === undefined) return words.whichTask;
  if (others.length > 0) return words.oneAtATime;
  if (retags) {
    const { tags = [] } = (yield* call('get_task', { task_id: task.id })).task;
    const kept = tags.filter((tag) => !removeTags.some((removed) => sameText(removed, tag)));
    changes.tags = [...kept, ...addTags.filter((tag) => !kept.some((has) => sameText(has, tag)))];
  }
  const result = yield* call('update_task', { task_id: task.id, ...changes });
  return words.updated(result, intent.changes, context);
}

function* add(intent: Extract<Intent, { intent: 'add' }>, context: Context): Conversation {
  const said: string[] = [];
  for (const { title, description, due, priority, tags } of intent.tasks) {
    const { task_id } = yield* call('add_task', {
      title,
      ...(description === undefined ? {} : { description }),
      ...(due === null ? {} : { due_on: due.on, ...(due.time === null ? {} : { due_time: due.time }) }),
      ...(priority === null ? {} : { priority }),
      ...(tags.length === 0 ? {} : { tags }),
    });
    said.push(words.added({ id: task_id, title, due, priority }, context));
  }
  if (intent.reminder) said.push(words.noReminders);
  return said.join(' ');
}

function* list(intent: Extract<Intent, { intent: 'list' }>, context: Context): Conversation {
  const { on, ...filter } = intent.filter;
  const { tasks, more } = yield* call('list_tasks', {
    status: intent.status,
    ...filter,
    ...(on === undefined ? {} : { limit: LIMITS.toolPage.max }),
  });
  const shown = on === undefined ? tasks : tasks.filter(({ due_on }) => due_on === on);
  return words.list(shown, { ...intent, more: on === undefined ? more : 0 }, context);
}

/** What "which one?" was about, when the person now answers it. */
const openChoice = ({ before }: Memory, context: Context): Extract<Intent, { target: Reference }> | null => {
  if (before === null || !words.isWhich(before.reply)) return null;
  const asked = understand(before.message, context).find(
    (intent) => 'target' in intent && intent.target.kind === 'title',
  );
  return (asked as Extract<Intent, { target: Reference }> | undefined) ?? null;
};

function* choose(
  intent: Extract<Intent, { intent: 'choose' }>,
  memory: Memory,
  context: Context,
): Conversation {
  const open = openChoice(memory, context);
  if (open === null) return words.unknown;
  const candidates = words.isWhich(memory.before?.reply ?? '')
    ? words.choices(memory.before?.reply ?? '')
    : [];
  const { target } = intent;
  const byTitle =
    target.kind === 'title'
      ? candidates.filter(({ title }) => title.toLowerCase().includes(target.text.toLowerCase()))
      : [];
  const [chosen] = byTitle;
  const narrowed: Reference = byTitle.length === 1 && chosen ? { kind: 'id', id: chosen.id } : target;
  return yield* respond(
    { ...open, target: narrowed } as Intent,
    { ...memory, lastList: candidates },
    context,
  );
}

/** What to do about one thing that a person wants. */
function* respond(intent: Intent, memory: Memory, context: Context): Conversation {
  switch (intent.intent) {
    case 'add':
      return yield* add(intent, context);
    case 'list':
      return yield* list(intent, context);
    case 'search': {
      const { tasks, more } = yield* call('search_tasks', { q: intent.text.slice(0, LIMITS.query.max) });
      return words.list(tasks, { status: 'all', filter: { q: intent.text }, more }, context);
    }
    case 'complete':
    case 'reopen':
    case 'delete':
    case 'restore':
      return yield* act(intent.intent, intent.target, memory);
    case 'update':
      return yield* update(intent, memory, context);
    case 'show': {
      const found = yield* find(intent.target, 'show', memory);
      if ('say' in found) return found.say;
      const [task] = found.tasks;
      if (task === undefined) return words.whichTask;
      return words.details((yield* call('get_task', { task_id: task.id })).task, context);
    }
    case 'stats':
      return words.stats(yield* call('task_stats', {}));
    case 'undo': {
      const { status, tasks } = yield* call('undo', {});
      return words.undone(status, tasks);
    }
    case 'choose':
      return yield* choose(intent, memory, context);
    case 'yes':
    case 'no':
      return words.nothingAsked;
    case 'help':
      return words.help;
    case 'greeting':
      return words.greeting;
    case 'thanks':
      return words.thanks;
    case 'unclear':
      return intent.reason;
    case 'unknown':
      return words.unknown;
  }
}

function* respondToAll(intents: readonly Intent[], memory: Memory, context: Context): Conversation {
  const said: string[] = [];
  for (const intent of intents) {
    try {
      said.push(yield* respond(intent, memory, context));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      said.push(error.message);
    }
  }
  return said.join('\n\n');
}

const sameCall = (made: Made, next: Call): boolean =>
  made.tool === next.tool &&
  JSON.stringify(sorted(made.arguments)) === JSON.stringify(sorted(next.arguments));
/** In one order: PostgreSQL keeps the members of an object in its own. */
const sorted = (input: Record<string, unknown>): [string, unknown][] =>
  Object.entries(input).sort(([one], [other]) => (one < other ? -1 : 1));

/**
 * The next call, or what to say. Nothing is kept between two answers: the conversation is carried on from its beginning
 * each time and given what came of the calls that it has made. Calls that are not its own (a question that was
 * answered with yes, another model that went away in the middle) are told about, and nothing else is done.
 */
export const converse = (memory: Memory, context: Context): Call | string => {
  const { message, made } = memory.now;
  const conversation = respondToAll(understand(message, context), memory, context);
  let next = conversation.next();
  for (const call of made) {
    if (next.done || !sameCall(call, next.value)) return words.report(made);
    next = conversation.next(call);
  }
  return next.value;
};
