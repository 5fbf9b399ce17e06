'use client';

import type { TaskStats } from '@todo/contracts';
import { clsx } from 'clsx';
import { ArrowUpDown, ListChecks, ListFilter, Search, X } from 'lucide-react';
import { lazy, type MouseEvent, type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { MenuButton } from '@/components/ui/menu';
import { focusMain } from '@/lib/focus-main';
import { loadPatiently } from '@/lib/load-patiently';
import { tasksHref } from '../hooks/use-filters';
import { useTasks } from '../hooks/use-tasks';
import { DUE_WORDS, defaultOrder, hasFacet, type TaskFilters, type TaskStatus } from '../model/filters';
import { PRIORITY_WORDS } from './priority-mark';

const STATUSES: readonly { value: TaskStatus; label: string; count: 'total' | 'pending' | 'completed' }[] = [
  { value: 'all', label: 'All', count: 'total' },
  { value: 'pending', label: 'To do', count: 'pending' },
  { value: 'completed', label: 'Done', count: 'completed' },
];

const loadMenu = loadPatiently(() => import('./list-menu'));
const ListMenu = lazy(loadMenu);

/** Milliseconds without a key after which the list is searched. */
const TYPING_PAUSE = 200;

const SearchField = (props: {
  value: string;
  onChange: (q: string) => void;
  input: RefObject<HTMLInputElement | null>;
}) => {
  const [text, setText] = useState(props.value);
  const [shown, setShown] = useState(props.value);
  // Changed from outside: back and forward, or "Clear filters".
  if (shown !== props.value) {
    setShown(props.value);
    if (text.trim() !== props.value) setText(props.value);
  }
  const search = useEffectEvent(() => {
    if (text.trim() !== props.value) props.onChange(text.trim());
  });
  useEffect(() => {
    if (text === '') return search();
    const timer = setTimeout(() => search(), TYPING_PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search className="relative min-w-0 flex-1 sm:max-w-56">
      <Search
        aria-hidden
        size={16}
        strokeWidth={1.75}
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-faint"
      />
      <input
        ref={props.input}
        type="search"
        value={text}
        dir="auto"
        aria-label="Search tasks"
        placeholder="Search"
        maxLength={200}
        autoComplete="off"
        enterKeyHint="search"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') focusMain();
          setText('');
        }}
        className="min-h-11 w-full rounded border border-line bg-transparent pr-2 pl-8 hover:border-edge sm:min-h-8 [&::-webkit-search-cancel-button]:hidden"
      />
    </search>
  );
};

const Chip = ({ label, onRemove }: { label: string; onRemove: () => void }) => (
  <button
    type="button"
    aria-label={`Remove filter ${label}`}
    onClick={onRemove}
    className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded border border-line bg-sunken px-2.5 text-small hover:border-edge sm:min-h-7"
  >
    <span dir="auto" className="truncate">
      {label}
    </span>
    <X aria-hidden size={14} strokeWidth={1.75} className="text-soft" />
  </button>
);

interface ToolbarProps {
  filters: TaskFilters;
  onFilters: (filters: TaskFilters, options?: { replace: boolean }) => void;
  stats: TaskStats | undefined;
  tags: readonly string[];
  search: RefObject<HTMLInputElement | null>;
  /** Begins or ends choosing several tasks. */
  onSelect: () => void;
}

/** What the list shows, and in which order. */
export const TaskToolbar = ({ filters, onFilters, stats, tags, search, onSelect }: ToolbarProps) => {
  const { calendar } = useTasks();
  const set = (change: Partial<TaskFilters>) => onFilters({ ...filters, ...change });
  const goTo = (status: TaskStatus) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    set({ status });
  };

  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <nav aria-label="Status" className="-ml-2.5 flex">
          {STATUSES.map(({ value, label, count }) => {
            const current = filters.status === value;
            return (
              <a
                key={value}
                href={tasksHref({ ...filters, status: value })}
                aria-current={current ? 'true' : undefined}
                onClick={goTo(value)}
                className={clsx(
                  'inline-flex min-h-11 items-center gap-1.5 rounded px-2.5 sm:min-h-8',
                  current ? 'font-semibold text-ink' : 'text-soft hover:bg-sunken hover:text-ink',
                )}
              >
                {label}
                <span className="min-w-[1ch] text-small font-normal text-faint tabular-nums">
                  {stats && calendar.number(stats[count])}
                </span>
              </a>
            );
          })}
        </nav>
        <div className="flex flex-1 items-center justify-end gap-1 max-sm:basis-full">
          <SearchField
            value={filters.q}
            onChange={(q) => onFilters({ ...filters, q }, { replace: true })}
            input={search}
          />
          <MenuButton
            label="Filter"
            icon={<ListFilter aria-hidden size={18} strokeWidth={1.75} />}
            load={loadMenu}
            {...(hasFacet(filters) && { className: 'text-accent' })}
          >
            {(place) => <ListMenu {...place} of="filter" filters={filters} tags={tags} onChange={set} />}
          </MenuButton>
          <MenuButton
            label="Sort"
            icon={<ArrowUpDown aria-hidden size={16} strokeWidth={1.75} />}
            load={loadMenu}
            {...((filters.sort !== 'created' || filters.order !== defaultOrder('created')) && {
              className: 'text-accent',
            })}
          >
            {(place) => <ListMenu {...place} of="sort" filters={filters} tags={tags} onChange={set} />}
          </MenuButton>
          <IconButton label="Select tasks" onClick={onSelect}>
            <ListChecks aria-hidden size={18} strokeWidth={1.75} />
          </IconButton>
        </div>
      </div>
      {hasFacet(filters) && (
        <div className="flex flex-wrap items-center gap-2">
          {filters.due !== null && (
            <Chip label={`Due: ${DUE_WORDS[filters.due]}`} onRemove={() => set({ due: null })} />
          )}
          {filters.priority !== null && (
            <Chip
              label={`${PRIORITY_WORDS[filters.priority]} priority`}
              onRemove={() => set({ priority: null })}
            />
          )}
          {filters.tag !== null && <Chip label={`#${filters.tag}`} onRemove={() => set({ tag: null })} />}
        </div>
      )}
    </div>
  );
};
