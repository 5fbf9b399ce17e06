'use client';

import { useEffect, useState } from 'react';

/**
 * Fetches code that the first paint does without, `delay` milliseconds after it, and again when the network comes back.
 * True once it is there: what is loaded with `lazy` can be shown then, also offline.
 */
export const useLater = (load: () => Promise<unknown>, delay: number): boolean => {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    if (loaded) return;
    const tryToLoad = () =>
      load().then(
        () => setLoaded(true),
        () => undefined,
      );
    const timer = setTimeout(tryToLoad, delay);
    window.addEventListener('online', tryToLoad);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', tryToLoad);
    };
  }, [loaded, load, delay]);
  return loaded;
};
