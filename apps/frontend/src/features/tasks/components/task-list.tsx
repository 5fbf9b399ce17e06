'use client';

import type { Task } from '@todo/contracts';
import { lazy, type RefObject, Suspense, useEffect, useImperativeHandle } from 'react';
import { useToasts } from '@/components/ui/toast';
import { loadPatiently } from '@/lib/load-patiently';
import { useLater } from '@/lib/use-later';
import { useStable } from '@/lib/use-stable';
import { useEditing } from '../hooks/use-editing';
import { loadBulk, useHistory } from '../hooks/use-history';
import { useMediaQuery } from '../hooks/use-media-query';
import { useRefusedEdit } from '../hooks/use-refused-edit';
import { useRowSelection } from '../hooks/use-row-selection';
import type { Row } from '../hooks/use-task-list';
import { useTasks } from '../hooks/use-tasks';
import type { BulkAction } from '../model/bulk';
import type { RowKey, TaskChange } from '../model/operations';
import { quoted } from '../model/words';
import { type RowActions, TaskRow } from './task-row';

const PHONE = '(max-width: 39.99rem)';

const loadEditor = loadPatiently(() => import('./task-editor'));
const TaskEditor = lazy(loadEditor);
const loadBulkBar = loadPatiently(() => import('./bulk-bar'));
const BulkBar = lazy(loadBulkBar);
const loadGestures = () => import('./touch-gestures');
const TouchGestures = lazy(loadGestures);

/** What the keyboard does to the list. */
export interface ListCommands {
  move: (step: 1 | -1) => void;
  complete: () => void;
  edit: () => void;
  remove: () => void;
  undo: () => void;
  /** Chooses the row that has the focus, or begins or ends choosing. */
  select: () => void;
  /** Chooses up to the row below (1) or above (-1). */
  extend: (step: 1 | -1) => void;
  /** Gives this row the focus, as soon as it is there. */
  show: (key: RowKey) => void;
}

interface TaskListProps {
  rows: readonly Row[];
  commands: RefObject<ListCommands | null>;
  onTag: (tag: string) => void;
  /** Whether a task would still be in this list. */
  staysInView: (task: Task) => boolean;
  /** Takes the focus when no row is left. */
  fallbackFocus: () => HTMLElement | null;
  tags: readonly string[];
  busy: boolean;
}

