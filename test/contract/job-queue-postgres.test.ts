import { inject } from 'vitest';
import { createGraphileJobs } from '../../adapters/jobs-graphile/index.js';
import { openPostgresStore } from '../../adapters/postgres/index.js';
import { sha256Digest as digest, systemClock as clock } from '../../adapters/system/index.js';
import type { JobQueue } from '../../src/shared/index.js';
import { asLogin } from '../support/postgres.js';
import { openQueue, untilIdle } from '../support/queue.js';
import { jobQueueContract } from './job-queue.contract.js';

jobQueueContract('graphile-worker', async (tasks) => {
  const { queue, address, close } = await openQueue();
  const store = await openPostgresStore({ address: asLogin(address, inject('postgresApp')), digest });
  return {
    transact: (work) => store.transact(({ jobs }) => work(jobs as JobQueue)),
    workOff: async () => {
      const runner = createGraphileJobs({ ...queue, jobs: [], tasks, onRun: () => undefined, clock });
      await runner.start();
      await untilIdle(queue);
      await runner.stop();
    },
    close: async () => {
      await store.close();
      await close();
    },
  };
});
