'use client';

import { useEffect, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import type { StreamState } from '../model/connection';

/** Milliseconds that a break in the stream may last before it is worth a word. */
const WORTH_A_WORD = 5_000;

/** Says that changes made elsewhere don't show at the moment. */
export const LiveBanner = ({ state }: { state: StreamState }) => {
  const broken = state === 'waiting';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (state === 'live' || state === 'signed-out') setShown(false);
    if (!broken) return;
    const timer = setTimeout(() => setShown(true), WORTH_A_WORD);
    return () => clearTimeout(timer);
  }, [state, broken]);
  return shown ? (
    <div className="pt-2">
      <Banner tone="warn">
        Changes made elsewhere may be missing at the moment. Trying to reach the server again.
      </Banner>
    </div>
  ) : null;
};
