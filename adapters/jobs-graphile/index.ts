export { createGraphileJobs, type GraphileJobsOptions, type Task } from './graphile-jobs.js';
export { installQueue, type QueueOptions } from './install.js';
