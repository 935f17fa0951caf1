import { addMonths, type CivilDate } from '../../../src/shared/index.js';
import type { World } from '../world.js';
import { ask, insist, look } from './asking.js';
import { alone, decide, lookAgain } from './decide.js';
import { cancel, meetEnd } from './ending.js';
import { type Group, presentIn } from './group.js';
import { loseOrganiser } from './lose-organiser.js';
import { daysPass } from './moments.js';
import type { Person } from './person.js';
import { quarrel } from './quarrel.js';

/** Something that may happen in a group, and how often in a hundred months. */
export type Happening = { readonly rate: number; readonly work: () => Promise<void> };

/** Everything that may happen in this group this month. */
export function happenings(world: World, group: Group): readonly Happening[] {
  const { people } = world.options;
  const shared = group.isShared ? 1 : 0;
  const matter = (rate: number, work: (somebody: Person) => Promise<void>): Happening => ({
    rate,
    work: () =>
      alone(group, async () => {
        const present = presentIn(group);
        if (group.status !== 'active' || present.length === 0) return;
        await work(group.random.pick(present));
        await lookAgain(world, group);
      }).then(() => meetEnd(world, group)),
  });
  return [
    matter(people.quarrelsA100Months * shared, (somebody) => quarrel(world, group, somebody)),
    matter(people.leavesA100Months * shared, (somebody) => leave(world, group, somebody)),
    matter(people.organiserDiesA100Months, () => loseOrganiser(world, group, 'deceased')),
    matter(people.organiserBlockedA100Months, () => loseOrganiser(world, group, 'blocked')),
    matter(people.withdrawsEarlyA100Months, (somebody) => withdrawEarly(world, group, somebody)),
    matter(people.changesGoalA100Months, (somebody) => changeGoal(world, group, somebody)),
    matter(people.removesMemberA100Months * shared, (somebody) => removeMember(world, group, somebody)),
    matter(people.replacesOrganiserA100Months * shared, (somebody) => replaceOrganiser(world, group, somebody)),
    matter(people.cancelsA100Months, (somebody) => cancel(world, group, somebody)),
  ];
}

/** Somebody goes with what is theirs, and waits for a contribution that is still on its way. */
async function leave(world: World, group: Group, person: Person): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const settled = await insist(world, () => world.call(person.actor, 'goals.leave', { goal: group.id }));
    if (settled !== null && 'result' in settled) person.isIn = false;
    if (settled === null || !('refused' in settled) || settled.refused !== 'savings.contribution-pending') return;
    await daysPass(world, 1, group.random);
  }
}

async function withdrawEarly(world: World, group: Group, person: Person): Promise<void> {
  const { actor, name, paid, random } = person;
  const amount = String(Math.max(100, Math.round((paid * random.float()) / 100) * 100));
  await decide(world, group, person, { kind: 'early-withdrawal', client: name, amount });
  await ask(world, actor, 'goals.history', { goal: group.id });
}

async function changeGoal(world: World, group: Group, person: Person): Promise<void> {
  const { random } = group;
  const seen = await look(world, group, person);
  if (seen === undefined) return;
  const deadline = addMonths(seen.deadline as CivilDate, random.int(1, 2));
  const target = String(Math.round((Number(seen.target) / 100) * (1 + random.float() / 10)));
  const terms = random.pick([{ deadline }, { target }, { target, deadline }, { minContribution: '1000' }]);
  if (presentIn(group).length > 1) await decide(world, group, person, { kind: 'change', ...terms });
  else await ask(world, person.actor, 'goals.edit', { goal: group.id, ...terms });
}

async function removeMember(world: World, group: Group, somebody: Person): Promise<void> {
  const other = group.random.pick(presentIn(group));
  if (other === somebody) return;
  const outcome = await decide(world, group, somebody, { kind: 'remove-member', client: other.name });
  if (outcome === 'passed') other.isIn = false;
}

async function replaceOrganiser(world: World, group: Group, somebody: Person): Promise<void> {
  await decide(world, group, somebody, { kind: 'replace-organiser', client: group.random.pick(presentIn(group)).name });
}
