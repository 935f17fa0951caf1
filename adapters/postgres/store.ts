import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { OutboxTx } from '../../src/outbox/index.js';
import { type Digest, InvariantViolation, type Store } from '../../src/shared/index.js';
import { parseAddress } from './address.js';
import { MAX_CONNECTIONS, openPool } from './database.js';
import { isCollision, isLostConnection, translateError, unknownOutcome } from './errors.js';
import { ensureSchema } from './migrate.js';
import { openSession } from './session.js';
import { createTransaction } from './transaction.js';

export type PostgresStoreOptions = {
  /** `postgres://USER:PASSWORD@HOST/DATABASE`, with `?sslmode=`, `&sslrootcert=`, `&schema=` where needed. */
  readonly address: string;
  readonly digest: Digest;
  /** Connections at once, 20 by default and at most. */
  readonly maxConnections?: number | undefined;
  /** How long a transaction waits for what another one has locked. */
  readonly lockTimeoutMs?: number | undefined;
  /** How long one statement may run. */
  readonly statementTimeoutMs?: number | undefined;
  /** How long a transaction that has lost its connection, or finds none, looks for the server: 5,000 ms by default. */
  readonly reconnectMs?: number | undefined;
};

export type PostgresStore = Store<OutboxTx> & {
  /** Connections at work and at rest, and how many transactions wait for one. */
  poolUse(): { readonly busy: number; readonly idle: number; readonly waiting: number };
  /** Waits for the work under way and closes all connections. */
  close(): Promise<void>;
};

/**
 * While the server works on one lane's transaction this process prepares the other's. More lanes make smaller batches: four were
 * measured no quicker than two (docs/growing.md).
 */
const LANES = 2;
const LOCK_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const RECONNECT_MS = 5_000;
/** Work at which the server goes away each time may be why it does. */
const MAX_SEEN = 5;
const MAX_COLLISIONS = 5;
const MAX_PAUSE_MS = 20;
/** A server that is starting makes a process for each who asks, only to send them away: it is asked less and less often. */
const RECONNECT_PAUSE_MS = { first: 50, most: 1_000 };

/** With locks nobody does anything twice. SERIALIZABLE made a tenth to a third as many, and refused some (docs/growing.md). */
const WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED';
const READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * Opens the store of many machines: each transaction durable before it returns, those of different goals and clients side
 * by side. A transaction locks what it decides on, clients first, then goals, each in the order of their ids; a goal's row
 * is the lock of everything that belongs to the goal.
 *
 * @throws input.invalid store.unavailable store.schema-too-new store.schema-too-old
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { address, digest, maxConnections = MAX_CONNECTIONS, reconnectMs = RECONNECT_MS } = options;
  const connection = parseAddress(address);
  await ensureSchema(connection);
  const pool = await openPool(connection, Math.min(maxConnections, MAX_CONNECTIONS), {
    statementMs: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    lockMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
  });
  const line = {};
  const runner = { pool, digest, reconnectMs, line };
  return {
    lanes: LANES,
    hasQueue: true,
    transact: (work) => run(runner, work, WRITE, false),
    read: (work) => run(runner, work, READ, true),
    poolUse: () => ({ busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

type Work<T> = (tx: OutboxTx) => Promise<T>;
type Runner = {
  readonly pool: Pool;
  readonly digest: Digest;
  readonly reconnectMs: number;
  /** Tells this store from others. */
  readonly line: object;
};
type Outcome<T> =
  | { readonly status: 'done'; readonly value: T }
  /** The work's own error: it is thrown as it is. */
  | { readonly status: 'refused'; readonly error: unknown }
  | {
      readonly status: 'failed';
      readonly error: unknown;
      readonly isConnected: boolean;
      readonly isCommitSent: boolean;
    };

/** The write transaction that the running code is in. */
const INSIDE = new AsyncLocalStorage<{ readonly line: object; isOpen: boolean }>();

/** Runs the work until it has met nobody, within limits: nothing of a run that failed was kept. */
async function run<T>(runner: Runner, work: Work<T>, begin: string, isReadOnly: boolean): Promise<T> {
  const outer = INSIDE.getStore();
  if (!isReadOnly && outer?.isOpen === true && outer.line === runner.line) {
    throw new InvariantViolation('a transaction inside another one could wait for itself for ever');
  }
  let deadline = performance.now() + runner.reconnectMs;
  let [seen, missed] = [0, 0];
  for (let collisions = 1; ; ) {
    const outcome = await runOnce(runner, work, begin, isReadOnly);
    if (outcome.status === 'done') return outcome.value;
    if (outcome.status === 'refused') throw outcome.error;
    const { error, isConnected, isCommitSent } = outcome;
    if (isConnected && seen < MAX_SEEN) {
      // The server was there until now, however long the work had taken.
      deadline = performance.now() + runner.reconnectMs;
      [seen, missed] = [seen + 1, 0];
    }
    if (isCollision(error) && collisions < MAX_COLLISIONS) {
      // At random, so that those who have met do not meet again.
      await sleep(Math.random() * MAX_PAUSE_MS * collisions);
      collisions += 1;
    } else if (isLostConnection(error) && isCommitSent) {
      throw unknownOutcome(error);
    } else if (isLostConnection(error) && performance.now() < deadline && !runner.pool.ending) {
      await sleep(pauseAfter(missed));
      missed += 1;
    } else {
      throw translateError(error);
    }
  }
}

/** Up to twice as long each time, at random, so that those who lost the server together do not come back together. */
function pauseAfter(missed: number): number {
  const { first, most } = RECONNECT_PAUSE_MS;
  return Math.min(most, first * 2 ** missed) * Math.random();
}

/** Runs the work in one transaction. */
async function runOnce<T>(
  { pool, digest, line }: Runner,
  work: Work<T>,
  begin: string,
  isReadOnly: boolean,
): Promise<Outcome<T>> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return { status: 'failed', error, isConnected: false, isCommitSent: false };
  }
  // A connection that is lost is told by each of its statements; without a listener it would end the process.
  client.on('error', ignore);
  const session = openSession(client, begin, isReadOnly);
  const state = { line, isOpen: true };
  try {
    const tx = createTransaction(session, digest);
    const value = isReadOnly ? await work(tx) : await INSIDE.run(state, () => work(tx));
    await session.commit();
    return { status: 'done', value };
  } catch (error) {
    session.rollback();
    const failure = session.failure();
    if (failure === undefined) return { status: 'refused', error };
    return { status: 'failed', error: failure.error, isConnected: true, isCommitSent: session.isCommitting() };
  } finally {
    state.isOpen = false;
    session.end();
    client.off('error', ignore);
    client.release();
  }
}

function ignore(): void {
  // The statement that was under way has been told.
}
