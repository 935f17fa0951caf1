export { type HealthCheck, MAX_EVENT_LAG_MS, MAX_PENDING_MS } from './domain/health.js';
export type { OperatingPorts } from './ports/index.js';
export { CheckHealth, type HealthReport } from './use-cases/check-health.js';
export { ReadVitals, type Vitals } from './use-cases/read-vitals.js';
