import { addDays, addMonths, civilDateOf, formatTenge } from '../../../src/shared/index.js';
import type { World } from '../world.js';
import { ask, look } from './asking.js';
import { alone, decide } from './decide.js';
import { type Group, presentIn } from './group.js';
import { daysPass } from './moments.js';
import type { Person } from './person.js';

/** How a met goal is spent: everybody takes what is theirs, or all of it goes to one of them or to a shop. */
const WAYS = ['own-share', 'own-share', 'leave', 'to-organiser', 'to-shop', 'to-shop'] as const;
const MAX_VOTES = 3;
/** After so many days without an organiser who acts, somebody else may take over. */
const PATIENCE_DAYS = 64;

/** A goal that is met or has expired is settled; one that is not is left as it is. */
export async function meetEnd(world: World, group: Group): Promise<void> {
  if (group.status !== 'reached' && group.status !== 'expired') return;
  await alone(group, async () => {
    const { organiser, random } = group;
    if (random.chance(world.options.people.organiserForgets)) await takeOver(world, group);
    await daysPass(world, random.int(0, 4), random);
    const actor = presentIn(group).includes(group.organiser) ? group.organiser : (presentIn(group)[0] ?? organiser);
    if (group.status === 'reached') await spendSaved(world, group, actor);
    else await answerExpiry(world, group, actor);
  });
}

/** The organiser does nothing; after two months the others elect somebody. */
async function takeOver(world: World, group: Group): Promise<void> {
  const { random } = group;
  await daysPass(world, PATIENCE_DAYS, random);
  const successor = presentIn(group).find((person) => person !== group.organiser);
  if (successor === undefined || world.rest.isOn) return;
  await decide(world, group, successor, { kind: 'replace-organiser', client: successor.name });
  await look(world, group, successor);
}

async function spendSaved(world: World, group: Group, actor: Person): Promise<void> {
  for (let votes = 0; votes < MAX_VOTES && group.status === 'reached' && !world.rest.isOn; votes += 1) {
    await spendOnce(world, group, actor);
    await daysPass(world, 1, group.random);
    await look(world, group, actor);
  }
}

async function spendOnce(world: World, group: Group, actor: Person): Promise<void> {
  const goal = group.id;
  switch (group.random.pick(WAYS)) {
    case 'to-organiser':
      await decide(world, group, actor, { kind: 'payout', client: group.organiser.name });
      return;
    case 'to-shop':
      await decide(world, group, actor, { kind: 'payout', iban: await shopOf(world, group) });
      return;
    case 'leave':
      for (const person of presentIn(group).slice(1).reverse()) {
        if ((await ask(world, person.actor, 'goals.leave', { goal })) !== undefined) person.isIn = false;
      }
      await ask(world, actor.actor, 'goals.cancel', { goal });
      return;
    case 'own-share':
      await cancel(world, group, actor);
  }
}

/** Everybody gets back what is theirs: by the will of the only member, or by a vote. */
export async function cancel(world: World, group: Group, actor: Person): Promise<void> {
  if (presentIn(group).length > 1) await decide(world, group, actor, { kind: 'cancel' });
  else await ask(world, actor.actor, 'goals.cancel', { goal: group.id });
}

async function shopOf(world: World, { index }: Group): Promise<string | undefined> {
  const client = `shop${index}`;
  const opened = await world.atBank('bank.fund', { client, amount: '1.00' }, (bank) => bank.fund(client, 100n));
  return opened?.account;
}

async function answerExpiry(world: World, group: Group, actor: Person): Promise<void> {
  const { random } = group;
  const seen = await look(world, group, actor);
  if (seen?.status !== 'expired') return;
  const today = civilDateOf(world.scheduler.clock.now());
  if (random.chance(world.options.people.extendsExpired)) {
    const deadline = addDays(addMonths(today, random.int(1, 3)), random.int(0, 10));
    await decide(world, group, actor, { kind: 'change', deadline });
  } else if (random.chance(1 / 3)) {
    await decide(world, group, actor, { kind: 'change', target: formatTenge(seen.collected) });
  } else if (random.chance(0.5)) await cancel(world, group, actor);
  await look(world, group, actor);
  if (group.status === 'reached') await spendSaved(world, group, actor);
}
