import type { Actor } from '../../../src/access/index.js';
import { addMonths, asClientId, civilDateOf, formatTenge, type GoalId } from '../../../src/shared/index.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.js';
import type { Random } from '../random.js';
import type { Answer, World } from '../world.js';

const OPERATIONS: Actor = { kind: 'staff', role: 'operations' };

/** Lets people move in: each group with its goal begins within the first third of the run. */
export function settlePeople(world: World): void {
  const kept = world.options.keep?.goals;
  for (let index = 0; index < world.options.goals; index += 1) {
    if (kept !== undefined && !kept.has(index)) continue;
    const random = world.random.fork(`goal ${index}`);
    const begins =
      world.startMs +
      random.int(0, Math.floor(world.options.months * 10)) * DAY_MS +
      random.int(0, 26) * 30 * MINUTE_MS;
    world.scheduler.at(begins, () => live(world, index, random));
  }
}

async function live(world: World, index: number, random: Random): Promise<void> {
  const size = random.int(1, 5);
  const names = Array.from({ length: size }, (_none, nth) => `c${index}m${nth}`);
  for (const name of names) {
    await insist(world, () => world.call(OPERATIONS, 'clients.register', { id: name, name, phone: undefined }));
    const amount = BigInt(random.int(100_000, 400_000)) * 100n;
    await world.atBank('bank.fund', { client: name, amount: formatTenge(amount) }, (bank) => bank.fund(name, amount));
  }
  const actors = names.map((name): Actor => ({ kind: 'client', client: asClientId(name) }));
  const [organiser, ...others] = actors;
  if (organiser === undefined) return;
  const created = await insist(world, () =>
    world.call(organiser, 'goals.create', {
      title: `Goal ${index}`,
      target: String(random.int(50, 500) * 1_000),
      deadline: addMonths(civilDateOf(world.scheduler.clock.now()), random.int(2, 12)),
    }),
  );
  if (created === undefined) return;
  const { id, account } = created as { id: GoalId; account: string };
  world.goals.set(index, { index, id, account, clients: names });
  for (const [nth, other] of others.entries()) {
    const sent = (await insist(world, () =>
      world.call(organiser, 'goals.invite', { goal: id, client: names[nth + 1] }),
    )) as { id: string } | undefined;
    await world.scheduler.sleep(random.int(1, 60) * HOUR_MS);
    if (sent !== undefined) await insist(world, () => world.call(other, 'invitations.accept', { invitation: sent.id }));
  }
  for (const actor of actors) save(world, actor, id, random.fork(`saver ${actors.indexOf(actor)}`));
}

function save(world: World, actor: Actor, goal: GoalId, random: Random): void {
  const again = async (): Promise<void> => {
    if (world.rest.isOn) return;
    const amount = random.int(2, 40) * 1_000;
    await world.call(actor, 'goals.contribute', {
      goal,
      amount: String(amount),
      key: `k${random.int(0, 2 ** 31 - 1)}`,
    });
    world.scheduler.at(world.scheduler.nowMs() + random.int(5, 30) * DAY_MS, again);
  };
  world.scheduler.at(world.scheduler.nowMs() + random.int(1, 20) * DAY_MS, again);
}

/** Asks again until there is an answer; a refusal is one. */
async function insist(world: World, ask: () => Promise<Answer>): Promise<unknown> {
  for (;;) {
    const answer = await ask();
    if (answer.status === 'done') return answer.result;
    if (answer.status === 'refused' && !answer.code.endsWith('unavailable')) return undefined;
    await world.scheduler.sleep(10 * MINUTE_MS);
  }
}
