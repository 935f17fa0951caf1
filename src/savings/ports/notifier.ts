import type { SavingsEvent } from '../domain/event.js';

/**
 * Is told what has happened, after it was kept: never of what was rolled back. Telling is best effort and within the
 * process: a crash after the commit loses the notice (the event itself is in the goal's history), and a notifier that
 * fails or is slow changes nothing for the operation. Messages that must arrive need a durable outbox,
 * which comes with the messaging context.
 */
export type Notifier = {
  /** The events of one transaction, in their order; transactions are told in the order of their commits. */
  notify(events: readonly SavingsEvent[]): Promise<void>;
};
