'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useToasts } from '@/components/ui/toast';
import { useIsSignedOut, useSignedOutSignal } from '@/features/auth/hooks/signed-out';
import { useLocale, useUser } from '@/features/auth/hooks/user';
import { LiveBanner } from '@/features/events/components/live-banner';
import { useEventStream } from '@/features/events/hooks/use-event-stream';
import { api as browserApi, messageOf } from '@/lib/api';
import { createQueryClient } from '@/lib/query-client';
import { randomId } from '@/lib/random';
import { useNow } from '../hooks/use-now';
import { TasksContext, type UnsavedEdit } from '../hooks/use-tasks';
import { createCalendar } from '../model/calendar';
import type { Operation } from '../model/operations';
import { createTaskApi } from '../model/task-api';
import { createTaskStore, EditConflict } from '../model/task-store';
import { doneToast, whatFailed } from '../model/words';

interface TasksProviderProps {
  /** The server's time in milliseconds, for a first paint that is the same on both sides. */
  now: number;
  children: ReactNode;
}

/** Everything that the pages with tasks share: what is known of them, what was done to them, live updates. */
export const TasksProvider = ({ now: serverNow, children }: TasksProviderProps) => {
  const user = useUser();
  const locale = useLocale();
  const isSignedOut = useIsSignedOut();
  const toasts = useToasts();
  const signedOut = useSignedOutSignal();
  const now = useNow(serverNow);
  const calendar = useMemo(() => createCalendar(locale, user.time_zone), [locale, user.time_zone]);
  const [unsavedEdit, setUnsavedEdit] = useState<UnsavedEdit | null>(null);

  const onFailure = (operation: Operation, error: unknown) => {
    if (operation.kind === 'edit' && error instanceof EditConflict) {
      setUnsavedEdit({ operation, conflict: error });
      return;
    }
    // What said that it was done is no longer true.
    toasts.dismiss(doneToast(operation.key));
    if (operation.kind === 'edit' && store.isGone(operation.key)) {
      const { key, base } = operation;
      toasts.show({
        message: `${whatFailed(operation)} It was deleted elsewhere.`,
        tone: 'danger',
        action: {
          label: 'Bring it back',
          onSelect: () => {
            void store.perform({ kind: 'restore', key, task: base });
            void store.perform(operation);
          },
        },
      });
      return;
    }
    toasts.show({
      message: `${whatFailed(operation)} ${messageOf(error)}`,
      tone: 'danger',
      action: { label: 'Try again', onSelect: () => void store.perform(operation) },
    });
  };
  const [{ client, api, store }] = useState(() => {
    const client = createQueryClient({ onSignedOut: signedOut.raise });
    const api = createTaskApi(user.id, browserApi);
    const store = createTaskStore({
      client,
      api,
      randomId,
      moment: () => ({ now: Date.now(), calendar }),
      onFailure,
    });
    return { client, api, store };
  });
  useEffect(() => store.close, [store]);

  const { state, start } = useEventStream({
    userId: user.id,
    onEvent: (event) => void store.takeEvent(event),
    onReset: store.reset,
  });

  // Signed in again: what failed meanwhile is read anew.
  const wasSignedOut = useRef(false);
  useEffect(() => {
    if (wasSignedOut.current && !isSignedOut) store.reset();
    wasSignedOut.current = isSignedOut;
  }, [isSignedOut, store]);

  // A new day: what is due today is something else, in the server's lists and counts too.
  const today = calendar.dayOf(now);
  const lastDay = useRef(today);
  useEffect(() => {
    if (lastDay.current !== today) store.reset();
    lastDay.current = today;
  }, [today, store]);

  const hasUnsaved = useEffectEvent(() => !signedOut.get() && client.isMutating() > 0);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsaved()) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, []);

  const dismissUnsavedEdit = useCallback(() => setUnsavedEdit(null), []);
  const tasks = useMemo(
    () => ({ user, api, store, calendar, now, startEvents: start, unsavedEdit, dismissUnsavedEdit }),
    [user, api, store, calendar, now, start, unsavedEdit, dismissUnsavedEdit],
  );
  return (
    <QueryClientProvider client={client}>
      <TasksContext value={tasks}>
        <LiveBanner state={state} />
        {children}
      </TasksContext>
    </QueryClientProvider>
  );
};
