'use client';

import { useToasts } from '@/components/ui/toast';
import { ApiProblem, api, messageOf } from '@/lib/api';
import { tellOtherTabs } from './session-channel';
import { useUser } from './user';

/** Removes what this browser keeps of a person whose session has ended. */
export const forgetPerson = async (userId: string): Promise<void> => {
  const { forgetKept } = await import('@/lib/kept');
  await forgetKept(userId);
};

/** Ends the session here and in every tab, then shows the landing page. */
export const useSignOut = (): (() => Promise<void>) => {
  const toasts = useToasts();
  const { id } = useUser();
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
    await forgetPerson(id);
    tellOtherTabs({ type: 'signed-out' });
    window.location.assign('/');
  };
};
