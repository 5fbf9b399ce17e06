import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { isAlive, waitUntil } from '@todo/processes';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTaken } from '../lib/ports.mjs';
import { createPlace } from './start-runs.js';

/** @type {Awaited<ReturnType<typeof createPlace>>} */
let place;
beforeAll(async () => {
  place = await createPlace();
});
afterAll(async () => {
  // A test that failed half-way may have left its run: its leashes end the rest.
  const { owner } = await place.running().catch(() => ({ owner: undefined }));
  if (owner && isAlive(owner.pid)) process.kill(owner.pid, 'SIGKILL');
  await waitUntil(async () => !(await isTaken(place.postgresPort)), 10_000);
  await place.remove();
});

const ready = 'ready: http';

/** @param {string} sql */
async function query(sql) {
  const client = new pg.Client({ connectionString: await place.databaseUrl() });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function pidsOfRun() {
  const { owner, processes } = await place.running();
  return [owner, ...processes].map(({ pid }) => pid);
}

/** @param {number[]} pids */
const allGone = (pids) => waitUntil(() => !pids.some(isAlive), 10_000);

describe('before anything is installed or built', () => {
  test('a port that is taken is named, with the setting that changes it', async () => {
    const other = createServer();
    await new Promise((resolve) => other.listen(place.backendPort, '127.0.0.1', () => resolve(undefined)));
    const run = place.start();
    expect(await run.exited).toBe(1);
    other.close();
    expect(run.output()).toContain(`Port ${place.backendPort} for the backend is taken`);
    expect(run.output()).toContain(`BACKEND_PORT=${place.backendPort + 1}`);
    expect(run.output()).not.toContain('building');
  });

  test('a port that cannot be one is refused by its name', async () => {
    const run = place.start({ FRONTEND_PORT: '3000x' });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('FRONTEND_PORT must be a port');
  });

  test('two settings for one port are refused', async () => {
    const run = place.start({ FRONTEND_PORT: String(place.backendPort) });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('FRONTEND_PORT and BACKEND_PORT are both');
  });

  test('an old Node is told which one is needed', async () => {
    const older = "Object.defineProperty(process.versions, 'node', { value: '20.18.3' })";
    const run = place.start({}, ['--import', `data:text/javascript,${encodeURIComponent(older)}`]);
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('needs Node.js 20.19 or newer; this is 20.18.3');
  });
});

describe('a run', () => {
  test('is healthy when it says ready, and Ctrl-C ends all of it in order within 5 s, losing nothing', async () => {
    const run = place.start();
    await run.said(ready);
    for (const port of [place.frontendPort, place.backendPort, place.mcpPort]) {
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    }
    expect(run.output()).toContain(`MCP server: http://localhost:${place.mcpPort}/mcp`);
    await query('CREATE TABLE kept_by_the_test AS SELECT 7 AS answer');
    const pids = await pidsOfRun();
    expect(pids.length).toBe(9);
    const asked = performance.now();
    run.interrupt();
    expect(await run.exited).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await readFile(join(place.dataDir, 'logs', 'postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    );
  });

  test('finds its data again, and keeps a second one away', async () => {
    const run = place.start();
    await run.said(ready);
    expect(await query('SELECT answer FROM kept_by_the_test')).toEqual([{ answer: 7 }]);
    const second = place.start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`running here already (process ${run.pid})`);
    run.interrupt();
    expect(await run.exited).toBe(0);
  });

  test('killed with SIGKILL leaves nothing, and the next one starts at once', async () => {
    const killed = place.start();
    await killed.said(ready);
    const pids = await pidsOfRun();
    process.kill(killed.pid, 'SIGKILL');
    const next = place.start();
    await next.said(ready);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await query('SELECT answer FROM kept_by_the_test')).toEqual([{ answer: 7 }]);
    next.interrupt();
    expect(await next.exited).toBe(0);
  });

  test('starts again after every one of its processes was killed at once', async () => {
    const killed = place.start();
    await killed.said(ready);
    const pids = await pidsOfRun();
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    expect(await allGone(pids)).toBe(true);
    const next = place.start();
    await next.said(ready);
    expect(await query('SELECT answer FROM kept_by_the_test')).toEqual([{ answer: 7 }]);
    next.interrupt();
    expect(await next.exited).toBe(0);
  });

  test('one of whose services dies says which, shows its last lines and ends the others', async () => {
    const run = place.start();
    await run.said(ready);
    const pids = await pidsOfRun();
    const log = await readFile(join(place.dataDir, 'logs', 'backend.log'), 'utf8');
    const lastLine = log.trim().split('\n').at(-1);
    // After the owner: leash and process of PostgreSQL, then of the backend, the MCP server and the frontend.
    process.kill(/** @type {number} */ (pids[4]), 'SIGKILL');
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('the backend ended unexpectedly (SIGKILL)');
    expect(run.output()).toContain(lastLine);
    expect(await allGone(pids)).toBe(true);
  });

  test('that is interrupted while it starts ends cleanly', async () => {
    const run = place.start();
    await run.said('migrating the database');
    const pids = await pidsOfRun();
    run.interrupt();
    expect(await run.exited).toBe(0);
    expect(await allGone(pids)).toBe(true);
  });

  test('a second Ctrl-C kills what does not end', async () => {
    const run = place.start();
    await run.said(ready);
    const pids = await pidsOfRun();
    // A stopped frontend ignores being asked.
    process.kill(/** @type {number} */ (pids[8]), 'SIGSTOP');
    run.interrupt();
    await run.said('stopping');
    await new Promise((resolve) => setTimeout(resolve, 600));
    run.interrupt();
    expect(await run.exited).toBe(130);
    expect(await allGone(pids)).toBe(true);
  });
});
