export { checkPostgres, migratePostgres, readPostgresSchema } from './inspect.js';
export { nameScratchSchema, type ScratchSchema } from './scratch.js';
export { openPostgresStore, type PostgresStore, type PostgresStoreOptions } from './store.js';
