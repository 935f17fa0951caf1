import { setTimeout as sleep } from 'node:timers/promises';
import type { OutflowTx } from '../../src/savings/index.js';
import { type Digest, type Store, Unavailable } from '../../src/shared/index.js';
import { type Database, isBusy, openDatabase, translateError } from './database.js';
import { createTransaction } from './transaction.js';

export type SqliteStoreOptions = {
  /** A file, or ':memory:'. */
  readonly path: string;
  readonly digest: Digest;
  /** How long to wait for another process's transaction. */
  readonly lockTimeoutMs?: number | undefined;
};

export type SqliteStore = Store<OutflowTx> & {
  /** Closes the file; work under way fails. */
  close(): void;
};

const DEFAULT_LOCK_TIMEOUT_MS = 10_000;
const MAX_PAUSE_MS = 20;

/**
 * Opens the embedded store: one writer at a time, each transaction durable (WAL, synchronous FULL) before it returns.
 * Reads of a file run beside it on a snapshot of their own.
 *
 * @throws store.unavailable store.schema-too-new
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { path, digest, lockTimeoutMs = DEFAULT_LOCK_TIMEOUT_MS } = options;
  const writer = await openDatabase(path, lockTimeoutMs);
  const reader = path === ':memory:' ? writer : await openDatabase(path, lockTimeoutMs);
  const write = createRunner(writer, 'BEGIN IMMEDIATE', digest, lockTimeoutMs);
  const read = reader === writer ? write : createRunner(reader, 'BEGIN DEFERRED', digest, lockTimeoutMs);
  return {
    transact: write,
    read,
    close: () => {
      reader.close();
      writer.close();
    },
  };
}

type Runner = Store<OutflowTx>['transact'];

/** Runs one piece of work after the other on a connection, each in a transaction. */
function createRunner(db: Database, begin: string, digest: Digest, lockTimeoutMs: number): Runner {
  const [beginning, commit, rollback] = [db.prepare(begin), db.prepare('COMMIT'), db.prepare('ROLLBACK')];
  const transaction = createTransaction(db, digest);
  let last: Promise<unknown> = Promise.resolve();

  const runAlone = async <T>(work: (tx: OutflowTx) => Promise<T>): Promise<T> => {
    await retryWhileBusy(() => void beginning.run(), lockTimeoutMs);
    try {
      transaction.reset();
      const result = await work(transaction.tx);
      await retryWhileBusy(() => void commit.run(), lockTimeoutMs);
      return result;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw translateError(error);
    }
  };

  return (work) => {
    const next = last.then(() => runAlone(work));
    last = next.catch(() => undefined);
    return next;
  };
}

/** Waits for another process without blocking this one's event loop. */
async function retryWhileBusy(action: () => void, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      action();
      return;
    } catch (error) {
      if (!isBusy(error)) throw translateError(error);
      if (performance.now() > deadline) {
        throw new Unavailable('store.unavailable', `The database stayed busy for ${timeoutMs} ms.`, { cause: error });
      }
    }
    // At random, so that two waiting processes do not meet again and again.
    await sleep(1 + Math.random() * MAX_PAUSE_MS);
  }
}
