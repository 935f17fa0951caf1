export { checkSqlite, migrateSqlite, readSqliteSchema } from './inspect.js';
export { openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './store.js';
