import type { Answer, World } from '../world.js';
import { ALIEN_ATTACKS, type Attack, OWN_ATTACKS, type Target } from './attacks.js';
import type { Group } from './group.js';
import type { Person } from './person.js';

/** What a client gets who has no right to something: never the thing itself. */
const HARMLESS: ReadonlySet<Answer['status']> = new Set(['refused', 'lost']);

/**
 * Somebody tries what they must not: at a goal of others everything has to be refused, with whatever ids they know; in
 * their own goal it may be allowed or refused, and the oracles look what comes of it.
 */
export async function attack(world: World, group: Group, person: Person): Promise<void> {
  const { random, actor, name } = person;
  const victims = group.town.get(random.int(0, world.options.goals - 1));
  const isAlien = victims !== undefined && victims !== group && victims.id !== null && random.chance(0.6);
  const target = targetIn(isAlien ? victims : group, person);
  const { operation, input }: Attack = random.pick(isAlien ? ALIEN_ATTACKS : OWN_ATTACKS)(target, random);
  const answer = await world.call(actor, operation, input);
  if (!isAlien || HARMLESS.has(answer.status)) return;
  world.violate('strangers get nothing', `${name} was let in: ${operation} ${JSON.stringify(input)}`);
}

function targetIn({ id, secrets, people, organiser }: Group, { name, random }: Person): Target {
  const victim = random.pick(people);
  const none = '01900000-0000-7000-8000-000000000000';
  return {
    ...{ goal: id ?? none, me: name, victim: victim === undefined ? organiser.name : victim.name },
    plan: secrets.plan ?? none,
    proposal: secrets.proposal ?? none,
    dispute: secrets.dispute ?? none,
    invitation: secrets.invitation ?? none,
    key: `hostile-${name}`,
  };
}
