import type { Page } from 'playwright-core';

/** What has the focus, and whether that can be seen. */
export interface Focus {
  /** The name of what has it; null when nothing has. */
  on: string | null;
  /** Whether a ring is drawn around it, and all of it lies on the screen. */
  isSeen: boolean;
}

/** Where the focus is. In a list that a field goes through, the chosen line counts as its ring. */
export const focusOn = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const { activeElement: element, body } = document;
    if (element === null || element === body) return { on: null, isSeen: false };
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? [...(element.labels ?? [])]
        : [];
    const name = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent ?? '';
    const hasRing = (at: Element | null): boolean => {
      if (at === null) return false;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
      return (
        outlineStyle !== 'none' &&
        Number.parseFloat(outlineWidth) >= 2 &&
        !/, 0\)|transparent/.test(outlineColor)
      );
    };
    const chosen = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    const isMarked = chosen?.hasAttribute('data-highlighted') || element.hasAttribute('data-highlighted');
    const around = [element, element.parentElement, element.parentElement?.parentElement ?? null];
    const { top, bottom, left, right, height } = element.getBoundingClientRect();
    const isOnScreen =
      left >= -1 && right <= innerWidth + 1 && (height > innerHeight || (bottom > 0 && top < innerHeight));
    return { on: name.trim(), isSeen: isOnScreen && (isMarked || around.some(hasRing)) };
  });
