export { createInlineJobs, type InlineJobs, type InlineJobsOptions } from './inline-jobs.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
