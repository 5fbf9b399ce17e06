import type { BrowserContextOptions, Page } from 'playwright-core';

const SOMEWHERE = {
  deviceScaleFactor: 2,
  locale: 'en-GB',
  timezoneId: 'Europe/Vienna',
  reducedMotion: 'reduce',
} satisfies BrowserContextOptions;

/** In a hand. */
export const PHONE = {
  ...SOMEWHERE,
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} satisfies BrowserContextOptions;

/** Under a pointer. */
export const WINDOW = { ...SOMEWHERE, viewport: { width: 768, height: 900 } } satisfies BrowserContextOptions;

/** Waits for what appears late, for the letters, and for two frames in the colours of the picture. */
export const settle = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const settled = async () => {
      await document.fonts.ready;
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    };
    // A page that was behind another may draw no frame until it is asked for its picture.
    return Promise.race([settled(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
  });
