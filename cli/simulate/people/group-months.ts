import { addDays } from '../../../src/shared/index.js';
import { DAY_MS } from '../durations.js';
import type { World } from '../world.js';
import { lookAgain } from './decide.js';
import { meetEnd } from './ending.js';
import { type Group, isLive, presentIn } from './group.js';
import { happenings } from './happenings.js';
import { momentOn, until } from './moments.js';
import { payTheRest } from './save.js';

const MONTH_DAYS = 30;
/** Notices come a week before the deadline. */
const LAST_CALL_DAYS = 5;

type Doing = { readonly atMs: number; readonly work: () => Promise<void> };

/** One month after the other: somebody looks how far they are, and now and then something happens among them. */
export async function liveTogether(world: World, group: Group): Promise<void> {
  const begunMs = world.scheduler.nowMs();
  for (let month = 0; ; month += 1) {
    const firstMs = begunMs + month * MONTH_DAYS * DAY_MS;
    for (const { atMs, work } of doingsOf(world, group, firstMs)) {
      await until(world, atMs);
      if (world.rest.isOn || !isLive(group)) return;
      await work();
    }
    await until(world, firstMs + MONTH_DAYS * DAY_MS);
  }
}

function doingsOf(world: World, group: Group, firstMs: number): readonly Doing[] {
  const { random } = group;
  const { people, faults } = world.options;
  const times = (faults === 'hostile' ? people.eventsWhenHostile : 1) / 100;
  const at = (work: () => Promise<void>): Doing => ({ atMs: firstMs + random.int(1, MONTH_DAYS - 1) * DAY_MS, work });
  const doings = happenings(world, group).flatMap(({ rate, work }) => (random.chance(rate * times) ? [at(work)] : []));
  if (random.chance(people.looksAMonth)) doings.push(at(() => seeHowFar(world, group)));
  return doings.sort((a, b) => a.atMs - b.atMs);
}

async function seeHowFar(world: World, group: Group): Promise<void> {
  await lookAgain(world, group);
  await meetEnd(world, group);
}

/** Some days before the deadline those who are behind are asked; some pay the rest. */
async function callForTheLast(world: World, group: Group): Promise<void> {
  const willing = presentIn(group).filter(({ random }) => random.chance(world.options.people.lastCall));
  // Plans save without being asked; what they do not bring shows last.
  willing.sort((a, b) => Number(a.plan !== null) - Number(b.plan !== null));
  for (const person of willing) if (group.status === 'active') await payTheRest(world, group, person);
}

/** The day after the deadline, and after each later one, they look what has become of the goal. */
export async function watchDeadline(world: World, group: Group): Promise<void> {
  while (group.deadline !== null) {
    const { deadline } = group;
    await until(world, momentOn(world, addDays(deadline, -LAST_CALL_DAYS), group.random));
    if (isLive(group)) await callForTheLast(world, group);
    await until(world, momentOn(world, addDays(deadline, 1), group.random));
    if (world.rest.isOn || !isLive(group)) return;
    await seeHowFar(world, group);
    if (group.deadline === deadline) return;
  }
}