/** The rows, what is done to them, and what is open for editing. */
export const TaskList = (props: TaskListProps) => {
  const { commands, onTag, staysInView, fallbackFocus, tags, busy } = props;
  const { store } = useTasks();
  const toasts = useToasts();
  const { editing, rows, start, stop, isListed } = useEditing(props.rows);
  const phone = useMediaQuery(PHONE);
  const hasGestures = useLater(loadGestures, 0);
  const choice = useRowSelection(rows, fallbackFocus);
  const { chosen, current, focusOnceThere } = choice;
  const { perform, showDone, undoLast } = useHistory(focusOnceThere);
  useRefusedEdit(editing !== null, (refused) => start(refused.operation.key, { mode: 'details', refused }));

  const saveEdit = (key: RowKey, base: Task, change: TaskChange) => {
    if (Object.keys(change).length === 0) return;
    if (store.isGone(key)) void store.perform({ kind: 'restore', key, task: base });
    perform({ kind: 'edit', key, base, change });
  };
  const performBulk = async (action: BulkAction) => {
    const { planBulk, whatWasDone } = await loadBulk();
    const items = planBulk(chosen, action);
    const [first] = items;
    if (first === undefined) return;
    const operation = store.bulk(items);
    if (action.kind === 'delete') for (const { key } of items) stop(key);
    perform(operation);
    showDone(operation, whatWasDone(operation));
    if (action.kind !== 'complete' && action.kind !== 'delete') return;
    const leaving = items.filter(
      (item) => item.kind !== 'complete' || !staysInView({ ...item.task, completed: item.completed }),
    );
    choice.endWithout(new Set(leaving.map(({ key }) => key)), first.key);
  };

  // Rows compare their actions.
  const actions = useStable<keyof RowActions, RowActions>({
    complete: (key, task, completed) => {
      const operation = { kind: 'complete' as const, key, task, completed };
      const message = `${completed ? 'Completed' : 'Reopened'} ${quoted(task.title)}.`;
      perform(operation);
      if (!staysInView({ ...task, completed })) showDone(operation, message);
      // A check that has the focus tells its new state itself.
      else if (document.activeElement?.role !== 'checkbox') toasts.announce(message);
    },
    remove: (key, task) => {
      stop(key);
      // It stood here for the sake of what was typed in it.
      if (store.isGone(key) && !isListed(key)) return;
      const operation = { kind: 'delete' as const, key, task };
      perform(operation);
      showDone(operation, `Deleted ${quoted(task.title)}.`);
    },
    select: choice.select,
    pressTitle: (key, range) => {
      if (choice.selection === null && !range) start(key, { mode: 'title' });
      else choice.select(key, range);
    },
    editTitle: (key) => start(key, { mode: 'title' }),
    endTitle: (key, base, title, stay) => {
      stop(key, 'title');
      const isChanged = title !== null && title !== base.title;
      if (stay && (isChanged || isListed(key))) focusOnceThere(key);
      if (isChanged) saveEdit(key, base, { title });
    },
    editDetails: (key) => {
      if (editing?.key === key && editing.mode === 'details') stop(key);
      else start(key, { mode: 'details' });
    },
    showTag: onTag,
  });

  const withCurrent = (act: (row: Row) => void) => {
    const row = rows.find(({ key }) => key === current());
    if (row !== undefined) act(row);
  };
  useImperativeHandle(commands, () => ({
    move: choice.move,
    complete: () => {
      if (chosen.length === 0) withCurrent(({ key, task }) => actions.complete(key, task, !task.completed));
      else void performBulk({ kind: 'complete', completed: chosen.some(({ task }) => !task.completed) });
    },
    edit: () => withCurrent(({ key }) => actions.editDetails(key)),
    remove: () => {
      if (chosen.length === 0) withCurrent(({ key, task }) => actions.remove(key, task));
      else void performBulk({ kind: 'delete' });
    },
    undo: undoLast,
    select: choice.selectCurrent,
    extend: choice.extend,
    show: (key) => {
      if (!choice.focusRow(key)) focusOnceThere(key);
    },
  }));

  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of [loadEditor, loadBulkBar, loadBulk]) void load().catch(() => undefined);
    }, 3_000);
    return () => clearTimeout(timer);
  }, []);

  const closeEditor = (key: RowKey) => {
    editing?.refused?.forget();
    stop(key);
    if (isListed(key)) focusOnceThere(key);
  };

  return (
    <>
      <ul
        aria-label="Tasks"
        aria-busy={busy || undefined}
        // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
        role="list"
        className="group/list"
        {...choice.listProps}
      >
        {rows.map(({ key, task, unsaved }) => {
          const open = editing?.key === key ? editing : null;
          return (
            <TaskRow
              key={key}
              rowKey={key}
              task={task}
              editing={open?.mode === 'details' ? (phone ? 'sheet' : 'inline') : (open?.mode ?? null)}
              selected={choice.selection?.keys.has(key) ?? false}
              unsaved={unsaved}
              gone={open !== null && store.isGone(key)}
              actions={actions}
            >
              {open?.mode === 'details' && (
                <Suspense>
                  <TaskEditor
                    task={task}
                    sheet={phone}
                    tags={tags}
                    {...(open.refused !== undefined && {
                      change: open.refused.operation.change,
                      theirs: open.refused.conflict.theirs,
                    })}
                    gone={store.isGone(key)}
                    onSave={(base, change) => {
                      closeEditor(key);
                      saveEdit(key, base, change);
                    }}
                    onCancel={() => closeEditor(key)}
                    onDelete={() => actions.remove(key, task)}
                  />
                </Suspense>
              )}
            </TaskRow>
          );
        })}
      </ul>
      {hasGestures && (
        <Suspense>
          <TouchGestures
            rows={rows}
            actions={actions}
            editing={editing?.key}
            isChoosing={choice.selection !== null}
          />
        </Suspense>
      )}
      {choice.selection !== null && (
        <Suspense>
          <BulkBar
            chosen={chosen}
            total={rows.length}
            tags={tags}
            onAction={(action) => void performBulk(action)}
            onSelectAll={choice.chooseAll}
            onEnd={choice.end}
          />
        </Suspense>
      )}
    </>
  );
};
