'use client';

import { useToasts } from '@/components/ui/toast';
import { ApiProblem, api, messageOf } from '@/lib/api';
import { tellOtherTabs } from './session-channel';

/** Ends the session here and in every tab, then shows the landing page. */
export const useSignOut = (): (() => Promise<void>) => {
  const toasts = useToasts();
  return async () => {
    try {
      await api('POST', '/api/auth/logout');
    } catch (error) {
      // No session any more is what was wanted.
      if (!(error instanceof ApiProblem && error.status === 401)) {
        toasts.show({ tone: 'danger', message: `You are still signed in. ${messageOf(error)}` });
        return;
      }
    }
    tellOtherTabs({ type: 'signed-out' });
    window.location.assign('/');
  };
};
