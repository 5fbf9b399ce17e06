import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

/** The look of everything that text is typed into or chosen in. */
export const inputClass = clsx(
  'min-h-11 w-full min-w-0 rounded border border-edge bg-raised px-3 text-ink sm:min-h-9',
  'focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-55',
);

interface FieldProps {
  label: string;
  /** What is wrong and what to do; announced when it appears. */
  error?: string | undefined;
  /** Said before anything is wrong. */
  hint?: ReactNode;
  className?: string;
  /** Receives what ties the control to its label, hint and error. */
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** A label above a control, its hint or its error below. */
export const Field = ({ label, error, hint, className, children }: FieldProps) => {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={clsx('grid grid-cols-1 gap-1', className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      <div
        id={`${id}-note`}
        aria-live="polite"
        className={clsx('text-small', error ? 'text-danger' : 'text-soft')}
      >
        {note}
      </div>
    </div>
  );
};

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className'> {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  className?: string;
  /** A control inside the field's right edge. */
  end?: ReactNode;
}

/** A labelled line of text. */
export const TextField = ({ label, error, hint, className, end, ...props }: TextFieldProps) => (
  <Field label={label} error={error} hint={hint} {...(className === undefined ? {} : { className })}>
    {(control) => (
      <div className="relative">
        <input
          type="text"
          {...props}
          {...control}
          className={clsx(inputClass, end !== undefined && 'pr-20')}
        />
        {end !== undefined && <div className="absolute inset-y-0 right-1 flex items-center">{end}</div>}
      </div>
    )}
  </Field>
);

export interface SelectProps extends Omit<ComponentProps<'select'>, 'children'> {
  /** Its name where no visible label stands beside it. */
  label?: string;
  options: readonly { value: string; label: string }[];
}

/** A choice of a few. The system's own control: it needs no script, and phones show their wheel. */
export const Select = ({ label, options, className, ...props }: SelectProps) => (
  <select aria-label={label} {...props} className={clsx(inputClass, 'pr-8', className)}>
    {options.map(({ value, label: text }) => (
      <option key={value} value={value}>
        {text}
      </option>
    ))}
  </select>
);
