/** Not a test: makes the pictures of the README anew, in `docs/images/`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { inject, test } from 'vitest';
import { launch } from '../support/browser.js';
import { open, signedUp } from '../support/people.js';
import type { Replica } from '../support/stack.js';
import { PHONE, settle, WINDOW } from './screen.js';
import { VIEWS } from './views.js';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** Each with its view, and the screen on which it says most. */
const PICTURES = [
  { name: 'tasks', view: 'tasks-some', screen: { ...WINDOW, viewport: { width: 1120, height: 620 } } },
  { name: 'quick-add', view: 'quick-add', screen: { ...WINDOW, viewport: { width: 800, height: 520 } } },
  {
    name: 'assistant',
    view: 'assistant-question',
    screen: { ...WINDOW, viewport: { width: 1120, height: 700 } },
  },
  { name: 'palette', view: 'palette', screen: { ...WINDOW, viewport: { width: 800, height: 600 } } },
  { name: 'phone', view: 'tasks-some', screen: PHONE },
  { name: 'phone-editor', view: 'editor', screen: PHONE },
] as const;

/** Half as large as PNG, and every browser shows it. Playwright writes none; the browser itself does. */
const toWebp = async (browser: Browser, png: Buffer): Promise<Buffer> => {
  const page = await browser.newPage();
  const url = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.9);
  }, png.toString('base64'));
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
};

const shoot = async (
  browser: Browser,
  replica: Replica,
  { name, view: wanted, screen }: (typeof PICTURES)[number],
): Promise<void> => {
  const view = VIEWS.find((other) => other.name === wanted);
  if (view === undefined) throw new Error(`there is no view ${wanted}`);
  const context = await browser.newContext(screen);
  const account = await signedUp(context, replica);
  await view.prepare?.(account);
  const page = await context.newPage();
  await open(page, replica.origin + (view.path ?? '/tasks'));
  await view.show?.({ page, context, account, origin: replica.origin, failing: '', away: '' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    await writeFile(`${folder}${name}-${colorScheme}.webp`, await toWebp(browser, await page.screenshot()));
  }
  await context.close();
};

test('pictures', async ({ onTestFinished }) => {
  const [replica] = inject('replicas');
  if (replica === undefined) throw new Error('the product does not run');
  const browser = await launch();
  onTestFinished(() => browser.close());
  for (const picture of PICTURES) await shoot(browser, replica, picture);
});
