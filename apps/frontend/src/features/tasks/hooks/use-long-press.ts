'use client';

import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

/** Milliseconds after which Android and iOS take a touch for a long one. */
const LONG = 500;
/** Pixels that a resting finger moves. */
const SLACK = 10;

/** Tells of a long touch; what the touch would press is not pressed then. Spread the props on what holds the targets. */
export const useLongPress = (onLongPress: (target: Element) => void) => {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const swallow = useRef(false);
  const release = () => {
    clearTimeout(held.current?.timer);
    held.current = null;
  };
  useEffect(() => release, []);
  return {
    onPointerDown: ({ pointerType, target, clientX: x, clientY: y }: PointerEvent) => {
      release();
      swallow.current = false;
      if (pointerType !== 'touch' || !(target instanceof Element)) return;
      const timer = setTimeout(() => {
        swallow.current = true;
        onLongPress(target);
      }, LONG);
      held.current = { timer, x, y };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (held.current === null) return;
      if (Math.hypot(clientX - held.current.x, clientY - held.current.y) > SLACK) release();
    },
    onPointerUp: release,
    // The finger scrolls.
    onPointerCancel: release,
    onContextMenu: (event: MouseEvent) => {
      // Android's menu for a long touch.
      if (held.current !== null || swallow.current) event.preventDefault();
    },
    onClickCapture: (event: MouseEvent) => {
      if (!swallow.current) return;
      swallow.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
};
