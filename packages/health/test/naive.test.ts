/**
 * What is wrong with the obvious ways, each as a test: they say why this package is as it is, and one that
 * fails says that a dependency has mended something. Those of signals are in `signals.test.ts`, of Next.js
 * in `next.test.ts`, of MCP in `mcp.test.ts`.
 */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '@todo/postgres';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabaseCheck } from '../src/pg.js';
import { send, startService } from './service.js';
import { startStallingProxy } from './stalling-proxy.js';

test('preClose of Fastify is no drain: what comes on connections that are open gets 503', async () => {
  const service = startService('naive/pre-close.mjs');
  const { port } = (await service.message()) as { port: number };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  expect((await send(port, '/', { agent })).statusCode).toBe(200);

  const inHook = service.message();
  service.child.kill('SIGTERM');
  expect(await inHook).toBe('preClose');

  expect((await send(port, '/', { agent })).statusCode).toBe(503);
});

test('server.close() waits for a connection that never sends a byte', async () => {
  const service = startService('naive/server-close.mjs');
  const { port } = (await service.message()) as { port: number };
  const silent = net.connect(port, '127.0.0.1');
  await once(silent, 'connect');

  service.child.kill('SIGTERM');
  await service.logged('closing');
  // In the end it is the client that lets go, as late as it likes.
  expect(await Promise.race([service.exited, sleep(1_000, 'still there')])).toBe('still there');
  silent.destroy();

  expect((await service.exited).code).toBe(0);
});

/** A database that takes connections and bytes and never says a word. */
async function startHungDatabase(): Promise<string> {
  const proxy = await startStallingProxy(1);
  proxy.stall();
  return `postgres://person:secret@127.0.0.1:${proxy.port}/database`;
}

test('query_timeout of pg does not bound connecting; the check does', async () => {
  const connectionString = await startHungDatabase();
  const client = new pg.Client({ connectionString, query_timeout: 100 });
  client.on('error', () => {});
  const query = client.connect().then(() => client.query('SELECT 1'));
  query.catch(() => {});
  onTestFinished(() => void client.end());
  expect(await Promise.race([query, sleep(1_000, 'still there')])).toBe('still there');

  const check = createDatabaseCheck({ connectionString, timeoutMs: 100 });
  await expect(check.run(new AbortController().signal)).rejects.toThrow('timeout');
  await check.close?.();
});

test('a check that races over the pool of the application keeps its connections; ours does not touch them', async () => {
  const postgres = await startPostgres({ durable: false });
  onTestFinished(() => postgres.remove());
  const proxy = await startStallingProxy(postgres.port);
  const url = new URL(postgres.url);
  url.port = String(proxy.port);
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await pool.query('SELECT 1');

  const check = createDatabaseCheck({ connectionString: url.href, timeoutMs: 1_000 });
  const signal = new AbortController().signal;
  await check.run(signal);
  proxy.stall();
  for (let run = 0; run < 3; run += 1) await expect(check.run(signal)).rejects.toThrow('timeout');
  expect(pool).toMatchObject({ totalCount: 1, idleCount: 1, waitingCount: 0 });

  const queries = [];
  for (let run = 0; run < 3; run += 1) {
    const query = pool.query('SELECT 1').catch(() => 'broken');
    queries.push(query);
    expect(await Promise.race([query, sleep(100, 'timed out')])).toBe('timed out');
  }
  // Every run that "timed out" still has its connection, or waits for one.
  expect(pool).toMatchObject({ totalCount: 2, idleCount: 0, waitingCount: 1 });
  await check.close?.();
  proxy.reset();
  const ended = pool.end();
  await Promise.race([Promise.all([ended, ...queries]), sleep(100)]);
});
