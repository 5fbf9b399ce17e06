'use client';

import { LIMITS, type NewTaskInput } from '@todo/contracts';
import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { type FormEvent, type RefObject, useEffect, useId, useState } from 'react';
import { useToasts } from '@/components/ui/toast';
import { useTasks } from '../hooks/use-tasks';
import { DEFAULT_FILTERS, type TaskFilters } from '../model/filters';
import { matches } from '../model/match';
import { quoted } from '../model/words';

interface AddTaskProps {
  input: RefObject<HTMLInputElement | null>;
  filters: TaskFilters;
  onFilters: (filters: TaskFilters) => void;
}

/** The field for the next task. Enter adds it and keeps the focus; on a phone it stands in the thumb's reach. */
export const AddTask = ({ input, filters, onFilters }: AddTaskProps) => {
  const { user, store, calendar } = useTasks();
  const toasts = useToasts();
  const noteId = useId();
  const [length, setLength] = useState(0);
  const tooLong = length > LIMITS.title.max;

  const measure = () => setLength([...(input.current?.value.trim() ?? '')].length);
  // What was typed before the script was there stays: the browser keeps the text, not React.
  useEffect(measure, []);

  const add = (title: string) => {
    const now = Date.now();
    const task: NewTaskInput = {
      title,
      // What the list is narrowed to is what is being planned.
      ...(filters.tag !== null && { tags: [filters.tag] }),
      ...(filters.priority !== null && { priority: filters.priority }),
      ...((filters.due === 'today' || filters.due === 'week') && { due_on: calendar.dayOf(now) }),
    };
    const operation = store.creation(task, user.id);
    void store.perform(operation);
    if (!matches(operation.task, filters, { now, calendar }))
      toasts.show({
        message: `Added ${quoted(title)}. It is not in this view.`,
        action: {
          label: 'Show all',
          onSelect: () => onFilters({ ...DEFAULT_FILTERS, sort: filters.sort, order: filters.order }),
        },
      });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { current } = input;
    if (current === null) return;
    current.focus();
    const title = current.value.trim();
    if (title === '' || tooLong) return;
    current.value = '';
    measure();
    add(title);
  };
  /** Enter was pressed before the script was there: React keeps that until it is. */
  const submitEarly = (form: FormData) => {
    const title = String(form.get('title')).trim();
    if (title !== '' && [...title].length <= LIMITS.title.max) add(title);
  };

  return (
    <form
      data-bottom-bar
      onSubmit={submit}
      action={submitEarly}
      className={clsx(
        'max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-10 max-sm:border-t max-sm:border-line max-sm:bg-paper',
        'max-sm:px-4 max-sm:pt-2 max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))]',
      )}
    >
      <div
        className={clsx(
          'flex items-center gap-1 rounded border bg-raised pl-3 has-[input:focus-visible]:outline-2',
          'has-[input:focus-visible]:outline-accent',
          tooLong ? 'border-danger' : 'border-edge',
        )}
      >
        <input
          ref={input}
          name="title"
          onInput={measure}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          dir="auto"
          aria-label="New task"
          aria-invalid={tooLong || undefined}
          aria-describedby={noteId}
          placeholder="What needs doing?"
          autoComplete="off"
          enterKeyHint="done"
          className="min-h-12 min-w-0 flex-1 bg-transparent outline-none sm:min-h-11"
        />
        <button
          type="submit"
          aria-disabled={length === 0 || tooLong || undefined}
          className={clsx(
            'mr-1.5 inline-flex min-h-9 items-center gap-1.5 rounded px-3 font-semibold transition-colors sm:min-h-8',
            length === 0 || tooLong ? 'text-soft' : 'bg-accent text-on-accent hover:bg-accent-strong',
          )}
        >
          <Plus aria-hidden size={16} strokeWidth={2.25} />
          Add task
        </button>
      </div>
      <p id={noteId} aria-live="polite" className="text-small text-danger not-empty:pt-1">
        {tooLong &&
          `A title has at most ${LIMITS.title.max} characters; this has ${length}. The description has room for more.`}
      </p>
    </form>
  );
};
