import { type Clock, formatInstant, invariant } from '../../src/shared/index.js';

/** A clock that stands still until it is set; for scenarios and tests. */
export type ManualClock = Clock & { set(now: Date): void };

/** A clock that shows this moment. It can only be set forward. */
export function createManualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    set: (now) => {
      const isForward = now.getTime() >= nowMs;
      invariant(isForward, `time does not run back from ${formatInstant(new Date(nowMs))} to ${formatInstant(now)}`);
      nowMs = now.getTime();
    },
  };
}
