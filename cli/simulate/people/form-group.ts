import { formatTenge } from '../../../src/shared/index.js';
import { HOUR_MS } from '../durations.js';
import type { World } from '../world.js';
import { OPERATIONS } from '../staff.js';
import { ask, askId, type Sight, tiyn } from './asking.js';
import { deadlineFrom, type Group } from './group.js';
import { daysPass } from './moments.js';
import type { Person } from './person.js';

const INVITATION_DAYS = 7;

/** They become clients, one of them opens the goal and the others are asked. False when there is no goal in the end. */
export async function formGroup(world: World, group: Group): Promise<boolean> {
  for (const person of group.people) await moveIn(world, person, group);
  const goal = await openGoal(world, group);
  if (goal === undefined) return false;
  group.id = goal.id;
  group.deadline = group.firstDeadline;
  group.organiser.isIn = true;
  group.organiser.hasJoined = true;
  const { index, people } = group;
  world.goals.set(index, { index, id: goal.id, account: goal.account, clients: people.map(({ name }) => name) });
  return true;
}

async function moveIn(world: World, { name, random, purse }: Person, { index, people }: Group): Promise<void> {
  const nth = people.findIndex((person) => person.name === name);
  // A number of its own for each person of a run: there are up to ten in a goal.
  const phone = index < MAX_PHONES ? `+77${String(index * 10 + nth).padStart(9, '0')}` : undefined;
  const locale = random.pick(['ru', 'ru', 'kk', 'kk', 'en'] as const);
  await ask(world, OPERATIONS, 'clients.register', { id: name, name: `Person ${name}`, locale, phone });
  const amount = tiyn(purse);
  await world.atBank('bank.fund', { client: name, amount: formatTenge(amount) }, (bank) => bank.fund(name, amount));
}

const MAX_PHONES = 100_000_000;

async function openGoal(world: World, group: Group): Promise<Sight | undefined> {
  const { organiser, people, random, isShared, title, months } = group;
  const deputy = isShared && random.chance(world.options.people.deputies) ? people[1]?.name : undefined;
  const input = {
    title,
    target: String(group.firstTarget),
    ...(isShared ? { decision: random.chance(0.15) ? 'unanimous' : 'majority' } : { kind: 'personal' }),
    ...(deputy === undefined ? {} : { deputy }),
    ...(random.chance(0.1) ? { minContribution: '1000' } : {}),
    ...(random.chance(0.1) ? { product: 'none' } : {}),
    shareAmounts: random.chance(0.5),
  };
  for (let tries = 0; tries < 20; tries += 1) {
    group.firstDeadline = deadlineFrom(world, months);
    const answer = await world.call(organiser.actor, 'goals.create', { ...input, deadline: group.firstDeadline });
    if (answer.status === 'done') return answer.result as Sight;
    if (answer.status === 'refused' && !answer.code.endsWith('unavailable')) return undefined;
    await world.scheduler.sleep(HOUR_MS);
    // Whoever had no answer looks first whether the goal is there.
    const own = (await ask(world, organiser.actor, 'goals.list', {})) as readonly Sight[] | undefined;
    const found = own?.find((goal) => 'title' in goal && goal.title === title);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Asks one person to join. Some decline, some let it expire and are asked again. True when they are in. */
export async function invite(world: World, group: Group, person: Person): Promise<boolean> {
  const { declinesInvitation, forgetsInvitation } = world.options.people;
  const { actor, random, name } = person;
  const asked = await askId(world, group.organiser.actor, 'goals.invite', { goal: group.id, client: name });
  let invitation = asked ?? (await openInvitationOf(world, group, name));
  group.secrets.invitation = invitation;
  if (invitation === null) return false;
  if (random.chance(forgetsInvitation)) {
    await daysPass(world, INVITATION_DAYS + random.int(1, 3), random);
    await ask(world, actor, 'invitations.accept', { invitation });
    invitation = await askId(world, group.organiser.actor, 'invitations.resend', { invitation });
  }
  await daysPass(world, random.int(0, 3), random);
  if (random.chance(declinesInvitation)) {
    await ask(world, actor, 'invitations.decline', { invitation });
    return false;
  }
  person.isIn = (await ask(world, actor, 'invitations.accept', { invitation, ...consents(person) })) !== undefined;
  person.hasJoined = person.isIn;
  return person.isIn;
}

function consents({ random }: Person): object {
  return { shareAmounts: random.chance(0.5), shareWithAdvisor: random.chance(0.3) };
}

async function openInvitationOf(world: World, group: Group, client: string): Promise<string | null> {
  const open = await ask(world, group.organiser.actor, 'invitations.list', { goal: group.id });
  const found = (open as readonly { id: string; client?: string }[] | undefined)?.find((one) => one.client === client);
  return found?.id ?? null;
}
