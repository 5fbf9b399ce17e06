import type { Page } from 'playwright-core';

/** What keeps people from reading or pressing something on the page as it is now, in short. */
export const layoutFindings = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const nameOf = (element: Element): string =>
      `<${element.localName}> ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}`;
    const isShown = (element: Element): boolean =>
      element.checkVisibility({
        opacityProperty: true,
        visibilityProperty: true,
        contentVisibilityAuto: true,
      }) && element.closest('[inert], [aria-hidden=true]') === null;
    /** For screen readers alone: one pixel of it is there. */
    const isUnseen = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { width, height } = at.getBoundingClientRect();
        if (width <= 1 && height <= 1 && /absolute|fixed/.test(getComputedStyle(at).position)) return true;
      }
      return false;
    };
    /** What people wrote may be shortened: all of it is elsewhere. */
    const isShortened = (element: Element): boolean => {
      const { textOverflow, webkitLineClamp } = getComputedStyle(element);
      return textOverflow === 'ellipsis' || (webkitLineClamp !== 'none' && webkitLineClamp !== '');
    };
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      found.add(`the page is ${document.documentElement.scrollWidth} px wide, the screen ${width} px`);

    const layerOf = (element: Element): Element => {
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (['fixed', 'sticky', 'absolute'].includes(getComputedStyle(at).position)) return at;
      return document.body;
    };

    const clipped = (rect: DOMRect, element: Element): DOMRect => {
      let { left, right, top, bottom } = rect;
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflow === 'visible') continue;
        const around = at.getBoundingClientRect();
        left = Math.max(left, around.left);
        right = Math.min(right, around.right);
        top = Math.max(top, around.top);
        bottom = Math.min(bottom, around.bottom);
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };

    interface Text {
      element: Element;
      words: string;
      rect: DOMRect;
      /** What of it no box around it cuts off. */
      seen: DOMRect;
      layer: Element;
    }
    const texts: Text[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? '';
      if (element === null || words === '' || element.closest('script, style, option, datalist') !== null)
        continue;
      if (!isShown(element) || isUnseen(element)) continue;
      range.selectNodeContents(node);
      for (const rect of range.getClientRects())
        if (rect.width > 0 && rect.height > 0)
          texts.push({ element, words, rect, seen: clipped(rect, element), layer: layerOf(element) });
    }

    for (const { element, words, rect } of texts) {
      let isElsewhere = false;
      for (
        let box: Element | null = element;
        box !== null && box !== document.documentElement;
        box = box.parentElement
      ) {
        const { overflowX, overflowY } = getComputedStyle(box);
        if (isShortened(box)) isElsewhere = true;
        const isControl = box.matches('button, a, label, kbd, summary, [role=tab], [role=option]');
        if (!isControl && overflowX === 'visible' && overflowY === 'visible') continue;
        const around = box.getBoundingClientRect();
        // Inline boxes are as high as their font says.
        const isInline = getComputedStyle(box).display === 'inline';
        const past = {
          x: Math.max(around.left - rect.left, rect.right - around.right),
          y: isInline ? 0 : Math.max(around.top - rect.top, rect.bottom - around.bottom),
        };
        const scrolls = { x: /auto|scroll/.test(overflowX), y: /auto|scroll/.test(overflowY) };
        if (isElsewhere) continue;
        if (past.x > 1 && !scrolls.x)
          found.add(
            `“${words.slice(0, 60)}” is cut or runs out of ${nameOf(box)} sideways by ${Math.round(past.x)} px`,
          );
        if (past.y > 2 && !scrolls.y)
          found.add(
            `“${words.slice(0, 60)}” is cut or runs out of ${nameOf(box)} by ${Math.round(past.y)} px of height`,
          );
        if (scrolls.x || scrolls.y) isElsewhere = true;
      }
      if (!isElsewhere && (rect.left < -1 || rect.right > width + 1))
        found.add(`“${words.slice(0, 60)}” is beside the screen`);
    }

    for (const [index, one] of texts.entries())
      for (const other of texts.slice(index + 1)) {
        if (one.element === other.element || one.layer !== other.layer) continue;
        const x = Math.min(one.seen.right, other.seen.right) - Math.max(one.seen.left, other.seen.left);
        const y = Math.min(one.seen.bottom, other.seen.bottom) - Math.max(one.seen.top, other.seen.top);
        // Lines of text share the air above and below their letters.
        if (x > 2 && y > 6)
          found.add(`“${one.words.slice(0, 40)}” and “${other.words.slice(0, 40)}” overlap`);
      }
    return [...found];
  });

