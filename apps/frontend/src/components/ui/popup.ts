import { clsx } from 'clsx';

/** The look of everything that floats over the page. */
export const popupClass = clsx(
  'rounded border border-line bg-raised text-ink shadow-float outline-none',
  'transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
);
