'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isAtEnd, sticksAfter } from '../model/scroll';

/**
 * Keeps the end of a scrolled box in view as it grows, unless somebody has scrolled up to read. `first` names what
 * stands first: when something is put before it, what is being read stays where it is.
 */
export const useStickToEnd = (box: RefObject<HTMLElement | null>, first: string | number | undefined) => {
  const content = useRef<HTMLDivElement>(null);
  const state = useRef({ sticks: true, scrollTop: 0 });
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    const { current: element } = box;
    if (element === null || content.current === null) return;
    const settle = () => {
      if (state.current.sticks) element.scrollTop = element.scrollHeight;
    };
    const observer = new ResizeObserver(settle);
    observer.observe(content.current);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);

  const before = useRef({ first, height: 0 });
  useLayoutEffect(() => {
    const { current: element } = box;
    if (element === null) return;
    const { current: last } = before;
    // The browser keeps the place by itself, except at the very top.
    if (last.first !== undefined && last.first !== first && element.scrollTop === 0 && !isAtEnd(element))
      element.scrollTop += element.scrollHeight - last.height;
    before.current = { first, height: element.scrollHeight };
  });

  const onScroll = () => {
    const { current: element } = box;
    // Nothing is in view while the panel is closed.
    if (element === null || element.clientHeight === 0) return;
    const sticks = sticksAfter(state.current, element);
    state.current = { sticks, scrollTop: element.scrollTop };
    setAway(!sticks);
  };
  const goToEnd = useCallback(() => {
    state.current.sticks = true;
    setAway(false);
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [box]);
  return { content, isAway, onScroll, goToEnd };
};
