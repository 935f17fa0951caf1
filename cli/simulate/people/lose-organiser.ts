import type { World } from '../world.js';
import { ADMIN } from '../staff.js';
import { ask, lookAs } from './asking.js';
import { decide } from './decide.js';
import { type Group, presentIn } from './group.js';
import { daysPass } from './moments.js';

const REVIEW_DAYS = [5, 40] as const;

/** The organiser dies or is blocked: the deputy takes over, or the others elect somebody, or an admin appoints. */
export async function loseOrganiser(world: World, group: Group, status: 'deceased' | 'blocked'): Promise<void> {
  const { organiser, random } = group;
  organiser.isGone = true;
  await ask(world, ADMIN, 'clients.mark', { client: organiser.name, status });
  await daysPass(world, random.int(1, 5), random);
  await lookAs(world, group, ADMIN);
  if (group.organiser === organiser && presentIn(group).length > 0) await elect(world, group);
  if (status === 'deceased') return;
  await daysPass(world, random.int(...REVIEW_DAYS), random);
  await ask(world, ADMIN, 'clients.mark', { client: organiser.name, status: 'active' });
  organiser.isGone = false;
}

async function elect(world: World, group: Group): Promise<void> {
  const { random } = group;
  const [proposer, candidate] = [random.pick(presentIn(group)), random.pick(presentIn(group))];
  await decide(world, group, proposer, { kind: 'replace-organiser', client: candidate.name });
  await lookAs(world, group, ADMIN);
  if (presentIn(group).includes(group.organiser)) return;
  await ask(world, ADMIN, 'goals.appoint', { goal: group.id, client: candidate.name });
  await lookAs(world, group, ADMIN);
}
