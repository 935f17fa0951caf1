export { defaultJobs } from './jobs.js';
export { type Jinaq, type JinaqOptions, openJinaq } from './open-jinaq.js';
