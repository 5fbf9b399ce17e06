'use client';

import { LIMITS } from '@todo/contracts';
import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { type FormEvent, lazy, type RefObject, Suspense, useEffect, useId, useMemo, useState } from 'react';
import { useToasts } from '@/components/ui/toast';
import { focusMain } from '@/lib/focus-main';
import { loadChips, useQuickAdd } from '../hooks/use-quick-add';
import { useTasks } from '../hooks/use-tasks';
import { DEFAULT_FILTERS, type TaskFilters } from '../model/filters';
import { matches } from '../model/match';
import { type NewTaskWords, onlyTitle, planTask } from '../model/new-task';
import { quoted } from '../model/words';

const QuickAddChips = lazy(loadChips);

const NONE: readonly string[] = [];

const lengthOf = ({ title }: NewTaskWords): number => [...title].length;
const isTitle = (words: NewTaskWords): boolean =>
  lengthOf(words) >= LIMITS.title.min && lengthOf(words) <= LIMITS.title.max;

interface AddTaskProps {
  input: RefObject<HTMLInputElement | null>;
  filters: TaskFilters;
  onFilters: (filters: TaskFilters) => void;
}

/**
 * The field for the next task, with what was understood of it. Enter adds it and keeps the focus; on a phone it stands
 * in the thumb's reach.
 */
export const AddTask = ({ input, filters, onFilters }: AddTaskProps) => {
  const { user, store, calendar, now } = useTasks();
  const toasts = useToasts();
  const noteId = useId();
  const hintId = useId();
  const { quickAdd, fetchReader, awaitReader } = useQuickAdd();
  const [text, setText] = useState('');
  const [rejected, setRejected] = useState(NONE);

  const understood = useMemo(
    () => quickAdd?.understand(text, rejected, { now, timeZone: user.time_zone }) ?? null,
    [quickAdd, text, rejected, now, user.time_zone],
  );
  const words = understood ?? onlyTitle(text);
  const chips = understood?.chips ?? [];
  const length = lengthOf(words);
  const tooLong = length > LIMITS.title.max;

  const take = (line: string) => {
    setText(line);
    if (quickAdd !== null) setRejected(quickAdd.stillRejected(line, rejected));
  };
  // What was typed before the script was there stays: the browser keeps the text, not React.
  useEffect(() => setText(input.current?.value ?? ''), [input]);

  const use = () => {
    if (quickAdd === null) void fetchReader();
  };
  const add = (said: NewTaskWords) => {
    const instant = Date.now();
    const today = calendar.dayOf(instant);
    const operation = store.creation(planTask(said, filters, { today, timeZone: user.time_zone }), user.id);
    void store.perform(operation);
    const message = `Added ${quoted(said.title)}.`;
    if (matches(operation.task, filters, { now: instant, calendar })) toasts.announce(message);
    else
      toasts.show({
        message: `${message} It is not in this view.`,
        action: {
          label: 'Show all',
          onSelect: () => onFilters({ ...DEFAULT_FILTERS, sort: filters.sort, order: filters.order }),
        },
      });
  };
  /** The line came before what reads it. */
  const addEarly = async (line: string) => {
    const reader = await awaitReader();
    add(reader?.understand(line, NONE, { now: Date.now(), timeZone: user.time_zone }) ?? onlyTitle(line));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { current } = input;
    if (current === null) return;
    current.focus();
    if (!isTitle(words)) return;
    current.value = '';
    take('');
    if (understood === null) void addEarly(text);
    else add(understood);
  };
  /** Enter was pressed before the script was there: React keeps that until it is. */
  const submitEarly = (form: FormData) => {
    const line = String(form.get('title'));
    if (isTitle(onlyTitle(line))) void addEarly(line);
  };

  return (
    <form
      data-bottom-bar
      onSubmit={submit}
      action={submitEarly}
      className={clsx(
        'group/add flex flex-col max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-10 max-sm:flex-col-reverse',
        'max-sm:border-t max-sm:border-line max-sm:bg-paper',
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
          onFocus={use}
          onInput={(event) => {
            use();
            take(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') focusMain();
          }}
          dir="auto"
          aria-label="New task"
          aria-invalid={tooLong || undefined}
          aria-describedby={`${noteId} ${hintId}`}
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
      {/* Its height stays, whatever it says: what is below does not move when someone begins to type. */}
      <div className="sm:min-h-9.5 sm:pt-1.5">
        {understood !== null && (
          <Suspense>
            <QuickAddChips
              chips={chips}
              onReject={({ texts }) => setRejected([...rejected, ...texts])}
              focusField={() => input.current?.focus()}
            />
          </Suspense>
        )}
        <p
          id={hintId}
          className={clsx(
            'hidden p-0.5 text-small text-soft',
            chips.length === 0 && !tooLong && 'sm:group-focus-within/add:block',
          )}
        >
          A day, a priority or a tag goes in the same line: “friday 9am !high #home”.
        </p>
        <p
          id={noteId}
          aria-live="polite"
          className="text-small text-danger not-empty:p-0.5 not-empty:max-sm:pb-1.5"
        >
          {tooLong &&
            `A title has at most ${LIMITS.title.max} characters; this has ${length}. The description has room for more.`}
        </p>
      </div>
    </form>
  );
};
