'use client';

import { useEffect } from 'react';
import { focusMain } from '@/lib/focus-main';

/** Milliseconds in which whatever took the focus away may put it somewhere itself. */
const GRACE = 100;

/** Gives the focus to the page when what had it has gone and nothing else took it: the keyboard goes on from there. */
export const useFocusNet = (): void =>
  useEffect(() => {
    let last: EventTarget | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isLost = (): boolean =>
      document.activeElement === document.body && last instanceof Element && !last.isConnected;
    const remember = ({ target }: FocusEvent): void => {
      last = target;
    };
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      clearTimeout(timer);
      timer = setTimeout(() => isLost() && focusMain(), GRACE);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      document.removeEventListener('focusin', remember);
    };
  }, []);
