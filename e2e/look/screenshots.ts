/** Not a test: takes the pictures that a change to the look is judged by. They land in `screenshots/`. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { inject, test } from 'vitest';
import { launch } from '../support/browser.js';
import { open, signedUp } from '../support/people.js';
import { createServices, type Services } from '../support/services.js';
import type { Replica } from '../support/stack.js';
import { startFailingBackend } from './failing-backend.js';
import { PHONE, settle, WINDOW } from './screen.js';
import { type Scene, VIEWS, type View } from './views.js';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** On a phone, and in a window of two widths. */
const SCREENS = [
  { screen: PHONE, widths: [390] },
  { screen: WINDOW, widths: [768, 1440] },
] as const;
const SCHEMES = ['light', 'dark'] as const;

interface Product {
  replica: Replica;
  failing: string;
  away: string;
}

/** How high a screen shows the whole page: what is fixed to its bottom then stands at its end. */
const heightOf = (page: Page, least: number): Promise<number> =>
  page.evaluate((height) => Math.max(height, document.documentElement.scrollHeight), least);

const shoot = async (browser: Browser, { replica, failing, away }: Product, view: View): Promise<void> => {
  for (const { screen, widths } of SCREENS) {
    const { height } = screen.viewport;
    const context = await browser.newContext(screen);
    context.setDefaultTimeout(15_000);
    const account = view.prepare && (await signedUp(context, replica));
    if (account !== undefined) await view.prepare?.(account);
    const page = await context.newPage();
    const scene: Scene = { page, context, account, origin: replica.origin, failing, away };
    try {
      await open(page, replica.origin + (view.path ?? '/tasks'));
      await view.show?.(scene);
      for (const width of widths)
        for (const colorScheme of SCHEMES) {
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme });
          if (view.whole) await page.setViewportSize({ width, height: await heightOf(page, height) });
          await settle(page);
          await page.screenshot({ path: `${folder}${view.name}-${width}-${colorScheme}.png` });
        }
    } finally {
      await context.close();
    }
  }
};

/** All pictures on one page, a row for each view. */
const writeIndex = async (): Promise<void> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.png'));
  const rows = VIEWS.map(({ name }) => {
    const own = files.filter(
      (file) => file.startsWith(`${name}-`) && /^\d+-/.test(file.slice(name.length + 1)),
    );
    const pictures = own.map(
      (file) => `<a href="${file}"><img src="${file}" alt="${file}" height="450"></a>`,
    );
    return `<h2>${name}</h2>${pictures.join(' ')}`;
  });
  await writeFile(`${folder}index.html`, `<!doctype html><title>todo</title>${rows.join('\n')}`);
};

test('screenshots', async ({ onTestFinished }) => {
  const [replica] = inject('replicas');
  if (replica === undefined) throw new Error('the product does not run');
  const failingBackend = await startFailingBackend(replica);
  const services: Services = await createServices({ databaseUrl: '' });
  const browser = await launch();
  onTestFinished(async () => {
    await browser.close();
    await services.stop();
    await failingBackend.close();
  });
  const failing = await services.startFrontend({ BACKEND_URL: failingBackend.url });
  // Port 9 is for discarding: nobody listens there.
  const away = await services.startFrontend({ BACKEND_URL: 'http://127.0.0.1:9' });
  const product = { replica, failing: failing.url, away: away.url };

  const only = process.env.VIEW;
  if (only === undefined) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const failures: string[] = [];
  for (const view of VIEWS)
    if (only === undefined || view.name.startsWith(only))
      await shoot(browser, product, view).catch((error: unknown) => failures.push(`${view.name}: ${error}`));
  await writeIndex();
  if (failures.length > 0) throw new Error(failures.join('\n'));
});
