export { createInlineJobs, type InlineJobs, type InlineJobsOptions } from './inline-jobs.js';
export { createInlineQueue, type InlineQueue } from './inline-queue.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
