import type { BulkItem, BulkOperation, Operation, RowKey } from './operations';

const SHORT = 40;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Text in a sentence: what is written from right to left must not turn round what stands beside it. */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** A title of at most `SHORT` letters, as a person counts them: a family of emoji is one. */
const shortened = (title: string): string => {
  // Most have fewer code units than that.
  if (title.length <= SHORT) return title;
  const letters = Array.from(new Intl.Segmenter().segment(title), ({ segment }) => segment);
  if (letters.length <= SHORT) return title;
  return `${letters
    .slice(0, SHORT - 1)
    .join('')
    .trimEnd()}…`;
};

/** A title as it is named in a sentence. */
export const quoted = (title: string): string => `“${isolated(shortened(title))}”`;

/** What a task without a title is told. */
export const TITLE_MISSING = 'A task needs a title. To get rid of it, delete it.';

/** The id of the toast that says what was done to a row, with an Undo. */
export const doneToast = (key: RowKey): string => `done-${key}`;

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
