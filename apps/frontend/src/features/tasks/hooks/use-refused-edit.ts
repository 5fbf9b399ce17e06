'use client';

import { useEffect, useEffectEvent } from 'react';
import { useToasts } from '@/components/ui/toast';
import { quoted } from '../model/words';
import { type UnsavedEdit, useTasks } from './use-tasks';

/** Opens an edit again that someone else came before: at once, or from a toast while another edit is open. */
export const useRefusedEdit = (isEditing: boolean, open: (refused: UnsavedEdit) => void): void => {
  const { unsavedEdit, dismissUnsavedEdit } = useTasks();
  const toasts = useToasts();
  const show = useEffectEvent((refused: UnsavedEdit) => {
    dismissUnsavedEdit();
    if (!isEditing) return open(refused);
    const { title } = refused.conflict.theirs;
    toasts.show({
      message: `${quoted(title)} was changed elsewhere meanwhile. Your change is not saved.`,
      tone: 'danger',
      action: { label: 'Review', onSelect: () => open(refused) },
      onClosed: refused.forget,
    });
  });
  useEffect(() => {
    if (unsavedEdit !== null) show(unsavedEdit);
  }, [unsavedEdit]);
};
