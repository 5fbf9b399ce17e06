import type { Priority } from '@todo/contracts';
import { clsx } from 'clsx';

const BARS = { low: 1, medium: 2, high: 3 } as const;
const HEIGHTS = ['h-1', 'h-2', 'h-3'] as const;

/** A priority as one, two or three bars; its name for people who don't see them. */
export const PriorityMark = ({ priority, className }: { priority: Priority; className?: string }) => (
  <span
    className={clsx('inline-flex items-center', className)}
    title={`${PRIORITY_WORDS[priority]} priority`}
  >
    <span aria-hidden className="flex h-3 items-end gap-0.5">
      {HEIGHTS.map((height, index) => (
        <span
          key={height}
          className={clsx(
            'w-1 rounded-full',
            height,
            index < BARS[priority] ? 'bg-ink forced-colors:bg-[CanvasText]' : 'bg-line',
          )}
        />
      ))}
    </span>
    <span className="sr-only">{PRIORITY_WORDS[priority]} priority</span>
  </span>
);

export const PRIORITY_WORDS: Record<Priority, string> = { high: 'High', medium: 'Medium', low: 'Low' };
