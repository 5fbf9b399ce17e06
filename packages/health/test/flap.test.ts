import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '@todo/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabaseService, throughProxy, untilStatus } from './database-service.js';
import { send } from './service.js';
import { startStallingProxy } from './stalling-proxy.js';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres({ durable: false });
});
afterAll(() => postgres.remove());

/** Takes the database away from a service of its own; returns what the service said of it. */
async function flap(seconds: number) {
  const proxy = await startStallingProxy(postgres.port);
  const service = await startDatabaseService(throughProxy(postgres.url, proxy.port));
  await untilStatus(service.port, 200);
  await proxy.down();
  const back = sleep(seconds * 1_000, undefined);
  const noticedMs = await Promise.race([untilStatus(service.port, 503), back]);
  const live = await send(service.port, '/livez');
  await back;
  await proxy.up();
  const backMs = await untilStatus(service.port, 200);
  service.child.kill('SIGTERM');
  const { code } = await service.exited;
  return { noticedMs, live: live.statusCode, backMs, code };
}

test('a database away for 1, 10 or 60 s is reported within 3 s, so is its return, and nothing restarts', async () => {
  const [short, ...long] = await Promise.all([flap(1), flap(10), flap(60)]);
  for (const { noticedMs, live, backMs, code } of long) {
    expect(noticedMs).toBeLessThan(3_000);
    expect(backMs).toBeLessThan(3_000);
    expect([live, code]).toEqual([200, 0]);
  }
  // Between two runs of the check a short one may go by unnoticed.
  expect(short).toMatchObject({ live: 200, code: 0 });
  expect(short?.backMs).toBeLessThan(3_000);
}, 80_000);
