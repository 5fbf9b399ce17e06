'use client';

import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { RowKey } from '../model/operations';

/** The element of a row that has the focus while the row is the current one. */
export const ANCHOR = 'data-row-anchor';

/** The element that has it while rows are being chosen. */
export const SELECT_ANCHOR = 'data-row-select';

export const keyOfElement = (element: Element | null): RowKey | null =>
  element?.closest('[data-row]')?.getAttribute('data-row') ?? null;

/**
 * Keeps the focus in a list: when the row that had it goes away, the one that took its place gets it, else
 * `fallback`. Spread `listProps` on the list; rows have `data-row` and, within, an element with `anchor`.
 */
export const useRowFocus = (
  keys: readonly RowKey[],
  fallback: () => HTMLElement | null,
  /** Which element of a row takes the focus. */
  anchor: string = ANCHOR,
) => {
  const list: RefObject<HTMLUListElement | null> = useRef(null);
  const last = useRef<{ key: RowKey; index: number } | null>(null);

  const awaited = useRef<RowKey | null>(null);

  const focusRow = (key: RowKey | undefined): boolean => {
    const row = key === undefined ? null : list.current?.querySelector(`[data-row="${CSS.escape(key)}"]`);
    const element = row?.querySelector<HTMLElement>(`[${anchor}]`);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
    return element != null;
  };

  useLayoutEffect(() => {
    if (awaited.current !== null && focusRow(awaited.current)) awaited.current = null;
    const { current } = last;
    if (current === null) return;
    const index = keys.indexOf(current.key);
    if (index >= 0) {
      current.index = index;
      return;
    }
    last.current = null;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const next = keys[Math.min(current.index, keys.length - 1)];
    if (!focusRow(next)) fallback()?.focus();
  });

  // The second press of a double click does nothing to another row, which has come to where the first one was.
  const pressed = useRef<RowKey | null>(null);
  useEffect(() => {
    const press = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !list.current?.contains(event.target)) return;
      const key = keyOfElement(event.target);
      if (event.detail <= 1) pressed.current = key;
      else if (key !== pressed.current) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    document.addEventListener('click', press, { capture: true });
    return () => document.removeEventListener('click', press, { capture: true });
  }, []);

  return {
    focusRow,
    /** Gives a row the focus as soon as it is there. */
    focusOnceThere: (key: RowKey): void => {
      awaited.current = key;
    },
    /** The row that has the focus. */
    current: (): RowKey | null =>
      list.current?.contains(document.activeElement) ? keyOfElement(document.activeElement) : null,
    listProps: {
      ref: list,
      onFocus: (event: FocusEvent) => {
        const key = keyOfElement(event.target);
        if (key !== null) last.current = { key, index: keys.indexOf(key) };
      },
      onBlur: (event: FocusEvent) => {
        // Gone on purpose; an element that is taken away has no related target and doesn't always tell.
        if (event.relatedTarget !== null && !list.current?.contains(event.relatedTarget)) last.current = null;
      },
    },
  };
};
