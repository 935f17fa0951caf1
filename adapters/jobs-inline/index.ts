export { createInlineJobs, type InlineJobs, type InlineJobsOptions, type JobRun } from './inline-jobs.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
export { nextRun } from './next-run.js';
