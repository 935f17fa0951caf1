import { formatTenge } from '../../src/shared/index.js';
import type { Fault } from './fault-plan.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations.js';
import type { World } from './world.js';

/** Lets the faults of the plan come, each at its time. */
export function plantFaults(world: World, plan: readonly Fault[]): void {
  const kept = world.options.keep?.faults;
  for (const fault of plan) {
    if (kept === undefined || kept.has(fault.id)) world.scheduler.at(fault.atMs, () => strike(world, fault));
  }
}

async function strike(world: World, fault: Fault): Promise<void> {
  const { faults, scheduler, servers } = world;
  const { kind, random } = fault;
  const later = (ms: number, work: () => void): void => scheduler.at(scheduler.nowMs() + ms, async () => work());
  switch (kind) {
    case 'bank-down':
      faults.setBankDown(true);
      return later(random.int(10, 12 * 60) * MINUTE_MS, () => faults.setBankDown(false));
    case 'channel-down':
      faults.setChannelsDown(true);
      return later(random.int(1, 24) * HOUR_MS, () => faults.setChannelsDown(false));
    case 'process-crash':
      return random.pick(servers).crashAfter(random.int(1, 20), random.int(1, 30) * MINUTE_MS);
    case 'clock-steps':
      random.pick(servers).stepClock(random.int(-15, 15) * MINUTE_MS);
      return faults.count(kind);
    case 'bank-closes-account':
      return closeAccount(world, fault);
    case 'bank-odd-interest':
      return creditOddInterest(world, fault);
    case 'bank-refuses':
    case 'bank-loses-call':
    case 'bank-loses-answer':
    case 'bank-acts-twice':
    case 'bank-answers-late':
    case 'bank-acts-late':
    case 'bank-holds':
    case 'bank-drops-line':
    case 'bank-doubles-line':
    case 'store-busy':
    case 'store-full':
    case 'job-twice':
      return faults.arm(fault);
  }
}

/** The bank closes the account of a member; some get it back after a while. */
async function closeAccount(world: World, { kind, random }: Fault): Promise<void> {
  const goal = world.goals.get(random.int(0, world.options.goals - 1));
  if (goal === undefined) return;
  const client = random.pick(goal.clients);
  await world.atBank('bank.close-account', { client }, (bank) => bank.closeAccount(client));
  world.faults.count(kind);
  if (random.chance(0.3)) return;
  await world.scheduler.sleep(random.int(1, 40) * DAY_MS);
  await world.atBank('bank.reopen-account', { client }, (bank) => bank.reopenAccount(client));
}

/** The bank credits a sum that nobody can explain, and that is the members' all the same. */
async function creditOddInterest(world: World, { kind, random }: Fault): Promise<void> {
  const goal = world.goals.get(random.int(0, world.options.goals - 1));
  if (goal === undefined) return;
  const amount = BigInt(random.int(1, 500_000));
  const input = { goal: goal.id, amount: formatTenge(amount) };
  await world.atBank('bank.interest', input, (bank) => bank.creditInterest(goal.account, amount));
  world.faults.count(kind);
}
