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
  const index = random.int(0, world.options.goals - 1);
  const isAlien = random.chance(0.6) && index !== group.index;
  // Whether the others play in this run must change nothing for those who do.
  const target = targetIn(isAlien ? group.town.get(index) : group, person);
  const { operation, input }: Attack = random.pick(isAlien ? ALIEN_ATTACKS : OWN_ATTACKS)(target, random);
  const answer = await world.call(actor, operation, input);
  if (!isAlien || HARMLESS.has(answer.status)) return;
  world.violate('strangers get nothing', `${name} was let in: ${operation} ${JSON.stringify(input)}`);
}

function targetIn(group: Group | undefined, { name, random }: Person): Target {
  const place = random.float();
  const people = group?.people ?? [];
  const none = '01900000-0000-7000-8000-000000000000';
  return {
    ...{ goal: group?.id ?? none, me: name, key: `hostile-${name}` },
    victim: people[Math.floor(place * people.length)]?.name ?? 'nobody',
    plan: group?.secrets.plan ?? none,
    proposal: group?.secrets.proposal ?? none,
    dispute: group?.secrets.dispute ?? none,
    invitation: group?.secrets.invitation ?? none,
  };
}
