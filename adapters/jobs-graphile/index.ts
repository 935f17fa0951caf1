export { createGraphileJobs, type GraphileJobsOptions } from './graphile-jobs.js';
export { installQueue, type QueueOptions } from './install.js';
