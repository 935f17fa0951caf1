import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Money, sumMoney } from '../../../src/shared/index.js';
import {
  damageIn,
  openGoal,
  openSavingsWorld,
  type SavingsWorld,
  staff,
  sumsOf,
  tenge,
} from '../../support/savings-world.js';
import { commands } from './shared-goals.commands.js';
import { CLIENTS, type Known } from './shared-goals.model.js';

const OPENING = 30_000;
/** A run opens a database and a bank, and plays dozens of commands: the long mode gives it hundreds, not thousands. */
const numRuns = Math.min(500, Math.ceil(Number(process.env.JINAQ_PROPERTY_RUNS ?? 100) / 4));

/** Everybody saves in one goal, two of them in another. */
async function firstGoals(world: SavingsWorld): Promise<Known> {
  const small = await openGoal(world, CLIENTS, { target: 10_000 });
  const strict = await openGoal(world, CLIENTS.slice(2), { target: 15_000, minContribution: 2_000 });
  const goals = [
    { id: small, target: tenge(10_000) },
    { id: strict, target: tenge(15_000) },
  ];
  return { goals, told: new Map(), outside: new Map() };
}

/** What must hold at any moment, with whatever is pending. */
async function checkBooks(known: Known, world: SavingsWorld): Promise<void> {
  expect(await damageIn(world)).toEqual([]);
  const made = await world.jinaq.transfers.list(staff('operations'));
  for (const { id, target } of known.goals) {
    const completed = sumMoney(
      made.flatMap((one) => (one.goal === id && one.status === 'completed' ? one.amount : [])),
    );
    const pending = sumMoney(made.flatMap((one) => (one.goal === id && one.status === 'pending' ? one.amount : [])));
    const { collected, pending: onItsWay, status } = await world.jinaq.goals.show(staff('operations'), { goal: id });
    expect({ collected, onItsWay }).toEqual({ collected: completed, onItsWay: pending });
    expect(collected + onItsWay).toBeLessThanOrEqual(target);
    expect(status).toBe(collected === target ? 'reached' : 'active');
  }
}

/** The bank works again, reviews end, and everything is settled. */
async function settleAll({ jinaq, sandbox, clock }: SavingsWorld): Promise<void> {
  await sandbox.clearFaults();
  clock.set(new Date(clock.now().getTime() + 15 * 86_400_000));
  expect(await jinaq.transfers.settle(staff('operations'))).toMatchObject({ held: 0, unanswered: 0 });
  expect(await jinaq.transfers.list(staff('operations'), { status: 'pending' })).toEqual([]);
}

/** What must hold once everything is settled: Jinaq and the bank say the same, of goals and of clients. */
async function checkAgainstBank(known: Known, world: SavingsWorld): Promise<void> {
  await checkBooks(known, world);
  for (const { id } of known.goals) {
    const { held, owed, bank } = await sumsOf(world, id);
    expect([held, owed]).toEqual([bank, bank]);
  }
  const made = await world.jinaq.transfers.list(staff('operations'));
  for (const id of CLIENTS) {
    const paid = sumMoney(made.flatMap((one) => (one.client === id && one.status === 'completed' ? one.amount : [])));
    const left: Money = tenge(OPENING) + (known.outside.get(id) ?? 0n) - paid;
    expect(await world.sandbox.show(id)).toMatchObject({ balance: left, available: left });
    expect(await reusedKeysOf(world, id)).toEqual([]);
  }
  for (const contribution of known.told.values()) {
    const now = made.find(({ id }) => id === contribution.id);
    expect(now).toMatchObject({ goal: contribution.goal, client: contribution.client, amount: contribution.amount });
    if (contribution.status !== 'pending') expect(now?.status).toBe(contribution.status);
  }
}

/** Keys of a client that stand for more than one contribution. */
async function reusedKeysOf({ jinaq }: SavingsWorld, id: string): Promise<readonly string[]> {
  const keys = (await jinaq.transfers.list(staff('operations'))).flatMap((one) => (one.client === id ? one.key : []));
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

describe('whatever callers, the bank and operations do, in whatever order', () => {
  it('books and chains are right at any moment, and agree with the bank once everything is settled', async () => {
    await fc.assert(
      fc.asyncProperty(commands(checkBooks), async (plan) => {
        const clients = Object.fromEntries(CLIENTS.map((id) => [id, OPENING]));
        const world = await openSavingsWorld({ clients });
        const known = await firstGoals(world);
        try {
          await fc.asyncModelRun(() => ({ model: known, real: world }), plan);
          await settleAll(world);
          await checkAgainstBank(known, world);
          await reachedOnce(known, world);
        } finally {
          await world.jinaq.close();
        }
      }),
      { numRuns },
    );
  }, 300_000);
});

/** The members of a goal that is met were told so exactly once. */
async function reachedOnce({ goals }: Known, { jinaq }: SavingsWorld): Promise<void> {
  for (const { id: goal } of goals) {
    const [{ members, status }, events] = await Promise.all([
      jinaq.goals.show(staff('operations'), { goal }),
      jinaq.goals.history(staff('operations'), { goal }),
    ]);
    const told = events.flatMap((event) => (event.type === 'goal.reached' ? [event.client] : []));
    expect(told.sort()).toEqual(status === 'reached' ? members.map((member) => member.client).sort() : []);
  }
}
