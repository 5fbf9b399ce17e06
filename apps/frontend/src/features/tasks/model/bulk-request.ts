import { notifyManager } from '@tanstack/react-query';
import { type BulkRequestInput, type BulkResult, LIMITS, type ProblemCode, type Task } from '@todo/contracts';
import { ApiProblem } from '@/lib/api';
import type { Knowledge } from './knowledge';
import { type BulkItem, type BulkOperation, conflictingFields, type RowKey } from './operations';
import type { TaskApi } from './task-api';

/** What a bulk operation needs of the store of tasks. */
export interface BulkSides {
  api: Pick<TaskApi, 'bulk'>;
  knowledge: Knowledge;
  /** The server's id of a task; undefined while it has none. */
  idOf: (key: RowKey) => number | undefined;
  take: (id: number, version: number, task: Task | null) => void;
  takeDeletion: (task: Task, id: number) => void;
  dropFromTrash: (id: number) => void;
  /** Has the lists read again: they are older than the server's. */
  doubtLists: () => void;
  refreshTrash: () => void;
}

type WireOperation = BulkRequestInput['operations'][number];

/** An item as the server is told it; one that was changed elsewhere meanwhile is refused there by its version. */
const wireOf = (item: BulkItem, id: number, knowledge: Knowledge): WireOperation => {
  switch (item.kind) {
    case 'edit': {
      const current = knowledge.get(id)?.task ?? item.base;
      const contested = conflictingFields(item.base, current, item.change).length > 0;
      // A list of tags is replaced as a whole: it must be the one that was seen.
      const needsVersion = contested || 'tags' in item.change;
      const { version } = contested ? item.base : current;
      return { op: 'update', id, patch: item.change, ...(needsVersion && { version }) };
    }
    case 'complete':
      return { op: 'complete', id, completed: item.completed };
    case 'delete':
      return { op: 'delete', id };
    case 'restore':
      return { op: 'restore', id };
  }
};

/** Takes in what became of an item; gives back what was wrong when nothing was done. */
const takeResult = (item: BulkItem, id: number, result: BulkResult, sides: BulkSides): ApiProblem | null => {
  if ('task' in result) {
    const { task } = result;
    sides.take(task.id, task.version, item.kind === 'delete' ? null : task);
    if (item.kind === 'restore') sides.dropFromTrash(task.id);
    return null;
  }
  const { detail, error, status } = result.problem;
  // A task that is not in the trash can't be restored, and may be alive.
  if (error === 'not_found' && item.kind !== 'edit' && item.kind !== 'restore') {
    sides.takeDeletion(item.task, id);
    // Gone is what was wanted.
    if (item.kind === 'delete') return null;
  }
  if (error === 'version_mismatch') sides.doubtLists();
  return new ApiProblem(detail, { code: error as ProblemCode, status, fields: {}, retryAfter: null });
};

/** What a bulk operation was sent as: for each of its items that there is a task for, what the server is told. */
export type BulkWire = readonly { index: number; id: number; operation: WireOperation }[];

/**
 * Carries out a bulk operation, in pieces as large as the server takes; what is done leaves `open`. What is sent is
 * `note`d first and given as `wire` when it is sent again: under the same keys the same is said. Rejects as `api` does,
 * and with the first refusal.
 */
export const sendBulk = async (
  { items, idempotencyKey }: BulkOperation,
  open: Set<BulkItem>,
  { wire, note, ...sides }: BulkSides & { wire?: BulkWire; note: (wire: BulkWire) => Promise<void> },
): Promise<void> => {
  const said: BulkWire =
    wire ??
    items.flatMap((item, index) => {
      const id = sides.idOf(item.key);
      return id === undefined ? [] : { index, id, operation: wireOf(item, id, sides.knowledge) };
    });
  if (wire === undefined) await note(said);
  // A task that was never created has nothing to be done to.
  const spokenOf = new Set(said.map(({ index }) => index));
  for (const [index, item] of items.entries()) if (!spokenOf.has(index)) open.delete(item);
  const problems: ApiProblem[] = [];
  for (let from = 0; from < said.length; from += LIMITS.bulk.max) {
    const piece = said.slice(from, from + LIMITS.bulk.max);
    const results = await sides.api.bulk(
      piece.map(({ operation }) => operation),
      `${idempotencyKey}-${from}`,
    );
    notifyManager.batch(() => {
      for (const [position, { index, id }] of piece.entries()) {
        const [item, result] = [items[index], results[position]];
        if (item === undefined) continue;
        const problem = result === undefined ? null : takeResult(item, id, result, sides);
        if (problem === null) open.delete(item);
        else problems.push(problem);
      }
    });
  }
  if (items.some(({ kind }) => kind === 'delete')) sides.refreshTrash();
  const [refused] = problems;
  if (refused !== undefined) throw refused;
};
