import type { Writable } from 'node:stream';
import type { ClientBase, QueryResult } from 'pg';
import type { GoalId } from '../../src/shared/index.js';
import { InvariantViolation } from '../../src/shared/index.js';
import { listOf } from './columns.js';
import { type Statement, statement } from './statement.js';

/** What a parameter may be: text, a number, or several values as one array literal (see columns.ts). */
export type Parameter = string | number | bigint | boolean | null;

/**
 * One transaction on one connection. Statements are sent at once and answered in their order, so that those which do not
 * wait for each other's answers share a round trip.
 */
export type Session = {
  readonly isReadOnly: boolean;
  /** Sends a query and gives its rows. */
  rows<Row>(query: Statement, ...values: readonly Parameter[]): Promise<readonly Row[]>;
  /** Sends a change without waiting for it: if it fails, the transaction fails at its commit at the latest. */
  write(change: Statement, ...values: readonly Parameter[]): Promise<void>;
  /** Sends a change and tells how many rows it has changed. */
  change(change: Statement, ...values: readonly Parameter[]): Promise<number>;
  /** Locks these goals, and so everything that belongs to them, until the transaction ends; what is read later is fresh. */
  lockGoals(goals: readonly GoalId[]): void;
  /** Locks the goals to which the rows belong that this statement finds. */
  lockGoalsOf(owners: Statement, ...values: readonly Parameter[]): void;
  /**
   * Whether clients that are read now are locked as well: clients come before goals, in all transactions, so that no two
   * wait for each other. Who reads a client after a goal reads what is committed, and may not change it.
   */
  readonly mayLockClients: boolean;
};

/** A session in the hands of whoever began it. */
export type OpenSession = Session & {
  /** The first statement that failed, if one has: the transaction is lost with it. */
  failure(): Failure | undefined;
  /** Whether the commit was sent: from then on a lost connection leaves the outcome unknown. */
  isCommitting(): boolean;
  commit(): Promise<void>;
  rollback(): void;
  /** From now on every use is refused. */
  end(): void;
};

/** A statement that failed, by its error. */
export type Failure = { readonly error: unknown };

const LOCK_GOALS = statement('SELECT id FROM goals WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE');
const ENDED = 'this transaction has ended: its repositories take no more work';
/** How many changes may be under way before the next one is waited for. */
const MAX_UNANSWERED = 64;

/** Begins a transaction on a connection that nobody else uses. */
export function openSession(client: ClientBase, begin: string, isReadOnly: boolean): OpenSession {
  const { state, send, sendUnheard } = openChannel(client);
  const locks = openLocks(send, isReadOnly);
  const throwFailure = (): void => {
    if (state.failure !== undefined) throw state.failure.error;
  };
  // Told at once: nobody waits for what is sent.
  const requireWriting = (): void => {
    if (isReadOnly) throw new InvariantViolation('a read does not write');
    if (!state.isOpen) throw new InvariantViolation(ENDED);
  };
  sendUnheard(begin);
  return {
    isReadOnly,
    get mayLockClients() {
      return !isReadOnly && !locks.hasGoals();
    },
    lockGoals: locks.goals,
    lockGoalsOf: locks.goalsOf,
    rows: async <Row>(query: Statement, ...values: readonly Parameter[]) => (await send(query, values)).rows as Row[],
    change: async (change, ...values) => {
      requireWriting();
      return (await send(change, values)).rowCount ?? 0;
    },
    write: async (change, ...values) => {
      requireWriting();
      if (state.unanswered >= MAX_UNANSWERED) await send(change, values);
      else sendUnheard(change, values);
    },
    failure: () => state.failure,
    isCommitting: () => state.isCommitting,
    commit: async () => {
      throwFailure();
      // Whoever has read everything waits for nothing.
      if (isReadOnly) return sendUnheard('COMMIT');
      state.isCommitting = true;
      await send('COMMIT');
      // The server answers the commit of a transaction that has failed with a rollback.
      throwFailure();
    },
    rollback: () => sendUnheard('ROLLBACK'),
    end: () => {
      state.isOpen = false;
    },
  };
}

type Send = (query: Statement | string, values?: readonly Parameter[]) => Promise<QueryResult>;

/** Sends statements and remembers the first that fails. */
function openChannel(client: ClientBase) {
  const state = { failure: undefined as Failure | undefined, isOpen: true, isCommitting: false, unanswered: 0 };
  const together = gatherer(client);
  const send: Send = async (query, values = []) => {
    if (!state.isOpen) throw new InvariantViolation(ENDED);
    state.unanswered += 1;
    together();
    try {
      return await client.query(typeof query === 'string' ? query : { ...query, values: [...values] });
    } catch (error) {
      state.failure ??= { error };
      throw error;
    } finally {
      state.unanswered -= 1;
    }
  };
  const sendUnheard = (query: Statement | string, values?: readonly Parameter[]): void => {
    // Its failure is kept and thrown at the commit.
    void send(query, values).catch(() => undefined);
  };
  return { state, send, sendUnheard };
}

/**
 * Lets statements that are sent without a pause between them leave in one packet: each packet of its own costs a system call
 * here and wakes the server up once more.
 */
function gatherer(client: ClientBase): () => void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  let isGathering = false;
  return () => {
    if (isGathering) return;
    isGathering = true;
    stream.cork();
    // After all that goes on without waiting for anything from outside.
    process.nextTick(() => {
      isGathering = false;
      stream.uncork();
    });
  };
}

function openLocks(send: Send, isReadOnly: boolean) {
  const locked = new Set<string>();
  let hasGoals = false;
  const lock = (owners: Statement, values: readonly Parameter[]): void => {
    hasGoals = true;
    const remember = ({ rows }: QueryResult<{ id: GoalId }>) => rows.forEach(({ id }) => locked.add(id));
    // A failure is kept by the channel.
    void send(owners, values).then(remember, () => undefined);
  };
  return {
    hasGoals: () => hasGoals,
    goals: (goals: readonly GoalId[]): void => {
      const fresh = isReadOnly ? [] : goals.filter((goal) => !locked.has(goal));
      if (fresh.length === 0) return;
      for (const goal of fresh) locked.add(goal);
      lock(LOCK_GOALS, [listOf(fresh)]);
    },
    goalsOf: (owners: Statement, ...values: readonly Parameter[]): void => {
      if (!isReadOnly) lock(owners, values);
    },
  };
}

/** Rows by what they are asked for, in the order in which they are asked for; those that do not exist are left out. */
export function inOrder<Id extends string, Value>(
  ids: readonly Id[],
  found: ReadonlyMap<Id, Value>,
): ReadonlyMap<Id, Value> {
  const ordered = new Map<Id, Value>();
  for (const id of ids) {
    const value = found.get(id);
    if (value !== undefined) ordered.set(id, value);
  }
  return ordered;
}
