import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './free-port.js';
import { startCommand } from './service.js';

const program = new URL('../dist/healthcheck.js', import.meta.url).pathname;

const check = async (port: number) => {
  const { exited, log } = startCommand([process.execPath, program], { env: { PORT: String(port) } });
  return { ...(await exited), log };
};

const serve = async (listener: RequestListener): Promise<number> => {
  const server = http.createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

test('a service whose /health is 200 is healthy', async () => {
  const port = await serve(({ url }, response) => response.writeHead(url === '/health' ? 200 : 404).end());
  expect(await check(port)).toMatchObject({ code: 0 });
});

test('any other answer is not, and what it says is printed', async () => {
  const port = await serve((_request, response) => response.writeHead(503).end('{"status":"unhealthy"}'));
  expect(await check(port)).toMatchObject({ code: 1, log: [{ status: 'unhealthy' }] });
});

test('one where nobody listens is not', async () => {
  const result = await check(await freePort());
  expect(result).toMatchObject({ code: 1, log: [{ msg: expect.stringContaining('ECONNREFUSED') }] });
});

test('one that never answers, or never ends its answer, is not, and is not waited for', async () => {
  const silent = await serve(() => undefined);
  const endless = await serve((_request, response) => response.writeHead(200).write('healthy'));
  const start = performance.now();
  const results = await Promise.all([check(silent), check(endless)]);
  expect(performance.now() - start).toBeLessThan(3000);
  for (const { code } of results) expect(code).toBe(1);
});
