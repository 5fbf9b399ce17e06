import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Busy, startBusy } from '../busy-service.js';
import { send } from '../service.js';

const ATTEMPTS = 5;
/** Part of the time that the server may wait for a processor. */
const MAX_WAITED = 0.1;

/** How long the main thread of a process has waited for a processor that others had, ms; 0 where nobody knows. */
function waitedMs(pid = 0): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

const percentile = (values: number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(part * values.length) - 1] ?? Number.NaN;

/** Keeps 16 requests open, and counts what is answered in a second. */
async function capacity(port: number, path: string, ms: number): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  const start = performance.now();
  let answered = 0;
  const ask = async () => {
    while (performance.now() - start < ms) {
      if ((await send(port, path, { agent })).statusCode === 200) answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, ask));
  agent.destroy();
  return (answered * 1e3) / ms;
}

/** Sends twice as many requests as the server can carry, and probes on connections of their own. */
async function flood({ port, child }: Busy, path: string) {
  await capacity(port, path, 300);
  const perSecond = await capacity(port, path, 700);
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 10_000 });
  onTestFinished(() => agent.destroy());
  const served: number[] = [];
  const statuses = new Set<number>();
  const pending: Promise<void>[] = [];
  const probes: Promise<number>[] = [];
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const waitedBefore = waitedMs(child.pid);
  const [leadMs, lengthMs] = [500, 2_000];
  for (let sent = 0; elapsed() < lengthMs; await delay(4)) {
    for (const due = (2 * perSecond * elapsed()) / 1e3; sent < due; sent += 1) {
      const sentAt = performance.now();
      const answered = send(port, path, { agent }).then(({ statusCode }) => {
        statuses.add(statusCode);
        if (statusCode === 200) served.push(performance.now() - sentAt);
      });
      pending.push(answered.catch(() => {}));
    }
    if (elapsed() > leadMs && probes.length < (elapsed() - leadMs) / 10) {
      const sentAt = performance.now();
      const probe = send(port, '/health', { agent: false });
      probes.push(
        probe.then(({ statusCode }) => (statusCode === 200 ? performance.now() - sentAt : Infinity)),
      );
    }
  }
  const waited = (waitedMs(child.pid) - waitedBefore) / elapsed();
  const share = (served.length * 1e3) / lengthMs / perSecond;
  const probeTimes = await Promise.all(probes);
  await Promise.all(pending);
  return {
    probeP99: percentile(probeTimes, 0.99),
    servedP99: percentile(served, 0.99),
    statuses: [...statuses].sort(),
    share,
    /** Others had the machine: the server was not what was slow. */
    isDisturbed: waited > MAX_WAITED,
  };
}

/** Floods, and again when others had the machine meanwhile. */
async function judged(
  service: Busy,
  path: string,
  judge: (measured: Awaited<ReturnType<typeof flood>>) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const measured = await flood(service, path);
    try {
      judge(measured);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !measured.isDisturbed) throw error;
    }
  }
}

test.for(['sync', 'async'])(
  'at twice the load of %s handlers probes take less than 100 ms, and most of it is served',
  {
    timeout: 60_000,
  },
  async (name) => {
    const service = await startBusy({});
    await judged(service, `/${name}?ms=1`, ({ probeP99, servedP99, statuses, share }) => {
      expect(statuses).toEqual([200, 503]);
      expect(probeP99).toBeLessThan(100);
      expect(servedP99).toBeLessThan(1_000);
      expect(share).toBeGreaterThan(0.8);
    });
  },
);

test('a fact: without admission probes take longer, and everybody waits', { timeout: 60_000 }, async () => {
  const service = await startBusy();
  await judged(service, '/sync?ms=1', ({ probeP99, servedP99 }) => {
    expect(probeP99).toBeGreaterThan(200);
    expect(servedP99).toBeGreaterThan(500);
  });
});
