import { expect, test } from 'vitest';
import { createHealth } from '../src/health.js';
import { createMetrics } from '../src/metrics.js';
import { openEvents, send, startHttpService } from './service.js';

test('counters, gauges and histograms are written as Prometheus reads them', () => {
  const metrics = createMetrics();
  const shed = metrics.counter({ name: 'shed_total', help: 'Shed \\ refused\nin all' });
  const calls = metrics.counter({ name: 'calls_total', help: 'Calls', labelNames: ['tool', 'status'] });
  calls.inc({ tool: 'a "quoted" \\ name\n', status: 200 });
  calls.inc({ status: 200, tool: 'list' }, 2);
  calls.inc({ tool: 'list', status: 200 });
  metrics.gauge({ name: 'waiting', help: 'Waiting', collect: () => 3 });
  metrics.gauge({
    name: 'limits',
    help: 'Limits',
    labelNames: ['of'],
    collect: () => [
      [{ of: 'a' }, Number.POSITIVE_INFINITY],
      [{ of: 'b' }, 1e-7],
    ],
  });
  const seconds = metrics.histogram({
    name: 'seconds',
    help: 'Seconds',
    labelNames: ['route'],
    buckets: [0.1, 1],
  });
  for (const value of [0.05, 0.1, 0.5, 7]) seconds.observe({ route: '/' }, value);

  const text = `\
# HELP shed_total Shed \\\\ refused\\nin all
# TYPE shed_total counter
shed_total 0
# HELP calls_total Calls
# TYPE calls_total counter
calls_total{tool="a \\"quoted\\" \\\\ name\\n",status="200"} 1
calls_total{tool="list",status="200"} 3
# HELP waiting Waiting
# TYPE waiting gauge
waiting 3
# HELP limits Limits
# TYPE limits gauge
limits{of="a"} +Inf
limits{of="b"} 1e-7
# HELP seconds Seconds
# TYPE seconds histogram
seconds_bucket{route="/",le="0.1"} 2
seconds_bucket{route="/",le="1"} 3
seconds_bucket{route="/",le="+Inf"} 4
seconds_sum{route="/"} 7.65
seconds_count{route="/"} 4
`;
  expect(metrics.render()).toBe(text);
  shed.inc();
  expect(metrics.render()).toContain('\nshed_total 1\n');
});

test('a name that is taken or that Prometheus would refuse is refused at once', () => {
  const metrics = createMetrics();
  const gauge = (name: string, labelNames: string[] = []) =>
    metrics.gauge({ name, help: '', labelNames, collect: () => 1 });
  gauge('waiting');
  expect(() => gauge('waiting')).toThrow('there is a metric waiting already');
  expect(() => gauge('waiting time')).toThrow('"waiting time" is no name for a metric');
  expect(() => gauge('seconds', ['le'])).toThrow('"le" is no name for a label of seconds');
  expect(() =>
    createHealth({ service: 'backend' }).metrics.gauge({
      name: 'health_check_up',
      help: '',
      collect: () => 1,
    }),
  ).toThrow('already');
});

test('a service tells its state, its checks, its requests in flight and how busy it is', async () => {
  const service = await startHttpService({ drainDelayMs: 0, closeTimeoutMs: 20_000, budgetMs: 25_000 });
  await openEvents(service.port);
  const scrape = async () => (await send(service.port, '/metrics')).text;
  await scrape();
  const text = await scrape();
  // The stream and the scrape itself.
  expect(text).toMatch(/^http_requests_in_flight 2$/m);
  expect(text).toMatch(/^http_connections_cut_total 0$/m);
  expect(text).toMatch(/^lifecycle_state{state="ready"} 1$/m);
  expect(text).toMatch(/^lifecycle_state{state="draining"} 0$/m);
  expect(text).toMatch(/^health_check_up{check="always"} 1$/m);
  expect(text).toMatch(/^health_check_duration_seconds{check="always"} [0-9.e-]+$/m);
  expect(text).toMatch(/^nodejs_eventloop_utilization_ratio (1|0(\.\d+)?)$/m);
  expect(text).toMatch(/^nodejs_eventloop_delay_seconds{statistic="p99"} /m);
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
});

test('the delay of the event loop is the one since the last scrape', async () => {
  const service = await startHttpService();
  const longest = async () => {
    const { text } = await send(service.port, '/metrics');
    return Number(/^nodejs_eventloop_delay_seconds{statistic="max"} (.+)$/m.exec(text)?.[1]);
  };
  await longest();
  await send(service.port, '/block');
  expect(await longest()).toBeGreaterThan(0.2);
  expect(await longest()).toBeLessThan(0.2);
});
