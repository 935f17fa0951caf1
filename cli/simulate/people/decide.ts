import { HOUR_MS } from '../durations.js';
import type { World } from '../world.js';
import { ask, askId, look } from './asking.js';
import { type Group, presentIn } from './group.js';
import { daysPass, until } from './moments.js';
import type { Person } from './person.js';

/** How long a vote is open, and a while for its outcome to be carried out. */
const VOTE_HOURS = 72;
const CARRY_OUT_HOURS = 2;

/** Somebody proposes, the others vote or forget to. The status in which the vote ended; null when there was none. */
export async function decide(world: World, group: Group, proposer: Person, terms: object): Promise<string | null> {
  const { random } = group;
  const openedMs = world.scheduler.nowMs();
  const proposal = await open(world, group, proposer, terms);
  if (proposal === null) return null;
  group.secrets.proposal = proposal;
  if (random.chance(0.04)) {
    await daysPass(world, random.int(0, 2), random);
    await ask(world, proposer.actor, 'proposals.withdraw', { proposal });
    return 'withdrawn';
  }
  await vote(world, group, proposer, proposal);
  for (let looks = 0; looks < 2; looks += 1) {
    const shown = await ask(world, proposer.actor, 'proposals.show', { proposal });
    const status = (shown as { readonly status: string } | undefined)?.status ?? null;
    if (status !== 'open') return status;
    await until(world, openedMs + (VOTE_HOURS + CARRY_OUT_HOURS) * HOUR_MS);
  }
  return null;
}

async function open(world: World, group: Group, proposer: Person, terms: object): Promise<string | null> {
  const input = { goal: group.id, ...terms };
  if (!group.random.chance(0.05)) return askId(world, proposer.actor, 'proposals.open', input);
  // Two have the same idea at the same time.
  const other = group.random.pick(presentIn(group)) ?? proposer;
  const [first, second] = await Promise.all([
    askId(world, proposer.actor, 'proposals.open', input),
    askId(world, other.actor, 'proposals.open', input),
  ]);
  return first ?? second;
}

/** Whoever proposes is for it. Some vote together in the same moment, some think better of it. */
async function vote(world: World, group: Group, proposer: Person, proposal: string): Promise<void> {
  const { random } = group;
  const { votes, saysYes } = world.options.people;
  const voters = presentIn(group).filter((person) => person === proposer || random.chance(votes));
  const ballots = voters.map((person) => ({ person, yes: person === proposer || random.chance(saysYes) }));
  const cast = ({ person, yes }: (typeof ballots)[number]) =>
    ask(world, person.actor, 'proposals.vote', { proposal, yes });
  if (random.chance(0.3)) {
    await daysPass(world, random.int(0, 2), random);
    await Promise.all(ballots.map(cast));
    return;
  }
  for (const ballot of ballots) {
    await daysPass(world, random.chance(0.5) ? 1 : 0, random);
    if (random.chance(0.05)) await cast({ ...ballot, yes: !ballot.yes });
    await cast(ballot);
  }
}

/** One matter of the group at a time; whoever finds another one under way lets theirs be. */
export async function alone(group: Group, work: () => Promise<void>): Promise<void> {
  if (group.isBusy) return;
  group.isBusy = true;
  try {
    await work();
  } finally {
    group.isBusy = false;
  }
}

/** Somebody of the group looks how it has ended. */
export async function lookAgain(world: World, group: Group): Promise<void> {
  const [somebody] = presentIn(group);
  if (somebody !== undefined) await look(world, group, somebody);
}
