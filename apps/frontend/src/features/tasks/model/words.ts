import type { Operation, RowKey } from './operations';

const SHORT = 40;

/** A title as it is named in a sentence. */
export const quoted = (title: string): string => {
  const characters = [...title];
  return `“${
    characters.length > SHORT
      ? `${characters
          .slice(0, SHORT - 1)
          .join('')
          .trimEnd()}…`
      : title
  }”`;
};

/** The id of the toast that says what was done to a row, with an Undo. */
export const doneToast = (key: RowKey): string => `done-${key}`;

/** What did not happen, as a sentence. */
export const whatFailed = (operation: Operation): string => {
  switch (operation.kind) {
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
