import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type PostgresServer, startPostgres } from '@todo/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { type Service, send, startService } from './service.js';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres({ durable: false });
});
afterAll(() => postgres.remove());

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
// Inside the package, so that the examples find it by its name.
const folder = fileURLToPath(new URL('../test-results/readme/', import.meta.url));

/** Starts the README's block of that file name, as it is there, and waits until it is healthy. */
async function startExample(name: string): Promise<Service & { port: number }> {
  const code = new RegExp(`^\`\`\`js ${name.replace('.', '\\.')}\\n(.*?)^\`\`\``, 'ms').exec(readme)?.[1];
  if (code === undefined) throw new Error(`the README has no example ${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + name, code);
  const port = await freePort();
  const service = startService(folder + name, { env: { PORT: String(port), DATABASE_URL: postgres.url } });
  await expect.poll(() => send(port, '/health').catch(() => undefined)).toMatchObject({ statusCode: 200 });
  return { ...service, port };
}

/** Sees a request through the drain, and the exit. */
async function expectDrained({ child, port, logged, exited }: Service & { port: number }, path: string) {
  child.kill('SIGTERM');
  await logged('draining');
  expect((await send(port, '/health')).statusCode).toBe(503);
  const answer = await send(port, path);
  expect(answer).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
  expect(await exited).toEqual({ code: 0, signal: null });
}

test('the example of node:http', async () => {
  const service = await startExample('server.mjs');
  expect((await send(service.port, '/')).text).toBe('{"sum":2}');
  expect((await send(service.port, '/health')).text).toContain('"checks":{"database":"ok"}');
  expect((await send(service.port, '/metrics')).text).toContain('\ndatabase_pool_waiting 0\n');
  await expectDrained(service, '/');
});

test('the example of node:http outlives its database', async () => {
  const service = await startExample('server.mjs');
  await postgres.stop();
  expect((await send(service.port, '/')).statusCode).toBe(503);
  await expect.poll(() => send(service.port, '/health')).toMatchObject({ statusCode: 503 });
  await postgres.start();
  await expect.poll(() => send(service.port, '/health')).toMatchObject({ statusCode: 200 });
  expect((await send(service.port, '/')).text).toBe('{"sum":2}');
});

test('the example of Fastify', async () => {
  const service = await startExample('fastify.mjs');
  expect((await send(service.port, '/tasks/7')).text).toBe('{"id":"7"}');
  expect((await send(service.port, '/metrics')).text).toContain('route="/tasks/:id",status="200"} 1\n');
  await expectDrained(service, '/tasks/8');
});

test('the example of MCP', async () => {
  const service = await startExample('mcp.mjs');
  const client = new Client({ name: 'reader', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${service.port}/mcp`)));
  expect(await client.callTool({ name: 'now' })).toMatchObject({
    content: [{ type: 'text', text: expect.stringMatching(/Z$/) }],
  });
  await client.close();
  await expectDrained(service, '/livez');
});
