'use client';

import { useMemo, useState } from 'react';
import type { RowKey } from '../model/operations';
import type { Row } from './use-task-list';
import { type UnsavedEdit, useTasks } from './use-tasks';

/** What is open for editing, and where it was. With `refused`, what was typed and not saved. */
export interface Editing extends Row {
  index: number;
  mode: 'title' | 'details';
  refused?: UnsavedEdit;
}

/**
 * The one row that is open for editing. It stays among the rows when somebody takes it out of the list elsewhere: what
 * is typed in it must not go with it.
 */
export const useEditing = (listed: readonly Row[]) => {
  const { store } = useTasks();
  const [editing, setEditing] = useState<Editing | null>(null);
  const rows = useMemo(() => {
    if (editing === null || listed.some(({ key }) => key === editing.key)) return listed;
    const { key, index, task } = editing;
    return listed.toSpliced(index, 0, { key, task: store.lookUp(key) ?? task, unsaved: false });
  }, [listed, editing, store]);

  return {
    editing,
    rows,
    start: (key: RowKey, more: Pick<Editing, 'mode' | 'refused'>): void => {
      const index = rows.findIndex((row) => row.key === key);
      const task = rows[index]?.task ?? more.refused?.conflict.theirs;
      if (task !== undefined) setEditing({ key, task, unsaved: false, index: Math.max(index, 0), ...more });
    },
    /** Ends the editing of this row, if it is the one; with `mode`, if it is edited so. */
    stop: (key: RowKey, mode?: Editing['mode']): void =>
      setEditing((open) => (open?.key === key && (mode ?? open.mode) === open.mode ? null : open)),
    /** Whether a row is in the list by itself. */
    isListed: (key: RowKey): boolean => listed.some((row) => row.key === key),
  };
};
