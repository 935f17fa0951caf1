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
 * they would find nothing to do and a run would do little else.
 */
const QUIET_MS = 6 * HOUR_MS;
/** In a large world something always has happened: there such jobs come every three hours. */
const BUSY_MS = 3 * HOUR_MS;
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
  const busyMs = isLarge(world.options) ? BUSY_MS : 0;
  const jobs = await first?.run('jobs', async ({ context }) => defaultJobs(context));
  for (const { name, schedule } of jobs ?? []) {
    let [lastActivity, lastRunMs] = [-1, scheduler.nowMs()];
    recur(scheduler, schedule, async () => {
      const isFrequent = schedule.every === 'minutes';
      const pauseMs = world.activity.count === lastActivity ? QUIET_MS : busyMs;
      if (isFrequent && scheduler.nowMs() - lastRunMs < pauseMs) return;
      lastRunMs = scheduler.nowMs();
      lastActivity = world.activity.count;
      await untilDone(world, name, routing);
      if (!isFrequent) world.activity.count += 1;
    });
  }
  recur(scheduler, BANK_RUN, () =>
    scheduler.pass(OUTSIDE, 'bank', async () => {
      await world.bank.runInterest(civilDateOf(scheduler.clock.now()));
    }),
  );
}

/** Begins this work at each time that the schedule wants it, whether the last one has ended or not. */
function recur(scheduler: Scheduler, schedule: JobSchedule, work: () => Promise<void>): void {
  scheduler.at(nextRun(schedule, scheduler.clock.now()).getTime(), () => {
    recur(scheduler, schedule, work);
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
