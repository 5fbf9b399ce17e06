'use client';

import { useEffect, useState } from 'react';

const HALF_A_MINUTE = 30_000;

/**
 * The time of this device in milliseconds, moving on every half minute. It begins with the server's, so that both write
 * the same.
 */
export const useNow = (initial: number): number => {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const look = () => setNow((shown) => (Math.abs(Date.now() - shown) < HALF_A_MINUTE ? shown : Date.now()));
    // What came from the server may be old, and a device that slept has not counted.
    look();
    const timer = setInterval(() => setNow(Date.now()), HALF_A_MINUTE);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return now;
};
