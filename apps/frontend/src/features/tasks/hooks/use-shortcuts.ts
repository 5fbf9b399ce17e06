'use client';

import { useEffect, useEffectEvent } from 'react';

/** A key, as KeyboardEvent.key has it, that does something while no text is being typed. */
export interface Shortcut {
  key: string;
  /** What it does, for the help. */
  label: string;
  run: () => void;
}

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
const ELSEWHERE = '[role=dialog], [role=alertdialog], [role=menu]';

/** Listens to single keys on the whole page, except where keys mean something else. */
export const useShortcuts = (shortcuts: readonly Shortcut[]): void => {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(`${TYPING}, ${ELSEWHERE}`)) return;
    const shortcut = shortcuts.find(({ key }) => key === event.key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
};
