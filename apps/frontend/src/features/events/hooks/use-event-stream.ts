'use client';

import type { TaskEvent } from '@todo/contracts';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useIsSignedOut, useSignedOutSignal } from '@/features/auth/hooks/signed-out';
import { ApiProblem, api } from '@/lib/api';
import type { StreamState } from '../model/connection';
import type { EventStream } from '../model/event-stream';

const isSignedIn = async (): Promise<boolean> => {
  try {
    await api('GET', '/api/auth/me');
    return true;
  } catch (error) {
    return !(error instanceof ApiProblem && error.code === 'unauthenticated');
  }
};

/** Live events of one person while the component is mounted. `start` says where a list stood. */
export const useEventStream = (options: {
  userId: string;
  onEvent: (event: TaskEvent) => void;
  onReset: () => void;
}): { state: StreamState; start: (after: number | null) => void } => {
  const { userId } = options;
  const signedOut = useSignedOutSignal();
  const isSignedOut = useIsSignedOut();
  const stream = useRef<EventStream | null>(null);
  const [state, setState] = useState<StreamState>('connecting');
  const onEvent = useEffectEvent(options.onEvent);
  const onReset = useEffectEvent(options.onReset);
  const onState = useEffectEvent((next: StreamState) => {
    setState(next);
    if (next === 'signed-out') signedOut.raise();
  });
  const startFrom = useRef<number | null | undefined>(undefined);

  useEffect(() => {
    if (isSignedOut) return;
    let left = false;
    // Not needed for what is seen first, so it comes after it.
    const loaded = import('../model/event-stream').then(({ createEventStream }) => {
      if (left) return;
      const created = createEventStream({
        userId,
        isSignedIn,
        onEvent: (event) => onEvent(event),
        onReset: () => onReset(),
        onState: (next) => onState(next),
      });
      stream.current = created;
      if (startFrom.current !== undefined) created.start(startFrom.current);
    });
    loaded.catch(() => setState('waiting'));
    return () => {
      left = true;
      stream.current?.stop();
      stream.current = null;
    };
  }, [userId, isSignedOut]);

  const start = useCallback((after: number | null) => {
    // The effects of a page run before those of what surrounds it.
    startFrom.current ??= after;
    stream.current?.start(startFrom.current);
  }, []);

  return { state, start };
};
