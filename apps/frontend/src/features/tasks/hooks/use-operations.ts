'use client';

import { useMutationState } from '@tanstack/react-query';
import type { Operation } from '../model/operations';
import { taskKeys } from '../model/task-store';

/** What has been done here and not been answered yet, in order. */
export const useOperations = (): Operation[] =>
  useMutationState({
    filters: { mutationKey: taskKeys.operations, status: 'pending' },
    select: (mutation) => mutation.state.variables as Operation,
  });
