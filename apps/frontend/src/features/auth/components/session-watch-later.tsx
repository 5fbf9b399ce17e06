'use client';

import { lazy, Suspense } from 'react';
import { useLater } from '@/lib/use-later';

const load = () => import('./session-watch');
const SessionWatch = lazy(load);

/** Says when the session is over. Its code comes right after the page. */
export const SessionWatchLater = () =>
  useLater(load, 0) && (
    <Suspense>
      <SessionWatch />
    </Suspense>
  );
