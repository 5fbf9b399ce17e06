import type { ToastOptions } from '@/components/ui/toast';
import { ApiProblem, messageOf } from '@/lib/api';
import type { Operation } from './operations';
import { whatFailed } from './outcome-words';

/** Says what was not done, why, and offers what can be done now. `perform` carries out an operation. */
export const failureToast = (
  operation: Operation,
  error: unknown,
  perform: (operation: Operation) => unknown,
): ToastOptions => {
  const isGone = operation.kind === 'edit' && error instanceof ApiProblem && error.code === 'not_found';
  const bringBack = () => {
    if (operation.kind === 'edit') perform({ kind: 'restore', key: operation.key, task: operation.base });
    perform(operation);
  };
  return {
    message: `${whatFailed(operation)} ${isGone ? 'It was deleted elsewhere.' : messageOf(error)}`,
    tone: 'danger',
    action: isGone
      ? { label: 'Bring it back', onSelect: bringBack }
      : { label: 'Try again', onSelect: () => perform(operation) },
  };
};
