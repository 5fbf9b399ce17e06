import { Skeleton } from '@/components/ui/skeleton';

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-3/5', 'w-2/5'] as const;

/** Rows of the final height where tasks will be. */
export const TaskSkeleton = () => (
  <div role="status">
    <span className="sr-only">Loading tasks</span>
    {WIDTHS.map((width, index) => (
      <div key={index} className="flex min-h-11 items-center gap-3 border-b border-line">
        <Skeleton round className="size-6" />
        <Skeleton className={`h-4 ${width}`} />
      </div>
    ))}
  </div>
);
