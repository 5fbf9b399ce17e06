import type { Task } from '@todo/contracts';
import type { TaskFilters } from './filters';
import { compareTasks, type Moment, matches } from './match';

/** One answer of the list. */
export interface TaskPage {
  tasks: Task[];
  /** The cursor of the page after this one, or null at the end. */
  next: string | null;
  /** Where the event stream stood when the list was read. */
  eventId: number;
}

/**
 * A list with one task brought up to date: moved, changed, added or taken out (`task` null). It is not added
 * below what has been loaded: it will come with its page.
 */
export const placeTask = (
  tasks: readonly Task[],
  id: number,
  task: Task | null,
  options: { filters: TaskFilters; moment: Moment; complete: boolean },
): readonly Task[] => {
  const index = tasks.findIndex((other) => other.id === id);
  const belongs = task !== null && matches(task, options.filters, options.moment);
  if (!belongs) return index < 0 ? tasks : tasks.toSpliced(index, 1);
  const before = tasks[index - 1];
  const after = tasks[index + 1];
  const staysInPlace =
    index >= 0 &&
    (before === undefined || compareTasks(before, task, options.filters) < 0) &&
    (after === undefined || compareTasks(task, after, options.filters) < 0);
  if (staysInPlace) return tasks.with(index, task);
  const others = index < 0 ? tasks : tasks.toSpliced(index, 1);
  const position = others.findIndex((other) => compareTasks(task, other, options.filters) < 0);
  if (position >= 0) return others.toSpliced(position, 0, task);
  return options.complete ? [...others, task] : others;
};

/** The same for a list that came in pages. The first page then holds all: only the last one's cursor matters. */
export const placeInPages = (
  pages: readonly TaskPage[],
  id: number,
  task: Task | null,
  options: { filters: TaskFilters; moment: Moment },
): TaskPage[] => {
  const tasks = flatten(pages);
  const placed = placeTask(tasks, id, task, { ...options, complete: pages.at(-1)?.next == null });
  return pages.map((page, index) => ({ ...page, tasks: index === 0 ? [...placed] : [] }));
};

/** All tasks of the pages. A task that moved while pages were loading comes once. */
export const flatten = (pages: readonly TaskPage[]): Task[] => {
  const seen = new Set<number>();
  return pages.flatMap(({ tasks }) =>
    tasks.filter((task) => {
      if (seen.has(task.id)) return false;
      seen.add(task.id);
      return true;
    }),
  );
};
