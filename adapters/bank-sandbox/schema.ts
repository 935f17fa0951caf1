import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { DomainError, invalidInput } from '../../src/shared/index.js';
import { isBusy } from './retry.js';

/** Marks a SQLite file as a sandbox bank ("JBNK"), so that `--db` and `--bank` are not mixed up. */
const APPLICATION_ID = 0x4a424e4b;
const SCHEMA_VERSION = 1;
/** Opening happens once and has nobody to disturb, so there the thread itself may wait for another process. */
const OPEN_TIMEOUT_MS = 10_000;
/** In the middle of work the thread waits only this long; after that the wait is asynchronous (retry.ts). */
const BUSY_TIMEOUT_MS = 20;

/** The row of the account that stands for everything outside this bank: the other side of salaries and interest. */
export const WORLD_ID = 1n;

// Days are numbers of days since 1970-01-01, instants are milliseconds, money is tiyn. `movements` holds only what was
// booked: what was refused or is held lies in `unbooked`, so that the table that grows keeps narrow rows.
const SCHEMA = `
CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  main_account_id INTEGER
) STRICT;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
  client_id INTEGER,
  balance INTEGER NOT NULL DEFAULT 0,
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  opened_day INTEGER NOT NULL,
  closed_day INTEGER,
  settled_day INTEGER,
  CHECK (kind = 0 OR balance >= reserved)
) STRICT;
CREATE INDEX accounts_client ON accounts (client_id) WHERE client_id IS NOT NULL;
INSERT INTO accounts (id, number, kind, opened_day) VALUES (${WORLD_ID}, 'WORLD', 0, 0);

CREATE TABLE savings (
  account_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  rate_bps INTEGER NOT NULL,
  is_monthly INTEGER NOT NULL,
  settled_balance INTEGER NOT NULL DEFAULT 0,
  dirty_day INTEGER,
  closing_interest INTEGER
) STRICT;

CREATE TABLE rates (
  account_id INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  rate_bps INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE interest_credits (
  account_id INTEGER NOT NULL,
  month_day INTEGER NOT NULL,
  credit_day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (account_id, month_day, credit_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE movements (
  id INTEGER PRIMARY KEY,
  debit_id INTEGER NOT NULL,
  credit_id INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  kind INTEGER NOT NULL,
  value_day INTEGER NOT NULL,
  booked_ms INTEGER NOT NULL,
  key TEXT,
  purpose TEXT
) STRICT;
CREATE UNIQUE INDEX movements_key ON movements (key) WHERE key IS NOT NULL;
CREATE INDEX movements_debit ON movements (debit_id, value_day);
CREATE INDEX movements_credit ON movements (credit_id, value_day);
CREATE TRIGGER movements_no_update BEFORE UPDATE ON movements BEGIN SELECT RAISE(ABORT, 'movements are final'); END;
CREATE TRIGGER movements_no_delete BEFORE DELETE ON movements BEGIN SELECT RAISE(ABORT, 'movements are final'); END;

CREATE TABLE unbooked (
  key TEXT PRIMARY KEY,
  from_number TEXT NOT NULL,
  to_number TEXT NOT NULL,
  amount INTEGER NOT NULL,
  value_day INTEGER,
  purpose TEXT,
  received_ms INTEGER NOT NULL,
  refusal TEXT,
  due_ms INTEGER,
  CHECK (refusal IS NOT NULL OR due_ms IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX unbooked_due ON unbooked (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE faults (
  id INTEGER PRIMARY KEY,
  on_call TEXT NOT NULL,
  kind TEXT NOT NULL,
  nth INTEGER NOT NULL,
  times INTEGER,
  rate REAL,
  seed INTEGER NOT NULL,
  reason TEXT,
  delay_ms INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  fired INTEGER NOT NULL DEFAULT 0
) STRICT;
`;

/**
 * Opens the bank's file and makes its tables when it is new.
 *
 * @throws input.invalid when the file is something else than a sandbox bank
 * @throws store.schema-too-new when a newer Jinaq made it
 */
export function openDatabase(path: string): Database.Database {
  if (path !== ':memory:' && !existsSync(dirname(path))) {
    throw invalidInput({ path: 'bank', message: `the folder of ${path} does not exist` });
  }
  const db = new Database(path, { timeout: OPEN_TIMEOUT_MS });
  try {
    db.defaultSafeIntegers(true);
    useWriteAheadLog(db);
    // NORMAL: a crash of the process loses nothing, the operating system has every page. Only a power cut could take
    // the last commits; a bank that must survive that is not a sandbox.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = OFF');
    // A checkpoint waits for the disk; at 16 MB instead of 4 it does so seldom enough for 20,000 transfers a second.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('temp_store = MEMORY');
    db.pragma('cache_size = -32768');
    db.transaction(() => migrate(db, path)).immediate();
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') throw notABank(path);
    throw error;
  }
}

function migrate(db: Database.Database, path: string): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  const applicationId = Number(db.pragma('application_id', { simple: true }));
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isEmpty && applicationId !== APPLICATION_ID) throw notABank(path);
  if (version > SCHEMA_VERSION) {
    throw new DomainError(
      'store.schema-too-new',
      `The sandbox bank ${path} has schema ${version}, this program knows ${SCHEMA_VERSION}.`,
    );
  }
  if (!isEmpty) return;
  db.exec(SCHEMA);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${SCHEMA_VERSION}`);
}

/** Changing the journal mode does not wait for the busy time-out when two processes open a new file at once. */
function useWriteAheadLog(db: Database.Database): void {
  const deadline = Date.now() + OPEN_TIMEOUT_MS;
  for (;;) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function notABank(path: string): DomainError {
  return invalidInput({ path: 'bank', message: `${path} is not the file of a sandbox bank` });
}
