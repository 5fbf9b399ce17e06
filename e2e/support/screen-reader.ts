import type { BrowserContext, Page } from 'playwright-core';

/**
 * Notes what a screen reader would say of its own accord on every page of a browser: what changes in a live region
 * that was there before, and alerts when they come. A polite region that comes with its words is passed over, as
 * screen readers do.
 */
export const listenAsScreenReader = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const livenessOf = (element: Element): string | null => {
      const role = element.getAttribute('role') ?? '';
      return (
        element.getAttribute('aria-live') ??
        ({ alert: 'assertive', status: 'polite', log: 'polite' } as Record<string, string>)[role] ??
        null
      );
    };
    const isUnheard = (element: Element): boolean =>
      element.closest('[aria-hidden=true], [inert]') !== null || !element.checkVisibility();
    /** The nearest region around, null when it is switched off. */
    const regionOf = (node: Node | null): Element | null => {
      for (
        let at = node instanceof Element ? node : (node?.parentElement ?? null);
        at;
        at = at.parentElement
      ) {
        const liveness = livenessOf(at);
        if (liveness !== null) return liveness === 'off' ? null : at;
      }
      return null;
    };
    const wordsOf = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element) || node.matches('[aria-hidden=true], [aria-live=off]')) return '';
      return [...node.childNodes].map(wordsOf).join(' ');
    };
    const say = (words: string): void => {
      const said = words.replaceAll(/\s+/g, ' ').trim();
      if (said !== '') heard.push(said);
    };
    const isWhole = (region: Element): boolean =>
      (region.getAttribute('aria-atomic') ??
        String(/^(alert|status)$/.test(region.getAttribute('role') ?? ''))) === 'true';

    new MutationObserver((records) => {
      const whole = new Set<Element>();
      for (const { type, target, addedNodes } of records) {
        const region = regionOf(target);
        for (const added of addedNodes) {
          if (!(added instanceof Element)) continue;
          const alerts = [added, ...added.querySelectorAll('*')].filter(
            (element) => livenessOf(element) === 'assertive' && !isUnheard(element),
          );
          for (const alert of alerts) say(wordsOf(alert));
        }
        if (region === null || isUnheard(region)) continue;
        if (isWhole(region)) whole.add(region);
        else if (type === 'characterData') say(wordsOf(target));
        else for (const added of addedNodes) say(wordsOf(added));
      }
      for (const region of whole) say(wordsOf(region));
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });

/** What was heard on this page since it was asked last. */
export const heardOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.splice(0));
