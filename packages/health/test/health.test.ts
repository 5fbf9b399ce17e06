import { EventEmitter, once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { createHealth, type Health, type HealthOptions } from '../src/health.js';

const TIMES = { intervalMs: 40, timeoutMs: 20 };

/** A service that is up, with a log whose lines are events named for their message. */
function start(options: Partial<HealthOptions>): { health: Health; log: EventEmitter; lines: object[] } {
  const log = new EventEmitter();
  const lines: object[] = [];
  const write = (fields: object, message: string) => {
    lines.push({ ...fields, message });
    log.emit(message, fields);
  };
  const logger = { info: write, warn: write, error: write };
  const health = createHealth({ service: 'backend', logger, ...TIMES, ...options });
  onTestFinished(() => health.stop());
  health.enter('ready');
  health.start();
  return { health, log, lines };
}

test('the answer is worded exactly as the specification has it', async () => {
  const { health, log } = start({ checks: { database: () => {} } });
  expect(health.probe('health')).toEqual({
    statusCode: 503,
    body: {
      status: 'unhealthy',
      service: 'backend',
      timestamp: expect.any(String),
      checks: { database: 'failed' },
    },
  });
  await once(log, 'health check passes');
  const { statusCode, body } = health.probe('health');
  expect(statusCode).toBe(200);
  expect(JSON.stringify(body)).toMatch(
    /^\{"status":"healthy","service":"backend","timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","checks":\{"database":"ok"\}\}$/,
  );
  expect(Math.abs(Date.now() - Date.parse(body.timestamp))).toBeLessThan(2_000);
  expect(health.probe('readyz')).toEqual(health.probe('health'));
});

test('a service without dependencies has no checks to name', () => {
  const { health } = start({});
  expect(health.probe('health')).toMatchObject({ statusCode: 200, body: { checks: {} } });
});

test('the state decides readiness and start-up, never liveness', () => {
  const { health } = start({});
  const codes = () => [
    health.probe('health').statusCode,
    health.probe('readyz').statusCode,
    health.probe('livez').statusCode,
    health.probe('startupz').statusCode,
  ];
  health.enter('starting');
  expect(codes()).toEqual([503, 503, 200, 503]);
  health.enter('ready');
  expect(codes()).toEqual([200, 200, 200, 200]);
  health.enter('draining');
  expect(codes()).toEqual([503, 503, 200, 200]);
});

const failures: Record<string, (signal: AbortSignal) => unknown> = {
  'throws synchronously': () => {
    throw new Error('no');
  },
  rejects: () => Promise.reject(new Error('no')),
  'never ends': () => new Promise(() => {}),
  'ends after its limit': () => new Promise((resolve) => setTimeout(resolve, 25)),
  'rejects after its limit': () => new Promise((_, reject) => setTimeout(reject, 25, new Error('late'))),
  'ends with its signal': (signal) => once(new EventEmitter(), 'never', { signal }),
};

test.each(Object.entries(failures))('a check that %s has failed, and recovers', async (_name, fail) => {
  let broken = true;
  const { health, log, lines } = start({
    checks: { database: (signal) => (broken ? fail(signal) : undefined) },
  });
  await once(log, 'health check fails');
  expect(health.probe('health')).toMatchObject({
    statusCode: 503,
    body: { checks: { database: 'failed' } },
  });
  expect(health.probe('livez').statusCode).toBe(200);

  broken = false;
  await once(log, 'health check passes');
  expect(health.probe('health').statusCode).toBe(200);
  broken = true;
  await once(log, 'health check fails');
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(health.probe('health'))).not.toContain('no result');
});

test('only a change of state is logged', async () => {
  let runs = 0;
  const { lines } = start({
    checks: {
      database: () => {
        runs += 1;
        throw new Error('down');
      },
    },
  });
  await expect.poll(() => runs).toBeGreaterThanOrEqual(4);
  expect(lines).toEqual([
    { check: 'database', err: expect.objectContaining({ message: 'down' }), message: 'health check fails' },
  ]);
});

test('a run that is slow is not started again, and probes start none', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const { health } = start({
    checks: {
      database: async () => {
        runs += 1;
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setTimeout(done, 15));
        running -= 1;
      },
    },
  });
  health.start();
  for (let i = 0; i < 100; i++) health.probe('health');
  expect(runs).toBe(1);
  await expect.poll(() => runs).toBeGreaterThanOrEqual(3);
  expect(most).toBe(1);
});

