'use client';

import { CalendarDays, X } from 'lucide-react';
import { type MouseEvent, useLayoutEffect, useRef } from 'react';
import { useTasks } from '../hooks/use-tasks';
import { localDueAt } from '../model/operations';
import { type Chip, chipKey } from '../model/quick-add';
import { PRIORITY_WORDS, PriorityMark } from './priority-mark';

interface QuickAddChipsProps {
  chips: readonly Chip[];
  /** Its words are to be words of the title. */
  onReject: (chip: Chip) => void;
  /** Gives the focus back to the field. */
  focusField: () => void;
}

/** What was understood of a new task's line. A press, Backspace or Delete on a chip makes it words of the title again. */
const QuickAddChips = ({ chips, onReject, focusField }: QuickAddChipsProps) => {
  const { user, calendar, now } = useTasks();
  const list = useRef<HTMLUListElement>(null);
  const emptied = useRef<number | null>(null);

  // Another chip may have come in the place of the rejected one.
  useLayoutEffect(() => {
    if (emptied.current === null) return;
    const buttons = list.current?.querySelectorAll('button') ?? [];
    const next = buttons[Math.min(emptied.current, buttons.length - 1)];
    emptied.current = null;
    if (next === undefined) focusField();
    else next.focus();
  });

  const dueWords = ({ on, time }: { on: string; time: string | null }): string => {
    const due = { due_on: on, due_time: time, due_zone: time === null ? null : user.time_zone };
    return calendar.dueWords({ ...due, due_at: localDueAt(due) }, false, now)?.text ?? on;
  };
  /** What it shows, and what it is called where that does not say enough. */
  const labelOf = (chip: Chip): { text: string; name: string } => {
    if (chip.kind === 'due') return { text: dueWords(chip.due), name: `due ${dueWords(chip.due)}` };
    if (chip.kind === 'tag') return { text: `#${chip.tag}`, name: `tag #${chip.tag}` };
    return { text: PRIORITY_WORDS[chip.priority], name: `${PRIORITY_WORDS[chip.priority]} priority` };
  };
  const labelled = chips.map((chip) => ({ chip, ...labelOf(chip) }));

  const press = (chip: Chip, index: number) => (event: MouseEvent) => {
    onReject(chip);
    // By pointer the next thing is to type on; by keyboard it is the next chip.
    if (event.detail > 0) focusField();
    else emptied.current = index;
  };

  return (
    <>
      <p aria-live="polite" className="sr-only">
        {chips.length > 0 && `Understood: ${labelled.map(({ name }) => name).join(', ')}.`}
      </p>
      {chips.length > 0 && (
        <ul
          ref={list}
          data-chips
          aria-label="Understood"
          // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
          role="list"
          className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto p-0.5 max-sm:pb-2"
        >
          {labelled.map(({ chip, text, name }, index) => (
            <li key={chipKey(chip)} className="min-w-0">
              <button
                type="button"
                aria-label={`${name}: keep as words`}
                title={`Keep “${chip.texts.join(' … ')}” as words of the title`}
                onClick={press(chip, index)}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') focusField();
                  if (event.key !== 'Backspace' && event.key !== 'Delete') return;
                  event.preventDefault();
                  emptied.current = index;
                  onReject(chip);
                }}
                className="group/chip inline-flex min-h-9 max-w-full items-center gap-1.5 rounded bg-accent-soft pl-2 text-small text-ink hover:bg-sunken sm:min-h-7"
              >
                {chip.kind === 'due' && (
                  <CalendarDays aria-hidden size={14} strokeWidth={1.75} className="shrink-0 text-accent" />
                )}
                {chip.kind === 'priority' && <PriorityMark priority={chip.priority} />}
                <span dir="auto" className="truncate">
                  {text}
                </span>
                <span className="inline-flex size-6 shrink-0 items-center justify-center text-soft group-hover/chip:text-danger">
                  <X aria-hidden size={14} strokeWidth={1.75} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

export default QuickAddChips;
