import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Metrics } from './metrics.js';

/** How often the delay of the event loop is sampled, ms. A sample that is on time counts as no delay. */
const RESOLUTION_MS = 10;

/** What the process uses, and how busy and how late its event loop was since the scrape before. */
export function addProcessMetrics(metrics: Metrics): void {
  let utilization = performance.eventLoopUtilization();
  metrics.gauge({
    name: 'nodejs_eventloop_utilization_ratio',
    help: 'Part of the time since the last scrape that the event loop was busy, 0 to 1',
    collect: () => {
      const now = performance.eventLoopUtilization();
      const since = performance.eventLoopUtilization(now, utilization);
      utilization = now;
      return since.utilization;
    },
  });
  let delay: IntervalHistogram | undefined;
  metrics.gauge({
    name: 'nodejs_eventloop_delay_seconds',
    help: 'How late the event loop was since the last scrape',
    labelNames: ['statistic'],
    collect: () => {
      if (delay === undefined) {
        // From the first scrape on: who is not scraped does not pay for the sampling.
        delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
        delay.enable();
        return [];
      }
      const { max } = delay;
      const [p50, p99] = [delay.percentile(50), delay.percentile(99)];
      delay.reset();
      return Object.entries({ p50, p99, max }).map(([statistic, nanoseconds]) => {
        return [{ statistic }, Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1e3)] as const;
      });
    },
  });
  metrics.counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time, user and system',
    collect: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  });
  metrics.gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory',
    collect: () => process.memoryUsage.rss(),
  });
  metrics.gauge({
    name: 'nodejs_heap_size_used_bytes',
    help: 'Used part of the V8 heap',
    collect: () => process.memoryUsage().heapUsed,
  });
  metrics.gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started, Unix time',
    collect: () => performance.timeOrigin / 1e3,
  });
}
