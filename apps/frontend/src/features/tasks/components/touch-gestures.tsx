'use client';

import { useEffect, useEffectEvent } from 'react';
import { keyOfElement } from '../hooks/use-row-focus';
import type { Row } from '../hooks/use-task-list';
import type { RowKey } from '../model/operations';
import type { RowActions } from './task-row';

/** Milliseconds after which Android and iOS take a touch for a long one. */
const LONG = 500;
/** Pixels that a resting finger moves. */
const SLACK = 10;
/** Pixels after which letting go does what the swipe is for: more than a thumb slips, less than it reaches. */
const FAR = 72;

/** What a finger that goes to the right does to a row. */
interface Swipe {
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
const listen = (on: Meanings, signal: AbortSignal): void => {
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

/** What touches on the list of tasks do. */
interface Meanings {
  /** Whether a long touch there does something. */
  onLongPress: (target: Element) => boolean;
  /** What a swipe that begins there does; null for nothing. */
  swipeOf: (target: Element) => Swipe | null;
}

interface TouchGesturesProps {
  rows: readonly Row[];
  actions: RowActions;
  /** The row that is open for editing. */
  editing: RowKey | undefined;
  /** Whether rows are being chosen. */
  isChoosing: boolean;
}

/** A long touch chooses a row, a finger to the right completes it. Both are shortcuts: a button does the same. */
const TouchGestures = ({ rows, actions, editing, isChoosing }: TouchGesturesProps) => {
  const onLongPress = useEffectEvent((target: Element): boolean => {
    const key = keyOfElement(target);
    if (key !== null) actions.select(key, false);
    return key !== null;
  });
  const swipeOf = useEffectEvent((target: Element): Swipe | null => {
    const row = target.closest<HTMLElement>('[data-row]');
    const found = rows.find(({ key }) => key === keyOfElement(row));
    if (row === null || found === undefined || isChoosing || editing === found.key) return null;
    const { key, task } = found;
    return {
      row,
      word: task.completed ? 'Reopen' : 'Complete',
      carryOut: () => actions.complete(key, task, !task.completed),
    };
  });
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
