import { createInlineJobs, createInlineQueue, createManualClock } from '../../adapters/jobs-inline/index.js';
import { createQueueingStore } from '../../adapters/node/queueing-store.js';
import { openSqliteStore } from '../../adapters/sqlite/index.js';
import { sha256Digest as digest } from '../../adapters/system/index.js';
import { invariant } from '../../src/shared/index.js';
import { jobQueueContract } from './job-queue.contract.js';
import { jobsContract } from './jobs.contract.js';
import { NOW } from './store-fixtures.js';

jobsContract('inline', async (jobs, onRun, start) => {
  const inline = createInlineJobs({ jobs, onRun, clock: createManualClock(start) });
  return { goTo: (moment) => inline.runDue(moment), stop: () => inline.stop() };
});

jobQueueContract('inline, beside SQLite', async (tasks) => {
  const clock = createManualClock(NOW);
  const queue = createInlineQueue(clock);
  const sqlite = await openSqliteStore({ path: ':memory:', digest });
  const store = createQueueingStore(sqlite, queue);
  const inline = createInlineJobs({ jobs: [], tasks, queue, clock, onRun: () => undefined });
  return {
    transact: (work) =>
      store.transact(async ({ jobs }) => {
        invariant(jobs !== null, 'the store has a queue');
        await work(jobs);
      }),
    workOff: () => inline.runDue(clock.now()),
    close: async () => sqlite.close(),
  };
});
