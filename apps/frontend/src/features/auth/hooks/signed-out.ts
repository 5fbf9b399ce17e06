'use client';

import { createContext, use, useSyncExternalStore } from 'react';

/** Whether the server has said that this page's session is over. */
export interface SignedOutSignal {
  get: () => boolean;
  raise: () => void;
  clear: () => void;
  subscribe: (listener: () => void) => () => void;
}

/** A signal that is down. */
export const createSignedOutSignal = (): SignedOutSignal => {
  let raised = false;
  const listeners = new Set<() => void>();
  const set = (value: boolean) => {
    if (raised === value) return;
    raised = value;
    for (const listener of listeners) listener();
  };
  return {
    get: () => raised,
    raise: () => set(true),
    clear: () => set(false),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

export const SignedOutContext = createContext<SignedOutSignal | null>(null);

/** The signal of this page: `raise` it when anything is answered 401 `unauthenticated`. */
export const useSignedOutSignal = (): SignedOutSignal => {
  const signal = use(SignedOutContext);
  if (signal === null) throw new Error('useSignedOutSignal needs a SignedOutContext');
  return signal;
};

/** Whether the session is over, as state of the component. */
export const useIsSignedOut = (): boolean => {
  const signal = useSignedOutSignal();
  return useSyncExternalStore(signal.subscribe, signal.get, () => false);
};
