import type { SavingsTx } from '../../src/savings/index.js';
import type { QueuedJob, Store } from '../../src/shared/index.js';

/** Takes what transactions have put into the queue, once they are committed. */
export type JobIntake = { add(jobs: readonly QueuedJob[]): void };

/**
 * A store whose transactions put jobs into a queue of this process: those of a transaction that is rolled back are put
 * into none, and those of a process that dies are left to the schedule.
 */
export function createQueueingStore<Tx extends Pick<SavingsTx, 'jobs'>>(
  store: Store<Tx>,
  intake: JobIntake,
): Store<Tx> {
  return {
    ...store,
    hasQueue: true,
    transact: async (work) => {
      let jobs: QueuedJob[] = [];
      const result = await store.transact((tx) => {
        // A store may run the work again after a conflict: only what the run that was committed asks for is wanted.
        jobs = [];
        return work({ ...tx, jobs: queueOf(jobs) });
      });
      if (jobs.length > 0) intake.add(jobs);
      return result;
    },
  };
}

function queueOf(wanted: QueuedJob[]): NonNullable<SavingsTx['jobs']> {
  const put = async (jobs: readonly QueuedJob[]): Promise<void> => {
    wanted.push(...jobs);
  };
  return { enqueue: put, ensure: put, failing: async () => [], workers: async () => 1 };
}
