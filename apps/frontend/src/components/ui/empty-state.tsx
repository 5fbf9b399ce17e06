import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** What to do about it, in a sentence. */
  children?: ReactNode;
  /** The first step, as a button or a link. */
  action?: ReactNode;
}

/** What a list shows when there is nothing in it. */
export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div className="mx-auto grid max-w-sm justify-items-center gap-3 px-4 py-16 text-center">
    <span aria-hidden className="size-10 rounded-full border-2 border-dashed border-edge" />
    <h2 className="text-lead font-semibold">{title}</h2>
    {children !== undefined && <p className="text-soft">{children}</p>}
    {action}
  </div>
);
