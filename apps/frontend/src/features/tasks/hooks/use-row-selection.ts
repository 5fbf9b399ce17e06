'use client';

import { type MouseEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { RowKey } from '../model/operations';
import { anchorAt, extendTo, NOTHING_SELECTED, type Selection, selectAll, toggle } from '../model/selection';
import { ANCHOR, keyOfElement, SELECT_ANCHOR, useRowFocus } from './use-row-focus';
import type { Row } from './use-task-list';

/** Where Escape and Ctrl+A mean something else. */
const ELSEWHERE =
  'input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu]';

/** Which row has the focus, and which ones are chosen for doing something to all of them. */
export const useRowSelection = (rows: readonly Row[], fallbackFocus: () => HTMLElement | null) => {
  const [selection, setSelection] = useState<Selection | null>(null);
  /** Where the range of the keyboard ends. */
  const lead = useRef<RowKey | null>(null);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const chosen = useMemo(
    () => (selection === null ? [] : rows.filter(({ key }) => selection.keys.has(key))),
    [rows, selection],
  );
  const { focusRow, focusOnceThere, current, listProps } = useRowFocus(
    keys,
    fallbackFocus,
    selection === null ? ANCHOR : SELECT_ANCHOR,
  );

  const select = (key: RowKey, range: boolean): void => {
    const from = current() ?? key;
    setSelection((now) =>
      range
        ? extendTo(now ?? anchorAt(NOTHING_SELECTED, from), keys, key)
        : toggle(now ?? NOTHING_SELECTED, key),
    );
    // What was pressed may have gone: the check of the row takes its place.
    focusOnceThere(key);
  };
  const end = (): void => {
    setSelection(null);
    const next = current() ?? keys.find((key) => key === selection?.anchor) ?? keys[0];
    if (next !== undefined) focusOnceThere(next);
  };
  const chooseAll = (): void => {
    setSelection(selectAll(keys));
    const key = current();
    if (key !== null) focusOnceThere(key);
  };

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    if (event.target.closest(ELSEWHERE)) return;
    if (event.key === 'Escape' && selection !== null) end();
    const isSelectAll = event.key === 'a' && (event.ctrlKey || event.metaKey);
    if (!isSelectAll || (selection === null && current() === null)) return;
    event.preventDefault();
    chooseAll();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  return {
    focusRow,
    /** Gives a row the focus as soon as it is there. */
    focusOnceThere,
    /** The row that has the focus. */
    current,
    /** null while nothing is being chosen. */
    selection,
    /** The chosen rows, in the order of the list. */
    chosen,
    select,
    chooseAll,
    end,
    /** Moves the focus to the row below (1) or above (-1), from nowhere to the first or the last. */
    move: (step: 1 | -1): void => {
      const index = keys.indexOf(current() ?? '');
      focusRow(index < 0 ? keys[step === 1 ? 0 : keys.length - 1] : keys[index + step]);
    },
    /** Chooses the row that has the focus, or begins or ends choosing. */
    selectCurrent: (): void => {
      const key = current();
      const [first] = keys;
      if (key !== null) select(key, false);
      else if (selection !== null) end();
      else if (first !== undefined) {
        setSelection(NOTHING_SELECTED);
        focusOnceThere(first);
      }
    },
    /** Chooses up to the row below (1) or above (-1). */
    extend: (step: 1 | -1): void => {
      const from = current();
      const to = from === null ? keys[step === 1 ? 0 : keys.length - 1] : keys[keys.indexOf(from) + step];
      if (to === undefined) return;
      const now = selection ?? NOTHING_SELECTED;
      // The range goes on from the row that it ended with; from another one a new range begins.
      const goesOn = selection !== null && from !== null && from === lead.current;
      setSelection(extendTo(goesOn ? now : anchorAt(now, from ?? to), keys, to));
      lead.current = to;
      focusOnceThere(to);
    },
    /** Ends choosing when some rows leave: the focus goes to the one that takes the place of `at`. */
    endWithout: (leaving: ReadonlySet<RowKey>, at: RowKey): void => {
      const index = keys.indexOf(current() ?? at);
      const stays = (key: RowKey) => !leaving.has(key);
      const next = keys.slice(index).find(stays) ?? keys.slice(0, index).findLast(stays);
      setSelection(null);
      if (next === undefined) fallbackFocus()?.focus();
      else focusOnceThere(next);
    },
    /** Spread them on the list. */
    listProps: {
      ...listProps,
      'data-selecting': selection === null ? undefined : '',
      onMouseDown: (event: MouseEvent) => {
        // It would mark the text between.
        if (event.shiftKey) event.preventDefault();
      },
      /** While rows are chosen, a press anywhere on a row that is no control of its own. */
      onClick: (event: MouseEvent) => {
        if (selection === null || !(event.target instanceof Element)) return;
        const key = keyOfElement(event.target);
        if (key !== null && !event.target.closest('button, input, form')) select(key, event.shiftKey);
      },
    },
  };
};
