import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { Conflict, invalidInput, Unavailable } from '../../src/shared/index.js';
import { MIGRATIONS } from './migrations/index.js';

/** Marks a SQLite file as a Jinaq database ("JINQ"), so that it is not mixed up with the sandbox bank's. */
const APPLICATION_ID = 0x4a494e51;

export type Database = BetterSqlite3.Database;

/**
 * Opens a database file, durable to the last commit, and brings its schema up to date.
 *
 * @throws store.unavailable when the file cannot be opened or is something else
 * @throws store.schema-too-new when a newer Jinaq made it
 */
export async function openDatabase(path: string, lockTimeoutMs: number): Promise<Database> {
  // Loaded on demand: an embedder with another database need not install it.
  const { default: Sqlite } = await import('better-sqlite3');
  requireFolder(path);
  let db: Database | undefined;
  try {
    db = new Sqlite(path);
    // Only opening and migrating wait inside SQLite; transactions wait without blocking the event loop.
    db.pragma(`busy_timeout = ${lockTimeoutMs}`);
    requireOwnFile(db);
    await useWriteAheadLog(db, lockTimeoutMs);
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // What a transaction touches and little more: the system keeps the file's pages in memory anyway.
    db.pragma('cache_size = -16384');
    // A checkpoint costs several syncs: one for every 64 MB of log, not for every batch.
    db.pragma('wal_autocheckpoint = 16384');
    migrate(db);
    db.pragma('busy_timeout = 0');
    return db;
  } catch (error) {
    db?.close();
    throw translateError(error);
  }
}

/** Of processes that switch a new file at once SQLite turns some away without the busy time-out, lest all wait for all. */
async function useWriteAheadLog(db: Database, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await sleep(1 + Math.random() * 5);
  }
}

/** Each migration runs once, under the write lock: ten processes that start at once take turns. */
function migrate(db: Database): void {
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > MIGRATIONS.length) {
      throw new Unavailable(
        'store.schema-too-new',
        `The database has schema ${version}, this program knows schemas up to ${MIGRATIONS.length}.`,
        { details: { database: version, program: MIGRATIONS.length } },
      );
    }
    for (const sql of MIGRATIONS.slice(version)) db.exec(sql);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
    db.pragma(`application_id = ${APPLICATION_ID}`);
  }).immediate();
}

/** The driver tells a missing folder by an error without a code. */
function requireFolder(path: string): void {
  if (path === ':memory:' || existsSync(dirname(path))) return;
  throw invalidInput({ path: 'db', message: `the folder of ${path} does not exist` });
}

/** A file that another program has made is left alone. */
function requireOwnFile(db: Database): void {
  // In this order: whoever sees the tables that another process has just made sees its mark as well.
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  const owner = Number(db.pragma('application_id', { simple: true }));
  if (owner === APPLICATION_ID || (owner === 0 && isEmpty)) return;
  throw invalidInput({ path: 'db', message: `${db.name} is the database of another program` });
}

/** Writes a database into a new file. @throws store.unavailable */
export function copyDatabase(db: Database, file: string): void {
  try {
    db.prepare('VACUUM INTO ?').run(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Unavailable('store.unavailable', `The database cannot be copied: ${reason}.`, { cause: error });
  }
}

const UNAVAILABLE = [
  'SQLITE_BUSY',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
  'SQLITE_READONLY',
  'SQLITE_LOCKED',
];

/** Says a driver's error in Jinaq's words; what is not the driver's stays as it is. */
export function translateError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (error instanceof TypeError && error.message.includes('connection is not open')) {
    return new Unavailable('store.unavailable', 'The database was closed.', { cause: error });
  }
  if (code === undefined || !(error instanceof Error)) return error;
  if (code.startsWith('SQLITE_CONSTRAINT')) return translateConstraint(code, error);
  if (UNAVAILABLE.some((prefix) => code.startsWith(prefix))) {
    return new Unavailable('store.unavailable', `The database cannot be used: ${error.message}.`, {
      details: { sqlite: code },
      cause: error,
    });
  }
  return error;
}

/** True when another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;
}

function translateConstraint(code: string, error: Error): unknown {
  if (error.message.includes('resolved once') || error.message.includes('transfers.refers_to')) {
    const message = 'This transfer was posted, voided or reversed before.';
    return new Conflict('ledger.pending-resolved', message, { cause: error });
  }
  const isDouble =
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY' ||
    error.message.includes('never replaced');
  return isDouble ? new Conflict('conflict', 'The same thing was stored before.', { cause: error }) : error;
}

function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'SqliteError') return undefined;
  return 'code' in error ? String(error.code) : undefined;
}
