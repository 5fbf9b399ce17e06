'use client';

import { useSyncExternalStore } from 'react';

const KEPT = 'todo.single-keys';
const OFF = 'off';

/** Whether keys without Ctrl or Cmd do something in this browser; yes where nothing else was said. */
export const areSingleKeysOn = (): boolean => {
  try {
    return localStorage.getItem(KEPT) !== OFF;
  } catch {
    return true;
  }
};

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
};

const choose = (on: boolean): void => {
  try {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, OFF);
  } catch {
    // Storage is forbidden: there is nowhere to keep it.
  }
  // Other tabs get this event by themselves.
  window.dispatchEvent(new StorageEvent('storage', { key: KEPT }));
};

/** Whether single keys are on, and how to switch them; at once and in every tab. */
export const useSingleKeys = (): [boolean, (on: boolean) => void] => [
  useSyncExternalStore(subscribe, areSingleKeysOn, () => true),
  choose,
];
