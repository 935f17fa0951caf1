import type { DatabaseDesk } from '../operations/index.js';
import { checkSqlite, migrateSqlite, readSqliteSchema } from '../sqlite/index.js';
import { isPostgresAddress, sqlitePath } from './open-database.js';
import { migrateQueue } from './open-queue.js';

/** A desk for the database at an address; it is opened for each thing that is done, and closed again. */
export function openDatabaseDesk(address: string): DatabaseDesk {
  if (!isPostgresAddress(address)) {
    return {
      status: async () => ({ database: 'sqlite', ...(await readSqliteSchema(sqlitePath(address))) }),
      migrate: () => migrateSqlite(sqlitePath(address)),
      check: () => checkSqlite(sqlitePath(address)),
    };
  }
  // Loaded on demand: who has another database need not install the driver.
  const postgres = () => import('../postgres/index.js');
  return {
    status: async () => ({ database: 'postgres', ...(await (await postgres()).readPostgresSchema(address)) }),
    migrate: async () => {
      const report = await (await postgres()).migratePostgres(address);
      return { ...report, notes: [...report.notes, ...(await queueNotes(address))] };
    },
    check: async () => (await postgres()).checkPostgres(address),
  };
}

/** Makes the queue of the workers beside the tables, where its engine is installed. */
async function queueNotes(address: string): Promise<readonly string[]> {
  try {
    await migrateQueue(address);
    return [];
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return ['graphile-worker is not installed: there is no queue for workers.'];
  }
}
