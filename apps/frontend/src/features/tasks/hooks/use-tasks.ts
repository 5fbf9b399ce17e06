'use client';

import type { User } from '@todo/contracts';
import { createContext, use } from 'react';
import type { Calendar } from '../model/calendar';
import type { EditConflict } from '../model/edit-conflict';
import type { Edit } from '../model/operations';
import type { TaskApi } from '../model/task-api';
import type { TaskStore } from '../model/task-store';

/** An edit that was not saved because someone else had changed the same fields. */
export interface UnsavedEdit {
  operation: Edit;
  conflict: EditConflict;
  /** When it has been seen: until then it is told again after a reload. */
  forget: () => void;
}

export interface Tasks {
  user: User;
  api: TaskApi;
  store: TaskStore;
  calendar: Calendar;
  /** Milliseconds since 1970, as of the last half minute. */
  now: number;
  /** Begins live updates from where a list stood (null: from now). */
  startEvents: (after: number | null) => void;
  unsavedEdit: UnsavedEdit | null;
  dismissUnsavedEdit: () => void;
}

export const TasksContext = createContext<Tasks | null>(null);

/** The tasks of the signed-in person. Must be inside TasksProvider. */
export const useTasks = (): Tasks => {
  const tasks = use(TasksContext);
  if (tasks === null) throw new Error('useTasks needs a TasksProvider');
  return tasks;
};
