import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '@todo/bundle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabaseCopy } from './support/backend.js';
import { expectProblem, send } from './support/http.js';
import { type BackendProcess, startBackendProcess } from './support/process.js';

let database: Awaited<ReturnType<typeof createDatabaseCopy>>;
let outDir: string;
let built: BackendProcess;
let bundled: BackendProcess;

beforeAll(async () => {
  database = await createDatabaseCopy();
  outDir = await mkdtemp(join(tmpdir(), 'todo-backend-'));
  await bundle({
    folder: fileURLToPath(new URL('..', import.meta.url)),
    programs: { main: 'dist/main.js' },
    folders: { 'api-page': 'node_modules/@fastify/swagger-ui/static' },
    outDir,
  });
  [built, bundled] = await Promise.all([
    startBackendProcess(database.url),
    startBackendProcess(database.url, {}, join(outDir, 'dist', 'main.js')),
  ]);
});
afterAll(async () => {
  await Promise.all([built?.stop(), bundled?.stop()]);
  await database?.drop();
  await rm(outDir, { recursive: true });
});

const filesOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');

describe('/docs', () => {
  it('has all its files in the build and in the bundle, from its own origin', async () => {
    for (const { url } of [built, bundled]) {
      const page = await send(`${url}/docs`);
      expect(page.status).toBe(200);
      const files = filesOf(page.text);
      expect(files.length).toBeGreaterThan(4);
      for (const path of files) {
        expect(path).toMatch(/^\/docs\/static\//);
        const file = await send(url + path);
        expect(file.status, path).toBe(200);
        expect(file.text.length, path).toBeGreaterThan(100);
      }
      const { paths, servers } = JSON.parse((await send(`${url}/docs/json`)).text);
      expect(paths['/api/{user_id}/import'].post.requestBody.content['text/csv']).toBeDefined();
      // Where the page is from: another origin would be refused by its own policy.
      expect(servers).toEqual([{ url: '/' }]);
    }
  });

  it('may run and load what is from its own origin only, and nothing else is given its policy', async () => {
    const page = await send(`${bundled.url}/docs`);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const path of filesOf(page.text))
      expect((await send(bundled.url + path)).headers['content-security-policy']).toBe(policy);
    for (const path of ['/openapi.json', '/livez', '/api/auth/me', '/nothing'])
      expect((await send(bundled.url + path)).headers['content-security-policy']).toBeUndefined();
  });

  it('gives no file beside its own', async () => {
    for (const path of [
      '/docs/static/../../dist/main.js',
      '/docs/static/..%2f..%2fdist%2fmain.js',
      '/docs/..%2fdist%2fmain.js',
      '/docs/static/nothing.js',
      '/docs/main.js',
    ])
      expectProblem(await send(bundled.url + path), 400, 403, 404);
  });
});