const CONTROLS =
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=option], [role^=menuitem], [tabindex="0"]';

/** Controls that are smaller than 24 by 24 px (WCAG 2.5.8), with what belongs to their target. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((controls) => {
    const LEAST = 24;
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          element.closest('[inert], [aria-hidden=true]') === null,
      )
      .filter((element) => {
        // A label presses its control.
        const target = element.closest('label') ?? element;
        const { width, height } = target.getBoundingClientRect();
        const after = getComputedStyle(target, '::after');
        const isGrown = after.content !== 'none' && after.position === 'absolute';
        const grown = (side: string, value: number) =>
          isGrown ? Math.max(value, Number.parseFloat(side) || 0) : value;
        if (width <= 1 && height <= 1) return false;
        // One among words of a sentence has the height of its line.
        const isInSentence = element.matches('a') && getComputedStyle(element).display === 'inline';
        return (
          !isInSentence && Math.min(grown(after.width, width), grown(after.height, height)) < LEAST - 0.01
        );
      })
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return `${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 110)}`;
      });
  }, CONTROLS);

/** Controls that something else covers when they have the focus (WCAG 2.4.11). Moves the focus. */
export const coveredControls = (page: Page): Promise<string[]> =>
  page.evaluate((controls) => {
    // What is open over the page goes away, or keeps the focus, when the focus goes on.
    const layer = [
      ...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'),
    ]
      .filter((found) => found.getAttribute('aria-modal') !== 'false' && found.checkVisibility())
      .at(-1);
    const within: ParentNode = layer ?? document;
    return [...within.querySelectorAll<HTMLElement>(controls)]
      .filter(
        (element) =>
          element.tabIndex >= 0 &&
          element.checkVisibility({ visibilityProperty: true }) &&
          element.closest('[inert], [aria-hidden=true]') === null,
      )
      .filter((element) => {
        element.focus();
        if (document.activeElement !== element) return false;
        const { left, right, top, bottom, width, height } = (
          element.closest('label') ?? element
        ).getBoundingClientRect();
        // What takes no press is pressed through its row.
        if ((width <= 1 && height <= 1) || getComputedStyle(element).pointerEvents === 'none') return false;
        const visible = {
          x: (Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
          y: (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
        };
        const at = document.elementFromPoint(visible.x, visible.y);
        return (
          at === null ||
          !(element.contains(at) || (element.closest('label')?.contains(at) ?? false) || at.contains(element))
        );
      })
      .map((element) => element.outerHTML.slice(0, 110));
  }, CONTROLS);

/** Elements that would move for longer than 10 ms. */
export const movingElements = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const LONGEST = 0.01;
    const seconds = (times: string) =>
      Math.max(
        ...times.split(',').map((time) => Number.parseFloat(time) * (time.trim().endsWith('ms') ? 0.001 : 1)),
      );
    const found = new Set<string>();
    for (const element of document.querySelectorAll('*'))
      for (const part of [null, '::before', '::after']) {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(
          element,
          part,
        );
        if (animationName !== 'none' && seconds(animationDuration) > LONGEST)
          found.add(`${animationName}: ${element.outerHTML.slice(0, 120)}`);
        if (seconds(transitionDuration) > LONGEST)
          found.add(`transition: ${element.outerHTML.slice(0, 120)}`);
        if (scrollBehavior !== 'auto') found.add(`scrolling: ${element.outerHTML.slice(0, 120)}`);
      }
    for (const animation of document.getAnimations()) {
      const { duration } = animation.effect?.getComputedTiming() ?? {};
      if (typeof duration === 'number' && duration > LONGEST * 1000)
        found.add(`running: ${animation.id} ${duration} ms`);
    }
    return [...found];
  });

/** The distances between letters, words, lines and paragraphs that a page has to bear (WCAG 1.4.12), or none of it. */
export const spaceText = async (page: Page, isSpaced: boolean): Promise<void> => {
  await page.evaluate((spaced) => {
    if (!spaced) {
      document.adoptedStyleSheets = [];
      return;
    }
    // A constructed sheet: the Content-Security-Policy refuses style elements.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [sheet];
  }, isSpaced);
  await painted(page);
};

/** Waits until what has changed is painted: what floats is placed anew in a frame of its own. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
      ),
  );
