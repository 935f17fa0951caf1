/**
 * A database that gives each piece of work one transaction.
 * `Tx` is what the work may touch; each context names only the repositories it uses.
 */
export type Store<Tx> = {
  /**
   * How many transactions about different goals are worth having under way at once from one process: one, when absent, where
   * a database writes one after the other.
   */
  readonly lanes?: number | undefined;
  /** Whether its transactions can put jobs into a queue. */
  readonly hasQueue?: boolean | undefined;
  /**
   * Runs the work in one durable, serialised transaction: all of it is kept, or nothing.
   * Never call a bank or wait for anything else inside it.
   *
   * @throws store.unavailable when the database stays busy or is gone
   */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs read-only work over one consistent snapshot. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};
