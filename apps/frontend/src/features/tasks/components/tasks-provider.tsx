'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useToasts } from '@/components/ui/toast';
import { useIsSignedOut, useSignedOutSignal } from '@/features/auth/hooks/signed-out';
import { useLocale, useUser } from '@/features/auth/hooks/user';
import { useEventStream } from '@/features/events/hooks/use-event-stream';
import { api as browserApi } from '@/lib/api';
import { loadPatiently } from '@/lib/load-patiently';
import { createQueryClient } from '@/lib/query-client';
import { randomId } from '@/lib/random';
import { useLater } from '@/lib/use-later';
import { useKeptOutbox } from '../hooks/use-kept-outbox';
import { useNow } from '../hooks/use-now';
import { TasksContext, type UnsavedEdit } from '../hooks/use-tasks';
import { createCalendar } from '../model/calendar';
import { EditConflict } from '../model/edit-conflict';
import type { Operation } from '../model/operations';
import { createTaskApi } from '../model/task-api';
import { createTaskStore } from '../model/task-store';
import { doneToast } from '../model/words';

const loadFailureToast = loadPatiently(() => import('../model/failure-toast'));
const loadBanner = () => import('./unsaved-banner');
const UnsavedBanner = lazy(loadBanner);

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
  const [unsavedEdits, setUnsavedEdits] = useState<readonly UnsavedEdit[]>([]);

  const latestCalendar = useRef(calendar);

  const onFailure = (operation: Operation, error: unknown, forget: () => void) => {
    if (operation.kind === 'edit' && error instanceof EditConflict) {
      setUnsavedEdits((edits) => [...edits, { operation, conflict: error, forget }]);
      return;
    }
    // What said that it was done is no longer true.
    toasts.dismiss(doneToast(operation.key));
    void loadFailureToast().then(({ failureToast }) =>
      toasts.show({ ...failureToast(operation, error, store.perform), onClosed: forget }),
    );
  };
  const [{ client, api, store }] = useState(() => {
    const client = createQueryClient({ onSignedOut: signedOut.raise });
    const api = createTaskApi(user.id, browserApi);
    const store = createTaskStore({
      client,
      api,
      randomId,
      isOnline: () => navigator.onLine,
      onSignedOut: signedOut.raise,
      moment: () => ({ now: Date.now(), calendar: latestCalendar.current }),
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

  // On a new day or in another time zone what is due today is something else, in the server's lists and counts too.
  const whenAndWhere = `${calendar.dayOf(now)} ${calendar.timeZone}`;
  const lastWhenAndWhere = useRef(whenAndWhere);
  useEffect(() => {
    if (lastWhenAndWhere.current !== whenAndWhere) store.reset();
    lastWhenAndWhere.current = whenAndWhere;
    latestCalendar.current = calendar;
  }, [whenAndWhere, calendar, store]);

  useKeptOutbox(store, user.id, signedOut);
  // The server is there, or knows the person again.
  useEffect(() => {
    if (state === 'live' && !isSignedOut) store.outbox.wake();
  }, [state, isSignedOut, store]);

  const hasBanner = useLater(loadBanner, 0);
  const [unsavedEdit = null] = unsavedEdits;

  const dismissUnsavedEdit = useCallback(() => {
    setUnsavedEdits((edits) => edits.filter((edit) => edit !== unsavedEdit));
  }, [unsavedEdit]);
  const tasks = useMemo(
    () => ({ user, api, store, calendar, now, startEvents: start, unsavedEdit, dismissUnsavedEdit }),
    [user, api, store, calendar, now, start, unsavedEdit, dismissUnsavedEdit],
  );
  return (
    <QueryClientProvider client={client}>
      <TasksContext value={tasks}>
        {hasBanner && (
          <Suspense>
            <UnsavedBanner stream={state} />
          </Suspense>
        )}
        {children}
      </TasksContext>
    </QueryClientProvider>
  );
};
