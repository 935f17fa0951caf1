import type { Actor } from '../../src/access/index.js';
import { type Clock, invalidInput, type Job, type JobRun, type JobRunner } from '../../src/shared/index.js';
import type { OperationContext } from '../operations/index.js';
import { systemClock } from '../system/index.js';
import { defaultJobs, monthToPost } from './jobs.js';
import { isPostgresAddress } from './open-database.js';
import type { Jinaq } from './open-jinaq.js';
import { engine, migrateQueue } from './open-queue.js';
import { defaultTasks } from './tasks.js';

/** The jobs that go through all plans that are due, and through all goals. */
const [RUN, INTEREST] = ['transfers.run', 'interest.post'] as const;

export type WorkerOptions = {
  /** The address at which Jinaq was opened. */
  readonly db: string;
  readonly clock?: Clock | undefined;
  /** Jobs at once, 4 by default. */
  readonly concurrency?: number | undefined;
  /** Told of every run of a job. */
  readonly onRun: (run: JobRun) => void;
  /** Told of trouble with the queue itself. */
  readonly onTrouble?: ((message: string) => void) | undefined;
};

/**
 * Opens a worker: it runs Jinaq's jobs at their times and takes part in what others have shared out, beside any number of
 * others on any machine. What it opened is closed when it stops; Jinaq itself stays open.
 *
 * @throws input.invalid for a database that workers cannot share
 * @throws store.unavailable store.schema-too-old
 */
export async function openWorker(jinaq: Jinaq, options: WorkerOptions): Promise<JobRunner> {
  const { db, clock = systemClock, concurrency, onRun, onTrouble } = options;
  requireSharedDatabase(db);
  await migrateQueue(db);
  const [{ openQueuePool }, { createGraphileJobs }] = await engine();
  const queue = await openQueuePool(db);
  const jobs = createGraphileJobs({
    ...{ ...queue, clock, concurrency, onRun, onTrouble },
    jobs: sharedJobs(jinaq.context, defaultJobs(jinaq.context)),
    tasks: defaultTasks(jinaq.context, clock),
  });
  return {
    start: () => jobs.start(),
    stop: async () => {
      await jobs.stop();
      await queue.pool.end();
    },
  };
}

/** What is long is shared out among all workers. */
function sharedJobs({ useCases }: OperationContext, jobs: readonly Job[]): readonly Job[] {
  const actor: Actor = { kind: 'system' };
  const shared: Readonly<Record<string, Pick<Job, 'run'>>> = {
    [RUN]: { run: () => useCases.shareTransfers.execute({ actor }) },
    [INTEREST]: {
      run: async (now) => {
        const month = monthToPost(now);
        return month === undefined ? undefined : await useCases.shareInterest.execute({ actor, month });
      },
    },
  };
  return jobs.map((job) => ({ ...job, ...shared[job.name] }));
}

/**
 * Checks that workers can share the database at this address.
 *
 * @throws input.invalid
 */
export function requireSharedDatabase(db: string): void {
  if (isPostgresAddress(db)) return;
  const message = 'must be postgres://… for workers: a SQLite database has its jobs in the one process that opens it';
  throw invalidInput({ path: 'db', message });
}
