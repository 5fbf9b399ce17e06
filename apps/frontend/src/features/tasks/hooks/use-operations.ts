'use client';

import { useSyncExternalStore } from 'react';
import type { Operation } from '../model/operations';
import type { OutboxState } from '../model/outbox';
import { useTasks } from './use-tasks';

/** What has been done here and not been saved yet, and whether that waits for the server. */
export const useOutbox = (): OutboxState => {
  const { outbox } = useTasks().store;
  return useSyncExternalStore(outbox.subscribe, outbox.state, outbox.state);
};

/** What has been done here and not been answered yet, in order. */
export const useOperations = (): readonly Operation[] => useOutbox().operations;
