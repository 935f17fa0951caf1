import type { Notifier, OutflowTx, SavingsEvent } from '../../src/savings/index.js';
import type { Store } from '../../src/shared/index.js';

/**
 * Tells the notifier the events of each transaction once it is committed; those of one that is rolled back are told to
 * nobody. At most once and in this process only: a crash between the commit and the telling loses the notice, never the
 * event, which is in the goal's history.
 */
export function notifyingStore(
  store: Store<OutflowTx>,
  notifier: Notifier,
  onError: (error: unknown) => void = () => undefined,
): Store<OutflowTx> {
  return {
    read: (work) => store.read(work),
    transact: async (work) => {
      const told: SavingsEvent[] = [];
      const result = await store.transact((tx) => {
        told.length = 0;
        return work({ ...tx, events: collecting(tx.events, told) });
      });
      if (told.length > 0) await notifier.notify(told).catch(onError);
      return result;
    },
  };
}

function collecting(events: OutflowTx['events'], told: SavingsEvent[]): OutflowTx['events'] {
  return {
    ofGoal: (goal, after, limit) => events.ofGoal(goal, after, limit),
    append: async (added) => {
      await events.append(added);
      told.push(...added);
    },
  };
}
