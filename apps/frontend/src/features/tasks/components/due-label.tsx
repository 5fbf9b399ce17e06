'use client';

import { clsx } from 'clsx';
import { useTasks } from '../hooks/use-tasks';
import type { Due, DueTone } from '../model/calendar';

const TONES: Record<DueTone, string> = {
  overdue: 'font-semibold text-danger',
  today: 'font-semibold text-ink',
  later: 'text-soft',
};

/** When a task is due, in words; the whole date on hover. */
export const DueLabel = ({ due, completed }: { due: Due; completed: boolean }) => {
  const { calendar, now } = useTasks();
  const words = calendar.dueWords(due, completed, now);
  if (words === null) return null;
  return (
    <time
      dateTime={due.due_at ?? due.due_on ?? undefined}
      title={calendar.dueInFull(due) ?? undefined}
      className={clsx('whitespace-nowrap', TONES[words.tone])}
      // Browser and server may know different releases of the world's date formats.
      suppressHydrationWarning
    >
      {words.text}
    </time>
  );
};
