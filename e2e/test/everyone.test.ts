import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { colourFindings, findings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import {
  coveredControls,
  layoutFindings,
  movingElements,
  painted,
  smallTargets,
  spaceText,
} from '../support/layout.js';
import { product } from '../support/product.js';
import { PROVOKED, walk } from '../support/views.js';

/** What is wrong in one state, at the width it was reached at and at a narrower one, which the page is left at. */
const lookAround = async (
  page: Page,
  within: string | undefined,
  narrower: { width: number; height: number },
): Promise<string[]> => {
  const found: string[] = [];
  const note = (what: string, all: string[]) => found.push(...all.map((one) => `${what}: ${one}`));
  note('axe', await findings(page, within));
  note('smaller than 24 px', await smallTargets(page));
  note('moves', await movingElements(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await painted(page);
  note('axe, dark', await colourFindings(page, within));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(narrower);
  await painted(page);
  note(`${narrower.width} px`, await layoutFindings(page));
  note(`covered at ${narrower.width} px`, await coveredControls(page));
  await spaceText(page, true);
  note(`${narrower.width} px, text spaced`, await layoutFindings(page));
  await spaceText(page, false);
  return found;
};

describeInBrowser('every view in every state', ({ person, expectComplaint }) => {
  for (const [width, height, narrower] of [
    // A phone, and the narrowest.
    [390, 844, { width: 320, height: 568 }],
    // A desk, and its browser's zoom at 200 %.
    [1440, 900, { width: 720, height: 450 }],
  ] as const)
    test(`axe finds nothing; nothing is cut, covered, too small or moving (${width} and ${narrower.width} px)`, async () => {
      expectComplaint(PROVOKED);
      const viewport = { width, height };
      const context = await person({ colorScheme: 'light', viewport });
      await walk(context, product(), async ({ name, within }, page) => {
        expect.soft(await lookAround(page, within, narrower), name).toEqual([]);
        await page.setViewportSize(viewport);
      });
    }, 300_000);
});
