'use client';

import type { Task } from '@todo/contracts';
import {
  lazy,
  type MouseEvent,
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
import { useLongPress } from '../hooks/use-long-press';
import { useMediaQuery } from '../hooks/use-media-query';
import { ANCHOR, keyOfElement, SELECT_ANCHOR, useRowFocus } from '../hooks/use-row-focus';
import type { Row } from '../hooks/use-task-list';
import { useTasks } from '../hooks/use-tasks';
import type { BulkAction } from '../model/bulk';
import type { BulkItem, BulkOperation, RowKey, TaskChange } from '../model/operations';
import { anchorAt, extendTo, NOTHING_SELECTED, type Selection, selectAll, toggle } from '../model/selection';
import { doneToast, quoted } from '../model/words';
import type { EditorProps } from './task-editor';
import { type RowActions, TaskRow } from './task-row';

const PHONE = '(max-width: 39.99rem)';

const loadEditor = () => import('./task-editor');
const TaskEditor = lazy(loadEditor);
const loadBulkBar = () => import('./bulk-bar');
const BulkBar = lazy(loadBulkBar);
/** What the bar brings along. */
const loadBulk = () => import('../model/bulk');

/** Where Escape and Ctrl+A mean something else. */
const ELSEWHERE =
  'input, textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu]';

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

/** The rows, what is done to them, and the way of the focus between them. */
export const TaskList = (props: TaskListProps) => {
  const { rows, commands, onTag, staysInView, fallbackFocus, tags, busy } = props;
  const { store, unsavedEdit, dismissUnsavedEdit } = useTasks();
  const toasts = useToasts();
  const [editing, setEditing] = useState<Editing | null>(null);
  const phone = useMediaQuery(PHONE);
  const history = useRef<(BulkItem | BulkOperation)[]>([]);
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

  const undo = async (operation: BulkItem | BulkOperation | undefined) => {
    if (operation === undefined) return;
    history.current = history.current.filter((other) => other !== operation);
    const { inverseOf } = await loadBulk();
    toasts.dismiss(doneToast(operation.key));
    const items = operation.kind === 'bulk' ? operation.items : [operation];
    void store.perform(operation.kind === 'bulk' ? store.bulk(items.map(inverseOf)) : inverseOf(operation));
    const [first] = items;
    if (first !== undefined) focusOnceThere(first.key);
  };
  const perform = (operation: BulkItem | BulkOperation) => {
    history.current.push(operation);
    void store.perform(operation);
  };
  const showDone = (operation: BulkItem | BulkOperation, message: string) =>
    toasts.show({
      id: doneToast(operation.key),
      message,
      action: { label: 'Undo', onSelect: () => void undo(operation) },
    });

  const select = (key: RowKey, range: boolean) => {
    const from = current() ?? key;
    setSelection((now) =>
      range
        ? extendTo(now ?? anchorAt(NOTHING_SELECTED, from), keys, key)
        : toggle(now ?? NOTHING_SELECTED, key),
    );
    // What was pressed may have gone: the check of the row takes its place.
    focusOnceThere(key);
  };
  const endSelecting = () => {
    setSelection(null);
    const next = current() ?? keys.find((key) => key === selection?.anchor) ?? keys[0];
    if (next !== undefined) focusOnceThere(next);
  };
  const chooseAll = () => {
    setSelection(selectAll(keys));
    const key = current();
    if (key !== null) focusOnceThere(key);
  };
  const performBulk = async (action: BulkAction) => {
    const { planBulk, whatWasDone } = await loadBulk();
    const items = planBulk(chosen, action);
    if (items.length === 0) return;
    const operation = store.bulk(items);
    perform(operation);
    showDone(operation, whatWasDone(operation));
    if (action.kind !== 'complete' && action.kind !== 'delete') return;
    const leaving = new Set(
      items.flatMap((item) =>
        item.kind === 'complete' && staysInView({ ...item.task, completed: item.completed })
          ? []
          : [item.key],
      ),
    );
    const at = keys.indexOf(current() ?? items[0]?.key ?? '');
    const stays = (key: RowKey) => !leaving.has(key);
    const next = keys.slice(at).find(stays) ?? keys.slice(0, at).findLast(stays);
    setSelection(null);
    if (next === undefined) fallbackFocus()?.focus();
    else focusOnceThere(next);
  };

  const latest: RowActions = {
    complete: (key, task, completed) => {
      const operation = { kind: 'complete' as const, key, task, completed };
      perform(operation);
      if (!staysInView({ ...task, completed }))
        showDone(operation, `${completed ? 'Completed' : 'Reopened'} ${quoted(task.title)}.`);
    },
    remove: (key, task) => {
      const operation = { kind: 'delete' as const, key, task };
      setEditing((open) => (open?.key === key ? null : open));
      perform(operation);
      showDone(operation, `Deleted ${quoted(task.title)}.`);
    },
    select,
    pressTitle: (key, range) => {
      if (selection === null && !range) setEditing({ key, mode: 'title' });
      else select(key, range);
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
    select: (...all) => newest.current.select(...all),
    pressTitle: (...all) => newest.current.pressTitle(...all),
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
    complete: () => {
      if (chosen.length === 0) withCurrent(({ key, task }) => actions.complete(key, task, !task.completed));
      else void performBulk({ kind: 'complete', completed: chosen.some(({ task }) => !task.completed) });
    },
    edit: () => withCurrent(({ key }) => actions.editDetails(key)),
    remove: () => {
      if (chosen.length === 0) withCurrent(({ key, task }) => actions.remove(key, task));
      else void performBulk({ kind: 'delete' });
    },
    undo: () => void undo(history.current.at(-1)),
    select: () => {
      const key = current();
      const [first] = keys;
      if (key !== null) return select(key, false);
      if (selection !== null) return endSelecting();
      if (first === undefined) return;
      setSelection(NOTHING_SELECTED);
      focusOnceThere(first);
    },
    extend: (step) => {
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
    show: (key) => {
      if (!focusRow(key)) focusOnceThere(key);
    },
  }));

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    if (event.target.closest(ELSEWHERE)) return;
    if (event.key === 'Escape' && selection !== null) endSelecting();
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
  const longPress = useLongPress((target) => {
    const key = keyOfElement(target);
    if (key !== null) actions.select(key, false);
  });

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
    const timer = setTimeout(() => {
      for (const load of [loadEditor, loadBulkBar, loadBulk]) void load().catch(() => undefined);
    }, 3_000);
    return () => clearTimeout(timer);
  }, []);

  const closeEditor = (key: RowKey) => {
    setEditing((open) => (open?.key === key ? null : open));
    focusOnceThere(key);
  };

  /** While rows are chosen, a press anywhere on a row that is no control of its own. */
  const pressBeside = (event: MouseEvent) => {
    if (selection === null || !(event.target instanceof Element)) return;
    const key = keyOfElement(event.target);
    if (key !== null && !event.target.closest('button, input, form')) select(key, event.shiftKey);
  };

  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the check of each row */}
      <ul
        aria-label="Tasks"
        aria-busy={busy || undefined}
        // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
        role="list"
        data-selecting={selection === null ? undefined : ''}
        className="group/list"
        {...listProps}
        {...longPress}
        onMouseDown={(event) => {
          // It would mark the text between.
          if (event.shiftKey) event.preventDefault();
        }}
        onClick={pressBeside}
      >
        {rows.map(({ key, task }) => {
          const open = editing?.key === key ? editing : null;
          return (
            <TaskRow
              key={key}
              rowKey={key}
              task={task}
              editing={open?.mode === 'details' ? (phone ? 'sheet' : 'inline') : (open?.mode ?? null)}
              selected={selection?.keys.has(key) ?? false}
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
      {selection !== null && (
        <Suspense>
          <BulkBar
            chosen={chosen}
            total={rows.length}
            tags={tags}
            onAction={(action) => void performBulk(action)}
            onSelectAll={chooseAll}
            onEnd={endSelecting}
          />
        </Suspense>
      )}
    </>
  );
};
