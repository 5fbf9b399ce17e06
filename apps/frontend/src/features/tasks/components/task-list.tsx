'use client';

import type { Task } from '@todo/contracts';
import {
  lazy,
  type RefObject,
  Suspense,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useToasts } from '@/components/ui/toast';
import { useMediaQuery } from '../hooks/use-media-query';
import { useRowFocus } from '../hooks/use-row-focus';
import type { Row } from '../hooks/use-task-list';
import { useTasks } from '../hooks/use-tasks';
import type { Operation, RowKey, TaskChange } from '../model/operations';
import { doneToast, quoted } from '../model/words';
import type { EditorProps } from './task-editor';
import { type RowActions, TaskRow } from './task-row';

const PHONE = '(max-width: 39.99rem)';

const loadEditor = () => import('./task-editor');
const TaskEditor = lazy(loadEditor);

/** What is open for editing. With `theirs`, an edit that was refused: what was typed is still in `change`. */
type Editing =
  | { key: RowKey; mode: 'title' }
  | { key: RowKey; mode: 'details'; change?: TaskChange; theirs?: EditorProps['theirs'] };

/** What the keyboard does to the list. */
export interface ListCommands {
  move: (step: 1 | -1) => void;
  complete: () => void;
  edit: () => void;
  remove: () => void;
  undo: () => void;
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

/** The rows, what is done to them, and the way of the focus between them. */
export const TaskList = (props: TaskListProps) => {
  const { rows, commands, onTag, staysInView, fallbackFocus, tags, busy } = props;
  const { store, unsavedEdit, dismissUnsavedEdit } = useTasks();
  const toasts = useToasts();
  const [editing, setEditing] = useState<Editing | null>(null);
  const phone = useMediaQuery(PHONE);
  const deleted = useRef<Extract<Operation, { kind: 'delete' }>[]>([]);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const { focusRow, focusOnceThere, current, listProps } = useRowFocus(keys, fallbackFocus);

  const perform = (operation: Operation) => void store.perform(operation);

  const undo = (operation: Extract<Operation, { kind: 'delete' }> | undefined) => {
    if (operation === undefined) return;
    deleted.current = deleted.current.filter((other) => other !== operation);
    toasts.dismiss(doneToast(operation.key));
    perform({ kind: 'restore', key: operation.key, task: operation.task });
    focusOnceThere(operation.key);
  };

  const latest: RowActions = {
    complete: (key, task, completed) => {
      perform({ kind: 'complete', key, task, completed });
      if (staysInView({ ...task, completed })) return;
      toasts.show({
        id: doneToast(key),
        message: `${completed ? 'Completed' : 'Reopened'} ${quoted(task.title)}.`,
        action: {
          label: 'Undo',
          onSelect: () => {
            perform({ kind: 'complete', key, task, completed: !completed });
            focusOnceThere(key);
          },
        },
      });
    },
    remove: (key, task) => {
      const operation = { kind: 'delete' as const, key, task };
      deleted.current.push(operation);
      setEditing((open) => (open?.key === key ? null : open));
      perform(operation);
      toasts.show({
        id: doneToast(key),
        message: `Deleted ${quoted(task.title)}.`,
        action: { label: 'Undo', onSelect: () => undo(operation) },
      });
    },
    editTitle: (key) => setEditing({ key, mode: 'title' }),
    endTitle: (key, task, title, stay) => {
      setEditing((open) => (open?.key === key && open.mode === 'title' ? null : open));
      if (stay) focusOnceThere(key);
      if (title !== null && title !== task.title)
        perform({ kind: 'edit', key, base: task, change: { title } });
    },
    editDetails: (key) =>
      setEditing((open) => (open?.key === key && open.mode === 'details' ? null : { key, mode: 'details' })),
    showTag: onTag,
  };
  // Rows compare their actions: the object stays, what it does is of the last render.
  const newest = useRef(latest);
  useEffect(() => {
    newest.current = latest;
  });
  const [actions] = useState<RowActions>(() => ({
    complete: (...all) => newest.current.complete(...all),
    remove: (...all) => newest.current.remove(...all),
    editTitle: (...all) => newest.current.editTitle(...all),
    endTitle: (...all) => newest.current.endTitle(...all),
    editDetails: (...all) => newest.current.editDetails(...all),
    showTag: (...all) => newest.current.showTag(...all),
  }));

  const withCurrent = (act: (row: Row) => void) => {
    const row = rows.find(({ key }) => key === current());
    if (row !== undefined) act(row);
  };
  useImperativeHandle(commands, () => ({
    move: (step) => {
      const index = keys.indexOf(current() ?? '');
      focusRow(index < 0 ? keys[step === 1 ? 0 : keys.length - 1] : keys[index + step]);
    },
    complete: () => withCurrent(({ key, task }) => actions.complete(key, task, !task.completed)),
    edit: () => withCurrent(({ key }) => actions.editDetails(key)),
    remove: () => withCurrent(({ key, task }) => actions.remove(key, task)),
    undo: () => undo(deleted.current.at(-1)),
  }));

  const showUnsaved = useEffectEvent(() => {
    if (unsavedEdit === null) return;
    const { operation, conflict } = unsavedEdit;
    const { key, change } = operation;
    const open = () => setEditing({ key, mode: 'details', change, theirs: conflict.theirs });
    dismissUnsavedEdit();
    if (editing === null) return open();
    toasts.show({
      message: `${quoted(conflict.theirs.title)} was changed elsewhere meanwhile. Your change is not saved.`,
      tone: 'danger',
      action: { label: 'Review', onSelect: open },
    });
  });
  useEffect(() => {
    if (unsavedEdit !== null) showUnsaved();
  }, [unsavedEdit]);

  useEffect(() => {
    const timer = setTimeout(() => void loadEditor().catch(() => undefined), 3_000);
    return () => clearTimeout(timer);
  }, []);

  const closeEditor = (key: RowKey) => {
    setEditing((open) => (open?.key === key ? null : open));
    focusOnceThere(key);
  };

  return (
    // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
    <ul aria-label="Tasks" aria-busy={busy || undefined} role="list" {...listProps}>
      {rows.map(({ key, task }) => {
        const open = editing?.key === key ? editing : null;
        return (
          <TaskRow
            key={key}
            rowKey={key}
            task={task}
            editing={open?.mode === 'details' ? (phone ? 'sheet' : 'inline') : (open?.mode ?? null)}
            actions={actions}
          >
            {open?.mode === 'details' && (
              <Suspense>
                <TaskEditor
                  task={task}
                  sheet={phone}
                  tags={tags}
                  {...(open.change !== undefined && { change: open.change })}
                  {...(open.theirs !== undefined && { theirs: open.theirs })}
                  onSave={(base, change) => {
                    closeEditor(key);
                    if (Object.keys(change).length > 0) perform({ kind: 'edit', key, base, change });
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
  );
};
