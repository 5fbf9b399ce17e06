/** Gives the focus to the page as a whole: what had it has gone, or is left. */
export const focusMain = (): void => document.getElementById('main')?.focus({ preventScroll: true });
