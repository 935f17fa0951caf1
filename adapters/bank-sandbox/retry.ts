import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Unavailable } from '../../src/shared/index.js';

/** How long a call waits for another process that holds the file before it gives up. */
export const BUSY_LIMIT_MS = 10_000;

const MAX_PAUSE_MS = 12;

/** Whether SQLite said that another connection holds the file right now. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}

/**
 * Does a piece of database work, again and again while another process holds the file, without blocking the thread.
 *
 * @throws bank.unavailable when the file stays busy for 10 s or cannot be used; nothing was done then
 */
export async function whenFree<T>(work: () => T): Promise<T> {
  const deadline = Date.now() + BUSY_LIMIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw translated(error);
      if (Date.now() > deadline)
        throw new Unavailable('bank.unavailable', 'The sandbox bank stays busy.', { cause: error });
    }
    // Random, or two processes in step would meet again and again.
    await sleep(1 + Math.random() * MAX_PAUSE_MS);
  }
}

/** A file that is full, gone or read-only is a bank that is down; a broken constraint is a bug and stays what it is. */
function translated(error: unknown): unknown {
  if (error instanceof TypeError && error.message.includes('connection is not open')) {
    return new Unavailable('bank.unavailable', 'The sandbox bank is closed.', { cause: error });
  }
  if (!(error instanceof Database.SqliteError) || error.code.startsWith('SQLITE_CONSTRAINT')) return error;
  return new Unavailable('bank.unavailable', `The sandbox bank cannot use its file: ${error.message}.`, {
    cause: error,
  });
}
