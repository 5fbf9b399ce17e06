import type { Priority, Task } from '@todo/contracts';
import { type BulkItem, type BulkOperation, changeTask, type RowKey, type TaskChange } from './operations';
import { participle } from './outcome-words';
import { quoted } from './words';

/** What can be asked for several tasks at once. */
export type BulkAction =
  | { kind: 'complete'; completed: boolean }
  | { kind: 'delete' }
  | { kind: 'priority'; priority: Priority | null }
  | { kind: 'add tag' | 'remove tag'; tag: string };

const hasTag = (task: Task, tag: string): boolean =>
  task.tags.some((other) => other.toLowerCase() === tag.toLowerCase());

const itemOf = (key: RowKey, task: Task, action: BulkAction): BulkItem | null => {
  const edit = (change: TaskChange): BulkItem => ({ kind: 'edit', key, base: task, change });
  switch (action.kind) {
    case 'complete':
      return task.completed === action.completed
        ? null
        : { kind: 'complete', key, task, completed: action.completed };
    case 'delete':
      return { kind: 'delete', key, task };
    case 'priority':
      return task.priority === action.priority ? null : edit({ priority: action.priority });
    case 'add tag':
      return hasTag(task, action.tag) ? null : edit({ tags: [...task.tags, action.tag] });
    case 'remove tag':
      return hasTag(task, action.tag)
        ? edit({ tags: task.tags.filter((tag) => tag.toLowerCase() !== action.tag.toLowerCase()) })
        : null;
  }
};

/** What is to be done to each of the tasks; those that are so already are left out. */
export const planBulk = (
  rows: readonly { key: RowKey; task: Task }[],
  action: BulkAction,
): readonly BulkItem[] => rows.flatMap(({ key, task }) => itemOf(key, task, action) ?? []);

/** What takes it back. */
export const inverseOf = (item: BulkItem): BulkItem => {
  switch (item.kind) {
    case 'complete':
      return { ...item, completed: !item.completed };
    case 'delete':
      return { ...item, kind: 'restore' };
    case 'restore':
      return { ...item, kind: 'delete' };
    case 'edit': {
      const { base, change } = item;
      const before = Object.fromEntries(
        (Object.keys(change) as (keyof TaskChange)[]).map((field) => [field, base[field]]),
      ) as TaskChange;
      return { ...item, base: changeTask(base, change), change: before };
    }
  }
};

/** "Completed 3 tasks."; one task by its title. */
export const whatWasDone = (operation: BulkOperation): string => {
  const [first] = operation.items;
  const done = participle(operation);
  const [initial = '', ...rest] = done;
  const tasks =
    operation.items.length === 1 && first !== undefined
      ? quoted((first.kind === 'edit' ? first.base : first.task).title)
      : `${operation.items.length} tasks`;
  return `${initial.toUpperCase()}${rest.join('')} ${tasks}.`;
};
