/** One thing that the doctor has looked at. */
export type HealthCheck = {
  readonly name: 'database' | 'clock-zone' | 'bank' | 'pending' | 'events' | 'chains';
  readonly ok: boolean;
  /** What was found, with what to do about it where something is wrong. */
  readonly found: string;
};

/** Transfers that are still pending after so long were not settled by the job that does it. */
export const MAX_PENDING_MS = 3_600_000;
/** Events that were not told after so long: a reader is behind, or does not run. */
export const MAX_EVENT_LAG_MS = 3_600_000;
