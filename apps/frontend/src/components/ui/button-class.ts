/** What every button looks like. */
export const BUTTON =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded border px-4 font-semibold whitespace-nowrap select-none transition-colors sm:min-h-9 sm:px-3.5 disabled:opacity-55 aria-disabled:opacity-55';

/** The look of the one thing to do. */
export const PRIMARY = 'border-transparent bg-accent text-on-accent hover:bg-accent-strong';
