'use client';

import { useRef } from 'react';
import { useToasts } from '@/components/ui/toast';
import { loadPatiently } from '@/lib/load-patiently';
import type { BulkItem, BulkOperation, RowKey } from '../model/operations';
import { doneToast } from '../model/words';
import { useTasks } from './use-tasks';

type Done = BulkItem | BulkOperation;

/** What brings the opposite of an operation: it comes with the first one to undo. */
export const loadBulk = loadPatiently(() => import('../model/bulk'));

/** Carries out what is done in a list, and takes it back. `onUndone` is told the first row that comes back. */
export const useHistory = (onUndone: (key: RowKey) => void) => {
  const { store } = useTasks();
  const toasts = useToasts();
  const history = useRef<Done[]>([]);

  const undo = async (operation: Done) => {
    history.current = history.current.filter((other) => other !== operation);
    const { inverseOf } = await loadBulk();
    toasts.dismiss(doneToast(operation.key));
    const items = operation.kind === 'bulk' ? operation.items : [operation];
    void store.perform(operation.kind === 'bulk' ? store.bulk(items.map(inverseOf)) : inverseOf(operation));
    const [first] = items;
    if (first !== undefined) onUndone(first.key);
    toasts.announce('Undone.');
  };
  return {
    perform: (operation: Done): void => {
      history.current.push(operation);
      void store.perform(operation);
    },
    /** Says what was done, with a way back. */
    showDone: (operation: Done, message: string): void =>
      toasts.show({
        id: doneToast(operation.key),
        message,
        action: { label: 'Undo', onSelect: () => void undo(operation) },
      }),
    undoLast: (): void => {
      const last = history.current.at(-1);
      if (last !== undefined) void undo(last);
      else
        toasts.show({
          id: 'nothing-to-undo',
          message: 'There is nothing to undo. What was deleted before is in the trash.',
        });
    },
  };
};
