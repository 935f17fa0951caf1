import type { GoalId } from '../../shared/index.js';
import type { PublishedEvent } from './published-event.js';

/**
 * A consumer of events with a database of its own: in one transaction of it, what comes of an event and the note that
 * the event was handled are kept together.
 */
export type Consumer<Tx> = {
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The position of the last event of this goal that was handled, locked until the transaction ends; null when none was. */
  lastPosition(tx: Tx, goal: GoalId): Promise<number | null>;
  savePosition(tx: Tx, goal: GoalId, position: number): Promise<void>;
  handle(tx: Tx, event: PublishedEvent): Promise<void>;
};

/**
 * Makes the `handle` of a subscriber that lets each event count once, however often it is told. Events of a goal come
 * in their order, so that one position for each goal is all that has to be remembered.
 */
export function createDeduplicator<Tx>(consumer: Consumer<Tx>): (event: PublishedEvent) => Promise<void> {
  return (event) =>
    consumer.transact(async (tx) => {
      const last = await consumer.lastPosition(tx, event.goal);
      if (last !== null && event.position <= last) return;
      await consumer.handle(tx, event);
      await consumer.savePosition(tx, event.goal, event.position);
    });
}
