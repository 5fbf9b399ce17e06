import { isChange, taskId } from '@todo/contracts';
import { count, named, say } from './replies.js';
import type { ProposedCall, Question } from './turn-store.js';

/** More changes than these in one turn need a yes. */
export const FREE_CHANGES = 10;
/** Deletes that one turn may do without one. */
export const FREE_DELETES = 1;
/** How long a question can be answered, ms. */
export const QUESTION_MS = 10 * 60_000;

const taskIds = ({ arguments: input }: ProposedCall): number[] =>
  [input.task_ids ?? input.task_id]
    .flat()
    .filter((id) => taskId.safeParse(id).success)
    .map(Number);

const isWrite = ({ tool }: ProposedCall): boolean => isChange(tool) && tool !== 'undo';
const isBulkDelete = ({ tool, arguments: { action } }: ProposedCall): boolean =>
  tool === 'bulk_update' && action === 'delete';
const isDelete = (call: ProposedCall): boolean => call.tool === 'delete_task' || isBulkDelete(call);

const countChanges = (calls: readonly ProposedCall[]): number =>
  calls.filter(isWrite).reduce((total, call) => total + Math.max(taskIds(call).length, 1), 0);

/**
 * Whether a person must say yes before `next` is done. Decided here and not by a model, so that nothing that a model
 * reads can talk it out of asking: any bulk delete, the second delete of a turn, more than ten changes in one.
 * @param done the calls that the turn has made already
 */
export const mustAsk = (done: readonly ProposedCall[], next: readonly ProposedCall[]): boolean => {
  const deletes = next.filter(isDelete).length;
  if (next.some(isBulkDelete)) return true;
  if (deletes > 0 && done.filter(isDelete).length + deletes > FREE_DELETES) return true;
  return next.some(isWrite) && countChanges([...done, ...next]) > FREE_CHANGES;
};

/** The numbers of the tasks that calls are about. */
export const targetsOf = (calls: readonly ProposedCall[]): number[] => [...new Set(calls.flatMap(taskIds))];

/** A task that a call may be about, as it is now. */
export interface Target {
  id: number;
  title: string;
  version: number;
  /** In the trash. */
  deleted: boolean;
}

const actionOf = ({ tool, arguments: { action, completed } }: ProposedCall): string => {
  if (tool === 'bulk_update') return String(action);
  if (tool === 'complete_task') return completed === false ? 'reopen' : 'complete';
  return tool.replace('_task', '');
};

/**
 * The changes among the calls, bound to the tasks that there are: what appears while the person thinks is not what they
 * were asked about. Null when nothing is left.
 */
export const bind = (
  proposed: readonly ProposedCall[],
  found: readonly Target[],
): Omit<Question, 'expires_at'> | null => {
  const asked = new Map<number, Target>();
  const calls = proposed.filter(isWrite).flatMap((call): ProposedCall[] => {
    if (call.tool === 'add_task') return [call];
    const wanted = taskIds(call);
    const there = found.filter(
      ({ id, deleted }) => wanted.includes(id) && deleted === (actionOf(call) === 'restore'),
    );
    for (const target of there) asked.set(target.id, target);
    if (there.length === 0) return [];
    if (call.tool !== 'bulk_update') return [call];
    return [{ ...call, arguments: { ...call.arguments, task_ids: there.map(({ id }) => id) } }];
  });
  if (calls.length === 0) return null;
  const tasks = [...asked.values()].map(({ id, title, version }) => ({ id, title, version }));
  return { calls, tasks: tasks.sort((one, other) => one.id - other.id) };
};

/** What is left of a question when a part of its tasks is. */
export const narrow = ({ calls, ...question }: Question, left: readonly number[]): Question => {
  const tasks = question.tasks.filter(({ id }) => left.includes(id));
  const kept = calls.flatMap((call): ProposedCall[] => {
    if (call.tool === 'add_task') return [call];
    const ids = taskIds(call).filter((id) => left.includes(id));
    if (ids.length === 0) return [];
    return call.tool === 'bulk_update'
      ? [{ ...call, arguments: { ...call.arguments, task_ids: ids } }]
      : [call];
  });
  return { ...question, calls: kept, tasks };
};

const VERBS: Record<string, string> = {
  add: 'add',
  complete: 'complete',
  reopen: 'reopen',
  delete: 'delete',
  restore: 'restore',
  update: 'change',
};
/** The question, in words: each kind of change with what it is about. */
export const ask = ({ calls, tasks }: Omit<Question, 'expires_at'>): string => {
  const titles = new Map<string, string[]>();
  for (const call of calls) {
    const action = actionOf(call);
    const about =
      action === 'add'
        ? [String(call.arguments.title ?? '')]
        : tasks.filter(({ id }) => taskIds(call).includes(id)).map(({ title }) => title);
    titles.set(action, [...(titles.get(action) ?? []), ...about]);
  }
  const changes = [...titles].map(
    ([action, about]) => `${VERBS[action] ?? 'change'} ${count(about.length)} (${named(about)})`,
  );
  return say('question', { changes: changes.join(', and ') });
};
