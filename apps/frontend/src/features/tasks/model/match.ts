import type { Task } from '@todo/contracts';
import { addDays, type Calendar, dueRank } from './calendar';
import type { TaskFilters } from './filters';

/** When it is, and for whom: what "today" and "overdue" depend on. */
export interface Moment {
  /** Milliseconds since 1970. */
  now: number;
  calendar: Calendar;
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const matchesQuery = (task: Task, q: string): boolean => {
  if (q === '') return true;
  const wanted = words(q);
  const present = words(`${task.title} ${task.description}`);
  return wanted.length > 0 && wanted.every((word) => present.some((candidate) => candidate.startsWith(word)));
};

const matchesDue = (task: Task, due: TaskFilters['due'], { now, calendar }: Moment): boolean => {
  if (due === null) return true;
  const day = calendar.dueDay(task);
  if (due === 'none') return day === null;
  if (day === null) return false;
  if (due === 'overdue') return !task.completed && calendar.isPast(task, now);
  const today = calendar.dayOf(now);
  return day >= today && day <= (due === 'today' ? today : addDays(today, 6));
};

/** Whether a task belongs into a list. The server decides; this says it before the server can. */
export const matches = (task: Task, filters: TaskFilters, moment: Moment): boolean =>
  (filters.status === 'all' || task.completed === (filters.status === 'completed')) &&
  (filters.tag === null || task.tags.some((tag) => tag.toLowerCase() === filters.tag?.toLowerCase())) &&
  (filters.priority === null || task.priority === filters.priority) &&
  matchesDue(task, filters.due, moment) &&
  matchesQuery(task, filters.q);

const PRIORITY_RANK = { high: 0, medium: 1, low: 2 } as const;
const priorityRank = (task: Task): number =>
  task.priority === null ? Number.POSITIVE_INFINITY : PRIORITY_RANK[task.priority];

const lastWhenMissing = (a: number, b: number, direction: number): number => {
  if (a === b) return 0;
  if (a === Number.POSITIVE_INFINITY) return 1;
  if (b === Number.POSITIVE_INFINITY) return -1;
  return (a - b) * direction;
};

/** Where two tasks stand to each other: negative when `a` comes first. No due date or priority comes last, always. */
export const compareTasks = (
  a: Task,
  b: Task,
  { sort, order }: Pick<TaskFilters, 'sort' | 'order'>,
): number => {
  const direction = order === 'asc' ? 1 : -1;
  const byId = (a.id - b.id) * direction;
  if (sort === 'title') return a.title.localeCompare(b.title, 'und') * direction || byId;
  if (sort === 'due') return lastWhenMissing(dueRank(a), dueRank(b), direction) || byId;
  if (sort === 'priority') return lastWhenMissing(priorityRank(a), priorityRank(b), direction) || byId;
  return byId;
};
