import type { PublishedEvent } from '../domain/published-event.js';

/**
 * Somebody who is told every event: a program of the bank's own, a queue, a file. Each event is told at least once and
 * the events of one goal one after the other in their order; events of different goals come side by side. After a
 * crash an event may come again with the same id: see `createDeduplicator`.
 */
export type EventSubscriber = {
  /** How the database knows it: 1 to 64 of a-z, 0-9 and -. Under a new name all events are told from the first on. */
  readonly name: string;
  /**
   * Handles one event; the next one of this goal comes when this has resolved, the same one again later when it rejects.
   * It has 60 seconds.
   *
   * @throws `Unavailable` when its own system is away: the goal then waits and is never parked
   */
  handle(event: PublishedEvent): Promise<void>;
};

/** How long a subscriber may take for one event, in milliseconds. */
export const HANDLING_MS = 60_000;
