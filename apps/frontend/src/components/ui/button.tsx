import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { BUTTON, PRIMARY } from './button-class';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: PRIMARY,
  secondary: 'border-edge bg-raised text-ink hover:bg-sunken',
  quiet: 'border-transparent text-soft hover:bg-sunken hover:text-ink',
  danger: 'border-danger bg-raised text-danger hover:bg-danger-soft',
};

/** The look of a button, for a link that is one. */
export const buttonClass = (variant: ButtonVariant = 'secondary', className?: string): string =>
  clsx(BUTTON, VARIANTS[variant], className);

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  /** Something is under way: the button keeps its width and its focus, and ignores presses. */
  busy?: boolean;
}

/** A button of ours. It says what happens when it is pressed. */
export const Button = ({
  variant = 'secondary',
  busy = false,
  className,
  onClick,
  ...props
}: ButtonProps) => (
  <button
    type="button"
    aria-busy={busy || undefined}
    aria-disabled={busy || undefined}
    className={buttonClass(variant, className)}
    onClick={(event) => {
      // A disabled button would lose the focus.
      if (busy) event.preventDefault();
      else onClick?.(event);
    }}
    {...props}
  />
);

export interface IconButtonProps extends ComponentProps<'button'> {
  /** Its name for everybody: read aloud, and shown when the pointer rests on it. */
  label: string;
  /** The icon. */
  children?: ReactNode;
}

/** A square button that shows an icon only. */
export const IconButton = ({ label, className, ...props }: IconButtonProps) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={clsx(
      'touch-target inline-flex size-9 shrink-0 items-center justify-center rounded text-soft',
      'transition-colors hover:bg-sunken hover:text-ink disabled:opacity-55 sm:size-8',
      className,
    )}
    {...props}
  />
);
