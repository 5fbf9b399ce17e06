'use client';

import { LIMITS, type Task } from '@todo/contracts';
import { clsx } from 'clsx';
import { AlignLeft, Check, ListChecks, SquarePen, Trash2 } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { CheckTarget } from '@/components/ui/check-target';
import { ANCHOR, SELECT_ANCHOR } from '../hooks/use-row-focus';
import type { RowKey } from '../model/operations';
import { TITLE_MISSING } from '../model/words';
import { DueLabel } from './due-label';
import { PriorityMark } from './priority-mark';

/** What can be done with a row. The same object at each render, or every row renders again. */
export interface RowActions {
  complete: (key: RowKey, task: Task, completed: boolean) => void;
  remove: (key: RowKey, task: Task) => void;
  editTitle: (key: RowKey) => void;
  /** Edits the title, or chooses the row while rows are chosen. `range`: with everything since the last one. */
  pressTitle: (key: RowKey, range: boolean) => void;
  /** Chooses the row, or no longer. */
  select: (key: RowKey, range: boolean) => void;
  /** `base`: what the title was edited from. `title` null: nothing is to change. `stay`: the focus goes back to the row. */
  endTitle: (key: RowKey, base: Task, title: string | null, stay: boolean) => void;
  editDetails: (key: RowKey) => void;
  showTag: (tag: string) => void;
}

/** What a person who is editing a task is told when it goes. */
export const DELETED_ELSEWHERE = 'This task was deleted elsewhere. Saving brings it back.';

/** How many tags a row shows; its details have all of them. */
const TAGS_SHOWN = 3;

interface TaskRowProps {
  rowKey: RowKey;
  task: Task;
  /** `inline`: the open editor, which is the child, takes the place of the title. */
  editing: 'title' | 'inline' | 'sheet' | null;
  /** Whether it is one of the chosen rows. */
  selected: boolean;
  /** Whether something that was done to it waits for the server. */
  unsaved: boolean;
  /** It was deleted elsewhere while it is edited here. */
  gone: boolean;
  actions: RowActions;
  /** The open editor. */
  children?: ReactNode;
}

const TitleInput = ({
  task,
  gone,
  onEnd,
}: {
  task: Task;
  gone: boolean;
  onEnd: (base: Task, title: string | null, stay: boolean) => void;
}) => {
  const input = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  // What others do to it meanwhile is no change of one's own.
  const [base] = useState(task);
  const [title, setTitle] = useState(base.title);
  const [complaint, setComplaint] = useState<string | null>(null);
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.setSelectionRange(base.title.length, base.title.length);
  }, [base.title.length]);

  const end = (next: string | null, stay: boolean) => {
    // Taking the field away blurs it, which would save once more.
    if (ended.current) return;
    ended.current = true;
    onEnd(base, next, stay);
  };
  const complaintAbout = (text: string): string | null => {
    const length = [...text].length;
    if (length === 0) return TITLE_MISSING;
    return length > LIMITS.title.max
      ? `A title has at most ${LIMITS.title.max} characters; this has ${length}.`
      : null;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      end(null, true);
    }
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const found = complaintAbout(title.trim());
    setComplaint(found);
    if (found === null) end(title.trim(), true);
  };
  return (
    <div className="min-w-0 flex-1">
      <input
        ref={input}
        value={title}
        dir="auto"
        aria-label="Title"
        aria-invalid={complaint !== null || undefined}
        autoComplete="off"
        enterKeyHint="done"
        onChange={(event) => {
          setTitle(event.target.value);
          setComplaint(null);
        }}
        onKeyDown={press}
        onBlur={() => end(complaintAbout(title.trim()) === null ? title.trim() : null, false)}
        className="-mx-2 min-h-8 w-[calc(100%+1rem)] rounded bg-raised px-2 outline-2 outline-accent outline-offset-0"
      />
      <p role="alert" className="text-small text-danger not-empty:pt-0.5">
        {complaint ?? (gone ? DELETED_ELSEWHERE : null)}
      </p>
    </div>
  );
};

/** The check that chooses a row: it takes the place of the other one while the list has `data-selecting`. */
const SelectTarget = ({
  title,
  selected,
  onSelect,
}: {
  title: string;
  selected: boolean;
  onSelect: (range: boolean) => void;
}) => (
  // biome-ignore lint/a11y/useSemanticElements: a native checkbox does not tell whether Shift was held
  <button
    type="button"
    role="checkbox"
    aria-checked={selected}
    aria-label={`Select ${title}`}
    {...{ [SELECT_ANCHOR]: '' }}
    onClick={(event) => onSelect(event.shiftKey)}
    className={clsx(
      'touch-target mt-1 hidden size-6 shrink-0 items-center justify-center rounded border-2 group-data-selecting/list:inline-flex',
      selected ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-raised hover:border-accent',
    )}
  >
    <Check aria-hidden strokeWidth={3} className={clsx('size-3.5', !selected && 'opacity-0')} />
  </button>
);

