'use client';

import { useCallback, useEffect, useState } from 'react';

/** What shows what was understood: it must be there as soon as something is. */
export const loadChips = () => import('../components/quick-add-chips');

const load = async () => {
  const [reader] = await Promise.all([import('../model/quick-add'), loadChips()]);
  return reader;
};
type QuickAdd = Awaited<ReturnType<typeof load>>;

/** Milliseconds that a line waits for its reader. Then it is a title, so that no slow network holds a task back. */
const PATIENCE = 1_000;

/** What reads the line of a new task, once it is there: it comes when the field is first used, or the page is idle. */
export const useQuickAdd = () => {
  const [quickAdd, setQuickAdd] = useState<QuickAdd | null>(null);
  const fetchReader = useCallback(async (): Promise<QuickAdd | null> => {
    // Without it a line is a title; the next use of the field tries again.
    const reader = await load().catch(() => null);
    setQuickAdd(reader);
    return reader;
  }, []);
  const awaitReader = useCallback(
    (): Promise<QuickAdd | null> =>
      Promise.race([
        fetchReader(),
        new Promise<null>((resolve) => {
          setTimeout(() => resolve(null), PATIENCE);
        }),
      ]),
    [fetchReader],
  );
  useEffect(() => {
    const timer = setTimeout(() => void fetchReader(), 3_000);
    return () => clearTimeout(timer);
  }, [fetchReader]);
  return { quickAdd, fetchReader, awaitReader };
};
