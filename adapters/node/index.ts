export { defaultJobs } from './jobs.js';
export { createNotifyingStore, type NotifyingStore, type NotifyingStoreOptions } from './notifying-store.js';
export { type Jinaq, type JinaqOptions, openJinaq } from './open-jinaq.js';
