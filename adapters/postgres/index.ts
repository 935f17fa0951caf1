export { checkPostgres, migratePostgres, readPostgresSchema } from './inspect.js';
export { APP_ROLE } from './grants.js';
export { openQueuePool, type QueuePool } from './queue-pool.js';
export { nameScratchSchema, type ScratchSchema } from './scratch.js';
export { openPostgresStore, type PostgresStore, type PostgresStoreOptions } from './store.js';
