import type { BulkItem, BulkOperation, Operation } from './operations';
import { quoted } from './words';

const DONE: Record<BulkItem['kind'], string> = {
  edit: 'changed',
  complete: 'completed',
  delete: 'deleted',
  restore: 'restored',
};

/** What was done to the tasks of a bulk operation, as a participle: all of its items are of one kind. */
export const participle = ({ items }: BulkOperation): string => {
  const [first] = items;
  if (first === undefined) return DONE.edit;
  return first.kind === 'complete' && !first.completed ? 'reopened' : DONE[first.kind];
};

/** What did not happen, as a sentence. */
export const whatFailed = (operation: Operation): string => {
  switch (operation.kind) {
    case 'bulk': {
      const [first] = operation.items;
      if (operation.items.length === 1 && first !== undefined) return whatFailed(first);
      return `${operation.items.length} tasks were not ${participle(operation)}.`;
    }
    case 'create':
      return `${quoted(operation.task.title)} was not added.`;
    case 'edit':
      return `Your change to ${quoted(operation.base.title)} was not saved.`;
    case 'complete':
      return `${quoted(operation.task.title)} was not ${operation.completed ? 'completed' : 'reopened'}.`;
    case 'delete':
      return `${quoted(operation.task.title)} was not deleted.`;
    case 'restore':
      return `${quoted(operation.task.title)} was not restored.`;
    case 'purge':
      return `${quoted(operation.task.title)} was not deleted for good.`;
  }
};
