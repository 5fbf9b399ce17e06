import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SCOPES } from '@todo/contracts';
import { createHealth } from '@todo/health';
import { createLogger } from '@todo/service';
import { expect, it, onTestFinished } from 'vitest';
import { createListener } from '../../src/http/listener.js';
import { createDatabaseCopy, createPeople, startMcp } from '../support/mcp.js';
import { createFixtures } from './fixtures.js';
import { runSuite } from './suite.js';

/** Scenarios of the suite for a server, 0.1.16. */
const SCENARIOS = 32;
/** Passed, with at least one check: a scenario that checked nothing is no pass. */
const PASSED = /^✓ .*: [1-9]\d* passed, 0 failed/gm;

/** Runs the suite, all but the exceptions in a file, each of which has its reason there. */
const expectConformance = async (server: { port: number; token: string }, exceptions: string) => {
  const path = fileURLToPath(new URL(exceptions, import.meta.url));
  const count = readFileSync(path, 'utf8').match(/^ {2}- /gm)?.length ?? 0;
  const { code, output } = await runSuite(server.port, server.token, path);
  expect(code, output).toBe(0);
  expect(output.match(PASSED), output).toHaveLength(SCENARIOS - count);
};

it('the product passes every scenario of the official suite that applies to it', async () => {
  const { url, drop } = await createDatabaseCopy();
  const mcp = await startMcp(url);
  const people = createPeople(url);
  onTestFinished(async () => {
    await mcp.close();
    await people.close();
    await drop();
  });
  const { token } = await people.arrive();
  await expectConformance({ port: mcp.port, token }, 'product.yaml');
});

it('the HTTP shell carries every scenario that needs no stream', async () => {
  const logger = createLogger('mcp', 'silent');
  const listener = createListener({
    health: createHealth({ service: 'mcp', logger }),
    lifecycle: { signal: new AbortController().signal },
    logger,
    identify: async () => ({ userId: 'suite', scopes: SCOPES, actor: { userId: 'suite', actor: 'user' } }),
    createServer: createFixtures,
    scopeOf: () => undefined,
    publicUrl: undefined,
    allowedHosts: [],
    documentation: 'http://localhost/',
    concurrent: 10,
    maxRequests: 100,
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await expectConformance({ port, token: 'none' }, 'shell.yaml');
});