/** One task: its check, its title (a press edits it), and quietly what else there is to know. */
export const TaskRow = memo((props: TaskRowProps) => {
  const { rowKey, task, editing, selected, unsaved, gone, actions, children } = props;
  const { title, completed } = task;
  const hasDetails =
    unsaved ||
    task.due_on !== null ||
    task.priority !== null ||
    task.tags.length > 0 ||
    task.description !== '';
  return (
    <li
      data-row={rowKey}
      className={clsx(
        'group/row border-b border-line',
        // The shadow carries its ground past the check and the end of the line.
        selected &&
          'group-data-selecting/list:bg-accent-soft group-data-selecting/list:shadow-[-0.5rem_0_var(--color-accent-soft),0.5rem_0_var(--color-accent-soft)]',
        // What is far away is not laid out: a long list stays quick without losing a row from find-in-page.
        editing === null && '[contain-intrinsic-size:auto_2.75rem] [content-visibility:auto]',
      )}
    >
      <div className="flex min-h-11 items-start gap-3 py-1.5">
        <SelectTarget title={title} selected={selected} onSelect={(range) => actions.select(rowKey, range)} />
        <CheckTarget
          checked={completed}
          label={completed ? `Reopen ${title}` : `Complete ${title}`}
          onChange={(next) => actions.complete(rowKey, task, next)}
          className="mt-1 group-data-selecting/list:hidden"
        />
        {editing === 'title' ? (
          <TitleInput
            task={task}
            gone={gone}
            onEnd={(base, next, stay) => actions.endTitle(rowKey, base, next, stay)}
          />
        ) : editing === 'inline' ? (
          <div className="min-w-0 flex-1">{children}</div>
        ) : (
          <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 sm:flex-nowrap">
            <button
              type="button"
              {...{ [ANCHOR]: '' }}
              aria-keyshortcuts="F2"
              onClick={(event) => actions.pressTitle(rowKey, event.shiftKey)}
              onKeyDown={(event) => event.key === 'F2' && actions.editTitle(rowKey)}
              className={clsx(
                '-mx-2 min-h-8 min-w-0 flex-auto cursor-text group-data-selecting/list:cursor-default pointer-coarse:select-none rounded px-2 py-1 text-start focus-visible:outline-offset-0',
                completed && 'text-faint line-through decoration-edge',
              )}
            >
              <span dir="auto" className="line-clamp-3 wrap-anywhere">
                {title}
              </span>
            </button>
            {hasDetails && (
              <div className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-0.5 text-small group-data-selecting/list:pointer-events-none min-h-6 max-sm:mb-1 max-sm:w-full sm:min-h-8 sm:max-w-1/2 sm:flex-none sm:justify-end">
                {unsaved && <span className="text-soft">not saved yet</span>}
                {task.description !== '' && (
                  <span title="Has a description" className="inline-flex text-faint">
                    <AlignLeft aria-hidden size={14} strokeWidth={1.75} />
                    <span className="sr-only">Has a description</span>
                  </span>
                )}
                {task.tags.slice(0, TAGS_SHOWN).map((tag) => (
                  <button
                    key={tag}
                    type="button"
                    onClick={() => actions.showTag(tag)}
                    aria-label={`Show tasks tagged ${tag}`}
                    dir="auto"
                    className="min-h-6 max-w-32 truncate rounded text-soft hover:text-ink hover:underline"
                  >
                    #{tag}
                  </button>
                ))}
                {task.tags.length > TAGS_SHOWN && (
                  <span title={task.tags.slice(TAGS_SHOWN).join(', ')} className="text-soft">
                    <span aria-hidden>+{task.tags.length - TAGS_SHOWN}</span>
                    <span className="sr-only">{task.tags.length - TAGS_SHOWN} more tags</span>
                  </span>
                )}
                <DueLabel due={task} completed={completed} />
                {task.priority !== null && <PriorityMark priority={task.priority} />}
              </div>
            )}
          </div>
        )}
        <div
          className={clsx(
            'flex items-center transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100',
            'group-data-selecting/list:invisible',
            '[@media(hover:hover)]:opacity-0',
            editing === 'inline' && 'hidden',
          )}
        >
          <IconButton
            label={`Select ${title}`}
            onClick={() => actions.select(rowKey, false)}
            // A finger has the long touch, and the button above the list.
            className="[@media(hover:none)]:hidden"
          >
            <ListChecks aria-hidden size={16} strokeWidth={1.75} />
          </IconButton>
          <IconButton label={`Edit details of ${title}`} onClick={() => actions.editDetails(rowKey)}>
            <SquarePen aria-hidden size={16} strokeWidth={1.75} />
          </IconButton>
          <IconButton
            label={`Delete ${title}`}
            onClick={() => actions.remove(rowKey, task)}
            // On a phone the sheet of details has it.
            className="max-sm:hidden"
          >
            <Trash2 aria-hidden size={16} strokeWidth={1.75} />
          </IconButton>
        </div>
      </div>
      {editing === 'sheet' && children}
    </li>
  );
});
