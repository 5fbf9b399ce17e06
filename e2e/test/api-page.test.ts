import { createTestDatabase } from '@todo/postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { describeInBrowser } from '../support/browser.js';
import { createServices, type Service, type Services } from '../support/services.js';

const PUBLIC_URL = 'https://todo.example.com';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let services: Services;
let backend: Service;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  services = await createServices({ databaseUrl: database.url });
  await services.migrate();
  backend = await services.startBackend({ PUBLIC_URL });
});
afterAll(async () => {
  await services?.stop();
  await database?.drop();
});

describeInBrowser('the page of the API', ({ person }) => {
  test('shows every route without asking another origin, and a request can be tried there', async () => {
    const page = await (await person()).newPage();
    await page.goto(`${backend.url}/docs`);
    await page.getByText('/api/{user_id}/tasks/bulk', { exact: true }).waitFor();
    const { paths } = (await (await fetch(`${backend.url}/openapi.json`)).json()) as { paths: object };
    const shown = await page.locator('.opblock-summary-path').evaluateAll((found) =>
      // Swagger UI lets long paths break at their slashes, with characters that nobody sees.
      found.map((path) => (path.textContent ?? '').replaceAll('\u200b', '')),
    );
    expect([...new Set(shown)].sort()).toEqual(Object.keys(paths).sort());

    await page.getByText('/livez', { exact: true }).click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.responses-table.live-responses-table').getByText('"healthy"').waitFor();
    await page.getByText('/api/{user_id}/tasks/bulk', { exact: true }).click();
    await page.getByText('"Pay rent"').first().waitFor();
  });
});
