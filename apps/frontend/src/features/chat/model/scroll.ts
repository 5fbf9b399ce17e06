/** Where a scrolled box stands, in pixels, as its element says. */
export interface ScrollPosition {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

/** Pixels above the end that still count as the end. */
const SLACK = 32;

/** Whether the end is in view. */
export const isAtEnd = ({ scrollTop, scrollHeight, clientHeight }: ScrollPosition): boolean =>
  scrollHeight - clientHeight - scrollTop <= SLACK;

/**
 * Whether the end is to be kept in view after a scroll event. Only someone who scrolls up leaves it: text that
 * has just been added puts the end out of view as well.
 */
export const sticksAfter = (before: { sticks: boolean; scrollTop: number }, now: ScrollPosition): boolean =>
  isAtEnd(now) || (before.sticks && now.scrollTop >= before.scrollTop);
