import { civilDateOf } from '../../../src/shared/index.js';
import { DAY_MS } from '../durations.js';
import type { World } from '../world.js';
import { ask } from './asking.js';
import { formGroup, invite } from './form-group.js';
import { type Group, makeGroup } from './group.js';
import { liveTogether, watchDeadline } from './group-months.js';
import { liveMonths } from './live-months.js';
import { momentIn } from './moments.js';
import { keepOffice } from './office.js';
import type { Person } from './person.js';
import { startPlan } from './plans.js';
import { countSuccess, type SuccessCounts } from './success.js';

/** The people of a run. */
export type People = {
  /** How they have fared so far. */
  readonly success: () => SuccessCounts;
};

const MONTH_DAYS = 30;

/** Lets people move in: each group with its goal begins within the first part of the run. */
export function settlePeople(world: World): People {
  const { goals, months, keep, people } = world.options;
  const town = new Map<number, Group>();
  const { scheduler } = world;
  const lastDay = Math.floor(months * MONTH_DAYS * people.settlingShare);
  for (let index = 0; index < goals; index += 1) {
    if (keep?.goals?.has(index) === false) continue;
    const moves = world.random.fork(`moving ${index}`);
    const day = moves.int(0, lastDay);
    // Before its day nobody of the group is anywhere: a large town fills up slowly.
    scheduler.at(momentIn(world, day, moves), () => begin(world, town, index));
  }
  scheduler.at(scheduler.nowMs() + DAY_MS, () => keepOffice(world));
  return { success: () => countSuccess([...town.values()], civilDateOf(scheduler.clock.now())) };
}

async function begin(world: World, town: Map<number, Group>, index: number): Promise<void> {
  const group = makeGroup(world, town, index);
  town.set(index, group);
  if (!(await formGroup(world, group))) return;
  const { organiser, people } = group;
  const now = world.scheduler.nowMs();
  world.scheduler.at(now, () => settleIn(world, group, organiser));
  for (const person of people) {
    if (person !== organiser && (await invite(world, group, person))) {
      world.scheduler.at(world.scheduler.nowMs(), () => settleIn(world, group, person));
    }
  }
  agreeOnShares(group);
  world.scheduler.at(world.scheduler.nowMs(), () => liveTogether(world, group));
  await watchDeadline(world, group);
}

/** Those who are in promise the whole target, also what somebody who declined would have saved. */
function agreeOnShares({ people, firstTarget }: Group): void {
  const joined = people.filter(({ hasJoined }) => hasJoined);
  const promised = joined.reduce((sum, person) => sum + person.promised, 0);
  for (const person of joined) person.promised *= firstTarget / promised;
}

async function settleIn(world: World, group: Group, person: Person): Promise<void> {
  const { actor, random, payday } = person;
  if (random.chance(world.options.people.tellsPayday)) await ask(world, actor, 'messages.preferences', { payday });
  await startPlan(world, group, person);
  await liveMonths(world, group, person);
}
