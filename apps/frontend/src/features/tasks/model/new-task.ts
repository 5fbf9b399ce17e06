import { LIMITS, type NewTaskInput, type Priority } from '@todo/contracts';
import type { TaskFilters } from './filters';

/** What the line of a new task says. */
export interface NewTaskWords {
  title: string;
  due: { on: string; time: string | null } | null;
  priority: Priority | null;
  tags: readonly string[];
}

/** The whole line as the title. */
export const onlyTitle = (text: string): NewTaskWords => ({
  title: text.trim(),
  due: null,
  priority: null,
  tags: [],
});

/** The task to add: as the line says, and for the rest as the list is narrowed, because that is what is being planned. */
export const planTask = (
  { title, due, priority, tags }: NewTaskWords,
  filters: Pick<TaskFilters, 'tag' | 'priority' | 'due'>,
  { today, timeZone }: { today: string; timeZone: string },
): NewTaskInput => {
  const allTags = new Map(
    [...tags, ...(filters.tag === null ? [] : [filters.tag])].map((tag) => [tag.toLowerCase(), tag]),
  );
  const chosenPriority = priority ?? filters.priority;
  const day = due?.on ?? (filters.due === 'today' || filters.due === 'week' ? today : null);
  return {
    title,
    ...(allTags.size > 0 && { tags: [...allTags.values()].slice(0, LIMITS.tags.max) }),
    ...(chosenPriority !== null && { priority: chosenPriority }),
    ...(day !== null && { due_on: day }),
    ...(due?.time != null && { due_time: due.time, due_zone: timeZone }),
  };
};
