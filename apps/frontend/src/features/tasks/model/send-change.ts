import type { Task } from '@todo/contracts';
import { ApiProblem } from '@/lib/api';
import { isTransient } from '@/lib/query-client';
import { type BulkSides, sendBulk } from './bulk-request';
import { EditConflict } from './edit-conflict';
import {
  type Creation,
  changeTask,
  conflictingFields,
  itemsOf,
  type RowKey,
  type TaskChange,
  type TaskOperation,
} from './operations';
import type { KeptChange, Outcome, SendSide } from './outbox';
import type { TaskApi } from './task-api';

/** What sending needs of the store of tasks. */
export interface SendSides extends BulkSides, SendSide {
  api: TaskApi;
  /** Tells which task a row has become. */
  created: (key: RowKey, task: Task) => void;
  randomId: () => string;
  onSignedOut: () => void;
}

/** The task was never created, so what was done to it afterwards has no object. */
class NeverCreated extends Error {}

/** How often an edit is made anew from what someone else has made of the task meanwhile. */
const RETRIES = 3;

const isCode = (error: unknown, code: ApiProblem['code']): boolean =>
  error instanceof ApiProblem && error.code === code;

const idOf = (key: RowKey, sides: SendSides): number => {
  const id = sides.idOf(key);
  if (id === undefined) throw new NeverCreated();
  return id;
};

const edit = async (id: number, base: Task, change: TaskChange, sides: SendSides): Promise<Task> => {
  let current = sides.knowledge.get(id)?.task ?? base;
  for (let attempt = 0; ; attempt += 1) {
    const fields = conflictingFields(base, current, change);
    if (fields.length > 0) throw new EditConflict(current, fields);
    try {
      return await sides.api.edit(id, change, current.version);
    } catch (error) {
      if (!isCode(error, 'version_mismatch') || attempt === RETRIES) throw error;
      // Somebody was faster. If it was in other fields, both changes can stand.
      current = await sides.api.get(id);
      sides.take(current.id, current.version, current);
    }
  }
};

const carryOut = async (operation: TaskOperation, sides: SendSides): Promise<void> => {
  const { api } = sides;
  const take = (task: Task): void => sides.take(task.id, task.version, task);
  // Gone is what was wanted.
  const evenIfGone = (error: unknown): void => {
    if (!isCode(error, 'not_found')) throw error;
  };
  if (operation.kind === 'create') {
    const task = await api.create(operation.input, operation.idempotencyKey);
    sides.created(operation.key, task);
    return take(task);
  }
  const id = idOf(operation.key, sides);
  switch (operation.kind) {
    case 'edit':
      return take(await edit(id, operation.base, operation.change, sides));
    case 'complete':
      return take(await api.setCompleted(id, operation.completed));
    case 'delete':
      await api.remove(id).catch(evenIfGone);
      sides.takeDeletion(operation.task, id);
      return sides.refreshTrash();
    case 'restore':
      take(await api.restore(id));
      return sides.dropFromTrash(id);
    case 'purge':
      await api.purge(id).catch(evenIfGone);
      return sides.dropFromTrash(id);
  }
};

/** A creation that was refused, with what was written into its row since. */
const withLaterEdits = (creation: Creation, { later, randomId }: SendSides): Creation => {
  const changes: TaskChange[] = later()
    .flatMap(itemsOf)
    .flatMap((item) => (item.kind === 'edit' && item.key === creation.key ? item.change : []));
  const change: TaskChange = Object.assign({}, ...changes);
  return {
    ...creation,
    input: { ...creation.input, ...change },
    task: changeTask(creation.task, change),
    idempotencyKey: randomId(),
  };
};

/** Sends a change to the server, and tells the store what it answered. Never rejects. */
export const sendChange = async ({ operation, wire }: KeptChange, sides: SendSides): Promise<Outcome> => {
  const open = new Set(operation.kind === 'bulk' ? operation.items : []);
  try {
    if (operation.kind === 'bulk')
      await sendBulk(operation, open, { ...sides, ...(wire !== undefined && { wire }) });
    else await carryOut(operation, sides);
    return 'done';
  } catch (error) {
    // The refusal of the creation has told of what was written since.
    if (error instanceof NeverCreated) return 'done';
    if (isTransient(error)) return 'away';
    if (isCode(error, 'unauthenticated')) {
      sides.onSignedOut();
      return 'signed out';
    }
    switch (operation.kind) {
      case 'bulk':
        return { operation: { ...operation, items: [...open], idempotencyKey: sides.randomId() }, error };
      case 'create':
        return { operation: withLaterEdits(operation, sides), error };
    }
    if (isCode(error, 'not_found') && operation.kind !== 'restore')
      sides.takeDeletion(
        operation.kind === 'edit' ? operation.base : operation.task,
        idOf(operation.key, sides),
      );
    return { operation, error };
  }
};
