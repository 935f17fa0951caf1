import type { Clock } from '../../src/shared/index.js';

/** The clock of this machine. */
export const systemClock: Clock = { now: () => new Date() };
