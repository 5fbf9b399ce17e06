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
export { createLifecycle, type Lifecycle, type LifecycleOptions } from './lifecycle.js';
export type { Logger } from './logger.js';
export { answerProbe } from './probe.js';
