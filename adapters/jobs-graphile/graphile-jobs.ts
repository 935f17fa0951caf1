import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { checkSchedule, type Clock, type Job, type JobRun, type JobRunner, type Task } from '../../src/shared/index.js';
import { cronItemsOf, isDueAt, taskOf } from './cron-items.js';
import type { QueueOptions } from './install.js';
import { giveSignOfLife, type SignOfLife } from './sign-of-life.js';

export type GraphileJobsOptions = QueueOptions & {
  /** What runs again and again, each once however many workers there are. */
  readonly jobs: readonly Job[];
  /** What is put into the queue, by the name of its task. */
  readonly tasks?: Readonly<Record<string, Task>> | undefined;
  readonly clock: Clock;
  /** Told of every run. One that failed is tried again, here or by another worker. */
  readonly onRun: (run: JobRun) => void;
  /** Is told what the engine itself has trouble with. */
  readonly onTrouble?: ((message: string) => void) | undefined;
  /** Jobs at once. */
  readonly concurrency?: number | undefined;
  /** How often this worker looks for jobs of workers that have died, in milliseconds. */
  readonly takeOverMs?: number | undefined;
};

const DEFAULT_CONCURRENCY = 4;
const TAKE_OVER_MS = 10_000;
const POLL_MS = 1_000;
const SERIOUS: ReadonlySet<string> = new Set(['error', 'warning']);

/**
 * Jobs by workers on any number of machines, through a queue in Postgres. What a worker that dies has in hand is taken
 * over by the others.
 *
 * @throws input.invalid for a schedule that cannot be
 */
export function createGraphileJobs(options: GraphileJobsOptions): JobRunner {
  for (const { name, schedule } of options.jobs) checkSchedule(schedule, name);
  const ending = new AbortController();
  let started: Promise<Started> | undefined;
  let stopped: Promise<void> | undefined;
  return {
    start: async () => {
      started ??= startEngine(options, ending.signal);
      await started;
    },
    stop: () => {
      ending.abort();
      stopped ??= started === undefined ? Promise.resolve() : stopEngine(started);
      return stopped;
    },
  };
}

type Started = { readonly runner: Runner; readonly signs: readonly SignOfLife[] };

async function startEngine(options: GraphileJobsOptions, signal: AbortSignal): Promise<Started> {
  const { pool, schema, jobs, concurrency = DEFAULT_CONCURRENCY, takeOverMs: lookEveryMs = TAKE_OVER_MS } = options;
  const onTrouble = options.onTrouble ?? ignore;
  const events: WorkerEvents = new EventEmitter();
  // The engine names its worker when it has made it, and then begins at once.
  const signs: SignOfLife[] = [];
  events.on('pool:create', ({ workerPool: { id: worker } }) => {
    signs.push(giveSignOfLife({ pool, schema, lookEveryMs, onTrouble, worker }));
  });
  const runner = await run({
    ...{ pgPool: pool, schema, events, pollInterval: POLL_MS, noHandleSignals: true },
    concurrency,
    logger: loggerTo(onTrouble),
    taskList: taskListOf(options, signal),
    parsedCronItems: parseCronItems(cronItemsOf(jobs)),
  });
  // Whoever has lost the database for good is told when it stops.
  runner.promise.catch((error: unknown) => onTrouble(String(error)));
  await Promise.all(signs.map(({ given }) => given));
  return { runner, signs };
}

async function stopEngine(started: Promise<Started>): Promise<void> {
  const { runner, signs } = await started;
  await runner.stop();
  await Promise.all(signs.map((sign) => sign.end()));
}

function taskListOf(options: GraphileJobsOptions, signal: AbortSignal): TaskList {
  const scheduled = options.jobs.map((job) => [taskOf(job), scheduledTask(job, options)] as const);
  const queued = Object.entries(options.tasks ?? {}).map(([name, task]) => {
    const work = (payload: unknown) => tell(options, name, options.clock.now(), () => task(payload, signal));
    return [name, work] as const;
  });
  return Object.fromEntries([...scheduled, ...queued]);
}

function scheduledTask(job: Job, options: GraphileJobsOptions) {
  return async (payload: unknown): Promise<void> => {
    const at = new Date((payload as { readonly _cron: { readonly ts: string } })._cron.ts);
    if (!isDueAt(job.schedule, at)) return;
    await tell(options, job.name, at, () => job.run(options.clock.now()));
  };
}

async function tell(
  { onRun }: GraphileJobsOptions,
  name: string,
  at: Date,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    onRun({ name, at, status: 'completed', result: await work() });
  } catch (error) {
    onRun({ name, at, status: 'failed', error });
    throw error;
  }
}

/** A job that failed is told by its run; only what concerns the engine itself is told here. */
function loggerTo(onTrouble: (message: string) => void): Logger {
  return new Logger(({ label }) => (level, message) => {
    const isOfJob = label === 'worker' || label === 'job';
    if (!isOfJob && SERIOUS.has(level)) onTrouble(message);
  });
}

function ignore(): void {
  // Nobody asked to be told.
}
