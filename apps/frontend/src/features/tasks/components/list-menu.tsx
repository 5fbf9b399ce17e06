'use client';

import type { MenuItem, MenuPlace } from '@/components/ui/menu';
import MenuPopup from '@/components/ui/menu-popup';
import { DUE_WORDS, type TaskFilters } from '../model/filters';
import { PRIORITY_WORDS } from './priority-mark';

/** Sorts by the name that people see; the order that isn't the usual one has a name of its own. */
const SORTS = [
  { value: 'created desc', label: 'Newest first' },
  { value: 'created asc', label: 'Oldest first' },
  { value: 'due asc', label: 'Due soonest' },
  { value: 'due desc', label: 'Due latest' },
  { value: 'priority asc', label: 'Highest priority' },
  { value: 'priority desc', label: 'Lowest priority' },
  { value: 'title asc', label: 'Title A to Z' },
  { value: 'title desc', label: 'Title Z to A' },
] as const;

const ANY = 'any';
const options = <Value extends string>(words: Record<Value, string>) => [
  { value: ANY, label: 'Any' },
  ...Object.entries<string>(words).map(([value, label]) => ({ value, label })),
];
const orNull = <Value extends string>(value: string): Value | null =>
  value === ANY ? null : (value as Value);

interface ListMenuProps extends MenuPlace {
  /** Which of the two menus. */
  of: 'filter' | 'sort';
  filters: TaskFilters;
  /** Tags to choose from. */
  tags: readonly string[];
  onChange: (change: Partial<TaskFilters>) => void;
}

/** What the list shows, or in which order. */
const ListMenu = ({ of, filters, tags, onChange, ...place }: ListMenuProps) => {
  const filterItems: MenuItem[] = [
    {
      kind: 'choice',
      label: 'Due',
      value: filters.due ?? ANY,
      options: options(DUE_WORDS),
      onChange: (value) => onChange({ due: orNull(value) }),
    },
    {
      kind: 'choice',
      label: 'Priority',
      value: filters.priority ?? ANY,
      options: options(PRIORITY_WORDS),
      onChange: (value) => onChange({ priority: orNull(value) }),
    },
    ...(tags.length === 0
      ? []
      : [
          {
            kind: 'choice' as const,
            label: 'Tag',
            value: filters.tag ?? ANY,
            options: [{ value: ANY, label: 'Any' }, ...tags.map((tag) => ({ value: tag, label: tag }))],
            onChange: (value: string) => onChange({ tag: orNull(value) }),
          },
        ]),
  ];
  const sortItems: MenuItem[] = [
    {
      kind: 'choice',
      label: 'Sort by',
      value: `${filters.sort} ${filters.order}`,
      options: SORTS,
      onChange: (value) => {
        const [sort, order] = value.split(' ') as [TaskFilters['sort'], TaskFilters['order']];
        onChange({ sort, order });
      },
    },
  ];
  return <MenuPopup {...place} items={of === 'filter' ? filterItems : sortItems} />;
};

export default ListMenu;
