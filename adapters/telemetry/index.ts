export { correlationId, withCorrelation } from './correlation.js';
export { openLogFile } from './log-file.js';
export { logObserver, type TelemetryLogger } from './logs.js';
export { createMetrics, type Metrics } from './metrics.js';
export type { Observation, Observer } from './observation.js';
export type { MetricsSource, PoolUse } from './vital-gauges.js';
export { watchBank, watchStore } from './watch-ports.js';
export { type Around, watchUseCases } from './watch-use-cases.js';
