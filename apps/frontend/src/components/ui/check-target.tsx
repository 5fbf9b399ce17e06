import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import type { ComponentProps } from 'react';

export interface CheckTargetProps extends Omit<ComponentProps<'button'>, 'onChange' | 'role'> {
  checked: boolean;
  /** What it checks: "Complete Buy milk". */
  label: string;
  onChange: (checked: boolean) => void;
}

/** A round check: 24 px to see, 44 px to touch. The caller adds a mark (border colour) by `className`. */
export const CheckTarget = ({ checked, label, onChange, className, ...props }: CheckTargetProps) => (
  // A native checkbox could not show the hover and take the 44 px target as one element.
  // biome-ignore lint/a11y/useSemanticElements: see above
  <button
    type="button"
    role="checkbox"
    aria-checked={checked}
    aria-label={label}
    onClick={() => onChange(!checked)}
    className={clsx(
      'touch-target group/check inline-flex size-6 shrink-0 items-center justify-center rounded-full border-2 transition-colors',
      checked
        ? 'border-accent bg-accent text-on-accent'
        : 'border-edge bg-raised text-accent hover:border-accent',
      className,
    )}
    {...props}
  >
    <Check
      aria-hidden
      strokeWidth={3}
      className={clsx('size-3.5 transition-opacity', !checked && 'opacity-0 group-hover/check:opacity-45')}
    />
  </button>
);
