import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { open, ready, signedUp } from '../support/people.js';
import { product } from '../support/product.js';

interface Manifest {
  start_url: string;
  display: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
  shortcuts: { url: string }[];
}

describeInBrowser('installation', ({ person, expectComplaint }) => {
  test('a browser finds nothing that keeps the product from being installed', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const debugging = await context.newCDPSession(page);
    const { errors, url } = await debugging.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(new URL(url).pathname).toBe('/manifest.webmanifest');
    const { installabilityErrors } = await debugging.send('Page.getInstallabilityErrors');
    // Each person of these tests has a private window, in which nothing can be installed.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
  });

  test('the icons have the size that they are announced with, one fills any shape, and what they open is there', async () => {
    const context = await person();
    await signedUp(context, product());
    const page = await context.newPage();
    await open(page, `${product().origin}/tasks`);
    const manifest = (await (
      await context.request.get(`${product().origin}/manifest.webmanifest`)
    ).json()) as Manifest;
    expect(manifest.display).toBe('standalone');
    const drawn = (src: string) =>
      page.evaluate(async (url) => {
        const image = new Image();
        image.src = url;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        return {
          size: `${image.naturalWidth}x${image.naturalHeight}`,
          corner: context?.getImageData(0, 0, 1, 1).data[3],
        };
      }, src);
    for (const { src, sizes, type, purpose } of manifest.icons) {
      const answer = await context.request.get(product().origin + src);
      expect(answer.headers()['content-type'], src).toBe(type);
      if (sizes === 'any') continue;
      // A maskable icon has colour up to its corners, the others are round.
      expect(await drawn(src), src).toEqual({ size: sizes, corner: purpose === 'maskable' ? 255 : 0 });
    }
    const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
    expect(await drawn(apple ?? '')).toEqual({ size: '180x180', corner: 255 });
    for (const { url } of [{ url: manifest.start_url }, ...manifest.shortcuts])
      expect((await context.request.get(product().origin + url)).status(), url).toBe(200);
  });

  test('no page asks another origin for anything', async () => {
    expectComplaint(/404 .*\/nowhere\)$/);
    const context = await person();
    await (await signedUp(context, product())).addTasks('One');
    const page = await context.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    for (const path of ['/', '/sign-in', '/sign-up', '/tasks', '/trash', '/settings', '/nowhere']) {
      const answer = await page.goto(product().origin + path);
      await ready(page);
      expect(await answer?.text(), path).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    }
    expect([...asked]).toEqual([product().origin]);
  });
});
