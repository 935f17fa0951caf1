import { defaultJobs } from '../../adapters/node/index.js';
import { civilDateOf, type JobSchedule, nextRun, Unavailable } from '../../src/shared/index.js';
import { bugText } from '../bug-text.js';
import { HOUR_MS, MINUTE_MS } from './durations.js';
import { ProcessDied } from '../scenario/mortal-process.js';
import { createRouting, isLarge, type Routing } from './large-world.js';
import { OUTSIDE, type Scheduler } from './scheduler.js';
import type { Server } from './server.js';
import type { World } from './world.js';

/**
 * Jobs that come every few minutes come that often only while something has happened; on quiet days so seldom, since
 * they would find nothing to do and a run would do little else. In a large world something always has happened: there
 * such jobs come this seldom on every day.
 */
const SELDOM_MS = 6 * HOUR_MS;
/** When a run that was lost or has failed comes again, and how often. */
const AGAIN_MS = 10 * MINUTE_MS;
const MAX_ATTEMPTS = 50;
/** When the bank itself credits interest. */
const BANK_RUN: JobSchedule = { every: 'month', at: '00:30' };

/** Runs the jobs of Jinaq at their times, each on one of the processes that are up, and the bank's own run of interest. */
export async function startJobs(world: World): Promise<void> {
  const { scheduler, random } = world;
  const routing = createRouting(world, random.fork('jobs'));
  const [first] = world.servers;
  const jobs = await first?.run('jobs', async ({ context }) => defaultJobs(context));
  for (const { name, schedule } of jobs ?? []) {
    if (schedule.every !== 'minutes') {
      recur(scheduler, schedule, async () => {
        await untilDone(world, name, routing);
        world.activity.count += 1;
      });
    } else if (isLarge(world.options)) {
      recur(scheduler, schedule, () => untilDone(world, name, routing), SELDOM_MS);
    } else {
      recur(
        scheduler,
        schedule,
        whenBusy(world, () => untilDone(world, name, routing)),
      );
    }
  }
  recur(scheduler, BANK_RUN, () =>
    scheduler.pass(OUTSIDE, 'bank', async () => {
      await world.bank.runInterest(civilDateOf(scheduler.clock.now()));
    }),
  );
}

/** Leaves work out while nothing has happened since it was done last, for some time. */
function whenBusy({ scheduler, activity }: World, work: () => Promise<void>): () => Promise<void> {
  let [lastActivity, lastRunMs] = [-1, scheduler.nowMs()];
  return async () => {
    if (activity.count === lastActivity && scheduler.nowMs() - lastRunMs < SELDOM_MS) return;
    [lastActivity, lastRunMs] = [activity.count, scheduler.nowMs()];
    await work();
  };
}

/**
 * Begins this work at the times of the schedule, those left out that come sooner than so long after the one before it,
 * whether the last one has ended or not.
 */
function recur(scheduler: Scheduler, schedule: JobSchedule, work: () => Promise<void>, leastMs = 1): void {
  const next = nextRun(schedule, new Date(scheduler.nowMs() + leastMs - 1));
  scheduler.at(next.getTime(), () => {
    recur(scheduler, schedule, work, leastMs);
    return work();
  });
}

/** As a queue of jobs would: a run that was lost with its process, or failed, comes again. */
async function untilDone(world: World, name: string, routing: Routing): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const isTwice = world.faults.take('job-twice') !== undefined;
    const servers = isTwice ? world.servers : [routing(world.servers, world.servers)];
    const ends = await Promise.all(servers.map((server) => isDoneOn(world, name, server)));
    if (ends.includes(true)) return;
    await world.scheduler.sleep(AGAIN_MS);
  }
}

/** A job may fail for want of a bank or a database; one that fails otherwise is a bug. */
async function isDoneOn(world: World, name: string, server: Server): Promise<boolean> {
  // By its own clock: a job that ends at some time looks at the same one.
  const now = server.now();
  try {
    await server.run(name, async ({ context }) => {
      const job = defaultJobs(context).find((candidate) => candidate.name === name);
      await job?.run(now);
    });
    return true;
  } catch (error) {
    if (!(error instanceof ProcessDied || error instanceof Unavailable))
      world.violate('no bug', `job ${name}: ${bugText(error)}`);
    return false;
  }
}
