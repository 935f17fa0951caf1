import { checkSchedule, type Clock, type Job, type JobRun, type JobRunner, nextRun } from '../../src/shared/index.js';
import type { ManualClock } from './manual-clock.js';

/** What to run, by which clock, and who is told. */
export type InlineJobsOptions = {
  readonly jobs: readonly Job[];
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
export function createInlineJobs({ jobs, clock, onRun }: InlineJobsOptions): InlineJobs {
  for (const { name, schedule } of jobs) checkSchedule(schedule, name);
  const plan = jobs.map((job): Planned => ({ job, due: nextRun(job.schedule, clock.now()) }));

  const runDue = async (until: Date): Promise<void> => {
    for (let next = earliest(plan); next !== undefined && next.due <= until; next = earliest(plan)) {
      setTo(clock, next.due);
      const now = clock.now();
      next.due = nextRun(next.job.schedule, now);
      onRun(await attempt(next.job, now));
    }
    setTo(clock, until);
  };
  return { runDue, ...withTimers(() => millisecondsToNext(plan, clock), runDue, clock) };
}

function withTimers(untilNext: () => number, runDue: InlineJobs['runDue'], clock: Clock) {
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const sleep = (): void => {
    if (!isStarted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      underWay = runDue(clock.now()).finally(sleep);
    }, untilNext());
  };
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

/** Of jobs that are due at the same moment, the one that stands first in the list. */
function earliest(plan: readonly Planned[]): Planned | undefined {
  return plan.reduce<Planned | undefined>(
    (first, planned) => (first === undefined || planned.due < first.due ? planned : first),
    undefined,
  );
}

function millisecondsToNext(plan: readonly Planned[], clock: Clock): number {
  const due = earliest(plan)?.due.getTime() ?? Number.POSITIVE_INFINITY;
  return Math.min(MAX_SLEEP_MS, Math.max(0, due - clock.now().getTime()));
}

async function attempt(job: Job, at: Date): Promise<JobRun> {
  try {
    return { name: job.name, at, status: 'completed', result: await job.run(at) };
  } catch (error) {
    return { name: job.name, at, status: 'failed', error };
  }
}
