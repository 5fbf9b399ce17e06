import { clsx } from 'clsx';

interface SkeletonProps {
  className?: string;
  /** A circle, where a check will be. */
  round?: boolean;
}

/** A grey shape where something will be; give it the final height. Seen only when the wait is felt (300 ms). */
export const Skeleton = ({ className, round = false }: SkeletonProps) => (
  <span aria-hidden className={clsx('appear-late block', round ? 'rounded-full' : 'rounded', className)}>
    <span className="block size-full animate-[pulse_1.6s_ease-in-out_infinite] rounded-[inherit] bg-line" />
  </span>
);
