import { formatInstant, type JobRun, Unavailable } from '../../src/shared/index.js';
import { bugText } from '../bug-text.js';
import { addDuration } from './duration.js';
import type { Failure } from './report.js';
import type { Wait } from './scenario.js';
import type { World } from './world.js';

/**
 * Lets time pass, from one due job to the next.
 *
 * @returns why it is not as the story says; undefined when it is
 */
export async function playWait({ clock, jobs, runs }: World, wait: Wait): Promise<Failure | undefined> {
  const now = clock.now();
  const until = 'by' in wait ? addDuration(now, wait.by) : wait.until;
  if (until < now) return { problem: `It is ${formatInstant(now)} already: time does not run back.`, differences: [] };
  await jobs.runDue(until);
  const [first, ...others] = runs.flatMap(failureOf);
  if (first === undefined) return undefined;
  return { problem: others.length === 0 ? first : `${first} (and ${others.length} more)`, differences: [] };
}

/** A job that finds the bank down tries again at its next time; any other failure is one. */
function failureOf(run: JobRun): string[] {
  if (run.status === 'completed' || run.error instanceof Unavailable) return [];
  return [`The job ${run.name} failed at ${formatInstant(run.at)}: ${bugText(run.error)}`];
}
