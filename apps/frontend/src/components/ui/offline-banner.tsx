'use client';

import { useSyncExternalStore } from 'react';
import { Banner } from './banner';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Says that there is no network, as long as there is none. */
export const OfflineBanner = () => {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  if (online) return null;
  return (
    <Banner tone="warn">
      You are offline. The list below is as it was last seen; changes have to wait until the connection is
      back.
    </Banner>
  );
};
