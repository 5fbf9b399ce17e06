import { type BulkOperation, ProblemError, type Task } from '@todo/contracts';
import type { TaskWrites } from './tasks.js';

/** What became of one change of several. */
export type Outcome = { task: Task } | { refused: ProblemError };

/** Makes the change that an operation means. */
export const perform = (writes: TaskWrites, operation: BulkOperation): Promise<Task> => {
  if (operation.op === 'create') return writes.create(operation.task);
  const { id, version } = operation;
  const expected = version === undefined ? undefined : [version];
  switch (operation.op) {
    case 'update':
      return writes.update(id, operation.patch, expected);
    case 'complete':
      return writes.setCompleted(id, operation.completed, expected);
    case 'delete':
      return writes.remove(id, expected);
    case 'restore':
      return writes.restore(id, expected);
  }
};

/** Makes changes one after the other. One that is refused does not stop the others. */
export const performEach = async (
  writes: TaskWrites,
  operations: readonly BulkOperation[],
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const operation of operations) {
    try {
      outcomes.push({ task: await perform(writes, operation) });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      outcomes.push({ refused: error });
    }
  }
  return outcomes;
};
