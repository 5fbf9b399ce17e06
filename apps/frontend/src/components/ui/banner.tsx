import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface BannerProps {
  tone?: 'note' | 'warn' | 'danger';
  children: ReactNode;
  /** A button or a link at its end. */
  action?: ReactNode;
  className?: string;
}

const TONES = {
  note: 'border-line bg-sunken text-ink',
  warn: 'border-warn bg-warn-soft text-ink',
  danger: 'border-danger bg-danger-soft text-ink',
};

/** A sentence that stays until its reason is gone: what happened, and what to do. A warning is announced when it comes. */
export const Banner = ({ tone = 'note', children, action, className }: BannerProps) => (
  <div
    // A status that comes together with its words is passed over.
    role={tone === 'note' ? 'status' : 'alert'}
    className={clsx(
      'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded border px-3 py-2',
      TONES[tone],
      className,
    )}
  >
    <p className="min-w-0 flex-1 basis-56 wrap-anywhere">{children}</p>
    {action}
  </div>
);
