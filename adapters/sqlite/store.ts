import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxTx } from '../../src/outbox/index.js';
import { type Digest, InvariantViolation, type Store, Unavailable } from '../../src/shared/index.js';
import { copyDatabase, type Database, isBusy, openDatabase, translateError } from './database.js';
import { createLine, type Line } from './line.js';
import { createTransaction } from './transaction.js';

export type SqliteStoreOptions = {
  /** A file, or ':memory:'. */
  readonly path: string;
  readonly digest: Digest;
  /** How long to wait for another process's transaction. */
  readonly lockTimeoutMs?: number | undefined;
  /** `false`: a commit does not wait for the disk, so that a power cut (no mere crash) may take the last ones. */
  readonly isDurable?: boolean | undefined;
};

export type SqliteStore = Store<OutboxTx> & {
  /**
   * Writes what is committed into a new file; whoever writes waits meanwhile.
   *
   * @throws store.unavailable when that file exists or cannot be made
   */
  copyTo(path: string): Promise<void>;
  /** Closes the file; work under way fails. */
  close(): void;
};

const DEFAULT_LOCK_TIMEOUT_MS = 10_000;
const MAX_PAUSE_MS = 20;

/**
 * Opens the embedded store: one writer at a time, each transaction durable (WAL, synchronous FULL) before it returns,
 * unless it is told that it need not be. Reads of a file run beside it on a snapshot of their own.
 *
 * @throws store.unavailable store.schema-too-new
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { path, digest, lockTimeoutMs = DEFAULT_LOCK_TIMEOUT_MS, isDurable = true } = options;
  const writer = await openDatabase(path, lockTimeoutMs);
  const reader =
    path === ':memory:'
      ? writer
      : await openDatabase(path, lockTimeoutMs).catch((error: unknown) => {
          writer.close();
          throw error;
        });
  const isShared = reader === writer;
  if (!isDurable) writer.pragma('synchronous = OFF');
  if (!isShared) reader.pragma('query_only = ON');
  const line = createLine();
  const transact = createRunner(writer, { begin: 'BEGIN IMMEDIATE', line, digest, lockTimeoutMs });
  const read = createRunner(reader, {
    begin: 'BEGIN DEFERRED',
    isReadOnly: true,
    // The one connection of a database in memory serves both, so both stand in one line.
    line: isShared ? line : createLine(),
    isShared,
    digest,
    lockTimeoutMs,
  });
  return {
    transact,
    read,
    copyTo: (file) => line(async () => copyDatabase(writer, file)),
    close: () => {
      reader.close();
      writer.close();
    },
  };
}

type Runner = Store<OutboxTx>['transact'];
type RunnerOptions = {
  readonly begin: string;
  readonly isReadOnly?: boolean;
  /** The connection writes as well. */
  readonly isShared?: boolean;
  readonly line: Line;
  readonly digest: Digest;
  readonly lockTimeoutMs: number;
};

/** A transaction under way, and the one that it was begun in. */
type Scope = { readonly line: Line; isOpen: boolean; readonly outer: Scope | undefined };

/** The transaction that the running code is in. One for all stores: each one that exists slows every promise. */
const INSIDE = new AsyncLocalStorage<Scope>();
let openScopes = 0;

/** While no transaction is open nothing is traced: what else the process does makes its promises without it. */
function closeScope(scope: Scope): void {
  scope.isOpen = false;
  openScopes -= 1;
  if (openScopes === 0) INSIDE.disable();
}

/** Runs each piece of work in a transaction of its own. */
function createRunner(
  db: Database,
  { begin, isReadOnly = false, isShared = false, line, digest, lockTimeoutMs }: RunnerOptions,
): Runner {
  const [beginning, commit, rollback] = [db.prepare(begin), db.prepare('COMMIT'), db.prepare('ROLLBACK')];
  const transaction = createTransaction(db, digest);
  const changes = db.prepare('SELECT total_changes()').pluck();

  const runAlone = async <T>(work: (tx: OutboxTx) => Promise<T>): Promise<T> => {
    if (!isDone(beginning)) await retryWhileBusy(beginning, lockTimeoutMs);
    const { tx, revoke } = lend(transaction.tx);
    const scope: Scope = { line, isOpen: true, outer: openScope() };
    openScopes += 1;
    try {
      // Forbidding it for each read would make SQLite prepare every statement anew.
      const before = isReadOnly && isShared ? changes.get() : undefined;
      const result = await INSIDE.run(scope, () => work(tx));
      if (before !== undefined && changes.get() !== before) throw new InvariantViolation('a read does not write');
      if (!isDone(commit)) await retryWhileBusy(commit, lockTimeoutMs);
      return result;
    } catch (error) {
      transaction.forget();
      if (db.open && db.inTransaction) rollback.run();
      throw translateError(error);
    } finally {
      closeScope(scope);
      revoke();
    }
  };

  return (work) => {
    if (isWithin(line)) {
      return Promise.reject(new InvariantViolation('a transaction inside another one would wait for itself for ever'));
    }
    return line(() => runAlone(work));
  };
}

/** Whether the running code has this connection already: waiting for its turn would be waiting for itself. */
function isWithin(line: Line): boolean {
  for (let scope = openScope(); scope !== undefined; scope = scope.outer) {
    if (scope.line === line) return true;
  }
  return false;
}

/** The innermost transaction that the running code is in and that has not ended. */
function openScope(): Scope | undefined {
  let scope = INSIDE.getStore();
  while (scope !== undefined && !scope.isOpen) scope = scope.outer;
  return scope;
}

/**
 * Hands the repositories out until they are revoked: after the end of their transaction, whoever has kept one would write
 * into somebody else's.
 */
function lend(all: OutboxTx): { readonly tx: OutboxTx; readonly revoke: () => void } {
  const lent = new Map<string | symbol, { readonly proxy: object; readonly revoke: () => void }>();
  const { proxy: tx, revoke } = Proxy.revocable(all, {
    get: (_all, name) => {
      const repository = all[name as keyof OutboxTx];
      if (repository === null) return null;
      const known = lent.get(name) ?? Proxy.revocable(repository, {});
      lent.set(name, known);
      return known.proxy;
    },
  });
  return {
    tx,
    revoke: () => {
      revoke();
      for (const repository of lent.values()) repository.revoke();
    },
  };
}

type Step = { readonly run: () => unknown };

/** Takes a step unless another process is in the way: most often none is, and nobody waits for a promise. */
function isDone(step: Step): boolean {
  try {
    step.run();
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw translateError(error);
  }
}

/** Waits for another process without blocking this one's event loop. */
async function retryWhileBusy(step: Step, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  do {
    if (performance.now() > deadline) {
      throw new Unavailable('store.unavailable', `The database stayed busy for ${timeoutMs} ms.`);
    }
    // At random, so that two waiting processes do not meet again and again.
    await sleep(1 + Math.random() * MAX_PAUSE_MS);
  } while (!isDone(step));
}
