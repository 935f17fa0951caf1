import type { CronItem } from 'graphile-worker';
import { civilDateOf, type Job, type JobSchedule, nextRun, startOfDay } from '../../src/shared/index.js';

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1_440;
/** What was due while no worker was there is made up for this long, so that a daily job is made up for once. */
const MAKE_UP_MS = (MINUTES_PER_DAY - 1) * MINUTE_MS;
/** A job that fails is tried again within some minutes; after that its next time has come, or somebody looks. */
const MAX_ATTEMPTS = 5;

/** The task that runs a job of the schedule. */
export function taskOf({ name }: Pick<Job, 'name'>): string {
  return `schedule:${name}`;
}

/** The jobs as the engine's clockwork wants them. Of jobs of a line that are due at the same moment the first goes first. */
export function cronItemsOf(jobs: readonly Job[]): CronItem[] {
  return jobs.map((job, index) => ({
    task: taskOf(job),
    identifier: job.name,
    match: (at) => matches(job.schedule, at),
    options: {
      // Jobs of one line take turns, on whatever machines they run.
      queueName: `schedule:${job.line ?? job.name}`,
      priority: index,
      maxAttempts: MAX_ATTEMPTS,
      // One that still waits when the next is due is not run twice.
      jobKey: taskOf(job),
      backfillPeriod: job.schedule.every === 'minutes' ? 0 : MAKE_UP_MS,
    },
  }));
}

/**
 * Whether a schedule wants its job to run at this moment. The engine knows hours and days in UTC and no years, where the
 * first of a month in Almaty may be the 28th or 29th of February: so it asks every day, and the job looks again.
 */
export function isDueAt(schedule: JobSchedule, at: Date): boolean {
  return nextRun(schedule, new Date(at.getTime() - 1)).getTime() === at.getTime();
}

/** Of all the times at which the engine asks, those at the right time of the day in Almaty. */
function matches(schedule: JobSchedule, { hour, min }: { readonly hour: number; readonly min: number }): boolean {
  const minute = (hour * 60 + min + minutesAhead()) % MINUTES_PER_DAY;
  if (schedule.every === 'minutes') return minute % schedule.minutes === 0;
  const [hours, minutes] = schedule.at.split(':').map(Number) as [number, number];
  return minute === hours * 60 + minutes;
}

/** By how many minutes Almaty is ahead of UTC. */
function minutesAhead(): number {
  const midnight = startOfDay(civilDateOf(new Date()));
  return MINUTES_PER_DAY - (midnight.getUTCHours() * 60 + midnight.getUTCMinutes());
}
