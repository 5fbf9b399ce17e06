export type { AdmissionOptions } from './admission.js';
export type { Check, CheckFunction } from './check.js';
export {
  createHealth,
  type Health,
  type HealthOptions,
  type HealthReport,
  type LifecycleState,
  PROBE_PATHS,
  type Probe,
  type ProbeAnswer,
} from './health.js';
export { type AttachOptions, createLifecycle, type Lifecycle, type LifecycleOptions } from './lifecycle.js';
export type { Logger } from './logger.js';
export { type Counter, createMetrics, type Histogram, type Labels, type Metrics } from './metrics.js';
export { answerMetrics, answerProbe } from './probe.js';
export { createRequestDurations } from './request-metrics.js';
export type { Shedding } from './shedding.js';
