import type { DUE_FILTERS, Priority, SortOrder, TASK_STATUSES, TaskSort } from '@todo/contracts';

export type TaskStatus = (typeof TASK_STATUSES)[number];
export type DueFilter = (typeof DUE_FILTERS)[number];

/** What a list narrowed by its days is called. */
export const DUE_WORDS: Record<DueFilter, string> = {
  overdue: 'Overdue',
  today: 'Today',
  week: 'Next 7 days',
  none: 'No date',
};

/** What the list shows and in which order. It lives in the address, so that it can be bookmarked and shared. */
export interface TaskFilters {
  status: TaskStatus;
  q: string;
  tag: string | null;
  priority: Priority | null;
  due: DueFilter | null;
  sort: TaskSort;
  order: SortOrder;
}

const STATUSES: readonly TaskStatus[] = ['all', 'pending', 'completed'];
const PRIORITY_VALUES: readonly Priority[] = ['low', 'medium', 'high'];
const DUE_VALUES: readonly DueFilter[] = ['overdue', 'today', 'week', 'none'];
const SORTS: readonly TaskSort[] = ['created', 'title', 'due', 'priority'];
const ORDERS: readonly SortOrder[] = ['asc', 'desc'];

/** Newest first for `created`; soonest, A to Z and high priority first for the others. */
export const defaultOrder = (sort: TaskSort): SortOrder => (sort === 'created' ? 'desc' : 'asc');

export const DEFAULT_FILTERS: TaskFilters = {
  status: 'all',
  q: '',
  tag: null,
  priority: null,
  due: null,
  sort: 'created',
  order: 'desc',
};

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | null =>
  values.find((value) => value === text) ?? null;

/** Reads the filters from an address. What it doesn't understand counts as not said. */
export const parseFilters = (search: Pick<URLSearchParams, 'get'>): TaskFilters => {
  const sort = oneOf(SORTS, search.get('sort')) ?? DEFAULT_FILTERS.sort;
  return {
    status: oneOf(STATUSES, search.get('status')) ?? DEFAULT_FILTERS.status,
    q: search.get('q')?.trim() ?? '',
    tag: search.get('tag')?.trim() || null,
    priority: oneOf(PRIORITY_VALUES, search.get('priority')),
    due: oneOf(DUE_VALUES, search.get('due')),
    sort,
    order: oneOf(ORDERS, search.get('order')) ?? defaultOrder(sort),
  };
};

/** The filters as an address' search: only what differs from the default. */
export const filtersToSearch = (filters: TaskFilters): URLSearchParams => {
  const search = new URLSearchParams();
  if (filters.status !== DEFAULT_FILTERS.status) search.set('status', filters.status);
  if (filters.q !== '') search.set('q', filters.q);
  if (filters.tag !== null) search.set('tag', filters.tag);
  if (filters.priority !== null) search.set('priority', filters.priority);
  if (filters.due !== null) search.set('due', filters.due);
  if (filters.sort !== DEFAULT_FILTERS.sort) search.set('sort', filters.sort);
  if (filters.order !== defaultOrder(filters.sort)) search.set('order', filters.order);
  return search;
};

/** Whether anything but the order keeps tasks from showing. */
export const isNarrowed = (filters: TaskFilters): boolean =>
  filters.status !== 'all' || filters.q !== '' || hasFacet(filters);

/** Whether one of the filters is set that have a chip of their own. */
export const hasFacet = (filters: TaskFilters): boolean =>
  filters.tag !== null || filters.priority !== null || filters.due !== null;