test('checks run beside each other, and one that is not critical is only reported', async () => {
  const { health, log } = start({
    checks: {
      database: () => {},
      mail: { run: () => new Promise(() => {}), critical: false },
    },
    maxAgeMs: 60_000,
  });
  await once(log, 'health check fails');
  expect(health.probe('health')).toMatchObject({
    statusCode: 200,
    body: { status: 'healthy', checks: { database: 'ok', mail: 'failed' } },
  });
});

test('an outcome that has become too old counts as failed, which is logged once', async () => {
  const { health, log, lines } = start({ checks: { database: () => {} } });
  await once(log, 'health check passes');
  // Nothing else runs meanwhile, as when the event loop is blocked.
  const until = performance.now() + 2 * TIMES.intervalMs + TIMES.timeoutMs + 5;
  while (performance.now() < until);
  expect(health.probe('health').statusCode).toBe(503);
  expect(health.probe('health').statusCode).toBe(503);
  expect(lines).toMatchObject([
    { message: 'health check passes' },
    { message: 'health check fails', err: { message: expect.stringMatching(/^no result for \d+ ms$/) } },
  ]);
});

test('stopping aborts the run that is under way and gives back what the check holds', async () => {
  let closed = false;
  let signal: AbortSignal | undefined;
  const { health, lines } = start({
    checks: {
      database: {
        run: (limit) => {
          signal = limit;
          return new Promise(() => {});
        },
        close: async () => {
          closed = true;
        },
      },
    },
  });
  await Promise.resolve();
  await health.stop();
  expect(signal?.aborted).toBe(true);
  expect(closed).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(lines).toEqual([]);
});

test('a bad configuration is refused with what to change', () => {
  const create = (options: object) => () => createHealth({ service: 'backend', ...options });
  const check = () => {};
  expect(create({ interval: 2 })).toThrow(
    'createHealth has no option "interval"; it knows service, checks, intervalMs, timeoutMs, maxAgeMs, logger',
  );
  expect(create({ timeoutMs: -1 })).toThrow(
    'timeoutMs is -1; it must be a number of milliseconds, 1 or more',
  );
  expect(create({ intervalMs: '2s' })).toThrow('intervalMs is 2s; it must be a number of milliseconds');
  expect(create({ timeoutMs: 2_000 })).toThrow('timeoutMs (2000) must be below intervalMs (2000): lower it');
  expect(create({ maxAgeMs: 2_500 })).toThrow(
    'maxAgeMs (2500) must be at least intervalMs + timeoutMs (3000): raise it',
  );
  expect(create({ checks: { 'the database': check } })).toThrow('"the database" is no name for a check');
  const health = createHealth({ service: 'backend', checks: { database: check } });
  expect(() => health.addCheck('database', check)).toThrow(
    'there are two checks named "database": rename one',
  );
});

test('a check that is added later counts from then on', async () => {
  const health = createHealth({ service: 'backend', logger: { info() {}, warn() {}, error() {} } });
  onTestFinished(() => health.stop());
  health.start();
  health.enter('ready');
  expect(health.probe('health').statusCode).toBe(200);
  health.addCheck('queue', () => {});
  expect(health.probe('health')).toMatchObject({ statusCode: 503, body: { checks: { queue: 'failed' } } });
  await expect.poll(() => health.probe('health').statusCode).toBe(200);
});

test('after a failure a check is tried again soon, however long its interval is', async () => {
  let runs = 0;
  const flaky = () => {
    runs += 1;
    if (runs === 1) throw new Error('still asleep');
  };
  const { health } = start({ checks: { flaky }, intervalMs: 60_000, timeoutMs: 1_000 });
  await expect.poll(() => health.probe('health').statusCode, { timeout: 5_000 }).toBe(200);
  expect(runs).toBe(2);
});

test('a metric that cannot be read costs itself alone', () => {
  const { metrics } = createHealth({ service: 'backend' });
  const collect = () => {
    throw new Error('not\nnow');
  };
  metrics.gauge({ name: 'broken', help: 'Broken', collect });
  expect(metrics.render()).toMatch(/^# not read: Error: not\\nnow$/m);
  expect(metrics.render()).toMatch(/^lifecycle_state{state="starting"} 1$/m);
});
