import { clsx } from 'clsx';

/** A grey bar where text will be; give it the final height. Seen only when the wait is felt (300 ms). */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={clsx('appear-late block', className)}>
    <span className="block size-full animate-[pulse_1.6s_ease-in-out_infinite] rounded bg-line" />
  </span>
);
