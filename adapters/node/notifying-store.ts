import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRepository, Notifier, SavingsEvent } from '../../src/savings/index.js';
import type { Store } from '../../src/shared/index.js';

export type NotifyingStoreOptions = {
  readonly notifier: Notifier;
  /** Is told why the notifier failed. */
  readonly onError?: ((error: unknown) => void) | undefined;
};

export type NotifyingStore<Tx> = Store<Tx> & {
  /** Waits until the notifier is done with what it was told, at most so long. */
  idle(timeoutMs: number): Promise<void>;
};

/**
 * Tells the notifier the events of each transaction once it is committed; those of one that is rolled back are told to
 * nobody. The operation does not wait for the notifier and does not fail with it. Best effort and in this process only:
 * a crash between the commit and the telling loses the notice, never the event.
 */
export function createNotifyingStore<Tx extends { readonly events: EventRepository }>(
  store: Store<Tx>,
  { notifier, onError = () => undefined }: NotifyingStoreOptions,
): NotifyingStore<Tx> {
  const underWay = new Set<Promise<void>>();

  const tell = (events: readonly SavingsEvent[]): void => {
    // At once, so that commits are told in their order, and caught wherever the notifier or onError may throw.
    const told = notifySafely(notifier, events).catch(onError).catch(ignore);
    underWay.add(told);
    void told.finally(() => underWay.delete(told));
  };

  return {
    lanes: store.lanes,
    hasQueue: store.hasQueue,
    read: (work) => store.read(work),
    transact: async (work) => {
      let events: SavingsEvent[] = [];
      const result = await store.transact((tx) => {
        // A store may run the work again after a conflict: only the run that was committed is told.
        events = [];
        return work({ ...tx, events: listening(tx.events, events) });
      });
      if (events.length > 0) tell(events);
      return result;
    },
    idle: async (timeoutMs) => {
      const controller = new AbortController();
      const limit = sleep(timeoutMs, undefined, { signal: controller.signal }).catch(ignore);
      await Promise.race([limit, Promise.all(underWay)]);
      controller.abort();
    },
  };
}

/** A notifier that throws instead of rejecting is caught as well. */
async function notifySafely(notifier: Notifier, events: readonly SavingsEvent[]): Promise<void> {
  await notifier.notify(events);
}

function listening(repository: EventRepository, heard: SavingsEvent[]): EventRepository {
  return {
    ofGoal: (goal, after, limit) => repository.ofGoal(goal, after, limit),
    append: async (events) => {
      await repository.append(events);
      heard.push(...events);
    },
  };
}

function ignore(): void {
  // Nobody is left to be told.
}
