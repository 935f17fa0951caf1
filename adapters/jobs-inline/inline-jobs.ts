import {
  checkSchedule,
  type Clock,
  InvariantViolation,
  type Job,
  type JobRun,
  type JobRunner,
  nextRun,
  type Task,
} from '../../src/shared/index.js';
import { createInlineQueue, type InlineQueue, type WaitingJob } from './inline-queue.js';
import type { ManualClock } from './manual-clock.js';

/** What to run, by which clock, and who is told. */
export type InlineJobsOptions = {
  readonly jobs: readonly Job[];
  /** What is put into the queue, by the name of its task. */
  readonly tasks?: Readonly<Record<string, Task>> | undefined;
  /** The queue to take it from, which was given to Jinaq, too. */
  readonly queue?: InlineQueue | undefined;
  readonly clock: Clock | ManualClock;
  /** Told of every run. A failure is told here and nowhere else: it stops neither the other jobs nor the next run. */
  readonly onRun: (run: JobRun) => void;
};

/** Recurring jobs inside this process, one at a time. What was planned is forgotten when the process ends. */
export type InlineJobs = JobRunner & {
  /**
   * Runs what comes due up to and including this moment, in order of due time. A clock that can be set stands at each
   * due time while its job runs, and at `until` afterwards; by any other clock a job that is late runs once, now.
   */
  runDue(until: Date): Promise<void>;
};

type Planned = { readonly job: Job; due: Date };

/** Timers hold at most 24.8 days, and a machine may sleep or have its clock corrected: look again every hour. */
const MAX_SLEEP_MS = 3_600_000;

/**
 * Plans recurring jobs from now on.
 *
 * @throws input.invalid for a schedule that cannot be
 */
export function createInlineJobs(options: InlineJobsOptions): InlineJobs {
  const { jobs, tasks = {}, clock, queue = createInlineQueue(clock), onRun } = options;
  for (const { name, schedule } of jobs) checkSchedule(schedule, name);
  const plan = jobs.map((job): Planned => ({ job, due: nextRun(job.schedule, clock.now()) }));

  const runDue = async (until: Date): Promise<void> => {
    for (let next = earliest(plan, queue); next !== undefined && next.due <= until; next = earliest(plan, queue)) {
      setTo(clock, next.due);
      const now = clock.now();
      if ('job' in next) {
        const { job } = next;
        next.due = nextRun(job.schedule, now);
        onRun(await attempt(job.name, now, () => job.run(now)));
        continue;
      }
      queue.take(next);
      const { task, payload } = next;
      onRun(await attempt(task, now, async () => (tasks[task] ?? absent)(payload)));
    }
    setTo(clock, until);
  };
  return { runDue, ...withTimers({ untilNext: () => millisecondsToNext(plan, queue, clock), runDue, clock, queue }) };
}

type Timing = {
  readonly untilNext: () => number;
  readonly runDue: InlineJobs['runDue'];
  readonly clock: Clock;
  readonly queue: InlineQueue;
};

function withTimers({ untilNext, runDue, clock, queue }: Timing) {
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let underWay: Promise<void> = Promise.resolve();

  const sleep = (): void => {
    if (!isStarted || isRunning) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isRunning = true;
      underWay = runDue(clock.now()).finally(() => {
        isRunning = false;
        sleep();
      });
    }, untilNext());
  };
  // What is put in may be due before what was to be next.
  queue.onAdd = sleep;
  return {
    start: async (): Promise<void> => {
      if (isStarted) return;
      isStarted = true;
      sleep();
    },
    stop: (): Promise<void> => {
      isStarted = false;
      clearTimeout(timer);
      return underWay;
    },
  };
}

function setTo(clock: Clock | ManualClock, now: Date): void {
  if ('set' in clock) clock.set(now);
}

/** Of jobs that are due at the same moment, the one that stands first in the list; what was put into the queue goes last. */
function earliest(plan: readonly Planned[], queue: InlineQueue): Planned | WaitingJob | undefined {
  let first: Planned | WaitingJob | undefined;
  for (const planned of plan) if (first === undefined || planned.due < first.due) first = planned;
  const waiting = queue.first();
  return waiting !== undefined && (first === undefined || waiting.due < first.due) ? waiting : first;
}

function millisecondsToNext(plan: readonly Planned[], queue: InlineQueue, clock: Clock): number {
  const due = earliest(plan, queue)?.due.getTime() ?? Number.POSITIVE_INFINITY;
  return Math.min(MAX_SLEEP_MS, Math.max(0, due - clock.now().getTime()));
}

async function attempt(name: string, at: Date, work: () => Promise<unknown>): Promise<JobRun> {
  try {
    return { name, at, status: 'completed', result: await work() };
  } catch (error) {
    return { name, at, status: 'failed', error };
  }
}

function absent(): never {
  throw new InvariantViolation('nobody knows how to do this job');
}
