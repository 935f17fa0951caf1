/** The moment at which a transaction of the bank takes place; everything in it happens then. */
export type Turn = {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  /** The number of the day in Almaty. */
  readonly today: number;
};
