'use client';

import { useEffect, useEffectEvent } from 'react';

/** Milliseconds after which Android and iOS take a touch for a long one. */
const LONG = 500;
/** Pixels that a resting finger moves. */
const SLACK = 10;
/** Pixels after which letting go does what the swipe is for: more than a thumb slips, less than it reaches. */
const FAR = 72;

/** What a finger that goes to the right does to a row. */
export interface Swipe {
  row: HTMLElement;
  /** Shown where the row was: "Complete". */
  word: string;
  carryOut: () => void;
}

const show = ({ row, word }: Swipe, distance: number): void => {
  row.dataset.swipe = word;
  row.toggleAttribute('data-swiped-far', distance >= FAR);
  row.style.setProperty('--swipe', `${distance}px`);
};
const hide = ({ row }: Swipe): void => {
  delete row.dataset.swipe;
  row.removeAttribute('data-swiped-far');
  row.style.removeProperty('--swipe');
};

/** Listens to touches until the signal aborts. */
const listen = (on: TouchGesturesProps, signal: AbortSignal): void => {
  let touch: {
    target: Element;
    x: number;
    y: number;
    timer: ReturnType<typeof setTimeout>;
    swipe: Swipe | null;
  } | null = null;
  /** What the touch would press is not pressed. */
  let swallows = false;
  const release = (): void => {
    clearTimeout(touch?.timer);
    if (touch?.swipe != null) hide(touch.swipe);
    touch = null;
  };
  const begin = ({ pointerType, isPrimary, target, clientX: x, clientY: y }: PointerEvent): void => {
    release();
    swallows = false;
    if (pointerType !== 'touch' || !isPrimary || !(target instanceof Element)) return;
    const timer = setTimeout(() => {
      swallows = on.onLongPress(target);
    }, LONG);
    touch = { target, x, y, timer, swipe: null };
  };
  const move = ({ clientX, clientY }: PointerEvent): void => {
    if (touch === null) return;
    const [right, down] = [clientX - touch.x, clientY - touch.y];
    if (touch.swipe === null) {
      if (Math.hypot(right, down) <= SLACK) return;
      clearTimeout(touch.timer);
      touch.swipe = !swallows && right > Math.abs(down) ? on.swipeOf(touch.target) : null;
      if (touch.swipe === null) {
        release();
        return;
      }
      swallows = true;
    }
    show(touch.swipe, Math.max(0, right - SLACK));
  };
  const end = (): void => {
    const swipe = touch?.swipe ?? null;
    const isFar = swipe?.row.hasAttribute('data-swiped-far') ?? false;
    release();
    if (isFar) swipe?.carryOut();
  };
  const swallow = (event: MouseEvent): void => {
    // One without a count is the keyboard's.
    if (!swallows || event.detail === 0) return;
    swallows = false;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Android's menu for a long touch. */
  const refuseMenu = (event: MouseEvent): void => {
    if (swallows || touch?.target.closest('[data-row]') != null) event.preventDefault();
  };
  document.addEventListener('pointerdown', begin, { signal });
  document.addEventListener('pointermove', move, { signal });
  document.addEventListener('pointerup', end, { signal });
  // The finger scrolls.
  document.addEventListener('pointercancel', release, { signal });
  document.addEventListener('contextmenu', refuseMenu, { signal });
  document.addEventListener('click', swallow, { signal, capture: true });
  signal.addEventListener('abort', release);
};

interface TouchGesturesProps {
  /** Whether a long touch there does something. */
  onLongPress: (target: Element) => boolean;
  /** What a swipe that begins there does; null for nothing. */
  swipeOf: (target: Element) => Swipe | null;
}

/** A long touch, and a finger that goes to the right. Both are shortcuts: what they do has a button as well. */
const TouchGestures = (props: TouchGesturesProps) => {
  const onLongPress = useEffectEvent(props.onLongPress);
  const swipeOf = useEffectEvent(props.swipeOf);
  useEffect(() => {
    const controller = new AbortController();
    listen(
      { onLongPress: (target) => onLongPress(target), swipeOf: (target) => swipeOf(target) },
      controller.signal,
    );
    return () => controller.abort();
  }, []);
  return null;
};

export default TouchGestures;
