import {
  type BULK_ACTIONS,
  isChange,
  LIMITS,
  TOOLS,
  type ToolName,
  type ToolOutput,
  type ToolTask,
} from '@todo/contracts';
import {
  atPosition,
  type Changes,
  type Context,
  type Due,
  dayNamed,
  type Intent,
  matchTitles,
  mayCorrect,
  mentioned,
  type Reference,
  type Status,
  shiftDue,
  strangers,
  titlesWithin,
  titleWith,
  titleWithout,
  understand,
  wishBehindYes,
  wordCount,
} from '@todo/language';
import { quoted, say } from '../replies.js';
import { type Made, type Memory, type Mention, note } from './memory.js';
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

/** A call was refused, or what came of it can't be told: that ends whatever was being done. */
class RefusedError extends Error {
  override name = 'RefusedError';
  /** Why, without saying what was not done. */
  readonly reason: string;
  constructor(message: string, reason = message) {
    super(message);
    this.reason = reason;
  }
}

function* call<Name extends ToolName>(
  tool: Name,
  input: Record<string, unknown>,
): Conversation<ToolOutput<Name>> {
  const { result, isError } = yield { tool, arguments: input };
  if (isError) throw new RefusedError(words.refusal(result), words.reasonOf(result));
  const output = TOOLS[tool].output.safeParse(result);
  if (!output.success) throw new RefusedError(say('unsure'));
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

/**
 * The tasks whose titles have all of the words, or those that the search has them for: in a description, or beyond the
 * first page. Where no task has them all, those with most of them, which is not sure: "the rent agreement" is not
 * "Pay rent".
 */
function* findByWords(text: string): Conversation<{ tasks: ToolTask[]; sure: boolean }> {
  const { tasks, more } = yield* firstPage();
  const { places, sure } = matchTitles(
    text,
    tasks.map(({ title }) => title),
  );
  const alike = places.flatMap((place) => tasks[place] ?? []);
  if (sure && more === 0) return { tasks: alike, sure };
  const { tasks: found } = yield* call('search_tasks', {
    q: text.slice(0, LIMITS.query.max),
    // With a limit it was only looked into: "the first one" is of a list that was told.
    limit: LIMITS.toolPage.max,
  });
  return found.length > 0 ? { tasks: found, sure: true } : { tasks: alike, sure };
}

/** "Friday swim, Monday's enough": the words before what is told, and without the day, which narrows them. */
const DAY_FIRST = /^(?:today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:['’]?s)?\s+/i;
const BEHIND_COMMA = /,\s.*$/s;
const plainWords = (text: string): string => text.replace(BEHIND_COMMA, '').replace(DAY_FIRST, '');

function* findByTitle(text: string, verb: Verb, { now, context }: Memory): Conversation<Found> {
  const said = yield* findByWords(text);
  const plain = plainWords(text);
  const found = said.tasks.length > 0 || plain === text || plain === '' ? said : yield* findByWords(plain);
  const wanted = STATUS_OF[verb];
  const fitting = found.tasks.filter(
    ({ completed }) => wanted === undefined || completed === (wanted === 'completed'),
  );
  const candidates = fitting.length > 0 ? fitting : found.tasks;
  const [first, ...others] = candidates;
  if (first === undefined) return { say: words.nothingMatches(text) };
  // "Milo's vet visit" is "Take Milo to the vet" where no other task has two words of it; nothing is deleted on that ground.
  const nearly = verb !== 'delete' && strangers(text, first.title) * 2 < wordCount(text);
  if (others.length === 0 && (found.sure || nearly)) return { tasks: [first] };
  const exact = candidates.filter(({ title }) => sameText(title, text));
  const [only] = exact;
  if (exact.length === 1 && only !== undefined) return { tasks: [only] };
  // "delete the swim on friday", where there are two: a day that is to be set names none.
  const [own] = DAY_FIRST.exec(text) ?? [];
  const saysDay = own ?? (verb === 'update' ? null : now.message);
  const day = context && saysDay && dayNamed(saysDay, context);
  const ofDay = candidates.filter(({ due_on }) => due_on !== undefined && due_on === day);
  return ofDay.length === 1 ? { tasks: ofDay } : { say: words.which(candidates) };
}

/** What has most of the words, or else their tag: "anything for work?" */
function* searchWords(text: string): Conversation<{ tasks: ToolTask[]; more: number }> {
  const tasks = yield* allTasks();
  const { places } = matchTitles(
    text,
    tasks.map(({ title }) => title),
  );
  const tag = text.replace(/^#/, '').toLowerCase();
  const tagged =
    places.length > 0 ? [] : tasks.filter(({ tags }) => tags?.some((one) => one.toLowerCase() === tag));
  return { tasks: [...places.flatMap((place) => tasks[place] ?? []), ...tagged], more: 0 };
}

/** The newest tasks, and how many more there are. */
const firstPage = (): Conversation<ToolOutput<'list_tasks'>> =>
  call('list_tasks', { status: 'all', limit: LIMITS.toolPage.max });

function* allTasks(): Conversation<ToolTask[]> {
  return (yield* firstPage()).tasks;
}

/** The task that was spoken of before in the same message: "I don't need the milk anymore, delete it". */
function* findSpokenOf(after: string, { lastTask }: Memory, verb?: Verb): Conversation<Mention[]> {
  const tasks = yield* allTasks();
  const titles = tasks.map(({ title }) => title);
  const within = titlesWithin(after, titles);
  // "rang the vet" is not of who else is to be rung.
  const named = within.length === 1 ? within : mentioned(after, titles);
  // "she only picks up after lunch, make it 2" names no cake to pick up, where another task was spoken of.
  const objects =
    lastTask === null || verb === 'delete' ? titles : titles.map((title) => title.replace(DEED, ''));
  return (named.length === 1 ? named : wordsShared(after, objects)).flatMap((place) => tasks[place] ?? []);
}
/** "don't remove the class yet", and then "now you can remove it": nothing was done to it. */
function* findSpokenOfBefore(memory: Memory): Conversation<Mention | null> {
  const [only, ...others] =
    memory.before === null || memory.before.message === ''
      ? []
      : yield* findSpokenOf(memory.before.message, memory);
  return only !== undefined && others.length === 0 ? only : null;
}
/** The one title in the message before, when nothing was done or shown: nearer than what was done further back. */
function* findNamedBefore(memory: Memory): Conversation<Mention | null> {
  const { before, lastTask } = memory;
  if (before === null || before.message === '' || lastTask === null) return null;
  if (before.reply.includes(lastTask.title) || before.made.some(({ tool }) => isChange(tool))) return null;
  const tasks = yield* allTasks();
  const [only, ...others] = titlesWithin(
    before.message,
    tasks.map(({ title }) => title),
  );
  return only !== undefined && others.length === 0 ? (tasks[only] ?? null) : null;
}
const DEED = /^\S+(?: (?:up|off|out|in|back|down|away|over))?(?= \S)/;

/** "no, only take the dates off them": the tasks that a question named, when it named them all. */
function* findAsked(question: string): Conversation<{ tasks: ToolTask[] } | { say: string }> {
  const count = Number(/\d+/.exec(question)?.[0]);
  const tasks = (yield* allTasks()).filter(({ title }) => question.includes(quoted(title)));
  return tasks.length === count ? { tasks } : { say: say('whichTasks') };
}

/** The titles that share most words with a text, by their place. */
const wordsShared = (text: string, titles: readonly string[]): number[] => {
  const scores = titles.map(
    (title) => title.split(/\s+/).filter((word) => matchTitles(word, [text]).sure).length,
  );
  const best = Math.max(0, ...scores);
  return best === 0 ? [] : scores.flatMap((score, place) => (score === best ? [place] : []));
};

const sharedBy = (text: string, tasks: readonly Mention[]): number[] =>
  wordsShared(
    text,
    tasks.map(({ title }) => title),
  );

/** What the turn before changed. */
const changedBefore = ({ before }: Memory): number[] =>
  (before?.made ?? []).flatMap(({ tool, arguments: { task_id, task_ids } }) =>
    isChange(tool) ? [task_id, ...(Array.isArray(task_ids) ? task_ids : [])].map(Number) : [],
  );

/** Those that are left out of a group; by a word that several titles have, each of them. */
function* findLeft(
  except: readonly Reference[],
  memory: Memory,
): Conversation<Set<number> | { say: string }> {
  const left = new Set<number>();
  for (const one of except) {
    if (one.kind === 'title') {
      const tasks = yield* allTasks();
      const { places } = matchTitles(
        one.text,
        tasks.map(({ title }) => title),
      );
      for (const place of places) left.add(tasks[place]?.id ?? 0);
      if (places.length > 0) continue;
    }
    const kept = yield* findGroup(one, 'show', memory);
    if ('say' in kept && one.kind !== 'all') return kept;
    for (const { id } of 'say' in kept ? [] : kept.tasks) left.add(id);
  }
  return left;
}

function* find(target: Reference, verb: Verb, memory: Memory): Conversation<Found> {
  const found = yield* findGroup(target, verb, memory);
  if ('say' in found || !('except' in target) || target.except === undefined) return found;
  const left = yield* findLeft(target.except, memory);
  if ('say' in left) return left;
  const tasks = found.tasks.filter(({ id }) => !left.has(id));
  return tasks.length === 0 ? { say: words.noneToDoThatTo('all', true) } : { tasks };
}

/** What a reference means, and what is left out of it too. */
function* findGroup(target: Reference, verb: Verb, memory: Memory): Conversation<Found> {
  switch (target.kind) {
    case 'id':
      return { tasks: [{ id: target.id, title: '' }] };
    case 'ids':
      return { tasks: target.ids.map((id) => ({ id, title: '' })) };
    case 'it': {
      const number = /\b(?:task|number|nr) #?(\d{1,6})\b|#(\d{1,6})\b/i.exec(target.after ?? '');
      if (number !== null) return { tasks: [{ id: Number(number[1] ?? number[2]), title: '' }] };
      const [spokenOf, ...others] =
        target.after === undefined ? [] : yield* findSpokenOf(target.after, memory, verb);
      if (spokenOf !== undefined && others.length > 0) return { say: words.which([spokenOf, ...others]) };
      const task =
        spokenOf ??
        (verb === 'restore' ? memory.deleted[0] : undefined) ??
        (yield* findNamedBefore(memory)) ??
        memory.lastTask ??
        (yield* findSpokenOfBefore(memory));
      return task === null ? { say: say('whichTask') } : { tasks: [task] };
    }
    case 'other': {
      const spokenOf = memory.acted.at(-1)?.id ?? memory.lastTask?.id;
      const listed = memory.lastList.filter(({ id }) => id !== spokenOf);
      // Of two tasks one is the other, and of more the one that shares words with it: "dentist", "dentist for Max".
      const all = listed.length > 0 || spokenOf === undefined ? [] : yield* allTasks();
      const others = all.filter(({ id }) => id !== spokenOf);
      const title = all.find(({ id }) => id === spokenOf)?.title ?? '';
      const alike = wordsShared(
        title,
        others.map((one) => one.title),
      ).flatMap((place) => others[place] ?? []);
      const rest = others.length === 1 ? others : listed.length > 0 ? listed : alike;
      return rest.length === 0
        ? { say: say('whichTask') }
        : rest.length === 1
          ? { tasks: rest }
          : { say: words.which(rest) };
    }
    case 'them': {
      if (memory.acted.length > 0) return { tasks: memory.acted };
      // "both for tomorrow", behind two new tasks.
      if (hasJustAdded(memory) && /\bboth\b/i.test(memory.now.message) && memory.added.length > 1)
        return { tasks: memory.added.slice(-2) };
      const spokenOf = target.after === undefined ? [] : yield* findSpokenOf(target.after, memory, verb);
      if (spokenOf.length > 0) return { tasks: spokenOf };
      const asked = memory.asked === '' ? null : yield* findAsked(memory.asked);
      if (asked !== null) return asked;
      if (memory.lastList.length > 0) return { tasks: memory.lastList };
      // "both done", where there are two.
      if (/\bboth\b/i.test(memory.now.message)) {
        const wanted = STATUS_OF[verb];
        const two = (yield* allTasks()).filter(
          ({ completed }) => wanted === undefined || completed === (wanted === 'completed'),
        );
        if (two.length === 2) return { tasks: two };
      }
      return memory.lastTask === null ? { say: say('whichTasks') } : { tasks: [memory.lastTask] };
    }
    case 'rest': {
      const said = new Set([...memory.acted.map(({ id }) => id), ...changedBefore(memory)]);
      // Of nothing there is no rest.
      if (said.size === 0 && memory.lastList.length === 0) return { say: say('whichTasks') };
      const open = (yield* call('list_tasks', { status: 'pending', limit: LIMITS.bulk.max })).tasks;
      const tasks = (memory.lastList.length > 0 ? memory.lastList : open).filter(
        ({ id }) => !said.has(id) && open.some((task) => task.id === id),
      );
      return tasks.length === 0 ? { say: words.noneToDoThatTo('pending', true) } : { tasks };
    }
    case 'ordinal': {
      const list =
        memory.lastList.length > 0
          ? memory.lastList
          : (yield* call('list_tasks', { status: STATUS_OF[verb] ?? 'all' })).tasks;
      const task = atPosition(list, target.position);
      if (task !== undefined) return { tasks: [task] };
      return {
        say:
          target.position === 'middle' && list.length > 0
            ? words.which(list)
            : words.listIsShorter(list.length),
      };
    }
    case 'title': {
      const { deleted } = memory;
      const { places, sure } = matchTitles(
        target.text,
        verb === 'restore' ? deleted.map(({ title }) => title) : [],
      );
      const [gone] = places.flatMap((place) => deleted[place] ?? []);
      return sure && gone !== undefined ? { tasks: [gone] } : yield* findByTitle(target.text, verb, memory);
    }
    case 'one': {
      const { on, to, ...filter } = target.filter;
      const { tasks } = yield* listed({
        status: target.status === 'all' ? (STATUS_OF[verb] ?? 'all') : target.status,
        ...filter,
        limit: LIMITS.bulk.max,
      });
      // The newest is listed first.
      const due = dueWithin(tasks, on, to);
      const shown = due.filter(({ id }) => memory.lastList.some((one) => one.id === id));
      const all = shown.length > 0 && target.edge === undefined ? shown : due;
      const found =
        target.edge === undefined ? all : all.slice(...(target.edge === 'newest' ? [0, 1] : [-1]));
      if (found.length === 0) return { say: words.noneToDoThatTo(target.status, true) };
      return found.length === 1 ? { tasks: found } : { say: words.which(found) };
    }
    case 'all': {
      // "push everything to friday", of what was just shown.
      if (
        (verb === 'update' || (verb === 'complete' && target.except !== undefined)) &&
        target.filter === undefined &&
        memory.lastList.length > 0 &&
        wasListed(memory)
      )
        return { tasks: memory.lastList };
      const { on, to, ...filter } = target.filter ?? {};
      // What is done changes no more, unless nothing else is meant.
      const statuses =
        target.status !== 'all' || verb !== 'update'
          ? [target.status === 'all' ? (STATUS_OF[verb] ?? 'all') : target.status]
          : ['pending', 'all'];
      let found: ToolTask[] = [];
      for (const status of statuses)
        if (found.length === 0)
          found = dueWithin((yield* listed({ status, ...filter, limit: LIMITS.bulk.max })).tasks, on, to);
      const narrowed = target.filter !== undefined && Object.keys(target.filter).length > 0;
      return found.length === 0 ? { say: words.noneToDoThatTo(target.status, narrowed) } : { tasks: found };
    }
  }
}

/** Those of one day, or of several; all of them where no day was said. */
const dueWithin = (tasks: ToolTask[], on: string | undefined, to = on): ToolTask[] =>
  to === undefined
    ? tasks
    : tasks.filter(
        ({ due_on }) => due_on !== undefined && due_on <= to && (on === undefined || due_on >= on),
      );

/** A list; "work tasks" are those tagged work, when there are such. */
function* listed(input: Record<string, unknown>): Conversation<ToolOutput<'list_tasks'>> {
  const { q, ...others } = input;
  if (typeof q === 'string' && !('tag' in input) && q.length <= LIMITS.tag.max && !/\s/.test(q)) {
    const tagged = yield* call('list_tasks', { ...others, tag: q });
    if (tagged.tasks.length > 0) return tagged;
  }
  const found = yield* call('list_tasks', input);
  if (typeof q !== 'string' || found.tasks.length > 0) return found;
  const known = yield* call('list_tasks', { ...others, limit: LIMITS.toolPage.max });
  const tags = [...new Set(known.tasks.flatMap(({ tags: each = [] }) => each))];
  const [tag] = matchTitles(q, tags).places.flatMap((place) => tags[place] ?? []);
  if (tag !== undefined) return yield* call('list_tasks', { ...others, tag });
  const { places, sure } = matchTitles(
    q,
    known.tasks.map(({ title }) => title),
  );
  return sure ? { tasks: places.flatMap((place) => known.tasks[place] ?? []), more: 0 } : found;
}

type BulkVerb = Exclude<Verb, 'update' | 'show'> & (typeof BULK_ACTIONS)[number];

const ONE: Record<BulkVerb, { tool: ToolName; input?: Record<string, unknown> }> = {
  complete: { tool: 'complete_task', input: { completed: true } },
  reopen: { tool: 'complete_task', input: { completed: false } },
  delete: { tool: 'delete_task' },
  restore: { tool: 'restore_task' },
};

/** @param asksFirst also of one task, as of several: who says "all" is asked when that is one */
function* act(
  asked: BulkVerb,
  targets: readonly Reference[],
  memory: Memory,
  asksFirst = targets.some(({ kind }) => kind === 'all' || kind === 'rest'),
): Conversation {
  const said: string[] = [];
  const tasks = new Map<number, Mention>();
  for (const target of targets) {
    const found = yield* find(target, asked, memory);
    if ('say' in found) said.push(found.say);
    else for (const task of found.tasks) tasks.set(task.id, task);
  }
  const [first, ...others] = tasks.values();
  if (first === undefined) return said[0] ?? say('whichTask');
  // "put the card back on my list" of one that is there and done.
  const isThere =
    targets.every(
      (target) => target.kind === 'title' || (target.kind === 'it' && target.after !== undefined),
    ) && memory.deleted.every(({ id }) => id !== first.id);
  const verb = asked === 'restore' && isThere ? 'reopen' : asked;
  const wanted = verb === 'complete' ? true : verb === 'reopen' ? false : null;
  const already = wanted === null || others.length > 0 ? null : words.already(first, wanted);
  if (already !== null) return [already, ...said].join(' ');
  // Of several that were to go only one is there: perhaps it is another.
  const lessThanSaid = asked === 'delete' && said.length > 0 && targets.every(({ kind }) => kind === 'title');
  if (others.length === 0 && !asksFirst && !lessThanSaid) {
    const { tool, input } = ONE[verb];
    const result = yield* call(tool, { task_id: first.id, ...input });
    return [
      words.didOne(result as ToolOutput<'complete_task' | 'delete_task' | 'restore_task'>),
      ...said,
    ].join(' ');
  }
  const task_ids = [...tasks.keys()].slice(0, LIMITS.bulk.max);
  const { results } = yield* call('bulk_update', { task_ids, action: verb });
  return [words.didMany(results), ...said].join(' ');
}

/** When a task is due after a change: another day leaves the time of day, another time the day. */
const newDue = (
  { due_on, due_time }: Partial<ToolTask>,
  { due, timeOnly, noTime, shift }: Changes,
  context: Context,
): Due | null | undefined => {
  const now = due_on === undefined ? null : { on: due_on, time: due_time ?? null };
  if (shift !== undefined) return shiftDue(now, shift, context);
  if (now === null) return due;
  if (noTime) return { on: due?.on ?? now.on, time: null };
  if (due == null || (due.time !== null && !timeOnly)) return due;
  return timeOnly ? { on: now.on, time: due.time } : { on: due.on, time: now.time };
};

const dueInput = (due: Due | null | undefined): Record<string, unknown> =>
  due === undefined ? {} : { due_on: due?.on ?? null, due_time: due?.time ?? null };

/** Each takes a call: more would be more answers than a turn has. */
const MOST_CALLS = 8;

const withTags = (tags: readonly string[], { addTags = [], removeTags }: Changes): string[] => {
  // None by name are all of them: "clear its tags".
  const gone = removeTags?.length === 0 ? tags : (removeTags ?? []);
  const kept = tags.filter((tag) => !gone.some((removed) => sameText(removed, tag)));
  return [...kept, ...addTags.filter((tag) => !kept.some((has) => sameText(has, tag)))];
};

/** The same change of several tasks, in one call for those that are then alike. */
function* updateMany(tasks: readonly Mention[], changes: Changes, context: Context): Conversation {
  const { priority, due, addTags, removeTags } = changes;
  const known = yield* allTasks();
  const groups = new Map<string, { task_ids: number[]; input: Record<string, unknown> }>();
  for (const { id } of tasks.slice(0, LIMITS.bulk.max)) {
    const task = known.find((one) => one.id === id);
    const tags = withTags(task?.tags ?? [], changes);
    // Of a tag that it does not have it loses none.
    const retags = (addTags ?? removeTags) !== undefined && tags.join() !== (task?.tags ?? []).join();
    const input = {
      ...(priority === undefined ? {} : { priority }),
      // A day alone leaves each its time of day.
      ...(due?.time === null ? { due_on: due.on } : dueInput(newDue(task ?? {}, changes, context))),
      ...(retags ? { tags } : {}),
    };
    if (Object.keys(input).length === 0) continue;
    const key = JSON.stringify(input);
    groups.set(key, { input, task_ids: [...(groups.get(key)?.task_ids ?? []), id] });
  }
  if (groups.size > MOST_CALLS) return say('oneAtATime');
  if (groups.size === 0) return say('alreadySo');
  const results: ToolOutput<'bulk_update'>['results'] = [];
  for (const { task_ids, input } of groups.values())
    results.push(...(yield* call('bulk_update', { task_ids, action: 'update', ...input })).results);
  return words.didMany(results);
}

/** "take the word final out of task 2", of which only a look at it tells whether it is there. */
function* reword(
  { id }: Mention,
  { from, to, at }: NonNullable<Changes['words']>,
  context: Context,
): Conversation {
  const { task } = yield* call('get_task', { task_id: id });
  const title = at === undefined ? titleWithout(task.title, from, to) : titleWith(task.title, to, at);
  if (title === null) return words.unclear({ intent: 'unclear', asks: 'what' });
  return words.updated(yield* call('update_task', { task_id: id, title }), { title }, context);
}

/** The change with the day of the other task in the place of its name; a sentence where there is no such day. */
function* withDayOf(
  { dayOf, ...changes }: Changes,
  memory: Memory,
  context: Context,
): Conversation<Changes | { say: string }> {
  if (dayOf === undefined) return changes;
  const found = yield* find(dayOf.target, 'show', memory);
  if ('say' in found) return found;
  const [other, ...more] = found.tasks;
  if (other === undefined || more.length > 0) return { say: say('whichTask') };
  const { task } = yield* call('get_task', { task_id: other.id });
  if (task.due_on === undefined) return { say: words.otherHasNoDay({ id: task.id, title: task.title }) };
  const shift = { count: dayOf.days, unit: 'day' } as const;
  return { ...changes, due: shiftDue({ on: task.due_on, time: null }, shift, context) };
}

function* update(
  intent: Extract<Intent, { intent: 'update' }>,
  memory: Memory,
  context: Context,
): Conversation {
  const asked = yield* withDayOf(intent.changes, memory, context);
  if ('say' in asked) return asked.say;
  const found = yield* find(intent.target, 'update', memory);
  if ('say' in found) return found.say;
  const [only, ...more] = found.tasks;
  if (only === undefined) return say('whichTask');
  if (asked.words !== undefined) return yield* reword(only, asked.words, context);
  const { title, description, priority, addTags, removeTags, ...when } = asked;
  if (more.length > 0)
    return title !== undefined || description !== undefined
      ? say('oneAtATime')
      : yield* updateMany(found.tasks, asked, context);
  const retags = (addTags ?? removeTags) !== undefined;
  const moves =
    (when.shift ?? when.noTime) !== undefined ||
    (when.due != null && (when.due.time === null || when.timeOnly));
  const task: Partial<ToolTask> = retags || moves ? (yield* call('get_task', { task_id: only.id })).task : {};
  const tags = task.tags ?? [];
  // Of a tag that it does not have it loses none.
  const gone =
    removeTags?.length === 0
      ? tags
      : removeTags && tags.filter((tag) => removeTags.some((removed) => sameText(removed, tag)));
  if (gone?.length === 0 && Object.keys(asked).length === 1) return words.noSuchTag(only);
  const changes: Changes = { ...asked, ...(gone && { removeTags: gone }) };
  const due = newDue(task, when, context);
  const result = yield* call('update_task', {
    task_id: only.id,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(priority === undefined ? {} : { priority }),
    ...dueInput(due),
    ...(retags ? { tags: withTags(tags, changes) } : {}),
  });
  return words.updated(result, { ...changes, ...(due === undefined ? {} : { due }) }, context);
}

function* add(intent: Extract<Intent, { intent: 'add' }>, context: Context): Conversation {
  const added: Parameters<typeof words.added>[0][number][] = [];
  const refused: { title: string; reason: string }[] = [];
  for (const { title, description, due, priority, tags } of intent.tasks) {
    try {
      const { task_id } = yield* call('add_task', {
        title,
        ...(description === undefined ? {} : { description }),
        ...(due === null ? {} : { due_on: due.on, ...(due.time === null ? {} : { due_time: due.time }) }),
        ...(priority === null ? {} : { priority }),
        ...(tags.length === 0 ? {} : { tags }),
      });
      added.push({ id: task_id, title, due, priority });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refused.push({ title, reason: error.reason });
    }
  }
  const said = [words.added(added, refused, context)];
  if (intent.reminder && added.length > 0) said.push(words.noReminders(added.length));
  return said.join(added.length > 1 ? '\n\n' : ' ');
}

/** "what's tagged anatmy?": the only tag that looks like it, where there is none of that name; null when there is one. */
function* tagMeant(said: string): Conversation<string | null> {
  const tags = [...new Set((yield* allTasks()).flatMap(({ tags = [] }) => tags))];
  if (tags.some((tag) => sameText(tag, said))) return null;
  const { places, sure } = matchTitles(said, tags);
  const [place, ...others] = sure ? places : [];
  return (others.length === 0 && place !== undefined ? tags[place] : undefined) ?? null;
}

/** A list is of what is open, unless more is asked for: who only ever looks at it would see more and more of what is done. */
const OF_ALL =
  /\b(?:all?(?<!\bat all(?! (?:of|my|the|tasks)\b))|every\w*|whole|full|entire|complet\w*|done|finished|ticked|ever|did|closed|total|history)\b/i;

function* list(intent: Extract<Intent, { intent: 'list' }>, memory: Memory, context: Context): Conversation {
  const { on, to = on, ...filter } = intent.filter;
  const input = { ...filter, ...(to === undefined ? {} : { limit: LIMITS.toolPage.max }) };
  const opens = intent.status === 'all' && filter.q === undefined && !OF_ALL.test(memory.now.message);
  let status: Status = opens ? 'pending' : intent.status;
  let { tasks, more } = yield* listed({ status, ...input });
  if (opens && tasks.length === 0) {
    status = 'all';
    ({ tasks, more } = yield* listed({ status, ...input }));
  }
  const tag = filter.tag === undefined || tasks.length > 0 ? null : yield* tagMeant(filter.tag);
  if (tag !== null) return yield* list({ ...intent, filter: { ...intent.filter, tag } }, memory, context);
  const left = yield* findLeft(intent.except ?? [], memory);
  if ('say' in left) return left.say;
  const shown = dueWithin(tasks, on, to).filter(({ id }) => !left.has(id));
  return words.list(shown, { ...intent, status, more: to === undefined ? more : 0 }, context);
}

/** A wish that names its task. An answer to "which one?" is none, or the choice would be about itself for ever. */
type Aimed = Exclude<Extract<Intent, { target: Reference }>, { intent: 'choose' }>;
const isAtTitle = (intent: Intent): intent is Aimed =>
  'target' in intent &&
  intent.intent !== 'choose' &&
  (intent.target.kind === 'title' || (intent.target.kind === 'it' && intent.target.after !== undefined));

const isAtIt = (intent: Intent): intent is Aimed =>
  'target' in intent && intent.intent !== 'choose' && ['it', 'other'].includes(intent.target.kind);

/** What "which one?" was about, when the person now answers it. */
function* openChoice({ before }: Memory, context: Context): Conversation<Aimed | null> {
  if (before === null) return null;
  if (words.asksForOne(before.reply)) return understand(before.message, context).find(isAtIt) ?? null;
  if (!words.isWhich(before.reply)) return null;
  const alone = understand(before.message, context).find(isAtTitle);
  if (alone !== undefined) return alone;
  const titles = (yield* allTasks()).map(({ title }) => title);
  return understand(before.message, { ...context, titles }).find(isAtTitle) ?? null;
}

function* choose(
  intent: Extract<Intent, { intent: 'choose' }>,
  memory: Memory,
  context: Context,
): Conversation {
  const open = yield* openChoice(memory, context);
  if (open === null) return say('unknown');
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

/** What was said before waits for a yes or a no, or has. */
const wasAsked = ({ before }: Memory): boolean => before !== null && words.isQuestion(before.reply);
/** Several tasks were offered for a choice. */
const wasOffered = ({ before }: Memory): boolean => before !== null && words.isWhich(before.reply);

const YES = /^\W*(?:(?:yes|yeah|yep|ok|okay|sure|please|right)[\s,.!]+)+/i;

const TAKES_BACK =
  /never\s?mind|nvm|\b(?:forget|scratch|strike|cancel|drop) (?:it|that|this|about it|i (?:asked|said))\b|second thoughts?|changed my mind/i;
/** The turn before did something, and asked nothing. */
const hasJustChanged = (memory: Memory): boolean =>
  !wasAsked(memory) &&
  !wasOffered(memory) &&
  (memory.before?.made.some(({ tool, isError }) => !isError && isChange(tool) && tool !== 'undo') ?? false);

const hasJustMade = ({ before }: Memory): string | undefined =>
  before?.made.findLast(({ tool, isError }) => !isError && isChange(tool))?.tool;
const hasJustAdded = (memory: Memory): boolean => hasJustMade(memory) === 'add_task';

/** What the turn before deleted. */
const justDeleted = ({ before, deleted }: Memory): Mention[] =>
  deleted.filter(({ id }) =>
    before?.made.some(
      ({ tool, arguments: { task_id, task_ids, action } }) =>
        (tool === 'delete_task' && task_id === id) ||
        (action === 'delete' && Array.isArray(task_ids) && task_ids.includes(id)),
    ),
  );

const WANTS_BACK =
  /\b(?:back|bak|again|re-?add|undelete|recover|keep (?:it|that|this|them|those|the|my)|stays?|mistake|accident|still (?:need|want|have)|(?:do not|don['’]?t) (?:delete|remove)|not (?:that|this|the)|(?:cancel|stop) (?:the|that) delet\w+)\b/i;

/** "no, keep that one", "I still need it", behind a deletion: what is wanted back, where the words wish for nothing else. */
function* wantedBack(intents: readonly Intent[], memory: Memory): Conversation<Intent | null> {
  const gone = justDeleted(memory);
  const { message } = memory.now;
  // "not that one, the other": what goes instead is said.
  const isInstead =
    intents.some(({ intent }) => intent === 'undo') &&
    intents.some(({ intent }) => intent !== 'undo' && intent !== 'no');
  if (gone.length === 0 || isInstead || !WANTS_BACK.test(message)) return null;
  const titles = gone.map(({ title }) => title);
  const isOneOf = (text: string): boolean => matchTitles(text, titles).places.length > 0;
  const isNothingElse = (intent: Intent): boolean => {
    if (intent.intent === 'add')
      return intent.tasks.every(
        ({ title, due }) =>
          due === null && (/^back$/i.test(title) || isOneOf(title.replace(/\bagain\b/i, ''))),
      );
    if (intent.intent === 'reopen') return intent.target.kind === 'it';
    if (intent.intent === 'delete' || intent.intent === 'restore')
      return intent.target.kind === 'title' && !isOneOf(intent.target.text);
    return intent.intent === 'no' || intent.intent === 'undo' || UNSURE.has(intent.intent);
  };
  if (!intents.every(isNothingElse)) return null;
  // "please don't remove the class yet" is of a task that is still there.
  const there = (yield* allTasks()).map(({ title }) => title);
  if (titlesWithin(message, there).length > 0 && titlesWithin(message, titles).length === 0) return null;
  // "put them back" is no word of "the back paddock".
  const named = /\b(?:them|those|these|both|all|everything)\b/i.test(message)
    ? []
    : wordsShared(message.replaceAll(/\b(?:back|again|keep)\b/gi, ''), titles).flatMap(
        (place) => gone[place] ?? [],
      );
  const ids = (named.length > 0 ? named : gone).map(({ id }) => id);
  return { intent: 'restore', target: { kind: 'ids', ids } };
}

const wasListed = ({ before, lastList }: Memory): boolean =>
  before !== null && lastList.every(({ id, title }) => before.reply.includes(`#${id} ${title}`));

/** "oops, restore that", where nothing was deleted and no task is named. */
function* isOfNothingDeleted(target: Reference, memory: Memory): Conversation<boolean> {
  const { deleted, acted } = memory;
  if (target.kind !== 'it' || deleted.length > 0 || acted.length > 0) return false;
  return target.after === undefined || (yield* findSpokenOf(target.after, memory)).length === 0;
}

/** What to do about one thing that a person wants. */
function* respond(intent: Intent, memory: Memory, context: Context): Conversation {
  switch (intent.intent) {
    case 'add':
      return yield* add(intent, context);
    case 'list':
      return yield* list(intent, memory, context);
    case 'search': {
      const exact = yield* call('search_tasks', { q: intent.text.slice(0, LIMITS.query.max) });
      const { tasks, more } = exact.tasks.length > 0 ? exact : yield* searchWords(intent.text);
      return words.list(tasks, { status: 'all', filter: { q: intent.text }, more }, context);
    }
    case 'complete':
    case 'reopen':
      return yield* act(intent.intent, [intent.target], memory);
    case 'delete':
      return yield* act(intent.intent, [intent.target], memory, intent.doubtful);
    case 'restore':
      // Where nothing was deleted, "restore that" is of what was done last.
      return (yield* isOfNothingDeleted(intent.target, memory))
        ? yield* respond({ intent: 'undo' }, memory, context)
        : yield* act(intent.intent, [intent.target], memory);
    case 'update':
      return yield* update(intent, memory, context);
    case 'show': {
      const found = yield* find(intent.target, 'show', memory);
      if ('say' in found) return found.say;
      const [task] = found.tasks;
      if (task === undefined) return say('whichTask');
      return words.details((yield* call('get_task', { task_id: task.id })).task, context);
    }
    case 'stats':
      return words.stats(yield* call('task_stats', {}));
    case 'undo': {
      // "undo only the date", of what was added: without it all of the task would go.
      if (intent.doubtful && hasJustAdded(memory)) return words.unclear({ intent: 'unclear', asks: 'what' });
      const { status, tasks } = yield* call('undo', {});
      return words.undone(status, tasks);
    }
    case 'choose':
      return yield* choose(intent, memory, context);
    case 'yes': {
      // "yes, delete it" with no question open is a wish of its own.
      const [wish, ...more] = understand(memory.now.message.replace(YES, ''), context);
      return wish !== undefined && more.length === 0 && 'target' in wish
        ? yield* respond(wish, memory, context)
        : say(wasOffered(memory) ? 'whichTask' : wasAsked(memory) ? 'tooLate' : 'nothingAsked');
    }
    case 'no':
      // "never mind" behind something that was done takes it back, and "not yet" what was ticked.
      if (
        hasJustChanged(memory) &&
        (TAKES_BACK.test(memory.now.message) ||
          (/\bnot yet\b/i.test(memory.now.message) && hasJustMade(memory) === 'complete_task'))
      )
        return yield* respond({ intent: 'undo' }, memory, context);
      return say(wasAsked(memory) || wasOffered(memory) ? 'leftAlone' : 'nothingAsked');
    case 'help':
      return words.help;
    case 'greeting':
      return say('greeting');
    case 'thanks':
      return say('thanks');
    case 'unclear':
      // "done", where one task was shown.
      return intent.about === 'complete' &&
        intent.asks === 'which' &&
        memory.lastList.length === 1 &&
        wasListed(memory)
        ? yield* act('complete', [{ kind: 'it' }], memory)
        : words.unclear(intent);
    case 'unknown':
      return say(wasAsked(memory) || wasOffered(memory) ? 'takenAsNo' : 'unknown');
  }
}

const isOfRest = (intent: Intent): boolean => 'target' in intent && intent.target.kind === 'rest';

/** Wishes of one kind that stand side by side are one: two deletes are asked about together. */
const grouped = (intents: readonly Intent[]): Intent[][] => {
  const groups: Intent[][] = [];
  for (const intent of intents) {
    const last = groups.at(-1);
    if (last?.[0]?.intent === intent.intent && intent.intent in ONE) last.push(intent);
    else groups.push([intent]);
  }
  return groups;
};

/** @param confirmed what the message has said yes to: it is done, and more may be wished for beside it */
function* respondToAll(memory: Memory, context: Context, confirmed: readonly Made[]): Conversation {
  const said = confirmed.length === 0 ? [] : [words.report(confirmed)];
  for (const { result } of confirmed) note(memory, result);
  const open = yield* leftOpen(memory, context, confirmed);
  const isAnswered = confirmed.length > 0 && !understand(memory.now.message, context).every(isBesideYes);
  const wish = isAnswered ? wishBehindYes(memory.now.message, confirmed.flatMap(tasksOf)) : null;
  if (wish !== null) memory.now = { ...memory.now, message: wish };
  // "yes but keep the rent" has been read as the answer that it is.
  const isSpent = isAnswered && wish === null;
  if (wasAsked(memory) && LOOKS.test(memory.now.message)) {
    const asked = yield* findAsked(memory.asked);
    if ('tasks' in asked) return words.list(asked.tasks, { status: 'all', filter: {}, more: 0 }, context);
  }
  const intents = isSpent
    ? []
    : (readOtherAnswer(memory, context) ?? (yield* readMessage(memory, context))).filter(
        (one) => !(one.intent === 'delete' && wasAsked(memory) && KEEPS.test(memory.now.message)),
      );
  const back = yield* wantedBack(intents, memory);
  // What was only asked about has not been done: "no, I meant 3" takes nothing back.
  const waits = wasAsked(memory) || wasOffered(memory);
  const wishes = !waits
    ? intents
    : intents.length > 1
      ? intents.filter(({ intent }) => intent !== 'undo')
      : intents.map((one): Intent => (isOfNone(one, memory) ? { intent: 'no' } : one));
  // "and 6 too", behind "May I delete 1 and 2?", is of all three.
  const more =
    memory.asked.includes('May I delete ') &&
    wasAsked(memory) &&
    ALSO.test(memory.now.message) &&
    wishes.length > 0 &&
    wishes.every(({ intent }) => intent === 'delete');
  const all: Intent[] = more ? [{ intent: 'delete', target: { kind: 'them' } }, ...wishes] : wishes;
  // "the rest to friday, the yoga is done": what else is said comes first.
  const inOrder = [...all].sort((one, other) => Number(isOfRest(one)) - Number(isOfRest(other)));
  const groups = [...open, ...grouped(back === null ? inOrder : [back])];
  if (groups.length === 0 && said.length === 0) return say('takenAsNo');
  for (const group of groups) {
    const [intent] = group;
    const targets = group.flatMap((one) => ('target' in one ? [one.target] : []));
    if (intent === undefined || (intent.intent === 'yes' && confirmed.length > 0)) continue;
    // "all but 5" was the answer.
    if (intent.intent === 'list' && confirmed.length > 0 && !ASKS_TO_SEE.test(memory.now.message)) continue;
    // "oh no, bring it back" answers nothing.
    if (isAnswer(intent) && groups.length > 1 && !wasAsked(memory)) continue;
    try {
      const answer =
        targets.length > 1 && intent.intent in ONE
          ? act(
              intent.intent as BulkVerb,
              targets,
              memory,
              group.some((one) => 'doubtful' in one) || undefined,
            )
          : respond(intent, memory, context);
      said.push(yield* noting(answer, memory, ['list', 'search'].includes(intent.intent)));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      said.push(error.message);
    }
  }
  const asks = said.some(words.isWhich);
  return [...new Set(said)].filter((one) => !asks || one !== say('whichTask')).join('\n\n');
}

/** "hm, show me those first", "which ones?", behind a question. */
const LOOKS =
  /^\W*(?:(?:hm+|wait|ok(?:ay)?|no|yes|um|first|actually|sorry|hang on|hold on|and|but|please)\W+)*(?:(?:can|could|may|let)\s(?:you|me|i|us)\s(?:please\s)?(?:first\s)?)?(?:(?:show|list|see|view)(?:\sme)?\s(?:them|those|these|which|what)|which\s(?:ones?\b|tasks|are|two|three)|what\s(?:are\s(?:they|those|these)|(?:would|will)\sgo)|what(?:['’]?s|\sis)\s(?:in|on)\s(?:there|it|that))/i;
const ANSWERS_FIRST =
  /^\W*(?:(?:no|nope|nah|yes|ok(?:ay)?|oh|hm+|actually|wait|sorry|please|rather|i\s(?:just|only|actually|really)?\s*(?:want(?:ed)?|meant)\sto)\b\W*)*/i;
const INSTEAD_LAST = /(?:\W+(?:instead|rather|please|then|thanks))+\W*$/i;

/** What a question gets in the place of a yes: "no, mark them done instead", "only the finished ones". */
const readOtherAnswer = (memory: Memory, context: Context): Intent[] | null => {
  if (!wasAsked(memory)) return null;
  const said = memory.now.message.replace(ANSWERS_FIRST, '').replace(INSTEAD_LAST, '');
  const isDelete = memory.asked.includes('May I delete ');
  const [, only] = (isDelete ? /^(?:only|just)\s+(.+)$/is.exec(said) : null) ?? [];
  const read = understand(only === undefined ? said : `delete ${only}`, context);
  const isOfThem = ([first, ...more]: Intent[]): boolean =>
    first !== undefined &&
    more.length === 0 &&
    'target' in first &&
    first.target.kind === (only === undefined ? 'them' : 'all');
  if (isOfThem(read)) return read;
  const plain = only === undefined ? [] : understand(only, context);
  return plain.length === 1 &&
    plain[0] !== undefined &&
    'target' in plain[0] &&
    plain[0].target.kind === 'them'
    ? plain
    : null;
};

/** Those that were asked about and are done now. */
const tasksOf = ({ result }: Made): Mention[] => {
  const {
    task_id,
    title = '',
    results = [],
  } = result as Partial<ToolOutput<'bulk_update'>> & Partial<{ task_id: number; title: string }>;
  return [...results, ...(task_id === undefined ? [] : [{ task_id, title }])].map((one) => ({
    id: one.task_id,
    title: one.title ?? '',
  }));
};

const ALSO = /^\W*(?:(?:yes|ok(?:ay)?|oh|sure)\W+)?(?:and|also|plus)\b|\b(?:too|as well|also)\W*$/i;

/** "everything except the rent" deletes no rent. */
const KEEPS =
  /^(?!.*\b(?:delete|remove)\b).*\b(?:keep|leave|save|spare|except|not|n['’]?t|but|stays?|still|apart|without|other than)\b/is;

/** A yes, and what may be done with it. */
const isBesideYes = ({ intent }: Intent): boolean =>
  ['yes', 'add', 'list', 'search', 'show', 'stats', 'help'].includes(intent);

const ASKS_TO_SEE = /\b(?:show|list|see|view|what|which|how many|left)\b|\?\s*$/i;

/** "keep 2", where nothing was deleted. */
const isOfNone = ({ intent }: Intent, { deleted }: Memory): boolean =>
  intent === 'restore' && deleted.length === 0;

const isAnswer = ({ intent }: Intent): boolean => intent === 'yes' || intent === 'no';

/** What was wished for behind what had to be asked about first, in the same message: it has waited for the yes. */
function* leftOpen(
  { before, ...memory }: Memory,
  context: Context,
  [confirmed, ...more]: readonly Made[],
): Conversation<Intent[][]> {
  // Of an answer with several calls all were asked about together.
  if (before === null || confirmed?.tool !== 'bulk_update' || more.length > 0) return [];
  if (before.made.some(({ tool }) => isChange(tool))) return [];
  const groups = grouped(yield* readMessage({ ...memory, now: before, before: null }, context));
  const asked = groups.findIndex(([intent]) => intent?.intent === confirmed.arguments.action);
  return asked === -1 ? [] : groups.slice(asked + 1);
}

/** Remembers what is done and listed while it is done: "add a task to call the vet and make it urgent", "list work, then finish them". */
function* noting(conversation: Conversation, memory: Memory, lists: boolean): Conversation {
  let next = conversation.next();
  while (!next.done) {
    const outcome = yield next.value;
    if (!outcome.isError) {
      const { task_id: id, title } = outcome.result as { task_id?: number; title?: string };
      if (id !== undefined && title !== undefined) memory.acted.push({ id, title });
      note(memory, outcome.result, '', lists && next.value.arguments.limit === undefined);
    }
    next = conversation.next(outcome);
  }
  return next.value;
}

const UNSURE: ReadonlySet<Intent['intent']> = new Set(['unknown', 'unclear', 'choose']);

/** Asks for a list by a word for it: “friday” alone may go on with what was said before. */
const OF_A_LIST =
  /\b(?:what|which|show|list|see|tasks?|todos?|pending|overdue|open|left|done|anything|everything)\b/i;

/** What is told may have more words than a title, "I bought the milk on my way home", and what is asked for words that no task has. */
const mayBeMore = (intent: Intent): boolean =>
  // To find the task its title is read anyway.
  ('target' in intent && intent.target.kind === 'title') ||
  // "what about the rent on monday instead?"
  intent.intent === 'search' ||
  (intent.intent === 'list' && (intent.filter.q !== undefined || intent.filter.tag !== undefined)) ||
  (intent.intent === 'add' &&
    intent.tasks.some(
      ({ title, due }) =>
        // "work due friday" may be a tag and a day.
        (due !== null && !/\s/.test(title)) ||
        // "file the rent task under #work" may be of one that is there, and so may "label the rent as done".
        /\b(?:task|one|entry)\b/i.test(title),
    ));

/** What somebody has to do may be on the list. */
const OBLIGED =
  /^\W*(?:(?:still|really|also|just)\s+)+(?:need|have|must|should|got|gotta)\b|^\W*(?:\w+[\s,]+){0,3}(?:i|we)(?:['’]ve)?\s+(?:\w+\s+){0,2}(?:need|have|must|should|got|ought|gotta)\b/i;

/** Words for to add that titles begin with, too: "ad read to friday", "record episode 41 high". */
const MAY_BE_TITLE =
  /^\W*(?:(?:no|wait|and|ok|oh|sorry|then)\W+)*(?:ad|record|write|log|note|track|save|enter|set up|put up|schedule|create)\s/i;

/** More than one clause: what one of them leaves unsaid the titles may say. */
const SEVERAL =
  /[,;.!?:)\n]\s*\S|\b(?:and|so|then|but|n|nd|also|plus|an (?:delete|remove|scrap|mark|tick|cross|move|change|get rid))\b|&|\s[–—-]\s|\p{Extended_Pictographic}\ufe0f?\s*\p{L}/iu;

/** Whether what a message says by its words alone is all of it, whatever the titles and the messages before are. */
const saysAll = (alone: readonly Intent[], { now, before, earlier }: Memory, context: Context): boolean => {
  const { message } = now;
  // A few words that could ask for a list, and may go on with what was said before instead.
  const mayGoOn =
    before !== null &&
    alone.every(({ intent }) => intent === 'list') &&
    message.trim().split(/\s+/).length <= 7 &&
    (!OF_A_LIST.test(message) ||
      JSON.stringify(understand(message, { ...context, earlier })) !== JSON.stringify(alone));
  const isOpen =
    alone.some(({ intent }) => UNSURE.has(intent)) ||
    alone.some(mayBeMore) ||
    // "clear the date of the call": of nothing that was spoken of.
    (before === null && alone.some((one) => 'target' in one && one.target.kind === 'it'));
  const mayNameOne =
    alone.some(({ intent }) => intent === 'add') &&
    (OBLIGED.test(message) ||
      MAY_BE_TITLE.test(message) ||
      /^\s*#/.test(message) ||
      /\b(?:title|end of|start of)\b/i.test(message));
  const corrects = before !== null && mayCorrect(message);
  return !mayGoOn && !isOpen && !mayNameOne && !corrects;
};

/**
 * What the message wants. Where its words alone do not say, they are held against the titles that there are, what was
 * said before, and the tasks that were offered for a choice.
 */
function* readMessage(memory: Memory, context: Context): Conversation<Intent[]> {
  const { now, before, earlier, added, deleted } = memory;
  const { message } = now;
  const asked = before?.reply ?? '';
  const choice = words.isWhich(asked)
    ? readChoice(asChoice(message), understand(asChoice(message), context), asked)
    : words.asksForOne(asked)
      ? yield* readNamed(message, understand(message, context))
      : null;
  if (choice !== null) return [choice];
  // Of several parts the titles are read anyway, and its words alone would be read for nothing.
  const alone = SEVERAL.test(message) ? null : understand(message, context);
  if (alone !== null && saysAll(alone, memory, context)) return alone;
  const tasks = yield* allTasks();
  const known = {
    ...context,
    titles: tasks.map(({ title }) => title),
    done: tasks.filter(({ completed }) => completed).map(({ title }) => title),
    tags: [...new Set(tasks.flatMap(({ tags = [] }) => tags))],
  };
  const formerly = [
    ...tasks.filter(({ id }) => added.every((one) => one.id !== id)),
    ...deleted.filter(({ id }) => tasks.every((one) => one.id !== id)),
  ].map(({ title }) => title);
  return understand(message, { ...known, earlier, formerly });
}

/** No answer to "which task?" has more words. */
const LONGEST_NAME = 8;

/** The answer to "which task?": a number, or words of one title; null when the message wishes for something itself. */
function* readNamed(message: string, alone: readonly Intent[]): Conversation<Intent | null> {
  const few = message.trim().split(/\s+/).length <= LONGEST_NAME;
  if (!few || !alone.every(({ intent }) => NAMES_AT_MOST.has(intent))) return null;
  const [, number] =
    /^\W*(?:(?:of|from|for|on|in|it['’]?s|the|i mean|task|item|number|nr|no|one)\W+)*(\d{1,6})(?:\W+(?:please|of course|then|one|thanks))*\W*$/i.exec(
      message,
    ) ?? [];
  if (number !== undefined) return { intent: 'choose', target: { kind: 'id', id: Number(number) } };
  const tasks = yield* allTasks();
  const [place, ...others] = wordsShared(
    message,
    tasks.map(({ title }) => title),
  );
  const named = place === undefined || others.length > 0 ? undefined : tasks[place];
  return named === undefined ? null : { intent: 'choose', target: { kind: 'id', id: named.id } };
}
const NAMES_AT_MOST: ReadonlySet<Intent['intent']> = new Set([
  'unknown',
  'unclear',
  'choose',
  'search',
  'list',
  'show',
]);

/** "the one that's due friday" */
const ONE_DUE = /^(\W*(?:the|that)\s+one\s+)(?:(?:that|which)(?:['’]?s|\s+is)\s+)?due\s+(?:on\s+)?/i;

const DAY_ONE =
  /^\W*(?:(?:the|that)\s+)?(today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:['’]?s)?\s+(?:one|task)\W*$/i;
/** "producers I mean, Aroha can wait": what is said of the other one. */
const OTHER_STAYS =
  /(?:\s*[,;.!–—]|\s+-|\s+(?:and|but))\s+(?:(?:and|but)\s+)?(?:(?:leave|keep)\s+[^,;.!?]+|[^,;.!?]+\s(?:can\s+wait|(?:can|has\s+to|have\s+to|must|should|needs\s+to|will)\s+stay|stays?|is\s+staying|is\s+still\s+(?:to\s+do|open|to\s+be\s+done)))\W*$/i;
/** "the friday one", "the first one you said" */
const asChoice = (message: string): string =>
  message
    .replace(OTHER_STAYS, '')
    .replace(/(?<=\S)[\s,]+i\s+(?:mean|meant)\W*$/i, '')
    .replace(ONE_DUE, '$1for ')
    .replace(DAY_ONE, 'the one for $1')
    .replace(/\s+(?:that\s+)?you\s+(?:have\s+)?(?:said|named|listed|mentioned|showed|gave)\W*$/i, '');

/** The answer to "which one?", when the words are of one of those that were named and of no wish of their own. */
const readChoice = (message: string, alone: readonly Intent[], reply: string): Intent | null => {
  const [only] = alone;
  if (alone.length !== 1 || only === undefined) return null;
  const told = only.intent === 'complete' && only.target.kind === 'it';
  if (!told && !['unknown', 'unclear', 'search', 'list', 'choose'].includes(only.intent)) return null;
  if (only.intent === 'choose' && only.target.kind !== 'title') return only;
  const offered = words.choices(reply);
  // "not the inspection, the other one"
  const [not = '', refused = ''] = /\bnot\s+(.+?)(?=\s*[,.;!–—-]\s|\s+but\b|\W*$)/i.exec(message) ?? [];
  const gone = refused === '' ? [] : sharedBy(refused, offered);
  const options =
    gone.length === offered.length ? offered : offered.filter((_, place) => !gone.includes(place));
  const shared = options.length === 1 ? [0] : sharedBy(message.replace(not, ''), options);
  // "the newer one of the two"
  const byAge = options.toSorted((one, other) => other.id - one.id);
  const [, newer, older] =
    /\b(?:(newer|newest|latest|most recent)|(older|oldest))(?: one)?\b/i.exec(message) ?? [];
  const aged = newer !== undefined ? byAge[0] : older !== undefined ? byAge.at(-1) : undefined;
  if (aged !== undefined && shared.length !== 1)
    return { intent: 'choose', target: { kind: 'id', id: aged.id } };
  const [place, ...others] = shared;
  const chosen = place === undefined || others.length > 0 ? undefined : options[place];
  return chosen === undefined ? null : { intent: 'choose', target: { kind: 'id', id: chosen.id } };
};

/** A call by what is asked for, its arguments in one order: PostgreSQL keeps the members of an object in its own. */
const keyOf = ({ tool, arguments: input }: Pick<Made, 'tool' | 'arguments'>): string =>
  JSON.stringify([tool, Object.entries(input).sort(([one], [other]) => (one < other ? -1 : 1))]);

/** Asks for nothing a second time, unless something was changed in between: a list says of each task what a look at it does. */
function* readingOnce(conversation: Conversation): Conversation {
  const known = new Map<string, Outcome>();
  let next = conversation.next();
  while (!next.done) {
    const key = keyOf(next.value);
    const outcome = known.get(key) ?? (yield next.value);
    if (isChange(next.value.tool)) known.clear();
    else {
      known.set(key, outcome);
      for (const task of TOOLS.list_tasks.output.safeParse(outcome.result).data?.tasks ?? [])
        known.set(keyOf({ tool: 'get_task', arguments: { task_id: task.id } }), {
          result: { task },
          isError: false,
        });
    }
    next = conversation.next(outcome);
  }
  return next.value;
}

/**
 * The next call, or what to say. Nothing is kept between two answers: the conversation is carried on from its beginning
 * each time and given what came of the calls that it has made. Calls that are not its own (another model that went away
 * in the middle) are told about, and nothing else is done; what was answered with yes is told about first.
 */
export const converse = (memory: Memory, context: Context): Call | string => {
  const { made } = memory.now;
  const own = made.filter(({ confirmed }) => !confirmed);
  memory.context = context;
  const conversation = readingOnce(
    respondToAll(
      memory,
      context,
      made.filter(({ confirmed }) => confirmed),
    ),
  );
  let next = conversation.next();
  for (const call of own) {
    if (next.done || keyOf(call) !== keyOf(next.value)) return words.report(made);
    next = conversation.next(call);
  }
  return next.value;
};
