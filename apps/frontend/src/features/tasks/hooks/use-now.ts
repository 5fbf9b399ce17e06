'use client';

import { useEffect, useState } from 'react';

const HALF_A_MINUTE = 30_000;

/** The time in milliseconds, moving on every half minute. It begins with the server's, so that both write the same. */
export const useNow = (initial: number): number => {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), HALF_A_MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
};
