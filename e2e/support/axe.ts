import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const run = async (page: Page, within: string | undefined, options: RunOptions): Promise<string[]> => {
  // Through the debugger, which the page's Content-Security-Policy does not bind.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe);
  const context = {
    ...(within !== undefined && { include: [[within]] }),
    // What gives the focus on at once has nothing to be read.
    exclude: [['[data-base-ui-focus-guard]']],
  };
  const { violations } = await page.evaluate(
    (given) =>
      (
        globalThis as unknown as {
          axe: { run: (context: object, options: object) => Promise<AxeResults> };
        }
      ).axe.run(given.context, given.options),
    { context, options: { ...options, resultTypes: ['violations'] } },
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
};

/** What axe finds on the page as it is now, or in a part of it, in short. */
export const findings = (page: Page, within?: string): Promise<string[]> =>
  run(page, within, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // Off by default in axe, as all that WCAG 2.2 has added.
    rules: { 'target-size': { enabled: true } },
  });

/** What axe finds in the colours alone: all that changes with the theme. */
export const colourFindings = (page: Page, within?: string): Promise<string[]> =>
  run(page, within, { runOnly: { type: 'rule', values: ['color-contrast'] } });
